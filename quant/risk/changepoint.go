package risk

import "math"

// Segment is a stretch of a series between two change points.
type Segment struct {
	From, To int     // the values x[From:To]
	Mean     float64 // per period
	StdDev   float64 // per period, divisor n
}

// ChangePoints splits a series where its mean or its variance changed, by PELT
// (Killick, Fearnhead and Eckley 2012) on the normal likelihood: the segments
// minimise the sum of n ln(variance) plus penalty per segment, exactly. The cost
// of a segment comes from Welford's update, not from sums of squares. minLen, at
// least 2, is the shortest segment; 20 for daily returns keeps single shocks
// from being regimes. A penalty of 0 means 4 ln(n), a little above the BIC of the
// three parameters a change adds, as daily returns have fat tails. Cost is O(n)
// to O(n^2) with the number of changes; the returned segments cover the series.
func ChangePoints(x []float64, minLen int, penalty float64) ([]Segment, error) {
	const op = "ChangePoints"
	if minLen < 2 {
		return nil, fail(op, "minLen", -1, ErrParam, "%d is below 2", minLen)
	}
	if err := series(op, "x", x, minLen); err != nil {
		return nil, err
	}
	if err := within(op, "penalty", penalty, 0, 1e9); err != nil {
		return nil, err
	}
	n := len(x)
	if penalty == 0 {
		penalty = 4 * math.Log(float64(n))
	}
	all := moments(x)
	if !(all.M2 > 0) {
		return []Segment{{0, n, all.Mean, 0}}, nil
	}
	// Work in units of the whole series; a segment that does not vary costs as one
	// whose deviation is 1e-4 of it. Added to the variance, not a lower bound of it,
	// the floor leaves splitting a segment never dearer, which pruning relies on.
	sd := math.Sqrt(all.M2)
	const floor = 1e-8
	type candidate struct {
		from, n  int
		mean, m2 float64
		dead     int // from this t on it cannot be best; 0 when that is not known
	}
	best := make([]float64, n+1) // best[t]: cost of x[:t]
	prev := make([]int, n+1)
	for t := range best {
		best[t] = math.Inf(1)
	}
	best[0] = -penalty
	var live []candidate
	for t := 1; t <= n; t++ {
		if s := t - 1; !math.IsInf(best[s], 1) {
			live = append(live, candidate{from: s})
		}
		y := (x[t-1] - all.Mean) / sd
		cost := func(c candidate) float64 {
			k := float64(c.n)
			return best[c.from] + k*(math.Log(c.m2/k+floor)+1)
		}
		for i := range live {
			c := &live[i]
			c.n++
			d := y - c.mean
			c.mean += d / float64(c.n)
			c.m2 += d * (y - c.mean)
			if c.n < minLen {
				continue
			}
			if v := cost(*c) + penalty; v < best[t] {
				best[t], prev[t] = v, c.from
			}
		}
		// Prune: a start that costs more than best[t] even without a penalty loses
		// to a change at t as soon as a segment from t on is long enough.
		if math.IsInf(best[t], 1) {
			continue
		}
		keep := live[:0]
		for _, c := range live {
			if c.dead == 0 && cost(c) > best[t] {
				c.dead = t + minLen
			}
			if c.dead == 0 || t < c.dead {
				keep = append(keep, c)
			}
		}
		live = keep
	}
	var out []Segment
	for t := n; t > 0; t = prev[t] {
		m := moments(x[prev[t]:t])
		out = append(out, Segment{prev[t], t, m.Mean, math.Sqrt(m.M2)})
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out, nil
}
