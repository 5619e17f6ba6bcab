package check

import (
	"time"

	"tearsheet"
)

// lookAhead: nothing in the report was knowable only after the as-of.
type lookAhead struct{}

func (lookAhead) Name() string { return "look_ahead" }
func (lookAhead) Doc() string {
	return "no fact, filing, window, quote or headline is later than the end of the as-of day"
}

func (lookAhead) Check(r *tearsheet.Report) []tearsheet.Finding {
	const hint = "query the provider as of the report's date and drop what came later"
	var l list
	if r.AsOf.IsZero() {
		l.fail("set as_of", "the report does not say as of when it is")
		return l
	}
	end := r.AsOf.EndOfDay()
	day := func(what string, d tearsheet.Date) {
		if d.After(r.AsOf) {
			l.fail(hint, "%s is dated %s, after the as-of %s", what, d, r.AsOf)
		}
	}
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Known.After(end) {
			l.fail(hint, "fact %s (%s) was known only at %s, after the as-of %s", f.ID, describe(f), f.Known.UTC().Format(time.RFC3339), r.AsOf)
		}
	}
	for _, p := range r.Passages {
		day("passage "+p.ID+" of filing "+string(p.Accession), p.Filed)
	}
	for _, w := range r.Data.Windows {
		if d, ok := stamp(w.Last); ok {
			day("the "+w.Kind+" window of node "+w.Node, d)
		}
	}
	if m := r.Market; m != nil {
		day("the price", m.PriceDate)
		if n := len(m.History.Dates); n > 0 {
			day("the last bar of the price history", m.History.Dates[n-1])
		}
		if n := len(m.BenchmarkClose.Dates); n > 0 {
			day("the last bar of the benchmark history", m.BenchmarkClose.Dates[n-1])
		}
	}
	if f := r.Fundamental; f != nil {
		day("the last filing", f.LastFiled)
		for _, y := range columns(f) {
			day("the filing of "+y.Fiscal, y.Filed)
			day("the end of "+y.Fiscal, y.End)
		}
	}
	if s := r.Sentiment; s != nil {
		for _, n := range s.Stories {
			if t, err := time.Parse(time.RFC3339, n.Published); err == nil && t.After(end) {
				l.fail(hint, "the headline %q was published %s, after the as-of %s", n.Title, n.Published, r.AsOf)
			}
		}
	}
	if o := r.Options; o != nil {
		if t, err := time.Parse(time.RFC3339, o.Quoted); err == nil && t.After(end) {
			l.fail(hint, "the option chain was quoted %s, after the as-of %s", o.Quoted, r.AsOf)
		}
	}
	if s := r.Research; s != nil {
		for _, f := range s.Filings {
			day("filing "+string(f.Filing.Accession), f.Filing.Filed)
		}
	}
	return l
}

// stamp reads the day of a date or of an RFC 3339 time, in New York for the
// latter.
func stamp(s string) (tearsheet.Date, bool) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return tearsheet.DateOf(t.In(tearsheet.NewYork)), true
	}
	if len(s) >= 10 {
		if d, err := tearsheet.ParseDate(s[:10]); err == nil {
			return d, true
		}
	}
	return tearsheet.Date{}, false
}
