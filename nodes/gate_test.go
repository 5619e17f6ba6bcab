package nodes_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"tearsheet"
	"tearsheet/graph/graphtest"
	"tearsheet/nodes"
)

// TestGate: every threshold at, below and above.
func TestGate(t *testing.T) {
	asOf := date(t, "2025-02-24")
	type in struct {
		amount, confidence, risk float64
		noRisk, failed, unrated  bool
		anomalies                int
		symbol                   string
		priceAge, filingAge      int
		noMarket, noFund         bool
	}
	calm := in{amount: 5_000, confidence: 0.9, risk: 0.1, symbol: "AAPL"}
	for _, c := range []struct {
		name     string
		change   func(*in)
		decision tearsheet.GateDecision
		tier     int
		rules    []string
	}{
		{"calm", func(*in) {}, tearsheet.AutoApproved, 0, nil},
		{"amount just below auto", func(i *in) { i.amount = 9_999.99 }, tearsheet.AutoApproved, 0, nil},
		{"amount at auto", func(i *in) { i.amount = 10_000 }, tearsheet.Pending, 1, []string{"amount"}},
		{"amount above auto", func(i *in) { i.amount = 10_000.01 }, tearsheet.Pending, 1, []string{"amount"}},
		{"amount just below human", func(i *in) { i.amount = 99_999.99 }, tearsheet.Pending, 1, []string{"amount"}},
		{"amount at human", func(i *in) { i.amount = 100_000 }, tearsheet.Pending, 1, []string{"amount"}},
		{"amount above human", func(i *in) { i.amount = 100_000.01 }, tearsheet.Pending, 3, []string{"amount_human"}},
		{"confidence below", func(i *in) { i.confidence = 0.7999 }, tearsheet.Pending, 1, []string{"confidence"}},
		{"confidence at", func(i *in) { i.confidence = 0.8 }, tearsheet.AutoApproved, 0, nil},
		{"confidence above", func(i *in) { i.confidence = 0.8001 }, tearsheet.AutoApproved, 0, nil},
		{"risk below", func(i *in) { i.risk = 0.2999 }, tearsheet.AutoApproved, 0, nil},
		{"risk at", func(i *in) { i.risk = 0.3 }, tearsheet.Pending, 1, []string{"risk"}},
		{"risk above", func(i *in) { i.risk = 0.3001 }, tearsheet.Pending, 1, []string{"risk"}},
		{"risk unknown", func(i *in) { i.noRisk = true }, tearsheet.Pending, 1, []string{"risk_unknown"}},
		{"one anomaly", func(i *in) { i.anomalies = 1 }, tearsheet.Pending, 2, []string{"anomaly"}},
		{"regulated", func(i *in) { i.symbol = "JPM" }, tearsheet.Pending, 2, []string{"regulatory"}},
		{"price age at limit", func(i *in) { i.priceAge = 7 }, tearsheet.AutoApproved, 0, nil},
		{"price too old", func(i *in) { i.priceAge = 8 }, tearsheet.Pending, 1, []string{"stale_price"}},
		{"filing age at limit", func(i *in) { i.filingAge = 200 }, tearsheet.AutoApproved, 0, nil},
		{"filing too old", func(i *in) { i.filingAge = 201 }, tearsheet.Pending, 1, []string{"stale_filing"}},
		{"no market, no statements", func(i *in) { i.noMarket, i.noFund = true, true }, tearsheet.AutoApproved, 0, nil},
		{"validators failed", func(i *in) { i.failed = true }, tearsheet.Blocked, 3, []string{"validators"}},
		{"no rating", func(i *in) { i.unrated = true }, tearsheet.Blocked, 3, []string{"no_rating"}},
		{"blocked whatever else", func(i *in) { i.failed, i.amount, i.confidence = true, 20_000, 0.1 }, tearsheet.Blocked, 3, []string{"validators", "amount", "confidence"}},
		{"everything", func(i *in) {
			i.amount, i.confidence, i.risk, i.anomalies, i.symbol, i.priceAge, i.filingAge = 1e9, 0, 1, 2, "JPM", 90, 900
		}, tearsheet.Pending, 3, []string{"amount_human", "confidence", "risk", "anomaly", "regulatory", "stale_price", "stale_filing"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := calm
			c.change(&i)
			p := policy
			p.Regulated = []string{"JPM"}
			req := tearsheet.Request{Security: tearsheet.Security{ID: tearsheet.SecurityID{Symbol: i.symbol}}, AsOf: asOf, Amount: i.amount, Gate: p}
			v := tearsheet.Validation{Passed: !i.failed, Findings: []tearsheet.Finding{{Severity: tearsheet.SeverityWarning}}}
			if i.failed {
				v.Findings = append(v.Findings, tearsheet.Finding{Severity: tearsheet.SeverityError})
			}
			view := tearsheet.View{Rating: tearsheet.Hold, Confidence: i.confidence}
			if i.unrated {
				view.Rating, view.Reason = tearsheet.NoRating, "the evidence contract is not met"
			}
			deltas := []tearsheet.Delta{put(t, tearsheet.RequestSlot, req), put(t, tearsheet.ValidationSlot, v), put(t, tearsheet.ViewSlot, view)}
			if !i.noRisk {
				r := tearsheet.Risk{Score: &i.risk}
				for range i.anomalies {
					r.Anomalies = append(r.Anomalies, tearsheet.Anomaly{Date: asOf, Kind: "volume", Z: 7.25})
				}
				deltas = append(deltas, put(t, tearsheet.RiskSlot, r))
			}
			if !i.noMarket {
				deltas = append(deltas, put(t, tearsheet.MarketSlot, tearsheet.Market{PriceDate: asOf.AddDays(-i.priceAge)}))
			}
			if !i.noFund {
				deltas = append(deltas, put(t, tearsheet.FundamentalSlot, tearsheet.Fundamental{LastPeriod: asOf.AddDays(-i.filingAge)}))
			}
			d := graphtest.Node(t, nodes.Gate{}, state(t, deltas...))
			var g tearsheet.Gate
			if err := json.Unmarshal(d.Slots[tearsheet.GateSlot.Topic()], &g); err != nil {
				t.Fatal(err)
			}
			rules := []string(nil)
			for _, r := range g.Rules {
				rules = append(rules, r.ID)
				if !strings.ContainsAny(r.Reason, "0123456789") && r.ID != "risk_unknown" && r.ID != "regulatory" && r.ID != "no_rating" {
					t.Errorf("rule %s names no number: %s", r.ID, r.Reason)
				}
			}
			if g.Decision != c.decision || g.Tier != c.tier || !slices.Equal(rules, c.rules) {
				t.Errorf("%s, tier %d, rules %v; want %s, tier %d, rules %v", g.Decision, g.Tier, rules, c.decision, c.tier, c.rules)
			}
		})
	}
}
