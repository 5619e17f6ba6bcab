package graph_test

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/graph/graphtest"
)

// layers is a graph with every kind of node: two sources, a fan, a failing
// optional node, a skipped conditional one, a retried one, joins. body runs at
// the start of each node's Run.
func layers(body func(ctx context.Context, name string, in state) error) []graph.Node {
	node := func(s spec, run func(attempt int32) error) graph.Node {
		var attempt atomic.Int32
		return graph.Func(s, func(ctx context.Context, in state) (delta, error) {
			if err := body(ctx, s.Name, in); err != nil {
				return delta{}, err
			}
			if run != nil {
				if err := run(attempt.Add(1)); err != nil {
					return delta{}, err
				}
			}
			d := give(s.Gives...)
			f := tearsheet.Fact{Subject: "sec:X", Concept: tearsheet.Concept("calc:" + s.Name), Value: tearsheet.Text(s.Name), Unit: tearsheet.TextUnit,
				Known: time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC), Quality: tearsheet.Reported}.Seal()
			d.Facts = []tearsheet.Fact{f}
			d.Claims = []tearsheet.Claim{{ID: s.Name, Kind: tearsheet.FactClaim, Text: s.Name, Cites: []tearsheet.FactID{f.ID}}}
			d.Windows = []tearsheet.Window{{Node: s.Name}}
			return d, nil
		})
	}
	nodes := []graph.Node{
		node(spec{Name: "src", Gives: topics("src", "more")}, nil), node(spec{Name: "aside", Gives: topics("aside")}, nil),
		node(spec{Name: "off", Needs: topics("src"), Gives: topics("off"), When: &graph.When{Doc: "never",
			Holds: func(state) (bool, string, error) { return false, "never", nil }}}, nil),
		node(spec{Name: "bad", Needs: topics("src"), Gives: topics("bad"), Optional: true}, func(int32) error { return errors.New("always bad") }),
		node(spec{Name: "flaky", Needs: topics("src"), Gives: topics("flaky"), Retry: graph.Retry{Attempts: 2}}, func(a int32) error {
			if a%2 == 1 {
				return &tearsheet.Error{Op: "fetch", Kind: tearsheet.KindUnavailable}
			}
			return nil
		}),
	}
	all := topics("flaky", "aside")
	for i := range 6 {
		n := topic(fmt.Sprintf("fan%d", i))
		all = append(all, n)
		nodes = append(nodes, node(spec{Name: string(n), Needs: topics("more"), Gives: topics(n)}, nil))
	}
	return append(nodes, node(spec{Name: "join", Needs: all, Uses: topics("off", "bad"), Gives: topics("join")}, nil),
		node(spec{Name: "end", Needs: topics("join"), Gives: topics("end"), Final: true}, nil))
}

func TestOneDigestWhateverFinishesFirst(t *testing.T) {
	schedules := 1000
	if testing.Short() {
		schedules = 200
	}
	var want string
	orders := map[string]bool{}
	for seed := range schedules {
		key := maphash.MakeSeed()
		body := func(_ context.Context, name string, _ state) error { // perturbs the schedule
			r := rand.New(rand.NewPCG(uint64(seed), maphash.String(key, name)))
			for range r.IntN(4) {
				runtime.Gosched()
			}
			if r.IntN(3) == 0 {
				time.Sleep(time.Duration(r.IntN(200)) * time.Microsecond)
			}
			return nil
		}
		out := execute(t, t.Context(), graph.Engine{MaxConcurrent: 1 + seed%9}, layers(body)...)
		if out.err != nil {
			t.Fatal(out.err)
		}
		if want == "" {
			want = out.State.Digest()
		}
		if got := out.State.Digest(); got != want {
			t.Fatalf("schedule %d gives state %.12s, the first gave %.12s", seed, got, want)
		}
		order := ""
		for _, e := range out.log {
			if e.Kind == tearsheet.NodeFinished {
				order += e.Node + " "
			}
		}
		orders[order] = true
	}
	t.Logf("%d schedules finished in %d different orders and gave one state", schedules, len(orders))
	if len(orders) < schedules/20 {
		t.Errorf("only %d orders were seen: the schedules are not shuffled", len(orders))
	}
}

// TestLogIsAheadOfDependants looks into the store from inside each node.
func TestLogIsAheadOfDependants(t *testing.T) {
	store := graphtest.NewStore()
	var g *graph.Graph
	needs := map[string][]string{}
	givers := map[topic]string{}
	g = build(t, layers(func(_ context.Context, name string, _ state) error {
		log := store.Log(run1)
		ended := map[string]bool{}
		started := false
		for _, e := range log {
			switch e.Kind {
			case tearsheet.NodeFinished, tearsheet.NodeSkipped, tearsheet.NodeFailed:
				ended[e.Node] = true
			case tearsheet.NodeStarted:
				started = started || e.Node == name
			}
		}
		if !started {
			t.Errorf("%s runs and its start is not stored", name)
		}
		for _, n := range needs[name] {
			if !ended[n] {
				t.Errorf("%s runs and the end of %s is not stored", name, n)
			}
		}
		return nil
	})...)
	for _, s := range g.Specs() {
		for _, n := range s.Gives {
			givers[n] = s.Name
		}
	}
	for _, s := range g.Specs() {
		for _, n := range slices.Concat(s.Needs, s.Uses) {
			needs[s.Name] = append(needs[s.Name], givers[n])
		}
	}
	watched := 0
	e := &graph.Engine{Store: store, Clock: wall{}}
	res, err := e.Run(t.Context(), g, run1, delta{}, func(ev event) {
		watched++
		if log := store.Log(run1); uint64(len(log)) < ev.Seq || log[ev.Seq-1].Hash != ev.Hash {
			t.Errorf("event %d is shown before it is stored", ev.Seq)
		}
	})
	if err != nil || uint64(watched) != res.Events {
		t.Errorf("%d of %d events were shown, error %v", watched, res.Events, err)
	}
}

// failing is a store whose n-th append fails, once; with late set, after it was
// stored, as when an acknowledgement is lost.
type failing struct {
	*graphtest.Store
	n, calls int
	late     bool
}

var errDisk = &tearsheet.Error{Op: "store append", Kind: tearsheet.KindUnavailable, Hint: "free some space", Err: errors.New("the disk is full")}

func (s *failing) Append(ctx context.Context, run tearsheet.RunID, after uint64, events ...event) error {
	s.calls++
	if s.calls != s.n {
		return s.Store.Append(ctx, run, after, events...)
	}
	if s.late {
		if err := s.Store.Append(ctx, run, after, events...); err != nil {
			return err
		}
	}
	return errDisk
}

func TestStoreFailsAtAnyAppend(t *testing.T) {
	for _, late := range []bool{false, true} {
		for n := 1; ; n++ {
			store := &failing{Store: graphtest.NewStore(), n: n, late: late}
			var running atomic.Int32
			g := build(t, layers(func(_ context.Context, name string, _ state) error {
				running.Add(1)
				defer running.Add(-1)
				time.Sleep(50 * time.Microsecond)
				return nil
			})...)
			e := &graph.Engine{Store: store, Clock: wall{}, MaxConcurrent: 3}
			var shown []event
			res, err := e.Run(t.Context(), g, run1, delta{}, func(ev event) { shown = append(shown, ev) })
			if store.calls < n { // it was not reached: the run is whole
				if err != nil {
					t.Fatal(err)
				}
				if n < 10 {
					t.Errorf("only %d appends were tried", n)
				}
				break
			}
			if !errors.Is(err, errDisk) || tearsheet.KindOf(err) != tearsheet.KindUnavailable || tearsheet.HintOf(err) == "" {
				t.Fatalf("append %d: %v", n, err)
			}
			if running.Load() != 0 {
				t.Fatalf("append %d: %d nodes still run", n, running.Load())
			}
			if store.calls != n {
				t.Errorf("append %d: the engine went on writing, %d appends", n, store.calls)
			}
			log := store.Log(run1)
			var prev *event
			started := map[string]bool{}
			for i := range log {
				if err := log[i].Verify(prev); err != nil {
					t.Fatal(err)
				}
				prev = &log[i]
				started[log[i].Node] = true
			}
			if !late {
				if diff := cmp.Diff(log, shown, cmp.Comparer(func(a, b event) bool { return a.Hash == b.Hash })); diff != "" {
					t.Errorf("append %d: the log and what was shown differ:\n%s", n, diff)
				}
			}
			for _, u := range res.Nodes {
				if u.Attempts > 0 && !started[u.Name] {
					t.Errorf("append %d: %s ran and the log does not say so", n, u.Name)
				}
			}
			if want := uint64(len(shown)); res.Events != want || (want > 0 && res.Head != shown[want-1].Hash) || (want == 0 && res.Head != "") {
				t.Errorf("append %d: the result names %d events and head %.8s", n, res.Events, res.Head)
			}
		}
	}
}

func TestStoreFailureDoesNotHideTheNodes(t *testing.T) {
	boom := errors.New("boom")
	e := &graph.Engine{Store: &failing{Store: graphtest.NewStore(), n: 3}, Clock: wall{}}
	_, err := e.Run(t.Context(), build(t, fails(spec{Name: "a", Final: true}, boom)), run1, delta{}, nil)
	if !errors.Is(err, boom) || err == nil || !cmp.Equal(tearsheet.KindOf(err), tearsheet.KindInternal) {
		t.Errorf("got %v", err)
	}
	if want := "node a: boom (and the run's log: store append: the disk is full)"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestSecondRunOfOneIDIsRefused(t *testing.T) {
	store := graphtest.NewStore()
	e := &graph.Engine{Store: store, Clock: wall{}}
	g := build(t, ok(spec{Name: "a", Final: true}))
	if _, err := e.Run(t.Context(), g, run1, delta{}, nil); err != nil {
		t.Fatal(err)
	}
	before := store.Log(run1)
	if _, err := e.Run(t.Context(), g, run1, delta{}, nil); tearsheet.KindOf(err) != tearsheet.KindConflict {
		t.Errorf("got %v, want a conflict", err)
	}
	if len(store.Log(run1)) != len(before) {
		t.Error("the log was touched")
	}
}
