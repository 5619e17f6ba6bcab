package reason

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"tearsheet"
)

// Rules is the deterministic policy: it asks the standing questions of a tear
// sheet in order, derives a target when the evidence allows one, and concludes by
// weighing graded pillars.
type Rules struct{}

// RulesVersion names the rule set; it changes when a weight or threshold does.
const RulesVersion = "rules-1"

// Mode implements Policy.
func (Rules) Mode() string { return "rules" }

// Model implements Policy.
func (Rules) Model() string { return RulesVersion }

type planned struct {
	tool, thought string
	input         any
}

// Next implements Policy.
func (Rules) Next(_ context.Context, b tearsheet.Brief, trace []tearsheet.Step) (Move, error) {
	plan := []planned{
		{"quote", "Start with what the market pays and how it got there.", nil},
		{"fundamentals", "Does the business earn its price? Read growth, margins, returns, leverage and multiples.", nil},
		{"technicals", "Is the price moving with or against that?", nil},
		{"risk", "What can be lost, and is anything unusual?", nil},
		{"options", "What do option prices say that the history does not?", nil},
		{"news", "Has anything been reported that the statements do not show yet?", nil},
		{"filings_search", "What does the company itself say is changing?", map[string]string{"query": "net sales increased decreased compared to prior year due to"}},
		{"filings_search", "What does it say could go wrong?", map[string]string{"query": "could materially adversely affect results of operations", "section": "Risk Factors"}},
	}
	if b.Question != "" {
		plan = append(plan, planned{"filings_search", "The reader asked a question of their own.", map[string]string{"query": b.Question}})
	}
	plan = append(plan, planned{"gaps", "What could not be seen, and how much should that lower confidence?", nil})
	n := len(trace)
	if n < len(plan) {
		p := plan[n]
		in := json.RawMessage("{}")
		if p.input != nil {
			raw, err := json.Marshal(p.input)
			if err != nil {
				return Move{}, err
			}
			in = raw
		}
		return Move{Thought: p.thought, Action: p.tool, Input: in}, nil
	}
	if n == len(plan) {
		if m, ok := target(b.State); ok {
			return m, nil
		}
	}
	return Move{Thought: "Every standing question has its answer or its gap; weigh the pillars.", Finish: true}, nil
}

// target asks the calculator for trailing EPS x a multiple half way between the
// present one and the company's own median x one year of growth, the growth being its own three-year rate held within
// [-5 %, 12 %]. A company without earnings or history gets no target.
func target(s tearsheet.State) (Move, bool) {
	f, ok, err := tearsheet.FundamentalSlot.Get(s)
	if err != nil || !ok || !s.Has(tearsheet.MarketSlot.Topic()) {
		return Move{}, false
	}
	eps, ok1 := f.Cites["eps_ttm"]
	fair, ok2 := f.Cites["fair_pe"]
	e, _ := s.Fact(eps)
	if v, num := e.Value.Float(); !ok1 || !ok2 || !num || v <= 0 {
		return Move{}, false
	}
	g := 0.0
	why := "with no growth rate to apply"
	for _, key := range []string{"eps_cagr_3y", "revenue_cagr_3y", "revenue_growth_ttm"} {
		if id, ok := f.Cites[key]; ok {
			if x, ok := s.Fact(id); ok {
				v, _ := x.Value.Float()
				g = min(max(v, -0.05), 0.12)
				why = "with its own growth for one year, held between -5% and 12%"
				break
			}
		}
	}
	g = float64(int(g*1e4)) / 1e4
	in, err := json.Marshal(map[string]any{"concept": "target_price", "label": "Target price, twelve months", "unit": e.Unit, "factors": []tearsheet.FactID{eps, fair}, "growth": g})
	if err != nil {
		return Move{}, false
	}
	return Move{Thought: "Value trailing earnings at a multiple half way back to its own median, " + why + ".", Action: "calculate", Input: in}, true
}

// Conclude implements Policy.
func (Rules) Conclude(_ context.Context, b tearsheet.Brief, trace []tearsheet.Step) (tearsheet.Answer, error) {
	e, err := gather(b)
	if err != nil {
		return tearsheet.Answer{}, err
	}
	for _, s := range trace {
		if s.Action == "calculate" && len(s.Evidence) == 1 {
			e.target, _ = b.State.Fact(tearsheet.FactID(s.Evidence[0]))
		}
	}
	v := e.view()
	t, claims := e.thesis(v)
	return tearsheet.Answer{Thesis: t, View: v, Delta: tearsheet.Delta{Claims: claims}}, nil
}

// evidence is a run's sections, read once.
type evidence struct {
	b                                                               tearsheet.Brief
	req                                                             tearsheet.Request
	market                                                          tearsheet.Market
	tech                                                            tearsheet.Technical
	fund                                                            tearsheet.Fundamental
	sent                                                            tearsheet.Sentiment
	opts                                                            tearsheet.Options
	risk                                                            tearsheet.Risk
	research                                                        tearsheet.Research
	hasMarket, hasTech, hasFund, hasSent, hasOpts, hasRisk, hasText bool
	target                                                          tearsheet.Fact
}

func gather(b tearsheet.Brief) (*evidence, error) {
	e := &evidence{b: b}
	var errs [8]error
	_, errs[0] = read(b.State, tearsheet.RequestSlot, &e.req)
	e.hasMarket, errs[1] = read(b.State, tearsheet.MarketSlot, &e.market)
	e.hasTech, errs[2] = read(b.State, tearsheet.TechnicalSlot, &e.tech)
	e.hasFund, errs[3] = read(b.State, tearsheet.FundamentalSlot, &e.fund)
	e.hasSent, errs[4] = read(b.State, tearsheet.SentimentSlot, &e.sent)
	e.hasOpts, errs[5] = read(b.State, tearsheet.OptionsSlot, &e.opts)
	e.hasRisk, errs[6] = read(b.State, tearsheet.RiskSlot, &e.risk)
	e.hasText, errs[7] = read(b.State, tearsheet.ResearchSlot, &e.research)
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return e, nil
}

func read[T any](s tearsheet.State, slot tearsheet.Slot[T], into *T) (bool, error) {
	v, ok, err := slot.Get(s)
	*into = v
	return ok, err
}

// fact finds a cited fact; the zero Fact renders as N/A.
func (e *evidence) fact(c tearsheet.Cites, key string) (tearsheet.Fact, bool) {
	return e.b.State.Fact(c[key])
}

func (e *evidence) value(c tearsheet.Cites, key string) (float64, bool) {
	f, ok := e.fact(c, key)
	if !ok {
		return 0, false
	}
	return f.Value.Float()
}

func join(parts []string) string {
	switch len(parts) {
	case 0:
		return ""
	case 1:
		return parts[0]
	}
	return fmt.Sprintf("%s and %s", strings.Join(parts[:len(parts)-1], ", "), parts[len(parts)-1])
}
