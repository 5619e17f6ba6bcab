package files

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

func TestCacheSharesOneParse(t *testing.T) {
	c := newCache(1000)
	var parses atomic.Int32
	gate := make(chan struct{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			v, err := load(t.Context(), c, "k", func(context.Context) (int, int64, error) {
				parses.Add(1)
				<-gate
				return 42, 10, nil
			})
			if v != 42 || err != nil {
				t.Error(v, err)
			}
		})
	}
	close(gate)
	wg.Wait()
	if n := parses.Load(); n != 1 {
		t.Errorf("%d parses", n)
	}
}

// TestCacheLeaderGivesUp: a waiter whose own context lives parses again.
func TestCacheLeaderGivesUp(t *testing.T) {
	c := newCache(1000)
	ctx, cancel := context.WithCancel(t.Context())
	started, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		_, err := load(ctx, c, "k", func(ctx context.Context) (int, int64, error) {
			close(started)
			<-ctx.Done()
			return 0, 0, ctx.Err()
		})
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}()
	<-started
	got := make(chan int)
	go func() {
		v, _ := load(t.Context(), c, "k", func(context.Context) (int, int64, error) { return 7, 1, nil })
		got <- v
	}()
	cancel()
	if v := <-got; v != 7 {
		t.Errorf("the waiter got %d", v)
	}
	<-done
}

func TestCacheLimit(t *testing.T) {
	c := newCache(100)
	parses := 0
	get := func(k string, cost int64) {
		t.Helper()
		if _, err := load(t.Context(), c, k, func(context.Context) (string, int64, error) { parses++; return k, cost, nil }); err != nil {
			t.Error(err)
		}
	}
	for i := range 10 {
		get(fmt.Sprint(i), 30)
	}
	if c.used > 100 || len(c.byKey) != 3 || c.order.Len() != 3 {
		t.Errorf("%d bytes in %d entries", c.used, len(c.byKey))
	}
	parses = 0
	get("9", 30)
	get("0", 30)
	get("huge", 1000) // does not fit, and pushes nothing out
	get("9", 30)
	if parses != 2 {
		t.Errorf("%d parses, want 2", parses)
	}
	bad := errors.New("bad")
	for range 2 {
		if _, err := load(t.Context(), c, "e", func(context.Context) (int, int64, error) { parses++; return 0, 1, bad }); !errors.Is(err, bad) {
			t.Error(err)
		}
	}
	if parses != 4 {
		t.Error("an error was kept")
	}
}

// TestCachePanic: a parse that panics leaves nobody waiting.
func TestCachePanic(t *testing.T) {
	c := newCache(100)
	func() {
		defer func() { _ = recover() }()
		_, _ = load(t.Context(), c, "k", func(context.Context) (int, int64, error) { panic("x") })
	}()
	if v, err := load(t.Context(), c, "k", func(context.Context) (int, int64, error) { return 1, 1, nil }); v != 1 || err != nil {
		t.Error(v, err)
	}
}
