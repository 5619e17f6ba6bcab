package reports

import (
	"fmt"
	"strings"

	"tearsheet"
)

// marker writes a sheet as GitHub-flavoured Markdown.
type marker struct {
	strings.Builder
	s     *sheet
	annex bool
	noted map[tearsheet.FactID]bool
}

func renderMarkdown(s *sheet) []byte {
	m := &marker{s: s, noted: map[tearsheet.FactID]bool{}}
	m.para("# " + md(s.Name) + mdIf(s.Symbol, " (", ")"))
	m.para("**" + md(s.Symbol) + "** · " + md(strings.Join(append(s.Tagline, "as of "+s.AsOf, s.Currency), " · ")))
	if s.Notice != "" {
		m.para("> **Notice:** " + md(s.Notice))
	}
	v := s.Verdict
	m.para("## " + md(v.Rating) + " — " + md(v.Status))
	if v.Why != "" {
		m.para("*" + md(v.Why) + "*")
	}
	var heads, vals []string
	for _, it := range v.Items {
		heads = append(heads, md(it.Label))
		vals = append(vals, m.cells(it.Cells))
	}
	m.table(heads, []bool{}, [][]string{vals})
	if v.Reason.Text != "" {
		m.para(mdStart(v.Reason.Text))
	}
	rows := (len(s.Key) + 1) / 2
	var kv [][]string
	for i := range rows {
		r := []string{md(s.Key[i].Label), m.cells(s.Key[i].Cells), "", ""}
		if j := i + rows; j < len(s.Key) {
			r[2], r[3] = md(s.Key[j].Label), m.cells(s.Key[j].Cells)
		}
		kv = append(kv, r)
	}
	m.table([]string{"Key data", "", "", ""}, []bool{true, false, true, false}, kv)
	for _, sec := range s.Page {
		m.section(sec)
	}
	m.para("---\n\n# Evidence annex")
	m.annex = true
	for _, sec := range s.Annex {
		m.section(sec)
		if sec.ID == "facts" {
			m.facts()
		}
	}
	for _, f := range s.Facts {
		if m.noted[f.ID] {
			m.WriteString(fmt.Sprintf("[^F%d]: %s; %s.\n", f.N, md(s.tip(f.ID)), md(cleanLine(string(f.ID)))))
		}
	}
	return []byte(strings.TrimRight(m.String(), "\n") + "\n")
}

func (m *marker) para(s string) {
	m.WriteString(s)
	m.WriteString("\n\n")
}

func mdIf(s, before, after string) string {
	if s == "" {
		return ""
	}
	return before + md(s) + after
}

// md escapes text so that it stands for itself anywhere in a line, in a table
// cell and in a link text, whatever it holds.
func md(s string) string { return mdEscaper.Replace(s) }

var mdEscaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `|`, `\|`, `~`, `\~`,
	`<`, `&lt;`, `>`, `&gt;`, `&`, `&amp;`, `://`, `\://`, `www.`, `www\.`, `WWW.`, `WWW\.`, `@`, `\@`, `!`, `\!`)

// mdStart escapes what would mean something at the start of a line, too.
func mdStart(s string) string {
	t := md(s)
	if t == "" {
		return t
	}
	if strings.ContainsRune("#+-=:", rune(t[0])) {
		return `\` + t
	}
	i := 0
	for i < len(t) && t[i] >= '0' && t[i] <= '9' {
		i++
	}
	if i > 0 && i < len(t) && (t[i] == '.' || t[i] == ')') {
		return t[:i] + `\` + t[i:]
	}
	return t
}

// ref is a footnote on page 1 and, in the annex, a plain number.
func (m *marker) ref(ids ...tearsheet.FactID) string {
	var b strings.Builder
	for _, id := range ids {
		n := m.s.cites.num[id]
		switch {
		case n == 0:
		case m.annex:
			fmt.Fprintf(&b, " F%d", n)
		default:
			m.noted[id] = true
			fmt.Fprintf(&b, "[^F%d]", n)
		}
	}
	return b.String()
}

func (m *marker) cell(c cell) string {
	return md(c.Pre+c.Text) + m.ref(c.Fact) + md(c.Post) + m.ref(c.Refs...)
}

func (m *marker) cells(cs []cell) string {
	var parts []string
	for _, c := range cs {
		parts = append(parts, m.cell(c))
	}
	return strings.Join(parts, " ")
}

// table writes rows of Markdown already escaped; words says which columns hold
// words, the others are right-aligned.
func (m *marker) table(head []string, words []bool, rows [][]string) {
	m.WriteString("| " + strings.Join(head, " | ") + " |\n|")
	for i := range head {
		if i < len(words) && words[i] {
			m.WriteString(" :--- |")
		} else {
			m.WriteString(" ---: |")
		}
	}
	m.WriteByte('\n')
	for _, r := range rows {
		m.WriteString("| " + strings.Join(r, " | ") + " |\n")
	}
	m.WriteByte('\n')
}

func (m *marker) section(sec section) {
	h := "## " + md(sec.Title)
	if sec.Aside != "" {
		h += " — " + md(sec.Aside)
	}
	m.para(h)
	for _, b := range sec.Blocks {
		m.block(b)
	}
}

func (m *marker) block(b block) {
	if b.Title != "" {
		m.para("**" + md(b.Title) + "**")
	}
	if b.Prose != "" {
		m.para(mdStart(b.Prose))
	}
	if len(b.Pairs) > 0 {
		half := (len(b.Pairs) + 1) / 2
		var rows [][]string
		for i := range half {
			r := []string{md(b.Pairs[i].Label), m.cells(b.Pairs[i].Cells), "", ""}
			if j := i + half; j < len(b.Pairs) {
				r[2], r[3] = md(b.Pairs[j].Label), m.cells(b.Pairs[j].Cells)
			}
			rows = append(rows, r)
		}
		m.table([]string{"Measure", "Value", "Measure", "Value"}, []bool{true, false, true, false}, rows)
	}
	if g := b.Grid; g != nil {
		m.grid(g)
	}
	for _, l := range b.Lines {
		m.bullet(l)
	}
	if len(b.Lines) > 0 {
		m.WriteByte('\n')
	}
	for _, q := range b.Quotes {
		text := q.Text
		if b.Minor {
			text = q.Full
		}
		by := md(q.By)
		if q.URL != "" {
			by = "[" + by + "](" + q.URL + ")"
		}
		m.para("> “" + md(text) + "”  \n> — " + by)
	}
	if b.Note != "" {
		m.para("*" + md(b.Note) + "*")
	}
}

func (m *marker) grid(g *grid) {
	words := make([]bool, len(g.Head))
	words[0] = true
	for _, i := range g.Left {
		words[i] = true
	}
	var head []string
	for i, h := range g.Head {
		h = md(h)
		if i < len(g.Sub) && g.Sub[i] != "" {
			h += " " + md(g.Sub[i])
		}
		head = append(head, h)
	}
	if g.Unit != "" {
		head[0] += " (" + md(g.Unit) + ")"
	}
	var rows [][]string
	for _, r := range g.Rows {
		label := m.cell(r.Label)
		if r.Sub {
			label = "– " + label
		}
		row := []string{label}
		for _, c := range r.Cells {
			row = append(row, m.cell(c))
		}
		for len(row) < len(head) {
			row = append(row, "")
		}
		rows = append(rows, row)
	}
	m.table(head, words, rows)
	if g.Source != "" {
		m.para("*" + md(g.Source) + "*")
	}
}

func (m *marker) bullet(l line) {
	if !l.Bare {
		m.WriteString("- ")
	}
	start := true
	if l.Mark != "" {
		m.WriteString(md(l.Mark) + " ")
		start = false
	}
	if l.Head != "" {
		m.WriteString("**" + md(l.Head) + ":** ")
		start = false
	}
	for i, sp := range l.Spans {
		if i == 0 && start {
			m.WriteString(mdStart(sp.Text) + m.ref(sp.Fact))
			continue
		}
		m.WriteString(md(sp.Text) + m.ref(sp.Fact))
	}
	m.WriteString(m.ref(l.Refs...))
	if l.Tail != "" {
		m.WriteString(" *" + md(l.Label) + ": " + md(l.Tail) + "*")
	}
	m.WriteByte('\n')
}

func (m *marker) facts() {
	var rows [][]string
	for _, f := range m.s.Facts {
		src := md(f.Source)
		if in := m.ref(f.From...); in != "" {
			src += "; from" + in
		}
		rows = append(rows, []string{fmt.Sprintf("F%d", f.N), md(f.Label), md(f.Value), md(f.Unit), md(f.Period), md(f.Quality), f.Known, src})
	}
	if len(rows) == 0 {
		m.para("The report holds no facts.")
		return
	}
	m.table([]string{"", "Fact", "Value", "Unit", "Period", "Quality", "Known", "Source"},
		[]bool{true, true, false, true, true, true, true, true}, rows)
}
