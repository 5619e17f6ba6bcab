package portfolio_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tearsheet/quant/portfolio"
)

func near(t testing.TB, name string, got, want []float64, tol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %v want %v", name, got, want)
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tol) {
			t.Errorf("%s: got %v want %v", name, got, want)
			return
		}
	}
}

// randomCov is a well-conditioned random covariance of n assets and means.
func randomCov(seed uint64, n int) (mean []float64, cov [][]float64) {
	rng := rand.New(rand.NewPCG(seed, 7))
	load := make([][]float64, n)
	mean = make([]float64, n)
	for i := range load {
		for range 3 {
			load[i] = append(load[i], rng.NormFloat64()*0.1)
		}
		mean[i] = 0.05 + 0.05*rng.NormFloat64()
	}
	cov = make([][]float64, n)
	for i := range cov {
		cov[i] = make([]float64, n)
		for j := range cov[i] {
			for k := range 3 {
				cov[i][j] += load[i][k] * load[j][k]
			}
		}
		cov[i][i] += 0.01 + 0.05*rng.Float64()
	}
	for i := range cov { // exactly symmetric
		for j := range i {
			cov[j][i] = cov[i][j]
		}
	}
	return mean, cov
}

func randomReturns(seed uint64, t, n int) [][]float64 {
	rng := rand.New(rand.NewPCG(seed, 9))
	out := make([][]float64, t)
	for i := range out {
		market := rng.NormFloat64() * 0.008
		for range n {
			out[i] = append(out[i], 0.0004+market+0.01*rng.NormFloat64())
		}
	}
	return out
}

func variance(w []float64, cov [][]float64) float64 {
	var v float64
	for i := range w {
		for j := range w {
			v += w[i] * w[j] * cov[i][j]
		}
	}
	return v
}

var two = [][]float64{{0.04, 0.006}, {0.006, 0.09}}

func TestMinVarianceByHand(t *testing.T) {
	// w1 = (s22 - s12) / (s11 + s22 - 2 s12) = 0.084 / 0.118.
	w := must[[]float64](t)(portfolio.MinVariance(two, portfolio.Constraints{}))
	near(t, "two assets", w, []float64{0.084 / 0.118, 0.034 / 0.118}, 1e-12)
	w = must[[]float64](t)(portfolio.MinVariance(two, portfolio.Box(2, 0, 0.6)))
	near(t, "capped", w, []float64{0.6, 0.4}, 1e-9)
	w = must[[]float64](t)(portfolio.MinVariance(two, portfolio.Constraints{Current: []float64{0.5, 0.5}, MaxTurnover: 0.1}))
	near(t, "turnover", w, []float64{0.55, 0.45}, 1e-8)
	w = must[[]float64](t)(portfolio.MinVariance(two, portfolio.Constraints{Current: []float64{0.5, 0.5}}))
	near(t, "no trading", w, []float64{0.5, 0.5}, 1e-7)
	w = must[[]float64](t)(portfolio.MinVariance(two, portfolio.Constraints{Groups: []portfolio.Group{{Name: "first", Members: []int{0}, Max: 0.3}}}))
	near(t, "group", w, []float64{0.3, 0.7}, 1e-8)
	w = must[[]float64](t)(portfolio.MinVariance(two, portfolio.Constraints{Lower: []float64{0.2, 0.8}, Upper: []float64{0.2, 0.8}}))
	near(t, "fixed", w, []float64{0.2, 0.8}, 1e-12)
	w = must[[]float64](t)(portfolio.MinVariance([][]float64{{2}}, portfolio.Constraints{}))
	near(t, "one asset", w, []float64{1}, 0)
}

func TestMaxSharpeByHand(t *testing.T) {
	// Unbounded tangency: w proportional to Cov^-1 (mean - rf).
	free := portfolio.Box(2, math.Inf(-1), math.Inf(1))
	w := must[[]float64](t)(portfolio.MaxSharpe([]float64{0.08, 0.12}, two, 0.02, free))
	a, b := 0.09*0.06-0.006*0.10, 0.04*0.10-0.006*0.06
	near(t, "tangency", w, []float64{a / (a + b), b / (a + b)}, 1e-10)
	if _, err := portfolio.MaxSharpe([]float64{0.01, 0.02}, two, 0.02, portfolio.Constraints{}); !errors.Is(err, portfolio.ErrNoExcess) {
		t.Errorf("nothing beats the risk-free rate: %v", err)
	}
	if _, err := portfolio.MaxSharpe([]float64{0.01, 0.01}, two, 0.02, free); err == nil {
		t.Error("an unbounded problem without excess returned weights")
	}
}

func TestTargetRisk(t *testing.T) {
	mu := []float64{0.08, 0.12}
	w := must[[]float64](t)(portfolio.TargetRisk(mu, two, 0.25, portfolio.Constraints{}))
	if v := math.Sqrt(variance(w, two)); math.Abs(v-0.25) > 1e-10 {
		t.Errorf("volatility %g", v)
	}
	w = must[[]float64](t)(portfolio.TargetRisk(mu, two, 9, portfolio.Constraints{}))
	near(t, "slack target", w, []float64{0, 1}, 1e-9)
	free := portfolio.Box(2, math.Inf(-1), math.Inf(1))
	w = must[[]float64](t)(portfolio.TargetRisk(mu, two, 0.5, free))
	if v := math.Sqrt(variance(w, two)); math.Abs(v-0.5) > 1e-9 {
		t.Errorf("unbounded volatility %g", v)
	}
	if _, err := portfolio.TargetRisk(mu, two, 0.1, portfolio.Constraints{}); !errors.Is(err, portfolio.ErrInfeasible) || !strings.Contains(err.Error(), "volatility") {
		t.Errorf("unattainable: %v", err)
	}
	f := must[[][]float64](t)(portfolio.Frontier(mu, two, 5, portfolio.Constraints{}))
	last := -1.0
	for _, w := range f {
		if v := variance(w, two); v < last {
			t.Errorf("the frontier is not monotone: %v", f)
		} else {
			last = v
		}
	}
}

func TestRefusals(t *testing.T) {
	nan := math.NaN()
	mu := []float64{0.08, 0.12}
	long := portfolio.Constraints{}
	check := func(name string, err error, kind error, words ...string) {
		t.Helper()
		var in *portfolio.InputError
		if !errors.Is(err, kind) || !errors.As(err, &in) {
			t.Errorf("%s: %v, want kind %v", name, err, kind)
			return
		}
		for _, w := range words {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %v does not say %q", name, err, w)
			}
		}
	}
	minv := func(cov [][]float64, c portfolio.Constraints) error {
		_, err := portfolio.MinVariance(cov, c)
		return err
	}
	check("empty", minv(nil, long), portfolio.ErrEmpty, "cov")
	check("ragged", minv([][]float64{{1, 0}, {0}}, long), portfolio.ErrLength, "cov[1]")
	check("not square", minv([][]float64{{1, 0}}, long), portfolio.ErrLength, "cov")
	check("nan", minv([][]float64{{1, nan}, {nan, 1}}, long), portfolio.ErrNotFinite, "cov[0][1]")
	check("asymmetric", minv([][]float64{{1, 0.1}, {0.2, 1}}, long), portfolio.ErrAsymmetric, "cov")
	check("singular", minv([][]float64{{1, 1}, {1, 1}}, long), portfolio.ErrSingular, "asset 1")
	check("zero variance", minv([][]float64{{0, 0}, {0, 1}}, long), portfolio.ErrSingular)
	check("indefinite", minv([][]float64{{1, 2}, {2, 1}}, long), portfolio.ErrIndefinite, "NearestPSD")
	check("bounds length", minv(two, portfolio.Constraints{Lower: []float64{0}}), portfolio.ErrLength, "lower")
	check("bounds cross", minv(two, portfolio.Constraints{Lower: []float64{0.5, 0}, Upper: []float64{0.4, 1}}), portfolio.ErrInfeasible, "lower[0]")
	check("bounds nan", minv(two, portfolio.Constraints{Upper: []float64{nan, 1}}), portfolio.ErrNotFinite, "upper[0]")
	check("cannot invest all", minv(two, portfolio.Box(2, 0, 0.4)), portfolio.ErrInfeasible, "upper bounds sum to 0.8")
	check("must over-invest", minv(two, portfolio.Box(2, 0.6, 1)), portfolio.ErrInfeasible, "lower bounds sum to 1.2")
	check("group caps", minv(two, portfolio.Constraints{Groups: []portfolio.Group{{Name: "tech", Members: []int{0, 1}, Max: 0.5}}}),
		portfolio.ErrInfeasible, "tech", "budget")
	check("group member", minv(two, portfolio.Constraints{Groups: []portfolio.Group{{Name: "x", Members: []int{2}, Max: 1}}}), portfolio.ErrDomain, "x")
	check("group crossed", minv(two, portfolio.Constraints{Groups: []portfolio.Group{{Name: "x", Min: 1, Max: 0}}}), portfolio.ErrInfeasible, "x")
	check("turnover", minv(two, portfolio.Constraints{Current: []float64{1, 0}, MaxTurnover: 0.1, Upper: []float64{0.5, 1}}),
		portfolio.ErrInfeasible, "turnover")
	_, err := portfolio.TargetReturn(mu, two, 0.2, long)
	check("target", err, portfolio.ErrInfeasible, "target return")
	_, err = portfolio.TargetReturn([]float64{0.1}, two, 0.2, long)
	check("mean length", err, portfolio.ErrLength, "cov")
	_, err = portfolio.TargetReturn([]float64{0.1, nan}, two, 0.2, long)
	check("mean nan", err, portfolio.ErrNotFinite, "mean[1]")
	_, err = portfolio.MaxUtility(mu, two, 0, long)
	check("aversion", err, portfolio.ErrDomain, "aversion")
	_, err = portfolio.MinCVaR([][]float64{{0.1, 0.2}}, 1, long)
	check("tail", err, portfolio.ErrDomain, "tail")
	_, err = portfolio.MinCVaR(nil, 0.05, long)
	check("no returns", err, portfolio.ErrEmpty, "returns")
	_, err = portfolio.MinRisk(randomReturns(1, 20, 3), "nope", 0.05, long)
	check("measure", err, portfolio.ErrDomain, "nope")
	_, err = portfolio.RiskParity(two, []float64{1, 0})
	check("budget", err, portfolio.ErrDomain, "budgets")
	_, err = portfolio.HRP(two, [][]float64{{1, 2}, {2, 1}})
	check("correlation", err, portfolio.ErrDomain, "corr[0][1]")
	_, err = portfolio.BlackLitterman(portfolio.Views{Cov: two, MarketWeights: []float64{0.5, 0.5}, RiskAversion: 2, Tau: 0.1, Q: []float64{1}})
	check("view count", err, portfolio.ErrLength, "q")
	_, err = portfolio.SampleCov([][]float64{{1, 2}})
	check("one period", err, portfolio.ErrLength, "returns")
	sample := must[[][]float64](t)(portfolio.SampleCov(randomReturns(3, 5, 8)))
	check("fewer periods than assets", minv(sample, long), portfolio.ErrSingular, "LedoitWolf")
}

func TestBlackLittermanByHand(t *testing.T) {
	// One asset: prior 2.5*0.04 = 0.1; omega = tau s, so the posterior is half way.
	p := must[portfolio.Posterior](t)(portfolio.BlackLitterman(portfolio.Views{Cov: [][]float64{{0.04}}, MarketWeights: []float64{1},
		RiskAversion: 2.5, Tau: 0.05, Pick: [][]float64{{1}}, Q: []float64{0.2}}))
	near(t, "mean", p.Mean, []float64{0.15}, 1e-15)
	near(t, "cov", p.Cov[0], []float64{0.04 + 0.002 - 0.001}, 1e-15)
	// A certain view is met exactly.
	p = must[portfolio.Posterior](t)(portfolio.BlackLitterman(portfolio.Views{Cov: two, MarketWeights: []float64{0.5, 0.5},
		RiskAversion: 2.5, Tau: 0.05, Pick: [][]float64{{1, -1}}, Q: []float64{0.03}, Omega: []float64{0}}))
	near(t, "certain", []float64{p.Mean[0] - p.Mean[1]}, []float64{0.03}, 1e-14)
}

// Weights sum to the budget, obey every limit, and no random feasible
// alternative is better.
func TestConstrainedOptima(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 15).Draw(t, "n")
		mu, cov := randomCov(rapid.Uint64().Draw(t, "seed"), n)
		hi := rapid.Float64Range(1.2/float64(n), 1).Draw(t, "cap")
		lo := rapid.Float64Range(-0.2, 0.5/float64(n)).Draw(t, "floor")
		c := portfolio.Box(n, lo, hi)
		var sector []int
		for i := 0; i < n; i += 2 {
			sector = append(sector, i)
		}
		c.Groups = []portfolio.Group{{Name: "even", Members: sector, Min: -1, Max: 0.7}}
		equal := make([]float64, n)
		for i := range equal {
			equal[i] = 1 / float64(n)
		}
		if rapid.Bool().Draw(t, "trade") {
			c.Current, c.MaxTurnover = equal, rapid.Float64Range(0, 1).Draw(t, "turnover")
		}
		feasible := func(name string, w []float64) {
			var total, even, moved float64
			for i, x := range w {
				if x < lo || x > hi {
					t.Fatalf("%s: weight %d = %g outside [%g, %g]", name, i, x, lo, hi)
				}
				total += x
				moved += math.Abs(x - equal[i])
			}
			for _, i := range sector {
				even += w[i]
			}
			if math.Abs(total-1) > 1e-12 {
				t.Fatalf("%s: sum %.16g", name, total)
			}
			if even > 0.7+1e-7 || (c.Current != nil && moved > c.MaxTurnover+1e-7) {
				t.Fatalf("%s: group %g, turnover %g of %g", name, even, moved, c.MaxTurnover)
			}
		}
		// equal weights may break the sector cap only when n is odd and small
		if float64(len(sector))/float64(n) > 0.7 {
			return
		}
		better := func(name string, w []float64, loss func([]float64) float64) {
			feasible(name, w)
			at := loss(w)
			for _, a := range []float64{1e-3, 0.3, 1} { // towards the equal portfolio, which is feasible
				mix := make([]float64, n)
				for i := range mix {
					mix[i] = (1-a)*w[i] + a*equal[i]
				}
				if l := loss(mix); l < at-1e-8*math.Abs(at)-1e-11 {
					t.Fatalf("%s: %g towards equal weights is better: %.12g < %.12g", name, a, l, at)
				}
			}
		}
		w, err := portfolio.MinVariance(cov, c)
		if err != nil {
			t.Fatal(err)
		}
		better("min variance", w, func(w []float64) float64 { return variance(w, cov) })
		if w, err = portfolio.MaxUtility(mu, cov, 4, c); err != nil {
			t.Fatal(err)
		}
		better("utility", w, func(w []float64) float64 { return 2*variance(w, cov) - dotOf(mu, w) })
		w, err = portfolio.MaxSharpe(mu, cov, 0, c)
		if errors.Is(err, portfolio.ErrNoExcess) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		better("sharpe", w, func(w []float64) float64 { return -dotOf(mu, w) / math.Sqrt(variance(w, cov)) })
	})
}

func dotOf(a, b []float64) float64 {
	var s float64
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

func TestRiskParityContributions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		_, cov := randomCov(rapid.Uint64().Draw(t, "seed"), n)
		budgets := make([]float64, n)
		var total float64
		for i := range budgets {
			budgets[i] = rapid.Float64Range(0.1, 3).Draw(t, "b")
			total += budgets[i]
		}
		w, err := portfolio.RiskParity(cov, budgets)
		if err != nil {
			t.Fatal(err)
		}
		rc, err := portfolio.RiskContributions(w, cov)
		if err != nil {
			t.Fatal(err)
		}
		vol := math.Sqrt(variance(w, cov))
		var sum float64
		for i := range w {
			sum += w[i]
			if w[i] <= 0 || math.Abs(rc[i]/vol-budgets[i]/total) > 1e-10 {
				t.Fatalf("asset %d: weight %g, contribution %g, budget %g", i, w[i], rc[i]/vol, budgets[i]/total)
			}
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("sum %g", sum)
		}
		h, err := portfolio.HRP(cov, nil)
		if err != nil {
			t.Fatal(err)
		}
		sum = 0
		for _, x := range h {
			if x <= 0 && n > 1 {
				t.Fatalf("HRP weight %g", x)
			}
			sum += x
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("HRP sum %g", sum)
		}
	})
}

func TestHRPByHand(t *testing.T) {
	// Two uncorrelated pairs: each pair splits by inverse variance.
	cov := [][]float64{{1, 0, 0.9, 0}, {0, 1, 0, 0.8}, {0.9, 0, 1, 0}, {0, 0.8, 0, 1}}
	w := must[[]float64](t)(portfolio.HRP(cov, nil))
	a, b := 1.9/2, 1.8/2 // variances of the equal-weight pairs (0,2) and (1,3)
	near(t, "hrp", w, []float64{b / (a + b) / 2, a / (a + b) / 2, b / (a + b) / 2, a / (a + b) / 2}, 1e-14)
}

// Every measure: convex, homogeneous, its minimiser beats random portfolios,
// its parity portfolio minimises ln risk - sum b ln w.
func TestMeasures(t *testing.T) {
	returns := randomReturns(11, 60, 4)
	for k := range returns { // not all alike
		returns[k][1] *= 1.5
		returns[k][3] *= 0.7
	}
	rng := rand.New(rand.NewPCG(5, 5))
	random := func() []float64 {
		w := make([]float64, 4)
		var s float64
		for i := range w {
			w[i] = rng.ExpFloat64()
			s += w[i]
		}
		for i := range w {
			w[i] /= s
		}
		return w
	}
	mix := func(a float64, x, y []float64) []float64 {
		m := make([]float64, len(x))
		for i := range m {
			m[i] = (1-a)*x[i] + a*y[i]
		}
		return m
	}
	for _, m := range portfolio.Measures() {
		t.Run(string(m), func(t *testing.T) {
			for range 50 {
				x, y := random(), random()
				rx, ry, rm := risk(t, returns, x, m), risk(t, returns, y, m), risk(t, returns, mix(0.5, x, y), m)
				if rm > (rx+ry)/2+1e-10 {
					t.Errorf("not convex: %g > (%g + %g)/2", rm, rx, ry)
				}
				if r3 := risk(t, returns, []float64{3 * x[0], 3 * x[1], 3 * x[2], 3 * x[3]}, m); math.Abs(r3-3*rx) > 1e-9 {
					t.Errorf("not homogeneous: %g, %g", r3, 3*rx)
				}
			}
			w := must[[]float64](t)(portfolio.MinRisk(returns, m, 0.1, portfolio.Constraints{}))
			c := portfolio.Constraints{Upper: []float64{0.4, 0.4, 0.4, 0.4}}
			capped := must[[]float64](t)(portfolio.MinRisk(returns, m, 0.1, c))
			p := must[[]float64](t)(portfolio.RiskParityOf(returns, m, 0.1, nil))
			at, atCap := risk10(t, returns, w, m), risk10(t, returns, capped, m)
			merit := func(w []float64) float64 {
				s := math.Log(risk10(t, returns, w, m))
				for _, x := range w {
					s -= math.Log(x) / 4
				}
				return s
			}
			atP := merit(p)
			for range 60 {
				y := random()
				for _, a := range []float64{1, 0.1, 0.01, 0.001} {
					if r := risk10(t, returns, mix(a, w, y), m); r < at*(1-1e-9) {
						t.Fatalf("%g of %v is better: %.12g < %.12g", a, y, r, at)
					}
					if r := merit(mix(a, p, y)); r < atP-1e-8 {
						t.Fatalf("parity: %g of %v is better: %.12g < %.12g", a, y, r, atP)
					}
					z := mix(a, capped, y)
					if z[0] <= 0.4 && z[1] <= 0.4 && z[2] <= 0.4 && z[3] <= 0.4 {
						if r := risk10(t, returns, z, m); r < atCap*(1-1e-9) {
							t.Fatalf("capped: %g of %v is better: %.12g < %.12g", a, y, r, atCap)
						}
					}
				}
			}
		})
	}
}

func risk10(t testing.TB, returns [][]float64, w []float64, m portfolio.Measure) float64 {
	x := make([]float64, len(returns))
	for i, r := range returns {
		x[i] = dotOf(r, w)
	}
	return must[float64](t)(portfolio.Risk(x, m, 0.1))
}

func TestRiskByHand(t *testing.T) {
	x := []float64{0.02, -0.04, 0.01, -0.01, 0.02} // mean 0
	for m, want := range map[portfolio.Measure]float64{
		portfolio.StdDev:           math.Sqrt(0.0026 / 4),
		portfolio.MeanAbsDev:       0.02,
		portfolio.GiniMeanDiff:     (0.06*2 + 0.05 + 0.03 + 0.01*2 + 0.03*2 + 0.02) / 10, // 10 pairs
		portfolio.SemiDev:          math.Sqrt(0.0017 / 4),
		portfolio.FirstLowerMoment: 0.01,
		portfolio.SecondLowerPM:    math.Sqrt(0.0017 / 4),
		portfolio.CVaR:             (0.04 + 0.005) / 1.5, // 30 % of 5: one and a half outcomes
		portfolio.WorstRealization: 0.04,
		portfolio.Range:            0.06,
		portfolio.MaxDrawdown:      0.04,
		portfolio.AvgDrawdown:      (0 + 0.04 + 0.03 + 0.04 + 0.02) / 5,
		portfolio.CDaR:             0.04,
		portfolio.UlcerIndex:       math.Sqrt((0.0016 + 0.0009 + 0.0016 + 0.0004) / 5),
	} {
		got := must[float64](t)(portfolio.Risk(x, m, 0.3))
		if math.Abs(got-want) > 1e-15 {
			t.Errorf("%s: %.16g want %.16g", m, got, want)
		}
	}
	// CVaR <= EVaR <= worst.
	e := must[float64](t)(portfolio.Risk(x, portfolio.EVaR, 0.3))
	if e < 0.03 || e > 0.04 {
		t.Errorf("EVaR %g", e)
	}
	if _, err := portfolio.Risk(nil, portfolio.CVaR, 0.05); !errors.Is(err, portfolio.ErrEmpty) {
		t.Errorf("no returns: %v", err)
	}
}

func TestMinCVaRProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, T := rapid.IntRange(1, 8).Draw(t, "n"), rapid.IntRange(5, 120).Draw(t, "T")
		returns := randomReturns(rapid.Uint64().Draw(t, "seed"), T, n)
		tail := rapid.Float64Range(0.02, 0.5).Draw(t, "tail")
		p, err := portfolio.MinCVaR(returns, tail, portfolio.Constraints{})
		if err != nil {
			t.Fatal(err)
		}
		var sum float64
		for _, w := range p.Weights {
			if w < 0 || w > 1 {
				t.Fatalf("weight %g", w)
			}
			sum += w
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("sum %g", sum)
		}
		for i := range n { // no single asset is safer
			x := column(returns, i)
			r, err := portfolio.Risk(x, portfolio.CVaR, tail)
			if err != nil {
				t.Fatal(err)
			}
			if r < p.CVaR-1e-9*math.Abs(p.CVaR)-1e-12 {
				t.Fatalf("asset %d has CVaR %.12g < %.12g", i, r, p.CVaR)
			}
		}
	})
}
