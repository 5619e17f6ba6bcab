package option

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Haug, The Complete Guide to Option Pricing Formulas (1998), typed in.
func TestHaugTypedIn(t *testing.T) {
	for _, c := range []struct {
		what  string
		right Right
		in    Inputs
		want  float64
	}{
		{"Black-Scholes, p. 3", Call, Inputs{60, 65, 0.25, 0.08, 0, 0.30}, 2.1334},
		{"Merton, p. 4", Put, Inputs{100, 95, 0.5, 0.10, 0.05, 0.20}, 2.4648},
		{"Garman-Kohlhagen, p. 6", Call, Inputs{1.56, 1.6, 0.5, 0.06, 0.08, 0.12}, 0.0291},
		{"Hull, chapter 15", Call, Inputs{42, 40, 0.5, 0.10, 0, 0.20}, 4.7594},
		{"Hull, chapter 15", Put, Inputs{42, 40, 0.5, 0.10, 0, 0.20}, 0.8086},
	} {
		got, err := Price(c.right, c.in)
		if err != nil || math.Abs(got-c.want) > 5e-5 {
			t.Errorf("%s: %v, %v; want %v", c.what, got, err, c.want)
		}
	}
	// Black 76, p. 5: F 19, K 19, T 0.75, r 0.10, vol 0.28.
	for _, right := range []Right{Call, Put} {
		g, err := Black76(right, 19, 19, 0.75, 0.10, 0.28)
		if err != nil || math.Abs(g.Price-1.7011) > 5e-5 || relErr(g.Rho, -0.75*g.Price) > 1e-15 {
			t.Errorf("Black 76 %v: %+v, %v", right, g, err)
		}
	}
	// Hull's dividend example: S 40, K 40, r 9 %, vol 30 %, T 0.5, 0.50 at 2 and 5 months.
	in, err := Inputs{40, 40, 0.5, 0.09, 0, 0.30}.WithDividends([]Dividend{{2. / 12, 0.5}, {5. / 12, 0.5}, {0.9, 0.5}})
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := Price(Call, in); math.Abs(p-3.67) > 5e-3 {
		t.Errorf("escrowed dividends: %v want 3.67", p)
	}
}

func drawEuropean(rt *rapid.T) (Right, Inputs) {
	right := rapid.SampledFrom([]Right{Call, Put}).Draw(rt, "right")
	return right, Inputs{
		Spot: rapid.Float64Range(0.5, 500).Draw(rt, "spot"), Strike: rapid.Float64Range(0.5, 500).Draw(rt, "strike"),
		Years: rapid.Float64Range(0.001, 10).Draw(rt, "years"), Rate: rapid.Float64Range(-0.05, 0.3).Draw(rt, "rate"),
		Yield: rapid.Float64Range(-0.05, 0.3).Draw(rt, "yield"), Vol: rapid.Float64Range(0.01, 3).Draw(rt, "vol"),
	}
}

func TestEuropeanProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		right, in := drawEuropean(rt)
		g, err := Evaluate(right, in)
		if err != nil {
			rt.Fatal(err)
		}
		p, err := Price(right, in)
		leg := math.Max(in.Spot*math.Exp(-in.Yield*in.Years), in.Strike*in.Discount())
		if err != nil || math.Abs(p-g.Price) > 4*ulp(leg) {
			rt.Fatalf("Price %v, Evaluate %v, %v", p, g.Price, err)
		}
		low, high := in.EuropeanBounds(right)
		if g.Price < low-4*ulp(leg) || g.Price > high+4*ulp(leg) {
			rt.Fatalf("price %v outside [%v, %v]", g.Price, low, high)
		}
		// Parity of the price and of every Greek.
		o, err := Evaluate(right.Other(), in)
		if err != nil {
			rt.Fatal(err)
		}
		c, q := g, o
		if right == Put {
			c, q = o, g
		}
		s, k, tt := in.Spot*math.Exp(-in.Yield*in.Years), in.Strike*in.Discount(), in.Years
		for _, v := range [][3]float64{
			{c.Price - q.Price, s - k, leg}, {c.Delta - q.Delta, s / in.Spot, 1}, {c.Gamma, q.Gamma, c.Gamma}, {c.Vega, q.Vega, c.Vega},
			{c.Theta - q.Theta, in.Yield*s - in.Rate*k, math.Abs(c.Theta) + leg}, {c.Rho - q.Rho, tt * k, tt * leg},
			{c.DividendRho - q.DividendRho, -tt * s, tt * leg}, {c.Vanna, q.Vanna, math.Abs(c.Vanna)}, {c.Volga, q.Volga, math.Abs(c.Volga)},
			{c.Charm - q.Charm, in.Yield * s / in.Spot, math.Abs(c.Charm) + 1},
		} {
			if math.Abs(v[0]-v[1]) > 1e-13*v[2]+1e-300 {
				rt.Fatalf("parity: %v and %v", v[0], v[1])
			}
		}
		// Black-Scholes equation: θ + (r-q) S Δ + σ²S²Γ/2 = r V.
		lhs := g.Theta + (in.Rate-in.Yield)*in.Spot*g.Delta + 0.5*in.Vol*in.Vol*in.Spot*in.Spot*g.Gamma
		size := math.Abs(g.Theta) + leg*(math.Abs(in.Rate)+math.Abs(in.Yield)) + in.Vol*in.Vol*in.Spot*in.Spot*g.Gamma
		if math.Abs(lhs-in.Rate*g.Price) > 1e-12*size+1e-300 {
			rt.Fatalf("equation: %v and %v", lhs, in.Rate*g.Price)
		}
		// Monotone in volatility, convex in strike, homogeneous of degree one.
		up := in
		up.Vol *= 1.01
		if v, _ := Price(right, up); v < p-4*ulp(leg) {
			rt.Fatalf("falls in vol: %v then %v", p, v)
		}
		l, h := in, in
		l.Strike *= 0.99
		h.Strike *= 1.01
		pl, _ := Price(right, l)
		ph, _ := Price(right, h)
		if pl+ph-2*p < -16*ulp(leg) {
			rt.Fatalf("not convex: %v %v %v", pl, p, ph)
		}
		big := in
		big.Spot, big.Strike = 4*in.Spot, 4*in.Strike
		if v, _ := Price(right, big); v != 4*p && p > 1e-290 {
			rt.Fatalf("homogeneity: %v and %v", v, 4*p)
		}
	})
}

// Every Greek against central differences of the function it differentiates.
func TestGreeksAreDerivatives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		right, in := drawEuropean(rt)
		in.Strike = in.Spot * rapid.Float64Range(0.7, 1.4).Draw(rt, "k")
		in.Vol = rapid.Float64Range(0.15, 1).Draw(rt, "vol2")
		in.Years = rapid.Float64Range(0.1, 3).Draw(rt, "years2")
		g, _ := Evaluate(right, in)
		diff := func(f func(Greeks) float64, set func(*Inputs, float64), x, h float64) float64 {
			a, b := in, in
			set(&a, x-h)
			set(&b, x+h)
			ga, _ := Evaluate(right, a)
			gb, _ := Evaluate(right, b)
			return (f(gb) - f(ga)) / (2 * h)
		}
		price := func(g Greeks) float64 { return g.Price }
		delta := func(g Greeks) float64 { return g.Delta }
		setS := func(i *Inputs, v float64) { i.Spot = v }
		setT := func(i *Inputs, v float64) { i.Years = v }
		setV := func(i *Inputs, v float64) { i.Vol = v }
		for _, c := range []struct {
			name      string
			got, want float64
			scale     float64
		}{
			{"delta", g.Delta, diff(price, setS, in.Spot, 1e-4*in.Spot), 1},
			{"gamma", g.Gamma, diff(delta, setS, in.Spot, 1e-4*in.Spot), 1 / in.Spot},
			{"vega", g.Vega, diff(price, setV, in.Vol, 1e-4), in.Spot},
			{"theta", g.Theta, -diff(price, setT, in.Years, 1e-5), in.Spot},
			{"rho", g.Rho, diff(price, func(i *Inputs, v float64) { i.Rate = v }, in.Rate, 1e-5), in.Spot},
			{"dividend rho", g.DividendRho, diff(price, func(i *Inputs, v float64) { i.Yield = v }, in.Yield, 1e-5), in.Spot},
			{"vanna", g.Vanna, diff(delta, setV, in.Vol, 1e-4), 1},
			{"volga", g.Volga, diff(func(g Greeks) float64 { return g.Vega }, setV, in.Vol, 1e-4), in.Spot},
			{"charm", g.Charm, -diff(delta, setT, in.Years, 1e-5), 1},
		} {
			if math.Abs(c.got-c.want) > 2e-5*(math.Abs(c.want)+c.scale) {
				rt.Fatalf("%s %v, by differences %v", c.name, c.got, c.want)
			}
		}
	})
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		name         string
		right        Right
		in           Inputs
		price, delta float64
	}{
		{"expired in the money", Call, Inputs{110, 100, 0, 0.05, 0.02, 0.2}, 10, 1},
		{"expired out of the money", Call, Inputs{90, 100, 0, 0.05, 0.02, 0.2}, 0, 0},
		{"expired at the money", Call, Inputs{100, 100, 0, 0.05, 0.02, 0.2}, 0, 0.5},
		{"expired put", Put, Inputs{90, 100, 0, 0.05, 0.02, 0.2}, 10, -1},
		{"expired put at the money", Put, Inputs{100, 100, 0, 0.05, 0.02, 0.2}, 0, -0.5},
		{"no volatility, forward in the money", Call, Inputs{100, 100, 1, 0.05, 0, 0}, 100 - 100*math.Exp(-0.05), 1},
		{"no volatility, forward out of the money", Put, Inputs{100, 100, 1, 0.05, 0, 0}, 0, 0},
		{"no volatility, put", Put, Inputs{80, 100, 1, 0.05, 0.03, 0}, 100*math.Exp(-0.05) - 80*math.Exp(-0.03), -math.Exp(-0.03)},
		{"spot 0, call", Call, Inputs{0, 100, 1, 0.05, 0, 0.2}, 0, 0},
		{"spot 0, put", Put, Inputs{0, 100, 1, 0.05, 0.01, 0.2}, 100 * math.Exp(-0.05), -math.Exp(-0.01)},
		{"strike 0, call", Call, Inputs{100, 0, 1, 0.05, 0.01, 0.2}, 100 * math.Exp(-0.01), math.Exp(-0.01)},
		{"strike 0, put", Put, Inputs{100, 0, 1, 0.05, 0.01, 0.2}, 0, 0},
		{"nothing at all", Put, Inputs{}, 0, 0},
		{"huge volatility", Call, Inputs{100, 100, 1, 0, 0, 1e6}, 100, 1},
		{"tiny volatility", Call, Inputs{100, 90, 1, 0, 0, 1e-160}, 10, 1},
	} {
		g, err := Evaluate(c.right, c.in)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		p, err := Price(c.right, c.in)
		if err != nil || math.Abs(p-c.price) > 1e-13 || math.Abs(g.Price-c.price) > 1e-13 || math.Abs(g.Delta-c.delta) > 1e-15 {
			t.Errorf("%s: price %v and %v, delta %v; want %v and %v", c.name, g.Price, p, g.Delta, c.price, c.delta)
		}
		for name, v := range greekByName(g) {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s: %s is %v", c.name, name, v)
			}
		}
	}
}

func TestNoNaN(t *testing.T) {
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, -1, 1, 100, 1e-300, 1e300, math.MaxFloat64, 5e-324}
	for _, s := range odd {
		for _, k := range odd {
			for _, y := range odd {
				for _, r := range odd {
					for _, v := range odd {
						in := Inputs{s, k, y, r, 0.5 * r, v}
						for _, right := range []Right{Call, Put} {
							g, err := Evaluate(right, in)
							if err != nil {
								var a *ArgError
								if !errors.As(err, &a) || a.Arg == "" || g != (Greeks{}) {
									t.Fatalf("%+v: %+v, %v", in, g, err)
								}
								continue
							}
							if g.Price != g.Price || g.Delta != g.Delta {
								t.Fatalf("%v %+v: %+v", right, in, g)
							}
							if p, err := Price(right, in); err != nil || p != p {
								t.Fatalf("%v %+v: price %v, %v", right, in, p, err)
							}
							if a, err := American(right, in, Fast); err == nil && a != a {
								t.Fatalf("%v %+v: American NaN", right, in)
							}
							if a, err := BaroneAdesiWhaley(right, in); err == nil && a != a {
								t.Fatalf("%v %+v: BAW NaN", right, in)
							}
							if a, err := BjerksundStensland1993(right, in); err == nil && a != a {
								t.Fatalf("%v %+v: BS93 NaN", right, in)
							}
							if a, err := JuQuadratic(right, in); err == nil && a != a {
								t.Fatalf("%v %+v: Ju NaN", right, in)
							}
						}
					}
				}
			}
		}
	}
}

func TestChainMatchesSingles(t *testing.T) {
	e, err := NewExpiry(100, 0.7, 0.03, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	strikes, vols := []float64{70, 95, math.NaN(), 130}, []float64{0.3, 0.2, 0.2, 0.25}
	dst := make([]Greeks, 4)
	err = e.Chain(dst, Put, strikes, vols)
	var a *ArgError
	if !errors.As(err, &a) || a.Arg != "Strike[2]" {
		t.Errorf("chain: %v", err)
	}
	for i, k := range strikes {
		want, _ := Evaluate(Put, Inputs{100, k, 0.7, 0.03, 0.01, vols[i]})
		if dst[i] != want {
			t.Errorf("strike %v: %+v want %+v", k, dst[i], want)
		}
	}
	if err := e.Chain(dst, Put, strikes, vols[:2]); !errors.Is(err, ErrBadInput) {
		t.Errorf("length mismatch: %v", err)
	}
	if err := e.Chain(dst[:1], Put, strikes, vols); !errors.Is(err, ErrBadInput) {
		t.Errorf("short buffer: %v", err)
	}
	var zero Expiry
	if err := zero.Chain(dst, Call, strikes, vols); !errors.Is(err, ErrBadInput) {
		t.Errorf("zero Expiry: %v", err)
	}
}

func TestNothingAllocates(t *testing.T) {
	in := Inputs{100, 105, 0.5, 0.03, 0.05, 0.25}
	price, _ := Price(Call, in)
	e, _ := NewExpiry(100, 0.5, 0.03, 0.05)
	strikes, vols, dst := []float64{90, 100}, []float64{0.2, 0.2}, make([]Greeks, 2)
	for name, f := range map[string]func(){
		"Evaluate":   func() { _, _ = Evaluate(Put, in) },
		"ImpliedVol": func() { _, _ = ImpliedVol(Call, price, in) },
		"Chain":      func() { _ = e.Chain(dst, Call, strikes, vols) },
		"American":   func() { _, _ = American(Call, in, Fast) },
		"BAW":        func() { _, _ = BaroneAdesiWhaley(Call, in) },
		"BS93":       func() { _, _ = BjerksundStensland1993(Call, in) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}

func TestSpecialFunctions(t *testing.T) {
	for z := -8.0; z <= 37; z += 0.0137 {
		if got, want := NormCDF(z), 0.5*math.Erfc(-z/math.Sqrt2); relErr(got, want) > 1e-14*(1+z*z) {
			t.Fatalf("NormCDF(%v) = %v want %v", z, got, want)
		}
		if got, want := NormCDF(-z), 0.5*math.Erfc(z/math.Sqrt2); relErr(got, want) > 1e-14*(1+z*z) {
			t.Fatalf("NormCDF(%v) = %v want %v", -z, got, want)
		}
	}
	// 25 digits from mpmath.
	for _, c := range [][2]float64{{0, 1}, {1, 0.4275835761558070044107503}, {-1, 5.008980080762283466309825}, {10, 0.05614099274382258585751738}, {100, 0.005641613782989432903556558}, {-3, 16205.98885399958662546957}} {
		if got := Erfcx(c[0]); relErr(got, c[1]) > 1e-14 {
			t.Errorf("Erfcx(%v) = %v want %v", c[0], got, c[1])
		}
	}
	for _, p := range []float64{1e-300, 1e-30, 1e-10, 0.01, 0.3, 0.5, 0.7, 0.999} {
		if got := NormCDF(NormQuantile(p)); relErr(got, p) > 1e-12 {
			t.Errorf("NormCDF(NormQuantile(%v)) = %v", p, got)
		}
	}
	if !math.IsNaN(NormQuantile(-1)) || !math.IsNaN(NormQuantile(math.NaN())) || !math.IsInf(NormQuantile(1), 1) || !math.IsInf(NormQuantile(0), -1) {
		t.Error("NormQuantile outside (0, 1)")
	}
	for x := -699.0; x < 700; x += 0.3713 {
		if relErr(exp(x), math.Exp(x)) > 4.5e-16 {
			t.Fatalf("exp(%v) = %v want %v", x, exp(x), math.Exp(x))
		}
	}
}
