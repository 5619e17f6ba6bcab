package nodes

import (
	"context"
	"fmt"
	"math"
	"time"

	"tearsheet"
	"tearsheet/graph"
)

const (
	// historyMonths of bars are read: six years serve five-year returns and the
	// price at the end of each of the last five fiscal years.
	historyMonths = 73
	chartBars     = 504 // two years on the page
	fetchTimeout  = 60 * time.Second
)

// brokenInput: prices or statements that are there but cannot be read are the
// operator's to mend; a report without them would hide it.
var brokenInput = []tearsheet.Kind{tearsheet.KindInvalid}

// fetchRetry is for nodes that read a provider; only retryable kinds are retried.
var fetchRetry = graph.Retry{Attempts: 3, Backoff: 200 * time.Millisecond}

// Market reads the security's bars and share count: last price, returns, range,
// volume, capitalisation.
type Market struct {
	Bars  tearsheet.BarProvider
	Facts tearsheet.FactProvider
}

// Spec implements graph.Node.
func (Market) Spec() graph.Spec {
	return graph.Spec{Name: "market", Doc: "last price, returns, 52-week range, volume, capitalisation",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic()}, Uses: []tearsheet.Topic{tearsheet.BenchmarkSlot.Topic()},
		Gives:    []tearsheet.Topic{tearsheet.MarketSlot.Topic(), tearsheet.PricesSlot.Topic()},
		Optional: true, FailOn: brokenInput, Timeout: fetchTimeout, Retry: fetchRetry}
}

// Run implements graph.Node.
func (n Market) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	req, err := tearsheet.RequestSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	s, err := n.Bars.Bars(ctx, tearsheet.BarQuery{Security: req.Security.ID, From: req.AsOf.AddMonths(-historyMonths), AsOf: asOfTime(req)})
	if err != nil {
		return tearsheet.Delta{}, err
	}
	if len(s.Bars) == 0 {
		return tearsheet.Delta{}, &tearsheet.Error{Op: "market", Kind: tearsheet.KindNotFound, Subject: req.Security.ID.Symbol,
			Err: fmt.Errorf("no bar is known at %s", req.AsOf), Hint: "choose a later --as-of or another --source"}
	}
	bench, _, err := tearsheet.BenchmarkSlot.Get(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	l := newLedger("market")
	l.seriesWindow("daily bars", s)
	l.delta.Findings = append(l.delta.Findings, s.Findings...)

	bars := s.Bars
	at := len(bars) - 1
	price := closeFact(s, at)
	series := seriesFact(s)
	l.add(price, series)
	m := tearsheet.Market{PriceDate: bars[at].Date, Basis: s.Basis, Cites: tearsheet.Cites{"price": price.ID}, Returns: []tearsheet.PeriodReturn{}}
	m.Price, _ = price.Value.Float()
	l.session(&m, s, series, price)
	l.returns(&m, s, bench, req.AsOf)
	l.dividends(&m, s, price)
	if err := n.capitalisation(ctx, l, &m, req, s, price); err != nil {
		return tearsheet.Delta{}, err
	}
	m.History = history(bars, len(bars), true) // all: the drawdown chart shows what the risk section measures
	if len(bench.Bars) > 0 {
		m.Benchmark = bench.Security.Symbol
		m.BenchmarkClose = history(bench.Bars, chartBars, false)
	}
	if err := tearsheet.MarketSlot.Set(&l.delta, m); err != nil {
		return tearsheet.Delta{}, err
	}
	return l.delta, tearsheet.PricesSlot.Set(&l.delta, s)
}

// session fills what the last session and the last 52 weeks say.
func (l *ledger) session(m *tearsheet.Market, s tearsheet.Series, series, price tearsheet.Fact) {
	bars, at := s.Bars, len(s.Bars)-1
	money := tearsheet.PerShare(s.Currency)
	if at > 0 {
		prev := closeFact(s, at-1)
		if f, ok := l.derive("calc:change_1d", "Change on the day", bars[at].Close/bars[at-1].Close-1, tearsheet.Pure,
			tearsheet.Period{Start: bars[at-1].Date, End: bars[at].Date}, "close / previous close - 1", price, prev); ok {
			show(&m.Change1D, m.Cites, "change_1d", f)
		}
	}
	if f, ok := l.number(tearsheet.Fact{Subject: s.Security.Subject(), Concept: "px:volume", Label: "Volume, last session", Unit: tearsheet.Shares,
		Period: tearsheet.Instant(bars[at].Date), Known: bars[at].Known(), Quality: tearsheet.Reported, Source: s.Source}, bars[at].Volume); ok && bars[at].Volume > 0 {
		show(&m.Volume, m.Cites, "volume", f)
	}
	if n := min(63, len(bars)); n >= 20 {
		sum := 0.0
		for _, b := range bars[len(bars)-n:] {
			sum += b.Volume
		}
		if f, ok := l.derive("calc:avg_volume_63d", "Average daily volume, 63 sessions", math.Round(sum/float64(n)), tearsheet.Shares,
			period(bars, n), fmt.Sprintf("mean volume of %d sessions", n), series); ok && sum > 0 {
			show(&m.AvgVolume, m.Cites, "avg_volume_63d", f)
		}
	}
	from := bars[at].Date.AddDays(-364)
	i := onOrBefore(bars, from.AddDays(-1)) + 1
	high, low := math.Inf(-1), math.Inf(1)
	for _, b := range bars[i:] {
		high, low = math.Max(high, b.High), math.Min(low, b.Low)
	}
	span := tearsheet.Period{Start: bars[i].Date, End: bars[at].Date}
	if f, ok := l.derive("calc:high_52w", "52-week high", high, money, span, "highest high of 52 weeks", series); ok {
		show(&m.High52W, m.Cites, "high_52w", f)
	}
	if f, ok := l.derive("calc:low_52w", "52-week low", low, money, span, "lowest low of 52 weeks", series); ok {
		show(&m.Low52W, m.Cites, "low_52w", f)
	}
	if high > low {
		if f, ok := l.derive("calc:range_position", "Position in the 52-week range", (bars[at].Close-low)/(high-low), tearsheet.Pure, span,
			"(close - 52-week low) / (52-week high - 52-week low)", price, series); ok {
			show(&m.RangePosition, m.Cites, "range_position", f)
		}
	}
}

// returns fills price returns over the usual periods, with the benchmark's beside
// them. A period that starts before the first bar is left out.
func (l *ledger) returns(m *tearsheet.Market, s, bench tearsheet.Series, asOf tearsheet.Date) {
	bars, at := s.Bars, len(s.Bars)-1
	end := bars[at].Date
	to := closeFact(s, at)
	for _, p := range []struct {
		label string
		from  tearsheet.Date
	}{
		{"1W", end.AddDays(-7)}, {"1M", end.AddMonths(-1)}, {"3M", end.AddMonths(-3)}, {"6M", end.AddMonths(-6)},
		{"YTD", tearsheet.Date{Year: end.Year - 1, Month: time.December, Day: 31}}, {"1Y", end.AddMonths(-12)}, {"3Y", end.AddMonths(-36)}, {"5Y", end.AddMonths(-60)},
	} {
		i := onOrBefore(bars, p.from)
		// A first bar long after the anniversary would stretch the period.
		if i < 0 || p.from.DaysSince(bars[i].Date) > 7 {
			continue
		}
		from := closeFact(s, i)
		f, ok := l.derive(tearsheet.Concept("calc:return_"+p.label), "Price return "+p.label, bars[at].Close/bars[i].Close-1, tearsheet.Pure,
			tearsheet.Period{Start: bars[i].Date, End: end}, "close / earlier close - 1", to, from)
		if !ok {
			continue
		}
		r := tearsheet.PeriodReturn{Label: p.label, From: bars[i].Date, Fact: f.ID}
		r.Return, _ = f.Value.Float()
		m.Cites["return_"+p.label] = f.ID
		if j, k := onOrBefore(bench.Bars, bars[i].Date), onOrBefore(bench.Bars, end); j >= 0 && k > j && end.DaysSince(bench.Bars[k].Date) <= 7 && bars[i].Date.DaysSince(bench.Bars[j].Date) <= 7 {
			if f, ok := l.derive(tearsheet.Concept("calc:benchmark_return_"+p.label), bench.Security.Symbol+" price return "+p.label,
				bench.Bars[k].Close/bench.Bars[j].Close-1, tearsheet.Pure, tearsheet.Period{Start: bench.Bars[j].Date, End: bench.Bars[k].Date},
				"close / earlier close - 1", closeFact(bench, k), closeFact(bench, j)); ok {
				show(&r.Benchmark, m.Cites, "benchmark_return_"+p.label, f)
			}
		}
		m.Returns = append(m.Returns, r)
	}
}

// dividends sums the cash dividends with an ex-date in the last twelve months.
func (l *ledger) dividends(m *tearsheet.Market, s tearsheet.Series, price tearsheet.Fact) {
	end := s.Bars[len(s.Bars)-1].Date
	start := end.AddMonths(-12)
	var from []tearsheet.Fact
	sum := 0.0
	for _, a := range s.Actions {
		if a.Kind != tearsheet.Dividend || !a.Ex.After(start) || a.Ex.After(end) {
			continue
		}
		f, ok := l.number(tearsheet.Fact{Subject: s.Security.Subject(), Concept: "px:dividend", Label: "Cash dividend, ex-date", Unit: tearsheet.PerShare(s.Currency),
			Period: tearsheet.Instant(a.Ex), Known: a.Known, Quality: tearsheet.Reported, Source: a.Source}, a.Amount)
		if ok {
			from = append(from, f)
			sum += a.Amount
		}
	}
	span := tearsheet.Period{Start: start.AddDays(1), End: end, Fiscal: "TTM"}
	sumFact, ok := l.derive("calc:dividend_ttm", "Dividends per share, trailing twelve months", sum, tearsheet.PerShare(s.Currency), span, "sum of cash dividends by ex-date", from...)
	if !ok {
		return
	}
	show(&m.DividendTTM, m.Cites, "dividend_ttm", sumFact)
	if f, ok := l.derive("calc:dividend_yield", "Dividend yield, trailing", sum/m.Price, tearsheet.Pure, span, "trailing dividends per share / price", sumFact, price); ok {
		show(&m.DividendYield, m.Cites, "dividend_yield", f)
	}
}

// shareConcepts are tried in order; the later ones are weaker statements of how
// many shares there are.
var shareConcepts = []struct {
	concept tearsheet.Concept
	note    string
}{
	{"dei:EntityCommonStockSharesOutstanding", ""},
	{"us-gaap:CommonStockSharesOutstanding", "balance-sheet count, all classes"},
	{"us-gaap:WeightedAverageNumberOfDilutedSharesOutstanding", "weighted diluted average of the period"},
}

// capitalisation finds the newest share count known at as-of, brings it to the
// as-of share basis, and multiplies.
func (n Market) capitalisation(ctx context.Context, l *ledger, m *tearsheet.Market, req tearsheet.Request, s tearsheet.Series, price tearsheet.Fact) error {
	if req.Security.Issuer == nil {
		l.gap("no_data", req.Security.ID.Symbol+" has no issuer that files with the SEC, so there is no share count and no market capitalisation", "")
		return nil
	}
	var concepts []tearsheet.Concept
	for _, c := range shareConcepts {
		concepts = append(concepts, c.concept)
	}
	facts, err := n.Facts.Facts(ctx, tearsheet.FactQuery{Security: req.Security.ID, CIK: req.Security.Issuer.CIK, Concepts: concepts, AsOf: asOfTime(req)})
	if err != nil && tearsheet.KindOf(err) != tearsheet.KindNotFound {
		return err
	}
	for _, c := range shareConcepts {
		best, ok := newest(facts, c.concept, 400, req.AsOf)
		if !ok {
			continue
		}
		// A cover page counts the shares of its own day. Statements are restated for
		// a split that comes before they are filed.
		stated := best.Period.End
		if c.concept.Taxonomy() != "dei" {
			stated = tearsheet.DateOf(best.Known.In(tearsheet.NewYork))
		}
		shares, notes := l.onBasis(best, s.Actions, stated)
		if notes != "" && c.note != "" {
			notes = c.note + "; " + notes
		} else if c.note != "" {
			notes = c.note
		}
		show(&m.Shares, m.Cites, "shares_outstanding", shares)
		if f, ok := l.derive("calc:market_cap", "Market capitalisation", m.Price**m.Shares, tearsheet.Unit(s.Currency), tearsheet.Instant(m.PriceDate),
			"price x shares outstanding", price, shares); ok {
			show(&m.MarketCap, m.Cites, "market_cap", f)
		}
		if notes != "" {
			l.finding(tearsheet.SeverityInfo, "share_count", fmt.Sprintf("shares outstanding are from %s of %s: %s", best.Source.Tag, best.Period.End, notes), "")
		}
		return nil
	}
	l.gap("no_data", "no share count of "+req.Security.Name+" is known at "+req.AsOf.String()+", so there is no market capitalisation", "add SEC companyfacts for CIK "+req.Security.Issuer.CIK.String()+" to the source")
	return nil
}

// newest is the fact of a concept with the latest period end, then latest Known,
// no older than maxAge days.
func newest(facts []tearsheet.Fact, c tearsheet.Concept, maxAge int, asOf tearsheet.Date) (best tearsheet.Fact, ok bool) {
	for _, f := range facts {
		if f.Concept != c || asOf.DaysSince(f.Period.End) > maxAge {
			continue
		}
		if v, num := f.Value.Float(); !num || v <= 0 {
			continue
		}
		if !ok || f.Period.End.After(best.Period.End) || f.Period.End == best.Period.End && f.Known.After(best.Known) {
			best, ok = f, true
		}
	}
	return best, ok
}

// onBasis brings a share count or per-share figure stated before a split to the
// as-of share basis. stated is the day whose share basis the fact is on.
func (l *ledger) onBasis(f tearsheet.Fact, actions []tearsheet.Action, stated tearsheet.Date) (tearsheet.Fact, string) {
	l.add(f)
	ratio := splitsAfter(actions, stated)
	if ratio == 1 {
		return f, ""
	}
	v, _ := f.Value.Float()
	formula := fmt.Sprintf("as stated x %g for splits after %s", ratio, stated)
	out := v * ratio
	if f.Unit != tearsheet.Shares {
		formula = fmt.Sprintf("as stated / %g for splits after %s", ratio, stated)
		out = v / ratio
	}
	g, ok := l.derive(f.Concept+"_split_adjusted", f.Label+", on the as-of share basis", out, f.Unit, f.Period, formula, f)
	if !ok {
		return f, ""
	}
	return g, formula
}

// splitsAfter is the product of new shares per old share of splits with an
// ex-date after d. The series' actions are all known at as-of.
func splitsAfter(actions []tearsheet.Action, d tearsheet.Date) float64 {
	r := 1.0
	for _, a := range actions {
		if a.Kind == tearsheet.Split && a.Ex.After(d) && a.Ratio > 0 {
			r *= a.Ratio
		}
	}
	return r
}

func history(bars []tearsheet.Bar, n int, volume bool) tearsheet.History {
	bars = bars[max(0, len(bars)-n):]
	var h tearsheet.History
	for _, b := range bars {
		h.Dates = append(h.Dates, b.Date)
		h.Close = append(h.Close, round(b.Close, 6))
		if volume {
			h.Volume = append(h.Volume, math.Round(b.Volume))
		}
	}
	return h
}

// round keeps n significant digits, so that stored histories are short and equal
// on every machine.
func round(x float64, n int) float64 {
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return x
	}
	p := math.Pow(10, float64(n-1)-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*p) / p
}
