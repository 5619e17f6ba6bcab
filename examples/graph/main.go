// Command graph builds a small dataflow graph, runs it and prints its log: nodes
// declare what they need and give, and the edges follow.
package main

import (
	"context"
	"fmt"
	"log"
	"time"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/graph/graphtest"
)

var (
	in    = tearsheet.SlotOf[int]("in")
	twice = tearsheet.SlotOf[int]("twice")
	plus  = tearsheet.SlotOf[int]("plus")
	sum   = tearsheet.SlotOf[int]("sum")
)

func node(name string, from, to tearsheet.Slot[int], f func(int) int) graph.Node {
	return graph.Func(graph.Spec{Name: name, Needs: []tearsheet.Topic{from.Topic()}, Gives: []tearsheet.Topic{to.Topic()}},
		func(_ context.Context, s tearsheet.State) (d tearsheet.Delta, err error) {
			n, err := from.Must(s)
			if err != nil {
				return d, err
			}
			return d, to.Set(&d, f(n))
		})
}

type clock struct{}

func (clock) Now() time.Time { return time.Now() }

func main() {
	g, err := graph.New("example",
		graph.Input(in.Topic()),
		node("double", in, twice, func(n int) int { return 2 * n }),
		node("add", in, plus, func(n int) int { return n + 10 }),
		graph.Func(graph.Spec{Name: "join", Needs: []tearsheet.Topic{twice.Topic(), plus.Topic()}, Gives: []tearsheet.Topic{sum.Topic()}, Final: true},
			func(_ context.Context, s tearsheet.State) (d tearsheet.Delta, err error) {
				a, err := twice.Must(s)
				if err != nil {
					return d, err
				}
				b, err := plus.Must(s)
				if err != nil {
					return d, err
				}
				return d, sum.Set(&d, a+b)
			}))
	if err != nil {
		log.Fatal(err)
	}
	var d tearsheet.Delta
	if err := in.Set(&d, 16); err != nil {
		log.Fatal(err)
	}
	engine := &graph.Engine{Store: graphtest.NewStore(), Clock: clock{}}
	res, err := engine.Run(context.Background(), g, "example-1", d, func(e tearsheet.Event) { fmt.Println(e.Seq, e.Kind, e.Node) })
	if err != nil {
		log.Fatal(err)
	}
	n, err := sum.Must(res.State)
	fmt.Println("sum", n, err, "state", res.State.Digest()[:12])
}
