package option

import (
	"math"
	"sort"
)

// MaxTreeSteps bounds the work of AmericanTree, which grows with the square of
// the steps.
const MaxTreeSteps = 20000

// AmericanTree prices an American option on a recombining binomial tree of the
// forward (equal probabilities of the log moves around the drift, Jarrow and Rudd,
// with exact drift), averaged over steps and steps+1. It takes any sign of rate and
// yield, so it covers the double-boundary case American refuses, and discrete
// cash dividends by the escrowed spot: the tree carries the spot less the present
// value of the dividends still to come, which is added back before exercise is
// considered. Error about 1/steps of the option's time value. It allocates one row
// of the tree.
func AmericanTree(right Right, in Inputs, dividends []Dividend, steps int) (float64, error) {
	if err := firstError(right.check(), in.Check()); err != nil {
		return 0, err
	}
	if steps < 2 || steps > MaxTreeSteps {
		return 0, bad("steps", float64(steps), "must be 2 to 20000")
	}
	clean, err := EscrowedSpot(in, dividends)
	if err != nil {
		return 0, err
	}
	if in.Years == 0 || in.Spot == 0 && len(dividends) == 0 && right == Call {
		return in.Intrinsic(right), nil
	}
	divs := append([]Dividend(nil), dividends...)
	sort.Slice(divs, func(i, j int) bool { return divs[i].Years < divs[j].Years })
	row := make([]float64, steps+2)
	a := tree(right, in, clean, divs, row, steps)
	b := tree(right, in, clean, divs, row, steps+1)
	v := 0.5 * (a + b)
	if !isFinite(v) {
		return 0, &ArgError{Arg: "Vol", Value: in.Vol, Kind: ErrNoSolution, Why: "times sqrt(Years/steps) overflows the tree"}
	}
	return math.Max(in.Intrinsic(right), v), nil
}

func tree(right Right, in Inputs, clean float64, divs []Dividend, row []float64, n int) float64 {
	w := 1.0
	if right == Put {
		w = -1
	}
	dt := in.Years / float64(n)
	v := in.Vol * math.Sqrt(dt)
	// u and d with equal probability: e^((r-q)dt) e^±v / cosh v keeps the mean exact.
	growth := math.Exp((in.Rate-in.Yield)*dt) / math.Cosh(v)
	disc := 0.5 * math.Exp(-in.Rate*dt)
	ratio := math.Exp(2 * v)
	// At expiry all dividends are paid, so the tree's spot is the spot.
	s := clean * math.Pow(growth, float64(n)) * math.Exp(-v*float64(n))
	for i := 0; i <= n; i++ {
		row[i] = math.Max(0, w*(s-in.Strike))
		s *= ratio
	}
	for m := n - 1; m >= 0; m-- {
		t := float64(m) * dt
		coming := 0.0
		for i := len(divs) - 1; i >= 0 && divs[i].Years > t; i-- {
			if divs[i].Years <= in.Years {
				coming += divs[i].Amount * math.Exp(-in.Rate*(divs[i].Years-t))
			}
		}
		s := clean * math.Pow(growth, float64(m)) * math.Exp(-v*float64(m))
		for i := 0; i <= m; i++ {
			row[i] = math.Max(disc*(row[i]+row[i+1]), w*(s+coming-in.Strike))
			s *= ratio
		}
	}
	return row[0]
}
