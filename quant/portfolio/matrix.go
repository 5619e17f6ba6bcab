package portfolio

import (
	"fmt"
	"math"
)

// flat is a dense row-major matrix.
type flat struct {
	r, c int
	v    []float64
}

func newFlat(r, c int) flat { return flat{r, c, make([]float64, r*c)} }

func (m flat) row(i int) []float64     { return m.v[i*m.c : i*m.c+m.c] }
func (m flat) at(i, j int) float64     { return m.v[i*m.c+j] }
func (m flat) set(i, j int, x float64) { m.v[i*m.c+j] = x }

func (m flat) rows() [][]float64 {
	out := make([][]float64, m.r)
	for i := range out {
		out[i] = append([]float64(nil), m.row(i)...)
	}
	return out
}

func (m flat) mul(x, out []float64) {
	for i := range m.r {
		out[i] = dot(m.row(i), x)
	}
}

// quad is x'Mx.
func (m flat) quad(x []float64) float64 {
	var s float64
	for i, v := range x {
		s += v * dot(m.row(i), x)
	}
	return s
}

func dot(a, b []float64) float64 {
	var s float64
	for i, x := range a {
		s += x * b[i]
	}
	return s
}

func sum(v []float64) float64 {
	var s float64
	for _, x := range v {
		s += x
	}
	return s
}

// matrixOf checks a rectangular finite matrix with c columns (c < 0 for any).
func matrixOf(arg string, rows [][]float64, c int) (flat, error) {
	if len(rows) == 0 || len(rows[0]) == 0 {
		return flat{}, badf(arg, ErrEmpty, "has no elements")
	}
	if c < 0 {
		c = len(rows[0])
	}
	m := newFlat(len(rows), c)
	for i, r := range rows {
		if err := vector(fmt.Sprintf("%s[%d]", arg, i), r, c); err != nil {
			return flat{}, err
		}
		copy(m.row(i), r)
	}
	return m, nil
}

// panelOf checks a returns panel of at least min periods.
func panelOf(returns [][]float64, min int) (flat, error) {
	m, err := matrixOf("returns", returns, -1)
	if err == nil && m.r < min {
		err = badf("returns", ErrLength, "has %d periods, want at least %d", m.r, min)
	}
	return m, err
}

// symmetricOf checks a square symmetric matrix (1e-9 of its scale) with a
// positive diagonal, and returns it exactly symmetrised.
func symmetricOf(arg string, rows [][]float64, n int) (flat, error) {
	m, err := matrixOf(arg, rows, n)
	if err != nil {
		return m, err
	}
	if m.r != m.c {
		return m, badf(arg, ErrLength, "is %d x %d, want square", m.r, m.c)
	}
	for i := range m.r {
		if m.at(i, i) < 1/huge {
			return m, badf(arg, ErrSingular, "variance [%d][%d] is %g, want > 0", i, i, m.at(i, i))
		}
	}
	for i := range m.r {
		for j := range i {
			a, b := m.at(i, j), m.at(j, i)
			if math.Abs(a-b) > 1e-9*math.Sqrt(m.at(i, i)*m.at(j, j)) {
				return m, badf(arg, ErrAsymmetric, "[%d][%d] is %g but [%d][%d] is %g", i, j, a, j, i, b)
			}
			m.set(i, j, (a+b)/2)
			m.set(j, i, (a+b)/2)
		}
	}
	return m, nil
}

// covOf is symmetricOf that also refuses a matrix that is not positive
// definite: the share of an asset's variance left unexplained by those before
// it must exceed 1e-12.
func covOf(arg string, rows [][]float64, n int) (flat, error) {
	m, err := symmetricOf(arg, rows, n)
	if err != nil {
		return m, err
	}
	if _, err := factor(arg, m); err != nil {
		return m, err
	}
	return m, nil
}

// factor is the Cholesky factor of m, judged on the correlation scale.
func factor(arg string, m flat) (flat, error) {
	n := m.r
	l := newFlat(n, n)
	for i := range n {
		li := l.row(i)
		for j := range i {
			li[j] = (m.at(i, j) - dot(li[:j], l.row(j))) / l.at(j, j)
		}
		left := (m.at(i, i) - dot(li[:i], li)) / m.at(i, i)
		if left < -1e-9 {
			return l, badf(arg, ErrIndefinite, "has a negative eigenvalue (found at asset %d); repair it with NearestPSD", i)
		}
		if !(left > 1e-12) {
			return l, badf(arg, ErrSingular,
				"asset %d is a linear combination of assets before it (unexplained share of its variance %.1g); shrink with LedoitWolf or drop it", i, math.Max(left, 0))
		}
		li[i] = math.Sqrt(left * m.at(i, i))
	}
	return l, nil
}

// cholSolve solves l l' x = b in place.
func cholSolve(l flat, b []float64) {
	for i := range b {
		b[i] = (b[i] - dot(b[:i], l.row(i))) / l.at(i, i)
	}
	for i := len(b) - 1; i >= 0; i-- {
		b[i] /= l.at(i, i)
		for j := range i {
			b[j] -= b[i] * l.at(i, j)
		}
	}
}
