package reports

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"tearsheet"
)

// pen writes a sheet for a terminal.
type pen struct {
	strings.Builder
	s     *sheet
	w     int
	color bool
	cite  bool
}

var (
	textStyles = map[tone]lipgloss.Style{
		toneGood: lipgloss.NewStyle().Foreground(lipgloss.Color("2")),
		toneBad:  lipgloss.NewStyle().Foreground(lipgloss.Color("1")),
		toneWarn: lipgloss.NewStyle().Foreground(lipgloss.Color("3")),
		toneMute: lipgloss.NewStyle().Faint(true),
	}
	textBold   = lipgloss.NewStyle().Bold(true)
	textAccent = lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("6"))
)

func renderText(s *sheet, o Options) []byte {
	p := &pen{s: s, w: o.Width, color: o.Color, cite: o.Cite}
	if p.w == 0 {
		p.w = 100
	}
	p.w = min(max(p.w, 60), 140)
	p.banner()
	for _, sec := range s.Page {
		p.section(sec)
	}
	p.line("")
	p.line(p.style(textAccent, "EVIDENCE ANNEX"))
	p.line(p.tone(toneMute, strings.Repeat("═", p.w)))
	for _, sec := range s.Annex {
		switch sec.ID {
		case "facts":
			p.facts(sec)
		case "passages": // the page quotes them; in full they are in the other renderings
		default:
			p.section(sec)
		}
	}
	return []byte(p.String())
}

func (p *pen) line(s string) {
	p.WriteString(strings.TrimRight(s, " "))
	p.WriteByte('\n')
}

func (p *pen) style(st lipgloss.Style, s string) string {
	if !p.color || s == "" {
		return s
	}
	return st.Render(s)
}

func (p *pen) tone(t tone, s string) string {
	if st, ok := textStyles[t]; ok {
		return p.style(st, s)
	}
	return s
}

// ref is the number of a fact after a figure.
func (p *pen) ref(ids ...tearsheet.FactID) string {
	if !p.cite {
		return ""
	}
	var out strings.Builder
	for _, id := range ids {
		if n := p.s.cites.num[id]; n > 0 {
			fmt.Fprintf(&out, "[%d]", n)
		}
	}
	return out.String()
}

func (p *pen) cell(c cell) string { return c.Pre + c.Text + p.ref(c.Fact) + c.Post + p.ref(c.Refs...) }

func (p *pen) cells(cs []cell) string {
	var parts []string
	for _, c := range cs {
		parts = append(parts, p.cell(c))
	}
	return strings.Join(parts, " ")
}

func (p *pen) banner() {
	s := p.s
	right := "as of " + s.AsOf
	name := cut(s.Name, p.w-width(right)-2)
	p.line(p.style(textBold, name) + strings.Repeat(" ", p.w-width(name)-width(right)) + right)
	p.wrap(strings.Join(append([]string{s.Symbol}, s.Tagline...), " · "), "", "", toneMute)
	p.line(p.tone(toneMute, strings.Repeat("═", p.w)))
	if s.Notice != "" {
		p.wrap("NOTICE: "+s.Notice, "", "", toneWarn)
	}
	p.line("")
	v := s.Verdict
	in := p.w - 4
	edge := func(l, r string) { p.line(p.tone(toneMute, l+strings.Repeat("─", p.w-2)+r)) }
	row := func(plain, styled string) {
		p.line(p.tone(toneMute, "│") + " " + styled + strings.Repeat(" ", max(0, in-width(plain))) + " " + p.tone(toneMute, "│"))
	}
	edge("┌", "┐")
	status, t := v.Status, toneBad
	if v.OK {
		t = toneGood
	}
	gap := strings.Repeat(" ", max(2, in-width(v.Rating)-width(status)))
	row(v.Rating+gap+status, p.style(textBold, p.tone(v.Tone, v.Rating))+gap+p.style(textBold, p.tone(t, status)))
	for _, l := range wrapped(v.Why, in) {
		l = strings.Repeat(" ", max(0, in-width(l))) + l
		row(l, l)
	}
	var items []string
	for _, it := range v.Items {
		items = append(items, it.Label+" "+p.cells(it.Cells))
	}
	for _, l := range flow(items, "  ·  ", in) {
		row(l, l)
	}
	for _, l := range wrapped(v.Reason.Text, in) {
		row(l, l)
	}
	edge("└", "┘")
	p.pairs(s.Key)
}

// flow joins items with a separator, as many as fit on a line.
func flow(items []string, sep string, w int) []string {
	var lines []string
	cur := ""
	for _, it := range items {
		switch {
		case cur == "":
			cur = it
		case width(cur)+width(sep)+width(it) <= w:
			cur += sep + it
		default:
			lines = append(lines, wrapped(cur, w)...)
			cur = it
		}
	}
	if cur != "" {
		lines = append(lines, wrapped(cur, w)...)
	}
	return lines
}

func (p *pen) section(sec section) {
	p.line("")
	title := strings.ToUpper(sec.Title)
	aside := ""
	if sec.Aside != "" {
		aside = cut(sec.Aside, p.w-width(title)-4)
	}
	gap := p.w - width(title) - width(aside)
	p.line(p.style(textAccent, title) + strings.Repeat(" ", max(1, gap)) + p.tone(toneMute, aside))
	p.line(p.tone(toneMute, strings.Repeat("─", p.w)))
	for i, b := range sec.Blocks {
		if i > 0 && (b.Title != "" || b.Grid != nil || len(b.Pairs) > 0) {
			p.line("")
		}
		p.block(b)
	}
}

func (p *pen) block(b block) {
	if b.Title != "" {
		p.line(p.style(textBold, b.Title))
	}
	if b.Prose != "" {
		p.wrap(b.Prose, "", "", toneNone)
	}
	if len(b.Pairs) > 0 {
		p.pairs(b.Pairs)
	}
	if b.Grid != nil {
		p.grid(b.Grid)
	}
	for _, l := range b.Lines {
		p.bullet(l)
	}
	for _, q := range b.Quotes {
		p.wrap("“"+q.Text+"”", "  ", "  ", toneNone)
		p.wrap("— "+q.By, "    ", "      ", toneMute)
	}
	switch b.Chart {
	case "price":
		p.spark()
	}
	if b.Note != "" {
		p.wrap(b.Note, "", "", toneMute)
	}
}

func (p *pen) bullet(l line) {
	first, rest := "- ", "  "
	if l.Bare {
		first, rest = "", ""
	}
	mark := ""
	if l.Mark != "" {
		mark = l.Mark + " "
		first, rest = mark, strings.Repeat(" ", width(mark))
		if width(mark) > 2 {
			rest = "  "
		}
	}
	var b strings.Builder
	if l.Head != "" {
		b.WriteString(l.Head + ": ")
	}
	for _, sp := range l.Spans {
		b.WriteString(sp.Text + p.ref(sp.Fact))
	}
	if r := p.ref(l.Refs...); r != "" {
		b.WriteString(" " + r)
	}
	lines := wrapped(b.String(), p.w-width(rest))
	if first != rest {
		lines = wrappedFirst(b.String(), p.w-width(first), p.w-width(rest))
	}
	for i, t := range lines {
		lead := rest
		if i == 0 {
			lead = p.tone(l.Tone, first)
			if head := l.Head + ":"; l.Head != "" && strings.HasPrefix(t, head) {
				t = p.style(textBold, head) + t[len(head):]
			}
		}
		p.line(lead + t)
	}
	if l.Tail != "" {
		p.wrap(l.Label+": "+l.Tail, "    ", "    ", toneMute)
	}
}

func (p *pen) wrap(s, first, rest string, t tone) {
	for i, l := range wrappedFirst(s, p.w-width(first), p.w-width(rest)) {
		lead := rest
		if i == 0 {
			lead = first
		}
		p.line(lead + p.tone(t, l))
	}
}

func (p *pen) pairs(ps []pair) {
	cols := min(max(1, p.w/46), 3)
	const gap = 4
	cw := (p.w - gap*(cols-1)) / cols
	var long []pair // too wide for a column: each gets a line of its own at the end
	ps = slices.DeleteFunc(slices.Clone(ps), func(x pair) bool {
		if width(p.cells(x.Cells)) <= cw-9 {
			return false
		}
		long = append(long, x)
		return true
	})
	rows := (len(ps) + cols - 1) / cols
	for i := range rows {
		var b strings.Builder
		at := 0
		for c := range cols {
			k := c*rows + i
			if k >= len(ps) {
				continue
			}
			plain := p.cells(ps[k].Cells)
			label := cut(ps[k].Label, max(8, cw-width(plain)-1))
			pad := cw - width(label) - width(plain)
			x := c * (cw + gap)
			b.WriteString(strings.Repeat(" ", max(0, x-at)))
			t := toneNone
			if len(ps[k].Cells) == 1 {
				t = ps[k].Cells[0].Tone
			}
			b.WriteString(p.tone(toneMute, label) + strings.Repeat(" ", max(1, pad)) + p.tone(t, plain))
			at = x + cw
		}
		if b.Len() > 0 {
			p.line(b.String())
		}
	}
	for _, x := range long {
		p.wrap(x.Label+": "+p.cells(x.Cells), "", "  ", toneNone)
	}
}

// grid writes a table within the width: word columns wrap, then the columns
// least missed are left out and named, then rows become cards.
func (p *pen) grid(g *grid) {
	n := len(g.Head)
	word := make([]bool, n)
	for _, i := range g.Left {
		if i < n {
			word[i] = true
		}
	}
	nat := make([]int, n)
	text := func(r gridRow, i int) string {
		if i == 0 {
			t := p.cell(r.Label)
			if r.Sub {
				t = "  " + t
			}
			return t
		}
		if i-1 < len(r.Cells) {
			return p.cell(r.Cells[i-1])
		}
		return ""
	}
	for i := range n {
		nat[i] = width(g.Head[i])
		if i < len(g.Sub) {
			nat[i] = max(nat[i], width(g.Sub[i]))
		}
		for _, r := range g.Rows {
			nat[i] = max(nat[i], width(text(r, i)))
		}
	}
	var show []int
	for i := range n {
		show = append(show, i)
	}
	least := func(i int) int {
		switch {
		case i == 0:
			return min(nat[i], 16)
		case word[i]:
			return min(nat[i], 18)
		}
		return nat[i]
	}
	need := func() int {
		t := 2 * (len(show) - 1)
		for _, i := range show {
			t += least(i)
		}
		return t
	}
	var left []string
	for need() > p.w && g.Keep > 0 && !g.Fold && len(show)-1 > g.Keep {
		at := len(show) - 1
		if g.Oldest {
			at = 1
		}
		left = append(left, g.Head[show[at]])
		show = append(show[:at:at], show[at+1:]...)
	}
	if need() > p.w {
		p.cards(g, show, text)
	} else {
		ws := make([]int, n)
		total := 2 * (len(show) - 1)
		for _, i := range show {
			ws[i] = nat[i]
			total += ws[i]
		}
		for total > p.w { // shrink the widest column that may wrap
			k := -1
			for _, i := range show {
				if ws[i] > least(i) && (k < 0 || ws[i] > ws[k]) {
					k = i
				}
			}
			ws[k]--
			total--
		}
		p.rows(g, show, ws, word, text)
	}
	if len(left) > 0 {
		p.wrap("Left out at this width: "+strings.Join(left, ", ")+".", "", "", toneMute)
	}
	if g.Source != "" {
		p.wrap(g.Source, "", "  ", toneMute)
	}
}

func (p *pen) rows(g *grid, show, ws []int, word []bool, text func(gridRow, int) string) {
	put := func(vals func(i int) string, style func(i int, s string) string) {
		high := 1
		lines := map[int][]string{}
		for _, i := range show {
			lines[i] = wrapped(vals(i), ws[i])
			high = max(high, len(lines[i]))
		}
		for k := range high {
			var b strings.Builder
			for c, i := range show {
				t := ""
				if k < len(lines[i]) {
					t = lines[i][k]
				}
				if c > 0 {
					b.WriteString("  ")
				}
				pad := strings.Repeat(" ", max(0, ws[i]-width(t)))
				if i == 0 || word[i] {
					b.WriteString(style(i, t) + pad)
				} else {
					b.WriteString(pad + style(i, t))
				}
			}
			p.line(b.String())
		}
	}
	if g.Unit != "" {
		p.line(p.tone(toneMute, g.Unit))
	}
	put(func(i int) string { return g.Head[i] }, func(_ int, s string) string { return p.style(textBold, s) })
	if len(g.Sub) > 0 {
		put(func(i int) string {
			if i < len(g.Sub) {
				return g.Sub[i]
			}
			return ""
		}, func(_ int, s string) string { return p.tone(toneMute, s) })
	}
	total := 2 * (len(show) - 1)
	for _, i := range show {
		total += ws[i]
	}
	p.line(p.tone(toneMute, strings.Repeat("─", total)))
	for _, r := range g.Rows {
		put(func(i int) string { return text(r, i) }, func(i int, s string) string {
			switch {
			case i > 0 && i-1 < len(r.Cells) && r.Cells[i-1].Tone != toneNone:
				return p.tone(r.Cells[i-1].Tone, s)
			case r.Sub:
				return p.tone(toneMute, s)
			}
			return s
		})
	}
}

func (p *pen) cards(g *grid, show []int, text func(gridRow, int) string) {
	if g.Unit != "" {
		p.line(p.tone(toneMute, g.Unit))
	}
	for _, r := range g.Rows {
		p.wrap(g.Head[0]+" "+strings.TrimSpace(text(r, 0)), "", "  ", toneNone)
		for _, i := range show[1:] {
			if t := text(r, i); t != "" {
				p.wrap(g.Head[i]+": "+t, "  ", "    ", toneNone)
			}
		}
	}
}

// facts lists the facts when citations are asked for, else counts them.
func (p *pen) facts(sec section) {
	if !p.cite {
		p.line("")
		p.wrap(fmt.Sprintf("%d facts stand behind these figures; ask for citations (--cite) to list them.", len(p.s.Facts)), "", "", toneMute)
		return
	}
	p.section(sec)
	for _, f := range p.s.Facts {
		unit := f.Unit
		if unit == string(tearsheet.TextUnit) {
			unit = ""
		}
		head := fmt.Sprintf("[%d] ", f.N)
		p.wrap(strings.TrimSpace(f.Label+": "+f.Value+" "+unit)+"; "+f.Period+"; "+f.Quality+", known "+f.Known, head, "     ", toneNone)
		src := f.Source
		if in := p.ref(f.From...); in != "" {
			src += "; from " + in
		}
		p.wrap(src+" "+cleanLine(string(f.ID)), "     ", "     ", toneMute)
	}
}

// spark draws the closing prices of the last year as one line of blocks.
func (p *pen) spark() {
	m := p.s.r.Market
	var xs []float64
	for _, c := range m.History.Close {
		if c > 0 && c < 1e300 {
			xs = append(xs, c)
		}
	}
	if len(xs) < 2 {
		return
	}
	xs = xs[max(0, len(xs)-252):]
	n := min(p.w-30, 64, len(xs))
	lo, hi := xs[0], xs[0]
	for _, x := range xs {
		lo, hi = min(lo, x), max(hi, x)
	}
	blocks := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for i := range n {
		x := xs[i*(len(xs)-1)/max(1, n-1)]
		k := 3
		if hi > lo {
			k = int((x - lo) / (hi - lo) * 7.999)
		}
		b.WriteRune(blocks[min(max(k, 0), 7)])
	}
	t := toneGood
	if xs[len(xs)-1] < xs[0] {
		t = toneBad
	}
	w := fmt.Sprintf("%s to %s, %d closes", fixed(&lo, 0, 2), fixed(&hi, 0, 2), len(xs))
	if n+2+width(w) <= p.w {
		p.line(p.tone(t, b.String()) + "  " + p.tone(toneMute, w))
		return
	}
	p.line(p.tone(t, b.String()))
	p.wrap(w, "", "", toneMute)
}

// width is the number of columns a text takes.
func width(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 || s[i] == 0x1b {
			return lipgloss.Width(s)
		}
	}
	return len(s)
}

// cut shortens a text to w columns.
func cut(s string, w int) string {
	if width(s) <= w {
		return s
	}
	var b strings.Builder
	n := 0
	for _, r := range s {
		rw := width(string(r))
		if n+rw > w-1 {
			break
		}
		b.WriteRune(r)
		n += rw
	}
	return b.String() + "…"
}

func wrapped(s string, w int) []string { return wrappedFirst(s, w, w) }

// wrappedFirst breaks a text at spaces into lines of at most w columns, the
// first of them first columns wide. Words longer than a line are broken.
func wrappedFirst(s string, first, w int) []string {
	first, w = max(first, 1), max(w, 1)
	var lines []string
	cur, limit := "", first
	flush := func() {
		lines = append(lines, cur)
		cur, limit = "", w
	}
	indent := len(s) - len(strings.TrimLeft(s, " "))
	for i, word := range strings.Fields(s) {
		if i == 0 {
			word = strings.Repeat(" ", indent) + word
		}
		if cur != "" && width(cur)+1+width(word) <= limit {
			cur += " " + word
			continue
		}
		if cur != "" {
			flush()
		}
		for width(word) > limit {
			k, n := 0, 0
			for j, r := range word {
				if rw := width(string(r)); n+rw > limit && j > 0 {
					break
				} else {
					n += rw
				}
				k = j + len(string(r))
			}
			cur, word = word[:k], word[k:]
			flush()
		}
		cur = word
	}
	if cur != "" {
		flush()
	}
	return lines
}
