package indicator

import "math"

// CCI writes Lambert's commodity channel index of the typical price
// p = (high+low+close)/3:
//
//	CCI = (p - SMA(p, n)) / (0.015 * mean |p - SMA(p, n)|)
//
// 0 where the prices of the window do not differ (beyond rounding). The mean deviation costs O(n)
// a bar. Warm-up: n-1 bars. TA-Lib: CCI.
func CCI(dst, high, low, close []float64, n int) error {
	if err := period("CCI", "n", n, 2); err != nil {
		fillNaN(dst)
		return err
	}
	if err := hlc("CCI", n, dst, high, low, close); err != nil {
		return err
	}
	var stack [stackSize]float64
	s := newCCIState(n, &scratch{stack[:]})
	for i := range dst {
		dst[i] = s.step(high[i], low[i], close[i])
	}
	return nil
}

func typical(high, low, close float64) float64 { return (high + low + close) / 3 }

type cciState struct {
	r   ring
	w   windowSum
	inv float64
}

func newCCIState(n int, s *scratch) cciState {
	return cciState{r: newRing(n, s), w: newWindowSum(n, s), inv: 1 / float64(n)}
}

func (s *cciState) step(high, low, close float64) float64 {
	p := typical(high, low, close)
	s.r.push(p)
	sum, ok := s.w.push(p)
	if !ok {
		return nan
	}
	m := sum * s.inv
	var a, b float64
	v := s.r.buf
	for len(v) >= 2 {
		a += math.Abs(v[0] - m)
		b += math.Abs(v[1] - m)
		v = v[2:]
	}
	if len(v) > 0 {
		a += math.Abs(v[0] - m)
	}
	dev := (a + b) * s.inv
	// A window of equal prices differs from its mean by roundings only.
	if dev <= 0x1p-50*math.Abs(m) {
		return 0
	}
	return (p - m) / (0.015 * dev)
}

// CCIStream is [CCI] one bar at a time; Open and Volume are not read.
type CCIStream struct {
	s cciState
	i int
}

// NewCCI returns a stream of period n.
func NewCCI(n int) (*CCIStream, error) {
	if err := period("CCI", "n", n, 2); err != nil {
		return nil, err
	}
	return &CCIStream{s: newCCIState(n, new(scratch))}, nil
}

// Next takes the next bar and returns the index, NaN during warm-up. A bar that is
// refused leaves the stream as it was.
func (c *CCIStream) Next(b Bar) (float64, error) {
	if err := b.checkHLC("CCI", c.i); err != nil {
		return nan, err
	}
	c.i++
	return c.s.step(b.High, b.Low, b.Close), nil
}
