package reports_test

import (
	"encoding/json"
	"fmt"
	"math"
	"time"

	"tearsheet"
)

// The fixtures are hand-made reports of companies that do not exist. Prices come
// from a seeded generator; statements are entered below.

type maker struct {
	r     *tearsheet.Report
	seen  map[tearsheet.FactID]bool
	seed  uint64
	known time.Time
}

func p(f float64) *float64 { return &f }

func day(s string) tearsheet.Date {
	d, err := tearsheet.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func dec(f float64) tearsheet.Decimal {
	d, err := tearsheet.DecimalFromFloat(f)
	if err != nil {
		panic(err)
	}
	return d
}

func (m *maker) add(f tearsheet.Fact) tearsheet.FactID {
	f.Subject = tearsheet.Subject("sec:" + m.r.Symbol)
	if f.Known.IsZero() {
		f.Known = m.known
	}
	f = f.Seal()
	if !m.seen[f.ID] {
		m.seen[f.ID] = true
		m.r.Facts = append(m.r.Facts, f)
	}
	return f.ID
}

func (m *maker) price(concept, label string, v float64, unit tearsheet.Unit, row int) tearsheet.FactID {
	return m.add(tearsheet.Fact{Concept: tearsheet.Concept(concept), Label: label, Value: tearsheet.Num(dec(v)), Unit: unit,
		Period: tearsheet.Instant(m.r.AsOf), Quality: tearsheet.Reported,
		Source: tearsheet.Source{Provider: "files", Locator: fmt.Sprintf("prices/%s.csv.gz row %d", m.r.Symbol, row), Digest: "sha256:9f2c5a0e77d14b1c"}})
}

func (m *maker) filed(tag, label string, v float64, unit tearsheet.Unit, per tearsheet.Period, acc string, known tearsheet.Date) tearsheet.FactID {
	return m.add(tearsheet.Fact{Concept: tearsheet.Concept("fin:" + tag), Label: label, Value: tearsheet.Num(dec(v)), Unit: unit, Period: per,
		Quality: tearsheet.Reported, Known: known.EndOfDay(),
		Source: tearsheet.Source{Provider: "edgar", Accession: acc, Tag: "us-gaap:" + label, Locator: "companyfacts.json"}})
}

func (m *maker) calc(concept, label string, v float64, unit tearsheet.Unit, per, formula string, from ...tearsheet.FactID) tearsheet.FactID {
	return m.add(tearsheet.Fact{Concept: tearsheet.Concept("calc:" + concept), Label: label, Value: tearsheet.Num(dec(v)), Unit: unit,
		Period: tearsheet.Period{End: m.r.AsOf, Fiscal: per}, Quality: tearsheet.Derived,
		Source: tearsheet.Source{Provider: tearsheet.Calc, Locator: formula}, From: from})
}

func (m *maker) rnd() float64 {
	m.seed = m.seed*6364136223846793005 + 1442695040888963407
	return float64(m.seed>>11) / (1 << 53)
}

// history makes n sessions ending at the as-of day with the last close given.
func (m *maker) history(n int, last, vol, drift float64) tearsheet.History {
	var h tearsheet.History
	d := m.r.AsOf
	for len(h.Dates) < n {
		if wd := d.UTC().Weekday(); wd != time.Saturday && wd != time.Sunday {
			h.Dates = append(h.Dates, d)
		}
		d = d.AddDays(-1)
	}
	x := last
	for i := range n {
		h.Close = append(h.Close, math.Round(x*100)/100)
		h.Volume = append(h.Volume, math.Round(2.1e6*(0.6+m.rnd()+3*math.Pow(m.rnd(), 14))))
		g := m.rnd() + m.rnd() + m.rnd() - 1.5
		x /= 1 + drift + vol*g + 0.004*math.Sin(float64(i)/70)
	}
	for i, j := 0, n-1; i < j; i, j = i+1, j-1 {
		h.Dates[i], h.Dates[j] = h.Dates[j], h.Dates[i]
		h.Close[i], h.Close[j] = h.Close[j], h.Close[i]
	}
	return h
}

func newMaker(symbol, name, cik, industry, kind string) *maker {
	r := &tearsheet.Report{
		Schema: tearsheet.ReportSchema, RunID: "01JM8Z4Q6T2V5XWDN3K7B9RHYC", Symbol: symbol, Name: name, CIK: cik,
		Issuer: &tearsheet.Issuer{CIK: 1999001, Name: name, SIC: 3826, Industry: industry, Exchange: "NASDAQ", FiscalYearEnd: "1231"},
		AsOf:   day("2025-02-21"), GeneratedAt: time.Date(2025, 2, 22, 9, 30, 0, 0, time.UTC), Currency: "USD",
		Data:        tearsheet.ReportData{Source: "testdata"},
		Disclosures: []string{"Made by software from public data. It is not investment advice, an offer or a solicitation. No analyst holds a position in this fictional company."},
	}
	_ = kind
	return &maker{r: r, seen: map[tearsheet.FactID]bool{}, seed: 7, known: r.AsOf.CloseTime()}
}

type year struct {
	fy                                                                     string
	start, end, filed                                                      string
	rev, gross, op, net, eps, shares, ocf, capex, assets, liab, cash, debt float64 // money in millions
}

// fiscal makes a column; a zero in gross, op, capex or debt means not reported.
func (m *maker) fiscal(y year, prev *float64) tearsheet.FiscalYear {
	acc := fmt.Sprintf("0001999001-%s-000014", y.filed[2:4])
	per := tearsheet.Period{Start: day(y.start), End: day(y.end), Fiscal: y.fy}
	end := tearsheet.Period{End: day(y.end), Fiscal: y.fy}
	f := tearsheet.FiscalYear{Fiscal: y.fy, Start: day(y.start), End: day(y.end), Filed: day(y.filed), Accession: acc, Cites: tearsheet.Cites{}}
	amt := func(key, tag string, v float64, pp tearsheet.Period) *float64 {
		if v == 0 {
			return nil
		}
		v *= 1e6
		f.Cites[key] = m.filed(key, tag, v, "USD", pp, acc, f.Filed)
		return &v
	}
	ratio := func(key, label string, a, b *float64, ka, kb string) *float64 {
		if a == nil || b == nil || *b == 0 {
			return nil
		}
		v := math.Round(*a / *b * 1e6) / 1e6
		f.Cites[key] = m.calc(key, label, v, tearsheet.Pure, y.fy, ka+" / "+kb, f.Cites[ka], f.Cites[kb])
		return &v
	}
	f.Revenue = amt("revenue", "Revenues", y.rev, per)
	f.GrossProfit = amt("gross_profit", "GrossProfit", y.gross, per)
	f.OperatingIncome = amt("operating_income", "OperatingIncomeLoss", y.op, per)
	f.NetIncome = amt("net_income", "NetIncomeLoss", y.net, per)
	if prev != nil && f.Revenue != nil && *prev > 0 {
		f.RevenueGrowth = p(math.Round((*f.Revenue / *prev - 1)*1e6) / 1e6)
		f.Cites["revenue_growth"] = m.calc("revenue_growth", "Revenue growth", *f.RevenueGrowth, tearsheet.Pure, y.fy, "revenue / revenue of the year before - 1", f.Cites["revenue"])
	}
	f.GrossMargin = ratio("gross_margin", "Gross margin", f.GrossProfit, f.Revenue, "gross_profit", "revenue")
	f.OperatingMargin = ratio("operating_margin", "Operating margin", f.OperatingIncome, f.Revenue, "operating_income", "revenue")
	f.NetMargin = ratio("net_margin", "Net margin", f.NetIncome, f.Revenue, "net_income", "revenue")
	f.EPSDiluted = p(y.eps)
	f.Cites["eps_diluted"] = m.filed("eps_diluted", "EarningsPerShareDiluted", y.eps, "USD/share", per, acc, f.Filed)
	f.DilutedShares = p(y.shares * 1e6)
	f.OperatingCash = amt("operating_cash_flow", "NetCashProvidedByUsedInOperatingActivities", y.ocf, per)
	f.Capex = amt("capex", "PaymentsToAcquirePropertyPlantAndEquipment", y.capex, per)
	if f.Capex != nil && f.OperatingCash != nil {
		f.FreeCashFlow = p(*f.OperatingCash - *f.Capex)
		f.Cites["free_cash_flow"] = m.calc("free_cash_flow", "Free cash flow", *f.FreeCashFlow, "USD", y.fy, "operating_cash_flow - capex", f.Cites["operating_cash_flow"], f.Cites["capex"])
	}
	f.Assets = amt("total_assets", "Assets", y.assets, end)
	f.Liabilities = amt("total_liabilities", "Liabilities", y.liab, end)
	f.Equity = p((y.assets - y.liab) * 1e6)
	f.Cites["equity"] = m.filed("equity", "StockholdersEquity", *f.Equity, "USD", end, acc, f.Filed)
	f.Cash = amt("cash", "CashAndCashEquivalentsAtCarryingValue", y.cash, end)
	f.Debt = amt("total_debt", "DebtLongtermAndShorttermCombinedAmount", y.debt, end)
	if f.Debt != nil && f.Cash != nil {
		f.NetDebt = p(*f.Debt - *f.Cash)
		f.Cites["net_debt"] = m.calc("net_debt", "Net debt", *f.NetDebt, "USD", y.fy, "total_debt - cash", f.Cites["total_debt"], f.Cites["cash"])
	}
	return f
}

func (m *maker) market(last, vol, drift float64, sessions int, shares, dividend float64) {
	h := m.history(sessions, last, vol, drift)
	lo, hi := last, last
	for _, c := range h.Close[max(0, len(h.Close)-252):] {
		lo, hi = min(lo, c), max(hi, c)
	}
	lo, hi = math.Round(lo*99)/100, math.Round(hi*101)/100
	mk := &tearsheet.Market{Price: last, PriceDate: m.r.AsOf, Basis: "as traded", Change1D: p(-0.0123), Volume: p(2412300), AvgVolume: p(2268450),
		High52W: p(hi), Low52W: p(lo), RangePosition: p((last - lo) / (hi - lo)), Shares: p(shares * 1e6), MarketCap: p(last * shares * 1e6),
		Benchmark: "SPY", History: h, Cites: tearsheet.Cites{}}
	c := mk.Cites
	c["price"] = m.price("px:close", "Close", last, "USD/share", sessions)
	c["change_1d"] = m.calc("change_1d", "Day change", -0.0123, tearsheet.Pure, "", "close / previous close - 1", c["price"])
	c["avg_volume_63d"] = m.calc("avg_volume_63d", "Mean volume, 63 sessions", 2268450, tearsheet.Shares, "", "mean(volume, 63)", c["price"])
	c["high_52w"] = m.price("px:high_52w", "52-week high", hi, "USD/share", sessions-40)
	c["low_52w"] = m.price("px:low_52w", "52-week low", lo, "USD/share", sessions-210)
	c["shares_outstanding"] = m.filed("shares_outstanding", "EntityCommonStockSharesOutstanding", shares*1e6, tearsheet.Shares, tearsheet.Instant(day("2025-02-07")), "0001999001-25-000014", day("2025-02-14"))
	c["market_cap"] = m.calc("market_cap", "Market capitalisation", last*shares*1e6, "USD", "", "price * shares_outstanding", c["price"], c["shares_outstanding"])
	if dividend > 0 {
		mk.DividendTTM, mk.DividendYield = p(dividend), p(math.Round(dividend/last*1e6)/1e6)
		c["dividend_ttm"] = m.price("px:dividend_ttm", "Dividends, 12 months", dividend, "USD/share", sessions)
		c["dividend_yield"] = m.calc("dividend_yield", "Dividend yield", *mk.DividendYield, tearsheet.Pure, "TTM", "dividend_ttm / price", c["dividend_ttm"], c["price"])
	}
	for i, l := range []string{"1W", "1M", "3M", "6M", "YTD", "1Y", "3Y", "5Y"} {
		back := []int{5, 21, 63, 126, 36, 252, 756, 1260}[i]
		if back >= len(h.Close) {
			break
		}
		v := math.Round((last/h.Close[len(h.Close)-1-back]-1)*1e6) / 1e6
		mk.Returns = append(mk.Returns, tearsheet.PeriodReturn{Label: l, From: h.Dates[len(h.Close)-1-back], Return: v, Benchmark: p(0.011 * float64(i+1)),
			Fact: m.calc("return_"+l, "Price return "+l, v, tearsheet.Pure, l, "close / close at start - 1", c["price"])})
	}
	m.r.Market = mk

	n := len(h.Close)
	avg := func(k int) *float64 {
		if n < k {
			return nil
		}
		s := 0.0
		for _, x := range h.Close[n-k:] {
			s += x
		}
		return p(math.Round(s/float64(k)*100) / 100)
	}
	t := &tearsheet.Technical{SMA20: avg(20), SMA50: avg(50), SMA200: avg(200), EMA12: avg(12), EMA26: avg(26), MACD: p(1.24), MACDSignal: p(0.87),
		RSI14: p(58.3), ADX14: p(23.1), ATR14: p(math.Round(last*2) / 100), BBUpper: p(math.Round(last*107) / 100), BBLower: p(math.Round(last*94) / 100),
		Momentum: p(0.1832), Vol20: p(0.243), Support: p(math.Round(last*92) / 100), Resistance: p(math.Round(last*106) / 100), Trend: "up", Score: 0.35, Cites: tearsheet.Cites{}}
	for _, x := range []struct {
		k, label string
		v        *float64
		u        tearsheet.Unit
	}{{"sma_20", "SMA 20", t.SMA20, "USD/share"}, {"sma_50", "SMA 50", t.SMA50, "USD/share"}, {"sma_200", "SMA 200", t.SMA200, "USD/share"},
		{"rsi_14", "RSI 14", t.RSI14, tearsheet.Pure}, {"macd", "MACD", t.MACD, "USD/share"}, {"macd_signal", "MACD signal", t.MACDSignal, "USD/share"},
		{"adx_14", "ADX 14", t.ADX14, tearsheet.Pure}, {"atr_14", "ATR 14", t.ATR14, "USD/share"}, {"bb_upper", "Bollinger upper", t.BBUpper, "USD/share"},
		{"bb_lower", "Bollinger lower", t.BBLower, "USD/share"}, {"momentum_12_1", "Momentum 12-1", t.Momentum, tearsheet.Pure}, {"volatility_20d", "Volatility, 20 days", t.Vol20, tearsheet.Pure},
		{"support", "Support", t.Support, "USD/share"}, {"resistance", "Resistance", t.Resistance, "USD/share"}} {
		if x.v != nil {
			t.Cites[x.k] = m.calc(x.k, x.label, *x.v, x.u, "", x.k+"(close)", c["price"])
		}
	}
	t.Signals = []tearsheet.Signal{
		{Name: "Trend", Reading: fmt.Sprintf("Close %s stands above the 50-day average.", tearsheet.Figure(dec(last), "USD/share", tearsheet.PriceStyle)), Lean: 1, Cites: []tearsheet.FactID{c["price"], t.Cites["sma_50"]}},
		{Name: "Momentum", Reading: "12-1 month return of 18.3%.", Lean: 1, Cites: []tearsheet.FactID{t.Cites["momentum_12_1"]}},
		{Name: "RSI", Reading: "58.30, neither overbought nor oversold.", Lean: 0, Cites: []tearsheet.FactID{t.Cites["rsi_14"]}},
		{Name: "Volatility", Reading: "20-day volatility of 24.3% is above its year.", Lean: -1, Cites: []tearsheet.FactID{t.Cites["volatility_20d"]}},
	}
	m.r.Technical = t

	peak, at, low := 0.0, 0, 0.0
	var from, to tearsheet.Date
	for i, x := range h.Close {
		if x > peak {
			peak, at = x, i
		}
		if d := x/peak - 1; d < low {
			low, from, to = d, h.Dates[at], h.Dates[i]
		}
	}
	low, now := math.Round(low*1e4)/1e4, math.Round((last/peak-1)*1e4)/1e4
	k := &tearsheet.Risk{Vol1Y: p(0.2712), Vol3M: p(0.2431), Beta: p(1.18), BetaLow: p(1.02), BetaHigh: p(1.34), Correlation: p(0.61), Benchmark: "SPY",
		MaxDrawdown: p(low), DrawdownPeak: from, DrawdownTrough: to, CurrentDrawdown: p(now), VaR95: p(0.0262), ES95: p(0.0384),
		VaR99: p(0.0447), Sharpe: p(0.84), RiskFree: p(0.0432), Score: p(0.41), Window: fmt.Sprintf("%d sessions to %s", n, m.r.AsOf), Cites: tearsheet.Cites{}}
	for _, x := range []struct {
		k, label string
		v        *float64
	}{{"volatility_1y", "Volatility, 1 year", k.Vol1Y}, {"volatility_3m", "Volatility, 3 months", k.Vol3M}, {"beta", "Beta", k.Beta}, {"beta_low", "Beta, lower bound", k.BetaLow},
		{"beta_high", "Beta, upper bound", k.BetaHigh}, {"correlation", "Correlation with SPY", k.Correlation}, {"max_drawdown", "Maximum drawdown", k.MaxDrawdown},
		{"current_drawdown", "Drawdown now", k.CurrentDrawdown}, {"var_95_1d", "VaR 95 %, 1 day", k.VaR95}, {"es_95_1d", "Expected shortfall 95 %", k.ES95},
		{"var_99_1d", "VaR 99 %, 1 day", k.VaR99}, {"sharpe_1y", "Sharpe ratio", k.Sharpe}, {"risk_free", "Risk-free rate", k.RiskFree}, {"score", "Risk score", k.Score}} {
		k.Cites[x.k] = m.calc("risk_"+x.k, x.label, *x.v, tearsheet.Pure, "", x.k+"(returns)", c["price"])
	}
	k.Anomalies = []tearsheet.Anomaly{{Date: day("2025-02-13"), Kind: "volume", Value: 9120400, Z: 5.2, Fact: m.price("px:volume", "Volume", 9120400, tearsheet.Shares, sessions-6)}}
	k.Parts = []tearsheet.RiskPart{{Name: "volatility", Weight: 0.4, Score: 0.45, Why: "one-year volatility against a 15 to 45 % band"},
		{Name: "drawdown", Weight: 0.3, Score: 0.48, Why: "deepest drawdown of the window"}, {Name: "leverage", Weight: 0.3, Score: 0.28, Why: "net debt against EBITDA"}}
	m.r.Risk = k
}

func (m *maker) metric(key, label string, v float64, unit tearsheet.Unit, group, period, formula string, from ...tearsheet.FactID) {
	m.r.Fundamental.Metrics = append(m.r.Fundamental.Metrics, tearsheet.Metric{Key: key, Label: label, Value: v, Unit: unit, Group: group, Period: period,
		Fact: m.calc(key, label, v, unit, period, formula, from...)})
}

func (m *maker) finish(rating tearsheet.Rating, target *float64, gate tearsheet.Gate) *tearsheet.Report {
	r := m.r
	r.Recommendation = tearsheet.Recommendation{Rating: rating, Conviction: 0.62, Confidence: 0.84, RiskScore: 0.41, TargetPrice: target, HorizonDays: 365, Amount: 10000,
		Cites: tearsheet.Cites{}}
	if target != nil {
		r.Recommendation.Cites["target_price"] = m.calc("target", "Target price", *target, "USD/share", "", "median of DCF and multiple values")
	}
	r.Gate = gate
	r.Strategy = tearsheet.Strategy{Used: "primary", Reason: "all required evidence is present"}
	r.Usage = tearsheet.Usage{WallMS: 812, CacheHits: 4, Nodes: []tearsheet.NodeUsage{{Name: "market", MS: 41, Attempts: 1, Status: "ok"}, {Name: "fundamental", MS: 120, Attempts: 1, Status: "ok"},
		{Name: "options", MS: 77, Attempts: 2, Status: "ok"}, {Name: "reason", MS: 19, Attempts: 1, Status: "ok"}}}
	r.Provenance = tearsheet.Provenance{BinaryVersion: "v0.1.0 (3f2c1ab)", GraphDigest: "sha256:4c1f09b2e8d7", ConfigDigest: "sha256:77aa01c3d4e5",
		StateDigest: "sha256:0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e", LogHead: "sha256:aa11bb22cc33dd44ee55ff66"}
	if r.Validation.Checks == nil {
		r.Validation.Checks = []string{"ranges", "pe_coherence", "cap_coherence", "balance_sheet", "consistency", "figures_are_facts"}
	}
	return r
}

// fullReport is an industrial company with everything.
func fullReport() *tearsheet.Report {
	m := newMaker("ALDR", "Aldermere Instruments Corporation", "0001999001", "Laboratory analytical instruments", "industrial")
	r := m.r
	r.Notice = "SAMPLE: a fictional company with simulated prices, made for the tests of this program."
	m.market(187.42, 0.021, 0.0006, 1400, 142.6, 1.92)
	f := &tearsheet.Fundamental{Entity: r.Name, Industry: "Laboratory analytical instruments", Kind: "industrial", LastFiled: day("2025-02-14"), LastForm: "10-K", LastPeriod: day("2024-12-31"), Score: 0.42, Cites: tearsheet.Cites{}}
	r.Fundamental = f
	var prev *float64
	for _, y := range []year{
		{"FY2020", "2020-01-01", "2020-12-31", "2021-02-16", 2984.1, 1611.4, 492.4, 361.2, 2.41, 149.8, 588.0, 121.4, 5120, 2701, 611, 1480},
		{"FY2021", "2021-01-01", "2021-12-31", "2022-02-15", 3412.6, 1872.0, 641.6, 489.9, 3.29, 148.9, 702.1, 140.2, 5604, 2788, 744, 1420},
		{"FY2022", "2022-01-01", "2022-12-31", "2023-02-14", 3688.9, 1984.6, 652.9, 497.3, 3.38, 147.1, 611.7, 188.6, 5811, 2904, 502, 1515},
		{"FY2023", "2023-01-01", "2023-12-31", "2024-02-15", 3621.3, 1955.5, 599.0, 452.7, 3.12, 145.1, 720.8, 151.0, 5902, 2811, 688, 1390},
		{"FY2024", "2024-01-01", "2024-12-31", "2025-02-14", 4018.7, 2230.4, 771.6, 593.8, 4.13, 143.8, 861.5, 162.9, 6233, 2790, 903, 1268},
	} {
		fy := m.fiscal(y, prev)
		prev = fy.Revenue
		f.Annual = append(f.Annual, fy)
	}
	ttm := f.Annual[4]
	ttm.Fiscal = "TTM"
	f.TTM = &ttm
	c := r.Market.Cites
	last := f.Annual[4].Cites
	m.metric("pe", "Price / earnings", 45.3801, tearsheet.Pure, "valuation", "TTM", "price / eps_diluted", c["price"], last["eps_diluted"])
	m.metric("enterprise_value", "Enterprise value", 27091092000, "USD", "valuation", "2025-02-21", "market_cap + net_debt", c["market_cap"], last["net_debt"])
	m.metric("ev_ebitda", "EV / EBITDA", 28.6, tearsheet.Pure, "valuation", "TTM", "enterprise_value / ebitda", c["market_cap"], last["operating_income"])
	m.metric("ev_sales", "EV / revenue", 6.7413, tearsheet.Pure, "valuation", "TTM", "enterprise_value / revenue", c["market_cap"], last["revenue"])
	m.metric("p_fcf", "Price / free cash flow", 38.26, tearsheet.Pure, "valuation", "TTM", "market_cap / free_cash_flow", c["market_cap"], last["free_cash_flow"])
	m.metric("fcf_yield", "Free cash flow yield", 0.02614, tearsheet.Pure, "valuation", "TTM", "free_cash_flow / market_cap", last["free_cash_flow"], c["market_cap"])
	m.metric("pb", "Price / book", 7.763, tearsheet.Pure, "valuation", "FY2024", "market_cap / equity", c["market_cap"], last["equity"])
	m.metric("roe", "Return on equity", 0.1817, tearsheet.Pure, "profitability", "FY2024", "net_income / mean equity", last["net_income"], last["equity"])
	m.metric("roic", "Return on invested capital", 0.1492, tearsheet.Pure, "profitability", "FY2024", "nopat / invested capital", last["operating_income"])
	m.metric("operating_margin", "Operating margin", 0.192, tearsheet.Pure, "profitability", "TTM", "operating_income / revenue", last["operating_income"], last["revenue"])
	m.metric("revenue_cagr_3y", "Revenue growth, 3 years a year", 0.056, tearsheet.Pure, "growth", "FY2021-24", "(revenue / revenue 3 years before)^(1/3) - 1", last["revenue"])
	m.metric("current_ratio", "Current ratio", 2.14, tearsheet.Pure, "liquidity", "FY2024", "current assets / current liabilities", last["total_assets"])
	m.metric("debt_to_equity", "Debt / equity", 0.3683, tearsheet.Pure, "leverage", "FY2024", "total_debt / equity", last["total_debt"], last["equity"])
	m.metric("interest_cover", "Interest cover", 14.2, tearsheet.Pure, "leverage", "FY2024", "operating_income / interest", last["operating_income"])
	m.metric("dso", "Days sales outstanding", 61, tearsheet.Days, "cash", "FY2024", "receivables / revenue * 365", last["revenue"])
	m.metric("cash_conversion", "Free cash flow / net income", 1.1765, tearsheet.Pure, "cash", "FY2024", "free_cash_flow / net_income", last["free_cash_flow"], last["net_income"])

	pe := f.Metrics[0].Fact
	growth := last["revenue_growth"]
	margin := last["operating_margin"]
	r.Thesis = tearsheet.Thesis{
		Summary: "Aldermere makes mass spectrometers and the consumables that run in them. Revenue grew 11.0% in FY2024 after a year of destocking, and the operating margin widened to 19.2% as consumables outgrew instruments. At 45.4x trailing earnings the shares price in several more such years.",
		Bull: []tearsheet.Claim{
			{ID: "bull-1", Text: "Revenue grew 11.0% to $4.0 billion, with recurring consumables the larger part for the first time.", Kind: tearsheet.FactClaim, Cites: []tearsheet.FactID{growth, last["revenue"]}},
			{ID: "bull-2", Text: "Operating margin reached 19.2% against 16.5% a year before.", Kind: tearsheet.FactClaim, Cites: []tearsheet.FactID{margin, f.Annual[3].Cites["operating_margin"]}},
			{ID: "bull-3", Text: "Free cash flow of $698.6 million covered the dividend and a falling net debt.", Kind: tearsheet.FactClaim, Cites: []tearsheet.FactID{last["free_cash_flow"], last["net_debt"]}},
		},
		Bear: []tearsheet.Claim{
			{ID: "bear-1", Text: "45.4x earnings leaves no room for a second destocking.", Kind: tearsheet.OpinionClaim, Cites: []tearsheet.FactID{pe}},
			{ID: "bear-2", Text: "Academic customers depend on public budgets that are under review.", Kind: tearsheet.OpinionClaim},
		},
		Catalysts: []tearsheet.Claim{
			{ID: "cat-1", Text: "First full year of the Helix 9 platform; the 10-K names it as the main source of order growth.", Kind: tearsheet.OpinionClaim},
			{ID: "cat-2", Text: "Net debt fell to $365.0 million, the lowest of the five years shown.", Kind: tearsheet.FactClaim, Cites: []tearsheet.FactID{last["net_debt"]}},
		},
		Risks: []tearsheet.ThesisRisk{
			{Claim: tearsheet.Claim{ID: "risk-1", Text: "Concentration: one contract manufacturer in one country assembles all Helix instruments.", Kind: tearsheet.OpinionClaim}, Tripwire: "supplier named in a Form 8-K, or inventories above 110 days"},
			{Claim: tearsheet.Claim{ID: "risk-2", Text: "Currency: 58 % of revenue arises outside the United States.", Kind: tearsheet.OpinionClaim}, Tripwire: "dollar index up 8 % in a quarter"},
		},
		WrongIf: []tearsheet.Claim{
			{ID: "wrong-bull-1", Text: "two quarters in a row show consumables growing less than instruments.", Kind: tearsheet.OpinionClaim},
			{ID: "wrong-bear-1", Text: "orders grow faster than revenue for two quarters.", Kind: tearsheet.OpinionClaim},
			{ID: "wrong-3", Text: "operating margin falls below 16.5% on a trailing basis.", Kind: tearsheet.OpinionClaim, Cites: []tearsheet.FactID{f.Annual[3].Cites["operating_margin"]}},
		},
	}
	r.Sentiment = &tearsheet.Sentiment{Score: p(0.18), Dispersion: p(0.41), Positive: 5, Neutral: 7, Negative: 2, Method: "word list, headlines only", Cites: tearsheet.Cites{}}
	for i, h := range []struct {
		t, pub string
		s      float64
	}{{"Aldermere beats on consumables, guides to mid-single-digit growth", "Fictional Wire", 0.62}, {"University labs postpone instrument purchases, survey says", "Bench Weekly", -0.41},
		{"Aldermere names new head of manufacturing", "Fictional Wire", 0}, {"Short interest in tools makers little changed", "Market Notes", -0.05}} {
		r.Sentiment.Stories = append(r.Sentiment.Stories, tearsheet.ScoredNews{Title: h.t, Publisher: h.pub, Published: fmt.Sprintf("2025-02-%02dT13:05:00Z", 20-i*2), URL: "https://news.example/aldr", Score: h.s, Relevance: 0.9,
			Fact: m.add(tearsheet.Fact{Concept: "news:headline", Label: "Headline", Value: tearsheet.Text(h.t), Unit: tearsheet.TextUnit, Period: tearsheet.Instant(r.AsOf), Quality: tearsheet.Reported, Source: tearsheet.Source{Provider: "rss", Locator: "news/aldr.xml"}})})
	}
	o := &tearsheet.Options{Quoted: "2025-02-21T21:00:00Z", Spot: 187.42, SpotBasis: "quote", Quality: "live", RealisedVol: p(0.2431), ImpliedVol: p(0.2864), ImpliedMove: p(0.0617), VolPremium: p(0.0433), ParityErrMax: p(0.31), Cites: tearsheet.Cites{},
		Notes: []string{"One contract was left out: its ask stood below its intrinsic value."}}
	r.Options = o
	for _, x := range []struct {
		k, l string
		v    *float64
		u    tearsheet.Unit
	}{{"implied_vol", "Implied volatility at the money", o.ImpliedVol, tearsheet.Pure}, {"realised_vol", "Realised volatility", o.RealisedVol, tearsheet.Pure}, {"implied_move", "Implied move", o.ImpliedMove, tearsheet.Pure}, {"iv_minus_realised", "Implied less realised volatility", o.VolPremium, tearsheet.Pure}, {"parity_error_max", "Largest parity residual", o.ParityErrMax, "USD/share"}} {
		o.Cites[x.k] = m.calc(x.k, x.l, *x.v, x.u, "", x.k, c["price"])
	}
	o.Cites["spot"] = m.add(tearsheet.Fact{Concept: "opt:spot", Label: "Spot with the chain", Value: tearsheet.Num(dec(187.42)), Unit: "USD/share", Period: tearsheet.Instant(r.AsOf), Quality: tearsheet.Reported, Source: tearsheet.Source{Provider: "files", Locator: "options/ALDR.json quote"}})
	for i, e := range []struct {
		d    string
		days int
	}{{"2025-03-21", 28}, {"2025-05-16", 84}, {"2025-09-19", 210}} {
		t := tearsheet.OptionTerm{Expiry: day(e.d), Days: e.days, Rate: 0.0428, Forward: p(187.9 + float64(i)), ATMStrike: p(187.5), ATMVol: p(0.2864 - 0.008*float64(i)), Straddle: p(11.56 * math.Sqrt(float64(i*2+1))), ImpliedMove: p(0.0617 * math.Sqrt(float64(i*2+1))), Contracts: 64 - 8*i, Usable: 51 - 9*i, ParityPairs: 20, ParityError: p(0.07 + 0.05*float64(i))}
		t.Cites = tearsheet.Cites{"atm_vol": m.calc("atm_vol", "At-the-money volatility "+e.d, *t.ATMVol, tearsheet.Pure, "", "iv(mid, forward)", o.Cites["spot"]), "implied_move": m.calc("term_move", "Implied move to "+e.d, *t.ImpliedMove, tearsheet.Pure, "", "straddle / spot", o.Cites["spot"])}
		for k := 140.0; k <= 240; k += 5 {
			right := tearsheet.Put
			if k > 187.42 {
				right = tearsheet.Call
			}
			z := math.Log(k/187.42) / math.Sqrt(float64(e.days)/365)
			t.Smile = append(t.Smile, tearsheet.Smile{Strike: k, Vol: 0.2864 - 0.008*float64(i) - 0.05*z + 0.09*z*z, Right: right})
		}
		o.Expiries = append(o.Expiries, t)
	}
	for i, k := range []float64{180, 185, 190, 195} {
		for _, rt := range []tearsheet.Right{tearsheet.Call, tearsheet.Put} {
			q := tearsheet.OptionQuote{Right: rt, Strike: k, Expiry: day("2025-03-21"), Bid: 6.1 + float64(i), Ask: 6.4 + float64(i), Mark: p(6.25 + float64(i)), MarkBasis: "mid", IV: p(0.29 - 0.004*float64(i)), FairValue: p(5.61 + float64(i)), Delta: p(0.62 - 0.09*float64(i)), Gamma: p(0.0263), Theta: p(-0.112), Vega: p(0.204)}
			if rt == tearsheet.Put {
				q.Delta = p(*q.Delta - 1)
			}
			if i == 3 && rt == tearsheet.Put {
				q.Bid, q.Ask, q.MarkBasis, q.Last = 0, 0, "last", 9.25
				q.IV = nil
			}
			q.Cites = tearsheet.Cites{"iv": o.Cites["implied_vol"], "mark": o.Expiries[0].Cites["implied_move"]}
			o.Contracts = append(o.Contracts, q)
		}
	}
	r.Portfolio = &tearsheet.Portfolio{Amount: 10000, Shares: 33, Cost: 6184.86, Cash: 3815.14, Weight: 0.618486, VolTarget: 0.15, Scale: p(0.617), VaR95: p(162.04), StopPrice: p(172.43), StopLoss: p(494.67), Notes: []string{"Whole shares only."}, Cites: tearsheet.Cites{}}
	r.Research = &tearsheet.Research{Passages: []string{"P1", "P2"}, Filings: []tearsheet.IndexedFiling{{Filing: tearsheet.Filing{Accession: "0001999001-25-000014", CIK: 1999001, Form: "10-K", Filed: day("2025-02-14"), Accepted: day("2025-02-14").EndOfDay(), Period: day("2024-12-31")}, Passages: 312, Sections: []string{"Item 1", "Item 1A", "Item 7"}},
		{Filing: tearsheet.Filing{Accession: "0001999001-24-000071", CIK: 1999001, Form: "10-Q", Filed: day("2024-11-05"), Accepted: day("2024-11-05").EndOfDay(), Period: day("2024-09-30")}, Passages: 141, Warnings: []string{"one paragraph reads like an instruction to a reader of text and was fenced"}}},
		Queries: []tearsheet.ResearchQuery{{Topic: "demand", Text: "order growth and backlog", Passages: []string{"P1"}}, {Topic: "risk", Text: "supplier concentration", Passages: []string{"P2"}}}}
	r.Passages = []tearsheet.Passage{
		{ID: "P1", Accession: "0001999001-25-000014", Form: "10-K", Filed: day("2025-02-14"), Section: "Item 7", Score: 0.81, URL: "https://www.sec.gov/Archives/edgar/data/1999001/aldr-20241231.htm",
			Text: "Consumables and services revenue increased as the installed base of Helix instruments grew and as customers resumed normal purchasing after the inventory reductions of the prior year. Instrument revenue increased at a lower rate, reflecting cautious capital budgets at academic and government customers."},
		{ID: "P2", Accession: "0001999001-25-000014", Form: "10-K", Filed: day("2025-02-14"), Section: "Item 1A", Score: 0.74,
			Text: "We rely on a single contract manufacturer for the final assembly of all Helix instruments. An interruption of its operations would prevent us from filling orders for a period that we cannot estimate, and qualifying another manufacturer would take twelve to eighteen months."},
	}
	r.Claims = append(append([]tearsheet.Claim{}, r.Thesis.Bull...), r.Thesis.Bear...)
	r.Data.Windows = []tearsheet.Window{
		{Node: "market", Kind: "daily bars", First: r.Market.History.Dates[0].String(), Last: "2025-02-21", Count: 1400, Provider: "files", Note: "split-adjusted, dividends not"},
		{Node: "fundamental", Kind: "company facts", First: "FY2020", Last: "FY2024", Count: 412, Provider: "edgar"},
		{Node: "options", Kind: "chain", First: "2025-02-21", Last: "2025-02-21", Count: 168, Provider: "files"},
		{Node: "sentiment", Kind: "headlines", First: "2025-01-22", Last: "2025-02-20", Count: 14, Provider: "rss"},
	}
	r.Data.Gaps = []tearsheet.Gap{{Node: "fundamental", Kind: "no_data", Reason: "no segment table was found in the company facts", Hint: "segments are in the filing's own XBRL; add the filing package to the data folder"}}
	r.Reasoning = tearsheet.Reasoning{Mode: "rules", Model: "house rules 1", Stopped: "all pillars scored", Steps: []tearsheet.Step{
		{Thought: "Is the growth of FY2024 more than a recovery?", Action: "fact", Input: json.RawMessage(`{"concept":"fin:revenue","years":5}`), Observation: "Revenue exceeds the FY2022 level by 8.9%.", Evidence: []string{string(last["revenue"]), string(f.Annual[2].Cites["revenue"])}},
		{Thought: "Does the margin come from mix?", Action: "search_filings", Input: json.RawMessage(`{"query":"consumables mix gross margin"}`), Observation: "Two passages of Item 7 say so.", Evidence: []string{"P1"}},
		{Thought: "What does the price assume?", Action: "dcf", Observation: "A reverse DCF needs 11 % growth for eight years.", Evidence: []string{string(pe)}},
	}}
	r.Validation = tearsheet.Validation{Passed: true, Findings: []tearsheet.Finding{
		{Check: "sources_agree", Severity: tearsheet.SeverityWarning, Message: "Two price files disagree by up to 0.4 % before 2021-06; the one named first in the folder was used.", Hint: "declare both in tearsheet.yaml"},
		{Check: "figures_are_facts", Severity: tearsheet.SeverityInfo, Message: "61 of 61 figures in the text are facts."}}}
	rep := m.finish(tearsheet.Hold, p(195), tearsheet.Gate{Decision: tearsheet.Pending, Tier: 1, ApprovalID: "A-0017", Digest: "sha256:5b1e22",
		Rules: []tearsheet.FiredRule{{ID: "risk_score", Reason: "risk score 0.41 is not below 0.30"}, {ID: "anomaly", Reason: "1 unusual observation in the last month"}}})
	rep.Recommendation.Reason = "Quality and growth are good and improving, but the price already pays for them; the evidence is complete."
	rep.Recommendation.Pillars = []tearsheet.Pillar{
		{Name: "fundamental", Weight: 0.35, Score: 0.42, Coverage: 0.95, Evidence: []tearsheet.FactID{growth, margin}, Why: "growth and margins up, leverage down"},
		{Name: "valuation", Weight: 0.25, Score: -0.55, Coverage: 0.9, Evidence: []tearsheet.FactID{pe}, Why: "dear on earnings and on cash flow"},
		{Name: "technical", Weight: 0.2, Score: 0.35, Coverage: 1, Why: "above both averages"},
		{Name: "sentiment", Weight: 0.1, Score: 0.18, Coverage: 0.7, Why: "mildly positive headlines"},
		{Name: "options", Weight: 0.1, Score: -0.1, Coverage: 1, Why: "implied above realised volatility"}}
	return rep
}

// bankReport has no gross profit, operating income, capex or net debt.
func bankReport() *tearsheet.Report {
	m := newMaker("HVBC", "Harrow & Vale Bancorp", "0001999002", "State commercial banks", "bank")
	r := m.r
	m.market(41.18, 0.017, 0.0002, 900, 88.4, 1.36)
	f := &tearsheet.Fundamental{Entity: r.Name, Industry: "State commercial banks", Kind: "bank", LastFiled: day("2025-02-10"), LastForm: "10-K", LastPeriod: day("2024-12-31"), Cites: tearsheet.Cites{},
		Notes: []string{"Revenue is net interest income plus non-interest income."}}
	r.Fundamental = f
	var prev *float64
	for _, y := range []year{
		{"FY2021", "2021-01-01", "2021-12-31", "2022-02-10", 812.4, 0, 0, 241.3, 2.66, 90.8, 301.2, 0, 21480, 19610, 1822, 0},
		{"FY2022", "2022-01-01", "2022-12-31", "2023-02-10", 904.8, 0, 0, 268.0, 2.97, 90.2, 322.9, 0, 22902, 21044, 1204, 0},
		{"FY2023", "2023-01-01", "2023-12-31", "2024-02-12", 921.7, 0, 0, 229.6, 2.57, 89.4, 280.4, 0, 23317, 21390, 1533, 0},
		{"FY2024", "2024-01-01", "2024-12-31", "2025-02-10", 958.2, 0, 0, 251.9, 2.84, 88.7, 315.5, 0, 24105, 22051, 1610, 0},
	} {
		fy := m.fiscal(y, prev)
		prev = fy.Revenue
		f.Annual = append(f.Annual, fy)
	}
	last := f.Annual[3].Cites
	m.metric("pe", "Price / earnings", 14.5, tearsheet.Pure, "valuation", "FY2024", "price / eps_diluted", r.Market.Cites["price"], last["eps_diluted"])
	m.metric("ptb", "Price / book", 1.7723, tearsheet.Pure, "valuation", "FY2024", "market_cap / equity", r.Market.Cites["market_cap"], last["equity"])
	m.metric("roe", "Return on equity", 0.1265, tearsheet.Pure, "profitability", "FY2024", "net_income / mean equity", last["net_income"], last["equity"])
	m.metric("roa", "Return on assets", 0.0106, tearsheet.Pure, "profitability", "FY2024", "net_income / mean assets", last["net_income"], last["total_assets"])
	m.metric("equity_assets", "Equity / assets", 0.0852, tearsheet.Pure, "leverage", "FY2024", "equity / total_assets", last["equity"], last["total_assets"])
	r.Thesis = tearsheet.Thesis{Summary: "A regional lender whose deposit costs have stopped rising. Return on equity of 12.7% is back to its level before the rate rise.",
		Bull: []tearsheet.Claim{{ID: "b1", Text: "Net income rose to $251.9 million.", Kind: tearsheet.FactClaim, Cites: []tearsheet.FactID{last["net_income"]}}},
		Bear: []tearsheet.Claim{{ID: "b2", Text: "Commercial property is a third of the book.", Kind: tearsheet.OpinionClaim}}}
	r.Validation = tearsheet.Validation{Passed: true}
	decided := time.Date(2025, 2, 22, 14, 5, 0, 0, time.UTC)
	rep := m.finish(tearsheet.Buy, p(47.5), tearsheet.Gate{Decision: tearsheet.Approved, Tier: 2, ApprovalID: "A-0018", DecidedBy: "m.osei", DecidedAt: &decided, Comment: "Checked the deposit beta against the filing."})
	rep.Recommendation.Reason = "Earnings are recovering and the price pays for little growth."
	rep.Data.Gaps = []tearsheet.Gap{{Node: "options", Kind: "not_found", Reason: "no option chain in the data folder", Hint: "add options/HVBC.json"}, {Node: "sentiment", Kind: "no_data", Reason: "no headline within 30 days"}}
	return rep
}

// lossReport is a company with losses, negative equity and hardly any revenue.
func lossReport() *tearsheet.Report {
	m := newMaker("NMBL", "Nimbral Therapeutics, Inc.", "0001999003", "Biological products", "industrial")
	r := m.r
	m.market(2.37, 0.06, -0.0012, 410, 61.2, 0)
	f := &tearsheet.Fundamental{Entity: r.Name, Kind: "industrial", LastFiled: day("2025-02-19"), LastForm: "10-K", LastPeriod: day("2024-12-31"), Cites: tearsheet.Cites{}}
	r.Fundamental = f
	var prev *float64
	for _, y := range []year{
		{"FY2022", "2022-01-01", "2022-12-31", "2023-02-20", 0, 0, -88.4, -91.2, -1.88, 48.5, -79.3, 2.1, 141.0, 88.2, 96.4, 60},
		{"FY2023", "2023-01-01", "2023-12-31", "2024-02-20", 1.2, 0.3, -104.9, -112.7, -2.11, 53.4, -93.8, 1.4, 92.3, 109.9, 41.2, 80},
		{"FY2024", "2024-01-01", "2024-12-31", "2025-02-19", 6.9, 3.1, -96.6, -108.2, -1.82, 59.4, -84.1, 0.6, 71.5, 140.3, 33.0, 105},
	} {
		fy := m.fiscal(y, prev)
		if fy.Revenue == nil && y.fy == "FY2022" {
			fy.Revenue = p(0)
		}
		prev = fy.Revenue
		f.Annual = append(f.Annual, fy)
	}
	last := f.Annual[2].Cites
	m.metric("ev_sales", "EV / revenue", 31.5, tearsheet.Pure, "valuation", "FY2024", "enterprise_value / revenue", last["revenue"])
	m.metric("roa", "Return on assets", -1.3211, tearsheet.Pure, "profitability", "FY2024", "net_income / mean assets", last["net_income"], last["total_assets"])
	m.metric("current_ratio", "Current ratio", 0.91, tearsheet.Pure, "liquidity", "FY2024", "current assets / current liabilities", last["total_assets"])
	r.Thesis = tearsheet.Thesis{Summary: "One product on the market since late FY2023 and one in phase 3. Cash of $33.0 million is less than five months of the present outflow.",
		Bear:  []tearsheet.Claim{{ID: "b1", Text: "Operating cash flow was -$84.1 million and equity is negative at -$68.8 million.", Kind: tearsheet.FactClaim, Cites: []tearsheet.FactID{last["operating_cash_flow"], last["equity"]}}},
		Risks: []tearsheet.ThesisRisk{{Claim: tearsheet.Claim{ID: "k1", Text: "Going concern: cash of $33.0 million.", Kind: tearsheet.FactClaim, Cites: []tearsheet.FactID{last["cash"]}}, Tripwire: "a shelf registration or a covenant waiver"}}}
	r.Validation = tearsheet.Validation{Passed: false, Findings: []tearsheet.Finding{{Check: "ranges", Severity: tearsheet.SeverityError, Message: "revenue growth of 475.0% is outside (-100%, 200%)", Hint: "a small base; confirm by hand"}}}
	rep := m.finish(tearsheet.Sell, p(0.9), tearsheet.Gate{Decision: tearsheet.Blocked, Tier: 3, Rules: []tearsheet.FiredRule{{ID: "validation", Reason: "1 error"}}})
	rep.Recommendation.Reason = "Cash runs out before the next read-out."
	return rep
}

// gapsReport holds nothing but the reasons why.
func gapsReport() *tearsheet.Report {
	m := newMaker("OSTR", "", "", "", "")
	r := m.r
	r.Issuer = nil
	r.Disclosures = nil
	for _, n := range []string{"market", "technical", "fundamental", "sentiment", "options", "risk", "research"} {
		r.Data.Gaps = append(r.Data.Gaps, tearsheet.Gap{Node: n, Kind: "not_found", Reason: "the data folder holds nothing about OSTR", Hint: "tearsheet sources check"})
	}
	r.Recommendation = tearsheet.Recommendation{Rating: tearsheet.NoRating, Reason: "The evidence contract is not met: no price and no statement."}
	r.Gate = tearsheet.Gate{Decision: tearsheet.Blocked}
	r.Strategy = tearsheet.Strategy{Used: "basic", Reason: "no evidence"}
	return r
}

func fixtures() map[string]*tearsheet.Report {
	return map[string]*tearsheet.Report{"full": fullReport(), "bank": bankReport(), "loss": lossReport(), "gaps": gapsReport()}
}
