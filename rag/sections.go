package rag

import (
	"fmt"
	"math"
	"strings"
)

// candidate is a line that may be the heading of an item.
type candidate struct {
	block int
	rank  int  // index into the form's items
	title bool // the line has the item's title
	run   bool // the text goes on in the same paragraph
	page  bool // ends in a page number
	chars int  // text up to the next candidate of another item
}

// findSections splits the document into the items of the form. Every line that
// starts with an item number is a candidate; the chain of candidates in the
// order of the form that covers the most text wins, so that neither the table
// of contents nor a cross reference is taken for a section.
func (d *Document) findSections(f *form) {
	if f == nil {
		d.whole()
		return
	}
	cands := d.candidates(f)
	chain := d.chain(f, cands)
	if len(chain) == 0 {
		d.dropContents(f, len(d.Blocks))
		d.whole()
		return
	}
	d.dropContents(f, chain[0].block)
	if first := chain[0].block; first > 0 {
		d.Sections = append(d.Sections, Section{Name: "Cover", Title: "Cover", Last: first, Confidence: 1})
	}
	end := d.signatures(chain[len(chain)-1].block)
	for i, c := range chain {
		s := f.items[c.rank]
		s.title = formerTitle(s.title, fold(d.Blocks[c.block].Text))
		last := end
		if i+1 < len(chain) {
			last = chain[i+1].block
		}
		sec := Section{Name: f.label(s), Item: s.item, Part: s.part, Title: s.title, First: c.block, Last: last, Confidence: 0.7}
		if c.title {
			sec.Confidence = 0.95
		}
		d.Sections = append(d.Sections, sec)
	}
	if end < len(d.Blocks) {
		d.Sections = append(d.Sections, Section{Name: "Signatures", Title: "Signatures", First: end, Last: len(d.Blocks), Confidence: 0.9})
	}
	d.dropRunningItems()
	d.measure()
	d.followStatements(f)
	d.markStubs()
}

// formerTitle is the title of an item whose number the form gave to something
// else before or since, as the heading has it.
func formerTitle(title, heading string) string {
	switch {
	case strings.Contains(heading, "submission of matters"):
		return "Submission of Matters to a Vote of Security Holders"
	case strings.HasPrefix(title, "Selected") && strings.Contains(heading, "reserved"):
		return "Reserved"
	}
	return title
}

func (d *Document) whole() {
	d.Sections = append(d.Sections, Section{Name: "Document", Title: "Document", Last: len(d.Blocks), Confidence: 0.5})
	d.measure()
}

// measure counts the text of the sections.
func (d *Document) measure() {
	for i := range d.Sections {
		s := &d.Sections[i]
		s.Chars = 0
		for _, b := range d.Blocks[s.First:s.Last] {
			if !b.furniture {
				s.Chars += len(b.Text)
			}
		}
	}
}

// candidates lists the lines that may head an item, in order.
func (d *Document) candidates(f *form) []candidate {
	const limit = 20_000
	var out []candidate
	part := ""
	titled := map[int]bool{}
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if p, rest := partNumber(b.Text); p != "" && len(rest) < 120 {
			part = p
		}
		p, item, rest, ok := itemNumber(b.Text)
		if !ok {
			continue
		}
		if p != "" {
			part = p
		}
		title, sep := afterItems(rest)
		c := candidate{block: i, page: pageAtEnd(b.Text) && len(title) < 200}
		var fits bool
		if c.rank, c.title, fits = f.match(part, item, title, d.after(i)); !fits {
			continue
		}
		const longest = 300
		if len(b.Text) > longest || sep == ',' || sep == ' ' && len(b.Text) > 180 {
			// A paragraph: an item only if its title stands first and apart.
			c.run = true
			if !c.title || sep == ',' || sep == ' ' || !startsWithTitle(title, f.items[c.rank]) {
				continue
			}
		}
		if !c.title && len(title) > 60 {
			continue
		}
		titled[c.rank] = titled[c.rank] || c.title && !c.page
		if out = append(out, c); len(out) >= limit {
			break
		}
	}
	keep := out[:0]
	for _, c := range out {
		b := &d.Blocks[c.block]
		if !c.title && titled[c.rank] && (b.furniture || d.repeated(c.block)) || c.page && titled[c.rank] {
			continue
		}
		keep = append(keep, c)
	}
	return keep
}

// repeated reports whether block i is a bare item number at the top of a page.
func (d *Document) repeated(i int) bool {
	for j := i; j >= max(0, i-3); j-- {
		if d.Blocks[j].afterPage {
			return true
		}
	}
	return false
}

// after is the line after block i, where the title of a bare item number
// stands.
func (d *Document) after(i int) string {
	for j := i + 1; j < min(len(d.Blocks), i+3); j++ {
		if b := d.Blocks[j]; !b.furniture {
			const longest = 200
			if len(b.Text) <= longest {
				return b.Text
			}
			break
		}
	}
	return ""
}

// match finds the item of the form that a heading names.
func (f *form) match(part, item, title, next string) (rank int, titled, ok bool) {
	lower := fold(title)
	bare := strings.Trim(lower, " .") == "" || strings.HasPrefix(lower, "continued") || strings.HasPrefix(lower, "[reserved]")
	rank = -1
	for i, s := range f.items {
		if s.item != item {
			continue
		}
		if s.says(lower) || bare && s.says(fold(next)) {
			if f.hasParts() && part != "" && s.part != part && rank >= 0 {
				continue
			}
			rank, titled = i, true
			if !f.hasParts() || s.part == part {
				return i, true, true
			}
			continue
		}
		if rank < 0 && (!f.hasParts() || part == "" || s.part == part) {
			rank = i
		}
	}
	if rank < 0 {
		return 0, false, false
	}
	return rank, titled, titled || bare || len(lower) < 60
}

// says reports whether a folded heading has the words of the item's title.
func (s itemSpec) says(lower string) bool {
	if len(lower) > 200 {
		lower = lower[:200]
	}
	for _, w := range s.words {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}

// startsWithTitle reports whether the words of the item come within the first
// few words.
func startsWithTitle(title string, s itemSpec) bool {
	lower := fold(title[:min(len(title), 120)])
	for _, w := range s.words {
		if i := strings.Index(lower, w); i >= 0 && i < 40 {
			return true
		}
	}
	return false
}

// fold lowers ASCII letters and folds the apostrophe.
func fold(s string) string {
	return strings.ToLower(strings.ReplaceAll(s, "’", "'"))
}

// chain picks the candidates, in rising order of the form, that cover the most
// text.
func (d *Document) chain(f *form, cands []candidate) []candidate {
	runs := cands[:0:0]
	for _, c := range cands { // a heading repeated on every page is one run
		if n := len(runs); n > 0 && runs[n-1].rank == c.rank {
			if !runs[n-1].title && c.title && c.block-runs[n-1].block < 12 {
				runs[n-1] = c
			}
			continue
		}
		runs = append(runs, c)
	}
	n := len(runs)
	if n == 0 {
		return nil
	}
	sum := make([]int, len(d.Blocks)+1)
	for i, b := range d.Blocks {
		sum[i+1] = sum[i]
		if !b.furniture && !b.link {
			sum[i+1] += len(b.Text)
		}
	}
	for i := range runs {
		end := len(d.Blocks)
		if i+1 < n {
			end = runs[i+1].block
		}
		runs[i].chars = sum[end] - sum[runs[i].block]
	}
	type best struct {
		weight float64
		from   int
	}
	top := make([]best, len(f.items)) // best chain that ends at each rank
	for r := range top {
		top[r] = best{0, -1}
	}
	from := make([]int, n)
	for i, c := range runs {
		const enough = 40_000
		w := math.Sqrt(float64(min(c.chars, enough))) + 1
		if c.title {
			w *= 1.5
		}
		if c.page || d.Blocks[c.block].link {
			w *= 0.3
		}
		if c.run {
			w *= 0.8
		}
		prev := best{0, -1}
		for r := range c.rank {
			if top[r].weight > prev.weight {
				prev = top[r]
			}
		}
		from[i] = prev.from
		if w += prev.weight; w > top[c.rank].weight {
			top[c.rank] = best{w, i}
		}
	}
	last := best{0, -1}
	for _, b := range top {
		if b.weight > last.weight {
			last = b
		}
	}
	var out []candidate
	for i := last.from; i >= 0; i = from[i] {
		out = append(out, runs[i])
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// signatures finds the signature page after block from.
func (d *Document) signatures(from int) int {
	for i := from + 1; i < len(d.Blocks); i++ {
		t := strings.Trim(d.Blocks[i].Text, " .:")
		if len(t) <= 12 && (strings.EqualFold(t, "signatures") || strings.EqualFold(t, "signature")) && !d.Blocks[i].link {
			return i
		}
	}
	return len(d.Blocks)
}

// dropContents marks the table of contents before block end.
func (d *Document) dropContents(f *form, end int) {
	perTable := map[int]int{}
	isEntry := func(b *Block) bool {
		if p, rest := partNumber(b.Text); p != "" && len(rest) < 60 {
			return true
		}
		_, item, _, ok := itemNumber(b.Text)
		if !ok || len(b.Text) > 300 {
			return false
		}
		for _, s := range f.items {
			if s.item == item {
				return true
			}
		}
		return false
	}
	for i := range d.Blocks[:end] {
		if b := &d.Blocks[i]; b.Table > 0 && isEntry(b) {
			perTable[b.Table]++
		}
	}
	for i := range d.Blocks[:end] {
		b := &d.Blocks[i]
		const several = 4
		if b.Table > 0 && perTable[b.Table] >= several || isEntry(b) || b.link && len(b.Text) < 200 {
			b.furniture = true
		}
	}
}

// dropRunningItems marks the repeated item headings inside sections.
func (d *Document) dropRunningItems() {
	for _, s := range d.Sections {
		for i := s.First; i < s.Last; i++ {
			b := &d.Blocks[i]
			if len(b.Text) > 200 {
				continue
			}
			if p, rest := partNumber(b.Text); p != "" && len(rest) < 60 && i > s.First {
				b.furniture = true
				continue
			}
			if i == s.First {
				b.furniture = false
				b.Kind = Heading
			} else if _, item, _, ok := itemNumber(b.Text); ok && (item == s.Item || b.furniture) {
				b.furniture = true
			}
		}
	}
}

// markStubs marks items that only point elsewhere, and says so for those that
// research needs.
func (d *Document) markStubs() {
	const short = 2500
	for i := range d.Sections {
		s := &d.Sections[i]
		if s.Item == "" || s.Chars > short {
			continue
		}
		where := refersTo(fold(d.Text(*s)))
		if where == "" {
			continue
		}
		s.Stub = true
		switch s.Title {
		case SectionBusiness, SectionRiskFactors, SectionMDA, SectionMarketRisk, "Financial Statements", "Financial Statements and Supplementary Data":
			d.warn(fmt.Sprintf("%s is not in this document: it refers to %s", s.Name, where))
		}
	}
}

// refersTo says where a stub sends its reader, or nothing.
func refersTo(t string) string {
	by := strings.Contains(t, "incorporated") && strings.Contains(t, "reference") || strings.Contains(t, "can be found in") ||
		strings.Contains(t, "is set forth") || strings.Contains(t, "are set forth") || strings.Contains(t, "appears in") ||
		strings.Contains(t, "included in") || strings.Contains(t, "see ") || strings.Contains(t, "reference is made") || strings.Contains(t, "refer to") ||
		strings.Contains(t, "is presented") || strings.Contains(t, "are presented") || strings.Contains(t, "omitted")
	if !by {
		return ""
	}
	switch {
	case strings.Contains(t, "annual report to s"), strings.Contains(t, "annual report to its"), strings.Contains(t, "exhibit 13"):
		return "the annual report to shareholders (Exhibit 13)"
	case strings.Contains(t, "proxy statement"):
		return "the proxy statement"
	case strings.Contains(t, "item 15"), strings.Contains(t, "item 14(a)"):
		return "Item 15"
	case strings.Contains(t, "item 8"):
		return "Item 8"
	case strings.Contains(t, "item 7"):
		return "Item 7"
	case strings.Contains(t, "part i, item 1a"), strings.Contains(t, "annual report on form 10-k"):
		return "the annual report on Form 10-K"
	case strings.Contains(t, "incorporated"):
		return "another document"
	case strings.Contains(t, "omitted"):
		return "nothing (omitted)"
	}
	return ""
}
