package indicator_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"tearsheet/internal/realdata"
	"tearsheet/quant/indicator"
)

// table reads one reference table: its header and its columns, a blank being NaN.
func table(tb testing.TB, name string) (header []string, cols map[string][]float64) {
	tb.Helper()
	f, err := os.Open(realdata.Path(tb, "quant", name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	cols = map[string][]float64{}
	for _, r := range rows[1:] {
		for i, h := range rows[0] {
			v := math.NaN()
			if r[i] != "" {
				if v, err = strconv.ParseFloat(r[i], 64); err != nil {
					tb.Fatalf("%s: %s: %v", name, h, err)
				}
			}
			cols[h] = append(cols[h], v)
		}
	}
	return rows[0], cols
}

func referenceBars(tb testing.TB) indicator.Bars {
	_, c := table(tb, "ta_ohlcv_252.csv")
	return indicator.Bars{Open: c["open"], High: c["high"], Low: c["low"], Close: c["close"], Volume: c["volume"]}
}

// compare reports the first bar at which got and want differ by more than tol,
// relative with a floor of abs.
func compare(t *testing.T, name string, got, want []float64, tol, abs float64) {
	t.Helper()
	for i := range want {
		g, w := got[i], want[i]
		if math.IsNaN(w) != math.IsNaN(g) || math.Abs(g-w) > max(tol*math.Abs(w), abs) {
			t.Errorf("%s[%d] = %.15g, want %.15g", name, i, g, w)
			return
		}
	}
}

func TestTableTALib(t *testing.T) {
	bars := referenceBars(t)
	header, want := table(t, "ta_talib_252.csv")
	got := make([]float64, len(bars.Close))
	for _, name := range header[1:] {
		if err := indicator.Column(name, bars, got); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		// The table has 15 digits; a value that cancels is held to the digits of
		// what it was made of, about 1e-12 of the price.
		compare(t, name, got, want[name], 1e-9, 1e-12)
	}
}

func TestTableIchimokuVWAP(t *testing.T) {
	bars := referenceBars(t)
	header, want := table(t, "ta_ichimoku_vwap_252.csv")
	got := make([]float64, len(bars.Close))
	for _, name := range header[1:] {
		if err := indicator.Column(name, bars, got); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		compare(t, name, got, want[name], 1e-12, 0)
	}
}

func TestTableBollingerCancellation(t *testing.T) {
	for _, level := range []string{"600000", "0.0001"} {
		_, c := table(t, "bollinger_cancellation_"+level+".csv")
		x := c["close"]
		n := len(x)
		up, mid, low, sd := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
		if err := indicator.BBANDS(up, mid, low, x, 20, 2); err != nil {
			t.Fatal(err)
		}
		if err := indicator.StdDev(sd, x, 20); err != nil {
			t.Fatal(err)
		}
		compare(t, level+" mid", mid, c["sma20_exact"], 1e-14, 0)
		compare(t, level+" sd", sd, c["stdev_population20_exact"], 1e-13, 0)
		if err := indicator.SMA(mid, x, 20); err != nil {
			t.Fatal(err)
		}
		compare(t, level+" sma", mid, c["sma20_exact"], 1e-14, 0)
		// What is left of the deviation in the bands is what their own last digit
		// holds: the band is printed in price units.
		want := c["stdev_population20_exact"]
		for i := 19; i < n; i++ {
			if w := (up[i] - low[i]) / 4; math.Abs(w-want[i]) > max(1e-6*want[i], 2e-16*x[i]) {
				t.Errorf("%s: width[%d] = %g, want %g", level, i, w, want[i])
			}
		}
	}
}
