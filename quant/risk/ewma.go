package risk

import "math"

// Lambda is RiskMetrics' decay for daily data (1996).
const Lambda = 0.94

// EWMA writes the exponentially weighted variance per period,
//
//	v[i] = lambda v[i-1] + (1-lambda) r[i]^2
//
// with no mean removed, as RiskMetrics does. It starts from the mean square of
// the first seed returns, v[seed-1]; values before that are NaN. v[i] uses r[i]:
// it is the forecast for period i+1. Annualise with sqrt(v perYear).
func EWMA(dst, r []float64, lambda float64, seed int) error {
	const op = "EWMA"
	if seed < 1 {
		return fail(op, "seed", -1, ErrParam, "%d is below 1", seed)
	}
	if err := inside(op, "lambda", lambda, 0, 1); err != nil {
		return err
	}
	if err := series(op, "r", r, seed); err != nil {
		return err
	}
	if err := length(op, "dst", len(dst), len(r)); err != nil {
		return err
	}
	v := 0.0
	for i, x := range r[:seed] {
		v += x * x
		dst[i] = nan
	}
	v /= float64(seed)
	dst[seed-1] = v
	for i := seed; i < len(r); i++ {
		v = lambda*v + (1-lambda)*r[i]*r[i]
		dst[i] = v
	}
	return nil
}

// EWMAVol is the last value of [EWMA] as an annualised volatility.
func EWMAVol(r []float64, lambda float64, seed int, perYear float64) (float64, error) {
	const op = "EWMAVol"
	if seed < 1 {
		return nan, fail(op, "seed", -1, ErrParam, "%d is below 1", seed)
	}
	if err := inside(op, "lambda", lambda, 0, 1); err != nil {
		return nan, err
	}
	if err := series(op, "r", r, seed); err != nil {
		return nan, err
	}
	if err := inside(op, "perYear", perYear, 0, 1e9); err != nil {
		return nan, err
	}
	v := 0.0
	for _, x := range r[:seed] {
		v += x * x
	}
	v /= float64(seed)
	for _, x := range r[seed:] {
		v = lambda*v + (1-lambda)*x*x
	}
	return math.Sqrt(v * perYear), nil
}
