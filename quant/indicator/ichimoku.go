package indicator

// Midpoint writes (highest high + lowest low)/2 of the last n bars, in price
// units: the line Ichimoku's indicators are made of. Warm-up: n-1 bars. TA-Lib:
// MIDPRICE.
func Midpoint(dst, high, low []float64, n int) error {
	if err := period("Midpoint", "n", n, 1); err != nil {
		fillNaN(dst)
		return err
	}
	if err := ready("Midpoint", n, dst, arg{"high", high}, arg{"low", low}); err != nil {
		return err
	}
	if err := ordered("Midpoint", high, low); err != nil {
		fillNaN(dst)
		return err
	}
	var stack [stackSize]float64
	r := newHighLow(n, &scratch{stack[:]})
	for i := range dst {
		dst[i] = nan
		if hi, lo, ok := r.push(high[i], low[i]); ok {
			dst[i] = (hi + lo) / 2
		}
	}
	return nil
}

// Ichimoku is one bar of Hosoda's cloud, in price units and undisplaced: a chart
// draws SenkouA and SenkouB kijun bars ahead and the close (Chikou) as many
// behind. The value drawn under today's bar is the one computed kijun bars ago.
type Ichimoku struct {
	Tenkan  float64 // midpoint of the short period
	Kijun   float64 // midpoint of the middle period
	SenkouA float64 // (Tenkan + Kijun)/2
	SenkouB float64 // midpoint of the long period
	Chikou  float64 // the close
}

// IchimokuLines are the buffers [IchimokuCloud] fills. A nil one is left out.
type IchimokuLines struct{ Tenkan, Kijun, SenkouA, SenkouB, Chikou []float64 }

// IchimokuCloud writes the cloud's lines, undisplaced, usually with periods 9, 26
// and 52. Warm-up of a line: its period less one, SenkouA's the longer of tenkan
// and kijun. There must be bars for the shortest of the three; a line whose period
// is longer than the series is all NaN.
func IchimokuCloud(dst IchimokuLines, high, low, close []float64, tenkan, kijun, senkou int) error {
	const op = "IchimokuCloud"
	buf := [...]arg{{"tenkan", dst.Tenkan}, {"kijun", dst.Kijun}, {"senkouA", dst.SenkouA},
		{"senkouB", dst.SenkouB}, {"chikou", dst.Chikou}}
	fail := func(err error) error {
		return void(err, dst.Tenkan, dst.Kijun, dst.SenkouA, dst.SenkouB, dst.Chikou)
	}
	if err := checkIchimoku(tenkan, kijun, senkou); err != nil {
		return fail(err)
	}
	in := [...]arg{{"high", high}, {"low", low}, {"close", close}}
	if err := inputs(op, min(tenkan, kijun, senkou), in[:]...); err != nil {
		return fail(err)
	}
	if err := ordered(op, high, low); err != nil {
		return fail(err)
	}
	for i, d := range buf {
		if d.v == nil {
			continue
		}
		if err := output(op, d.name, d.v, in[:]...); err != nil {
			return fail(err)
		}
		for _, e := range buf[:i] {
			if e.v != nil && &e.v[0] == &d.v[0] {
				return fail(&Error{Op: op, Arg: d.name, Index: -1, Err: ErrAlias, Detail: e.name})
			}
		}
	}
	var stack [stackSize]float64
	s := newIchimokuState(tenkan, kijun, senkou, &scratch{stack[:]})
	for i := range high {
		v := s.step(high[i], low[i], close[i])
		for k, x := range [...]float64{v.Tenkan, v.Kijun, v.SenkouA, v.SenkouB, v.Chikou} {
			if d := buf[k].v; d != nil {
				d[i] = x
			}
		}
	}
	return nil
}

func checkIchimoku(tenkan, kijun, senkou int) error {
	if err := period("IchimokuCloud", "tenkan", tenkan, 1); err != nil {
		return err
	}
	if err := period("IchimokuCloud", "kijun", kijun, 1); err != nil {
		return err
	}
	return period("IchimokuCloud", "senkou", senkou, 1)
}

type ichimokuState struct{ r [3]highLow }

func newIchimokuState(tenkan, kijun, senkou int, s *scratch) ichimokuState {
	return ichimokuState{[3]highLow{newHighLow(tenkan, s), newHighLow(kijun, s), newHighLow(senkou, s)}}
}

func (s *ichimokuState) step(high, low, close float64) Ichimoku {
	var m [3]float64
	for k := range s.r {
		m[k] = nan
		if hi, lo, ok := s.r[k].push(high, low); ok {
			m[k] = (hi + lo) / 2
		}
	}
	return Ichimoku{Tenkan: m[0], Kijun: m[1], SenkouA: (m[0] + m[1]) / 2, SenkouB: m[2], Chikou: close}
}

// IchimokuStream is [IchimokuCloud] one bar at a time; Open and Volume are not
// read.
type IchimokuStream struct {
	s ichimokuState
	i int
}

// NewIchimoku returns a stream, usually with periods 9, 26 and 52.
func NewIchimoku(tenkan, kijun, senkou int) (*IchimokuStream, error) {
	if err := checkIchimoku(tenkan, kijun, senkou); err != nil {
		return nil, err
	}
	return &IchimokuStream{s: newIchimokuState(tenkan, kijun, senkou, new(scratch))}, nil
}

// Next takes the next bar and returns the lines, NaN during their warm-up. A bar
// that is refused leaves the stream as it was.
func (s *IchimokuStream) Next(b Bar) (Ichimoku, error) {
	if err := b.checkHLC("IchimokuCloud", s.i); err != nil {
		return Ichimoku{nan, nan, nan, nan, nan}, err
	}
	s.i++
	return s.s.step(b.High, b.Low, b.Close), nil
}
