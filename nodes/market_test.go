package nodes_test

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"tearsheet"
	"tearsheet/graph/graphtest"
	"tearsheet/nodes"
)

// shelf is a provider of bars and facts laid out by a test.
type shelf struct {
	series tearsheet.Series
	facts  []tearsheet.Fact
}

func (s shelf) Bars(_ context.Context, q tearsheet.BarQuery) (tearsheet.Series, error) {
	out := s.series
	out.Bars = nil
	for _, b := range s.series.Bars {
		if !b.Known().After(q.AsOf) && !b.Date.Before(q.From) {
			out.Bars = append(out.Bars, b)
		}
	}
	return out, nil
}

func (s shelf) Facts(context.Context, tearsheet.FactQuery) ([]tearsheet.Fact, error) {
	return s.facts, nil
}

// weekdays makes a series of sessions that ends on last; close gives the price
// of each, by its number.
func weekdays(tb testing.TB, last string, n int, close func(i int) float64) tearsheet.Series {
	tb.Helper()
	s := tearsheet.Series{Security: tearsheet.SecurityID{Symbol: "QUX"}, Currency: "USD", Source: tearsheet.Source{Provider: "test", Locator: "bars"}, Basis: "as traded"}
	s.Bars = make([]tearsheet.Bar, n)
	d := date(tb, last)
	for i := n - 1; i >= 0; i-- {
		for d.UTC().Weekday() == time.Saturday || d.UTC().Weekday() == time.Sunday {
			d = d.AddDays(-1)
		}
		c := close(i)
		s.Bars[i] = tearsheet.Bar{Date: d, Open: c, High: c * 1.01, Low: c * 0.99, Close: c, Volume: 1_000_000}
		d = d.AddDays(-1)
	}
	return s
}

var qux = tearsheet.Security{ID: tearsheet.SecurityID{Symbol: "QUX"}, Name: "Qux Corp", Currency: "USD", Issuer: &tearsheet.Issuer{CIK: 1, Name: "Qux Corp"}}

func shares(tb testing.TB, concept, end, filed string, n int64) tearsheet.Fact {
	return tearsheet.Fact{Subject: "cik:0000000001", Concept: tearsheet.Concept(concept), Label: "Shares", Value: tearsheet.Num(tearsheet.DecimalFromInt(n)), Unit: tearsheet.Shares,
		Period: tearsheet.Instant(date(tb, end)), Known: date(tb, filed).EndOfDay(), Quality: tearsheet.Reported, Source: tearsheet.Source{Provider: "test", Tag: concept}}.Seal()
}

func market(t *testing.T, s shelf, asOf string, more ...tearsheet.Delta) (tearsheet.Market, tearsheet.State) {
	t.Helper()
	in := state(t, append([]tearsheet.Delta{put(t, tearsheet.RequestSlot, tearsheet.Request{Security: qux, AsOf: date(t, asOf)})}, more...)...)
	d := graphtest.Node(t, nodes.Market{Bars: s, Facts: s}, in)
	out, err := in.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	lawful(t, out, date(t, asOf))
	return get(t, out, tearsheet.MarketSlot), out
}

func near(tb testing.TB, what string, got *float64, want float64) {
	tb.Helper()
	if got == nil || math.Abs(*got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		if got == nil {
			tb.Errorf("%s is absent, want %v", what, want)
			return
		}
		tb.Errorf("%s is %v, want %v", what, *got, want)
	}
}

func TestMarketReturns(t *testing.T) {
	// Two years of sessions to Friday 2025-02-21, one dollar more each session.
	s := weekdays(t, "2025-02-21", 520, func(i int) float64 { return float64(100 + i) })
	m, _ := market(t, shelf{series: s}, "2025-02-24")
	if m.PriceDate != date(t, "2025-02-21") || m.Price != 619 {
		t.Errorf("price %v of %s", m.Price, m.PriceDate)
	}
	near(t, "change", m.Change1D, 619.0/618-1)
	at := func(day string) float64 {
		p := 0.0
		for _, b := range s.Bars {
			if !b.Date.After(date(t, day)) {
				p = b.Close
			}
		}
		return p
	}
	want := map[string]string{"1W": "2025-02-14", "1M": "2025-01-21", "3M": "2024-11-21", "6M": "2024-08-21", "YTD": "2024-12-31", "1Y": "2024-02-21"}
	for _, r := range m.Returns {
		day, ok := want[r.Label]
		if !ok {
			t.Errorf("return %s of a history of two years starts %s", r.Label, r.From)
			continue
		}
		delete(want, r.Label)
		near(t, r.Label, &r.Return, 619/at(day)-1)
	}
	if len(want) > 0 {
		t.Errorf("no return over %v", want)
	}
	// 52 weeks to Friday 2025-02-21 begin on Friday 2024-02-23.
	near(t, "52-week high", m.High52W, 619*1.01)
	near(t, "52-week low", m.Low52W, at("2024-02-23")*0.99)
	near(t, "position", m.RangePosition, (619-at("2024-02-23")*0.99)/(619*1.01-at("2024-02-23")*0.99))
	near(t, "volume", m.AvgVolume, 1e6)
}

func TestMarketGapBeforeTheAnniversary(t *testing.T) {
	s := weekdays(t, "2025-02-21", 300, func(int) float64 { return 10 })
	// No session from 2024-11-01 to 2024-12-10: what began then has no start.
	var kept []tearsheet.Bar
	for _, b := range s.Bars {
		if b.Date.Before(date(t, "2024-11-01")) || b.Date.After(date(t, "2024-12-10")) {
			kept = append(kept, b)
		}
	}
	s.Bars = kept
	m, _ := market(t, shelf{series: s}, "2025-02-24")
	for _, r := range m.Returns {
		if r.Label == "3M" {
			t.Errorf("a return over three months starts on %s", r.From)
		}
	}
}

func TestMarketDividends(t *testing.T) {
	s := weekdays(t, "2025-02-21", 520, func(int) float64 { return 50 })
	pay := func(ex string, amount float64) {
		d := date(t, ex)
		s.Actions = append(s.Actions, tearsheet.Action{Kind: tearsheet.Dividend, Ex: d, Amount: amount, Known: d.CloseTime(), Source: s.Source})
	}
	m, _ := market(t, shelf{series: s}, "2025-02-24")
	if m.DividendTTM != nil || m.DividendYield != nil {
		t.Errorf("a company that pays none yields %v", m.DividendYield)
	}
	pay("2024-02-21", 9)    // a year before the last session, to the day: outside
	pay("2024-02-22", 0.25) // inside
	pay("2024-08-22", 0.25)
	pay("2025-02-21", 0.30)
	m, st := market(t, shelf{series: s}, "2025-02-24")
	near(t, "dividends", m.DividendTTM, 0.80)
	near(t, "yield", m.DividendYield, 0.80/50)
	if f, _ := st.Fact(m.Cites["dividend_ttm"]); len(f.From) != 3 {
		t.Errorf("it is the sum of %d", len(f.From))
	}
}

// TestMarketShareBasis: how many shares a count means depends on when it was
// stated. A cover page counts on its own day; a balance sheet is restated for a
// split before it is filed (SEC staff accounting bulletin topic 4.C).
func TestMarketShareBasis(t *testing.T) {
	s := weekdays(t, "2022-08-26", 300, func(int) float64 { return 110 })
	ex := date(t, "2022-07-18")
	s.Actions = []tearsheet.Action{{Kind: tearsheet.Split, Ex: ex, Ratio: 20, Known: ex.CloseTime(), Source: s.Source}}
	const cover, sheet = "dei:EntityCommonStockSharesOutstanding", "us-gaap:CommonStockSharesOutstanding"
	for _, c := range []struct {
		name  string
		facts []tearsheet.Fact
		want  float64
		says  string
	}{
		{"cover page before the split", []tearsheet.Fact{shares(t, cover, "2022-04-19", "2022-04-26", 650)}, 13_000, "x 20"},
		{"cover page on the ex-date", []tearsheet.Fact{shares(t, cover, "2022-07-18", "2022-07-27", 13_000)}, 13_000, ""},
		{"balance sheet before the split, filed after it", []tearsheet.Fact{shares(t, sheet, "2022-06-30", "2022-07-27", 13_078)}, 13_078, "all classes"},
		{"balance sheet filed before the split", []tearsheet.Fact{shares(t, sheet, "2022-03-31", "2022-04-27", 659)}, 13_180, "x 20"},
		{"the newest cover page wins", []tearsheet.Fact{shares(t, cover, "2022-07-19", "2022-07-27", 13_000), shares(t, cover, "2022-04-19", "2022-04-26", 650), shares(t, sheet, "2022-07-30", "2022-08-20", 1)}, 13_000, ""},
		{"a count of zero is none", []tearsheet.Fact{shares(t, cover, "2022-07-19", "2022-07-27", 0), shares(t, sheet, "2022-06-30", "2022-07-27", 13_078)}, 13_078, "all classes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, st := market(t, shelf{s, c.facts}, "2022-08-28")
			near(t, "shares", m.Shares, c.want)
			near(t, "cap", m.MarketCap, c.want*110)
			said := ""
			for _, f := range st.Findings {
				said += f.Message
			}
			if (c.says == "") != (said == "") || !strings.Contains(said, c.says) {
				t.Errorf("it says %q, want %q", said, c.says)
			}
		})
	}
	t.Run("too old", func(t *testing.T) {
		m, st := market(t, shelf{s, []tearsheet.Fact{shares(t, cover, "2021-07-01", "2021-07-27", 650)}}, "2022-08-28")
		if m.Shares != nil || m.MarketCap != nil || len(st.Gaps) != 1 {
			t.Errorf("%v shares of 2021; gaps %+v", m.Shares, st.Gaps)
		}
	})
}

// TestMarketRealCap: Alphabet states shares by class on its cover, so the count is
// of the balance sheet; it split 20:1 between the end of that quarter and filing.
func TestMarketRealCap(t *testing.T) {
	p := realSource(t)
	for asOf, want := range map[string]float64{"2022-07-20": 13.2e9, "2022-08-15": 13.1e9, "2023-03-01": 12.8e9} {
		req := request(t, p, "GOOGL", asOf)
		in := state(t, put(t, tearsheet.RequestSlot, req))
		d, err := nodes.Market{Bars: p, Facts: p}.Run(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		m := get(t, state(t, input(t, req), d), tearsheet.MarketSlot)
		if m.Shares == nil {
			t.Fatalf("as of %s: no count of shares", asOf)
		}
		if math.Abs(*m.Shares/want-1) > 0.02 {
			t.Errorf("as of %s: %.0f shares, want about %.0f", asOf, *m.Shares, want)
		}
	}
}

func TestMarketWithoutBarsOrIssuer(t *testing.T) {
	in := state(t, put(t, tearsheet.RequestSlot, tearsheet.Request{Security: qux, AsOf: date(t, "2025-02-24")}))
	if _, err := (nodes.Market{Bars: shelf{}, Facts: shelf{}}).Run(t.Context(), in); tearsheet.KindOf(err) != tearsheet.KindNotFound || tearsheet.HintOf(err) == "" {
		t.Errorf("%v", err)
	}
	fund := qux
	fund.Issuer = nil
	in = state(t, put(t, tearsheet.RequestSlot, tearsheet.Request{Security: fund, AsOf: date(t, "2025-02-24")}))
	d := graphtest.Node(t, nodes.Market{Bars: shelf{series: weekdays(t, "2025-02-21", 1, func(int) float64 { return 5 })}, Facts: shelf{}}, in)
	if len(d.Gaps) != 1 || !strings.Contains(d.Gaps[0].Reason, "no issuer") {
		t.Errorf("%+v", d.Gaps)
	}
}
