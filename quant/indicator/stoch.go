package indicator

// STOCH writes Lane's slow stochastic, 0..100:
//
//	fastK = 100 (close - lowest) / (highest - lowest) over fastK bars
//	slowK = SMA(fastK, slowKn),  slowD = SMA(slowK, slowDn)
//
// fastK being 0 where the range is empty. Both lines start together after
// fastKn+slowKn+slowDn-3 bars of warm-up. TA-Lib: STOCH with simple averages.
func STOCH(slowK, slowD, high, low, close []float64, fastKn, slowKn, slowDn int) error {
	const op = "STOCH"
	fail := func(err error) error { return void(err, slowK, slowD) }
	if err := checkSTOCH(fastKn, slowKn, slowDn); err != nil {
		return fail(err)
	}
	in := [...]arg{{"high", high}, {"low", low}, {"close", close}}
	first := fastKn + slowKn + slowDn - 3
	if err := inputs(op, first+1, in[:]...); err != nil {
		return fail(err)
	}
	if err := outputs(op, []arg{{"slowK", slowK}, {"slowD", slowD}}, in[:]...); err != nil {
		return fail(err)
	}
	if err := ordered(op, high, low); err != nil {
		return fail(err)
	}
	var stack [stackSize]float64
	s := newSTOCHState(fastKn, slowKn, slowDn, &scratch{stack[:]})
	for i, c := range close {
		slowK[i], slowD[i] = s.step(high[i], low[i], c)
	}
	return nil
}

func checkSTOCH(fastKn, slowKn, slowDn int) error {
	if err := period("STOCH", "fastKn", fastKn, 1); err != nil {
		return err
	}
	if err := period("STOCH", "slowKn", slowKn, 1); err != nil {
		return err
	}
	return period("STOCH", "slowDn", slowDn, 1)
}

type stochState struct {
	r      highLow
	k, d   windowSum
	kn, dn float64
}

func newSTOCHState(fastKn, slowKn, slowDn int, s *scratch) stochState {
	return stochState{
		r: newHighLow(fastKn, s), k: newWindowSum(slowKn, s), d: newWindowSum(slowDn, s),
		kn: float64(slowKn), dn: float64(slowDn),
	}
}

func (s *stochState) step(high, low, close float64) (k, d float64) {
	hi, lo, ok := s.r.push(high, low)
	if !ok {
		return nan, nan
	}
	f := 0.0
	if w := hi - lo; w != 0 {
		f = 100 * ((close - lo) / w)
	}
	sum, ok := s.k.push(f)
	if !ok {
		return nan, nan
	}
	k = sum / s.kn
	sum, ok = s.d.push(k)
	if !ok {
		return nan, nan
	}
	return k, sum / s.dn
}

// STOCHStream is [STOCH] one bar at a time; Open and Volume are not read.
type STOCHStream struct {
	s stochState
	i int
}

// NewSTOCH returns a stream with the given periods.
func NewSTOCH(fastKn, slowKn, slowDn int) (*STOCHStream, error) {
	if err := checkSTOCH(fastKn, slowKn, slowDn); err != nil {
		return nil, err
	}
	return &STOCHStream{s: newSTOCHState(fastKn, slowKn, slowDn, new(scratch))}, nil
}

// Next takes the next bar and returns the two lines, NaN during warm-up. A bar
// that is refused leaves the stream as it was.
func (s *STOCHStream) Next(b Bar) (slowK, slowD float64, err error) {
	if err := b.checkHLC("STOCH", s.i); err != nil {
		return nan, nan, err
	}
	s.i++
	slowK, slowD = s.s.step(b.High, b.Low, b.Close)
	return slowK, slowD, nil
}
