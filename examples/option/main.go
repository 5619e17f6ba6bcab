// Command option prices a call, takes its implied volatility back out of the
// price, and prints the Greeks.
package main

import (
	"fmt"
	"log"

	"tearsheet/quant/option"
)

func main() {
	in := option.Inputs{Spot: 100, Strike: 105, Years: 0.5, Rate: 0.04, Yield: 0.01, Vol: 0.25}
	g, err := option.Evaluate(option.Call, in)
	if err != nil {
		log.Fatal(err)
	}
	iv, err := option.ImpliedVol(option.Call, g.Price, in)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("price %.4f, implied volatility %.6f\n", g.Price, iv)
	fmt.Printf("delta %.4f, gamma %.4f, vega per point %.4f, theta per day %.4f\n", g.Delta, g.Gamma, g.Vega/100, g.Theta/365)
}
