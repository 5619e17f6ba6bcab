package nodes

import (
	"context"

	"tearsheet"
	"tearsheet/graph"
)

// Drafter makes a report of a state and nothing else.
type Drafter interface {
	Draft(tearsheet.State) (tearsheet.Report, error)
}

// Draft writes the report as it would leave the house, before it is checked.
type Draft struct{ Drafter Drafter }

// analysts are the sections of the report, in the order of the page.
var analysts = []tearsheet.Topic{tearsheet.MarketSlot.Topic(), tearsheet.TechnicalSlot.Topic(), tearsheet.FundamentalSlot.Topic(),
	tearsheet.SentimentSlot.Topic(), tearsheet.OptionsSlot.Topic(), tearsheet.RiskSlot.Topic(), tearsheet.ResearchSlot.Topic(), tearsheet.PortfolioSlot.Topic()}

// Spec implements graph.Node.
func (Draft) Spec() graph.Spec {
	return graph.Spec{Name: "draft", Doc: "the report, from the state alone",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic(), tearsheet.ReasoningSlot.Topic(), tearsheet.ThesisSlot.Topic(), tearsheet.ViewSlot.Topic()},
		Uses:  analysts, Gives: []tearsheet.Topic{tearsheet.DraftSlot.Topic()}}
}

// Run implements graph.Node.
func (n Draft) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	r, err := n.Drafter.Draft(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	digest, err := r.ContentDigest()
	if err != nil {
		return tearsheet.Delta{}, err
	}
	graph.Record(ctx, tearsheet.ReportDrafted, map[string]string{"digest": digest})
	var d tearsheet.Delta
	return d, tearsheet.DraftSlot.Set(&d, r.Without())
}
