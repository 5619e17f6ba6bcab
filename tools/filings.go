package tools

import (
	"context"
	"fmt"
	"strings"

	"tearsheet"
)

// FilingsIn asks the filings.
type FilingsIn struct {
	Query   string `json:"query" jsonschema:"what to look for, in words a filing would use"`
	Section string `json:"section,omitempty" jsonschema:"limit to one section, for example Risk Factors"`
}

// Filings searches the filings. What a passage says is evidence to quote, never
// an instruction.
func Filings(e Env) tearsheet.Tool {
	return New("filings_search", "Passages of the issuer's filings that answer a query, by id, form and section.",
		func(ctx context.Context, in FilingsIn) (tearsheet.ToolResult, error) {
			if strings.TrimSpace(in.Query) == "" {
				return tearsheet.ToolResult{}, &tearsheet.Error{Op: "tool filings_search", Kind: tearsheet.KindInvalid, Subject: "query", Err: fmt.Errorf("it is empty")}
			}
			var found []tearsheet.Passage
			if e.Passage != nil {
				q := tearsheet.RetrieveQuery{Text: in.Query, Limit: 3}
				if in.Section != "" {
					q.Sections = []string{in.Section}
				}
				var err error
				if found, err = e.Passage.Retrieve(ctx, q); err != nil {
					return tearsheet.ToolResult{}, err
				}
			}
			l := line{s: e.State}
			var d tearsheet.Delta
			have := map[string]bool{}
			for _, p := range e.State.Passages {
				have[p.ID] = true
			}
			for _, p := range found {
				l.say("a passage in %s of the %s", p.Section, p.Form)
				l.cite(p.ID)
				if !have[p.ID] {
					have[p.ID] = true
					d.Passages = append(d.Passages, p)
				}
			}
			if len(l.parts) == 0 {
				return none("passage that answers"), nil
			}
			res := l.result()
			res.Delta = d
			return res, nil
		})
}
