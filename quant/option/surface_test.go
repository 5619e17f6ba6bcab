package option

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestTableSVI(t *testing.T) {
	for _, r := range table(t, "svi_reference.csv") {
		p := SVI{r.f(t, "a"), r.f(t, "b"), r.f(t, "rho"), r.f(t, "m"), r.f(t, "sigma")}
		k := r.f(t, "k_log_moneyness")
		if err := p.Check(); err != nil {
			t.Error(err)
		}
		if e := relErr(p.TotalVariance(k), r.f(t, "total_variance")); e > 1e-12 {
			t.Errorf("%s k %v: w %v, error %g", r["case"], k, p.TotalVariance(k), e)
		}
		if e := math.Abs(p.DurrlemanG(k) - r.f(t, "durrleman_g")); e > 1e-12 {
			t.Errorf("%s k %v: g %v, error %g", r["case"], k, p.DurrlemanG(k), e)
		}
	}
}

func TestVogtHasButterflyArbitrage(t *testing.T) {
	p := SVI{-0.0410, 0.1331, 0.3060, 0.3586, 0.4153}
	a := p.Butterfly(-1.5, 1.5)
	if a.Clean() || a.At < 0.7 || a.At > 1.3 {
		t.Errorf("%+v", a)
	}
	// Gatheral and Jacquier's repaired parameters are free of it.
	if a := (SVI{0.0175, 0.0797, 0.5, 0.1, 0.25}).Butterfly(-1.5, 1.5); !a.Clean() {
		t.Errorf("clean slice: %+v", a)
	}
	if c := p.Calendar(SVI{p.A * 0.9, p.B * 0.9, p.Rho, p.M, p.Sigma}, -1, 1); c.Clean() {
		t.Errorf("calendar arbitrage not seen: %+v", c)
	}
}

// Exact data give the parameters back.
func TestFitSVIRecovers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := SVI{A: rapid.Float64Range(0.002, 0.05).Draw(rt, "a"), B: rapid.Float64Range(0.02, 0.4).Draw(rt, "b"),
			Rho: rapid.Float64Range(-0.9, 0.5).Draw(rt, "rho"), M: rapid.Float64Range(-0.15, 0.15).Draw(rt, "m"),
			Sigma: rapid.Float64Range(0.05, 0.4).Draw(rt, "sigma")}
		var ks, ws []float64
		for k := -0.6; k <= 0.6001; k += 0.05 {
			ks, ws = append(ks, k), append(ws, want.TotalVariance(k))
		}
		got, fit, err := FitSVI(ks, ws, nil)
		if err != nil {
			rt.Fatal(err)
		}
		if fit.Worst > 1e-6 || fit.Points != len(ks) {
			rt.Fatalf("want %+v got %+v: %+v", want, got, fit)
		}
	})
}

func TestFitSVINoisy(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	want := SVI{0.01, 0.1, -0.4, 0.02, 0.15}
	var strikes, vols []float64
	for k := -0.4; k <= 0.4; k += 0.02 {
		strikes = append(strikes, 101*math.Exp(k))
		vols = append(vols, want.Vol(k, 0.5)*(1+0.002*rng.NormFloat64()))
	}
	m, fit, err := FitSmile(101, 0.99, 0.5, strikes, vols, nil)
	if err != nil {
		t.Fatal(err)
	}
	for k := -0.4; k <= 0.4; k += 0.05 {
		if d := math.Abs(m.Vol(101*math.Exp(k)) - want.Vol(k, 0.5)); d > 0.001 {
			t.Errorf("k %v: off by %v vol", k, d)
		}
	}
	t.Logf("%+v", fit)
	// A flat smile and a sloped line are fits too.
	for _, f := range []func(k float64) float64{func(float64) float64 { return 0.04 }, func(k float64) float64 { return 0.04 - 0.05*k }} {
		var ks, ws []float64
		for k := -0.3; k < 0.31; k += 0.1 {
			ks, ws = append(ks, k), append(ws, f(k))
		}
		if p, fit, err := FitSVI(ks, ws, nil); err != nil || fit.Worst > 1e-4 {
			t.Errorf("%+v %+v %v", p, fit, err)
		}
	}
}

func TestFitSVIRefusals(t *testing.T) {
	ks, ws := []float64{-0.2, -0.1, 0, 0.1, 0.2}, []float64{0.05, 0.045, 0.04, 0.041, 0.043}
	for name, f := range map[string]func() error{
		"few points":    func() error { _, _, err := FitSVI(ks[:4], ws[:4], nil); return err },
		"lengths":       func() error { _, _, err := FitSVI(ks, ws[:4], nil); return err },
		"weights":       func() error { _, _, err := FitSVI(ks, ws, []float64{1}); return err },
		"zero weights":  func() error { _, _, err := FitSVI(ks, ws, make([]float64, 5)); return err },
		"NaN":           func() error { _, _, err := FitSVI(ks, []float64{0, 0, math.NaN(), 0, 0}, nil); return err },
		"equal ks":      func() error { _, _, err := FitSVI(make([]float64, 5), ws, nil); return err },
		"negative vol":  func() error { _, _, err := FitSmile(100, 1, 1, ws, []float64{1, 1, 1, 1, -1}, nil); return err },
		"empty surface": func() error { _, err := NewSurface(100, nil); return err },
		"bad smile":     func() error { _, err := NewSurface(100, []Smile{{1, 100, 1, SVI{B: -1}}}); return err },
		"same expiry": func() error {
			m := Smile{1, 100, 1, SVI{A: 0.04}}
			_, err := NewSurface(100, []Smile{m, m})
			return err
		},
		"steep wing":     func() error { return SVI{0.1, 2, 0.5, 0, 0.1}.Check() },
		"negative least": func() error { return SVI{-1, 0.1, 0, 0, 0.1}.Check() },
		"delta":          func() error { _, err := (Smile{1, 100, 1, SVI{A: 0.04}}).StrikeAtDelta(Call, 1.5); return err },
		"width": func() error {
			s, _ := NewSurface(1, []Smile{{1, 1, 1, SVI{A: 0.04}}})
			_, err := s.Arbitrage(-1)
			return err
		},
	} {
		if err := f(); !errors.Is(err, ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSmile(t *testing.T) {
	m := Smile{Years: 0.5, Forward: 100, Discount: math.Exp(-0.02), SVI: SVI{0.01, 0.1, -0.4, 0.02, 0.15}}
	// The digital is the slope of the call in strike.
	for _, k := range []float64{70, 90, 100, 115, 140} {
		h := 1e-4 * k
		a, _ := m.Price(Call, k-h)
		b, _ := m.Price(Call, k+h)
		p, err := m.ProbabilityAbove(k)
		if want := (a - b) / (2 * h) / m.Discount; err != nil || math.Abs(p-want) > 1e-7 {
			t.Errorf("strike %v: %v, %v; slope %v", k, p, err, want)
		}
		c, _ := m.Price(Call, k)
		d, err := m.Density(k)
		if want := (a + b - 2*c) / (h * h) / m.Discount; err != nil || math.Abs(d-want) > 1e-4 {
			t.Errorf("strike %v: density %v, %v; curvature %v", k, d, err, want)
		}
	}
	s, err := m.Skew(0.25)
	if err != nil {
		t.Fatal(err)
	}
	for right, k := range map[Right]float64{Call: s.CallStrike, Put: s.PutStrike} {
		g, _ := Evaluate(right, m.inputs(k))
		if math.Abs(math.Abs(g.Delta/m.Discount)-0.25) > 1e-10 {
			t.Errorf("%v strike %v has delta %v", right, k, g.Delta)
		}
	}
	if !(s.RiskReversal < 0 && s.Butterfly > 0 && s.Slope < 0 && s.PutStrike < 100 && s.CallStrike > 100) {
		t.Errorf("%+v", s)
	}
}

func TestSurface(t *testing.T) {
	a := SVI{0.004, 0.05, -0.4, 0.0, 0.1}
	b := SVI{0.012, 0.08, -0.4, 0.0, 0.15}
	s, err := NewSurface(100, []Smile{{1, 103, 0.97, b}, {0.25, 101, 0.99, a}})
	if err != nil {
		t.Fatal(err)
	}
	if w, want := s.TotalVariance(0.1, 0.5), a.TotalVariance(0.1)*2/3+b.TotalVariance(0.1)/3; relErr(w, want) > 1e-14 {
		t.Errorf("total variance %v want %v", w, want)
	}
	if f := s.Forward(0.25); relErr(f, 101) > 1e-14 {
		t.Errorf("forward %v", f)
	}
	if f := s.Forward(0); f != 100 {
		t.Errorf("forward now %v", f)
	}
	if v, err := s.Vol(103, 1); err != nil || relErr(v, b.Vol(0, 1)) > 1e-12 {
		t.Errorf("vol %v, %v", v, err)
	}
	if v, err := s.Vol(101, 0.01); err != nil || math.Abs(v-a.Vol(0, 0.25)) > 0.01 {
		t.Errorf("short vol %v, %v", v, err)
	}
	ts := s.TermStructure()
	if len(ts) != 2 || ts[0].Years != 0.25 || relErr(ts[1].ForwardVol, math.Sqrt((b.TotalVariance(0)-a.TotalVariance(0))/0.75)) > 1e-12 || ts[0].Skew.RiskReversal >= 0 {
		t.Errorf("%+v", ts)
	}
	arb, err := s.Arbitrage(5)
	if err != nil || len(arb) != 2 || !arb[0].Butterfly.Clean() || !arb[1].Calendar.Clean() {
		t.Errorf("%+v, %v", arb, err)
	}
}

func parityChain(spot, rate, yield, years float64, n int) []Pair {
	var out []Pair
	for i := range n {
		k := spot * (0.8 + 0.4*float64(i)/float64(n-1))
		in := Inputs{spot, k, years, rate, yield, 0.25}
		c, _ := Price(Call, in)
		p, _ := Price(Put, in)
		out = append(out, Pair{k, c, p})
	}
	return out
}

func TestParity(t *testing.T) {
	pairs := parityChain(100, 0.04, 0.015, 0.5, 21)
	p, err := ParityFromChain(pairs, 100, 0.5)
	if err != nil || math.Abs(p.Rate-0.04) > 1e-10 || math.Abs(p.Yield-0.015) > 1e-10 || p.Used != 21 || p.Residual > 1e-10 {
		t.Errorf("exact: %+v, %v", p, err)
	}
	f, err := ForwardFromParity(pairs, 100, 0.5, 0.04)
	if err != nil || relErr(f.Forward, 100*math.Exp(0.025*0.5)) > 1e-12 {
		t.Errorf("exact: %+v, %v", f, err)
	}
	// Noise of a cent and three wild quotes.
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range pairs {
		pairs[i].Call += 0.01 * rng.NormFloat64()
		pairs[i].Put += 0.01 * rng.NormFloat64()
	}
	pairs[3].Call += 4
	pairs[10].Put += 7
	pairs[17].Call = 0
	p, err = ParityFromChain(pairs, 100, 0.5)
	if err != nil || math.Abs(p.Forward-100*math.Exp(0.0125)) > 0.03 || math.Abs(p.Rate-0.04) > 0.004 || p.Rejected < 3 {
		t.Errorf("noisy: %+v, %v", p, err)
	}
	f, err = ForwardFromParity(pairs, 100, 0.5, 0.04)
	if err != nil || math.Abs(f.Forward-100*math.Exp(0.0125)) > 0.02 || f.Rejected < 3 {
		t.Errorf("noisy: %+v, %v", f, err)
	}
	for name, err := range map[string]error{
		"empty": second(ForwardFromParity(nil, 100, 1, 0)), "two": second(ParityFromChain(pairs[:2], 100, 1)),
		"same strike": second(ParityFromChain([]Pair{{100, 1, 1}, {100, 1, 1}, {100, 1, 1}}, 100, 1)),
		"NaN quote":   second(ForwardFromParity([]Pair{{100, math.NaN(), 1}}, 100, 1, 0)),
		"spot":        second(ForwardFromParity(pairs, -1, 1, 0)), "years": second(ForwardFromParity(pairs, 1, 0, 0)),
	} {
		if !errors.Is(err, ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ParityFromChain([]Pair{{90, 1, 1}, {100, 2, 1}, {110, 3, 1}}, 100, 1); !errors.Is(err, ErrNoSolution) {
		t.Errorf("rising C-P: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestImpliedMove(t *testing.T) {
	pairs := parityChain(100, 0.04, 0.01, 0.25, 18)
	f, d := 100*math.Exp(0.03*0.25), math.Exp(-0.04*0.25)
	m, err := ImpliedMove(pairs, f, d, 0.25)
	if err != nil || relErr(m.Vol, 0.25) > 1e-6 {
		t.Fatalf("%+v, %v", m, err)
	}
	if math.Abs(m.Expected/(f*0.125*math.Sqrt(2/math.Pi))-1) > 1e-3 || !(m.Low < f && f < m.High) {
		t.Errorf("%+v", m)
	}
	if m, err = ImpliedMove([]Pair{{100, 5, 5}}, 100, 1, 0.25); err != nil || m.Straddle != 10 || m.Fraction != 0.1 {
		t.Errorf("one strike: %+v, %v", m, err)
	}
	if _, err = ImpliedMove(pairs[:3], f, d, 0.25); !errors.Is(err, ErrBadInput) {
		t.Errorf("one side: %v", err)
	}
	if _, err = ImpliedMove([]Pair{{100, 500, 500}}, 100, 1, 0.25); !errors.Is(err, ErrAboveMaximum) {
		t.Errorf("dear: %v", err)
	}
	if _, err = ImpliedMove([]Pair{{90, 500, 500}, {110, 500, 500}}, 100, 1, 0.25); !errors.Is(err, ErrNoSolution) {
		t.Errorf("dear wings: %v", err)
	}
}

func TestProbabilities(t *testing.T) {
	in := Inputs{100, 110, 0.5, 0.03, 0.01, 0.3}
	p, err := ProbabilityAbove(in)
	if err != nil {
		t.Fatal(err)
	}
	h := 1e-3
	lo, hi := in, in
	lo.Strike -= h
	hi.Strike += h
	a, _ := Price(Call, lo)
	b, _ := Price(Call, hi)
	if want := (a - b) / (2 * h) / in.Discount(); math.Abs(p-want) > 1e-8 {
		t.Errorf("probability %v want %v", p, want)
	}
	touch, err := ProbabilityOfTouch(in)
	if err != nil || touch < p || touch > 2.2*p {
		t.Errorf("touch %v, %v; finish %v", touch, err, p)
	}
	below := in
	below.Strike = 90
	q, _ := ProbabilityAbove(below)
	touch, err = ProbabilityOfTouch(below)
	if err != nil || touch < 1-q || touch > 1 {
		t.Errorf("touch below %v, %v; finish %v", touch, err, 1-q)
	}
	v, err := CompareVol(0.3, 0.2)
	if err != nil || math.Abs(v.Points-0.1) > 1e-15 || relErr(v.Ratio, 1.5) > 1e-15 || relErr(v.Variance, 0.05) > 1e-14 {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := CompareVol(-1, 0.2); !errors.Is(err, ErrBadInput) {
		t.Error(err)
	}
}
