package files

import (
	"context"
	"fmt"
	"slices"

	"tearsheet"
)

// dividendColumns are the usual header names of a dividend file.
var dividendColumns = map[string][]string{
	"date":   {"date", "ex_date", "ex-date", "exdate", "ex date"},
	"amount": {"dividends", "dividend", "amount", "cash_amount"},
}

// dividend is one cash dividend, in currency per share of its list's basis.
type dividend struct {
	ex         tearsheet.Date
	amount     float64
	priorClose float64 // 0 if unknown
	source     tearsheet.Source
}

// dividendList is what a folder knows of a symbol's dividends, by ex-date. A
// nil list means that nothing is known, which is not the same as none paid.
type dividendList struct {
	path  string // "" when they come from the layout alone
	items []dividend
	none  bool // the layout says that the symbol pays none
}

// dividendsOf reads the dividends of a symbol.
func (p *Provider) dividendsOf(ctx context.Context, symbol string) (*dividendList, error) {
	d := p.layout.Dividends
	var out *dividendList
	if d.Path != "" {
		for _, s := range spellings(symbol) {
			stored, st, ok, err := p.folder.find(d.pattern.expand("symbol", s))
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			out, err = load(ctx, p.cache, stamp("dividends", stored, st), func(ctx context.Context) (*dividendList, int64, error) {
				b, err := p.folder.read(ctx, stored)
				if err != nil {
					return nil, 0, err
				}
				l, err := p.parseDividends(b)
				if err != nil {
					return nil, 0, err
				}
				return l, int64(len(l.items)) * 200, nil
			})
			if err != nil {
				return nil, err
			}
			break
		}
	}
	if known := d.Known[symbol]; len(known) > 0 {
		merged := &dividendList{}
		if out != nil {
			merged.path, merged.items = out.path, slices.Clone(out.items)
		}
		for _, k := range known {
			i, dup := slices.BinarySearchFunc(merged.items, k.Ex, func(d dividend, ex tearsheet.Date) int { return d.ex.Compare(ex) })
			if !dup {
				merged.items = slices.Insert(merged.items, i, dividend{k.Ex, k.Amount, k.PriorClose,
					p.source("layout dividends.known."+symbol, "")})
			}
		}
		return merged, nil
	}
	if out == nil && slices.Contains(d.None, symbol) {
		out = &dividendList{none: true}
	}
	return out, nil
}

func (p *Provider) parseDividends(b blob) (*dividendList, error) {
	const op = "files.dividends"
	t, head, err := openTable(p.folder, op, b)
	if err != nil {
		return nil, err
	}
	at := columns(head, p.layout.Dividends.Columns, dividendColumns)
	for _, c := range []string{"date", "amount"} {
		if at[c] < 0 {
			return nil, p.folder.badRow(op, b.path, 1, "name the column in tearsheet.yaml: dividends: {columns: {"+c+": ...}}", "no column for %s", c)
		}
	}
	out := &dividendList{path: b.path}
	rows := map[tearsheet.Date]int{}
	for {
		ok, err := t.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		ex, err := t.date(t.cell[at["date"]])
		if err != nil {
			return nil, err
		}
		amount, err := t.number("amount", t.cell[at["amount"]])
		if err != nil {
			return nil, err
		}
		if amount <= 0 {
			return nil, t.bad("remove the row or correct the amount", "dividend %v is not positive", amount)
		}
		if row, dup := rows[ex]; dup {
			return nil, t.bad("add up the dividends of one day in one row", "%s is already in row %d", ex, row)
		}
		rows[ex] = t.row
		out.items = append(out.items, dividend{ex: ex, amount: amount, source: p.source(fmt.Sprintf("%s row %d", b.path, t.row), b.digest)})
	}
	slices.SortFunc(out.items, func(a, b dividend) int { return a.ex.Compare(b.ex) })
	return out, nil
}
