package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/internal/app"
)

// progress shows how far each symbol is: bars that redraw on a terminal, plain
// lines otherwise.
type progress struct {
	mu      sync.Mutex
	w       io.Writer
	bars    bool
	colour  bool
	verbose bool
	drawn   int // lines on the screen
	rows    []row
}

type row struct {
	symbol         string
	nodes, settled int
	doing          []string
	end            string
}

func (e *env) progress(symbols []string) *progress {
	p := &progress{w: e.stderr, colour: e.colour(e.stderr), verbose: e.verbose}
	if e.quiet {
		p.w = io.Discard
	}
	_, p.bars = terminal(p.w)
	p.bars = p.bars && !e.verbose // log lines and redrawing do not mix
	for _, s := range symbols {
		p.rows = append(p.rows, row{symbol: printable(short(s))})
	}
	return p
}

func (p *progress) started(i, nodes int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rows[i].nodes = nodes
	p.draw()
}

func (p *progress) event(i int, ev tearsheet.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := &p.rows[i]
	switch ev.Kind {
	case tearsheet.NodeStarted:
		if ev.Attempt == 1 {
			r.doing = append(r.doing, ev.Node)
		}
	case tearsheet.NodeFinished, tearsheet.NodeSkipped, tearsheet.NodeFailed:
		r.settled++
		for k, n := range r.doing {
			if n == ev.Node {
				r.doing = append(r.doing[:k], r.doing[k+1:]...)
				break
			}
		}
	}
	if p.verbose && ev.Node != "" {
		fmt.Fprintf(p.w, "%s  %-13s %s\n", r.symbol, ev.Kind, ev.Node)
	}
	p.draw()
}

func (p *progress) finished(i int, o *app.Outcome, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := &p.rows[i]
	r.doing = nil
	switch {
	case err != nil:
		r.end = "failed"
		var n *graph.NodeError
		if errors.As(err, &n) {
			r.end = "failed in " + n.Node
		}
	default:
		r.end = ending(o)
	}
	if !p.bars {
		fmt.Fprintf(p.w, "%s  %s\n", r.symbol, r.end)
	}
	p.draw()
}

// ending says in a line what came of an analysis and what to do next.
func ending(o *app.Outcome) string {
	rec := o.Report.Recommendation
	s := fmt.Sprintf("%s, confidence %.2f, risk %.2f", strings.ReplaceAll(string(rec.Rating), "_", " "), rec.Confidence, rec.RiskScore)
	switch o.Report.Gate.Decision {
	case tearsheet.AutoApproved:
		s += "; published"
	case tearsheet.Approved:
		s += "; approved by " + o.Report.Gate.DecidedBy
	case tearsheet.Rejected:
		s += "; rejected by " + o.Report.Gate.DecidedBy
	case tearsheet.Blocked:
		s += "; blocked, see the gate's rules in the report"
	default:
		s += "; NOT APPROVED, waits as " + o.Report.Gate.ApprovalID + ": tearsheet queue show " + o.Report.Gate.ApprovalID
	}
	if n := len(o.Report.Data.Gaps); n > 0 {
		s += fmt.Sprintf("; %d gap(s)", n)
	}
	return s
}

const barWidth = 16

// draw repaints the rows on a terminal.
func (p *progress) draw() {
	if !p.bars {
		return
	}
	var b strings.Builder
	if p.drawn > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", p.drawn)
	}
	width, _ := terminal(p.w)
	for _, r := range p.rows {
		line := r.end
		if line == "" {
			full := 0
			if r.nodes > 0 {
				full = min(barWidth, barWidth*r.settled/r.nodes)
			}
			line = strings.Repeat("━", full) + strings.Repeat("┄", barWidth-full) + fmt.Sprintf(" %2d/%-2d %s", r.settled, r.nodes, strings.Join(r.doing, " "))
		}
		text := []rune(fmt.Sprintf("%-6s %s", r.symbol, line))
		if r.end == "" && len(text) >= width && width > 1 {
			text = text[:width-1]
		}
		fmt.Fprintf(&b, "\x1b[2K%s\n", string(text))
	}
	p.drawn = len(p.rows)
	io.WriteString(p.w, b.String()) //nolint:errcheck // progress is not worth failing for
}
