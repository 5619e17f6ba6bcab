package portfolio

import (
	"fmt"
	"math"
)

// PairwiseCov is the covariance over the periods both assets have, NaN marking
// a missing return; divisor (common periods - 1), the means taken over the
// common periods. The result need not be positive semidefinite.
func PairwiseCov(returns [][]float64) ([][]float64, error) {
	return pairwise(returns, func(sxy, sxx, syy float64, n int) float64 { return sxy / float64(n-1) })
}

// PairwiseCorr is the correlation over the periods both assets have, NaN
// marking a missing return. It is not the correlation derived from
// [PairwiseCov], whose variances use other periods.
func PairwiseCorr(returns [][]float64) ([][]float64, error) {
	return pairwise(returns, func(sxy, sxx, syy float64, n int) float64 { return sxy / math.Sqrt(sxx*syy) })
}

func pairwise(returns [][]float64, f func(sxy, sxx, syy float64, n int) float64) ([][]float64, error) {
	if len(returns) == 0 || len(returns[0]) == 0 {
		return nil, badf("returns", ErrEmpty, "has no elements")
	}
	n := len(returns[0])
	for t, r := range returns {
		if len(r) != n {
			return nil, badf(fmt.Sprintf("returns[%d]", t), ErrLength, "has %d elements, want %d", len(r), n)
		}
		for i, x := range r {
			if !math.IsNaN(x) && math.Abs(x) > huge {
				return nil, scalar(fmt.Sprintf("returns[%d][%d]", t, i), x)
			}
		}
	}
	out := newFlat(n, n)
	for i := range n {
		for j := range i + 1 {
			var k int
			var mx, my, sxy, sxx, syy float64
			for _, r := range returns { // Welford
				x, y := r[i], r[j]
				if math.IsNaN(x) || math.IsNaN(y) {
					continue
				}
				k++
				dx, dy := x-mx, y-my
				mx += dx / float64(k)
				my += dy / float64(k)
				sxx += dx * (x - mx)
				syy += dy * (y - my)
				sxy += dx * (y - my)
			}
			if k < 2 {
				return nil, badf("returns", ErrEmpty, "assets %d and %d share %d periods, want at least 2", j, i, k)
			}
			if sxx < 1/huge || syy < 1/huge {
				return nil, badf("returns", ErrSingular, "asset %d or %d does not move over the %d periods they share", j, i, k)
			}
			v := f(sxy, sxx, syy, k)
			out.set(i, j, v)
			out.set(j, i, v)
		}
	}
	return out.rows(), nil
}
