package indicator_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"tearsheet/quant/indicator"
)

// genBars draws bars with plateaus, gaps, spikes and bars without range or volume.
func genBars(t *rapid.T) indicator.Bars {
	n := rapid.IntRange(1, 160).Draw(t, "n")
	scale := rapid.SampledFrom([]float64{1e-6, 1, 100, 6e5}).Draw(t, "scale")
	b := indicator.Bars{Open: make([]float64, n), High: make([]float64, n), Low: make([]float64, n),
		Close: make([]float64, n), Volume: make([]float64, n)}
	x := 1.0
	for i := range n {
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0: // nothing moves
			b.Open[i], b.High[i], b.Low[i], b.Close[i] = x*scale, x*scale, x*scale, x*scale
			continue
		case 1:
			x *= rapid.Float64Range(0.5, 2).Draw(t, "jump")
		default:
			x *= rapid.Float64Range(0.97, 1.03).Draw(t, "move")
		}
		o := x * rapid.Float64Range(0.99, 1.01).Draw(t, "open")
		hi := max(o, x) * rapid.Float64Range(1, 1.01).Draw(t, "high")
		lo := min(o, x) * rapid.Float64Range(0.99, 1).Draw(t, "low")
		b.Open[i], b.High[i], b.Low[i], b.Close[i] = o*scale, hi*scale, lo*scale, x*scale
		b.Volume[i] = float64(rapid.IntRange(0, 1000).Draw(t, "volume") * 100)
	}
	return b
}

// stream is one streaming indicator as a function of a bar.
type stream func(indicator.Bar) ([]float64, error)

func one(next func(float64) (float64, error)) stream {
	return func(b indicator.Bar) ([]float64, error) {
		v, err := next(b.Close)
		return []float64{v}, err
	}
}

func oneBar(next func(indicator.Bar) (float64, error)) stream {
	return func(b indicator.Bar) ([]float64, error) {
		v, err := next(b)
		return []float64{v}, err
	}
}

func three(a, b, c float64, err error) ([]float64, error) { return []float64{a, b, c}, err }

func two(a, b float64, err error) ([]float64, error) { return []float64{a, b}, err }

func ok[T any](s T, err error) T {
	if err != nil {
		panic(err)
	}
	return s
}

// pairs is every indicator as columns and as a stream that returns them in order.
func pairs(n, m, k int) map[string]struct {
	columns []string
	stream  stream
} {
	type pair = struct {
		columns []string
		stream  stream
	}
	f := fmt.Sprintf
	macd := ok(indicator.NewMACD(n, m, k))
	bb := ok(indicator.NewBBANDS(n, 2))
	dmi := ok(indicator.NewDMI(n))
	stoch := ok(indicator.NewSTOCH(n, m, k))
	aroon := ok(indicator.NewAROON(n))
	ichi := ok(indicator.NewIchimoku(n, m, k))
	return map[string]pair{
		"SMA":    {[]string{f("SMA_%d", n)}, one(ok(indicator.NewSMA(n)).Next)},
		"EMA":    {[]string{f("EMA_%d", n)}, one(ok(indicator.NewEMA(n)).Next)},
		"WMA":    {[]string{f("WMA_%d", n)}, one(ok(indicator.NewWMA(n)).Next)},
		"KAMA":   {[]string{f("KAMA_%d", n)}, one(ok(indicator.NewKAMA(n)).Next)},
		"RSI":    {[]string{f("RSI_%d", n)}, one(ok(indicator.NewRSI(n)).Next)},
		"CMO":    {[]string{f("CMO_%d", n)}, one(ok(indicator.NewCMO(n)).Next)},
		"ROC":    {[]string{f("ROC_%d", n)}, one(ok(indicator.NewROC(n)).Next)},
		"TRIX":   {[]string{f("TRIX_%d", n)}, one(ok(indicator.NewTRIX(n)).Next)},
		"STDDEV": {[]string{f("STDDEV_%d", n)}, one(ok(indicator.NewStdDev(n)).Next)},
		"MACD": {[]string{f("MACD_%d_%d_%d", n, m, k), f("MACDsignal_%d_%d_%d", n, m, k), f("MACDhist_%d_%d_%d", n, m, k)},
			func(b indicator.Bar) ([]float64, error) { return three(macd.Next(b.Close)) }},
		"BBANDS": {[]string{f("BBup_%d_2", n), f("BBmid_%d_2", n), f("BBlow_%d_2", n)},
			func(b indicator.Bar) ([]float64, error) { return three(bb.Next(b.Close)) }},
		"TRANGE": {[]string{"TRANGE"}, oneBar(indicator.NewTRANGE().Next)},
		"ATR":    {[]string{f("ATR_%d", n)}, oneBar(ok(indicator.NewATR(n)).Next)},
		"DMI": {[]string{f("ADX_%d", n), f("ADXR_%d", n), f("PLUS_DI_%d", n), f("MINUS_DI_%d", n)},
			func(b indicator.Bar) ([]float64, error) {
				d, err := dmi.Next(b)
				return []float64{d.ADX, d.ADXR, d.PlusDI, d.MinusDI}, err
			}},
		"CCI":   {[]string{f("CCI_%d", n)}, oneBar(ok(indicator.NewCCI(n)).Next)},
		"WILLR": {[]string{f("WILLR_%d", n)}, oneBar(ok(indicator.NewWILLR(n)).Next)},
		"MFI":   {[]string{f("MFI_%d", n)}, oneBar(ok(indicator.NewMFI(n)).Next)},
		"STOCH": {[]string{f("STOCHslowk_%d_%d_%d", n, m, k), f("STOCHslowd_%d_%d_%d", n, m, k)},
			func(b indicator.Bar) ([]float64, error) { return two(stoch.Next(b)) }},
		"OBV": {[]string{"OBV"}, oneBar(indicator.NewOBV().Next)},
		"AD":  {[]string{"AD"}, oneBar(indicator.NewAD().Next)},
		"AROON": {[]string{f("AROONdown_%d", n), f("AROONup_%d", n)},
			func(b indicator.Bar) ([]float64, error) { return two(aroon.Next(b)) }},
		"SAR":    {[]string{"SAR_0.02_0.2"}, oneBar(ok(indicator.NewSAR(0.02, 0.2)).Next)},
		"ULTOSC": {[]string{f("ULTOSC_%d_%d_%d", n, m, k)}, oneBar(ok(indicator.NewULTOSC(n, m, k)).Next)},
		"Ichimoku": {[]string{f("tenkan_%d", n), f("kijun_%d", m), f("senkou_a_%d_%d_unshifted", n, m),
			f("senkou_b_%d_unshifted", k), "chikou_close"},
			func(b indicator.Bar) ([]float64, error) {
				c, err := ichi.Next(b)
				return []float64{c.Tenkan, c.Kijun, c.SenkouA, c.SenkouB, c.Chikou}, err
			}},
		"RollingVWAP":  {[]string{f("rolling_vwap_typical_%d", n)}, oneBar(ok(indicator.NewRollingVWAP(n)).Next)},
		"AnchoredVWAP": {[]string{"anchored_vwap_typical_from_bar0"}, oneBar(indicator.NewAnchoredVWAP().Next)},
	}
}

func barAt(b indicator.Bars, i int) indicator.Bar {
	return indicator.Bar{Open: b.Open[i], High: b.High[i], Low: b.Low[i], Close: b.Close[i], Volume: b.Volume[i]}
}

func same(a, b float64) bool { return a == b || (math.IsNaN(a) && math.IsNaN(b)) }

// Streaming gives the batch values to the bit, a refused bar changes nothing, and
// a series that is too short gives NaN and says so.
func TestStreamIsBatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := genBars(t)
		n := rapid.IntRange(2, 30).Draw(t, "period")
		m := rapid.IntRange(2, 30).Draw(t, "period2")
		k := rapid.IntRange(2, 30).Draw(t, "period3")
		poison := rapid.IntRange(0, len(b.Close)-1).Draw(t, "poison")
		for name, p := range pairs(n, m, k) {
			want := make([][]float64, len(p.columns))
			for j, c := range p.columns {
				want[j] = make([]float64, len(b.Close))
				if err := indicator.Column(c, b, want[j]); err != nil && !errors.Is(err, indicator.ErrShort) {
					t.Fatalf("%s: %v", c, err)
				}
			}
			for i := range b.Close {
				if i == poison {
					bad := math.NaN()
					if _, err := p.stream(indicator.Bar{Open: bad, High: bad, Low: bad, Close: bad, Volume: bad}); !errors.Is(err, indicator.ErrNotFinite) {
						t.Fatalf("%s took NaN: %v", name, err)
					}
				}
				got, err := p.stream(barAt(b, i))
				if err != nil {
					t.Fatalf("%s[%d]: %v", name, i, err)
				}
				for j := range got {
					if !same(got[j], want[j][i]) {
						t.Fatalf("%s[%d]: stream %v, batch %v", p.columns[j], i, got[j], want[j][i])
					}
				}
			}
		}
	})
}

// The hot four agree with the textbook loops.
func TestFourAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := genBars(t)
		n := len(b.Close)
		var got, want [3][]float64
		for i := range got {
			got[i], want[i] = make([]float64, n), make([]float64, n)
		}
		p := rapid.IntRange(2, 20).Draw(t, "p")
		top := 0.0
		for _, v := range b.Close {
			top = max(top, v)
		}
		check := func(name string, k int, tol, abs float64) {
			for i := range got[k] {
				g, w := got[k][i], want[k][i]
				if math.IsNaN(g) != math.IsNaN(w) || math.Abs(g-w) > max(tol*math.Abs(w), abs) {
					t.Fatalf("%s[%d] = %v, want %v", name, i, g, w)
				}
			}
		}
		if indicator.RSI(got[0], b.Close, p) == nil {
			naiveRSI(want[0], b.Close, p)
			check("RSI", 0, 1e-9, 1e-9)
		}
		if indicator.MACD(got[0], got[1], got[2], b.Close, p, p+7, 5) == nil {
			naiveMACD(want[0], want[1], want[2], b.Close, p, p+7, 5)
			for k := range 3 {
				check("MACD", k, 1e-9, 1e-13*top)
			}
		}
		if indicator.BBANDS(got[0], got[1], got[2], b.Close, p, 2) == nil {
			naiveBBANDS(want[0], want[1], want[2], b.Close, p, 2)
			for k := range 3 {
				check("BBANDS", k, 1e-9, 0)
			}
		}
		if indicator.ATR(got[0], b.High, b.Low, b.Close, p) == nil {
			naiveATR(want[0], b.High, b.Low, b.Close, p)
			check("ATR", 0, 1e-9, 0)
		}
	})
}

// Multiplying prices by a power of two multiplies price-valued indicators by it
// and leaves oscillators as they are, to the bit; likewise volumes.
func TestScaling(t *testing.T) {
	price := map[string]bool{"SMA": true, "EMA": true, "WMA": true, "KAMA": true, "MACD": true, "BBANDS": true, "STDDEV": true,
		"TRANGE": true, "ATR": true, "SAR": true, "Ichimoku": true, "RollingVWAP": true, "AnchoredVWAP": true}
	rapid.Check(t, func(t *rapid.T) {
		b := genBars(t)
		f := math.Ldexp(1, rapid.IntRange(-20, 20).Draw(t, "exponent"))
		g := math.Ldexp(1, rapid.IntRange(0, 8).Draw(t, "volumeExponent"))
		c := indicator.Bars{}
		for i := range b.Close {
			c.Open, c.High, c.Low = append(c.Open, b.Open[i]*f), append(c.High, b.High[i]*f), append(c.Low, b.Low[i]*f)
			c.Close, c.Volume = append(c.Close, b.Close[i]*f), append(c.Volume, b.Volume[i]*g)
		}
		x, y := make([]float64, len(b.Close)), make([]float64, len(b.Close))
		for name, p := range pairs(5, 9, 3) {
			if name == "MFI" { // TA-Lib's 0 for a flow below 1 is in currency
				continue
			}
			k := 1.0
			if price[name] {
				k = f
			}
			if name == "OBV" || name == "AD" {
				k = g
			}
			for _, col := range p.columns {
				e1, e2 := indicator.Column(col, b, x), indicator.Column(col, c, y)
				if (e1 == nil) != (e2 == nil) {
					t.Fatalf("%s: %v, %v", col, e1, e2)
				}
				for i := range x {
					if !same(x[i]*k, y[i]) {
						t.Fatalf("%s[%d]: %v scaled by %v gives %v", col, i, x[i], k, y[i])
					}
				}
			}
		}
	})
}

// Oscillators stay in their range and bands in their order.
func TestRanges(t *testing.T) {
	in := map[string][2]float64{"RSI_5": {0, 100}, "CMO_5": {-100, 100}, "ADX_5": {0, 100}, "ADXR_5": {0, 100},
		"PLUS_DI_5": {0, 100}, "MINUS_DI_5": {0, 100}, "WILLR_5": {-100, 0}, "MFI_5": {0, 100}, "STOCHslowk_5_3_3": {0, 100},
		"STOCHslowd_5_3_3": {0, 100}, "AROONup_5": {0, 100}, "AROONdown_5": {0, 100}, "ULTOSC_3_5_9": {0, 100}}
	rapid.Check(t, func(t *rapid.T) {
		b := genBars(t)
		x := make([]float64, len(b.Close))
		for name, r := range in {
			if indicator.Column(name, b, x) != nil {
				continue
			}
			for i, v := range x {
				if v < r[0]-1e-9 || v > r[1]+1e-9 {
					t.Fatalf("%s[%d] = %v", name, i, v)
				}
			}
		}
		up, mid, low := make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x))
		if indicator.BBANDS(up, mid, low, b.Close, 5, 2) == nil {
			for i := 4; i < len(x); i++ {
				if !(low[i] <= mid[i] && mid[i] <= up[i]) {
					t.Fatalf("bands[%d] %v %v %v", i, low[i], mid[i], up[i])
				}
			}
		}
	})
}

// Deviations stay exact through a spike and after a fall by orders of magnitude.
func TestStdDevStress(t *testing.T) {
	var x []float64
	v := 138.0
	for i := range 4000 {
		v *= 1 + 0.02*math.Sin(float64(i)*1.7) - 0.003
		x = append(x, v)
	}
	x[1000] = 1e9
	for i := range 50 {
		x[2000+i] = 7
	}
	sd := make([]float64, len(x))
	for _, n := range []int{2, 3, 20, 97, 300} {
		if err := indicator.StdDev(sd, x, n); err != nil {
			t.Fatal(err)
		}
		for i := n - 1; i < len(x); i++ {
			_, want := naiveMoments(x[i-n+1 : i+1])
			if math.Abs(sd[i]-want) > 1e-9*want {
				t.Fatalf("n %d: sd[%d] = %.15g, want %.15g", n, i, sd[i], want)
			}
		}
	}
}

// Window sums carry nothing over from a value that has left.
func TestSMAForgets(t *testing.T) {
	x := []float64{1, 1e99, 1, 1, 1, 1, 1, 2}
	got := make([]float64, len(x))
	if err := indicator.SMA(got, x, 3); err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]float64{4: 1, 5: 1, 6: 1, 7: 4.0 / 3} {
		if got[i] != want {
			t.Errorf("SMA[%d] = %v, want %v", i, got[i], want)
		}
	}
}
