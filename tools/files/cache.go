package files

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
)

// cache keeps parsed files, least recently used out first, and makes concurrent
// callers of one file share one parse. Errors are not kept.
type cache struct {
	mu     sync.Mutex
	limit  int64
	used   int64
	order  *list.List // of *entry, most recent first
	byKey  map[string]*list.Element
	flight map[string]*call
}

type entry struct {
	key   string
	value any
	cost  int64
}

type call struct {
	done  chan struct{}
	value any
	err   error
}

func newCache(limit int64) *cache {
	return &cache{limit: limit, order: list.New(), byKey: map[string]*list.Element{}, flight: map[string]*call{}}
}

// load returns the value of key, from memory or from parse, which also says how
// many bytes keeping it costs.
func load[T any](ctx context.Context, c *cache, key string, parse func(context.Context) (T, int64, error)) (T, error) {
	var zero T
	for {
		if err := ctx.Err(); err != nil {
			return zero, err
		}
		c.mu.Lock()
		if el, ok := c.byKey[key]; ok {
			c.order.MoveToFront(el)
			v := el.Value.(*entry).value
			c.mu.Unlock()
			return v.(T), nil
		}
		if fl, ok := c.flight[key]; ok {
			c.mu.Unlock()
			select {
			case <-fl.done:
			case <-ctx.Done():
				return zero, ctx.Err()
			}
			if errors.Is(fl.err, context.Canceled) || errors.Is(fl.err, context.DeadlineExceeded) {
				continue // the other caller gave up; we have not
			}
			if fl.err != nil {
				return zero, fl.err
			}
			return fl.value.(T), nil
		}
		fl := &call{done: make(chan struct{}), err: context.Canceled} // what waiters see if parse panics
		c.flight[key] = fl
		c.mu.Unlock()
		return run(ctx, c, key, fl, parse)
	}
}

func run[T any](ctx context.Context, c *cache, key string, fl *call, parse func(context.Context) (T, int64, error)) (v T, err error) {
	var cost int64
	defer func() {
		c.mu.Lock()
		delete(c.flight, key)
		if fl.err == nil {
			c.keep(key, v, cost)
		}
		c.mu.Unlock()
		close(fl.done)
	}()
	v, cost, err = parse(ctx)
	fl.value, fl.err = v, err
	return v, err
}

// keep stores a value and drops the oldest beyond the limit; c.mu is held.
func (c *cache) keep(key string, v any, cost int64) {
	if cost > c.limit {
		return
	}
	c.byKey[key] = c.order.PushFront(&entry{key, v, cost})
	c.used += cost
	for c.used > c.limit {
		el := c.order.Back()
		e := el.Value.(*entry)
		c.order.Remove(el)
		delete(c.byKey, e.key)
		c.used -= e.cost
	}
}

// stamp makes a cache key of a file that changes when the file does.
func stamp(kind, stored string, st fs.FileInfo) string {
	return fmt.Sprintf("%s\x00%s\x00%d\x00%d", kind, stored, st.Size(), st.ModTime().UnixNano())
}
