package tearsheet_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tearsheet"
)

var known = time.Date(2025, 2, 24, 21, 0, 0, 0, time.UTC)

func price(t rapid.TB, n int) tearsheet.Fact {
	return tearsheet.Fact{Subject: "sec:AAPL", Concept: "px:close", Label: "Close <b>", Value: tearsheet.Num(tearsheet.DecimalFromInt(int64(n))), Unit: "USD/share",
		Period: tearsheet.Instant(day(t, "2025-02-24")), Known: known, Quality: tearsheet.Reported,
		Source: tearsheet.Source{Provider: "files", Locator: "AAPL.csv row 3", Digest: "d"}}.Seal()
}

func TestFactIdentity(t *testing.T) {
	f := price(t, 247)
	if err := f.Check(); err != nil || !strings.HasPrefix(string(f.ID), "F") || len(f.ID) != 17 {
		t.Fatalf("%s, %v", f.ID, err)
	}
	// The id is part of stored reports: a change of how it is made breaks them.
	if want := tearsheet.FactID("Fe45e79c381d91a23"); f.ID != want {
		t.Errorf("the same fact has another id than in the past: %s, want %s", f.ID, want)
	}
	same := f
	same.Known = known.In(tearsheet.NewYork)
	if same = same.Seal(); same.ID != f.ID || same.Seal().ID != f.ID {
		t.Error("the zone of Known or a second Seal changes the id")
	}
	for name, edit := range map[string]func(*tearsheet.Fact){
		"subject": func(f *tearsheet.Fact) { f.Subject = "sec:MSFT" },
		"concept": func(f *tearsheet.Fact) { f.Concept = "px:open" },
		"label":   func(f *tearsheet.Fact) { f.Label = "" },
		"value":   func(f *tearsheet.Fact) { f.Value = tearsheet.Num(num(t, "247.01")) },
		"text":    func(f *tearsheet.Fact) { f.Value = tearsheet.Text("247") },
		"unit":    func(f *tearsheet.Fact) { f.Unit = "EUR/share" },
		"period":  func(f *tearsheet.Fact) { f.Period.Fiscal = "FY2025" },
		"known":   func(f *tearsheet.Fact) { f.Known = f.Known.Add(time.Nanosecond) },
		"quality": func(f *tearsheet.Fact) { f.Quality = tearsheet.Restated },
		"source":  func(f *tearsheet.Fact) { f.Source.Accession = "0000320193-24-000123" },
		"from":    func(f *tearsheet.Fact) { f.From = []tearsheet.FactID{"F0"} },
	} {
		g := f
		edit(&g)
		if g.Check() == nil {
			t.Errorf("%s: an altered fact passes", name)
		}
		if g.Seal().ID == f.ID {
			t.Errorf("%s does not count in the id", name)
		}
	}
	for name, edit := range map[string]func(*tearsheet.Fact){
		"subject": func(f *tearsheet.Fact) { f.Subject = "" }, "concept": func(f *tearsheet.Fact) { f.Concept = "" },
		"value": func(f *tearsheet.Fact) { f.Value = tearsheet.Value{} }, "unit": func(f *tearsheet.Fact) { f.Unit = "" },
		"known":  func(f *tearsheet.Fact) { f.Known = time.Time{} },
		"inputs": func(f *tearsheet.Fact) { f.Quality, f.Source.Provider = tearsheet.Derived, tearsheet.Calc },
	} {
		g := f
		edit(&g)
		if g.Seal().Check() == nil {
			t.Errorf("a fact without %s passes", name)
		}
	}
}

func TestFactJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := price(t, rapid.Int().Draw(t, "n"))
		f.Label = rapid.String().Draw(t, "label")
		if rapid.Bool().Draw(t, "text") {
			f.Value = tearsheet.Text(rapid.String().Draw(t, "value"))
		}
		f = f.Seal()
		b, err := json.Marshal(f)
		var back tearsheet.Fact
		if err := errors.Join(err, json.Unmarshal(b, &back)); err != nil {
			t.Fatal(err)
		}
		if err := back.Check(); err != nil || back.ID != f.ID || back.Value.String() != f.Value.String() {
			t.Errorf("%s comes back as %s: %v", f.ID, back.ID, err)
		}
	})
}

func TestDerive(t *testing.T) {
	a, b := price(t, 247), price(t, 6)
	b.Known, b.Quality, b.Subject = known.Add(time.Hour), tearsheet.Estimated, "cik:1"
	b = b.Seal()
	f := tearsheet.Derive("calc:pe", "P/E", num(t, "41.2"), tearsheet.Pure, a.Period, "price / eps", a, b, a)
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	if f.Subject != a.Subject || !f.Known.Equal(b.Known) || f.Quality != tearsheet.Estimated || !cmp.Equal(f.From, []tearsheet.FactID{a.ID, b.ID}) || f.Concept.Taxonomy() != "calc" {
		t.Errorf("%+v", f)
	}
	if tearsheet.Derive("calc:pe", "", num(t, "1"), tearsheet.Pure, a.Period, "out of thin air").Check() == nil {
		t.Error("a derived fact without inputs passes")
	}
}

func TestApply(t *testing.T) {
	a, b := price(t, 1), price(t, 2)
	ratio := tearsheet.Derive("calc:ratio", "", num(t, "0.5"), tearsheet.Pure, a.Period, "a / b", a, b)
	s, err := tearsheet.State{}.Apply(tearsheet.Delta{Facts: []tearsheet.Fact{a}, Slots: slot("one", "1")})
	if err != nil {
		t.Fatal(err)
	}
	before := s.Digest()
	altered := price(t, 3)
	altered.Label = "another"
	for name, d := range map[string]tearsheet.Delta{
		"altered fact":       {Facts: []tearsheet.Fact{altered}},
		"unknown input":      {Facts: []tearsheet.Fact{ratio}},
		"claim on nothing":   {Claims: []tearsheet.Claim{{ID: "c", Cites: []tearsheet.FactID{a.ID, b.ID}}}},
		"topic twice":        {Facts: []tearsheet.Fact{b}, Slots: slot("one", "2")},
		"good before bad":    {Facts: []tearsheet.Fact{b, altered}, Slots: slot("two", "2")},
		"fact of no content": {Facts: []tearsheet.Fact{{}}},
	} {
		got, err := s.Apply(d)
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
		if got.Digest() != before || s.Digest() != before {
			t.Errorf("%s: part of it was kept", name)
		}
	}
	// Inputs may come in the same delta, in any order; a fact is kept once.
	got, err := s.Apply(tearsheet.Delta{Facts: []tearsheet.Fact{ratio, b, a, b}, Claims: []tearsheet.Claim{{ID: "c", Cites: []tearsheet.FactID{ratio.ID}}}})
	if err != nil || len(got.Facts) != 3 {
		t.Fatalf("%d facts, %v", len(got.Facts), err)
	}
	if f, ok := got.Fact(ratio.ID); !ok || f.Concept != "calc:ratio" {
		t.Error("a fact is not found")
	}
	if _, ok := got.Fact("F0"); ok || got.Has("two") || !got.Has("one") || !got.MaxKnown().Equal(known) {
		t.Error("the state holds something else")
	}
	if s.Digest() != before || len(s.Facts) != 1 {
		t.Error("Apply changed its receiver")
	}
	// Two states that grow from one do not share memory.
	x, err1 := s.Apply(tearsheet.Delta{Facts: []tearsheet.Fact{b}})
	y, err2 := s.Apply(tearsheet.Delta{Facts: []tearsheet.Fact{price(t, 3)}})
	if err := errors.Join(err1, err2); err != nil || x.Facts[1].ID != b.ID || y.Facts[1].ID == b.ID {
		t.Errorf("states share facts: %v", err)
	}
	// A state read from JSON has no index and finds its facts all the same.
	var read tearsheet.State
	raw, err := json.Marshal(got)
	if err := errors.Join(err, json.Unmarshal(raw, &read)); err != nil {
		t.Fatal(err)
	}
	if _, ok := read.Fact(b.ID); !ok || read.Digest() != got.Digest() {
		t.Error("a state does not survive JSON")
	}
}

func TestFoldIsApplyInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var deltas []tearsheet.Delta
		var facts []tearsheet.Fact
		for i := range rapid.IntRange(0, 6).Draw(t, "deltas") {
			d := tearsheet.Delta{Slots: slot(tearsheet.Topic(fmt.Sprint("topic", i)), fmt.Sprint(i))}
			for range rapid.IntRange(0, 3).Draw(t, "facts") {
				f := price(t, rapid.IntRange(0, 5).Draw(t, "price"))
				facts, d.Facts = append(facts, f), append(d.Facts, f)
			}
			if len(facts) > 0 {
				f := facts[rapid.IntRange(0, len(facts)-1).Draw(t, "cite")]
				d.Claims = []tearsheet.Claim{{ID: fmt.Sprint("c", i), Cites: []tearsheet.FactID{f.ID}}}
				d.Gaps, d.Windows = []tearsheet.Gap{{Node: fmt.Sprint(i)}}, []tearsheet.Window{{Count: i}}
				d.Findings, d.Passages = []tearsheet.Finding{{Check: fmt.Sprint(i)}}, []tearsheet.Passage{{ID: fmt.Sprint(i)}}
			}
			deltas = append(deltas, d)
		}
		var applied tearsheet.State
		for _, d := range append([]tearsheet.Delta{{}}, deltas...) {
			next, err := applied.Apply(d)
			if err != nil {
				t.Fatal(err)
			}
			applied = next
		}
		folded, err := tearsheet.State{}.Fold(deltas...)
		if err != nil || folded.Digest() != applied.Digest() {
			t.Fatalf("fold and apply differ: %v\n%s", err, cmp.Diff(applied.Facts, folded.Facts, cmp.Comparer(func(a, b tearsheet.Fact) bool { return a.ID == b.ID })))
		}
		cut := rapid.IntRange(0, len(deltas)).Draw(t, "cut")
		half, err1 := tearsheet.State{}.Fold(deltas[:cut]...)
		before := half.Digest()
		whole, err2 := half.Fold(deltas[cut:]...)
		if err := errors.Join(err1, err2); err != nil || whole.Digest() != folded.Digest() || half.Digest() != before {
			t.Errorf("folding in two steps differs: %v", err)
		}
		if cut > 0 {
			if _, err := half.Fold(deltas[0]); err == nil {
				t.Error("a topic was given twice")
			}
		}
	})
}

func TestSlot(t *testing.T) {
	price := tearsheet.SlotOf[float64]("price")
	var d tearsheet.Delta
	if err := price.Set(&d, 1.5); err != nil {
		t.Fatal(err)
	}
	s, err := tearsheet.State{}.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := price.Must(s); err != nil || v != 1.5 || price.Topic() != "price" {
		t.Errorf("%v, %v", v, err)
	}
	if _, ok, err := price.Get(tearsheet.State{}); ok || err != nil {
		t.Errorf("nobody gave it: %v, %v", ok, err)
	}
	if _, err := price.Must(tearsheet.State{}); err == nil {
		t.Error("Must of nothing")
	}
	if _, err := tearsheet.SlotOf[string]("price").Must(s); err == nil || !strings.Contains(err.Error(), `"price"`) {
		t.Errorf("another type: %v", err)
	}
	if err := tearsheet.SlotOf[func()]("f").Set(&d, nil); err == nil {
		t.Error("a function was stored")
	}
}

func slot(topic tearsheet.Topic, v string) map[tearsheet.Topic]json.RawMessage {
	return map[tearsheet.Topic]json.RawMessage{topic: json.RawMessage(v)}
}

func TestEventChain(t *testing.T) {
	var log []tearsheet.Event
	for i := range 5 {
		var prev *tearsheet.Event
		if i > 0 {
			prev = &log[i-1]
		}
		e := tearsheet.Event{Run: "r", At: known.In(tearsheet.NewYork), Node: "n", Attempt: i, Kind: tearsheet.ToolCalled, Data: json.RawMessage(`{"a" : "<` + fmt.Sprint(i) + `>"}`)}
		log = append(log, e.Chain(prev))
	}
	check := func(log []tearsheet.Event) error {
		var prev *tearsheet.Event
		for i := range log {
			if err := log[i].Verify(prev); err != nil {
				return err
			}
			prev = &log[i]
		}
		return nil
	}
	if err := check(log); err != nil || log[0].Seq != 1 || log[0].Prev != "" || log[4].Seq != 5 {
		t.Fatalf("%v", err)
	}
	raw, err := json.Marshal(log)
	var read []tearsheet.Event
	if err := errors.Join(err, json.Unmarshal(raw, &read)); err != nil {
		t.Fatal(err)
	}
	if err := check(read); err != nil {
		t.Errorf("after JSON: %v", err)
	}
	for name, edit := range map[string]func([]tearsheet.Event) []tearsheet.Event{
		"run":       func(l []tearsheet.Event) []tearsheet.Event { l[2].Run = "s"; return l },
		"time":      func(l []tearsheet.Event) []tearsheet.Event { l[2].At = l[2].At.Add(1); return l },
		"node":      func(l []tearsheet.Event) []tearsheet.Event { l[2].Node = ""; return l },
		"attempt":   func(l []tearsheet.Event) []tearsheet.Event { l[2].Attempt++; return l },
		"kind":      func(l []tearsheet.Event) []tearsheet.Event { l[2].Kind = tearsheet.ModelCalled; return l },
		"data":      func(l []tearsheet.Event) []tearsheet.Event { l[2].Data = json.RawMessage(`{}`); return l },
		"hash":      func(l []tearsheet.Event) []tearsheet.Event { l[2].Hash = l[1].Hash; return l },
		"link":      func(l []tearsheet.Event) []tearsheet.Event { l[2].Prev = l[0].Hash; return l },
		"number":    func(l []tearsheet.Event) []tearsheet.Event { l[2].Seq = 7; return l },
		"left out":  func(l []tearsheet.Event) []tearsheet.Event { return append(l[:2], l[3:]...) },
		"no start":  func(l []tearsheet.Event) []tearsheet.Event { return l[1:] },
		"turned":    func(l []tearsheet.Event) []tearsheet.Event { l[1], l[2] = l[2], l[1]; return l },
		"twice":     func(l []tearsheet.Event) []tearsheet.Event { return append(l[:2], l[1:]...) },
		"re-linked": func(l []tearsheet.Event) []tearsheet.Event { l[2].Node = "x"; l[2] = l[2].Chain(&l[1]); return l },
	} {
		if check(edit(append([]tearsheet.Event(nil), log...))) == nil {
			t.Errorf("%s: an altered log verifies", name)
		}
	}
}

func TestContentDigest(t *testing.T) {
	r := tearsheet.Report{RunID: "a", Symbol: "AAPL", GeneratedAt: known, Gate: tearsheet.Gate{Tier: 1, Digest: "x"}, Usage: tearsheet.Usage{WallMS: 5}}
	want, err := r.ContentDigest()
	if err != nil {
		t.Fatal(err)
	}
	again := r
	again.RunID, again.GeneratedAt, again.Usage, again.Gate.DecidedBy, again.Gate.Decision, again.Provenance.LogHead = "b", known.Add(1), tearsheet.Usage{}, "ann", tearsheet.Approved, "head"
	if got, err := again.ContentDigest(); err != nil || got != want {
		t.Errorf("what differs between two runs counts: %v", err)
	}
	if r.RunID != "a" || r.Gate.Digest != "x" {
		t.Error("the report was changed")
	}
	for name, edit := range map[string]func(*tearsheet.Report){
		"symbol": func(r *tearsheet.Report) { r.Symbol = "MSFT" }, "tier": func(r *tearsheet.Report) { r.Gate.Tier = 2 },
		"rating": func(r *tearsheet.Report) { r.Recommendation.Rating = tearsheet.Buy }, "facts": func(r *tearsheet.Report) { r.Facts = []tearsheet.Fact{price(t, 1)} },
	} {
		other := r
		edit(&other)
		if got, _ := other.ContentDigest(); got == want {
			t.Errorf("%s does not count", name)
		}
	}
}
