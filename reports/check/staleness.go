package check

import (
	"time"

	"tearsheet"
)

// staleness: the price, the filings and the quotes are recent.
type staleness struct{}

// The ages beyond which data are stale, in calendar days. A filer has 40 to 60
// days after a quarter's end and files the next one a quarter later.
const (
	maxPriceAge  = 7
	maxFilingAge = 200
	maxQuoteAge  = 7
)

func (staleness) Name() string { return "staleness" }
func (staleness) Doc() string {
	return "warns of a price, a last reported period or option quotes too old for the as-of"
}

func (staleness) Check(r *tearsheet.Report) []tearsheet.Finding {
	var l list
	if m := r.Market; m != nil {
		if m.PriceDate.IsZero() {
			l.warn("say of which session the price is", "the price has no date")
		} else if n := r.AsOf.DaysSince(m.PriceDate); n > maxPriceAge {
			l.warn("fetch newer prices or move the as-of back", "the price is of %s, %d days before the as-of %s (limit %d)",
				m.PriceDate, n, r.AsOf, maxPriceAge)
		}
	}
	if f := r.Fundamental; f != nil {
		if f.LastPeriod.IsZero() {
			l.warn("say which period the last filing covers", "the last reported period is unknown")
		} else if n := r.AsOf.DaysSince(f.LastPeriod); n > maxFilingAge {
			l.warn("look for a newer 10-Q or 10-K, or say in the report why there is none",
				"the last reported period ended %s, %d days before the as-of %s (limit %d)", f.LastPeriod, n, r.AsOf, maxFilingAge)
		}
	}
	if o := r.Options; o != nil {
		t, err := time.Parse(time.RFC3339, o.Quoted)
		if err != nil {
			l.warn("say when the chain was quoted", "the option chain has no readable time: %q", o.Quoted)
		} else if n := r.AsOf.DaysSince(tearsheet.DateOf(t.In(tearsheet.NewYork))); n > maxQuoteAge {
			l.warn("fetch a newer chain", "the option quotes are %d days older than the as-of %s (limit %d)", n, r.AsOf, maxQuoteAge)
		}
	}
	return l
}
