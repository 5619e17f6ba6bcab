package option

import (
	"math"
	"slices"
)

// Move is what the at-the-money straddle says about the distance the market
// expects the underlying to go by expiry, in either direction.
type Move struct {
	Straddle float64 // price of the straddle struck at the forward, interpolated
	Expected float64 // E|S_T - F| = straddle / D, currency per share
	Fraction float64 // Expected / F
	Sigma    float64 // σ√T that gives this straddle: one standard deviation of ln S_T
	Vol      float64 // Sigma / √T
	Low      float64 // F e^-Sigma
	High     float64 // F e^+Sigma
}

// ImpliedMove reads the expected move from call and put quotes of one expiry. The
// time values (the put below the forward, the call above) of the strikes around
// the forward are interpolated to the forward itself; quotes on one side only are
// refused. The straddle at the forward is worth
//
//	2 D F (2Φ(s/2) - 1),  s = σ√T,
//
// about 0.8 s D F, which is inverted exactly for Sigma.
func ImpliedMove(pairs []Pair, forward, discount, years float64) (Move, error) {
	if err := firstError(positive("forward", forward), positive("discount", discount), positive("years", years)); err != nil {
		return Move{}, err
	}
	if err := checkPairs(pairs, forward, years, 1); err != nil {
		return Move{}, err
	}
	sorted := slices.Clone(pairs)
	slices.SortFunc(sorted, func(a, b Pair) int {
		switch {
		case a.Strike < b.Strike:
			return -1
		case a.Strike > b.Strike:
			return 1
		}
		return 0
	})
	at, found := slices.BinarySearchFunc(sorted, forward, func(p Pair, f float64) int {
		switch {
		case p.Strike < f:
			return -1
		case p.Strike > f:
			return 1
		}
		return 0
	})
	var straddle float64
	switch {
	case found:
		straddle = sorted[at].Call + sorted[at].Put
	case at == 0 || at == len(sorted):
		return Move{}, bad("pairs", float64(len(pairs)), "must hold strikes on both sides of the forward "+text(forward))
	default:
		// Interpolate in σ√T of each strike's straddle, which is nearly flat where the
		// straddle itself has a kink of curvature.
		a, b := sorted[at-1], sorted[at]
		sa, ea := straddleSigma(a, forward, discount)
		sb, eb := straddleSigma(b, forward, discount)
		if err := firstError(ea, eb); err != nil {
			return Move{}, err
		}
		s := sa + (sb-sa)*(forward-a.Strike)/(b.Strike-a.Strike)
		straddle = 2 * discount * forward * math.Erf(s/(2*math.Sqrt2))
	}
	unit := straddle / (2 * discount * forward)
	if !(unit < 1) {
		return Move{}, &ArgError{Arg: "pairs", Value: straddle, Kind: ErrAboveMaximum, Why: "give a straddle worth twice the discounted forward or more"}
	}
	s := 2 * math.Sqrt2 * math.Erfinv(unit)
	m := Move{Straddle: straddle, Expected: straddle / discount, Sigma: s, Vol: s / math.Sqrt(years)}
	m.Fraction = m.Expected / forward
	m.Low, m.High = forward*math.Exp(-s), forward*math.Exp(s)
	return m, nil
}

// straddleSigma is the σ√T of the cheaper leg of a pair.
func straddleSigma(p Pair, forward, discount float64) (float64, error) {
	value, k := p.Call, p.Strike
	if k < forward {
		value = p.Put
	}
	root := discount * math.Sqrt(forward) * math.Sqrt(k)
	s, err := NormalisedVol(-math.Abs(logRatio(forward, k)), value/root)
	if err != nil {
		return 0, &ArgError{Arg: "pairs", Value: value, Kind: ErrNoSolution,
			Why: "hold an out-of-the-money price at strike " + text(k) + " that no volatility gives"}
	}
	return s, nil
}

// ProbabilityAbove is the risk-neutral probability that the spot ends above
// in.Strike, Φ(d2), with the one volatility in.Vol. With a smile use
// Smile.ProbabilityAbove, which adds the skew term.
func ProbabilityAbove(in Inputs) (float64, error) {
	e, err := NewExpiry(in.Spot, in.Years, in.Rate, in.Yield)
	if err != nil {
		return 0, err
	}
	if err := firstError(positive("Spot", in.Spot), notNegative("Strike", in.Strike), notNegative("Vol", in.Vol)); err != nil {
		return 0, err
	}
	if in.Strike == 0 {
		return 1, nil
	}
	x, s := logRatio(in.Spot, in.Strike)+e.drift, in.Vol*e.rootT
	if s == 0 {
		switch {
		case x > 0:
			return 1, nil
		case x < 0:
			return 0, nil
		}
		return 0.5, nil
	}
	return NormCDF(x/s - 0.5*s), nil
}

// ProbabilityOfTouch is the risk-neutral probability that the spot reaches level
// (in.Strike) at any time up to expiry, for one volatility (reflection principle
// with drift). It is at least the probability of finishing beyond the level.
func ProbabilityOfTouch(in Inputs) (float64, error) {
	if err := in.Check(); err != nil {
		return 0, err
	}
	if err := firstError(positive("Spot", in.Spot), positive("Strike", in.Strike)); err != nil {
		return 0, err
	}
	x := logRatio(in.Strike, in.Spot)
	s := in.Vol * math.Sqrt(in.Years)
	mu := (in.Rate - in.Yield - 0.5*in.Vol*in.Vol) * in.Years
	if x == 0 {
		return 1, nil
	}
	if s == 0 {
		if x > 0 && mu >= x || x < 0 && mu <= x {
			return 1, nil
		}
		return 0, nil
	}
	if x < 0 { // reflect down to up
		x, mu = -x, -mu
	}
	// P(max >= x) = Φ((μ-x)/s) + e^(2μx/s²) Φ(-(μ+x)/s), the product in logarithms.
	p := NormCDF((mu-x)/s) + math.Exp(2*mu*x/(s*s)+logTail((mu+x)/s))
	return math.Min(1, p), nil
}

// VolPremium compares an implied with a realised volatility of the same horizon,
// both per square root of a year.
type VolPremium struct {
	Implied  float64
	Realised float64
	Points   float64 // implied - realised
	Ratio    float64 // implied / realised; 0 where nothing was realised
	Variance float64 // implied² - realised²: what a variance swap buyer overpays
}

// CompareVol gives the volatility premium. The realised one comes from the
// returns package; use a window as long as the option's time to expiry.
func CompareVol(implied, realised float64) (VolPremium, error) {
	if err := firstError(notNegative("implied", implied), notNegative("realised", realised)); err != nil {
		return VolPremium{}, err
	}
	p := VolPremium{Implied: implied, Realised: realised, Points: implied - realised, Variance: (implied - realised) * (implied + realised)}
	if realised > 0 {
		p.Ratio = implied / realised
	}
	return p, nil
}
