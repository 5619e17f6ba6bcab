package risk

import "math"

// Sharpe is the annualised Sharpe ratio of simple returns against a yearly
// risk-free rate rf:
//
//	(perYear mean(r) - rf) / (sqrt(perYear) sd(r))
//
// with the sample deviation (n-1) and no compounding.
func Sharpe(r []float64, rf, perYear float64) (float64, error) {
	m, err := yearly("Sharpe", r, rf, perYear)
	if err != nil {
		return nan, err
	}
	if !(m.StdDev > 0) {
		return nan, fail("Sharpe", "r", -1, ErrConstant, "")
	}
	return (m.Mean*perYear - rf) / (m.StdDev * math.Sqrt(perYear)), nil
}

// Sortino is the annualised Sortino ratio: as [Sharpe], with the deviation taken
// below the target rf/perYear only, over all n returns:
//
//	(perYear mean(r) - rf) / (sqrt(perYear) sqrt(mean(min(0, r-rf/perYear)^2)))
func Sortino(r []float64, rf, perYear float64) (float64, error) {
	m, err := yearly("Sortino", r, rf, perYear)
	if err != nil {
		return nan, err
	}
	l, err := LowerPartialMoment(r, rf/perYear, 2)
	if err != nil {
		return nan, err
	}
	if l == 0 {
		return nan, fail("Sortino", "r", -1, ErrConstant, "no return is below the target")
	}
	return (m.Mean*perYear - rf) / math.Sqrt(l*perYear), nil
}

func yearly(op string, r []float64, rf, perYear float64) (Moments, error) {
	if err := simple(op, "r", r, 2); err != nil {
		return Moments{}, err
	}
	if err := within(op, "rf", rf, -10, 10); err != nil {
		return Moments{}, err
	}
	if err := inside(op, "perYear", perYear, 0, 1e9); err != nil {
		return Moments{}, err
	}
	return moments(r), nil
}

// Calmar is the compound annual growth rate over the maximum drawdown of the
// compounded returns, both over the whole sample. (Young 1991 used 36 months:
// pass those.)
func Calmar(r []float64, perYear float64) (float64, error) {
	if _, err := yearly("Calmar", r, 0, perYear); err != nil {
		return nan, err
	}
	var d ddState
	d.start(1)
	w := 1.0
	for i, v := range r {
		w *= 1 + v
		if !(w <= maxAbs) {
			return nan, fail("Calmar", "r", i, ErrNotFinite, "wealth becomes %g", w)
		}
		d.push(w)
	}
	if d.max.Depth == 0 {
		return nan, fail("Calmar", "r", -1, ErrConstant, "there was no drawdown")
	}
	g := math.Expm1(math.Log(w) * perYear / float64(len(r)))
	if math.IsInf(g, 0) {
		return nan, fail("Calmar", "r", -1, ErrParam, "growth overflows when annualised")
	}
	return g / d.max.Depth, nil
}

// TailRatio is the 95 % quantile over the absolute 5 % quantile (type 7) for
// p = 0.05: above 1 the good days are larger than the bad ones.
func (s *Sample) TailRatio(p float64) (float64, error) {
	if len(s.sorted) == 0 {
		return nan, fail("TailRatio", "sample", -1, ErrEmpty, "")
	}
	if err := inside("TailRatio", "p", p, 0, 0.5); err != nil {
		return nan, err
	}
	lo := quantile7(s.sorted, p)
	if lo == 0 {
		return nan, fail("TailRatio", "sample", -1, ErrConstant, "the lower quantile is 0")
	}
	return quantile7(s.sorted, 1-p) / math.Abs(lo), nil
}

// InformationRatio is the annualised mean of the active return r - benchmark over
// its annualised sample deviation (the tracking error).
func InformationRatio(r, benchmark []float64, perYear float64) (ratio, trackingError float64, err error) {
	const op = "InformationRatio"
	if _, err := yearly(op, r, 0, perYear); err != nil {
		return nan, nan, err
	}
	if err := length(op, "benchmark", len(benchmark), len(r)); err != nil {
		return nan, nan, err
	}
	if err := simple(op, "benchmark", benchmark, 2); err != nil {
		return nan, nan, err
	}
	n := float64(len(r))
	m := 0.0
	for i := range r {
		m += r[i] - benchmark[i]
	}
	m /= n
	s := 0.0
	for i := range r {
		d := r[i] - benchmark[i] - m
		s += d * d
	}
	te := math.Sqrt(s / (n - 1) * perYear)
	if te == 0 {
		return nan, 0, fail(op, "r", -1, ErrConstant, "it is the benchmark plus a constant")
	}
	return m * perYear / te, te, nil
}
