package files

import (
	"bytes"
	"context"

	"tearsheet"
)

// panel is a price file of many symbols, kept decompressed with the byte ranges
// of each symbol's rows.
type panel struct {
	blob
	head  []string
	rows  map[string][]panelRun
	cells barCells
}

// panelRun is a run of adjacent rows of one symbol.
type panelRun struct {
	from, to int // byte range in data
	row      int // 1-based line of the first
}

// openPanel loads a panel and indexes its rows by symbol.
func (p *Provider) openPanel(ctx context.Context, s priceSource) (*panel, error) {
	stored, st, ok, err := p.folder.find(s.Panel)
	if err != nil || !ok {
		return nil, err
	}
	return load(ctx, p.cache, stamp("panel", stored, st), func(ctx context.Context) (*panel, int64, error) {
		b, err := p.folder.read(ctx, stored)
		if err != nil {
			return nil, 0, err
		}
		pn, err := indexPanel(p.folder, b, s.Columns)
		if err != nil {
			return nil, 0, err
		}
		return pn, int64(len(b.data)) + int64(len(pn.rows))*96, nil
	})
}

func indexPanel(f folder, b blob, own map[string]string) (*panel, error) {
	t, head, err := openTable(f, "files.bars", b)
	if err != nil {
		return nil, err
	}
	cells, err := barColumns(f, b.path, head, own)
	if err != nil {
		return nil, err
	}
	if cells.symbol < 0 {
		return nil, f.badRow("files.bars", b.path, 1, "name the column in tearsheet.yaml: columns: {symbol: ...}", "a panel file needs a symbol column")
	}
	pn := &panel{blob: b, head: head, cells: cells, rows: map[string][]panelRun{}}
	at, row := len(b.data)-len(t.rest), t.row
	var current []byte
	var runs []panelRun
	flush := func() {
		if len(runs) > 0 {
			pn.rows[string(current)] = runs
		}
	}
	for at < len(b.data) {
		end := len(b.data)
		if i := bytes.IndexByte(b.data[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		row++
		sym := nthCell(b.data[at:end], cells.symbol)
		if bytes.Equal(sym, current) && len(runs) > 0 {
			runs[len(runs)-1].to = end
		} else if len(sym) > 0 {
			flush()
			current = sym
			runs = append(append([]panelRun(nil), pn.rows[string(sym)]...), panelRun{at, end, row})
		}
		at = end
	}
	flush()
	return pn, nil
}

// nthCell is a plain cell of a line; symbols are not quoted.
func nthCell(line []byte, n int) []byte {
	for ; n > 0; n-- {
		i := bytes.IndexByte(line, ',')
		if i < 0 {
			return nil
		}
		line = line[i+1:]
	}
	if i := bytes.IndexByte(line, ','); i >= 0 {
		line = line[:i]
	}
	return bytes.TrimSpace(line)
}

// bars reads the rows of one symbol; nil when the panel has none.
func (pn *panel) bars(f folder, symbol string) (*barFile, error) {
	var runs []panelRun
	for _, s := range spellings(symbol) {
		if runs = pn.rows[s]; runs != nil {
			break
		}
	}
	if runs == nil {
		return nil, nil
	}
	out := &barFile{path: pn.path, digest: pn.digest, volume: pn.cells.volume >= 0, bars: make([]tearsheet.Bar, 0, 512)}
	for _, r := range runs {
		t := &table{f: f, op: "files.bars", path: pn.path, rest: pn.data[r.from:r.to], row: r.row - 1, cols: len(pn.head)}
		for {
			ok, err := t.next()
			if err != nil {
				return nil, err
			}
			if !ok {
				break
			}
			b, err := pn.cells.bar(t)
			if err != nil {
				return nil, err
			}
			out.bars = append(out.bars, b)
			out.rows = append(out.rows, int32(t.row))
		}
	}
	return out, out.sort(f, "files.bars")
}
