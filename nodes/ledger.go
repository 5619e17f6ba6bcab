package nodes

import (
	"fmt"
	"math"
	"time"

	"tearsheet"
)

// ledger collects what a node gives. Every figure a section shows goes through
// it, so that the section's value is the fact's value.
type ledger struct {
	node  string
	delta tearsheet.Delta
	seen  map[tearsheet.FactID]bool
	// offered facts enter the delta only when something that does rests on them.
	offered map[tearsheet.FactID]tearsheet.Fact
}

func newLedger(node string) *ledger {
	return &ledger{node: node, seen: map[tearsheet.FactID]bool{}, offered: map[tearsheet.FactID]tearsheet.Fact{}}
}

// offer makes facts available as inputs of facts added later.
func (l *ledger) offer(facts ...tearsheet.Fact) {
	for _, f := range facts {
		l.offered[f.ID] = f
	}
}

// add puts facts that exist already into the delta, once each, with the offered
// facts they were derived from.
func (l *ledger) add(facts ...tearsheet.Fact) {
	for _, f := range facts {
		if f.ID == "" || l.seen[f.ID] {
			continue
		}
		l.seen[f.ID] = true
		for _, id := range f.From {
			if in, ok := l.offered[id]; ok {
				l.add(in)
			}
		}
		l.delta.Facts = append(l.delta.Facts, f)
	}
}

// number records a fact read from a source. ok is false for NaN and infinities,
// which are not facts.
func (l *ledger) number(f tearsheet.Fact, v float64) (tearsheet.Fact, bool) {
	d, err := tearsheet.DecimalFromFloat(v)
	if err != nil {
		return tearsheet.Fact{}, false
	}
	f.Value = tearsheet.Num(d)
	f = f.Seal()
	l.add(f)
	return f, true
}

// text records a textual fact read from a source.
func (l *ledger) text(f tearsheet.Fact, s string) tearsheet.Fact {
	f.Value, f.Unit = tearsheet.Text(s), tearsheet.TextUnit
	f = f.Seal()
	l.add(f)
	return f
}

// derive records a figure computed from facts, with its formula.
func (l *ledger) derive(c tearsheet.Concept, label string, v float64, unit tearsheet.Unit, p tearsheet.Period, formula string, from ...tearsheet.Fact) (tearsheet.Fact, bool) {
	d, err := tearsheet.DecimalFromFloat(v)
	if err != nil || len(from) == 0 {
		return tearsheet.Fact{}, false
	}
	l.add(from...)
	f := tearsheet.Derive(c, label, d, unit, p, formula, from...)
	l.add(f)
	return f, true
}

// show writes a fact's value into a section field and cites it there.
func show(field **float64, cites tearsheet.Cites, key string, f tearsheet.Fact) {
	if v, ok := f.Value.Float(); ok {
		*field = &v
		cites[key] = f.ID
	}
}

func (l *ledger) gap(kind, reason, hint string) {
	l.delta.Gaps = append(l.delta.Gaps, tearsheet.Gap{Node: l.node, Kind: kind, Reason: reason, Hint: hint})
}

func (l *ledger) finding(sev tearsheet.Severity, check, message, hint string) {
	l.delta.Findings = append(l.delta.Findings, tearsheet.Finding{Check: check, Severity: sev, Message: message, Hint: hint})
}

func (l *ledger) window(kind, first, last string, count int, provider, note string) {
	l.delta.Windows = append(l.delta.Windows, tearsheet.Window{Node: l.node, Kind: kind, First: first, Last: last, Count: count, Provider: provider, Note: note})
}

// seriesWindow records the span of bars a node saw.
func (l *ledger) seriesWindow(kind string, s tearsheet.Series) {
	if n := len(s.Bars); n > 0 {
		l.window(kind, s.Bars[0].Date.String(), s.Bars[n-1].Date.String(), n, s.Source.Provider, s.Source.Locator+"; "+s.Basis)
	}
}

// seriesFact stands for a whole price series as the input of what is computed
// from many bars.
func seriesFact(s tearsheet.Series) tearsheet.Fact {
	n := len(s.Bars)
	first, last := s.Bars[0], s.Bars[n-1]
	return tearsheet.Fact{Subject: s.Security.Subject(), Concept: "px:series", Label: s.Security.Symbol + " daily bars",
		Value: tearsheet.Text(fmt.Sprintf("%d bars", n)), Unit: tearsheet.TextUnit,
		Period: tearsheet.Period{Start: first.Date, End: last.Date}, Known: last.Known(), Quality: tearsheet.Reported, Source: s.Source}.Seal()
}

// closeFact is one bar's close.
func closeFact(s tearsheet.Series, i int) tearsheet.Fact {
	b := s.Bars[i]
	d, err := tearsheet.DecimalFromFloat(b.Close)
	if err != nil {
		return tearsheet.Fact{}
	}
	return tearsheet.Fact{Subject: s.Security.Subject(), Concept: "px:close", Label: s.Security.Symbol + " close", Value: tearsheet.Num(d),
		Unit: tearsheet.PerShare(s.Currency), Period: tearsheet.Instant(b.Date), Known: b.Known(), Quality: tearsheet.Reported, Source: s.Source}.Seal()
}

// columns splits bars into the slices quant works on.
func columns(bars []tearsheet.Bar) (open, high, low, closes, volume []float64) {
	n := len(bars)
	buf := make([]float64, 5*n)
	open, high, low, closes, volume = buf[:n:n], buf[n:2*n:2*n], buf[2*n:3*n:3*n], buf[3*n:4*n:4*n], buf[4*n:]
	for i, b := range bars {
		open[i], high[i], low[i], closes[i], volume[i] = b.Open, b.High, b.Low, b.Close, b.Volume
	}
	return open, high, low, closes, volume
}

func last(x []float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	return x[len(x)-1]
}

// onOrBefore finds the last bar on or before d, -1 when there is none.
func onOrBefore(bars []tearsheet.Bar, d tearsheet.Date) int {
	lo, hi := 0, len(bars)
	for lo < hi {
		mid := (lo + hi) / 2
		if bars[mid].Date.After(d) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo - 1
}

func clamp(x, lo, hi float64) float64 { return math.Max(lo, math.Min(hi, x)) }

// sessionsPerYear annualises daily figures of US equities.
const sessionsPerYear = 252

func period(bars []tearsheet.Bar, n int) tearsheet.Period {
	i := max(0, len(bars)-n)
	return tearsheet.Period{Start: bars[i].Date, End: bars[len(bars)-1].Date}
}

func asOfTime(r tearsheet.Request) time.Time { return r.AsOf.EndOfDay() }
