package check

import (
	"math"
	"strings"

	"tearsheet"
)

// peCoherence: multiples and yields follow from what they are made of.
type peCoherence struct{}

func (peCoherence) Name() string { return "pe_coherence" }
func (peCoherence) Doc() string {
	return "P/E is price / EPS, and the other multiples and yields follow from their parts"
}

func (peCoherence) Check(r *tearsheet.Report) []tearsheet.Finding {
	var l list
	b := bookOf(r)
	pe, ok := metric(r, "pe")
	if ok && r.Market != nil {
		peOfPrice(&l, r, pe)
	}
	for _, m := range metrics(r) {
		ratio(&l, b, m)
	}
	if m := r.Market; m != nil && m.DividendYield != nil && m.DividendTTM != nil && m.Price > 0 {
		if want := *m.DividendTTM / m.Price; !near(*m.DividendYield, want, 1e-6) && math.Abs(*m.DividendYield-want) > 5e-7 {
			l.fail("yield is the dividends of 12 months / price", "dividend yield %s is not dividends %s / price %s = %s",
				num(*m.DividendYield), num(*m.DividendTTM), num(m.Price), num(want))
		}
	}
	return l
}

// peOfPrice compares P/E x EPS with the price. EPS is stated to the cent, so
// half a cent of EPS and half a unit of the ratio's last digit are rounding.
func peOfPrice(l *list, r *tearsheet.Report, pe tearsheet.Metric) {
	eps, from, ok := 0.0, "", false
	if m, has := metric(r, "eps_ttm"); has {
		eps, from, ok = m.Value, "EPS (TTM)", true
	} else if f := r.Fundamental; f.TTM != nil && f.TTM.EPSDiluted != nil {
		eps, from, ok = *f.TTM.EPSDiluted, "EPS of the trailing column", true
	}
	if !ok {
		l.warn("show the earnings per share the ratio was computed with", "P/E %s has no trailing EPS beside it and cannot be recomputed", num(pe.Value))
		return
	}
	if eps == 0 {
		l.fail("leave the P/E out: it is not meaningful", "P/E %s is given although %s is zero", num(pe.Value), from)
		return
	}
	want := r.Market.Price / eps
	tol := math.Abs(want)*0.005/math.Abs(eps) + 0.05
	if tol > 0.1*math.Abs(want) {
		tol = 0.1 * math.Abs(want) // tiny EPS would excuse anything
	}
	if math.Abs(pe.Value-want) > max(tol, 1e-6*math.Abs(want)) {
		l.fail("divide the price by the EPS shown, both on the as-of share basis",
			"P/E %s is not price %s / %s %s = %s", num(pe.Value), num(r.Market.Price), from, num(eps), num(want))
	}
}

// ratio recomputes a multiple or yield from the two facts it was derived from.
// parts names what stands above and below the line, by concept.
func ratio(l *list, b book, m tearsheet.Metric) {
	parts, ok := ratioParts[m.Key]
	f := b[m.Fact]
	if !ok || f == nil || len(f.From) != 2 {
		return
	}
	x, y := b[f.From[0]], b[f.From[1]]
	if x == nil || y == nil {
		return
	}
	if !about(x, parts[0]) {
		x, y = y, x
	}
	if !about(x, parts[0]) || about(y, parts[0]) {
		return
	}
	over, ok1 := x.Value.Float()
	under, ok2 := y.Value.Float()
	if !ok1 || !ok2 {
		return
	}
	if under == 0 {
		l.fail("leave the ratio out: it is not meaningful", "metric %s = %s divides by zero: %s", m.Key, num(m.Value), describe(y))
		return
	}
	if want := over / under; !near(m.Value, want, 1e-6) {
		l.fail("derive the ratio again from its two facts", "metric %s = %s is not %s / %s = %s", m.Key, num(m.Value), describe(x), describe(y), num(want))
	}
}

// ratioParts maps a ratio to words of which one is in the concept of its
// numerator.
var ratioParts = map[string][][]string{
	"pe":             {{"px:", "price"}},
	"ps":             {{"cap"}},
	"pb":             {{"cap"}},
	"fcf_yield":      {{"free_cash", "fcf"}},
	"earnings_yield": {{"net_income", "eps"}},
	"ev_sales":       {{":ev", "enterprise"}},
	"ev_ebitda":      {{":ev", "enterprise"}},
	"dividend_yield": {{"dividend"}},
}

func about(f *tearsheet.Fact, words []string) bool {
	c := strings.ToLower(string(f.Concept))
	for _, w := range words {
		if strings.Contains(c, w) {
			return true
		}
	}
	return false
}
