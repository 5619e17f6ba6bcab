package rag

import "strings"

// markFurniture marks what is printed around the text of every page: running
// headers and footers, page numbers, links back to the contents.
func (d *Document) markFurniture() {
	const reach, longest = 4, 160
	blocks := d.Blocks
	near := make([]bool, len(blocks))
	for i := range blocks {
		if !blocks[i].afterPage {
			continue
		}
		for j := max(0, i-reach); j < min(len(blocks), i+reach); j++ {
			near[j] = true
		}
	}
	for j := max(0, len(blocks)-reach); j < len(blocks); j++ {
		near[j] = near[j] || len(blocks) > 50
	}
	pages := 1
	if n := len(blocks); n > 0 {
		pages = blocks[n-1].Page
	}
	type count struct{ all, near int }
	counts := map[string]*count{}
	keys := make([]string, len(blocks))
	for i, b := range blocks {
		if len(b.Text) > longest || b.Kind == Row && b.numbers {
			continue
		}
		k := withoutDigits(b.Text)
		keys[i] = k
		c := counts[k]
		if c == nil {
			c = &count{}
			counts[k] = c
		}
		c.all++
		if near[i] {
			c.near++
		}
	}
	for i := range blocks {
		b := &blocks[i]
		if len(b.Text) <= 24 && b.Kind != Row && isPageNumber(b.Text) && (near[i] || len(b.Text) <= 4 && allDigits(b.Text)) {
			b.furniture = true
			continue
		}
		if keys[i] == "" {
			continue
		}
		c := counts[keys[i]]
		switch {
		case strings.EqualFold(b.Text, "table of contents"), strings.EqualFold(b.Text, "index"), strings.EqualFold(b.Text, "back to contents"):
			b.furniture = b.link || c.all >= 3
		case near[i] && c.near >= 3 && c.near >= pages/20 && c.near*10 >= c.all*8:
			b.furniture = true
		}
	}
}

// withoutDigits folds case and numbers, so that a footer is the same on every
// page.
func withoutDigits(s string) string {
	var buf [192]byte
	out := buf[:0]
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case digit(c):
			if len(out) > 0 && out[len(out)-1] == '#' {
				continue
			}
			c = '#'
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		out = append(out, c)
	}
	if t := strings.Trim(string(out), "# .|-"); t == "" {
		return ""
	}
	return string(out)
}

// isPageNumber reads "12", "F-3", "- 12 -", "Page 7", "Page 7 of 90".
func isPageNumber(s string) bool {
	s = strings.ToLower(strings.Trim(s, "-–— ()|."))
	s = strings.TrimPrefix(s, "page ")
	if i := strings.Index(s, " of "); i > 0 {
		s = s[:i]
	}
	if len(s) > 2 && letter(s[0]) && s[1] == '-' {
		s = s[2:]
	}
	s = strings.TrimSpace(s)
	return len(s) > 0 && len(s) <= 4 && allDigits(s)
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !digit(s[i]) {
			return false
		}
	}
	return s != ""
}

// joinPages puts a paragraph that a page break cut in two together again. The
// rest of the paragraph moves to its first block, facts with it.
func (d *Document) joinPages() {
	prev, page := -1, 0
	moved := map[int][2]int{} // block: new block and offset
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if b.furniture {
			continue
		}
		if prev >= 0 && b.Page > page && b.Kind == Paragraph && d.Blocks[prev].Kind == Paragraph && continues(d.Blocks[prev].Text, b.Text) {
			p := &d.Blocks[prev]
			moved[i] = [2]int{prev, len(p.Text) + 1}
			p.Text += " " + b.Text
			b.Text, b.furniture = "", true
			page = b.Page // a paragraph over three pages joins twice
			continue
		}
		prev, page = i, b.Page
	}
	if len(moved) == 0 {
		return
	}
	for i := range d.Facts {
		if to, ok := moved[d.Facts[i].Block]; ok {
			d.Facts[i].Block = to[0]
			d.Facts[i].Start += to[1]
			d.Facts[i].End += to[1]
		}
	}
}

// continues reports whether b carries on the sentence that a breaks off.
func continues(a, b string) bool {
	if len(a) < 60 || b == "" || strings.ContainsRune(".:;?!”\")", rune(a[len(a)-1])) || strings.HasSuffix(a, "”") {
		return false
	}
	return b[0] >= 'a' && b[0] <= 'z' || strings.HasSuffix(a, ",") || strings.HasSuffix(a, " and") || strings.HasSuffix(a, " the") || strings.HasSuffix(a, " of")
}
