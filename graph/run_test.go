package graph_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/graph/graphtest"
)

func TestJoinOfUnequalBranchesRunsOnceWithBoth(t *testing.T) {
	runs := 0
	join := graph.Func(spec{Name: "join", Needs: topics("a", "b2"), Gives: topics("join"), Final: true},
		func(_ context.Context, in state) (delta, error) {
			runs++
			for _, n := range topics("src", "a", "b1", "b2") {
				if !in.Has(n) {
					t.Errorf("join does not see %s", n)
				}
			}
			return give("join"), nil
		})
	out := execute(t, t.Context(), graph.Engine{},
		ok(spec{Name: "src", Gives: topics("src")}), ok(spec{Name: "a", Needs: topics("src"), Gives: topics("a")}),
		ok(spec{Name: "b1", Needs: topics("src"), Gives: topics("b1")}), ok(spec{Name: "b2", Needs: topics("b1"), Gives: topics("b2")}), join)
	if out.err != nil || runs != 1 {
		t.Fatalf("join ran %d times, error %v", runs, out.err)
	}
}

func TestNodeSeesOnlyWhatItsNeedsGave(t *testing.T) {
	seen := map[string][]topic{}
	var mu sync.Mutex
	look := func(s spec) graph.Node {
		return graph.Func(s, func(_ context.Context, in state) (delta, error) {
			mu.Lock()
			defer mu.Unlock()
			for n := range in.Slots {
				seen[s.Name] = append(seen[s.Name], n)
			}
			slices.Sort(seen[s.Name])
			return give(s.Gives...), nil
		})
	}
	store := graphtest.NewStore()
	e := &graph.Engine{Store: store, Clock: wall{}, MaxConcurrent: 1}
	g := build(t, graph.Input("in"), look(spec{Name: "a", Gives: topics("a")}), look(spec{Name: "b", Gives: topics("b")}),
		look(spec{Name: "c", Needs: topics("a"), Gives: topics("c")}), look(spec{Name: "d", Uses: topics("c"), Final: true}),
		look(spec{Name: "e", Needs: topics("b", "in"), Final: true}))
	if _, err := e.Run(t.Context(), g, run1, give("in"), nil); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]topic{"a": {"in"}, "b": {"in"}, "c": {"a", "in"}, "d": {"a", "c", "in"}, "e": {"b", "in"}} {
		if !slices.Equal(seen[name], want) {
			t.Errorf("%s sees %v, want %v", name, seen[name], want)
		}
	}
}

func TestInputMustMatch(t *testing.T) {
	g := build(t, graph.Input("in"), ok(spec{Name: "a", Needs: topics("in"), Final: true}))
	for name, in := range map[string]delta{
		"missing": {}, "another": give("x"), "more": give("in", "x"),
		"claim on nothing": {Slots: give("in").Slots, Claims: []tearsheet.Claim{{ID: "c", Cites: []tearsheet.FactID{"F0"}}}},
	} {
		store := graphtest.NewStore()
		e := &graph.Engine{Store: store, Clock: wall{}}
		if _, err := e.Run(t.Context(), g, run1, in, nil); err == nil {
			t.Errorf("%s: accepted", name)
		}
		if len(store.Log(run1)) > 0 {
			t.Errorf("%s: a refused run left a log", name)
		}
	}
}

func TestSkip(t *testing.T) {
	never := &graph.When{Doc: "never", Holds: func(state) (bool, string, error) { return false, "it is never so", nil }}
	base := ok(spec{Name: "base", Gives: topics("base")})
	chain := ok(spec{Name: "chain", Needs: topics("base"), Gives: topics("chain"), When: never})

	t.Run("propagates, and a soft use runs without", func(t *testing.T) {
		var saw state
		out := execute(t, t.Context(), graph.Engine{}, base, chain,
			ok(spec{Name: "greeks", Needs: topics("chain"), Gives: topics("greeks"), Optional: true}),
			graph.Func(spec{Name: "end", Needs: topics("base"), Uses: topics("greeks", "chain"), Final: true},
				func(_ context.Context, in state) (delta, error) { saw = in; return delta{}, nil }))
		if out.err != nil {
			t.Fatal(out.err)
		}
		if !saw.Has("base") || saw.Has("chain") || saw.Has("greeks") {
			t.Errorf("end saw %v", saw.Slots)
		}
		want := []tearsheet.Gap{{Node: "chain", Kind: "skipped", Reason: "it is never so"}, {Node: "greeks", Kind: "skipped", Reason: "chain was skipped"}}
		if !slices.Equal(saw.Gaps, want) {
			t.Errorf("end saw the gaps %v", saw.Gaps)
		}
		if k := kinds(out.log, "greeks"); !slices.Equal(k, []tearsheet.EventKind{tearsheet.NodeSkipped}) {
			t.Errorf("greeks: %v", k)
		}
	})
	t.Run("of what a required node needs fails the run by name", func(t *testing.T) {
		out := execute(t, t.Context(), graph.Engine{}, base, chain, ok(spec{Name: "end", Needs: topics("base", "chain"), Final: true}))
		var ne *graph.NodeError
		if !errors.As(out.err, &ne) || ne.Node != "end" || !strings.Contains(out.err.Error(), "chain was skipped") {
			t.Fatalf("got %v", out.err)
		}
		if !out.State.Has("base") {
			t.Error("what finished before is lost")
		}
	})
	t.Run("by the node itself", func(t *testing.T) {
		none := graph.Skip("nothing to do", "add a file")
		out := execute(t, t.Context(), graph.Engine{}, fails(spec{Name: "a", Gives: topics("a"), Optional: true}, fmt.Errorf("wrapped: %w", none)),
			ok(spec{Name: "end", Uses: topics("a"), Final: true}))
		want := []tearsheet.Gap{{Node: "a", Kind: "skipped", Reason: "nothing to do", Hint: "add a file"}}
		if out.err != nil || !slices.Equal(out.State.Gaps, want) || out.usage(t, "a").Status != "skipped" {
			t.Errorf("got %v, %v", out.State.Gaps, out.err)
		}
		out = execute(t, t.Context(), graph.Engine{}, fails(spec{Name: "a", Final: true}, none))
		if out.err == nil {
			t.Error("a required node that skips itself is a silent success")
		}
	})
	t.Run("condition that fails or panics", func(t *testing.T) {
		for name, holds := range map[string]func(state) (bool, string, error){
			"error": func(state) (bool, string, error) { return true, "", errors.New("cannot tell") },
			"panic": func(state) (bool, string, error) { panic("cannot tell") },
		} {
			when := &graph.When{Doc: "who knows", Holds: holds}
			out := execute(t, t.Context(), graph.Engine{}, ok(spec{Name: "a", Final: true, When: when}))
			if out.err == nil || !strings.Contains(out.err.Error(), `condition "who knows"`) {
				t.Errorf("%s: %v", name, out.err)
			}
			out = execute(t, t.Context(), graph.Engine{}, ok(spec{Name: "a", Gives: topics("a"), Optional: true, When: when}), ok(spec{Name: "end", Uses: topics("a"), Final: true}))
			if out.err != nil || len(out.State.Gaps) != 1 {
				t.Errorf("%s, optional: %v %v", name, out.err, out.State.Gaps)
			}
		}
	})
}

func TestFailureKeepsFinishedSiblings(t *testing.T) {
	boom := errors.New("boom")
	done := make(chan struct{})
	out := execute(t, t.Context(), graph.Engine{},
		graph.Func(spec{Name: "slow", Gives: topics("slow"), Final: true}, func(ctx context.Context, _ state) (delta, error) {
			<-ctx.Done() // finishes all the same, after the failure
			return give("slow"), nil
		}),
		graph.Func(spec{Name: "quick", Gives: topics("quick"), Final: true}, func(context.Context, state) (delta, error) { close(done); return give("quick"), nil }),
		graph.Func(spec{Name: "bad", Final: true}, func(context.Context, state) (delta, error) { <-done; return delta{}, boom }),
		ok(spec{Name: "after", Needs: topics("slow"), Final: true}))
	var ne *graph.NodeError
	if !errors.Is(out.err, boom) || !errors.As(out.err, &ne) || ne.Node != "bad" || ne.Attempt != 1 {
		t.Fatalf("got %v", out.err)
	}
	for _, name := range []string{"slow", "quick"} {
		if k := kinds(out.log, name); !slices.Contains(k, tearsheet.NodeFinished) || !out.State.Has(topic(name)) {
			t.Errorf("%s is lost: %v", name, k)
		}
	}
	if k := kinds(out.log, "after"); k != nil {
		t.Errorf("after the failure: %v", k)
	}
	if out.usage(t, "after").Status != "waiting" {
		t.Errorf("after is %s", out.usage(t, "after").Status)
	}
	var end struct{ Status, Error, StateDigest string }
	if err := json.Unmarshal(out.log[len(out.log)-1].Data, &end); err != nil || end.Status != "failed" || !strings.Contains(end.Error, "boom") {
		t.Errorf("run_finished says %+v, %v", end, err)
	}
}

func TestPanicIsContained(t *testing.T) {
	calls := 0
	n := graph.Func(spec{Name: "a", Gives: topics("a"), Final: true, Retry: graph.Retry{Attempts: 3}}, func(context.Context, state) (delta, error) {
		calls++
		var m map[string]int
		m["x"] = 1
		return delta{}, nil
	})
	out := execute(t, t.Context(), graph.Engine{}, n)
	var p *graph.PanicError
	if !errors.As(out.err, &p) || !strings.Contains(string(p.Stack), "run_test.go") || calls != 1 {
		t.Fatalf("after %d calls: %v", calls, out.err)
	}
	if tearsheet.KindOf(out.err) != tearsheet.KindInternal || strings.Contains(out.err.Error(), "goroutine") {
		t.Errorf("the message shows the stack or another kind: %v", out.err)
	}
	out = execute(t, t.Context(), graph.Engine{}, fails(spec{Name: "a", Gives: topics("a"), Optional: true}, &graph.PanicError{Value: "x"}), ok(spec{Name: "end", Uses: topics("a"), Final: true}))
	if out.err != nil || len(out.State.Gaps) != 1 || out.State.Gaps[0].Kind != "internal" {
		t.Errorf("an optional panic: %v, %v", out.err, out.State.Gaps)
	}
}

func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		slow := graph.Func(spec{Name: "slow", Final: true, Timeout: 3 * time.Second, Retry: graph.Retry{Attempts: 2, Backoff: time.Second}},
			func(ctx context.Context, _ state) (delta, error) { <-ctx.Done(); return delta{}, ctx.Err() })
		out := execute(t, t.Context(), graph.Engine{}, slow)
		if tearsheet.KindOf(out.err) != tearsheet.KindUnavailable || !strings.Contains(out.err.Error(), "within 3s") || tearsheet.HintOf(out.err) == "" {
			t.Errorf("got %v", out.err)
		}
		if d := time.Since(start); d != 7*time.Second {
			t.Errorf("two attempts of 3 s with 1 s between took %s", d)
		}
		if u := out.usage(t, "slow"); u.Attempts != 2 || u.MS != 7000 || u.Status != "failed" {
			t.Errorf("usage %+v", u)
		}
	})
}

func TestRetry(t *testing.T) {
	down := &tearsheet.Error{Op: "fetch", Kind: tearsheet.KindUnavailable}
	for _, tc := range []struct {
		name     string
		attempts int
		errs     []error // of attempt 1, 2, ...; then it works
		runs     int
		fails    bool
		wait     time.Duration
	}{
		{"works at once", 3, nil, 1, false, 0},
		{"comes back", 3, []error{down, down}, 3, false, 3 * time.Second},
		{"stays down", 3, []error{down, down, down, down}, 3, true, 3 * time.Second},
		{"no retry declared", 0, []error{down}, 1, true, 0},
		{"deadline of its own", 2, []error{context.DeadlineExceeded}, 2, false, time.Second},
		{"invalid", 3, []error{&tearsheet.Error{Op: "x", Kind: tearsheet.KindInvalid}}, 1, true, 0},
		{"exhausted", 3, []error{&tearsheet.Error{Op: "x", Kind: tearsheet.KindExhausted}}, 1, true, 0},
		{"stranger", 3, []error{errors.New("what")}, 1, true, 0},
		{"cancelled", 3, []error{context.Canceled}, 1, true, 0},
		{"skips", 3, []error{graph.Skip("x", "")}, 1, true, 0},
		{"many", 80, slices.Repeat([]error{down}, 79), 80, false, (1023 + 69*1024) * time.Second}, // doubles ten times
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				runs, start := 0, time.Now()
				out := execute(t, t.Context(), graph.Engine{}, graph.Func(
					spec{Name: "a", Gives: topics("a"), Final: true, Retry: graph.Retry{Attempts: tc.attempts, Backoff: time.Second}},
					func(context.Context, state) (delta, error) {
						if runs++; runs <= len(tc.errs) {
							return give("a", "half"), tc.errs[runs-1] // dropped whole
						}
						return give("a"), nil
					}))
				if runs != tc.runs || (out.err != nil) != tc.fails {
					t.Errorf("%d runs, error %v", runs, out.err)
				}
				if d := time.Since(start); d != tc.wait {
					t.Errorf("waited %s, want %s", d, tc.wait)
				}
				if out.State.Has("half") {
					t.Error("a failed attempt left something")
				}
				if _, skips := tc.errs, strings.Contains(tc.name, "skips"); skips {
					return
				}
				if u := out.usage(t, "a"); u.Attempts != tc.runs {
					t.Errorf("usage says %d attempts", u.Attempts)
				}
				var started, failed int
				for _, e := range out.log {
					switch e.Kind {
					case tearsheet.NodeStarted:
						if started++; e.Attempt != started {
							t.Errorf("start %d is logged as attempt %d", started, e.Attempt)
						}
					case tearsheet.NodeFailed:
						if failed++; e.Attempt != failed {
							t.Errorf("failure %d is logged as attempt %d", failed, e.Attempt)
						}
					}
				}
				if want := tc.runs - 1; started != tc.runs || (!tc.fails && failed != want) || (tc.fails && failed != tc.runs) {
					t.Errorf("the log shows %d starts and %d failures", started, failed)
				}
			})
		})
	}
}

func TestOptionalFailureBecomesAGap(t *testing.T) {
	down := &tearsheet.Error{Op: "fetch", Kind: tearsheet.KindNotFound, Subject: "XMPL", Hint: "add a file", Err: errors.New("no such file")}
	out := execute(t, t.Context(), graph.Engine{}, fails(spec{Name: "a", Gives: topics("a"), Optional: true}, down),
		ok(spec{Name: "b", Needs: topics("a"), Gives: topics("b"), Optional: true}), ok(spec{Name: "end", Uses: topics("b"), Final: true}))
	want := []tearsheet.Gap{
		{Node: "a", Kind: "not_found", Reason: "fetch XMPL: no such file", Hint: "add a file"},
		{Node: "b", Kind: "skipped", Reason: "a was not available"}}
	if out.err != nil || !slices.Equal(out.State.Gaps, want) {
		t.Errorf("got %v, %v", out.State.Gaps, out.err)
	}
	if u := out.usage(t, "a"); u.Status != "failed" {
		t.Errorf("usage %+v", u)
	}
}

func TestDeltaIsRefused(t *testing.T) {
	known := time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC)
	fact := tearsheet.Fact{Subject: "sec:X", Concept: "px:close", Value: tearsheet.Num(tearsheet.DecimalFromInt(1)), Unit: "USD", Known: known, Quality: tearsheet.Reported}.Seal()
	altered := fact
	altered.Value = tearsheet.Num(tearsheet.DecimalFromInt(2))
	derived := tearsheet.Fact{Subject: "sec:X", Concept: "calc:x", Value: tearsheet.Num(tearsheet.DecimalFromInt(1)), Unit: "USD", Known: known,
		Quality: tearsheet.Derived, Source: tearsheet.Source{Provider: tearsheet.Calc}, From: []tearsheet.FactID{"F0123456789abcdef"}}.Seal()
	with := func(edit func(*delta)) delta {
		d := give("a")
		edit(&d)
		return d
	}
	for _, tc := range []struct {
		name, want string
		give       delta
	}{
		{"missing topic", `declares topic "a" and did not give it`, delta{}},
		{"undeclared topic", `gave topic "x", which it does not declare`, give("a", "x")},
		{"claim on an unknown fact", "claim c cites F0, which the state does not hold", with(func(d *delta) { d.Claims = []tearsheet.Claim{{ID: "c", Cites: []tearsheet.FactID{"F0"}}} })},
		{"derived from an unknown fact", "is derived from F0123456789abcdef, which", with(func(d *delta) { d.Facts = []tearsheet.Fact{derived} })},
		{"altered fact", "does not match its content hash", with(func(d *delta) { d.Facts = []tearsheet.Fact{altered} })},
		{"broken JSON", "cannot be logged", with(func(d *delta) { d.Slots["a"] = json.RawMessage("{") })},
		{"not a number", "cannot be logged", with(func(d *delta) { d.Passages = []tearsheet.Passage{{Score: math.NaN()}} })},
	} {
		n := func(s spec) graph.Node {
			s.Name, s.Gives = "a", topics("a")
			return graph.Func(s, func(context.Context, state) (delta, error) { return tc.give, nil })
		}
		out := execute(t, t.Context(), graph.Engine{}, n(spec{Final: true}))
		var ne *graph.NodeError
		if !errors.As(out.err, &ne) || ne.Node != "a" || !strings.Contains(out.err.Error(), tc.want) {
			t.Errorf("%s: %v", tc.name, out.err)
		}
		if len(out.State.Slots)+len(out.State.Facts)+len(out.State.Claims) > 0 {
			t.Errorf("%s: part of a refused delta was kept", tc.name)
		}
		out = execute(t, t.Context(), graph.Engine{}, n(spec{Optional: true}), ok(spec{Name: "end", Uses: topics("a"), Final: true}))
		if out.err != nil || len(out.State.Gaps) != 1 || out.State.Has("a") {
			t.Errorf("%s, optional: %v %v", tc.name, out.err, out.State.Gaps)
		}
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	for _, limit := range []int{1, 3, 0} {
		synctest.Test(t, func(t *testing.T) {
			want := limit
			if want == 0 {
				want = 8
			}
			var now, most atomic.Int32
			var nodes []graph.Node
			for i := range 20 {
				nodes = append(nodes, graph.Func(spec{Name: fmt.Sprintf("n%02d", i), Final: true}, func(context.Context, state) (delta, error) {
					most.Store(max(most.Load(), now.Add(1)))
					time.Sleep(time.Second)
					now.Add(-1)
					return delta{}, nil
				}))
			}
			start := time.Now()
			out := execute(t, t.Context(), graph.Engine{MaxConcurrent: limit}, nodes...)
			if out.err != nil || int(most.Load()) != want {
				t.Errorf("limit %d: %d at the same time, error %v", limit, most.Load(), out.err)
			}
			if d, rounds := time.Since(start), (20+want-1)/want; d != time.Duration(rounds)*time.Second {
				t.Errorf("limit %d: took %s, %d rounds of 1 s expected", limit, d, rounds)
			}
		})
	}
}

func TestStartStopsEarly(t *testing.T) {
	nodes := func(ran *atomic.Int32) []graph.Node {
		var out []graph.Node
		var all []topic
		for i := range 6 {
			n := topic(fmt.Sprintf("n%d", i))
			all = append(all, n)
			out = append(out, graph.Func(spec{Name: string(n), Gives: topics(n)}, func(ctx context.Context, _ state) (delta, error) {
				ran.Add(1)
				defer ran.Add(-1)
				graph.Record(ctx, tearsheet.ToolCalled, map[string]int{"i": i})
				select {
				case <-ctx.Done():
					return delta{}, ctx.Err()
				case <-time.After(time.Millisecond):
					return give(n), nil
				}
			}))
		}
		return append(out, ok(spec{Name: "end", Needs: all, Final: true}))
	}
	var ran atomic.Int32
	g := build(t, nodes(&ran)...)
	total := 0
	for n := 1; ; n++ {
		e := &graph.Engine{Store: graphtest.NewStore(), Clock: wall{}, MaxConcurrent: 3}
		got := 0
		for ev, err := range e.Start(t.Context(), g, run1, delta{}) {
			if err != nil {
				t.Fatal(err)
			}
			if ev.Kind == tearsheet.RunFinished {
				total = n
			}
			if got++; got == n {
				break // the language panics if Start calls its body again
			}
		}
		if r := ran.Load(); r != 0 {
			t.Fatalf("broken off after %d events: %d nodes still run", n, r)
		}
		if total > 0 {
			break
		}
	}
	if want := 2 + 6*3 + 2; total != want {
		t.Errorf("a run yields %d events, want %d", total, want)
	}
}

func TestStartYieldsTheError(t *testing.T) {
	boom := errors.New("boom")
	e := &graph.Engine{Store: graphtest.NewStore(), Clock: wall{}}
	var last tearsheet.EventKind
	var got error
	for ev, err := range e.Start(t.Context(), build(t, fails(spec{Name: "a", Final: true}, boom)), run1, delta{}) {
		if err != nil {
			got = err
			continue
		}
		last = ev.Kind
	}
	if !errors.Is(got, boom) || last != tearsheet.RunFinished {
		t.Errorf("last event %s, error %v", last, got)
	}
}

func TestWatcherPanicJoinsNodes(t *testing.T) {
	var ran atomic.Int32
	slow := graph.Func(spec{Name: "slow", Final: true}, func(ctx context.Context, _ state) (delta, error) {
		ran.Add(1)
		defer ran.Add(-1)
		for range 10 {
			graph.Record(ctx, tearsheet.ToolCalled, nil)
		}
		<-ctx.Done()
		return delta{}, ctx.Err()
	})
	e := &graph.Engine{Store: graphtest.NewStore(), Clock: wall{}}
	func() {
		defer func() {
			if v := recover(); v != "enough" {
				t.Errorf("recovered %v", v)
			}
		}()
		for ev := range e.Start(t.Context(), build(t, slow), run1, delta{}) {
			if ev.Kind == tearsheet.ToolCalled {
				panic("enough")
			}
		}
	}()
	if ran.Load() != 0 {
		t.Error("a node still runs")
	}
}

func TestCancellation(t *testing.T) {
	reason := errors.New("the operator said so")
	for name, stop := range map[string]struct {
		cause error
		want  error
	}{"plain": {nil, context.Canceled}, "with a cause": {reason, reason}} {
		ctx, cancel := context.WithCancelCause(t.Context())
		var ran, after atomic.Int32
		node := func(name string, optional bool) graph.Node {
			return graph.Func(spec{Name: name, Gives: topics(topic(name)), Final: true, Optional: optional, Retry: graph.Retry{Attempts: 3, Backoff: time.Hour}},
				func(ctx context.Context, _ state) (delta, error) {
					if ran.Add(1) == 3 {
						cancel(stop.cause)
					}
					<-ctx.Done()
					ran.Add(-1)
					if name == "c" {
						return give("c"), nil // did not mind
					}
					return delta{}, &tearsheet.Error{Op: "fetch", Kind: tearsheet.KindUnavailable, Err: ctx.Err()}
				})
		}
		out := execute(t, ctx, graph.Engine{}, node("a", false), node("b", true), node("c", false),
			graph.Func(spec{Name: "d", Needs: topics("c"), Final: true}, func(context.Context, state) (delta, error) { after.Add(1); return delta{}, nil }),
			graph.Func(spec{Name: "e", Uses: topics("b"), Final: true}, func(context.Context, state) (delta, error) { after.Add(1); return delta{}, nil }))
		if !errors.Is(out.err, stop.want) {
			t.Errorf("%s: %v", name, out.err)
		}
		if ran.Load() != 0 || after.Load() != 0 {
			t.Errorf("%s: %d nodes still run, %d started after it", name, ran.Load(), after.Load())
		}
		if !out.State.Has("c") || len(out.State.Gaps) > 0 {
			t.Errorf("%s: state %v, gaps %v", name, out.State.Slots, out.State.Gaps)
		}
	}
}

func TestCancelledBeforeItStarts(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out := execute(t, ctx, graph.Engine{}, graph.Func(spec{Name: "a", Final: true}, func(context.Context, state) (delta, error) {
		t.Error("it ran")
		return delta{}, nil
	}))
	var end struct{ Status string }
	if err := json.Unmarshal(out.log[len(out.log)-1].Data, &end); err != nil || end.Status != "interrupted" || !errors.Is(out.err, context.Canceled) {
		t.Errorf("%v, status %q", out.err, end.Status)
	}
}

func TestRecord(t *testing.T) {
	graph.Record(t.Context(), tearsheet.ToolCalled, 1) // outside a run: nothing
	left := make(chan struct{})
	recorded := make(chan struct{})
	out := execute(t, t.Context(), graph.Engine{}, graph.Func(spec{Name: "a", Gives: topics("a")}, func(ctx context.Context, _ state) (delta, error) {
		for i := range 1000 { // more than a batch
			graph.Record(ctx, tearsheet.ToolCalled, i)
		}
		graph.Record(ctx, tearsheet.ModelCalled, json.RawMessage("{broken"))
		graph.Record(ctx, tearsheet.ModelCalled, math.Inf(1))
		graph.Record(ctx, tearsheet.ModelCalled, nil)
		go func() { // left behind
			defer close(recorded)
			<-left
			for range 100 {
				graph.Record(ctx, tearsheet.AskRaised, "too late")
			}
		}()
		return give("a"), nil
	}), graph.Func(spec{Name: "b", Needs: topics("a"), Final: true}, func(context.Context, state) (delta, error) {
		close(left)
		<-recorded
		return delta{}, nil
	}))
	if out.err != nil {
		t.Fatal(out.err)
	}
	got := kinds(out.log, "a")
	if len(got) != 1005 || got[len(got)-1] != tearsheet.NodeFinished {
		t.Errorf("%d events, the last %s", len(got), got[len(got)-1])
	}
	i := 0
	for _, e := range out.log {
		if e.Kind == tearsheet.ToolCalled {
			if string(e.Data) != fmt.Sprint(i) {
				t.Fatalf("call %d is logged as %s", i, e.Data)
			}
			i++
		}
	}
}
