package indicator

import "math"

// BBANDS writes Bollinger's bands, in the units of x:
//
//	mid = SMA(x, n),  up = mid + dev sd,  low = mid - dev sd
//
// where sd is the population standard deviation of the same n values, as in
// TA-Lib, taken by sliding Welford (see [StdDev]). Warm-up: n-1 bars.
// Source: Bollinger; TA-Lib: BBANDS with equal deviations and a simple average.
func BBANDS(up, mid, low, x []float64, n int, dev float64) error {
	fail := func(err error) error { return void(err, up, mid, low) }
	if err := checkBands(n, dev); err != nil {
		return fail(err)
	}
	in := arg{"x", x}
	if err := inputs("BBANDS", n, in); err != nil {
		return fail(err)
	}
	if err := outputs("BBANDS", []arg{{"up", up}, {"mid", mid}, {"low", low}}, in); err != nil {
		return fail(err)
	}
	fillNaN(up[:n-1])
	fillNaN(mid[:n-1])
	fillNaN(low[:n-1])
	var w welford
	inv := 1 / float64(n)
	for b := n - 1; b < len(x); b += n {
		w.restart(x[b-n+1:b+1], inv)
		e := min(b+n, len(x))
		for i := b; i < e; i++ {
			m, d := w.c+w.mean, dev*math.Sqrt(w.m2*inv)
			up[i], mid[i], low[i] = m+d, m, m-d
			i += w.bands(up[i+1:e], mid[i+1:e], low[i+1:e], x[i+1:e], x[i+1-n:], inv, dev)
			if i+1 < e { // stopped: the spread collapsed at i+1
				w.exact(x[i+2-n:i+2], nil, inv)
			}
		}
	}
	return nil
}

// bands is slide over the rest of a block with the state in registers: it takes
// in the values of in and out those of out, until one must be recomputed, and
// returns how many it did.
func (w *welford) bands(up, mid, low, in, out []float64, inv, dev float64) int {
	out, up, mid, low = out[:len(in)], up[:len(in)], mid[:len(in)], low[:len(in)]
	c, mean, m2, floor := w.c, w.mean, w.m2, w.floor
	for i, v := range in {
		y, o := v-c, out[i]-c
		d := y - o
		was := mean
		mean += d * inv
		m2 += d * ((y - mean) + (o - was))
		if m2 < floor {
			return i
		}
		m, s := c+mean, dev*math.Sqrt(m2*inv)
		up[i] = m + s
		mid[i] = m
		low[i] = m - s
	}
	w.mean, w.m2 = mean, m2
	return len(in)
}

func checkBands(n int, dev float64) error {
	if err := period("BBANDS", "n", n, 1); err != nil {
		return err
	}
	return factor("BBANDS", "dev", dev, 0, 1000)
}

// BBANDSStream is [BBANDS] one value at a time.
type BBANDSStream struct {
	s   momentsState
	dev float64
	i   int
}

// NewBBANDS returns a stream of period n and band width dev.
func NewBBANDS(n int, dev float64) (*BBANDSStream, error) {
	if err := checkBands(n, dev); err != nil {
		return nil, err
	}
	return &BBANDSStream{s: newMomentsState(n, new(scratch)), dev: dev}, nil
}

// Next takes the next value and returns the bands, NaN during warm-up. A value
// that is refused leaves the stream as it was.
func (b *BBANDSStream) Next(x float64) (up, mid, low float64, err error) {
	if !good(x) {
		return nan, nan, nan, bad("BBANDS", "x", b.i, x)
	}
	b.i++
	m, sd, _ := b.s.step(x)
	d := b.dev * sd
	return m + d, m, m - d, nil
}
