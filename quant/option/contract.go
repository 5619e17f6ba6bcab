package option

import "math"

// Right is what the holder may do: buy (Call) or sell (Put).
type Right uint8

// The two rights. The zero Right is neither and is refused as bad input, so a
// forgotten field is not priced as a call.
const (
	Call Right = iota + 1
	Put
)

// String gives "call" or "put".
func (r Right) String() string {
	switch r {
	case Call:
		return "call"
	case Put:
		return "put"
	}
	return "invalid right"
}

// Other gives the put of a call and the call of a put.
func (r Right) Other() Right {
	switch r {
	case Call:
		return Put
	case Put:
		return Call
	}
	return r
}

// ParseRight reads "call", "c", "put" or "p" in any case.
func ParseRight(s string) (Right, error) {
	switch s {
	case "call", "Call", "CALL", "c", "C":
		return Call, nil
	case "put", "Put", "PUT", "p", "P":
		return Put, nil
	}
	return 0, &ArgError{Arg: "right " + s, Value: math.NaN(), Why: "must be call or put", Kind: ErrBadInput}
}

func (r Right) check() error {
	if r == Call || r == Put {
		return nil
	}
	return bad("right", float64(r), "must be Call or Put")
}

// Inputs is one contract in one market: everything a price depends on except
// the Right.
//
// Rates are fractions, continuously compounded, of any sign: 0.05 is 5 % a year.
type Inputs struct {
	Spot   float64 // price of the underlying now, in currency per share, >= 0
	Strike float64 // exercise price, same currency, >= 0
	Years  float64 // time to expiry in years, >= 0
	Rate   float64 // risk-free rate per year, continuously compounded
	Yield  float64 // dividend yield (or borrow, or foreign rate) per year, continuously compounded
	Vol    float64 // volatility per square root of a year, a fraction, >= 0
}

// maxExponent bounds |rate * years| and |yield * years|, so that discount
// factors neither overflow nor vanish.
const maxExponent = 690

// Check reports the first field that cannot be priced, as an *ArgError.
func (in Inputs) Check() error {
	if err := checkMarket(in.Spot, in.Years, in.Rate, in.Yield); err != nil {
		return err
	}
	return firstError(notNegative("Strike", in.Strike), notNegative("Vol", in.Vol))
}

func checkMarket(spot, years, rate, yield float64) error {
	if err := firstError(notNegative("Spot", spot), notNegative("Years", years),
		finite("Rate", rate), finite("Yield", yield)); err != nil {
		return err
	}
	if !(math.Abs(rate*years) <= maxExponent) {
		return bad("Rate", rate, "times Years must stay within ±690, or the discount factor overflows")
	}
	if !(math.Abs(yield*years) <= maxExponent) {
		return bad("Yield", yield, "times Years must stay within ±690, or the discount factor overflows")
	}
	return nil
}

// Forward is the delivery price at expiry, F = S e^((r-q)T).
func (in Inputs) Forward() float64 { return in.Spot * math.Exp((in.Rate-in.Yield)*in.Years) }

// Discount is the value now of one unit of currency paid at expiry, e^-rT.
func (in Inputs) Discount() float64 { return math.Exp(-in.Rate * in.Years) }

// Intrinsic is what exercising now would pay: max(0, S-K) or max(0, K-S).
// It bounds American values. European values are bounded by the discounted
// forward intrinsic, which EuropeanBounds gives.
func (in Inputs) Intrinsic(right Right) float64 {
	if right == Put {
		return math.Max(0, in.Strike-in.Spot)
	}
	return math.Max(0, in.Spot-in.Strike)
}

// EuropeanBounds gives the open interval free of arbitrage for a European
// price: [max(0, S e^-qT - K e^-rT), S e^-qT) for a call,
// [max(0, K e^-rT - S e^-qT), K e^-rT) for a put. With r > 0 a European put
// below its raw intrinsic K - S is legal.
func (in Inputs) EuropeanBounds(right Right) (low, high float64) {
	s := in.Spot * math.Exp(-in.Yield*in.Years)
	k := in.Strike * math.Exp(-in.Rate*in.Years)
	if right == Put {
		return math.Max(0, k-s), k
	}
	return math.Max(0, s-k), s
}
