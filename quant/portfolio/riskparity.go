package portfolio

import "math"

// RiskParity is the long-only portfolio whose assets contribute to variance in
// proportion to budgets (nil for equal shares): w_i (Cov w)_i = b_i w'Cov w.
// It minimises x'Cov x / 2 - sum b_i ln x_i by cyclical coordinate descent,
// whose step is the positive root of a quadratic (Griveau-Billion, Richard &
// Roncalli 2013), and normalises x.
func RiskParity(cov [][]float64, budgets []float64) ([]float64, error) {
	s, err := covOf("cov", cov, -1)
	if err != nil {
		return nil, err
	}
	b, err := riskBudgets(budgets, s.r)
	if err != nil {
		return nil, err
	}
	return riskParity(s, b)
}

func riskBudgets(budgets []float64, n int) ([]float64, error) {
	b := make([]float64, n)
	if budgets == nil {
		for i := range b {
			b[i] = 1 / float64(n)
		}
		return b, nil
	}
	if err := vector("budgets", budgets, n); err != nil {
		return nil, err
	}
	total := sum(budgets)
	for i, x := range budgets {
		if x <= 0 {
			return nil, badf("budgets", ErrDomain, "[%d] is %g, want > 0", i, x)
		}
		b[i] = x / total
	}
	return b, nil
}

func riskParity(s flat, b []float64) ([]float64, error) {
	n := s.r
	x, sx := make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = math.Sqrt(b[i] / s.at(i, i))
	}
	for sweep := range 10000 {
		s.mul(x, sx) // afresh each sweep, so that rounding does not pile up
		var worst float64
		for i := range n {
			worst = math.Max(worst, math.Abs(x[i]*sx[i]/b[i]-1))
		}
		if worst <= 1e-14 || (worst <= 1e-12 && sweep > 200) {
			break
		}
		if sweep == 9999 && worst > 1e-9 {
			return nil, badf("cov", ErrConvergence, "risk parity is %.1g away from its budgets after 10000 sweeps", worst)
		}
		for i := range n {
			v := s.at(i, i)
			rest := sx[i] - v*x[i]
			root := math.Sqrt(rest*rest + 4*v*b[i])
			var next float64
			if rest > 0 { // the same root without cancellation
				next = 2 * b[i] / (rest + root)
			} else {
				next = (root - rest) / (2 * v)
			}
			d := next - x[i]
			x[i] = next
			for j, c := range s.row(i) {
				sx[j] += d * c
			}
		}
	}
	total := sum(x)
	for i := range x {
		x[i] /= total
	}
	return x, nil
}

// RiskContributions are w_i (Cov w)_i / sqrt(w'Cov w), which add up to the
// volatility.
func RiskContributions(weights []float64, cov [][]float64) ([]float64, error) {
	if err := vector("weights", weights, -1); err != nil {
		return nil, err
	}
	s, err := symmetricOf("cov", cov, len(weights))
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(weights))
	s.mul(weights, out)
	v := dot(weights, out)
	if v <= 0 {
		return nil, badf("weights", ErrSingular, "the portfolio has no variance to share out (%g)", v)
	}
	for i, w := range weights {
		out[i] *= w / math.Sqrt(v)
	}
	return out, nil
}
