package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tearsheet"
)

// A sheet is a report laid out: what stands where, in words and written
// figures, each with the fact behind it. Renderers walk it; they never look at
// numbers again, except the charts, which draw the report's histories.
type sheet struct {
	r     *tearsheet.Report
	cites *citations

	Name, Symbol string
	Tagline      []string // exchange, CIK, industry
	AsOf         string
	Generated    string
	Currency     string
	Notice       string
	Verdict      verdict
	Key          []pair // banner key values, in two columns
	Page         []section
	Annex        []section
	Facts        []factRow
}

// verdict is the rating box.
type verdict struct {
	Rating string // BUY
	Tone   tone
	Status string // NOT APPROVED
	Why    string // waiting for approval A-12
	OK     bool
	Reason span
	Items  []pair
}

// section is a titled part of the sheet. Empty sections are not laid out.
type section struct {
	ID, Title, Aside string
	Blocks           []block
}

// block is one of its non-nil parts.
type block struct {
	Title  string
	Pairs  []pair
	Grid   *grid
	Lines  []line
	Prose  string
	Quotes []quote
	Chart  string // which figure to draw: price, results, drawdown, smile
	Note   string // small print under the block
	Minor  bool   // for renderings that have room to spare: HTML and Markdown
}

type tone int

const (
	toneNone tone = iota
	toneGood
	toneBad
	toneWarn
	toneMute
)

// cell is a written figure and its fact.
type cell struct {
	Text string
	Fact tearsheet.FactID
	Tone tone
	Refs []tearsheet.FactID // evidence named after the text
	Pre  string             // words before and after the figure
	Post string
}

// Short labels, such as dates, are not broken over two lines.
func (c cell) Short() bool { return len(c.Text) <= 12 }

type pair struct {
	Label string
	Cells []cell
}

// grid is a table: Head[0] names the row labels.
type grid struct {
	Head   []string
	Sub    []string // second line of the head, optional
	Unit   string   // "USD m except per share"
	Rows   []gridRow
	Source string
	Left   []int // columns that hold words
	Keep   int   // columns of figures that are never dropped for width; 0 means all
	Oldest bool  // drop from the left, oldest first
	Fold   bool  // a narrow page shows each row as a card
}

type gridRow struct {
	Label cell
	Cells []cell
	Sub   bool // a ratio under its amount
	Rule  bool // a thin rule above
}

// line is a sentence with its figures tied to facts.
type line struct {
	Mark  string // ▲ ▼ ● or a severity
	Tone  tone
	Head  string // bold lead-in
	Spans []span
	Refs  []tearsheet.FactID // cited, but not as a figure of the text
	Tail  string             // Wrong if ..., Tripwire: ..., hint
	Label string             // what Tail is
	Bare  bool               // a paragraph rather than a point
}

// span is a piece of text, a figure when Fact is set.
type span struct {
	Text string
	Fact tearsheet.FactID
}

// quote is a passage of a filing.
type quote struct {
	Text, Full string
	By         string // 10-K 2024-11-01, Item 1A, 0000320193-24-000123
	URL        string
}

// citations numbers facts in the order in which the sheet first refers to them.
type citations struct {
	byID  map[tearsheet.FactID]int // index into facts
	facts []tearsheet.Fact
	num   map[tearsheet.FactID]int
	order []tearsheet.FactID
}

func newCitations(fs []tearsheet.Fact) *citations {
	c := &citations{byID: map[tearsheet.FactID]int{}, num: map[tearsheet.FactID]int{}}
	for _, f := range fs {
		if _, twice := c.byID[f.ID]; twice || f.ID == "" {
			continue
		}
		c.byID[f.ID] = len(c.facts)
		c.facts = append(c.facts, f)
	}
	return c
}

func (c *citations) fact(id tearsheet.FactID) (tearsheet.Fact, bool) {
	i, ok := c.byID[id]
	if !ok {
		return tearsheet.Fact{}, false
	}
	return c.facts[i], true
}

// use returns id when the report holds the fact, numbering it, else "".
func (c *citations) use(id tearsheet.FactID) tearsheet.FactID {
	if _, ok := c.byID[id]; !ok {
		return ""
	}
	if c.num[id] == 0 {
		c.order = append(c.order, id)
		c.num[id] = len(c.order)
	}
	return id
}

// sources describes where the facts of a table come from, in a line.
func (c *citations) sources(ids []tearsheet.FactID) string {
	var provs []string
	accs := map[string][]string{}
	calc := false
	seen := map[tearsheet.FactID]bool{}
	var walk func(id tearsheet.FactID, depth int)
	walk = func(id tearsheet.FactID, depth int) {
		f, ok := c.fact(id)
		if !ok || seen[id] || depth > 8 {
			return
		}
		seen[id] = true
		if f.Source.Provider == tearsheet.Calc || f.Quality == tearsheet.Derived {
			calc = true
			for _, in := range f.From {
				walk(in, depth+1)
			}
			return
		}
		p := cleanLine(f.Source.Provider)
		if p == "" {
			p = "unnamed source"
		}
		if !slices.Contains(provs, p) {
			provs = append(provs, p)
		}
		if a := cleanLine(f.Source.Accession); a != "" && !slices.Contains(accs[p], a) {
			accs[p] = append(accs[p], a)
		}
	}
	for _, id := range ids {
		walk(id, 0)
	}
	var parts []string
	for _, p := range provs {
		a := slices.Clone(accs[p])
		slices.Sort(a)
		slices.Reverse(a)
		switch {
		case len(a) > 3:
			p += fmt.Sprintf(" (%s and %d more filings)", strings.Join(a[:3], ", "), len(a)-3)
		case len(a) > 0:
			p += " (" + strings.Join(a, ", ") + ")"
		}
		parts = append(parts, p)
	}
	if calc {
		parts = append(parts, "own calculations, formulas in the annex")
	}
	if len(parts) == 0 {
		return "Source: not recorded"
	}
	return "Source: " + strings.Join(parts, "; ")
}

// gridSource sets the source line of a table from the facts it cites.
func (s *sheet) gridSource(g *grid) *grid {
	var ids []tearsheet.FactID
	for _, r := range g.Rows {
		for _, c := range append([]cell{r.Label}, r.Cells...) {
			if c.Fact != "" {
				ids = append(ids, c.Fact)
			}
		}
	}
	g.Source = s.cites.sources(ids)
	return g
}

func (s *sheet) pairSource(ps []pair) string {
	var ids []tearsheet.FactID
	for _, p := range ps {
		for _, c := range p.Cells {
			if c.Fact != "" {
				ids = append(ids, c.Fact)
			}
		}
	}
	return s.cites.sources(ids)
}

// layOut makes the sheet of a report. It needs nothing to be there.
func layOut(r *tearsheet.Report) *sheet {
	s := &sheet{r: r, cites: newCitations(r.Facts)}
	s.Symbol = clip(cleanLine(r.Symbol), 32)
	s.Name = clip(cleanLine(r.Name), 90)
	if s.Name == "" {
		s.Name = s.Symbol
	}
	if s.Name == "" {
		s.Name = "Unnamed security"
	}
	s.Currency = clip(cleanLine(r.Currency), 8)
	if s.Currency == "" {
		s.Currency = "USD"
	}
	s.AsOf = orNA(r.AsOf.String())
	if !r.GeneratedAt.IsZero() {
		s.Generated = r.GeneratedAt.UTC().Format("2006-01-02 15:04 UTC")
	}
	s.Notice = clip(cleanLine(r.Notice), 400)
	s.Tagline = tagline(r)
	s.Verdict = s.layVerdict()
	s.Key = s.layKey()
	for _, f := range []func() section{
		s.laySummary, s.layChanging, s.layValuation, s.layFinancials, s.layTechnical, s.layRisk,
		s.layOptions, s.layCase, s.layRisks, s.layNews, s.layPosition, s.layResearch, s.layFindings, s.layGaps,
	} {
		if sec := f(); len(sec.Blocks) > 0 {
			s.Page = append(s.Page, sec)
		}
	}
	s.Annex = append(s.Annex, s.layFacts()) // numbers the facts no page refers to
	for _, f := range []func() section{
		s.layTrace, s.layPassages, s.layFilings, s.layWindows, s.layVerdicts, s.layGate, s.layUsage, s.layProvenance, s.layDisclosures,
	} {
		if sec := f(); len(sec.Blocks) > 0 {
			s.Annex = append(s.Annex, sec)
		}
	}
	return s
}

func orNA(s string) string {
	if s == "" {
		return na
	}
	return s
}

func tagline(r *tearsheet.Report) []string {
	var t []string
	add := func(label, v string) {
		if v = clip(cleanLine(v), 80); v != "" {
			t = append(t, label+v)
		}
	}
	industry := ""
	if i := r.Issuer; i != nil {
		add("", i.Exchange)
		industry = i.Industry
		if i.Industry == "" && i.SIC > 0 {
			industry = fmt.Sprintf("SIC %04d", i.SIC)
		}
	}
	if r.Fundamental != nil && r.Fundamental.Industry != "" {
		industry = r.Fundamental.Industry
	}
	cik := r.CIK
	if cik == "" && r.Issuer != nil && r.Issuer.CIK != 0 {
		cik = r.Issuer.CIK.String()
	}
	if cik == "" {
		cik = na
	}
	add("CIK ", cik)
	add("", industry)
	if r.Issuer != nil && len(r.Issuer.FiscalYearEnd) == 4 {
		add("FY end ", r.Issuer.FiscalYearEnd[:2]+"-"+r.Issuer.FiscalYearEnd[2:])
	}
	return t
}

// put makes a cell of a section's field.
func (s *sheet) put(text string, c tearsheet.Cites, key string) cell {
	out := cell{Text: text, Fact: s.cites.use(c[key])}
	switch {
	case text == na:
		out.Tone = toneMute
	case isNeg(text):
		out.Tone = toneBad
	}
	return out
}

func words(t string) cell {
	t = cleanLine(t)
	if t == "" {
		return cell{Text: na, Tone: toneMute}
	}
	return cell{Text: t}
}

func pairOf(label string, cs ...cell) pair { return pair{Label: label, Cells: cs} }

func (s *sheet) unit() tearsheet.Unit     { return tearsheet.Unit(s.Currency) }
func (s *sheet) perShare() tearsheet.Unit { return tearsheet.PerShare(s.Currency) }

// prose ties the figures of a sentence to the facts it cites: a fact whose
// value is written in the text in any house style is linked there, others are
// references at the end.
func (s *sheet) prose(text string, cites []tearsheet.FactID) ([]span, []tearsheet.FactID) {
	text = cleanLine(text)
	type hit struct {
		at, n int
		id    tearsheet.FactID
	}
	var hits []hit
	found := map[tearsheet.FactID]bool{}
	type form struct {
		text string
		id   tearsheet.FactID
	}
	var forms []form
	for _, id := range cites {
		f, ok := s.cites.fact(id)
		if !ok {
			continue
		}
		if _, num := f.Value.Number(); !num {
			continue
		}
		for _, st := range []tearsheet.Style{tearsheet.MoneyStyle, tearsheet.PriceStyle, tearsheet.PercentStyle,
			tearsheet.PointsStyle, tearsheet.MultipleStyle, tearsheet.NumberStyle, tearsheet.CountStyle} {
			forms = append(forms, form{f.Render(st), id})
		}
	}
	slices.SortStableFunc(forms, func(a, b form) int { return cmp.Compare(len(b.text), len(a.text)) })
	for _, f := range forms {
		if found[f.id] {
			continue
		}
		for from := 0; ; {
			i := strings.Index(text[from:], f.text)
			if i < 0 {
				break
			}
			i += from
			from = i + len(f.text)
			if !alone(text, i, from) || slices.ContainsFunc(hits, func(h hit) bool { return i < h.at+h.n && h.at < from }) {
				continue
			}
			hits = append(hits, hit{i, len(f.text), f.id})
			found[f.id] = true
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Compare(a.at, b.at) })
	var spans []span
	at := 0
	for _, h := range hits {
		if h.at > at {
			spans = append(spans, span{Text: text[at:h.at]})
		}
		spans = append(spans, span{text[h.at : h.at+h.n], s.cites.use(h.id)})
		at = h.at + h.n
	}
	if at < len(text) {
		spans = append(spans, span{Text: text[at:]})
	}
	var refs []tearsheet.FactID
	for _, id := range cites {
		if !found[id] && s.cites.use(id) != "" && !slices.Contains(refs, id) {
			refs = append(refs, id)
		}
	}
	return spans, refs
}

// alone reports whether text[i:j] is a whole figure and not part of a longer one.
func alone(text string, i, j int) bool {
	digit := func(k int) bool { return k >= 0 && k < len(text) && text[k] >= '0' && text[k] <= '9' }
	if digit(i-1) || digit(j) {
		return false
	}
	if i > 0 && (text[i-1] == '.' || text[i-1] == ',') && digit(i-2) {
		return false
	}
	return j >= len(text) || (text[j] != '.' && text[j] != ',') || !digit(j+1)
}

func (s *sheet) claim(c tearsheet.Claim) line {
	sp, refs := s.prose(c.Text, c.Cites)
	if len(sp) == 0 {
		sp = []span{{Text: "(no text)"}}
	}
	return line{Spans: sp, Refs: refs}
}

func (s *sheet) claims(cs []tearsheet.Claim) []line {
	var out []line
	for _, c := range cs {
		out = append(out, s.claim(c))
	}
	return out
}

func plainLine(text string) line { return line{Spans: []span{{Text: cleanLine(text)}}} }
