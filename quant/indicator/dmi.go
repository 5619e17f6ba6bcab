package indicator

import "math"

// DMI is one bar of Wilder's directional movement system, all 0..100.
type DMI struct {
	PlusDI, MinusDI float64 // valid after n bars
	ADX             float64 // valid after 2n-1 bars
	ADXR            float64 // valid after 3n-2 bars
}

// dmiState is the recursion behind ADX, ADXR, +DI and -DI: sums of n-1 bars to
// start with, then S += x - S/n, as TA-Lib has it.
type dmiState struct {
	n, i            int
	ph, pl, pc      float64 // previous high, low, close
	plus, minus, tr float64 // smoothed sums
	sumDX, adx      float64
	plusDI, minusDI float64
	haveDI, haveADX bool
}

func (s *dmiState) step(high, low, close float64) {
	i, n := s.i, float64(s.n)
	s.i++
	up, down := high-s.ph, s.pl-low
	tr := 0.0
	if i > 0 {
		tr = trueRange(high, low, s.pc)
	}
	s.ph, s.pl, s.pc = high, low, close
	if i == 0 {
		return
	}
	if i >= s.n { // smoothing starts after the first n-1 movements
		s.plus -= s.plus / n
		s.minus -= s.minus / n
		s.tr -= s.tr / n
	}
	switch {
	case down > 0 && up < down:
		s.minus += down
	case up > 0 && up > down:
		s.plus += up
	}
	s.tr += tr
	if i < s.n {
		return
	}
	s.haveDI = true
	s.plusDI, s.minusDI = 0, 0
	dx, ok := 0.0, false
	if s.tr != 0 {
		s.plusDI = 100 * (s.plus / s.tr)
		s.minusDI = 100 * (s.minus / s.tr)
		if sum := s.plusDI + s.minusDI; sum != 0 {
			dx, ok = 100*(math.Abs(s.minusDI-s.plusDI)/sum), true
		}
	}
	switch last := 2*s.n - 1; {
	case i <= last:
		s.sumDX += dx
		if i == last {
			s.adx, s.haveADX = s.sumDX/n, true
		}
	case ok: // no movement: the last value stands
		s.adx = (s.adx*(n-1) + dx) / n
	}
}

// ADX writes Wilder's average directional index, 0..100: DX = 100 |+DI - -DI| /
// (+DI + -DI), averaged over the first n, then Wilder smoothed. Warm-up: 2n-1
// bars. TA-Lib: ADX. Source: Wilder 1978.
func ADX(dst, high, low, close []float64, n int) error {
	return dmi("ADX", 2*n, dst, high, low, close, n, wantADX)
}

// PlusDI writes Wilder's positive directional indicator, 0..100: 100 times the
// smoothed upward movement over the smoothed true range; both start from the
// plain sum of n-1 bars. Warm-up: n bars. TA-Lib: PLUS_DI with n >= 2.
func PlusDI(dst, high, low, close []float64, n int) error {
	return dmi("PLUS_DI", n+1, dst, high, low, close, n, wantPlus)
}

// MinusDI is [PlusDI] for downward movement. TA-Lib: MINUS_DI with n >= 2.
func MinusDI(dst, high, low, close []float64, n int) error {
	return dmi("MINUS_DI", n+1, dst, high, low, close, n, wantMinus)
}

// ADXR writes the average of ADX now and n-1 bars ago, 0..100. Warm-up: 3n-2
// bars. TA-Lib: ADXR.
func ADXR(dst, high, low, close []float64, n int) error {
	err := dmi("ADXR", 3*n-1, dst, high, low, close, n, wantADX)
	if err != nil {
		return err
	}
	for i := len(dst) - 1; i >= 3*n-2; i-- {
		dst[i] = (dst[i] + dst[i-n+1]) / 2
	}
	fillNaN(dst[:3*n-2])
	return nil
}

// Which value dmi writes.
const (
	wantADX = iota
	wantPlus
	wantMinus
)

func dmi(op string, need int, dst, high, low, close []float64, n int, want int) error {
	if err := period(op, "n", n, 2); err != nil {
		fillNaN(dst)
		return err
	}
	if err := hlc(op, need, dst, high, low, close); err != nil {
		return err
	}
	s := dmiState{n: n}
	for i := range dst {
		s.step(high[i], low[i], close[i])
		dst[i] = nan
		switch {
		case want == wantADX:
			if s.haveADX {
				dst[i] = s.adx
			}
		case !s.haveDI:
		case want == wantPlus:
			dst[i] = s.plusDI
		default:
			dst[i] = s.minusDI
		}
	}
	return nil
}

// DMIStream is [ADX], [ADXR], [PlusDI] and [MinusDI] one bar at a time; Open and
// Volume are not read.
type DMIStream struct {
	s dmiState
	r ring
}

// NewDMI returns a stream of period n.
func NewDMI(n int) (*DMIStream, error) {
	if err := period("DMI", "n", n, 2); err != nil {
		return nil, err
	}
	return &DMIStream{s: dmiState{n: n}, r: newRing(n-1, new(scratch))}, nil
}

// Next takes the next bar and returns the system's values, NaN during their
// warm-up. A bar that is refused leaves the stream as it was.
func (d *DMIStream) Next(b Bar) (DMI, error) {
	out := DMI{nan, nan, nan, nan}
	if err := b.checkHLC("DMI", d.s.i); err != nil {
		return out, err
	}
	d.s.step(b.High, b.Low, b.Close)
	if d.s.haveDI {
		out.PlusDI, out.MinusDI = d.s.plusDI, d.s.minusDI
	}
	if d.s.haveADX {
		out.ADX = d.s.adx
		if old, ok := d.r.push(out.ADX); ok {
			out.ADXR = (out.ADX + old) / 2
		}
	}
	return out, nil
}
