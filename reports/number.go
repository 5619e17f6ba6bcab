package reports

import (
	"strings"

	"tearsheet"
)

// na is what stands where a figure would: never a guess.
const na = "N/A"

// figure writes a fraction, price or amount in the house style, with negatives
// in parentheses as tables have them. Nil, NaN and infinities are N/A.
func figure(f *float64, u tearsheet.Unit, s tearsheet.Style) string {
	if f == nil {
		return na
	}
	d, err := tearsheet.DecimalFromFloat(*f)
	if err != nil {
		return na
	}
	return parens(tearsheet.Figure(d, u, s))
}

// parens turns -x into (x), and a minus on nothing but zeros into nothing.
func parens(s string) string {
	m, neg := strings.CutPrefix(s, "-")
	if !neg {
		return s
	}
	if !strings.ContainsAny(m, "123456789") {
		return m
	}
	return "(" + m + ")"
}

// fixed writes f/10^shift with so many places, grouped, negatives in
// parentheses.
func fixed(f *float64, shift, places int32) string {
	if f == nil {
		return na
	}
	d, err := tearsheet.DecimalFromFloat(*f)
	if err != nil {
		return na
	}
	return parens(tearsheet.Grouped(d.Shift(-shift).StringFixed(places)))
}

// signed writes a percentage with its sign: +1.2%, -0.4%.
func signed(f *float64) string {
	s := figure(f, tearsheet.Pure, tearsheet.PercentStyle)
	if s == na || strings.HasPrefix(s, "(") || f == nil || *f == 0 {
		return s
	}
	return "+" + s
}

// scaleOf chooses the unit of a table of money: thousands, millions or billions
// such that the largest amount keeps a readable number of digits.
func scaleOf(currency string, xs ...*float64) (shift int32, unit string) {
	top := 0.0
	for _, x := range xs {
		if x != nil {
			top = max(top, max(*x, -*x))
		}
	}
	switch {
	case top >= 1e13:
		return 9, currency + " bn"
	case top > 0 && top < 1e7:
		return 3, currency + " 000"
	}
	return 6, currency + " m"
}

func isNeg(text string) bool { return strings.HasPrefix(text, "(") }

// metricStyle says how a metric reads. Units say what a number is and not
// whether it is a percentage or a multiple, so the names decide.
func metricStyle(m tearsheet.Metric) tearsheet.Style {
	key := strings.ToLower(m.Key)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(key, w) {
				return true
			}
		}
		return false
	}
	switch m.Unit {
	case tearsheet.Pure, "":
	case tearsheet.Days, tearsheet.Shares:
		return tearsheet.CountStyle
	default:
		if strings.Contains(string(m.Unit), "/") {
			return tearsheet.PriceStyle
		}
		return tearsheet.MoneyStyle
	}
	switch {
	case has("_z", "altman", "piotroski", "beneish", "f_score", "m_score", "score", "beta"):
		return tearsheet.NumberStyle
	case has("yield", "margin", "growth", "cagr", "return", "roe", "roa", "roic", "roce", "payout",
		"_rate", "_pct", "percent", "change", "buyback", "accrual", "share_of", "_to_revenue", "_to_assets"):
		return tearsheet.PercentStyle
	case m.Group == "profitability" || m.Group == "growth":
		return tearsheet.PercentStyle
	}
	return tearsheet.MultipleStyle
}
