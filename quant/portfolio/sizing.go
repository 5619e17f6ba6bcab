package portfolio

import (
	"errors"
	"math"
)

// VolTarget scales weights so that their volatility sqrt(w'Cov w) is target,
// but gross exposure sum |w| at most maxGross. It returns the scaled weights
// and the factor.
func VolTarget(weights []float64, cov [][]float64, target, maxGross float64) ([]float64, float64, error) {
	if err := errors.Join(vector("weights", weights, -1), positive("target", target), positive("max_gross", maxGross)); err != nil {
		return nil, 0, err
	}
	s, err := symmetricOf("cov", cov, len(weights))
	if err != nil {
		return nil, 0, err
	}
	v := s.quad(weights)
	if v <= 0 {
		return nil, 0, badf("weights", ErrSingular, "the portfolio has no volatility to scale (variance %g)", v)
	}
	var gross float64
	for _, w := range weights {
		gross += math.Abs(w)
	}
	k := math.Min(target/math.Sqrt(v), maxGross/gross)
	out := make([]float64, len(weights))
	for i, w := range weights {
		out[i] = k * w
	}
	return out, k, nil
}

// VolTargetWeight is the share of capital in one asset of the given volatility
// that has volatility target: min(target/volatility, most).
func VolTargetWeight(volatility, target, most float64) (float64, error) {
	if err := errors.Join(positive("volatility", volatility), positive("target", target), positive("most", most)); err != nil {
		return 0, err
	}
	return math.Min(target/volatility, most), nil
}

// Kelly is the growth-optimal share of capital in one asset, in continuous
// time, times fraction and cut to [-most, most]:
//
//	fraction (mean - riskFree) / volatility^2
//
// (Kelly 1956; Merton 1969). fraction 0.25 to 0.5 is prudent: the mean is
// rarely known.
func Kelly(mean, riskFree, volatility, fraction, most float64) (float64, error) {
	if err := errors.Join(scalar("mean", mean), scalar("risk_free", riskFree), positive("volatility", volatility),
		positive("fraction", fraction), positive("most", most)); err != nil {
		return 0, err
	}
	f := fraction * (mean - riskFree) / volatility / volatility
	return math.Max(-most, math.Min(most, f)), nil
}

// KellyBet is the share of capital on a bet won with probability win at net
// odds b (a unit staked returns b more), times fraction and cut to [0, most]:
// fraction (win (b+1) - 1) / b.
func KellyBet(win, odds, fraction, most float64) (float64, error) {
	if err := errors.Join(scalar("win", win), positive("odds", odds), positive("fraction", fraction), positive("most", most)); err != nil {
		return 0, err
	}
	if win < 0 || win > 1 {
		return 0, badf("win", ErrDomain, "is %g, want in [0, 1]", win)
	}
	return math.Max(0, math.Min(most, fraction*(win-(1-win)/odds))), nil
}

// KellyMulti is fraction Cov^-1 (mean - riskFree), each weight cut to [-most,
// most], then all scaled so that sum |w| <= maxGross. What is left is cash (or
// borrowing, if negative).
func KellyMulti(mean []float64, cov [][]float64, riskFree, fraction, most, maxGross float64) ([]float64, error) {
	s, err := inputs(mean, cov, "risk_free", riskFree)
	if err = errors.Join(err, positive("fraction", fraction), positive("most", most), positive("max_gross", maxGross)); err != nil {
		return nil, err
	}
	l, err := factor("cov", s)
	if err != nil {
		return nil, err
	}
	w := make([]float64, len(mean))
	for i, m := range mean {
		w[i] = fraction * (m - riskFree)
	}
	cholSolve(l, w)
	var gross float64
	for i := range w {
		w[i] = math.Max(-most, math.Min(most, w[i]))
		gross += math.Abs(w[i])
	}
	if gross > maxGross {
		for i := range w {
			w[i] *= maxGross / gross
		}
	}
	if err := overflowed("cov", w...); err != nil {
		return nil, err
	}
	return w, nil
}

// Position is a whole number of shares.
type Position struct {
	Shares int64
	Cost   float64 // Shares * price
	Weight float64 // Cost / capital
	Left   float64 // amount not spent
}

// maxShares keeps every share count exact in float64.
const maxShares = 1 << 53

// WholeShares spends at most amount on shares at price; capital is the total
// the weight refers to.
func WholeShares(amount, price, capital float64) (Position, error) {
	if err := errors.Join(scalar("amount", amount), positive("price", price), positive("capital", capital)); err != nil {
		return Position{}, err
	}
	if amount < 0 {
		return Position{}, badf("amount", ErrDomain, "is %g, want >= 0", amount)
	}
	n := math.Floor(amount / price)
	if n >= maxShares {
		return Position{}, badf("amount", ErrDomain, "buys %g shares, too many to count", n)
	}
	if n*price > amount { // the quotient was rounded up
		n--
	}
	cost := n * price
	return Position{Shares: int64(n), Cost: cost, Weight: cost / capital, Left: amount - cost}, nil
}

// Allocate buys whole shares of every asset towards long-only weights (sum at
// most 1): first the floor of each target, then one share at a time of the
// asset furthest below its target that cash still pays for, never going above
// a target by more than one share. It returns the positions (Left is each
// target's shortfall, negative if over) and the cash left.
func Allocate(capital float64, weights, prices []float64) ([]Position, float64, error) {
	if err := errors.Join(positive("capital", capital), vector("weights", weights, -1), vector("prices", prices, len(weights))); err != nil {
		return nil, 0, err
	}
	for i := range weights {
		if weights[i] < 0 {
			return nil, 0, badf("weights", ErrDomain, "[%d] is %g, want >= 0", i, weights[i])
		}
		if prices[i] <= 0 {
			return nil, 0, badf("prices", ErrDomain, "[%d] is %g, want > 0", i, prices[i])
		}
	}
	if t := sum(weights); t > 1+1e-9 {
		return nil, 0, badf("weights", ErrDomain, "sum to %g, want at most 1", t)
	}
	cash := capital
	out := make([]Position, len(weights))
	for i, w := range weights {
		p, err := WholeShares(w*capital, prices[i], capital)
		if err != nil {
			return nil, 0, err
		}
		out[i] = p
		cash -= p.Cost
	}
	for range weights {
		best, short := -1, 0.0
		for i := range out {
			if out[i].Left > short && prices[i] <= cash {
				best, short = i, out[i].Left
			}
		}
		if best < 0 {
			break
		}
		p := &out[best]
		p.Shares++
		p.Cost = float64(p.Shares) * prices[best]
		p.Weight = p.Cost / capital
		p.Left = weights[best]*capital - p.Cost
		cash -= prices[best]
	}
	return out, math.Max(0, cash), nil
}

func positive(arg string, x float64) error {
	if err := scalar(arg, x); err != nil {
		return err
	}
	if x <= 0 {
		return badf(arg, ErrDomain, "is %g, want > 0", x)
	}
	return nil
}
