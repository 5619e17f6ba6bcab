package rag

import "strings"

// value is one figure of a row: the cells it was printed in, put together.
type value struct {
	text  string
	from  int // first column
	to    int // column after the last
	facts []int32
}

// values puts the currency sign, the figure, its bracket and its percent sign
// together, which filings print in cells of their own.
func values(row []cell) []value {
	var out []value
	prefix, from := "", -1
	for _, c := range row {
		t := c.text
		switch {
		case t == "$" || t == "(" || t == "($" || t == "$(" || t == "€" || t == "£" || t == "¥" || t == "US$" || t == "RMB":
			if prefix == "" {
				from = c.col
			}
			prefix += t
			continue
		case (t == ")" || t == "%" || t == ")%" || t == "%)" || t == "pts" || t == "x" || t == "bps") && len(out) > 0 && prefix == "":
			v := &out[len(out)-1]
			if t == "pts" || t == "bps" {
				v.text += " "
			}
			v.text += t
			v.to = c.col + c.span
			continue
		}
		v := value{text: prefix + t, from: c.col, to: c.col + c.span, facts: c.facts}
		if prefix != "" {
			v.from = from
			prefix = ""
		}
		out = append(out, v)
	}
	return out
}

// header is one header cell over columns [from, to).
type header struct {
	text     string
	from, to int
}

// grid reads the rows of one data table from top to bottom.
type grid struct {
	d       *draft
	n       int // table number
	caption string
	unit    string
	heads   [][]header
	group   string
	inGroup string // unit of the group, where it has its own
	outer   string // the group before a label that goes on in the next row
	open    bool   // the group may be the first line of a label
	seen    bool   // a data row was seen
	text    bool   // columns are character positions
}

// table writes a finished table to the draft.
func (d *draft) table(t *table) {
	if len(t.rows) == 0 {
		return
	}
	figures := 0
	for _, row := range t.rows {
		for i, c := range row {
			if i > 0 && isFigure(c.text) && !isYear(c.text) {
				figures++
			}
		}
	}
	if len(t.rows) == 1 || figures == 0 {
		d.layoutRows(t)
		return
	}
	d.tables++
	g := grid{d: d, n: d.tables, text: t.text}
	g.caption, g.unit = d.captionBefore()
	if last := &d.last; last.caption != "" && d.follows() {
		if g.caption == "" || g.caption == last.caption {
			g.caption = last.caption
			if g.unit == "" {
				g.unit = last.unit
			}
		}
	}
	from := len(d.doc.Blocks)
	for _, row := range t.rows {
		g.row(row)
	}
	if len(d.doc.Blocks) > from {
		d.last, d.lastEnd = g, len(d.doc.Blocks)
	}
}

// layoutRows writes the rows of a table that only arranges text.
func (d *draft) layoutRows(t *table) {
	many := len(t.rows) > 1
	if many {
		d.tables++
	}
	for _, row := range t.rows {
		if !many && len(row) == 1 && len(row[0].lines) > 0 {
			d.lines(row[0])
			continue
		}
		sep := " "
		if len(row) > 2 {
			sep = " | "
			if _, _, _, ok := itemNumber(row[0].text); ok {
				sep = " "
			}
		}
		bold, link := true, false
		for _, c := range row {
			bold = bold && c.bold
			link = link || c.link
		}
		at := d.paragraph(joined(row, sep), bold, link)
		if many && at >= 0 {
			b := &d.doc.Blocks[at]
			b.Table = d.tables
			if len(row) > 2 || len(b.Text) < 40 {
				b.Kind = Row
			}
		}
		off := 0
		for _, c := range row {
			for _, f := range c.facts {
				d.place(f, at, off)
			}
			off += len(c.text) + len(sep)
		}
	}
	t.rows = nil
}

// lines writes a cell of several blocks as paragraphs.
func (d *draft) lines(c cell) {
	from := 0
	for _, to := range append(c.lines, len(c.text)) {
		to = min(to, len(c.text))
		if to <= from {
			continue
		}
		part := strings.TrimSpace(c.text[from:to])
		if part != "" {
			at := d.paragraph(part, c.bold, c.link)
			for _, f := range c.facts {
				if s := d.doc.Facts[f].Start; s >= from && s < to {
					lead := from + strings.Index(c.text[from:to], part)
					d.place(f, at, -lead)
				}
			}
		}
		from = to
	}
}

// row reads one row of a data table.
func (g *grid) row(row []cell) {
	vals := values(row)
	if len(vals) == 0 {
		return
	}
	label, notes := "", []int32(nil)
	first := vals[0]
	switch {
	case first.from == 0 && (!isFigure(first.text) || len(vals) > 1 && isYear(first.text) && g.seenOrHeaded()),
		first.from > 0 && len(vals) > 1 && !isFigure(first.text) && !isHeaderText(first.text) && g.seen:
		label, notes = strings.TrimRight(first.text, ":. "), first.facts
		vals = vals[1:]
	}
	if len(vals) == 0 {
		g.lone(first, row[0].bold)
		return
	}
	if g.isHeader(label, vals) {
		g.head(label, vals)
		return
	}
	g.inherit(vals)
	g.seen = true
	if g.open && label != "" && label[0] >= 'a' && label[0] <= 'z' {
		label = g.group + " " + label // a label over two lines
		g.group = g.outer
	}
	g.open = false
	g.write(label, notes, vals)
	if strings.HasPrefix(label, "Total") || strings.HasPrefix(label, "TOTAL") {
		g.group, g.inGroup = "", ""
	}
}

// inherit takes the columns of the table before, when this one follows it with
// nothing in between, names none and has as many.
func (g *grid) inherit(vals []value) {
	last := &g.d.last
	if g.seen || len(g.heads) > 0 || !g.d.follows() || len(last.heads) == 0 {
		return
	}
	if bottom := last.heads[len(last.heads)-1]; len(bottom) != len(vals) {
		return
	}
	g.heads = last.heads
	if g.caption == "" {
		g.caption = last.caption
	}
}

func (g *grid) seenOrHeaded() bool { return g.seen || len(g.heads) > 0 }

// lone reads a row with a label and nothing else: a unit, a group of rows, a
// footnote.
func (g *grid) lone(v value, bold bool) {
	s := v.text
	u := unitOf(s)
	if u != "" && len(s) <= len(u)+4 {
		g.unit = u
		return
	}
	const longest = 120
	if len(s) <= longest && !strings.HasSuffix(s, ".") {
		g.outer = g.group
		g.group, g.inGroup = strings.TrimRight(s, ": "), u
		g.open = !strings.HasSuffix(s, ":")
		if g.d.isItem(s) {
			g.d.paragraph(s, bold, false)
		}
		return
	}
	g.group, g.inGroup, g.open = "", "", false
	at := g.d.paragraph(s, bold, false)
	for _, f := range v.facts {
		g.d.place(f, at, 0)
	}
}

// isHeader reports whether a row names columns.
func (g *grid) isHeader(label string, vals []value) bool {
	several := !g.seen && len(vals) > 1
	for _, v := range vals {
		if several && !isFigure(v.text) {
			continue
		}
		if g.seen || label != "" && unitOf(label) == "" && !strings.HasSuffix(strings.ToLower(label), "ended") {
			if !isHeaderText(v.text) {
				return false
			}
		} else if isFigure(v.text) && !isYear(v.text) {
			return false
		}
	}
	return true
}

// head takes a row of column names. After figures it starts a new set.
func (g *grid) head(label string, vals []value) {
	if g.seen {
		g.heads, g.seen, g.group, g.inGroup = nil, false, "", ""
	}
	if u := unitOf(label); u != "" {
		g.unit = u
	}
	const deepest = 6
	if len(g.heads) >= deepest {
		return
	}
	var hs []header
	for _, v := range vals {
		if u := unitOf(v.text); u != "" && len(vals) == 1 {
			g.unit = u
			continue
		}
		hs = append(hs, header{v.text, v.from, v.to})
	}
	if len(hs) > 0 {
		g.heads = append(g.heads, hs)
	}
}

// path names the columns over value k of n, outermost first.
func (g *grid) path(v value, k, n int) []string {
	out := make([]string, 0, len(g.heads))
	for level, hs := range g.heads {
		best, overlap := -1, 0
		for i, h := range hs {
			if o := min(h.to, v.to) - max(h.from, v.from); o > overlap || best < 0 && g.text && o > -12 {
				best, overlap = i, o
			}
		}
		if overlap <= 0 && level == len(g.heads)-1 && len(hs) == n {
			best = k
		}
		name := ""
		if best >= 0 {
			name = hs[best].text
		}
		out = append(out, name)
	}
	return out
}

// say writes the names of a path that the value before did not share.
func say(b *strings.Builder, path, before []string) {
	shared := before != nil
	for i, name := range path {
		shared = shared && before[i] == name && i < len(path)-1
		if name == "" || shared || i > 0 && path[i-1] == name {
			continue
		}
		b.WriteString(name)
		b.WriteByte(' ')
	}
}

// write emits the sentence of a row.
func (g *grid) write(label string, notes []int32, vals []value) {
	var b strings.Builder
	if g.group != "" && g.group != label {
		b.WriteString(g.group)
		if label != "" {
			b.WriteString(" > ")
		}
	}
	at, labelAt := len(g.d.doc.Blocks), b.Len()
	b.WriteString(label)
	for _, f := range notes { // "less allowances of $64"
		fact := &g.d.doc.Facts[f]
		if i := strings.Index(label, fact.Value); i >= 0 && fact.Value != "" {
			if j := fact.Start; j+len(fact.Value) <= len(label) && label[j:j+len(fact.Value)] == fact.Value {
				i = j
			}
			g.d.place(f, at, labelAt+i-fact.Start)
		}
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	numbers, percent := false, true
	var before []string
	for k, v := range vals {
		if k > 0 {
			b.WriteString("; ")
		}
		path := g.path(v, k, len(vals))
		say(&b, path, before)
		before = path
		for _, f := range v.facts {
			fact := &g.d.doc.Facts[f]
			lead := strings.Index(v.text, fact.Value)
			if lead < 0 {
				lead = 0
			}
			g.d.place(f, at, b.Len()+lead-fact.Start)
		}
		b.WriteString(v.text)
		numbers = numbers || isFigure(v.text)
		percent = percent && (strings.HasSuffix(v.text, "%") || isNil(v.text))
	}
	unit := g.unit
	if g.inGroup != "" {
		unit = g.inGroup
	}
	if unit != "" && numbers && !percent {
		b.WriteString(" (" + unit + ")")
	}
	g.d.add(Block{Kind: Row, Text: b.String(), Table: g.n, Caption: g.caption, numbers: numbers})
}
