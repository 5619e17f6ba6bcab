package indicator

// MFI writes the money flow index, 0..100: over the last n bars,
//
//	MFI = 100 P / (P + N)
//
// where P and N add typical price times volume of the bars whose typical price
// rose and fell. As in TA-Lib it is 0 where P + N is below 1 (currency unit).
// Warm-up: n bars. TA-Lib: MFI.
func MFI(dst, high, low, close, volume []float64, n int) error {
	if err := period("MFI", "n", n, 2); err != nil {
		fillNaN(dst)
		return err
	}
	if err := hlcv("MFI", n+1, dst, high, low, close, volume); err != nil {
		return err
	}
	var stack [stackSize]float64
	s := newMFIState(n, &scratch{stack[:]})
	for i := range dst {
		dst[i] = s.step(high[i], low[i], close[i], volume[i])
	}
	return nil
}

type mfiState struct {
	pos, neg windowSum
	prev     float64
	have     bool
}

func newMFIState(n int, s *scratch) mfiState {
	return mfiState{pos: newWindowSum(n, s), neg: newWindowSum(n, s)}
}

func (s *mfiState) step(high, low, close, volume float64) float64 {
	p := typical(high, low, close)
	d := p - s.prev
	s.prev = p
	if !s.have {
		s.have = true
		return nan
	}
	flow := p * volume
	up, down := 0.0, 0.0
	switch {
	case d > 0:
		up = flow
	case d < 0:
		down = flow
	}
	pos, ok := s.pos.push(up)
	neg, _ := s.neg.push(down)
	if !ok {
		return nan
	}
	if pos+neg < 1 {
		return 0
	}
	return 100 * (pos / (pos + neg))
}

// MFIStream is [MFI] one bar at a time; Open is not read.
type MFIStream struct {
	s mfiState
	i int
}

// NewMFI returns a stream of period n.
func NewMFI(n int) (*MFIStream, error) {
	if err := period("MFI", "n", n, 2); err != nil {
		return nil, err
	}
	return &MFIStream{s: newMFIState(n, new(scratch))}, nil
}

// Next takes the next bar and returns the index, NaN during warm-up. A bar that is
// refused leaves the stream as it was.
func (m *MFIStream) Next(b Bar) (float64, error) {
	if err := b.checkHLC("MFI", m.i); err != nil {
		return nan, err
	}
	if err := b.checkVolume("MFI", m.i); err != nil {
		return nan, err
	}
	m.i++
	return m.s.step(b.High, b.Low, b.Close, b.Volume), nil
}
