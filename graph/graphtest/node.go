package graphtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"tearsheet"
	"tearsheet/graph"
)

// Node runs a node against a state that holds its needs and fails the test when
// the node breaks its contract: it gives the topics it declares and no other,
// cites only facts it was shown or made, leaves what it was shown unchanged, and
// gives the same output twice. It returns that output.
func Node(t testing.TB, n graph.Node, in tearsheet.State) tearsheet.Delta {
	t.Helper()
	d, err := check(t.Context(), n, in)
	if err != nil {
		t.Fatalf("node %s: %v", n.Spec().Name, err)
	}
	return d
}

func check(ctx context.Context, n graph.Node, in tearsheet.State) (d tearsheet.Delta, err error) {
	s := n.Spec()
	if s.Name == "" || s.Doc == "" {
		return d, errors.New("it has no name or no line of documentation")
	}
	if again := n.Spec(); !reflect.DeepEqual(plain(s), plain(again)) {
		return d, errors.New("its Spec says something else the second time")
	}
	for _, topic := range s.Needs {
		if !in.Has(topic) {
			return d, fmt.Errorf("the state lacks topic %q, which it needs", topic)
		}
	}
	before := in.Digest()
	if s.When != nil {
		ok, reason, err := s.When.Holds(in)
		if err != nil {
			return d, fmt.Errorf("its condition %q: %w", s.When.Doc, err)
		}
		if !ok {
			return d, fmt.Errorf("its condition %q does not hold: %s", s.When.Doc, reason)
		}
	}
	var outs [2][]byte
	for i := range outs {
		if d, err = n.Run(ctx, in); err != nil {
			return d, fmt.Errorf("run %d: %w", i+1, err)
		}
		if outs[i], err = json.Marshal(d); err != nil {
			return d, fmt.Errorf("run %d gave what cannot be logged: %w", i+1, err)
		}
	}
	if string(outs[0]) != string(outs[1]) {
		return d, fmt.Errorf("it gave another output the second time:\n%s\n%s", outs[0], outs[1])
	}
	if in.Digest() != before {
		return d, errors.New("it changed the state it was shown")
	}
	for _, topic := range s.Gives {
		if _, ok := d.Slots[topic]; !ok {
			return d, fmt.Errorf("it declares topic %q and did not give it", topic)
		}
	}
	for topic := range d.Slots {
		if !slices.Contains(s.Gives, topic) {
			return d, fmt.Errorf("it gave topic %q, which it does not declare", topic)
		}
	}
	out, err := in.Apply(d)
	if err != nil {
		return d, err
	}
	// What is logged must fold to the same state when the run is replayed.
	var logged tearsheet.Delta
	if err := json.Unmarshal(outs[0], &logged); err != nil {
		return d, fmt.Errorf("its logged output cannot be read back: %w", err)
	}
	replayed, err := in.Apply(logged)
	if err != nil {
		return d, fmt.Errorf("its logged output does not apply: %w", err)
	}
	if replayed.Digest() != out.Digest() {
		return d, errors.New("its logged output folds to another state")
	}
	return d, nil
}

// plain leaves out the condition's function, which cannot be compared.
func plain(s graph.Spec) graph.Spec {
	if s.When != nil {
		s.When = &graph.When{Doc: s.When.Doc}
	}
	return s
}
