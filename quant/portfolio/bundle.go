package portfolio

import (
	"math"

	"tearsheet/quant/portfolio/internal/qp"
)

// oracle is a convex, positively homogeneous function of the weights, with a
// subgradient g; so its linearisation at any point passes through the origin.
type oracle func(w, g []float64) float64

// riskOf is the measure of the panel's portfolio returns as an oracle.
func riskOf(r flat, m Measure, tail float64) (oracle, error) {
	f, err := functionalOf(m, r.r, tail)
	if err != nil {
		return nil, err
	}
	x, gx := make([]float64, r.r), make([]float64, r.r)
	if !m.ofDrawdown() {
		return func(w, g []float64) float64 {
			r.mul(w, x)
			v := f(x, gx)
			clear(g)
			for t, a := range gx {
				if a != 0 {
					for i, y := range r.row(t) {
						g[i] += a * y
					}
				}
			}
			return v
		}, nil
	}
	cum := newFlat(r.r, r.c)
	for t := range r.r {
		for i, y := range r.row(t) {
			cum.set(t, i, y)
			if t > 0 {
				cum.v[t*r.c+i] += cum.at(t-1, i)
			}
		}
	}
	peak := make([]int, r.r)
	return func(w, g []float64) float64 {
		r.mul(w, x)
		v := f(negDrawdown(x, peak), gx)
		clear(g)
		for t, a := range gx {
			if a == 0 {
				continue
			}
			for i, y := range cum.row(t) {
				g[i] += a * y
			}
			if p := peak[t]; p >= 0 {
				for i, y := range cum.row(p) {
					g[i] -= a * y
				}
			}
		}
		return v
	}, nil
}

// cutting is a proximal bundle method (Kiwiel 1990; Lemarechal, Nemirovskii &
// Nesterov 1995): minimise risk(x) + barrier(x) over a polyhedron, risk
// modelled by its cuts so far, steps damped by a quadratic whose shape is the
// problem's own curvature.
type cutting struct {
	risk  oracle
	prog  *program  // over [x, theta, ...]
	shape flat      // curvature of the risk, for risks without a barrier
	log   []float64 // weights b of the barrier -sum b ln x, nil for none
	cuts  [][]float64
	idle  []int // rounds since a cut was last active
}

const (
	bundleRounds = 1000
	bundleGap    = 1e-13 // stop here
	bundleEnough = 1e-9  // accept this when progress ends
)

// run starts at x (inside the polyhedron) and returns the minimiser.
func (c *cutting) run(x []float64) ([]float64, error) {
	n := c.prog.n
	width := c.prog.N
	g := make([]float64, n)
	rx := c.risk(x, g)
	unit := math.Abs(rx)
	if unit == 0 {
		unit = 1
	}
	risk := func(w []float64) float64 {
		v := c.risk(w, g) / unit
		cut := make([]float64, n)
		for i := range cut {
			cut[i] = g[i] / unit
		}
		c.cuts, c.idle = append(c.cuts, cut), append(c.idle, 0)
		return v
	}
	rx = risk(x)
	damp := 1.0
	barrier := func(w []float64) float64 {
		var s float64
		for i, b := range c.log {
			s -= b * math.Log(w[i])
		}
		return s
	}
	base := *c.prog
	stuck := 0
	last := math.Inf(1) // relative decrease the model promised last
	far := 1e9 * sum(x)
	failed := func() ([]float64, error) {
		if last <= bundleEnough {
			return x, nil
		}
		return nil, badf("measure", ErrConvergence, "the risk could not be minimised (a relative gain of %.1g is left)", last)
	}
	for range bundleRounds {
		p := base
		p.P, p.Q = make([]float64, width*width), make([]float64, width)
		p.Q[n] = 1
		p.Lower, p.Upper = append([]float64(nil), base.Lower...), append([]float64(nil), base.Upper...)
		if c.log == nil {
			for i := range n {
				for j := range n {
					h := damp * c.shape.at(i, j)
					p.P[i*width+j] = h
					p.Q[i] -= h * x[j]
				}
			}
		} else {
			for i, b := range c.log {
				h := damp * b / (x[i] * x[i])
				p.P[i*width+i] = h
				p.Q[i] = -b/x[i] - h*x[i]
				p.Lower[i], p.Upper[i] = 0.2*x[i], math.Inf(1)
			}
		}
		p.G = append([]float64(nil), base.G...)
		p.Lo, p.Hi = append([]float64(nil), base.Lo...), append([]float64(nil), base.Hi...)
		first := len(p.Lo)
		for _, cut := range c.cuts {
			row := make([]float64, width)
			for i, v := range cut {
				row[i] = -v
			}
			row[n] = 1
			p.G = append(p.G, row...)
			p.Lo, p.Hi = append(p.Lo, 0), append(p.Hi, math.Inf(1))
		}
		s, err := qp.Solve(&p.Problem)
		if err != nil {
			damp *= 10
			if stuck++; stuck > 8 {
				return failed()
			}
			continue
		}
		next := s.X[:n]
		model := math.Inf(-1)
		for _, cut := range c.cuts {
			model = math.Max(model, dot(cut, next))
		}
		want := rx - model // decrease the model promises
		if c.log != nil {
			for i, b := range c.log {
				d := next[i] - x[i]
				want += b * d / x[i]
				want -= 0.5 * damp * b * d * d / (x[i] * x[i])
			}
		}
		if last = want; want <= bundleGap {
			return x, nil
		}
		c.prune(s.Z[first:], 4*n+60)
		ry := risk(next)
		if c.log != nil && (ry <= 0 || sum(next) > far) {
			return nil, badf("measure", ErrUnbounded, "some long-only portfolio has no risk, so the risk cannot be shared out")
		}
		got := rx - ry
		if c.log != nil {
			got += barrier(x) - barrier(next)
		}
		switch {
		case got >= 0.1*want:
			x, rx = append([]float64(nil), next...), ry
			if got >= 0.5*want && c.log == nil {
				damp = math.Max(damp/2, 1e-4)
			} else if c.log != nil {
				damp = math.Max(1, damp/2)
			}
			stuck = 0
		case ry-model <= 0.5*want && c.log != nil: // the barrier is to blame
			damp *= 2
		default:
			if stuck++; stuck%10 == 0 && c.log == nil {
				damp = math.Min(damp*2, 1e4)
			}
		}
	}
	return failed()
}

// prune drops the cuts that have long had no multiplier, keeping most of them.
func (c *cutting) prune(z []float64, keep int) {
	k := 0
	for i, cut := range c.cuts {
		if z[i] > 1e-9 {
			c.idle[i] = 0
		} else {
			c.idle[i]++
		}
		if c.idle[i] < 20 || len(c.cuts)-i+k <= keep {
			c.cuts[k], c.idle[k] = cut, c.idle[i]
			k++
		}
	}
	c.cuts, c.idle = c.cuts[:k], c.idle[:k]
}
