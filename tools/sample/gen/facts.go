package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strings"
)

// A company is one filer: its filings and the figures each of them reports.
type company struct {
	symbol   string
	cik      int
	name     string // as in company_tickers and submissions
	sic      string
	sicName  string
	fyEnd    string // MMDD
	exchange string
	filings  []filing
	tables   []table
}

// A filing is one line of the submissions index. fy and fp are the fiscal
// year and period the filing is about; every fact it reports carries them,
// the comparatives included.
type filing struct {
	form     string
	fy       int
	fp       string
	filed    string
	report   string // end of the period reported on
	accn     string
	accepted string
	doc      string
	items    string // 8-K only
}

// A table is one statement of one filing: a column per period, a line per
// tag. A column without a start is an instant (balance sheet).
type table struct {
	accn  string
	cols  []col
	lines []line
}

type col struct{ start, end string }

// A line holds one tag's values in the columns' order; na where the filing
// gives none.
type line struct {
	tag  string
	unit unit
	vals []float64
}

type unit int

const (
	usdM  unit = iota // millions of dollars
	usdK              // thousands of dollars
	perSh             // dollars per share
	shr               // shares
	shrM              // millions of shares
	shrK              // thousands of shares
)

var na = math.NaN()

func (u unit) name() string {
	switch u {
	case perSh:
		return "USD/shares"
	case shr, shrM, shrK:
		return "shares"
	}
	return "USD"
}

func (u unit) scale() float64 {
	switch u {
	case usdM, shrM:
		return 1e6
	case usdK, shrK:
		return 1e3
	}
	return 1
}

func at(end string) col          { return col{"", end} }
func span(start, end string) col { return col{start, end} }

func v(x ...float64) []float64 { return x }

func (c *company) filing(accn string) (filing, error) {
	for _, f := range c.filings {
		if f.accn == accn {
			return f, nil
		}
	}
	return filing{}, fmt.Errorf("%s: no filing %s", c.symbol, accn)
}

func (c *company) cik10() string { return fmt.Sprintf("CIK%010d", c.cik) }

// The served JSON. Go writes map keys in sorted order, which is the order the
// real service uses for tags.
type (
	factsJSON struct {
		CIK        int                            `json:"cik"`
		EntityName string                         `json:"entityName"`
		Facts      map[string]map[string]*tagJSON `json:"facts"`
	}
	tagJSON struct {
		Label       string                `json:"label"`
		Description string                `json:"description"`
		Units       map[string][]factJSON `json:"units"`
	}
	factJSON struct {
		Start string  `json:"start,omitempty"`
		End   string  `json:"end"`
		Val   float64 `json:"val"`
		Accn  string  `json:"accn"`
		FY    int     `json:"fy"`
		FP    string  `json:"fp"`
		Form  string  `json:"form"`
		Filed string  `json:"filed"`
	}
)

// factsOf lays the tables out in the companyfacts schema.
func factsOf(c *company) (*factsJSON, error) {
	out := &factsJSON{CIK: c.cik, EntityName: c.name, Facts: map[string]map[string]*tagJSON{}}
	for _, t := range c.tables {
		f, err := c.filing(t.accn)
		if err != nil {
			return nil, err
		}
		for _, l := range t.lines {
			taxonomy := "us-gaap"
			if strings.HasPrefix(l.tag, "Entity") {
				taxonomy = "dei"
			}
			text, ok := tagText[l.tag]
			if !ok {
				return nil, fmt.Errorf("no label for %s", l.tag)
			}
			if len(l.vals) != len(t.cols) {
				return nil, fmt.Errorf("%s %s: %d values in %d columns", f.form, l.tag, len(l.vals), len(t.cols))
			}
			if out.Facts[taxonomy] == nil {
				out.Facts[taxonomy] = map[string]*tagJSON{}
			}
			tj := out.Facts[taxonomy][l.tag]
			if tj == nil {
				tj = &tagJSON{Label: text.label, Description: text.about, Units: map[string][]factJSON{}}
				out.Facts[taxonomy][l.tag] = tj
			}
			for i, x := range l.vals {
				if math.IsNaN(x) {
					continue
				}
				val := x * l.unit.scale()
				if l.unit != perSh {
					val = math.Round(val)
				}
				u := l.unit.name()
				tj.Units[u] = append(tj.Units[u], factJSON{t.cols[i].start, t.cols[i].end, val, f.accn, f.fy, f.fp, f.form, f.filed})
			}
		}
	}
	for _, tags := range out.Facts {
		for _, t := range tags {
			for _, list := range t.Units {
				sort.SliceStable(list, func(i, j int) bool {
					a, b := list[i], list[j]
					if a.End != b.End {
						return a.End < b.End
					}
					if a.Filed != b.Filed {
						return a.Filed < b.Filed
					}
					return a.Start < b.Start
				})
			}
		}
	}
	return out, nil
}

// MarshalJSON writes whole numbers without an exponent, as the service does.
func (f factJSON) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	if f.Start != "" {
		fmt.Fprintf(&b, `"start":%q,`, f.Start)
	}
	fmt.Fprintf(&b, `"end":%q,"val":%s,"accn":%q,"fy":%d,"fp":%q,"form":%q,"filed":%q}`,
		f.End, number(f.Val), f.Accn, f.FY, f.FP, f.Form, f.Filed)
	return b.Bytes(), nil
}

func number(x float64) string {
	if x == math.Trunc(x) {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%v", x)
}

// submissionsOf lays the filings out in the submissions schema, newest first.
func submissionsOf(c *company) any {
	fs := append([]filing(nil), c.filings...)
	sort.SliceStable(fs, func(i, j int) bool { return fs[i].accepted > fs[j].accepted })
	cols := map[string][]string{}
	for _, f := range fs {
		for k, s := range map[string]string{
			"accessionNumber": f.accn, "filingDate": f.filed, "reportDate": f.report,
			"acceptanceDateTime": f.accepted, "form": f.form, "items": f.items,
			"primaryDocument": f.doc, "primaryDocDescription": f.form,
		} {
			cols[k] = append(cols[k], s)
		}
	}
	return struct {
		CIK        string   `json:"cik"`
		EntityType string   `json:"entityType"`
		SIC        string   `json:"sic"`
		SICName    string   `json:"sicDescription"`
		Name       string   `json:"name"`
		Tickers    []string `json:"tickers"`
		Exchanges  []string `json:"exchanges"`
		FYEnd      string   `json:"fiscalYearEnd"`
		Filings    any      `json:"filings"`
	}{
		fmt.Sprintf("%010d", c.cik), "operating", c.sic, c.sicName, c.name,
		[]string{c.symbol}, []string{c.exchange}, c.fyEnd,
		map[string]any{"recent": cols, "files": []string{}},
	}
}

func tickersOf(cs []*company) any {
	out := map[string]any{}
	for i, c := range cs {
		out[fmt.Sprint(i)] = struct {
			CIK    int    `json:"cik_str"`
			Ticker string `json:"ticker"`
			Title  string `json:"title"`
		}{c.cik, c.symbol, c.name}
	}
	return out
}

func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
