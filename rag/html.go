package rag

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxDepth bounds the elements we keep open. Beyond it an element takes the
// place of its parent, as browsers do, and inherits what hid the parent.
const maxDepth = 4096

// tag names an element: its atom, or a name of ours for inline XBRL.
type tag uint32

const (
	tagOther tag = 0xF0000000 + iota
	tagHeader
	tagHidden
	tagNonFraction
	tagNonNumeric
	tagContext
	tagIdentifier
	tagStart
	tagEnd
	tagInstant
	tagMember
)

type frame struct {
	tag    tag
	hidden bool // by style or attribute
	xbrl   bool // inside ix:header, which is not part of the page
	bold   bool
	link   bool
	fact   int32 // 1 + index of the open fact of this element
}

// htmlReader walks the tokens of a page and writes its blocks.
type htmlReader struct {
	z       *html.Tokenizer
	d       *draft
	stack   []frame
	depths  map[tag]int
	ink     ink
	tables  []*table
	style   []byte
	classes map[string]bool
	spans   []int32 // facts inside the current ink
	breaks  int     // consecutive <br>
	pre     int

	dei     string // the cover fact being read
	deiText []byte
	ctxID   string
	ctx     Context
	ctxText *string
	deep    bool
}

func readHTML(ctx context.Context, src []byte, d *draft) error {
	r := &htmlReader{
		z:       html.NewTokenizer(bytes.NewReader(src)),
		d:       d,
		depths:  map[tag]int{},
		classes: map[string]bool{},
	}
	for n := 0; ; n++ {
		if n&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch r.z.Next() {
		case html.ErrorToken:
			if err := r.z.Err(); err != nil && !errors.Is(err, io.EOF) {
				return fmt.Errorf("html: %w", err)
			}
			r.flush()
			for len(r.tables) > 0 {
				r.closeTable()
			}
			r.d.unseen += r.ink.unseen
			return nil
		case html.TextToken:
			r.text(r.z.Text())
		case html.StartTagToken:
			r.open(false)
		case html.SelfClosingTagToken:
			r.open(true)
		case html.EndTagToken:
			name, _ := r.z.TagName()
			r.close(tagOf(name))
		}
	}
}

func tagOf(name []byte) tag {
	if a := atom.Lookup(name); a != 0 {
		return tag(a)
	}
	i := bytes.IndexByte(name, ':')
	if i < 0 {
		return tagOther
	}
	switch string(name[i+1:]) {
	case "header":
		return tagHeader
	case "hidden":
		return tagHidden
	case "nonfraction":
		return tagNonFraction
	case "nonnumeric":
		return tagNonNumeric
	case "context":
		return tagContext
	case "identifier":
		return tagIdentifier
	case "startdate":
		return tagStart
	case "enddate":
		return tagEnd
	case "instant":
		return tagInstant
	case "explicitmember":
		return tagMember
	}
	return tagOther
}

func void(t tag) bool {
	switch atom.Atom(t) {
	case atom.Br, atom.Hr, atom.Img, atom.Input, atom.Meta, atom.Link, atom.Col, atom.Area,
		atom.Base, atom.Embed, atom.Source, atom.Track, atom.Wbr, atom.Param:
		return true
	}
	return false
}

func block(t tag) bool {
	switch atom.Atom(t) {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li,
		atom.Section, atom.Article, atom.Header, atom.Footer, atom.Blockquote, atom.Center, atom.Pre, atom.Form,
		atom.Dl, atom.Dt, atom.Dd, atom.Address, atom.Body, atom.Html, atom.Main, atom.Nav, atom.Aside,
		atom.Figure, atom.Caption, atom.Hr, atom.Table, atom.Tr, atom.Td, atom.Th:
		return true
	}
	return false
}

// dropped reports whether an element's text never shows.
func dropped(t tag) bool {
	switch atom.Atom(t) {
	case atom.Noscript, atom.Template, atom.Iframe, atom.Object,
		atom.Svg, atom.Math, atom.Textarea, atom.Select, atom.Noembed, atom.Noframes, atom.Audio, atom.Video, atom.Canvas:
		return true
	}
	return false
}

func (r *htmlReader) top() frame {
	if n := len(r.stack); n > 0 {
		return r.stack[n-1]
	}
	return frame{}
}

// attrs are the attributes of one start tag that we read.
type attrs struct {
	look
	href, name, context, unit, scale, sign, decimals, id, dimension string
	colspan, rowspan                                                int
}

func (r *htmlReader) attrs(t tag, more bool) attrs {
	var a attrs
	for more {
		var k, v []byte
		k, v, more = r.z.TagAttr()
		switch string(k) {
		case "style":
			var l look
			l, r.style = readStyle(v, r.style)
			a.hidden = a.hidden || l.hidden
			a.bold, a.pageBreak = l.bold, l.pageBreak
		case "hidden":
			a.hidden = true
		case "class":
			if len(r.classes) > 0 {
				for c := range bytes.FieldsSeq(v) {
					a.hidden = a.hidden || r.classes[string(c)]
				}
			}
		case "href":
			a.href = string(v[:min(len(v), 256)])
		case "id":
			a.id = string(v[:min(len(v), 128)])
		case "name":
			a.name = string(v[:min(len(v), 256)])
		case "contextref":
			a.context = string(v[:min(len(v), 128)])
		case "unitref":
			a.unit = string(v[:min(len(v), 128)])
		case "scale":
			a.scale = string(v[:min(len(v), 8)])
		case "sign":
			a.sign = string(v[:min(len(v), 8)])
		case "decimals":
			a.decimals = string(v[:min(len(v), 8)])
		case "dimension":
			a.dimension = string(v[:min(len(v), 256)])
		case "colspan":
			a.colspan = span(v)
		case "rowspan":
			a.rowspan = span(v)
		}
	}
	return a
}

func span(v []byte) int {
	n, err := strconv.Atoi(strings.TrimSpace(string(v[:min(len(v), 8)])))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, 200)
}

// open handles a start tag.
func (r *htmlReader) open(selfClosing bool) {
	name, more := r.z.TagName()
	t := tagOf(name)
	a := r.attrs(t, more)
	if selfClosing {
		r.z.NextIsNotRawText() // <title/> is complete in the XHTML filings are written in
	}
	parent := r.top()
	f := frame{tag: t, hidden: parent.hidden || a.hidden, xbrl: parent.xbrl, bold: parent.bold || a.bold, link: parent.link}

	if !parent.xbrl {
		if t != tag(atom.Br) && (block(t) || t == tagHeader) {
			r.imply(t)
			r.blockEdge()
			parent = r.top()
			f.hidden, f.bold, f.link = parent.hidden || a.hidden, parent.bold || a.bold, parent.link
		}
		if a.id != "" && !f.hidden && (block(t) || t == tag(atom.A) || t == tag(atom.Span)) {
			r.d.anchor = a.id
		}
		if a.pageBreak {
			r.d.breakPage()
		}
	}
	switch {
	case t == tag(atom.Style), t == tag(atom.Script), t == tag(atom.Title):
		if selfClosing {
			return
		}
		if t == tag(atom.Style) {
			r.readSheet()
			return
		}
		f.xbrl = true
		r.push(f)
		return
	case dropped(t):
		f.hidden = true
		r.push(f)
		if selfClosing {
			r.close(t)
		}
		return
	case void(t):
		r.void(t)
		return
	}
	switch t {
	case tag(atom.B), tag(atom.Strong), tag(atom.H1), tag(atom.H2), tag(atom.H3), tag(atom.H4), tag(atom.H5), tag(atom.H6), tag(atom.Th):
		f.bold = true
	case tag(atom.A):
		f.link = strings.HasPrefix(a.href, "#")
		if a.name != "" && !f.hidden && !f.xbrl {
			r.d.anchor = a.name
		}
	case tag(atom.Pre):
		r.pre++
	case tagHeader, tagHidden:
		f.xbrl = true
	case tagNonFraction:
		if !f.hidden && !f.xbrl && !selfClosing {
			f.fact = r.openFact(a)
		}
	case tagNonNumeric:
		if r.dei == "" && strings.HasPrefix(a.name, "dei:") {
			switch a.name {
			case "dei:EntityCentralIndexKey", "dei:DocumentType":
				r.dei, r.deiText = a.name, r.deiText[:0]
			}
		}
	case tagContext, tagIdentifier, tagStart, tagEnd, tagInstant, tagMember:
		if f.xbrl {
			r.openContext(t, a)
		}
	}
	if !f.xbrl && !f.hidden {
		switch t {
		case tag(atom.Table):
			r.openTable()
		case tag(atom.Tr):
			if tb := r.table(); tb != nil {
				tb.startRow()
			}
		case tag(atom.Td), tag(atom.Th):
			if tb := r.table(); tb != nil {
				tb.startCell(a.colspan, a.rowspan, t == tag(atom.Th))
			}
		}
	}
	r.push(f)
	if selfClosing {
		r.close(t) // complete in XHTML; HTML ignores the slash, but no filer leaves a <div/> open
	}
}

func (r *htmlReader) push(f frame) {
	if len(r.stack) >= maxDepth {
		if !r.deep {
			r.deep = true
			r.d.doc.warn(fmt.Sprintf("elements are nested more than %d deep; deeper levels were flattened", maxDepth))
		}
		i := len(r.stack) - 1
		r.depths[r.stack[i].tag]--
		r.leave(r.stack[i])
		r.stack[i] = f
		r.depths[f.tag]++
		return
	}
	r.stack = append(r.stack, f)
	r.depths[f.tag]++
}

// imply closes what the start of t closes without an end tag.
func (r *htmlReader) imply(t tag) {
	switch atom.Atom(t) {
	case atom.Li:
		r.popTo(t, atom.Ul, atom.Ol, atom.Table)
	case atom.Td, atom.Th:
		r.popTo(tag(atom.Td), atom.Tr, atom.Table)
		r.popTo(tag(atom.Th), atom.Tr, atom.Table)
	case atom.Tr:
		r.popTo(t, atom.Table)
	case atom.Hr, atom.Html, atom.Body:
	default:
		r.popTo(tag(atom.P), atom.Td, atom.Th, atom.Table, atom.Div)
	}
}

// popTo closes the innermost t that is not outside one of the walls.
func (r *htmlReader) popTo(t tag, walls ...atom.Atom) {
	if r.depths[t] == 0 {
		return
	}
	const reach = 64
	for i := len(r.stack) - 1; i >= 0 && i >= len(r.stack)-reach; i-- {
		f := r.stack[i]
		if f.tag == t {
			r.cut(i)
			return
		}
		for _, w := range walls {
			if f.tag == tag(w) {
				return
			}
		}
	}
}

// close handles an end tag. An end tag inside a table does not close an
// element outside it, unless it ends a part of the table.
func (r *htmlReader) close(t tag) {
	if r.depths[t] == 0 || void(t) {
		if t == tag(atom.P) {
			r.blockEdge()
		}
		return
	}
	inTable := t == tag(atom.Table) || t == tag(atom.Body) || t == tag(atom.Html)
	row := t == tag(atom.Tr) || t == tag(atom.Tbody) || t == tag(atom.Thead) || t == tag(atom.Tfoot)
	const reach = 512
	for i := len(r.stack) - 1; i >= 0 && i >= len(r.stack)-reach; i-- {
		f := r.stack[i].tag
		if f == t {
			if block(t) && !r.stack[i].xbrl {
				r.blockEdge()
			}
			r.cut(i)
			return
		}
		if !inTable && (f == tag(atom.Table) || !row && (f == tag(atom.Td) || f == tag(atom.Th))) {
			return
		}
	}
}

// cut closes all elements from i up.
func (r *htmlReader) cut(i int) {
	for j := len(r.stack) - 1; j >= i; j-- {
		f := r.stack[j]
		r.stack = r.stack[:j]
		r.depths[f.tag]--
		r.leave(f)
	}
}

// leave ends an element that is no longer on the stack.
func (r *htmlReader) leave(f frame) {
	if f.fact > 0 {
		r.closeFact(int(f.fact - 1))
	}
	switch f.tag {
	case tagNonNumeric:
		if r.dei != "" {
			r.d.cover(r.dei, string(bytes.TrimSpace(r.deiText)))
			r.dei = ""
		}
		return
	case tagContext:
		if f.xbrl {
			r.closeContext()
		}
		return
	case tagIdentifier, tagStart, tagEnd, tagInstant, tagMember:
		r.ctxText = nil
		return
	case tag(atom.Pre):
		r.pre--
	}
	if f.hidden || f.xbrl {
		return
	}
	switch f.tag {
	case tag(atom.Td), tag(atom.Th):
		r.blockEdge()
		if tb := r.table(); tb != nil {
			r.endCell(tb)
		}
	case tag(atom.Tr):
		if tb := r.table(); tb != nil {
			tb.endRow()
		}
	case tag(atom.Table):
		r.blockEdge()
		r.closeTable()
	}
}

func (r *htmlReader) void(t tag) {
	if r.top().hidden || r.top().xbrl {
		return
	}
	if t != tag(atom.Br) {
		return
	}
	r.breaks++
	if r.breaks > 1 {
		r.blockEdge()
		return
	}
	r.ink.space = true
}

// readSheet reads the text of a style element that was just opened.
func (r *htmlReader) readSheet() {
	if r.z.Next() == html.TextToken {
		for _, c := range hiddenClasses(r.z.Text()) {
			r.classes[c] = true
		}
		return // its end tag finds no open element and is ignored
	}
}

func (r *htmlReader) text(s []byte) {
	f := r.top()
	if r.dei != "" && len(r.deiText) < 64 {
		r.deiText = append(r.deiText, s...)
	}
	if f.xbrl {
		if r.ctxText != nil && len(*r.ctxText) < 256 {
			*r.ctxText += strings.TrimSpace(string(s))
		}
		return
	}
	if f.hidden {
		r.d.hide(s)
		return
	}
	if r.pre > 0 {
		r.preText(s, f)
		return
	}
	n := len(r.ink.buf)
	r.ink.write(s, f.bold, f.link)
	if len(r.ink.buf) > n {
		r.breaks = 0
	}
	const longest = 1 << 20 // a paragraph without end is cut
	if len(r.ink.buf) > longest {
		r.blockEdge()
	}
}

// preText keeps the paragraphs of preformatted text.
func (r *htmlReader) preText(s []byte, f frame) {
	for len(s) > 0 {
		i := bytes.Index(s, []byte("\n\n"))
		if i < 0 {
			r.ink.write(s, f.bold, f.link)
			return
		}
		r.ink.write(s[:i], f.bold, f.link)
		r.blockEdge()
		s = s[i+2:]
	}
}

// blockEdge ends the current paragraph. Inside a table cell it becomes a line
// of the cell.
func (r *htmlReader) blockEdge() {
	r.breaks = 0
	if tb := r.table(); tb != nil && tb.inCell && !tb.layout {
		r.ink.space = true
		tb.edge(len(r.ink.buf))
		return
	}
	r.flush()
}

// flush writes the ink as a paragraph.
func (r *htmlReader) flush() {
	k := &r.ink
	if len(k.buf) > 0 {
		n := r.d.paragraph(string(k.buf), k.bold*2 > len(k.buf), k.link*4 > len(k.buf)*3)
		for _, i := range r.spans {
			f := &r.d.doc.Facts[i]
			f.Block = n
			if f.End < 0 {
				f.End = len(k.buf)
			}
		}
	}
	r.spans = r.spans[:0]
	k.reset()
}

func (r *htmlReader) table() *table {
	if n := len(r.tables); n > 0 {
		return r.tables[n-1]
	}
	return nil
}

// openTable starts a table. What holds another table is page layout: its cells
// so far become paragraphs and it stops being a table.
func (r *htmlReader) openTable() {
	if tb := r.table(); tb != nil {
		if !tb.layout {
			tb.endRow()
			r.d.layoutRows(tb)
			tb.layout = true
		}
		r.flush()
	}
	const deepest = 64
	tb := &table{layout: len(r.tables) >= deepest}
	r.tables = append(r.tables, tb)
}

func (r *htmlReader) endCell(tb *table) {
	if tb.layout {
		r.flush()
		tb.inCell = false
		return
	}
	if !tb.inCell {
		return
	}
	k := &r.ink
	facts := append([]int32(nil), r.spans...)
	for _, i := range facts {
		if f := &r.d.doc.Facts[i]; f.End < 0 {
			f.End = len(k.buf)
		}
	}
	tb.endCell(string(k.buf), k.bold*2 > len(k.buf), len(k.buf) > 0 && k.link*2 > len(k.buf), facts)
	r.spans = r.spans[:0]
	k.reset()
}

func (r *htmlReader) closeTable() {
	n := len(r.tables)
	if n == 0 {
		return
	}
	tb := r.tables[n-1]
	if tb.inCell {
		r.endCell(tb)
	}
	tb.endRow()
	r.flush()
	r.tables = r.tables[:n-1]
	if !tb.layout {
		r.d.table(tb)
	}
}
