package portfolio

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// NearestPSD is the symmetric matrix nearest to m in the Frobenius norm whose
// eigenvalues are all at least floor times the largest one (Higham 1988: clip
// the spectrum). floor 0 gives the nearest positive semidefinite matrix, which
// optimisers still refuse as singular; 1e-8 makes it usable. A matrix that
// satisfies this already is returned unchanged.
func NearestPSD(m [][]float64, floor float64) ([][]float64, error) {
	f, err := squareOf("matrix", m)
	if err != nil {
		return nil, err
	}
	if !(floor >= 0 && floor < 1) {
		return nil, badf("floor", ErrDomain, "is %g, want in [0, 1)", floor)
	}
	out, changed, err := clip(f, floor)
	if err != nil {
		return nil, err
	}
	if !changed {
		return f.rows(), nil
	}
	return out.rows(), nil
}

// NearestCorrelation is the correlation matrix (unit diagonal, eigenvalues at
// least floor) nearest to m in the Frobenius norm, by alternating projections
// with Dykstra's correction (Higham, IMA J. Numerical Analysis 2002).
func NearestCorrelation(m [][]float64, floor float64) ([][]float64, error) {
	f, err := squareOf("matrix", m)
	if err != nil {
		return nil, err
	}
	if !(floor >= 0 && floor < 1) {
		return nil, badf("floor", ErrDomain, "is %g, want in [0, 1)", floor)
	}
	n := f.r
	y, fix := newFlat(n, n), newFlat(n, n)
	copy(y.v, f.v)
	for range 3000 {
		r := newFlat(n, n)
		for i := range r.v {
			r.v[i] = y.v[i] - fix.v[i]
		}
		x, _, err := clip(r, floor)
		if err != nil {
			return nil, err
		}
		var move float64
		for i := range n {
			for j := range n {
				k := i*n + j
				fix.v[k] = x.v[k] - r.v[k]
				v := x.v[k]
				if i == j {
					v = 1
				}
				move = math.Max(move, math.Abs(v-y.v[k]))
				y.v[k] = v
			}
		}
		if move < 1e-13 {
			break
		}
	}
	// End on the cone, rescaled to a unit diagonal.
	x, _, err := clip(y, floor)
	if err != nil {
		return nil, err
	}
	for i := range n {
		if x.at(i, i) <= 0 {
			return nil, badf("matrix", ErrConvergence, "no nearby correlation matrix was found")
		}
	}
	out := newFlat(n, n)
	for i := range n {
		for j := range n {
			out.set(i, j, x.at(i, j)/math.Sqrt(x.at(i, i)*x.at(j, j)))
		}
		out.set(i, i, 1)
	}
	return out.rows(), nil
}

func squareOf(arg string, m [][]float64) (flat, error) {
	f, err := matrixOf(arg, m, -1)
	if err != nil {
		return f, err
	}
	if f.r != f.c {
		return f, badf(arg, ErrLength, "is %d x %d, want square", f.r, f.c)
	}
	for i := range f.r {
		for j := range i {
			a := (f.at(i, j) + f.at(j, i)) / 2
			f.set(i, j, a)
			f.set(j, i, a)
		}
	}
	return f, nil
}

// clip raises the eigenvalues of f to floor times the largest.
func clip(f flat, floor float64) (flat, bool, error) {
	n := f.r
	var e mat.EigenSym
	if !e.Factorize(mat.NewSymDense(n, append([]float64(nil), f.v...)), true) {
		return f, false, badf("matrix", ErrConvergence, "its eigenvalues were not found")
	}
	val := e.Values(nil)
	low := floor * math.Max(val[n-1], 0)
	if val[0] >= low {
		return f, false, nil
	}
	var q mat.Dense
	e.VectorsTo(&q)
	out := newFlat(n, n)
	for k, v := range val {
		v = math.Max(v, low)
		for i := range n {
			for j := range i + 1 {
				out.v[i*n+j] += v * q.At(i, k) * q.At(j, k)
			}
		}
	}
	for i := range n {
		for j := range i {
			out.set(j, i, out.at(i, j))
		}
	}
	return out, true, nil
}
