// Package reason weighs a run's evidence. One ReAct loop (thought, action, input,
// observation) serves every policy over the same tools; the rules policy is
// deterministic and needs no model.
package reason

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"tearsheet"
)

// Policy decides the next move from what has been observed.
type Policy interface {
	// Mode is "rules" or "llm"; Model names the model or rule set.
	Mode() string
	Model() string
	Next(ctx context.Context, b tearsheet.Brief, trace []tearsheet.Step) (Move, error)
	// Conclude forms the answer once the loop has stopped.
	Conclude(ctx context.Context, b tearsheet.Brief, trace []tearsheet.Step) (tearsheet.Answer, error)
}

// Move is a policy's decision: call a tool, or finish.
type Move struct {
	Thought string
	Action  string // a tool's name
	Input   json.RawMessage
	Finish  bool
}

// Loop is a tearsheet.Reasoner that runs a policy within a step budget.
type Loop struct {
	Policy   Policy
	MaxSteps int // zero means 16
}

// Reason implements tearsheet.Reasoner.
func (l Loop) Reason(ctx context.Context, b tearsheet.Brief) (tearsheet.Answer, error) {
	budget := l.MaxSteps
	if budget <= 0 {
		budget = 16
	}
	tool := map[string]tearsheet.Tool{}
	for _, t := range b.Tools {
		tool[t.Spec().Name] = t
	}
	var trace []tearsheet.Step
	var gained tearsheet.Delta
	stopped := fmt.Sprintf("the budget of %d steps is used up", budget)
	for range budget {
		if err := ctx.Err(); err != nil {
			return tearsheet.Answer{}, err
		}
		m, err := l.Policy.Next(ctx, b, trace)
		if err != nil {
			return tearsheet.Answer{}, err
		}
		if m.Finish {
			trace = append(trace, tearsheet.Step{Thought: m.Thought, Action: "finish", Observation: "done"})
			stopped = "every planned question was asked"
			break
		}
		step := tearsheet.Step{Thought: m.Thought, Action: m.Action, Input: m.Input}
		t, ok := tool[m.Action]
		if !ok {
			step.Observation = fmt.Sprintf("there is no tool %q", m.Action)
			trace = append(trace, step)
			continue
		}
		res, err := t.Call(ctx, m.Input)
		var house *tearsheet.Error
		switch {
		case errors.As(err, &house):
			// A refused call is an observation; the policy may try another.
			step.Observation = "refused: " + house.Error()
		case err != nil:
			return tearsheet.Answer{}, fmt.Errorf("tool %s: %w", m.Action, err)
		default:
			step.Observation, step.Evidence = res.Observation, res.Evidence
			b.State, err = b.State.Apply(res.Delta)
			if err != nil {
				return tearsheet.Answer{}, fmt.Errorf("tool %s: %w", m.Action, err)
			}
			gained.Facts = append(gained.Facts, res.Delta.Facts...)
			gained.Passages = append(gained.Passages, res.Delta.Passages...)
		}
		trace = append(trace, step)
	}
	if err := ctx.Err(); err != nil { // the last call may have been refused for that alone
		return tearsheet.Answer{}, err
	}
	a, err := l.Policy.Conclude(ctx, b, trace)
	if err != nil {
		return tearsheet.Answer{}, err
	}
	a.Reasoning = tearsheet.Reasoning{Mode: l.Policy.Mode(), Model: l.Policy.Model(), Steps: trace, Stopped: stopped}
	a.Delta.Facts = append(gained.Facts, a.Delta.Facts...)
	a.Delta.Passages = append(gained.Passages, a.Delta.Passages...)
	return a, nil
}
