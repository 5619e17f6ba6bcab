package indicator_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tearsheet/quant/indicator"
)

func TestParseColumn(t *testing.T) {
	for _, c := range []struct {
		name   string
		base   string
		params []float64
		warmup int
		reads  []string
	}{
		{"SMA_20", "SMA", []float64{20}, 19, []string{"close"}},
		{"RSI_2", "RSI", []float64{2}, 2, []string{"close"}},
		{"MACDsignal_5_35_5", "MACDsignal", []float64{5, 35, 5}, 38, []string{"close"}},
		{"MACD_26_12_9", "MACD", []float64{26, 12, 9}, 33, []string{"close"}},
		{"BBup_10_1.5", "BBup", []float64{10, 1.5}, 9, []string{"close"}},
		{"PLUS_DI_7", "PLUS_DI", []float64{7}, 7, []string{"high", "low", "close"}},
		{"ADXR_14", "ADXR", []float64{14}, 40, []string{"high", "low", "close"}},
		{"SAR_0.02_0.2", "SAR", []float64{0.02, 0.2}, 1, []string{"high", "low"}},
		{"AD", "AD", []float64{}, 0, []string{"high", "low", "close", "volume"}},
		{"senkou_a_unshifted", "senkou_a", []float64{}, 25, []string{"high", "low"}},
		{"senkou_b_52_unshifted", "senkou_b", []float64{52}, 51, []string{"high", "low"}},
		{"anchored_vwap_typical_from_bar30", "anchored_vwap_typical_from_bar", []float64{30}, 30, []string{"high", "low", "close", "volume"}},
	} {
		s, err := indicator.ParseColumn(c.name)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if s.Base != c.base || !cmp.Equal(s.Params, c.params) || s.Warmup != c.warmup || !cmp.Equal(s.Columns, c.reads) {
			t.Errorf("%s: got %+v", c.name, s)
		}
	}
	for _, name := range []string{"", "_", "SMA", "SMA_", "SMA_0x", "SMA_+3", "SMA_-3", "SMA_03", "SMA_3_4", "SMA_1e2", "SMA_3.5", "sma_20", "SMA20",
		"MACD_1_2", "BBup_20_", "BBup_20_.", "BBup_20_1.2.3", "BBup_20_NaN", "SAR_Inf_0.2", "OBV_1", "bar", "rolling_vwap_typical_", "SMA_ 3",
		"SMA_99999999999999999999", "anchored_vwap_typical_from_bar", "anchored_vwap_typical_from_bar_1", "anchored_vwap_typical_from_bar-1"} {
		if s, err := indicator.ParseColumn(name); !errors.Is(err, indicator.ErrColumn) {
			t.Errorf("%q: %+v, %v", name, s, err)
		}
	}
	for _, name := range []string{"SMA_0", "RSI_1", "SMA_100001", "MACD_0_3_4", "ADX_1"} {
		if _, err := indicator.ParseColumn(name); !errors.Is(err, indicator.ErrParam) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// FuzzColumn: whatever the name, the resolver returns a column or an error, and a
// column agrees with the warm-up it announced.
func FuzzColumn(f *testing.F) {
	for _, s := range []string{"SMA_20", "MACDsignal_12_26_9", "BBup_20_2.5", "SAR_0.02_0.2", "senkou_b_52_unshifted", "PLUS_DI_14",
		"anchored_vwap_typical_from_bar7", "STOCHslowd_5_3_3", "", "_", "SMA__", "\x00", "ULTOSC_1_1_1", "AROONup_2", "BBlow_2_0"} {
		f.Add(s)
	}
	bars := walk(64)
	dst := make([]float64, 64)
	f.Fuzz(func(t *testing.T, name string) {
		s, err := indicator.ParseColumn(name)
		if err != nil {
			var e *indicator.Error
			if !errors.As(err, &e) || e.Arg == "" || len(err.Error()) > 1000 {
				t.Fatalf("%q: %v", name, err)
			}
			return
		}
		if s.Name != name || s.Warmup < 0 || len(s.Columns) == 0 {
			t.Fatalf("%q: %+v", name, s)
		}
		err = s.Fill(bars, dst)
		if s.Warmup >= len(dst) {
			if !errors.Is(err, indicator.ErrShort) {
				t.Fatalf("%q: %v with warm-up %d", name, err, s.Warmup)
			}
			return
		}
		if err != nil {
			if errors.Is(err, indicator.ErrParam) {
				return
			}
			t.Fatalf("%q: %v", name, err)
		}
		for i, v := range dst {
			if math.IsNaN(v) != (i < s.Warmup) {
				t.Fatalf("%q: [%d] = %v with warm-up %d", name, i, v, s.Warmup)
			}
		}
	})
}

// Every listed form parses once its letters are numbers.
func TestColumnForms(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range indicator.ColumnForms() {
		name := strings.NewReplacer("_N", "_5", "_F", "_0.5").Replace(f)
		name = strings.TrimSuffix(name, "I")
		if name != strings.NewReplacer("_N", "_5", "_F", "_0.5").Replace(f) {
			name += "3"
		}
		if _, err := indicator.ParseColumn(name); err != nil || seen[f] {
			t.Errorf("%s as %s: %v", f, name, err)
		}
		seen[f] = true
	}
}
