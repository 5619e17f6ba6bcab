package indicator

// WILLR writes Williams' %R, -100..0: where the close lies in the range of the
// last n bars,
//
//	%R = -100 (highest - close) / (highest - lowest)
//
// 0 where the range is empty. Warm-up: n-1 bars. TA-Lib: WILLR.
func WILLR(dst, high, low, close []float64, n int) error {
	if err := period("WILLR", "n", n, 1); err != nil {
		fillNaN(dst)
		return err
	}
	if err := hlc("WILLR", n, dst, high, low, close); err != nil {
		return err
	}
	var stack [stackSize]float64
	r := newHighLow(n, &scratch{stack[:]})
	for i, c := range close {
		dst[i] = nan
		if hi, lo, ok := r.push(high[i], low[i]); ok {
			dst[i] = percentR(hi, lo, c)
		}
	}
	return nil
}

func percentR(hi, lo, close float64) float64 {
	d := hi - lo
	if d == 0 {
		return 0
	}
	return -100 * ((hi - close) / d)
}

// highLow is the highest high and lowest low of the last n bars.
type highLow struct{ hi, lo windowMax }

func newHighLow(n int, s *scratch) highLow {
	return highLow{newWindowMax(n, s), newWindowMax(n, s)}
}

func (r *highLow) push(high, low float64) (hi, lo float64, ok bool) {
	hi, ok = r.hi.push(high)
	lo, _ = r.lo.push(-low)
	return hi, -lo, ok
}

// WILLRStream is [WILLR] one bar at a time; Open and Volume are not read.
type WILLRStream struct {
	r highLow
	i int
}

// NewWILLR returns a stream of period n.
func NewWILLR(n int) (*WILLRStream, error) {
	if err := period("WILLR", "n", n, 1); err != nil {
		return nil, err
	}
	return &WILLRStream{r: newHighLow(n, new(scratch))}, nil
}

// Next takes the next bar and returns %R, NaN during warm-up. A bar that is
// refused leaves the stream as it was.
func (w *WILLRStream) Next(b Bar) (float64, error) {
	if err := b.checkHLC("WILLR", w.i); err != nil {
		return nan, err
	}
	w.i++
	if hi, lo, ok := w.r.push(b.High, b.Low); ok {
		return percentR(hi, lo, b.Close), nil
	}
	return nan, nil
}
