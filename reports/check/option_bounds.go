package check

import (
	"math"

	"tearsheet"
)

// optionBounds: quotes that could not stand in a market.
type optionBounds struct{}

func (optionBounds) Name() string { return "option_bounds" }
func (optionBounds) Doc() string {
	return "warns of crossed quotes, prices outside no-arbitrage bounds and put-call parity residuals"
}

func (optionBounds) Check(r *tearsheet.Report) []tearsheet.Finding {
	const hint = "drop the quote or mark the chain as stale"
	var l list
	o := r.Options
	if o == nil {
		return nil
	}
	rates := map[tearsheet.Date]float64{}
	for _, t := range o.Expiries {
		rates[t.Expiry] = t.Rate
		if t.ParityError != nil && o.Spot > 0 && *t.ParityError > 0.01*o.Spot {
			l.warn("use fresher quotes, or the parity forward instead of the spot",
				"%s: put-call parity is off by %s, more than 1%% of the spot %s", t.Expiry, num(*t.ParityError), num(o.Spot))
		}
		if t.Usable > t.Contracts || t.Usable < 0 {
			l.warn("count again", "%s: %d usable of %d contracts", t.Expiry, t.Usable, t.Contracts)
		}
	}
	if o.ParityErrMax != nil && o.Spot > 0 && *o.ParityErrMax > 0.02*o.Spot {
		l.warn("use fresher quotes, or the parity forward instead of the spot",
			"put-call parity is off by up to %s, more than 2%% of the spot %s", num(*o.ParityErrMax), num(o.Spot))
	}
	quoted, dated := stamp(o.Quoted)
	for _, q := range o.Contracts {
		if q.Bid < 0 || q.Ask < 0 || q.Bid > q.Ask && q.Ask > 0 {
			l.warn(hint, "%s %s %s: bid %s and ask %s are crossed or negative", q.Expiry, num(q.Strike), q.Right, num(q.Bid), num(q.Ask))
		}
		if q.Mark == nil || o.Spot <= 0 {
			continue
		}
		disc := 1.0
		if dated {
			disc = math.Exp(-rates[q.Expiry] * math.Max(0, float64(q.Expiry.DaysSince(quoted))) / 365)
		}
		low, high := o.Spot-q.Strike, o.Spot
		if q.Right == tearsheet.Put {
			low, high = q.Strike*disc-o.Spot, q.Strike
		}
		slack := 0.01*o.Spot + (q.Ask-q.Bid)/2 // quotes and spot are not of one instant
		if *q.Mark < low-slack || *q.Mark > high+slack {
			l.warn(hint, "%s %s %s: mark %s is outside its no-arbitrage bounds %s to %s",
				q.Expiry, num(q.Strike), q.Right, num(*q.Mark), num(max(0, low)), num(high))
		}
	}
	monotone(&l, o.Contracts)
	return l
}

// monotone warns when a higher strike bids more for a call (less for a put)
// than a lower strike asks.
func monotone(l *list, qs []tearsheet.OptionQuote) {
	type key struct {
		e tearsheet.Date
		r tearsheet.Right
	}
	last := map[key]tearsheet.OptionQuote{}
	for _, q := range qs {
		if q.Bid <= 0 || q.Ask <= 0 {
			continue
		}
		k := key{q.Expiry, q.Right}
		if p, ok := last[k]; ok && p.Strike < q.Strike {
			if q.Right == tearsheet.Call && q.Bid > p.Ask || q.Right == tearsheet.Put && p.Bid > q.Ask {
				l.warn("drop the quote or mark the chain as stale", "%s %s: strikes %s and %s are quoted in the wrong order",
					q.Expiry, q.Right, num(p.Strike), num(q.Strike))
			}
		}
		last[k] = q
	}
}
