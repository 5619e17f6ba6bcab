package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tearsheet"
)

// This file lays out page 1 in the order of a professional one-page tear sheet.

func (s *sheet) layVerdict() verdict {
	rec, g := s.r.Recommendation, s.r.Gate
	v := verdict{}
	switch rec.Rating {
	case tearsheet.Buy:
		v.Rating, v.Tone = "BUY", toneGood
	case tearsheet.Hold:
		v.Rating, v.Tone = "HOLD", toneWarn
	case tearsheet.Sell:
		v.Rating, v.Tone = "SELL", toneBad
	case tearsheet.NoRating, "":
		v.Rating, v.Tone = "NO RATING", toneMute
	default:
		v.Rating, v.Tone = strings.ToUpper(clip(cleanLine(string(rec.Rating)), 16)), toneMute
	}
	by, when := clip(cleanLine(g.DecidedBy), 40), ""
	if by == "" {
		by = "an unnamed reviewer"
	}
	if g.DecidedAt != nil {
		when = " on " + g.DecidedAt.UTC().Format("2006-01-02 15:04 UTC")
	}
	id := clip(cleanLine(g.ApprovalID), 40)
	switch g.Decision {
	case tearsheet.AutoApproved:
		v.Status, v.OK, v.Why = "AUTO-APPROVED", true, "within the automatic limits"
	case tearsheet.Approved:
		v.Status, v.OK, v.Why = "APPROVED", true, "by "+by+when
	case tearsheet.Pending:
		v.Status, v.Why = "NOT APPROVED", "waiting for a reviewer"
		if id != "" {
			v.Why += ": approval " + id
		}
	case tearsheet.Blocked:
		v.Status, v.Why = "NOT APPROVED", "blocked by validation"
		if s.r.Validation.Passed && s.r.Recommendation.Rating == tearsheet.NoRating {
			v.Why = "blocked: there is no rating"
		}
	case tearsheet.Rejected:
		v.Status, v.Why = "NOT APPROVED", "rejected by "+by+when
	case "":
		v.Status, v.Why = "NOT APPROVED", "the gate has not decided"
	default:
		v.Status, v.Why = "NOT APPROVED", clip(cleanLine(string(g.Decision)), 40)
	}
	v.Reason = span{Text: sentence(clip(cleanLine(rec.Reason), 600))}
	c := rec.Cites
	target := s.put(figure(rec.TargetPrice, s.perShare(), tearsheet.PriceStyle), c, "target_price")
	v.Items = append(v.Items, pairOf("Target price", target))
	if m := s.r.Market; m != nil && rec.TargetPrice != nil && m.Price > 0 {
		up := *rec.TargetPrice/m.Price - 1
		v.Items = append(v.Items, pairOf("Implied return", cell{Text: signed(&up), Fact: target.Fact, Tone: leaning(up)}))
	}
	// Without a rating there is nothing to be convinced of, and without a risk
	// section the score of 0 is no score.
	conviction, score := percent(rec.Conviction), fixed(&rec.RiskScore, 0, 2)+" of 1"
	if v.Rating == "NO RATING" {
		conviction = na
	}
	if s.r.Risk == nil && rec.RiskScore == 0 {
		score = na
	}
	horizon := words("")
	if rec.HorizonDays > 0 {
		horizon = words(fmt.Sprintf("%d days", rec.HorizonDays))
	}
	v.Items = append(v.Items,
		pairOf("Horizon", horizon),
		pairOf("Conviction", s.put(conviction, c, "conviction")),
		pairOf("Confidence", s.put(percent(rec.Confidence), c, "confidence")),
		pairOf("Risk score", s.put(score, c, "risk_score")))
	return v
}

func percent(f float64) string { return figure(&f, tearsheet.Pure, tearsheet.PercentStyle) }

func leaning(f float64) tone {
	switch {
	case f > 0:
		return toneGood
	case f < 0:
		return toneBad
	}
	return toneNone
}

// layKey is the banner's block of key values.
func (s *sheet) layKey() []pair {
	m := s.r.Market
	if m == nil {
		m = &tearsheet.Market{}
	}
	c := m.Cites
	price, day := words(""), ""
	if m.Price != 0 {
		price = s.put(figure(&m.Price, s.perShare(), tearsheet.PriceStyle), c, "price")
		day = m.PriceDate.String()
	}
	label := "Price"
	if day != "" {
		label += " (" + day + ")"
	}
	change := s.put(signed(m.Change1D), c, "change_1d")
	if m.Change1D != nil {
		change.Tone = leaning(*m.Change1D)
	}
	rng := []cell{s.put(figure(m.Low52W, s.perShare(), tearsheet.PriceStyle), c, "low_52w")}
	if m.Low52W != nil || m.High52W != nil {
		rng = append(rng, cell{Text: "–"}, s.put(figure(m.High52W, s.perShare(), tearsheet.PriceStyle), c, "high_52w"))
	}
	ev := words("")
	if mt, ok := s.metric("ev", "enterprise_value"); ok {
		ev = cell{Text: figure(&mt.Value, s.unit(), tearsheet.MoneyStyle), Fact: s.cites.use(mt.Fact)}
	}
	beta, betaLabel := words(""), "Beta"
	if rk := s.r.Risk; rk != nil {
		beta = s.put(figure(rk.Beta, tearsheet.Pure, tearsheet.NumberStyle), rk.Cites, "beta")
		if b := clip(cleanLine(rk.Benchmark), 10); b != "" {
			betaLabel += " vs " + b
		}
	}
	return []pair{
		pairOf(label, price),
		pairOf("Day change", change),
		{"52-week range", rng},
		pairOf("Avg volume, 63 days", s.put(short(m.AvgVolume), c, "avg_volume_63d")),
		pairOf("Shares outstanding", s.put(short(m.Shares), c, "shares_outstanding")),
		pairOf("Market cap", s.put(figure(m.MarketCap, s.unit(), tearsheet.MoneyStyle), c, "market_cap")),
		pairOf("Enterprise value", ev),
		pairOf(betaLabel, beta),
		pairOf("Dividend, 12 months", s.put(figure(m.DividendTTM, s.perShare(), tearsheet.PriceStyle), c, "dividend_ttm")),
		pairOf("Dividend yield", s.put(figure(m.DividendYield, tearsheet.Pure, tearsheet.PercentStyle), c, "dividend_yield")),
	}
}

// short writes a count of shares in millions or billions.
func short(f *float64) string {
	return figure(f, tearsheet.Shares, tearsheet.MoneyStyle)
}

func (s *sheet) metric(keys ...string) (tearsheet.Metric, bool) {
	if s.r.Fundamental != nil {
		for _, k := range keys {
			for _, m := range s.r.Fundamental.Metrics {
				if strings.EqualFold(m.Key, k) {
					return m, true
				}
			}
		}
	}
	return tearsheet.Metric{}, false
}

func (s *sheet) laySummary() section {
	sec := section{ID: "summary", Title: "Summary"}
	text := cleanLine(s.r.Thesis.Summary)
	if text == "" {
		text = "No summary was written."
	}
	// The summary names no facts itself; those of the claims and the
	// recommendation are what it may speak of.
	var ids []tearsheet.FactID
	for _, cs := range [][]tearsheet.Claim{s.r.Thesis.Bull, s.r.Thesis.Bear, s.r.Thesis.Catalysts, s.r.Thesis.WrongIf, s.r.Claims} {
		for _, c := range cs {
			ids = append(ids, c.Cites...)
		}
	}
	ids = append(ids, s.sectionCites()...)
	sp := s.link(clip(text, 1600), ids)
	sec.Blocks = append(sec.Blocks, block{Lines: []line{{Spans: sp, Bare: true}}})
	return sec
}

// link is prose whose facts need not all appear: those that do are linked.
func (s *sheet) link(text string, ids []tearsheet.FactID) []span {
	save := *s.cites
	save.order = slices.Clone(s.cites.order)
	num := map[tearsheet.FactID]int{}
	for k, v := range s.cites.num {
		num[k] = v
	}
	sp, _ := s.prose(text, ids)
	// Only what is linked is numbered.
	s.cites.order, s.cites.num = save.order, num
	for _, x := range sp {
		if x.Fact != "" {
			s.cites.use(x.Fact)
		}
	}
	return sp
}

// sectionCites lists facts of the banner and the last fiscal columns in a fixed
// order.
func (s *sheet) sectionCites() []tearsheet.FactID {
	var ids []tearsheet.FactID
	add := func(c tearsheet.Cites) {
		keys := make([]string, 0, len(c))
		for k := range c {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			ids = append(ids, c[k])
		}
	}
	add(s.r.Recommendation.Cites)
	if m := s.r.Market; m != nil {
		add(m.Cites)
	}
	if f := s.r.Fundamental; f != nil {
		if f.TTM != nil {
			add(f.TTM.Cites)
		}
		for i := len(f.Annual) - 1; i >= 0 && i >= len(f.Annual)-2; i-- {
			add(f.Annual[i].Cites)
		}
		for _, m := range f.Metrics {
			ids = append(ids, m.Fact)
		}
	}
	for _, c := range []tearsheet.Cites{citesOf(s.r.Risk), citesOfT(s.r.Technical), citesOfO(s.r.Options)} {
		add(c)
	}
	return ids
}

func citesOf(r *tearsheet.Risk) tearsheet.Cites {
	if r == nil {
		return nil
	}
	return r.Cites
}

func citesOfT(t *tearsheet.Technical) tearsheet.Cites {
	if t == nil {
		return nil
	}
	return t.Cites
}

func citesOfO(o *tearsheet.Options) tearsheet.Cites {
	if o == nil {
		return nil
	}
	return o.Cites
}

func (s *sheet) layChanging() section {
	sec := section{ID: "changing", Title: "What is changing"}
	lines := s.claims(s.r.Thesis.Catalysts)
	if f := s.r.Fundamental; f != nil {
		g := cell{Text: na}
		if f.TTM != nil && f.TTM.RevenueGrowth != nil {
			g = s.put(figure(f.TTM.RevenueGrowth, tearsheet.Pure, tearsheet.PercentStyle), f.TTM.Cites, "revenue_growth")
		} else if m, ok := s.metric("revenue_growth_ttm"); ok && f.TTM != nil {
			g = cell{Text: figure(&m.Value, tearsheet.Pure, tearsheet.PercentStyle), Fact: s.cites.use(m.Fact)}
		}
		if g.Text != na {
			lines = append(lines, line{Spans: []span{{Text: "Revenue growth over the last twelve months: "}, {g.Text, g.Fact},
				{Text: ", period to " + orNA(f.TTM.End.String()) + "."}}})
		}
		if !f.LastFiled.IsZero() {
			lines = append(lines, plainLine(fmt.Sprintf("Latest filing read: %s for the period to %s, filed %s.",
				orNA(cleanLine(f.LastForm)), orNA(f.LastPeriod.String()), f.LastFiled)))
		}
	}
	if rk := s.r.Risk; rk != nil {
		for i, a := range rk.Anomalies {
			if i == 4 {
				lines = append(lines, plainLine(fmt.Sprintf("%d more unusual observations are in the risk section of the data.", len(rk.Anomalies)-i)))
				break
			}
			v := figure(&a.Value, tearsheet.Pure, tearsheet.PercentStyle)
			if strings.Contains(strings.ToLower(a.Kind), "volume") {
				v = short(&a.Value)
			}
			lines = append(lines, line{Head: "Unusual " + orNA(clip(cleanLine(a.Kind), 20)), Tone: toneWarn, Spans: []span{{Text: orNA(a.Date.String()) + ": "},
				{v, s.cites.use(a.Fact)}, {Text: ", robust z-score " + fixed(&a.Z, 0, 1) + "."}}})
		}
	}
	if len(lines) == 0 {
		lines = []line{plainLine("The evidence names no catalyst.")}
	}
	sec.Blocks = []block{{Lines: lines}}
	return sec
}

func (s *sheet) layValuation() section {
	sec := section{ID: "valuation", Title: "Valuation and ratios"}
	f := s.r.Fundamental
	if f == nil || len(f.Metrics) == 0 {
		return sec
	}
	names := []struct{ title, groups string }{
		{"Valuation", "valuation"},
		{"Profitability and growth", "profitability growth"},
		{"Balance sheet and cash", "liquidity leverage cash"},
	}
	used := make([]bool, len(f.Metrics))
	table := func(title string, in func(group string) bool) {
		g := &grid{Head: []string{title, "Value", "Basis"}, Left: []int{2}}
		for i, m := range f.Metrics {
			if used[i] || !in(strings.ToLower(m.Group)) {
				continue
			}
			used[i] = true
			if k := strings.ToLower(m.Key); k == "ev" || k == "enterprise_value" || k == "market_cap" {
				continue // in the banner
			}
			u := m.Unit
			if u != tearsheet.Pure && u != tearsheet.Days && u != tearsheet.Shares {
				u = tearsheet.Unit(cleanLine(string(u)))
			}
			v := cell{Text: figure(&m.Value, u, metricStyle(m)), Fact: s.cites.use(m.Fact)}
			if isNeg(v.Text) {
				v.Tone = toneBad
			}
			label := cleanLine(m.Label)
			if label == "" {
				label = cleanLine(m.Key)
			}
			basis := words(clip(cleanLine(m.Period), 24))
			g.Rows = append(g.Rows, gridRow{Label: cell{Text: clip(label, 60)}, Cells: []cell{v, basis}})
		}
		if len(g.Rows) > 0 {
			sec.Blocks = append(sec.Blocks, block{Grid: s.gridSource(g)})
		}
	}
	for _, n := range names {
		table(n.title, func(group string) bool { return group != "" && strings.Contains(n.groups, group) })
	}
	table("Other", func(string) bool { return true })
	if len(sec.Blocks) > 0 {
		sec.Blocks[len(sec.Blocks)-1].Note = "Forward and peer multiples: N/A (no consensus or peer source in this run)."
	}
	return sec
}

func (s *sheet) layFinancials() section {
	sec := section{ID: "financials", Title: "Financial summary"}
	f := s.r.Fundamental
	if f == nil || len(f.Annual) == 0 && f.TTM == nil {
		return sec
	}
	years := fiveYears(f.Annual)
	g := &grid{Head: []string{"Fiscal year"}, Sub: []string{"to"}}
	for _, y := range years {
		g.Head = append(g.Head, orNA(clip(cleanLine(y.Fiscal), 10))+"A")
		g.Sub = append(g.Sub, month(y.End))
	}
	if f.TTM != nil {
		years = append(years, *f.TTM)
		g.Head = append(g.Head, "TTM")
		g.Sub = append(g.Sub, month(f.TTM.End))
	}
	g.Keep, g.Oldest = min(3, len(years)), true

	var all []*float64
	for _, y := range years {
		all = append(all, y.Revenue, y.GrossProfit, y.OperatingIncome, y.NetIncome, y.OperatingCash, y.Capex, y.FreeCashFlow,
			y.Assets, y.Liabilities, y.Equity, y.Cash, y.Debt, y.NetDebt)
	}
	shift, unit := scaleOf(s.Currency, all...)
	g.Unit = unit + "; EPS in " + s.Currency + "; ratios in %"

	money := func(x *float64) string { return fixed(x, shift, tablePlaces(x, shift)) }
	pct := func(x *float64) string { return fixed(x, -2, 1) }
	eps := func(x *float64) string { return fixed(x, 0, 2) }
	var dropped []string
	last := ""
	add := func(group, label, key string, get func(tearsheet.FiscalYear) *float64, write func(*float64) string, sub bool) {
		row := gridRow{Label: cell{Text: label}, Sub: sub}
		any := false
		for _, y := range years {
			v := get(y)
			any = any || v != nil
			row.Cells = append(row.Cells, s.put(write(v), y.Cites, key))
		}
		if !any && (sub || f.Kind != "industrial" && f.Kind != "") {
			if !sub {
				dropped = append(dropped, strings.ToLower(label))
			}
			return
		}
		row.Rule = group != last && last != ""
		last = group
		g.Rows = append(g.Rows, row)
	}
	type fy = tearsheet.FiscalYear
	add("income", "Revenue", "revenue", func(y fy) *float64 { return y.Revenue }, money, false)
	add("income", "growth, %", "revenue_growth", func(y fy) *float64 { return y.RevenueGrowth }, pct, true)
	add("income", "Gross profit", "gross_profit", func(y fy) *float64 { return y.GrossProfit }, money, false)
	add("income", "margin, %", "gross_margin", func(y fy) *float64 { return y.GrossMargin }, pct, true)
	add("income", "Operating income", "operating_income", func(y fy) *float64 { return y.OperatingIncome }, money, false)
	add("income", "margin, %", "operating_margin", func(y fy) *float64 { return y.OperatingMargin }, pct, true)
	add("income", "Net income", "net_income", func(y fy) *float64 { return y.NetIncome }, money, false)
	add("income", "margin, %", "net_margin", func(y fy) *float64 { return y.NetMargin }, pct, true)
	add("share", "Diluted EPS", "eps_diluted", func(y fy) *float64 { return y.EPSDiluted }, eps, false)
	add("cash", "Operating cash flow", "operating_cash_flow", func(y fy) *float64 { return y.OperatingCash }, money, false)
	add("cash", "Capital expenditure", "capex", func(y fy) *float64 { return negated(y.Capex) }, money, false)
	add("cash", "Free cash flow", "free_cash_flow", func(y fy) *float64 { return y.FreeCashFlow }, money, false)
	add("balance", "Total assets", "total_assets", func(y fy) *float64 { return y.Assets }, money, false)
	add("balance", "Equity", "equity", func(y fy) *float64 { return y.Equity }, money, false)
	add("balance", "Net debt (net cash)", "net_debt", func(y fy) *float64 { return y.NetDebt }, money, false)
	s.gridSource(g)
	b := block{Grid: g}
	var notes []string
	if len(dropped) > 0 {
		notes = append(notes, fmt.Sprintf("Not shown for %s: %s.", article(cleanLine(f.Kind)), strings.Join(dropped, ", ")))
	}
	for _, n := range f.Notes {
		notes = append(notes, sentence(clip(cleanLine(n), 300)))
	}
	b.Note = strings.Join(notes, " ")
	sec.Blocks = append(sec.Blocks, b)
	sec.Blocks = append(sec.Blocks, block{Chart: "results"})
	return sec
}

// fiveYears are the last five fiscal years, oldest first.
func fiveYears(annual []tearsheet.FiscalYear) []tearsheet.FiscalYear {
	years := slices.Clone(annual)
	slices.SortStableFunc(years, func(a, b tearsheet.FiscalYear) int { return a.End.Compare(b.End) })
	return years[max(0, len(years)-5):]
}

func article(kind string) string {
	if kind != "" && strings.ContainsRune("aeiou", rune(kind[0])) {
		return "an " + kind
	}
	return "a " + orNA(kind)
}

func negated(f *float64) *float64 {
	if f == nil || *f == 0 {
		return f
	}
	n := -*f
	return &n
}

// tablePlaces gives small amounts in a table of large ones a decimal.
func tablePlaces(x *float64, shift int32) int32 {
	if x == nil {
		return 0
	}
	unit := 1.0
	for range shift {
		unit *= 10
	}
	if a := max(*x, -*x); a > 0 && a < 10*unit {
		return 1
	}
	return 0
}

func month(d tearsheet.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.UTC().Format("Jan 2006")
}

func (s *sheet) layTechnical() section {
	sec := section{ID: "technical", Title: "Price and technicals"}
	if m := s.r.Market; m != nil {
		if len(m.History.Close) > 0 {
			sec.Blocks = append(sec.Blocks, block{Chart: "price"})
		}
		if len(m.Returns) > 0 {
			bench := clip(cleanLine(m.Benchmark), 12)
			if bench == "" {
				bench = "Benchmark"
			}
			g := &grid{Head: []string{"Price return, %"}}
			own, other := gridRow{Label: cell{Text: s.Symbol}}, gridRow{Label: cell{Text: bench}}
			any := false
			for _, r := range m.Returns {
				g.Head = append(g.Head, orNA(clip(cleanLine(r.Label), 6)))
				c := cell{Text: fixed(&r.Return, -2, 1), Fact: s.cites.use(r.Fact)}
				if isNeg(c.Text) {
					c.Tone = toneBad
				}
				own.Cells = append(own.Cells, c)
				b := s.put(fixed(r.Benchmark, -2, 1), m.Cites, "benchmark_return_"+r.Label)
				any = any || r.Benchmark != nil
				other.Cells = append(other.Cells, b)
			}
			g.Rows = append(g.Rows, own)
			if any {
				g.Rows = append(g.Rows, other)
			}
			g.Keep = 4
			sec.Blocks = append(sec.Blocks, block{Grid: s.gridSource(g), Note: "Dividends not included."})
		}
	}
	t := s.r.Technical
	if t == nil {
		return sec
	}
	c := t.Cites
	price := func(f *float64) string { return figure(f, s.perShare(), tearsheet.PriceStyle) }
	num := func(f *float64) string { return fixed(f, 0, 1) }
	pct := func(f *float64) string { return figure(f, tearsheet.Pure, tearsheet.PercentStyle) }
	ps := []pair{
		pairOf("Trend", words(clip(cleanLine(t.Trend), 20))),
		pairOf("Score, -1 to 1", s.put(fixed(&t.Score, 0, 2), c, "score")),
		pairOf("SMA 20", s.put(price(t.SMA20), c, "sma_20")),
		pairOf("SMA 50", s.put(price(t.SMA50), c, "sma_50")),
		pairOf("SMA 200", s.put(price(t.SMA200), c, "sma_200")),
		pairOf("RSI 14", s.put(num(t.RSI14), c, "rsi_14")),
		{"MACD / signal", []cell{s.put(fixed(t.MACD, 0, 2), c, "macd"), {Text: "/"}, s.put(fixed(t.MACDSignal, 0, 2), c, "macd_signal")}},
		pairOf("ADX 14", s.put(num(t.ADX14), c, "adx_14")),
		pairOf("ATR 14", s.put(price(t.ATR14), c, "atr_14")),
		{"Bollinger band", []cell{s.put(price(t.BBLower), c, "bb_lower"), {Text: "–"}, s.put(price(t.BBUpper), c, "bb_upper")}},
		pairOf("Momentum, 12-1 months", s.put(pct(t.Momentum), c, "momentum_12_1")),
		pairOf("Volatility, 20 days", s.put(pct(t.Vol20), c, "volatility_20d")),
		pairOf("Support", s.put(price(t.Support), c, "support")),
		pairOf("Resistance", s.put(price(t.Resistance), c, "resistance")),
	}
	sec.Blocks = append(sec.Blocks, block{Title: "Indicators", Pairs: ps, Note: s.pairSource(ps)})
	if len(t.Signals) > 0 {
		var ls []line
		for _, x := range t.Signals {
			l := s.claim(tearsheet.Claim{Text: x.Reading, Cites: x.Cites})
			l.Head = clip(cleanLine(x.Name), 40)
			l.Mark, l.Tone = lean(x.Lean)
			ls = append(ls, l)
		}
		sec.Blocks = append(sec.Blocks, block{Title: "Signals", Lines: ls})
	}
	return sec
}

func lean(n int) (string, tone) {
	switch {
	case n > 0:
		return "▲", toneGood
	case n < 0:
		return "▼", toneBad
	}
	return "●", toneMute
}

func (s *sheet) layRisk() section {
	sec := section{ID: "risk", Title: "Risk"}
	k := s.r.Risk
	if k == nil {
		return sec
	}
	sec.Aside = clip(cleanLine(k.Window), 80)
	c := k.Cites
	pct := func(f *float64) string { return figure(f, tearsheet.Pure, tearsheet.PercentStyle) }
	num := func(f *float64) string { return fixed(f, 0, 2) }
	if m := s.r.Market; m != nil && len(m.History.Close) > 1 {
		sec.Blocks = append(sec.Blocks, block{Chart: "drawdown"})
	}
	beta := []cell{s.put(num(k.Beta), c, "beta")}
	if k.BetaLow != nil && k.BetaHigh != nil {
		lo, hi := s.put(num(k.BetaLow), c, "beta_low"), s.put(num(k.BetaHigh), c, "beta_high")
		lo.Pre, lo.Post, hi.Post = "(", " to", ")"
		beta = append(beta, lo, hi)
	}
	dd := []cell{s.put(pct(k.MaxDrawdown), c, "max_drawdown")}
	ddLabel := "Maximum drawdown"
	if !k.DrawdownPeak.IsZero() && !k.DrawdownTrough.IsZero() {
		ddLabel += ", " + month(k.DrawdownPeak) + " to " + month(k.DrawdownTrough)
	}
	ps := []pair{
		pairOf("Risk score, 0 to 1", s.put(num(k.Score), c, "score")),
		pairOf("Volatility, 1 year", s.put(pct(k.Vol1Y), c, "volatility_1y")),
		pairOf("Volatility, 3 months", s.put(pct(k.Vol3M), c, "volatility_3m")),
		{"Beta (95 % interval)", beta},
		pairOf("Correlation", s.put(num(k.Correlation), c, "correlation")),
		{ddLabel, dd},
		pairOf("Drawdown now", s.put(pct(k.CurrentDrawdown), c, "current_drawdown")),
		pairOf("VaR 95 %, 1 day", s.put(pct(k.VaR95), c, "var_95_1d")),
		pairOf("Expected shortfall 95 %", s.put(pct(k.ES95), c, "es_95_1d")),
		pairOf("VaR 99 %, 1 day", s.put(pct(k.VaR99), c, "var_99_1d")),
		pairOf("Sharpe ratio, 1 year", s.put(num(k.Sharpe), c, "sharpe_1y")),
		pairOf("Risk-free rate", s.put(pct(k.RiskFree), c, "risk_free")),
	}
	sec.Blocks = append(sec.Blocks, block{Title: "Measures", Pairs: ps, Note: s.pairSource(ps)})
	if len(k.Parts) > 0 {
		g := &grid{Head: []string{"Risk score", "Weight, %", "Score", "Why"}, Left: []int{3}, Fold: true}
		for _, p := range k.Parts {
			g.Rows = append(g.Rows, gridRow{Label: words(clip(cleanLine(p.Name), 30)), Cells: []cell{
				{Text: fixed(&p.Weight, -2, 0)}, {Text: fixed(&p.Score, 0, 2)}, words(clip(cleanLine(p.Why), 160))}})
		}
		sec.Blocks = append(sec.Blocks, block{Grid: g})
	}
	return sec
}

func (s *sheet) layOptions() section {
	sec := section{ID: "options", Title: "Options"}
	o := s.r.Options
	if o == nil {
		return sec
	}
	if q := cleanLine(o.Quoted); q != "" {
		sec.Aside = "quoted " + clip(stamp(q), 40)
		if ql := cleanLine(o.Quality); ql != "" {
			sec.Aside += ", " + clip(ql, 20)
		}
	}
	c := o.Cites
	pct := func(f *float64) string { return figure(f, tearsheet.Pure, tearsheet.PercentStyle) }
	price := func(f *float64) string { return figure(f, s.perShare(), tearsheet.PriceStyle) }
	premium := na
	if o.VolPremium != nil {
		premium = figure(o.VolPremium, tearsheet.Pure, tearsheet.PointsStyle)
		premium = strings.ReplaceAll(premium, " percentage points", " pts")
	}
	spotLabel := "Spot"
	if b := clip(cleanLine(o.SpotBasis), 16); b != "" {
		spotLabel += " (" + b + ")"
	}
	ps := []pair{
		pairOf(spotLabel, s.put(price(&o.Spot), c, "spot")),
		pairOf("Implied volatility, ATM", s.put(pct(o.ImpliedVol), c, "implied_vol")),
		pairOf("Realised volatility", s.put(pct(o.RealisedVol), c, "realised_vol")),
		pairOf("Implied less realised", s.put(premium, c, "iv_minus_realised")),
		pairOf("Implied move to expiry", s.put(pct(o.ImpliedMove), c, "implied_move")),
		pairOf("Largest parity residual", s.put(price(o.ParityErrMax), c, "parity_error_max")),
	}
	sec.Blocks = append(sec.Blocks, block{Pairs: ps, Note: s.pairSource(ps)})
	smile := false
	for _, t := range o.Expiries {
		smile = smile || len(t.Smile) > 1
	}
	if smile {
		sec.Blocks = append(sec.Blocks, block{Chart: "smile"})
	}
	if len(o.Expiries) > 0 {
		g := &grid{Head: []string{"Expiry", "Days", "Forward", "ATM strike", "ATM IV, %", "Straddle", "Implied move, %", "Usable", "Parity error"},
			Unit: s.Currency, Keep: 4}
		for i, t := range o.Expiries {
			if i == 12 {
				break
			}
			g.Rows = append(g.Rows, gridRow{Label: words(t.Expiry.String()), Cells: []cell{
				{Text: fmt.Sprint(t.Days)},
				s.put(fixed(t.Forward, 0, 2), t.Cites, "forward"),
				s.put(fixed(t.ATMStrike, 0, 2), t.Cites, "atm_strike"),
				s.put(fixed(t.ATMVol, -2, 1), t.Cites, "atm_vol"),
				s.put(fixed(t.Straddle, 0, 2), t.Cites, "straddle"),
				s.put(fixed(t.ImpliedMove, -2, 1), t.Cites, "implied_move"),
				{Text: fmt.Sprintf("%d/%d", t.Usable, t.Contracts)},
				s.put(fixed(t.ParityError, 0, 2), t.Cites, "parity_error")}})
		}
		s.gridSource(g)
		b := block{Title: "Term structure", Grid: g}
		if n := len(o.Expiries) - 12; n > 0 {
			b.Note = fmt.Sprintf("%d later expiries are in the JSON report.", n)
		}
		sec.Blocks = append(sec.Blocks, b)
	}
	if len(o.Contracts) > 0 {
		g := &grid{Head: []string{"Contract", "Bid", "Ask", "Mark", "IV, %", "Fair", "Delta", "Gamma", "Theta/day", "Vega/pt"}, Unit: s.Currency, Keep: 4}
		for i, q := range o.Contracts {
			if i == 16 {
				break
			}
			name := fmt.Sprintf("%s %s %s", q.Expiry, fixed(&q.Strike, 0, 2), clip(cleanLine(string(q.Right)), 5))
			mark := fixed(q.Mark, 0, 2)
			if q.MarkBasis == "last" && q.Mark != nil {
				mark += "*"
			}
			g.Rows = append(g.Rows, gridRow{Label: cell{Text: name}, Cells: []cell{
				s.quoted(q.Bid, q.Cites, "bid"), s.quoted(q.Ask, q.Cites, "ask"), s.plain(mark, q.Cites, "mark"),
				s.plain(fixed(q.IV, -2, 1), q.Cites, "iv"), s.plain(fixed(q.FairValue, 0, 2), q.Cites, "fair_value"),
				s.plain(fixed(q.Delta, 0, 2), q.Cites, "delta"), s.plain(fixed(q.Gamma, 0, 4), q.Cites, "gamma"),
				s.plain(fixed(q.Theta, 0, 3), q.Cites, "theta_day"), s.plain(fixed(q.Vega, 0, 3), q.Cites, "vega_point")}})
		}
		note := "Fair: Black-Scholes at realised volatility. * last trade, nobody quotes."
		if n := len(o.Contracts) - 16; n > 0 {
			note += fmt.Sprintf(" %d more contracts are in the JSON report.", n)
		}
		s.gridSource(g)
		sec.Blocks = append(sec.Blocks, block{Title: "Near the money", Grid: g, Note: note})
	}
	if n := joined(o.Notes, 4, 240); n != "" {
		sec.Blocks = append(sec.Blocks, block{Note: n})
	}
	return sec
}

func tint(t string) cell {
	c := cell{Text: t}
	if t == na {
		c.Tone = toneMute
	}
	return c
}

// plain is put without a colour for negatives, which mean no loss here.
func (s *sheet) plain(text string, c tearsheet.Cites, key string) cell {
	out := tint(text)
	out.Fact = s.cites.use(c[key])
	return out
}

// quoted is a bid or an ask; zero is nobody quoting.
func (s *sheet) quoted(f float64, c tearsheet.Cites, key string) cell {
	if f == 0 {
		return cell{Text: "–", Tone: toneMute}
	}
	return s.plain(fixed(&f, 0, 2), c, key)
}

// civil is the day of t in New York, where an as-of day ends.
func civil(t time.Time) string { return tearsheet.DateOf(t.In(tearsheet.NewYork)).String() }

// stamp shortens an RFC 3339 time to minutes, in UTC; other text is kept.
func stamp(s string) string {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC().Format("2006-01-02 15:04 UTC")
	}
	return s
}

func joined(notes []string, most, each int) string {
	var out []string
	for i, n := range notes {
		if i == most {
			break
		}
		if n = sentence(clip(cleanLine(n), each)); n != "" {
			out = append(out, n)
		}
	}
	return strings.Join(out, " ")
}

// sentence begins with a capital and ends with a stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	if c := s[0]; c >= 'a' && c <= 'z' {
		s = string(c-'a'+'A') + s[1:]
	}
	if !strings.ContainsAny(s[len(s)-1:], ".!?:;") && !strings.HasSuffix(s, "…") {
		s += "."
	}
	return s
}

// layCase is the two sides of the argument, each with what would refute it. A
// wrong_if claim belongs to the side it opens with ("The positive case is wrong
// if ...") or its id names ("wrong-bull-1"); one that names neither stands under
// both.
func (s *sheet) layCase() section {
	sec := section{ID: "case", Title: "Bull and bear"}
	th := s.r.Thesis
	var bull, bear, both []tearsheet.Claim
	for _, w := range th.WrongIf {
		id, text := strings.ToLower(w.ID), cleanLine(w.Text)
		up, isUp := strings.CutPrefix(text, "The positive case is wrong if ")
		down, isDown := strings.CutPrefix(text, "The negative case is wrong if ")
		switch {
		case isUp:
			w.Text = up
			bull = append(bull, w)
		case isDown:
			w.Text = down
			bear = append(bear, w)
		case strings.Contains(id, "bull"):
			bull = append(bull, w)
		case strings.Contains(id, "bear"):
			bear = append(bear, w)
		default:
			both = append(both, w)
		}
	}
	side := func(title, mark string, t tone, cs, wrong []tearsheet.Claim) {
		ls := s.claims(cs)
		for i := range ls {
			ls[i].Mark, ls[i].Tone = mark, t
		}
		if len(ls) == 0 {
			ls = []line{plainLine("The evidence supports no " + strings.ToLower(title) + ".")}
		}
		for _, w := range s.claims(wrong) {
			w.Head, w.Tone = "Wrong if", toneWarn
			ls = append(ls, w)
		}
		sec.Blocks = append(sec.Blocks, block{Title: title, Lines: ls})
	}
	side("Bull case", "▲", toneGood, th.Bull, bull)
	side("Bear case", "▼", toneBad, th.Bear, bear)
	if len(both) > 0 {
		sec.Blocks = append(sec.Blocks, block{Title: "The view is wrong if", Lines: s.claims(both)})
	}
	if ps := s.r.Recommendation.Pillars; len(ps) > 0 {
		g := &grid{Head: []string{"Pillar", "Weight, %", "Score", "Coverage, %", "Why"}, Left: []int{4}, Fold: true}
		for _, p := range ps {
			why := words(clip(cleanLine(p.Why), 220))
			for _, id := range p.Evidence {
				if id = s.cites.use(id); id != "" && len(why.Refs) < 8 {
					why.Refs = append(why.Refs, id)
				}
			}
			sc := tint(fixed(&p.Score, 0, 2))
			if p.Score < 0 {
				sc.Tone = toneBad
			}
			g.Rows = append(g.Rows, gridRow{Label: words(clip(cleanLine(p.Name), 30)), Cells: []cell{
				{Text: fixed(&p.Weight, -2, 0)}, sc, {Text: fixed(&p.Coverage, -2, 0)}, why}})
		}
		sec.Blocks = append(sec.Blocks, block{Title: "What the rating rests on", Grid: g})
	}
	return sec
}

func (s *sheet) layRisks() section {
	sec := section{ID: "risks", Title: "Risks and tripwires"}
	var ls []line
	for _, k := range s.r.Thesis.Risks {
		l := s.claim(k.Claim)
		l.Label, l.Tail = "Tripwire", clip(cleanLine(k.Tripwire), 300)
		if l.Tail == "" {
			l.Tail = "none named"
		}
		ls = append(ls, l)
	}
	if len(ls) == 0 {
		ls = []line{plainLine("The argument names no risk.")}
	}
	sec.Blocks = []block{{Lines: ls}}
	return sec
}

func (s *sheet) layNews() section {
	sec := section{ID: "news", Title: "News"}
	n := s.r.Sentiment
	if n == nil {
		return sec
	}
	sec.Aside = clip(cleanLine(n.Method), 80)
	ps := []pair{
		pairOf("Score, -1 to 1", s.put(fixed(n.Score, 0, 2), n.Cites, "score")),
		pairOf("Dispersion", s.put(fixed(n.Dispersion, 0, 2), n.Cites, "dispersion")),
		{"Positive / neutral / negative", []cell{s.put(fmt.Sprint(n.Positive), n.Cites, "positive"), {Text: "/"},
			s.put(fmt.Sprint(n.Neutral), n.Cites, "neutral"), {Text: "/"}, s.put(fmt.Sprint(n.Negative), n.Cites, "negative")}},
	}
	sec.Blocks = append(sec.Blocks, block{Pairs: ps})
	if len(n.Stories) > 0 {
		g := &grid{Head: []string{"Date", "Headline", "Score"}, Left: []int{1}, Fold: true, Keep: 2}
		for i, st := range n.Stories {
			if i == 8 {
				break
			}
			day := cleanLine(st.Published)
			if t, err := time.Parse(time.RFC3339, day); err == nil {
				day = civil(t)
			}
			head := clip(cleanLine(st.Title), 160)
			if p := clip(cleanLine(st.Publisher), 40); p != "" {
				head += " (" + p + ")"
			}
			sc := cell{Text: fixed(&st.Score, 0, 2), Fact: s.cites.use(st.Fact), Tone: leaning(st.Score)}
			g.Rows = append(g.Rows, gridRow{Label: words(clip(day, 10)), Cells: []cell{words(head), sc}})
		}
		b := block{Grid: s.gridSource(g)}
		if m := len(n.Stories) - 8; m > 0 {
			b.Note = fmt.Sprintf("%d more headlines are in the JSON report.", m)
		}
		sec.Blocks = append(sec.Blocks, b)
	}
	return sec
}

func (s *sheet) layPosition() section {
	sec := section{ID: "position", Title: "Position size"}
	p := s.r.Portfolio
	if p == nil {
		return sec
	}
	c := p.Cites
	money := func(f float64) string { return figure(&f, s.perShare(), tearsheet.PriceStyle) }
	pct := func(f *float64) string { return figure(f, tearsheet.Pure, tearsheet.PercentStyle) }
	sec.Blocks = append(sec.Blocks, block{Pairs: []pair{
		pairOf("Amount considered", s.put(money(p.Amount), c, "amount")),
		pairOf("Shares", s.put(tearsheet.Grouped(fmt.Sprint(p.Shares)), c, "shares")),
		pairOf("Cost", s.put(money(p.Cost), c, "cost")),
		pairOf("Cash left", s.put(money(p.Cash), c, "cash")),
		pairOf("Weight of amount", s.put(pct(&p.Weight), c, "weight")),
		pairOf("Volatility target", s.put(pct(&p.VolTarget), c, "volatility_target")),
		pairOf("Scale to target", s.put(pct(p.Scale), c, "scale")),
		pairOf("VaR 95 %, 1 day", s.put(figure(p.VaR95, s.perShare(), tearsheet.PriceStyle), c, "value_at_risk_1d")),
		pairOf("Stop price", s.put(figure(p.StopPrice, s.perShare(), tearsheet.PriceStyle), c, "stop_price")),
		pairOf("Loss at stop", s.put(figure(p.StopLoss, s.perShare(), tearsheet.PriceStyle), c, "stop_loss")),
	}, Note: joined(p.Notes, 6, 240)})
	return sec
}

func (s *sheet) layResearch() section {
	sec := section{ID: "research", Title: "What the filings say"}
	if rs := s.r.Research; rs != nil && cleanLine(rs.Answer) != "" {
		sec.Blocks = append(sec.Blocks, block{Title: "Answer to the question", Prose: clip(cleanLine(rs.Answer), 1500)})
	}
	if q := s.quotes(6, 380); len(q) > 0 {
		sec.Blocks = append(sec.Blocks, block{Quotes: q})
		if n := len(s.r.Passages) - len(q); n > 0 {
			sec.Blocks[len(sec.Blocks)-1].Note = fmt.Sprintf("%d more passages are in the annex.", n)
		}
	}
	return sec
}

// quotes are passages of filings; at most n of them when n > 0, each cut to
// chars.
func (s *sheet) quotes(n, chars int) []quote {
	var out []quote
	for i, p := range s.r.Passages {
		if n > 0 && i == n {
			break
		}
		full := cleanLine(p.Text)
		if full == "" {
			full = "(no text)"
		}
		by := []string{}
		for _, x := range []string{p.Form, p.Section, string(p.Accession)} {
			if x = clip(cleanLine(x), 80); x != "" {
				by = append(by, x)
			}
		}
		if !p.Filed.IsZero() {
			by = append(by, "filed "+p.Filed.String())
		}
		out = append(out, quote{Text: clip(full, chars), Full: clip(full, 4000), By: strings.Join(by, ", "), URL: webURL(p.URL)})
	}
	return out
}

// webURL returns an http(s) address as it is and nothing else.
func webURL(u string) string {
	u = strings.TrimSpace(u)
	if (strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://")) && len(u) < 2000 && !strings.ContainsAny(u, " \t\r\n\"<>\\^`{}|()[]") && u == cleanLine(u) {
		return u
	}
	return ""
}

func (s *sheet) findingLines(fs []tearsheet.Finding) []line {
	var ls []line
	for _, f := range fs {
		l := plainLine(clip(cleanLine(f.Message), 400))
		sev := clip(cleanLine(string(f.Severity)), 10)
		switch f.Severity {
		case tearsheet.SeverityError:
			l.Tone = toneBad
		case tearsheet.SeverityWarning:
			l.Tone = toneWarn
		default:
			l.Tone = toneMute
		}
		l.Mark = orNA(sev)
		l.Head = clip(cleanLine(f.Check), 60)
		if h := clip(cleanLine(f.Hint), 300); h != "" {
			l.Label, l.Tail = "What to do", h
		}
		ls = append(ls, l)
	}
	return ls
}

func (s *sheet) layFindings() section {
	sec := section{ID: "findings", Title: "Data quality and checks"}
	v := s.r.Validation
	fs := slices.Clone(v.Findings)
	rank := func(f tearsheet.Finding) int {
		return slices.Index([]tearsheet.Severity{tearsheet.SeverityInfo, tearsheet.SeverityWarning, tearsheet.SeverityError}, f.Severity)
	}
	slices.SortStableFunc(fs, func(a, b tearsheet.Finding) int { return rank(b) - rank(a) })
	head := "Passed"
	if !v.Passed {
		head = "Not passed"
	}
	if len(v.Checks) == 0 {
		head = "No validator ran"
	} else {
		head += fmt.Sprintf(": %d validators ran, %d findings.", len(v.Checks), len(fs))
	}
	b := block{Prose: head}
	if len(fs) > 12 {
		b.Note = fmt.Sprintf("%d more findings are in the annex.", len(fs)-12)
		fs = fs[:12]
	}
	b.Lines = s.findingLines(fs)
	sec.Blocks = []block{b}
	return sec
}

func (s *sheet) layGaps() section {
	sec := section{ID: "gaps", Title: "What is missing"}
	var ls []line
	seen := map[string]bool{}
	for _, g := range s.r.Data.Gaps {
		l := plainLine(clip(cleanLine(g.Reason), 400))
		if len(l.Spans[0].Text) == 0 {
			l.Spans[0].Text = "no reason recorded"
		}
		node := clip(cleanLine(g.Node), 40)
		seen[strings.ToLower(node)] = true
		l.Head = orNA(node)
		if k := clip(cleanLine(g.Kind), 20); k != "" {
			l.Head += " (" + k + ")"
		}
		if h := clip(cleanLine(g.Hint), 300); h != "" {
			l.Label, l.Tail = "What would fill it", h
		}
		ls = append(ls, l)
	}
	for _, n := range []struct {
		name   string
		absent bool
	}{
		{"market", s.r.Market == nil}, {"technical", s.r.Technical == nil}, {"fundamental", s.r.Fundamental == nil},
		{"sentiment", s.r.Sentiment == nil}, {"options", s.r.Options == nil}, {"risk", s.r.Risk == nil},
		{"portfolio", s.r.Portfolio == nil}, {"research", s.r.Research == nil},
	} {
		if n.absent && !seen[n.name] {
			l := plainLine("the run gave no such section and recorded no reason")
			l.Head = n.name
			ls = append(ls, l)
		}
	}
	if len(ls) == 0 {
		return sec
	}
	sec.Blocks = []block{{Lines: ls}}
	return sec
}
