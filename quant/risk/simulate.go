package risk

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Paths are simulated prices: Count paths of Steps+1 prices each, one after the
// other, the first price of each being the start.
type Paths struct {
	Steps, Count int
	Prices       []float64 // len Count*(Steps+1)
}

// Path returns the prices of path i.
func (p Paths) Path(i int) []float64 {
	n := p.Steps + 1
	return p.Prices[i*n : (i+1)*n : (i+1)*n]
}

// Ends writes the last price of each path.
func (p Paths) Ends(dst []float64) error {
	if err := length("Ends", "dst", len(dst), p.Count); err != nil {
		return err
	}
	for i := range dst {
		dst[i] = p.Prices[(i+1)*(p.Steps+1)-1]
	}
	return nil
}

// Fan writes the type-7 quantile q of the price over all paths at each step, the
// lines of a fan chart. dst has Steps+1 elements. It allocates one column.
func (p Paths) Fan(dst []float64, q float64) error {
	if err := length("Fan", "dst", len(dst), p.Steps+1); err != nil {
		return err
	}
	if err := within("Fan", "q", q, 0, 1); err != nil {
		return err
	}
	col := make([]float64, p.Count)
	for t := range dst {
		for i := range col {
			col[i] = p.Prices[i*(p.Steps+1)+t]
		}
		slices.Sort(col)
		dst[t] = quantile7(col, q)
	}
	return nil
}

// newPaths checks the frame of a simulation and cuts it from buf, which is grown
// when it is too small. Pass the Prices of an earlier run to reuse them.
func newPaths(op string, buf []float64, start float64, steps, count int) (Paths, error) {
	if err := inside(op, "start", start, 0, maxAbs); err != nil {
		return Paths{}, err
	}
	if steps < 1 || steps > 1e6 {
		return Paths{}, fail(op, "steps", -1, ErrParam, "%d is not in 1..1000000", steps)
	}
	if count < 1 || count > 1e8/(steps+1) {
		return Paths{}, fail(op, "count", -1, ErrParam, "%d paths of %d steps are not 1..1e8 prices", count, steps)
	}
	n := (steps + 1) * count
	if cap(buf) < n {
		buf = make([]float64, n)
	}
	return Paths{steps, count, buf[:n]}, nil
}

// stream is the random source of one path: it depends on the seed and the path
// alone, so a path stays the same however many are drawn and in what order.
func stream(seed uint64, path int) rand.PCG {
	var p rand.PCG
	// The two words are mixed so that neighbouring seeds share nothing.
	x := seed*0x9e3779b97f4a7c15 + uint64(path)
	for range 2 {
		x ^= x >> 30
		x *= 0xbf58476d1ce4e5b9
		x ^= x >> 27
		x *= 0x94d049bb133111eb
		x ^= x >> 31
	}
	p.Seed(x, seed^uint64(path)<<32)
	return p
}

// GBM simulates geometric Brownian motion: over each step of dt years
//
//	S[t+1] = S[t] exp((mu - sigma^2/2) dt + sigma sqrt(dt) Z)
//
// where mu is the yearly drift of the expected price (ln of its growth factor;
// for pricing the rate less the dividend yield) and sigma the yearly
// volatility. Odd paths use -Z of the path before (antithetic), which makes the
// mean of the log return exact. Same seed, same paths, on every machine whose
// math.Exp agrees. buf may be nil or the Prices of an earlier run.
func GBM(buf []float64, start, mu, sigma, dt float64, steps, count int, seed uint64) (Paths, error) {
	const op = "GBM"
	p, err := newPaths(op, buf, start, steps, count)
	if err != nil {
		return Paths{}, err
	}
	if err := within(op, "mu", mu, -10, 10); err != nil {
		return Paths{}, err
	}
	if err := within(op, "sigma", sigma, 0, 10); err != nil {
		return Paths{}, err
	}
	if err := inside(op, "dt", dt, 0, 100); err != nil {
		return Paths{}, err
	}
	drift, vol := (mu-sigma*sigma/2)*dt, sigma*math.Sqrt(dt)
	var src rand.PCG
	rng := rand.New(&src)
	for i := range count {
		src = stream(seed, i/2)
		sign := 1 - 2*float64(i%2)
		path := p.Path(i)
		x := 0.0
		path[0] = start
		for t := 1; t < len(path); t++ {
			x += drift + sign*vol*rng.NormFloat64()
			path[t] = start * math.Exp(max(-600, min(600, x)))
		}
	}
	return p, nil
}

// Bootstrap simulates by drawing simple returns of history in blocks with
// replacement: the stationary bootstrap of Politis and Romano 1994, whose block
// lengths are geometric with mean block, wrapping round at the end. block 1 draws
// single returns and loses all dependence; 10 to 20 keeps the clustering of daily
// volatility. One step is one period of r. buf may be nil or the Prices of an
// earlier run.
func Bootstrap(buf, r []float64, start, block float64, steps, count int, seed uint64) (Paths, error) {
	const op = "Bootstrap"
	if err := simple(op, "r", r, 2); err != nil {
		return Paths{}, err
	}
	p, err := newPaths(op, buf, start, steps, count)
	if err != nil {
		return Paths{}, err
	}
	if err := within(op, "block", block, 1, float64(len(r))); err != nil {
		return Paths{}, err
	}
	jump := 1 / block
	var src rand.PCG
	rng := rand.New(&src)
	for i := range count {
		src = stream(seed, i)
		path := p.Path(i)
		path[0] = start
		at := rng.IntN(len(r))
		for t := 1; t < len(path); t++ {
			path[t] = min(path[t-1]*(1+r[at]), math.MaxFloat64)
			if rng.Float64() < jump {
				at = rng.IntN(len(r))
			} else if at++; at == len(r) {
				at = 0
			}
		}
	}
	return p, nil
}

// Outlook sums up simulated paths.
type Outlook struct {
	Mean    float64 // of the last price
	Median  float64
	P05     float64 // type-7 quantiles of the last price
	P95     float64
	LossP   float64 // share of paths that end below the start
	TargetP float64 // share that end at or above the target
	TouchP  float64 // share that reach the target at any step
	VaR95   float64 // loss of the 5 % quantile, fraction of the start
	ES95    float64 // mean loss of the worst 5 % of paths
	MaxDD   float64 // mean over paths of the maximum drawdown
}

// Outlook evaluates the paths against a target price above the start (touching
// means at or above) or below it (at or below). It allocates the last prices.
func (p Paths) Outlook(target float64) (Outlook, error) {
	const op = "Outlook"
	if p.Count < 1 || len(p.Prices) != p.Count*(p.Steps+1) {
		return Outlook{}, fail(op, "paths", -1, ErrEmpty, "")
	}
	if err := inside(op, "target", target, 0, maxAbs); err != nil {
		return Outlook{}, err
	}
	ends := make([]float64, p.Count)
	start := p.Prices[0]
	up := target >= start
	var o Outlook
	var loss, hit, touch, dd float64
	for i := range ends {
		path := p.Path(i)
		end := path[p.Steps]
		ends[i] = end
		if end < start {
			loss++
		}
		if end >= target {
			hit++
		}
		top, deep, touched := 0.0, 0.0, false
		for _, v := range path {
			touched = touched || (up && v >= target) || (!up && v <= target)
			top = max(top, v)
			if top > 0 {
				deep = max(deep, (top-v)/top)
			}
		}
		if touched {
			touch++
		}
		dd += deep
	}
	n := float64(p.Count)
	o.Mean = mean(ends)
	slices.Sort(ends)
	o.Median, o.P05, o.P95 = quantile7(ends, 0.5), quantile7(ends, 0.05), quantile7(ends, 0.95)
	o.LossP, o.TargetP, o.TouchP, o.MaxDD = loss/n, hit/n, touch/n, dd/n
	o.VaR95 = 1 - o.P05/start
	k := kth(0.95, p.Count)
	o.ES95 = 1 - mean(ends[:k])/start
	return o, nil
}
