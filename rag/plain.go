package rag

import (
	"bytes"
	"context"
	"html"
	"strings"
)

// readText reads a plain-text filing: paragraphs between blank lines, <PAGE>
// breaks, and tables between <TABLE> tags or recognised by their columns.
func readText(ctx context.Context, src []byte, d *draft) error {
	r := textReader{d: d}
	n := 0
	for raw := range bytes.Lines(src) {
		if n++; n&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		r.line(raw)
	}
	r.end()
	r.d.unseen += r.ink.unseen
	return nil
}

type textReader struct {
	d       *draft
	ink     ink
	para    []string // lines of the paragraph
	rows    []string // lines of the table
	inTable bool
}

func (r *textReader) line(raw []byte) {
	const longest = 4096
	if len(raw) > longest {
		// Not lines of a page: a paragraph a line.
		r.end()
		r.para = append(r.para, r.clean(raw))
		r.end()
		return
	}
	s := strings.TrimRight(string(raw), " \t\r\n")
	t := strings.TrimSpace(s)
	if t != "" && t[0] == '<' {
		switch u := strings.ToUpper(t); {
		case strings.HasPrefix(u, "<PAGE>"):
			r.endParagraph()
			if r.inTable {
				r.endTable()
				r.inTable = true
			}
			r.d.breakPage()
			return
		case strings.HasPrefix(u, "<TABLE>"):
			r.end()
			r.inTable = true
			return
		case strings.HasPrefix(u, "</TABLE>"):
			r.endTable()
			r.inTable = false
			return
		case strings.HasPrefix(u, "<CAPTION>"), strings.HasPrefix(u, "<S>"), strings.HasPrefix(u, "<C>"), strings.HasPrefix(u, "<FN>"):
			return
		}
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	if r.inTable {
		r.rows = append(r.rows, detab(s))
		return
	}
	switch {
	case t == "":
		r.endParagraph()
	case isRule(t):
		r.endParagraph()
	default:
		if _, _, _, ok := itemNumber(t); ok && len(t) < 200 {
			r.endParagraph()
		}
		r.para = append(r.para, s)
	}
}

func (r *textReader) clean(b []byte) string {
	r.ink.reset()
	r.ink.write(b, false, false)
	return string(r.ink.buf)
}

// isRule reports whether a line is drawn of dashes.
func isRule(t string) bool { return len(t) > 2 && strings.Trim(t, "-=_ *") == "" }

func detab(s string) string {
	if strings.IndexByte(s, '\t') < 0 {
		return s
	}
	return strings.ReplaceAll(s, "\t", "        ")
}

func (r *textReader) end() {
	r.endParagraph()
	r.endTable()
}

func (r *textReader) endParagraph() {
	if len(r.para) == 0 {
		return
	}
	lines := r.para
	r.para = nil
	columns := 0
	for _, l := range lines {
		if cs := fields(l); len(cs) > 1 && isFigure(cs[len(cs)-1].text) {
			columns++
		}
	}
	if columns*2 > len(lines) && len(lines) > 2 { // a table without tags
		r.rows = lines
		r.endTable()
		return
	}
	r.ink.reset()
	for _, l := range lines {
		r.ink.write([]byte(l), false, false)
		r.ink.space = true
	}
	if len(r.ink.buf) > 0 {
		r.d.paragraph(string(r.ink.buf), false, false)
	}
}

// endTable reads the lines of a table by their columns.
func (r *textReader) endTable() {
	if len(r.rows) == 0 {
		return
	}
	t := table{text: true}
	for _, l := range r.rows {
		if isRule(strings.TrimSpace(l)) {
			continue
		}
		if cs := fields(l); len(cs) > 0 && t.cells < maxCells {
			t.rows = append(t.rows, cs)
			t.cells += len(cs)
		}
	}
	r.rows = nil
	r.d.table(&t)
}

// fields cuts a line of a text table where two or more spaces stand. A label
// keeps column 0; the span of the others is widened, as figures are set flush
// right under headers set in the middle.
func fields(l string) []cell {
	var out []cell
	i := 0
	for i < len(l) {
		for i < len(l) && l[i] == ' ' {
			i++
		}
		from := i
		for i < len(l) && (l[i] != ' ' || i+1 < len(l) && l[i+1] != ' ') {
			i++
		}
		if from == i {
			break
		}
		s := strings.TrimSpace(strings.TrimRight(strings.Trim(l[from:min(i, len(l))], "_"), " ."))
		if s == "" || isRule(s) {
			continue
		}
		c := cell{text: strings.ToValidUTF8(foldSpace(s), ""), col: max(0, from-2), span: i - from + 4}
		if len(out) == 0 && !isFigure(s) && !isDate(s) && from < 16 {
			c.col = 0
		}
		if j := strings.Index(s, "...."); j > 0 && len(out) == 0 { // dot leaders
			tail := strings.TrimLeft(s[j:], ". ")
			c.text = strings.TrimSpace(s[:j])
			out = append(out, c)
			if tail != "" {
				at := from + strings.LastIndex(l[from:i], tail)
				out = append(out, cell{text: tail, col: max(0, at-2), span: len(tail) + 4})
			}
			continue
		}
		out = append(out, c)
	}
	return out
}

// foldSpace folds whitespace and drops what does not show.
func foldSpace(s string) string {
	var k ink
	k.write([]byte(s), false, false)
	return string(k.buf)
}
