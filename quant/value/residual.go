package value

import "math"

// ResidualIncome is the input of [ResidualIncome.Value], all per share.
type ResidualIncome struct {
	Book         Item      // book value now
	Earnings     []float64 // of years 1..n
	Dividends    []float64 // of years 1..n, same length
	CostOfEquity float64
	// Persistence is the share w in [0, 1] of residual income that survives
	// each year after n: 0 ends it, 1 keeps it for ever.
	Persistence float64
}

// ResidualValue is the result of [ResidualIncome.Value].
type ResidualValue struct {
	Books      []float64 // book value at the start of each year
	Residuals  []float64 // earnings - r * opening book, each year
	PVResidual float64
	PVTerminal float64
	PerShare   float64
}

// Value is book value plus discounted residual income (Ohlson 1995):
//
//	B0 + sum RI_t/(1+r)^t + w RI_n / ((1+r-w)(1+r)^n),
//	RI_t = E_t - r B_{t-1},  B_t = B_{t-1} + E_t - D_t (clean surplus).
func (in ResidualIncome) Value() (ResidualValue, error) {
	var c check
	book := c.item("book_value", in.Book)
	c.nums("earnings", in.Earnings)
	c.nums("dividends", in.Dividends)
	if len(in.Earnings) != len(in.Dividends) {
		c.fail(badf("dividends", ErrDomain, "has %d years, earnings has %d", len(in.Dividends), len(in.Earnings)))
	}
	r, w := c.rate("cost_of_equity", in.CostOfEquity), c.num("persistence", in.Persistence)
	if w < 0 || w > 1 {
		c.fail(badf("persistence", ErrDomain, "is %g, want in [0, 1]", w))
	}
	if 1+r-w <= 0 {
		c.fail(badf("persistence", ErrGrowth, "%g with a cost of equity of %g has no finite value", w, r))
	}
	if err := c.err(); err != nil {
		return ResidualValue{}, err
	}
	n := len(in.Earnings)
	v := ResidualValue{Books: make([]float64, n), Residuals: make([]float64, n)}
	b, df := book, 1.0
	for i, e := range in.Earnings {
		df = math.Pow(1+r, -float64(i+1))
		v.Books[i], v.Residuals[i] = b, e-r*b
		v.PVResidual += v.Residuals[i] * df
		b += e - in.Dividends[i]
	}
	v.PVTerminal = w * v.Residuals[n-1] / (1 + r - w) * df
	v.PerShare = book + v.PVResidual + v.PVTerminal
	c.result("residual_income", v.PVResidual, v.PVTerminal, v.PerShare)
	if err := c.err(); err != nil {
		return ResidualValue{}, err
	}
	return v, nil
}
