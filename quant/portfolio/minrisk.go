package portfolio

import "math"

// MinRisk minimises any of the risk [Measure]s of the portfolio's returns under
// c. tail is the tail share of the measures that have one. CVaR is a linear
// program ([MinCVaR]), the standard deviation a quadratic one; the others are
// minimised by a proximal bundle method on their exact values, started at the
// minimum variance portfolio. Some optima are flat: the risk is then more exact
// than the weights.
func MinRisk(returns [][]float64, m Measure, tail float64, c Constraints) ([]float64, error) {
	r, err := panelOf(returns, 2)
	if err != nil {
		return nil, err
	}
	f, err := riskOf(r, m, tail)
	if err != nil {
		return nil, err
	}
	cov := r.sampleCov()
	if m == CVaR {
		p, err := MinCVaR(returns, tail, c)
		return p.Weights, err
	}
	start, err := startingPoint(cov, m == StdDev, c)
	if err != nil || m == StdDev {
		return start, err
	}
	p, err := c.build(r.c, 1)
	if err != nil {
		return nil, err
	}
	v := cov.quad(start)
	if v <= 0 {
		v = maxAbs(cov.v)
	}
	b := &cutting{risk: f, prog: p, shape: cov.scale(1 / v)}
	w, err := b.run(start)
	if err != nil {
		return nil, err
	}
	return p.weights(w), nil
}

// startingPoint is the minimum variance portfolio; unless exact, a singular
// covariance gets a ridge (the answer does not depend on the start).
func startingPoint(cov flat, exact bool, c Constraints) ([]float64, error) {
	if exact {
		return MinVariance(cov.rows(), c)
	}
	ridge := newFlat(cov.r, cov.c)
	copy(ridge.v, cov.v)
	k := 1e-8 * maxAbs(cov.v)
	if k == 0 {
		k = 1
	}
	for i := range cov.r {
		ridge.v[i*cov.c+i] += k
	}
	return minVariance(ridge, nil, 0, c)
}

// RiskParityOf is the long-only, fully invested portfolio whose assets
// contribute to the measure in proportion to budgets (nil for equal shares):
// w_i d(risk)/dw_i = b_i risk. It minimises risk(x) - sum b_i ln x_i, which has
// one solution, and normalises it. A measure that can be zero or negative for
// some long-only portfolio has no such portfolio.
func RiskParityOf(returns [][]float64, m Measure, tail float64, budgets []float64) ([]float64, error) {
	r, err := panelOf(returns, 2)
	if err != nil {
		return nil, err
	}
	b, err := riskBudgets(budgets, r.c)
	if err != nil {
		return nil, err
	}
	f, err := riskOf(r, m, tail)
	if err != nil {
		return nil, err
	}
	if m == StdDev {
		cov, err := covOf("returns", r.sampleCov().rows(), -1)
		if err != nil {
			return nil, err
		}
		return riskParity(cov, b)
	}
	n := r.c
	// Start at inverse volatility, scaled so that risk(x) = sum b = 1.
	x, g := make([]float64, n), make([]float64, n)
	cov := r.sampleCov()
	for i := range x {
		if cov.at(i, i) <= 0 {
			return nil, badf("returns", ErrSingular, "asset %d never moves", i)
		}
		x[i] = 1 / math.Sqrt(cov.at(i, i))
	}
	risk := f(x, g)
	if !(risk > 0) {
		return nil, badf("measure", ErrUnbounded, "%s of a long-only portfolio is %g, want > 0 to share out", m, risk)
	}
	for i := range x {
		x[i] /= risk
	}
	p := &program{n: n}
	p.N = n + 1
	p.Q = make([]float64, p.N)
	p.Lower, p.Upper = make([]float64, p.N), make([]float64, p.N)
	for i := range p.N {
		p.Lower[i], p.Upper[i] = math.Inf(-1), math.Inf(1)
	}
	c := &cutting{risk: f, prog: p, log: b}
	if x, err = c.run(x); err != nil {
		return nil, err
	}
	total := sum(x)
	for i := range x {
		x[i] /= total
	}
	return x, nil
}
