package risk_test

import (
	"fmt"

	"tearsheet/quant/risk"
)

func ExampleSample_VaR() {
	s, err := risk.NewSample([]float64{0.04, -0.05, 0.01, 0.02, -0.02, 0.03, 0, -0.01, 0.05, 0.06})
	if err != nil {
		fmt.Println(err)
		return
	}
	for d := risk.HistoricalType7; d <= risk.CornishFisher; d++ {
		v, _ := s.VaR(0.9, d)
		e, _ := s.ES(0.9, d)
		fmt.Printf("%-17v VaR %.4f  ES %.4f\n", d, v, e)
	}
	// Output:
	// historical_type7  VaR 0.0230  ES 0.0500
	// kth_lowest        VaR 0.0500  ES 0.0500
	// acerbi_fractional VaR 0.0500  ES 0.0500
	// gaussian          VaR 0.0306  ES 0.0467
	// cornish_fisher    VaR 0.0340  ES 0.0496
}

func ExampleBeta() {
	asset := []float64{0.02, 0.04, 0.05, 0.04, 0.05}
	market := []float64{0.01, 0.02, 0.03, 0.04, 0.05}
	r, err := risk.Beta(asset, market, 0.95, 252)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("beta %.2f, 95%% %.2f..%.2f, R2 %.2f\n", r.Beta.Value, r.Beta.Lo, r.Beta.Hi, r.R2)
	// Output: beta 0.60, 95% -0.30..1.50, R2 0.60
}

func ExampleMaxDrawdown() {
	d, err := risk.MaxDrawdown([]float64{100, 120, 90, 110, 125})
	fmt.Printf("%.0f%% from bar %d to %d, back at %d, %v\n", 100*d.Depth, d.Peak, d.Trough, d.Recovery, err)
	// Output: 25% from bar 1 to 2, back at 4, <nil>
}

func ExampleStress() {
	impacts, err := risk.Stress(10_000, []risk.Exposure{{Factor: "market", Sensitivity: 1.2, SE: 0.1}}, risk.HistoricalScenarios())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range impacts {
		fmt.Printf("%-24s %6.1f%% (%.1f%% to %.1f%%)\n", i.Scenario, 100*i.Return, 100*i.Lo, 100*i.Hi)
	}
	// Output:
	// Black Monday 1987         -24.6% (-28.6% to -20.6%)
	// Dot-com bust 2000-02      -59.0% (-68.6% to -49.3%)
	// Financial crisis 2007-09  -68.1% (-79.3% to -57.0%)
	// Pandemic 2020             -40.7% (-47.4% to -34.1%)
	// Rate shock 2022           -30.5% (-35.5% to -25.5%)
}

func ExampleFitGARCH() {
	r := simulateGARCH(2000, risk.GARCHParams{Omega: 0.02, Alpha: 0.1, Beta: 0.88}, 5)
	f, err := risk.FitGARCH(r, risk.GARCH11)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("alpha %.2f ± %.2f, beta %.2f ± %.2f\n", f.Params.Alpha, f.SE.Alpha, f.Params.Beta, f.SE.Beta)
	// Output: alpha 0.11 ± 0.02, beta 0.85 ± 0.03
}
