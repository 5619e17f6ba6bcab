package graphtest

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/internal/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestStore(t *testing.T) {
	s := NewStore()
	storetest.Log(t, s, s)
}

// TestNodeCatches breaks each clause of the contract once.
func TestNodeCatches(t *testing.T) {
	in, err := tearsheet.State{}.Apply(tearsheet.Delta{Slots: map[tearsheet.Topic]json.RawMessage{"in": []byte("1")}})
	if err != nil {
		t.Fatal(err)
	}
	good := graph.Spec{Name: "n", Doc: "a node", Needs: []tearsheet.Topic{"in"}, Gives: []tearsheet.Topic{"out"}}
	out := func() tearsheet.Delta {
		return tearsheet.Delta{Slots: map[tearsheet.Topic]json.RawMessage{"out": []byte(`{"a": "<1>"}`)}}
	}
	calls := 0
	for _, tc := range []struct {
		want string
		edit func(*graph.Spec)
		run  func(in tearsheet.State) (tearsheet.Delta, error)
	}{
		{"", nil, func(tearsheet.State) (tearsheet.Delta, error) { return out(), nil }},
		{"no line of documentation", func(s *graph.Spec) { s.Doc = "" }, nil},
		{`lacks topic "x"`, func(s *graph.Spec) { s.Needs = append(s.Needs, "x") }, nil},
		{"does not hold: no", func(s *graph.Spec) {
			s.When = &graph.When{Doc: "never", Holds: func(tearsheet.State) (bool, string, error) { return false, "no", nil }}
		}, nil},
		{"run 1: nothing", nil, func(tearsheet.State) (tearsheet.Delta, error) { return tearsheet.Delta{}, graph.Skip("nothing", "") }},
		{"cannot be logged", nil, func(tearsheet.State) (tearsheet.Delta, error) {
			d := out()
			d.Passages = []tearsheet.Passage{{Score: math.NaN()}}
			return d, nil
		}},
		{"another output", nil, func(tearsheet.State) (tearsheet.Delta, error) {
			calls++
			d := out()
			return d, tearsheet.SlotOf[int]("out").Set(&d, calls)
		}},
		{"changed the state", nil, func(in tearsheet.State) (tearsheet.Delta, error) {
			in.Slots["in"] = []byte("2")
			return out(), nil
		}},
		{"did not give", nil, func(tearsheet.State) (tearsheet.Delta, error) { return tearsheet.Delta{}, nil }},
		{"does not declare", nil, func(tearsheet.State) (tearsheet.Delta, error) {
			d := out()
			d.Slots["y"] = []byte("1")
			return d, nil
		}},
		{"cites F0", nil, func(tearsheet.State) (tearsheet.Delta, error) {
			d := out()
			d.Claims = []tearsheet.Claim{{ID: "c", Cites: []tearsheet.FactID{"F0"}}}
			return d, nil
		}},
	} {
		s := good
		if tc.edit != nil {
			tc.edit(&s)
		}
		if tc.run == nil {
			tc.run = func(tearsheet.State) (tearsheet.Delta, error) { return out(), nil }
		}
		n := graph.Func(s, func(_ context.Context, in tearsheet.State) (tearsheet.Delta, error) { return tc.run(in) })
		_, err := check(t.Context(), n, in)
		switch {
		case tc.want == "" && err != nil:
			t.Errorf("a good node is refused: %v", err)
		case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
			t.Errorf("got %v, want %q", err, tc.want)
		}
	}
	Node(t, graph.Func(good, func(context.Context, tearsheet.State) (tearsheet.Delta, error) { return out(), nil }), in)
}
