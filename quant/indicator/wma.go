package indicator

// WMA writes the linearly weighted moving average of the last n values, the
// newest weighing n and the oldest 1,
//
//	WMA[i] = (n x[i] + (n-1) x[i-1] + ... + x[i-n+1]) / (n(n+1)/2)
//
// in the units of x. Warm-up: n-1 bars. TA-Lib: WMA.
func WMA(dst, x []float64, n int) error {
	if err := period("WMA", "n", n, 1); err != nil {
		fillNaN(dst)
		return err
	}
	if err := ready("WMA", n, dst, arg{"x", x}); err != nil {
		return err
	}
	var stack [stackSize]float64
	s := newWMAState(n, &scratch{stack[:]})
	for i, v := range x {
		dst[i] = s.step(v)
	}
	return nil
}

// wmaState splits the window as windowSum does: the weighted sum is that of the
// suffix of the last block, whose weights start at 1, plus that of the prefix of
// this block, whose j-th value weighs as many more as the suffix is long.
type wmaState struct {
	cur    []float64
	suf    []float64 // suf[j] = sum of (k-j+1) x[k] over the previous block from j on
	j      int
	sum, w float64 // sum of the prefix, and of its values weighted 1, 2, 3, ...
	div    float64
	full   bool
}

func newWMAState(n int, s *scratch) wmaState {
	return wmaState{cur: s.take(n), suf: s.take(n), div: float64(n) * float64(n+1) / 2}
}

func (s *wmaState) step(x float64) float64 {
	n, j := len(s.cur), s.j
	s.cur[j] = x
	s.sum += x
	s.w += float64(j+1) * x
	if j == n-1 {
		out := s.w / s.div
		a, b := 0.0, 0.0
		for k := n - 1; k > 0; k-- {
			a += s.cur[k]
			b += a // sum of a over k..n-1 = sum of (i-k+1) x[i]
			s.suf[k] = b
		}
		s.j, s.sum, s.w, s.full = 0, 0, 0, true
		return out
	}
	s.j = j + 1
	if !s.full {
		return nan
	}
	return (s.suf[j+1] + s.w + float64(n-j-1)*s.sum) / s.div
}

// WMAStream is [WMA] one value at a time.
type WMAStream struct {
	s wmaState
	i int
}

// NewWMA returns a stream of period n.
func NewWMA(n int) (*WMAStream, error) {
	if err := period("WMA", "n", n, 1); err != nil {
		return nil, err
	}
	return &WMAStream{s: newWMAState(n, new(scratch))}, nil
}

// Next takes the next value and returns the average, NaN during warm-up. A value
// that is refused leaves the stream as it was.
func (w *WMAStream) Next(x float64) (float64, error) {
	if !good(x) {
		return nan, bad("WMA", "x", w.i, x)
	}
	w.i++
	return w.s.step(x), nil
}
