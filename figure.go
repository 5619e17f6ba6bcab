package tearsheet

import (
	"strings"
)

// Style says how a figure is written in prose and tables.
type Style string

// The styles of a figure. Each rounds half away from zero to the places named.
const (
	MoneyStyle    Style = "money"    // $391.0 billion; USD is $, other currencies are written before the number
	PriceStyle    Style = "price"    // $247.10
	PercentStyle  Style = "percent"  // 12.3%, from a fraction
	PointsStyle   Style = "points"   // 1.4 percentage points, from a fraction
	MultipleStyle Style = "multiple" // 39.2x
	NumberStyle   Style = "number"   // 1.24
	CountStyle    Style = "count"    // 15,022,100,480
)

// Figure writes a number in a style. Negative money is -$1.2 billion in prose;
// tables use parentheses of their own. What rounds to zero has no sign.
func Figure(d Decimal, unit Unit, s Style) string {
	body := figure(d.Abs(), unit, s)
	if d.Sign() < 0 && strings.ContainsAny(body, "123456789") {
		return "-" + body
	}
	return body
}

// figure writes a number that is not negative.
func figure(d Decimal, unit Unit, s Style) string {
	cur := currencyMark(unit)
	switch s {
	case MoneyStyle:
		for _, w := range []struct {
			exp  int32
			word string
		}{{12, " trillion"}, {9, " billion"}, {6, " million"}} {
			// The rounded figure picks the word, so 999.96 million reads 1.0 billion.
			if q := d.Shift(-w.exp); q.Float() >= 0.99995 {
				return cur + q.StringFixed(places(w.exp)) + w.word
			}
		}
		return cur + Grouped(d.StringFixed(0))
	case PriceStyle:
		return cur + Grouped(d.StringFixed(2))
	case PercentStyle:
		return d.Shift(2).StringFixed(1) + "%"
	case PointsStyle:
		return d.Shift(2).StringFixed(1) + " percentage points"
	case MultipleStyle:
		return d.StringFixed(1) + "x"
	case CountStyle:
		return Grouped(d.StringFixed(0))
	}
	return d.StringFixed(2)
}

func places(exp int32) int32 {
	if exp == 12 {
		return 2
	}
	return 1
}

func currencyMark(u Unit) string {
	c, _, _ := strings.Cut(string(u), "/")
	switch c {
	case "USD":
		return "$"
	case "", string(Pure), string(Shares), string(Days):
		return ""
	}
	return c + " "
}

// Grouped puts commas between the thousands of a plain decimal.
func Grouped(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, frac, dot := strings.Cut(s, ".")
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if dot {
		b.WriteString("." + frac)
	}
	return sign + b.String()
}

// Render writes a fact's number in a style, "N/A" when it holds none.
func (f Fact) Render(s Style) string {
	d, ok := f.Value.Number()
	if !ok {
		return "N/A"
	}
	return Figure(d, f.Unit, s)
}
