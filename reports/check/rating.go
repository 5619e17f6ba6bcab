package check

import (
	"strings"

	"tearsheet"
)

// rating: the recommendation is one of ours and rests on facts.
type rating struct{}

func (rating) Name() string { return "rating" }
func (rating) Doc() string {
	return "a rating rests on cited facts; no_rating has a reason, no target and no position"
}

func (rating) Check(r *tearsheet.Report) []tearsheet.Finding {
	var l list
	rec := r.Recommendation
	switch rec.Rating {
	case tearsheet.NoRating:
		noRating(&l, rec)
		return l
	case tearsheet.Buy, tearsheet.Hold, tearsheet.Sell:
	default:
		l.fail("use buy, hold, sell or no_rating", "the rating %q is not a rating", rec.Rating)
		return l
	}
	b := bookOf(r)
	if !rests(r, b) {
		l.fail("cite the facts the rating rests on in recommendation.cites, in pillars or in the thesis, or give no_rating",
			"the rating %s rests on no fact", rec.Rating)
	}
	if strings.TrimSpace(rec.Reason) == "" {
		l.fail("give the reason in one sentence", "the rating %s gives no reason", rec.Rating)
	}
	if rec.HorizonDays <= 0 {
		l.fail("set horizon_days", "the rating %s has no horizon", rec.Rating)
	}
	if rec.TargetPrice != nil {
		if _, ok := rec.Cites["target_price"]; !ok {
			l.fail("cite the derived fact of the target in recommendation.cites[\"target_price\"]",
				"the target price %s cites no fact", num(*rec.TargetPrice))
		}
		if m := r.Market; m != nil && m.Price > 0 {
			up := *rec.TargetPrice/m.Price - 1
			if rec.Rating == tearsheet.Buy && up <= 0 || rec.Rating == tearsheet.Sell && up >= 0 {
				l.warn("explain it in the reason, or reconsider the rating or the target",
					"the rating is %s but the target %s is %s%% from the price %s", rec.Rating, num(*rec.TargetPrice),
					num(float64(int(up*1000))/10), num(m.Price))
			}
		}
	}
	if r.Market == nil {
		l.fail("give no_rating when there is no price", "the rating %s was given without a price", rec.Rating)
	}
	return l
}

func noRating(l *list, rec tearsheet.Recommendation) {
	if strings.TrimSpace(rec.Reason) == "" {
		l.fail("say which evidence is missing", "no_rating gives no reason")
	}
	if rec.TargetPrice != nil {
		l.fail("remove the target", "no_rating has a target price of %s", num(*rec.TargetPrice))
	}
	if rec.Shares != 0 || rec.Weight != 0 {
		l.fail("propose no position", "no_rating proposes %d shares", rec.Shares)
	}
}

// rests reports whether some fact the report holds is named as evidence.
func rests(r *tearsheet.Report, b book) bool {
	for _, id := range r.Recommendation.Cites {
		if b[id] != nil {
			return true
		}
	}
	for _, p := range r.Recommendation.Pillars {
		for _, id := range p.Evidence {
			if b[id] != nil {
				return true
			}
		}
	}
	for _, c := range thesisClaims(r) {
		for _, id := range c.claim.Cites {
			if b[id] != nil {
				return true
			}
		}
	}
	return false
}

// placed is a claim with where it stands.
type placed struct {
	where string
	claim tearsheet.Claim
}

// thesisClaims lists the claims of the thesis in reading order.
func thesisClaims(r *tearsheet.Report) []placed {
	var out []placed
	add := func(where string, cs []tearsheet.Claim) {
		for _, c := range cs {
			out = append(out, placed{where, c})
		}
	}
	add("thesis.bull", r.Thesis.Bull)
	add("thesis.bear", r.Thesis.Bear)
	add("thesis.catalysts", r.Thesis.Catalysts)
	for _, k := range r.Thesis.Risks {
		out = append(out, placed{"thesis.risks", k.Claim})
	}
	add("thesis.wrong_if", r.Thesis.WrongIf)
	return out
}
