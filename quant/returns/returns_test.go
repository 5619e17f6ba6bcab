package returns_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"tearsheet/internal/realdata"
	"tearsheet/quant/returns"
)

var near = cmp.Options{cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-12, 1e-14)}

func TestTableTotalAndCAGR(t *testing.T) {
	read := func(name string) [][]string {
		f, err := os.Open(realdata.Path(t, "quant", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows[1:]
	}
	var r []float64
	for _, row := range read("returns_sp500_pct.csv") {
		v, err := strconv.ParseFloat(row[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		r = append(r, v/100)
	}
	total, err := returns.Compound(r)
	if err != nil {
		t.Fatal(err)
	}
	cagr, err := returns.CAGR(r, returns.TradingDays)
	if err != nil {
		t.Fatal(err)
	}
	wealth := make([]float64, len(r)+1)
	if err := returns.Wealth(wealth, r, 1); err != nil {
		t.Fatal(err)
	}
	back := make([]float64, len(r))
	if err := returns.Simple(back, wealth); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(r, back, cmpopts.EquateApprox(0, 1e-14)); d != "" {
		t.Error(d)
	}
	got := map[string]float64{"total_return_compounded": total, "cagr_252": cagr}
	for _, row := range read("risk_sp500.csv") {
		if g, ok := got[row[0]]; ok {
			want, err := strconv.ParseFloat(row[1], 64)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(g-want) > 1e-9*want {
				t.Errorf("%s = %.13g, want %.13g", row[0], g, want)
			}
			delete(got, row[0])
		}
	}
	if len(got) > 0 {
		t.Errorf("not in the table: %v", got)
	}
}

// Hand-worked: 100, a 4:1 split to 26 with a dividend of 0.5 the same day, then 25
// with a dividend of 1, then 27.
func TestTotalHand(t *testing.T) {
	price := []float64{100, 26, 25, 27}
	div := []float64{9, 0.5, 1, 0}
	split := []float64{7, 4, 1, 1}
	got := make([]float64, 3)
	if err := returns.Total(got, price, div, split); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]float64{4*26.5/100 - 1, 26./26 - 1, 27./25 - 1}, got, near); d != "" {
		t.Error(d)
	}
	adj := make([]float64, 4)
	if err := returns.BackAdjust(adj, price, div, split, returns.SplitsOnly); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]float64{25, 26, 25, 27}, adj, near); d != "" {
		t.Error(d)
	}
	if err := returns.BackAdjust(adj, price, div, split, returns.PreviousClose); err != nil {
		t.Fatal(err)
	}
	f := 1 - 1./26
	if d := cmp.Diff([]float64{100. / 4 * (1 - 0.5*4/100) * f, 26 * f, 25, 27}, adj, near); d != "" {
		t.Error(d)
	}
}

func TestSeriesHand(t *testing.T) {
	p := []float64{100, 110, 99}
	got := make([]float64, 2)
	if err := returns.Simple(got, p); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]float64{0.1, -0.1}, got, near); d != "" {
		t.Error(d)
	}
	if err := returns.Log(got, p); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]float64{math.Log(1.1), math.Log(0.9)}, got, near); d != "" {
		t.Error(d)
	}
	a, err := returns.Annualize(0.21, 504, returns.TradingDays)
	if err != nil || math.Abs(a-0.1) > 1e-14 {
		t.Errorf("Annualize = %v, %v", a, err)
	}
	table := make([]float64, 3)
	if err := returns.Periods(table, []float64{50, 80, 100, 120}, []int{2, 0, -1}, 3); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]float64{0.2, 1.4, math.NaN()}, table, near); d != "" {
		t.Error(d)
	}
	roll := []float64{50, 80, 100, 120}
	if err := returns.Rolling(roll, roll, 2); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]float64{math.NaN(), math.NaN(), 1, 0.5}, roll, near); d != "" {
		t.Error(d)
	}
	ex := make([]float64, 2)
	if err := returns.Excess(ex, []float64{0.01, -0.02}, 0.0252, 252); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]float64{0.0099, -0.0201}, ex, near); d != "" {
		t.Error(d)
	}
}

// Total returns are the simple returns of the series adjusted by CashReinvested,
// log and simple returns convert into each other, and units do not matter.
func TestIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(t, "n")
		price, div, split := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range price {
			price[i] = rapid.Float64Range(1, 1000).Draw(t, "price")
			split[i] = rapid.SampledFrom([]float64{1, 1, 1, 2, 4, 0.1, 1.5}).Draw(t, "split")
			if rapid.Bool().Draw(t, "pays") {
				div[i] = rapid.Float64Range(0, 5).Draw(t, "dividend")
			}
		}
		r, adj, s := make([]float64, n-1), make([]float64, n), make([]float64, n-1)
		if err := returns.Total(r, price, div, split); err != nil {
			t.Fatal(err)
		}
		if err := returns.BackAdjust(adj, price, div, split, returns.CashReinvested); err != nil {
			t.Fatal(err)
		}
		if err := returns.Simple(s, adj); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r, s, cmpopts.EquateApprox(1e-11, 1e-12)); d != "" {
			t.Fatal(d)
		}
		total, err := returns.Compound(r)
		if err != nil {
			t.Fatal(err)
		}
		if want := adj[n-1]/adj[0] - 1; math.Abs(total-want) > 1e-10*(1+math.Abs(want)) {
			t.Fatalf("compound %v, want %v", total, want)
		}
		l := make([]float64, n-1)
		if err := returns.ToLog(l, r); err != nil {
			t.Fatal(err)
		}
		if err := returns.ToSimple(l, l); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r, l, cmpopts.EquateApprox(1e-12, 1e-13)); d != "" {
			t.Fatal(d)
		}
		for i := range adj {
			price[i] *= 1024
			div[i] *= 1024
		}
		if err := returns.Total(s, price, div, split); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r, s); d != "" {
			t.Fatal(d)
		}
	})
}

func TestRefusals(t *testing.T) {
	p := []float64{1, 2, 3}
	dst := make([]float64, 2)
	nan := math.NaN()
	adj := make([]float64, 3)
	_, annual := returns.Annualize(-1.5, 1, 252)
	_, compound := returns.Compound([]float64{0.1, -1.1})
	_, between := returns.Between(p, 2, 2)
	for name, c := range map[string]struct {
		err, want error
		arg       string
		index     int
	}{
		"empty":     {returns.Simple(nil, nil), returns.ErrEmpty, "price", -1},
		"short":     {returns.Log(nil, p[:1]), returns.ErrShort, "price", -1},
		"dst":       {returns.Simple(adj, p), returns.ErrLength, "dst", -1},
		"nan":       {returns.Simple(dst, []float64{1, nan, 2}), returns.ErrNotFinite, "price", 1},
		"inf":       {returns.Log(dst, []float64{1, 2, math.Inf(1)}), returns.ErrNotFinite, "price", 2},
		"zero":      {returns.Simple(dst, []float64{1, 0, 2}), returns.ErrPrice, "price", 1},
		"negative":  {returns.Simple(dst, []float64{1, -2, 2}), returns.ErrPrice, "price", 1},
		"dividend":  {returns.Total(dst, p, []float64{0, -1, 0}, nil), returns.ErrParam, "dividend", 1},
		"dividends": {returns.Total(dst, p, []float64{0}, nil), returns.ErrLength, "dividend", -1},
		"split":     {returns.Total(dst, p, nil, []float64{1, 0, 1}), returns.ErrSplit, "split", 1},
		"eats":      {returns.BackAdjust(adj, p, []float64{0, 1, 0}, nil, returns.PreviousClose), returns.ErrParam, "dividend", 1},
		"how":       {returns.BackAdjust(adj, p, nil, nil, 9), returns.ErrParam, "how", -1},
		"annual":    {annual, returns.ErrParam, "total", -1},
		"compound":  {compound, returns.ErrParam, "r", 1},
		"between":   {between, returns.ErrParam, "from", -1},
		"periods":   {returns.Periods(dst, p, []int{0, 5}, 2), returns.ErrParam, "from", 1},
		"total":     {returns.ToLog(dst[:1], []float64{-1}), returns.ErrParam, "r", 0},
		"rolling":   {returns.Rolling(adj, p, 3), returns.ErrShort, "price", -1},
		"wealth":    {returns.Wealth(adj, dst, 0), returns.ErrParam, "start", -1},
	} {
		var e *returns.Error
		if !errors.As(c.err, &e) || !errors.Is(c.err, c.want) || e.Arg != c.arg || e.Index != c.index {
			t.Errorf("%s: got %v, want %q of %s[%d]", name, c.err, c.want, c.arg, c.index)
		}
	}
}

func BenchmarkTotal(b *testing.B) {
	price, div, split := make([]float64, 1260), make([]float64, 1260), make([]float64, 1260)
	for i := range price {
		price[i], split[i] = 100+float64(i%7), 1
	}
	dst := make([]float64, 1259)
	b.ReportAllocs()
	for b.Loop() {
		if err := returns.Total(dst, price, div, split); err != nil {
			b.Fatal(err)
		}
	}
}

// A 4:1 split and a dividend: the price fell from 100 to 26, the holder gained.
func ExampleTotal() {
	r := make([]float64, 2)
	err := returns.Total(r, []float64{100, 26, 25.5}, []float64{0, 0, 0.5}, []float64{1, 4, 1})
	fmt.Printf("%.4f %v\n", r, err)
	// Output: [0.0400 0.0000] <nil>
}

func ExamplePeriods() {
	price := []float64{50, 80, 100, 120}
	table := make([]float64, 3)
	err := returns.Periods(table, price, []int{2, 0, -1}, 3) // 1d, 3d, and longer than the history
	fmt.Printf("%.2f %v\n", table, err)
	// Output: [0.20 1.40 NaN] <nil>
}
