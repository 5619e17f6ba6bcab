package value

import "math"

// DividendValue is the result of [DividendDiscount].
type DividendValue struct {
	PVDividends float64
	PVTerminal  float64
	PerShare    float64
}

// DividendDiscount values a share as the present value at cost of equity r of
// the dividends of years 1..n and of growth g for ever after the last
// (Williams 1938; Gordon 1962). One dividend is Gordon's D1/(r-g).
func DividendDiscount(dividends []float64, r, g float64) (DividendValue, error) {
	var c check
	c.nums("dividends", dividends)
	for _, d := range dividends {
		if d < 0 {
			c.fail(badf("dividends", ErrDomain, "contain %g, want >= 0", d))
			break
		}
	}
	c.rate("cost_of_equity", r)
	if err := c.err(); err != nil {
		return DividendValue{}, err
	}
	n := len(dividends)
	tv, years := Gordon(g).valueAt(&c, dividends[n-1], r, n)
	var v DividendValue
	for i, d := range dividends {
		v.PVDividends += d * math.Pow(1+r, -float64(i+1))
	}
	v.PVTerminal = tv * math.Pow(1+r, -years)
	v.PerShare = v.PVDividends + v.PVTerminal
	c.result("dividend_discount", v.PVDividends, v.PVTerminal, v.PerShare)
	if err := c.err(); err != nil {
		return DividendValue{}, err
	}
	return v, nil
}

// HModel is the value of a share whose dividend growth falls linearly from
// short to long over 2*halfLife years (Fuller & Hsia 1984):
//
//	d0 ((1+long) + halfLife (short-long)) / (r-long).
func HModel(d0, r, short, long, halfLife float64) (float64, error) {
	var c check
	if c.num("dividend", d0) < 0 {
		c.fail(badf("dividend", ErrDomain, "is %g, want >= 0", d0))
	}
	c.rate("cost_of_equity", r)
	c.rate("short_growth", short)
	if c.rate("long_growth", long) >= r {
		c.fail(badf("long_growth", ErrGrowth, "%g is not below the cost of equity %g", long, r))
	}
	if c.num("half_life", halfLife) < 0 {
		c.fail(badf("half_life", ErrDomain, "is %g, want >= 0 years", halfLife))
	}
	v := d0 * ((1 + long) + halfLife*(short-long)) / (r - long)
	c.result("h_model", v)
	if err := c.err(); err != nil {
		return 0, err
	}
	return v, nil
}

// ImpliedCostOfEquity is the return Gordon's model implies: d1/price + g.
func ImpliedCostOfEquity(price, d1, g float64) (float64, error) {
	var c check
	p := c.pos("price", Of(price))
	if c.num("dividend", d1) < 0 {
		c.fail(badf("dividend", ErrDomain, "is %g, want >= 0", d1))
	}
	v := d1/p + c.rate("growth", g)
	c.result("cost_of_equity", v)
	if err := c.err(); err != nil {
		return 0, err
	}
	return v, nil
}
