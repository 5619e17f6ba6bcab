package portfolio

import (
	"fmt"
	"math"
	"strings"

	"tearsheet/quant/portfolio/internal/qp"
)

// Constraints bound a portfolio. The zero value is fully invested and long
// only: weights in [0, 1] that sum to 1.
type Constraints struct {
	Lower, Upper []float64 // per asset; nil means 0 and 1; infinities allowed
	// MarketNeutral makes the weights sum to 0 instead of 1.
	MarketNeutral bool
	Groups        []Group
	// Current, when given, limits trading: sum |w - Current| <= MaxTurnover
	// (two-sided: selling 10 % to buy 10 % is a turnover of 0.2).
	Current     []float64
	MaxTurnover float64
}

// Group limits the sum of its members' weights, such as a sector cap.
type Group struct {
	Name     string
	Members  []int // asset positions
	Min, Max float64
}

// Box bounds every one of n weights by [lo, hi]; use infinities for none.
func Box(n int, lo, hi float64) Constraints {
	c := Constraints{Lower: make([]float64, n), Upper: make([]float64, n)}
	for i := range n {
		c.Lower[i], c.Upper[i] = lo, hi
	}
	return c
}

func (c Constraints) budget() float64 {
	if c.MarketNeutral {
		return 0
	}
	return 1
}

// program is a qp.Problem over [w, extra, trades] with a name per row.
type program struct {
	qp.Problem
	n      int // assets
	names  []string
	budget float64
}

// build checks the constraints for n assets and states them over n weights,
// extra free variables and, with a turnover limit, n trade sizes.
func (c Constraints) build(n, extra int) (*program, error) {
	for _, b := range []struct {
		arg string
		v   []float64
	}{{"lower", c.Lower}, {"upper", c.Upper}} {
		if b.v == nil {
			continue
		}
		if len(b.v) != n {
			return nil, badf(b.arg, ErrLength, "has %d elements, want %d", len(b.v), n)
		}
		for i, x := range b.v {
			if !math.IsInf(x, 0) {
				if err := scalar(fmt.Sprintf("%s[%d]", b.arg, i), x); err != nil {
					return nil, err
				}
			}
		}
	}
	width := n + extra
	if c.Current != nil {
		width += n
	}
	p := &program{n: n, budget: c.budget()}
	p.N = width
	p.Q = make([]float64, width)
	p.Lower, p.Upper = make([]float64, width), make([]float64, width)
	for i := range width {
		p.Lower[i], p.Upper[i] = math.Inf(-1), math.Inf(1)
	}
	var least, most float64
	for i := range n {
		lo, hi := 0.0, 1.0
		if c.Lower != nil {
			lo = c.Lower[i]
		}
		if c.Upper != nil {
			hi = c.Upper[i]
		}
		if lo > hi || math.IsInf(lo, 1) || math.IsInf(hi, -1) {
			return nil, badf(fmt.Sprintf("lower[%d]", i), ErrInfeasible, "%g is above upper[%d] = %g", lo, i, hi)
		}
		p.Lower[i], p.Upper[i] = lo, hi
		least, most = least+lo, most+hi
	}
	const slack = 1e-12
	if least > p.budget+slack {
		return nil, badf("lower", ErrInfeasible, "lower bounds sum to %g, above the budget %g", least, p.budget)
	}
	if most < p.budget-slack {
		return nil, badf("upper", ErrInfeasible, "upper bounds sum to %g, below the budget %g", most, p.budget)
	}
	ones := make([]float64, width)
	for i := range n {
		ones[i] = 1
	}
	p.A, p.B = ones, []float64{p.budget}
	for k, g := range c.Groups {
		arg := fmt.Sprintf("groups[%d] %q", k, g.Name)
		if math.IsNaN(g.Min) || math.IsNaN(g.Max) {
			return nil, badf(arg, ErrNotFinite, "has limits %g and %g", g.Min, g.Max)
		}
		if g.Min > g.Max {
			return nil, badf(arg, ErrInfeasible, "minimum %g is above maximum %g", g.Min, g.Max)
		}
		row := make([]float64, width)
		for _, m := range g.Members {
			if m < 0 || m >= n {
				return nil, badf(arg, ErrDomain, "names asset %d of %d", m, n)
			}
			row[m] = 1
		}
		p.add(arg, row, g.Min, g.Max)
	}
	if c.Current != nil {
		if err := vector("current", c.Current, n); err != nil {
			return nil, err
		}
		if !(c.MaxTurnover >= 0) {
			return nil, badf("max_turnover", ErrDomain, "is %g, want >= 0", c.MaxTurnover)
		}
		total := make([]float64, width)
		for i := range n {
			t := n + extra + i
			p.Lower[t] = 0
			total[t] = 1
			for _, sign := range []float64{1, -1} {
				row := make([]float64, width)
				row[i], row[t] = sign, 1
				p.add("turnover", row, sign*c.Current[i], math.Inf(1))
			}
		}
		p.add("turnover", total, math.Inf(-1), c.MaxTurnover)
	}
	return p, nil
}

func (p *program) add(name string, row []float64, lo, hi float64) {
	p.names = append(p.names, name)
	p.G = append(p.G, row...)
	p.Lo, p.Hi = append(p.Lo, lo), append(p.Hi, hi)
}

// solve runs the solver and explains a failure.
func (p *program) solve() (qp.Solution, error) {
	s, err := qp.Solve(&p.Problem)
	if err == nil {
		return s, nil
	}
	if e := p.conflict(); e != nil {
		return s, e
	}
	return s, badf("objective", ErrConvergence,
		"no optimum to the needed accuracy (residual %.1g): unbounded, or badly scaled", s.Merit)
}

// conflict finds the least total violation of the rows within the bounds; when
// it is not zero the rows with a price are the ones that conflict.
func (p *program) conflict() error {
	q := qp.Problem{N: p.N, Q: make([]float64, p.N), Lower: p.Lower, Upper: p.Upper}
	var names []string
	add := func(name string, row []float64, sign, floor float64) {
		if math.IsInf(floor, 0) {
			return
		}
		names = append(names, name)
		for _, x := range row {
			q.E = append(q.E, sign*x)
		}
		q.Floor, q.C = append(q.Floor, floor), append(q.C, 1)
	}
	for i, b := range p.B {
		row := p.A[i*p.N : i*p.N+p.N]
		add("budget", row, 1, b)
		add("budget", row, -1, -b)
	}
	for i, name := range p.names {
		row := p.G[i*p.N : i*p.N+p.N]
		add(name, row, 1, p.Lo[i])
		add(name, row, -1, -p.Hi[i])
	}
	s, err := qp.Solve(&q)
	if err != nil || s.Objective < 1e-7 {
		return nil
	}
	var who []string
	seen := map[string]bool{}
	for i, z := range s.ZE {
		if z > 1e-4 && !seen[names[i]] {
			seen[names[i]] = true
			who = append(who, names[i])
		}
	}
	return badf("constraints", ErrInfeasible,
		"cannot hold together within the bounds (least violation %.3g): %s", s.Objective, strings.Join(who, ", "))
}

// weights cleans the solver's answer: within 1e-9 of a bound is the bound, and
// the rounding this leaves in the budget goes to the weights with most room.
func (p *program) weights(x []float64) []float64 {
	w := make([]float64, p.n)
	for i := range w {
		w[i] = x[i]
		if w[i] < p.Lower[i]+1e-9 {
			w[i] = p.Lower[i]
		} else if w[i] > p.Upper[i]-1e-9 {
			w[i] = p.Upper[i]
		}
	}
	for range p.n {
		gap := p.budget - sum(w)
		if gap == 0 {
			break
		}
		// Prefer a weight strictly inside its bounds; else one that has room
		// in the direction needed.
		best, room, inside := -1, 0.0, false
		for i := range w {
			r := p.Upper[i] - w[i]
			if gap < 0 {
				r = w[i] - p.Lower[i]
			}
			in := w[i] > p.Lower[i] && w[i] < p.Upper[i]
			if r > 0 && (in && !inside || in == inside && r > room) {
				best, room, inside = i, r, in
			}
		}
		if best < 0 {
			break
		}
		w[best] += math.Copysign(math.Min(room, math.Abs(gap)), gap)
		if math.Abs(gap) < 1e-15 {
			break
		}
	}
	return w
}
