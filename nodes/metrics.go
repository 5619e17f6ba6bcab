package nodes

import (
	"fmt"
	"math"
	"slices"

	"tearsheet"
	"tearsheet/nodes/statement"
)

// metrics computes the ratios of the fundamental section. Each is a fact with its
// formula and inputs; one whose input is missing or whose denominator makes it
// meaningless is left out.
type metrics struct {
	l      *ledger
	out    *tearsheet.Fundamental
	set    statement.Set
	prices tearsheet.Series
	market *tearsheet.Market
	price  tearsheet.Fact
	cap    tearsheet.Fact
	hasCap bool
}

// facts finds the price and capitalisation the market node gave.
func (m *metrics) facts(in tearsheet.State, market tearsheet.Market) {
	m.price, _ = in.Fact(market.Cites["price"])
	m.cap, m.hasCap = in.Fact(market.Cites["market_cap"])
}

func (m *metrics) add(key, label, group string, unit tearsheet.Unit, v float64, formula, per string, from ...tearsheet.Fact) (tearsheet.Fact, bool) {
	p := tearsheet.Period{Start: m.set.TTM.Start, End: m.set.TTM.End, Fiscal: per}
	f, ok := m.l.derive(tearsheet.Concept("calc:"+key), label, v, unit, p, formula, from...)
	if !ok {
		return f, false
	}
	x, _ := f.Value.Float()
	m.out.Metrics = append(m.out.Metrics, tearsheet.Metric{Key: key, Label: label, Value: x, Unit: unit, Group: group, Period: per, Fact: f.ID})
	m.out.Cites[key] = f.ID
	return f, true
}

func (m *metrics) all() {
	t := m.set.TTM
	at := func(i statement.Item) (tearsheet.Fact, float64, bool) {
		f, ok := t.Lines[i]
		if !ok {
			return f, 0, false
		}
		v, num := f.Value.Float()
		return f, v, num
	}
	// over adds a/b when b is positive.
	over := func(key, label, group, formula, per string, a, b statement.Item) {
		x, xv, ok1 := at(a)
		d, dv, ok2 := at(b)
		if ok1 && ok2 && dv > 0 {
			m.add(key, label, group, tearsheet.Pure, xv/dv, formula, per, x, d)
		}
	}
	m.valuation(at)
	over("gross_margin", "Gross margin", "profitability", "gross profit / revenue", "TTM", statement.GrossProfit, statement.Revenue)
	over("operating_margin", "Operating margin", "profitability", "operating income / revenue", "TTM", statement.OperatingIncome, statement.Revenue)
	over("net_margin", "Net margin", "profitability", "net income / revenue", "TTM", statement.NetIncome, statement.Revenue)
	over("roe", "Return on equity", "profitability", "net income / shareholders' equity at period end", "TTM", statement.NetIncome, statement.ParentEquity)
	over("roa", "Return on assets", "profitability", "net income / total assets at period end", "TTM", statement.NetIncome, statement.Assets)
	m.roic(at)
	over("fcf_margin", "Free cash flow margin", "cash", "free cash flow / revenue", "TTM", statement.FreeCashFlow, statement.Revenue)
	if m.set.Kind == "industrial" || m.set.Kind == "reit" {
		over("cash_conversion", "Cash conversion", "cash", "operating cash flow / net income", "TTM", statement.OperatingCash, statement.NetIncome)
	}
	over("capex_to_revenue", "Capital expenditure to revenue", "cash", "capital expenditure / revenue", "TTM", statement.Capex, statement.Revenue)
	over("current_ratio", "Current ratio", "liquidity", "current assets / current liabilities", "MRQ", statement.CurrentAssets, statement.CurrentLiabilities)
	over("debt_to_equity", "Debt to equity", "leverage", "total debt / shareholders' equity", "MRQ", statement.Debt, statement.ParentEquity)
	over("interest_coverage", "Interest coverage", "leverage", "operating income / interest expense", "TTM", statement.OperatingIncome, statement.InterestExpense)
	if e, ev, ok := m.ebitda(at); ok && ev > 0 {
		if d, dv, ok := at(statement.NetDebt); ok {
			m.add("net_debt_to_ebitda", "Net debt to EBITDA", "leverage", tearsheet.Pure, dv/ev, "net debt / EBITDA", "TTM", d, e)
		}
	}
	m.growth(at)
}

type lookup func(statement.Item) (tearsheet.Fact, float64, bool)

func (m *metrics) ebitda(at lookup) (tearsheet.Fact, float64, bool) {
	o, ov, ok1 := at(statement.OperatingIncome)
	d, dv, ok2 := at(statement.Depreciation)
	if !ok1 || !ok2 || m.set.Kind == "bank" || m.set.Kind == "insurer" {
		return tearsheet.Fact{}, 0, false
	}
	f, ok := m.l.derive("calc:ebitda", "EBITDA", ov+dv, o.Unit, o.Period, "operating income + depreciation and amortisation", o, d)
	return f, ov + dv, ok
}

// valuation is what the price pays for.
func (m *metrics) valuation(at lookup) {
	if e, ev, ok := at(statement.EPSDiluted); ok {
		m.add("eps_ttm", "Diluted EPS", "valuation", e.Unit, ev, "trailing diluted EPS on the as-of share basis", "TTM", e)
		if px, ok := m.price.Value.Float(); ok && ev > 0 {
			m.add("pe", "Price to earnings", "valuation", tearsheet.Pure, px/ev, "price / diluted EPS (TTM)", "TTM", m.price, e)
		} else if ok {
			m.out.Notes = append(m.out.Notes, "trailing earnings are not positive, so there is no price to earnings")
		}
	}
	if !m.hasCap {
		return
	}
	capital, _ := m.cap.Value.Float()
	if r, rv, ok := at(statement.Revenue); ok && rv > 0 {
		m.add("ps", "Price to sales", "valuation", tearsheet.Pure, capital/rv, "market capitalisation / revenue", "TTM", m.cap, r)
	}
	if b, bv, ok := at(statement.ParentEquity); ok && bv > 0 {
		m.add("pb", "Price to book", "valuation", tearsheet.Pure, capital/bv, "market capitalisation / shareholders' equity", "MRQ", m.cap, b)
	} else if ok {
		m.out.Notes = append(m.out.Notes, "shareholders' equity is not positive, so there is no price to book or return on equity")
	}
	if f, fv, ok := at(statement.FreeCashFlow); ok {
		m.add("fcf_yield", "Free cash flow yield", "valuation", tearsheet.Pure, fv/capital, "free cash flow / market capitalisation", "TTM", f, m.cap)
	}
	if b, bv, ok := at(statement.Buybacks); ok {
		m.add("buyback_yield", "Buyback yield", "valuation", tearsheet.Pure, bv/capital, "share repurchases / market capitalisation", "TTM", b, m.cap)
	}
	d, dv, ok := at(statement.NetDebt)
	if !ok {
		return
	}
	ev, ok := m.add("ev", "Enterprise value", "valuation", m.cap.Unit, capital+dv, "market capitalisation + net debt", "MRQ", m.cap, d)
	if !ok {
		return
	}
	if r, rv, ok := at(statement.Revenue); ok && rv > 0 {
		m.add("ev_sales", "EV to sales", "valuation", tearsheet.Pure, (capital+dv)/rv, "enterprise value / revenue", "TTM", ev, r)
	}
	if e, v, ok := m.ebitda(at); ok && v > 0 {
		m.add("ev_ebitda", "EV to EBITDA", "valuation", tearsheet.Pure, (capital+dv)/v, "enterprise value / EBITDA", "TTM", ev, e)
	}
}

// roic is after-tax operating income over debt plus equity less cash (McKinsey,
// Valuation, without goodwill adjustment). The tax rate is the period's own,
// within 0 and 35 %.
func (m *metrics) roic(at lookup) {
	o, ov, ok1 := at(statement.OperatingIncome)
	tax, tv, ok2 := at(statement.IncomeTax)
	pre, pv, ok3 := at(statement.PretaxIncome)
	d, dv, ok4 := at(statement.NetDebt)
	e, ev, ok5 := at(statement.Equity)
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || pv <= 0 || dv+ev <= 0 {
		return
	}
	m.add("roic", "Return on invested capital", "profitability", tearsheet.Pure, ov*(1-clamp(tv/pv, 0, 0.35))/(dv+ev),
		"operating income x (1 - tax rate) / (net debt + equity)", "TTM", o, tax, pre, d, e)
}

func (m *metrics) growth(at lookup) {
	pair := func(key, label string, i statement.Item) {
		now, nv, ok := at(i)
		if !ok || m.set.Prior == nil {
			return
		}
		was, ok := m.set.Prior.Lines[i]
		wv, num := was.Value.Float()
		if ok && num && wv > 0 && m.comparable(label, nv/wv-1) {
			m.add(key, label, "growth", tearsheet.Pure, nv/wv-1, "trailing twelve months / the twelve months before - 1", "TTM", now, was)
		}
	}
	pair("revenue_growth_ttm", "Revenue growth", statement.Revenue)
	pair("eps_growth_ttm", "EPS growth", statement.EPSDiluted)
	pair("fcf_growth_ttm", "Free cash flow growth", statement.FreeCashFlow)
	if n := len(m.set.Annual); n >= 4 {
		a, ok1 := m.set.Annual[0].Lines[statement.Revenue]
		b, ok2 := m.set.Annual[3].Lines[statement.Revenue]
		av, _ := a.Value.Float()
		bv, _ := b.Value.Float()
		if ok1 && ok2 && bv > 0 && av > 0 && m.comparable("Revenue growth, three years a year", math.Cbrt(av/bv)-1) {
			m.add("revenue_cagr_3y", "Revenue growth, three years a year", "growth", tearsheet.Pure, math.Cbrt(av/bv)-1,
				"(revenue / revenue three fiscal years earlier)^(1/3) - 1", m.set.Annual[0].Fiscal, a, b)
		}
		c, ok1 := m.set.Annual[0].Lines[statement.EPSDiluted]
		d, ok2 := m.set.Annual[3].Lines[statement.EPSDiluted]
		cv, _ := c.Value.Float()
		dv, _ := d.Value.Float()
		if ok1 && ok2 && cv > 0 && dv > 0 {
			m.add("eps_cagr_3y", "EPS growth, three years a year", "growth", tearsheet.Pure, math.Cbrt(cv/dv)-1,
				"(diluted EPS / diluted EPS three fiscal years earlier)^(1/3) - 1", m.set.Annual[0].Fiscal, c, d)
		}
	}
	m.multipleHistory()
}

// comparable reports whether a growth rate compares like with like. A company
// that more than trebles, or loses all, has left its base: the statements show
// the amounts, and a note says why there is no rate.
func (m *metrics) comparable(label string, g float64) bool {
	if g > -1 && g < 2 {
		return true
	}
	m.out.Notes = append(m.out.Notes, label+" is left out: from one period to the next the amount more than trebled or vanished, so a rate would mislead; the statements show the amounts")
	return false
}

// multipleHistory is the company's own price to earnings (or to sales, for a
// company without earnings) at each fiscal year end, and its median.
func (m *metrics) multipleHistory() {
	if m.market == nil {
		return
	}
	for _, x := range []struct {
		key, label, formula string
		item                statement.Item
	}{{"pe_median_5y", "Median price to earnings, own fiscal year ends", "median of price / diluted EPS at fiscal year ends", statement.EPSDiluted}} {
		var values []float64
		var from []tearsheet.Fact
		for _, c := range m.set.Annual {
			f, ok := c.Lines[x.item]
			i := onOrBefore(m.prices.Bars, c.End)
			v, _ := f.Value.Float()
			if !ok || v <= 0 || i < 0 || c.End.DaysSince(m.prices.Bars[i].Date) > 7 {
				continue
			}
			values = append(values, m.prices.Bars[i].Close/v)
			from = append(from, closeFact(m.prices, i), f)
		}
		if len(values) < 3 {
			continue
		}
		slices.Sort(values)
		med := values[len(values)/2]
		if len(values)%2 == 0 {
			med = (values[len(values)/2-1] + med) / 2
		}
		hist, ok := m.add(x.key, x.label, "valuation", tearsheet.Pure, med, fmt.Sprintf("%s, %d years", x.formula, len(values)), "history", from...)
		if pe, f, has := m.get("pe"); ok && has {
			// In log terms a year takes the multiple half way back: full reversion
			// within twelve months would be a bold claim about any single share.
			m.add("fair_pe", "Price to earnings, half way to its own median", "valuation", tearsheet.Pure, math.Sqrt(pe*med),
				"square root of (price to earnings x its own median)", "history", f, hist)
		}
	}
}

func (m *metrics) get(key string) (float64, tearsheet.Fact, bool) {
	for _, x := range m.out.Metrics {
		if x.Key == key {
			for _, f := range m.l.delta.Facts {
				if f.ID == x.Fact {
					return x.Value, f, true
				}
			}
		}
	}
	return 0, tearsheet.Fact{}, false
}

// score grades growth, profitability, balance sheet, cash and valuation from -1
// to 1 and averages the grades that exist.
func (m *metrics) score() {
	sum, n := 0.0, 0
	var from []tearsheet.Fact
	grade := func(key string, bad, good float64) {
		if v, f, ok := m.get(key); ok {
			sum += clamp(2*(v-bad)/(good-bad)-1, -1, 1)
			n++
			from = append(from, f)
		}
	}
	grade("revenue_growth_ttm", -0.05, 0.15)
	grade("eps_growth_ttm", -0.15, 0.25)
	grade("net_margin", 0, 0.20)
	grade("roe", 0, 0.25)
	grade("fcf_yield", 0, 0.06)
	grade("debt_to_equity", 2.5, 0.2)
	grade("current_ratio", 0.7, 1.8)
	if pe, f, ok := m.get("pe"); ok {
		if med, g, ok := m.get("pe_median_5y"); ok {
			sum += clamp((med/pe-1)/0.4, -1, 1) // 40 % under its own median is full marks
			n++
			from = append(from, f, g)
		}
	}
	if n < 3 {
		m.l.gap("no_data", fmt.Sprintf("only %d of the graded ratios exist, so fundamentals have no score", n), "")
		return
	}
	if f, ok := m.l.derive("calc:fundamental_score", "Fundamental score", round(sum/float64(n), 4), tearsheet.Pure,
		tearsheet.Period{Start: m.set.TTM.Start, End: m.set.TTM.End, Fiscal: "TTM"}, fmt.Sprintf("mean of %d graded ratios, -1 to 1", n), from...); ok {
		m.out.Score, _ = f.Value.Float()
		m.out.Cites["score"] = f.ID
	}
}
