package indicator

// SAR writes Wilder's parabolic stop and reverse, in price units. The stop moves
// towards the extreme point of the trend by an acceleration factor that starts at
// accel and grows by accel with every new extreme up to limit,
//
//	SAR[i+1] = SAR[i] + af (EP - SAR[i])
//
// never inside the last two bars; a bar that touches it reverses the trend. As in
// TA-Lib the first trend is down when the low of bar 1 fell by more than the high
// rose, else up, and accel above limit is taken as limit. Warm-up: 1 bar. TA-Lib:
// SAR. Source: Wilder 1978.
func SAR(dst, high, low []float64, accel, limit float64) error {
	s, err := newSARState(accel, limit)
	if err != nil {
		fillNaN(dst)
		return err
	}
	if err := ready("SAR", 2, dst, arg{"high", high}, arg{"low", low}); err != nil {
		return err
	}
	if err := ordered("SAR", high, low); err != nil {
		fillNaN(dst)
		return err
	}
	for i := range dst {
		dst[i] = s.step(high[i], low[i])
	}
	return nil
}

type sarState struct {
	accel, limit float64
	i            int
	long         bool
	sar, ep, af  float64
	ph, pl       float64 // previous high and low
}

func newSARState(accel, limit float64) (sarState, error) {
	if err := factor("SAR", "accel", accel, 0, 1e6); err != nil {
		return sarState{}, err
	}
	if err := factor("SAR", "limit", limit, 0, 1e6); err != nil {
		return sarState{}, err
	}
	a := min(accel, limit)
	return sarState{accel: a, limit: limit, af: a}, nil
}

func (s *sarState) step(high, low float64) float64 {
	i, ph, pl := s.i, s.ph, s.pl
	s.i++
	s.ph, s.pl = high, low
	if i == 0 {
		return nan
	}
	if i == 1 {
		up, down := high-ph, pl-low
		s.long = !(down > 0 && up < down)
		if s.long {
			s.ep, s.sar = high, pl
		} else {
			s.ep, s.sar = low, ph
		}
		// TA-Lib compares the first bar with itself.
		ph, pl = high, low
	}
	if s.long {
		if low <= s.sar {
			s.long = false
			out := max(s.ep, ph, high)
			s.af, s.ep = s.accel, low
			s.sar = max(out+s.af*(s.ep-out), ph, high)
			return out
		}
		out := s.sar
		if high > s.ep {
			s.ep = high
			s.af = min(s.af+s.accel, s.limit)
		}
		s.sar = min(out+s.af*(s.ep-out), pl, low)
		return out
	}
	if high >= s.sar {
		s.long = true
		out := min(s.ep, pl, low)
		s.af, s.ep = s.accel, high
		s.sar = min(out+s.af*(s.ep-out), pl, low)
		return out
	}
	out := s.sar
	if low < s.ep {
		s.ep = low
		s.af = min(s.af+s.accel, s.limit)
	}
	s.sar = max(out+s.af*(s.ep-out), ph, high)
	return out
}

// SARStream is [SAR] one bar at a time; only High and Low are read.
type SARStream struct{ s sarState }

// NewSAR returns a stream with the given factors.
func NewSAR(accel, limit float64) (*SARStream, error) {
	s, err := newSARState(accel, limit)
	if err != nil {
		return nil, err
	}
	return &SARStream{s}, nil
}

// Next takes the next bar and returns the stop, NaN for the first. A bar that is
// refused leaves the stream as it was.
func (s *SARStream) Next(b Bar) (float64, error) {
	b.Close = b.High
	if err := b.checkHLC("SAR", s.s.i); err != nil {
		return nan, err
	}
	return s.s.step(b.High, b.Low), nil
}
