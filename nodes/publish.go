package nodes

import (
	"context"

	"tearsheet"
	"tearsheet/graph"
)

// Publish assembles what leaves: the draft with its verdicts. The door adds the
// run's own marks (run id, time, log head).
type Publish struct{ Drafter Drafter }

// Spec implements graph.Node.
func (Publish) Spec() graph.Spec {
	return graph.Spec{Name: "publish", Doc: "the report with its verdicts",
		Needs: []tearsheet.Topic{tearsheet.DraftSlot.Topic(), tearsheet.ValidationSlot.Topic(), tearsheet.GateSlot.Topic()},
		Gives: []tearsheet.Topic{tearsheet.ReportSlot.Topic()}, Final: true}
}

// Run implements graph.Node.
func (n Publish) Run(_ context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	r, err := n.Drafter.Draft(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	var d tearsheet.Delta
	return d, tearsheet.ReportSlot.Set(&d, r.Without())
}
