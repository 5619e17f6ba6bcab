package files

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tearsheet"
)

// curveKnown is when the Treasury has published a day's par yields: 18:00 New
// York.
func curveKnown(d tearsheet.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 18, 0, 0, 0, tearsheet.NewYork)
}

// minTenors is how many yields make a curve; fewer is a holiday's remnant.
const minTenors = 3

// Curve returns the newest Treasury par yield curve published by q.AsOf. Of
// sources with the same newest day, the one the layout lists first is used.
func (p *Provider) Curve(ctx context.Context, q tearsheet.CurveQuery) (tearsheet.Curve, error) {
	const op = "files.curve"
	if q.Country != "" && !strings.EqualFold(q.Country, "US") {
		return tearsheet.Curve{}, &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: quoted(q.Country), Hint: "ask for US",
			Err: fmt.Errorf("the folder has yield curves of the US only")}
	}
	var best tearsheet.Curve
	var looked []string
	for _, src := range p.layout.Rates {
		stored, st, ok, err := p.folder.find(src.Path)
		if err != nil {
			return tearsheet.Curve{}, err
		}
		looked = append(looked, src.Path)
		if !ok {
			continue
		}
		f, err := load(ctx, p.cache, stamp("rates "+src.Name, stored, st), func(ctx context.Context) (*rateFile, int64, error) {
			b, err := p.folder.read(ctx, stored)
			if err != nil {
				return nil, 0, err
			}
			f, err := parseRates(p.folder, b, src)
			if err != nil {
				return nil, 0, err
			}
			return f, int64(len(f.days)) * int64(48+8*len(f.tenors)), nil
		})
		if err != nil {
			return tearsheet.Curve{}, err
		}
		if c := f.at(q.AsOf); len(c.Points) > 0 && c.Date.After(best.Date) {
			c.Source = p.source(fmt.Sprintf("%s row %d", stored, f.rowOf(c.Date)), f.digest)
			best = c
		}
	}
	if len(best.Points) == 0 {
		return tearsheet.Curve{}, &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: "US", Hint: "add a Treasury par yield CSV as " + p.folder.shown("rates/treasury_par_yield.csv"),
			Err: fmt.Errorf("no yield curve published by %s in %s", q.AsOf.In(tearsheet.NewYork).Format("2006-01-02"), strings.Join(looked, ", "))}
	}
	return best, nil
}

// rateFile is a table of yields, oldest first, NaN-free: a missing yield is
// absent from has.
type rateFile struct {
	digest string
	tenors []tenor
	days   []rateDay
}

type tenor struct {
	name  string
	years float64
	col   int
}

type rateDay struct {
	date   tearsheet.Date
	row    int
	yields []float64 // percent per year, one per tenor
	has    []bool
}

func (f *rateFile) rowOf(d tearsheet.Date) int {
	i, ok := slices.BinarySearchFunc(f.days, d, func(r rateDay, d tearsheet.Date) int { return r.date.Compare(d) })
	if !ok {
		return 0
	}
	return f.days[i].row
}

// at is the newest curve known at t, without its source.
func (f *rateFile) at(t time.Time) tearsheet.Curve {
	for i := len(f.days) - 1; i >= 0; i-- {
		d := f.days[i]
		if curveKnown(d.date).After(t) {
			continue
		}
		var pts []tearsheet.CurvePoint
		for j, tn := range f.tenors {
			if d.has[j] {
				pts = append(pts, tearsheet.CurvePoint{Tenor: tn.name, Years: tn.years, Yield: significant(d.yields[j]/100, 12)})
			}
		}
		if len(pts) >= minTenors {
			return tearsheet.Curve{Date: d.date, Known: curveKnown(d.date).UTC(), Points: pts}
		}
	}
	return tearsheet.Curve{}
}

// parseRates reads a CSV of par yields in percent with one column per tenor, in
// any of the layouts the Treasury and FRED serve.
func parseRates(f folder, b blob, src rateSource) (*rateFile, error) {
	const op = "files.rates"
	t, head, err := openTable(f, op, b)
	if err != nil {
		return nil, err
	}
	dateCol := -1
	own := map[string]string{}
	for k, v := range src.Columns {
		own[strings.ToLower(v)] = k
	}
	out := &rateFile{digest: b.digest}
	for i, h := range head {
		name := h
		if k, ok := own[strings.ToLower(h)]; ok {
			name = k
		}
		if l := strings.ToLower(name); l == "date" || l == "observation_date" || l == "new_date" {
			dateCol = i
			continue
		}
		if name, years, ok := tenorOf(name); ok {
			out.tenors = append(out.tenors, tenor{name, years, i})
		}
	}
	if dateCol < 0 || len(out.tenors) == 0 {
		return nil, f.badRow(op, b.path, 1, "name the columns in tearsheet.yaml: rates: [{..., columns: {date: ..., 10Y: ...}}]",
			"no date column or no tenor column (such as 10 Yr, BC_10YEAR or DGS10)")
	}
	slices.SortStableFunc(out.tenors, func(a, b tenor) int { return cmp.Compare(a.years, b.years) })
	for i := 1; i < len(out.tenors); i++ {
		if out.tenors[i].years == out.tenors[i-1].years {
			return nil, f.badRow(op, b.path, 1, "remove one of them", "two columns for tenor %s", out.tenors[i].name)
		}
	}
	rows := map[tearsheet.Date]int{}
	for {
		ok, err := t.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		d := rateDay{row: t.row, yields: make([]float64, len(out.tenors)), has: make([]bool, len(out.tenors))}
		if d.date, err = t.date(t.cell[dateCol]); err != nil {
			return nil, err
		}
		if prev, dup := rows[d.date]; dup {
			return nil, t.bad("keep one row per day", "%s is already in row %d", d.date, prev)
		}
		rows[d.date] = t.row
		for j, tn := range out.tenors {
			c := strings.TrimSpace(string(t.cell[tn.col]))
			if c == "" || c == "." || c == "N/A" || c == "NaN" || c == "nan" { // FRED's and pandas' marks for no value
				continue
			}
			v, err := t.number(tn.name, []byte(c))
			if err != nil {
				return nil, err
			}
			if v < -10 || v > 100 {
				return nil, t.bad("correct the cell; yields are in percent per year", "%s yield %v %% is not plausible", tn.name, v)
			}
			if v == 0 && src.ZeroIsBlank {
				continue
			}
			d.yields[j], d.has[j] = v, true
		}
		out.days = append(out.days, d)
	}
	if len(out.days) == 0 {
		return nil, f.invalid(op, b.path, "fetch the file again or remove it", "the file has a header and no rows")
	}
	slices.SortFunc(out.days, func(a, b rateDay) int { return a.date.Compare(b.date) })
	return out, nil
}

// tenorOf recognises a column header as a tenor: "1 Mo", "1.5 Month", "10 Yr",
// BC_3MONTH, DGS1MO, DGS10, 3M, 10Y.
func tenorOf(h string) (name string, years float64, ok bool) {
	s := strings.ToUpper(strings.TrimSpace(h))
	fred := strings.HasPrefix(s, "DGS")
	s = strings.TrimPrefix(strings.TrimPrefix(s, "DGS"), "BC_")
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.') {
		i++
	}
	n, err := strconv.ParseFloat(s[:i], 64)
	if err != nil || n <= 0 || n > 100 {
		return "", 0, false
	}
	digits := s[:i]
	switch strings.TrimSpace(s[i:]) {
	case "M", "MO", "MOS", "MONTH", "MONTHS":
		return digits + "M", n / 12, true
	case "Y", "YR", "YRS", "YEAR", "YEARS":
		return digits + "Y", n, true
	case "":
		if fred {
			return digits + "Y", n, true
		}
	}
	return "", 0, false
}

// tenorYears reads a tenor as the layout writes it, 3M or 10Y.
func tenorYears(s string) (float64, bool) {
	_, y, ok := tenorOf(s)
	return y, ok && (strings.HasSuffix(s, "M") || strings.HasSuffix(s, "Y"))
}
