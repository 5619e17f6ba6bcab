package tearsheet

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"
)

// RunID names one run.
type RunID string

// EventKind is what happened.
type EventKind string

// The kinds of event of a run.
const (
	RunStarted    EventKind = "run_started"    // Data: the frozen input
	NodeStarted   EventKind = "node_started"   // an attempt begins
	ToolCalled    EventKind = "tool_called"    // a reasoner called a tool
	ModelCalled   EventKind = "model_called"   // a reasoner called a model
	NodeFinished  EventKind = "node_finished"  // Data: the node's Delta
	NodeFailed    EventKind = "node_failed"    // Data: the error; retried or final
	NodeSkipped   EventKind = "node_skipped"   // Data: why
	AskRaised     EventKind = "ask_raised"     // a person must decide
	DecisionMade  EventKind = "decision_made"  // a person decided
	ReportDrafted EventKind = "report_drafted" // a draft exists
	CheckFailed   EventKind = "check_failed"   // validators refused a draft
	RunFinished   EventKind = "run_finished"   // Data: status and state digest
)

// Event is one entry of a run's log. Hash covers everything else including Prev,
// the hash of the entry before, so that the log is a chain.
type Event struct {
	Run     RunID           `json:"run"`
	Seq     uint64          `json:"seq"` // from 1
	At      time.Time       `json:"at"`
	Node    string          `json:"node,omitempty"`
	Attempt int             `json:"attempt,omitempty"`
	Kind    EventKind       `json:"kind"`
	Data    json.RawMessage `json:"data,omitempty"`
	Prev    string          `json:"prev"`
	Hash    string          `json:"hash"`
}

// Chain returns the event linked after prev (nil for the first): Seq, Prev and
// Hash are set.
func (e Event) Chain(prev *Event) Event {
	e.At = e.At.UTC().Round(0)
	e.Seq, e.Prev = 1, ""
	if prev != nil {
		e.Seq, e.Prev = prev.Seq+1, prev.Hash
	}
	e.Hash = e.sum()
	return e
}

func (e Event) sum() string {
	e.Hash = ""
	b, err := json.Marshal(e)
	if err != nil {
		return "" // a damaged event: broken data, or a time beyond the year 9999
	}
	return SHA256(b)
}

// Verify checks that the event is intact and follows prev.
func (e Event) Verify(prev *Event) error {
	want := e.Chain(prev)
	switch {
	case e.Seq != want.Seq:
		return fmt.Errorf("event %d follows event %d: entries are missing or reordered", e.Seq, want.Seq-1)
	case e.Prev != want.Prev:
		return fmt.Errorf("event %d does not link to the one before it", e.Seq)
	case prev != nil && prev.Run != "" && prev.Run != e.Run:
		return fmt.Errorf("event %d is of run %s, the one before it of run %s", e.Seq, e.Run, prev.Run)
	case e.Hash == "" || e.Hash != e.sum():
		return fmt.Errorf("event %d was altered: its hash does not match its content", e.Seq)
	}
	return nil
}

// RunStore holds the event logs of runs. It is the only truth about a run.
type RunStore interface {
	// Append adds chained events after sequence number after, all or none.
	// KindConflict when the log's head is not at after.
	Append(ctx context.Context, run RunID, after uint64, events ...Event) error
	// Events yields a run's events with Seq > after, in order.
	Events(ctx context.Context, run RunID, after uint64) iter.Seq2[Event, error]
}
