package nodes

import (
	"context"
	"fmt"
	"slices"

	"tearsheet"
	"tearsheet/graph"
)

// Gate decides how the report may leave: by itself, after a person, or not.
type Gate struct{}

// Spec implements graph.Node.
func (Gate) Spec() graph.Spec {
	return graph.Spec{Name: "gate", Doc: "thresholds decide: publish, ask a person, or block",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic(), tearsheet.ValidationSlot.Topic(), tearsheet.ViewSlot.Topic()},
		Uses:  []tearsheet.Topic{tearsheet.RiskSlot.Topic(), tearsheet.MarketSlot.Topic(), tearsheet.FundamentalSlot.Topic()},
		Gives: []tearsheet.Topic{tearsheet.GateSlot.Topic()}}
}

// Run implements graph.Node.
func (Gate) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	var c gateCase
	var err error
	if c.req, err = tearsheet.RequestSlot.Must(in); err != nil {
		return tearsheet.Delta{}, err
	}
	if c.validation, err = tearsheet.ValidationSlot.Must(in); err != nil {
		return tearsheet.Delta{}, err
	}
	if c.view, err = tearsheet.ViewSlot.Must(in); err != nil {
		return tearsheet.Delta{}, err
	}
	if c.risk, _, err = tearsheet.RiskSlot.Get(in); err != nil {
		return tearsheet.Delta{}, err
	}
	if c.market, _, err = tearsheet.MarketSlot.Get(in); err != nil {
		return tearsheet.Delta{}, err
	}
	if c.fund, _, err = tearsheet.FundamentalSlot.Get(in); err != nil {
		return tearsheet.Delta{}, err
	}
	g := c.decide()
	if g.Decision == tearsheet.Pending {
		graph.Record(ctx, tearsheet.AskRaised, g)
	}
	var d tearsheet.Delta
	return d, tearsheet.GateSlot.Set(&d, g)
}

// gateCase is what the gate's rules look at.
type gateCase struct {
	req        tearsheet.Request
	validation tearsheet.Validation
	view       tearsheet.View
	risk       tearsheet.Risk
	market     tearsheet.Market
	fund       tearsheet.Fundamental
}

// decide applies the policy. Every rule that fires is named with its numbers; the
// strictest decides. Tier 0 publishes itself, 1 and 2 need a person, 3 a senior
// one.
func (c gateCase) decide() tearsheet.Gate {
	p := c.req.Gate
	g := tearsheet.Gate{Decision: tearsheet.AutoApproved, Rules: []tearsheet.FiredRule{}}
	fire := func(tier int, id, format string, args ...any) {
		g.Rules = append(g.Rules, tearsheet.FiredRule{ID: id, Reason: fmt.Sprintf(format, args...)})
		g.Tier = max(g.Tier, tier)
	}
	if !c.validation.Passed {
		n := 0
		for _, f := range c.validation.Findings {
			if f.Severity == tearsheet.SeverityError {
				n++
			}
		}
		fire(3, "validators", "%d finding(s) of severity error", n)
	}
	if c.view.Rating == tearsheet.NoRating {
		fire(3, "no_rating", "%s", c.view.Reason)
	}
	blocked := len(g.Rules) > 0

	if c.req.Amount > p.HumanAmount {
		fire(3, "amount_human", "amount %.2f is over %.2f: always a person", c.req.Amount, p.HumanAmount)
	} else if c.req.Amount >= p.AutoAmount {
		fire(1, "amount", "amount %.2f is not below %.2f", c.req.Amount, p.AutoAmount)
	}
	if c.view.Confidence < p.MinConfidence {
		fire(1, "confidence", "confidence %.2f is below %.2f", c.view.Confidence, p.MinConfidence)
	}
	switch {
	case c.risk.Score == nil:
		fire(1, "risk_unknown", "no risk score could be formed")
	case *c.risk.Score >= p.MaxRisk:
		fire(1, "risk", "risk score %.2f is not below %.2f", *c.risk.Score, p.MaxRisk)
	}
	if n := len(c.risk.Anomalies); n > 0 {
		a := c.risk.Anomalies[n-1]
		fire(2, "anomaly", "anomalies in the last month: %d, the newest a %s on %s with robust z-score %.1f", n, a.Kind, a.Date, a.Z)
	}
	if slices.Contains(p.Regulated, c.req.Security.ID.Symbol) {
		fire(2, "regulatory", "%s is on the regulated list", c.req.Security.ID.Symbol)
	}
	if !c.market.PriceDate.IsZero() {
		if age := c.req.AsOf.DaysSince(c.market.PriceDate); age > p.MaxPriceAge {
			fire(1, "stale_price", "the last price is %d days old; %d is the limit", age, p.MaxPriceAge)
		}
	}
	if !c.fund.LastPeriod.IsZero() {
		if age := c.req.AsOf.DaysSince(c.fund.LastPeriod); age > p.MaxFilingAge {
			fire(1, "stale_filing", "the last statements end %d days before as-of; %d is the limit", age, p.MaxFilingAge)
		}
	}
	switch {
	case blocked:
		g.Decision = tearsheet.Blocked
	case len(g.Rules) > 0:
		g.Decision = tearsheet.Pending
	}
	return g
}
