package files

import (
	"fmt"
	"slices"
	"strings"

	"tearsheet"
)

// priceColumns are the usual header names of daily bars, in lower case.
var priceColumns = map[string][]string{
	"symbol": {"symbol", "ticker"},
	"date":   {"date", "day", "timestamp", "datetime"},
	"open":   {"open", "o"},
	"high":   {"high", "h"},
	"low":    {"low", "l"},
	"close":  {"close", "close/last", "c"},
	"volume": {"volume", "vol", "v"},
}

// barFile is one symbol's rows of a price file as stored, oldest first.
type barFile struct {
	path   string
	digest string
	bars   []tearsheet.Bar
	rows   []int32 // 1-based line of each bar
	volume bool    // the file has a volume column
}

// barBytes is what one bar costs in memory.
const barBytes = 72

// parseBars reads a CSV of daily bars. Rows must be in date order, either way
// round, one per day; cells must be finite numbers, prices positive.
func parseBars(f folder, b blob, own map[string]string) (*barFile, error) {
	const op = "files.bars"
	t, head, err := openTable(f, op, b)
	if err != nil {
		return nil, err
	}
	cols, err := barColumns(f, b.path, head, own)
	if err != nil {
		return nil, err
	}
	out := &barFile{path: b.path, digest: b.digest, volume: cols.volume >= 0}
	out.bars = make([]tearsheet.Bar, 0, len(b.data)/60+1)
	for {
		ok, err := t.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		bar, err := cols.bar(t)
		if err != nil {
			return nil, err
		}
		out.bars = append(out.bars, bar)
		out.rows = append(out.rows, int32(t.row))
	}
	return out, out.sort(f, op)
}

// barCells is where the columns of a bar are.
type barCells struct{ symbol, date, open, high, low, close, volume int }

func barColumns(f folder, path string, head []string, own map[string]string) (barCells, error) {
	at := columns(head, own, priceColumns)
	var missing []string
	for _, c := range []string{"date", "open", "high", "low", "close"} {
		if at[c] < 0 {
			missing = append(missing, c)
		}
	}
	if len(missing) > 0 {
		shown := make([]string, 0, len(head))
		for _, h := range head[:min(len(head), 20)] {
			shown = append(shown, quoted(h))
		}
		return barCells{}, f.badRow("files.bars", path, 1, "name the columns in tearsheet.yaml: prices: [{..., columns: {"+missing[0]+": ...}}]",
			"no column for %s among %s", strings.Join(missing, ", "), strings.Join(shown, ", "))
	}
	return barCells{at["symbol"], at["date"], at["open"], at["high"], at["low"], at["close"], at["volume"]}, nil
}

// bar reads the current row of t.
func (c barCells) bar(t *table) (tearsheet.Bar, error) {
	var b tearsheet.Bar
	var err error
	if b.Date, err = t.date(t.cell[c.date]); err != nil {
		return b, err
	}
	if b.Open, err = c.price(t, "open", c.open); err != nil {
		return b, err
	}
	if b.High, err = c.price(t, "high", c.high); err != nil {
		return b, err
	}
	if b.Low, err = c.price(t, "low", c.low); err != nil {
		return b, err
	}
	if b.Close, err = c.price(t, "close", c.close); err != nil {
		return b, err
	}
	if b.High < b.Low {
		return b, t.bad("remove the row or correct the prices", "high %v is below low %v", b.High, b.Low)
	}
	if c.volume >= 0 && len(t.cell[c.volume]) > 0 {
		if b.Volume, err = t.number("volume", t.cell[c.volume]); err != nil {
			return b, err
		}
		if b.Volume < 0 {
			return b, t.bad("remove the row or correct the volume", "volume %v is negative", b.Volume)
		}
	}
	return b, nil
}

// price reads a positive number.
func (c barCells) price(t *table, name string, cell int) (float64, error) {
	v, err := t.number(name, t.cell[cell])
	if err == nil && v <= 0 {
		err = t.bad("remove the row or correct the price", "%s %v is not a positive price", name, v)
	}
	return v, err
}

// sort checks that the rows are in strict date order and turns a newest-first
// file round.
func (bf *barFile) sort(f folder, op string) error {
	n := len(bf.bars)
	if n == 0 {
		return f.invalid(op, bf.path, "fetch the file again or remove it", "the file has a header and no rows")
	}
	if n > 1 && bf.bars[0].Date.After(bf.bars[n-1].Date) {
		slices.Reverse(bf.bars)
		slices.Reverse(bf.rows)
	}
	for i := 1; i < n; i++ {
		a, b := bf.bars[i-1].Date, bf.bars[i].Date
		row := max(bf.rows[i], bf.rows[i-1])
		other := min(bf.rows[i], bf.rows[i-1])
		switch {
		case a == b:
			return f.badRow(op, bf.path, int(row), "keep one row per day", "%s is already in row %d", b, other)
		case a.After(b):
			return f.badRow(op, bf.path, int(row), "sort the rows by date", "%s is out of order: row %d is %s", bf.dateAt(row), other, bf.dateAt(other))
		}
	}
	return nil
}

func (bf *barFile) dateAt(row int32) tearsheet.Date {
	return bf.bars[slices.Index(bf.rows, row)].Date
}

// last is the day of the last row.
func (bf *barFile) last() tearsheet.Date { return bf.bars[len(bf.bars)-1].Date }

// locator names rows [i, j) of the file.
func (bf *barFile) locator(i, j int) string {
	if i >= j {
		return bf.path
	}
	a, b := bf.rows[i], bf.rows[j-1]
	return fmt.Sprintf("%s rows %d-%d", bf.path, min(a, b), max(a, b))
}
