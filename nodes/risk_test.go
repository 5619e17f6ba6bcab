package nodes_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"tearsheet"
	"tearsheet/graph/graphtest"
	"tearsheet/nodes"
)

func risky(t *testing.T, s tearsheet.Series, more ...tearsheet.Delta) (tearsheet.Risk, tearsheet.State) {
	t.Helper()
	in := state(t, append([]tearsheet.Delta{put(t, tearsheet.PricesSlot, s)}, more...)...)
	out, err := in.Apply(graphtest.Node(t, nodes.Risk{}, in))
	if err != nil {
		t.Fatal(err)
	}
	lawful(t, out, s.Bars[len(s.Bars)-1].Date)
	return get(t, out, tearsheet.RiskSlot), out
}

func walk(t *testing.T, n int, seed uint64, vol float64) tearsheet.Series {
	r := rand.New(rand.NewPCG(seed, 1))
	p := 100.0
	path := make([]float64, n)
	for i := range path {
		path[i] = p
		p *= 1 + vol/math.Sqrt(252)*r.NormFloat64()
	}
	return weekdays(t, "2025-02-21", n, func(i int) float64 { return path[i] })
}

func TestRiskOfTooFewBars(t *testing.T) {
	for n, ok := range map[int]bool{119: false, 120: true} {
		_, err := nodes.Risk{}.Run(t.Context(), state(t, put(t, tearsheet.PricesSlot, walk(t, n, 1, 0.3))))
		if (err == nil) != ok {
			t.Errorf("%d bars: %v", n, err)
		}
		if !ok && (tearsheet.KindOf(err) != tearsheet.KindNotFound || !strings.Contains(err.Error(), "119 bars") || tearsheet.HintOf(err) == "") {
			t.Errorf("%v", err)
		}
	}
}

func TestRiskOfFlatSeries(t *testing.T) {
	r, st := risky(t, weekdays(t, "2025-02-21", 300, func(int) float64 { return 50 }))
	near(t, "volatility", r.Vol1Y, 0)
	near(t, "drawdown", r.MaxDrawdown, 0)
	near(t, "value at risk", r.VaR95, 0)
	near(t, "score", r.Score, 0)
	if r.Beta != nil || r.Sharpe != nil || len(r.Anomalies) > 0 {
		t.Errorf("beta %v, Sharpe %v, anomalies %v of a flat series", r.Beta, r.Sharpe, r.Anomalies)
	}
	if len(st.Gaps) != 2 {
		t.Errorf("gaps %+v, want one for the benchmark and one for the rate", st.Gaps)
	}
}

func TestRiskWithAndWithoutBenchmark(t *testing.T) {
	bench := walk(t, 600, 1, 0.15)
	bench.Security.Symbol = "SPY"
	// Twice the benchmark's return, exactly.
	p := 100.0
	path := []float64{p}
	for i := 1; i < 600; i++ {
		p *= 1 + 2*(bench.Bars[i].Close/bench.Bars[i-1].Close-1)
		path = append(path, p)
	}
	s := weekdays(t, "2025-02-21", 600, func(i int) float64 { return path[i] })
	at := date(t, "2025-02-21")
	curve := put(t, tearsheet.RatesSlot, tearsheet.Curve{Date: at, Known: at.CloseTime(), Source: tearsheet.Source{Provider: "test"}, Points: []tearsheet.CurvePoint{{Tenor: "1Y", Years: 1, Yield: 0.04}}})
	r, st := risky(t, s, put(t, tearsheet.BenchmarkSlot, bench), curve)
	near(t, "beta", r.Beta, 2)
	near(t, "correlation", r.Correlation, 1)
	near(t, "risk-free rate", r.RiskFree, 2*math.Log1p(0.02))
	if r.Benchmark != "SPY" || r.Sharpe == nil || len(st.Gaps) > 0 {
		t.Errorf("%s, %v, %+v", r.Benchmark, r.Sharpe, st.Gaps)
	}
	if math.Abs(*r.Vol1Y-0.30) > 0.05 || *r.VaR95 <= 0 || *r.VaR99 <= *r.VaR95 || *r.ES95 < *r.VaR95 || *r.MaxDrawdown >= 0 || *r.CurrentDrawdown > 0 || *r.CurrentDrawdown < *r.MaxDrawdown {
		t.Errorf("%+v", r)
	}
	sum := 0.0
	for _, x := range r.Parts {
		sum += x.Weight
		if x.Score < 0 || x.Score > 1 {
			t.Errorf("%+v", x)
		}
	}
	if math.Abs(sum-1) > 1e-5 || *r.Score < 0 || *r.Score > 1 {
		t.Errorf("weights add up to %v, score %v", sum, *r.Score)
	}

	r, st = risky(t, s, curve)
	if r.Beta != nil || r.Benchmark != "" || len(st.Gaps) != 1 || !strings.Contains(st.Gaps[0].Reason, "no benchmark") || r.Score == nil {
		t.Errorf("beta %v against %q, gaps %+v", r.Beta, r.Benchmark, st.Gaps)
	}
	// A benchmark that traded on other days says nothing.
	other := bench
	other.Bars = bench.Bars[:50]
	r, st = risky(t, s, put(t, tearsheet.BenchmarkSlot, other), curve)
	if r.Beta != nil || len(st.Gaps) != 1 || !strings.Contains(st.Gaps[0].Reason, "common") {
		t.Errorf("beta %v, gaps %+v", r.Beta, st.Gaps)
	}
}

func TestRiskAnomaly(t *testing.T) {
	s := walk(t, 400, 3, 0.15)
	calm, _ := risky(t, s)
	if len(calm.Anomalies) > 0 {
		t.Fatalf("anomalies in a random walk: %+v", calm.Anomalies)
	}
	for _, c := range []struct {
		ago  int
		want bool
	}{{5, true}, {30, false}} {
		x := s
		x.Bars = append([]tearsheet.Bar{}, s.Bars...)
		for i := len(x.Bars) - c.ago; i < len(x.Bars); i++ {
			b := &x.Bars[i]
			b.Open, b.High, b.Low, b.Close = b.Open*0.7, b.High*0.7, b.Low*0.7, b.Close*0.7
		}
		r, _ := risky(t, x)
		if got := len(r.Anomalies) > 0; got != c.want {
			t.Errorf("a fall of 30 %% %d sessions ago: anomalies %+v", c.ago, r.Anomalies)
		}
		if c.want && *r.Score <= *calm.Score {
			t.Errorf("the fall moves the score from %v to %v", *calm.Score, *r.Score)
		}
	}
}
