package nodes

import (
	"context"
	"fmt"
	"strings"

	"tearsheet"
	"tearsheet/graph"
)

// Benchmark reads the bars of the first benchmark the source has.
type Benchmark struct{ Bars tearsheet.BarProvider }

// Spec implements graph.Node.
func (Benchmark) Spec() graph.Spec {
	return graph.Spec{Name: "benchmark", Doc: "the index or fund the security is measured against",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic()}, Gives: []tearsheet.Topic{tearsheet.BenchmarkSlot.Topic()},
		Optional: true, Timeout: fetchTimeout, Retry: fetchRetry}
}

// Run implements graph.Node.
func (n Benchmark) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	req, err := tearsheet.RequestSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	l := newLedger("benchmark")
	for _, symbol := range req.Benchmarks {
		if symbol == req.Security.ID.Symbol {
			return tearsheet.Delta{}, graph.Skip(symbol+" is the benchmark itself", "")
		}
		s, err := n.Bars.Bars(ctx, tearsheet.BarQuery{Security: tearsheet.SecurityID{Symbol: symbol}, From: req.AsOf.AddMonths(-historyMonths), AsOf: asOfTime(req)})
		if tearsheet.KindOf(err) == tearsheet.KindNotFound || err == nil && len(s.Bars) == 0 {
			continue
		}
		if err != nil {
			return tearsheet.Delta{}, err
		}
		l.seriesWindow("benchmark bars", s)
		l.delta.Findings = append(l.delta.Findings, s.Findings...)
		return l.delta, tearsheet.BenchmarkSlot.Set(&l.delta, s)
	}
	return tearsheet.Delta{}, &tearsheet.Error{Op: "benchmark", Kind: tearsheet.KindNotFound, Subject: strings.Join(req.Benchmarks, ", "),
		Err: fmt.Errorf("the source has no bars of any benchmark known at %s", req.AsOf), Hint: "add bars of SPY to the source or set data.benchmarks"}
}
