package risk_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"tearsheet/internal/realdata"
	"tearsheet/quant/risk"
)

// table reads one reference table as rows of name -> text.
func table(tb testing.TB, name string) []map[string]string {
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
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, h := range rows[0] {
			m[h] = r[i]
		}
		out = append(out, m)
	}
	return out
}

func number(tb testing.TB, s string) float64 {
	tb.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

func column(tb testing.TB, file, name string) []float64 {
	tb.Helper()
	var x []float64
	for _, r := range table(tb, file) {
		x = append(x, number(tb, r[name]))
	}
	return x
}

// must returns a function that unwraps (value, error).
func must(tb testing.TB) func(float64, error) float64 {
	return func(v float64, err error) float64 {
		tb.Helper()
		if err != nil {
			tb.Error(err)
		}
		return v
	}
}

func TestRiskTableSP500(t *testing.T) {
	r := column(t, "returns_sp500_pct.csv", "return_pct")
	for i := range r {
		r[i] /= 100
	}
	s, err := risk.NewSample(r)
	if err != nil {
		t.Fatal(err)
	}
	m := s.Moments()
	wealth := make([]float64, len(r)+1)
	wealth[0] = 1
	for i, v := range r {
		wealth[i+1] = wealth[i] * (1 + v)
	}
	dd, err := risk.MaxDrawdown(wealth)
	if err != nil {
		t.Fatal(err)
	}
	ew := make([]float64, len(r))
	if err := risk.EWMA(ew, r, risk.Lambda, 30); err != nil {
		t.Fatal(err)
	}
	v := must(t)
	total := wealth[len(r)] - 1
	cagr := math.Pow(1+total, 252/float64(len(r))) - 1
	got := map[string]float64{
		"mean_daily":                               m.Mean,
		"stdev_sample":                             m.StdDev,
		"ann_vol_252":                              v(risk.CloseToClose(r, 252)),
		"skew_population":                          m.Skew,
		"excess_kurtosis_population":               m.Kurtosis,
		"max_drawdown_compounded":                  dd.Depth,
		"max_drawdown_trough_index_0based_return":  float64(dd.Trough - 1),
		"max_drawdown_peak_index_in_wealth":        float64(dd.Peak),
		"total_return_compounded":                  total,
		"cagr_252":                                 cagr,
		"calmar":                                   v(risk.Calmar(r, 252)),
		"sharpe_ann_rf2pct_simple":                 v(risk.Sharpe(r, 0.02, 252)),
		"sortino_ann_rf2pct_target_semidev_all_n":  v(risk.Sortino(r, 0.02, 252)),
		"ewma_var_lambda0.94_seed_mean_sq_first30": ew[len(r)-1],
		"autocorr_lag1":                            v(risk.Autocorrelation(r, 1)),
		"ulcer_index":                              v(risk.Ulcer(r)),
	}
	for _, l := range []float64{0.95, 0.99} {
		n := strconv.FormatFloat(l, 'g', -1, 64)
		got["var_hist_linear_type7_"+n] = v(s.VaR(l, risk.HistoricalType7))
		got["var_hist_kth_lowest_k=floor((1-a)n)_"+n] = v(s.VaR(l, risk.KthLowest))
		got["es_hist_acerbi_fractional_"+n] = v(s.ES(l, risk.AcerbiFractional))
		got["var_gaussian_"+n] = v(s.VaR(l, risk.Gaussian))
		got["es_gaussian_"+n] = v(s.ES(l, risk.Gaussian))
		got["var_cornish_fisher_pop_moments_"+n] = v(s.VaR(l, risk.CornishFisher))
	}
	rows := table(t, "risk_sp500.csv")
	for _, row := range rows {
		g, ok := got[row["metric"]]
		if !ok {
			t.Errorf("%s: not computed", row["metric"])
			continue
		}
		want, tol := number(t, row["value"]), number(t, row["rel_tol"])
		if !(math.Abs(g-want) <= tol*math.Abs(want)) {
			t.Errorf("%s = %.13g, want %.13g", row["metric"], g, want)
		}
	}
}

func TestRiskTableSkfolio(t *testing.T) {
	r := column(t, "returns_aapl_skfolio.csv", "simple_return")
	s, err := risk.NewSample(r)
	if err != nil {
		t.Fatal(err)
	}
	m := s.Moments()
	v := must(t)
	semi := v(risk.SemiDeviation(r))
	got := map[string]float64{
		"mean":                                m.Mean,
		"mean_absolute_deviation":             v(risk.MeanAbsDeviation(r)),
		"first_lower_partial_moment_mar_mean": v(risk.LowerPartialMoment(r, m.Mean, 1)),
		"variance_unbiased":                   m.Variance,
		"variance_biased":                     m.M2,
		"semi_variance_unbiased_mar_mean":     semi * semi,
		"standard_deviation_unbiased":         m.StdDev,
		"semi_deviation_unbiased":             semi,
		"third_central_moment":                m.M3,
		"skew":                                m.Skew,
		"fourth_central_moment":               m.M4,
		"kurtosis_raw":                        m.Kurtosis + 3,
		"worst_return_loss":                   -v(s.Worst()),
		"value_at_risk_0p95":                  v(s.VaR(0.95, risk.AcerbiFractional)),
		"cvar_0p95":                           v(s.ES(0.95, risk.AcerbiFractional)),
		"evar_0p95":                           v(s.EVaR(0.95)),
	}
	for _, row := range table(t, "risk_aapl_skfolio.csv") {
		g, ok := got[row["measure"]]
		if !ok {
			t.Errorf("%s: not computed", row["measure"])
			continue
		}
		want, tol := number(t, row["value_published"]), number(t, row["abs_tol"])
		if !(math.Abs(g-want) <= tol) {
			t.Errorf("%s = %.10g, want %.10g", row["measure"], g, want)
		}
	}
}

func TestGARCHTable(t *testing.T) {
	r := column(t, "returns_sp500_pct.csv", "return_pct")
	fits := map[string]risk.GARCHFit{}
	for name, m := range map[string]risk.GARCHModel{"GARCH11-normal-constmean": risk.GARCH11, "GJR11-normal-constmean": risk.GJR11} {
		f, err := risk.FitGARCH(r, m)
		if err != nil {
			t.Fatal(err)
		}
		fits[name] = f
	}
	for _, row := range table(t, "garch_sp500.csv") {
		f := fits[row["model"]]
		got := map[string]float64{"mu": f.Params.Mu, "omega": f.Params.Omega, "alpha1": f.Params.Alpha,
			"gamma1": f.Params.Gamma, "beta1": f.Params.Beta, "loglik": f.LogLik, "next_var_forecast": f.Next}[row["param"]]
		if want := number(t, row["value"]); math.Abs(got-want) > number(t, row["tol"]) {
			t.Errorf("%s %s = %.9g, want %.9g", row["model"], row["param"], got, want)
		}
	}
}

func TestGARCHTableQuantLib(t *testing.T) {
	var r []float64
	var p risk.GARCHParams
	rows := table(t, "garch_quantlib.csv")
	for _, row := range rows {
		r = append(r, number(t, row["input_return"]))
		p = risk.GARCHParams{Omega: number(t, row["omega"]), Alpha: number(t, row["alpha"]), Beta: number(t, row["beta"])}
	}
	v := make([]float64, len(r))
	next, err := p.Variances(v, r, r[0]*r[0])
	if err != nil {
		t.Fatal(err)
	}
	v = append(v[1:], next)
	for i, row := range rows {
		want, tol := number(t, row["vol_expected"]), number(t, row["tol"])
		if got := math.Sqrt(v[i]); math.Abs(got-want) > tol {
			t.Errorf("step %d: %.8g, want %.8g", i, got, want)
		}
	}
}
