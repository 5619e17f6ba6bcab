package portfolio

import "math"

// Means are the column means of a returns panel.
func Means(returns [][]float64) ([]float64, error) {
	r, err := panelOf(returns, 1)
	if err != nil {
		return nil, err
	}
	return r.means(), nil
}

func (m flat) means() []float64 {
	mu := make([]float64, m.c)
	for i := range m.r {
		for j, x := range m.row(i) {
			mu[j] += x
		}
	}
	for j := range mu {
		mu[j] /= float64(m.r)
	}
	return mu
}

// centred returns m minus its column means.
func (m flat) centred() flat {
	mu := m.means()
	x := newFlat(m.r, m.c)
	for i := range m.r {
		for j, v := range m.row(i) {
			x.v[i*m.c+j] = v - mu[j]
		}
	}
	return x
}

// gram is m' diag(w) m, w nil for ones.
func (m flat) gram(w []float64) flat {
	g := newFlat(m.c, m.c)
	for t := range m.r {
		row, a := m.row(t), 1.0
		if w != nil {
			a = w[t]
		}
		for i, x := range row {
			gi := g.row(i)
			for j := range i + 1 {
				gi[j] += a * x * row[j]
			}
		}
	}
	for i := range m.c {
		for j := range i {
			g.set(j, i, g.at(i, j))
		}
	}
	return g
}

func (m flat) scale(k float64) flat {
	for i := range m.v {
		m.v[i] *= k
	}
	return m
}

// SampleCov is the unbiased sample covariance (divisor T-1).
func SampleCov(returns [][]float64) ([][]float64, error) {
	r, err := panelOf(returns, 2)
	if err != nil {
		return nil, err
	}
	return r.sampleCov().rows(), nil
}

func (m flat) sampleCov() flat {
	return m.centred().gram(nil).scale(1 / float64(m.r-1))
}

// EWMACov is the exponentially weighted covariance of RiskMetrics (1996): zero
// mean, weight (1-lambda) lambda^age normalised over the sample, the last row
// the newest. lambda in (0, 1); RiskMetrics uses 0.94 for daily data.
func EWMACov(returns [][]float64, lambda float64) ([][]float64, error) {
	r, err := panelOf(returns, 1)
	if err != nil {
		return nil, err
	}
	if !(lambda > 0 && lambda < 1) {
		return nil, badf("lambda", ErrDomain, "is %g, want in (0, 1)", lambda)
	}
	w := make([]float64, r.r)
	a := 1.0
	for t := r.r - 1; t >= 0; t-- {
		w[t] = a
		a *= lambda
	}
	return r.gram(w).scale(1 / sum(w)).rows(), nil
}

// Shrinkage is a shrunk covariance and the intensity used, 0 (sample) to 1
// (target).
type Shrinkage struct {
	Cov       [][]float64
	Intensity float64
}

// LedoitWolf shrinks the sample covariance (divisor T) towards mean variance
// times the identity with the asymptotically optimal intensity
// (Ledoit & Wolf, J. Multivariate Analysis 2004).
func LedoitWolf(returns [][]float64) (Shrinkage, error) {
	r, err := panelOf(returns, 2)
	if err != nil {
		return Shrinkage{}, err
	}
	x := r.centred()
	t, n := float64(r.r), r.c
	s := x.gram(nil).scale(1 / t)
	var trace float64
	for i := range n {
		trace += s.at(i, i)
	}
	m := trace / float64(n)
	// d2 = |S - mI|^2, b2 = mean |x x' - S|^2 / T; with |x x'| = (x'x)^2.
	var d2, norm float64
	for i := range n {
		for j := range n {
			v := s.at(i, j)
			norm += v * v
			if i == j {
				v -= m
			}
			d2 += v * v
		}
	}
	var fourth float64
	for k := range r.r {
		q := dot(x.row(k), x.row(k))
		fourth += q * q
	}
	b2 := (fourth/t - norm) / t
	a := 0.0
	if d2 > 0 {
		a = math.Max(0, math.Min(1, b2/d2))
	}
	s.scale(1 - a)
	for i := range n {
		s.v[i*n+i] += a * m
	}
	return Shrinkage{s.rows(), a}, nil
}

// LedoitWolfConstantCorrelation shrinks the sample covariance (divisor T)
// towards the matrix with the same variances and one common correlation
// ("Honey, I shrunk the sample covariance matrix", Ledoit & Wolf 2003). Every
// asset must vary.
func LedoitWolfConstantCorrelation(returns [][]float64) (Shrinkage, error) {
	r, err := panelOf(returns, 2)
	if err != nil {
		return Shrinkage{}, err
	}
	if r.c < 2 {
		return Shrinkage{}, badf("returns", ErrLength, "has %d asset, want at least 2", r.c)
	}
	x := r.centred()
	t, n := float64(r.r), r.c
	s := x.gram(nil).scale(1 / t)
	sd := make([]float64, n)
	for i := range n {
		sd[i] = math.Sqrt(s.at(i, i))
		if sd[i] == 0 {
			return Shrinkage{}, badf("returns", ErrSingular, "asset %d never moves", i)
		}
	}
	var rbar float64
	for i := range n {
		for j := range i {
			rbar += s.at(i, j) / (sd[i] * sd[j])
		}
	}
	rbar *= 2 / float64(n*(n-1))
	target := newFlat(n, n)
	for i := range n {
		for j := range n {
			v := s.at(i, i)
			if i != j {
				v = rbar * sd[i] * sd[j]
			}
			target.set(i, j, v)
		}
	}
	var pi, rho, gamma float64
	for i := range n {
		for j := range n {
			// p = Avar(s_ij), ti = Acov(s_ii, s_ij), tj = Acov(s_jj, s_ij).
			var p, ti, tj float64
			for k := range r.r {
				row := x.row(k)
				e := row[i]*row[j] - s.at(i, j)
				p += e * e
				ti += (row[i]*row[i] - s.at(i, i)) * e
				tj += (row[j]*row[j] - s.at(j, j)) * e
			}
			pi += p / t
			if i == j {
				rho += p / t
			} else {
				rho += rbar / 2 * (sd[j]/sd[i]*ti + sd[i]/sd[j]*tj) / t
			}
			d := target.at(i, j) - s.at(i, j)
			gamma += d * d
		}
	}
	a := 0.0
	if gamma > 0 {
		a = math.Max(0, math.Min(1, (pi-rho)/gamma/t))
	}
	for i := range s.v {
		s.v[i] = a*target.v[i] + (1-a)*s.v[i]
	}
	return Shrinkage{s.rows(), a}, nil
}
