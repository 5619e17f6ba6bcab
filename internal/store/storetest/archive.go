package storetest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tearsheet"
)

// Run runs the contract of an Archive. open opens the archive that is kept at
// place, a folder of the test's own, and closes it when the test ends; two opens
// of one place are two handles of one archive.
func Run(t *testing.T, open func(t testing.TB, place string) tearsheet.Archive) {
	pair := func(t *testing.T) (a, b tearsheet.Archive) {
		place := t.TempDir()
		return open(t, place), open(t, place)
	}
	t.Run("log", func(t *testing.T) {
		a, b := pair(t)
		Log(t, a, b)
	})
	t.Run("runs", func(t *testing.T) { runs(t, open(t, t.TempDir())) })
	t.Run("reports", func(t *testing.T) {
		a, b := pair(t)
		reports(t, a, b)
	})
	t.Run("approvals", func(t *testing.T) { approvals(t, open(t, t.TempDir())) })
	t.Run("one decision", func(t *testing.T) {
		a, b := pair(t)
		oneDecision(t, a, b)
	})
	t.Run("opened again", func(t *testing.T) {
		place := t.TempDir()
		a := open(t, place)
		r, ask := info("r1", 0), question("r1", 0)
		_, err := a.PutReport(ctx, r, []byte("{}"), &ask)
		must(t, err)
		must(t, a.Append(ctx, "r1", 0, Chain("r1", nil, 3)...))
		must(t, a.Close())
		b := open(t, place)
		if got, err := b.Run(ctx, "r1"); err != nil || !cmp.Equal(got, r) {
			t.Errorf("got %+v, %v", got, err)
		}
		same(t, Read(t, b, "r1", 0), Chain("r1", nil, 3))
	})
}

// info is a run that started i nanoseconds after at.
func info(id tearsheet.RunID, i int) tearsheet.RunInfo {
	return tearsheet.RunInfo{ID: id, Symbol: "AAPL", AsOf: tearsheet.Date{Year: 2025, Month: 2, Day: 24}, Source: "files",
		StartedAt: at.Truncate(time.Second).Add(time.Duration(i)), Status: "running"}
}

// question is an ask about a run.
func question(run tearsheet.RunID, i int) tearsheet.Ask {
	return tearsheet.Ask{ID: "A" + string(run), Run: run, Symbol: "AAPL", AsOf: tearsheet.Date{Year: 2025, Month: 2, Day: 24}, Tier: 2,
		Rules:  []tearsheet.FiredRule{{ID: "amount", Reason: "12,000 USD is 10,000 or more"}},
		Rating: tearsheet.Buy, Amount: 12000.5, Digest: "digest-of-" + string(run), RaisedAt: at.Truncate(time.Second).Add(time.Duration(i)), Status: tearsheet.Pending}
}

func runs(t *testing.T, a tearsheet.Archive) {
	_, err := a.Run(ctx, "nobody")
	wantKind(t, "a run that is not there", err, tearsheet.KindNotFound)
	if got, err := a.Runs(ctx, 10); err != nil || len(got) != 0 {
		t.Errorf("an empty archive lists %v, %v", got, err)
	}
	// Starts within one second, some at a full second, some with few digits.
	offsets := []int{0, 1, 10, 100, 120e6, 123e6, 5e8, 999999999, 1e9, 1e9 + 5e8, 2e9}
	var want []tearsheet.RunInfo
	for i, o := range offsets {
		want = append(want, info(tearsheet.RunID(fmt.Sprintf("r%02d", i)), o))
	}
	// Two that began at the same moment are listed by id, newest id first.
	want = append(want, info("r99", offsets[len(offsets)-1]))
	for _, i := range rand.New(rand.NewPCG(1, 2)).Perm(len(want)) {
		must(t, a.PutRun(ctx, want[i]))
	}
	slices.Reverse(want)
	got, err := a.Runs(ctx, 100)
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("not newest first (-want +got):\n%s", diff)
	}
	got, err = a.Runs(ctx, 3)
	must(t, err)
	if diff := cmp.Diff(want[:3], got); diff != "" {
		t.Errorf("the newest three (-want +got):\n%s", diff)
	}
	end := at.Add(time.Minute)
	again := want[4]
	again.FinishedAt, again.Status, again.Rating, again.Gate, again.ApprovalID, again.Error, again.LogHead = &end, "finished", tearsheet.Hold, tearsheet.Pending, "A1", "words", "head"
	again.Symbol, again.Source, again.StartedAt = "MSFT", "sample", again.StartedAt.Add(1)
	must(t, a.PutRun(ctx, again))
	if got, err := a.Run(ctx, again.ID); err != nil || !cmp.Equal(got, again) {
		t.Errorf("a later record does not replace the earlier one: %v\n%s", err, cmp.Diff(again, got))
	}
}

func reports(t *testing.T, a, b tearsheet.Archive) {
	_, err := a.Report(ctx, "nobody")
	wantKind(t, "a report that is not there", err, tearsheet.KindNotFound)
	must(t, a.PutRun(ctx, info("r0", 0)))
	_, err = a.Report(ctx, "r0")
	wantKind(t, "a report of a run that has none", err, tearsheet.KindNotFound)

	large := make([]byte, 20*mega())
	src := rand.NewChaCha8([32]byte{1})
	_, _ = src.Read(large) // nothing compresses
	for name, body := range map[string][]byte{
		"small": []byte(`{"a": "<b>\u0000"}`), "empty": {}, "not text": {0, 255, 254}, "large": large, "plain": bytes.Repeat([]byte("0123456789abcdef"), 4*mega()),
	} {
		id := tearsheet.RunID(name)
		if ask, err := a.PutReport(ctx, info(id, 0), body, nil); err != nil || ask != nil {
			t.Fatalf("%s: %v, %v", name, ask, err)
		}
		if got, err := b.Report(ctx, id); err != nil || !bytes.Equal(got, body) {
			t.Errorf("%s: %d bytes come back as %d, %v", name, len(body), len(got), err)
		}
		if _, err := b.Run(ctx, id); err != nil {
			t.Errorf("%s: the run was not stored with its report: %v", name, err)
		}
	}
	_, err = b.PutReport(ctx, info("small", 0), []byte("second"), nil)
	must(t, err)
	if got, err := a.Report(ctx, "small"); err != nil || string(got) != "second" {
		t.Errorf("a second report: %q, %v", got, err)
	}
}

func approvals(t *testing.T, a tearsheet.Archive) {
	_, err := a.Ask(ctx, "nobody")
	wantKind(t, "an approval that is not there", err, tearsheet.KindNotFound)
	_, err = a.Decide(ctx, tearsheet.Decision{AskID: "nobody", Verdict: tearsheet.Approved})
	wantKind(t, "a decision on nothing", err, tearsheet.KindNotFound)

	var want []tearsheet.Ask
	for i, o := range []int{0, 5, 50, 5e8, 1e9} {
		run := tearsheet.RunID(fmt.Sprintf("r%d", i))
		ask, r := question(run, o), info(run, o)
		r.Gate, r.ApprovalID = tearsheet.Pending, ask.ID
		got, err := a.PutReport(ctx, r, []byte("{}"), &ask)
		must(t, err)
		if diff := cmp.Diff(&ask, got); diff != "" {
			t.Errorf("the stored ask differs (-want +got):\n%s", diff)
		}
		want = append(want, ask)
	}
	slices.Reverse(want)
	list := func(status tearsheet.GateDecision, limit int, want []tearsheet.Ask) {
		t.Helper()
		got, err := a.Asks(ctx, status, limit)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("approvals %q (-want +got):\n%s", status, diff)
		}
	}
	list(tearsheet.Pending, 100, want)
	list("", 2, want[:2])
	list(tearsheet.Approved, 100, nil)

	yes := tearsheet.Decision{AskID: "Ar1", Verdict: tearsheet.Approved, By: "ann", At: at.Add(time.Hour), Reason: `"fine" <b>`, Digest: "digest-of-r1"}
	stale := yes
	stale.Digest = "digest-of-r2"
	_, err = a.Decide(ctx, stale)
	wantKind(t, "a decision over another digest", err, tearsheet.KindConflict)
	if tearsheet.HintOf(err) == "" {
		t.Error("a refused decision does not say what to do next")
	}
	for _, v := range []tearsheet.GateDecision{"", tearsheet.Pending, tearsheet.AutoApproved, "maybe"} {
		odd := yes
		odd.Verdict = v
		_, err = a.Decide(ctx, odd)
		wantKind(t, fmt.Sprintf("the verdict %q", v), err, tearsheet.KindInvalid)
	}
	list(tearsheet.Pending, 100, want) // none of that left a trace
	got, err := a.Decide(ctx, yes)
	must(t, err)
	if got.Status != tearsheet.Approved || !cmp.Equal(got.Decision, &yes) {
		t.Errorf("after the decision: %+v", got)
	}
	if r, err := a.Run(ctx, "r1"); err != nil || r.Gate != tearsheet.Approved {
		t.Errorf("the run's gate says %q, %v", r.Gate, err)
	}
	no := tearsheet.Decision{AskID: "Ar2", Verdict: tearsheet.Rejected, By: "bob", At: at, Reason: "stale", Digest: "digest-of-r2"}
	_, err = a.Decide(ctx, no)
	must(t, err)
	list(tearsheet.Approved, 100, []tearsheet.Ask{got})

	for _, d := range []tearsheet.Decision{yes, {AskID: "Ar1", Verdict: tearsheet.Rejected, By: "bob", At: at, Digest: "digest-of-r1"}} {
		_, err = a.Decide(ctx, d)
		wantKind(t, "a second decision", err, tearsheet.KindConflict)
	}
	if again, err := a.Ask(ctx, "Ar1"); err != nil || !cmp.Equal(again, got) {
		t.Errorf("a second decision changed the first: %+v, %v", again, err)
	}

	// The same question raised by a later run keeps its answer.
	later := question("r1", 9)
	later.Run = "r9"
	r9 := info("r9", 9)
	r9.Gate, r9.ApprovalID = tearsheet.Pending, later.ID
	stored, err := a.PutReport(ctx, r9, []byte("{}"), &later)
	must(t, err)
	if diff := cmp.Diff(&got, stored); diff != "" {
		t.Errorf("an ask raised again (-want +got):\n%s", diff)
	}
	if r, err := a.Run(ctx, "r9"); err != nil || r.Gate != tearsheet.Approved {
		t.Errorf("the later run's gate says %q, %v", r.Gate, err)
	}
}

// oneDecision lets many people decide at once.
func oneDecision(t *testing.T, a, b tearsheet.Archive) {
	ask := question("r1", 0)
	_, err := a.PutReport(ctx, info("r1", 0), []byte("{}"), &ask)
	must(t, err)
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = []tearsheet.Archive{a, b}[i%2].Decide(ctx, tearsheet.Decision{AskID: ask.ID, Verdict: tearsheet.Approved,
				By: fmt.Sprintf("person%d", i), At: at, Digest: ask.Digest})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			wantKind(t, "who came second", err, tearsheet.KindConflict)
		}
	}
	if won != 1 {
		t.Errorf("%d decisions were taken", won)
	}
}
