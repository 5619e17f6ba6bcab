package option

import "math"

// Mode is how much work American does.
type Mode uint8

// The modes. The zero Mode is Fast.
const (
	Fast     Mode = iota // on a strike of 100: median error 1e-7, worst seen 1e-3
	Accurate             // median 1e-9, worst seen 1e-5
	Precise              // median 1e-10, worst seen 2e-6; for references
)

// String gives "fast", "accurate" or "precise".
func (m Mode) String() string {
	switch m {
	case Fast:
		return "fast"
	case Accurate:
		return "accurate"
	case Precise:
		return "precise"
	}
	return "invalid mode"
}

// ParseMode reads "fast", "accurate" or "precise".
func ParseMode(s string) (Mode, error) {
	for m := Fast; m <= Precise; m++ {
		if s == m.String() {
			return m, nil
		}
	}
	return 0, &ArgError{Arg: "mode " + s, Value: math.NaN(), Why: "must be fast, accurate or precise", Kind: ErrBadInput}
}

// American prices an option that may be exercised at any time, by the method of
// Andersen, Lake and Offengenden ("High-performance American option pricing",
// J. Computational Finance 20, 2016): the exercise boundary starts from the QD+
// approximation, is improved by fixed-point iterations of the integral
// equation on Chebyshev nodes in sqrt(τ), and the premium over the European
// price is an integral over the boundary. Calls are puts with spot and strike,
// rate and yield exchanged.
//
// Here both integrals are taken in θ with τ - u = τ sin²θ, which removes the
// square roots at both ends; and the interpolation weights depend on
// the scheme alone, so they are tabulated.
//
// Rates may have any sign. A put with r <= 0 and r <= q is never exercised early
// and is priced as European. With q < r < 0 it has two boundaries; that case is
// refused with ErrDoubleBoundary, and AmericanTree prices it. (For calls
// exchange r and q.) The result is never below the European price or the
// intrinsic value. Nothing is allocated unless it fails.
//
// Beyond rates times years of 1.5 and of 5 the scheme of the next mode is used, so
// that a 40-year or 1000 % case costs up to 2 ms but does not go wrong.
func American(right Right, in Inputs, mode Mode) (float64, error) {
	p, err := newPut(right, in)
	if err != nil {
		return 0, err
	}
	if mode > Precise {
		return 0, bad("mode", float64(mode), "must be Fast, Accurate or Precise")
	}
	v, done := p.plain()
	switch {
	case done:
	case p.doubleBoundary():
		return 0, p.refuseDouble(right, in)
	default:
		v = p.price(p.scheme(mode))
	}
	if right == Call { // the call's own European price may differ in the last digit
		e, err := Price(right, in)
		if err != nil {
			return 0, err
		}
		v = math.Max(v, e)
	}
	return v, nil
}

// EarlyExercisePremium is the American value less the European one.
func EarlyExercisePremium(right Right, in Inputs, mode Mode) (float64, error) {
	a, err := American(right, in, mode)
	if err != nil {
		return 0, err
	}
	e, err := Price(right, in)
	return a - e, err
}

// ExerciseBoundary is the spot at which exercise becomes optimal with in.Years to
// expiry: at or below it for a put, at or above it for a call. in.Spot is ignored
// but must be legal. Where early exercise never pays it returns 0 for a put and
// +Inf for a call; with no time left it is the limit K min(1, r/q) for a put and
// K max(1, r/q) for a call.
func ExerciseBoundary(right Right, in Inputs, mode Mode) (float64, error) {
	in.Spot = in.Strike // the boundary scales with the strike alone
	if err := in.Check(); err != nil {
		return 0, err
	}
	p, err := newPut(right, in)
	if err != nil {
		return 0, err
	}
	if mode > Precise {
		return 0, bad("mode", float64(mode), "must be Fast, Accurate or Precise")
	}
	if err := firstError(positive("Strike", in.Strike), positive("Vol", in.Vol)); err != nil {
		return 0, err
	}
	level := 0.0
	switch {
	case p.neverEarly():
	case p.doubleBoundary():
		return 0, p.refuseDouble(right, in)
	case p.years == 0:
		level = p.ceiling()
	default:
		var w work
		p.boundary(p.scheme(mode), &w)
		level = p.ceiling() * math.Exp(-math.Sqrt(w.h[0]))
	}
	if right == Call {
		return in.Strike / level, nil
	}
	return in.Strike * level, nil
}

// QDPlusBoundary is the exercise boundary by Li's QD+ approximation (2009), a
// closed equation for one time to expiry; good to about 1e-3. Conventions as in
// ExerciseBoundary.
func QDPlusBoundary(right Right, in Inputs) (float64, error) {
	in.Spot = in.Strike
	p, err := newPut(right, in)
	if err != nil {
		return 0, err
	}
	if err := firstError(positive("Strike", in.Strike), positive("Vol", in.Vol), positive("Years", in.Years)); err != nil {
		return 0, err
	}
	level := 0.0
	switch {
	case p.neverEarly():
	case p.doubleBoundary():
		return 0, p.refuseDouble(right, in)
	default:
		level = p.qdPlus(p.years, p.ceiling(), 1e-15)
	}
	if right == Call {
		return in.Strike / level, nil
	}
	return in.Strike * level, nil
}

// QDPlusAmerican is a named approximation: the QD+ boundary without the
// fixed-point iterations, on eight Chebyshev nodes, and the premium integral
// over it. It is what QuantLib calls QdPlusAmericanEngine; expect errors of 1e-3 of
// the strike on long or steep contracts. Prefer American.
func QDPlusAmerican(right Right, in Inputs) (float64, error) {
	p, err := newPut(right, in)
	if err != nil {
		return 0, err
	}
	if v, done := p.plain(); done {
		return v, nil
	}
	if p.doubleBoundary() {
		return 0, p.refuseDouble(right, in)
	}
	return p.price(qdPlusScheme), nil
}

// put is the American put everything is reduced to.
type put struct{ spot, strike, years, r, q, vol float64 }

func newPut(right Right, in Inputs) (put, error) {
	if err := right.check(); err != nil {
		return put{}, err
	}
	if err := in.Check(); err != nil {
		return put{}, err
	}
	if right == Call {
		return put{in.Strike, in.Spot, in.Years, in.Yield, in.Rate, in.Vol}, nil
	}
	return put{in.Spot, in.Strike, in.Years, in.Rate, in.Yield, in.Vol}, nil
}

// scheme is the mode's, or a finer one where rates times years are so large that
// the boundary settles in a small part of the time the nodes cover.
func (p *put) scheme(mode Mode) *scheme {
	strength := math.Max(math.Abs(p.r), math.Abs(p.q)) * p.years
	switch {
	case strength > 5:
		mode = Precise
	case strength > 1.5:
		mode = max(mode, Accurate)
	}
	return schemes[mode]
}

func (p *put) refuseDouble(right Right, in Inputs) error {
	why := "with Yield < Rate < 0 a put has two exercise boundaries; use AmericanTree"
	if right == Call {
		why = "with Rate < Yield < 0 a call has two exercise boundaries; use AmericanTree"
	}
	return &ArgError{Arg: "Rate", Value: in.Rate, Why: why, Kind: ErrDoubleBoundary}
}

// neverEarly: waiting costs no interest and loses no yield.
func (p *put) neverEarly() bool { return p.r <= 0 && p.r <= p.q }

func (p *put) doubleBoundary() bool { return p.r < 0 && p.q < p.r }

// ceiling is the boundary just before expiry, in units of the strike.
func (p *put) ceiling() float64 {
	if p.q > p.r && p.r > 0 {
		return p.r / p.q
	}
	return 1
}

func (p *put) european() float64 {
	v, err := Price(Put, Inputs{p.spot, p.strike, p.years, p.r, p.q, p.vol})
	if err != nil {
		return 0
	}
	return v
}

// plain prices the cases without a boundary to find.
func (p *put) plain() (float64, bool) {
	now := math.Max(0, p.strike-p.spot)
	switch {
	case p.strike == 0:
		return 0, true
	case p.years == 0:
		return now, true
	case p.spot == 0:
		return p.strike * math.Max(1, math.Exp(-p.r*p.years)), true
	case p.neverEarly():
		return p.european(), true
	case p.drifts():
		return math.Max(p.certain(), p.european()), true
	}
	return 0, false
}

// drifts says that the drift and the interest outrun the noise so far (20,000
// standard deviations) that the option is worth its limit for vol -> 0.
func (p *put) drifts() bool {
	noise := 20000 * p.vol * math.Sqrt(p.years)
	return noise < 1e-10 || p.r*p.years > noise && math.Abs(p.r-p.q)*p.years > noise
}

// certain is the limit vol -> 0: the best of all exercise times on the forward
// path, max over t of K e^-rt - S e^-qt.
func (p *put) certain() float64 {
	at := func(t float64) float64 { return p.strike*math.Exp(-p.r*t) - p.spot*math.Exp(-p.q*t) }
	best := math.Max(0, math.Max(at(0), at(p.years)))
	if p.r != p.q {
		if t := math.Log(p.r*p.strike/(p.q*p.spot)) / (p.r - p.q); t > 0 && t < p.years {
			best = math.Max(best, at(t))
		}
	}
	return best
}

// price needs r > 0, or r = 0 with q < 0.
func (p *put) price(s *scheme) float64 {
	now := math.Max(0, p.strike-p.spot)
	floor := math.Max(now, p.european())
	var w work
	p.boundary(s, &w)
	x := math.Log(p.spot / p.strike)
	logCeil := math.Log(p.ceiling())
	if x <= logCeil-math.Sqrt(w.h[0]) {
		return now
	}
	// ∫ r K e^-rt Φ(-d2) - q S e^-qt Φ(-d1) dt with t = T sin²θ; d by S/B(T-t).
	rootT := math.Sqrt(p.years)
	sum := 0.0
	for j := range s.premium {
		g := &s.premium[j]
		lb := logCeil - math.Sqrt(w.interpolate(s, g.weights))
		root := rootT * g.sin
		t := root * root
		v := p.vol * root
		d1 := (x-lb+(p.r-p.q)*t)/v + 0.5*v
		d2 := d1 - v
		f := p.r * exp(-p.r*t) * tail(d2)
		if p.q != 0 {
			f -= p.q * exp(x-p.q*t) * tail(d1)
		}
		sum += g.w * g.sin * g.cos * f
	}
	v := p.european() + p.strike*2*p.years*sum
	if !(v > floor) {
		return floor
	}
	return math.Min(v, p.strike*math.Max(1, exp(-p.r*p.years)))
}

// tail is Φ(-z).
func tail(z float64) float64 {
	m := invSqrt2Pi * exp(-0.5*z*z)
	if z >= 0 {
		return m * mills(z)
	}
	return 1 - m*mills(-z)
}
