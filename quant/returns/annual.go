package returns

import "math"

// Periods per year, for annualising. TradingDays is the convention for daily
// returns of US equities; a year has 252.75 sessions on average, and a figure
// annualised with 365 is not comparable with one that was not.
const (
	TradingDays  = 252.0
	CalendarDays = 365.0
	Weeks        = 52.0
	Months       = 12.0
	Quarters     = 4.0
	Years        = 1.0
)

// Annualize turns a total simple return over n periods into a yearly rate,
//
//	(1 + total)^(perYear/n) - 1.
//
// Do not annualise less than a year's worth for a reader: 3 % in a week is not
// 365 % a year in any useful sense.
func Annualize(total, n, perYear float64) (float64, error) {
	switch {
	case !(math.Abs(total) <= maxAbs):
		return math.NaN(), fail("Annualize", "total", -1, ErrNotFinite, "%g", total)
	case total < -1:
		return math.NaN(), fail("Annualize", "total", -1, ErrParam, "a simple return of %g is below -1", total)
	case !(n > 0 && n <= maxAbs):
		return math.NaN(), fail("Annualize", "n", -1, ErrParam, "%g is not above 0", n)
	case !(perYear > 0 && perYear <= maxAbs):
		return math.NaN(), fail("Annualize", "perYear", -1, ErrParam, "%g is not above 0", perYear)
	}
	r := math.Expm1(math.Log1p(total) * (perYear / n))
	if math.IsInf(r, 0) {
		return math.NaN(), fail("Annualize", "total", -1, ErrParam, "%g over %g periods overflows", total, n)
	}
	return r, nil
}

// CAGR is the compound annual growth rate of a return series: [Compound]
// annualised over its length.
func CAGR(r []float64, perYear float64) (float64, error) {
	total, err := compound("CAGR", r)
	if err != nil {
		return math.NaN(), err
	}
	return Annualize(total, float64(len(r)), perYear)
}
