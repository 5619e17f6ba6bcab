package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"

	"tearsheet"
	"tearsheet/nodes/statement"
	"tearsheet/tools/files"
)

// lines are compared with an independent vendor's statements.
var lines = []struct {
	item         statement.Item
	file, column string
	negated      bool
}{
	{statement.Revenue, "income", "Total Revenue", false},
	{statement.GrossProfit, "income", "Gross Profit", false},
	{statement.OperatingIncome, "income", "Operating Income", false},
	{statement.NetIncome, "income", "Net Income", false},
	{statement.EPSDiluted, "income", "Diluted EPS", false},
	{statement.Assets, "balance", "Total Assets", false},
	{statement.Cash, "balance", "Cash And Cash Equivalents", false},
	{statement.ParentEquity, "balance", "Stockholders Equity", false},
	{statement.OperatingCash, "cashflow", "Operating Cash Flow", false},
	{statement.Capex, "cashflow", "Capital Expenditure", true},
}

// statements compares the fiscal years built from company facts with a vendor's
// tables, where both exist. The vendor is another reading of the same filings,
// not the truth: each difference is listed.
func statements(b *bytes.Buffer, data string) error {
	p, err := files.Open(os.DirFS(data), files.Options{Root: data})
	if err != nil {
		return err
	}
	ctx := context.Background()
	asOf := tearsheet.Date{Year: 2026, Month: 8, Day: 21}.EndOfDay()
	b.WriteString("\n## Fiscal years from company facts\n\nEach line of each fiscal year built from SEC company facts, as known on 2026-08-21, beside a vendor's statements of the same year. The vendor is another reading of the same filings, not the truth.\n")
	var rows, odd [][]string
	total, equal := 0, 0
	for _, symbol := range []string{"AAPL", "GOOG", "NVDA", "WMT"} {
		sec, err := p.Resolve(ctx, tearsheet.SecurityID{Symbol: symbol})
		if err != nil {
			return err
		}
		facts, err := p.Facts(ctx, tearsheet.FactQuery{Security: sec.ID, CIK: sec.Issuer.CIK, Concepts: statement.Concepts(), AsOf: asOf})
		if err != nil {
			return err
		}
		bars, err := p.Bars(ctx, tearsheet.BarQuery{Security: sec.ID, AsOf: asOf})
		if err != nil {
			return err
		}
		set, err := statement.Build(facts, bars.Actions, 6)
		if err != nil {
			return err
		}
		n, ok := 0, 0
		for _, l := range lines {
			theirs, err := vendor(filepath.Join(data, "fundamentals", "yahoo_statements", symbol+"_"+l.file+"_annual.csv"), l.column)
			if err != nil {
				return err
			}
			for _, c := range set.Annual {
				want, has := near(theirs, c.End)
				got, stated := c.Value(l.item)
				if !has || !stated {
					continue
				}
				if l.negated {
					want = -want
				}
				n++
				if math.Abs(got-want) <= 0.005*math.Max(1, math.Abs(want)) || math.Abs(got-want) <= 0.0051 {
					ok++
					continue
				}
				odd = append(odd, []string{symbol, c.Fiscal, string(l.item), strconv.FormatFloat(got, 'f', -1, 64), strconv.FormatFloat(want, 'f', -1, 64), c.Lines[l.item].Source.Tag + c.Lines[l.item].Source.Locator[:min(40, len(c.Lines[l.item].Source.Locator))]})
			}
		}
		rows = append(rows, []string{symbol, rate(ok, n)})
		total, equal = total+n, equal+ok
	}
	rows = append(rows, []string{"all", rate(equal, total)})
	table(b, []string{"issuer", "equal within half a percent"}, rows)
	if len(odd) > 0 {
		b.WriteString("\nWhere they differ:\n")
		table(b, []string{"issuer", "year", "line", "ours", "vendor's", "our tag or formula"}, odd)
	}
	fmt.Fprintln(b)
	return nil
}

// vendor reads one column by period end.
func vendor(path, column string) (map[tearsheet.Date]float64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	out := map[tearsheet.Date]float64{}
	for i, name := range rows[0] {
		if name != column {
			continue
		}
		for _, r := range rows[1:] {
			d, err := tearsheet.ParseDate(r[0])
			v, verr := strconv.ParseFloat(r[i], 64)
			if err == nil && verr == nil {
				out[d] = v
			}
		}
	}
	return out, nil
}

// near finds the vendor's period end within a week: it rounds 52/53-week years to
// the end of the month.
func near(m map[tearsheet.Date]float64, d tearsheet.Date) (float64, bool) {
	for end, v := range m {
		if n := end.DaysSince(d); n >= -7 && n <= 7 {
			return v, true
		}
	}
	return 0, false
}
