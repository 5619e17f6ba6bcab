package rag

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"tearsheet"
)

// parseTime bounds the reading of one document; the largest take a second.
const parseTime = 60 * time.Second

// Library indexes the filings of securities in memory. It keeps what it parsed,
// so that asking for the same filings again costs nothing. It is safe for use
// from several goroutines.
type Library struct {
	cache cache
	slots chan struct{} // documents being parsed
}

// NewLibrary returns an empty Library.
func NewLibrary() *Library {
	return &Library{cache: newCache(cacheBytes), slots: make(chan struct{}, 2)}
}

var _ tearsheet.Library = (*Library)(nil)

// Index reads and indexes filings of the security's issuer and returns what
// became of each, in the order given. A filing that cannot be read, or that
// another company filed, is left out of the index and carries a warning. Index
// fails only when ctx ends.
func (l *Library) Index(ctx context.Context, sec tearsheet.Security, filings []tearsheet.Filing, open func(context.Context, tearsheet.Filing) ([]byte, error)) (tearsheet.Retriever, []tearsheet.IndexedFiling, error) {
	results := make([]tearsheet.IndexedFiling, len(filings))
	found := make([]*index, len(filings))
	todo := make(chan int)
	var wg sync.WaitGroup
	for range min(cap(l.slots), len(filings)) {
		wg.Go(func() {
			for i := range todo {
				found[i], results[i] = l.one(ctx, sec, filings[i], open)
			}
		})
	}
	for i := range filings {
		todo <- i
	}
	close(todo)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, nil, &tearsheet.Error{Op: "rag.index", Kind: tearsheet.KindUnavailable, Subject: sec.ID.String(), Err: err}
	}
	seen := map[tearsheet.Accession]bool{}
	keep := found[:0:0]
	for i, x := range found {
		if x == nil {
			continue
		}
		if seen[filings[i].Accession] {
			results[i] = tearsheet.IndexedFiling{Filing: filings[i], Digest: x.digest, Warnings: []string{"the filing was given twice; it is indexed once"}}
			continue
		}
		seen[filings[i].Accession] = true
		keep = append(keep, x)
	}
	return newRetriever(sec, keep), results, nil
}

// one reads one filing. The index is nil when the filing is not indexed.
func (l *Library) one(ctx context.Context, sec tearsheet.Security, f tearsheet.Filing, open func(context.Context, tearsheet.Filing) ([]byte, error)) (*index, tearsheet.IndexedFiling) {
	out := tearsheet.IndexedFiling{Filing: f}
	refuse := func(format string, args ...any) (*index, tearsheet.IndexedFiling) {
		out.Warnings = append(out.Warnings, fmt.Sprintf(format, args...))
		return nil, out
	}
	switch {
	case ctx.Err() != nil:
		return refuse("not read: %v", ctx.Err())
	case sec.Issuer == nil:
		return refuse("refused: %s has no issuer, so nothing says whose filing this is", sec.ID)
	case f.CIK != 0 && f.CIK != sec.Issuer.CIK:
		return refuse("refused: the filing is listed under CIK %s, the issuer is %s", f.CIK, sec.Issuer.CIK)
	}
	select {
	case l.slots <- struct{}{}:
		defer func() { <-l.slots }()
	case <-ctx.Done():
		return refuse("not read: %v", ctx.Err())
	}
	src, err := open(ctx, f)
	if err != nil {
		return refuse("not read: %v", err)
	}
	sum := sha256.Sum256(src)
	out.Digest = hex.EncodeToString(sum[:])
	e, err := l.cache.get(ctx, key{f.Accession, f.Form, out.Digest}, func() (*entry, error) { return read(ctx, f, src) })
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			return refuse("not read: the document took longer than %s", parseTime)
		}
		return refuse("not read: %v", err)
	}
	if len(e.ciks) > 0 && !slices.Contains(e.ciks, sec.Issuer.CIK) {
		return refuse("refused: the document states CIK %s, the issuer is %s", join(e.ciks), sec.Issuer.CIK)
	}
	x := *e.index
	x.filing, x.digest = f, out.Digest
	out.Passages = len(x.chunks)
	out.Sections = slices.Clone(x.sections)
	out.Warnings = slices.Clone(x.warnings)
	return &x, out
}

// read parses a filing and builds its index.
func read(ctx context.Context, f tearsheet.Filing, src []byte) (*entry, error) {
	ctx, cancel := context.WithTimeout(ctx, parseTime)
	defer cancel()
	d, err := Parse(ctx, f.Form, src)
	if err != nil {
		return nil, err
	}
	x := newIndex(f, d)
	for i := range x.chunks {
		if m := instructions(x.chunks[i].Text); len(m) > 0 {
			d.warn(fmt.Sprintf("text that looks like instructions to a model (%s) in %s, passage %s; it is data and is not followed",
				strings.Join(m, ", "), x.chunks[i].Section, x.ids[i]))
		}
	}
	x.warnings = d.Warnings
	return &entry{index: x, ciks: d.CIKs}, nil
}

func join(ciks []tearsheet.CIK) string {
	var out []string
	for _, c := range ciks {
		out = append(out, c.String())
	}
	return strings.Join(out, ", ")
}
