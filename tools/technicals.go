package tools

import (
	"context"

	"tearsheet"
)

// Technicals reads the technical signals.
func Technicals(e Env) tearsheet.Tool {
	return New("technicals", "Trend, momentum and level signals with their readings and the technical score from -1 to 1.",
		func(context.Context, struct{}) (tearsheet.ToolResult, error) {
			t, ok, err := tearsheet.TechnicalSlot.Get(e.State)
			if err != nil || !ok {
				return none("technical analysis"), err
			}
			l := line{s: e.State}
			l.say("trend %s", t.Trend)
			for _, s := range t.Signals {
				l.say("%s", s.Reading)
				for _, id := range s.Cites {
					l.cite(string(id))
				}
			}
			l.fact("score", t.Cites["score"], tearsheet.NumberStyle)
			return l.result(), nil
		})
}
