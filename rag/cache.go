package rag

import (
	"context"
	"sync"

	"tearsheet"
)

// cacheBytes bounds the text the library keeps; a 10-K has about 0.3 MB, its
// index two to three times that.
const cacheBytes = 64 << 20

// key names a document: the same bytes under the same accession read the same.
type key struct {
	accession tearsheet.Accession
	form      string
	digest    string
}

// entry is a parsed document.
type entry struct {
	index *index
	ciks  []tearsheet.CIK
}

// call is a document that is being parsed.
type call struct {
	done  chan struct{}
	entry *entry
	err   error
}

// cache keeps parsed documents, the least recently used leaving first, and
// parses each only once however many ask for it.
type cache struct {
	mu    *sync.Mutex
	limit int
	size  int
	calls map[key]*call
	order []key // oldest use first
}

func newCache(limit int) cache {
	return cache{mu: new(sync.Mutex), limit: limit, calls: map[key]*call{}}
}

func (c *cache) get(ctx context.Context, k key, parse func() (*entry, error)) (*entry, error) {
	for {
		c.mu.Lock()
		if call, ok := c.calls[k]; ok {
			c.touch(k)
			c.mu.Unlock()
			select {
			case <-call.done:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			if call.err != nil && ctx.Err() == nil {
				continue // who parsed it gave up or failed; it is out of the cache
			}
			return call.entry, call.err
		}
		call := &call{done: make(chan struct{})}
		c.calls[k] = call
		c.mu.Unlock()
		call.entry, call.err = parse()
		c.mu.Lock()
		if call.err != nil {
			delete(c.calls, k)
		} else {
			c.order = append(c.order, k)
			c.size += call.entry.index.bytes
			c.shrink()
		}
		c.mu.Unlock()
		close(call.done)
		return call.entry, call.err
	}
}

// touch moves k to the end of the order. The caller holds the lock.
func (c *cache) touch(k key) {
	for i, o := range c.order {
		if o == k {
			copy(c.order[i:], c.order[i+1:])
			c.order[len(c.order)-1] = k
			return
		}
	}
}

// shrink drops the oldest documents above the limit. The caller holds the lock.
func (c *cache) shrink() {
	for c.size > c.limit && len(c.order) > 1 {
		k := c.order[0]
		c.order = c.order[1:]
		c.size -= c.calls[k].entry.index.bytes
		delete(c.calls, k)
	}
}
