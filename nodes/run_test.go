package nodes_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tearsheet"
	"tearsheet/graph"
)

// TestAsOf: whole analyses of real companies on random days hold nothing that was
// not known on the day, and every one of them passes the validators.
func TestAsOf(t *testing.T) {
	p, lib := realSource(t), newLibrary()
	days := 6
	if testing.Short() || raceEnabled {
		days = 2
	}
	for _, c := range []struct{ symbol, first, last string }{{"AAPL", "2017-01-10", "2026-06-30"}, {"NVDA", "2017-01-10", "2026-06-30"}, {"GOOGL", "2019-01-10", "2026-06-30"}, {"UAA", "2018-03-10", "2023-06-20"}, {"NKLA", "2022-01-05", "2022-01-12"}} {
		t.Run(c.symbol, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, uint64(len(c.symbol))))
			first, last := date(t, c.first), date(t, c.last)
			for range days {
				req := request(t, p, c.symbol, first.AddDays(r.IntN(last.DaysSince(first))).String())
				res := analyse(t, deps(p, lib), req, nil)
				lawful(t, res.State, req.AsOf)
				for _, f := range get(t, res.State, tearsheet.ValidationSlot).Findings {
					if f.Severity == tearsheet.SeverityError {
						t.Errorf("%s as of %s: %s: %s", c.symbol, req.AsOf, f.Check, f.Message)
					}
				}
			}
		})
	}
}

// TestSchedules: two hundred schedules of the whole analysis end in one state.
func TestSchedules(t *testing.T) {
	runs := 200
	if testing.Short() || raceEnabled {
		runs = 10
	}
	p, lib := sampleSource(t), newLibrary()
	req := request(t, p, "XMPL", "2013-02-15")
	want := analyse(t, deps(p, lib), req, nil).State.Digest()
	var mu sync.Mutex
	orders := map[string]bool{}
	todo := make(chan uint64)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for seed := range todo {
				r := rand.New(rand.NewPCG(62, seed))
				var inner sync.Mutex
				var order string
				got := analyse(t, deps(p, lib), req, func(n graph.Node) graph.Node {
					name := n.Spec().Name
					return graph.Func(n.Spec(), func(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
						inner.Lock()
						rest := time.Duration(r.IntN(2_000)) * time.Microsecond
						inner.Unlock()
						time.Sleep(rest)
						d, err := n.Run(ctx, in)
						inner.Lock()
						order += name + " "
						inner.Unlock()
						return d, err
					})
				}).State.Digest()
				mu.Lock()
				orders[order] = true
				mu.Unlock()
				if got != want {
					t.Errorf("schedule %d (%s) gave state %s, not %s", seed, order, got, want)
				}
			}
		})
	}
	for i := range runs {
		todo <- uint64(i)
	}
	close(todo)
	wg.Wait()
	if len(orders) < runs/4 {
		t.Errorf("only %d different schedules in %d runs", len(orders), runs)
	}
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
