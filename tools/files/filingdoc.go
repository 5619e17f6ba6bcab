package files

import (
	"bytes"
	"context"
	"html"
	"regexp"
	"strings"
	"time"

	"tearsheet"
)

// held is a document of a filing that lies in the folder.
type held struct {
	path   string
	symbol string
	form   string // as the name says
	date   tearsheet.Date
	filed  bool // date is the filing date, else the period of report
	acc    tearsheet.Accession
	stem   string // name without its ending, to pair documents of one filing
}

// heldDocs lists the documents of a symbol, or of any symbol if "".
func (p *Provider) heldDocs(symbol string) ([]held, error) {
	var out []held
	taken := map[string]bool{}
	lists := map[string][]string{}
	for _, s := range p.layout.Filings {
		names, ok := lists[s.pattern.dir]
		if !ok {
			var err error
			if names, err = p.folder.list(s.pattern.dir); err != nil {
				return nil, err
			}
			lists[s.pattern.dir] = names
		}
		for _, n := range names {
			full := joinPath(s.pattern.dir, n)
			vars, ok := s.pattern.match(n)
			if !ok || taken[full] || (symbol != "" && !sameSymbol(vars["symbol"], symbol)) {
				continue
			}
			taken[full] = true
			h := held{path: full, symbol: strings.ReplaceAll(vars["symbol"], ".", "-"), form: vars["form"], filed: s.Date == "filed", stem: stem(n)}
			if v := vars["date"]; v != "" {
				d, err := tearsheet.ParseDate(v)
				if err != nil {
					continue // not a day of the calendar, so not our naming
				}
				h.date = d
			}
			if v := vars["accession"]; v != "" {
				h.acc, _ = parseAccession(v) // the pattern admits nothing else
			}
			out = append(out, h)
		}
	}
	return out, nil
}

// stem is a file name without its endings and the mark of a full submission.
func stem(name string) string {
	name = strings.TrimSuffix(name, ".gz")
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	return strings.TrimSuffix(name, "_full_submission")
}

// docHead is what a document says of itself.
type docHead struct {
	acc      tearsheet.Accession
	form     string
	cik      tearsheet.CIK
	filed    tearsheet.Date
	period   tearsheet.Date
	accepted time.Time
	digest   string
}

// head reads a document's own header: the SGML header of a full submission or
// the dei tags of inline XBRL.
func (p *Provider) head(ctx context.Context, path string) (docHead, error) {
	stored, st, ok, err := p.folder.find(strings.TrimSuffix(path, ".gz"))
	if err != nil || !ok {
		return docHead{}, p.folder.wrap("files.filings", path, err, "the file went away; try again")
	}
	return load(ctx, p.cache, stamp("head", stored, st), func(ctx context.Context) (docHead, int64, error) {
		b, err := p.folder.read(ctx, stored)
		if err != nil {
			return docHead{}, 0, err
		}
		h := readHead(b.data)
		h.digest = b.digest
		return h, 256, nil
	})
}

var (
	sgmlField = regexp.MustCompile(`(?m)^\s*(ACCESSION NUMBER|CONFORMED SUBMISSION TYPE|CONFORMED PERIOD OF REPORT|FILED AS OF DATE|CENTRAL INDEX KEY):\s*(\S+)\s*$`)
	sgmlTime  = regexp.MustCompile(`(?m)^<ACCEPTANCE-DATETIME>([0-9]{14})\s*$`)
	deiField  = regexp.MustCompile(`name="dei:(DocumentPeriodEndDate|EntityCentralIndexKey|DocumentType)"[^>]{0,400}>`)
	ixText    = regexp.MustCompile(`</?ix:nonNumeric[\s>]`)
	htmlTag   = regexp.MustCompile(`<[^>]*>`)
)

// readHead never fails: what a document does not say stays empty.
func readHead(b []byte) docHead {
	var h docHead
	if i := bytes.Index(b, []byte("</SEC-HEADER>")); i >= 0 && bytes.Contains(b[:min(i, 4096)], []byte("<SEC-HEADER>")) {
		sgml := b[:min(i, 64<<10)]
		for _, m := range sgmlField.FindAllSubmatch(sgml, 64) {
			v := string(m[2])
			switch string(m[1]) {
			case "ACCESSION NUMBER":
				h.acc, _ = parseAccession(v)
			case "CONFORMED SUBMISSION TYPE":
				h.form = v
			case "CONFORMED PERIOD OF REPORT":
				h.period = compactDay(v)
			case "FILED AS OF DATE":
				h.filed = compactDay(v)
			case "CENTRAL INDEX KEY":
				if h.cik == 0 {
					h.cik = parseCIK(v)
				}
			}
		}
		if m := sgmlTime.FindSubmatch(sgml); m != nil { // New York time, unlike the JSON's UTC
			if t, err := time.ParseInLocation("20060102150405", string(m[1]), tearsheet.NewYork); err == nil {
				h.accepted = t
			}
		}
		return h
	}
	for _, m := range deiField.FindAllSubmatchIndex(b, 16) {
		v := strings.TrimSpace(strings.ReplaceAll(html.UnescapeString(string(htmlTag.ReplaceAll(element(b[m[1]:]), nil))), "\u00a0", " "))
		switch string(b[m[2]:m[3]]) {
		case "DocumentPeriodEndDate":
			if h.period.IsZero() {
				h.period = writtenDay(v)
			}
		case "EntityCentralIndexKey":
			if h.cik == 0 {
				h.cik = parseCIK(v)
			}
		case "DocumentType":
			if h.form == "" && len(v) <= 12 {
				h.form = v
			}
		}
	}
	return h
}

// element is the content of an ix:nonNumeric whose start tag has just ended;
// filers nest them, the day and month of a date within the date.
func element(b []byte) []byte {
	b = b[:min(len(b), 2048)]
	depth := 1
	for _, m := range ixText.FindAllIndex(b, 32) {
		if b[m[0]+1] != '/' {
			depth++
		} else if depth--; depth == 0 {
			return b[:m[0]]
		}
	}
	return nil
}

func parseCIK(s string) tearsheet.CIK {
	n := uint64(0)
	if len(s) > 10 {
		return 0
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0
		}
		n = n*10 + uint64(c-'0')
	}
	return tearsheet.CIK(n)
}

// compactDay reads 20260624; zero if it is no day.
func compactDay(s string) tearsheet.Date {
	if len(s) != 8 {
		return tearsheet.Date{}
	}
	d, err := tearsheet.ParseDate(s[:4] + "-" + s[4:6] + "-" + s[6:])
	if err != nil {
		return tearsheet.Date{}
	}
	return d
}

// writtenDay reads a date as filers write it: September 27, 2025 or 2025-09-27.
func writtenDay(s string) tearsheet.Date {
	s = strings.Join(strings.Fields(s), " ")
	for _, layout := range []string{"January 2, 2006", "January 2,2006", "2006-01-02", "Jan 2, 2006", "January 2 2006", "1/2/2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return tearsheet.DateOf(t)
		}
	}
	return tearsheet.Date{}
}
