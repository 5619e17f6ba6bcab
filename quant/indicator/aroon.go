package indicator

// AROON writes Chande's Aroon lines, 0..100: how recently, within the last n
// moves (n+1 bars), the lowest low and the highest high were made,
//
//	down = 100 (n - bars since the lowest low) / n
//	up   = 100 (n - bars since the highest high) / n
//
// the newest of equals counting. Warm-up: n bars. TA-Lib: AROON.
func AROON(down, up, high, low []float64, n int) error {
	const op = "AROON"
	fail := func(err error) error { return void(err, down, up) }
	if err := period(op, "n", n, 2); err != nil {
		return fail(err)
	}
	in := [...]arg{{"high", high}, {"low", low}}
	if err := inputs(op, n+1, in[:]...); err != nil {
		return fail(err)
	}
	if err := outputs(op, []arg{{"down", down}, {"up", up}}, in[:]...); err != nil {
		return fail(err)
	}
	if err := ordered(op, high, low); err != nil {
		return fail(err)
	}
	var stack [stackSize]float64
	s := newAROONState(n, &scratch{stack[:]})
	for i := range high {
		down[i], up[i] = s.step(high[i], low[i])
	}
	return nil
}

type aroonState struct {
	hi, lo newest
	n, i   int
	f      float64
}

func newAROONState(n int, s *scratch) aroonState {
	return aroonState{hi: newNewest(n+1, s), lo: newNewest(n+1, s), n: n, f: 100 / float64(n)}
}

func (s *aroonState) step(high, low float64) (down, up float64) {
	h := s.hi.push(s.i, high)
	l := s.lo.push(s.i, -low)
	i := s.i
	s.i++
	if i < s.n {
		return nan, nan
	}
	return s.f * float64(s.n-(i-l)), s.f * float64(s.n-(i-h))
}

// newest finds the index of the newest maximum of the last n values: a queue of
// the values that no later one reaches, in a ring. The indices are kept as
// float64, exact to 2^53, to share the scratch.
type newest struct {
	at, val   []float64
	head, len int
}

func newNewest(n int, s *scratch) newest { return newest{at: s.take(n), val: s.take(n)} }

func (q *newest) push(i int, x float64) int {
	n := len(q.at)
	if q.len > 0 && int(q.at[q.head]) <= i-n {
		q.len--
		if q.head++; q.head == n {
			q.head = 0
		}
	}
	for q.len > 0 {
		t := q.head + q.len - 1
		if t >= n {
			t -= n
		}
		if q.val[t] > x {
			break
		}
		q.len--
	}
	t := q.head + q.len
	if t >= n {
		t -= n
	}
	q.at[t], q.val[t] = float64(i), x
	q.len++
	return int(q.at[q.head])
}

// AROONStream is [AROON] one bar at a time; only High and Low are read.
type AROONStream struct{ s aroonState }

// NewAROON returns a stream of period n.
func NewAROON(n int) (*AROONStream, error) {
	if err := period("AROON", "n", n, 2); err != nil {
		return nil, err
	}
	return &AROONStream{newAROONState(n, new(scratch))}, nil
}

// Next takes the next bar and returns the lines, NaN during warm-up. A bar that is
// refused leaves the stream as it was.
func (a *AROONStream) Next(b Bar) (down, up float64, err error) {
	b.Close = b.High
	if err := b.checkHLC("AROON", a.s.i); err != nil {
		return nan, nan, err
	}
	down, up = a.s.step(b.High, b.Low)
	return down, up, nil
}
