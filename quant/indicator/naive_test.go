package indicator_test

import "math"

// The textbook forms, written once more and plainly: the oracle of the property
// tests and the naive side of the benchmarks.

func naiveRSI(dst, x []float64, n int) {
	var g, l float64
	for i := range x {
		dst[i] = math.NaN()
		if i == 0 {
			continue
		}
		up, down := math.Max(x[i]-x[i-1], 0), math.Max(x[i-1]-x[i], 0)
		switch {
		case i < n:
			g, l = g+up, l+down
			continue
		case i == n:
			g, l = (g+up)/float64(n), (l+down)/float64(n)
		default:
			g = (g*float64(n-1) + up) / float64(n)
			l = (l*float64(n-1) + down) / float64(n)
		}
		dst[i] = 0
		if g+l > 0 {
			dst[i] = 100 * g / (g + l)
		}
	}
}

func naiveMACD(macd, signal, hist, x []float64, fast, slow, sig int) {
	f, s, g := 0.0, 0.0, 0.0
	for i, v := range x {
		macd[i], signal[i], hist[i] = math.NaN(), math.NaN(), math.NaN()
		if i == slow-1 {
			f, s = naiveMean(x[i-fast+1:i+1]), naiveMean(x[:slow])
		} else if i >= slow {
			f = v*2/float64(fast+1) + f*(1-2/float64(fast+1))
			s = v*2/float64(slow+1) + s*(1-2/float64(slow+1))
		} else {
			continue
		}
		m := f - s
		switch last := slow + sig - 2; {
		case i < last:
			g += m / float64(sig)
			continue
		case i == last:
			g += m / float64(sig)
		default:
			g = m*2/float64(sig+1) + g*(1-2/float64(sig+1))
		}
		macd[i], signal[i], hist[i] = m, g, m-g
	}
}

func naiveBBANDS(up, mid, low, x []float64, n int, dev float64) {
	for i := range x {
		up[i], mid[i], low[i] = math.NaN(), math.NaN(), math.NaN()
		if i < n-1 {
			continue
		}
		m, sd := naiveMoments(x[i-n+1 : i+1])
		up[i], mid[i], low[i] = m+dev*sd, m, m-dev*sd
	}
}

func naiveATR(dst, high, low, close []float64, n int) {
	a := 0.0
	for i := range dst {
		dst[i] = math.NaN()
		if i == 0 {
			continue
		}
		tr := math.Max(high[i]-low[i], math.Max(math.Abs(high[i]-close[i-1]), math.Abs(low[i]-close[i-1])))
		switch {
		case i < n:
			a += tr
			continue
		case i == n:
			a = (a + tr) / float64(n)
		default:
			a = (a*float64(n-1) + tr) / float64(n)
		}
		dst[i] = a
	}
}

func naiveMean(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s / float64(len(x))
}

// naiveMoments is the mean and population deviation by two passes.
func naiveMoments(x []float64) (mean, sd float64) {
	mean = naiveMean(x)
	s, c := 0.0, 0.0
	for _, v := range x {
		s += (v - mean) * (v - mean)
		c += v - mean
	}
	n := float64(len(x))
	return mean, math.Sqrt(math.Max(0, s-c*c/n) / n)
}
