package portfolio

import "math"

// CVaRPortfolio is the result of [MinCVaR].
type CVaRPortfolio struct {
	Weights []float64
	CVaR    float64 // expected loss per period beyond VaR, a positive loss
	VaR     float64 // a quantile of the loss attaining the minimum
}

// MinCVaR minimises the expected loss in the worst share tail of the given
// scenarios (rows of returns), as the linear program of Rockafellar & Uryasev
// (Journal of Risk 2000):
//
//	min z + 1/(tail T) sum u_t,  u_t >= -r_t'w - z,  u_t >= 0.
//
// tail in (0, 1), 0.05 for a 95 % CVaR. The optimal weights may not be unique.
func MinCVaR(returns [][]float64, tail float64, c Constraints) (CVaRPortfolio, error) {
	r, err := panelOf(returns, 1)
	if err != nil {
		return CVaRPortfolio{}, err
	}
	if !(tail > 0 && tail < 1) {
		return CVaRPortfolio{}, badf("tail", ErrDomain, "is %g, want in (0, 1)", tail)
	}
	p, err := c.build(r.c, 1)
	if err != nil {
		return CVaRPortfolio{}, err
	}
	n := r.c
	// Scale losses to order one.
	unit := maxAbs(r.v)
	if unit == 0 {
		unit = 1
	}
	p.Q[n] = 1
	p.E = make([]float64, r.r*p.N)
	p.Floor, p.C = make([]float64, r.r), make([]float64, r.r)
	for t := range r.r {
		row := p.E[t*p.N : t*p.N+p.N]
		for i, x := range r.row(t) {
			row[i] = x / unit
		}
		row[n] = 1
		p.C[t] = 1 / (tail * float64(r.r))
	}
	s, err := p.solve()
	if err != nil {
		return CVaRPortfolio{}, err
	}
	out := CVaRPortfolio{Weights: p.weights(s.X), VaR: s.X[n] * unit}
	x, g := make([]float64, r.r), make([]float64, r.r)
	r.mul(out.Weights, x)
	out.CVaR = owa(x, cvarWeights(r.r, tail), g)
	if math.IsNaN(out.CVaR) {
		return CVaRPortfolio{}, badf("returns", ErrNotFinite, "overflow")
	}
	return out, nil
}
