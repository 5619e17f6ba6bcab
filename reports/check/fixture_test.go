package check

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"tearsheet"
)

// The fictional Widget Works (WDGT): a small report in which everything holds.

func day(s string) tearsheet.Date {
	d, err := tearsheet.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func ptr(f float64) *float64 { return &f }

// fixture makes facts and remembers them.
type fixture struct{ r *tearsheet.Report }

var (
	asOf  = day("2025-02-21")
	price = day("2025-02-21")
	fy24  = tearsheet.Period{Start: day("2024-01-01"), End: day("2024-12-31"), Fiscal: "FY2024"}
	fy23  = tearsheet.Period{Start: day("2023-01-01"), End: day("2023-12-31"), Fiscal: "FY2023"}
	end24 = tearsheet.Period{End: day("2024-12-31"), Fiscal: "FY2024"}
)

func (x *fixture) keep(f tearsheet.Fact) tearsheet.Fact {
	for _, g := range x.r.Facts {
		if g.ID == f.ID {
			return f
		}
	}
	x.r.Facts = append(x.r.Facts, f)
	return f
}

// fact is a figure as published.
func (x *fixture) fact(concept, label, value string, unit tearsheet.Unit, p tearsheet.Period) tearsheet.Fact {
	d := must(value)
	return x.keep(tearsheet.Fact{Subject: "sec:WDGT", Concept: tearsheet.Concept(concept), Label: label, Value: tearsheet.Num(d), Unit: unit, Period: p,
		Known: price.CloseTime(), Quality: tearsheet.Reported, Source: tearsheet.Source{Provider: "test", Locator: concept}}.Seal())
}

// calc is a derived figure.
func (x *fixture) calc(concept, label string, v float64, unit tearsheet.Unit, formula string, from ...tearsheet.Fact) tearsheet.Fact {
	d, err := tearsheet.DecimalFromFloat(v)
	if err != nil {
		panic(err)
	}
	return x.keep(tearsheet.Derive(tearsheet.Concept(concept), label, d, unit, from[0].Period, formula, from...))
}

func val(f tearsheet.Fact) float64 { v, _ := f.Value.Float(); return v }
func at(f tearsheet.Fact) *float64 { return ptr(val(f)) }
func claim(id, text string, kind tearsheet.ClaimKind, expr string, cites ...tearsheet.Fact) tearsheet.Claim {
	c := tearsheet.Claim{ID: id, Text: text, Kind: kind, Expr: expr}
	for _, f := range cites {
		c.Cites = append(c.Cites, f.ID)
	}
	return c
}

// good is a report that passes every validator without a finding.
func good() *tearsheet.Report {
	const usd = tearsheet.Unit("USD")
	share := tearsheet.PerShare("USD")
	r := &tearsheet.Report{Schema: tearsheet.ReportSchema, RunID: "r1", Symbol: "WDGT", Name: "Widget Works Inc.", AsOf: asOf,
		GeneratedAt: time.Date(2025, 2, 22, 12, 0, 0, 0, time.UTC), Currency: "USD"}
	x := &fixture{r}
	px := x.fact("px:close", "Close", "121.6", share, tearsheet.Instant(price))
	shares := x.fact("dei:shares", "Shares outstanding", "1520000000", tearsheet.Shares, tearsheet.Instant(day("2025-01-31")))
	cap := x.calc("calc:market_cap", "Market capitalisation", 121.6*1.52e9, usd, "close * dei:shares", px, shares)
	high := x.fact("px:high_52w", "52-week high", "140.25", share, tearsheet.Instant(price))
	low := x.fact("px:low_52w", "52-week low", "88.1", share, tearsheet.Instant(price))
	div := x.fact("px:dividend_ttm", "Dividends, 12 months", "1.92", share, tearsheet.Instant(price))
	yield := x.calc("calc:dividend_yield", "Dividend yield", 1.92/121.6, tearsheet.Pure, "dividend_ttm / close", div, px)
	ret := x.calc("calc:return_1y", "Return of a year", 0.2143, tearsheet.Pure, "price a year ago", px)
	r.Market = &tearsheet.Market{Price: 121.6, PriceDate: price, Basis: "as traded", High52W: at(high), Low52W: at(low), RangePosition: ptr(0.6424),
		Shares: at(shares), MarketCap: at(cap), DividendTTM: at(div), DividendYield: at(yield),
		Returns: []tearsheet.PeriodReturn{{Label: "1Y", From: day("2024-02-21"), Return: val(ret), Fact: ret.ID}},
		History: tearsheet.History{Dates: []tearsheet.Date{day("2025-02-20"), price}, Close: []float64{120, 121.6}},
		Cites: tearsheet.Cites{"price": px.ID, "high_52w": high.ID, "low_52w": low.ID, "shares_outstanding": shares.ID, "market_cap": cap.ID,
			"dividend_ttm": div.ID, "dividend_yield": yield.ID}}

	sma := x.fact("calc:sma_200", "SMA 200", "112.4", share, tearsheet.Instant(price))
	rsi := x.fact("calc:rsi_14", "RSI 14", "61.2437", tearsheet.Pure, tearsheet.Instant(price))
	mom := x.fact("calc:momentum_12_1", "Momentum", "-0.0318", tearsheet.Pure, tearsheet.Instant(price))
	r.Technical = &tearsheet.Technical{SMA200: at(sma), RSI14: at(rsi), Momentum: at(mom), Trend: "up", Score: 0.3,
		Signals: []tearsheet.Signal{
			{Name: "RSI", Reading: "RSI(14) at 61.24: neither overbought (70 or more) nor oversold", Lean: 0, Cites: []tearsheet.FactID{rsi.ID}},
			{Name: "Trend", Reading: "price $121.60 is above its 200-day average of $112.40", Lean: 1, Cites: []tearsheet.FactID{px.ID, sma.ID}},
			{Name: "Momentum", Reading: "12-1 month momentum of -3.2%", Lean: 0, Cites: []tearsheet.FactID{mom.ID}}},
		Cites: tearsheet.Cites{"sma_200": sma.ID, "rsi_14": rsi.ID, "momentum_12_1": mom.ID}}

	rev := x.fact("fin:revenue", "Revenue", "39103500000", usd, fy24)
	rev23 := x.fact("fin:revenue", "Revenue", "35328500000", usd, fy23)
	grow := x.calc("calc:revenue_growth", "Revenue growth", 39103500000.0/35328500000-1, tearsheet.Pure, fmt.Sprintf("%s / %s - 1", rev.ID, rev23.ID), rev, rev23)
	ni := x.fact("fin:net_income", "Net income", "9273600000", usd, fy24)
	nm := x.calc("calc:net_margin", "Net margin", 9273600000.0/39103500000, tearsheet.Pure, "net_income / revenue", ni, rev)
	eps := x.fact("fin:eps_diluted", "Diluted EPS", "6.08", share, fy24)
	assets := x.fact("fin:total_assets", "Total assets", "36498000000", usd, end24)
	liab := x.fact("fin:total_liabilities", "Total liabilities", "30803000000", usd, end24)
	equity := x.fact("fin:equity", "Total equity", "5695000000", usd, end24)
	pe := x.calc("calc:pe", "P/E", 121.6/6.08, tearsheet.Pure, "close / eps_diluted", px, eps)
	ps := x.calc("calc:ps", "P/S", val(cap)/39103500000, tearsheet.Pure, "market_cap / revenue", cap, rev)
	m := func(key string, f tearsheet.Fact) tearsheet.Metric {
		return tearsheet.Metric{Key: key, Label: f.Label, Value: val(f), Unit: f.Unit, Group: "valuation", Period: "TTM", Fact: f.ID}
	}
	r.Fundamental = &tearsheet.Fundamental{Entity: "Widget Works Inc.", Kind: "industrial", LastFiled: day("2025-02-10"), LastForm: "10-K", LastPeriod: day("2024-12-31"), Score: 0.4,
		Annual: []tearsheet.FiscalYear{{Fiscal: "FY2024", Start: fy24.Start, End: fy24.End, Filed: day("2025-02-10"), Revenue: at(rev), RevenueGrowth: at(grow),
			NetIncome: at(ni), NetMargin: at(nm), EPSDiluted: at(eps), Assets: at(assets), Liabilities: at(liab), Equity: at(equity),
			Cites: tearsheet.Cites{"revenue": rev.ID, "revenue_growth": grow.ID, "net_income": ni.ID, "net_margin": nm.ID, "eps_diluted": eps.ID,
				"total_assets": assets.ID, "total_liabilities": liab.ID, "equity": equity.ID}}},
		Metrics: []tearsheet.Metric{m("eps_ttm", eps), m("pe", pe), m("ps", ps), m("market_cap", cap), m("dividend_yield", yield)}}

	score := x.fact("calc:news_score", "News score", "0.24", tearsheet.Pure, tearsheet.Instant(price))
	r.Sentiment = &tearsheet.Sentiment{Score: at(score), Positive: 1, Method: "words", Cites: tearsheet.Cites{"score": score.ID},
		Stories: []tearsheet.ScoredNews{{Title: "Widget Works lifts its dividend by 4%", Publisher: "Test Wire", Published: "2025-02-20T14:00:00Z", Score: 0.24, Relevance: 1}}}

	iv := x.fact("opt:iv", "Implied volatility", "0.284", tearsheet.Pure, tearsheet.Instant(price))
	exp := day("2025-03-21")
	r.Options = &tearsheet.Options{Quoted: "2025-02-21T20:59:00Z", Spot: 121.5, SpotBasis: "quote", Quality: "live", ImpliedVol: at(iv), ImpliedMove: ptr(0.078),
		ParityErrMax: ptr(0.12), Cites: tearsheet.Cites{"implied_vol": iv.ID},
		Expiries: []tearsheet.OptionTerm{{Expiry: exp, Days: 28, Rate: 0.043, Forward: ptr(121.8), ATMVol: ptr(0.284), Contracts: 40, Usable: 32, ParityError: ptr(0.05),
			Smile: []tearsheet.Smile{{Strike: 120, Vol: 0.29, Right: tearsheet.Put}}}},
		Contracts: []tearsheet.OptionQuote{
			{Right: tearsheet.Call, Strike: 120, Expiry: exp, Bid: 4.8, Ask: 5, Mark: ptr(4.9), MarkBasis: "mid", IV: ptr(0.28), FairValue: ptr(4.7), Delta: ptr(0.58), Gamma: ptr(0.04), Vega: ptr(0.13)},
			{Right: tearsheet.Call, Strike: 125, Expiry: exp, Bid: 2.4, Ask: 2.6, Mark: ptr(2.5), MarkBasis: "mid", IV: ptr(0.27), Delta: ptr(0.37), Gamma: ptr(0.04), Vega: ptr(0.13)},
			{Right: tearsheet.Put, Strike: 120, Expiry: exp, Bid: 2.8, Ask: 3, Mark: ptr(2.9), MarkBasis: "mid", IV: ptr(0.29), Delta: ptr(-0.42), Gamma: ptr(0.04), Vega: ptr(0.13)}}}

	vol := x.fact("calc:volatility_1y", "Volatility of a year", "0.2612", tearsheet.Pure, tearsheet.Instant(price))
	va := x.fact("calc:var_95_1d", "VaR 95, one day", "0.0214", tearsheet.Pure, tearsheet.Instant(price))
	dd := x.fact("calc:max_drawdown", "Maximum drawdown", "-0.3127", tearsheet.Pure, tearsheet.Instant(price))
	beta := x.fact("calc:beta", "Beta", "1.18", tearsheet.Pure, tearsheet.Instant(price))
	rs := x.fact("calc:risk_score", "Risk score", "0.27", tearsheet.Pure, tearsheet.Instant(price))
	r.Risk = &tearsheet.Risk{Vol1Y: at(vol), VaR95: at(va), VaR99: ptr(0.035), ES95: ptr(0.03), MaxDrawdown: at(dd), CurrentDrawdown: ptr(-0.13), Beta: at(beta),
		BetaLow: ptr(1.02), BetaHigh: ptr(1.34), Correlation: ptr(0.66), Score: at(rs), Window: "3 years",
		Parts: []tearsheet.RiskPart{{Name: "volatility", Weight: 0.6, Score: 0.25}, {Name: "drawdown", Weight: 0.4, Score: 0.3}},
		Cites: tearsheet.Cites{"volatility_1y": vol.ID, "var_95_1d": va.ID, "max_drawdown": dd.ID, "beta": beta.ID, "score": rs.ID}}

	r.Portfolio = &tearsheet.Portfolio{Amount: 9000, Shares: 73, Cost: 8876.8, Cash: 123.2, Weight: 8876.8 / 9000}
	r.Research = &tearsheet.Research{Passages: []string{"P1"}, Queries: []tearsheet.ResearchQuery{{Topic: "risk", Text: "supply", Passages: []string{"P1"}}}}
	r.Passages = []tearsheet.Passage{{ID: "P1", Accession: "0000999999-25-000001", Form: "10-K", Filed: day("2025-02-10"), Section: "Item 1A",
		Text: "We buy 62% of our springs from one supplier. A failure of that supplier could interrupt production for 12 weeks."}}

	target := x.calc("calc:target", "Target price", 6.08*22.5, share, "eps_diluted * 22.5", eps)
	r.Thesis = tearsheet.Thesis{
		Summary: "Widget Works is rated hold: at $121.60 it trades at 20.0x earnings while revenue grew 10.7% to $39.1 billion in FY2024.",
		Bull: []tearsheet.Claim{
			claim("c1", "Revenue grew 10.7% to $39.1 billion in FY2024 (10-K filed 2025-02-10).", tearsheet.FactClaim, "", grow, rev),
			claim("c2", "Net margin of 23.7% and EPS of $6.08 per share.", tearsheet.FactClaim, "", nm, eps),
			claim("c3", "Revenue rose by $3,775 million over FY2023.", tearsheet.CalcClaim, fmt.Sprintf("%s - %s", rev.ID, rev23.ID), rev, rev23)},
		Bear: []tearsheet.Claim{
			claim("c4", "The shares fell as much as 31.3% from their peak; one-year volatility is 26.1% and the 95% one-day VaR 2.14%.", tearsheet.FactClaim, "", dd, vol, va),
			claim("c5", "Liabilities of $30,803 million stand against equity of $5.695bn.", tearsheet.FactClaim, "", liab, equity)},
		Catalysts: []tearsheet.Claim{claim("c6", "Options imply a volatility of 28.4% (RSI 61.2, beta 1.18).", tearsheet.OpinionClaim, "", iv, rsi, beta)},
		Risks: []tearsheet.ThesisRisk{{Claim: claim("c7", `The 10-K warns: "We buy 62% of our springs from one supplier."`, tearsheet.OpinionClaim, ""),
			Tripwire: "a second supplier is named"}},
		WrongIf: []tearsheet.Claim{claim("c8", "The price closes below its 200-day average of $112.40.", tearsheet.OpinionClaim, "", sma)}}
	r.Claims = append(r.Claims, r.Thesis.Bull[0], r.Thesis.Bear[0])
	r.Recommendation = tearsheet.Recommendation{Rating: tearsheet.Hold, Reason: "Growth of 10.7% is paid for at 20.0x earnings; confidence 0.85.", Conviction: 0.4, Confidence: 0.85,
		RiskScore: 0.27, TargetPrice: at(target), HorizonDays: 365, Amount: 9000, Shares: 73, Weight: 8876.8 / 9000,
		Pillars: []tearsheet.Pillar{{Name: "growth", Weight: 0.5, Score: 0.4, Coverage: 1, Evidence: []tearsheet.FactID{grow.ID}, Why: "revenue growth of 10.7%"},
			{Name: "value", Weight: 0.5, Score: 0.1, Coverage: 1, Evidence: []tearsheet.FactID{pe.ID}, Why: "20.0x earnings"}},
		Cites: tearsheet.Cites{"target_price": target.ID}}
	r.Reasoning = tearsheet.Reasoning{Mode: "rules", Stopped: "done", Steps: []tearsheet.Step{
		{Thought: "value", Action: "fact", Input: json.RawMessage(`{}`), Observation: "P/E 20.0x on EPS of $6.08", Evidence: []string{string(pe.ID), string(eps.ID)}},
		{Thought: "risk", Action: "search", Observation: "one supplier delivers 62% of springs", Evidence: []string{"P1"}}}}
	r.Data = tearsheet.ReportData{Source: "test", Windows: []tearsheet.Window{{Node: "market", Kind: "bars", First: "2022-02-21", Last: "2025-02-21", Count: 754}}}
	r.Disclosures = []string{"Data: as of the close of 2025-02-21", "Sources: test wire", "Method: rules over cited facts", "Risks: one supplier", "Horizon: 365 days",
		"Rating: hold means no change", "Reasoner: fixed rules, no language model", "Approval: NOT APPROVED"}
	return r
}

func TestGoodReportPasses(t *testing.T) {
	v := Run(good())
	if !v.Passed || len(v.Findings) > 0 {
		t.Errorf("the good report has findings:\n%s", show(v.Findings))
	}
	if len(v.Checks) != len(All()) {
		t.Errorf("%d validators ran of %d", len(v.Checks), len(All()))
	}
}

func show(fs []tearsheet.Finding) (s string) {
	for _, f := range fs {
		s += fmt.Sprintf("  %s %s [%s] %s (hint: %s)\n", f.Severity, f.Check, f.Claim, f.Message, f.Hint)
	}
	return s
}
