package tools

import (
	"context"
	"fmt"
	"math"

	"tearsheet"
)

// CalculateIn asks for the product of facts.
type CalculateIn struct {
	Concept string             `json:"concept" jsonschema:"name of the result, for example target_price"`
	Label   string             `json:"label" jsonschema:"what the result is, in words"`
	Unit    tearsheet.Unit     `json:"unit" jsonschema:"unit of the result"`
	Factors []tearsheet.FactID `json:"factors" jsonschema:"ids of the facts to multiply"`
	Growth  *float64           `json:"growth,omitempty" jsonschema:"also multiply by one plus this fraction"`
}

// Calculate multiplies facts exactly and records the result as a derived fact
// with its formula, so that a figure is never made by a reasoner alone.
func Calculate(e Env) tearsheet.Tool {
	return New("calculate", "Multiply facts, optionally by one plus a growth fraction; the result is a new fact with its formula.",
		func(_ context.Context, in CalculateIn) (tearsheet.ToolResult, error) {
			bad := func(format string, args ...any) (tearsheet.ToolResult, error) {
				return tearsheet.ToolResult{}, &tearsheet.Error{Op: "tool calculate", Kind: tearsheet.KindInvalid, Err: fmt.Errorf(format, args...)}
			}
			if len(in.Factors) == 0 || len(in.Factors) > 8 {
				return bad("factors: give one to eight fact ids")
			}
			if in.Concept == "" || len(in.Concept) > 60 {
				return bad("concept: give a name of at most 60 characters")
			}
			if in.Label == "" || len(in.Label) > 120 {
				return bad("label: say in at most 120 characters what the result is")
			}
			if in.Unit == "" || len(in.Unit) > 20 {
				return bad("unit: give one, such as USD, USD/share or pure")
			}
			v := tearsheet.DecimalFromInt(1)
			formula := ""
			var from []tearsheet.Fact
			for i, id := range in.Factors {
				f, ok := e.State.Fact(id)
				if !ok {
					return bad("factors: the run has no fact %q", id)
				}
				d, ok := f.Value.Number()
				if !ok {
					return bad("factors: fact %s is not a number", id)
				}
				v = v.Mul(d)
				if i > 0 {
					formula += " x "
				}
				formula += f.Label
				from = append(from, f)
			}
			if in.Growth != nil {
				g := *in.Growth
				if math.IsNaN(g) || g <= -1 || g > 5 {
					return bad("growth: %v is outside (-1, 5]", g)
				}
				d, err := tearsheet.DecimalFromFloat(1 + g)
				if err != nil {
					return bad("growth: %v", err)
				}
				v = v.Mul(d)
				formula += fmt.Sprintf(" x (1 %+.4f)", g)
			}
			rounded, err := tearsheet.DecimalFromFloat(v.Float())
			if err != nil {
				return bad("the result is not a finite number")
			}
			out := tearsheet.Derive(tearsheet.Concept("calc:"+in.Concept), in.Label, rounded, in.Unit, from[0].Period, formula, from...)
			style := tearsheet.NumberStyle
			if in.Unit != tearsheet.Pure {
				style = tearsheet.PriceStyle
			}
			return tearsheet.ToolResult{Observation: in.Label + " is " + out.Render(style), Evidence: []string{string(out.ID)}, Delta: tearsheet.Delta{Facts: []tearsheet.Fact{out}}}, nil
		})
}
