package nodes_test

import (
	"math"
	"strings"
	"testing"

	"tearsheet"
	"tearsheet/graph/graphtest"
	"tearsheet/nodes"
)

// figure is a fact made for a section to cite.
func figure(t *testing.T, concept string, v float64, unit tearsheet.Unit) tearsheet.Fact {
	t.Helper()
	d, err := tearsheet.DecimalFromFloat(v)
	if err != nil {
		t.Fatal(err)
	}
	at := date(t, "2025-02-24")
	return tearsheet.Fact{Subject: "sec:QUX", Concept: tearsheet.Concept(concept), Label: concept, Value: tearsheet.Num(d), Unit: unit, Period: tearsheet.Instant(at), Known: at.CloseTime(), Quality: tearsheet.Reported,
		Source: tearsheet.Source{Provider: "test"}}.Seal()
}

type position struct {
	amount, price  float64
	vol, atr, loss float64 // zero: unknown
	rating         tearsheet.Rating
}

func size(t *testing.T, p position) (tearsheet.Portfolio, tearsheet.State) {
	t.Helper()
	price := figure(t, "px:close", p.price, "USD/share")
	if p.rating == "" {
		p.rating = tearsheet.Buy
	}
	deltas := []tearsheet.Delta{{Facts: []tearsheet.Fact{price}}, put(t, tearsheet.RequestSlot, tearsheet.Request{Security: qux, AsOf: date(t, "2025-02-24"), Amount: p.amount}),
		put(t, tearsheet.MarketSlot, tearsheet.Market{Price: p.price, PriceDate: date(t, "2025-02-24"), Cites: tearsheet.Cites{"price": price.ID}}),
		put(t, tearsheet.ViewSlot, tearsheet.View{Rating: p.rating})}
	if p.vol > 0 {
		v, l := figure(t, "calc:volatility_1y", p.vol, tearsheet.Pure), figure(t, "calc:var_95_1d", p.loss, tearsheet.Pure)
		d := put(t, tearsheet.RiskSlot, tearsheet.Risk{Vol1Y: &p.vol, VaR95: &p.loss, Cites: tearsheet.Cites{"volatility_1y": v.ID, "var_95_1d": l.ID}})
		d.Facts = []tearsheet.Fact{v, l}
		deltas = append(deltas, d)
	}
	if p.atr > 0 {
		a := figure(t, "calc:atr_14", p.atr, "USD/share")
		d := put(t, tearsheet.TechnicalSlot, tearsheet.Technical{ATR14: &p.atr, Cites: tearsheet.Cites{"atr_14": a.ID}})
		d.Facts = []tearsheet.Fact{a}
		deltas = append(deltas, d)
	}
	in := state(t, deltas...)
	out, err := in.Apply(graphtest.Node(t, nodes.Portfolio{}, in))
	if err != nil {
		t.Fatal(err)
	}
	lawful(t, out, date(t, "2025-02-24"))
	got := get(t, out, tearsheet.PortfolioSlot)
	for key, v := range map[string]float64{"shares": float64(got.Shares), "cost": got.Cost, "cash": got.Cash, "weight": got.Weight, "amount": got.Amount} {
		f, ok := out.Fact(got.Cites[key])
		if x, _ := f.Value.Float(); !ok || x != v {
			t.Errorf("%s shows %v where its fact holds %s", key, v, f.Value)
		}
	}
	if got.Cost > p.amount || got.Cash < 0 || math.Abs(got.Cost+got.Cash-p.amount) > 1e-9*p.amount {
		t.Errorf("%v of %v is spent, %v left", got.Cost, p.amount, got.Cash)
	}
	return got, out
}

func TestPortfolio(t *testing.T) {
	for _, c := range []struct {
		name   string
		p      position
		shares int64
		note   string
	}{
		{"calm", position{amount: 10_000, price: 250, vol: 0.20, loss: 0.02, atr: 4}, 40, ""},
		{"at the target", position{amount: 10_000, price: 250, vol: 0.25, loss: 0.02, atr: 4}, 40, ""},
		{"twice the target", position{amount: 10_000, price: 250, vol: 0.50, loss: 0.04, atr: 10}, 20, ""},
		{"less than one share", position{amount: 100, price: 250, vol: 0.20, loss: 0.02, atr: 4}, 0, "does not buy one whole share"},
		{"exactly one share", position{amount: 250, price: 250, vol: 0.20, loss: 0.02}, 1, ""},
		{"a cent short", position{amount: 249.99, price: 250, vol: 0.20, loss: 0.02}, 0, "does not buy one whole share"},
		{"unknown volatility", position{amount: 10_000, price: 250}, 40, "no volatility is known"},
		{"hold", position{amount: 10_000, price: 250, vol: 0.2, loss: 0.02, rating: tearsheet.Hold}, 40, "the rating is hold"},
		{"huge", position{amount: 1e12, price: 460.16, vol: 0.2, loss: 0.02, atr: 9}, 2_173_157_162, ""},
		{"huge and cheap", position{amount: 1e12, price: 0.37, vol: 0.2, loss: 0.02, atr: 0.01}, 2_702_702_702_702, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := size(t, c.p)
			if got.Shares != c.shares {
				t.Errorf("%d shares, want %d", got.Shares, c.shares)
			}
			if notes := strings.Join(got.Notes, "; "); (c.note == "") != (notes == "") || !strings.Contains(notes, c.note) {
				t.Errorf("notes %q, want %q", notes, c.note)
			}
			if c.p.vol > 0 {
				near(t, "scale", got.Scale, math.Min(1, 0.25/c.p.vol))
				near(t, "value at risk", got.VaR95, c.p.loss*got.Cost)
			} else if got.Scale != nil || got.VaR95 != nil {
				t.Errorf("scale %v and value at risk %v of unknown volatility", got.Scale, got.VaR95)
			}
			if c.p.atr > 0 {
				near(t, "stop", got.StopPrice, c.p.price-2*c.p.atr)
			}
		})
	}
	if got, _ := size(t, position{amount: 10_000, price: 5, vol: 0.9, loss: 0.1, atr: 3}); got.StopPrice != nil {
		t.Errorf("a stop at %v", *got.StopPrice)
	}
	ok, why, err := nodes.Portfolio{}.Spec().When.Holds(state(t, put(t, tearsheet.ViewSlot, tearsheet.View{Rating: tearsheet.NoRating})))
	if ok || why == "" || err != nil {
		t.Errorf("a position is sized without a rating: %v", err)
	}
}

// TestAmounts: whole reports of extreme amounts pass the validators.
func TestAmounts(t *testing.T) {
	p, lib := sampleSource(t), newLibrary()
	amounts := []float64{0.01, 1e12, 3.33, 460.15, 99_999.99, 123_456_789.01}
	if raceEnabled {
		amounts = amounts[:2]
	}
	for _, amount := range amounts {
		req := request(t, p, "AAPL", "2013-02-15")
		req.Amount = amount
		res := analyse(t, deps(p, lib), req, nil)
		if v := get(t, res.State, tearsheet.ValidationSlot); !v.Passed {
			t.Errorf("amount %v: %+v", amount, v.Findings)
		}
	}
}
