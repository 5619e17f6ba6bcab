package tools

import (
	"fmt"
	"slices"
	"strings"

	"tearsheet"
)

// none answers for a section the run does not have: it says so plainly, because
// an empty observation reads as an answer. Why is in the report's gaps.
func none(what string) tearsheet.ToolResult {
	return tearsheet.ToolResult{Observation: "no " + what + " in this run; the gaps say why"}
}

// line collects an observation and its evidence.
type line struct {
	s        tearsheet.State
	parts    []string
	evidence []string
}

// fact adds "label value" for a cited fact that exists.
func (l *line) fact(label string, id tearsheet.FactID, style tearsheet.Style) {
	f, ok := l.s.Fact(id)
	if !ok {
		return
	}
	l.parts = append(l.parts, label+" "+f.Render(style))
	l.cite(string(id))
}

func (l *line) say(format string, args ...any) {
	l.parts = append(l.parts, fmt.Sprintf(format, args...))
}

func (l *line) cite(id string) {
	if !slices.Contains(l.evidence, id) {
		l.evidence = append(l.evidence, id)
	}
}

func (l *line) result() tearsheet.ToolResult {
	return tearsheet.ToolResult{Observation: strings.Join(l.parts, "; "), Evidence: l.evidence}
}
