package files

import (
	"math"
	"strings"
	"testing"

	"tearsheet"
)

// TestOneBasisFromAll: the same invented prices written in every adjustment and
// vintage come back the same, before and after the split.
func TestOneBasisFromAll(t *testing.T) {
	for _, at := range []string{"2021-12-15", "2022-02-28", "2022-03-01", "2023-02-15"} {
		want := map[tearsheet.Date]quxBar{}
		for _, b := range quxBars("2021-01-04", at) {
			if b.date.Before(quxSplit) && !quxSplit.After(on(at)) {
				b.close, b.vol = b.close/3, b.vol*3
			}
			want[b.date] = b
		}
		for name, c := range map[string]struct {
			prices, csv string
		}{
			"as traded":          {"adjustment: none", quxCSV("2021-01-04", "2023-02-28", false, false, 1)},
			"split":              {"adjustment: split, vintage: last_row", quxCSV("2021-01-04", "2023-02-28", true, false, 1)},
			"split, old vintage": {"adjustment: split, vintage: last_row", quxCSV("2021-01-04", "2022-02-25", true, false, 1)},
			"split and dividend": {"adjustment: split_dividend, vintage: last_row", quxCSV("2021-01-04", "2023-02-28", true, true, 1)},
		} {
			m := quxFolder()
			delete(m, "prices/daily/QUX.csv")
			m[layoutFile] = text("prices: [{name: p, path: 'p/{symbol}.csv', " + c.prices + "}]\ndividends: {basis: fixed}\nsplits: {QUX: [{ex: 2022-03-01, ratio: 3}]}\n")
			m["p/QUX.csv"] = text(c.csv)
			div := quxDividendCSV // on the basis of the prices, as the layout says when it names no known source
			if name == "as traded" || name == "split, old vintage" {
				div = "Date,Dividends\n2021-09-15,0.6\n2022-09-15,0.25\n"
			}
			m["prices/dividends/QUX.csv"] = text(div)
			s := barsOf(t, open(t, m, ""), "QUX", at)
			for _, b := range s.Bars {
				w := want[b.Date]
				if math.Abs(b.Close/w.close-1) > 1e-5 || math.Abs(b.Volume-w.vol) > 1 {
					t.Errorf("%s as of %s: %s close %v volume %v, want %v %v (%s)", name, at, b.Date, b.Close, b.Volume, w.close, w.vol, s.Basis)
					break
				}
			}
			for _, a := range s.Actions {
				if a.Kind != tearsheet.Dividend {
					continue
				}
				amount := quxDivs[a.Ex]
				if a.Ex.Before(quxSplit) && !quxSplit.After(on(at)) {
					amount /= 3
				}
				if math.Abs(a.Amount-amount) > 1e-4 {
					t.Errorf("%s as of %s: dividend of %s is %v, want %v", name, at, a.Ex, a.Amount, amount)
				}
			}
		}
	}
}

// TestPrecedence: rank, freshness and length decide; nothing is mixed.
func TestPrecedence(t *testing.T) {
	const layout = `prices:
  - {name: a, path: 'a/{symbol}.csv', adjustment: split, vintage: last_row}
  - {name: b, path: 'b/{symbol}.csv', adjustment: split, vintage: last_row}
  - {name: c, panel: c.csv, adjustment: split, vintage: last_row}
splits: {QUX: [{ex: 2022-03-01, ratio: 3}]}
`
	panel := func(from, to string) string {
		lines := strings.Split(strings.TrimSpace(quxCSV(from, to, true, false, 1)), "\n")
		for i := range lines {
			lines[i] = map[bool]string{true: "Symbol,", false: "QUX,"}[i == 0] + lines[i]
		}
		return strings.Join(lines, "\n")
	}
	for name, c := range map[string]struct {
		a, b, c [2]string // from, to; "" for no file
		asOf    string
		want    string
	}{
		"rank":                        {a: [2]string{"2021-01-04", "2023-02-28"}, b: [2]string{"2021-01-04", "2023-02-28"}, asOf: "2023-02-15", want: "a/"},
		"fresh enough":                {a: [2]string{"2021-01-04", "2023-02-10"}, b: [2]string{"2021-01-04", "2023-02-28"}, asOf: "2023-02-15", want: "a/"},
		"stale":                       {a: [2]string{"2021-01-04", "2023-02-03"}, b: [2]string{"2021-01-04", "2023-02-28"}, asOf: "2023-02-15", want: "b/"},
		"stale later, fresh then":     {a: [2]string{"2021-01-04", "2023-02-03"}, b: [2]string{"2021-01-04", "2023-02-28"}, asOf: "2023-02-03", want: "a/"},
		"too short":                   {a: [2]string{"2022-10-03", "2023-02-28"}, b: [2]string{"2021-01-04", "2023-02-28"}, asOf: "2023-02-15", want: "b/"},
		"all short, the longest":      {a: [2]string{"2022-12-01", "2023-02-28"}, b: [2]string{"2022-10-03", "2023-02-28"}, asOf: "2023-02-15", want: "b/"},
		"all short, equal":            {a: [2]string{"2022-10-03", "2023-02-28"}, b: [2]string{"2022-10-03", "2023-02-28"}, asOf: "2023-02-15", want: "a/"},
		"panel not needed":            {b: [2]string{"2021-01-04", "2023-02-28"}, c: [2]string{"2021-01-04", "2023-02-28"}, asOf: "2023-02-15", want: "b/"},
		"panel when files are stale":  {b: [2]string{"2021-01-04", "2022-12-01"}, c: [2]string{"2021-01-04", "2023-02-28"}, asOf: "2023-02-15", want: "c.csv"},
		"panel alone":                 {c: [2]string{"2021-01-04", "2023-02-28"}, asOf: "2023-02-15", want: "c.csv"},
		"nothing newer than the file": {a: [2]string{"2021-01-04", "2022-12-01"}, asOf: "2023-02-15", want: "a/"},
	} {
		m := quxFolder()
		m[layoutFile] = text(layout)
		for dir, span := range map[string][2]string{"a/QUX.csv": c.a, "b/QUX.csv": c.b} {
			if span[0] != "" {
				m[dir] = text(quxCSV(span[0], span[1], true, false, 1))
			}
		}
		if c.c[0] != "" {
			m["c.csv"] = text(panel(c.c[0], c.c[1]))
		}
		s := barsOf(t, open(t, m, ""), "QUX", c.asOf)
		if !strings.HasPrefix(s.Source.Locator, c.want) {
			t.Errorf("%s: read from %s, want %s", name, s.Source.Locator, c.want)
		}
		for _, f := range s.Findings {
			if f.Check != "prices.stale" {
				t.Errorf("%s: %s", name, f.Message)
			}
		}
	}
}

// TestDisagreement: two sources that differ, in the ways they differ.
func TestDisagreement(t *testing.T) {
	const layout = `prices:
  - {name: a, path: 'a/{symbol}.csv', adjustment: split, vintage: last_row}
  - {name: b, path: 'b/{symbol}.csv', adjustment: split, vintage: last_row}
splits: {QUX: [{ex: 2022-03-01, ratio: 3}]}
`
	base := quxCSV("2021-01-04", "2023-02-28", true, false, 1)
	spoil := func(every int) string {
		lines := strings.Split(base, "\n")
		for i := 1; i < len(lines)-1; i += every {
			c := strings.Split(lines[i], ",")
			c[2], c[4] = "99999", "99998" // high and close
			lines[i] = strings.Join(c, ",")
		}
		return strings.Join(lines, "\n")
	}
	for name, c := range map[string]struct {
		other, check string
		says         []string
	}{
		"the same":                     {base, "", nil},
		"within tolerance":             {quxCSV("2021-01-04", "2023-02-28", true, false, 1.004), "", nil},
		"one per cent off":             {quxCSV("2021-01-04", "2023-02-28", true, false, 1.01), "prices.disagree", []string{"553 of 553 common days", "a/QUX.csv", "b/QUX.csv", "2021-01-04", "2023-02-15"}},
		"a split nobody told us of":    {quxCSV("2021-01-04", "2023-02-28", true, false, 10), "prices.factor", []string{"by a factor 1/10", "from 2021-01-04 to 2023-02-15"}},
		"three for two":                {quxCSV("2021-01-04", "2023-02-28", true, false, 1/1.5), "prices.factor", []string{"by a factor 1.5"}},
		"split not applied":            {strings.ReplaceAll(quxCSV("2021-01-04", "2023-02-28", false, false, 1), "x", "x"), "prices.factor", []string{"by a factor 1/3", "from 2021-01-04 to 2022-02-28"}},
		"a few bad days":               {spoil(300), "", nil},
		"too many bad days":            {spoil(40), "prices.disagree", []string{"worst on", "99998"}},
		"dividend-adjusted on the sly": {quxCSV("2021-01-04", "2023-02-28", true, true, 1), "prices.disagree", []string{"0.5 %"}},
	} {
		m := quxFolder()
		m[layoutFile], m["a/QUX.csv"], m["b/QUX.csv"] = text(layout), text(base), text(c.other)
		s := barsOf(t, open(t, m, ""), "QUX", "2023-02-15")
		if c.check == "" {
			if len(s.Findings) > 0 {
				t.Errorf("%s: %+v", name, s.Findings)
			}
			continue
		}
		if len(s.Findings) != 1 || s.Findings[0].Check != c.check {
			t.Errorf("%s: want %s, got %+v", name, c.check, s.Findings)
			continue
		}
		for _, w := range c.says {
			if !strings.Contains(s.Findings[0].Message, w) {
				t.Errorf("%s: %q does not say %q", name, s.Findings[0].Message, w)
			}
		}
		if !strings.HasPrefix(s.Source.Locator, "a/QUX.csv") || math.Abs(s.Bars[0].Close-100.0/3) > 0.01 {
			t.Errorf("%s: the series is not source a's own: %s %v", name, s.Source.Locator, s.Bars[0].Close)
		}
	}
}

// TestNoDividendFile: a dividend-adjusted source without dividends is served at
// its own level, and says so.
func TestNoDividendFile(t *testing.T) {
	m := quxFolder()
	m[layoutFile] = text("prices: [{name: p, path: 'p/{symbol}.csv', adjustment: split_dividend, vintage: last_row}]\n")
	m["p/QUX.csv"] = text(quxCSV("2021-01-04", "2022-02-25", true, true, 1))
	delete(m, "prices/dividends/QUX.csv")
	s := barsOf(t, open(t, m, ""), "QUX", "2022-02-25")
	if len(s.Findings) != 1 || s.Findings[0].Check != "prices.dividend_adjusted" || !strings.Contains(s.Basis, "the level is dividend-adjusted") {
		t.Errorf("%s %+v", s.Basis, s.Findings)
	}
	m["prices/dividends/QUX.csv"] = text("Date,Dividends\n2021-03-15,0.6\n")
	s = barsOf(t, open(t, m, ""), "QUX", "2022-02-25")
	if len(s.Findings) != 1 || s.Findings[0].Check != "prices.dividends_missing" || !strings.Contains(s.Findings[0].Message, "2021-03-15") {
		t.Errorf("%+v", s.Findings)
	}
}
