package portfolio

import (
	"math"
	"slices"
)

// Measure names a risk measure of a series of portfolio returns x_1..x_T. Every
// one is convex and positively homogeneous in the weights (the quadratic ones
// are square roots), so risk contributions add up to the risk.
type Measure string

// The measures, by their usual short names. a is the tail share, ordered
// x_(1) <= ... <= x_(T).
const (
	StdDev           Measure = "MV"   // sample standard deviation; its minimiser is that of variance
	MeanAbsDev       Measure = "MAD"  // mean |x - mean|
	GiniMeanDiff     Measure = "GMD"  // mean |x_s - x_t| over pairs
	SemiDev          Measure = "MSV"  // sqrt(sum min(x-mean,0)^2 / (T-1))
	FirstLowerMoment Measure = "FLPM" // mean max(-x, 0)
	SecondLowerPM    Measure = "SLPM" // sqrt(sum min(x,0)^2 / (T-1))
	CVaR             Measure = "CVaR" // mean loss in the worst share a
	TailGini         Measure = "TG"   // integral of CVaR over shares up to a, 100 points
	EVaR             Measure = "EVaR" // entropic: min_t t ln(mean exp(-x/t) / a)
	WorstRealization Measure = "WR"   // -x_(1)
	Range            Measure = "RG"   // x_(T) - x_(1)
	CVaRRange        Measure = "CVRG" // CVaR of x plus CVaR of -x
	TailGiniRange    Measure = "TGRG" // TG of x plus TG of -x
	MaxDrawdown      Measure = "MDD"
	AvgDrawdown      Measure = "ADD"
	CDaR             Measure = "CDaR" // CVaR of drawdown
	EDaR             Measure = "EDaR" // EVaR of drawdown
	UlcerIndex       Measure = "UCI"  // sqrt(mean drawdown^2)

	// The p-norm relaxations that Riskfolio-Lib optimises in place of GMD, TG
	// and TGRG; a little above the exact measure, with smoother optima.
	GiniRelaxed          Measure = "GMD~"
	TailGiniRelaxed      Measure = "TG~"
	TailGiniRangeRelaxed Measure = "TGRG~"
)

// Measures lists them all, the relaxations last.
func Measures() []Measure {
	return []Measure{StdDev, MeanAbsDev, GiniMeanDiff, SemiDev, FirstLowerMoment, SecondLowerPM, CVaR, TailGini, EVaR,
		WorstRealization, Range, CVaRRange, TailGiniRange, MaxDrawdown, AvgDrawdown, CDaR, EDaR, UlcerIndex,
		GiniRelaxed, TailGiniRelaxed, TailGiniRangeRelaxed}
}

// Risk is the measure of a series of returns at tail share tail (used by the
// tail measures only; 0.05 is usual).
func Risk(x []float64, m Measure, tail float64) (float64, error) {
	if err := vector("returns", x, -1); err != nil {
		return 0, err
	}
	f, err := functionalOf(m, len(x), tail)
	if err != nil {
		return 0, err
	}
	g := make([]float64, len(x))
	if m.ofDrawdown() {
		x = negDrawdown(x, make([]int, len(x)))
	}
	return f(x, g), nil
}

// Relaxed is the p-norm relaxation of a measure that has one, else m itself.
// Riskfolio-Lib optimises GMD, TG and TGRG in this form. Its published minimum
// TGRG portfolio is reproduced; its published GMD portfolios are reproduced by
// neither form (weights 2e-3 away).
func (m Measure) Relaxed() Measure {
	switch m {
	case GiniMeanDiff:
		return GiniRelaxed
	case TailGini:
		return TailGiniRelaxed
	case TailGiniRange:
		return TailGiniRangeRelaxed
	}
	return m
}

func (m Measure) ofDrawdown() bool {
	switch m {
	case MaxDrawdown, AvgDrawdown, CDaR, EDaR, UlcerIndex:
		return true
	}
	return false
}

// functional returns the measure of a series and writes a subgradient with
// respect to each element.
type functional func(x, grad []float64) float64

func functionalOf(m Measure, t int, tail float64) (functional, error) {
	if !(tail > 0 && tail < 1) {
		return nil, badf("tail", ErrDomain, "is %g, want in (0, 1)", tail)
	}
	if t < 2 {
		return nil, badf("returns", ErrLength, "has %d periods, want at least 2", t)
	}
	ordered := func(w []float64) (functional, error) {
		return func(x, g []float64) float64 { return owa(x, w, g) }, nil
	}
	T := float64(t)
	switch m {
	case StdDev:
		return func(x, g []float64) float64 { return rootPower(x, g, true, T-1, func(d float64) float64 { return d }) }, nil
	case SemiDev:
		return func(x, g []float64) float64 { return rootPower(x, g, true, T-1, negPart) }, nil
	case SecondLowerPM:
		return func(x, g []float64) float64 { return rootPower(x, g, false, T-1, negPart) }, nil
	case UlcerIndex:
		return func(x, g []float64) float64 { return rootPower(x, g, false, T, negPart) }, nil
	case MeanAbsDev:
		return meanAbs, nil
	case FirstLowerMoment:
		return func(x, g []float64) float64 {
			var s float64
			for i, v := range x {
				g[i] = 0
				if v < 0 {
					s, g[i] = s-v/T, -1/T
				}
			}
			return s
		}, nil
	case AvgDrawdown:
		return func(x, g []float64) float64 {
			for i := range g {
				g[i] = -1 / T
			}
			return -sum(x) / T
		}, nil
	case GiniMeanDiff:
		return ordered(giniWeights(t))
	case GiniRelaxed:
		return newRelaxedOWA(giniWeights(t)).max, nil
	case TailGiniRelaxed:
		return newRelaxedOWA(tailGiniWeights(t, tail)).max, nil
	case TailGiniRangeRelaxed:
		o := newRelaxedOWA(tailGiniWeights(t, tail))
		neg, ng := make([]float64, t), make([]float64, t)
		return func(x, g []float64) float64 {
			for i, v := range x {
				neg[i] = -v
			}
			v := o.max(x, g) + o.max(neg, ng)
			for i := range g {
				g[i] -= ng[i]
			}
			return v
		}, nil
	case CVaR, CDaR:
		return ordered(cvarWeights(t, tail))
	case TailGini:
		return ordered(tailGiniWeights(t, tail))
	case WorstRealization, MaxDrawdown:
		return ordered(worstWeights(t))
	case Range:
		return ordered(bothTails(worstWeights(t)))
	case CVaRRange:
		return ordered(bothTails(cvarWeights(t, tail)))
	case TailGiniRange:
		return ordered(bothTails(tailGiniWeights(t, tail)))
	case EVaR, EDaR:
		if tail*T <= 1 { // the infimum is the worst outcome
			return ordered(worstWeights(t))
		}
		return func(x, g []float64) float64 { return entropic(x, g, tail) }, nil
	}
	return nil, badf("measure", ErrDomain, "%q is not known", string(m))
}

func negPart(d float64) float64 { return math.Min(d, 0) }

// rootPower is sqrt(sum part(x-mean)^2 / div), the mean only if centre.
func rootPower(x, g []float64, centre bool, div float64, part func(float64) float64) float64 {
	var mean float64
	if centre {
		mean = sum(x) / float64(len(x))
	}
	var ss, sg float64
	for i, v := range x {
		g[i] = part(v - mean)
		ss += g[i] * g[i]
		sg += g[i]
	}
	r := math.Sqrt(ss / div)
	if r == 0 {
		clear(g)
		return 0
	}
	shift := 0.0
	if centre {
		shift = sg / float64(len(x))
	}
	for i := range g {
		g[i] = (g[i] - shift) / (div * r)
	}
	return r
}

func meanAbs(x, g []float64) float64 {
	T := float64(len(x))
	mean := sum(x) / T
	var s, sg float64
	for i, v := range x {
		s += math.Abs(v-mean) / T
		g[i] = 0
		if v != mean {
			g[i] = math.Copysign(1/T, v-mean)
		}
		sg += g[i]
	}
	for i := range g {
		g[i] -= sg / T
	}
	return s
}

// owa is the ordered weighted average sum w_i x_(i), x ascending (Yager 1988);
// convex when w is nondecreasing. grad gets each element's weight.
func owa(x, w, grad []float64) float64 {
	idx := make([]int, len(x))
	for i := range idx {
		idx[i] = i
	}
	slices.SortFunc(idx, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return a - b
	})
	var s float64
	for k, i := range idx {
		s += w[k] * x[i]
		grad[i] = w[k]
	}
	return s
}

func giniWeights(t int) []float64 {
	w, T := make([]float64, t), float64(t)
	for i := range w {
		w[i] = 2 * float64(2*i+1-t) / (T * (T - 1))
	}
	return w
}

// cvarWeights put 1/(tail T) on each of the worst, the boundary one getting the
// fraction that completes the unit.
func cvarWeights(t int, tail float64) []float64 {
	w := make([]float64, t)
	at := float64(t) * tail
	k := min(max(int(math.Ceil(at-1e-9)), 1), t)
	for i := range k - 1 {
		w[i] = -1 / at
	}
	w[k-1] = -1 + float64(k-1)/at
	return w
}

// tailGiniWeights are the trapezoid over CVaR at 100 shares from 1e-4 to tail.
func tailGiniWeights(t int, tail float64) []float64 {
	const points = 100
	share := func(i int) float64 { return 1e-4 + (tail-1e-4)*float64(i)/(points-1) }
	w := make([]float64, t)
	for i := range points {
		var c float64
		switch a := share(i); i {
		case 0:
			c = share(1) * a / (tail * tail)
		case points - 1:
			c = (tail - share(points-2)) / tail
		default:
			c = (share(i+1) - share(i-1)) * a / (tail * tail)
		}
		for k, v := range cvarWeights(t, share(i)) {
			w[k] += c * v
		}
	}
	return w
}

func worstWeights(t int) []float64 {
	w := make([]float64, t)
	w[0] = -1
	return w
}

// bothTails adds the mirrored weights: the measure of x plus that of -x.
func bothTails(w []float64) []float64 {
	out := slices.Clone(w)
	for i, v := range w {
		out[len(w)-1-i] -= v
	}
	return out
}

// entropic is min over s > 0 of s ln(mean exp(-x/s) / tail) (Ahmadi-Javid,
// JOTA 2012); its derivative in s increases, so the minimum is bisected.
func entropic(x, g []float64, tail float64) float64 {
	worst := -slices.Min(x)
	spread := worst + slices.Max(x)
	if spread == 0 {
		for i := range g {
			g[i] = -1 / float64(len(x))
		}
		return worst
	}
	logT := math.Log(float64(len(x)) * tail)
	eval := func(s float64) (value, slope float64) {
		var sum, mean float64
		for i, v := range x {
			g[i] = math.Exp((-v - worst) / s)
			sum += g[i]
			mean += g[i] * v
		}
		la := math.Log(sum) - logT // log of mean exp / tail, less worst/s
		return worst + s*la, la + (worst+mean/sum)/s
	}
	lo, hi := spread*1e-6, spread
	for _, d := eval(hi); d < 0 && hi < 1e12*spread; _, d = eval(hi) {
		hi *= 4
	}
	for range 200 {
		mid := math.Sqrt(lo * hi)
		if !(mid > lo && mid < hi) {
			break
		}
		if _, d := eval(mid); d < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	v, _ := eval(hi)
	total := sum(g)
	for i := range g {
		g[i] /= -total
	}
	return v
}

// negDrawdown returns minus the drawdown of the uncompounded cumulative return
// from its running peak (starting at 0), and the period of each peak (-1 for
// the start).
func negDrawdown(x []float64, peak []int) []float64 {
	out := make([]float64, len(x))
	var cum, top float64
	at := -1
	for i, v := range x {
		cum += v
		if cum > top {
			top, at = cum, i
		}
		out[i], peak[i] = cum-top, at
	}
	return out
}
