package option

import "math"

// Greeks is a price with its derivatives.
//
// Units: money per share; time in years; volatility and rates as fractions. Vega,
// Rho, DividendRho and Volga are per 1.00, so divide Vega by 100 for the change
// per volatility point. Theta and Charm are per year of calendar time passing
// (the negative of the derivative by T); divide by 365 for a day.
type Greeks struct {
	Price       float64 // V
	Delta       float64 // dV/dS
	Gamma       float64 // d²V/dS²
	Vega        float64 // dV/dσ
	Theta       float64 // dV/dt = -dV/dT
	Rho         float64 // dV/dr
	DividendRho float64 // dV/dq
	Vanna       float64 // d²V/dS dσ
	Volga       float64 // d²V/dσ²
	Charm       float64 // dΔ/dt = -d²V/dS dT
}

// Elasticity is the percentage change of the price per percent of the spot,
// Δ S / V; 0 where the price is 0.
func (g Greeks) Elasticity(spot float64) float64 {
	if g.Price == 0 {
		return 0
	}
	return g.Delta * spot / g.Price
}

// Evaluate prices a European option and all its Greeks in one go
// (Black-Scholes-Merton in the forward form of Black 1976):
//
//	S' = S e^-qT,  K' = K e^-rT,  s = σ√T,  d1 = ln(S'/K')/s + s/2,  d2 = d1 - s
//	call = S' Φ(d1) - K' Φ(d2),  put = K' Φ(-d2) - S' Φ(-d1)
//
// As T or σ goes to 0 it returns the limits: the discounted forward intrinsic
// value with delta 0, e^-qT or, exactly at the forward, half of that. Gamma and
// charm are infinite in that one point and are returned as 0 there.
func Evaluate(right Right, in Inputs) (g Greeks, err error) {
	var e Expiry
	if err = e.set(in.Spot, in.Years, in.Rate, in.Yield); err == nil {
		err = e.Evaluate(&g, right, in.Strike, in.Vol)
	}
	return g, err
}

// Price is Evaluate without the Greeks, and a digit more accurate for cheap
// short-dated options.
func Price(right Right, in Inputs) (float64, error) {
	var e Expiry
	if err := e.set(in.Spot, in.Years, in.Rate, in.Yield); err != nil {
		return 0, err
	}
	return e.Price(right, in.Strike, in.Vol)
}

// Black76 evaluates an option on a forward or future: discounted at rate, no
// drift. Delta and Gamma are by the forward; Rho holds the forward fixed, so it
// is -T V; DividendRho is 0.
func Black76(right Right, forward, strike, years, rate, vol float64) (Greeks, error) {
	if err := notNegative("forward", forward); err != nil {
		return Greeks{}, err
	}
	g, err := Evaluate(right, Inputs{Spot: forward, Strike: strike, Years: years, Rate: rate, Yield: rate, Vol: vol})
	if err != nil {
		return g, err
	}
	g.Rho = -years * g.Price
	g.DividendRho = 0
	return g, nil
}

// Expiry holds what all options of one expiry share: discount factors, the root
// of time and the drift. Make it once with NewExpiry, then evaluate strike by
// strike or a chain at a time; evaluation only reads it.
type Expiry struct {
	spot, years, rate, yield float64

	growth   float64 // e^-qT
	discount float64 // e^-rT
	ds       float64 // S e^-qT
	drift    float64 // (r-q) T
	rootT    float64
	halfInvT float64 // 1/(2T)
	invSpot  float64
	carry    float64 // r-q
}

// NewExpiry checks the market side of a chain and precomputes its terms. Units
// as in Inputs.
func NewExpiry(spot, years, rate, yield float64) (Expiry, error) {
	var e Expiry
	err := e.set(spot, years, rate, yield)
	return e, err
}

func (e *Expiry) set(spot, years, rate, yield float64) error {
	rt, qt := rate*years, yield*years
	if !(spot >= 0 && spot <= math.MaxFloat64 && years >= 0 && years <= math.MaxFloat64 &&
		math.Abs(rt) <= maxExponent && math.Abs(qt) <= maxExponent) {
		return checkMarket(spot, years, rate, yield)
	}
	if spot < 1e-300 { // as good as 0, and its reciprocal stays finite
		spot = 0
	}
	e.spot, e.years, e.rate, e.yield = spot, years, rate, yield
	e.growth, e.discount = expPair(-qt, -rt)
	e.ds = spot * e.growth
	if !(e.ds <= math.MaxFloat64) {
		return bad("Spot", spot, "times e^-qT overflows")
	}
	e.carry = rate - yield
	e.drift = e.carry * years
	e.rootT = math.Sqrt(years)
	e.halfInvT = 0.5 / years
	e.invSpot = 1 / spot
	return nil
}

// Forward is S e^((r-q)T).
func (e *Expiry) Forward() float64 { return e.ds / e.discount }

// Discount is e^-rT.
func (e *Expiry) Discount() float64 { return e.discount }

// Years is the time to expiry the Expiry was made with.
func (e *Expiry) Years() float64 { return e.years }

// Evaluate fills g for one contract. It allocates nothing unless it fails.
func (e *Expiry) Evaluate(g *Greeks, right Right, strike, vol float64) error {
	if !e.ordinary(right, strike, vol) {
		return e.evaluateEdge(g, right, strike, vol)
	}
	e.evaluate(g, uint64(right-Call)&1, strike, vol)
	return nil
}

// ordinary says that evaluate can take the arguments as they are.
func (e *Expiry) ordinary(right Right, strike, vol float64) bool {
	return right-Call <= 1 && strike > 0 && strike*e.discount <= math.MaxFloat64 && vol >= 0 && vol <= math.MaxFloat64 && e.spot > 0
}

// evaluateEdge handles what evaluate does not: bad arguments and the zeros of
// spot and strike, where the option is worthless or a plain forward leg.
func (e *Expiry) evaluateEdge(g *Greeks, right Right, strike, vol float64) error {
	*g = Greeks{}
	if err := firstError(right.check(), notNegative("Strike", strike), notNegative("Vol", vol)); err != nil {
		return err
	}
	if e.discount == 0 {
		return bad("Expiry", 0, "was not made by NewExpiry")
	}
	if !(strike*e.discount <= math.MaxFloat64) {
		return bad("Strike", strike, "times the discount factor overflows")
	}
	switch {
	case right == Call && strike == 0: // the underlying, delivered at expiry
		e.limit(g, true, e.ds, 0)
	case right == Put && e.spot == 0: // the strike, paid at expiry
		e.limit(g, false, 0, -strike*e.discount)
	}
	return nil
}

// limit fills g for exercise that is certain or certainly absent, from the
// legs S'N(d1) and K'N(d2) with their sign.
func (e *Expiry) limit(g *Greeks, call bool, legS, legK float64) {
	*g = Greeks{}
	g.Price = math.Max(0, legS-legK)
	switch {
	case legS != 0:
		g.Delta = legS / e.spot
	case !call && legK != 0:
		g.Delta = -e.growth
	}
	g.Theta = e.yield*legS - e.rate*legK
	g.Rho = e.years * legK
	g.DividendRho = -e.years * legS
	g.Charm = e.yield * g.Delta
	if g.Price == 0 && legS == 0 && legK == 0 {
		g.Theta, g.Charm = 0, 0
	}
}

// nearWidth is the total volatility below which the difference of two Mills
// ratios is taken from its Taylor series, so that prices of very short or quiet
// options keep 13 digits.
const nearWidth = 0.02

// legOf says, for x < 0 or > 0 and then call or put, which of evaluate's legs are
// S'Φ(±d1) and K'Φ(±d2), their sign, the sign of h in d1, and whether (and with
// which sign) S' - K' is added to reach the option in the money.
var legOf = [4]struct {
	sign, x, itm float64
	s, k         uint8
}{
	{1, 1, 0, 0, 2},   // S' < K', call
	{-1, 1, -1, 1, 3}, // S' < K', put
	{1, -1, 1, 3, 1},  // S' > K', call
	{-1, -1, 0, 2, 0}, // S' > K', put
}

// evaluate needs spot, strike > 0 and vol >= 0. Both legs are of the option that
// is out of the money forward (P <= Q are S' and K' in the order of size):
//
//	A = P φ(a) = Q φ(c),  a = -|x|/s + s/2,  c = a - s
//	P Φ(a) = A M(-a),  Q Φ(c) = A M(-c),  price = A (M(-a) - M(-c))
//
// so one exponential serves both and nothing cancels in the tails. The other
// option follows by parity. put is 0 or 1.
func (e *Expiry) evaluate(g *Greeks, put uint64, strike, vol float64) {
	dk := strike * e.discount
	x := logRatio(e.spot, strike) + e.drift
	s := vol * e.rootT
	if !(s > 1e-150) {
		e.evaluateNoVol(g, put == 0, x, dk)
		return
	}
	inv := 1 / s
	// p <= q are S' and K' in the order of size; xi is 1 where the put is the one
	// out of the money. No branch depends on the moneyness or the right: on a mixed
	// book the processor could not predict it.
	xi := 1 - math.Float64bits(x)>>63
	p, q := min(e.ds, dk), max(e.ds, dk)
	h, t := -math.Abs(x)*inv, 0.5*s
	a, c := h+t, h-t
	m := p * (invSqrt2Pi * exp(-0.5*a*a))
	ma, mc := millsPair(math.Abs(a), -c)
	ma, mc = m*ma, m*mc
	// legs are P Φ(a), P Φ(-a), Q Φ(c), Q Φ(-c).
	var legs [4]float64
	ai := math.Float64bits(a) >> 63
	legs[ai^1] = ma
	legs[ai] = p - ma
	legs[2] = mc
	legs[3] = q - mc
	otm := legs[0] - mc
	if m == 0 { // no infinite d may meet the vanished density
		h, t, inv = 0, 0, 0
	} else if s < nearWidth {
		otm = m * millsSpread(h, t)
	}
	w := &legOf[xi<<1|put]
	d1, d2 := w.x*h+t, w.x*h-t
	legS, legK := w.sign*legs[w.s&3], w.sign*legs[w.k&3]
	g.Price = otm + w.itm*(e.ds-dk)
	ms := m * e.invSpot
	g.Delta = legS * e.invSpot
	g.Gamma = ms * e.invSpot * inv
	vega := m * e.rootT
	g.Vega = vega
	g.Theta = e.yield*legS - e.rate*legK - m*s*e.halfInvT
	g.Rho = e.years * legK
	g.DividendRho = -e.years * legS
	rt := e.rootT * inv // 1/σ
	g.Vanna = -ms * d2 * rt
	g.Volga = vega * d1 * d2 * rt
	g.Charm = e.yield*g.Delta - ms*(e.carry*inv-d2*e.halfInvT)
}

// evaluateNoVol is the limit σ√T -> 0.
func (e *Expiry) evaluateNoVol(g *Greeks, call bool, x, dk float64) {
	switch {
	case x == 0:
		half := 0.5
		if !call {
			half = -0.5
		}
		e.limit(g, call, half*e.ds, half*dk)
		g.Price = 0
		g.Vega = invSqrt2Pi * e.ds * e.rootT
		g.Charm = 0
	case call && x > 0:
		e.limit(g, true, e.ds, dk)
	case !call && x < 0:
		e.limit(g, false, -e.ds, -dk)
	default:
		*g = Greeks{}
	}
}

// Price prices one contract. The relative error is a few units in the last place
// near the money and grows with the square of the deviations out of it, to 3e-13
// where prices end.
func (e *Expiry) Price(right Right, strike, vol float64) (float64, error) {
	if !e.ordinary(right, strike, vol) {
		var g Greeks
		err := e.evaluateEdge(&g, right, strike, vol)
		return g.Price, err
	}
	dk := strike * e.discount
	x := logRatio(e.spot, strike) + e.drift
	s := vol * e.rootT
	itm := 0.0
	p, xx := e.ds, x
	if x > 0 {
		p, xx = dk, -x
		if right == Call {
			itm = math.Max(0, e.ds-dk)
		}
	} else if right == Put {
		itm = math.Max(0, dk-e.ds)
	}
	if !(s > 1e-150) {
		return itm, nil
	}
	h, t := xx/s, 0.5*s
	a := h + t
	m := p * (invSqrt2Pi * exp(-0.5*a*a))
	switch {
	case m == 0 && a < 0:
		return itm, nil
	case s < 3*nearWidth:
		return itm + m*millsSpread(h, t), nil
	case a < 0.75:
		return itm + m*(mills(-a)-mills(t-h)), nil
	}
	return itm + (p - m*(mills(a)+mills(t-h))), nil
}
