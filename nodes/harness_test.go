package nodes_test

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/graph/graphtest"
	"tearsheet/internal/realdata"
	"tearsheet/internal/reason"
	"tearsheet/nodes"
	"tearsheet/rag"
	"tearsheet/reports"
	"tearsheet/reports/check"
	"tearsheet/tools/files"
	"tearsheet/tools/sample"
	"tearsheet/tools/via"
)

func date(tb testing.TB, s string) tearsheet.Date {
	tb.Helper()
	d, err := tearsheet.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

type checker struct{}

func (checker) Check(r *tearsheet.Report) tearsheet.Validation { return check.Run(r) }

type clock struct{}

func (clock) Now() time.Time { return time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC) }

// nowhere is a store of runs that keeps nothing; the log is package graph's to test.
type nowhere struct{}

func (nowhere) Append(context.Context, tearsheet.RunID, uint64, ...tearsheet.Event) error { return nil }
func (nowhere) Events(context.Context, tearsheet.RunID, uint64) iter.Seq2[tearsheet.Event, error] {
	return func(func(tearsheet.Event, error) bool) {}
}

func sampleSource(tb testing.TB) tearsheet.Provider {
	tb.Helper()
	p, err := files.Open(sample.FS(), files.Options{Name: "sample"})
	if err != nil {
		tb.Fatal(err)
	}
	return via.Guard(p)
}

func realSource(tb testing.TB) tearsheet.Provider {
	tb.Helper()
	p, err := files.Open(os.DirFS(realdata.Dir(tb)), files.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return via.Guard(p)
}

func deps(p tearsheet.Provider, lib tearsheet.Library) nodes.Deps {
	return nodes.Deps{Source: p, Library: lib, Reasoner: reason.Loop{Policy: reason.Rules{}}, Drafter: reports.Builder{}, Checker: checker{}}
}

func newLibrary() tearsheet.Library { return rag.NewLibrary() }

var policy = tearsheet.GatePolicy{MinConfidence: 0.8, MaxRisk: 0.3, AutoAmount: 10_000, HumanAmount: 100_000, Regulated: []string{}, MaxPriceAge: 7, MaxFilingAge: 200}

func request(tb testing.TB, p tearsheet.Provider, symbol, asOf string) tearsheet.Request {
	tb.Helper()
	sec, err := p.Resolve(tb.Context(), tearsheet.SecurityID{Symbol: symbol})
	if err != nil {
		tb.Fatal(err)
	}
	notice := ""
	if p.Name() == "sample" {
		notice = "SAMPLE: bundled data"
	}
	return tearsheet.Request{Security: sec, Notice: notice, AsOf: date(tb, asOf), Source: p.Name(), Benchmarks: []string{"SPY", "SPX", "^GSPC"}, Amount: 10_000, Profile: "full", Policy: "rules", Horizon: 365, Gate: policy, Version: "test"}
}

func input(tb testing.TB, req tearsheet.Request) tearsheet.Delta {
	tb.Helper()
	var d tearsheet.Delta
	if err := tearsheet.RequestSlot.Set(&d, req); err != nil {
		tb.Fatal(err)
	}
	return d
}

// analyse runs the whole graph, its nodes wrapped by wrap when that is not nil.
func analyse(tb testing.TB, d nodes.Deps, req tearsheet.Request, wrap func(graph.Node) graph.Node) graph.Result {
	tb.Helper()
	list := []graph.Node{graph.Input(tearsheet.RequestSlot.Topic())}
	for _, n := range nodes.All(d) {
		if wrap != nil {
			n = wrap(n)
		}
		list = append(list, n)
	}
	g, err := graph.New("analysis", list...)
	if err != nil {
		tb.Error(err) // it may be called beside the test's goroutine, so not Fatal
		return graph.Result{}
	}
	e := &graph.Engine{Store: nowhere{}, Clock: clock{}}
	res, err := e.Run(tb.Context(), g, "run", input(tb, req), nil)
	if err != nil {
		tb.Errorf("%s as of %s: %v", req.Security.ID, req.AsOf, err)
	}
	return res
}

// state makes a state of deltas.
func state(tb testing.TB, deltas ...tearsheet.Delta) tearsheet.State {
	tb.Helper()
	var s tearsheet.State
	for _, d := range deltas {
		var err error
		if s, err = s.Apply(d); err != nil {
			tb.Fatal(err)
		}
	}
	return s
}

// folded makes a state of deltas that were applied before.
func folded(tb testing.TB, deltas ...tearsheet.Delta) tearsheet.State {
	tb.Helper()
	s, err := tearsheet.State{}.Fold(deltas...)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func put[T any](tb testing.TB, slot tearsheet.Slot[T], v T) tearsheet.Delta {
	tb.Helper()
	var d tearsheet.Delta
	if err := slot.Set(&d, v); err != nil {
		tb.Fatal(err)
	}
	return d
}

func get[T any](tb testing.TB, s tearsheet.State, slot tearsheet.Slot[T]) T {
	tb.Helper()
	v, err := slot.Must(s)
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

var factID = regexp.MustCompile(`"(F[0-9a-f]{16})"`)

// lawful fails when a state holds what was not known at as-of, or shows a fact
// that it does not hold.
func lawful(tb testing.TB, s tearsheet.State, asOf tearsheet.Date) {
	tb.Helper()
	for _, f := range s.Facts {
		if f.Known.After(asOf.EndOfDay()) {
			tb.Errorf("as of %s: %s %s was known at %s", asOf, f.Concept, f.Label, f.Known)
		}
	}
	for _, p := range s.Passages {
		if p.Filed.After(asOf) {
			tb.Errorf("as of %s: passage %s was filed on %s", asOf, p.ID, p.Filed)
		}
	}
	for _, w := range s.Windows {
		if w.Last[:10] > asOf.String() || w.First[:10] > w.Last[:10] {
			tb.Errorf("as of %s: window %s of %s runs from %s to %s", asOf, w.Kind, w.Node, w.First, w.Last)
		}
	}
	for topic, raw := range s.Slots {
		for _, m := range factID.FindAllSubmatch(raw, -1) {
			if _, ok := s.Fact(tearsheet.FactID(m[1])); !ok {
				tb.Errorf("%s shows fact %s, which the state does not hold", topic, m[1])
			}
		}
	}
}

// given runs nodes one after the other, each on what its givers gave, through
// the contract every node passes, and returns the state of all.
func given(t *testing.T, list []graph.Node, req tearsheet.Request) (tearsheet.State, []string) {
	t.Helper()
	g, err := graph.New("analysis", append([]graph.Node{graph.Input(tearsheet.RequestSlot.Topic())}, list...)...)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]graph.Node{}
	giver := map[tearsheet.Topic]string{}
	for _, n := range list {
		byName[n.Spec().Name] = n
		for _, topic := range n.Spec().Gives {
			giver[topic] = n.Spec().Name
		}
	}
	deltas := map[string]tearsheet.Delta{}
	seen := map[string]map[string]bool{} // transitive givers
	all := []tearsheet.Delta{input(t, req)}
	var ran []string
	for _, s := range g.Specs() {
		seen[s.Name] = map[string]bool{}
		for _, topic := range append(slices.Clone(s.Needs), s.Uses...) {
			if from, ok := giver[topic]; ok {
				seen[s.Name][from] = true
				maps.Copy(seen[s.Name], seen[from])
			}
		}
		view := []tearsheet.Delta{input(t, req)}
		for _, before := range g.Specs() {
			if seen[s.Name][before.Name] {
				view = append(view, deltas[before.Name])
			}
		}
		in := folded(t, view...)
		if why := idle(t.Context(), byName[s.Name], in); why != "" {
			deltas[s.Name] = tearsheet.Delta{Gaps: []tearsheet.Gap{{Node: s.Name, Kind: "skipped", Reason: why}}}
			continue
		}
		ran = append(ran, s.Name)
		t.Run(s.Name, func(t *testing.T) {
			deltas[s.Name] = graphtest.Node(t, byName[s.Name], in)
			lawful(t, folded(t, append(view, deltas[s.Name])...), req.AsOf)
		})
		if t.Failed() {
			t.FailNow()
		}
		all = append(all, deltas[s.Name])
	}
	return folded(t, all...), ran
}

// idle says why a node cannot run on a state: a need is absent, its condition
// does not hold, or it finds nothing.
func idle(ctx context.Context, n graph.Node, in tearsheet.State) string {
	s := n.Spec()
	for _, topic := range s.Needs {
		if !in.Has(topic) {
			return fmt.Sprintf("nobody gave %s", topic)
		}
	}
	if s.When != nil {
		if ok, why, err := s.When.Holds(in); err != nil || !ok {
			return fmt.Sprintf("%s (%v)", why, err)
		}
	}
	if s.Optional {
		if _, err := n.Run(ctx, in); err != nil {
			return err.Error()
		}
	}
	return ""
}
