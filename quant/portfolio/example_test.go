package portfolio_test

import (
	"errors"
	"fmt"

	"tearsheet/quant/portfolio"
)

func ExampleMinVariance() {
	cov := [][]float64{{0.04, 0.006}, {0.006, 0.09}}
	w, err := portfolio.MinVariance(cov, portfolio.Box(2, 0, 0.6))
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.4f\n", w)
	// Output: [0.6000 0.4000]
}

func ExampleConstraints() {
	cov := [][]float64{{0.04, 0.006}, {0.006, 0.09}}
	_, err := portfolio.MinVariance(cov, portfolio.Constraints{
		Groups: []portfolio.Group{{Name: "tech", Members: []int{0, 1}, Max: 0.5}},
	})
	fmt.Println(errors.Is(err, portfolio.ErrInfeasible))
	fmt.Println(err)
	// Output:
	// true
	// portfolio: constraints: cannot hold together within the bounds (least violation 0.5): budget, groups[0] "tech"
}

func ExampleBlackLitterman() {
	p, err := portfolio.BlackLitterman(portfolio.Views{
		Cov:           [][]float64{{0.04, 0.006}, {0.006, 0.09}},
		MarketWeights: []float64{0.6, 0.4}, RiskAversion: 2.5, Tau: 0.05,
		Pick: [][]float64{{1, 0}}, Q: []float64{0.10}, // "the first returns 10 %"
	})
	if err != nil {
		panic(err)
	}
	fmt.Printf("prior %.4f posterior %.4f\n", p.Prior, p.Mean)
	// Output: prior [0.0660 0.0990] posterior [0.0830 0.1015]
}

func ExampleRiskParity() {
	w, err := portfolio.RiskParity([][]float64{{0.04, 0}, {0, 0.01}}, nil)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.4f\n", w) // inverse volatility when uncorrelated
	// Output: [0.3333 0.6667]
}

func ExampleWholeShares() {
	p, err := portfolio.WholeShares(5000, 187.25, 100000)
	fmt.Println(p.Shares, p.Cost, err)
	// Output: 26 4868.5 <nil>
}
