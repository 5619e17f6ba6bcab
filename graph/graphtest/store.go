// Package graphtest holds what tests of graphs and of nodes share: a store in
// memory and the contract every node passes.
package graphtest

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"tearsheet"
)

// Store is a tearsheet.RunStore in memory. It holds the caller to the contract:
// it takes only an intact chain that continues the log.
type Store struct {
	mu   sync.Mutex
	logs map[tearsheet.RunID][]tearsheet.Event
}

var _ tearsheet.RunStore = (*Store)(nil)

// NewStore makes an empty store.
func NewStore() *Store { return &Store{logs: map[tearsheet.RunID][]tearsheet.Event{}} }

// Append implements tearsheet.RunStore.
func (s *Store) Append(ctx context.Context, run tearsheet.RunID, after uint64, events ...tearsheet.Event) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	log := s.logs[run]
	if uint64(len(log)) != after {
		return &tearsheet.Error{Op: "store append", Kind: tearsheet.KindConflict, Subject: string(run),
			Err: fmt.Errorf("the log ends at event %d, not %d", len(log), after)}
	}
	for _, e := range events {
		var head *tearsheet.Event
		if len(log) > 0 {
			head = &log[len(log)-1]
		}
		err := e.Verify(head)
		if e.Run != run {
			err = fmt.Errorf("event %d belongs to run %s", e.Seq, e.Run)
		}
		if err != nil {
			return &tearsheet.Error{Op: "store append", Kind: tearsheet.KindInternal, Subject: string(run), Err: err}
		}
		log = append(log, e)
	}
	s.logs[run] = log
	return nil
}

// Events implements tearsheet.RunStore.
func (s *Store) Events(ctx context.Context, run tearsheet.RunID, after uint64) iter.Seq2[tearsheet.Event, error] {
	return func(yield func(tearsheet.Event, error) bool) {
		for _, e := range s.Log(run) {
			if err := ctx.Err(); err != nil {
				yield(tearsheet.Event{}, err)
				return
			}
			if e.Seq > after && !yield(e, nil) {
				return
			}
		}
	}
}

// Log is a copy of a run's events.
func (s *Store) Log(run tearsheet.RunID) []tearsheet.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.logs[run])
}
