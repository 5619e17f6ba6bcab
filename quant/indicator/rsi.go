package indicator

import "math"

// RSI writes Wilder's relative strength index, 0..100,
//
//	RSI = 100 G / (G + L)
//
// where G and L are the averages of the gains and of the losses between
// consecutive values: the plain mean of the first n, then Wilder smoothing
// A += (a - A)/n. Where there was no movement at all it is 0, as in TA-Lib.
// Warm-up: n bars. TA-Lib: RSI. Source: Wilder 1978.
func RSI(dst, x []float64, n int) error { return momentum("RSI", dst, x, n, 0) }

// CMO writes Chande's momentum oscillator, -100..100, with the averages of [RSI]:
//
//	CMO = 100 (G - L) / (G + L)
//
// Note that TA-Lib, and so this function, smooths as Wilder does where Chande
// used plain sums. Warm-up: n bars. TA-Lib: CMO.
func CMO(dst, x []float64, n int) error { return momentum("CMO", dst, x, n, 1) }

// momentum is 100 (G - cmo L)/(G + L).
func momentum(op string, dst, x []float64, n int, cmo float64) error {
	if err := period(op, "n", n, 2); err != nil {
		fillNaN(dst)
		return err
	}
	if err := ready(op, n+1, dst, arg{"x", x}); err != nil {
		return err
	}
	fillNaN(dst[:n])
	g, l := 0.0, 0.0
	prev := x[0]
	for _, v := range x[1 : n+1] {
		d := v - prev
		prev = v
		a := math.Abs(d)
		g += a + d // twice the gain
		l += a - d // twice the loss
	}
	inv := 1 / float64(n)
	g *= inv
	l *= inv
	dst[n] = ratio(g, l, cmo)
	d := dst[n+1:]
	for i, v := range x[n+1:] {
		c := v - prev
		prev = v
		a := math.Abs(c)
		g += inv * (a + c - g)
		l += inv * (a - c - l)
		d[i] = ratio(g, l, cmo)
	}
	return nil
}

// ratio is 100 (g - cmo l)/(g + l), 0 when nothing moved. Averages that decayed
// below 1e-290 are no longer numbers one can divide.
func ratio(g, l, cmo float64) float64 {
	s := g + l
	if s < 1e-290 {
		return 0
	}
	return 100 * (g - cmo*l) / s
}

// momentumState is the recursion of the streams.
type momentumState struct {
	op        string
	n, i      int
	inv, cmo  float64
	prev      float64
	gain, los float64 // twice the averages
}

func (s *momentumState) next(x float64) (float64, error) {
	if !good(x) {
		return nan, bad(s.op, "x", s.i, x)
	}
	i := s.i
	s.i++
	c := x - s.prev
	s.prev = x
	if i == 0 {
		return nan, nil
	}
	a := math.Abs(c)
	if i <= s.n {
		s.gain += a + c
		s.los += a - c
		if i < s.n {
			return nan, nil
		}
		s.gain *= s.inv
		s.los *= s.inv
	} else {
		s.gain += s.inv * (a + c - s.gain)
		s.los += s.inv * (a - c - s.los)
	}
	return ratio(s.gain, s.los, s.cmo), nil
}

// RSIStream is [RSI] one value at a time.
type RSIStream struct{ s momentumState }

// NewRSI returns a stream of period n.
func NewRSI(n int) (*RSIStream, error) {
	if err := period("RSI", "n", n, 2); err != nil {
		return nil, err
	}
	return &RSIStream{momentumState{op: "RSI", n: n, inv: 1 / float64(n)}}, nil
}

// Next takes the next value and returns the index, NaN during warm-up. A value
// that is refused leaves the stream as it was.
func (r *RSIStream) Next(x float64) (float64, error) { return r.s.next(x) }

// CMOStream is [CMO] one value at a time.
type CMOStream struct{ s momentumState }

// NewCMO returns a stream of period n.
func NewCMO(n int) (*CMOStream, error) {
	if err := period("CMO", "n", n, 2); err != nil {
		return nil, err
	}
	return &CMOStream{momentumState{op: "CMO", n: n, inv: 1 / float64(n), cmo: 1}}, nil
}

// Next takes the next value and returns the oscillator, NaN during warm-up. A
// value that is refused leaves the stream as it was.
func (c *CMOStream) Next(x float64) (float64, error) { return c.s.next(x) }
