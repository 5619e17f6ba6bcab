package files

import (
	"bytes"
	"strconv"
	"strings"

	"tearsheet"
)

// table reads a CSV file row by row with no copy of its cells. Quoted cells
// are understood; a cell may not hold a line break.
type table struct {
	f    folder
	op   string
	path string
	rest []byte
	row  int // 1-based line of the row last read
	cols int // width of the header
	cell [][]byte
}

// openTable reads the header, whose cells come back trimmed.
func openTable(f folder, op string, b blob) (*table, []string, error) {
	t := &table{f: f, op: op, path: b.path, rest: bytes.TrimPrefix(b.data, []byte("\xef\xbb\xbf"))}
	if bytes.IndexByte(t.rest[:min(len(t.rest), 4096)], 0) >= 0 {
		return nil, nil, f.invalid(op, b.path, "save the file as UTF-8 CSV", "the file holds NUL bytes: it is not UTF-8 text")
	}
	ok, err := t.next()
	if err != nil {
		return nil, nil, err
	}
	if !ok {
		return nil, nil, f.invalid(op, b.path, "fetch the file again or remove it", "the file holds no header row")
	}
	head := make([]string, len(t.cell))
	for i, c := range t.cell {
		head[i] = strings.TrimSpace(string(c))
	}
	t.cols = len(head)
	return t, head, nil
}

// next reads one row into t.cell, skipping blank lines. A row with fewer or
// more cells than the header is an error.
func (t *table) next() (bool, error) {
	for len(t.rest) > 0 {
		line := t.rest
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line, t.rest = line[:i], line[i+1:]
		} else {
			t.rest = nil
		}
		t.row++
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			continue
		}
		if err := t.cut(line); err != nil {
			return false, err
		}
		if t.cols > 0 && len(t.cell) != t.cols {
			if len(t.rest) == 0 && len(t.cell) < t.cols {
				return false, t.bad("fetch the file again; the last row is cut short", "the row has %d cells, the header %d", len(t.cell), t.cols)
			}
			return false, t.bad("correct the row", "the row has %d cells, the header %d", len(t.cell), t.cols)
		}
		return true, nil
	}
	return false, nil
}

// cut splits a line at commas outside quotes.
func (t *table) cut(line []byte) error {
	t.cell = t.cell[:0]
	if bytes.IndexByte(line, '"') < 0 {
		for {
			i := bytes.IndexByte(line, ',')
			if i < 0 {
				t.cell = append(t.cell, line)
				return nil
			}
			t.cell = append(t.cell, line[:i])
			line = line[i+1:]
		}
	}
	for {
		if len(line) == 0 || line[0] != '"' {
			i := bytes.IndexByte(line, ',')
			if i < 0 {
				t.cell = append(t.cell, line)
				return nil
			}
			t.cell = append(t.cell, line[:i])
			line = line[i+1:]
			continue
		}
		var cell []byte
		line = line[1:]
		for {
			i := bytes.IndexByte(line, '"')
			if i < 0 {
				return t.bad("close the quote", "a quoted cell does not end on its line")
			}
			cell = append(cell, line[:i]...)
			line = line[i+1:]
			if len(line) == 0 || line[0] != '"' {
				break
			}
			cell = append(cell, '"')
			line = line[1:]
		}
		t.cell = append(t.cell, cell)
		if len(line) == 0 {
			return nil
		}
		if line[0] != ',' {
			return t.bad("correct the row", "text follows a closing quote")
		}
		line = line[1:]
	}
}

// bad is an error about the row last read.
func (t *table) bad(hint, format string, args ...any) error {
	return t.f.badRow(t.op, t.path, t.row, hint, format, args...)
}

// number reads a finite decimal number out of a cell.
func (t *table) number(column string, c []byte) (float64, error) {
	c = bytes.TrimSpace(c)
	if len(c) == 0 {
		return 0, t.bad("fill the cell in or remove the row", "%s is empty", column)
	}
	v, err := strconv.ParseFloat(string(c), 64)
	switch {
	case err != nil, bytes.ContainsAny(c, "xXpP_"): // no hexadecimal floats
		return 0, t.bad("write a plain number, without signs of currency or thousands", "%s %s is not a number", column, quoted(c))
	case v != v || v > 1e300 || v < -1e300:
		return 0, t.bad("remove the row or fetch the file again", "%s is %s, which is no price or count", column, quoted(c))
	}
	return v, nil
}

// date reads a day: YYYY-MM-DD, also with a time after it, or MM/DD/YYYY.
func (t *table) date(c []byte) (tearsheet.Date, error) {
	c = bytes.TrimSpace(c)
	if len(c) > 10 && (c[10] == ' ' || c[10] == 'T') && c[4] == '-' {
		c = c[:10]
	}
	if len(c) == 10 && c[4] == '-' {
		d, err := tearsheet.ParseDate(string(c))
		if err != nil {
			return d, t.bad("write dates as YYYY-MM-DD", "%v", err)
		}
		return d, nil
	}
	if d, ok := usDate(c); ok {
		return d, nil
	}
	return tearsheet.Date{}, t.bad("write dates as YYYY-MM-DD", "%s is not a date", quoted(c))
}

// usDate reads M/D/YYYY as US vendors write it.
func usDate(c []byte) (tearsheet.Date, bool) {
	p := bytes.Split(c, []byte("/"))
	if len(p) != 3 || len(p[2]) != 4 || len(p[0]) > 2 || len(p[1]) > 2 {
		return tearsheet.Date{}, false
	}
	iso := string(p[2]) + "-" + pad2(p[0]) + "-" + pad2(p[1])
	d, err := tearsheet.ParseDate(iso)
	return d, err == nil
}

func pad2(b []byte) string {
	if len(b) == 1 {
		return "0" + string(b)
	}
	return string(b)
}

// columns finds the wanted columns in a header: by the layout's own name, else
// by the usual ones, ignoring case. A missing one is -1.
func columns(head []string, own map[string]string, usual map[string][]string) map[string]int {
	at := make(map[string]int, len(head))
	for i, h := range head {
		h = strings.ToLower(h)
		if _, dup := at[h]; !dup {
			at[h] = i
		}
	}
	out := make(map[string]int, len(usual))
	for want, names := range usual {
		out[want] = -1
		if n, ok := own[want]; ok {
			names = []string{n}
		}
		for _, n := range names {
			if i, ok := at[strings.ToLower(strings.TrimSpace(n))]; ok {
				out[want] = i
				break
			}
		}
	}
	return out
}
