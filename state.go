package tearsheet

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Topic names what a node gives and another needs.
type Topic string

// State is what a run knows. It only grows: a node sees a State and returns a
// Delta.
type State struct {
	Facts    []Fact                    `json:"facts"`
	Claims   []Claim                   `json:"claims"`
	Gaps     []Gap                     `json:"gaps,omitempty"`
	Windows  []Window                  `json:"windows,omitempty"`
	Findings []Finding                 `json:"findings,omitempty"`
	Passages []Passage                 `json:"passages,omitempty"`
	Slots    map[Topic]json.RawMessage `json:"slots"`

	index map[FactID]int // position in Facts; built by Apply
}

// Delta is what one node adds, all or nothing.
type Delta struct {
	Facts    []Fact                    `json:"facts,omitempty"`
	Claims   []Claim                   `json:"claims,omitempty"`
	Gaps     []Gap                     `json:"gaps,omitempty"`
	Windows  []Window                  `json:"windows,omitempty"`
	Findings []Finding                 `json:"findings,omitempty"`
	Passages []Passage                 `json:"passages,omitempty"`
	Slots    map[Topic]json.RawMessage `json:"slots,omitempty"`
}

// Apply returns the state with the delta added; s itself is unchanged. A fact
// already present is kept once. It refuses a malformed fact, a claim or derived
// fact that rests on an unknown fact, and a topic given twice.
func (s State) Apply(d Delta) (State, error) {
	out := State{
		Claims: slices.Concat(s.Claims, d.Claims), Gaps: slices.Concat(s.Gaps, d.Gaps),
		Windows: slices.Concat(s.Windows, d.Windows), Findings: slices.Concat(s.Findings, d.Findings),
		Passages: slices.Concat(s.Passages, d.Passages),
		Facts:    slices.Clip(s.Facts),
		Slots:    make(map[Topic]json.RawMessage, len(s.Slots)+len(d.Slots)),
		index:    make(map[FactID]int, len(s.Facts)+len(d.Facts)),
	}
	for i, f := range s.Facts {
		out.index[f.ID] = i
	}
	for _, f := range d.Facts {
		if err := f.Check(); err != nil {
			return s, err
		}
		if _, ok := out.index[f.ID]; ok {
			continue
		}
		out.index[f.ID] = len(out.Facts)
		out.Facts = append(out.Facts, f)
	}
	for _, f := range d.Facts {
		for _, id := range f.From {
			if _, ok := out.index[id]; !ok {
				return s, fmt.Errorf("fact %s (%s) is derived from %s, which the state does not hold", f.ID, f.Concept, id)
			}
		}
	}
	for _, c := range d.Claims {
		for _, id := range c.Cites {
			if _, ok := out.index[id]; !ok {
				return s, fmt.Errorf("claim %s cites %s, which the state does not hold", c.ID, id)
			}
		}
	}
	for t, v := range s.Slots {
		out.Slots[t] = v
	}
	for t, v := range d.Slots {
		if _, ok := out.Slots[t]; ok {
			return s, fmt.Errorf("topic %q is given twice", t)
		}
		out.Slots[t] = v
	}
	return out, nil
}

// Fold returns the state with deltas added in order. Unlike Apply it does not
// check facts again: it is for deltas that Apply has accepted before. It still
// refuses a topic given twice.
func (s State) Fold(deltas ...Delta) (State, error) {
	out := State{
		Facts: slices.Clone(s.Facts), Claims: slices.Clone(s.Claims), Gaps: slices.Clone(s.Gaps),
		Windows: slices.Clone(s.Windows), Findings: slices.Clone(s.Findings), Passages: slices.Clone(s.Passages),
		Slots: maps.Clone(s.Slots),
	}
	if out.Slots == nil {
		out.Slots = map[Topic]json.RawMessage{}
	}
	out.index = make(map[FactID]int, len(s.Facts))
	for i, f := range s.Facts {
		out.index[f.ID] = i
	}
	for _, d := range deltas {
		for _, f := range d.Facts {
			if _, ok := out.index[f.ID]; !ok {
				out.index[f.ID] = len(out.Facts)
				out.Facts = append(out.Facts, f)
			}
		}
		out.Claims = append(out.Claims, d.Claims...)
		out.Gaps = append(out.Gaps, d.Gaps...)
		out.Windows = append(out.Windows, d.Windows...)
		out.Findings = append(out.Findings, d.Findings...)
		out.Passages = append(out.Passages, d.Passages...)
		for t, v := range d.Slots {
			if _, ok := out.Slots[t]; ok {
				return s, fmt.Errorf("topic %q is given twice", t)
			}
			out.Slots[t] = v
		}
	}
	return out, nil
}

// Fact finds a fact by id.
func (s State) Fact(id FactID) (Fact, bool) {
	if s.index != nil {
		if i, ok := s.index[id]; ok {
			return s.Facts[i], true
		}
		return Fact{}, false
	}
	for _, f := range s.Facts {
		if f.ID == id {
			return f, true
		}
	}
	return Fact{}, false
}

// Has reports whether a topic was given.
func (s State) Has(t Topic) bool {
	_, ok := s.Slots[t]
	return ok
}

// Digest is the SHA-256 of the state's canonical JSON, in hex. Equal inputs give
// equal digests whatever the order in which nodes finished.
func (s State) Digest() string {
	b, err := json.Marshal(s)
	if err != nil {
		return "unencodable: " + err.Error()
	}
	return SHA256(b)
}

// SHA256 is the hex SHA-256 of b.
func SHA256(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// MaxKnown is the latest Known among the state's facts.
func (s State) MaxKnown() (t time.Time) {
	for _, f := range s.Facts {
		if f.Known.After(t) {
			t = f.Known
		}
	}
	return t
}

// Slot is a topic with the Go type of its value.
type Slot[T any] struct{ topic Topic }

// SlotOf declares a typed slot.
func SlotOf[T any](t Topic) Slot[T] { return Slot[T]{t} }

// Topic is the slot's topic.
func (s Slot[T]) Topic() Topic { return s.topic }

// Get reads the slot; ok is false when nobody gave it.
func (s Slot[T]) Get(st State) (v T, ok bool, err error) {
	raw, ok := st.Slots[s.topic]
	if !ok {
		return v, false, nil
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, false, fmt.Errorf("topic %q: %w", s.topic, err)
	}
	return v, true, nil
}

// Must reads a slot the caller declared as a need.
func (s Slot[T]) Must(st State) (T, error) {
	v, ok, err := s.Get(st)
	if err == nil && !ok {
		err = fmt.Errorf("topic %q was not given", s.topic)
	}
	return v, err
}

// Set puts a value into a delta.
func (s Slot[T]) Set(d *Delta, v T) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("topic %q: %w", s.topic, err)
	}
	if d.Slots == nil {
		d.Slots = map[Topic]json.RawMessage{}
	}
	d.Slots[s.topic] = b
	return nil
}
