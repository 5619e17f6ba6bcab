package indicator

// ULTOSC writes Williams' ultimate oscillator, 0..100, over three periods from
// short to long:
//
//	ULTOSC = 100 (4 A(n1) + 2 A(n2) + A(n3)) / 7
//	A(n)   = sum of (close - min(low, prevClose)) / sum of true ranges
//
// The periods may come in any order, as in TA-Lib; an average over an empty range
// counts as 0. Warm-up: the longest period. TA-Lib: ULTOSC.
func ULTOSC(dst, high, low, close []float64, n1, n2, n3 int) error {
	n1, n2, n3, err := sortPeriods(n1, n2, n3)
	if err != nil {
		fillNaN(dst)
		return err
	}
	if err := hlc("ULTOSC", n3+1, dst, high, low, close); err != nil {
		return err
	}
	var stack [stackSize]float64
	s := newULTOSCState(n1, n2, n3, &scratch{stack[:]})
	for i := range dst {
		dst[i] = s.step(high[i], low[i], close[i])
	}
	return nil
}

func sortPeriods(n1, n2, n3 int) (int, int, int, error) {
	for i, n := range [...]int{n1, n2, n3} {
		if err := period("ULTOSC", [...]string{"n1", "n2", "n3"}[i], n, 1); err != nil {
			return 0, 0, 0, err
		}
	}
	if n1 > n2 {
		n1, n2 = n2, n1
	}
	if n2 > n3 {
		n2, n3 = n3, n2
	}
	if n1 > n2 {
		n1, n2 = n2, n1
	}
	return n1, n2, n3, nil
}

type ultoscState struct {
	buy, tr [3]windowSum
	prev    float64
	have    bool
}

func newULTOSCState(n1, n2, n3 int, s *scratch) ultoscState {
	return ultoscState{
		buy: [3]windowSum{newWindowSum(n1, s), newWindowSum(n2, s), newWindowSum(n3, s)},
		tr:  [3]windowSum{newWindowSum(n1, s), newWindowSum(n2, s), newWindowSum(n3, s)},
	}
}

func (s *ultoscState) step(high, low, close float64) float64 {
	pc, have := s.prev, s.have
	s.prev, s.have = close, true
	if !have {
		return nan
	}
	buy, tr := close-min(low, pc), trueRange(high, low, pc)
	out, ready := 0.0, true
	for k := range s.buy {
		b, _ := s.buy[k].push(buy)
		t, ok := s.tr[k].push(tr)
		ready = ready && ok
		if t != 0 {
			out += float64(int(4)>>k) * (b / t)
		}
	}
	if !ready {
		return nan
	}
	return 100 * (out / 7)
}

// ULTOSCStream is [ULTOSC] one bar at a time; Open and Volume are not read.
type ULTOSCStream struct {
	s ultoscState
	i int
}

// NewULTOSC returns a stream with the given periods, in any order.
func NewULTOSC(n1, n2, n3 int) (*ULTOSCStream, error) {
	n1, n2, n3, err := sortPeriods(n1, n2, n3)
	if err != nil {
		return nil, err
	}
	return &ULTOSCStream{s: newULTOSCState(n1, n2, n3, new(scratch))}, nil
}

// Next takes the next bar and returns the oscillator, NaN during warm-up. A bar
// that is refused leaves the stream as it was.
func (u *ULTOSCStream) Next(b Bar) (float64, error) {
	if err := b.checkHLC("ULTOSC", u.i); err != nil {
		return nan, err
	}
	u.i++
	return u.s.step(b.High, b.Low, b.Close), nil
}
