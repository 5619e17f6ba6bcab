package files

import (
	"fmt"
	"slices"
	"strings"

	"tearsheet"
)

// check compiles the paths of a merged layout and lists every mistake in it.
func (l *layout) check() (errs []error) {
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	path := func(at, s string, need string) pattern {
		p, err := compilePattern(s)
		switch {
		case err != nil:
			bad("%s: %v", at, err)
		case need != "" && !p.has(need):
			bad("%s: path %q needs {%s}", at, s, need)
		}
		return p
	}
	if l.Version != 1 {
		bad("version: %d is not a layout version this program knows; use 1", l.Version)
	}
	if !isCurrency(l.Currency) {
		bad("currency: %q is not an ISO 4217 code such as USD", l.Currency)
	}
	names := map[string]bool{}
	for i := range l.Prices {
		s := &l.Prices[i]
		at := fmt.Sprintf("prices[%d]", i+1)
		if s.Name == "" {
			bad("%s: name is missing", at)
		} else {
			at = "prices." + s.Name
		}
		if names[s.Name] {
			bad("%s: the name is used twice", at)
		}
		names[s.Name] = true
		switch {
		case (s.Path == "") == (s.Panel == ""):
			bad("%s: give either path (one file per symbol) or panel (one file for all)", at)
		case s.Path != "":
			s.pattern = path(at, s.Path, "symbol")
		default:
			if p := path(at, s.Panel, ""); len(p.keys) > 0 {
				bad("%s: panel %q must name one file", at, s.Panel)
			}
		}
		checkAdjustment(bad, at, s.Adjustment, s.Vintage, true)
		for sym, o := range s.Symbols {
			checkSymbol(bad, at+".symbols", sym)
			checkAdjustment(bad, at+".symbols."+sym, o.Adjustment, o.Vintage, false)
		}
		checkColumns(bad, at, s.Columns, priceColumns)
		if !s.Covers.From.IsZero() && s.Covers.To.Before(s.Covers.From) {
			bad("%s: covers.to %s is before covers.from %s", at, s.Covers.To, s.Covers.From)
		}
	}
	if l.Dividends.Path != "" {
		l.Dividends.pattern = path("dividends", l.Dividends.Path, "symbol")
	}
	checkColumns(bad, "dividends", l.Dividends.Columns, dividendColumns)
	for sym, list := range l.Dividends.Known {
		checkSymbol(bad, "dividends.known", sym)
		for _, d := range list {
			if d.Ex.IsZero() || !(d.Amount > 0) || d.PriorClose < 0 {
				bad("dividends.known.%s: each entry needs ex (YYYY-MM-DD) and a positive amount", sym)
			}
		}
	}
	for sym, list := range l.Splits {
		checkSymbol(bad, "splits", sym)
		slices.SortStableFunc(list, func(a, b split) int { return a.Ex.Compare(b.Ex) })
		for i, s := range list {
			if s.Ex.IsZero() || s.Ratio == 0 {
				bad("splits.%s: each entry needs ex (YYYY-MM-DD) and ratio", sym)
			}
			if s.Kind != "" && s.Kind != "spinoff" {
				bad("splits.%s: kind %q is not known; leave it out or use spinoff", sym, s.Kind)
			}
			if i > 0 && s.Ex == list[i-1].Ex {
				bad("splits.%s: %s is listed twice", sym, s.Ex)
			}
		}
	}
	l.aliases = map[string]string{}
	for sym, n := range l.Securities {
		checkSymbol(bad, "securities", sym)
		if n.Kind != "" && n.Kind != "index" && n.Kind != "fund" {
			bad("securities.%s: kind %q is not known; use index or fund, or leave it out for a company", sym, n.Kind)
		}
		if n.Currency != "" && !isCurrency(n.Currency) {
			bad("securities.%s: currency %q is not an ISO 4217 code such as USD", sym, n.Currency)
		}
		for _, a := range n.Aliases {
			if prev, dup := l.aliases[a]; dup && prev != sym {
				bad("securities.%s: alias %s also belongs to %s", sym, a, prev)
			}
			l.aliases[a] = sym
		}
	}
	if l.Tickers != "" {
		path("tickers", l.Tickers, "")
	}
	for i := range l.Facts {
		l.Facts[i].pattern = path(fmt.Sprintf("facts[%d]", i+1), l.Facts[i].Path, "cik")
	}
	if l.Submissions.Path != "" {
		l.Submissions.pattern = path("submissions", l.Submissions.Path, "cik")
	}
	if l.Submissions.Pages != "" {
		l.Submissions.pages = path("submissions.pages", l.Submissions.Pages, "cik")
	}
	for i := range l.Filings {
		s := &l.Filings[i]
		at := fmt.Sprintf("filings[%d]", i+1)
		s.pattern = path(at, s.Path, "symbol")
		if s.pattern.has("date") != (s.Date != "") || (s.Date != "" && s.Date != "filed" && s.Date != "period") {
			bad("%s: date must say filed or period exactly when the path has {date}", at)
		}
	}
	for i := range l.Chains {
		s := &l.Chains[i]
		at := fmt.Sprintf("chains[%d]", i+1)
		s.pattern = path(at, s.Path, "symbol")
		switch {
		case s.Kind != "yahoo_v7" && s.Kind != "ibkr":
			bad("%s: kind %q is not known; use yahoo_v7 or ibkr", at, s.Kind)
		case s.Kind == "ibkr" && !s.pattern.has("stamp") && !s.pattern.has("date"):
			bad("%s: the path of an ibkr chain needs {stamp} or {date}: the file does not hold its own time", at)
		}
	}
	for i := range l.News {
		s := &l.News[i]
		at := fmt.Sprintf("news[%d]", i+1)
		s.pattern = path(at, s.Path, "")
		if s.Kind != "yahoo_search" && s.Kind != "feed" {
			bad("%s: kind %q is not known; use yahoo_search or feed", at, s.Kind)
		}
	}
	for i, s := range l.Rates {
		at := fmt.Sprintf("rates[%d]", i+1)
		if p := path(at, s.Path, ""); len(p.keys) > 0 {
			bad("%s: path %q must name one file", at, s.Path)
		}
		for k := range s.Columns {
			if _, ok := tenorYears(k); !ok && k != "date" {
				bad("%s: columns.%s is not date or a tenor such as 3M or 10Y", at, k)
			}
		}
	}
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errs
}

func checkAdjustment(bad func(string, ...any), at string, a adjustment, vintage string, need bool) {
	switch a {
	case adjNone, adjSplit, adjSplitDividend, adjMixed:
	case "":
		if need {
			bad("%s: adjustment is missing; say none, split, split_dividend or mixed", at)
		}
	default:
		bad("%s: adjustment %q is not known; use none, split, split_dividend or mixed", at, a)
	}
	if vintage == "" && need && a != adjNone {
		bad("%s: vintage is missing; say last_row or the day (YYYY-MM-DD) up to which splits are in the prices", at)
	}
	if vintage != "" && vintage != lastRow {
		if _, err := tearsheet.ParseDate(vintage); err != nil {
			bad("%s: vintage %q is neither last_row nor a day (YYYY-MM-DD)", at, vintage)
		}
	}
}

func checkSymbol(bad func(string, ...any), at, sym string) {
	if id, err := tearsheet.ParseSymbol(sym); err != nil || id.Symbol != sym {
		bad("%s: %q is not a symbol in normal form, such as AAPL or BRK-B", at, sym)
	}
}

func checkColumns(bad func(string, ...any), at string, cols map[string]string, known map[string][]string) {
	for k, v := range cols {
		if _, ok := known[k]; !ok {
			names := make([]string, 0, len(known))
			for n := range known {
				names = append(names, n)
			}
			slices.Sort(names)
			bad("%s: columns.%s is not a column; use %s", at, k, strings.Join(names, ", "))
		} else if strings.TrimSpace(v) == "" {
			bad("%s: columns.%s is empty", at, k)
		}
	}
}

func isCurrency(s string) bool {
	if len(s) != 3 {
		return false
	}
	for _, c := range []byte(s) {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}
