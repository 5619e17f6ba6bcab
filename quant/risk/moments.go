package risk

import "math"

// Moments are the central moments of a sample.
type Moments struct {
	N        int
	Mean     float64
	Variance float64 // unbiased, divisor n-1; NaN when n = 1
	StdDev   float64 // its root
	M2       float64 // second central moment, divisor n
	M3       float64 // third
	M4       float64 // fourth
	Skew     float64 // M3/M2^1.5, population; NaN when nothing varies
	Kurtosis float64 // excess, M4/M2^2 - 3, population; NaN when nothing varies
}

// MomentsOf computes the moments in two passes with the mean's rounding error
// corrected (Chan, Golub and LeVeque 1983).
func MomentsOf(x []float64) (Moments, error) {
	if err := series("MomentsOf", "x", x, 1); err != nil {
		return Moments{}, err
	}
	return moments(x), nil
}

func moments(x []float64) Moments {
	n := float64(len(x))
	mean := mean(x)
	// Squares and fourth powers are taken of deviations over the largest, so that
	// neither tiny nor huge units under- or overflow.
	scale := 0.0
	for _, v := range x {
		scale = max(scale, math.Abs(v-mean))
	}
	m := Moments{N: len(x), Mean: mean, Variance: nan, StdDev: nan, Skew: nan, Kurtosis: nan}
	// A spread of a few roundings of the level is no spread.
	if scale <= 4*math.Abs(mean)*0x1p-52 {
		if len(x) > 1 {
			m.Variance, m.StdDev = 0, 0
		}
		return m
	}
	inv := 1 / scale
	if math.IsInf(inv, 0) {
		if len(x) > 1 {
			m.Variance, m.StdDev = 0, 0
		}
		return m
	}
	var s2, s3, s4 float64
	for _, v := range x {
		d := (v - mean) * inv
		q := d * d
		s2 += q
		s3 += q * d
		s4 += q * q
	}
	s2, s3, s4 = s2/n, s3/n, s4/n
	m.M2 = s2 * scale * scale
	m.M3 = s3 * scale * scale * scale
	m.M4 = s4 * scale * scale * scale * scale
	m.Skew = s3 / (s2 * math.Sqrt(s2))
	m.Kurtosis = s4/(s2*s2) - 3
	if len(x) > 1 {
		m.Variance = m.M2 * n / (n - 1)
		m.StdDev = scale * math.Sqrt(s2*n/(n-1))
	}
	return m
}

// mean is the average, corrected by the average of what is left.
func mean(x []float64) float64 {
	n := float64(len(x))
	s := 0.0
	for _, v := range x {
		s += v
	}
	m := s / n
	s = 0
	for _, v := range x {
		s += v - m
	}
	return m + s/n
}

// Autocorrelation is Pearson's correlation of x[lag:] with x[:len-lag], each
// about its own mean, within -1..1. (Box and Jenkins' estimate, with one mean and
// the whole series' variance, differs by O(1/n).)
func Autocorrelation(x []float64, lag int) (float64, error) {
	const op = "Autocorrelation"
	if lag < 1 {
		return nan, fail(op, "lag", -1, ErrParam, "%d is below 1", lag)
	}
	if err := series(op, "x", x, lag+2); err != nil {
		return nan, err
	}
	a, b := x[lag:], x[:len(x)-lag]
	ma, mb := moments(a), moments(b)
	if !(ma.M2 > 0 && mb.M2 > 0) {
		return nan, fail(op, "x", -1, ErrConstant, "")
	}
	return pearson(a, b, ma, mb), nil
}

// pearson is the correlation of two series that vary, given their moments.
func pearson(x, y []float64, mx, my Moments) float64 {
	sx, sy := math.Sqrt(mx.M2), math.Sqrt(my.M2)
	s := 0.0
	for i := range x {
		s += (x[i] - mx.Mean) / sx * ((y[i] - my.Mean) / sy)
	}
	return min(1, max(-1, s/float64(len(x))))
}

// MeanAbsDeviation is the mean of |x - mean|.
func MeanAbsDeviation(x []float64) (float64, error) {
	if err := series("MeanAbsDeviation", "x", x, 1); err != nil {
		return nan, err
	}
	m, s := mean(x), 0.0
	for _, v := range x {
		s += math.Abs(v - m)
	}
	return s / float64(len(x)), nil
}

// LowerPartialMoment is mean(max(0, target-x)^order): order 1 is the mean
// shortfall below the target, order 2 the target semivariance over all n.
func LowerPartialMoment(x []float64, target float64, order int) (float64, error) {
	const op = "LowerPartialMoment"
	if err := series(op, "x", x, 1); err != nil {
		return nan, err
	}
	if err := within(op, "target", target, -maxAbs, maxAbs); err != nil {
		return nan, err
	}
	if order < 1 || order > 4 {
		return nan, fail(op, "order", -1, ErrParam, "%d is not in 1..4", order)
	}
	s := 0.0
	for _, v := range x {
		if d := target - v; d > 0 {
			p := d
			for range order - 1 {
				p *= d
			}
			s += p
		}
	}
	if !(s <= math.MaxFloat64) {
		return nan, fail(op, "x", -1, ErrNotFinite, "the power overflows")
	}
	return s / float64(len(x)), nil
}

// SemiDeviation is the root of the sum of squared shortfalls below the sample
// mean over n-1, in the units of x.
func SemiDeviation(x []float64) (float64, error) {
	if err := series("SemiDeviation", "x", x, 2); err != nil {
		return nan, err
	}
	l, err := LowerPartialMoment(x, mean(x), 2)
	if err != nil {
		return nan, err
	}
	n := float64(len(x))
	return math.Sqrt(l * n / (n - 1)), nil
}
