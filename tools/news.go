package tools

import (
	"context"

	"tearsheet"
)

// News reads the scored headlines. Their titles are foreign text: the observation
// quotes scores and counts, never instructions.
func News(e Env) tearsheet.Tool {
	return New("news", "How many recent headlines there are, which way they lean, and their weighted score from -1 to 1.",
		func(context.Context, struct{}) (tearsheet.ToolResult, error) {
			s, ok, err := tearsheet.SentimentSlot.Get(e.State)
			if err != nil || !ok {
				return none("news"), err
			}
			l := line{s: e.State}
			l.fact("stories", s.Cites["stories"], tearsheet.CountStyle)
			l.fact("score", s.Cites["score"], tearsheet.NumberStyle)
			l.fact("dispersion", s.Cites["dispersion"], tearsheet.NumberStyle)
			for _, n := range s.Stories {
				l.cite(string(n.Fact))
			}
			return l.result(), nil
		})
}
