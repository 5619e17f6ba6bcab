package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tearsheet"
)

// citedFigures: every figure in the text is a fact.
type citedFigures struct{}

func (citedFigures) Name() string { return "cited_figures" }
func (citedFigures) Doc() string {
	return "every figure in prose equals a fact its claim cites, within half a unit of its last place"
}

func (citedFigures) Check(r *tearsheet.Report) []tearsheet.Finding {
	var l list
	c := figureCheck{list: &l, r: r, book: bookOf(r), cache: map[tearsheet.FactID]evidence{}}
	for _, t := range texts(r) {
		c.text(t)
	}
	return l
}

// prose is a text of the report with what it may rest on.
type prose struct {
	where    string
	claim    string // id
	text     string
	cites    []tearsheet.FactID
	passages []string
	numbers  []evidence // numbers of the report that are no facts, such as the confidence
	expr     string
	calc     bool
	severity tearsheet.Severity
}

// figureCheck checks the texts of one report.
type figureCheck struct {
	*list
	r      *tearsheet.Report
	book   book
	cache  map[tearsheet.FactID]evidence
	corpus string // folded passages and headlines, for quotations
}

func (c *figureCheck) text(t prose) {
	figs := Parse(t.text)
	any := false
	for i := range figs {
		any = any || figs[i].Role == Stated
	}
	quotes := quotations(t.text)
	if !any && !t.calc && len(quotes) == 0 {
		return
	}
	pool := c.pool(t)
	if t.calc {
		if e, ok := c.calc(t); ok {
			pool = append(pool, e)
		}
	}
	genuine := c.quotes(t, quotes)
	before := len(*c.list)
	for i := range figs {
		f := &figs[i]
		for len(genuine) > 0 && genuine[0].to <= f.Start {
			genuine = genuine[1:]
		}
		if f.Role != Stated || len(genuine) > 0 && f.Start >= genuine[0].from && f.End <= genuine[0].to {
			continue
		}
		if len(*c.list)-before >= mostFindings {
			c.add(t.severity, t.claim, "settle the findings above first", "%s: more figures of %s do not hold; only the first %d are listed", t.where, quoted(t.text), mostFindings)
			return
		}
		c.figure(t, f, pool)
	}
}

// mostFindings bounds what one text may add to the report.
const mostFindings = 20

// pool gathers the evidence a text may state.
func (c *figureCheck) pool(t prose) []evidence {
	pool := make([]evidence, 0, len(t.cites)+len(t.numbers)+1)
	for _, id := range t.cites {
		f := c.book[id]
		if f == nil {
			continue // citations reports it
		}
		if f.Unit == tearsheet.TextUnit {
			pool = append(pool, textEvidence("fact "+string(id), f.Value.String())...)
			continue
		}
		e, ok := c.cache[id]
		if !ok {
			if e, ok = factEvidence(f); !ok {
				continue
			}
			c.cache[id] = e
		}
		pool = append(pool, e)
	}
	for _, id := range t.passages {
		for i := range c.r.Passages {
			if p := &c.r.Passages[i]; p.ID == id {
				pool = append(pool, textEvidence("passage "+id, p.Text)...)
			}
		}
	}
	return append(pool, t.numbers...)
}

// calc evaluates the expression of a calc claim over the facts it cites.
func (c *figureCheck) calc(t prose) (evidence, bool) {
	if strings.TrimSpace(t.expr) == "" {
		c.add(tearsheet.SeverityError, t.claim, "state the expression over fact ids in expr, or make it a fact claim",
			"%s: the calc claim %s declares no expression", t.where, quoted(t.text))
		return evidence{}, false
	}
	v, err := Eval(t.expr, func(name string) (Operand, bool) {
		for _, id := range t.cites {
			if string(id) == name && c.book[id] != nil {
				d, ok := c.book[id].Value.Number()
				return Operand{d, c.book[id].Unit}, ok
			}
		}
		return Operand{}, false
	})
	if err != nil {
		c.add(tearsheet.SeverityError, t.claim, "write an expression over the cited fact ids with + - * / ( ) abs min max",
			"%s: the calc claim %s cannot be computed: %v", t.where, quoted(t.text), err)
		return evidence{}, false
	}
	return evidence{value: v.Value, approx: v.Value.Float(), unit: v.Unit, name: t.expr + " = " + num(v.Value.Float())}, true
}

// figure checks one figure.
func (c *figureCheck) figure(t prose, f *Figure, pool []evidence) {
	say := func(hint, format string, args ...any) {
		args = append([]any{t.where, quoted(f.Text), quoted(t.text)}, args...)
		c.add(t.severity, t.claim, hint, "%s: the figure %s in %s "+format, args...)
	}
	if f.Problem != "" {
		say("write the figure plainly", "cannot be read for certain: %s", f.Problem)
		return
	}
	v, e := match(f, pool, c.r.Currency)
	if v == equal {
		if own := named(f, t.text[:f.Start], pool, c.r.Currency); len(own) > 0 && !slices.ContainsFunc(own, func(x *evidence) bool { return f.close(x) }) {
			say("write "+f.write(own[0].value)+", or name the fact that is meant", "is not %s; it is %s", own[0].name, e.name)
		}
		return
	}
	switch {
	case len(pool) == 0:
		say("cite the fact it states, or leave the figure out", "has no cited fact to rest on")
	case v == wrongWay:
		say("state the direction the fact has", "goes the other way than %s", e.name)
	case v == wrongUnit:
		say("state it in the unit of the fact", "has the number of %s but not its unit", e.name)
	case e != nil:
		say("write "+f.write(e.value)+" if that fact is meant; else cite the fact it states", "is none of the cited facts; the nearest is %s", e.name)
	default:
		say("cite the fact it states", "is none of the cited facts, and none of them is in its unit (%s)", f.Kind)
	}
}

// quote is a passage in quotation marks: its bytes in the text and its words.
type quote struct {
	from, to int
	words    string
}

// quotations finds what stands between double quotation marks.
func quotations(text string) []quote {
	var out []quote
	unclosed := map[rune]bool{} // marks that are never closed from here on
	for i := 0; i < len(text); {
		j := strings.IndexAny(text[i:], "\"“«„")
		if j < 0 {
			return out
		}
		open, n := utf8.DecodeRuneInString(text[i+j:])
		from := i + j + n
		if i = from; unclosed[open] {
			continue
		}
		shut := closing[open]
		k := strings.Index(text[from:], shut)
		if k < 0 {
			unclosed[open] = true
			continue
		}
		out = append(out, quote{from, from + k, squeeze(text[from : from+k])})
		i = from + k + len(shut)
	}
	return out
}

var closing = map[rune]string{'"': `"`, '“': "”", '«': "»", '„': "“"}

// squeeze folds a text to lower case with single spaces.
func squeeze(s string) string { return strings.Join(strings.Fields(fold(s).lower()), " ") }

// quotes returns the quotations that stand in a text of the report; a long one
// that does not is invented.
func (c *figureCheck) quotes(t prose, qs []quote) (genuine []quote) {
	for _, q := range qs {
		words := strings.Trim(q.words, " .,;…")
		words = strings.ReplaceAll(words, "\x1f", " ")
		if words == "" {
			continue
		}
		if strings.Contains(c.sources(), words) || c.cited(t, words) {
			genuine = append(genuine, q)
		} else if strings.Count(words, " ") >= 5 {
			c.add(t.severity, t.claim, "quote a passage of the report word for word, or drop the quotation marks",
				"%s: the quotation %s stands in no passage or headline of the report", t.where, quoted(q.words))
		}
	}
	return genuine
}

// cited reports whether a cited text fact has the words.
func (c *figureCheck) cited(t prose, words string) bool {
	for _, id := range t.cites {
		if f := c.book[id]; f != nil && f.Unit == tearsheet.TextUnit && strings.Contains(squeeze(f.Value.String()), words) {
			return true
		}
	}
	return false
}

func (c *figureCheck) sources() string {
	if c.corpus == "" {
		var b strings.Builder
		for _, p := range c.r.Passages {
			b.WriteString(squeeze(p.Text) + "\n")
		}
		if s := c.r.Sentiment; s != nil {
			for _, n := range s.Stories {
				b.WriteString(squeeze(n.Title) + "\n")
			}
		}
		c.corpus = strings.ReplaceAll(b.String(), "\x1f", " ") + "\n"
	}
	return c.corpus
}
