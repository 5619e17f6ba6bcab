package rag

import "strings"

// draft is a document that is being read.
type draft struct {
	doc    *Document
	page   int
	fresh  bool // nothing was written on this page yet
	tables int
	anchor string
	hidden []byte // hidden text, for the injection check; bounded
	unseen int    // characters that do not show

	last    grid // the table written last
	lastEnd int  // the block after it
}

func (d *draft) add(b Block) int {
	b.Page = d.page + 1
	b.Anchor = d.anchor
	b.afterPage = d.fresh && d.page > 0
	d.fresh = false
	d.doc.Blocks = append(d.doc.Blocks, b)
	return len(d.doc.Blocks) - 1
}

// paragraph writes a paragraph and returns its block.
func (d *draft) paragraph(s string, bold, link bool) int {
	kind := Paragraph
	if looksLikeHeading(s, bold) {
		kind = Heading
	}
	return d.add(Block{Kind: kind, Text: s, bold: bold, link: link})
}

// looksLikeHeading reports whether a paragraph is a short line set in bold or
// capitals.
func looksLikeHeading(s string, bold bool) bool {
	const longest = 250
	if len(s) > longest || len(s) < 3 || strings.HasSuffix(s, ";") || strings.HasSuffix(s, ",") {
		return false
	}
	if bold {
		return true
	}
	letters, capitals := 0, 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' {
			return false
		}
		if c >= 'A' && c <= 'Z' {
			letters++
			capitals++
		}
	}
	return capitals == letters && letters >= 4
}

func (d *draft) breakPage() {
	d.page++
	d.fresh = true
}

// hide counts text that the page does not show.
func (d *draft) hide(s []byte) {
	n := 0
	for _, c := range s {
		if c > ' ' {
			n++
		}
	}
	d.doc.HiddenBytes += n
	const keep = 1 << 20
	if n > 0 && len(d.hidden) < keep {
		d.hidden = append(append(d.hidden, s[:min(len(s), keep)]...), ' ')
	}
}

// cover takes a fact of the cover page.
func (d *draft) cover(name, value string) {
	switch name {
	case "dei:EntityCentralIndexKey":
		d.doc.addCIK(value)
	case "dei:DocumentType":
		if d.doc.Form == "" {
			d.doc.Form = strings.ToUpper(value)
		}
	}
}

// place puts fact f, whose offsets count from the start of its cell, into
// block at with its offsets moved by shift.
func (d *draft) place(f int32, at, shift int) {
	fact := &d.doc.Facts[f]
	if fact.Block >= 0 {
		return
	}
	fact.Block = at
	fact.Start += shift
	fact.End += shift
}

// isItem reports whether a line reads like the heading of an item.
func (d *draft) isItem(s string) bool {
	_, _, _, ok := itemNumber(s)
	return ok
}

// captionBefore returns what introduces a table that starts here, and its unit.
func (d *draft) captionBefore() (caption, unit string) {
	const reach, longest = 4, 400
	blocks := d.doc.Blocks
	for i := len(blocks) - 1; i >= 0 && i >= len(blocks)-reach; i-- {
		b := blocks[i]
		if b.Kind == Row && b.numbers {
			break
		}
		if unit == "" {
			unit = unitOf(b.Text)
		}
		if caption == "" && len(b.Text) <= longest && !isUnit(strings.Trim(b.Text, "()")) && len(b.Text) > 8 &&
			(strings.HasSuffix(b.Text, ":") || b.Kind == Heading || strings.Contains(b.Text, "table")) {
			caption = b.Text
		}
		if caption != "" && unit != "" || b.Kind == Paragraph && len(b.Text) > longest {
			break
		}
	}
	return caption, unit
}

// follows reports whether nothing but the foot and head of a page stands
// between the table written last and here.
func (d *draft) follows() bool {
	const longest, most = 100, 4
	n := len(d.doc.Blocks) - d.lastEnd
	if d.lastEnd == 0 || n > most || n > 0 && d.doc.Blocks[d.lastEnd-1].Page > d.page {
		return false
	}
	for _, b := range d.doc.Blocks[d.lastEnd:] {
		if len(b.Text) > longest || strings.HasSuffix(b.Text, ":") {
			return false
		}
	}
	return true
}
