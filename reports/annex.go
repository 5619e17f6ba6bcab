package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tearsheet"
)

// This file lays out the evidence annex.

// A factRow is a fact written out.
type factRow struct {
	N                                                  int
	ID                                                 tearsheet.FactID
	Label, Value, Unit, Period, Quality, Known, Source string
	From                                               []tearsheet.FactID
}

// factRows lists every fact once: first those the sheet refers to, in order of
// reference, then the others as the report has them.
func (s *sheet) factRows() []factRow {
	for i := 0; i < len(s.cites.order); i++ { // grows as inputs of derived facts are met
		f, _ := s.cites.fact(s.cites.order[i])
		for _, in := range f.From {
			s.cites.use(in)
		}
	}
	for _, f := range s.cites.facts {
		s.cites.use(f.ID)
	}
	rows := make([]factRow, 0, len(s.cites.order))
	for i, id := range s.cites.order {
		f, _ := s.cites.fact(id)
		rows = append(rows, s.factRow(i+1, f))
	}
	return rows
}

func (s *sheet) factRow(n int, f tearsheet.Fact) factRow {
	r := factRow{N: n, ID: f.ID, Label: factLabel(f), Value: factValue(f), Unit: orNA(clip(cleanLine(string(f.Unit)), 24)),
		Period: period(f.Period), Quality: orNA(clip(cleanLine(string(f.Quality)), 16)), Known: na}
	if !f.Known.IsZero() {
		r.Known = civil(f.Known)
	}
	src := f.Source
	var parts []string
	add := func(label, v string, n int) {
		if v = clip(cleanLine(v), n); v != "" {
			parts = append(parts, label+v)
		}
	}
	if src.Provider == tearsheet.Calc {
		add("= ", src.Locator, 160)
		if len(parts) == 0 {
			parts = []string{"calculated"}
		}
	} else {
		add("", src.Provider, 40)
		add("", src.Accession, 40)
		add("", src.Tag, 100)
		add("", src.Locator, 160)
		if d := cleanLine(src.Digest); d != "" {
			parts = append(parts, "sha256 "+shortDigest(d))
		}
		add("fetched ", src.Fetched, 30)
	}
	if len(parts) == 0 {
		parts = []string{"not recorded"}
	}
	r.Source = strings.Join(parts, ", ")
	for _, in := range f.From {
		if _, ok := s.cites.fact(in); ok && len(r.From) < 12 {
			r.From = append(r.From, in)
		}
	}
	return r
}

func shortDigest(d string) string {
	d = strings.TrimPrefix(d, "sha256:")
	if r := []rune(d); len(r) > 12 {
		return string(r[:12]) + "…"
	}
	return d
}

func factLabel(f tearsheet.Fact) string {
	l := clip(cleanLine(f.Label), 80)
	if l == "" {
		l = clip(cleanLine(string(f.Concept)), 80)
	}
	return orNA(l)
}

// factValue writes a fact's value in full: exact for money and counts, at most
// six places for the rest.
func factValue(f tearsheet.Fact) string {
	d, ok := f.Value.Number()
	if !ok {
		return orNA(clip(cleanLine(f.Value.String()), 120))
	}
	t := d.String()
	if _, frac, dot := strings.Cut(t, "."); dot && len(frac) > 6 {
		if r := strings.TrimRight(d.StringFixed(6), "0"); strings.Trim(r, "-0.") != "" {
			t = strings.TrimSuffix(r, ".")
		} else if len(t) > 24 {
			t = t[:24] + "…"
		}
	}
	if len(t) > 48 {
		return t[:48] + "…"
	}
	return parens(tearsheet.Grouped(t))
}

func period(p tearsheet.Period) string {
	t := p.End.String()
	if !p.Start.IsZero() {
		t = p.Start.String() + " to " + orNA(t)
	}
	if f := clip(cleanLine(p.Fiscal), 16); f != "" {
		if t == "" || t == f {
			return f
		}
		t = f + ", " + t
	}
	return orNA(t)
}

// tip says in a line where a figure comes from, for a link's title.
func (s *sheet) tip(id tearsheet.FactID) string {
	f, ok := s.cites.fact(id)
	if !ok {
		return ""
	}
	src := cleanLine(f.Source.Provider)
	if f.Source.Provider == tearsheet.Calc {
		src = "= " + clip(cleanLine(f.Source.Locator), 80)
	} else if a := cleanLine(f.Source.Accession); a != "" {
		src += " " + clip(a, 40)
		if t := clip(cleanLine(f.Source.Tag), 60); t != "" {
			src += " " + t
		}
	} else if l := clip(cleanLine(f.Source.Locator), 80); l != "" {
		src += " " + l
	}
	known := na
	if !f.Known.IsZero() {
		known = civil(f.Known)
	}
	return fmt.Sprintf("%s; %s; %s; known %s", factLabel(f), period(f.Period), orNA(src), known)
}

// layFacts only announces the facts: each renderer lists factRows its own way.
func (s *sheet) layFacts() section {
	s.Facts = s.factRows()
	return section{ID: "facts", Title: "Facts", Aside: fmt.Sprintf("%d facts", len(s.Facts)),
		Blocks: []block{{Note: "Every figure of this report and where it comes from, numbered in the order of first use. Fractions have unit pure: 0.05 is 5 %. Known is when the value became public."}}}
}

func (s *sheet) layTrace() section {
	sec := section{ID: "trace", Title: "Reasoning trace"}
	re := s.r.Reasoning
	if re.Mode == "" && len(re.Steps) == 0 {
		return sec
	}
	sec.Aside = orNA(clip(cleanLine(re.Mode), 10))
	if m := clip(cleanLine(re.Model), 60); m != "" {
		sec.Aside += ", " + m
	}
	g := &grid{Head: []string{"Step", "Thought", "Action", "Observation"}, Left: []int{1, 2, 3}, Fold: true, Keep: 3}
	for i, st := range re.Steps {
		if i == 60 {
			break
		}
		act := clip(cleanLine(st.Action), 60)
		if in := clip(cleanLine(string(st.Input)), 160); in != "" && in != "null" && in != "{}" {
			act = strings.TrimSpace(act + " " + in)
		}
		obs := clip(cleanLine(st.Observation), 400)
		out := words(obs)
		for _, e := range st.Evidence {
			if _, ok := s.cites.fact(tearsheet.FactID(e)); ok && len(out.Refs) < 12 {
				out.Refs = append(out.Refs, tearsheet.FactID(e))
			}
		}
		g.Rows = append(g.Rows, gridRow{Label: cell{Text: fmt.Sprint(i + 1)}, Cells: []cell{
			words(clip(cleanLine(st.Thought), 400)), words(act), out}})
	}
	b := block{}
	if len(g.Rows) > 0 {
		b.Grid = g
	} else {
		b.Prose = "No step was recorded."
	}
	if st := clip(cleanLine(re.Stopped), 200); st != "" {
		b.Note = "Stopped: " + st
	}
	if n := len(re.Steps) - 60; n > 0 {
		b.Note = strings.TrimSpace(b.Note + fmt.Sprintf(" %d more steps are in the JSON report.", n))
	}
	sec.Blocks = []block{b}
	return sec
}

func (s *sheet) layPassages() section {
	sec := section{ID: "passages", Title: "Passages in full"}
	if q := s.quotes(40, 4000); len(q) > 0 {
		sec.Aside = fmt.Sprintf("%d passages", len(s.r.Passages))
		sec.Blocks = []block{{Quotes: q, Minor: true}}
		if n := len(s.r.Passages) - len(q); n > 0 {
			sec.Blocks[0].Note = fmt.Sprintf("%d more passages are in the JSON report.", n)
		}
	}
	return sec
}

func (s *sheet) layFilings() section {
	sec := section{ID: "filings", Title: "Filings read"}
	if s.r.Research == nil || len(s.r.Research.Filings) == 0 {
		return sec
	}
	g := &grid{Head: []string{"Accession", "Form", "Filed", "Period", "Passages", "Warnings"}, Left: []int{1, 2, 3, 5}, Fold: true, Keep: 3}
	for i, f := range s.r.Research.Filings {
		if i == 40 {
			break
		}
		w := cell{Text: "none", Tone: toneMute}
		if t := joined(f.Warnings, 4, 160); t != "" {
			w = cell{Text: t, Tone: toneWarn}
		}
		g.Rows = append(g.Rows, gridRow{Label: words(clip(cleanLine(string(f.Filing.Accession)), 30)), Cells: []cell{
			words(clip(cleanLine(f.Filing.Form), 12)), words(f.Filing.Filed.String()), words(f.Filing.Period.String()),
			{Text: fmt.Sprint(f.Passages)}, w}})
	}
	sec.Blocks = []block{{Grid: g}}
	return sec
}

func (s *sheet) layWindows() section {
	sec := section{ID: "windows", Title: "Data windows"}
	if src := clip(cleanLine(s.r.Data.Source), 80); src != "" {
		sec.Aside = "source " + src
	}
	if len(s.r.Data.Windows) == 0 {
		return section{}
	}
	g := &grid{Head: []string{"Node", "Data", "First", "Last", "Count", "Provider", "Note"}, Left: []int{1, 2, 3, 5, 6}, Fold: true, Keep: 5}
	for _, w := range s.r.Data.Windows {
		note := cell{Text: clip(cleanLine(w.Note), 300)}
		g.Rows = append(g.Rows, gridRow{Label: words(clip(cleanLine(w.Node), 24)), Cells: []cell{
			words(clip(cleanLine(w.Kind), 30)), words(clip(cleanLine(w.First), 20)), words(clip(cleanLine(w.Last), 20)),
			{Text: tearsheet.Grouped(fmt.Sprint(w.Count))}, words(clip(cleanLine(w.Provider), 40)), note}})
	}
	sec.Blocks = []block{{Grid: g}}
	return sec
}

func (s *sheet) layVerdicts() section {
	sec := section{ID: "validation", Title: "Validation"}
	v := s.r.Validation
	b := block{Prose: "No validator ran."}
	if len(v.Checks) > 0 {
		var names []string
		for _, c := range v.Checks {
			n := 0
			for _, f := range v.Findings {
				if f.Check == c {
					n++
				}
			}
			c = clip(cleanLine(c), 60)
			if n > 0 {
				c += fmt.Sprintf(" (%d)", n)
			}
			names = append(names, c)
		}
		verdict := "Passed"
		if !v.Passed {
			verdict = "Not passed"
		}
		b.Prose = fmt.Sprintf("%s. Ran: %s. Findings per validator in parentheses.", verdict, strings.Join(names, ", "))
	}
	if len(v.Findings) > 12 {
		b.Lines = s.findingLines(v.Findings)
	}
	sec.Blocks = []block{b}
	return sec
}

func (s *sheet) layGate() section {
	sec := section{ID: "gate", Title: "Gate"}
	g := s.r.Gate
	sec.Aside = fmt.Sprintf("%s, tier %d", s.Verdict.Status, g.Tier)
	var ls []line
	for _, ru := range g.Rules {
		l := plainLine(clip(cleanLine(ru.Reason), 300))
		l.Head = orNA(clip(cleanLine(ru.ID), 60))
		ls = append(ls, l)
	}
	b := block{Lines: ls}
	if len(ls) == 0 {
		b.Prose = "No rule fired."
	}
	var notes []string
	for _, kv := range [][2]string{{"Decision", string(g.Decision)}, {"Approval", g.ApprovalID}, {"Decided by", g.DecidedBy}, {"Comment", g.Comment}, {"Digest shown", g.Digest}} {
		if v := clip(cleanLine(kv[1]), 300); v != "" {
			notes = append(notes, kv[0]+": "+v)
		}
	}
	if g.DecidedAt != nil {
		notes = append(notes, "At: "+g.DecidedAt.UTC().Format(time.RFC3339))
	}
	b.Note = strings.Join(notes, ". ")
	sec.Blocks = []block{b}
	return sec
}

func (s *sheet) layUsage() section {
	sec := section{ID: "usage", Title: "Cost and timings"}
	u := s.r.Usage
	st := orNA(clip(cleanLine(s.r.Strategy.Used), 20))
	if why := clip(cleanLine(s.r.Strategy.Reason), 200); why != "" {
		st += " (" + why + ")"
	}
	ps := []pair{
		pairOf("Strategy", cell{Text: st}),
		pairOf("Wall time", cell{Text: tearsheet.Grouped(fmt.Sprint(u.WallMS)) + " ms"}),
		pairOf("Model calls", cell{Text: fmt.Sprint(u.LLMCalls)}),
		pairOf("Tokens in / out", cell{Text: tearsheet.Grouped(fmt.Sprint(u.TokensIn)) + " / " + tearsheet.Grouped(fmt.Sprint(u.TokensOut))}),
		pairOf("Cost", cell{Text: "USD " + fixed(&u.CostUSD, 0, 4)}),
		pairOf("Cache hits", cell{Text: fmt.Sprint(u.CacheHits)}),
	}
	sec.Blocks = []block{{Pairs: ps}}
	if len(u.Nodes) > 0 {
		g := &grid{Head: []string{"Node", "ms", "Attempts", "Status"}, Left: []int{3}}
		for _, n := range u.Nodes {
			stat := words(clip(cleanLine(n.Status), 20))
			if n.Status == "failed" {
				stat.Tone = toneBad
			}
			g.Rows = append(g.Rows, gridRow{Label: words(clip(cleanLine(n.Name), 40)), Cells: []cell{
				{Text: tearsheet.Grouped(fmt.Sprint(n.MS))}, {Text: fmt.Sprint(n.Attempts)}, stat}})
		}
		sec.Blocks = append(sec.Blocks, block{Grid: g})
	}
	return sec
}

func (s *sheet) layProvenance() section {
	p := s.r.Provenance
	row := func(label, v string) pair { return pairOf(label, words(clip(cleanLine(v), 100))) }
	return section{ID: "provenance", Title: "Provenance", Blocks: []block{{Pairs: []pair{
		row("Run", string(s.r.RunID)),
		row("Generated", s.Generated),
		row("Binary", p.BinaryVersion),
		row("State digest", p.StateDigest),
		row("Log head", p.LogHead),
		row("Graph digest", p.GraphDigest),
		row("Configuration digest", p.ConfigDigest),
		row("Schema", s.r.Schema),
	}}}}
}

func (s *sheet) layDisclosures() section {
	sec := section{ID: "disclosures", Title: "Disclosures"}
	var ls []line
	for _, d := range slices.Clone(s.r.Disclosures) {
		if d = clip(cleanLine(d), 1200); d != "" {
			ls = append(ls, line{Spans: []span{{Text: d}}})
		}
	}
	if len(ls) == 0 {
		ls = []line{plainLine("No disclosure was attached to this report.")}
	}
	sec.Blocks = []block{{Lines: ls}}
	return sec
}
