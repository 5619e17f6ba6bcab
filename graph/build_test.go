package graph_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tearsheet/graph"
)

func TestNewRefuses(t *testing.T) {
	final := func(name string, needs ...topic) graph.Node { return ok(spec{Name: name, Needs: needs, Final: true}) }
	for _, tc := range []struct {
		name  string
		nodes []graph.Node
		want  []string // kind: detail, all of them, in any order
	}{
		{"nothing", nil, []string{"empty: there is no node"}},
		{"only an input", []graph.Node{graph.Input("a")}, []string{"empty: there is no node"}},
		{"nil", []graph.Node{nil, final("end")}, []string{"empty: node 0 is nil"}},
		{"no function", []graph.Node{graph.Func(spec{Name: "a", Final: true}, nil)}, []string{`empty: node 0 ("a") has no function to run`}},
		{"no name", []graph.Node{final("")}, []string{"name: node 0 has no name"}},
		{"name that cannot be drawn", []graph.Node{final("a]b")}, []string{`name: node name "a]b" holds characters a drawing cannot show`}},
		{"unknown need", []graph.Node{final("end", "x")}, []string{`unsatisfied: end needs topic "x", which nothing gives`}},
		{"unknown use", []graph.Node{ok(spec{Name: "end", Uses: topics("x"), Final: true})}, []string{`unsatisfied: end needs topic "x", which nothing gives`}},
		{"duplicate", []graph.Node{final("a"), final("a")}, []string{`duplicate: two nodes are called "a"`}},
		{"two givers", []graph.Node{ok(spec{Name: "a", Gives: topics("x")}), ok(spec{Name: "b", Gives: topics("x")}), final("end", "x")},
			[]string{`twin: topic "x" is given by a and by b`, "unreachable: nothing final depends on b"}},
		{"gives twice", []graph.Node{ok(spec{Name: "a", Gives: topics("x", "x"), Final: true})}, []string{`twin: topic "x" is given by a and by a`}},
		{"input twin", []graph.Node{graph.Input("x"), ok(spec{Name: "a", Gives: topics("x"), Final: true})}, []string{`twin: topic "x" is given by the input and by a`}},
		{"input twice", []graph.Node{graph.Input("x", "x"), final("end", "x")}, []string{`twin: the input gives topic "x" twice`}},
		{"cycle", []graph.Node{
			ok(spec{Name: "a", Needs: topics("c"), Gives: topics("a")}), ok(spec{Name: "b", Needs: topics("a"), Gives: topics("b")}),
			ok(spec{Name: "c", Uses: topics("b"), Gives: topics("c")}), final("end", "c")},
			[]string{"cycle: a -> b -> c -> a"}},
		{"cycle of one", []graph.Node{ok(spec{Name: "a", Needs: topics("a"), Gives: topics("a"), Final: true})}, []string{"cycle: a -> a"}},
		{"two cycles", []graph.Node{
			ok(spec{Name: "a", Needs: topics("b"), Gives: topics("a")}), ok(spec{Name: "b", Needs: topics("a"), Gives: topics("b")}),
			ok(spec{Name: "c", Needs: topics("d"), Gives: topics("c")}), ok(spec{Name: "d", Needs: topics("c"), Gives: topics("d")}),
			final("end", "a", "c")},
			[]string{"cycle: a -> b -> a", "cycle: c -> d -> c"}},
		{"unreachable", []graph.Node{ok(spec{Name: "lost", Gives: topics("x")}), final("end")}, []string{"unreachable: nothing final depends on lost"}},
		{"nothing final", []graph.Node{ok(spec{Name: "a", Gives: topics("x")})}, []string{"unreachable: no node is final, so nothing has to run"}},
		{"all at once", []graph.Node{
			nil, final(""), final("end", "nowhere"), final("end"), ok(spec{Name: "lost"}),
			ok(spec{Name: "l", Needs: topics("m"), Gives: topics("l")}), ok(spec{Name: "m", Needs: topics("l"), Gives: topics("m", "l")}), final("z", "l")},
			[]string{"empty: node 0 is nil", "name: node 1 has no name", `duplicate: two nodes are called "end"`,
				`twin: topic "l" is given by l and by m`, `unsatisfied: end needs topic "nowhere", which nothing gives`,
				"cycle: l -> m -> l", "unreachable: nothing final depends on lost"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g, err := graph.New("test", tc.nodes...)
			var refused *graph.BuildError
			if g != nil || !errors.As(err, &refused) {
				t.Fatalf("got %v, %v; want a *BuildError", g, err)
			}
			var got []string
			for _, p := range refused.Problems {
				got = append(got, p.Kind+": "+p.Detail)
				if !strings.Contains(err.Error(), p.Detail) {
					t.Errorf("the message does not say %q", p.Detail)
				}
			}
			slices.Sort(got)
			slices.Sort(tc.want)
			if !slices.Equal(got, tc.want) {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}

func TestFingerprint(t *testing.T) {
	nodes := func(edit func(*spec)) []graph.Node {
		s := spec{Name: "b", Needs: topics("a"), Gives: topics("b"), Final: true}
		if edit != nil {
			edit(&s)
		}
		return []graph.Node{ok(spec{Name: "a", Gives: topics("a"), Final: true}), ok(s)}
	}
	same := build(t, nodes(nil)...).Fingerprint()
	turned := nodes(nil)
	slices.Reverse(turned)
	if got := build(t, turned...).Fingerprint(); got != same {
		t.Error("the order in which nodes are listed changes the fingerprint")
	}
	if got := build(t, nodes(func(s *spec) { s.Doc = "words" })...).Fingerprint(); got != same {
		t.Error("documentation changes the fingerprint")
	}
	for name, edit := range map[string]func(*spec){
		"need made soft": func(s *spec) { s.Needs, s.Uses = nil, topics("a") },
		"gives more":     func(s *spec) { s.Gives = topics("b", "c") },
		"optional":       func(s *spec) { s.Optional = true },
		"retry":          func(s *spec) { s.Retry.Attempts = 2 },
		"timeout":        func(s *spec) { s.Timeout = 1e9 },
		"condition":      func(s *spec) { s.When = &graph.When{Doc: "sometimes"} },
	} {
		if got := build(t, nodes(edit)...).Fingerprint(); got == same {
			t.Errorf("%s: the fingerprint is the same", name)
		}
	}
}
