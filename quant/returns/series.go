package returns

import "math"

// Simple writes price[i+1]/price[i] - 1 into dst, which must be one shorter than
// price. The prices must be adjusted for splits, or none may have happened.
func Simple(dst, price []float64) error {
	if err := pair("Simple", dst, price); err != nil {
		return err
	}
	for i := range dst {
		dst[i] = (price[i+1] - price[i]) / price[i]
	}
	return nil
}

// Log writes ln(price[i+1]/price[i]) into dst, which must be one shorter than
// price. Log returns add up over time; simple returns add up over a portfolio.
func Log(dst, price []float64) error {
	if err := pair("Log", dst, price); err != nil {
		return err
	}
	for i := range dst {
		// Log1p of the difference keeps the digits of small moves.
		dst[i] = math.Log1p((price[i+1] - price[i]) / price[i])
		if math.IsInf(dst[i], 0) { // a fall by more than 1-1e-16
			dst[i] = math.Log(price[i+1]) - math.Log(price[i])
		}
	}
	return nil
}

// pair checks a price series and the return buffer that belongs to it.
func pair(op string, dst, price []float64) error {
	if err := prices(op, "price", price, 2); err != nil {
		return err
	}
	return length(op, "dst", len(dst), len(price)-1)
}

// ToLog writes ln(1+r) of each simple return; a return of -1 is refused.
func ToLog(dst, r []float64) error {
	if err := simple("ToLog", "r", r); err != nil {
		return err
	}
	if err := length("ToLog", "dst", len(dst), len(r)); err != nil {
		return err
	}
	for i, v := range r {
		if v == -1 {
			return fail("ToLog", "r", i, ErrParam, "a total loss has no log return")
		}
		dst[i] = math.Log1p(v)
	}
	return nil
}

// ToSimple writes e^r - 1 of each log return.
func ToSimple(dst, r []float64) error {
	if len(r) == 0 {
		return fail("ToSimple", "r", -1, ErrEmpty, "")
	}
	if err := length("ToSimple", "dst", len(dst), len(r)); err != nil {
		return err
	}
	for i, v := range r {
		if !(math.Abs(v) <= 230) { // e^230 = 1e100
			return fail("ToSimple", "r", i, ErrNotFinite, "%g", v)
		}
		dst[i] = math.Expm1(v)
	}
	return nil
}

// Excess writes r minus the risk-free rate per period of a yearly rate rf
// simply divided by perYear, the convention of the Sharpe ratio in package risk.
func Excess(dst, r []float64, rf, perYear float64) error {
	if err := simple("Excess", "r", r); err != nil {
		return err
	}
	if err := length("Excess", "dst", len(dst), len(r)); err != nil {
		return err
	}
	if !(math.Abs(rf) <= 10) {
		return fail("Excess", "rf", -1, ErrParam, "%g is not a yearly rate", rf)
	}
	if !(perYear > 0 && perYear <= maxAbs) {
		return fail("Excess", "perYear", -1, ErrParam, "%g is not above 0", perYear)
	}
	f := rf / perYear
	for i, v := range r {
		dst[i] = v - f
	}
	return nil
}

// Compound is the total simple return of a series, (1+r0)(1+r1)... - 1.
func Compound(r []float64) (float64, error) { return compound("Compound", r) }

func compound(op string, r []float64) (float64, error) {
	if err := simple(op, "r", r); err != nil {
		return math.NaN(), err
	}
	// A product of (1+r) rounds off what a tiny total return consists of;
	// t' = t + r + t r keeps it.
	t := 0.0
	for _, v := range r {
		t += v + t*v
	}
	if !(math.Abs(t) <= maxAbs) {
		return math.NaN(), fail(op, "r", -1, ErrNotFinite, "the product is %g", t)
	}
	return t, nil
}

// Wealth writes the growth of start over the returns: dst[0] = start,
// dst[i+1] = dst[i] (1+r[i]). dst must be one longer than r.
func Wealth(dst, r []float64, start float64) error {
	if err := simple("Wealth", "r", r); err != nil {
		return err
	}
	if err := length("Wealth", "dst", len(dst), len(r)+1); err != nil {
		return err
	}
	if !(start > 0 && start <= maxAbs) {
		return fail("Wealth", "start", -1, ErrParam, "%g is not above 0", start)
	}
	dst[0] = start
	for i, v := range r {
		dst[i+1] = dst[i] * (1 + v)
		if !(dst[i+1] <= maxAbs) {
			return fail("Wealth", "r", i, ErrNotFinite, "wealth becomes %g", dst[i+1])
		}
	}
	return nil
}
