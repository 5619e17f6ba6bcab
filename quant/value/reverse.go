package value

import "math"

// ImpliedTerminalGrowth is the perpetual growth at which d, with its explicit
// flows and its timing, is worth price per share. It is exact:
//
//	TV = (EV(price) - PV of flows) (1+w)^n,  g = (TV w - F_n) / (TV + F_n).
//
// d.Terminal's method and growth are not read; its MidYear is.
// [ErrNoSolution] when no growth in (-1, WACC) gives that price.
func (d DCF) ImpliedTerminalGrowth(price float64) (float64, error) {
	var c check
	c.num("price", price)
	if err := c.err(); err != nil {
		return 0, err
	}
	base := d
	base.Terminal = Exit(0, 0)
	v, err := base.Value()
	if err != nil {
		return 0, err
	}
	n := len(d.FCF)
	last, years := d.FCF[n-1], float64(n)
	if d.Terminal.MidYear {
		years -= 0.5
	}
	tv := (price - v.PerShare) * d.Shares.V * math.Pow(1+d.WACC, years)
	g := impliedGrowth(tv, last, d.WACC)
	if last == 0 || math.IsNaN(g) {
		return 0, badf("price", ErrNoSolution,
			"no terminal growth in (-1, %g) gives %g per share: it needs a terminal value of %g after a last flow of %g", d.WACC, price, tv, last)
	}
	return g, nil
}

// Reverse asks what constant growth of the explicit years a price implies.
type Reverse struct {
	BaseFCF        float64 // last reported free cash flow, year 0, > 0
	Years          int     // explicit years, >= 1
	WACC           float64
	TerminalGrowth float64
	Timing         Timing
	MidYearTV      bool // as Terminal.MidYear

	Debt, Cash  Item
	OtherClaims float64
	Shares      Item
}

// DCF is the forward valuation at explicit growth g.
func (r Reverse) DCF(g float64) (DCF, error) {
	if r.Years < 1 || r.Years > 1000 {
		return DCF{}, badf("years", ErrDomain, "is %d, want 1..1000", r.Years)
	}
	growth := make([]float64, r.Years)
	for i := range growth {
		growth[i] = g
	}
	f, err := Project(r.BaseFCF, growth...)
	if err != nil {
		return DCF{}, err
	}
	t := Gordon(r.TerminalGrowth)
	t.MidYear = r.MidYearTV
	return DCF{FCF: f, WACC: r.WACC, Timing: r.Timing, Terminal: t,
		Debt: r.Debt, Cash: r.Cash, OtherClaims: r.OtherClaims, Shares: r.Shares}, nil
}

// Growth is the annual growth g of the explicit years at which the valuation
// equals price per share ("expectations investing", Rappaport & Mauboussin
// 2001). The value rises strictly with g > -1 from the claims alone, so the
// root is unique; it is found by bracketing and bisection to the
// last bit. [ErrNoSolution] when the price asks for an enterprise value that
// is not positive.
func (r Reverse) Growth(price float64) (float64, error) {
	var c check
	c.num("price", price)
	if c.num("base_fcf", r.BaseFCF) <= 0 {
		c.fail(badf("base_fcf", ErrDomain, "is %g, want > 0: growth of a negative flow has no meaning", r.BaseFCF))
	}
	if err := c.err(); err != nil {
		return 0, err
	}
	d, err := r.DCF(0)
	if err != nil {
		return 0, err
	}
	flat, err := d.Value()
	if err != nil {
		return 0, err
	}
	target := flat.Enterprise + (price-flat.PerShare)*r.Shares.V
	if !(target > 0) {
		return 0, badf("price", ErrNoSolution,
			"%g per share means an enterprise value of %g: no growth of a positive cash flow gives that", price, target)
	}
	// The enterprise value is a polynomial in x = 1+g with weights a_t > 0.
	a := make([]float64, r.Years)
	for i := range a {
		a[i] = flat.PVFlows[i]
	}
	a[r.Years-1] += flat.PVTerminal
	ev := func(x float64) float64 {
		var s float64
		for i := r.Years - 1; i >= 0; i-- {
			s = (s + a[i]) * x
		}
		return s
	}
	lo, hi := 1.0, 1.0
	for ev(lo) > target && lo > 1e-300 {
		lo /= 2
	}
	for ev(hi) < target && hi < 1e300 {
		hi *= 2
	}
	for range 200 {
		mid := lo + (hi-lo)/2
		if mid <= lo || mid >= hi {
			break
		}
		if ev(mid) < target {
			lo = mid
		} else {
			hi = mid
		}
	}
	if target-ev(lo) < ev(hi)-target {
		return lo - 1, nil
	}
	return hi - 1, nil
}
