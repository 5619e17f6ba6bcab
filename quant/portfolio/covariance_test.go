package portfolio_test

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"

	"tearsheet/quant/portfolio"
)

func dense(m [][]float64) *mat.Dense {
	d := mat.NewDense(len(m), len(m[0]), nil)
	for i, r := range m {
		d.SetRow(i, r)
	}
	return d
}

func eigenvalues(t testing.TB, m [][]float64) []float64 {
	t.Helper()
	var flat []float64
	for _, r := range m {
		flat = append(flat, r...)
	}
	var e mat.EigenSym
	if !e.Factorize(mat.NewSymDense(len(m), flat), false) {
		t.Fatal("no eigenvalues")
	}
	return e.Values(nil)
}

func TestSampleCovAgainstGonum(t *testing.T) {
	r := randomReturns(1, 50, 6)
	var want mat.SymDense
	stat.CovarianceMatrix(&want, dense(r), nil)
	got := must[[][]float64](t)(portfolio.SampleCov(r))
	if !mat.EqualApprox(dense(got), &want, 1e-16) {
		t.Errorf("%v", got)
	}
	// Full data: the pairwise estimates are the complete ones.
	pair := must[[][]float64](t)(portfolio.PairwiseCov(r))
	if !mat.EqualApprox(dense(pair), &want, 1e-16) {
		t.Errorf("pairwise: %v", pair)
	}
}

func TestPairwiseUsesCommonPeriods(t *testing.T) {
	nan := math.NaN()
	r := [][]float64{{1, nan}, {2, 1}, {4, 3}, {3, 5}, {nan, 100}}
	corr := must[[][]float64](t)(portfolio.PairwiseCorr(r))
	// over rows 1..3: x = 2,4,3 y = 1,3,5: sxy 2, sxx 2, syy 8.
	if want := 2 / math.Sqrt(16); math.Abs(corr[0][1]-want) > 1e-15 || corr[0][0] != 1 {
		t.Errorf("correlation %v want %g", corr, want)
	}
	if _, err := portfolio.PairwiseCov([][]float64{{1, nan}, {2, 1}, {nan, 3}}); !errors.Is(err, portfolio.ErrEmpty) {
		t.Errorf("one common period: %v", err)
	}
	if _, err := portfolio.SampleCov(r); !errors.Is(err, portfolio.ErrNotFinite) {
		t.Errorf("the sample estimate must refuse NaN: %v", err)
	}
}

func TestEWMAByHand(t *testing.T) {
	got := must[[][]float64](t)(portfolio.EWMACov([][]float64{{0.01}, {-0.02}}, 0.5))
	near(t, "ewma", got[0], []float64{(0.5*0.0001 + 0.0004) / 1.5}, 1e-18)
	if _, err := portfolio.EWMACov([][]float64{{1}}, 1); !errors.Is(err, portfolio.ErrDomain) {
		t.Errorf("lambda 1: %v", err)
	}
}

// Ledoit-Wolf identity shrinkage on a case small enough for the definition:
// intensity = min(1, (1/T^2) sum |x x' - S|^2 / |S - mI|^2).
func TestLedoitWolfByDefinition(t *testing.T) {
	r := randomReturns(2, 12, 3)
	s := must[portfolio.Shrinkage](t)(portfolio.LedoitWolf(r))
	T, n := float64(len(r)), 3
	mu := must[[]float64](t)(portfolio.Means(r))
	cov := must[[][]float64](t)(portfolio.SampleCov(r))
	for i := range cov {
		for j := range cov {
			cov[i][j] *= (T - 1) / T
		}
	}
	m := (cov[0][0] + cov[1][1] + cov[2][2]) / 3
	var d, b float64
	for i := range n {
		for j := range n {
			v := cov[i][j]
			if i == j {
				v -= m
			}
			d += v * v
			for _, row := range r {
				e := (row[i]-mu[i])*(row[j]-mu[j]) - cov[i][j]
				b += e * e / T / T
			}
		}
	}
	if want := math.Min(1, b/d); math.Abs(s.Intensity-want) > 1e-12 {
		t.Errorf("intensity %g want %g", s.Intensity, want)
	}
}

func TestShrinkageIsPositiveDefinite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := randomReturns(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(3, 30).Draw(t, "T"), rapid.IntRange(2, 20).Draw(t, "n"))
		for name, f := range map[string]func([][]float64) (portfolio.Shrinkage, error){
			"identity": portfolio.LedoitWolf, "constant correlation": portfolio.LedoitWolfConstantCorrelation} {
			s, err := f(r)
			if err != nil {
				t.Fatal(err)
			}
			if s.Intensity < 0 || s.Intensity > 1 {
				t.Fatalf("%s: intensity %g", name, s.Intensity)
			}
			if s.Intensity > 1e-6 && name == "identity" {
				if _, err := portfolio.MinVariance(s.Cov, portfolio.Constraints{}); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
	})
}

func TestNearestPSD(t *testing.T) {
	bad := [][]float64{{1, 0.9, 0.2}, {0.9, 1, 0.9}, {0.2, 0.9, 1}}
	if eigenvalues(t, bad)[0] >= 0 {
		t.Fatal("the fixture is not indefinite")
	}
	fixed := must[[][]float64](t)(portfolio.NearestPSD(bad, 1e-8))
	if v := eigenvalues(t, fixed); v[0] < 0.99e-8*v[2] {
		t.Errorf("eigenvalues %v", v)
	}
	must[[]float64](t)(portfolio.MinVariance(fixed, portfolio.Constraints{}))
	good := [][]float64{{2, 0.5}, {0.5, 1}}
	near(t, "unchanged", must[[][]float64](t)(portfolio.NearestPSD(good, 0))[0], good[0], 0)
	// Higham (2002), 4.: the nearest correlation matrix to this one.
	h := must[[][]float64](t)(portfolio.NearestCorrelation([][]float64{{1, 1, 0}, {1, 1, 1}, {0, 1, 1}}, 0))
	near(t, "higham row 1", h[0], []float64{1, 0.7607, 0.1573}, 5e-5)
	near(t, "higham row 2", h[1], []float64{0.7607, 1, 0.7607}, 5e-5)
	if _, err := portfolio.NearestPSD(good, -1); !errors.Is(err, portfolio.ErrDomain) {
		t.Errorf("floor: %v", err)
	}
}
