package option

import (
	"math"
	"slices"
)

// Pair is the call and the put of one strike, as mid quotes per share.
type Pair struct {
	Strike float64
	Call   float64
	Put    float64
}

// Parity is what put-call parity, C - P = D (F - K), says about one expiry.
type Parity struct {
	Forward  float64 // F
	Discount float64 // D = e^-rT
	Rate     float64 // r, continuously compounded
	Yield    float64 // q = r - ln(F/S)/T: dividends, borrow and, for American quotes, some early exercise
	Residual float64 // median |C - P - D(F-K)| of the pairs used, in currency per share
	Used     int     // pairs the estimate rests on
	Rejected int     // pairs left out as outliers
}

// maxPairs bounds the pairwise slopes; a longer chain is thinned evenly.
const maxPairs = 400

// outlier is how many robust standard deviations a pair may lie off the line.
const outlier = 3.5

// ForwardFromParity estimates the forward with the rate given: the median over
// strikes of K + (C-P) e^rT, then the mean of the pairs within 3.5 robust standard
// deviations of it. It needs one pair. Use pairs near the money: American quotes
// obey parity there only nearly, and not at all deep in the money.
func ForwardFromParity(pairs []Pair, spot, years, rate float64) (Parity, error) {
	if err := checkPairs(pairs, spot, years, 1); err != nil {
		return Parity{}, err
	}
	if err := checkMarket(spot, years, rate, 0); err != nil {
		return Parity{}, err
	}
	d := math.Exp(-rate * years)
	f := make([]float64, len(pairs))
	for i, p := range pairs {
		f[i] = p.Strike + (p.Call-p.Put)/d
	}
	mid := median(slices.Clone(f))
	width := outlier * spread(f, mid)
	sum, n := 0.0, 0
	for _, v := range f {
		if math.Abs(v-mid) <= width {
			sum += v
			n++
		}
	}
	if n == 0 {
		sum, n = mid, 1
	}
	return finishParity(pairs, spot, years, sum/float64(n), d, n, width*d)
}

// ParityFromChain estimates forward and discount factor together: the slope of
// C - P against K is the median of all pairwise slopes (Theil-Sen, which bears 29 % of
// wild quotes), and least squares on the pairs within 3.5 robust standard
// deviations of that line finishes. It needs three pairs of different strikes.
func ParityFromChain(pairs []Pair, spot, years float64) (Parity, error) {
	if err := checkPairs(pairs, spot, years, 3); err != nil {
		return Parity{}, err
	}
	use := pairs
	if len(use) > maxPairs {
		use = make([]Pair, maxPairs)
		for i := range use {
			use[i] = pairs[i*len(pairs)/maxPairs]
		}
	}
	var slopes []float64
	for i, a := range use {
		for _, b := range use[:i] {
			if dk := a.Strike - b.Strike; dk != 0 {
				slopes = append(slopes, ((a.Call-a.Put)-(b.Call-b.Put))/dk)
			}
		}
	}
	if len(slopes) < 3 {
		return Parity{}, bad("pairs", float64(len(pairs)), "must hold at least three different strikes")
	}
	slope := median(slopes)
	level := make([]float64, len(pairs))
	for i, p := range pairs {
		level[i] = (p.Call - p.Put) - slope*p.Strike
	}
	mid := median(slices.Clone(level))
	width := outlier * spread(level, mid)
	// Least squares on the inliers, centred.
	var n, mk, my float64
	for i, p := range pairs {
		if math.Abs(level[i]-mid) <= width {
			n++
			mk += p.Strike
			my += p.Call - p.Put
		}
	}
	if n >= 3 {
		mk /= n
		my /= n
		var kk, ky float64
		for i, p := range pairs {
			if math.Abs(level[i]-mid) <= width {
				kk += (p.Strike - mk) * (p.Strike - mk)
				ky += (p.Strike - mk) * (p.Call - p.Put - my)
			}
		}
		if kk > 0 && ky < 0 {
			slope, mid = ky/kk, my-ky/kk*mk
		}
	}
	if !(slope < 0) {
		return Parity{}, &ArgError{Arg: "pairs", Value: slope, Kind: ErrNoSolution, Why: "give C - P a slope that is not negative: no discount factor"}
	}
	return finishParity(pairs, spot, years, -mid/slope, -slope, int(n), width)
}

func finishParity(pairs []Pair, spot, years, forward, discount float64, used int, width float64) (Parity, error) {
	if !(forward > 0) || !isFinite(forward) {
		return Parity{}, &ArgError{Arg: "pairs", Value: forward, Kind: ErrNoSolution, Why: "give a forward that is not positive"}
	}
	out := Parity{Forward: forward, Discount: discount, Used: used, Rejected: len(pairs) - used}
	out.Rate = -math.Log(discount) / years
	out.Yield = out.Rate - math.Log(forward/spot)/years
	var res []float64
	for _, p := range pairs {
		if e := math.Abs(p.Call - p.Put - discount*(forward-p.Strike)); e <= 2*width {
			res = append(res, e)
		}
	}
	if len(res) > 0 {
		out.Residual = median(res)
	}
	return out, nil
}

func checkPairs(pairs []Pair, spot, years float64, least int) error {
	if err := firstError(positive("spot", spot), positive("years", years)); err != nil {
		return err
	}
	if len(pairs) < least {
		return bad("pairs", float64(len(pairs)), "must hold at least "+text(float64(least))+" pairs")
	}
	for i, p := range pairs {
		if err := firstError(positive("Strike", p.Strike), notNegative("Call", p.Call), notNegative("Put", p.Put)); err != nil {
			return indexed(err, i)
		}
	}
	return nil
}

// median sorts v.
func median(v []float64) float64 {
	slices.Sort(v)
	n := len(v)
	if n%2 == 1 {
		return v[n/2]
	}
	return 0.5 * (v[n/2-1] + v[n/2])
}

// spread is the robust standard deviation 1.4826 median|v - mid|, with a floor of
// rounding so that exact data keep all their points.
func spread(v []float64, mid float64) float64 {
	d := make([]float64, len(v))
	for i, x := range v {
		d[i] = math.Abs(x - mid)
	}
	return math.Max(1.4826*median(d), 1e-9*math.Max(1, math.Abs(mid)))
}
