package indicator

import "math"

// trueRange is max(high-low, |high-prevClose|, |low-prevClose|), which for
// low <= high is the span of all three prices.
func trueRange(high, low, prevClose float64) float64 {
	r := high - low
	if a := math.Abs(high - prevClose); a > r {
		r = a
	}
	if a := math.Abs(low - prevClose); a > r {
		r = a
	}
	return r
}

// TRANGE writes the true range, in price units:
//
//	TR[i] = max(high-low, |high-close[i-1]|, |low-close[i-1]|)
//
// Warm-up: 1 bar. TA-Lib: TRANGE.
func TRANGE(dst, high, low, close []float64) error {
	if err := hlc("TRANGE", 2, dst, high, low, close); err != nil {
		return err
	}
	dst[0] = nan
	for i := 1; i < len(dst); i++ {
		dst[i] = trueRange(high[i], low[i], close[i-1])
	}
	return nil
}

// ATR writes the average true range, in price units: the plain mean of the first
// n true ranges (bars 1..n), then Wilder smoothing ATR += (TR - ATR)/n.
// Warm-up: n bars. TA-Lib: ATR. Source: Wilder 1978.
func ATR(dst, high, low, close []float64, n int) error {
	if err := period("ATR", "n", n, 1); err != nil {
		fillNaN(dst)
		return err
	}
	if err := hlc("ATR", n+1, dst, high, low, close); err != nil {
		return err
	}
	fillNaN(dst[:n])
	p := 0.0
	for i := 1; i <= n; i++ {
		p += trueRange(high[i], low[i], close[i-1])
	}
	inv := 1 / float64(n)
	p *= inv
	dst[n] = p
	pc := close[n]
	d := dst[n+1:]
	h, l, c := high[n+1:][:len(d)], low[n+1:][:len(d)], close[n+1:][:len(d)]
	for i := range d {
		hi, lo := h[i], l[i]
		// With low <= high the true range is the span of the three prices.
		p += inv * (max(hi, pc) - min(lo, pc) - p)
		pc = c[i]
		d[i] = p
	}
	return nil
}

// TRANGEStream is [TRANGE] one bar at a time; Open and Volume are not read.
type TRANGEStream struct {
	i  int
	pc float64
}

// NewTRANGE returns a stream.
func NewTRANGE() *TRANGEStream { return new(TRANGEStream) }

// Next takes the next bar and returns its true range, NaN for the first. A bar
// that is refused leaves the stream as it was.
func (t *TRANGEStream) Next(b Bar) (float64, error) {
	if err := b.checkHLC("TRANGE", t.i); err != nil {
		return nan, err
	}
	r := nan
	if t.i > 0 {
		r = trueRange(b.High, b.Low, t.pc)
	}
	t.i++
	t.pc = b.Close
	return r, nil
}

// ATRStream is [ATR] one bar at a time; Open and Volume are not read.
type ATRStream struct {
	n, i    int
	inv     float64
	pc, atr float64
}

// NewATR returns a stream of period n.
func NewATR(n int) (*ATRStream, error) {
	if err := period("ATR", "n", n, 1); err != nil {
		return nil, err
	}
	return &ATRStream{n: n, inv: 1 / float64(n)}, nil
}

// Next takes the next bar and returns the average, NaN during warm-up. A bar that
// is refused leaves the stream as it was.
func (a *ATRStream) Next(b Bar) (float64, error) {
	if err := b.checkHLC("ATR", a.i); err != nil {
		return nan, err
	}
	i, pc := a.i, a.pc
	a.i++
	a.pc = b.Close
	switch {
	case i == 0:
		return nan, nil
	case i < a.n:
		a.atr += trueRange(b.High, b.Low, pc)
		return nan, nil
	case i == a.n:
		a.atr = (a.atr + trueRange(b.High, b.Low, pc)) * a.inv
	default:
		a.atr += a.inv * (max(b.High, pc) - min(b.Low, pc) - a.atr)
	}
	return a.atr, nil
}
