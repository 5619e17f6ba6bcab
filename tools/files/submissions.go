package files

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tearsheet"
)

// submissions is an issuer's EDGAR header and filing index, older pages merged.
type submissions struct {
	path     string
	digest   string
	name     string
	sic      int
	industry string
	tickers  []string
	exchange []string
	state    string
	yearEnd  string
	former   []string
	filings  []submitted // newest first
	byAcc    map[tearsheet.Accession]int
}

// submitted is one row of the index.
type submitted struct {
	acc    tearsheet.Accession
	form   string
	filed  tearsheet.Date
	period tearsheet.Date
	public time.Time
	doc    string // primary document's name on EDGAR
	path   string // the file of the row
	digest string
	row    int // 0-based index in the arrays of its file
}

// public is when a filing could be read by anyone. EDGAR stamps acceptance in
// UTC. What is accepted after 17:30 New York carries the next business day as
// its filing date and is disseminated then, from 06:00. Midnight stands for "no
// time known" in old rows: then the end of the filing day counts.
func public(accepted time.Time, filed tearsheet.Date) time.Time {
	if accepted.IsZero() {
		return filed.EndOfDay().UTC()
	}
	ny := accepted.In(tearsheet.NewYork)
	day := tearsheet.DateOf(ny)
	switch {
	case ny.Hour() == 0 && ny.Minute() == 0 && ny.Second() == 0:
		if day.After(filed) {
			filed = day
		}
		return filed.EndOfDay().UTC()
	case day.Before(filed):
		return time.Date(filed.Year, filed.Month, filed.Day, 6, 0, 0, 0, tearsheet.NewYork).UTC()
	}
	return accepted.UTC()
}

// submissionsOf reads an issuer's submissions; nil when the folder has none.
func (p *Provider) submissionsOf(ctx context.Context, cik tearsheet.CIK) (*submissions, error) {
	const op = "files.submissions"
	src := p.layout.Submissions
	if src.Path == "" || cik == 0 {
		return nil, nil
	}
	stored, st, ok, err := p.folder.find(src.pattern.expand("cik", cik.String()))
	if err != nil || !ok {
		return nil, err
	}
	return load(ctx, p.cache, stamp("submissions", stored, st), func(ctx context.Context) (*submissions, int64, error) {
		b, err := p.folder.read(ctx, stored)
		if err != nil {
			return nil, 0, err
		}
		sub, err := parseSubmissions(b)
		if err != nil {
			return nil, 0, p.folder.invalid(op, stored, "fetch the submissions again from data.sec.gov", "%v", err)
		}
		if src.Pages != "" {
			pages, err := p.folder.list(src.pages.dir)
			if err != nil {
				return nil, 0, err
			}
			for _, name := range pages {
				if vars, ok := src.pages.match(name); !ok || vars["cik"] != cik.String() {
					continue
				}
				b, err := p.folder.read(ctx, joinPath(src.pages.dir, name))
				if err != nil {
					return nil, 0, err
				}
				page, err := parseSubmissions(b)
				if err != nil {
					return nil, 0, p.folder.invalid(op, b.path, "fetch the submissions page again from data.sec.gov", "%v", err)
				}
				sub.filings = append(sub.filings, page.filings...)
			}
		}
		sub.index()
		return sub, int64(len(sub.filings)) * 220, nil
	})
}

func joinPath(dir, name string) string {
	if dir == "." {
		return name
	}
	return dir + "/" + name
}

// index orders the filings, newest first, and drops doubles between pages.
func (s *submissions) index() {
	s.byAcc = make(map[tearsheet.Accession]int, len(s.filings))
	kept := s.filings[:0]
	for _, f := range s.filings {
		if _, dup := s.byAcc[f.acc]; !dup {
			s.byAcc[f.acc] = 0
			kept = append(kept, f)
		}
	}
	s.filings = kept
	slices.SortStableFunc(s.filings, func(a, b submitted) int {
		if c := b.public.Compare(a.public); c != 0 {
			return c
		}
		return strings.Compare(string(b.acc), string(a.acc))
	})
	for i, f := range s.filings {
		s.byAcc[f.acc] = i
	}
}

// parseSubmissions reads a submissions body, or an older page, which is the bare
// column arrays.
func parseSubmissions(b blob) (*submissions, error) {
	out := &submissions{path: b.path, digest: b.digest}
	s := scan{b: b.data}
	var cols filingColumns
	strs := func(to *[]string) error {
		if s.null() {
			return nil
		}
		return s.array(func(int) error {
			v, err := s.text()
			*to = append(*to, v)
			return err
		})
	}
	err := s.object(func(key []byte) (err error) {
		switch string(key) {
		case "name":
			out.name, err = s.text()
		case "sic":
			if s.peek() == '"' {
				var v string
				if v, err = s.text(); err == nil && v != "" {
					_, err = fmt.Sscanf(v, "%d", &out.sic)
				}
			} else {
				var n int64
				n, err = s.integer()
				out.sic = int(n)
			}
		case "sicDescription":
			out.industry, err = s.text()
		case "tickers":
			err = strs(&out.tickers)
		case "exchanges":
			err = strs(&out.exchange)
		case "stateOfIncorporation":
			out.state, err = s.text()
		case "fiscalYearEnd":
			out.yearEnd, err = s.text()
		case "formerNames":
			if s.null() {
				return nil
			}
			err = s.array(func(int) error {
				return s.object(func(k []byte) (err error) {
					if string(k) != "name" {
						return s.skip()
					}
					v, err := s.text()
					out.former = append(out.former, v)
					return err
				})
			})
		case "filings":
			err = s.object(func(k []byte) error {
				if string(k) != "recent" {
					return s.skip()
				}
				return s.object(func(col []byte) error { return cols.read(&s, col) })
			})
		default:
			err = cols.read(&s, key)
		}
		return err
	})
	if err == nil {
		err = s.end()
	}
	if err != nil {
		return nil, err
	}
	out.filings, err = cols.rows(b)
	return out, err
}

// filingColumns are the parallel arrays of filings.recent.
type filingColumns struct{ acc, filed, period, accepted, form, doc []string }

func (c *filingColumns) read(s *scan, key []byte) error {
	var to *[]string
	switch string(key) {
	case "accessionNumber":
		to = &c.acc
	case "filingDate":
		to = &c.filed
	case "reportDate":
		to = &c.period
	case "acceptanceDateTime":
		to = &c.accepted
	case "form":
		to = &c.form
	case "primaryDocument":
		to = &c.doc
	default:
		return s.skip()
	}
	return s.array(func(int) error {
		v, err := s.text()
		*to = append(*to, v)
		return err
	})
}

// rows turns the arrays into filings, checking their lengths and dates.
func (c *filingColumns) rows(b blob) ([]submitted, error) {
	n := len(c.acc)
	for _, col := range []struct {
		name string
		v    []string
		need bool
	}{{"filingDate", c.filed, true}, {"form", c.form, true}, {"reportDate", c.period, false}, {"acceptanceDateTime", c.accepted, false}, {"primaryDocument", c.doc, false}} {
		if len(col.v) != n && (col.need || len(col.v) > 0) {
			return nil, fmt.Errorf("filings.recent.%s has %d entries, accessionNumber %d", col.name, len(col.v), n)
		}
	}
	at := func(v []string, i int) string {
		if len(v) == 0 {
			return ""
		}
		return v[i]
	}
	out := make([]submitted, 0, n)
	for i := range n {
		f := submitted{form: strings.Clone(c.form[i]), doc: at(c.doc, i), path: b.path, digest: b.digest, row: i}
		var err error
		if f.acc, err = parseAccession(c.acc[i]); err != nil {
			return nil, fmt.Errorf("filings.recent.accessionNumber[%d]: %w", i, err)
		}
		if f.filed, err = tearsheet.ParseDate(c.filed[i]); err != nil {
			return nil, fmt.Errorf("filings.recent.filingDate[%d]: %w", i, err)
		}
		if v := at(c.period, i); v != "" {
			if f.period, err = tearsheet.ParseDate(v); err != nil {
				return nil, fmt.Errorf("filings.recent.reportDate[%d]: %w", i, err)
			}
		}
		var accepted time.Time
		if v := at(c.accepted, i); v != "" {
			if accepted, err = time.Parse(time.RFC3339, v); err != nil {
				return nil, fmt.Errorf("filings.recent.acceptanceDateTime[%d]: %s is not a time", i, quoted(v))
			}
		}
		f.public = public(accepted, f.filed)
		out = append(out, f)
	}
	return out, nil
}

// parseAccession reads an accession number with or without dashes.
func parseAccession(s string) (tearsheet.Accession, error) {
	if len(s) == 18 {
		s = s[:10] + "-" + s[10:12] + "-" + s[12:]
	}
	ok := len(s) == 20
	for i := range s {
		if !ok {
			break
		}
		if i == 10 || i == 13 {
			ok = s[i] == '-'
		} else {
			ok = s[i] >= '0' && s[i] <= '9'
		}
	}
	if !ok {
		return "", fmt.Errorf("%s is not an accession number (0000320193-24-000123)", quoted(s))
	}
	return tearsheet.Accession(s), nil
}
