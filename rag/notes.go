package rag

import (
	"slices"
	"strconv"
	"strings"
)

// followStatements moves the financial statements that a filer prints under
// the exhibits item to the item that names them, when that item only refers
// there.
func (d *Document) followStatements(f *form) {
	if f != &annual {
		return
	}
	i8 := slices.IndexFunc(d.Sections, func(s Section) bool { return s.Item == "8" })
	i15 := slices.IndexFunc(d.Sections, func(s Section) bool { return s.Item == "15" })
	if i15 < 0 {
		i15 = slices.IndexFunc(d.Sections, func(s Section) bool { return s.Item == "14" })
	}
	const stub, body = 3000, 20_000
	if i8 < 0 || i15 < 0 || d.Sections[i8].Chars > stub || d.Sections[i15].Chars < body {
		return
	}
	ex := d.Sections[i15]
	from := -1
	for i := ex.First + 1; i < ex.Last; i++ {
		b := &d.Blocks[i]
		if b.furniture || b.Table > 0 || b.link || len(b.Text) > 120 || pageAtEnd(b.Text) {
			continue
		}
		t := fold(b.Text)
		if strings.HasPrefix(t, "report of independent registered") || b.Kind == Heading && (strings.HasPrefix(t, "consolidated statements of") || strings.HasPrefix(t, "consolidated balance sheets")) {
			from = i
			break
		}
	}
	if from < 0 {
		return
	}
	moved := d.Sections[i8]
	moved.First, moved.Last, moved.Confidence = from, ex.Last, 0.8
	d.Sections[i15].Last = from
	d.Sections = slices.Insert(d.Sections, i15+1, moved)
	d.Sections = slices.Delete(d.Sections, i8, i8+1)
	// What stood under the item, its reference, joins the item before it.
	for i := range d.Sections {
		if i+1 < len(d.Sections) && d.Sections[i].Last < d.Sections[i+1].First {
			d.Sections[i].Last = d.Sections[i+1].First
		}
	}
	d.measure()
}

// note is a line that may head a note of the statements.
type note struct {
	block, number int
	title         string
}

// findNotes splits the financial statements into their notes. Each becomes a
// section after its item.
func (d *Document) findNotes() {
	var out []Section
	for _, s := range d.Sections {
		out = append(out, s)
		if s.Stub || strings.HasPrefix(s.Title, "Exhibits") || !strings.Contains(s.Title, "Financial Statement") && s.Name != "Document" {
			continue
		}
		seq := d.noteSequence(s)
		const enough = 2
		if len(seq) < enough {
			continue
		}
		for i, n := range seq {
			last := d.auditReport(n.block, s.Last)
			if i+1 < len(seq) {
				last = seq[i+1].block
			}
			num := strconv.Itoa(n.number)
			name := s.Name + " > Note " + num
			if n.title != "" {
				name += ". " + n.title
			}
			out = append(out, d.sub(Section{Name: name, Item: "Note " + num, Part: s.Part, Title: n.title, First: n.block, Last: last, Confidence: 0.9}))
		}
		if last := out[len(out)-1].Last; last < s.Last {
			out = append(out, d.sub(Section{Name: s.Name + " > " + auditTitle, Item: "Audit", Part: s.Part, Title: auditTitle, First: last, Last: s.Last, Confidence: 0.8}))
		}
	}
	d.Sections = out
}

const auditTitle = "Report of Independent Registered Public Accounting Firm"

// auditReport finds where the auditor's report starts between two blocks.
func (d *Document) auditReport(from, to int) int {
	for i := from + 1; i < to; i++ {
		if b := &d.Blocks[i]; !b.furniture && len(b.Text) < 100 && strings.HasPrefix(fold(b.Text), "report of independent") && !pageAtEnd(b.Text) {
			return i
		}
	}
	return to
}

// sub measures a section inside an item.
func (d *Document) sub(s Section) Section {
	for _, b := range d.Blocks[s.First:s.Last] {
		if !b.furniture {
			s.Chars += len(b.Text)
		}
	}
	return s
}

// noteSequence finds the run of rising note headings that covers most text.
func (d *Document) noteSequence(s Section) []note {
	var best, cur []note
	covers := func(seq []note) int {
		if len(seq) == 0 {
			return 0
		}
		return (seq[len(seq)-1].block - seq[0].block) + len(seq)
	}
	for _, worded := range []bool{true, false} {
		cur = nil
		for i := s.First; i < s.Last; i++ {
			b := &d.Blocks[i]
			if b.furniture || b.link || b.Kind == Row || len(b.Text) > 200 {
				continue
			}
			n, title, ok := noteHeading(b, worded)
			if !ok {
				continue
			}
			if title == "" {
				title = d.after(i)
				if len(title) > 120 {
					title = ""
				}
			}
			switch {
			case n == 1:
				if covers(cur) > covers(best) {
					best = cur
				}
				cur = []note{{i, n, cutTitle(title)}}
			case len(cur) > 0 && (n == cur[len(cur)-1].number+1 || n == cur[len(cur)-1].number+2):
				cur = append(cur, note{i, n, cutTitle(title)})
			}
		}
		if covers(cur) > covers(best) {
			best = cur
		}
		if len(best) >= 2 {
			break
		}
	}
	return best
}

// noteHeading reads "NOTE 3: INCOME TAXES", or without worded "3. Income
// Taxes" set off as a heading.
func noteHeading(b *Block, worded bool) (n int, title string, ok bool) {
	s := b.Text
	if worded {
		if len(s) < 6 || !strings.EqualFold(s[:4], "note") {
			return 0, "", false
		}
		s = strings.TrimLeft(strings.TrimLeft(s[4:], "S s"), " ")
	} else if b.Kind != Heading {
		return 0, "", false
	}
	i := 0
	for i < len(s) && i < 2 && digit(s[i]) {
		i++
	}
	if i == 0 || i < len(s) && (digit(s[i]) || letter(s[i])) {
		return 0, "", false
	}
	n, _ = strconv.Atoi(s[:i])
	rest := s[i:]
	if !worded && !strings.HasPrefix(rest, ".") && !strings.HasPrefix(rest, " ") {
		return 0, "", false
	}
	title = strings.TrimLeft(rest, " .:)(-–—|")
	if title == "" {
		return n, "", worded
	}
	if title[0] >= 'a' && title[0] <= 'z' || digit(title[0]) || strings.HasPrefix(rest, ",") || strings.Contains(fold(title), "continued") {
		return 0, "", false // "Note 3 to the ..." is a reference
	}
	if b.Kind != Heading && (len(title) > 120 || strings.HasSuffix(title, ".") || strings.Contains(title, ". ")) {
		return 0, "", false
	}
	return n, title, true
}

func cutTitle(s string) string {
	const longest = 100
	s = strings.TrimRight(s, " .:")
	if len(s) <= longest {
		return s
	}
	if i := strings.LastIndexByte(s[:longest], ' '); i > 0 {
		return s[:i]
	}
	return s[:longest]
}
