package nodes_test

import (
	"slices"
	"testing"

	"tearsheet"
	"tearsheet/nodes"
)

// TestContract: each node, on what the nodes before it gave from the sample.
func TestContract(t *testing.T) {
	always := []string{"benchmark", "market", "rates", "technical", "risk", "reason", "draft", "validate", "gate", "publish"}
	for _, c := range []struct {
		symbol, profile string
		ran             []string // besides always
	}{
		{"XMPL", "full", []string{"fundamental", "sentiment", "research", "chain", "options", "portfolio"}},
		{"XMPL", "quick", []string{"fundamental", "sentiment", "research", "portfolio"}},
		{"AAPL", "full", []string{"fundamental", "sentiment", "research", "portfolio"}},
		{"MSFT", "full", []string{"fundamental", "sentiment", "research", "portfolio"}},
		{"IBM", "full", nil},
	} {
		if raceEnabled && (c.symbol == "MSFT" || c.profile == "quick") {
			continue // the detector is slow, and the others cover the same code
		}
		t.Run(c.symbol+"/"+c.profile, func(t *testing.T) {
			p := sampleSource(t)
			req := request(t, p, c.symbol, "2013-02-15")
			req.Profile, req.Question = c.profile, "What drives revenue?"
			s, ran := given(t, nodes.All(deps(p, newLibrary())), req)
			want := append(slices.Clone(always), c.ran...)
			slices.Sort(want)
			slices.Sort(ran)
			if !slices.Equal(ran, want) {
				t.Errorf("ran %v, want %v", ran, want)
			}
			for _, w := range s.Windows {
				if !slices.Contains(ran, w.Node) {
					t.Errorf("a window names node %q, which did not run", w.Node)
				}
			}
			v := get(t, s, tearsheet.ValidationSlot)
			if !v.Passed {
				t.Errorf("the validators refuse it: %+v", v.Findings)
			}
			if r := get(t, s, tearsheet.ViewSlot); (r.Rating == tearsheet.NoRating) != (c.symbol == "IBM") {
				t.Errorf("rated %s: %s", r.Rating, r.Reason)
			}
		})
	}
}

// TestSpecs: what is said of the nodes is true of each.
func TestSpecs(t *testing.T) {
	g, err := nodes.Workflow(nodes.Deps{})
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, n := range nodes.All(nodes.Deps{}) {
		s := n.Spec()
		names = append(names, s.Name)
		if s.Doc == "" || len(s.Gives) == 0 {
			t.Errorf("%+v", s)
		}
		if s.Retry.Attempts > 1 && s.Timeout == 0 {
			t.Errorf("%s retries without a timeout", s.Name)
		}
	}
	if !slices.IsSorted(names) || len(g.Specs()) != len(names) {
		t.Errorf("the nodes are not in alphabetical order, or not all in the graph: %v", names)
	}
}
