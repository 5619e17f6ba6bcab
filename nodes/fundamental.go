package nodes

import (
	"context"
	"fmt"
	"strings"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/nodes/statement"
)

// Fundamental reads the issuer's filed facts: statements, growth, margins,
// ratios, multiples.
type Fundamental struct{ Facts tearsheet.FactProvider }

// Spec implements graph.Node.
func (Fundamental) Spec() graph.Spec {
	return graph.Spec{Name: "fundamental", Doc: "statements, growth, margins, ratios and multiples as filed by as-of",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic()},
		Uses:  []tearsheet.Topic{tearsheet.MarketSlot.Topic(), tearsheet.PricesSlot.Topic()},
		Gives: []tearsheet.Topic{tearsheet.FundamentalSlot.Topic()}, Optional: true, FailOn: brokenInput, Timeout: fetchTimeout, Retry: fetchRetry}
}

// statementYears are read; five are shown, the sixth gives the oldest growth.
const (
	statementYears = 6
	shownYears     = 5
)

// Run implements graph.Node.
func (n Fundamental) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	req, err := tearsheet.RequestSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	market, hasMarket, err := tearsheet.MarketSlot.Get(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	prices, _, err := tearsheet.PricesSlot.Get(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	issuer := req.Security.Issuer
	if issuer == nil {
		return tearsheet.Delta{}, graph.Skip(req.Security.ID.Symbol+" has no issuer that files with the SEC (an index or a fund)", "")
	}
	facts, err := n.Facts.Facts(ctx, tearsheet.FactQuery{Security: req.Security.ID, CIK: issuer.CIK, Concepts: statement.Concepts(), AsOf: asOfTime(req)})
	if err == nil && len(facts) == 0 {
		err = &tearsheet.Error{Op: "fundamental", Kind: tearsheet.KindNotFound, Subject: req.Security.ID.Symbol,
			Err: fmt.Errorf("no filed fact of CIK %s is known at %s", issuer.CIK, req.AsOf), Hint: "add SEC companyfacts for this CIK to the source, or choose a later --as-of"}
	}
	if err != nil {
		return tearsheet.Delta{}, err
	}
	set, err := statement.Build(facts, prices.Actions, statementYears)
	if err != nil {
		return tearsheet.Delta{}, &tearsheet.Error{Op: "fundamental", Kind: tearsheet.KindNotFound, Subject: req.Security.ID.Symbol,
			Err: fmt.Errorf("%d filed facts known at %s: %w", len(facts), req.AsOf, err), Hint: "the source's companyfacts may be cut down; use the complete file"}
	}
	l := newLedger("fundamental")
	l.factWindow(facts)
	l.offer(set.Inputs...)
	out := tearsheet.Fundamental{Entity: issuer.Name, Industry: issuer.Industry, Kind: set.Kind, Cites: tearsheet.Cites{}, Notes: append([]string{}, set.Notes...), Metrics: []tearsheet.Metric{}}
	l.delta.Findings = append(l.delta.Findings, set.Findings...)
	for i, c := range set.Annual {
		if i == shownYears {
			break
		}
		var before *statement.Column
		if i+1 < len(set.Annual) {
			before = set.Annual[i+1]
		}
		out.Annual = append(out.Annual, l.column(c, before))
	}
	ttm := l.column(set.TTM, set.Prior)
	out.TTM = &ttm
	out.LastFiled, out.LastPeriod = set.TTM.Filed, set.TTM.End
	out.LastForm = "10-Q"
	if set.TTM.End == set.Annual[0].End {
		out.LastForm = "10-K"
	}
	if set.Kind == "bank" || set.Kind == "insurer" {
		out.Notes = append(out.Notes, "a "+set.Kind+" states no gross profit, operating margin, free cash flow or net debt in the industrial sense; they are left out")
	}
	if set.Currency != "USD" {
		out.Notes = append(out.Notes, "the statements are in "+set.Currency)
	}
	if hasMarket && set.Currency != prices.Currency {
		l.finding(tearsheet.SeverityWarning, "currency", fmt.Sprintf("statements are in %s, prices in %s: no multiple is computed", set.Currency, prices.Currency), "add an exchange rate to the source")
		hasMarket = false
	}
	m := metrics{l: l, out: &out, set: set, prices: prices}
	if hasMarket {
		m.market = &market
		m.facts(in, market)
	}
	m.all()
	m.score()
	return l.delta, tearsheet.FundamentalSlot.Set(&l.delta, out)
}

func (l *ledger) factWindow(facts []tearsheet.Fact) {
	first, lastKnown := facts[0].Known, facts[0].Known
	for _, f := range facts {
		if f.Known.Before(first) {
			first = f.Known
		}
		if f.Known.After(lastKnown) {
			lastKnown = f.Known
		}
	}
	l.window("filed facts", tearsheet.DateOf(first.In(tearsheet.NewYork)).String(), tearsheet.DateOf(lastKnown.In(tearsheet.NewYork)).String(), len(facts),
		facts[0].Source.Provider, strings.SplitN(facts[0].Source.Locator, "#", 2)[0]+"; by the time they became known")
}

// column shows a statement column and the growth and margins that follow from it.
func (l *ledger) column(c, before *statement.Column) tearsheet.FiscalYear {
	y := tearsheet.FiscalYear{Fiscal: c.Fiscal, Start: c.Start, End: c.End, Filed: c.Filed, Accession: c.Accession, Cites: tearsheet.Cites{}}
	for _, x := range []struct {
		field **float64
		item  statement.Item
	}{
		{&y.Revenue, statement.Revenue}, {&y.GrossProfit, statement.GrossProfit}, {&y.OperatingIncome, statement.OperatingIncome},
		{&y.NetIncome, statement.NetIncome}, {&y.EPSDiluted, statement.EPSDiluted}, {&y.DilutedShares, statement.DilutedShares},
		{&y.OperatingCash, statement.OperatingCash}, {&y.Capex, statement.Capex}, {&y.FreeCashFlow, statement.FreeCashFlow},
		{&y.Assets, statement.Assets}, {&y.Liabilities, statement.Liabilities}, {&y.Equity, statement.Equity},
		{&y.Cash, statement.Cash}, {&y.Debt, statement.Debt}, {&y.NetDebt, statement.NetDebt},
	} {
		if f, ok := c.Lines[x.item]; ok {
			l.add(f)
			show(x.field, y.Cites, string(x.item), f)
		}
	}
	p := tearsheet.Period{Start: c.Start, End: c.End, Fiscal: c.Fiscal}
	ratio := func(field **float64, key, label, formula string, a, b statement.Item, of *statement.Column, less float64) {
		if of == nil {
			return
		}
		x, ok1 := c.Lines[a]
		d, ok2 := of.Lines[b]
		if !ok1 || !ok2 {
			return
		}
		xv, _ := x.Value.Float()
		dv, _ := d.Value.Float()
		if dv <= 0 {
			return // growth from or a margin on nothing, or less, has no meaning
		}
		if less == 1 && (xv/dv-less <= -1 || xv/dv-less >= 2) {
			return // see metrics.comparable
		}
		if f, ok := l.derive(tearsheet.Concept("calc:"+key), label, xv/dv-less, tearsheet.Pure, p, formula, x, d); ok {
			show(field, y.Cites, key, f)
		}
	}
	ratio(&y.RevenueGrowth, "revenue_growth", "Revenue growth", "revenue / revenue a year earlier - 1", statement.Revenue, statement.Revenue, before, 1)
	ratio(&y.GrossMargin, "gross_margin", "Gross margin", "gross profit / revenue", statement.GrossProfit, statement.Revenue, c, 0)
	ratio(&y.OperatingMargin, "operating_margin", "Operating margin", "operating income / revenue", statement.OperatingIncome, statement.Revenue, c, 0)
	ratio(&y.NetMargin, "net_margin", "Net margin", "net income / revenue", statement.NetIncome, statement.Revenue, c, 0)
	return y
}
