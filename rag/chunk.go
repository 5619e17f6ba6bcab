package rag

import (
	"strings"
)

// Sizes of chunks in bytes of text. A chunk ends at the first paragraph or row
// that brings it to chunkSize; a paragraph longer than chunkMax is cut at a
// sentence.
const (
	chunkSize = 1000
	chunkMax  = 1500
	chunkMin  = 200
	maxChunks = 50_000
)

// Chunk is a passage of a document before it is indexed.
type Chunk struct {
	Section string
	Heading string // the nearest heading above its start, inside the section
	Ordinal int    // position in the section, from 0
	Page    int
	Anchor  string
	First   int // first block
	Last    int // block after the last
	Text    string
}

// Chunks cuts the document into chunks that never cross a section. A chunk of
// table rows starts with the table's caption. Contents entries, running
// headers and paragraphs that were said before are left out.
func (d *Document) Chunks() []Chunk {
	c := chunker{d: d, said: map[string]bool{}, ordinals: map[string]int{}}
	for i, s := range d.Sections {
		last := s.Last
		if i+1 < len(d.Sections) && d.Sections[i+1].First < last {
			last = d.Sections[i+1].First // the notes of an item are sections of their own
		}
		c.section(s, last)
	}
	return c.out
}

type chunker struct {
	d        *Document
	out      []Chunk
	said     map[string]bool // long paragraphs seen before
	ordinals map[string]int

	name    string
	start   int // index in out of the section's first chunk
	heading string
	buf     strings.Builder
	first   int
	at      string // heading when the chunk began
	bare    bool   // only headings so far
	table   int
}

func (c *chunker) section(s Section, last int) {
	c.name, c.heading, c.start, c.table = s.Name, "", len(c.out), 0
	for i := s.First; i < last; i++ {
		b := &c.d.Blocks[i]
		if b.furniture || b.Text == "" {
			continue
		}
		c.block(i, b)
	}
	c.end(last)
	c.mergeTail()
}

// block adds one block to the chunk being written.
func (c *chunker) block(i int, b *Block) {
	const repeat = 60
	if b.Kind != Row && len(b.Text) >= repeat {
		if c.said[b.Text] {
			return
		}
		c.said[b.Text] = true
	}
	switch b.Kind {
	case Heading:
		if c.buf.Len() >= chunkMin*2 || c.buf.Len() > 0 && !c.bare && c.table > 0 {
			c.end(i)
		}
		c.table = 0
		c.heading = b.Text
		c.write(i, b.Text)
		return
	case Row:
		if c.buf.Len() > 0 && !c.bare && (c.buf.Len()+len(b.Text) > chunkSize || b.Table != c.table && c.buf.Len() >= chunkMin*2) {
			c.end(i)
		}
		if b.Caption != "" && (b.Table != c.table || c.buf.Len() == 0) && !strings.Contains(c.buf.String(), b.Caption) {
			c.write(i, clip(b.Caption, 300))
		}
		c.table = b.Table
		c.long(i, b.Text)
		c.bare = false
		return
	}
	c.table = 0
	if c.buf.Len() > 0 && !c.bare && c.buf.Len()+len(b.Text) > chunkMax {
		c.end(i)
	}
	c.long(i, b.Text)
	c.bare = false
	if c.buf.Len() >= chunkSize {
		c.end(i + 1)
	}
}

// long writes a text, cut at sentences where it is too long.
func (c *chunker) long(i int, s string) {
	for c.buf.Len()+len(s) > chunkMax && len(s) > chunkSize {
		room := max(chunkMin, chunkSize-c.buf.Len())
		cut := sentenceEnd(s, room)
		c.write(i, s[:cut])
		c.end(i + 1)
		s = strings.TrimLeft(s[cut:], " ")
	}
	if s != "" {
		c.write(i, s)
	}
}

func (c *chunker) write(i int, s string) {
	if c.buf.Len() == 0 {
		c.first, c.at, c.bare = i, c.heading, true
	} else {
		c.buf.WriteByte('\n')
	}
	c.buf.WriteString(s)
}

// end closes the chunk being written.
func (c *chunker) end(last int) {
	if c.buf.Len() == 0 {
		return
	}
	b := c.d.Blocks[c.first]
	if len(c.out) < maxChunks {
		c.out = append(c.out, Chunk{
			Section: c.name, Heading: c.at, Ordinal: c.ordinals[c.name], Page: b.Page, Anchor: b.Anchor,
			First: c.first, Last: max(last, c.first+1), Text: c.buf.String(),
		})
		c.ordinals[c.name]++
	} else if len(c.out) == maxChunks {
		c.d.warn("the document has too many passages; the rest is not indexed")
	}
	c.buf.Reset()
	c.bare = false
}

// mergeTail puts a short last chunk of a section to the one before it.
func (c *chunker) mergeTail() {
	n := len(c.out)
	if n-c.start < 2 {
		return
	}
	a, b := &c.out[n-2], c.out[n-1]
	if len(b.Text) >= chunkMin || len(a.Text)+len(b.Text) > chunkMax {
		return
	}
	a.Text += "\n" + b.Text
	a.Last = b.Last
	c.out = c.out[:n-1]
	c.ordinals[c.name]--
}

// sentenceEnd finds where to cut s at or before n: after a sentence, else at a
// space, else at a character.
func sentenceEnd(s string, n int) int {
	if n >= len(s) {
		return len(s)
	}
	for i := n; i > n/2; i-- {
		if s[i] == ' ' && (s[i-1] == '.' || s[i-1] == ';' || s[i-1] == ':') {
			return i
		}
	}
	if i := strings.LastIndexByte(s[:n], ' '); i > n/2 {
		return i
	}
	for n > 1 && s[n]&0xC0 == 0x80 {
		n--
	}
	return n
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:sentenceEnd(s, n)]
}
