package indicator

import "math"

// welford is the mean and the sum of squared deviations of a window of n values,
// updated by one value in and one out (Welford 1962) and recomputed exactly
// every n bars, and at once when the spread has fallen so far since the last
// restart that the update's rounding could show. Values are held relative to c, a
// value of the window, so that the level of the series costs no digits. The
// textbook E[x^2]-mean^2 loses all of them at 600000 +- 0.01 (TA-Lib issues 118
// and 243).
type welford struct {
	c, mean, m2, floor float64
}

// collapse is how far m2 may fall below its value at the last restart before it is
// recomputed. Comparing with the restart is enough: a value that came in since
// then stays until after the next one, so what it added to m2 remains, but for a
// factor of n.
const collapse = 1e-6

// exact computes the state from a window given as two parts, oldest first: the
// mean, then the deviations from it, corrected for the mean's own rounding.
func (w *welford) exact(a, b []float64, inv float64) {
	c := a[0]
	s := 0.0
	for _, v := range a {
		s += v - c
	}
	for _, v := range b {
		s += v - c
	}
	w.c, w.mean = c, s*inv
	s, r := 0.0, 0.0
	for _, v := range a {
		d := v - c - w.mean
		s += d * d
		r += d
	}
	for _, v := range b {
		d := v - c - w.mean
		s += d * d
		r += d
	}
	w.m2 = max(0, s-r*r*inv)
	w.floor = w.m2 * collapse
}

// restart recomputes from a window whose mean the state holds up to rounding: one
// pass over the deviations from it is then enough. Where the state turns out to
// be off (the first window, or a window of another level), exact takes over.
func (w *welford) restart(x []float64, inv float64) {
	c := w.c + w.mean
	var s0, s1, s2, s3, r0, r1, r2, r3 float64
	v := x
	for len(v) >= 4 {
		d0, d1, d2, d3 := v[0]-c, v[1]-c, v[2]-c, v[3]-c
		s0 += d0 * d0
		s1 += d1 * d1
		s2 += d2 * d2
		s3 += d3 * d3
		r0 += d0
		r1 += d1
		r2 += d2
		r3 += d3
		v = v[4:]
	}
	for _, y := range v {
		d := y - c
		s0 += d * d
		r0 += d
	}
	s, r := (s0+s1)+(s2+s3), (r0+r1)+(r2+r3)
	q := r * r * inv
	if q > 0.01*s || s == 0 {
		w.exact(x, nil, inv)
		return
	}
	w.c, w.mean, w.m2 = c, r*inv, s-q
	w.floor = w.m2 * collapse
}

// slide replaces old by x. It reports false when the window must be recomputed.
func (w *welford) slide(x, old, inv float64) bool {
	y, o := x-w.c, old-w.c
	d := y - o
	m := w.mean
	w.mean += d * inv
	w.m2 += d * ((y - w.mean) + (o - m))
	return w.m2 >= w.floor
}

// StdDev writes the population standard deviation of the last n values (divisor
// n, not n-1), in the units of x. Warm-up: n-1 bars. TA-Lib: STDDEV with one
// deviation, except that it stays exact where TA-Lib's loses its digits.
func StdDev(dst, x []float64, n int) error {
	if err := period("StdDev", "n", n, 1); err != nil {
		fillNaN(dst)
		return err
	}
	if err := ready("StdDev", n, dst, arg{"x", x}); err != nil {
		return err
	}
	var stack [stackSize]float64
	s := newMomentsState(n, &scratch{stack[:]})
	for i, v := range x {
		_, dst[i], _ = s.step(v)
	}
	return nil
}

// momentsState is the mean and the population deviation of a sliding window.
type momentsState struct {
	w   welford
	r   ring
	inv float64
}

func newMomentsState(n int, s *scratch) momentsState {
	return momentsState{r: newRing(n, s), inv: 1 / float64(n)}
}

func (s *momentsState) step(x float64) (mean, sd float64, ok bool) {
	old, full := s.r.push(x)
	switch {
	case s.r.i == 0: // the ring has come round: its n values are a block
		s.w.restart(s.r.buf, s.inv)
	case !full:
		return nan, nan, false
	case !s.w.slide(x, old, s.inv):
		a, b := s.r.parts()
		s.w.exact(a, b, s.inv)
	}
	return s.w.c + s.w.mean, math.Sqrt(s.w.m2 * s.inv), true
}

// StdDevStream is [StdDev] one value at a time.
type StdDevStream struct {
	s momentsState
	i int
}

// NewStdDev returns a stream of period n.
func NewStdDev(n int) (*StdDevStream, error) {
	if err := period("StdDev", "n", n, 1); err != nil {
		return nil, err
	}
	return &StdDevStream{s: newMomentsState(n, new(scratch))}, nil
}

// Next takes the next value and returns the deviation, NaN during warm-up. A
// value that is refused leaves the stream as it was.
func (s *StdDevStream) Next(x float64) (float64, error) {
	if !good(x) {
		return nan, bad("StdDev", "x", s.i, x)
	}
	s.i++
	_, sd, _ := s.s.step(x)
	return sd, nil
}
