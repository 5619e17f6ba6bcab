package check

import (
	"math"

	"tearsheet"
)

// weights: the position fits the amount and weights are weights.
type weights struct{}

func (weights) Name() string { return "weights" }
func (weights) Doc() string {
	return "the position costs no more than the amount, and weights lie in 0..1 and sum to 1"
}

func (weights) Check(r *tearsheet.Report) []tearsheet.Finding {
	const cent = 0.005
	var l list
	if p := r.Portfolio; p != nil {
		if p.Weight < 0 || p.Weight > 1 {
			l.fail("a position is between none and all of the amount", "portfolio weight %s is outside 0..1", num(p.Weight))
		}
		if p.Cost > p.Amount+cent {
			l.fail("buy fewer shares", "the position costs %s, more than the amount %s", num(p.Cost), num(p.Amount))
		}
		if !near(p.Cost+p.Cash, p.Amount, 1e-9) && math.Abs(p.Cost+p.Cash-p.Amount) > 2*cent {
			l.fail("cash is the amount less the cost", "cost %s and cash %s do not make the amount %s", num(p.Cost), num(p.Cash), num(p.Amount))
		}
		if p.Amount > 0 && math.Abs(p.Cost/p.Amount-p.Weight) > 1e-4 {
			l.fail("weight is cost / amount", "portfolio weight %s is not cost %s / amount %s = %s",
				num(p.Weight), num(p.Cost), num(p.Amount), num(p.Cost/p.Amount))
		}
		if m := r.Market; m != nil {
			if want := float64(p.Shares) * m.Price; math.Abs(want-p.Cost) > 2*cent+1e-9*want {
				l.fail("cost is shares x price", "portfolio cost %s is not %d shares x price %s = %s", num(p.Cost), p.Shares, num(m.Price), num(want))
			}
		}
		if p.Shares < 0 {
			l.fail("the house does not size short positions", "portfolio holds %d shares", p.Shares)
		}
	}
	rec := r.Recommendation
	if rec.Weight < 0 || rec.Weight > 1 {
		l.fail("a position is between none and all of the amount", "recommendation weight %s is outside 0..1", num(rec.Weight))
	}
	if m := r.Market; m != nil {
		if cost := float64(rec.Shares) * m.Price; cost > rec.Amount+cent {
			l.fail("buy fewer shares", "%d shares at %s cost %s, more than the amount %s", rec.Shares, num(m.Price), num(cost), num(rec.Amount))
		}
	}
	var ws []part
	for _, p := range rec.Pillars {
		ws = append(ws, part{p.Name, p.Weight})
	}
	sumsToOne(&l, "pillar", ws)
	if r.Risk != nil {
		ws = nil
		for _, p := range r.Risk.Parts {
			ws = append(ws, part{p.Name, p.Weight})
		}
		sumsToOne(&l, "risk part", ws)
	}
	return l
}

type part struct {
	name   string
	weight float64
}

// sumsToOne checks weights each in 0..1 that sum to 1; none at all, or all
// zero because nothing was covered, is no statement.
func sumsToOne(l *list, what string, ps []part) {
	sum := 0.0
	for _, p := range ps {
		if math.IsNaN(p.weight) || p.weight < 0 || p.weight > 1 {
			l.fail("weights are fractions of 1", "the weight %s of %s %q is outside 0..1", num(p.weight), what, p.name)
		}
		sum += p.weight
	}
	if sum != 0 && math.Abs(sum-1) > 1e-5*float64(len(ps)) {
		l.fail("divide each weight by their sum", "the %s weights sum to %s, not 1", what, num(sum))
	}
}
