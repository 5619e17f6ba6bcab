package graph_test

import (
	"context"
	"flag"
	"testing"

	"go.uber.org/goleak"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/graph/graphtest"
)

var update = flag.Bool("update", false, "rewrite golden files")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type (
	spec  = graph.Spec
	topic = tearsheet.Topic
	delta = tearsheet.Delta
	state = tearsheet.State
	event = tearsheet.Event
)

func topics(names ...topic) []topic { return names }

// give is a delta that gives each topic the value 1.
func give(names ...topic) delta {
	var d delta
	for _, n := range names {
		if err := tearsheet.SlotOf[int](n).Set(&d, 1); err != nil {
			panic(err)
		}
	}
	return d
}

// ok is a node that gives what it declares.
func ok(s spec) graph.Node {
	return graph.Func(s, func(context.Context, state) (delta, error) { return give(s.Gives...), nil })
}

// fails is a node that fails with err.
func fails(s spec, err error) graph.Node {
	return graph.Func(s, func(context.Context, state) (delta, error) { return delta{}, err })
}

func build(t testing.TB, nodes ...graph.Node) *graph.Graph {
	t.Helper()
	g, err := graph.New("test", nodes...)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

const run1 = tearsheet.RunID("run-1")

// outcome is a run with its stored log.
type outcome struct {
	graph.Result
	err error
	log []event
}

// execute runs a graph on a store in memory and checks what holds of every run:
// the log is a valid chain from run_started to run_finished, and its last hash is
// the result's head.
func execute(t testing.TB, ctx context.Context, e graph.Engine, nodes ...graph.Node) outcome {
	t.Helper()
	store := graphtest.NewStore()
	e.Store = store
	if e.Clock == nil {
		e.Clock = wall{}
	}
	res, err := e.Run(ctx, build(t, nodes...), run1, delta{}, nil)
	out := outcome{res, err, store.Log(run1)}
	verify(t, out)
	return out
}

func verify(t testing.TB, out outcome) {
	t.Helper()
	var prev *event
	for i, e := range out.log {
		if err := e.Verify(prev); err != nil {
			t.Fatal(err)
		}
		prev = &out.log[i]
	}
	if len(out.log) < 2 || out.log[0].Kind != tearsheet.RunStarted || prev.Kind != tearsheet.RunFinished {
		t.Fatalf("the log does not go from run_started to run_finished: %v", kinds(out.log, ""))
	}
	if out.Head != prev.Hash || out.Events != prev.Seq {
		t.Errorf("the result names head %.8s at %d, the log %.8s at %d", out.Head, out.Events, prev.Hash, prev.Seq)
	}
}

// kinds lists the kinds of a node's events, or of all when the name is empty.
func kinds(log []event, node string) (out []tearsheet.EventKind) {
	for _, e := range log {
		if node == "" || e.Node == node {
			out = append(out, e.Kind)
		}
	}
	return out
}

func (o outcome) usage(t testing.TB, name string) tearsheet.NodeUsage {
	t.Helper()
	for _, u := range o.Nodes {
		if u.Name == name {
			return u
		}
	}
	t.Fatalf("no node %s in the result", name)
	return tearsheet.NodeUsage{}
}
