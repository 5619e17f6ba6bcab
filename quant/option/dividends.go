package option

import "math"

// Dividend is a cash dividend known today.
type Dividend struct {
	Years  float64 // time to its ex-date in years, > 0
	Amount float64 // cash per share, >= 0
}

// EscrowedSpot is the spot less the present value of the dividends that go ex
// on or before expiry, S - Σ D e^-rt. Pricing on it is the escrowed-dividend
// model: the volatility is that of the spot without the dividends. Dividends after
// expiry are ignored. It fails when the dividends are worth more than the spot.
func EscrowedSpot(in Inputs, dividends []Dividend) (float64, error) {
	if err := checkMarket(in.Spot, in.Years, in.Rate, in.Yield); err != nil {
		return 0, err
	}
	s := in.Spot
	for i, d := range dividends {
		if err := positive("Dividend.Years", d.Years); err != nil {
			return 0, indexed(err, i)
		}
		if err := notNegative("Dividend.Amount", d.Amount); err != nil {
			return 0, indexed(err, i)
		}
		if d.Years <= in.Years {
			s -= d.Amount * math.Exp(-in.Rate*d.Years)
		}
	}
	if s < 0 {
		return 0, bad("Spot", in.Spot, "is less than the present value of the dividends before expiry")
	}
	return s, nil
}

// WithDividends gives the inputs of the European option on the escrowed spot.
// Delta and gamma by the escrowed spot equal those by the spot; theta does not
// include the ageing of the dividends' present value.
func (in Inputs) WithDividends(dividends []Dividend) (Inputs, error) {
	s, err := EscrowedSpot(in, dividends)
	if err != nil {
		return Inputs{}, err
	}
	in.Spot = s
	return in, nil
}
