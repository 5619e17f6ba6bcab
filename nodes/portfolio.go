package nodes

import (
	"context"
	"fmt"
	"math"

	"tearsheet"
	"tearsheet/graph"
)

// Portfolio sizes the position that was considered: whole shares for the amount,
// the part of it that meets the volatility target, and what it may lose.
type Portfolio struct{}

// Spec implements graph.Node.
func (Portfolio) Spec() graph.Spec {
	return graph.Spec{Name: "portfolio", Doc: "whole shares for the amount, risk of the position, stop",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic(), tearsheet.MarketSlot.Topic(), tearsheet.ViewSlot.Topic()},
		Uses:  []tearsheet.Topic{tearsheet.RiskSlot.Topic(), tearsheet.TechnicalSlot.Topic()},
		Gives: []tearsheet.Topic{tearsheet.PortfolioSlot.Topic()}, Optional: true,
		When: &graph.When{Doc: "there is a rating", Holds: func(in tearsheet.State) (bool, string, error) {
			v, err := tearsheet.ViewSlot.Must(in)
			return v.Rating != tearsheet.NoRating, "there is no rating to size a position for", err
		}}}
}

// volTarget is the annualised volatility a single position is sized to when it
// is larger: the position's share of the amount is target / volatility.
const volTarget = 0.25

// Run implements graph.Node.
func (Portfolio) Run(_ context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	req, err := tearsheet.RequestSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	market, err := tearsheet.MarketSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	view, err := tearsheet.ViewSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	risk, _, err := tearsheet.RiskSlot.Get(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	tech, _, err := tearsheet.TechnicalSlot.Get(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	l := newLedger("portfolio")
	cite := func(id tearsheet.FactID) tearsheet.Fact {
		f, _ := in.Fact(id)
		return f
	}
	price := cite(market.Cites["price"])
	amount, ok := l.number(tearsheet.Fact{Subject: req.Security.ID.Subject(), Concept: "request:amount", Label: "Amount considered", Unit: "USD",
		Period: tearsheet.Instant(req.AsOf), Known: price.Known, Quality: tearsheet.Reported, Source: tearsheet.Source{Provider: "request", Locator: "--amount"}}, req.Amount)
	if !ok {
		return tearsheet.Delta{}, fmt.Errorf("the amount %v is not a number", req.Amount)
	}
	p := tearsheet.Portfolio{Amount: req.Amount, VolTarget: volTarget, Notes: []string{}, Cites: tearsheet.Cites{"amount": amount.ID}}
	day := tearsheet.Instant(market.PriceDate)
	budget := req.Amount
	if risk.Vol1Y != nil && *risk.Vol1Y > 0 {
		if f, ok := l.derive("calc:position_scale", "Share of the amount at the volatility target", math.Min(1, volTarget / *risk.Vol1Y), tearsheet.Pure, day,
			fmt.Sprintf("min(1, %g / one-year volatility)", volTarget), cite(risk.Cites["volatility_1y"])); ok {
			show(&p.Scale, p.Cites, "scale", f)
			budget *= *p.Scale
		}
	} else {
		p.Notes = append(p.Notes, "no volatility is known, so the position is not scaled to a target")
	}
	if view.Rating != tearsheet.Buy {
		p.Notes = append(p.Notes, fmt.Sprintf("the rating is %s: the size is what a purchase of the amount would be, not advice to make one", view.Rating))
	}
	p.Shares = int64(math.Floor(budget / market.Price))
	if p.Shares == 0 {
		p.Notes = append(p.Notes, "the amount does not buy one whole share")
	}
	put := func(field *float64, key, label string, v float64, unit tearsheet.Unit, formula string, from ...tearsheet.Fact) tearsheet.Fact {
		f, ok := l.derive(tearsheet.Concept("calc:position_"+key), label, v, unit, day, formula, from...)
		if ok {
			*field, _ = f.Value.Float()
			p.Cites[key] = f.ID
		}
		return f
	}
	// A count is exact, however large.
	shares := tearsheet.Derive("calc:position_shares", "Shares", tearsheet.DecimalFromInt(p.Shares), tearsheet.Shares, day, "whole shares of amount x scale / price", amount, price)
	l.add(amount, price, shares)
	p.Cites["shares"] = shares.ID
	cost := put(&p.Cost, "cost", "Cost of the position", float64(p.Shares)*market.Price, "USD", "shares x price", shares, price)
	put(&p.Cash, "cash", "Amount left", req.Amount-p.Cost, "USD", "amount - cost", amount, cost)
	put(&p.Weight, "weight", "Share of the amount invested", p.Cost/req.Amount, tearsheet.Pure, "cost / amount", cost, amount)
	if risk.VaR95 != nil {
		if f, ok := l.derive("calc:position_value_at_risk_1d", "One-day 95 % value at risk of the position", *risk.VaR95*p.Cost, "USD", day, "cost x one-day 95 % value at risk", cost, cite(risk.Cites["var_95_1d"])); ok {
			show(&p.VaR95, p.Cites, "value_at_risk_1d", f)
		}
	}
	if tech.ATR14 != nil && *tech.ATR14*2 < market.Price {
		atr := cite(tech.Cites["atr_14"])
		if f, ok := l.derive("calc:stop_price", "Stop", market.Price-2**tech.ATR14, price.Unit, day, "price - 2 x ATR(14)", price, atr); ok {
			show(&p.StopPrice, p.Cites, "stop_price", f)
			if g, ok := l.derive("calc:stop_loss", "Loss at the stop", (market.Price-*p.StopPrice)*float64(p.Shares), "USD", day, "(price - stop) x shares", price, f, shares); ok {
				show(&p.StopLoss, p.Cites, "stop_loss", g)
			}
		}
	}
	return l.delta, tearsheet.PortfolioSlot.Set(&l.delta, p)
}
