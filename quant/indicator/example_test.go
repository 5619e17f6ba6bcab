package indicator_test

import (
	"errors"
	"fmt"

	"tearsheet/quant/indicator"
)

func ExampleSMA() {
	price := []float64{10, 12, 11, 10, 14}
	avg := make([]float64, len(price))
	if err := indicator.SMA(avg, price, 3); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f\n", avg)
	// Output: [NaN NaN 11.00 11.00 11.67]
}

func ExampleRSIStream() {
	rsi, err := indicator.NewRSI(2)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, price := range []float64{10, 12, 11, 10, 14} {
		v, err := rsi.Next(price)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%.1f ", v)
	}
	fmt.Println()
	// Output: NaN NaN 66.7 40.0 85.7
}

func ExampleColumn() {
	bars := indicator.Bars{Close: []float64{10, 12, 11, 10, 14}}
	col := make([]float64, 5)
	for _, name := range []string{"EMA_3", "BBup_3_2", "ATR_14", "EMA_0"} {
		err := indicator.Column(name, bars, col)
		switch {
		case errors.Is(err, indicator.ErrMissing):
			fmt.Println("no such data:", err)
		case err != nil:
			fmt.Println(err)
		default:
			fmt.Printf("%s %.3f\n", name, col)
		}
	}
	// Output:
	// EMA_3 [NaN NaN 11.000 10.500 12.250]
	// BBup_3_2 [NaN NaN 12.633 12.633 15.066]
	// no such data: indicator: ATR_14: high is missing
	// indicator: Column: "EMA_0" is out of range: the period 0 is not in 1..100000
}

func ExampleSupportResistance() {
	high := []float64{10, 12, 15, 13, 11, 12, 15.2, 14, 12, 10, 11}
	low := []float64{9, 10, 13, 11, 8, 10, 12, 13, 9, 8.2, 9}
	levels, err := indicator.SupportResistance(high, low, high, 1, 0.5, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range levels {
		kind := "resistance"
		if l.Support {
			kind = "support"
		}
		fmt.Printf("%s %.2f, %d touches\n", kind, l.Price, l.Touches)
	}
	// Output:
	// support 8.10, 2 touches
	// resistance 15.10, 2 touches
}
