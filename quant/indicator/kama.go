package indicator

import "math"

// KAMA writes Kaufman's adaptive moving average, in the units of x:
//
//	ER      = |x[i] - x[i-n]| / sum of |x[k] - x[k-1]| over the last n moves
//	k       = (ER (2/3 - 2/31) + 2/31)^2
//	KAMA[i] = KAMA[i-1] + k (x[i] - KAMA[i-1]),  KAMA[n-1] = x[n-1]
//
// with ER = 1 where nothing moved. Warm-up: n bars. TA-Lib: KAMA. Source: Kaufman
// 1995.
func KAMA(dst, x []float64, n int) error {
	if err := period("KAMA", "n", n, 2); err != nil {
		fillNaN(dst)
		return err
	}
	if err := ready("KAMA", n+1, dst, arg{"x", x}); err != nil {
		return err
	}
	var stack [stackSize]float64
	s := newKAMAState(n, &scratch{stack[:]})
	for i, v := range x {
		dst[i] = s.step(v)
	}
	return nil
}

type kamaState struct {
	r    ring
	w    windowSum
	i    int
	prev float64
	kama float64
}

func newKAMAState(n int, s *scratch) kamaState {
	return kamaState{r: newRing(n, s), w: newWindowSum(n, s)}
}

func (s *kamaState) step(x float64) float64 {
	const slow, fast = 2.0 / 31, 2.0 / 3
	i := s.i
	s.i++
	old, full := s.r.push(x)
	d := math.Abs(x - s.prev)
	prev := s.prev
	s.prev = x
	if i == 0 {
		return nan
	}
	path, _ := s.w.push(d)
	if !full {
		return nan
	}
	if i == len(s.r.buf) {
		s.kama = prev
	}
	er := 1.0
	if move := math.Abs(x - old); path > move {
		er = move / path
	}
	k := er*(fast-slow) + slow
	s.kama += k * k * (x - s.kama)
	return s.kama
}

// KAMAStream is [KAMA] one value at a time.
type KAMAStream struct{ s kamaState }

// NewKAMA returns a stream of period n.
func NewKAMA(n int) (*KAMAStream, error) {
	if err := period("KAMA", "n", n, 2); err != nil {
		return nil, err
	}
	return &KAMAStream{newKAMAState(n, new(scratch))}, nil
}

// Next takes the next value and returns the average, NaN during warm-up. A value
// that is refused leaves the stream as it was.
func (k *KAMAStream) Next(x float64) (float64, error) {
	if !good(x) {
		return nan, bad("KAMA", "x", k.s.i, x)
	}
	return k.s.step(x), nil
}
