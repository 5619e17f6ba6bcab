package option

import "math"

// ImpliedVol is the volatility at which a European option is worth price, to
// machine accuracy (see NormalisedVol). in.Vol is ignored.
//
// In the money the intrinsic value is taken off first. What then remains of the
// price's digits is all there is: a price of 90 with a time value of 1e-12 holds
// four digits of volatility, whatever the solver.
//
// Outcomes:
//   - price equal to the discounted forward intrinsic value, within two units in the
//     last place of the larger leg: 0 and no error (the lower bound);
//   - price below that: ErrBelowIntrinsic;
//   - price at or above S e^-qT (call) or K e^-rT (put): ErrAboveMaximum;
//   - no time left: ErrExpired;
//   - spot or strike 0, NaN, infinite or negative arguments: ErrBadInput.
func ImpliedVol(right Right, price float64, in Inputs) (float64, error) {
	e, err := NewExpiry(in.Spot, in.Years, in.Rate, in.Yield)
	if err != nil {
		return 0, err
	}
	return e.ImpliedVol(right, price, in.Strike)
}

// ImpliedVol is the function of the same name for one strike of an expiry.
func (e *Expiry) ImpliedVol(right Right, price, strike float64) (float64, error) {
	if right != Call && right != Put || !(strike > 0 && strike*e.discount <= math.MaxFloat64) ||
		!(price >= 0 && price <= math.MaxFloat64) || !(e.spot > 0) || !(e.years > 0) {
		return 0, e.impliedRefusal(right, price, strike)
	}
	dk := strike * e.discount
	p, q := e.ds, dk
	x := logRatio(e.spot, strike) + e.drift
	itm := (right == Call) == (x > 0)
	if x > 0 {
		p, q, x = dk, e.ds, -x
	}
	value := price
	if itm {
		value = e.timeValue(right, price, strike)
		if slack := 4.5e-16 * q; value <= slack && value <= 0 {
			if value < -slack {
				return 0, &ArgError{Arg: "price", Value: price, Kind: ErrBelowIntrinsic,
					Why: "must be >= the discounted forward intrinsic value " + text(q-p)}
			}
			return 0, nil
		}
	}
	if value == 0 {
		return 0, nil
	}
	if value >= p {
		max, name := e.ds, "S e^-qT = "
		if right == Put {
			max, name = dk, "K e^-rT = "
		}
		return 0, &ArgError{Arg: "price", Value: price, Kind: ErrAboveMaximum, Why: "must be below the maximum " + name + text(max)}
	}
	root := math.Sqrt(p) * math.Sqrt(q)
	beta, top := value/root, math.Sqrt(p/q)
	var s float64
	switch {
	case x == 0:
		s = 2 * math.Sqrt2 * math.Erfinv(beta)
	case beta >= top:
		return 0, &ArgError{Arg: "price", Value: price, Why: "is within rounding of its maximum", Kind: ErrAboveMaximum}
	case beta == 0:
		return 0, nil
	default:
		s = normalisedVol(x, beta, top, 2)
	}
	return s / e.rootT, nil
}

// timeValue is price less the discounted forward intrinsic value of an option in
// the money, with an error far below the rounding of the two legs: for a call
// (price - (S-K)) - (S (e^-qT - 1) - K (e^-rT - 1)), the first difference
// compensated. Where discounting is so strong that this would cancel, the legs
// are subtracted as they are.
func (e *Expiry) timeValue(right Right, price, strike float64) float64 {
	hi, lo := e.spot, strike
	if weak := min(e.growth, e.discount) > 0.25 && max(e.growth, e.discount) < 4; !weak {
		if right == Put {
			return price - (strike*e.discount - e.ds)
		}
		return price - (e.ds - strike*e.discount)
	}
	carry := e.spot*math.Expm1(-e.yield*e.years) - strike*math.Expm1(-e.rate*e.years)
	if right == Put {
		hi, lo, carry = strike, e.spot, -carry
	}
	d := hi - lo
	back := d - hi
	lost := (hi - (d - back)) - (lo + back) // hi - lo = d + lost exactly
	return (price - d) - lost - carry
}

// impliedRefusal finds which argument stops an implied volatility.
func (e *Expiry) impliedRefusal(right Right, price, strike float64) error {
	if err := firstError(right.check(), positive("Strike", strike), positive("Spot", e.spot)); err != nil {
		return err
	}
	if price < 0 && isFinite(price) {
		return &ArgError{Arg: "price", Value: price, Why: "must be >= 0", Kind: ErrBelowIntrinsic}
	}
	if err := notNegative("price", price); err != nil {
		return err
	}
	if !(strike*e.discount <= math.MaxFloat64) {
		return bad("Strike", strike, "times the discount factor overflows")
	}
	return &ArgError{Arg: "Years", Value: e.years, Why: "must be > 0: at expiry a price has no volatility", Kind: ErrExpired}
}

// ImpliedVols fills dst with the implied volatility of each price, all of one
// right. A price that has none leaves NaN in dst and the first such error is
// returned after the rest of the chain is done.
func (e *Expiry) ImpliedVols(dst []float64, right Right, prices, strikes []float64) error {
	if len(prices) != len(strikes) {
		return bad("prices", float64(len(prices)), "must have as many elements as strikes")
	}
	if len(dst) < len(strikes) {
		return bad("dst", float64(len(dst)), "must have room for every strike")
	}
	var first error
	for i, k := range strikes {
		v, err := e.ImpliedVol(right, prices[i], k)
		if err != nil {
			v = math.NaN()
			if first == nil {
				first = indexed(err, i)
			}
		}
		dst[i] = v
	}
	return first
}
