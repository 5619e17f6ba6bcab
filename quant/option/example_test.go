package option_test

import (
	"errors"
	"fmt"

	"tearsheet/quant/option"
)

func ExampleEvaluate() {
	in := option.Inputs{Spot: 100, Strike: 105, Years: 0.5, Rate: 0.04, Yield: 0.01, Vol: 0.25}
	g, err := option.Evaluate(option.Call, in)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("price %.4f delta %.4f gamma %.4f vega/pt %.4f theta/day %.4f\n", g.Price, g.Delta, g.Gamma, g.Vega/100, g.Theta/365)
	// Output: price 5.5482 delta 0.4568 gamma 0.0223 vega/pt 0.2792 theta/day -0.0223
}

func ExampleImpliedVol() {
	in := option.Inputs{Spot: 100, Strike: 105, Years: 0.5, Rate: 0.04, Yield: 0.01}
	v, err := option.ImpliedVol(option.Call, 5.5482, in)
	fmt.Printf("%.4f %v\n", v, err)

	_, err = option.ImpliedVol(option.Put, 2, in)
	fmt.Println(errors.Is(err, option.ErrBelowIntrinsic), err)
	// Output:
	// 0.2500 <nil>
	// true option: price = 2: must be >= the discounted forward intrinsic value 3.4196128
}

func ExampleAmerican() {
	in := option.Inputs{Spot: 100, Strike: 100, Years: 1, Rate: 0.05, Yield: 0.05, Vol: 0.25}
	v, err := option.American(option.Put, in, option.Accurate)
	if err != nil {
		fmt.Println(err)
		return
	}
	b, _ := option.ExerciseBoundary(option.Put, in, option.Accurate)
	fmt.Printf("%.6f, exercise at or below %.2f\n", v, b)
	// Output: 9.569445, exercise at or below 64.79
}

func ExampleExpiry_Chain() {
	e, err := option.NewExpiry(100, 0.25, 0.05, 0.01)
	if err != nil {
		fmt.Println(err)
		return
	}
	strikes, vols := []float64{90, 100, 110}, []float64{0.28, 0.25, 0.23}
	dst := make([]option.Greeks, len(strikes))
	if err := e.Chain(dst, option.Put, strikes, vols); err != nil {
		fmt.Println(err)
		return
	}
	for i, g := range dst {
		fmt.Printf("%v: %.3f %.3f\n", strikes[i], g.Price, g.Delta)
	}
	// Output:
	// 90: 1.516 -0.185
	// 100: 4.466 -0.442
	// 110: 10.474 -0.751
}

func ExampleParityFromChain() {
	pairs := []option.Pair{{Strike: 95, Call: 8.21, Put: 2.27}, {Strike: 100, Call: 5.08, Put: 4.09}, {Strike: 105, Call: 2.87, Put: 6.83}}
	p, err := option.ParityFromChain(pairs, 100, 0.25)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("forward %.2f, rate %.2f %%, carry %.2f %%, residual %.3f\n", p.Forward, 100*p.Rate, 100*p.Yield, p.Residual)
	m, _ := option.ImpliedMove(pairs, p.Forward, p.Discount, 0.25)
	fmt.Printf("expected move %.1f %%, one standard deviation %.1f %%\n", 100*m.Fraction, 100*m.Sigma)
	// Output:
	// forward 101.00, rate 4.02 %, carry 0.04 %, residual 0.000
	// expected move 9.1 %, one standard deviation 11.5 %
}

func ExampleFitSmile() {
	strikes := []float64{80, 85, 90, 95, 100, 105, 110, 115, 120}
	vols := []float64{0.345, 0.318, 0.292, 0.268, 0.247, 0.231, 0.222, 0.219, 0.220}
	m, fit, err := option.FitSmile(101, 0.99, 0.25, strikes, vols, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	s, _ := m.Skew(0.25)
	p, _ := m.ProbabilityAbove(110)
	fmt.Printf("ATM %.3f, risk reversal %.3f, clean %v, P(>110) %.3f, error below 0.001: %v\n",
		s.ATM, s.RiskReversal, m.SVI.Butterfly(-0.4, 0.4).Clean(), p, fit.Worst < 0.001)
	// Output: ATM 0.243, risk reversal -0.055, clean true, P(>110) 0.223, error below 0.001: true
}
