package check

import (
	"fmt"
	"math"
	"strconv"

	"tearsheet"
)

// list collects the findings of one validator.
type list []tearsheet.Finding

func (l *list) add(s tearsheet.Severity, claim, hint, format string, args ...any) {
	*l = append(*l, tearsheet.Finding{Severity: s, Claim: claim, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

func (l *list) fail(hint, format string, args ...any) {
	l.add(tearsheet.SeverityError, "", hint, format, args...)
}

func (l *list) warn(hint, format string, args ...any) {
	l.add(tearsheet.SeverityWarning, "", hint, format, args...)
}

func (l *list) info(hint, format string, args ...any) {
	l.add(tearsheet.SeverityInfo, "", hint, format, args...)
}

// num writes a float for a message.
func num(f float64) string {
	if a := math.Abs(f); a >= 1e6 && a < 1e18 {
		return tearsheet.Grouped(strconv.FormatFloat(f, 'f', 0, 64))
	}
	return strconv.FormatFloat(f, 'g', 8, 64)
}

// near reports whether a and b agree within a relative tolerance of the larger.
func near(a, b, rel float64) bool {
	return a == b || math.Abs(a-b) <= rel*max(math.Abs(a), math.Abs(b))
}

// book finds facts by id.
type book map[tearsheet.FactID]*tearsheet.Fact

func bookOf(r *tearsheet.Report) book {
	b := make(book, len(r.Facts))
	for i := range r.Facts {
		b[r.Facts[i].ID] = &r.Facts[i]
	}
	return b
}

// float is the number of the fact a cite names.
func (b book) float(c tearsheet.Cites, key string) (float64, *tearsheet.Fact, bool) {
	f := b[c[key]]
	if f == nil {
		return 0, nil, false
	}
	v, ok := f.Value.Float()
	return v, f, ok
}

// metric finds a metric of the fundamental section by key.
func metric(r *tearsheet.Report, key string) (tearsheet.Metric, bool) {
	if r.Fundamental != nil {
		for _, m := range r.Fundamental.Metrics {
			if m.Key == key {
				return m, true
			}
		}
	}
	return tearsheet.Metric{}, false
}

// describe names a fact for a person.
func describe(f *tearsheet.Fact) string {
	name := f.Label
	if name == "" {
		name = string(f.Concept)
	}
	s := fmt.Sprintf("%s = %s %s", name, f.Value, f.Unit)
	if f.Period.Fiscal != "" {
		s += " (" + f.Period.Fiscal + ")"
	} else if !f.Period.End.IsZero() {
		s += " (" + f.Period.End.String() + ")"
	}
	return s
}
