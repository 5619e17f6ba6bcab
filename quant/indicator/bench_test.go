package indicator_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"tearsheet/quant/indicator"
)

// walk makes n bars of a random walk around 100.
func walk(n int) indicator.Bars {
	r := rand.New(rand.NewPCG(1, 2))
	b := indicator.Bars{Open: make([]float64, n), High: make([]float64, n), Low: make([]float64, n),
		Close: make([]float64, n), Volume: make([]float64, n)}
	x := math.Log(100)
	for i := range n {
		o := x
		x += 0.01*r.NormFloat64() - 1e-4*(x-math.Log(100))
		hi, lo := max(o, x)+0.004*r.Float64(), min(o, x)-0.004*r.Float64()
		b.Open[i], b.Close[i], b.High[i], b.Low[i] = math.Exp(o), math.Exp(x), math.Exp(hi), math.Exp(lo)
		b.Volume[i] = 1e6 * math.Exp(0.3*r.NormFloat64())
	}
	return b
}

const million = 1_000_000

// reportBars adds bars per second of wall time and, where it is known, of processor
// time since start, in millions.
func reportBars(b *testing.B, n int, start time.Duration) {
	bars := float64(n) * float64(b.N) / 1e6
	b.ReportMetric(bars/b.Elapsed().Seconds(), "Mbars/s")
	if d := cpuTime() - start; d > 0 {
		b.ReportMetric(bars/d.Seconds(), "Mbars/cpu-s")
	}
}

// BenchmarkFour is RSI(14) + MACD(12,26,9) + BBANDS(20,2) + ATR(14) over a million
// bars, four calls with their checks. TA-Lib C 0.6 does 28 M bars/s on this machine.
func BenchmarkFour(b *testing.B) {
	bars := walk(million)
	var d [8][]float64
	for i := range d {
		d[i] = make([]float64, million)
	}
	b.ReportAllocs()
	start := cpuTime()
	b.SetBytes(88 * million)
	for b.Loop() {
		if indicator.RSI(d[0], bars.Close, 14) != nil ||
			indicator.MACD(d[1], d[2], d[3], bars.Close, 12, 26, 9) != nil ||
			indicator.BBANDS(d[4], d[5], d[6], bars.Close, 20, 2) != nil ||
			indicator.ATR(d[7], bars.High, bars.Low, bars.Close, 14) != nil {
			b.Fatal("refused")
		}
	}
	reportBars(b, million, start)
}

// BenchmarkFourFloor moves the same bytes, 24 in and 64 out a bar, and computes
// nothing: what memory allows.
func BenchmarkFourFloor(b *testing.B) {
	bars := walk(million)
	var d [8][]float64
	for i := range d {
		d[i] = make([]float64, million)
	}
	b.ReportAllocs()
	start := cpuTime()
	b.SetBytes(88 * million)
	for b.Loop() {
		for k, src := range [...][]float64{bars.Close, bars.Close, bars.Close, bars.Close,
			bars.High, bars.High, bars.Low, bars.Low} {
			copy(d[k], src)
		}
	}
	reportBars(b, million, start)
}

// BenchmarkFourNaive computes the same with the textbook loops: a fresh window per
// bar for the deviation, no checks. It is the floor a careful user would write.
func BenchmarkFourNaive(b *testing.B) {
	bars := walk(million)
	var d [8][]float64
	for i := range d {
		d[i] = make([]float64, million)
	}
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		naiveRSI(d[0], bars.Close, 14)
		naiveMACD(d[1], d[2], d[3], bars.Close, 12, 26, 9)
		naiveBBANDS(d[4], d[5], d[6], bars.Close, 20, 2)
		naiveATR(d[7], bars.High, bars.Low, bars.Close, 14)
	}
	reportBars(b, million, start)
}

func BenchmarkEach(b *testing.B) {
	bars := walk(million)
	d := make([]float64, million)
	for _, name := range []string{"SMA_20", "EMA_12", "WMA_10", "KAMA_30", "RSI_14", "ATR_14", "ADX_14", "CCI_20",
		"WILLR_14", "MFI_14", "ROC_10", "TRIX_5", "STDDEV_20", "OBV", "AD", "SAR_0.02_0.2", "ULTOSC_7_14_28",
		"MIDPRICE_26", "rolling_vwap_typical_14", "anchored_vwap_typical_from_bar0"} {
		s, err := indicator.ParseColumn(name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			start := cpuTime()
			for b.Loop() {
				if err := s.Fill(bars, d); err != nil {
					b.Fatal(err)
				}
			}
			reportBars(b, million, start)
		})
	}
	b.Run("MACD_12_26_9", func(b *testing.B) {
		d2, d3 := make([]float64, million), make([]float64, million)
		b.ReportAllocs()
		start := cpuTime()
		for b.Loop() {
			if err := indicator.MACD(d, d2, d3, bars.Close, 12, 26, 9); err != nil {
				b.Fatal(err)
			}
		}
		reportBars(b, million, start)
	})
	b.Run("BBANDS_20_2", func(b *testing.B) {
		d2, d3 := make([]float64, million), make([]float64, million)
		b.ReportAllocs()
		start := cpuTime()
		for b.Loop() {
			if err := indicator.BBANDS(d, d2, d3, bars.Close, 20, 2); err != nil {
				b.Fatal(err)
			}
		}
		reportBars(b, million, start)
	})
}

// BenchmarkYears is the common case, five years of daily bars out of cache L1.
func BenchmarkYears(b *testing.B) {
	bars := walk(1260)
	var d [8][]float64
	for i := range d {
		d[i] = make([]float64, 1260)
	}
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		if indicator.RSI(d[0], bars.Close, 14) != nil ||
			indicator.MACD(d[1], d[2], d[3], bars.Close, 12, 26, 9) != nil ||
			indicator.BBANDS(d[4], d[5], d[6], bars.Close, 20, 2) != nil ||
			indicator.ATR(d[7], bars.High, bars.Low, bars.Close, 14) != nil {
			b.Fatal("refused")
		}
	}
	reportBars(b, 1260, start)
}

// BenchmarkStream is the four streams, one bar at a time.
func BenchmarkStream(b *testing.B) {
	bars := walk(100_000)
	rsi, _ := indicator.NewRSI(14)
	macd, _ := indicator.NewMACD(12, 26, 9)
	bb, _ := indicator.NewBBANDS(20, 2)
	atr, _ := indicator.NewATR(14)
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		for i, c := range bars.Close {
			_, _ = rsi.Next(c)
			_, _, _, _ = macd.Next(c)
			_, _, _, _ = bb.Next(c)
			_, _ = atr.Next(indicator.Bar{High: bars.High[i], Low: bars.Low[i], Close: c})
		}
	}
	reportBars(b, 100_000, start)
}
