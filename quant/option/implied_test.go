package option

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// The accuracy target: 1e5 seeded points over |x| 1e-4..10 and s 0.01..3.16 with
// prices in (1e-300, b_max (1-1e-12)), two steps, error over condition.
func TestNormalisedVolAccuracy(t *testing.T) {
	rng := rand.New(rand.NewPCG(2015, 11))
	worst, n := 0.0, 0
	for n < 100_000 {
		x := -math.Exp(math.Log(1e-4) + rng.Float64()*math.Log(1e5))
		s := math.Exp(math.Log(0.01) + rng.Float64()*math.Log(316))
		top := math.Exp(0.5 * x)
		b, vega := normalisedBlack(x, s, top)
		if !(b > 1e-300 && b < top*(1-1e-12)) {
			continue
		}
		n++
		got, err := NormalisedVol(x, b)
		if err != nil {
			t.Fatalf("x %v s %v: %v", x, s, err)
		}
		e := relErr(got, s) / math.Max(1, b/(s*vega))
		if e > worst {
			worst = e
			if e > 4e-15 {
				t.Errorf("x %v s %v: %v, error %.3g x condition", x, s, got, e)
			}
		}
	}
	t.Logf("%d points, worst error %.3g x condition", n, worst)
}

// At the money and just beside it the solution is continuous.
func TestNormalisedVolTinyMoneyness(t *testing.T) {
	for _, x := range []float64{0, -1e-300, -1e-30, -1e-18, -1e-12, -1e-9, -1e-6} {
		for _, s := range []float64{1e-8, 1e-5, 1e-3, 0.1, 1, 3} {
			b := NormalisedBlack(x, s)
			if b < 1e-300 {
				continue
			}
			got, err := NormalisedVol(x, b)
			if err != nil || relErr(got, s) > 1e-13 {
				t.Errorf("x %v s %v: %v, %v", x, s, got, err)
			}
		}
	}
}

func TestImpliedVolOutcomes(t *testing.T) {
	in := Inputs{100, 100, 1, 0.05, 0.01, 0}
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		right Right
		price float64
		in    Inputs
		kind  error
		arg   string
	}{
		{Call, -1, in, ErrBelowIntrinsic, "price"},
		{Call, 1, in, ErrBelowIntrinsic, "price"},
		{Call, 99.1, in, ErrAboveMaximum, "price"},
		{Call, nan, in, ErrBadInput, "price"},
		{Call, inf, in, ErrBadInput, "price"},
		{0, 5, in, ErrBadInput, "right"},
		{9, 5, in, ErrBadInput, "right"},
		{Call, 5, Inputs{100, 100, 0, 0, 0, 0}, ErrExpired, "Years"},
		{Call, 5, Inputs{100, 100, -1, 0, 0, 0}, ErrBadInput, "Years"},
		{Call, 5, Inputs{0, 100, 1, 0, 0, 0}, ErrBadInput, "Spot"},
		{Call, 5, Inputs{-3, 100, 1, 0, 0, 0}, ErrBadInput, "Spot"},
		{Call, 5, Inputs{100, nan, 1, 0, 0, 0}, ErrBadInput, "Strike"},
		{Call, 5, Inputs{100, 100, 1, nan, 0, 0}, ErrBadInput, "Rate"},
		{Call, 5, Inputs{100, 100, 1, 0, inf, 0}, ErrBadInput, "Yield"},
		{Call, 5, Inputs{100, 100, 1, 1000, 0, 0}, ErrBadInput, "Rate"},
	} {
		v, err := ImpliedVol(c.right, c.price, c.in)
		var a *ArgError
		if v != 0 || !errors.Is(err, c.kind) || !errors.As(err, &a) || a.Arg != c.arg || a.Why == "" {
			t.Errorf("%v %v %+v: %v, %v; want %v about %s", c.right, c.price, c.in, v, err, c.kind, c.arg)
		}
	}
	if v, err := ImpliedVol(Put, 0, in); v != 0 || err != nil {
		t.Errorf("a free put out of the money: %v, %v", v, err)
	}
}

func TestImpliedVolChain(t *testing.T) {
	e, err := NewExpiry(100, 0.5, 0.03, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	strikes := []float64{80, 100, 120}
	prices, vols := make([]float64, 3), make([]float64, 3)
	if err := e.ChainPrices(prices, Put, strikes, []float64{0.3, 0.2, 0.25}); err != nil {
		t.Fatal(err)
	}
	prices[1] = 1000
	err = e.ImpliedVols(vols, Put, prices, strikes)
	var a *ArgError
	if !errors.As(err, &a) || a.Arg != "price[1]" || !errors.Is(err, ErrAboveMaximum) {
		t.Errorf("chain: %v", err)
	}
	if relErr(vols[0], 0.3) > 1e-12 || relErr(vols[2], 0.25) > 1e-12 || !math.IsNaN(vols[1]) {
		t.Errorf("chain: %v", vols)
	}
}

func TestImpliedVolRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		right, in := drawEuropean(rt)
		price, err := Price(right, in)
		if err != nil {
			rt.Fatal(err)
		}
		g, _ := Evaluate(right, in)
		got, err := ImpliedVol(right, price, in)
		if err != nil {
			if g.Vega > 1e-12*in.Spot {
				rt.Fatalf("%v", err)
			}
			return
		}
		// What one rounding of the price, in or out of the money, costs in volatility.
		floor := 8 * (ulp(price) + 1e-15*g.Price) / g.Vega
		if low, _ := in.EuropeanBounds(right); low > 0 {
			floor += 4 * ulp(math.Max(in.Spot, in.Strike)) / g.Vega
		}
		if price > 1e-290 && floor < 0.05*in.Vol && math.Abs(got-in.Vol) > floor+4e-14*in.Vol {
			rt.Fatalf("vol %v came back as %v (floor %g)", in.Vol, got, floor)
		}
	})
}

// Whatever the input, an implied volatility is a finite number >= 0 or a typed
// error, and it reprices its price.
func FuzzImpliedVol(f *testing.F) {
	f.Add(true, 10.45, 100.0, 100.0, 1.0, 0.05, 0.0)
	f.Add(false, 20.0, 80.0, 100.0, 0.1, -0.01, 0.2)
	f.Add(true, 1e-300, 1.0, 1e10, 30.0, 0.0, 0.0)
	f.Add(true, 99.999, 100.0, 1e-9, 1e-6, 0.0, 0.0)
	f.Fuzz(func(t *testing.T, call bool, price, spot, strike, years, rate, yield float64) {
		right := Put
		if call {
			right = Call
		}
		in := Inputs{spot, strike, years, rate, yield, 0}
		v, err := ImpliedVol(right, price, in)
		if err != nil {
			var a *ArgError
			if v != 0 || !errors.As(err, &a) {
				t.Fatalf("%v, %v", v, err)
			}
			return
		}
		if !(v >= 0) || math.IsInf(v, 0) {
			t.Fatalf("%v %v %+v: vol %v", right, price, in, v)
		}
		in.Vol = v
		back, err := Price(right, in)
		if err != nil {
			t.Fatal(err)
		}
		low, high := in.EuropeanBounds(right)
		s := v * math.Sqrt(years)
		// The price is only as stable as its steepest input: allow the condition number.
		tol := 1e-12*price + 1e-13*(1+s*s)*math.Max(high, math.Max(low, in.Strike*in.Discount()))
		if math.Abs(back-price) > tol && s < 30 {
			t.Fatalf("%v %v %+v: vol %v reprices to %v", right, price, in, v, back)
		}
	})
}
