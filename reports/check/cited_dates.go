package check

import (
	"slices"
	"strconv"
	"strings"

	"tearsheet"
)

// citedDates: a date or fiscal year in prose is one of the report's.
type citedDates struct{}

func (citedDates) Name() string { return "cited_dates" }
func (citedDates) Doc() string {
	return "every date in prose is of a cited fact or a landmark of the report, and a claim's fiscal years are those of its facts"
}

func (citedDates) Check(r *tearsheet.Report) []tearsheet.Finding {
	var l list
	known := datesOf(r)
	b := bookOf(r)
	for _, t := range texts(r) {
		if len(t.passages) > 0 || t.where == "research.answer" {
			continue // it speaks of what a filing says
		}
		quotes := quotations(t.text)
		own, cited := fiscalYears(b, t.cites), citedDays(b, t.cites)
		for _, f := range Parse(t.text) {
			if f.Role != When && f.Role != Fiscal || slices.ContainsFunc(quotes, func(q quote) bool { return f.Start >= q.from && f.End <= q.to }) {
				continue
			}
			bad := func(hint, format string, args ...any) {
				l.add(t.severity, t.claim, hint, "%s: "+format, append([]any{t.where, quoted(f.Text), quoted(t.text)}, args...)...)
			}
			d, y, ok := whenOf(f.Text)
			switch {
			case !ok || aboutDate(t.text[:f.Start]):
			case y == 0:
				bad("correct the date", "the date %s in %s is no day of the calendar")
			case f.Role == Fiscal && len(own) > 0 && !own[y]:
				bad("name the period of the cited facts", "the period %s in %s is not that of the facts it cites (%s)", years(own))
			case f.Role == Fiscal || d.IsZero():
				if !known.years[y] {
					bad("correct the year, or cite a fact of it", "the year %s in %s is of no fact or date of the report")
				}
			case !known.days[d] && !cited[d]:
				bad("correct the date, or say \"about\" when it is an estimate", "the date %s in %s is neither of a cited fact nor a landmark of the report")
			}
		}
	}
	return l
}

// aboutDate reports whether the words before a date make it an estimate.
func aboutDate(before string) bool {
	w := strings.Fields(strings.ToLower(before))
	if len(w) == 0 {
		return false
	}
	switch w[len(w)-1] {
	case "about", "around", "circa", "expected", "by":
		return w[len(w)-1] != "by" || len(w) > 1 && w[len(w)-2] == "expected"
	}
	return false
}

// whenOf reads a date, or the year of a year or fiscal label; the year is 0 when
// the date does not exist. ok is false for a time of day and whatever else names
// no day or year.
func whenOf(s string) (d tearsheet.Date, y int, ok bool) {
	s = fold(s).s
	if len(s) >= 10 {
		if d, err := tearsheet.ParseDate(strings.ReplaceAll(s[:10], "/", "-")); err == nil {
			return d, d.Year, true
		}
		if digits(s, 0) == 4 && digits(s, 5) == 2 && digits(s, 8) == 2 {
			return d, 0, true
		}
	}
	for i := 0; i+4 <= len(s); i++ {
		if digits(s, i) == 4 && (i == 0 || !isDigit(s[i-1])) {
			if n, _ := strconv.Atoi(s[i : i+4]); year(n) {
				return d, n, true
			}
		}
	}
	for i := len(s) - 2; i >= 0; i-- { // FY24, Q3'24
		if digits(s, i) == 2 && i > 0 && !isDigit(s[i-1]) && !strings.Contains(s, ":") && !strings.Contains(s, "/") {
			n, _ := strconv.Atoi(s[i:])
			return d, 2000 + n, true
		}
	}
	return d, 0, false
}

// dates are the days that stand out in a report, and all its years.
type dates struct {
	days  map[tearsheet.Date]bool
	years map[int]bool
}

func datesOf(r *tearsheet.Report) dates {
	k := dates{map[tearsheet.Date]bool{}, map[int]bool{}}
	add := func(ds ...tearsheet.Date) {
		for _, d := range ds {
			if !d.IsZero() {
				k.days[d], k.years[d.Year] = true, true
			}
		}
	}
	at := func(s string) {
		if d, ok := stamp(s); ok {
			add(d)
		}
	}
	add(r.AsOf)
	for i := range r.Facts {
		f := &r.Facts[i]
		for _, d := range []tearsheet.Date{f.Period.Start, f.Period.End} {
			if !d.IsZero() {
				k.years[d.Year] = true
			}
		}
		if _, y, ok := whenOf(f.Period.Fiscal); ok {
			k.years[y] = true
		}
	}
	if m := r.Market; m != nil {
		add(m.PriceDate)
	}
	if f := r.Fundamental; f != nil {
		add(f.LastFiled, f.LastPeriod)
	}
	if o := r.Options; o != nil {
		at(o.Quoted)
		for _, t := range o.Expiries {
			add(t.Expiry)
		}
	}
	if x := r.Risk; x != nil {
		add(x.DrawdownPeak, x.DrawdownTrough)
		for _, a := range x.Anomalies {
			add(a.Date)
		}
	}
	return k
}

// citedDays are the days of the cited facts and of what they were derived from.
func citedDays(b book, ids []tearsheet.FactID) map[tearsheet.Date]bool {
	out := map[tearsheet.Date]bool{}
	for _, id := range ids {
		if b[id] == nil {
			continue
		}
		for _, g := range append([]tearsheet.FactID{id}, b[id].From...) {
			if x := b[g]; x != nil {
				out[x.Period.Start], out[x.Period.End], out[tearsheet.DateOf(x.Known.In(tearsheet.NewYork))] = true, true, true
			}
		}
	}
	return out
}

// fiscalYears are the years of the cited facts with a fiscal label, and of what
// they were derived from.
func fiscalYears(b book, ids []tearsheet.FactID) map[int]bool {
	out := map[int]bool{}
	for _, id := range ids {
		f := b[id]
		if f == nil {
			continue
		}
		for _, g := range append([]tearsheet.FactID{id}, f.From...) {
			if x := b[g]; x != nil && x.Period.Fiscal != "" {
				if _, y, ok := whenOf(x.Period.Fiscal); ok {
					out[y] = true
				}
				if !x.Period.End.IsZero() {
					out[x.Period.End.Year] = true
				}
			}
		}
	}
	return out
}

func years(m map[int]bool) string {
	var ys []string
	for y := range m {
		ys = append(ys, strconv.Itoa(y))
	}
	slices.Sort(ys)
	return strings.Join(ys, ", ")
}
