package check

import (
	"math"
	"slices"

	"tearsheet"
)

// citations: what is cited exists, and derived facts follow from their inputs.
type citations struct{}

func (citations) Name() string { return "citations" }
func (citations) Doc() string {
	return "every cited fact and passage is in the report, fact claims cite something, and derived facts follow from their inputs"
}

func (citations) Check(r *tearsheet.Report) []tearsheet.Finding {
	const hint = "add the fact to the report's facts or correct the id"
	var l list
	b := bookOf(r)
	missing := func(where string, id tearsheet.FactID) {
		if b[id] == nil {
			l.fail(hint, "%s cites %s, which the report does not hold", where, id)
		}
	}
	for i := range r.Facts {
		f := &r.Facts[i]
		if err := f.Check(); err != nil {
			l.fail("facts are immutable: derive a new one instead of editing", "%v", err)
		}
		whole := true
		for _, id := range f.From {
			if b[id] == nil {
				whole = false
				l.fail(hint, "fact %s (%s) is derived from %s, which the report does not hold", f.ID, f.Concept, id)
			}
		}
		if whole {
			recompute(&l, b, f)
		}
	}
	passages := make(map[string]bool, len(r.Passages))
	for _, p := range r.Passages {
		passages[p.ID] = true
	}
	for _, s := range sections(r) {
		for _, c := range citedFields(s) {
			missing(c.where, c.fact)
		}
	}
	for _, c := range allClaims(r) {
		claimCites(&l, b, c)
	}
	for _, m := range metrics(r) {
		if m.Fact == "" {
			l.fail(hint, "metric %s cites no fact", m.Key)
		} else {
			missing("metric "+m.Key, m.Fact)
		}
	}
	if m := r.Market; m != nil {
		for _, p := range m.Returns {
			missing("market return "+p.Label, p.Fact)
		}
	}
	for _, p := range r.Recommendation.Pillars {
		for _, id := range p.Evidence {
			missing("pillar "+p.Name, id)
		}
	}
	if t := r.Technical; t != nil {
		for _, s := range t.Signals {
			for _, id := range s.Cites {
				missing("signal "+s.Name, id)
			}
		}
	}
	for i, s := range r.Reasoning.Steps {
		for _, id := range s.Evidence {
			if b[tearsheet.FactID(id)] == nil && !passages[id] {
				l.fail(hint, "reasoning step %d rests on %s, which is neither a fact nor a passage of the report", i+1, id)
			}
		}
	}
	if s := r.Research; s != nil {
		for _, q := range s.Queries {
			for _, id := range q.Passages {
				if !passages[id] {
					l.fail("add the passage to the report", "research on %q found passage %s, which the report does not hold", q.Topic, id)
				}
			}
		}
		for _, id := range s.Passages {
			if !passages[id] {
				l.fail("add the passage to the report", "research names passage %s, which the report does not hold", id)
			}
		}
	}
	return l
}

// claimCites checks the cites of one claim.
func claimCites(l *list, b book, c placed) {
	id := c.claim.ID
	for _, f := range c.claim.Cites {
		if b[f] == nil {
			l.add(tearsheet.SeverityError, id, "add the fact to the report's facts or correct the id",
				"%s: the claim %q cites %s, which the report does not hold", c.where, c.claim.Text, f)
		}
	}
	switch c.claim.Kind {
	case tearsheet.FactClaim, tearsheet.CalcClaim:
		if len(c.claim.Cites) == 0 {
			l.add(tearsheet.SeverityError, id, "cite the facts it states, or make it an opinion",
				"%s: the %s claim %q cites nothing", c.where, c.claim.Kind, c.claim.Text)
		}
	case tearsheet.OpinionClaim:
	default:
		l.add(tearsheet.SeverityError, id, "use fact, calc or opinion", "%s: the claim %q has the unknown kind %q", c.where, c.claim.Text, c.claim.Kind)
	}
}

// allClaims lists the claims of the thesis and of the report, each once.
func allClaims(r *tearsheet.Report) []placed {
	out := thesisClaims(r)
	seen := make(map[string]bool, len(out))
	for _, c := range out {
		seen[claimKey(c.claim)] = true
	}
	for _, c := range r.Claims {
		if !seen[claimKey(c)] {
			out = append(out, placed{"claims", c})
		}
	}
	return out
}

func claimKey(c tearsheet.Claim) string {
	k := c.ID + "\x00" + c.Text + "\x00" + string(c.Kind) + "\x00" + c.Expr
	ids := slices.Clone(c.Cites)
	slices.Sort(ids)
	for _, id := range ids {
		k += "\x00" + string(id)
	}
	return k
}

func metrics(r *tearsheet.Report) []tearsheet.Metric {
	if r.Fundamental == nil {
		return nil
	}
	return r.Fundamental.Metrics
}

// recompute evaluates a derived fact's formula when every name in it is, without
// doubt, one of its inputs. A formula it cannot read is left alone.
func recompute(l *list, b book, f *tearsheet.Fact) {
	have, ok := f.Value.Number()
	if !ok || f.Source.Provider != tearsheet.Calc || len(f.From) == 0 || len(f.Source.Locator) > maxExpr {
		return
	}
	names := map[string]*tearsheet.Fact{}
	for _, id := range f.From {
		in := b[id]
		for _, n := range namesOf(in) {
			if other, ok := names[n]; ok && other != in {
				in = nil // two inputs answer to the name
			}
			names[n] = in
		}
	}
	used := 0
	res, err := Eval(f.Source.Locator, func(name string) (Operand, bool) {
		in := names[name]
		if in == nil {
			return Operand{}, false
		}
		v, ok := in.Value.Number()
		used++
		return Operand{Value: v, Unit: in.Unit}, ok
	})
	if err != nil || used == 0 {
		return
	}
	if !sameNumber(have, res.Value) {
		l.fail("derive the fact again from its inputs", "fact %s (%s) does not follow from its formula %q, which gives %s",
			f.ID, describe(f), f.Source.Locator, num(res.Value.Float()))
	}
}

// namesOf are the identifiers under which a formula may mean a fact.
func namesOf(f *tearsheet.Fact) []string {
	out := []string{string(f.ID), string(f.Concept)}
	if t := f.Concept.Taxonomy(); len(t) < len(f.Concept) {
		out = append(out, string(f.Concept)[len(t)+1:])
	}
	return out
}

// sameNumber allows for the rounding with which a derived value is stored: half
// a unit of its last digit, or the ninth significant digit, and never more than
// one part in a hundred.
func sameNumber(stored, want tearsheet.Decimal) bool {
	s, w := stored.Float(), want.Float()
	if near(s, w, 1e-8) {
		return true
	}
	last := 0
	if txt := stored.String(); slices.Contains([]byte(txt), '.') {
		for i := len(txt) - 1; txt[i] != '.'; i-- {
			last++
		}
	}
	return math.Abs(s-w) <= min(0.5*math.Pow10(-last)*(1+1e-9), 0.01*math.Abs(w))
}
