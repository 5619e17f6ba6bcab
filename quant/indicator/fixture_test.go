package indicator_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tearsheet/quant/indicator"
)

var near = cmp.Options{cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-12, 1e-12)}

// Worked by hand, so that no table is needed.
func TestHand(t *testing.T) {
	na := math.NaN()
	bars := indicator.Bars{
		Open:   []float64{9, 10, 12, 11, 13},
		High:   []float64{11, 13, 13, 12, 15},
		Low:    []float64{8, 9, 10, 9, 12},
		Close:  []float64{10, 12, 11, 10, 14},
		Volume: []float64{100, 200, 300, 100, 400},
	}
	for _, c := range []struct {
		column string
		want   []float64
	}{
		{"SMA_3", []float64{na, na, 11, 11, 35. / 3}},
		{"EMA_3", []float64{na, na, 11, 10.5, 12.25}},
		{"WMA_3", []float64{na, na, (10 + 24 + 33) / 6., (12 + 22 + 30) / 6., (11 + 20 + 42) / 6.}},
		{"STDDEV_3", []float64{na, na, math.Sqrt(2. / 3), math.Sqrt(2. / 3), math.Sqrt(26. / 9)}},
		{"BBup_3_2", []float64{na, na, 11 + 2*math.Sqrt(2./3), 11 + 2*math.Sqrt(2./3), 35./3 + 2*math.Sqrt(26./9)}},
		{"ROC_2", []float64{na, na, 10, (10./12 - 1) * 100, (14./11 - 1) * 100}},
		// Gains 2 0 0 4, losses 0 1 1 0: means 1 and 0.5, then (1+0)/2, (0.5+1)/2, ...
		{"RSI_2", []float64{na, na, 100 / 1.5, 100 * 0.5 / 1.25, 100 * 2.25 / (2.25 + 0.375)}},
		{"CMO_2", []float64{na, na, 100 * 0.5 / 1.5, 100 * (0.5 - 0.75) / 1.25, 100 * (2.25 - 0.375) / 2.625}},
		{"TRANGE", []float64{na, 4, 3, 3, 5}},
		{"ATR_2", []float64{na, na, 3.5, 3.25, 4.125}},
		{"WILLR_3", []float64{na, na, -40, -75, -100. / 6}},
		{"OBV", []float64{100, 300, 0, -100, 300}},
		{"AD", []float64{100. / 3, 100./3 + 100, 100./3 + 100 - 100, 100./3 - 100./3, 400. / 3}},
		{"AROONup_2", []float64{na, na, 100, 50, 100}},
		{"AROONdown_2", []float64{na, na, 0, 100, 50}},
		{"tenkan_2", []float64{na, 10.5, 11, 11, 12}},
		{"senkou_a_2_3_unshifted", []float64{na, na, 10.75, 11, 12}},
		{"chikou_close", []float64{10, 12, 11, 10, 14}},
		{"rolling_vwap_typical_2", []float64{na, (29./3*100 + 34./3*200) / 300, (34./3*200 + 34./3*300) / 500,
			(34./3*300 + 31./3*100) / 400, (31./3*100 + 41./3*400) / 500}},
		{"anchored_vwap_typical_from_bar3", []float64{na, na, na, 31. / 3, (31./3*100 + 41./3*400) / 500}},
		// fast 2 and slow 3 start together at bar 2: 11.5-11, then 10.5-10.5, 12.8333-12.25.
		{"MACD_2_3_1", []float64{na, na, 0.5, 0, 12.0 + 5./6 - 12.25}},
		{"MACDhist_2_3_1", []float64{na, na, 0, 0, 0}},
	} {
		got := make([]float64, 5)
		if err := indicator.Column(c.column, bars, got); err != nil {
			t.Errorf("%s: %v", c.column, err)
			continue
		}
		if d := cmp.Diff(c.want, got, near); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.column, d)
		}
	}
}

// A flat series: no movement, no division by its zero.
func TestFlat(t *testing.T) {
	n := 60
	flat := make([]float64, n)
	for i := range flat {
		flat[i] = 0.1 + 0.2
	}
	bars := indicator.Bars{Open: flat, High: flat, Low: flat, Close: flat, Volume: make([]float64, n)}
	for name, want := range map[string]float64{"RSI_14": 0, "CMO_14": 0, "MACD_12_26_9": 0, "MACDhist_12_26_9": 0, "CCI_20": 0,
		"WILLR_14": 0, "MFI_14": 0, "ROC_10": 0, "TRIX_5": 0, "ADX_14": 0, "PLUS_DI_14": 0, "STOCHslowk_5_3_3": 0, "ATR_14": 0,
		"STDDEV_20": 0, "ULTOSC_7_14_28": 0, "SMA_20": flat[0], "EMA_12": flat[0], "BBup_20_2": flat[0], "KAMA_10": flat[0],
		"rolling_vwap_typical_14": math.NaN(), "AROONup_14": 100, "SAR_0.02_0.2": flat[0]} {
		got := make([]float64, n)
		if err := indicator.Column(name, bars, got); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if g := got[n-1]; !(math.Abs(g-want) < 1e-14) && !(math.IsNaN(g) && math.IsNaN(want)) {
			t.Errorf("%s = %v, want %v", name, g, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	x := []float64{1, 2, 3, 4, 5, 6}
	with := func(i int, v float64) []float64 {
		y := append([]float64(nil), x...)
		y[i] = v
		return y
	}
	dst := make([]float64, 6)
	d2, d3 := make([]float64, 6), make([]float64, 6)
	for name, c := range map[string]struct {
		err   error
		want  error
		arg   string
		index int
	}{
		"empty":          {indicator.SMA(nil, nil, 3), indicator.ErrEmpty, "x", -1},
		"short":          {indicator.RSI(dst, x, 6), indicator.ErrShort, "x", -1},
		"nan":            {indicator.EMA(dst, with(4, math.NaN()), 3), indicator.ErrNotFinite, "x", 4},
		"inf":            {indicator.BBANDS(dst, d2, d3, with(5, math.Inf(-1)), 3, 2), indicator.ErrNotFinite, "x", 5},
		"huge":           {indicator.WMA(dst, with(2, 1e101), 3), indicator.ErrNotFinite, "x", 2},
		"dst length":     {indicator.KAMA(dst[:5], x, 3), indicator.ErrLength, "dst", -1},
		"column length":  {indicator.ATR(dst, x, x[:5], x, 3), indicator.ErrLength, "low", -1},
		"period 0":       {indicator.SMA(dst, x, 0), indicator.ErrParam, "n", -1},
		"period huge":    {indicator.SMA(dst, x, 100_001), indicator.ErrParam, "n", -1},
		"deviation":      {indicator.BBANDS(dst, d2, d3, x, 3, math.NaN()), indicator.ErrParam, "dev", -1},
		"alias":          {indicator.TRIX(x, x, 2), indicator.ErrAlias, "dst", -1},
		"alias output":   {indicator.MACD(dst, dst, d3, x, 2, 3, 2), indicator.ErrAlias, "signal", -1},
		"bar":            {indicator.ADX(dst, with(3, 1), x, x, 2), indicator.ErrBar, "high", 3},
		"volume":         {indicator.OBV(dst, x, with(1, -1)), indicator.ErrBar, "volume", 1},
		"anchor":         {indicator.AnchoredVWAP(dst, x, x, x, x, 6), indicator.ErrParam, "anchor", -1},
		"missing":        {indicator.Column("MFI_2", indicator.Bars{High: x, Low: x, Close: x}, dst), indicator.ErrMissing, "volume", -1},
		"column columns": {indicator.Column("OBV", indicator.Bars{Close: x, Volume: x[:3]}, dst), indicator.ErrLength, "volume", -1},
		"column dst":     {indicator.Column("SMA_2", indicator.Bars{Close: x}, dst[:2]), indicator.ErrLength, "dst", -1},
		"column bars":    {indicator.Column("SMA_2", indicator.Bars{}, nil), indicator.ErrEmpty, "bars", -1},
		"column short":   {indicator.Column("SMA_7", indicator.Bars{Close: x}, dst), indicator.ErrShort, "close", -1},
		"sar":            {indicator.SAR(dst, x, x, -1, 0.2), indicator.ErrParam, "accel", -1},
	} {
		var e *indicator.Error
		if !errors.As(c.err, &e) || !errors.Is(c.err, c.want) || e.Arg != c.arg || e.Index != c.index {
			t.Errorf("%s: got %v, want %q of %s[%d]", name, c.err, c.want, c.arg, c.index)
		}
	}
	dst[0] = 1
	if indicator.SMA(dst, x, 9) == nil || !math.IsNaN(dst[0]) {
		t.Error("a buffer keeps old numbers after an error")
	}
	if x[0] != 1 {
		t.Error("an input was overwritten")
	}
}

// Every indicator refuses bad input of every shape and never panics.
func TestNoPanics(t *testing.T) {
	nan := math.NaN()
	for _, series := range [][]float64{nil, {}, {1}, {nan}, {1, 2}, {1, nan, 3}, {math.Inf(1), 1, 1}, {0, 0, 0, 0}, {-1, -2, -3, -4},
		{1e100, -1e100, 1e100, -1e100, 1e100, 1e100}, {5e-324, 5e-324, 0, 5e-324, 5e-324}} {
		for _, p := range pairs(2, 3, 2) {
			for _, name := range p.columns {
				dst := make([]float64, len(series))
				err := indicator.Column(name, indicator.Bars{Open: series, High: series, Low: series, Close: series, Volume: series}, dst)
				if err == nil {
					for i, v := range dst {
						if math.IsInf(v, 0) {
							t.Errorf("%s of %v: [%d] is %v", name, series, i, v)
						}
					}
				}
			}
		}
	}
}

func TestSwingsAndLevels(t *testing.T) {
	//                 0   1   2   3   4   5   6   7   8   9  10
	high := []float64{10, 12, 15, 13, 11, 12, 15, 15, 12, 10, 11}
	low := []float64{9, 10, 13, 11, 8, 10, 12, 13, 9, 8.2, 9}
	swings, err := indicator.Swings(nil, high, low, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := []indicator.Swing{{2, 3, 15, true}, {4, 5, 8, false}, {6, 7, 15, true}, {9, 10, 8.2, false}}
	if d := cmp.Diff(want, swings); d != "" {
		t.Errorf("swings (-want +got):\n%s", d)
	}
	s, err := indicator.NewSwings(1)
	if err != nil {
		t.Fatal(err)
	}
	var streamed []indicator.Swing
	for i := range high {
		if streamed, err = s.Next(streamed, indicator.Bar{High: high[i], Low: low[i]}); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(want, streamed); d != "" {
		t.Errorf("streamed (-want +got):\n%s", d)
	}
	levels, err := indicator.Levels(nil, swings, 10, 0.5, 2)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]indicator.Level{
		{Price: 8.1, Low: 8, High: 8.2, Touches: 2, First: 4, Last: 9, Support: true},
		{Price: 15, Low: 15, High: 15, Touches: 2, First: 2, Last: 6},
	}, levels, near); d != "" {
		t.Errorf("levels (-want +got):\n%s", d)
	}
}

func TestPivots(t *testing.T) {
	for how, want := range map[indicator.PivotMethod]indicator.PivotPoints{
		indicator.ClassicPivots:   {P: 11, R1: 13, R2: 15, R3: 17, S1: 9, S2: 7, S3: 5},
		indicator.FibonacciPivots: {P: 11, R1: 12.528, R2: 13.472, R3: 15, S1: 9.472, S2: 8.528, S3: 7},
		indicator.CamarillaPivots: {P: 11, R1: 11 + 4.4/12, R2: 11 + 4.4/6, R3: 12.1, S1: 11 - 4.4/12, S2: 11 - 4.4/6, S3: 9.9},
		indicator.WoodiePivots:    {P: 11, R1: 13, R2: 15, R3: 17, S1: 9, S2: 7, S3: 5},
	} {
		got, err := indicator.Pivots(13, 9, 11, how)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got, near); d != "" {
			t.Errorf("%d (-want +got):\n%s", how, d)
		}
	}
}

// The hot functions allocate nothing.
func TestNoAllocation(t *testing.T) {
	bars := walk(500)
	dst := make([]float64, 500)
	for _, name := range []string{"SMA_20", "EMA_12", "WMA_10", "KAMA_30", "RSI_14", "CMO_14", "ROC_10", "TRIX_5", "STDDEV_20", "ATR_14",
		"TRANGE", "ADX_14", "ADXR_14", "PLUS_DI_14", "CCI_20", "WILLR_14", "MFI_14", "OBV", "AD", "SAR_0.02_0.2", "ULTOSC_7_14_28",
		"MIDPRICE_26", "rolling_vwap_typical_14"} {
		s, err := indicator.ParseColumn(name)
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(10, func() { _ = s.Fill(bars, dst) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// A bar that stretches equally both ways moves in no direction.
func TestDirectionalTie(t *testing.T) {
	high := []float64{10, 11, 12, 13, 14}
	low := []float64{9, 8, 7, 6, 5}
	mid := []float64{9.5, 9.5, 9.5, 9.5, 9.5}
	dst := make([]float64, 5)
	for name, f := range map[string]func(dst, h, l, c []float64, n int) error{"+DI": indicator.PlusDI, "-DI": indicator.MinusDI, "ADX": indicator.ADX} {
		if err := f(dst, high, low, mid, 2); err != nil {
			t.Fatal(err)
		}
		if dst[4] != 0 {
			t.Errorf("%s = %v", name, dst)
		}
	}
}
