package indicator

// SMA writes the simple moving average of the last n values,
//
//	SMA[i] = (x[i-n+1] + ... + x[i]) / n
//
// in the units of x. Warm-up: n-1 bars. TA-Lib: SMA.
func SMA(dst, x []float64, n int) error {
	if err := period("SMA", "n", n, 1); err != nil {
		fillNaN(dst)
		return err
	}
	if err := ready("SMA", n, dst, arg{"x", x}); err != nil {
		return err
	}
	slidingMean(dst, x, n)
	return nil
}

func slidingMean(dst, x []float64, n int) {
	slidingSum(dst, x, n)
	f := float64(n)
	for i := n - 1; i < len(dst); i++ {
		dst[i] /= f
	}
}

// SMAStream is [SMA] one value at a time.
type SMAStream struct {
	w windowSum
	n float64
	i int
}

// NewSMA returns a stream of period n.
func NewSMA(n int) (*SMAStream, error) {
	if err := period("SMA", "n", n, 1); err != nil {
		return nil, err
	}
	return &SMAStream{w: newWindowSum(n, new(scratch)), n: float64(n)}, nil
}

// Next takes the next value and returns the average, NaN during warm-up. A value
// that is refused leaves the stream as it was.
func (s *SMAStream) Next(x float64) (float64, error) {
	if !good(x) {
		return nan, bad("SMA", "x", s.i, x)
	}
	s.i++
	sum, ok := s.w.push(x)
	if !ok {
		return nan, nil
	}
	return sum / s.n, nil
}
