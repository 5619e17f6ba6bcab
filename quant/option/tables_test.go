package option

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"tearsheet/internal/realdata"
)

// row is one line of a reference table by column name.
type row map[string]string

func (r row) f(tb testing.TB, col string) float64 {
	tb.Helper()
	s, ok := r[col]
	if !ok {
		tb.Fatalf("no column %q", col)
	}
	if i := strings.IndexByte(s, 'e'); i > 0 { // 1e-57130 underflows: that is its value here
		if x, err := strconv.Atoi(s[i+1:]); err == nil && x < -330 {
			return 0
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		tb.Fatalf("column %s: %v", col, err)
	}
	return v
}

func (r row) right(tb testing.TB) Right {
	tb.Helper()
	x, err := ParseRight(r["type"])
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

func (r row) inputs(tb testing.TB, years float64) Inputs {
	tb.Helper()
	in := Inputs{Spot: r.f(tb, "spot"), Strike: r.f(tb, "strike"), Years: years, Rate: r.f(tb, "r_cc"), Yield: r.f(tb, "q_cc")}
	if _, ok := r["vol"]; ok {
		in.Vol = r.f(tb, "vol")
	}
	return in
}

func table(tb testing.TB, name string) []row {
	tb.Helper()
	f, err := os.Open(realdata.Path(tb, "quant", name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	recs, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	rows := make([]row, 0, len(recs)-1)
	for _, rec := range recs[1:] {
		r := row{}
		for i, c := range recs[0] {
			r[c] = rec[i]
		}
		rows = append(rows, r)
	}
	return rows
}

func relErr(got, want float64) float64 {
	if got == want {
		return 0
	}
	if want == 0 {
		return math.Abs(got)
	}
	return math.Abs(got/want - 1)
}

func ulp(v float64) float64 { return math.Nextafter(math.Abs(v), math.Inf(1)) - math.Abs(v) }

func TestTableHaugEuropean(t *testing.T) {
	for _, r := range table(t, "bsm_european_haug.csv") {
		got, err := Price(r.right(t), r.inputs(t, r.f(t, "t_years")))
		if err != nil {
			t.Fatal(err)
		}
		if d := math.Abs(got - r.f(t, "price_published_4dp")); d > r.f(t, "tol_published") {
			t.Errorf("id %s: %v is off the published price by %g", r["id"], got, d)
		}
		if e := relErr(got, r.f(t, "price_exact_60digit")); e > 1e-13 {
			t.Errorf("id %s: %v, relative error %g", r["id"], got, e)
		}
	}
}

func TestTableHaugGreeks(t *testing.T) {
	for _, r := range table(t, "bsm_greeks_haug.csv") {
		in := r.inputs(t, r.f(t, "t_years"))
		g, err := Evaluate(r.right(t), in)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := map[string]float64{"delta": g.Delta, "elasticity": g.Elasticity(in.Spot), "gamma": g.Gamma, "vega": g.Vega,
			"theta": g.Theta, "theta_per_day": g.Theta / 365, "dividend_rho": g.DividendRho, "rho": g.Rho}[r["greek"]]
		if !ok {
			t.Fatalf("greek %q", r["greek"])
		}
		if math.Abs(got-r.f(t, "value_published")) > 1e-4 || relErr(got, r.f(t, "value_exact_60digit")) > 1e-12 {
			t.Errorf("id %s %s: %v", r["id"], r["greek"], got)
		}
	}
}

func greekByName(g Greeks) map[string]float64 {
	return map[string]float64{"delta": g.Delta, "gamma": g.Gamma, "vega": g.Vega, "theta": g.Theta, "rho": g.Rho,
		"dividend_rho": g.DividendRho, "vanna": g.Vanna, "volga": g.Volga, "charm": g.Charm}
}

func TestTableGridExact(t *testing.T) {
	worst := map[string]float64{}
	where := map[string]string{}
	worstUlp, pureRel := 0.0, 0.0
	for _, r := range table(t, "bsm_grid_exact.csv") {
		in := r.inputs(t, r.f(t, "t_years"))
		right := r.right(t)
		g, err := Evaluate(right, in)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Price(right, in)
		if err != nil {
			t.Fatal(err)
		}
		want := r.f(t, "price")
		leg := math.Max(in.Spot*math.Exp(-in.Yield*in.Years), in.Strike*math.Exp(-in.Rate*in.Years))
		for _, got := range []float64{g.Price, p} {
			if want < 1e-300 && got < 1e-299 {
				continue
			}
			u := math.Abs(got-want) / ulp(leg)
			if relErr(got, want) > 1e-12 {
				worstUlp = math.Max(worstUlp, u)
				if u > 4 {
					t.Errorf("id %s %s: price %v want %v: relative %g, %g ulp", r["id"], r["case"], got, want, relErr(got, want), u)
				}
			} else {
				pureRel = math.Max(pureRel, relErr(got, want))
			}
		}
		for name, got := range greekByName(g) {
			want := r.f(t, name)
			if math.IsNaN(got) {
				t.Fatalf("id %s %s is NaN", r["id"], name)
			}
			if math.Abs(want) < 1e-290 {
				if math.Abs(got) > 1e-280 {
					t.Errorf("id %s %s: %v want %v", r["id"], name, got, want)
				}
				continue
			}
			// Greeks are held to 1e-12 of the largest term they are the sum of.
			e := math.Abs(got-want) / greekScale(name, g, in, want)
			if e > worst[name] {
				worst[name], where[name] = e, r["id"]+" "+r["case"]
			}
			if e > 3e-12 {
				t.Errorf("id %s %s %s: %v want %v", r["id"], r["case"], name, got, want)
			}
		}
	}
	t.Logf("prices: relative %.2g, else %.2g ulp of the larger leg; Greeks relative %v at %v", pureRel, worstUlp, worst, where)
}

// greekScale is the size of the largest term in a Greek's formula.
func greekScale(name string, g Greeks, in Inputs, want float64) float64 {
	s := in.Vol * math.Sqrt(in.Years)
	x := math.Log(in.Spot/in.Strike) + (in.Rate-in.Yield)*in.Years
	dd := math.Abs(x)/s + s // a bound of |d1|, |d2|
	switch name {
	case "theta":
		return math.Max(math.Abs(want), math.Abs(in.Rate/in.Years*g.Rho)+math.Abs(in.Yield*in.Spot*g.Delta)+0.5*g.Vega*in.Vol/in.Years)
	case "charm":
		return math.Max(math.Abs(want), math.Abs(in.Yield*g.Delta)+g.Gamma*in.Spot*(math.Abs(in.Rate-in.Yield)+in.Vol*dd/2/math.Sqrt(in.Years)))
	case "vanna":
		return math.Max(math.Abs(want), g.Vega/(in.Spot*s)*s)
	case "volga":
		return math.Max(math.Abs(want), g.Vega*dd/in.Vol*s)
	}
	return math.Abs(want)
}

func TestTableVollib(t *testing.T) {
	for _, r := range table(t, "bsm_vollib.csv") {
		in := Inputs{Spot: r.f(t, "S"), Strike: r.f(t, "K"), Years: r.f(t, "t"), Rate: r.f(t, "R"), Vol: r.f(t, "v")}
		for right, cols := range map[Right][]string{Call: {"bs_call", "CD", "CG", "CT", "CV", "CR"}, Put: {"bs_put", "PD", "PG", "PT", "PV", "PR"}} {
			g, err := Evaluate(right, in)
			if err != nil {
				t.Fatal(err)
			}
			for i, got := range []float64{g.Price, g.Delta, g.Gamma, g.Theta, g.Vega, g.Rho} {
				if want := r.f(t, cols[i]); math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)) {
					t.Errorf("row %s %s: %v want %v", r["id"], cols[i], got, want)
				}
			}
		}
	}
}

func TestTableIVNormalised(t *testing.T) {
	worst := 0.0
	for _, r := range table(t, "iv_normalised_exact.csv") {
		x, beta, want, cond := r.f(t, "x_ln_F_over_K"), r.f(t, "beta_otm_call_price_over_sqrtFK"), r.f(t, "s_total_vol_exact"), r.f(t, "condition_max1_beta_over_s_vega")
		got, err := NormalisedVol(x, beta)
		if err != nil {
			t.Fatalf("id %s: %v", r["id"], err)
		}
		e := relErr(got, want) / cond
		worst = math.Max(worst, e)
		if !(e <= 4e-15) {
			t.Errorf("id %s x %v beta %v: %v want %v: %.3g x condition", r["id"], x, beta, got, want, e)
		}
	}
	t.Logf("worst error %.3g x condition", worst)
}

func TestTableIVNearIntrinsic(t *testing.T) {
	worst := 0.0
	for _, r := range table(t, "iv_near_intrinsic.csv") {
		got, err := ImpliedVol(r.right(t), r.f(t, "price_itm_double"), r.inputs(t, r.f(t, "t_years")))
		if err != nil {
			t.Fatalf("id %s: %v", r["id"], err)
		}
		e := relErr(got, r.f(t, "vol_true")) / r.f(t, "attainable_rel_err_in_vol")
		worst = math.Max(worst, e)
		if !(e <= 8) {
			t.Errorf("id %s: %v want %v: %.3g x the attainable error", r["id"], got, r["vol_true"], e)
		}
	}
	t.Logf("worst error %.3g x attainable", worst)
}

func TestTableIVEdge(t *testing.T) {
	for _, r := range table(t, "iv_edge.csv") {
		got, err := ImpliedVol(r.right(t), r.f(t, "price"), r.inputs(t, r.f(t, "t_years")))
		wantErr := strings.HasPrefix(r["expected"], "error")
		if wantErr != (err != nil) || !wantErr && got != 0 {
			t.Errorf("%s: %v, %v; want %s", r["case"], got, err, r["expected"])
		}
		if err != nil {
			t.Log(r["case"], fmt.Sprint(err))
		}
	}
}
