package reason_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/graph/graphtest"
	"tearsheet/internal/reason"
	"tearsheet/nodes"
	"tearsheet/rag"
	"tearsheet/reports"
	"tearsheet/reports/check"
	"tearsheet/tools"
	"tearsheet/tools/files"
	"tearsheet/tools/sample"
)

// script is a policy that makes fixed moves and concludes with a fixed view.
type script struct {
	moves []reason.Move
	err   error
	seen  [][]tearsheet.Step
	brief tearsheet.Brief
}

func (*script) Mode() string  { return "test" }
func (*script) Model() string { return "script" }
func (s *script) Next(_ context.Context, _ tearsheet.Brief, trace []tearsheet.Step) (reason.Move, error) {
	s.seen = append(s.seen, slices.Clone(trace))
	if s.err != nil {
		return reason.Move{}, s.err
	}
	return s.moves[min(len(trace), len(s.moves)-1)], nil
}

func (s *script) Conclude(_ context.Context, b tearsheet.Brief, _ []tearsheet.Step) (tearsheet.Answer, error) {
	s.brief = b
	return tearsheet.Answer{View: tearsheet.View{Rating: tearsheet.Hold}}, nil
}

type tool struct {
	name string
	call func(context.Context, json.RawMessage) (tearsheet.ToolResult, error)
}

func (t tool) Spec() tearsheet.ToolSpec {
	return tearsheet.ToolSpec{Name: t.name, Effect: tearsheet.Reads}
}
func (t tool) Call(ctx context.Context, args json.RawMessage) (tearsheet.ToolResult, error) {
	return t.call(ctx, args)
}

func fact(t *testing.T, concept string, v float64, unit tearsheet.Unit) tearsheet.Fact {
	t.Helper()
	d, err := tearsheet.DecimalFromFloat(v)
	if err != nil {
		t.Fatal(err)
	}
	return tearsheet.Fact{Subject: "sec:QUX", Concept: tearsheet.Concept(concept), Label: concept, Value: tearsheet.Num(d), Unit: unit, Period: tearsheet.Instant(asOf), Known: asOf.CloseTime(), Quality: tearsheet.Reported, Source: tearsheet.Source{Provider: "test"}}.Seal()
}

var asOf = tearsheet.Date{Year: 2025, Month: 2, Day: 24}

func TestLoop(t *testing.T) {
	good := tool{"good", func(context.Context, json.RawMessage) (tearsheet.ToolResult, error) {
		f := fact(t, "calc:x", 1, tearsheet.Pure)
		return tearsheet.ToolResult{Observation: "x is 1", Evidence: []string{string(f.ID)}, Delta: tearsheet.Delta{Facts: []tearsheet.Fact{f}, Passages: []tearsheet.Passage{{ID: "P1"}}}}, nil
	}}
	refuses := tool{"refuses", func(context.Context, json.RawMessage) (tearsheet.ToolResult, error) {
		return tearsheet.ToolResult{}, fmt.Errorf("wrapped: %w", &tearsheet.Error{Op: "tool refuses", Kind: tearsheet.KindInvalid, Err: errors.New("no such fact")})
	}}
	list := []tearsheet.Tool{good, refuses}
	call := func(name string) reason.Move {
		return reason.Move{Thought: "think", Action: name, Input: json.RawMessage(`{}`)}
	}
	done := reason.Move{Thought: "enough", Finish: true}

	t.Run("finishes", func(t *testing.T) {
		p := &script{moves: []reason.Move{call("good"), call("nonsense"), call("refuses"), done}}
		a, err := reason.Loop{Policy: p}.Reason(t.Context(), tearsheet.Brief{Tools: list})
		if err != nil {
			t.Fatal(err)
		}
		r := a.Reasoning
		want := []string{"x is 1", `there is no tool "nonsense"`, "refused: tool refuses: no such fact", "done"}
		for i, s := range r.Steps {
			if s.Observation != want[i] {
				t.Errorf("step %d observes %q, want %q", i+1, s.Observation, want[i])
			}
		}
		if len(r.Steps) != 4 || r.Mode != "test" || r.Model != "script" || !strings.Contains(r.Stopped, "every planned question") {
			t.Errorf("%+v", r)
		}
		if len(r.Steps[0].Evidence) != 1 || len(a.Delta.Facts) != 1 || len(a.Delta.Passages) != 1 {
			t.Errorf("what the tool derived is lost: %+v", a.Delta)
		}
		if _, ok := p.brief.State.Fact(a.Delta.Facts[0].ID); !ok {
			t.Error("the conclusion does not see the derived fact")
		}
		for i, trace := range p.seen {
			if len(trace) != i {
				t.Errorf("move %d saw %d steps", i+1, len(trace))
			}
		}
	})
	t.Run("budget", func(t *testing.T) {
		for budget, want := range map[int]int{1: 1, 5: 5, 0: 16, -3: 16} {
			a, err := reason.Loop{Policy: &script{moves: []reason.Move{call("good")}}, MaxSteps: budget}.Reason(t.Context(), tearsheet.Brief{Tools: list})
			if err != nil || len(a.Reasoning.Steps) != want || !strings.Contains(a.Reasoning.Stopped, fmt.Sprintf("budget of %d steps", want)) {
				t.Errorf("budget %d: %d steps, stopped because %q, %v", budget, len(a.Reasoning.Steps), a.Reasoning.Stopped, err)
			}
		}
	})
	t.Run("an unknown tool does not loop for ever", func(t *testing.T) {
		a, err := reason.Loop{Policy: &script{moves: []reason.Move{call("nonsense")}}, MaxSteps: 3}.Reason(t.Context(), tearsheet.Brief{})
		if err != nil || len(a.Reasoning.Steps) != 3 || a.View.Rating != tearsheet.Hold {
			t.Errorf("%+v, %v", a, err)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		for _, budget := range []int{1, 5} { // in its last step and before
			ctx, cancel := context.WithCancel(t.Context())
			calls := 0
			stop := tool{"stop", func(ctx context.Context, _ json.RawMessage) (tearsheet.ToolResult, error) {
				calls++
				cancel()
				return tearsheet.ToolResult{}, &tearsheet.Error{Op: "rag.index", Kind: tearsheet.KindUnavailable, Err: ctx.Err()}
			}}
			_, err := reason.Loop{Policy: &script{moves: []reason.Move{call("stop")}}, MaxSteps: budget}.Reason(ctx, tearsheet.Brief{Tools: []tearsheet.Tool{stop}})
			if !errors.Is(err, context.Canceled) || calls != 1 {
				t.Errorf("budget %d: after %d calls: %v", budget, calls, err)
			}
			if _, err := (reason.Loop{Policy: &script{moves: []reason.Move{done}}}).Reason(ctx, tearsheet.Brief{}); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled before it starts: %v", err)
			}
		}
	})
	t.Run("failures", func(t *testing.T) {
		boom := errors.New("boom")
		if _, err := (reason.Loop{Policy: &script{err: boom}}).Reason(t.Context(), tearsheet.Brief{}); !errors.Is(err, boom) {
			t.Errorf("%v", err)
		}
		breaks := tool{"breaks", func(context.Context, json.RawMessage) (tearsheet.ToolResult, error) {
			return tearsheet.ToolResult{}, boom
		}}
		if _, err := (reason.Loop{Policy: &script{moves: []reason.Move{call("breaks")}}}).Reason(t.Context(), tearsheet.Brief{Tools: []tearsheet.Tool{breaks}}); !errors.Is(err, boom) || !strings.Contains(err.Error(), "breaks") {
			t.Errorf("%v", err)
		}
		lies := tool{"lies", func(context.Context, json.RawMessage) (tearsheet.ToolResult, error) {
			f := fact(t, "calc:x", 1, tearsheet.Pure)
			f.ID = "F0123456789abcdef"
			return tearsheet.ToolResult{Delta: tearsheet.Delta{Facts: []tearsheet.Fact{f}}}, nil
		}}
		if _, err := (reason.Loop{Policy: &script{moves: []reason.Move{call("lies")}}}).Reason(t.Context(), tearsheet.Brief{Tools: []tearsheet.Tool{lies}}); err == nil {
			t.Error("a forged fact is taken")
		}
	})
}

// world is what a run found, in the figures the rules read. NaN leaves one out.
type world struct {
	price, eps, fairPE, growth  float64
	fund, tech, risk, news      float64
	stories                     float64
	noMarket                    bool
	priceAge, filingAge, warned int
}

var none = math.NaN()

// even is a company with full evidence that leans nowhere: target at the price.
func even() world {
	return world{price: 100, eps: 5, fairPE: 20, growth: 0, fund: 0, tech: 0, risk: 0.5, news: 0, stories: 10}
}

// rate runs the rules over a world.
func rate(t *testing.T, w world) (tearsheet.Answer, tearsheet.State) {
	t.Helper()
	var d tearsheet.Delta
	cites := func(figures map[string]float64, unit tearsheet.Unit, into tearsheet.Cites) {
		for key, v := range figures {
			if math.IsNaN(v) {
				continue
			}
			f := fact(t, "calc:"+key+"_"+string(unit), v, unit)
			d.Facts, into[key] = append(d.Facts, f), f.ID
		}
	}
	set := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	set(tearsheet.RequestSlot.Set(&d, tearsheet.Request{AsOf: asOf}))
	if !w.noMarket {
		m := tearsheet.Market{Price: w.price, PriceDate: asOf.AddDays(-w.priceAge), Cites: tearsheet.Cites{}}
		cites(map[string]float64{"price": w.price}, "USD/share", m.Cites)
		set(tearsheet.MarketSlot.Set(&d, m))
	}
	if !math.IsNaN(w.fund) || !math.IsNaN(w.eps) {
		f := tearsheet.Fundamental{LastPeriod: asOf.AddDays(-w.filingAge), LastFiled: asOf.AddDays(-w.filingAge), Cites: tearsheet.Cites{}}
		cites(map[string]float64{"eps_ttm": w.eps}, "USD/share", f.Cites)
		sub := tearsheet.Cites{}
		cites(map[string]float64{"fair_pe": w.fairPE, "eps_cagr_3y": w.growth, "score": w.fund}, tearsheet.Pure, sub)
		for k, v := range sub {
			f.Cites[k] = v
		}
		set(tearsheet.FundamentalSlot.Set(&d, f))
	}
	if !math.IsNaN(w.tech) {
		x := tearsheet.Technical{Cites: tearsheet.Cites{}}
		cites(map[string]float64{"score": w.tech}, "points", x.Cites)
		set(tearsheet.TechnicalSlot.Set(&d, x))
	}
	if !math.IsNaN(w.risk) {
		x := tearsheet.Risk{Cites: tearsheet.Cites{}}
		cites(map[string]float64{"score": w.risk}, "grade", x.Cites)
		set(tearsheet.RiskSlot.Set(&d, x))
	}
	if !math.IsNaN(w.news) {
		x := tearsheet.Sentiment{Cites: tearsheet.Cites{}}
		cites(map[string]float64{"score": w.news, "stories": w.stories}, "tone", x.Cites)
		set(tearsheet.SentimentSlot.Set(&d, x))
	}
	for range w.warned {
		d.Findings = append(d.Findings, tearsheet.Finding{Severity: tearsheet.SeverityWarning})
	}
	s, err := tearsheet.State{}.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	a, err := reason.Loop{Policy: reason.Rules{}}.Reason(t.Context(), tearsheet.Brief{Security: tearsheet.Security{Name: "Qux Corp"}, State: s, Tools: tools.All(tools.Env{State: s})})
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.Apply(a.Delta)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := json.Marshal(a); err != nil {
		t.Fatal(err)
	}
	v := a.View
	sum := 0.0
	for _, p := range v.Pillars {
		sum += p.Weight
		if p.Score < -1 || p.Score > 1 || p.Weight < 0 {
			t.Errorf("%+v", p)
		}
		for _, id := range p.Evidence {
			if _, ok := out.Fact(id); !ok {
				t.Errorf("pillar %s rests on %s, which the run does not hold", p.Name, id)
			}
		}
	}
	if len(v.Pillars) > 0 && math.Abs(sum-1) > 1e-9 || v.Confidence < 0 || v.Confidence > 1 || v.Conviction < 0 || v.Conviction > 1 || v.Reason == "" {
		t.Errorf("weights add up to %v; %+v", sum, v)
	}
	if v.TargetPrice != nil {
		f, ok := out.Fact(v.TargetFact)
		if x, _ := f.Value.Float(); !ok || x != *v.TargetPrice {
			t.Errorf("the target %v is not its fact's %s", *v.TargetPrice, f.Value)
		}
		up := *v.TargetPrice/w.price - 1
		if v.Rating == tearsheet.Buy && up < 0.05 || v.Rating == tearsheet.Sell && up > -0.05 {
			t.Errorf("%s with %+.1f %% to the target", v.Rating, 100*up)
		}
	}
	return a, out
}

func TestRating(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*world)
		want   tearsheet.Rating
		reason string
		target float64
	}{
		{"balanced", func(*world) {}, tearsheet.Hold, "balanced", 100},
		{"all good", func(w *world) { w.fund, w.tech, w.risk, w.news, w.fairPE = 1, 1, 0, 1, 26 }, tearsheet.Buy, "leans positive", 130},
		{"all bad", func(w *world) { w.fund, w.tech, w.risk, w.news, w.fairPE = -1, -1, 1, -1, 14 }, tearsheet.Sell, "leans negative", 70},
		{"good, but paid for", func(w *world) { w.fund, w.tech, w.risk, w.news = 1, 1, 0, 1 }, tearsheet.Hold, "already pays for it", 100},
		{"good, just under enough upside", func(w *world) { w.fund, w.tech, w.risk, w.fairPE = 1, 1, 0, 20.99 }, tearsheet.Hold, "already pays", 104.95},
		{"good, enough upside", func(w *world) { w.fund, w.tech, w.risk, w.fairPE = 1, 1, 0, 21 }, tearsheet.Buy, "leans positive", 105},
		{"bad, but allowed for", func(w *world) { w.fund, w.tech, w.risk, w.news = -1, -1, 1, -1 }, tearsheet.Hold, "already allows for it", 100},
		{"bad, just under enough downside", func(w *world) { w.fund, w.tech, w.risk, w.fairPE = -1, -1, 1, 19.01 }, tearsheet.Hold, "already allows", 95.05},
		{"split", func(w *world) { w.fund, w.tech, w.fairPE = -0.6, -0.5, 28 }, tearsheet.Hold, "the evidence is split", 140},
		{"good without a target", func(w *world) { w.fund, w.tech, w.risk, w.fairPE = 1, 1, 0, none }, tearsheet.Buy, "leans positive", 0},
		{"loss", func(w *world) { w.eps = -1 }, tearsheet.Hold, "balanced", 0},
		{"target beyond belief", func(w *world) { w.fairPE = 51 }, tearsheet.Hold, "", 0},
		{"target as far as belief goes", func(w *world) { w.fairPE = 49.9 }, tearsheet.Buy, "leans positive", 249.5},
		{"growth is held at 12 %", func(w *world) { w.growth = 0.8 }, tearsheet.Hold, "balanced", 112},
		{"decline is held at 5 %", func(w *world) { w.growth = -0.8 }, tearsheet.Hold, "balanced", 95},
		{"no growth rate", func(w *world) { w.growth = none }, tearsheet.Hold, "balanced", 100},
		{"no price", func(w *world) { w.noMarket = true }, tearsheet.NoRating, "a price", 0},
		{"no statements", func(w *world) { w.fund, w.eps = none, none }, tearsheet.NoRating, "a fundamental score", 0},
		{"no score of the statements", func(w *world) { w.fund = none }, tearsheet.NoRating, "a fundamental score", 0},
		{"no technicals", func(w *world) { w.tech = none }, tearsheet.Hold, "", 100},
		{"no risk", func(w *world) { w.risk = none }, tearsheet.Hold, "", 100},
		{"neither", func(w *world) { w.tech, w.risk = none, none }, tearsheet.NoRating, "a technical or a risk reading", 0},
		{"nothing", func(w *world) {
			*w = world{fund: none, eps: none, tech: none, risk: none, news: none, fairPE: none, growth: none, noMarket: true}
		}, tearsheet.NoRating,
			"a price, a fundamental score from filed statements and a technical or a risk reading", 0},
		{"price at the age limit", func(w *world) { w.priceAge = 30 }, tearsheet.Hold, "", 100},
		{"price too old", func(w *world) { w.priceAge = 31 }, tearsheet.NoRating, "too long before", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := even()
			c.change(&w)
			a, _ := rate(t, w)
			if a.View.Rating != c.want || !strings.Contains(a.View.Reason, c.reason) {
				t.Errorf("%s because %q, want %s because %q", a.View.Rating, a.View.Reason, c.want, c.reason)
			}
			switch {
			case c.target == 0 && a.View.TargetPrice != nil:
				t.Errorf("a target of %v", *a.View.TargetPrice)
			case c.target != 0 && (a.View.TargetPrice == nil || math.Abs(*a.View.TargetPrice/c.target-1) > 1e-6):
				t.Errorf("target %v, want %v", a.View.TargetPrice, c.target)
			}
			if !strings.Contains(a.Thesis.Summary, strings.ToUpper(strings.ReplaceAll(string(c.want), "_", " "))) {
				t.Errorf("the summary does not say %s: %s", c.want, a.Thesis.Summary)
			}
		})
	}
}

// TestLeavingHold finds the score at which hold ends.
func TestLeavingHold(t *testing.T) {
	for _, c := range []struct {
		fund float64
		want tearsheet.Rating
	}{{0.342, tearsheet.Hold}, {0.343, tearsheet.Buy}, {-0.342, tearsheet.Hold}, {-0.343, tearsheet.Sell}} {
		// Fundamentals, technicals of zero, and half the weight of news for 2.5 stories
		// that say nothing: 0.35 / (0.35 + 0.20 + 0.05) of the score reaches 0.2.
		w := even()
		w.fairPE, w.risk, w.stories, w.fund = none, none, 2.5, c.fund
		a, _ := rate(t, w)
		if got := a.View.Rating; got != c.want {
			t.Errorf("a fundamental score of %v is %s, want %s (%+v)", c.fund, got, c.want, a.View.Pillars)
		}
	}
}

func TestConfidence(t *testing.T) {
	conf := func(change func(*world)) float64 {
		w := even()
		change(&w)
		a, _ := rate(t, w)
		return a.View.Confidence
	}
	base := conf(func(*world) {})
	for name, c := range map[string]struct {
		change func(*world)
		less   float64
	}{
		"price five days old": {func(w *world) { w.priceAge = 5 }, 0}, "price ten days old": {func(w *world) { w.priceAge = 10 }, 0.1}, "price 25 days old": {func(w *world) { w.priceAge = 25 }, 0.2},
		"statements 140 days old": {func(w *world) { w.filingAge = 140 }, 0}, "statements 190 days old": {func(w *world) { w.filingAge = 190 }, 0.1}, "statements of years ago": {func(w *world) { w.filingAge = 2_000 }, 0.2},
		"a warning": {func(w *world) { w.warned = 1 }, 0.04}, "many warnings": {func(w *world) { w.warned = 50 }, 0.2}, "no news": {func(w *world) { w.news = none }, 0.05}, "no target": {func(w *world) { w.fairPE = none }, 0.05},
	} {
		if got := conf(c.change); math.Abs(base-c.less-got) > 1e-9 {
			t.Errorf("%s: confidence %v, want %v less than %v", name, got, c.less, base)
		}
	}
}

type checker struct{}

func (checker) Check(r *tearsheet.Report) tearsheet.Validation { return check.Run(r) }

type clock struct{}

func (clock) Now() time.Time { return time.Unix(1.7e9, 0) }

// TestClaimsOfTheSample: what the rules write about the sample passes every
// validator: each figure in it is a fact it cites.
func TestClaimsOfTheSample(t *testing.T) {
	p, err := files.Open(sample.FS(), files.Options{Name: "sample"})
	if err != nil {
		t.Fatal(err)
	}
	for _, symbol := range []string{"AAPL", "MSFT", "XMPL", "IBM", "SPX"} {
		t.Run(symbol, func(t *testing.T) {
			sec, err := p.Resolve(t.Context(), tearsheet.SecurityID{Symbol: symbol})
			if err != nil {
				t.Fatal(err)
			}
			g, err := nodes.Workflow(nodes.Deps{Source: p, Library: rag.NewLibrary(), Reasoner: reason.Loop{Policy: reason.Rules{}}, Drafter: reports.Builder{}, Checker: checker{}})
			if err != nil {
				t.Fatal(err)
			}
			var in tearsheet.Delta
			if err := tearsheet.RequestSlot.Set(&in, tearsheet.Request{Security: sec, AsOf: tearsheet.Date{Year: 2013, Month: 2, Day: 15}, Notice: "SAMPLE", Source: "sample", Benchmarks: []string{"SPX"}, Amount: 9_000, Profile: "full",
				Question: "What drives revenue?", Horizon: 365}); err != nil {
				t.Fatal(err)
			}
			res, err := (&graph.Engine{Store: graphtest.NewStore(), Clock: clock{}}).Run(t.Context(), g, "run", in, nil)
			if err != nil {
				t.Fatal(err)
			}
			r, err := reports.Builder{}.Draft(res.State)
			if err != nil {
				t.Fatal(err)
			}
			if v := check.Run(&r); !v.Passed {
				t.Errorf("%+v", v.Findings)
			}
			cited := map[string]bool{}
			for _, c := range r.Claims {
				if len(c.Cites) == 0 && strings.ContainsAny(c.Text, "0123456789") && r.Recommendation.Rating != tearsheet.NoRating {
					t.Errorf("%s has a figure and cites nothing: %s", c.ID, c.Text)
				}
				if cited[c.ID] || strings.Contains(c.Text, "N/A") || strings.Contains(c.Text, "  ") {
					t.Errorf("%s: %q", c.ID, c.Text)
				}
				cited[c.ID] = true
			}
			for _, list := range [][]tearsheet.Claim{r.Thesis.Bull, r.Thesis.Bear, r.Thesis.Catalysts, r.Thesis.WrongIf} {
				for _, c := range list {
					if !cited[c.ID] {
						t.Errorf("the thesis argues %s, which is not among the claims", c.ID)
					}
				}
			}
			// One changed digit, and the claim is refused.
			for i, c := range r.Claims {
				at := strings.IndexAny(c.Text, "123456789")
				if at < 0 || !strings.Contains(c.Text, "%") || len(c.Cites) == 0 {
					continue
				}
				at = strings.LastIndexByte(c.Text[:strings.IndexByte(c.Text, '%')], '.') - 1
				if at < 0 {
					continue
				}
				b := []byte(c.Text)
				b[at] = '0' + (b[at]-'0'+3)%10
				forged := r
				forged.Claims = slices.Clone(r.Claims)
				forged.Claims[i].Text = string(b)
				if check.Run(&forged).Passed {
					t.Errorf("%q passes for %q", b, c.Text)
				}
				break
			}
			if len(r.Reasoning.Steps) < 9 || r.Reasoning.Steps[len(r.Reasoning.Steps)-1].Action != "finish" {
				t.Errorf("the trace has %d steps", len(r.Reasoning.Steps))
			}
		})
	}
}
