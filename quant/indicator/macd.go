package indicator

// MACD writes the moving average convergence/divergence line, its signal line
// and the histogram, in the units of x:
//
//	MACD   = EMA(x, fast) - EMA(x, slow)
//	signal = EMA(MACD, sig)
//	hist   = MACD - signal
//
// As TA-Lib does, both averages start at bar slow-1, the fast one seeded with the
// mean of the fast values ending there (not at bar fast-1), and a fast period
// longer than the slow one swaps the two. All three lines start together after
// slow+sig-2 bars of warm-up. TA-Lib: MACD.
func MACD(macd, signal, hist, x []float64, fast, slow, sig int) error {
	fail := func(err error) error { return void(err, macd, signal, hist) }
	s, err := newMACDState(fast, slow, sig)
	if err != nil {
		return fail(err)
	}
	in := arg{"x", x}
	if err := inputs("MACD", s.slow+s.sig-1, in); err != nil {
		return fail(err)
	}
	if err := outputs("MACD", []arg{{"macd", macd}, {"signal", signal}, {"hist", hist}}, in); err != nil {
		return fail(err)
	}
	first := s.slow + s.sig - 2 // of the output
	fillNaN(macd[:first])
	fillNaN(signal[:first])
	fillNaN(hist[:first])
	for i, v := range x[:first+1] {
		if m, g, ok := s.step(v); ok {
			macd[i], signal[i], hist[i] = m, g, m-g
		}
	}
	f, l, g := s.f, s.l, s.g
	kf, kl, kg := s.kf, s.kl, s.kg
	x = x[first+1:]
	macd, signal, hist = macd[first+1:][:len(x)], signal[first+1:][:len(x)], hist[first+1:][:len(x)]
	for i, v := range x {
		f += kf * (v - f)
		l += kl * (v - l)
		m := f - l
		g += kg * (m - g)
		macd[i] = m
		signal[i] = g
		hist[i] = m - g
	}
	return nil
}

type macdState struct {
	fast, slow, sig int
	kf, kl, kg      float64
	f, l, g         float64 // fast, slow and signal averages
	i               int
}

func newMACDState(fast, slow, sig int) (macdState, error) {
	if err := period("MACD", "fast", fast, 1); err != nil {
		return macdState{}, err
	}
	if err := period("MACD", "slow", slow, 1); err != nil {
		return macdState{}, err
	}
	if err := period("MACD", "sig", sig, 1); err != nil {
		return macdState{}, err
	}
	if fast > slow {
		fast, slow = slow, fast
	}
	return macdState{fast: fast, slow: slow, sig: sig,
		kf: 2 / float64(fast+1), kl: 2 / float64(slow+1), kg: 2 / float64(sig+1)}, nil
}

func (s *macdState) step(x float64) (macd, signal float64, ok bool) {
	i := s.i
	s.i++
	switch {
	case i < s.slow:
		s.l += x
		if i >= s.slow-s.fast {
			s.f += x
		}
		if i < s.slow-1 {
			return nan, nan, false
		}
		s.l /= float64(s.slow)
		s.f /= float64(s.fast)
	default:
		s.f += s.kf * (x - s.f)
		s.l += s.kl * (x - s.l)
	}
	m := s.f - s.l
	switch last := s.slow + s.sig - 2; {
	case i < last:
		s.g += m
		return nan, nan, false
	case i == last:
		s.g = (s.g + m) / float64(s.sig)
	default:
		s.g += s.kg * (m - s.g)
	}
	return m, s.g, true
}

// MACDStream is [MACD] one value at a time.
type MACDStream struct{ s macdState }

// NewMACD returns a stream with the given periods.
func NewMACD(fast, slow, sig int) (*MACDStream, error) {
	s, err := newMACDState(fast, slow, sig)
	if err != nil {
		return nil, err
	}
	return &MACDStream{s}, nil
}

// Next takes the next value and returns the three lines, NaN during warm-up. A
// value that is refused leaves the stream as it was.
func (m *MACDStream) Next(x float64) (macd, signal, hist float64, err error) {
	if !good(x) {
		return nan, nan, nan, bad("MACD", "x", m.s.i, x)
	}
	macd, signal, _ = m.s.step(x)
	return macd, signal, macd - signal, nil
}
