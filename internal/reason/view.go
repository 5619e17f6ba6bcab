package reason

import (
	"fmt"
	"math"

	"tearsheet"
)

// The weights of the pillars, before absent ones give theirs up, and the score at
// which a rating leaves hold. They are judgement, stated so that they can be
// disputed; the rule set's version changes with them.
const (
	weightFundamental = 0.35
	weightValuation   = 0.20
	weightTechnical   = 0.20
	weightRisk        = 0.15
	weightNews        = 0.10

	leaveHold  = 0.20
	fullUpside = 0.30 // upside at which the valuation pillar is at its end
	horizon    = 365
)

// view grades the pillars and rates. The evidence contract for a rating: a price,
// a fundamental score, and a technical or a risk reading.
func (e *evidence) view() tearsheet.View {
	v := tearsheet.View{Horizon: horizon, Pillars: []tearsheet.Pillar{}}
	add := func(name string, weight, score float64, why string, ids ...tearsheet.FactID) {
		var have []tearsheet.FactID
		for _, id := range ids {
			if _, ok := e.b.State.Fact(id); ok {
				have = append(have, id)
			}
		}
		v.Pillars = append(v.Pillars, tearsheet.Pillar{Name: name, Weight: weight, Score: trim(math.Max(-1, math.Min(1, score))), Coverage: 1, Evidence: have, Why: why})
	}
	if s, ok := e.value(e.fund.Cites, "score"); ok {
		add("fundamentals", weightFundamental, s, "mean of the graded ratios", e.fund.Cites["score"])
	}
	upside, hasTarget := e.upside()
	if hasTarget {
		add("valuation", weightValuation, upside/fullUpside, "distance to the target", e.target.ID, e.market.Cites["price"])
	}
	if s, ok := e.value(e.tech.Cites, "score"); ok {
		add("technicals", weightTechnical, s, "mean lean of the signals", e.tech.Cites["score"])
	}
	if s, ok := e.value(e.risk.Cites, "score"); ok {
		add("risk", weightRisk, 1-2*s, "calm is one, rough is minus one", e.risk.Cites["score"])
	}
	if s, ok := e.value(e.sent.Cites, "score"); ok {
		// One headline says little: the weight grows to its full with five.
		n, _ := e.value(e.sent.Cites, "stories")
		add("news", weightNews*math.Min(1, n/5), s, "weighted headline score", e.sent.Cites["score"])
	}
	sum, weight := 0.0, 0.0
	for _, p := range v.Pillars {
		sum, weight = sum+p.Weight*p.Score, weight+p.Weight
	}
	share(v.Pillars, weight)
	v.Confidence = e.confidence()
	if why := e.short(); why != "" {
		v.Rating, v.Reason = tearsheet.NoRating, why
		return v
	}
	score := sum / weight
	v.Conviction = trim(math.Min(1, math.Abs(score)/0.5))
	if hasTarget {
		t, _ := e.target.Value.Float()
		v.TargetPrice, v.TargetFact = &t, e.target.ID
	}
	switch {
	case score >= leaveHold:
		v.Rating, v.Reason = tearsheet.Buy, "the weighted evidence leans positive"
		if hasTarget && upside < 0.05 {
			v.Rating, v.Reason = tearsheet.Hold, "the evidence leans positive, but the price already pays for it: the target is near or below it"
		}
	case score <= -leaveHold:
		v.Rating, v.Reason = tearsheet.Sell, "the weighted evidence leans negative"
		if hasTarget && upside > -0.05 {
			v.Rating, v.Reason = tearsheet.Hold, "the evidence leans negative, but the price already allows for it: the target is near or above it"
		}
	default:
		v.Rating, v.Reason = tearsheet.Hold, "the weighted evidence is balanced"
	}
	if v.Rating == tearsheet.Hold {
		// A hold is sure of itself when the pillars agree that little is due, not
		// when strong ones cancel.
		v.Conviction = trim(math.Max(0, 1-math.Abs(score)/leaveHold) * (1 - math.Min(1, spread(v.Pillars, score))))
		if hasTarget && math.Abs(upside) > splitUpside {
			side := "below"
			if upside > 0 {
				side = "above"
			}
			v.Reason = "the evidence is split: the target is well " + side + " the price, and the other pillars do not confirm it"
		}
	}
	return v
}

// splitUpside is the distance to the target beyond which a hold must explain
// itself.
const splitUpside = 0.15

// share turns weights into shares that sum to one, the last taking the rounding.
func share(p []tearsheet.Pillar, weight float64) {
	left := 1.0
	for i := range p {
		p[i].Weight = trim(p[i].Weight / weight)
		if i == len(p)-1 {
			p[i].Weight = trim(left)
		}
		left -= p[i].Weight
	}
}

// spread is the weighted standard deviation of the pillars' scores.
func spread(p []tearsheet.Pillar, mean float64) float64 {
	sum := 0.0
	for _, x := range p {
		sum += x.Weight * (x.Score - mean) * (x.Score - mean)
	}
	return math.Sqrt(sum)
}

// upside is target / price - 1.
func (e *evidence) upside() (float64, bool) {
	t, ok1 := e.target.Value.Float()
	p, ok2 := e.value(e.market.Cites, "price")
	// A target this far off says that the method does not fit the company.
	if !ok1 || !ok2 || t/p > 2.5 || t/p < 0.3 {
		return 0, false
	}
	return t/p - 1, true
}

// short says which part of the evidence contract is not met.
func (e *evidence) short() string {
	var missing []string
	if !e.hasMarket {
		missing = append(missing, "a price")
	}
	if _, ok := e.value(e.fund.Cites, "score"); !ok {
		missing = append(missing, "a fundamental score from filed statements")
	}
	if !e.hasTech && !e.hasRisk {
		missing = append(missing, "a technical or a risk reading")
	}
	if len(missing) > 0 {
		return "the evidence contract is not met: it needs " + join(missing)
	}
	if age := e.req.AsOf.DaysSince(e.market.PriceDate); age > 30 {
		return fmt.Sprintf("the last price is of %s, too long before %s to rate", e.market.PriceDate, e.req.AsOf)
	}
	return ""
}

// mostConfident bounds confidence: the sources leave out more than they hold.
const mostConfident = 0.95

// confidence is how complete and good the evidence is: shares for what is there,
// less for old statements, old prices and data-quality warnings.
func (e *evidence) confidence() float64 {
	c := 0.0
	for _, x := range []struct {
		have  bool
		share float64
	}{{e.hasMarket, 0.20}, {e.hasFund, 0.30}, {e.hasTech, 0.10}, {e.hasRisk, 0.10}, {e.hasText, 0.15}, {e.hasSent, 0.05}, {e.hasOpts, 0.05}, {e.target.ID != "", 0.05}} {
		if x.have {
			c += x.share
		}
	}
	if e.hasMarket {
		if age := e.req.AsOf.DaysSince(e.market.PriceDate); age > 5 {
			c -= math.Min(0.20, 0.02*float64(age-5))
		}
	}
	if e.hasFund {
		if age := e.req.AsOf.DaysSince(e.fund.LastPeriod); age > 140 {
			c -= math.Min(0.20, 0.002*float64(age-140))
		}
	}
	warnings := 0
	for _, f := range e.b.State.Findings {
		if f.Severity == tearsheet.SeverityWarning {
			warnings++
		}
	}
	c -= math.Min(0.20, 0.04*float64(warnings))
	return trim(math.Max(0, math.Min(mostConfident, c)))
}

func trim(x float64) float64 { return math.Round(x*1e4) / 1e4 }
