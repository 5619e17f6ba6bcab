package rag

import "strings"

// maxCells bounds the cells kept of one table; the rest are read as text.
const maxCells = 100_000

// cell is a table cell with text, in the columns [col, col+span).
type cell struct {
	text  string
	col   int
	span  int
	bold  bool
	link  bool
	lines []int   // offsets where a new line starts, in layout cells
	facts []int32 // inline facts inside
}

// carry is a cell of an earlier row that reaches down.
type carry struct {
	col, span, rows int
}

// table collects the cells of a table that is being read.
type table struct {
	rows   [][]cell
	cur    []cell
	col    int
	span   int
	cells  int
	inRow  bool
	inCell bool
	layout bool // holds another table or too many cells: text, not a table
	head   bool
	lines  []int
	carry  []carry
	down   int
	text   bool // columns are character positions of plain text
}

func (t *table) startRow() {
	t.endRow()
	t.inRow = true
}

func (t *table) startCell(colspan, rowspan int, head bool) {
	if t.inCell {
		t.inCell = false
	}
	t.inRow, t.inCell, t.head = true, true, head
	t.span, t.down, t.lines = max(colspan, 1), max(rowspan, 1), nil
	for moved := true; moved; {
		moved = false
		for _, c := range t.carry {
			if t.col >= c.col && t.col < c.col+c.span {
				t.col, moved = c.col+c.span, true
			}
		}
	}
}

// edge notes that a block of the cell ends at offset n.
func (t *table) edge(n int) {
	const limit = 256
	if n > 0 && len(t.lines) < limit && (len(t.lines) == 0 || t.lines[len(t.lines)-1] != n) {
		t.lines = append(t.lines, n)
	}
}

func (t *table) endCell(text string, bold, link bool, facts []int32) {
	t.inCell = false
	if text != "" && t.cells < maxCells {
		t.cur = append(t.cur, cell{text: text, col: t.col, span: t.span, bold: bold || t.head, link: link, lines: t.lines, facts: facts})
		t.cells++
	}
	const limit = 64
	if t.down > 1 && len(t.carry) < limit {
		t.carry = append(t.carry, carry{t.col, t.span, t.down})
	}
	t.col = min(t.col+t.span, 1<<20)
}

func (t *table) endRow() {
	if !t.inRow {
		return
	}
	if len(t.cur) > 0 {
		t.rows = append(t.rows, t.cur)
		t.cur = nil
	}
	t.col, t.inRow, t.inCell = 0, false, false
	keep := t.carry[:0]
	for _, c := range t.carry {
		if c.rows--; c.rows > 0 {
			keep = append(keep, c)
		}
	}
	t.carry = keep
}

// joined is the text of a row read as one line.
func joined(row []cell, sep string) string {
	if len(row) == 1 {
		return row[0].text
	}
	var b strings.Builder
	for i, c := range row {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(c.text)
	}
	return b.String()
}
