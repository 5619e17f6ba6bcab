package portfolio

import (
	"errors"
	"math"
)

// Stats describes given weights.
type Stats struct {
	Return     float64 // mean'w
	Volatility float64 // sqrt(w'Cov w)
	Sharpe     float64 // (Return - riskFree) / Volatility; 0 when Volatility is 0
}

// Describe computes the Stats of weights.
func Describe(weights, mean []float64, cov [][]float64, riskFree float64) (Stats, error) {
	n := len(weights)
	if err := errors.Join(vector("weights", weights, -1), vector("mean", mean, n), scalar("risk_free", riskFree)); err != nil {
		return Stats{}, err
	}
	s, err := symmetricOf("cov", cov, n)
	if err != nil {
		return Stats{}, err
	}
	st := Stats{Return: dot(mean, weights), Volatility: math.Sqrt(math.Max(0, s.quad(weights)))}
	if st.Volatility > 0 {
		st.Sharpe = (st.Return - riskFree) / st.Volatility
	}
	if err := overflowed("weights", st.Return, st.Volatility, st.Sharpe); err != nil {
		return Stats{}, err
	}
	return st, nil
}

// quadratic sets the objective's P to k*cov on the weights.
func (p *program) quadratic(cov flat, k float64) {
	p.P = make([]float64, p.N*p.N)
	for i := range p.n {
		for j := range p.n {
			p.P[i*p.N+j] = k * cov.at(i, j)
		}
	}
}

// MinVariance minimises w'Cov w (Markowitz 1952).
func MinVariance(cov [][]float64, c Constraints) ([]float64, error) {
	s, err := covOf("cov", cov, -1)
	if err != nil {
		return nil, err
	}
	return minVariance(s, nil, 0, c)
}

// minVariance adds mean'w >= target when mean is given.
func minVariance(cov flat, mean []float64, target float64, c Constraints) ([]float64, error) {
	p, err := c.build(cov.r, 0)
	if err != nil {
		return nil, err
	}
	p.quadratic(cov, 1)
	if mean != nil {
		row := make([]float64, p.N)
		copy(row, mean)
		p.add("target return", row, target, math.Inf(1))
	}
	s, err := p.solve()
	if err != nil {
		return nil, err
	}
	return p.weights(s.X), nil
}

// inputs checks the arguments every mean-variance problem shares.
func inputs(mean []float64, cov [][]float64, name string, x float64) (flat, error) {
	if err := errors.Join(vector("mean", mean, -1), scalar(name, x)); err != nil {
		return flat{}, err
	}
	return covOf("cov", cov, len(mean))
}

// TargetReturn minimises variance subject to mean'w >= target. A target below
// the return of [MinVariance] does not bind.
func TargetReturn(mean []float64, cov [][]float64, target float64, c Constraints) ([]float64, error) {
	s, err := inputs(mean, cov, "target", target)
	if err != nil {
		return nil, err
	}
	return minVariance(s, mean, target, c)
}

// MaxUtility maximises mean'w - aversion/2 w'Cov w, aversion > 0.
func MaxUtility(mean []float64, cov [][]float64, aversion float64, c Constraints) ([]float64, error) {
	s, err := inputs(mean, cov, "aversion", aversion)
	if err != nil {
		return nil, err
	}
	if aversion <= 0 {
		return nil, badf("aversion", ErrDomain, "is %g, want > 0", aversion)
	}
	p, err := c.build(s.r, 0)
	if err != nil {
		return nil, err
	}
	p.quadratic(s, aversion)
	for i, m := range mean {
		p.Q[i] = -m
	}
	sol, err := p.solve()
	if err != nil {
		return nil, err
	}
	return p.weights(sol.X), nil
}

// maxReturn is the linear program max mean'w. bounded is false when the
// constraints leave it without limit.
func maxReturn(mean []float64, c Constraints) (w []float64, bounded bool, err error) {
	p, err := c.build(len(mean), 0)
	if err != nil {
		return nil, false, err
	}
	for i, m := range mean {
		p.Q[i] = -m
	}
	s, err := p.solve()
	if err != nil {
		if errors.Is(err, ErrInfeasible) {
			return nil, false, err
		}
		return nil, false, nil
	}
	return p.weights(s.X), true, nil
}

// MaxSharpe maximises (mean'w - riskFree) / sqrt(w'Cov w). With y = k w, k > 0,
// it is one quadratic program: minimise y'Cov y with (mean-riskFree)'y fixed
// and every constraint made homogeneous (Cornuejols & Tutuncu, Optimization
// Methods in Finance, 8.2). [ErrNoExcess] when no allowed portfolio beats the
// risk-free rate, where the ratio has no maximum worth having.
func MaxSharpe(mean []float64, cov [][]float64, riskFree float64, c Constraints) ([]float64, error) {
	cm, err := inputs(mean, cov, "risk_free", riskFree)
	if err != nil {
		return nil, err
	}
	if c.MarketNeutral {
		return nil, badf("constraints", ErrDomain, "a market-neutral Sharpe ratio has no scale; use TargetRisk")
	}
	n := cm.r
	w, bounded, err := maxReturn(mean, c)
	if err != nil {
		return nil, err
	}
	if bounded {
		if best := dot(mean, w); best <= riskFree {
			return nil, badf("mean", ErrNoExcess, "the best attainable return %g does not exceed the risk-free rate %g", best, riskFree)
		}
	}
	p, err := c.build(n, 0)
	if err != nil {
		return nil, err
	}
	h := &program{n: n, names: nil}
	h.N = p.N + 1 // the last variable is k
	k := p.N
	h.Q = make([]float64, h.N)
	h.Lower, h.Upper = make([]float64, h.N), make([]float64, h.N)
	var top float64
	for _, m := range mean {
		top = math.Max(top, math.Abs(m-riskFree))
	}
	excess := make([]float64, h.N)
	for i, m := range mean {
		excess[i] = (m - riskFree) / top
	}
	budget := make([]float64, h.N)
	copy(budget, p.A)
	budget[k] = -p.B[0]
	h.A, h.B = append(excess, budget...), []float64{1, 0}
	// homogeneous adds lo*k <= row'y <= hi*k.
	homogeneous := func(name string, row []float64, lo, hi float64) {
		for _, s := range []struct{ sign, limit float64 }{{1, lo}, {-1, hi}} {
			if math.IsInf(s.limit, 0) {
				continue
			}
			r := make([]float64, h.N)
			for i, x := range row {
				r[i] = s.sign * x
			}
			r[k] = -s.sign * s.limit
			h.add(name, r, 0, math.Inf(1))
		}
	}
	for i := range p.N {
		h.Lower[i], h.Upper[i] = math.Inf(-1), math.Inf(1)
		lo, hi := p.Lower[i], p.Upper[i]
		if lo == 0 {
			h.Lower[i], lo = 0, math.Inf(-1)
		}
		if hi == 0 {
			h.Upper[i], hi = 0, math.Inf(1)
		}
		if h.Lower[i] == 0 && p.B[0] == 1 && hi == 1 && i < n && allAtLeastZero(p.Lower[:n]) {
			hi = math.Inf(1) // implied by the budget
		}
		row := make([]float64, p.N)
		row[i] = 1
		homogeneous("bounds", row, lo, hi)
	}
	h.Lower[k], h.Upper[k] = 0, math.Inf(1)
	for i, name := range p.names {
		homogeneous(name, p.G[i*p.N:i*p.N+p.N], p.Lo[i], p.Hi[i])
	}
	h.quadratic(cm, 1)
	s, err := h.solve()
	if err != nil {
		return nil, err
	}
	scale := s.X[k]
	if !(scale > 1e-9*maxAbs(s.X)) {
		return nil, badf("mean", ErrNoExcess, "the ratio grows without limit towards portfolios of no net investment; bound the weights")
	}
	for i := range s.X {
		s.X[i] /= scale
	}
	return p.weights(s.X), nil
}

func allAtLeastZero(v []float64) bool {
	for _, x := range v {
		if x < 0 {
			return false
		}
	}
	return true
}

func maxAbs(v []float64) float64 {
	var m float64
	for _, x := range v {
		m = math.Max(m, math.Abs(x))
	}
	return m
}

// TargetRisk maximises mean'w subject to sqrt(w'Cov w) <= volatility, by a
// bracketed search for the frontier portfolio of that volatility.
// [ErrInfeasible] when even the minimum variance portfolio is riskier.
func TargetRisk(mean []float64, cov [][]float64, volatility float64, c Constraints) ([]float64, error) {
	s, err := inputs(mean, cov, "volatility", volatility)
	if err != nil {
		return nil, err
	}
	if volatility <= 0 {
		return nil, badf("volatility", ErrDomain, "is %g, want > 0", volatility)
	}
	vol := func(w []float64) float64 { return math.Sqrt(math.Max(0, s.quad(w))) }
	w, err := minVariance(s, nil, 0, c)
	if err != nil {
		return nil, err
	}
	if v := vol(w); v > volatility {
		if v <= volatility*(1+1e-9) {
			return w, nil
		}
		return nil, badf("volatility", ErrInfeasible, "%g is below the least attainable %g", volatility, v)
	}
	lo, flo := dot(mean, w), vol(w)-volatility
	top, bounded, err := maxReturn(mean, c)
	if err != nil {
		return nil, err
	}
	var hi, fhi float64
	if bounded {
		hi, fhi = dot(mean, top), vol(top)-volatility
		if fhi <= 0 {
			return top, nil
		}
	} else {
		step := math.Max(maxAbs(mean), 1e-6)
		for fhi <= 0 {
			hi = lo + step
			step *= 2
			if w, err = minVariance(s, mean, hi, c); err != nil {
				return nil, err
			}
			fhi = vol(w) - volatility
		}
	}
	// Volatility rises with the return along the frontier, almost linearly:
	// regula falsi with the Illinois rule, bisection every fourth step.
	for i := range 100 {
		r := (lo*fhi - hi*flo) / (fhi - flo)
		if i%4 == 3 || !(r > lo && r < hi) {
			r = lo + (hi-lo)/2
		}
		next, err := minVariance(s, mean, r, c)
		if err != nil {
			return nil, err
		}
		w = next
		f := vol(w) - volatility
		if math.Abs(f) <= 1e-12*volatility || hi-lo <= 1e-15*(math.Abs(lo)+math.Abs(hi)) {
			break
		}
		if f < 0 {
			lo, flo = r, f
			fhi /= 2
		} else {
			hi, fhi = r, f
			flo /= 2
		}
	}
	return w, nil
}

// Frontier is points portfolios of least variance at returns evenly spaced from
// that of the minimum variance portfolio to the largest attainable one.
func Frontier(mean []float64, cov [][]float64, points int, c Constraints) ([][]float64, error) {
	s, err := inputs(mean, cov, "points", float64(points))
	if err != nil {
		return nil, err
	}
	if points < 2 || points > 10000 {
		return nil, badf("points", ErrDomain, "is %d, want 2..10000", points)
	}
	low, err := minVariance(s, nil, 0, c)
	if err != nil {
		return nil, err
	}
	high, bounded, err := maxReturn(mean, c)
	if err != nil {
		return nil, err
	}
	if !bounded {
		return nil, badf("constraints", ErrUnbounded, "leave the return without limit; bound the weights")
	}
	a, b := dot(mean, low), dot(mean, high)
	out := [][]float64{low}
	for i := 1; i < points-1; i++ {
		w, err := minVariance(s, mean, a+(b-a)*float64(i)/float64(points-1), c)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return append(out, high), nil
}
