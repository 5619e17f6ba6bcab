package check

import (
	"math"
	"strings"

	"tearsheet"
)

// valueRanges: impossible numbers.
type valueRanges struct{}

func (valueRanges) Name() string { return "value_ranges" }
func (valueRanges) Doc() string {
	return "prices, ratios, margins, indicators, volatilities, probabilities and scores lie where they can lie"
}

// span is a range; an open end excludes its bound.
type span struct {
	low, high         float64
	openLow, openHigh bool
}

var (
	inf      = math.Inf(1)
	positive = span{low: 0, high: inf, openLow: true, openHigh: true}
	atLeast0 = span{low: 0, high: inf, openHigh: true}
	unit     = span{low: 0, high: 1}
	sym      = span{low: -1, high: 1}
	percent  = span{low: 0, high: 100}
	growth   = span{low: -1, high: 2, openLow: true, openHigh: true}
	margin   = span{low: math.Inf(-1), high: 1, openLow: true}
	change   = span{low: -1, high: inf, openLow: true, openHigh: true}
	drawdown = span{low: -1, high: 0}
	vol      = span{low: 0, high: 5, openHigh: true}
	implied  = span{low: 0, high: 5, openLow: true, openHigh: true}
	anything = span{low: math.Inf(-1), high: inf, openLow: true, openHigh: true}
	peRange  = span{low: -100, high: 1000, openLow: true, openHigh: true}
	yieldOK  = span{low: 0, high: 0.20}
)

func (s span) holds(v float64) bool {
	return !(math.IsNaN(v) || v < s.low || v > s.high || s.openLow && v == s.low || s.openHigh && v == s.high)
}

func (s span) String() string {
	l, r := "[", "]"
	if s.openLow {
		l = "("
	}
	if s.openHigh {
		r = ")"
	}
	return l + num(s.low) + ", " + num(s.high) + r
}

// ranges checks one value after another.
type ranges struct{ list }

func (g *ranges) val(what string, v float64, s span) {
	if !s.holds(v) {
		g.fail("correct the value or, when it is real, leave it out and say why in a gap or note",
			"%s is %s, outside %s", what, num(v), s)
	}
}

func (g *ranges) ptr(what string, v *float64, s span) {
	if v != nil {
		g.val(what, *v, s)
	}
}

// order checks that present values do not descend.
func (g *ranges) order(what string, vs ...*float64) {
	var last *float64
	for _, v := range vs {
		if v == nil {
			continue
		}
		if last != nil && *v < *last-1e-12 {
			g.fail("they are computed from one sample and must be in order", "%s are out of order: %s after %s", what, num(*v), num(*last))
			return
		}
		last = v
	}
}

func (valueRanges) Check(r *tearsheet.Report) []tearsheet.Finding {
	var g ranges
	g.market(r.Market)
	g.technical(r.Technical)
	g.fundamental(r.Fundamental)
	g.sentiment(r.Sentiment)
	g.options(r.Options)
	g.risk(r.Risk)
	g.recommendation(r.Recommendation)
	return g.list
}

func (g *ranges) market(m *tearsheet.Market) {
	if m == nil {
		return
	}
	g.val("price", m.Price, positive)
	g.ptr("market cap", m.MarketCap, positive)
	g.ptr("shares outstanding", m.Shares, positive)
	g.ptr("dividends of 12 months", m.DividendTTM, atLeast0)
	g.ptr("dividend yield", m.DividendYield, yieldOK)
	g.ptr("change of a day", m.Change1D, change)
	g.ptr("volume", m.Volume, atLeast0)
	g.ptr("average volume", m.AvgVolume, atLeast0)
	g.ptr("52-week high", m.High52W, positive)
	g.ptr("52-week low", m.Low52W, positive)
	g.ptr("position in the 52-week range", m.RangePosition, unit)
	g.order("52-week low, price and 52-week high", m.Low52W, &m.Price, m.High52W)
	for _, p := range m.Returns {
		g.val("return over "+p.Label, p.Return, change)
		g.ptr("benchmark return over "+p.Label, p.Benchmark, change)
	}
	for i, c := range m.History.Close {
		if !positive.holds(c) {
			g.val("close of the price history at position "+num(float64(i+1)), c, positive)
			break
		}
	}
}

func (g *ranges) technical(t *tearsheet.Technical) {
	if t == nil {
		return
	}
	g.ptr("SMA 20", t.SMA20, positive)
	g.ptr("SMA 50", t.SMA50, positive)
	g.ptr("SMA 200", t.SMA200, positive)
	g.ptr("EMA 12", t.EMA12, positive)
	g.ptr("EMA 26", t.EMA26, positive)
	g.ptr("MACD", t.MACD, anything)
	g.ptr("MACD signal", t.MACDSignal, anything)
	g.ptr("RSI", t.RSI14, percent)
	g.ptr("ADX", t.ADX14, percent)
	g.ptr("ATR", t.ATR14, atLeast0)
	g.ptr("12-1 month momentum", t.Momentum, change)
	g.ptr("20-day volatility", t.Vol20, vol)
	g.ptr("support", t.Support, positive)
	g.ptr("resistance", t.Resistance, positive)
	g.order("the Bollinger bands", t.BBLower, t.BBUpper)
	g.val("technical score", t.Score, sym)
	for _, s := range t.Signals {
		g.val("lean of "+s.Name, float64(s.Lean), sym)
	}
}

func (g *ranges) fundamental(f *tearsheet.Fundamental) {
	if f == nil {
		return
	}
	latest := ""
	for _, y := range f.Annual {
		if y.End.String() > latest {
			latest = y.End.String()
		}
	}
	for _, y := range columns(f) {
		at := " " + y.Fiscal
		switch v := y.RevenueGrowth; {
		case v == nil:
		case y.Fiscal == "TTM" || y.End.String() == latest:
			g.val("revenue growth"+at, *v, growth)
		case !growth.holds(*v):
			g.warn("confirm it in the filing: an older year of a young company can be real",
				"revenue growth%s is %s, outside %s", at, num(*v), growth)
		}
		g.ptr("revenue"+at, y.Revenue, anything)
		g.ptr("gross margin"+at, y.GrossMargin, margin)
		g.ptr("operating margin"+at, y.OperatingMargin, margin)
		g.ptr("net margin"+at, y.NetMargin, margin)
		g.ptr("diluted shares"+at, y.DilutedShares, positive)
		g.ptr("total assets"+at, y.Assets, positive)
		g.ptr("total liabilities"+at, y.Liabilities, atLeast0)
		g.ptr("cash"+at, y.Cash, atLeast0)
		g.ptr("debt"+at, y.Debt, atLeast0)
	}
	for _, m := range f.Metrics {
		g.val("metric "+m.Key, m.Value, metricSpan(m.Key))
	}
	g.val("fundamental score", f.Score, sym)
}

// metricSpan is the range of a metric by its key.
func metricSpan(key string) span {
	switch key {
	case "pe", "forward_pe", "pe_forward":
		return peRange
	case "dividend_yield":
		return yieldOK
	case "revenue_growth":
		return growth
	case "market_cap":
		return positive
	case "ps", "current_ratio", "quick_ratio", "asset_turnover":
		return atLeast0
	}
	switch {
	case strings.HasSuffix(key, "_margin"):
		return margin
	case strings.HasPrefix(key, "revenue_growth"), strings.HasPrefix(key, "revenue_cagr"):
		return growth
	case strings.Contains(key, "prob"):
		return unit
	}
	return anything
}

func (g *ranges) sentiment(s *tearsheet.Sentiment) {
	if s == nil {
		return
	}
	g.ptr("sentiment score", s.Score, sym)
	g.ptr("sentiment dispersion", s.Dispersion, atLeast0)
	for _, n := range s.Stories {
		g.val("score of "+quoted(n.Title), n.Score, sym)
		g.val("relevance of "+quoted(n.Title), n.Relevance, unit)
	}
	if s.Positive < 0 || s.Neutral < 0 || s.Negative < 0 {
		g.fail("count again", "the story counts are negative: %d, %d, %d", s.Positive, s.Neutral, s.Negative)
	}
	if s.Score != nil && s.Positive+s.Neutral+s.Negative == 0 {
		g.fail("leave the score out when there is no story", "the sentiment score is %s without any story", num(*s.Score))
	}
}

func (g *ranges) options(o *tearsheet.Options) {
	if o == nil {
		return
	}
	g.val("option spot", o.Spot, positive)
	g.ptr("implied volatility", o.ImpliedVol, implied)
	g.ptr("implied move", o.ImpliedMove, span{low: 0, high: 2})
	g.ptr("realised volatility", o.RealisedVol, vol)
	for _, t := range o.Expiries {
		at := " of " + t.Expiry.String()
		g.val("rate"+at, t.Rate, span{low: -0.05, high: 0.5})
		g.ptr("at-the-money volatility"+at, t.ATMVol, implied)
		g.ptr("forward"+at, t.Forward, positive)
		g.ptr("implied move"+at, t.ImpliedMove, span{low: 0, high: 2})
		for _, p := range t.Smile {
			g.val("smile volatility at "+num(p.Strike)+at, p.Vol, implied)
		}
	}
	for _, q := range o.Contracts {
		at := " of the " + q.Expiry.String() + " " + num(q.Strike) + " " + string(q.Right)
		g.val("strike"+at, q.Strike, positive)
		g.ptr("implied volatility"+at, q.IV, implied)
		side := unit
		if q.Right == tearsheet.Put {
			side = span{low: -1, high: 0}
		}
		g.ptr("delta"+at, q.Delta, side)
		g.ptr("gamma"+at, q.Gamma, atLeast0)
		g.ptr("vega"+at, q.Vega, atLeast0)
		g.ptr("fair value"+at, q.FairValue, atLeast0)
	}
}

func (g *ranges) risk(k *tearsheet.Risk) {
	if k == nil {
		return
	}
	loss := span{low: -0.01, high: 1}
	g.ptr("volatility of a year", k.Vol1Y, vol)
	g.ptr("volatility of 3 months", k.Vol3M, vol)
	g.ptr("beta", k.Beta, span{low: -5, high: 5})
	g.order("beta and its confidence interval", k.BetaLow, k.Beta, k.BetaHigh)
	g.ptr("correlation", k.Correlation, sym)
	g.ptr("maximum drawdown", k.MaxDrawdown, drawdown)
	g.ptr("current drawdown", k.CurrentDrawdown, drawdown)
	g.order("maximum and current drawdown", k.MaxDrawdown, k.CurrentDrawdown)
	g.ptr("VaR 95", k.VaR95, loss)
	g.ptr("expected shortfall 95", k.ES95, loss)
	g.ptr("VaR 99", k.VaR99, loss)
	g.order("VaR 95 and VaR 99", k.VaR95, k.VaR99)
	g.order("VaR 95 and expected shortfall 95", k.VaR95, k.ES95)
	g.ptr("risk-free rate", k.RiskFree, span{low: -0.05, high: 0.5})
	g.ptr("Sharpe ratio", k.Sharpe, span{low: -20, high: 20})
	g.ptr("risk score", k.Score, unit)
	for _, p := range k.Parts {
		g.val("risk score of "+p.Name, p.Score, unit)
	}
}

func (g *ranges) recommendation(rec tearsheet.Recommendation) {
	g.val("conviction", rec.Conviction, unit)
	g.val("confidence", rec.Confidence, unit)
	g.val("recommendation risk score", rec.RiskScore, unit)
	g.ptr("target price", rec.TargetPrice, positive)
	g.val("amount", rec.Amount, atLeast0)
	g.val("horizon in days", float64(rec.HorizonDays), span{low: 0, high: 3660})
	for _, p := range rec.Pillars {
		g.val("score of pillar "+p.Name, p.Score, sym)
		g.val("coverage of pillar "+p.Name, p.Coverage, unit)
	}
}
