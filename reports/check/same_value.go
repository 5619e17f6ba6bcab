package check

import (
	"math"
	"strings"
	"time"

	"tearsheet"
)

// sameValue: a metric has one value wherever the report shows it.
type sameValue struct{}

func (sameValue) Name() string { return "same_value" }
func (sameValue) Doc() string {
	return "a field equals the fact it cites, and the same metric has the same value in every section"
}

func (sameValue) Check(r *tearsheet.Report) []tearsheet.Finding {
	var l list
	b := bookOf(r)
	equal := func(where string, v float64, id tearsheet.FactID) {
		f := b[id]
		if f == nil {
			return
		}
		if w, ok := f.Value.Float(); ok && !near(v, w, 1e-8) {
			l.fail("show the value of the cited fact", "%s shows %s but cites %s", where, num(v), describe(f))
		}
	}
	for _, s := range sections(r) {
		for _, c := range citedFields(s) {
			if c.shown {
				equal(c.where, c.value, c.fact)
			}
		}
	}
	for _, m := range metrics(r) {
		equal("metric "+m.Key, m.Value, m.Fact)
	}
	if m := r.Market; m != nil {
		for _, p := range m.Returns {
			equal("market return "+p.Label, p.Return, p.Fact)
		}
	}
	if k := r.Risk; k != nil {
		for _, a := range k.Anomalies {
			if f := b[a.Fact]; f != nil { // the fact is the value or its z-score
				if z, ok := f.Value.Float(); ok && !near(z, a.Z, 1e-8) {
					equal("anomaly of "+a.Date.String(), a.Value, a.Fact)
				}
			}
		}
	}
	if s := r.Sentiment; s != nil {
		for _, n := range s.Stories {
			equal("story "+n.Title, n.Score, n.Fact)
		}
	}
	across(&l, r)
	spot(&l, r)
	ratingText(&l, r)
	twins(&l, r)
	claimTwins(&l, r)
	for _, q := range retold(r, allClaims(r)) {
		if said := r.Thesis.Summary[q.from:q.to]; said != q.claim.claim.Text {
			l.add(tearsheet.SeverityError, q.claim.claim.ID, "repeat the claim word for word",
				"the summary repeats claim %s with other digits: %q against %q", q.claim.claim.ID, said, q.claim.claim.Text)
		}
	}
	return l
}

// across compares the places that show one metric twice.
func across(l *list, r *tearsheet.Report) {
	const hint = "take both from the same fact"
	pair := func(what, at, to string, a, b float64) {
		if !near(a, b, 1e-8) {
			l.fail(hint, "%s is %s in %s but %s in %s", what, num(a), at, num(b), to)
		}
	}
	if m := r.Market; m != nil {
		if x, ok := metric(r, "market_cap"); ok && m.MarketCap != nil {
			pair("market cap", "market", "the metrics", *m.MarketCap, x.Value)
		}
		if x, ok := metric(r, "dividend_yield"); ok && m.DividendYield != nil {
			pair("dividend yield", "market", "the metrics", *m.DividendYield, x.Value)
		}
		if n := len(m.History.Close); n > 0 && len(m.History.Dates) == n && m.History.Dates[n-1] == m.PriceDate && !near(m.History.Close[n-1], m.Price, 1e-6) {
			l.warn("chart and price need one basis; say in basis how they differ",
				"the last close of the price history is %s but the price is %s", num(m.History.Close[n-1]), num(m.Price))
		}
	}
	if f := r.Fundamental; f != nil && f.TTM != nil && f.TTM.EPSDiluted != nil {
		if x, ok := metric(r, "eps_ttm"); ok {
			pair("EPS (TTM)", "the trailing column", "the metrics", *f.TTM.EPSDiluted, x.Value)
		}
	}
	rec := r.Recommendation
	if p := r.Portfolio; p != nil && rec.Rating != tearsheet.NoRating {
		pair("the amount", "portfolio", "the recommendation", p.Amount, rec.Amount)
		pair("the weight", "portfolio", "the recommendation", p.Weight, rec.Weight)
		if p.Shares != rec.Shares {
			l.fail(hint, "the position is %d shares in portfolio but %d in the recommendation", p.Shares, rec.Shares)
		}
	}
	if k := r.Risk; k != nil && k.Score != nil {
		pair("the risk score", "risk", "the recommendation", *k.Score, rec.RiskScore)
	}
}

// spot compares the option chain's underlying with the price. The two may be
// taken hours apart, so a small difference only warns; a large one means two
// share bases.
func spot(l *list, r *tearsheet.Report) {
	if r.Options == nil || r.Market == nil || r.Market.Price <= 0 {
		return
	}
	o, m := r.Options, r.Market
	off := math.Abs(o.Spot/m.Price - 1)
	tol, when := 0.10, "another day"
	if t, err := time.Parse(time.RFC3339, o.Quoted); err == nil && tearsheet.DateOf(t.In(tearsheet.NewYork)) == m.PriceDate {
		tol, when = 0.02, "the same day"
	}
	switch {
	case off > 0.5 || math.IsNaN(off):
		l.fail("bring strikes, spot and price onto one share basis", "the option chain's spot %s and the price %s differ by more than half: two share bases", num(o.Spot), num(m.Price))
	case off > tol:
		l.warn("quote the chain at the price's time", "the option chain's spot %s (quoted %s, %s) is %s%% from the price %s of %s",
			num(o.Spot), o.Quoted, when, num(math.Round(off*1000)/10), num(m.Price), m.PriceDate)
	}
}

// ratingText finds the rating stated in the summary and compares it.
func ratingText(l *list, r *tearsheet.Report) {
	words := strings.FieldsFunc(strings.ToLower(r.Thesis.Summary), func(c rune) bool { return (c < 'a' || c > 'z') && c != '_' })
	for i, w := range words {
		switch w {
		case "rating", "rated", "rate", "rates", "recommendation", "recommend", "recommends":
		default:
			continue
		}
		for j := i + 1; j < len(words) && j <= i+4; j++ {
			said := tearsheet.Rating("")
			switch words[j] {
			case "buy", "hold", "sell", "no_rating":
				said = tearsheet.Rating(words[j])
			}
			if w == "rating" && i > 0 && words[i-1] == "no" {
				said = tearsheet.NoRating
			}
			if said == "" {
				continue
			}
			if said != r.Recommendation.Rating {
				l.fail("state the rating of the recommendation", "the summary says %s but the recommendation is %s", said, r.Recommendation.Rating)
			}
			return
		}
	}
}

// twins finds facts that measure the same thing with different values. Restated
// values are meant to differ from what they replace.
func twins(l *list, r *tearsheet.Report) {
	type key struct {
		subject  tearsheet.Subject
		concept  tearsheet.Concept
		label    string
		start    tearsheet.Date
		end      tearsheet.Date
		unit     tearsheet.Unit
		locator  string
		provider string
	}
	first := make(map[key]*tearsheet.Fact, len(r.Facts))
	for i := range r.Facts {
		f := &r.Facts[i]
		v, ok := f.Value.Number()
		if !ok || f.Quality == tearsheet.Restated {
			continue
		}
		k := key{f.Subject, f.Concept, f.Label, f.Period.Start, f.Period.End, f.Unit, "", f.Source.Provider}
		if f.Source.Provider == tearsheet.Calc {
			k.locator = f.Source.Locator
		}
		g, seen := first[k]
		if !seen {
			first[k] = f
			continue
		}
		if w, _ := g.Value.Number(); v.Cmp(w) != 0 {
			l.fail("keep one, or mark the later value as restated", "facts %s and %s disagree on the same subject and period: %s against %s",
				g.ID, f.ID, describe(g), describe(f))
		}
	}
}

// claimTwins finds a claim id that stands for two different claims.
func claimTwins(l *list, r *tearsheet.Report) {
	first := map[string]placed{}
	for _, c := range append(thesisClaims(r), reportClaims(r)...) {
		if c.claim.ID == "" {
			continue
		}
		if f, ok := first[c.claim.ID]; !ok {
			first[c.claim.ID] = c
		} else if claimKey(f.claim) != claimKey(c.claim) {
			l.add(tearsheet.SeverityError, c.claim.ID, "give each claim an id of its own", "claim %s is one thing in %s (%q) and another in %s (%q)",
				c.claim.ID, f.where, f.claim.Text, c.where, c.claim.Text)
		}
	}
}

func reportClaims(r *tearsheet.Report) []placed {
	out := make([]placed, 0, len(r.Claims))
	for _, c := range r.Claims {
		out = append(out, placed{"claims", c})
	}
	return out
}
