package risk

import (
	"math"
)

// CloseToClose is the annualised sample deviation of returns, sd(r) sqrt(perYear),
// with the mean removed and divisor n-1. Use log returns to be strict; for daily
// data simple ones differ in the third digit.
func CloseToClose(r []float64, perYear float64) (float64, error) {
	if err := series("CloseToClose", "r", r, 2); err != nil {
		return nan, err
	}
	if err := inside("CloseToClose", "perYear", perYear, 0, 1e9); err != nil {
		return nan, err
	}
	return moments(r).StdDev * math.Sqrt(perYear), nil
}

// RollingVol writes the annualised sample deviation of the last n returns, NaN
// for the first n-1.
func RollingVol(dst, r []float64, n int, perYear float64) error {
	const op = "RollingVol"
	if n < 2 {
		return fail(op, "n", -1, ErrParam, "%d is below 2", n)
	}
	if err := series(op, "r", r, n); err != nil {
		return err
	}
	if err := length(op, "dst", len(dst), len(r)); err != nil {
		return err
	}
	if &dst[0] == &r[0] {
		return fail(op, "dst", -1, ErrParam, "it shares memory with r")
	}
	if err := inside(op, "perYear", perYear, 0, 1e9); err != nil {
		return err
	}
	for i := range dst[:n-1] {
		dst[i] = nan
	}
	f := perYear / float64(n-1)
	var mean, m2, floor float64
	since := n // bars since the window was last summed exactly
	for i := n - 1; i < len(r); i++ {
		if since < n {
			// Sliding Welford: one value in, one out.
			x, old := r[i], r[i-n]
			d, m := x-old, mean
			mean += d / float64(n)
			m2 += d * ((x - mean) + (old - m))
			floor = max(floor, 1e-6*m2)
			since++
		}
		if since >= n || m2 < floor {
			mean, m2 = exact(r[i-n+1 : i+1])
			floor, since = 1e-6*m2, 1
		}
		dst[i] = math.Sqrt(m2 * f)
	}
	return nil
}

// exact is the mean and the sum of squared deviations, two passes.
func exact(x []float64) (mean, m2 float64) {
	c := x[0]
	for _, v := range x {
		mean += v - c
	}
	mean = c + mean/float64(len(x))
	for _, v := range x {
		m2 += (v - mean) * (v - mean)
	}
	return mean, m2
}

// Range-based estimators assume a driftless (Parkinson, Garman-Klass) or drifting
// (Rogers-Satchell, Yang-Zhang) geometric Brownian motion seen continuously;
// discrete trading makes highs too low and lows too high, so they come out some
// per cent low. Only Yang-Zhang sees overnight gaps.

// Parkinson is the annualised high-low volatility (Parkinson 1980):
//
//	sqrt( perYear / (4 n ln 2) * sum ln(high/low)^2 )
func Parkinson(high, low []float64, perYear float64) (float64, error) {
	if err := ohlc("Parkinson", nil, high, low, nil, 1, perYear); err != nil {
		return nan, err
	}
	s := 0.0
	for i := range high {
		u := math.Log(high[i] / low[i])
		s += u * u
	}
	return math.Sqrt(perYear * s / (4 * float64(len(high)) * math.Ln2)), nil
}

// GarmanKlass is the annualised open-high-low-close volatility (Garman and Klass
// 1980), without the overnight term:
//
//	sqrt( perYear/n * sum( ln(high/low)^2 / 2 - (2 ln 2 - 1) ln(close/open)^2 ) )
func GarmanKlass(open, high, low, close []float64, perYear float64) (float64, error) {
	if err := ohlc("GarmanKlass", open, high, low, close, 1, perYear); err != nil {
		return nan, err
	}
	s := 0.0
	for i := range high {
		u, c := math.Log(high[i]/low[i]), math.Log(close[i]/open[i])
		s += u*u/2 - (2*math.Ln2-1)*c*c
	}
	// Each term is at least (1.5 - 2 ln 2) c^2 >= 0: a bar holds its open and close.
	return math.Sqrt(perYear * s / float64(len(high))), nil
}

// RogersSatchell is the annualised volatility of Rogers and Satchell 1991, free of
// drift and blind to gaps:
//
//	sqrt( perYear/n * sum( ln(h/c) ln(h/o) + ln(l/c) ln(l/o) ) )
func RogersSatchell(open, high, low, close []float64, perYear float64) (float64, error) {
	if err := ohlc("RogersSatchell", open, high, low, close, 1, perYear); err != nil {
		return nan, err
	}
	return math.Sqrt(perYear * rogersSatchell(open, high, low, close) / float64(len(high))), nil
}

func rogersSatchell(open, high, low, close []float64) float64 {
	s := 0.0
	for i := range high {
		s += math.Log(high[i]/close[i])*math.Log(high[i]/open[i]) +
			math.Log(low[i]/close[i])*math.Log(low[i]/open[i])
	}
	return s
}

// YangZhang is the annualised volatility of Yang and Zhang 2000, free of drift and
// with overnight gaps:
//
//	V = V(overnight) + k V(open to close) + (1-k) V(Rogers-Satchell)
//	k = 0.34 / (1.34 + (n+1)/(n-1))
//
// The first bar only gives the close before the second; n is the number of bars
// less one, at least 2. The two plain variances have divisor n-1.
func YangZhang(open, high, low, close []float64, perYear float64) (float64, error) {
	if err := ohlc("YangZhang", open, high, low, close, 3, perYear); err != nil {
		return nan, err
	}
	n := float64(len(open) - 1)
	var mo, mc float64
	for i := 1; i < len(open); i++ {
		mo += math.Log(open[i] / close[i-1])
		mc += math.Log(close[i] / open[i])
	}
	mo, mc = mo/n, mc/n
	var so, sc float64
	for i := 1; i < len(open); i++ {
		o, c := math.Log(open[i]/close[i-1])-mo, math.Log(close[i]/open[i])-mc
		so += o * o
		sc += c * c
	}
	rs := rogersSatchell(open[1:], high[1:], low[1:], close[1:]) / n
	k := 0.34 / (1.34 + (n+1)/(n-1))
	return math.Sqrt(perYear * (so/(n-1) + k*sc/(n-1) + (1-k)*rs)), nil
}

// ohlc checks bars; open and close may both be nil.
func ohlc(op string, open, high, low, close []float64, need int, perYear float64) error {
	if err := prices(op, "high", high, need); err != nil {
		return err
	}
	if err := length(op, "low", len(low), len(high)); err != nil {
		return err
	}
	if err := prices(op, "low", low, need); err != nil {
		return err
	}
	for i := range high {
		if high[i] < low[i] {
			return fail(op, "high", i, ErrBar, "high %g is below low %g", high[i], low[i])
		}
	}
	names := [...]string{"open", "close"}
	for j, x := range [...][]float64{open, close} {
		if open == nil && close == nil {
			break
		}
		if err := length(op, names[j], len(x), len(high)); err != nil {
			return err
		}
		if err := prices(op, names[j], x, need); err != nil {
			return err
		}
		for i, v := range x {
			// Adjusted prices are rounded: allow a millionth outside the range.
			if v > high[i]*(1+1e-6) || v < low[i]*(1-1e-6) {
				return fail(op, names[j], i, ErrBar, "%g is outside %g..%g", v, low[i], high[i])
			}
		}
	}
	return inside(op, "perYear", perYear, 0, 1e9)
}
