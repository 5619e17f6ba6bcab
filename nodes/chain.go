package nodes

import (
	"context"

	"tearsheet"
	"tearsheet/graph"
)

// Chain reads the newest option chain known at as-of.
type Chain struct{ Chains tearsheet.ChainProvider }

// Spec implements graph.Node.
func (Chain) Spec() graph.Spec {
	return graph.Spec{Name: "chain", Doc: "the newest option chain quoted by as-of",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic()}, Gives: []tearsheet.Topic{tearsheet.ChainSlot.Topic()},
		Optional: true, Timeout: fetchTimeout, Retry: fetchRetry,
		When: &graph.When{Doc: "the profile is full", Holds: func(in tearsheet.State) (bool, string, error) {
			req, err := tearsheet.RequestSlot.Must(in)
			return req.Profile != "quick", "the quick profile leaves options out", err
		}}}
}

// Run implements graph.Node.
func (n Chain) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	req, err := tearsheet.RequestSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	c, err := n.Chains.Chain(ctx, tearsheet.ChainQuery{Security: req.Security.ID, AsOf: asOfTime(req)})
	if tearsheet.KindOf(err) == tearsheet.KindNotFound {
		return tearsheet.Delta{}, graph.Skip("no option chain of "+req.Security.ID.Symbol+" is known at "+req.AsOf.String(), "add a Yahoo v7 option chain to the source")
	}
	if err != nil {
		return tearsheet.Delta{}, err
	}
	l := newLedger("chain")
	day := tearsheet.DateOf(c.Quoted.In(tearsheet.NewYork)).String()
	l.window("option quotes", day, day, len(c.Contracts), c.Source.Provider, c.Source.Locator)
	l.delta.Findings = append(l.delta.Findings, c.Findings...)
	return l.delta, tearsheet.ChainSlot.Set(&l.delta, c)
}
