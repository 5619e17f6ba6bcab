package nodes

import (
	"context"
	"encoding/json"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/tools"
)

// Reason lets a reasoner weigh what the analysts found. Every step it takes is
// recorded in the report and in the run's log.
type Reason struct {
	Reasoner tearsheet.Reasoner
	Filings  tearsheet.FilingProvider
	Library  tearsheet.Library
}

// Spec implements graph.Node.
func (Reason) Spec() graph.Spec {
	return graph.Spec{Name: "reason", Doc: "ReAct loop over the tools: thesis, rating, conviction, confidence",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic()},
		Uses: []tearsheet.Topic{tearsheet.MarketSlot.Topic(), tearsheet.TechnicalSlot.Topic(), tearsheet.FundamentalSlot.Topic(),
			tearsheet.SentimentSlot.Topic(), tearsheet.OptionsSlot.Topic(), tearsheet.RiskSlot.Topic(), tearsheet.ResearchSlot.Topic()},
		Gives:   []tearsheet.Topic{tearsheet.ReasoningSlot.Topic(), tearsheet.ThesisSlot.Topic(), tearsheet.ViewSlot.Topic()},
		Timeout: 10 * fetchTimeout}
}

// Run implements graph.Node.
func (n Reason) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	req, err := tearsheet.RequestSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	env := tools.Env{State: in}
	if in.Has(tearsheet.ResearchSlot.Topic()) {
		if _, env.Passage, _, err = readFilings(ctx, n.Filings, n.Library, req); err != nil {
			return tearsheet.Delta{}, err
		}
	}
	var list []tearsheet.Tool
	for _, t := range tools.All(env) {
		list = append(list, recorded{t})
	}
	a, err := n.Reasoner.Reason(ctx, tearsheet.Brief{Security: req.Security, Question: req.Question, State: in, Tools: list, Horizon: req.Horizon})
	if err != nil {
		return tearsheet.Delta{}, err
	}
	d := a.Delta
	if err := tearsheet.ReasoningSlot.Set(&d, a.Reasoning); err != nil {
		return d, err
	}
	if err := tearsheet.ThesisSlot.Set(&d, a.Thesis); err != nil {
		return d, err
	}
	return d, tearsheet.ViewSlot.Set(&d, a.View)
}

// recorded logs each call of a tool in the run.
type recorded struct{ tearsheet.Tool }

type toolCall struct {
	Tool     string          `json:"tool"`
	Input    json.RawMessage `json:"input"`
	Output   string          `json:"output,omitempty"`
	Evidence []string        `json:"evidence,omitempty"`
	Error    string          `json:"error,omitempty"`
}

// Call implements tearsheet.Tool.
func (r recorded) Call(ctx context.Context, args json.RawMessage) (tearsheet.ToolResult, error) {
	res, err := r.Tool.Call(ctx, args)
	c := toolCall{Tool: r.Spec().Name, Input: args, Output: res.Observation, Evidence: res.Evidence}
	if !json.Valid(args) {
		c.Input = nil
	}
	if err != nil {
		c.Error = err.Error()
	}
	graph.Record(ctx, tearsheet.ToolCalled, c)
	return res, err
}
