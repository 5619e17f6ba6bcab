package option

import "math"

// BaroneAdesiWhaley is the quadratic approximation of Barone-Adesi and Whaley
// (Journal of Finance 42, 1987): quick, and typically right to 3e-4 of the price,
// but off by 20 % for cheap long-dated contracts. Prefer American.
//
// Where early exercise never pays it is the European price. Otherwise a negative
// rate is refused with ErrNoSolution: the approximation has no root there.
func BaroneAdesiWhaley(right Right, in Inputs) (float64, error) {
	c, v, done, err := newCritical(right, in, "Barone-Adesi and Whaley")
	if err != nil || done {
		return v, err
	}
	if c.w*(in.Spot-c.spot) >= 0 {
		return in.Intrinsic(right), nil
	}
	v = c.european + c.gain*math.Pow(in.Spot/c.spot, c.lambda)
	if !isFinite(v) {
		return 0, &ArgError{Arg: "Vol", Value: in.Vol, Kind: ErrNoSolution, Why: "leaves Barone-Adesi and Whaley without a value"}
	}
	return math.Max(in.Intrinsic(right), v), nil
}

// JuQuadratic is the modified quadratic approximation of Ju and Zhong (Journal
// of Derivatives 7, 1999): Barone-Adesi and Whaley with a second-order correction
// in ln(S/S*). Typically right to 1e-3 of the price. Prefer American. It refuses
// what BaroneAdesiWhaley refuses.
//
//	V = v(S) + (w(S*-K) - v(S*)) (S/S*)^λ / (1 - b ln²(S/S*) - c ln(S/S*))
func JuQuadratic(right Right, in Inputs) (float64, error) {
	c, v, done, err := newCritical(right, in, "Ju and Zhong")
	if err != nil || done {
		return v, err
	}
	if c.w*(in.Spot-c.spot) >= 0 {
		return in.Intrinsic(right), nil
	}
	var g Greeks
	if err := c.e.Evaluate(&g, right, in.Strike, in.Vol); err != nil {
		return 0, err
	}
	at, err := Evaluate(right, Inputs{c.spot, in.Strike, in.Years, in.Rate, in.Yield, in.Vol})
	if err != nil {
		return 0, err
	}
	gain := c.w*(c.spot-in.Strike) - at.Price // h A(h)
	disc := c.e.discount
	k := 2*c.lambda + c.n - 1
	slope := -c.w * c.mk * c.mk / c.root // α λ'(h)
	b := disc * slope / (2 * k)
	l := -(2*-at.Theta/(in.Vol*in.Vol)/gain + disc*c.mk + disc*slope/k) / k
	x := math.Log(in.Spot / c.spot)
	chi := b*x*x + l*x
	value := c.european + gain*math.Pow(in.Spot/c.spot, c.lambda)/(1-chi)
	if !isFinite(value) {
		return 0, &ArgError{Arg: "Vol", Value: in.Vol, Kind: ErrNoSolution, Why: "leaves the correction of Ju and Zhong without a value"}
	}
	return math.Max(math.Max(in.Intrinsic(right), c.european), value), nil
}

// critical is the quadratic approximation's exercise price S* and what goes
// with it: w is 1 for a call and -1 for a put, n = 2(r-q)/σ², mk = 2r/(σ²(1-e^-rT)),
// root = sqrt((n-1)² + 4 mk), lambda = (1-n + w root)/2.
type critical struct {
	e                      Expiry
	w, n, mk, root, lambda float64
	spot, gain, european   float64
}

// newCritical solves w (S*-K) = v(S*) + w (1 - e^-qT Φ(w d1)) S*/λ. It is done
// where no boundary is needed, and then gives the price.
func newCritical(right Right, in Inputs, who string) (c critical, price float64, done bool, err error) {
	p, err := newPut(right, in)
	if err != nil {
		return c, 0, false, err
	}
	if v, plain := p.plain(); plain {
		return c, v, true, nil
	}
	if p.r <= 0 || in.Rate < 0 {
		return c, 0, false, &ArgError{Arg: "Rate", Value: in.Rate, Kind: ErrNoSolution,
			Why: "must be >= 0 where early exercise can pay: " + who + " have no solution"}
	}
	c.w = 1
	if right == Put {
		c.w = -1
	}
	w := c.w
	if c.e, err = NewExpiry(in.Spot, in.Years, in.Rate, in.Yield); err != nil {
		return c, 0, false, err
	}
	e := &c.e
	if c.european, err = e.Price(right, in.Strike, in.Vol); err != nil {
		return c, 0, false, err
	}
	sigma2 := in.Vol * in.Vol
	c.n = 2 * (in.Rate - in.Yield) / sigma2
	c.mk = 2 / (sigma2 * in.Years) // the limit for r = 0
	if in.Rate*in.Years > 1e-12 {
		c.mk = -2 * in.Rate / (sigma2 * math.Expm1(-in.Rate*in.Years))
	}
	c.root = math.Sqrt((c.n-1)*(c.n-1) + 4*c.mk)
	c.lambda = 0.5 * (1 - c.n + w*c.root)
	// Newton from a point towards the perpetual option's boundary.
	s := in.Strike
	perpetual := 0.5 * (1 - c.n + w*math.Sqrt((c.n-1)*(c.n-1)+8*in.Rate/sigma2))
	if perpetual > 1 || perpetual < 0 {
		limit := in.Strike / (1 - 1/perpetual)
		b := in.Rate - in.Yield
		h := math.Exp(-(w*b*in.Years + 2*in.Vol*math.Sqrt(in.Years)) * in.Strike / math.Abs(limit-in.Strike))
		if h >= 0 && h <= 1 {
			s = in.Strike + (limit-in.Strike)*(1-h)
		}
	}
	// The left side less the right is negative below a put's S* and positive above,
	// and the other way round for a call.
	v := in.Vol * e.rootT
	lo, hi := 0.0, in.Strike
	if right == Call {
		lo, hi = in.Strike, math.Inf(1)
	}
	for range 200 {
		d1 := (math.Log(s/in.Strike)+e.drift)/v + 0.5*v
		nd1, nd2 := tail(-w*d1), tail(-w*(d1-v))
		value := w * (s*e.growth*nd1 - in.Strike*e.discount*nd2)
		slope := w * (1 - e.growth*nd1)
		f := value + slope*s/c.lambda - w*(s-in.Strike)
		if w*f > 0 {
			lo = s
		} else {
			hi = s
		}
		next := s - f/(slope*(1/c.lambda-1)-e.growth*NormPDF(d1)/(v*c.lambda))
		if !(next > lo && next < hi) {
			if next = 0.5 * (lo + hi); math.IsInf(hi, 1) {
				next = 2 * s
			}
		}
		if !(next < 1e12*in.Strike) {
			break
		}
		if math.Abs(next-s) <= 1e-12*s {
			c.spot, c.gain = next, slope*next/c.lambda
			return c, 0, false, nil
		}
		s = next
	}
	return c, 0, false, &ArgError{Arg: "Vol", Value: in.Vol, Kind: ErrNoSolution, Why: "leaves the critical price of " + who + " unsolved"}
}

// BjerksundStensland1993 is the flat-boundary approximation of Bjerksund and
// Stensland (Scandinavian Journal of Management 9, 1993). It is a lower bound of the
// American price within the model's assumptions, typically 2e-4 of it. Prefer
// American. Rates at which its boundary does not exist are refused with
// ErrNoSolution.
func BjerksundStensland1993(right Right, in Inputs) (float64, error) {
	p, err := newPut(right, in)
	if err != nil {
		return 0, err
	}
	if v, done := p.plain(); done {
		return v, nil
	}
	// As a call with spot S, strike K, rate r and cost of carry b; a put is the call
	// with S and K, and r and r - b, exchanged.
	s, k, r, b := in.Spot, in.Strike, in.Rate, in.Rate-in.Yield
	if right == Put {
		s, k, r, b = in.Strike, in.Spot, in.Yield, in.Yield-in.Rate
	}
	t, sigma2 := in.Years, in.Vol*in.Vol
	floor := math.Max(in.Intrinsic(right), p.european())
	refuse := func() (float64, error) {
		return 0, &ArgError{Arg: "Rate", Value: in.Rate, Kind: ErrNoSolution, Why: "gives Bjerksund and Stensland no exercise boundary"}
	}
	root := (b/sigma2-0.5)*(b/sigma2-0.5) + 2*r/sigma2
	if !(root > 0) {
		return refuse()
	}
	beta := 0.5 - b/sigma2 + math.Sqrt(root)
	if !(beta > 1) {
		return refuse()
	}
	top := beta / (beta - 1) * k
	bottom := k
	if r > 0 {
		bottom = math.Max(k, r/(r-b)*k)
	}
	if !(top > bottom) {
		return refuse()
	}
	h := -(b*t + 2*in.Vol*math.Sqrt(t)) * bottom / (top - bottom)
	edge := bottom + (top-bottom)*(1-math.Exp(h))
	if s >= edge {
		return floor, nil
	}
	// φ(γ,H) (S/I)^... in logarithms, so that steep powers do not overflow.
	v := in.Vol * math.Sqrt(t)
	ls, lsi := math.Log(s), math.Log(edge/s)
	phi := func(scale, gamma, limit float64) float64 { // e^scale φ(S,T,γ,H,I)
		lambda := (-r + gamma*b + 0.5*gamma*(gamma-1)*sigma2) * t
		d := -(math.Log(s/limit) + (b+(gamma-0.5)*sigma2)*t) / v
		kappa := 2*b/sigma2 + 2*gamma - 1
		base := scale + lambda
		first := math.Exp(base + logTail(-d))
		return first - math.Exp(base+kappa*lsi+logTail(-(d-2*lsi/v)))
	}
	alpha := math.Log(edge - k)
	value := math.Exp(alpha-beta*lsi) - phi(alpha-beta*lsi, beta, edge) +
		phi(ls, 1, edge) - phi(ls, 1, k) - k*phi(0, 0, edge) + k*phi(0, 0, k)
	if !isFinite(value) {
		return refuse()
	}
	return math.Max(floor, value), nil
}

// logTail is ln Φ(-z).
func logTail(z float64) float64 {
	if z > 0 {
		return math.Log(invSqrt2Pi*mills(z)) - 0.5*z*z
	}
	return math.Log1p(-tail(-z))
}
