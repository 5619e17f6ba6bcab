package nodes

import (
	"context"

	"tearsheet"
	"tearsheet/graph"
)

// Checker runs the validators over a report.
type Checker interface {
	Check(*tearsheet.Report) tearsheet.Validation
}

// Validate checks the draft. What it finds never changes the draft.
type Validate struct {
	Drafter Drafter
	Checker Checker
}

// Spec implements graph.Node.
func (Validate) Spec() graph.Spec {
	return graph.Spec{Name: "validate", Doc: "every figure and identity of the draft is checked",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic(), tearsheet.DraftSlot.Topic()}, Gives: []tearsheet.Topic{tearsheet.ValidationSlot.Topic()}}
}

// Run implements graph.Node.
func (n Validate) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	r, err := n.Drafter.Draft(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	v := n.Checker.Check(&r)
	if !v.Passed {
		graph.Record(ctx, tearsheet.CheckFailed, v.Findings)
	}
	// What the analysts found about the data stands beside what the validators
	// found about the report.
	v.Findings = append(append([]tearsheet.Finding{}, v.Findings...), in.Findings...)
	var d tearsheet.Delta
	return d, tearsheet.ValidationSlot.Set(&d, v)
}
