package value_test

import (
	"errors"
	"fmt"

	"tearsheet/quant/value"
)

func ExampleDCF_Value() {
	v, err := value.DCF{
		FCF: []float64{110, 121}, WACC: 0.10, Terminal: value.Gordon(0.05),
		Debt: value.Of(100), Cash: value.Of(50), Shares: value.Of(10),
	}.Value()
	if err != nil {
		panic(err)
	}
	fmt.Printf("EV %.0f, per share %.2f, %.0f%% terminal\n", v.Enterprise, v.PerShare, 100*v.TerminalShare.V)
	// Output: EV 2300, per share 225.00, 91% terminal
}

func ExampleReverse_Growth() {
	g, err := value.Reverse{
		BaseFCF: 100, Years: 10, WACC: 0.09, TerminalGrowth: 0.025,
		Debt: value.Of(500), Cash: value.Of(200), Shares: value.Of(50),
	}.Growth(60)
	fmt.Printf("%.2f%% %v\n", 100*g, err)
	// Output: 12.27% <nil>
}

func ExampleAltman1968() {
	_, err := value.Altman1968(value.AltmanInput{TotalAssets: value.Of(100)})
	var in *value.InputError
	fmt.Println(errors.Is(err, value.ErrMissing), errors.As(err, &in), in.Arg)
	// Output: true true current_assets
}

func ExampleWACC() {
	c, _ := value.WACC(value.Capital{
		Equity: value.Of(600), Debt: value.Of(400), RiskFree: value.Of(0.04), Beta: value.Of(1.2),
		ERP: value.Of(0.05), CostOfDebt: value.Of(0.06), TaxRate: value.Of(0.25),
	})
	fmt.Printf("%.4f\n", c.WACC)
	// Output: 0.0780
}
