package risk_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tearsheet/quant/risk"
)

func genReturns(t *rapid.T, lo, hi int) []float64 {
	// Whole millionths: squares must not underflow.
	return rapid.SliceOfN(rapid.Map(rapid.IntRange(-200_000, 200_000), func(i int) float64 { return float64(i) / 1e6 }), lo, hi).Draw(t, "r")
}

func close9(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

// Measures of loss scale with the returns and move with a constant; ES is not
// below VaR where it cannot be.
func TestTailProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := genReturns(t, 5, 80)
		f := rapid.Float64Range(0.1, 4).Draw(t, "factor")
		c := rapid.Float64Range(-0.05, 0.05).Draw(t, "shift")
		l := rapid.Float64Range(0.6, 0.995).Draw(t, "level")
		q := make([]float64, len(r))
		for i, v := range r {
			q[i] = f*v + c
		}
		a, err := risk.NewSample(r)
		if err != nil {
			t.Fatal(err)
		}
		b, err := risk.NewSample(q)
		if err != nil {
			t.Fatal(err)
		}
		if a.Moments().StdDev < 1e-6 {
			return
		}
		for d := risk.HistoricalType7; d <= risk.CornishFisher; d++ {
			v1, e1 := a.VaR(l, d)
			v2, e2 := b.VaR(l, d)
			s1, e3 := a.ES(l, d)
			s2, e4 := b.ES(l, d)
			if e1 != nil || e2 != nil || e3 != nil || e4 != nil {
				t.Fatal(e1, e2, e3, e4)
			}
			if !close9(v2, f*v1-c) || !close9(s2, f*s1-c) {
				t.Fatalf("%v: VaR %v -> %v, ES %v -> %v with factor %v, shift %v", d, v1, v2, s1, s2, f, c)
			}
			if d != risk.CornishFisher && s1 < v1-1e-12 {
				t.Fatalf("%v: ES %v below VaR %v", d, s1, v1)
			}
		}
		ev, err := a.EVaR(l)
		if err != nil {
			t.Fatal(err)
		}
		es, _ := a.ES(l, risk.AcerbiFractional)
		worst, _ := a.Worst()
		if ev < es-1e-7 || ev > -worst+1e-12 {
			t.Fatalf("EVaR %v is not between ES %v and the worst %v", ev, es, -worst)
		}
	})
}

// The deepest drawdown is the minimum of the series, and its indices say so.
func TestDrawdownProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(1, 100), 1, 60).Draw(t, "p")
		d, err := risk.MaxDrawdown(p)
		if err != nil {
			t.Fatal(err)
		}
		s := make([]float64, len(p))
		if err := risk.Drawdowns(s, p); err != nil {
			t.Fatal(err)
		}
		if -slices.Min(s) != d.Depth {
			t.Fatalf("depth %v, series %v", d.Depth, slices.Min(s))
		}
		if d.Depth == 0 {
			return
		}
		if got := (p[d.Peak] - p[d.Trough]) / p[d.Peak]; got != d.Depth || d.Peak >= d.Trough {
			t.Fatalf("%+v gives %v", d, got)
		}
		if d.Recovery >= 0 && (p[d.Recovery] < p[d.Peak] || slices.Max(p[d.Trough:d.Recovery]) >= p[d.Peak]) {
			t.Fatalf("%+v: recovery", d)
		}
		all, err := risk.Episodes(nil, p, d.Depth)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 || all[0] != d {
			t.Fatalf("episodes %+v, want %+v", all, d)
		}
	})
}

// RobustZ agrees with medians taken afresh from sorted copies.
func TestRobustZNaive(t *testing.T) {
	median := func(x []float64) float64 {
		s := slices.Clone(x)
		slices.Sort(s)
		return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
	}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) float64 {
			return float64(rapid.IntRange(-8, 8).Draw(t, "v")) / 4
		}), 4, 60).Draw(t, "x")
		w := rapid.IntRange(3, len(x)-1).Draw(t, "window")
		z := make([]float64, len(x))
		if err := risk.RobustZ(z, x, w); err != nil {
			t.Fatal(err)
		}
		for i := range x {
			if i < w {
				if !math.IsNaN(z[i]) {
					t.Fatalf("z[%d] = %v", i, z[i])
				}
				continue
			}
			win := x[i-w : i]
			m := median(win)
			dev := make([]float64, w)
			mean := 0.0
			for j, v := range win {
				dev[j] = math.Abs(v - m)
				mean += dev[j] / float64(w)
			}
			scale := 1.4826022185056018 * median(dev)
			if scale == 0 {
				scale = 1.2533141373155001 * mean
			}
			want := (x[i] - m) / scale
			if x[i] == m {
				want = 0
			}
			want = max(-risk.MaxRobustZ, min(risk.MaxRobustZ, want))
			if !close9(z[i], want) {
				t.Fatalf("z[%d] = %v, want %v", i, z[i], want)
			}
		}
	})
}

// ChangePoints finds the same optimum as trying every split.
func TestChangePointsNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 40).Draw(t, "n")
		seed := rapid.Uint64().Draw(t, "seed")
		minLen := rapid.IntRange(2, 4).Draw(t, "minLen")
		penalty := rapid.Float64Range(0.5, 12).Draw(t, "penalty")
		rng := rand.New(rand.NewPCG(seed, 1))
		x := make([]float64, n)
		sd, mu := 1.0, 0.0
		for i := range x {
			if rng.Float64() < 0.1 {
				sd, mu = math.Exp(2*rng.NormFloat64()), 3*rng.NormFloat64()
			}
			x[i] = mu + sd*rng.NormFloat64()
		}
		all, err := risk.MomentsOf(x)
		if err != nil {
			t.Fatal(err)
		}
		cost := func(a, b int) float64 {
			m, _ := risk.MomentsOf(x[a:b])
			return float64(b-a)*(math.Log(m.M2/all.M2+1e-8)+1) + penalty
		}
		best := make([]float64, n+1)
		for b := 1; b <= n; b++ {
			best[b] = math.Inf(1)
			for a := 0; a+minLen <= b; a++ {
				best[b] = min(best[b], best[a]+cost(a, b))
			}
		}
		got, err := risk.ChangePoints(x, minLen, penalty)
		if err != nil {
			t.Fatal(err)
		}
		sum, at := 0.0, 0
		for _, s := range got {
			if s.From != at || s.To-s.From < minLen {
				t.Fatalf("segments %+v", got)
			}
			at = s.To
			sum += cost(s.From, s.To)
		}
		if at != n || math.Abs(sum-best[n]) > 1e-6 {
			t.Fatalf("cost %v, best %v: %+v", sum, best[n], got)
		}
	})
}

// The rolling deviation is that of each window, whatever passed before.
func TestRollingVolNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := genReturns(t, 4, 80)
		if k := rapid.IntRange(0, len(r)-1).Draw(t, "spike"); rapid.Bool().Draw(t, "has") {
			r[k] = 1e6
		}
		n := rapid.IntRange(2, len(r)).Draw(t, "n")
		v := make([]float64, len(r))
		if err := risk.RollingVol(v, r, n, 252); err != nil {
			t.Fatal(err)
		}
		for i := n - 1; i < len(r); i++ {
			m, _ := risk.MomentsOf(r[i-n+1 : i+1])
			if want := m.StdDev * math.Sqrt(252); math.Abs(v[i]-want) > 1e-7*want {
				t.Fatalf("v[%d] = %v, want %v", i, v[i], want)
			}
		}
	})
}

// Per cent or fractions, the fit is the same; a shift moves the mean only.
func TestGARCHScaling(t *testing.T) {
	r := simulateGARCH(2000, risk.GARCHParams{Mu: 0.03, Omega: 0.02, Alpha: 0.05, Gamma: 0.1, Beta: 0.88}, 7)
	for _, m := range []risk.GARCHModel{risk.GARCH11, risk.GJR11} {
		a, err := risk.FitGARCH(r, m)
		if err != nil {
			t.Fatal(err)
		}
		q := make([]float64, len(r))
		for i, v := range r {
			q[i] = v/100 + 0.01
		}
		b, err := risk.FitGARCH(q, m)
		if err != nil {
			t.Fatal(err)
		}
		near := func(x, y float64) bool { return math.Abs(x-y) <= 1e-5*(math.Abs(x)+0.01) }
		if !near(a.Params.Alpha, b.Params.Alpha) || !near(a.Params.Beta, b.Params.Beta) || !near(a.Params.Gamma, b.Params.Gamma) ||
			!near(a.Params.Omega, b.Params.Omega*1e4) || !near(a.Params.Mu, (b.Params.Mu-0.01)*100) ||
			!near(a.SE.Beta, b.SE.Beta) || !near(a.LogLik, b.LogLik-float64(len(r))*math.Log(100)) {
			t.Errorf("%v:\n%+v\n%+v", m, a, b)
		}
	}
}

// simulateGARCH draws n returns of a model after a burn-in.
func simulateGARCH(n int, p risk.GARCHParams, seed uint64) []float64 {
	rng := rand.New(rand.NewPCG(seed, 2))
	v := p.LongRun()
	r := make([]float64, 0, n)
	for i := range n + 500 {
		e := math.Sqrt(v) * rng.NormFloat64()
		if i >= 500 {
			r = append(r, p.Mu+e)
		}
		a := p.Alpha
		if e < 0 {
			a += p.Gamma
		}
		v = p.Omega + a*e*e + p.Beta*v
	}
	return r
}

// Over many samples of a known model the estimates centre on it and the standard
// errors are the size of their scatter; no likelihood is below that of the truth.
func TestGARCHRecovers(t *testing.T) {
	truth := risk.GARCHParams{Mu: 0.05, Omega: 0.05, Alpha: 0.1, Gamma: 0, Beta: 0.85}
	const samples = 40
	var mean, scatter, se float64
	for k := range samples {
		r := simulateGARCH(2000, truth, uint64(k))
		f, err := risk.FitGARCH(r, risk.GARCH11)
		if err != nil {
			t.Fatal(err)
		}
		if ll := logLik(t, r, truth); f.LogLik < ll {
			t.Errorf("sample %d: fitted %v, truth %v", k, f.LogLik, ll)
		}
		mean += f.Params.Beta / samples
		scatter += (f.Params.Beta - truth.Beta) * (f.Params.Beta - truth.Beta) / samples
		se += f.SE.Beta / samples
	}
	if math.Abs(mean-truth.Beta) > 0.02 || se < 0.6*math.Sqrt(scatter) || se > 1.6*math.Sqrt(scatter) {
		t.Errorf("beta: mean %v, scatter %v, mean standard error %v", mean, math.Sqrt(scatter), se)
	}
}

func logLik(t *testing.T, r []float64, p risk.GARCHParams) float64 {
	t.Helper()
	back, err := risk.Backcast(r, p.Mu)
	if err != nil {
		t.Fatal(err)
	}
	v := make([]float64, len(r))
	if _, err := p.Variances(v, r, p.Omega+p.Persistence()*back); err != nil {
		t.Fatal(err)
	}
	ll := 0.0
	for i, x := range r {
		ll -= 0.5 * (math.Log(2*math.Pi*v[i]) + (x-p.Mu)*(x-p.Mu)/v[i])
	}
	return ll
}

// Odd series never panic and give numbers or an error.
func TestGARCHOdd(t *testing.T) {
	mk := func(f func(i int) float64) []float64 {
		r := make([]float64, 400)
		for i := range r {
			r[i] = f(i)
		}
		return r
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for name, r := range map[string][]float64{
		"iid":       mk(func(int) float64 { return rng.NormFloat64() }),
		"spike":     mk(func(i int) float64 { return 1e-3*rng.NormFloat64() + 100*b2f(i == 200) }),
		"two":       mk(func(i int) float64 { return float64(i%2)*2 - 1 }),
		"flatStart": mk(func(i int) float64 { return b2f(i > 150) * rng.NormFloat64() }),
		"trend":     mk(func(i int) float64 { return float64(i) }),
		"walk":      mk(func(i int) float64 { return math.Exp(0.05 * float64(i) * rng.NormFloat64() / 10) }),
		"tiny":      mk(func(int) float64 { return 1e-90 * rng.NormFloat64() }),
		"huge":      mk(func(int) float64 { return 1e90 * rng.NormFloat64() }),
		"cauchy":    mk(func(int) float64 { return rng.NormFloat64() / rng.NormFloat64() }),
	} {
		for _, m := range []risk.GARCHModel{risk.GARCH11, risk.GJR11} {
			f, err := risk.FitGARCH(r, m)
			if err != nil {
				t.Errorf("%s %v: %v", name, m, err)
				continue
			}
			p := f.Params
			for _, v := range []float64{p.Mu, p.Omega, p.Alpha, p.Gamma, p.Beta, f.LogLik, f.Next, f.Start} {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Errorf("%s %v: %+v", name, m, f)
					break
				}
			}
			if p.Omega < 0 || p.Alpha < 0 || p.Alpha+p.Gamma < 0 || p.Beta < 0 || p.Persistence() > 1 {
				t.Errorf("%s %v: %+v is outside its bounds", name, m, p)
			}
		}
	}
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// Simulated paths keep their seed, their mean and their independence of count.
func TestPaths(t *testing.T) {
	a, err := risk.GBM(nil, 100, 0.08, 0.3, 1./252, 252, 4000, 42)
	if err != nil {
		t.Fatal(err)
	}
	b, err := risk.GBM(nil, 100, 0.08, 0.3, 1./252, 252, 10, 42)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		if !slices.Equal(a.Path(i), b.Path(i)) {
			t.Fatalf("path %d depends on the count", i)
		}
	}
	c, _ := risk.GBM(nil, 100, 0.08, 0.3, 1./252, 252, 10, 43)
	if slices.Equal(b.Prices, c.Prices) {
		t.Error("another seed, the same paths")
	}
	ends := make([]float64, a.Count)
	if err := a.Ends(ends); err != nil {
		t.Fatal(err)
	}
	sum, logs := 0.0, 0.0
	for _, v := range ends {
		sum += v
		logs += math.Log(v / 100)
	}
	if got, want := sum/4000, 100*math.Exp(0.08); math.Abs(got-want) > 1.5 {
		t.Errorf("mean %v, want %v", got, want)
	}
	if got, want := logs/4000, 0.08-0.045; math.Abs(got-want) > 1e-12 {
		t.Errorf("antithetic mean log return %v, want %v", got, want)
	}
	o, err := a.Outlook(130)
	if err != nil {
		t.Fatal(err)
	}
	// P(end >= 130) and P(touch 130), the latter a little low for daily steps.
	if math.Abs(o.TargetP-0.2238) > 0.025 || o.TouchP < o.TargetP || o.TouchP > 0.48 || o.P05 > o.Median || o.Median > o.P95 || o.ES95 < o.VaR95 {
		t.Errorf("%+v", o)
	}
	fan := make([]float64, 253)
	if err := a.Fan(fan, 0.5); err != nil {
		t.Fatal(err)
	}
	if fan[0] != 100 || math.Abs(fan[252]-o.Median) > 1e-9 {
		t.Errorf("fan %v .. %v, median %v", fan[0], fan[252], o.Median)
	}
	r := []float64{0.01, -0.02, 0.03, 0.005, -0.001}
	p, err := risk.Bootstrap(nil, r, 50, 2.5, 40, 500, 9)
	if err != nil {
		t.Fatal(err)
	}
	follows, steps := 0, 0
	for i := range p.Count {
		path := p.Path(i)
		prev := -1
		for k := 1; k < len(path); k++ {
			x := path[k]/path[k-1] - 1
			j := slices.IndexFunc(r, func(v float64) bool { return math.Abs(v-x) < 1e-9 })
			if j < 0 {
				t.Fatalf("%v is no return of the history", x)
			}
			if prev >= 0 {
				steps++
				if j == (prev+1)%len(r) {
					follows++
				}
			}
			prev = j
		}
	}
	// A block goes on with probability 1-1/2.5, and a jump lands there 1 in 5.
	if got, want := float64(follows)/float64(steps), 0.6+0.4/5; math.Abs(got-want) > 0.02 {
		t.Errorf("blocks go on %v of the time, want %v", got, want)
	}
}
