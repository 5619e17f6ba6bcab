package graph_test

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"tearsheet"
	"tearsheet/graph"
)

// discard stores nothing, so that the benchmarks measure the engine.
type discard struct{}

func (discard) Append(context.Context, tearsheet.RunID, uint64, ...tearsheet.Event) error { return nil }
func (discard) Events(context.Context, tearsheet.RunID, uint64) iter.Seq2[tearsheet.Event, error] {
	return func(func(tearsheet.Event, error) bool) {}
}

// gives is a node that adds one number to its topic.
func gives(name string, needs ...tearsheet.Topic) graph.Node {
	topic := tearsheet.Topic(name)
	return graph.Func(graph.Spec{Name: name, Needs: needs, Gives: []tearsheet.Topic{topic}, Final: name == "join"},
		func(context.Context, tearsheet.State) (d tearsheet.Delta, err error) {
			return d, tearsheet.SlotOf[int](topic).Set(&d, 1)
		})
}

func chainNodes(n int) []graph.Node {
	nodes := []graph.Node{gives("n000")}
	for i := 1; i < n-1; i++ {
		nodes = append(nodes, gives(fmt.Sprintf("n%03d", i), tearsheet.Topic(fmt.Sprintf("n%03d", i-1))))
	}
	return append(nodes, gives("join", tearsheet.Topic(fmt.Sprintf("n%03d", n-2))))
}

func fanNodes(n int, wait time.Duration) []graph.Node {
	nodes := []graph.Node{gives("src")}
	var all []tearsheet.Topic
	for i := range n {
		topic := tearsheet.Topic(fmt.Sprintf("n%03d", i))
		all = append(all, topic)
		nodes = append(nodes, graph.Func(graph.Spec{Name: string(topic), Needs: []tearsheet.Topic{"src"}, Gives: []tearsheet.Topic{topic}},
			func(ctx context.Context, _ tearsheet.State) (d tearsheet.Delta, err error) {
				if wait > 0 {
					time.Sleep(wait)
				}
				return d, tearsheet.SlotOf[int](topic).Set(&d, 1)
			}))
	}
	return append(nodes, gives("join", all...))
}

// floor measures the same work without an engine, to divide by.
func floor(b *testing.B, f func()) float64 {
	b.Helper()
	f()
	var best time.Duration
	for range 5 {
		n := 0
		start := time.Now()
		for time.Since(start) < 10*time.Millisecond {
			f()
			n++
		}
		if d := time.Since(start) / time.Duration(n); best == 0 || d < best {
			best = d
		}
	}
	return float64(best.Nanoseconds())
}

func benchRun(b *testing.B, limit int, nodes []graph.Node, bare func()) {
	g, err := graph.New("bench", nodes...)
	if err != nil {
		b.Fatal(err)
	}
	base := floor(b, bare)
	logged := floor(b, func() { bare(); seal(len(nodes)) })
	e := &graph.Engine{Store: discard{}, Clock: wall{}, MaxConcurrent: limit}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Run(b.Context(), g, "bench", tearsheet.Delta{}, nil); err != nil {
			b.Fatal(err)
		}
	}
	ns := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
	b.ReportMetric(base, "floor-ns")
	b.ReportMetric(ns/base, "x-floor")
	b.ReportMetric(ns/logged, "x-logged")
}

// seal chains the events that a run of n nodes logs: the price of a log that can
// be verified, which no engine of ours can avoid.
func seal(n int) {
	var last *tearsheet.Event
	for i := range 2*n + 2 {
		e := tearsheet.Event{Run: "bench", At: time.Now(), Node: "n000", Attempt: 1, Kind: tearsheet.NodeStarted}
		if i%2 == 1 {
			e.Kind, e.Data = tearsheet.NodeFinished, []byte(`{"slots":{"n000":1}}`)
		}
		e = e.Chain(last)
		last = &e
	}
}

func BenchmarkRunChain10(b *testing.B) {
	benchRun(b, 0, chainNodes(10), func() {
		for range 10 {
			var g errgroup.Group
			g.Go(func() error { return nil })
			_ = g.Wait()
		}
	})
}

func BenchmarkRunFanOut(b *testing.B) {
	for _, n := range []int{5, 50, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			benchRun(b, n, fanNodes(n, 0), func() { fan(b.Context(), n, 0) })
		})
	}
}

func BenchmarkRunFiveNodesOf20ms(b *testing.B) {
	benchRun(b, 0, fanNodes(5, 20*time.Millisecond), func() { fan(b.Context(), 5, 20*time.Millisecond) })
}

func BenchmarkCompile500(b *testing.B) {
	nodes := fanNodes(498, 0)
	base := floor(b, func() { // no checks: one map of names to positions and the edges
		at := make(map[tearsheet.Topic]int, len(nodes))
		for i, n := range nodes {
			for _, t := range n.Spec().Gives {
				at[t] = i
			}
		}
		next := make([][]int, len(nodes))
		for i, n := range nodes {
			for _, t := range n.Spec().Needs {
				next[at[t]] = append(next[at[t]], i)
			}
		}
	})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := graph.New("bench", nodes...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(base, "floor-ns")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/base, "x-floor")
}

// fan is the floor: an errgroup whose goroutines write into a slice.
func fan(ctx context.Context, n int, wait time.Duration) {
	g, ctx := errgroup.WithContext(ctx)
	out := make([]int, n)
	for i := range n {
		g.Go(func() error {
			if wait > 0 {
				time.Sleep(wait)
			}
			out[i] = 1
			return ctx.Err()
		})
	}
	_ = g.Wait()
	sum := 0
	for _, v := range out {
		sum += v
	}
	sink.Store("sum", sum)
}

var sink sync.Map

// wall is the real clock.
type wall struct{}

func (wall) Now() time.Time { return time.Now() }
