package option

import "math"

// Smile is the implied volatility of one expiry as a function of strike.
type Smile struct {
	Years    float64 // time to expiry, > 0
	Forward  float64 // F, > 0
	Discount float64 // e^-rT, > 0
	SVI      SVI     // total variance by ln(K/F)
}

// Check reports the first field that makes the smile unusable.
func (m Smile) Check() error {
	if err := firstError(positive("Years", m.Years), positive("Forward", m.Forward), positive("Discount", m.Discount)); err != nil {
		return err
	}
	return m.SVI.Check()
}

// Vol is the implied volatility at a strike, 0 for strikes that are not positive.
func (m Smile) Vol(strike float64) float64 {
	if !(strike > 0) || !(m.Forward > 0) {
		return 0
	}
	return m.SVI.Vol(-logRatio(m.Forward, strike), m.Years)
}

// inputs puts the forward and discount factor into the terms of Inputs: rate as
// implied, yield equal to the rate, spot equal to the forward.
func (m Smile) inputs(strike float64) Inputs {
	r := -math.Log(m.Discount) / m.Years
	return Inputs{Spot: m.Forward, Strike: strike, Years: m.Years, Rate: r, Yield: r, Vol: m.Vol(strike)}
}

// Price is the European price on the smile.
func (m Smile) Price(right Right, strike float64) (float64, error) {
	if err := firstError(m.Check(), positive("strike", strike)); err != nil {
		return 0, err
	}
	return Price(right, m.inputs(strike))
}

// ProbabilityAbove is the risk-neutral probability of finishing above level,
// -e^rT dC/dK = Φ(d2) - φ(d2) w'/(2 sqrt(w)): what a digital costs, with the skew.
// A smile without butterfly arbitrage keeps it falling in level and within [0, 1];
// rounding is clipped.
func (m Smile) ProbabilityAbove(level float64) (float64, error) {
	if err := firstError(m.Check(), notNegative("level", level)); err != nil {
		return 0, err
	}
	if level == 0 {
		return 1, nil
	}
	k := -logRatio(m.Forward, level)
	w, w1, _ := m.SVI.Derivatives(k)
	if !(w > 0) {
		return 0, &ArgError{Arg: "SVI", Value: w, Kind: ErrNoSolution, Why: "has no positive variance at level " + text(level)}
	}
	s := math.Sqrt(w)
	d2 := -k/s - 0.5*s
	p := NormCDF(d2) - NormPDF(d2)*0.5*w1/s
	return math.Min(1, math.Max(0, p)), nil
}

// Density is the risk-neutral density of the spot at expiry at level,
// g(k) φ(d2) / (level sqrt(w)). Negative where there is butterfly arbitrage.
func (m Smile) Density(level float64) (float64, error) {
	if err := firstError(m.Check(), positive("level", level)); err != nil {
		return 0, err
	}
	k := -logRatio(m.Forward, level)
	w := m.SVI.TotalVariance(k)
	if !(w > 0) {
		return 0, &ArgError{Arg: "SVI", Value: w, Kind: ErrNoSolution, Why: "has no positive variance at level " + text(level)}
	}
	s := math.Sqrt(w)
	return m.SVI.DurrlemanG(k) * NormPDF(-k/s-0.5*s) / (level * s), nil
}

// StrikeAtDelta is the strike whose forward delta is delta in size: Φ(d1) for a
// call, Φ(-d1) for a put, 0 < delta < 1. Of several such strikes the one nearest the
// forward is given.
func (m Smile) StrikeAtDelta(right Right, delta float64) (float64, error) {
	if err := firstError(right.check(), m.Check()); err != nil {
		return 0, err
	}
	if !(delta > 0 && delta < 1) {
		return 0, bad("delta", delta, "must be within (0, 1)")
	}
	w := 1.0
	if right == Put {
		w = -1
	}
	z := NormQuantile(delta)
	// d1(k) = -k/s + s/2 = w z; search outwards from k = 0.
	f := func(k float64) float64 {
		s := math.Sqrt(math.Max(m.SVI.TotalVariance(k), 1e-300))
		return -k/s + 0.5*s - w*z
	}
	start := f(0)
	dir := 1.0 // f falls in k
	if start < 0 {
		dir = -1
	}
	step := 0.25 * math.Sqrt(math.Max(m.SVI.TotalVariance(0), 1e-12))
	a, b := 0.0, 0.0
	for range 200 {
		b = a + dir*step
		if f(b)*start <= 0 {
			break
		}
		a = b
		step *= 1.25
		if math.Abs(b) > 50 {
			return 0, &ArgError{Arg: "delta", Value: delta, Kind: ErrNoSolution, Why: "is reached by no strike of this smile"}
		}
	}
	for range 100 {
		c := 0.5 * (a + b)
		if c == a || c == b {
			break
		}
		if f(c)*start > 0 {
			a = c
		} else {
			b = c
		}
	}
	return m.Forward * math.Exp(0.5*(a+b)), nil
}

// Skew is the shape of a smile in the usual quotes. Volatilities are fractions.
type Skew struct {
	ATM          float64 // at the forward
	Call         float64 // at the call strike of the delta
	Put          float64 // at the put strike of the delta
	CallStrike   float64
	PutStrike    float64
	RiskReversal float64 // Call - Put: negative where downside is dearer
	Butterfly    float64 // (Call + Put)/2 - ATM
	Slope        float64 // dσ/dk at the forward, k = ln(K/F)
}

// Skew reads risk reversal and butterfly at a forward delta, 0.25 as a rule.
func (m Smile) Skew(delta float64) (Skew, error) {
	c, err := m.StrikeAtDelta(Call, delta)
	if err != nil {
		return Skew{}, err
	}
	p, err := m.StrikeAtDelta(Put, delta)
	if err != nil {
		return Skew{}, err
	}
	s := Skew{ATM: m.Vol(m.Forward), Call: m.Vol(c), Put: m.Vol(p), CallStrike: c, PutStrike: p}
	s.RiskReversal = s.Call - s.Put
	s.Butterfly = 0.5*(s.Call+s.Put) - s.ATM
	if w, w1, _ := m.SVI.Derivatives(0); w > 0 {
		s.Slope = w1 / (2 * math.Sqrt(w*m.Years))
	}
	return s, nil
}

// FitSmile fits SVI to volatilities by strike. weights may be nil; the usual
// choice is vega, or the inverse of the bid-ask spread in volatility, squared.
func FitSmile(forward, discount, years float64, strikes, vols, weights []float64) (Smile, Fit, error) {
	m := Smile{Years: years, Forward: forward, Discount: discount}
	if err := firstError(positive("years", years), positive("forward", forward), positive("discount", discount)); err != nil {
		return m, Fit{}, err
	}
	if len(vols) != len(strikes) {
		return m, Fit{}, bad("vols", float64(len(vols)), "must have as many elements as strikes")
	}
	ks, ws := make([]float64, len(strikes)), make([]float64, len(strikes))
	for i, k := range strikes {
		if err := positive("strikes", k); err != nil {
			return m, Fit{}, indexed(err, i)
		}
		if err := positive("vols", vols[i]); err != nil {
			return m, Fit{}, indexed(err, i)
		}
		ks[i], ws[i] = -logRatio(forward, k), vols[i]*vols[i]*years
	}
	p, fit, err := FitSVI(ks, ws, weights)
	m.SVI = p
	return m, fit, err
}
