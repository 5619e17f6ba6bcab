package risk

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Estimate is a number with its uncertainty.
type Estimate struct {
	Value  float64
	SE     float64 // standard error
	Lo, Hi float64 // confidence interval
	T      float64 // Value/SE, against 0
	P      float64 // two-sided p-value of T
}

// Regression is asset = Alpha + Beta market + e by ordinary least squares.
type Regression struct {
	N        int
	Beta     Estimate
	Alpha    Estimate // per period
	AlphaAnn Estimate // Alpha times periods per year, simple
	R2       float64  // share of the asset's variance explained
	Residual float64  // sample deviation of e per period, divisor n-2
	Level    float64  // of the confidence intervals
	DF       int      // degrees of freedom, n-2
}

// Beta regresses asset on market returns of the same periods. For Jensen's alpha
// pass excess returns of both (package returns: Excess). The intervals are
// Student-t with n-2 degrees of freedom under classical assumptions (independent
// errors of one variance), which daily returns break mildly; see [BetaRobust].
// level is, for example, 0.95.
func Beta(asset, market []float64, level, perYear float64) (Regression, error) {
	return regress("Beta", asset, market, level, perYear, false)
}

// BetaRobust is [Beta] with White's heteroskedasticity-consistent standard errors
// in MacKinnon and White's HC1 form (times n/(n-2)).
func BetaRobust(asset, market []float64, level, perYear float64) (Regression, error) {
	return regress("BetaRobust", asset, market, level, perYear, true)
}

func regress(op string, asset, market []float64, level, perYear float64, white bool) (Regression, error) {
	if err := series(op, "asset", asset, 3); err != nil {
		return Regression{}, err
	}
	if err := length(op, "market", len(market), len(asset)); err != nil {
		return Regression{}, err
	}
	if err := series(op, "market", market, 3); err != nil {
		return Regression{}, err
	}
	if err := inside(op, "level", level, 0, 1); err != nil {
		return Regression{}, err
	}
	if err := inside(op, "perYear", perYear, 0, 1e9); err != nil {
		return Regression{}, err
	}
	n := float64(len(asset))
	mx, my := moments(market), moments(asset)
	if !(mx.M2 > 0) {
		return Regression{}, fail(op, "market", -1, ErrConstant, "")
	}
	sxx, syy, sxy := mx.M2*n, my.M2*n, 0.0
	for i, x := range market {
		sxy += (x - mx.Mean) * (asset[i] - my.Mean)
	}
	b := sxy / sxx
	a := my.Mean - b*mx.Mean
	var sse, ha, hb float64
	for i, x := range market {
		d := x - mx.Mean
		e := asset[i] - my.Mean - b*d
		sse += e * e
		w := 1/n - mx.Mean*d/sxx // weight of observation i in alpha
		ha += w * w * e * e
		hb += d * d * e * e
	}
	df := n - 2
	s2 := sse / df
	vb, va := s2/sxx, s2*(1/n+mx.Mean*mx.Mean/sxx)
	if white {
		vb, va = hb/(sxx*sxx)*n/df, ha*n/df
	}
	r := Regression{N: len(asset), Residual: math.Sqrt(s2), Level: level, DF: len(asset) - 2, R2: nan}
	if syy > 0 {
		r.R2 = min(1, sxy*sxy/(sxx*syy))
	}
	r.Beta = estimate(b, math.Sqrt(vb), level, df)
	r.Alpha = estimate(a, math.Sqrt(va), level, df)
	r.AlphaAnn = estimate(a*perYear, math.Sqrt(va)*perYear, level, df)
	return r, nil
}

// estimate gives the Student-t interval and p-value.
func estimate(v, se, level, df float64) Estimate {
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}
	e := Estimate{Value: v, SE: se, Lo: v, Hi: v, T: nan, P: nan}
	if se > 0 {
		q := t.Quantile(1 - (1-level)/2)
		e.Lo, e.Hi = v-q*se, v+q*se
		e.T = v / se
		e.P = 2 * t.CDF(-math.Abs(e.T))
	}
	return e
}

// Correlation is Pearson's correlation of two return series with Fisher's
// interval tanh(atanh(r) +- z/sqrt(n-3)); SE is (1-r^2)/sqrt(n-1), and T, P are
// those of r sqrt((n-2)/(1-r^2)) against zero.
func Correlation(x, y []float64, level float64) (Estimate, error) {
	return correlation("Correlation", x, y, level)
}

func correlation(op string, x, y []float64, level float64) (Estimate, error) {
	if err := series(op, "x", x, 4); err != nil {
		return Estimate{}, err
	}
	if err := length(op, "y", len(y), len(x)); err != nil {
		return Estimate{}, err
	}
	if err := series(op, "y", y, 4); err != nil {
		return Estimate{}, err
	}
	if err := inside(op, "level", level, 0, 1); err != nil {
		return Estimate{}, err
	}
	mx, my := moments(x), moments(y)
	if !(mx.M2 > 0) {
		return Estimate{}, fail(op, "x", -1, ErrConstant, "")
	}
	if !(my.M2 > 0) {
		return Estimate{}, fail(op, "y", -1, ErrConstant, "")
	}
	n := float64(len(x))
	r := pearson(x, y, mx, my)
	e := Estimate{Value: r, SE: (1 - r*r) / math.Sqrt(n-1), Lo: r, Hi: r, T: nan, P: 0}
	if math.Abs(r) < 1 {
		h := distuv.UnitNormal.Quantile(1-(1-level)/2) / math.Sqrt(n-3)
		z := math.Atanh(r)
		e.Lo, e.Hi = math.Tanh(z-h), math.Tanh(z+h)
		e.T = r * math.Sqrt((n-2)/(1-r*r))
		e.P = 2 * distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 2}.CDF(-math.Abs(e.T))
	}
	return e, nil
}

// RankCorrelation is Spearman's: Pearson's correlation of the ranks, ties given
// their mean rank. It allocates the ranks.
func RankCorrelation(x, y []float64, level float64) (Estimate, error) {
	const op = "RankCorrelation"
	if err := series(op, "x", x, 4); err != nil {
		return Estimate{}, err
	}
	if err := length(op, "y", len(y), len(x)); err != nil {
		return Estimate{}, err
	}
	if err := series(op, "y", y, 4); err != nil {
		return Estimate{}, err
	}
	return correlation(op, ranks(x), ranks(y), level)
}

func ranks(x []float64) []float64 {
	at := make([]int, len(x))
	for i := range at {
		at[i] = i
	}
	slices.SortFunc(at, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return 0
	})
	r := make([]float64, len(x))
	for i := 0; i < len(at); {
		j := i
		for j < len(at) && x[at[j]] == x[at[i]] {
			j++
		}
		for _, k := range at[i:j] {
			r[k] = float64(i+j-1) / 2
		}
		i = j
	}
	return r
}
