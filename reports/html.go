package reports

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"math"
	"strings"
	"sync"

	"tearsheet"
	"tearsheet/reports/chart"
)

//go:embed page.css
var pageCSS string

//go:embed page.html.tmpl
var pageTemplate string

// page is the data of the HTML template.
type page struct {
	*sheet
	style  string
	Price  *figurePart
	fig    int
	anchor map[tearsheet.FactID]string
}

// figurePart is a drawn figure in a wide and a narrow version.
type figurePart struct {
	N            int
	Title        string
	Wide, Narrow template.HTML
	Source       string
}

var parsedPage = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		// Bound to a page when it is executed; see renderHTML.
		"anchor": func(tearsheet.FactID) string { return "" },
		"tip":    func(tearsheet.FactID) string { return "" },
		"num":    func(tearsheet.FactID) int { return 0 },
		"figure": func(string) *figurePart { return nil },
		"inc":    func(i int) int { return i + 1 },
	}).Parse(pageTemplate)
})

// renderHTML writes one self-contained page: no script, no remote asset, a
// content security policy that allows only the page's own style sheet.
func renderHTML(s *sheet) ([]byte, error) {
	t, err := parsedPage()
	if err != nil {
		return nil, err
	}
	if t, err = t.Clone(); err != nil {
		return nil, err
	}
	p := &page{sheet: s, style: pageCSS + chart.CSS, anchor: map[tearsheet.FactID]string{}}
	for _, f := range s.Facts {
		p.anchor[f.ID] = anchorOf(f)
	}
	t.Funcs(template.FuncMap{
		"anchor": func(id tearsheet.FactID) string { return p.anchor[id] },
		"tip":    s.tip,
		"num":    func(id tearsheet.FactID) int { return s.cites.num[id] },
		"figure": p.figure,
	})
	p.Price = p.figure("price")
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// anchorOf is the fragment of a fact: its id, or its number when the id is not
// of the usual form.
func anchorOf(f factRow) string {
	id := string(f.ID)
	ok := len(id) > 1 && len(id) <= 40 && id[0] == 'F'
	for i := 0; ok && i < len(id); i++ {
		c := id[i]
		ok = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	if ok {
		return id
	}
	return fmt.Sprintf("F-%d", f.N)
}

// Style is the page's style sheet.
func (p *page) Style() template.CSS { return template.CSS(p.style) } //nolint:gosec // our own file

// Policy is the content security policy: nothing but this style sheet.
func (p *page) Policy() string {
	sum := sha256.Sum256([]byte(p.style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'"
}

// Title is the document's title.
func (p *page) Title() string {
	return strings.TrimSpace(p.Symbol + " — " + p.Name + " — tear sheet as of " + p.AsOf)
}

// Colophon is the line that closes page 1.
func (p *page) Colophon() []string {
	out := []string{"Run " + orNA(clip(cleanLine(string(p.r.RunID)), 40))}
	if p.Generated != "" {
		out = append(out, "generated "+p.Generated)
	}
	if d := cleanLine(p.r.Provenance.StateDigest); d != "" {
		out = append(out, "state "+shortDigest(d))
	}
	if d := cleanLine(p.r.Provenance.LogHead); d != "" {
		out = append(out, "log "+shortDigest(d))
	}
	if v := clip(cleanLine(p.r.Provenance.BinaryVersion), 40); v != "" {
		out = append(out, "tearsheet "+v)
	}
	return append(out, fmt.Sprintf("%d facts", len(p.Facts)))
}

// Class names the style of a tone.
func (t tone) Class() string {
	return [...]string{"", "up", "dn", "wn", "mu"}[t]
}

// Symbol reports whether the mark is a sign and not a word.
func (l line) Symbol() bool { return len([]rune(l.Mark)) == 1 }

// Class is the style of the rating box.
func (v verdict) Class() string { return v.Tone.Class() }

// A part is a section placed on the page: its blocks in columns, then those
// that take the full width.
type part struct {
	section
	Cols [][]block
	Full []block
	Kind string
}

// A band is one row of parts side by side.
type band struct {
	Class string
	Parts []part
}

// Bands arranges page 1 after the summary.
func (p *page) Bands() []band {
	get := map[string]section{}
	for _, s := range p.Page {
		get[s.ID] = s
	}
	var out []band
	add := func(class string, ids ...string) {
		b := band{Class: class}
		for _, id := range ids {
			if s, ok := get[id]; ok {
				if q := arrange(s); len(q.Cols) > 0 || len(q.Full) > 0 {
					b.Parts = append(b.Parts, q)
				}
			}
		}
		if len(b.Parts) == 1 {
			b.Class = ""
		}
		if len(b.Parts) > 0 {
			out = append(out, b)
		}
	}
	add("", "valuation")
	add("", "financials")
	add("", "technical")
	add("", "risk")
	add("", "options")
	add("", "case")
	add("two", "risks", "position")
	add("two", "research", "news")
	add("two", "findings", "gaps")
	return out
}

// Lead is a section of the summary band.
func (p *page) Lead(id string) *part {
	for _, s := range p.Page {
		if s.ID == id {
			q := arrange(s)
			return &q
		}
	}
	return nil
}

// Returns is the table of price returns, which stands under the summary.
func (p *page) Returns() []block {
	for _, s := range p.Page {
		if s.ID != "technical" {
			continue
		}
		for _, b := range s.Blocks {
			if b.Grid != nil {
				return []block{b}
			}
		}
	}
	return nil
}

// AnnexParts arranges the annex.
func (p *page) AnnexParts() []part {
	var out []part
	for _, s := range p.Annex {
		out = append(out, arrange(s))
	}
	return out
}

func arrange(s section) part {
	q := part{section: s}
	var left, right []block
	for _, b := range s.Blocks {
		switch {
		case s.ID == "technical" && (b.Chart == "price" || b.Grid != nil): // stand beside and under the summary
		case s.ID == "valuation":
			q.Cols = append(q.Cols, []block{b})
		case s.ID == "financials" && b.Chart != "", s.ID == "risk" && len(b.Pairs) > 0, s.ID == "options" && b.Chart != "",
			s.ID == "technical" && len(b.Lines) > 0, s.ID == "case" && b.Title == "Bear case":
			right = append(right, b)
		case s.ID == "financials", s.ID == "risk", s.ID == "technical", s.ID == "case" && b.Title == "Bull case",
			s.ID == "options" && (len(b.Pairs) > 0 || b.Title == "Term structure"):
			left = append(left, b)
		default:
			q.Full = append(q.Full, b)
		}
	}
	if len(left) > 0 {
		q.Cols = append(q.Cols, left)
	}
	if len(right) > 0 {
		q.Cols = append(q.Cols, right)
	}
	switch n := len(q.Cols); {
	case s.ID == "valuation" && n >= 3:
		q.Kind = "c3"
	case n == 2 && (s.ID == "financials" || s.ID == "options" || s.ID == "technical"):
		q.Kind = "c21"
	case n >= 2:
		q.Kind = "c2"
	}
	return q
}

// figure draws one of the report's charts; nil when there is too little data.
func (p *page) figure(kind string) *figurePart {
	if kind == "" || kind == "price" && p.Price != nil {
		return nil
	}
	r := p.r
	part := &figurePart{}
	draw := func(f func(chart.Frame) string, wide, narrow chart.Frame) {
		wide.ID, narrow.ID = "fig-"+kind, "fig-"+kind+"-n"
		part.Wide, part.Narrow = template.HTML(f(wide)), template.HTML(f(narrow)) //nolint:gosec // package chart escapes
	}
	switch kind {
	case "price", "drawdown":
		if r.Market == nil {
			return nil
		}
		h := chart.Prices{Symbol: p.Symbol, Currency: p.Currency, Dates: r.Market.History.Dates,
			Close: r.Market.History.Close, Volume: r.Market.History.Volume}
		if kind == "price" {
			part.Title = "Price, moving averages and volume"
			draw(func(f chart.Frame) string { return chart.Price(f, h) }, chart.Frame{W: 520, H: 300}, chart.Frame{W: 330, H: 230})
		} else {
			part.Title = "Drawdown from the highest close"
			if d := r.Market.History.Dates; len(d) > 0 {
				part.Title += " since " + orNA(d[0].String())
			}
			draw(func(f chart.Frame) string { return chart.Drawdown(f, h) }, chart.Frame{W: 520, H: 190}, chart.Frame{W: 330, H: 180})
		}
		part.Source = p.cites.sources([]tearsheet.FactID{r.Market.Cites["price"]})
	case "results":
		f := r.Fundamental
		if f == nil {
			return nil
		}
		years := fiveYears(f.Annual)
		d := chart.Results{Name: p.Name, Currency: p.Currency}
		add := func(label string, y tearsheet.FiscalYear) {
			d.Labels = append(d.Labels, label)
			d.Revenue = append(d.Revenue, orNaN(y.Revenue))
			d.Gross = append(d.Gross, orNaN(y.GrossMargin))
			d.Operating = append(d.Operating, orNaN(y.OperatingMargin))
			d.Net = append(d.Net, orNaN(y.NetMargin))
		}
		for _, y := range years {
			add(orNA(clip(cleanLine(y.Fiscal), 10))+"A", y)
		}
		if f.TTM != nil {
			add("TTM", *f.TTM)
		}
		part.Title = "Revenue and margins"
		draw(func(f chart.Frame) string { return chart.Revenue(f, d) }, chart.Frame{W: 400, H: 300}, chart.Frame{W: 330, H: 250})
		part.Source = "Source: as the table"
	case "smile":
		o := r.Options
		if o == nil {
			return nil
		}
		var terms []chart.Term
		for _, t := range o.Expiries {
			c := chart.Term{Label: t.Expiry.String()}
			for _, k := range t.Smile {
				c.Strikes, c.Vols = append(c.Strikes, k.Strike), append(c.Vols, k.Vol)
			}
			terms = append(terms, c)
		}
		part.Title = "Implied volatility by strike"
		draw(func(f chart.Frame) string { return chart.Smile(f, p.Symbol, p.Currency, o.Spot, terms) },
			chart.Frame{W: 400, H: 230}, chart.Frame{W: 330, H: 210})
		part.Source = p.cites.sources([]tearsheet.FactID{o.Cites["implied_vol"], o.Cites["spot"]})
	}
	if part.Wide == "" {
		return nil
	}
	p.fig++
	part.N = p.fig
	return part
}

func orNaN(f *float64) float64 {
	if f == nil {
		return math.NaN()
	}
	return *f
}

// IsWord reports whether column i of a grid holds words.
func (g *grid) IsWord(i int) bool {
	for _, k := range g.Left {
		if k == i {
			return true
		}
	}
	return i == 0
}

// ShortHead reports whether a column's head stays on one line.
func (g *grid) ShortHead(i int) bool { return len(g.Head[i]) <= 11 }

// HeadOf names a column, for the cards of a narrow page.
func (g *grid) HeadOf(i int) string {
	if i < len(g.Head) {
		return g.Head[i]
	}
	return ""
}
