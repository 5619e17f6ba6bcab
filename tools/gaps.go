package tools

import (
	"context"
	"strings"

	"tearsheet"
)

// Gaps reads what the run could not get.
func Gaps(e Env) tearsheet.Tool {
	return New("gaps", "Which analysts could not get what they need, and what kind of failure it was.",
		func(context.Context, struct{}) (tearsheet.ToolResult, error) {
			l := line{s: e.State}
			for _, g := range e.State.Gaps {
				l.say("%s (%s)", g.Node, strings.ReplaceAll(g.Kind, "_", " "))
			}
			if len(l.parts) == 0 {
				l.say("nothing is missing")
			}
			return l.result(), nil
		})
}
