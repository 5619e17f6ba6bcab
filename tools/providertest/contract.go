package providertest

import (
	"context"
	"errors"
	"math"
	"reflect"
	"runtime"
	"sync"
	"testing"
	"time"

	"tearsheet"
)

// present: what the provider says it has is there, and its documents open.
func (o Options) present(t *testing.T) {
	p, ctx := o.Open(t), t.Context()
	if p.Name() == "" {
		t.Error("the provider has no name")
	}
	s, err := p.Resolve(ctx, o.Security)
	if err != nil {
		t.Fatalf("resolve: %v", err)
	}
	if s.ID.Symbol == "" || s.Name == "" || s.Currency == "" {
		t.Errorf("resolve: incomplete security %+v", s)
	}
	asOf := o.Last.EndOfDay()
	a := ask(ctx, p, o.Security, asOf)
	a.check(t, asOf)
	for _, kind := range o.Has {
		if a.errs[kind] != nil || a.count(kind) == 0 {
			t.Errorf("%s: nothing at %s: %v", kind, o.Last, a.errs[kind])
		}
	}
	for _, f := range a.filings {
		if f.Document == "" {
			continue
		}
		if n, err := open(ctx, p, f, asOf); err != nil || n == 0 {
			t.Errorf("open %s: %d bytes, %v", f.Document, n, err)
		}
		if _, err := open(ctx, p, f, f.Accepted.Add(-time.Second)); err == nil {
			t.Errorf("open %s: a document was opened before it was public (%s)", f.Document, f.Accepted)
		}
		forged := f
		forged.Accepted = time.Time{}
		if _, err := open(ctx, p, forged, f.Accepted.Add(-time.Second)); err == nil {
			t.Errorf("open %s: an undated filing opened a document before it was public", f.Document)
		}
	}
	for _, doc := range []string{"../../../../etc/passwd", "/etc/passwd", "."} {
		if _, err := open(ctx, p, tearsheet.Filing{Document: doc, Accepted: o.First.EndOfDay()}, asOf); err == nil {
			t.Errorf("open %q succeeded", doc)
		}
	}
}

// asOfLaw: nothing known later comes back, at any as-of.
func (o Options) asOfLaw(t *testing.T) {
	p := o.Open(t)
	for _, at := range o.dates() {
		ask(t.Context(), p, o.Security, at).check(t, at)
		if t.Failed() {
			return // one date says enough
		}
	}
}

// growth: what was known stays known; a later as-of only adds.
func (o Options) growth(t *testing.T) {
	p := o.Open(t)
	dates := o.dates()
	for i := 0; i+1 < len(dates); i += 2 {
		early, late := dates[i], dates[i+1]
		if late.Before(early) {
			early, late = late, early
		}
		a, b := ask(t.Context(), p, o.Security, early), ask(t.Context(), p, o.Security, late)
		facts := map[tearsheet.FactID]bool{}
		for _, f := range b.facts {
			facts[f.ID] = true
		}
		sameFile := len(a.facts) > 0 && len(b.facts) > 0 && a.facts[0].Source.Digest == b.facts[0].Source.Digest
		for _, f := range a.facts {
			if sameFile && !facts[f.ID] {
				t.Fatalf("fact %s (%s), known at %s, is gone at %s", f.ID, f.Concept, early, late)
			}
		}
		filed := map[string]bool{}
		for _, f := range b.filings {
			filed[string(f.Accession)+f.Document] = true
		}
		for _, f := range a.filings {
			if !filed[string(f.Accession)+f.Document] {
				t.Fatalf("filing %s, known at %s, is gone at %s", f.Accession, early, late)
			}
		}
		if n, m := len(a.series.Bars), len(b.series.Bars); a.series.Source.Digest == b.series.Source.Digest && n > m {
			t.Fatalf("%d bars at %s, %d at %s", n, early, m, late)
		}
	}
}

// beforeEverything: long before the first datum nothing comes back, and that is
// not found or empty, never a fault.
func (o Options) beforeEverything(t *testing.T) {
	asOf := tearsheet.Date{Year: 1902, Month: 5, Day: 1}.EndOfDay()
	a := ask(t.Context(), o.Open(t), o.Security, asOf)
	a.check(t, asOf)
	for _, kind := range []string{Bars, Facts, Filings, Chain, News, Curve} {
		if n := a.count(kind); n > 0 {
			t.Errorf("%s: %d items known in 1902", kind, n)
		}
	}
	for _, kind := range []string{Bars, Chain, Curve} {
		if a.errs[kind] == nil {
			t.Errorf("%s: an empty answer without an error; a single object that is not there is KindNotFound", kind)
		}
	}
}

func (o Options) unknown(t *testing.T) {
	p, id, asOf := o.Open(t), tearsheet.SecurityID{Symbol: o.Unknown}, o.Last.EndOfDay()
	if _, err := p.Resolve(t.Context(), id); tearsheet.KindOf(err) != tearsheet.KindNotFound || tearsheet.HintOf(err) == "" {
		t.Errorf("resolve %s: want KindNotFound with a hint, got %v (%q)", o.Unknown, err, tearsheet.HintOf(err))
	}
	a := ask(t.Context(), p, id, asOf)
	for kind, err := range a.errs {
		if kind != Curve && (tearsheet.KindOf(err) != tearsheet.KindNotFound || a.count(kind) > 0) {
			t.Errorf("%s of %s: want KindNotFound, got %v", kind, o.Unknown, err)
		}
	}
}

func (o Options) malformed(t *testing.T) {
	p, asOf := o.Open(t), o.Last.EndOfDay()
	long := make([]byte, 10_000)
	for i := range long {
		long[i] = 'A'
	}
	for _, s := range []string{"", "../../etc/passwd", "A/../B", "\u0410APL", "\U0001F600", "A\x00B", "..", ".", "AAPL*", string(long)} {
		id := tearsheet.SecurityID{Symbol: s}
		_, err := p.Resolve(t.Context(), id)
		if k := tearsheet.KindOf(err); k != tearsheet.KindInvalid && k != tearsheet.KindNotFound {
			t.Errorf("resolve %.20q: want KindInvalid or KindNotFound, got %v", s, err)
		}
		if err != nil && len(err.Error()) > 1000 {
			t.Errorf("resolve %.20q: the error is %d bytes long", s, len(err.Error()))
		}
		a := ask(t.Context(), p, id, asOf)
		for kind, err := range a.errs {
			if k := tearsheet.KindOf(err); kind != Curve && k != tearsheet.KindInvalid && k != tearsheet.KindNotFound {
				t.Errorf("%s of %.20q: want KindInvalid or KindNotFound, got %v", kind, s, err)
			}
		}
	}
}

// cancelled: a dead context stops every method, and soon.
func (o Options) cancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	began := time.Now()
	a := ask(ctx, o.Open(t), o.Security, o.Last.EndOfDay())
	for kind, err := range a.errs {
		if o.must(kind) && !errors.Is(err, context.Canceled) {
			t.Errorf("%s: want context.Canceled, got %v", kind, err)
		}
	}
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("a cancelled query took %s", d)
	}
}

// sameAnswer: fresh providers and concurrent callers agree to the last field.
func (o Options) sameAnswer(t *testing.T) {
	asOf := o.Last.EndOfDay()
	p := o.Open(t)
	want := ask(t.Context(), o.Open(t), o.Security, asOf)
	var wg sync.WaitGroup
	got := make([]answers, 4)
	for i := range got {
		wg.Go(func() { got[i] = ask(t.Context(), p, o.Security, asOf) })
	}
	wg.Wait()
	for i := range got {
		if kind := want.differs(got[i]); kind != "" {
			t.Fatalf("caller %d got other %s than a fresh provider gives", i, kind)
		}
	}
}

// ownCopy: a caller may scribble on what it got.
func (o Options) ownCopy(t *testing.T) {
	p, asOf := o.Open(t), o.Last.EndOfDay()
	want := ask(t.Context(), o.Open(t), o.Security, asOf)
	a := ask(t.Context(), p, o.Security, asOf)
	clear(a.series.Bars)
	clear(a.series.Actions)
	clear(a.series.Findings)
	clear(a.facts)
	clear(a.filings)
	clear(a.chain.Contracts)
	clear(a.chain.Findings)
	for i := range a.news {
		clear(a.news[i].Symbols)
	}
	clear(a.news)
	clear(a.curve.Points)
	if kind := want.differs(ask(t.Context(), p, o.Security, asOf)); kind != "" {
		t.Errorf("changing the %s of an answer changes the next answer", kind)
	}
}

// differs names the first kind in which two answers are not the same.
func (a answers) differs(b answers) string {
	switch {
	case !reflect.DeepEqual(a.series, b.series):
		return Bars
	case !reflect.DeepEqual(a.facts, b.facts):
		return Facts
	case !reflect.DeepEqual(a.filings, b.filings):
		return Filings
	case !reflect.DeepEqual(a.chain, b.chain):
		return Chain
	case !reflect.DeepEqual(a.news, b.news):
		return News
	case !reflect.DeepEqual(a.curve, b.curve):
		return Curve
	}
	return ""
}

// split: bars before the ex-date are as traded at an as-of before it, and on the
// new basis after it; so is the volume.
func (o Options) split(t *testing.T) {
	sp, p := o.Split, o.Open(t)
	before, after := o.bars(t, p, sp.Security, sp.Ex.AddDays(-1)), o.bars(t, p, sp.Security, sp.Ex.AddDays(5))
	if len(before.Bars) == 0 {
		t.Fatal("no bars before the split")
	}
	last := before.Bars[len(before.Bars)-1]
	for _, b := range after.Bars {
		if b.Date != last.Date {
			continue
		}
		if r := last.Close / b.Close; math.Abs(r/sp.Ratio-1) > 0.005 {
			t.Errorf("close of %s: %v before the split, %v after: factor %v, want %v", b.Date, last.Close, b.Close, r, sp.Ratio)
		}
		if last.Volume > 0 {
			if r := b.Volume / last.Volume; before.Source.Digest == after.Source.Digest && math.Abs(r/sp.Ratio-1) > 0.005 {
				t.Errorf("volume of %s: factor %v, want %v", b.Date, r, sp.Ratio)
			}
		}
	}
	has := func(s tearsheet.Series) bool {
		for _, a := range s.Actions {
			if a.Kind == tearsheet.Split && a.Ex == sp.Ex && math.Abs(a.Ratio/sp.Ratio-1) < 1e-9 {
				return true
			}
		}
		return false
	}
	if has(before) || !has(after) {
		t.Errorf("the split is listed before its ex-date (%v) or not after (%v)", has(before), has(after))
	}
}

// dividend: it is listed from its ex-date on, and leaves older prices alone.
func (o Options) dividend(t *testing.T) {
	d, p := o.Dividend, o.Open(t)
	before, after := o.bars(t, p, d.Security, d.Ex.AddDays(-1)), o.bars(t, p, d.Security, d.Ex.AddDays(5))
	has := func(s tearsheet.Series) bool {
		for _, a := range s.Actions {
			if a.Kind == tearsheet.Dividend && a.Ex == d.Ex && math.Abs(a.Amount/d.Amount-1) < 1e-3 {
				return true
			}
		}
		return false
	}
	if has(before) || !has(after) {
		t.Errorf("the dividend is listed before its ex-date (%v) or not after (%v)", has(before), has(after))
	}
	if before.Source.Digest != after.Source.Digest {
		return
	}
	for i, b := range before.Bars {
		if i < len(after.Bars) && math.Abs(after.Bars[i].Close/b.Close-1) > 1e-6 {
			t.Fatalf("close of %s is %v before the ex-date and %v after: prices are dividend-adjusted", b.Date, b.Close, after.Bars[i].Close)
		}
	}
}

func (o Options) bars(t *testing.T, p tearsheet.Provider, id tearsheet.SecurityID, d tearsheet.Date) tearsheet.Series {
	t.Helper()
	s, err := p.Bars(t.Context(), tearsheet.BarQuery{Security: id, AsOf: d.EndOfDay()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func goroutines() int { return runtime.NumGoroutine() }

// settled waits for goroutines to end and reports those that do not.
func settled(t *testing.T, before int) {
	for range 100 {
		if goroutines() <= before+1 { // the subtest itself is one
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	buf := make([]byte, 64<<10)
	t.Errorf("%d goroutines at the start, %d at the end:\n%s", before, goroutines(), buf[:runtime.Stack(buf, true)])
}
