package option

import "math"

// seriesWidth is the total volatility below which the normalised Black function
// uses millsSpread.
const seriesWidth = 0.25

// millsSpread is M(-h-t) - M(-h+t) = Y(h+t) - Y(h-t), where Y(z) = Φ(z)/φ(z),
// for h <= 0 and 0 <= t <= 1/8, as a Taylor series around h. The terms
// c_n = Y⁽ⁿ⁾(h)/n! follow from Y' = 1 + h Y by
//
//	(n+1) c_{n+1} = h c_n + c_{n-1}
//
// and only the odd ones count: 2t (c_1 + c_3 t² + c_5 t⁴ ...), so nothing
// cancels as t goes to 0.
func millsSpread(h, t float64) float64 {
	c0 := mills(-h)
	c1 := 1 + h*c0
	w := t * t
	c2 := (h*c1 + c0) * (1. / 2)
	c3 := (h*c2 + c1) * (1. / 3)
	c4 := (h*c3 + c2) * (1. / 4)
	c5 := (h*c4 + c3) * (1. / 5)
	c6 := (h*c5 + c4) * (1. / 6)
	c7 := (h*c6 + c5) * (1. / 7)
	if w < 4e-4 {
		return 2 * t * (c1 + w*(c3+w*(c5+w*c7)))
	}
	c8 := (h*c7 + c6) * (1. / 8)
	c9 := (h*c8 + c7) * (1. / 9)
	c10 := (h*c9 + c8) * (1. / 10)
	c11 := (h*c10 + c9) * (1. / 11)
	c12 := (h*c11 + c10) * (1. / 12)
	c13 := (h*c12 + c11) * (1. / 13)
	return 2 * t * (c1 + w*(c3+w*(c5+w*(c7+w*(c9+w*(c11+w*c13))))))
}

// NormalisedBlack is the out-of-the-money Black call in units of sqrt(F K):
//
//	b(x, s) = e^(x/2) Φ(x/s + s/2) - e^(-x/2) Φ(x/s - s/2),  x = ln(F/K) <= 0, s = σ√T
//
// It rises in s from 0 to e^(x/2). A put, or x > 0, is the same function of -|x|.
// It is computed in four regions, so that the relative error, times b/(s db/ds),
// stays within a few units in the last place:
//
//  1. s < 0.25: a Taylor series in s around h = x/s (millsSpread);
//  2. x/s + s/2 < 0.75: φ0 (M(-a) - M(-c)) with tabulated Mills ratios M;
//  3. as 2, with M(-c) or both from the asymptotic series, beyond 12 deviations;
//  4. otherwise e^(x/2) less the complement φ0 (M(a) + M(-c)).
//
// It returns NaN for NaN, x > 0 or s < 0.
func NormalisedBlack(x, s float64) float64 {
	if !(x <= 0) || !(s >= 0) {
		return math.NaN()
	}
	if s == 0 {
		return 0
	}
	top := exp(0.5 * x)
	if b, vega := normalisedBlack(x, s, top); vega != 0 {
		return b
	}
	if x/s+0.5*s > 0 {
		return top
	}
	return 0
}

// normalisedBlack gives b and its derivative by s, φ0 = exp(-(h²+t²)/2)/sqrt(2π);
// top is e^(x/2).
func normalisedBlack(x, s, top float64) (b, vega float64) {
	h, t := x/s, 0.5*s
	vega = invSqrt2Pi * exp(-0.5*(h*h+t*t))
	switch {
	case s < seriesWidth:
		return vega * millsSpread(h, t), vega
	case h+t < 0.75:
		return vega * (mills(-h-t) - mills(t-h)), vega
	}
	return top - vega*(mills(h+t)+mills(t-h)), vega
}

// roughBlack is normalisedBlack at the accuracy a first guess needs.
func roughBlack(x, s, top float64) (b, vega float64) {
	h, t := x/s, 0.5*s
	vega = invSqrt2Pi * exp(-0.5*(h*h+t*t))
	switch {
	case t < 0.01:
		c0 := mills(-h)
		c1 := 1 + h*c0
		c2 := 0.5 * (h*c1 + c0)
		return vega * 2 * t * (c1 + t*t*(h*c2+c1)*(1./3)), vega
	case h+t < 0.75:
		return vega * (mills(-h-t) - mills(t-h)), vega
	}
	return top - vega*(mills(h+t)+mills(t-h)), vega
}
