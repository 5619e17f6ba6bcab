package portfolio_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"
	"time"

	"tearsheet/internal/realdata"
	"tearsheet/quant/portfolio"
)

// sheet is a reference table: header and rows.
type sheet struct {
	head []string
	rows [][]string
}

func read(t testing.TB, name string) sheet {
	t.Helper()
	f, err := os.Open(realdata.Path(t, "quant", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 2 {
		t.Fatalf("%s has no rows", name)
	}
	return sheet{all[0], all[1:]}
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// block reads columns [from, to) of every row.
func (s sheet) block(t testing.TB, from, to int) [][]float64 {
	t.Helper()
	out := make([][]float64, len(s.rows))
	for i, r := range s.rows {
		for _, x := range r[from:to] {
			out[i] = append(out[i], number(t, x))
		}
	}
	return out
}

func column(m [][]float64, j int) []float64 {
	out := make([]float64, len(m))
	for i := range m {
		out[i] = m[i][j]
	}
	return out
}

func maxDiff(a, b []float64) float64 {
	var d float64
	for i := range a {
		d = math.Max(d, math.Abs(a[i]-b[i]))
	}
	return d
}

func rel(got, want float64) float64 { return math.Abs(got-want) / math.Abs(want) }

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestTablePublishedMeanVariance(t *testing.T) {
	in := read(t, "port_ppo20_mu_cov.csv")
	n := len(in.rows)
	mu, cov := column(in.block(t, 1, 2), 0), in.block(t, 2, 2+n)
	for _, r := range read(t, "port_ppo20_published.csv").rows {
		var w []float64
		var err error
		switch r[0] {
		case "min_volatility_long_only":
			w, err = portfolio.MinVariance(cov, portfolio.Constraints{})
		case "efficient_risk_0.19":
			w, err = portfolio.TargetRisk(mu, cov, 0.19, portfolio.Constraints{})
		case "efficient_risk_0.21_market_neutral_[-1,1]":
			c := portfolio.Box(n, -1, 1)
			c.MarketNeutral = true
			w, err = portfolio.TargetRisk(mu, cov, 0.21, c)
		default:
			t.Errorf("problem %q is not handled", r[0])
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", r[0], err)
			continue
		}
		s := must[portfolio.Stats](t)(portfolio.Describe(w, mu, cov, 0.02))
		tol := number(t, r[4])
		for i, got := range []float64{s.Return, s.Volatility, s.Sharpe} {
			if want := number(t, r[1+i]); !(rel(got, want) <= tol) {
				t.Errorf("%s: %s %.12g want %.12g", r[0], []string{"return", "volatility", "sharpe"}[i], got, want)
			}
		}
	}
}

func TestTablePublishedHRP(t *testing.T) {
	c, k, pub := read(t, "port_ppo20_hrp_cov.csv"), read(t, "port_ppo20_hrp_corr.csv"), read(t, "port_ppo20_hrp_published.csv")
	n := len(c.rows)
	w := must[[]float64](t)(portfolio.HRP(c.block(t, 1, n+1), k.block(t, 1, n+1)))
	want := map[string]float64{}
	for _, r := range pub.rows {
		want[r[0]] = number(t, r[1])
	}
	for i, r := range c.rows {
		if !(rel(w[i], want[r[0]]) <= 1e-9) {
			t.Errorf("%s: %.15g want %.15g", r[0], w[i], want[r[0]])
		}
	}
}

func TestTableSolutions(t *testing.T) {
	in := read(t, "port_ppo10a_mu_cov.csv")
	n := len(in.rows)
	mu, cov := column(in.block(t, 1, 2), 0), in.block(t, 2, 2+n)
	capped := portfolio.Box(n, 0, 0.15)
	short := portfolio.Box(n, -1, 1)
	free := portfolio.Box(n, math.Inf(-1), math.Inf(1))
	long := portfolio.Constraints{}
	equal := make([]float64, n)
	for i := range equal {
		equal[i] = 1 / float64(n)
	}
	var prior []float64
	for _, r := range read(t, "port_ppo10a_solutions.csv").rows {
		var w []float64
		var err error
		want := make([]float64, n)
		for i := range want {
			want[i] = number(t, r[4+i])
		}
		switch r[0] {
		case "min_variance_long_only":
			w, err = portfolio.MinVariance(cov, long)
		case "min_variance_cap_0.15":
			w, err = portfolio.MinVariance(cov, capped)
		case "min_variance_short_-1_1":
			w, err = portfolio.MinVariance(cov, short)
		case "min_variance_unconstrained_closed_form":
			w, err = portfolio.MinVariance(cov, free)
		case "max_sharpe_long_only_rf0.02":
			w, err = portfolio.MaxSharpe(mu, cov, 0.02, long)
		case "efficient_return_long_only_target=0.22":
			w, err = portfolio.TargetReturn(mu, cov, 0.22, long)
		case "max_quadratic_utility_delta=3":
			w, err = portfolio.MaxUtility(mu, cov, 3, long)
		case "risk_parity_long_only":
			w, err = portfolio.RiskParity(cov, nil)
		case "hrp_single_linkage":
			w, err = portfolio.HRP(cov, nil)
		case "equal_weight":
			w = equal
		case "black_litterman_pi_equal_mkt_delta2.5":
			p := must[portfolio.Posterior](t)(portfolio.BlackLitterman(portfolio.Views{Cov: cov, MarketWeights: equal, RiskAversion: 2.5, Tau: 0.05}))
			if prior = p.Prior; maxDiff(prior, want) > 1e-11 {
				t.Errorf("%s: %v want %v", r[0], prior, want)
			}
			continue
		case "black_litterman_posterior_tau0.05_omega_diag":
			// The table does not print its views. Posterior - prior lies in the
			// span of tau Cov P', which gives them away: GOOG absolute, FB
			// against AMZN.
			pick := make([][]float64, 2)
			for i := range pick {
				pick[i] = make([]float64, n)
			}
			pick[0][0], pick[1][1], pick[1][2] = 1, 1, -1
			p := must[portfolio.Posterior](t)(portfolio.BlackLitterman(portfolio.Views{Cov: cov, MarketWeights: equal,
				RiskAversion: 2.5, Tau: 0.05, Pick: pick, Q: blQ}))
			if d := maxDiff(p.Mean, want); d > 1e-11 {
				t.Errorf("%s: off by %g: %v want %v", r[0], d, p.Mean, want)
			}
			continue
		default:
			t.Errorf("problem %q is not handled", r[0])
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", r[0], err)
			continue
		}
		if d := maxDiff(w, want); !(d <= 1e-6) {
			t.Errorf("%s: weights off by %.2g", r[0], d)
		} else {
			t.Logf("%s: weights within %.2g", r[0], d)
		}
		s := must[portfolio.Stats](t)(portfolio.Describe(w, mu, cov, 0.02))
		if want := number(t, r[2]); !(rel(s.Volatility, want) <= 1e-9) {
			t.Errorf("%s: volatility %.12g want %.12g", r[0], s.Volatility, want)
		}
	}
}

// blQ are the returns of the two views of the Black-Litterman row.
var blQ = []float64{0.2, 0.05}

func TestTableMinCVaR(t *testing.T) {
	in, sol := read(t, "cvar_returns_a.csv"), read(t, "cvar_solution_a.csv").rows[0]
	p := must[portfolio.CVaRPortfolio](t)(portfolio.MinCVaR(in.block(t, 1, len(in.head)), 0.05, portfolio.Constraints{}))
	if want := number(t, sol[1]); !(rel(p.CVaR, want) <= 1e-8) {
		t.Errorf("CVaR %.14g want %.14g", p.CVaR, want)
	}
	for i, w := range p.Weights {
		if d := math.Abs(w - number(t, sol[3+i])); d > 1e-5 {
			t.Logf("weight %d differs by %.2g (the optimum may be flat)", i, d)
		}
	}
}

func riskfolio(t testing.TB) [][]float64 {
	in := read(t, "port_riskfolio_returns.csv")
	return in.block(t, 1, len(in.head))
}

func TestTableMinRisk(t *testing.T) {
	returns := riskfolio(t)
	n := len(returns[0])
	for _, r := range read(t, "port_riskfolio_minrisk.csv").rows {
		want := make([]float64, n)
		for i := range want {
			want[i] = number(t, r[2+i])
		}
		m, tol := portfolio.Measure(r[1]).Relaxed(), number(t, r[2+n])
		at := time.Now()
		w, err := portfolio.MinRisk(returns, m, 0.05, portfolio.Constraints{})
		took := time.Since(at)
		if err != nil {
			t.Errorf("%s: %v", m, err)
			continue
		}
		mine, his := risk(t, returns, w, m), risk(t, returns, want, m)
		t.Logf("%-5s weights within %.1e, risk %.10g (published weights: %+.1e), %v", m, maxDiff(w, want), mine, his/mine-1, took)
		if d := maxDiff(w, want); !(d <= tol) && !looser(m, d, his/mine-1) {
			t.Errorf("%s: weights off by %.2g: %v want %v", m, d, w, want)
		}
		if his < mine*(1-1e-8) {
			t.Errorf("%s: the published weights have a lower risk by %.2g", m, 1-his/mine)
		}
	}
}

// looser admits two rows that miss the table's 1e-5. Their published weights
// carry more risk, by the given share, than ours do under the measure as coded
// here. For EVaR (2e-5) that points to the tolerance of the solver behind the
// table. For GMD (1.8e-3) the cause is NOT known: the exact GMD, the p-norm
// relaxation and the relaxation on subsets of its norms all miss.
func looser(m portfolio.Measure, d, excess float64) bool {
	switch m {
	case portfolio.EVaR:
		return d < 3e-5 && excess > 5e-8
	case portfolio.GiniRelaxed:
		return d < 3e-3 && excess > 1e-6
	}
	return false
}

func TestTableRiskParityOf(t *testing.T) {
	returns := riskfolio(t)
	n := len(returns[0])
	for _, r := range read(t, "port_riskfolio_rp.csv").rows {
		want := make([]float64, n)
		for i := range want {
			want[i] = number(t, r[2+i])
		}
		m, tol := portfolio.Measure(r[1]).Relaxed(), number(t, r[2+n])
		at := time.Now()
		w, err := portfolio.RiskParityOf(returns, m, 0.05, nil)
		took := time.Since(at)
		if err != nil {
			t.Errorf("%s: %v", m, err)
			continue
		}
		t.Logf("%-5s weights within %.1e, %v", m, maxDiff(w, want), took)
		if m == portfolio.GiniRelaxed {
			tol = 3e-3 // misses the table's 1e-4, cause unknown, see looser
			if a, b := contributions(t, returns, w, m), contributions(t, returns, want, m); !(a < 1e-5 && b > 1e-3) {
				t.Errorf("%s: contributions spread %.2g, published %.2g", m, a, b)
			}
		}
		if d := maxDiff(w, want); !(d <= tol) {
			t.Errorf("%s: weights off by %.2g: %v want %v", m, d, w, want)
		}
	}
}

// contributions is the relative spread of w_i d(risk)/dw_i, by differences.
func contributions(t testing.TB, returns [][]float64, w []float64, m portfolio.Measure) float64 {
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range w {
		const h = 1e-5
		up, down := append([]float64(nil), w...), append([]float64(nil), w...)
		up[i] *= 1 + h
		down[i] *= 1 - h
		c := (risk(t, returns, up, m) - risk(t, returns, down, m)) / (2 * h)
		lo, hi = math.Min(lo, c), math.Max(hi, c)
	}
	return hi/lo - 1
}

func risk(t testing.TB, returns [][]float64, w []float64, m portfolio.Measure) float64 {
	x := make([]float64, len(returns))
	for i, r := range returns {
		for j, v := range r {
			x[i] += v * w[j]
		}
	}
	return must[float64](t)(portfolio.Risk(x, m, 0.05))
}
