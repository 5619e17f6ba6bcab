package portfolio_test

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"tearsheet/quant/portfolio"
)

func TestSizing(t *testing.T) {
	w, k, err := portfolio.VolTarget([]float64{1, 0}, two, 0.1, 2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "vol target", append(w, k), []float64{0.5, 0, 0.5}, 1e-15)
	if _, k, err = portfolio.VolTarget([]float64{1, 0}, two, 5, 2); err != nil || k != 2 {
		t.Errorf("gross limit: %g, %v", k, err)
	}
	got := must[float64](t)(portfolio.VolTargetWeight(0.4, 0.1, 1))
	near(t, "weight", []float64{got}, []float64{0.25}, 1e-16)
	// (0.10 - 0.02) / 0.04 = 2, half of it 1, capped at 0.3.
	near(t, "kelly", []float64{must[float64](t)(portfolio.Kelly(0.10, 0.02, 0.2, 0.5, 5))}, []float64{1}, 1e-15)
	near(t, "kelly cap", []float64{must[float64](t)(portfolio.Kelly(0.10, 0.02, 0.2, 0.5, 0.3))}, []float64{0.3}, 0)
	near(t, "kelly short", []float64{must[float64](t)(portfolio.Kelly(-0.10, 0.02, 0.2, 0.5, 0.3))}, []float64{-0.3}, 0)
	near(t, "bet", []float64{must[float64](t)(portfolio.KellyBet(0.6, 1, 1, 1))}, []float64{0.2}, 1e-15)
	near(t, "bad bet", []float64{must[float64](t)(portfolio.KellyBet(0.4, 1, 1, 1))}, []float64{0}, 0)
	m := must[[]float64](t)(portfolio.KellyMulti([]float64{0.06, 0.02}, [][]float64{{0.04, 0}, {0, 0.09}}, 0.02, 0.5, 10, 10))
	near(t, "multi", m, []float64{0.5, 0}, 1e-15)
	p := must[portfolio.Position](t)(portfolio.WholeShares(1000, 300, 4000))
	if p.Shares != 3 || p.Cost != 900 || p.Weight != 0.225 || p.Left != 100 {
		t.Errorf("%+v", p)
	}
	for name, err := range map[string]error{
		"price": second(portfolio.WholeShares(1, 0, 1)), "amount": second(portfolio.WholeShares(-1, 1, 1)),
		"capital": second(portfolio.WholeShares(1, 1, 0)), "too many": second(portfolio.WholeShares(1e300, 1e-3, 1)),
		"volatility": second(portfolio.Kelly(0.1, 0, 0, 1, 1)), "win": second(portfolio.KellyBet(1.5, 1, 1, 1)),
		"most": second(portfolio.VolTargetWeight(0.2, 0.1, 0)),
	} {
		if !errors.Is(err, portfolio.ErrDomain) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := portfolio.VolTarget([]float64{0, 0}, two, 0.1, 1); !errors.Is(err, portfolio.ErrSingular) {
		t.Errorf("no position: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestAllocateSpendsWithinCapital(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 10).Draw(t, "n")
		capital := rapid.Float64Range(1, 1e6).Draw(t, "capital")
		w, price := make([]float64, n), make([]float64, n)
		var total float64
		for i := range w {
			w[i] = rapid.Float64Range(0, 1).Draw(t, "w")
			total += w[i]
			price[i] = rapid.Float64Range(0.5, 900).Draw(t, "price")
		}
		for i := range w {
			w[i] /= math.Max(total, 1)
		}
		pos, cash, err := portfolio.Allocate(capital, w, price)
		if err != nil {
			t.Fatal(err)
		}
		spent := 0.0
		for i, p := range pos {
			spent += p.Cost
			if p.Shares < 0 || math.Abs(p.Cost-w[i]*capital) > price[i]*(1+1e-9) {
				t.Fatalf("asset %d: %+v, target %g, price %g", i, p, w[i]*capital, price[i])
			}
		}
		if spent > capital*(1+1e-12) || math.Abs(spent+cash-capital) > 1e-9*capital {
			t.Fatalf("spent %g of %g, cash %g", spent, capital, cash)
		}
	})
}
