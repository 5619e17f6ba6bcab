package indicator

// TRIX writes the one-bar change in per cent of a triple EMA,
//
//	TRIX[i] = 100 (E3[i]/E3[i-1] - 1),  E3 = EMA(EMA(EMA(x, n), n), n)
//
// 0 where E3[i-1] is 0. Warm-up: 3n-2 bars. TA-Lib: TRIX.
func TRIX(dst, x []float64, n int) error {
	if err := period("TRIX", "n", n, 1); err != nil {
		fillNaN(dst)
		return err
	}
	if err := ready("TRIX", 3*n-1, dst, arg{"x", x}); err != nil {
		return err
	}
	s := newTRIXState(n)
	for i, v := range x {
		dst[i] = s.step(v)
	}
	return nil
}

type trixState struct {
	e    [3]emaState
	prev float64
	have bool
}

func newTRIXState(n int) trixState {
	e := newEMAState(n)
	return trixState{e: [3]emaState{e, e, e}}
}

func (s *trixState) step(x float64) float64 {
	for k := range s.e {
		var ok bool
		if x, ok = s.e[k].push(x); !ok {
			return nan
		}
	}
	p, have := s.prev, s.have
	s.prev, s.have = x, true
	if !have {
		return nan
	}
	return change(x, p)
}

// change is TA-Lib's rate of change in per cent, 0 against a base of 0.
func change(x, base float64) float64 {
	if base == 0 {
		return 0
	}
	return (x/base - 1) * 100
}

// TRIXStream is [TRIX] one value at a time.
type TRIXStream struct {
	s trixState
	i int
}

// NewTRIX returns a stream of period n.
func NewTRIX(n int) (*TRIXStream, error) {
	if err := period("TRIX", "n", n, 1); err != nil {
		return nil, err
	}
	return &TRIXStream{s: newTRIXState(n)}, nil
}

// Next takes the next value and returns the change, NaN during warm-up. A value
// that is refused leaves the stream as it was.
func (t *TRIXStream) Next(x float64) (float64, error) {
	if !good(x) {
		return nan, bad("TRIX", "x", t.i, x)
	}
	t.i++
	return t.s.step(x), nil
}
