package tools

import (
	"context"
	"slices"

	"tearsheet"
)

// FundamentalsIn selects metrics.
type FundamentalsIn struct {
	Group string `json:"group,omitempty" jsonschema:"valuation, profitability, growth, cash, liquidity or leverage; empty for all"`
}

// Fundamentals reads the fundamental ratios.
func Fundamentals(e Env) tearsheet.Tool {
	return New("fundamentals", "Ratios from the filed statements: valuation, profitability, growth, cash, liquidity, leverage.",
		func(_ context.Context, in FundamentalsIn) (tearsheet.ToolResult, error) {
			f, ok, err := tearsheet.FundamentalSlot.Get(e.State)
			if err != nil || !ok {
				return none("fundamentals"), err
			}
			l := line{s: e.State}
			for _, m := range f.Metrics {
				if in.Group == "" || m.Group == in.Group {
					l.fact(m.Label, m.Fact, MetricStyle(m))
				}
			}
			if len(l.parts) == 0 {
				l.say("no ratio of the group %q could be formed from what was filed", in.Group)
			}
			if in.Group == "" {
				l.fact("score", f.Cites["score"], tearsheet.NumberStyle)
			}
			return l.result(), nil
		})
}

// fractions are the metrics that read as percentages.
var fractions = []string{"gross_margin", "operating_margin", "net_margin", "roe", "roa", "roic", "fcf_margin", "fcf_yield", "buyback_yield", "capex_to_revenue",
	"revenue_growth_ttm", "eps_growth_ttm", "fcf_growth_ttm", "revenue_cagr_3y", "eps_cagr_3y"}

// MetricStyle is how a metric is written.
func MetricStyle(m tearsheet.Metric) tearsheet.Style {
	switch {
	case slices.Contains(fractions, m.Key):
		return tearsheet.PercentStyle
	case m.Unit == tearsheet.Pure:
		return tearsheet.MultipleStyle
	case m.Key == "eps_ttm":
		return tearsheet.PriceStyle
	}
	return tearsheet.MoneyStyle
}
