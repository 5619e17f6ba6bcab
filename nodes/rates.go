package nodes

import (
	"context"
	"fmt"
	"math"
	"strings"

	"tearsheet"
	"tearsheet/graph"
)

// Rates reads the government yield curve.
type Rates struct{ Curves tearsheet.CurveProvider }

// Spec implements graph.Node.
func (Rates) Spec() graph.Spec {
	return graph.Spec{Name: "rates", Doc: "US Treasury par yield curve",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic()}, Gives: []tearsheet.Topic{tearsheet.RatesSlot.Topic()},
		Optional: true, Timeout: fetchTimeout, Retry: fetchRetry}
}

// Run implements graph.Node.
func (n Rates) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	req, err := tearsheet.RequestSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	c, err := n.Curves.Curve(ctx, tearsheet.CurveQuery{Country: "US", AsOf: asOfTime(req)})
	if err != nil {
		return tearsheet.Delta{}, err
	}
	l := newLedger("rates")
	l.window("treasury curve", c.Date.String(), c.Date.String(), len(c.Points), c.Source.Provider, c.Source.Locator)
	for _, p := range c.Points {
		l.add(rateFact(c, p))
	}
	if age := req.AsOf.DaysSince(c.Date); age > 10 {
		l.finding(tearsheet.SeverityWarning, "stale_rates", fmt.Sprintf("the newest yield curve is of %s, %d days before as-of", c.Date, age), "add a newer rates file to the source")
	}
	return l.delta, tearsheet.RatesSlot.Set(&l.delta, c)
}

func rateFact(c tearsheet.Curve, p tearsheet.CurvePoint) tearsheet.Fact {
	d, err := tearsheet.DecimalFromFloat(p.Yield)
	if err != nil {
		return tearsheet.Fact{}
	}
	return tearsheet.Fact{Subject: "macro:US", Concept: tearsheet.Concept("rate:treasury_" + strings.ToLower(p.Tenor)), Label: "US Treasury par yield " + p.Tenor,
		Value: tearsheet.Num(d), Unit: tearsheet.Pure, Period: tearsheet.Instant(c.Date), Known: c.Known, Quality: tearsheet.Reported, Source: c.Source}.Seal()
}

// riskFree is the continuously compounded rate for a term in years, with the
// fact of the nearest tenor. Par yields are bond-equivalent (semi-annual):
// r = 2 ln(1 + y/2). For terms within a year the par yield is the zero yield.
func riskFree(c tearsheet.Curve, years float64) (r float64, fact tearsheet.Fact, ok bool) {
	y, ok := c.At(years)
	if !ok {
		return 0, fact, false
	}
	near := c.Points[0]
	for _, p := range c.Points {
		if math.Abs(p.Years-years) < math.Abs(near.Years-years) {
			near = p
		}
	}
	return 2 * math.Log1p(y/2), rateFact(c, near), true
}
