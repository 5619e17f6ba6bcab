package tools

import (
	"context"
	"fmt"
	"strings"

	"tearsheet"
)

// FactsIn selects facts.
type FactsIn struct {
	Concept string `json:"concept" jsonschema:"part of a concept or label, for example EarningsPerShareDiluted or market cap"`
	Limit   int    `json:"limit,omitempty" jsonschema:"at most this many, 10 when absent"`
}

// Facts looks facts up.
func Facts(e Env) tearsheet.Tool {
	return New("facts", "Facts of the run whose concept or label contains a text, with period and source.",
		func(_ context.Context, in FactsIn) (tearsheet.ToolResult, error) {
			want := strings.ToLower(strings.TrimSpace(in.Concept))
			if want == "" {
				return tearsheet.ToolResult{}, &tearsheet.Error{Op: "tool facts", Kind: tearsheet.KindInvalid, Subject: "concept", Err: fmt.Errorf("it is empty")}
			}
			limit := in.Limit
			if limit <= 0 || limit > 50 {
				limit = 10
			}
			l := line{s: e.State}
			for _, f := range e.State.Facts {
				if len(l.parts) == limit {
					break
				}
				if strings.Contains(strings.ToLower(string(f.Concept)), want) || strings.Contains(strings.ToLower(f.Label), want) {
					l.say("%s = %s %s (%s)", f.Concept, f.Value, f.Unit, f.Period.End)
					l.cite(string(f.ID))
				}
			}
			if len(l.parts) == 0 {
				l.say("no fact of this run has %q in its concept or label", in.Concept)
			}
			return l.result(), nil
		})
}
