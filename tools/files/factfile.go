package files

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tearsheet"
)

// factFile is a companyfacts body: every fact as small integers into shared
// tables and into the text, so that a query touches only what it returns.
type factFile struct {
	path   string
	digest string
	entity string
	text   []byte // the body; values are slices of it
	tags   []factTag
	accs   []factFiling
	facts  []rawFact   // in the order of the file
	fiscal map[day]int // end of a fiscal year -> the filer's own name of it
	latest day         // newest filing date
}

// factTag is one taxonomy tag with one unit.
type factTag struct {
	concept tearsheet.Concept
	label   string
	unit    tearsheet.Unit
	pointer string // JSON pointer of the list of facts
}

// factFiling is the filing that reported a fact.
type factFiling struct {
	acc   tearsheet.Accession
	filed day
	form  string
	fy    int // fiscal year the filing is about
}

// rawFact is one reported value.
type rawFact struct {
	tag, acc   int32
	start, end day
	val        int32 // offset of the number in the text
	index      int32 // position in its list, for the locator
	vlen       uint8
	restated   bool // an earlier filing gave another value
}

// day packs a date as yyyymmdd; 0 is none.
type day int32

func (d day) date() tearsheet.Date {
	if d == 0 {
		return tearsheet.Date{}
	}
	return dateOf(int(d))
}

func (s *scan) day() (day, error) {
	if s.null() {
		return 0, nil
	}
	b, err := s.str()
	if err != nil {
		return 0, err
	}
	n := day(0)
	ok := len(b) == 10 && b[4] == '-' && b[7] == '-'
	for i, c := range b {
		if !ok {
			break
		}
		if i == 4 || i == 7 {
			continue
		}
		if ok = c >= '0' && c <= '9'; ok {
			n = n*10 + day(c-'0')
		}
	}
	if !ok || !validDay(n) {
		return 0, s.errf("%s is not a day (YYYY-MM-DD)", quoted(b))
	}
	return n, nil
}

func validDay(n day) bool {
	m, d := n/100%100, n%100
	if n < 1_000_000 || m < 1 || m > 12 || d < 1 {
		return false
	}
	if d <= 28 {
		return true
	}
	date := dateOf(int(n))
	return date == tearsheet.DateOf(date.UTC())
}

// parseFacts reads a companyfacts body as the SEC serves it.
func parseFacts(b blob) (*factFile, error) {
	f := &factFile{path: b.path, digest: b.digest, text: b.data, facts: make([]rawFact, 0, len(b.data)/150+1)}
	s := scan{b: b.data}
	p := factParser{f: f, s: &s, accs: map[string]int32{}}
	err := s.object(func(key []byte) (err error) {
		switch string(key) {
		case "entityName":
			f.entity, err = s.text()
		case "facts":
			err = s.object(func(taxonomy []byte) error {
				p.taxonomy = string(taxonomy)
				return s.object(p.tag)
			})
		default:
			err = s.skip()
		}
		return err
	})
	if err == nil {
		err = s.end()
		f.nameYears()
	}
	if err != nil {
		if p.at != "" {
			err = fmt.Errorf("%s: %w", p.at, err)
		}
		return nil, err
	}
	return f, nil
}

// factParser holds where the parse is.
type factParser struct {
	f        *factFile
	s        *scan
	accs     map[string]int32
	taxonomy string
	at       string // JSON pointer, for errors
}

// tag reads {label, description, units: {unit: [fact...]}}.
func (p *factParser) tag(name []byte) error {
	tag := string(name)
	p.at = "/facts/" + escapePointer(p.taxonomy) + "/" + escapePointer(tag)
	label := ""
	first := len(p.f.tags)
	err := p.s.object(func(key []byte) (err error) {
		switch string(key) {
		case "label":
			label, err = p.s.text()
		case "units":
			err = p.s.object(func(unit []byte) error {
				return p.unit(tag, string(unit))
			})
		default:
			err = p.s.skip()
		}
		return err
	})
	for i := first; i < len(p.f.tags); i++ {
		p.f.tags[i].label = label
	}
	return err
}

func (p *factParser) unit(tag, unit string) error {
	base := "/facts/" + escapePointer(p.taxonomy) + "/" + escapePointer(tag) + "/units/" + escapePointer(unit)
	p.f.tags = append(p.f.tags, factTag{concept: tearsheet.Concept(p.taxonomy + ":" + tag), unit: factUnit(unit), pointer: base})
	t := int32(len(p.f.tags) - 1)
	first := len(p.f.facts)
	p.at = base
	err := p.s.array(func(n int) error {
		if err := p.fact(t, n); err != nil {
			p.at = fmt.Sprintf("%s/%d", base, n)
			return err
		}
		return nil
	})
	if err == nil {
		p.f.markRestated(first)
	}
	return err
}

func (p *factParser) fact(tag int32, n int) error {
	r := rawFact{tag: tag, index: int32(n), acc: -1}
	var accn []byte
	var form []byte
	var filed day
	fy := 0
	s := p.s
	err := s.object(func(key []byte) (err error) {
		switch string(key) {
		case "start":
			r.start, err = s.day()
		case "end":
			r.end, err = s.day()
		case "filed":
			filed, err = s.day()
		case "accn":
			accn, err = s.str()
		case "form":
			form, err = s.str()
		case "fy":
			if s.null() {
				return nil
			}
			if s.peek() == '"' {
				return s.skip()
			}
			var v []byte
			if v, err = s.num(); err == nil {
				// A year that is no number names no year; it is not worth refusing for.
				fy, _ = strconv.Atoi(string(v))
			}
		case "val":
			var v []byte
			if s.peek() == '"' { // a few bodies hold numbers as strings
				v, err = s.str()
				r.val = int32(s.i - 1 - len(v))
			} else {
				v, err = s.num()
				r.val = int32(s.i - len(v))
			}
			if err == nil && (len(v) == 0 || len(v) > 80) {
				err = s.errf("val of %d characters", len(v))
			}
			r.vlen = uint8(len(v))
		default:
			err = s.skip()
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case r.end == 0:
		return s.errf("a fact without end")
	case r.vlen == 0:
		return s.errf("a fact without val")
	case filed == 0:
		return s.errf("a fact without filed: when it became known cannot be told")
	case len(accn) == 0:
		return s.errf("a fact without accn")
	case r.start > r.end:
		return s.errf("start %s is after end %s", r.start.date(), r.end.date())
	}
	id, ok := p.accs[string(accn)]
	if !ok {
		acc, err := parseAccession(string(accn))
		if err != nil {
			return err
		}
		id = int32(len(p.f.accs))
		p.accs[string(accn)] = id
		p.f.accs = append(p.f.accs, factFiling{acc, filed, string(form), fy})
		p.f.latest = max(p.f.latest, filed)
	}
	r.acc = id
	p.f.facts = append(p.f.facts, r)
	return nil
}

// nameYears learns what the filer calls its fiscal years. fy and fp belong to the
// filing, not to the period of a fact, so only the newest full year of an annual
// report has the report's name; a restated report does not rename it.
func (f *factFile) nameYears() {
	newest := make([]day, len(f.accs))
	for _, r := range f.facts {
		if r.fullYear() {
			newest[r.acc] = max(newest[r.acc], r.end)
		}
	}
	f.fiscal = map[day]int{}
	first := map[day]day{}
	for i, a := range f.accs {
		annual := strings.HasPrefix(a.form, "10-K") || strings.HasPrefix(a.form, "20-F") || strings.HasPrefix(a.form, "40-F")
		end := newest[i]
		// A year's name is its own or the year before (retailers whose year ends in
		// January); anything else is a slip of the filing.
		if y := int(end / 10000); !annual || end == 0 || a.fy != y && a.fy != y-1 {
			continue
		}
		if was, ok := first[end]; !ok || a.filed < was {
			first[end], f.fiscal[end] = a.filed, a.fy
		}
	}
}

// fullYear reports whether a fact covers about a year.
func (r rawFact) fullYear() bool {
	if r.start == 0 || r.end/10000-r.start/10000 > 1 {
		return false
	}
	n := r.end.date().DaysSince(r.start.date())
	return n >= 349 && n <= 379
}

// markRestated compares the facts of one list, from first on: a value is
// restated when a filing of an earlier day gave another one for the period.
func (f *factFile) markRestated(first int) {
	list := f.facts[first:]
	order := make([]int32, len(list))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		x, y := list[a], list[b]
		return cmp.Or(cmp.Compare(x.end, y.end), cmp.Compare(x.start, y.start),
			cmp.Compare(f.accs[x.acc].filed, f.accs[y.acc].filed))
	})
	for i := 0; i < len(order); {
		j := i + 1
		for j < len(order) && list[order[j]].end == list[order[i]].end && list[order[j]].start == list[order[i]].start {
			j++
		}
		f.markPeriod(list, order[i:j])
		i = j
	}
}

// markPeriod marks the values of one period, given in order of filing day. Once
// earlier values differ among themselves, whatever follows differs from one.
func (f *factFile) markPeriod(list []rawFact, order []int32) {
	mixed := false
	for i := 0; i < len(order); {
		filed, mixedNow := f.accs[list[order[i]].acc].filed, mixed
		j := i
		for ; j < len(order) && f.accs[list[order[j]].acc].filed == filed; j++ {
			differs := !f.sameValue(list[order[0]], list[order[j]])
			list[order[j]].restated = i > 0 && (mixed || differs)
			mixedNow = mixedNow || differs
		}
		i, mixed = j, mixedNow
	}
}

func (f *factFile) value(r rawFact) string { return string(f.text[r.val : int(r.val)+int(r.vlen)]) }

func (f *factFile) sameValue(a, b rawFact) bool {
	x, y := f.value(a), f.value(b)
	if x == y {
		return true
	}
	dx, err1 := tearsheet.ParseDecimal(x)
	dy, err2 := tearsheet.ParseDecimal(y)
	return err1 == nil && err2 == nil && dx.Cmp(dy) == 0
}

// factUnit maps the SEC's unit names to the house's.
func factUnit(u string) tearsheet.Unit {
	if cur, ok := strings.CutSuffix(u, "/shares"); ok {
		return tearsheet.PerShare(cur)
	}
	return tearsheet.Unit(u)
}

// escapePointer escapes a JSON pointer token (RFC 6901).
func escapePointer(s string) string {
	if !strings.ContainsAny(s, "~/") {
		return s
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(s)
}
