package indicator

// EMA writes the exponential moving average with k = 2/(n+1),
//
//	EMA[n-1] = mean(x[0..n-1])
//	EMA[i]   = EMA[i-1] + k (x[i] - EMA[i-1])
//
// in the units of x. Warm-up: n-1 bars. TA-Lib: EMA, default compatibility.
func EMA(dst, x []float64, n int) error {
	if err := period("EMA", "n", n, 1); err != nil {
		fillNaN(dst)
		return err
	}
	if err := ready("EMA", n, dst, arg{"x", x}); err != nil {
		return err
	}
	fillNaN(dst[:n-1])
	p := 0.0
	for _, v := range x[:n] {
		p += v
	}
	p /= float64(n)
	dst[n-1] = p
	k := 2 / float64(n+1)
	d := dst[n:]
	for i, v := range x[n:] {
		p += k * (v - p)
		d[i] = p
	}
	return nil
}

// emaState is the recursion shared by the streams: the mean of the first n
// values, then exponential smoothing with factor k.
type emaState struct {
	n, i int
	k, p float64
}

// push returns the average once n values were seen.
func (s *emaState) push(x float64) (float64, bool) {
	if s.i < s.n {
		s.i++
		s.p += x
		if s.i < s.n {
			return 0, false
		}
		s.p /= float64(s.n)
		return s.p, true
	}
	s.p += s.k * (x - s.p)
	return s.p, true
}

func newEMAState(n int) emaState { return emaState{n: n, k: 2 / float64(n+1)} }

// EMAStream is [EMA] one value at a time.
type EMAStream struct {
	s emaState
	i int
}

// NewEMA returns a stream of period n.
func NewEMA(n int) (*EMAStream, error) {
	if err := period("EMA", "n", n, 1); err != nil {
		return nil, err
	}
	return &EMAStream{s: newEMAState(n)}, nil
}

// Next takes the next value and returns the average, NaN during warm-up. A value
// that is refused leaves the stream as it was.
func (e *EMAStream) Next(x float64) (float64, error) {
	if !good(x) {
		return nan, bad("EMA", "x", e.i, x)
	}
	e.i++
	if v, ok := e.s.push(x); ok {
		return v, nil
	}
	return nan, nil
}
