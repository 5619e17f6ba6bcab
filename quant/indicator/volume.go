package indicator

// OBV writes Granville's on-balance volume, in shares: the first bar's volume,
// then plus the volume of each bar that closed higher, minus that of each that
// closed lower. No warm-up. Its level means nothing, only its changes do.
// TA-Lib: OBV.
func OBV(dst, close, volume []float64) error {
	if err := ready("OBV", 1, dst, arg{"close", close}, arg{"volume", volume}); err != nil {
		return err
	}
	if err := volumes("OBV", volume); err != nil {
		fillNaN(dst)
		return err
	}
	var s obvState
	for i, c := range close {
		dst[i] = s.step(c, volume[i])
	}
	return nil
}

type obvState struct {
	i         int
	prev, obv float64
}

func (s *obvState) step(close, volume float64) float64 {
	switch {
	case s.i == 0 || close > s.prev:
		s.obv += volume
	case close < s.prev:
		s.obv -= volume
	}
	s.i++
	s.prev = close
	return s.obv
}

// OBVStream is [OBV] one bar at a time; only Close and Volume are read.
type OBVStream struct{ s obvState }

// NewOBV returns a stream.
func NewOBV() *OBVStream { return new(OBVStream) }

// Next takes the next bar and returns the volume so far. A bar that is refused
// leaves the stream as it was.
func (o *OBVStream) Next(b Bar) (float64, error) {
	if !good(b.Close) {
		return nan, bad("OBV", "close", o.s.i, b.Close)
	}
	if err := b.checkVolume("OBV", o.s.i); err != nil {
		return nan, err
	}
	return o.s.step(b.Close, b.Volume), nil
}

// AD writes Chaikin's accumulation/distribution line, in shares: the running sum
// of
//
//	volume ((close-low) - (high-close)) / (high-low)
//
// where bars without range add nothing. No warm-up. TA-Lib: AD.
func AD(dst, high, low, close, volume []float64) error {
	if err := hlcv("AD", 1, dst, high, low, close, volume); err != nil {
		return err
	}
	ad := 0.0
	for i := range dst {
		ad += adTerm(high[i], low[i], close[i], volume[i])
		dst[i] = ad
	}
	return nil
}

func adTerm(high, low, close, volume float64) float64 {
	r := high - low
	if r <= 0 {
		return 0
	}
	return ((close - low) - (high - close)) / r * volume
}

// ADStream is [AD] one bar at a time; Open is not read.
type ADStream struct {
	i  int
	ad float64
}

// NewAD returns a stream.
func NewAD() *ADStream { return new(ADStream) }

// Next takes the next bar and returns the line. A bar that is refused leaves the
// stream as it was.
func (a *ADStream) Next(b Bar) (float64, error) {
	if err := b.checkHLC("AD", a.i); err != nil {
		return nan, err
	}
	if err := b.checkVolume("AD", a.i); err != nil {
		return nan, err
	}
	a.i++
	a.ad += adTerm(b.High, b.Low, b.Close, b.Volume)
	return a.ad, nil
}
