package rag

import "tearsheet"

// BlockKind says what a block was on the page.
type BlockKind uint8

// The kinds of block.
const (
	Paragraph BlockKind = iota
	Heading             // a short line set off by weight or capitals
	Row                 // one row of a table, as a sentence
)

// Block is one paragraph, heading or table row of a document, whitespace
// folded.
type Block struct {
	Kind    BlockKind
	Text    string
	Page    int    // pages of the printed document, from 1
	Table   int    // number of the table a Row belongs to, from 1
	Caption string // what introduces the table of a Row
	Anchor  string // id of the last anchor at or before the block

	furniture bool // running header, footer, page number or contents entry
	link      bool // all of it is a link into the document
	bold      bool
	afterPage bool // first block of a page
	numbers   bool // the Row holds figures
}

// Section is one item of a form, or a note of the statements, as the span of
// blocks [First, Last) of its document. A note lies inside its item.
type Section struct {
	Name       string // "Item 7. Management's Discussion and Analysis"
	Item       string // "7", "1A", "2.02"; "Note 3" for a note; empty outside items
	Part       string // "I", "II"; empty where the form has none
	Title      string
	First      int
	Last       int
	Chars      int     // characters of text, contents entries and furniture excluded
	Stub       bool    // it only refers to a text elsewhere
	Confidence float64 // how sure we are of the boundary, 0 to 1
}

// InlineFact is an inline XBRL figure and where it stands: bytes [Start, End)
// of the Text of block Block.
type InlineFact struct {
	Name     string // "us-gaap:Assets"
	Context  string // id of the context
	Unit     string // id of the unit
	Value    string // as printed, without sign
	Scale    int    // power of ten of the printed value
	Decimals string
	Negative bool
	Block    int
	Start    int
	End      int
}

// Context is what an inline fact is about.
type Context struct {
	Entity  string // as the filing states it, for the SEC a ten-digit CIK
	Start   string // YYYY-MM-DD; empty for an instant
	End     string
	Members []Member
}

// Member is one dimension of a context.
type Member struct{ Dimension, Value string }

// Document is a parsed filing.
type Document struct {
	Form        string          // as the document states it; empty if it does not
	CIKs        []tearsheet.CIK // who it says filed it; empty if it does not say
	Blocks      []Block
	Sections    []Section // in order of the document; a note follows its item
	Facts       []InlineFact
	Contexts    map[string]Context
	HiddenBytes int // visible markup hid this much text; the XBRL header is not counted
	Warnings    []string
}

// Section returns the first section of the item, or false.
func (d *Document) Section(item string) (Section, bool) {
	for _, s := range d.Sections {
		if s.Item == item {
			return s, true
		}
	}
	return Section{}, false
}

// Text returns the section's text, one block a line.
func (d *Document) Text(s Section) string {
	n := 0
	for _, b := range d.Blocks[s.First:s.Last] {
		if !b.furniture {
			n += len(b.Text) + 1
		}
	}
	out := make([]byte, 0, n)
	for _, b := range d.Blocks[s.First:s.Last] {
		if !b.furniture {
			out = append(append(out, b.Text...), '\n')
		}
	}
	return string(out)
}

func (d *Document) warn(s string) {
	const limit = 50
	if len(d.Warnings) < limit {
		d.Warnings = append(d.Warnings, s)
	}
}
