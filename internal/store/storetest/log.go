// Package storetest holds the contract of stores of runs: what every
// tearsheet.RunStore and tearsheet.Archive promises, whatever it is made of.
package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tearsheet"
)

var ctx = context.Background()

// at is when the first event of Chain happened.
var at = time.Date(2025, 2, 24, 14, 30, 0, 123456789, time.UTC)

// Chain makes n linked events of a run that follow prev (nil for the first).
func Chain(run tearsheet.RunID, prev *tearsheet.Event, n int) []tearsheet.Event {
	out := make([]tearsheet.Event, n)
	for i := range out {
		data, err := json.Marshal(map[string]any{"i": i, "text": `<b>"x"</b> & é   ` + "\x00"})
		if err != nil {
			panic(err)
		}
		out[i] = tearsheet.Event{Run: run, At: at.Add(time.Duration(i) * time.Millisecond), Node: "node", Attempt: 1, Kind: tearsheet.ToolCalled, Data: data}.Chain(prev)
		prev = &out[i]
	}
	return out
}

// Read collects a run's events after a sequence number and fails the test unless
// they are a valid chain from there.
func Read(t testing.TB, s tearsheet.RunStore, run tearsheet.RunID, after uint64) (out []tearsheet.Event) {
	t.Helper()
	for e, err := range s.Events(ctx, run, after) {
		if err != nil {
			t.Fatalf("reading the log of %s: %v", run, err)
		}
		out = append(out, e)
	}
	for i := range out {
		prev := &tearsheet.Event{Seq: after, Hash: out[i].Prev}
		if i > 0 {
			prev = &out[i-1]
		}
		if after == 0 && i == 0 {
			prev = nil
		}
		if err := out[i].Verify(prev); err != nil {
			t.Fatalf("the log of %s: %v", run, err)
		}
	}
	return out
}

func same(t testing.TB, got, want []tearsheet.Event) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the log differs (-want +got):\n%s", diff)
	}
}

func wantKind(t testing.TB, what string, err error, want tearsheet.Kind) {
	t.Helper()
	if got := tearsheet.KindOf(err); err == nil || got != want {
		t.Errorf("%s: got %v (%s), want %s", what, err, got, want)
	}
}

// Log runs the contract of a RunStore against two handles of one store, which may
// be the same handle. The store holds no run of the contract yet.
func Log(t *testing.T, a, b tearsheet.RunStore) {
	t.Run("round trip", func(t *testing.T) {
		events := Chain("round", nil, 5)
		must(t, a.Append(ctx, "round", 0, events[:2]...))
		must(t, b.Append(ctx, "round", 2, events[2:]...))
		must(t, a.Append(ctx, "round", 5)) // nothing is not an error
		same(t, Read(t, a, "round", 0), events)
		same(t, Read(t, b, "round", 3), events[3:])
		same(t, Read(t, b, "round", 5), nil)
		same(t, Read(t, b, "nobody", 0), nil)
	})
	t.Run("refuses", func(t *testing.T) {
		const run = "refuses"
		events := Chain(run, nil, 4)
		must(t, a.Append(ctx, run, 0, events[:2]...))
		altered := events[2]
		altered.Node = "another"
		unlinked := Chain(run, &tearsheet.Event{Seq: 2, Hash: strings.Repeat("0", 64)}, 1)[0]
		foreign := Chain("foreign", &events[1], 1)[0]
		for _, tc := range []struct {
			name   string
			after  uint64
			events []tearsheet.Event
			kind   tearsheet.Kind
		}{
			{"a head that moved", 1, events[1:2], tearsheet.KindConflict},
			{"a head in the future", 3, events[3:], tearsheet.KindConflict},
			{"a start of a run that has begun", 0, events[:1], tearsheet.KindConflict},
			{"a hole", 2, events[3:], tearsheet.KindInternal},
			{"an altered event", 2, []tearsheet.Event{altered}, tearsheet.KindInternal},
			{"an event that links elsewhere", 2, []tearsheet.Event{unlinked}, tearsheet.KindInternal},
			{"an event of a foreign run", 2, []tearsheet.Event{foreign}, tearsheet.KindInternal},
			{"a batch whose second event is bad", 2, []tearsheet.Event{events[2], altered}, tearsheet.KindInternal},
			{"events out of order", 2, []tearsheet.Event{events[3], events[2]}, tearsheet.KindInternal},
		} {
			wantKind(t, tc.name, a.Append(ctx, run, tc.after, tc.events...), tc.kind)
			same(t, Read(t, b, run, 0), events[:2]) // all or none
		}
		must(t, b.Append(ctx, run, 2, events[2:]...))
	})
	t.Run("pages", func(t *testing.T) {
		events := Chain("pages", nil, 451)
		must(t, a.Append(ctx, "pages", 0, events...))
		must(t, a.Append(ctx, "pages2", 0, Chain("pages2", nil, 3)...)) // a neighbour is not read
		same(t, Read(t, b, "pages", 0), events)
		same(t, Read(t, b, "pages", 250), events[250:])
		n := 0
		for range a.Events(ctx, "pages", 0) { //nolint:errcheck // the early stop is what is tested
			if n++; n == 100 {
				break
			}
		}
	})
	t.Run("append while reading", func(t *testing.T) {
		events := Chain("grows", nil, 200)
		must(t, a.Append(ctx, "grows", 0, events[:150]...))
		n := uint64(0)
		for e, err := range a.Events(ctx, "grows", 0) {
			must(t, err)
			if n++; e.Seq != n {
				t.Fatalf("event %d comes after %d", e.Seq, n-1)
			}
			if n == 10 {
				must(t, a.Append(ctx, "grows", 150, events[150:]...))
			}
		}
		if n != 150 && n != 200 {
			t.Errorf("read %d events, want those of before or all", n)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		gone, cancel := context.WithCancel(ctx)
		cancel()
		wantKind(t, "append", a.Append(gone, "cancelled", 0, Chain("cancelled", nil, 1)...), tearsheet.KindUnavailable)
		for _, err := range a.Events(gone, "pages", 0) {
			wantKind(t, "events", err, tearsheet.KindUnavailable)
		}
		same(t, Read(t, b, "cancelled", 0), nil)
	})
	t.Run("race", func(t *testing.T) {
		const writers, rounds = 8, 20
		var prev *tearsheet.Event
		for round := range uint64(rounds) {
			next := make([]tearsheet.Event, writers)
			errs := make([]error, writers)
			var wg sync.WaitGroup
			for w := range writers {
				next[w] = tearsheet.Event{Run: "race", At: at, Node: fmt.Sprintf("writer%d", w), Kind: tearsheet.ToolCalled}.Chain(prev)
				wg.Go(func() { errs[w] = []tearsheet.RunStore{a, b}[w%2].Append(ctx, "race", round, next[w]) })
			}
			wg.Wait()
			won := -1
			for w, err := range errs {
				switch {
				case err != nil:
					wantKind(t, "a writer that lost", err, tearsheet.KindConflict)
				case won >= 0:
					t.Fatalf("round %d: writers %d and %d both won", round, won, w)
				default:
					won = w
				}
			}
			if won < 0 {
				t.Fatalf("round %d: nobody won", round)
			}
			prev = &next[won]
		}
		log := Read(t, a, "race", 0)
		if len(log) != rounds || log[rounds-1].Hash != prev.Hash {
			t.Errorf("the log has %d events after %d rounds", len(log), rounds)
		}
	})
	t.Run("writers of different runs", func(t *testing.T) {
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				run := tearsheet.RunID(fmt.Sprintf("own%d", w))
				events := Chain(run, nil, 20)
				for i, e := range events {
					if err := []tearsheet.RunStore{a, b}[w%2].Append(ctx, run, uint64(i), e); err != nil {
						t.Errorf("writer %d, event %d: %v", w, i+1, err)
						return
					}
				}
			})
		}
		wg.Wait()
		for w := range 8 {
			run := tearsheet.RunID(fmt.Sprintf("own%d", w))
			same(t, Read(t, b, run, 0), Chain(run, nil, 20))
		}
	})
	t.Run("large event", func(t *testing.T) {
		data, err := json.Marshal(strings.Repeat("large body, ", mega())) // 12 MB
		must(t, err)
		e := tearsheet.Event{Run: "large", At: at, Kind: tearsheet.NodeFinished, Data: data}.Chain(nil)
		must(t, a.Append(ctx, "large", 0, e))
		if got := Read(t, b, "large", 0); len(got) != 1 || got[0].Hash != e.Hash || len(got[0].Data) != len(data) {
			t.Error("a large event does not come back")
		}
	})
}

// mega is a million, or a tenth of it when the tests have to be short.
func mega() int {
	if testing.Short() {
		return 100_000
	}
	return 1_000_000
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
