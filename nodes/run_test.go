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
	days := 7
	if testing.Short() {
		days = 2
	}
	for _, c := range []struct{ symbol, first, last string }{{"AAPL", "2017-01-10", "2026-06-30"}, {"NVDA", "2017-01-10", "2026-06-30"}, {"GOOGL", "2019-01-10", "2026-06-30"}, {"UAA", "2018-03-10", "2023-06-20"}} {
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

// sleepy runs a node after a random rest.
type sleepy struct {
	graph.Node
	rest func() time.Duration
}

func (s sleepy) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	time.Sleep(s.rest())
	return s.Node.Run(ctx, in)
}

// TestSchedules: two hundred schedules of the whole analysis end in one state.
func TestSchedules(t *testing.T) {
	runs := 200
	if testing.Short() || raceEnabled {
		runs = 40
	}
	p, lib := sampleSource(t), newLibrary()
	req := request(t, p, "XMPL", "2013-02-15")
	r := rand.New(rand.NewPCG(62, 1))
	var mu sync.Mutex
	rest := func() time.Duration {
		mu.Lock()
		defer mu.Unlock()
		return time.Duration(r.IntN(3_000)) * time.Microsecond
	}
	want := analyse(t, deps(p, lib), req, nil).State.Digest()
	orders := map[string]bool{}
	for i := range runs {
		var order string
		res := analyse(t, deps(p, lib), req, func(n graph.Node) graph.Node {
			name := n.Spec().Name
			return graph.Func(n.Spec(), func(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
				d, err := sleepy{n, rest}.Run(ctx, in)
				mu.Lock()
				order += name + " "
				mu.Unlock()
				return d, err
			})
		})
		orders[order] = true
		if got := res.State.Digest(); got != want {
			t.Fatalf("schedule %d (%s) gave state %s, not %s", i, order, got, want)
		}
	}
	if len(orders) < runs/4 {
		t.Errorf("only %d different schedules in %d runs", len(orders), runs)
	}
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
