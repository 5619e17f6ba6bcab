package check

import (
	"slices"
	"strconv"
	"strings"

	"tearsheet"
)

// texts lists the prose of a report with what each piece may rest on. The parts
// of the risk score say how they grade, not what they found, and are left out.
func texts(r *tearsheet.Report) []prose {
	const refuse = tearsheet.SeverityError
	var out []prose
	claims := allClaims(r)
	for _, c := range claims {
		out = append(out, prose{where: c.where, claim: c.claim.ID, text: c.claim.Text, cites: c.claim.Cites, expr: c.claim.Expr,
			calc: c.claim.Kind == tearsheet.CalcClaim || c.claim.Expr != "", severity: refuse})
	}
	for _, k := range r.Thesis.Risks {
		out = append(out, prose{where: "thesis.risks tripwire", claim: k.Claim.ID, text: k.Tripwire, cites: k.Claim.Cites, severity: refuse})
	}
	rec := &r.Recommendation
	all := conclusion(r, claims)
	own := recommended(r)
	rest := r.Thesis.Summary
	for _, q := range retold(r, claims) {
		c := q.claim.claim
		out = append(out, prose{where: "thesis.summary", claim: c.ID, text: r.Thesis.Summary[q.from:q.to], cites: c.Cites, severity: refuse})
		rest = rest[:q.from] + strings.Repeat(" ", q.to-q.from) + rest[q.to:]
	}
	out = append(out,
		prose{where: "thesis.summary", text: rest, cites: all, numbers: own, severity: refuse},
		prose{where: "recommendation.reason", text: rec.Reason, cites: all, numbers: own, severity: refuse})
	for _, p := range rec.Pillars {
		out = append(out, prose{where: "pillar " + p.Name, text: p.Why, cites: p.Evidence, severity: refuse,
			numbers: []evidence{number64("weight", p.Weight), number64("score", p.Score), number64("coverage", p.Coverage)}})
	}
	if t := r.Technical; t != nil {
		for _, s := range t.Signals {
			out = append(out, prose{where: "signal " + s.Name, text: s.Reading, cites: s.Cites, severity: refuse})
		}
	}
	held := bookOf(r)
	for i, s := range r.Reasoning.Steps {
		p := prose{where: "reasoning step " + strconv.Itoa(i+1), text: s.Observation, severity: refuse}
		for _, id := range s.Evidence {
			if held[tearsheet.FactID(id)] != nil {
				p.cites = append(p.cites, tearsheet.FactID(id))
			} else {
				p.passages = append(p.passages, id)
			}
		}
		out = append(out, p)
	}
	if s := r.Research; s != nil && s.Answer != "" {
		p := prose{where: "research.answer", text: s.Answer, passages: s.Passages, severity: refuse}
		for _, q := range s.Queries {
			p.passages = append(p.passages, q.Passages...)
		}
		for i := range r.Facts {
			p.cites = append(p.cites, r.Facts[i].ID)
		}
		out = append(out, p)
	}
	return out
}

// retelling is a claim that the summary repeats, up to its digits.
type retelling struct {
	claim    placed
	from, to int
}

// retold finds the claims the summary is made of. A claim whose digits were
// changed on the way is found too, so that its figures are held against its own
// facts and not against everything the report cites.
func retold(r *tearsheet.Report, claims []placed) (out []retelling) {
	summary := mask(r.Thesis.Summary)
	for _, c := range claims {
		text := mask(c.claim.Text)
		if len(text) < 10 {
			continue
		}
		if i := strings.Index(summary, text); i >= 0 {
			out = append(out, retelling{c, i, i + len(text)})
			summary = summary[:i] + strings.Repeat("\x00", len(text)) + summary[i+len(text):]
		}
	}
	return out
}

// mask writes every digit as 0.
func mask(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, s)
}

// conclusion is what the summary and the reason rest on: whatever the claims,
// the pillars and the recommendation cite.
func conclusion(r *tearsheet.Report, claims []placed) []tearsheet.FactID {
	var ids []tearsheet.FactID
	for _, c := range claims {
		ids = append(ids, c.claim.Cites...)
	}
	for _, p := range r.Recommendation.Pillars {
		ids = append(ids, p.Evidence...)
	}
	ids = append(ids, values(r.Recommendation.Cites)...)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// values lists the facts of a section's cites, in order of id.
func values(c tearsheet.Cites) []tearsheet.FactID {
	out := make([]tearsheet.FactID, 0, len(c))
	for _, id := range c {
		out = append(out, id)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// recommended are the numbers of the recommendation itself, which are choices
// and measures of the house rather than facts.
func recommended(r *tearsheet.Report) []evidence {
	rec := &r.Recommendation
	out := []evidence{
		number64("conviction", rec.Conviction), number64("confidence", rec.Confidence), number64("risk score", rec.RiskScore),
		number64("weight", rec.Weight),
	}
	add := func(name string, v float64, u tearsheet.Unit) {
		e := number64(name, v)
		e.unit = u
		out = append(out, e)
	}
	add("amount", rec.Amount, tearsheet.Unit(r.Currency))
	add("shares", float64(rec.Shares), tearsheet.Shares)
	add("horizon", float64(rec.HorizonDays), tearsheet.Days)
	if rec.TargetPrice != nil {
		add("target price", *rec.TargetPrice, tearsheet.PerShare(r.Currency))
	}
	if m := r.Market; m != nil {
		add("price", m.Price, tearsheet.PerShare(r.Currency))
	}
	return out
}

// number64 is a plain number of the report as evidence.
func number64(name string, v float64) evidence {
	d, err := tearsheet.DecimalFromFloat(v)
	if err != nil {
		return evidence{name: name + " (not a number)", unit: mixed}
	}
	return evidence{value: d, approx: d.Float(), unit: tearsheet.Pure, name: "the " + name + " " + num(v)}
}
