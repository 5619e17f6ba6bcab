package indicator

// RollingVWAP writes the volume-weighted average of the typical price
// (high+low+close)/3 over the last n bars, in price units; NaN where the window
// traded nothing. Warm-up: n-1 bars.
func RollingVWAP(dst, high, low, close, volume []float64, n int) error {
	if err := period("RollingVWAP", "n", n, 1); err != nil {
		fillNaN(dst)
		return err
	}
	if err := hlcv("RollingVWAP", n, dst, high, low, close, volume); err != nil {
		return err
	}
	var stack [stackSize]float64
	s := newVWAPState(n, &scratch{stack[:]})
	for i := range dst {
		dst[i] = s.step(high[i], low[i], close[i], volume[i])
	}
	return nil
}

type vwapState struct{ pv, v windowSum }

func newVWAPState(n int, s *scratch) vwapState {
	return vwapState{newWindowSum(n, s), newWindowSum(n, s)}
}

func (s *vwapState) step(high, low, close, volume float64) float64 {
	pv, ok := s.pv.push(typical(high, low, close) * volume)
	v, _ := s.v.push(volume)
	if !ok || v == 0 {
		return nan
	}
	return pv / v
}

// RollingVWAPStream is [RollingVWAP] one bar at a time; Open is not read.
type RollingVWAPStream struct {
	s vwapState
	i int
}

// NewRollingVWAP returns a stream of period n.
func NewRollingVWAP(n int) (*RollingVWAPStream, error) {
	if err := period("RollingVWAP", "n", n, 1); err != nil {
		return nil, err
	}
	return &RollingVWAPStream{s: newVWAPState(n, new(scratch))}, nil
}

// Next takes the next bar and returns the average, NaN during warm-up. A bar that
// is refused leaves the stream as it was.
func (s *RollingVWAPStream) Next(b Bar) (float64, error) {
	if err := b.checkHLC("RollingVWAP", s.i); err != nil {
		return nan, err
	}
	if err := b.checkVolume("RollingVWAP", s.i); err != nil {
		return nan, err
	}
	s.i++
	return s.s.step(b.High, b.Low, b.Close, b.Volume), nil
}

// AnchoredVWAP writes the volume-weighted average of the typical price since bar
// anchor (an earnings day, a low), that bar included, in price units; NaN before
// it and until something traded.
func AnchoredVWAP(dst, high, low, close, volume []float64, anchor int) error {
	const op = "AnchoredVWAP"
	if anchor < 0 || (anchor >= len(high) && len(high) > 0) {
		fillNaN(dst)
		return &Error{Op: op, Arg: "anchor", Index: -1, Err: ErrParam}
	}
	if err := hlcv(op, 1, dst, high, low, close, volume); err != nil {
		return err
	}
	fillNaN(dst[:anchor])
	var s AnchoredVWAPStream
	for i := anchor; i < len(dst); i++ {
		dst[i] = s.step(high[i], low[i], close[i], volume[i])
	}
	return nil
}

// AnchoredVWAPStream is [AnchoredVWAP] one bar at a time, from the anchor on;
// Open is not read. The zero value is ready.
type AnchoredVWAPStream struct {
	i     int
	pv, v float64
}

// NewAnchoredVWAP returns a stream whose first bar is the anchor.
func NewAnchoredVWAP() *AnchoredVWAPStream { return new(AnchoredVWAPStream) }

func (s *AnchoredVWAPStream) step(high, low, close, volume float64) float64 {
	s.pv += typical(high, low, close) * volume
	s.v += volume
	if s.v == 0 {
		return nan
	}
	return s.pv / s.v
}

// Next takes the next bar and returns the average. A bar that is refused leaves
// the stream as it was.
func (s *AnchoredVWAPStream) Next(b Bar) (float64, error) {
	if err := b.checkHLC("AnchoredVWAP", s.i); err != nil {
		return nan, err
	}
	if err := b.checkVolume("AnchoredVWAP", s.i); err != nil {
		return nan, err
	}
	s.i++
	return s.step(b.High, b.Low, b.Close, b.Volume), nil
}
