package nodes

import (
	"tearsheet"
	"tearsheet/graph"
)

// Deps is what the analysts are given; each takes only what it uses.
type Deps struct {
	Source   tearsheet.Provider
	Library  tearsheet.Library
	Reasoner tearsheet.Reasoner
	Drafter  Drafter
	Checker  Checker
}

// All lists the nodes of the analysis, in alphabetical order.
func All(d Deps) []graph.Node {
	return []graph.Node{
		Benchmark{d.Source},
		Chain{d.Source},
		Draft{d.Drafter},
		Fundamental{d.Source},
		Gate{},
		Market{d.Source, d.Source},
		Options{},
		Portfolio{},
		Publish{d.Drafter},
		Rates{d.Source},
		Reason{d.Reasoner, d.Source, d.Library},
		Research{d.Source, d.Library},
		Risk{},
		Sentiment{d.Source},
		Technical{},
		Validate{d.Drafter, d.Checker},
	}
}

// Workflow is the graph of one analysis.
func Workflow(d Deps) (*graph.Graph, error) {
	return graph.New("analysis", append([]graph.Node{graph.Input(tearsheet.RequestSlot.Topic())}, All(d)...)...)
}
