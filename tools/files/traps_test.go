package files

import (
	"math"
	"strings"
	"testing"

	"tearsheet"
)

func barsOf(t *testing.T, p *Provider, symbol, at string) tearsheet.Series {
	t.Helper()
	s, err := p.Bars(t.Context(), tearsheet.BarQuery{Security: sec(symbol), AsOf: asOf(at)})
	if err != nil {
		t.Fatalf("%s as of %s: %v", symbol, at, err)
	}
	return s
}

// TestAsTraded: closes as the tape of the day had them, whatever the vintage and
// adjustment of the file they come from.
func TestAsTraded(t *testing.T) {
	p := realProvider(t)
	for _, c := range []struct {
		symbol, asOf, date string
		close, tol         float64 // tol as a fraction
		file               string
		bars               int
	}{
		{"NVDA", "2024-03-01", "2024-03-01", 822.79, 2e-4, "prices/daily/NVDA.csv", 1932},
		{"NVDA", "2024-03-01", "2023-06-01", 397.70, 2e-4, "", 0},
		{"NVDA", "2024-06-07", "2024-06-07", 1208.88, 2e-4, "", 0},
		{"NVDA", "2024-06-10", "2024-06-07", 120.89, 2e-4, "", 0},
		{"NVDA", "2024-06-10", "2024-06-10", 121.79, 2e-4, "", 0},
		{"NVDA", "2021-07-19", "2021-07-19", 751.19, 4e-4, "", 0}, // both later splits undone
		{"AAPL", "2020-07-01", "2020-07-01", 364.11, 2e-4, "prices/daily/AAPL.csv", 1011},
		{"AAPL", "2020-08-31", "2020-07-01", 91.03, 2e-4, "", 0},
		{"AAPL", "2012-09-19", "2012-09-19", 702.10, 2e-4, "prices/adj_long/AAPL.csv.gz", 0}, // dividends and two splits undone
		{"TSLA", "2020-08-28", "2020-08-28", 2213.40, 2e-4, "prices/daily/TSLA.csv", 0},
		{"GOOGL", "2022-07-15", "2022-07-15", 2235.55, 2e-4, "prices/yahoo_csv/GOOGL.csv", 0},
		{"AMZN", "2022-06-03", "2022-06-03", 2447.00, 2e-4, "prices/daily/AMZN.csv", 0},
		{"WMT", "2024-02-23", "2024-02-23", 175.56, 2e-4, "prices/daily/WMT.csv", 0},
		{"NKLA", "2020-06-09", "2020-06-09", 79.73, 2e-4, "prices/yahoo_csv/NKLA.csv", 0},
		{"NKLA", "2024-03-08", "2024-03-08", 0.67, 2e-3, "", 1446},
		{"NKLA", "2024-06-25", "2024-03-08", 20.10, 2e-3, "", 1446}, // the 1:30 reverse split applied
		{"JPM", "2021-10-22", "2021-10-22", 171.78, 2e-4, "prices/yahoo_csv/JPM.csv", 0},
		{"JPM", "2025-02-24", "2025-02-24", 261.34, 1e-4, "prices/adj_long/JPM.csv.gz", 3809},
		{"JPM", "2026-02-13", "2026-02-13", 302.55, 1e-4, "prices/recent/JPM.csv", 475},
		{"GE", "2021-07-30", "2021-07-30", 12.95, 2e-3, "prices/yahoo_csv/GE.csv", 0}, // 1:8 and a later spin-off undone
		{"GE", "2025-02-24", "2025-02-24", 198.71, 2e-3, "prices/adj_long/GE.csv.gz", 3809},
		{"AZN", "2025-02-24", "2025-02-24", 74.69, 2e-3, "prices/daily/AZN.csv", 0},
		{"DIS", "2021-02-24", "2021-02-24", 197.51, 1e-4, "prices/panel/sp500_501_2018_2023.csv.gz", 792},
		{"ISRG", "2021-10-04", "2021-10-04", 970.50, 2e-4, "prices/daily/ISRG.csv", 0},
		{"SPX", "2025-02-24", "2025-02-24", 5983.25, 1e-5, "prices/daily/SPX.csv", 2177},
		{"BRK-B", "2025-02-24", "2025-02-24", 498.42, 1e-5, "prices/daily/BRK-B.csv", 0},
	} {
		s := barsOf(t, p, c.symbol, c.asOf)
		found := false
		for _, b := range s.Bars {
			if b.Date == on(c.date) {
				found = true
				if math.Abs(b.Close/c.close-1) > c.tol {
					t.Errorf("%s as of %s: close of %s is %v, want %v (%s)", c.symbol, c.asOf, c.date, b.Close, c.close, s.Basis)
				}
			}
		}
		if !found {
			t.Errorf("%s as of %s: no bar of %s", c.symbol, c.asOf, c.date)
		}
		if c.file != "" && !strings.HasPrefix(s.Source.Locator, c.file+" rows ") {
			t.Errorf("%s as of %s: read from %s, want %s", c.symbol, c.asOf, s.Source.Locator, c.file)
		}
		if c.bars > 0 && len(s.Bars) != c.bars {
			t.Errorf("%s as of %s: %d bars, want %d", c.symbol, c.asOf, len(s.Bars), c.bars)
		}
		if len(s.Source.Digest) != 64 {
			t.Errorf("%s: digest %q", c.symbol, s.Source.Digest)
		}
	}
}

// restored is a source's closes on the as-traded basis of a date.
func restored(t *testing.T, p *Provider, source, symbol, at string) (asTraded, bool) {
	t.Helper()
	cands, broken, err := p.candidates(t.Context(), symbol, asOf(at))
	if err != nil || len(broken) > 0 {
		t.Fatal(err, broken)
	}
	divs, err := p.dividendsOf(t.Context(), symbol)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cands {
		if c.source.Name == source && c.known > 0 {
			return restore(c.source, c.file, symbol, p.layout.Splits[symbol], divs, p.dividendBasis(symbol, cands, c), asOf(at)), true
		}
	}
	return asTraded{}, false
}

// TestDividendsUndone: adj_long is adjusted for splits and dividends; undone, its
// closes are those of the unadjusted sources to within cents.
func TestDividendsUndone(t *testing.T) {
	p := realProvider(t)
	for _, c := range []struct {
		symbol, other, asOf string
		cents               float64 // worst difference allowed, on most days
	}{
		{"AAPL", "daily", "2025-12-30", 2}, {"KO", "daily", "2025-12-30", 2}, {"MSFT", "daily", "2025-12-30", 2},
		{"PG", "daily", "2025-12-30", 2}, {"JNJ", "daily", "2025-12-30", 2}, {"WMT", "daily", "2025-12-30", 2}, {"NVDA", "daily", "2025-12-30", 2},
		{"JPM", "yahoo_csv", "2024-03-08", 2}, {"XOM", "yahoo_csv", "2024-03-08", 2}, {"GE", "yahoo_csv", "2024-03-08", 4},
		{"JPM", "recent", "2025-12-30", 2}, {"WFC", "recent", "2025-12-30", 2}, {"XOM", "recent", "2025-12-30", 2}, {"GOOGL", "recent", "2025-12-30", 2},
	} {
		a, ok1 := restored(t, p, "adj_long", c.symbol, c.asOf)
		b, ok2 := restored(t, p, c.other, c.symbol, c.asOf)
		if !ok1 || !ok2 || !a.exact {
			t.Fatalf("%s: sources missing or not restored: %q", c.symbol, a.words)
		}
		closes := map[tearsheet.Date]float64{}
		for _, x := range b.bars {
			closes[x.Date] = x.Close
		}
		n, off, sum := 0, 0, 0.0
		for _, x := range a.bars {
			if y, ok := closes[x.Date]; ok {
				n++
				d := math.Abs(x.Close - y)
				sum += d
				if d > c.cents/100 && d > 2e-4*y {
					off++
				}
			}
		}
		if n < 400 || float64(off) > 0.02*float64(n) {
			t.Errorf("%s: %d of %d restored closes differ from %s by more than %v cents (mean %.4f)", c.symbol, off, n, c.other, c.cents, sum/float64(n))
		}
		t.Logf("%s against %s: %d days, mean difference %.4f, %d beyond %v cents", c.symbol, c.other, n, sum/float64(n), off, c.cents)
	}
}

// TestNoFalseAlarm: on the real folder the layout explains every source, so that
// a finding of a factor or a disagreement is news.
func TestNoFalseAlarm(t *testing.T) {
	p := realProvider(t)
	symbols, err := p.Symbols(t.Context())
	if err != nil || len(symbols) < 40 {
		t.Fatal(symbols, err)
	}
	dates := []string{"2020-07-01", "2024-03-01", "2025-02-24", "2025-12-30", "2026-03-20"}
	if testing.Short() {
		dates = dates[2:3]
	}
	for _, symbol := range symbols {
		for _, at := range dates {
			s, err := p.Bars(t.Context(), tearsheet.BarQuery{Security: sec(symbol), AsOf: asOf(at)})
			if tearsheet.KindOf(err) == tearsheet.KindNotFound {
				continue // not yet listed
			}
			if err != nil {
				t.Errorf("%s as of %s: %v", symbol, at, err)
				continue
			}
			for _, f := range s.Findings {
				switch f.Check {
				case "prices.volume_zero", "prices.close_outside_range", "prices.stale":
				default:
					t.Errorf("%s as of %s: %s: %s", symbol, at, f.Check, f.Message)
				}
			}
		}
	}
}

// TestMissingSplit: with the split taken out of the layout, the two vintages of
// NVDA are seen to disagree tenfold, and neither is chosen on that ground.
func TestMissingSplit(t *testing.T) {
	p := realProvider(t)
	l := p.layout.cloned()
	l.Splits["NVDA"] = []split{{Ex: on("2021-07-20"), Ratio: 4}}
	p.layout = l
	s := barsOf(t, p, "NVDA", "2024-03-01")
	var hit []string
	for _, f := range s.Findings {
		if f.Check == "prices.factor" {
			hit = append(hit, f.Message)
			for _, want := range []string{"by a factor 1/10", "prices/daily/NVDA.csv", "2024-03-01"} {
				if !strings.Contains(f.Message, want) {
					t.Errorf("%q does not say %q", f.Message, want)
				}
			}
			if f.Severity != tearsheet.SeverityWarning || f.Hint == "" {
				t.Errorf("severity %s, hint %q", f.Severity, f.Hint)
			}
		}
	}
	if len(hit) != 1 || !strings.Contains(hit[0], "prices/yahoo_csv/NVDA.csv") {
		t.Errorf("want one factor finding against yahoo_csv, got %q", hit)
	}
}

func TestOdditiesAreFindings(t *testing.T) {
	p := realProvider(t)
	for _, c := range []struct{ symbol, asOf, check, says string }{
		{"COST", "2025-02-24", "prices.volume_zero", "1 of 2149 rows have volume 0, the last on 2016-08-10"},
		{"NKLA", "2024-03-08", "prices.volume_zero", "128 of 1446 rows"},
		{"SPX", "2018-01-03", "prices.volume_zero", "rows have volume 0"},
		{"UNH", "2026-08-21", "prices.close_outside_range", "1 of 2531 rows"},
		{"NKLA", "2025-02-24", "prices.stale", "last bar is of 2024-03-08, 353 days before"},
		{"AAPL", "2030-01-01", "prices.stale", "2026-08-21"},
	} {
		found := false
		for _, f := range barsOf(t, p, c.symbol, c.asOf).Findings {
			found = found || (f.Check == c.check && strings.Contains(f.Message, c.says))
		}
		if !found {
			t.Errorf("%s as of %s: no finding %s saying %q", c.symbol, c.asOf, c.check, c.says)
		}
	}
	// Findings speak of what is known at the as-of only.
	for _, f := range barsOf(t, p, "UNH", "2017-01-03").Findings {
		if f.Check == "prices.close_outside_range" {
			t.Errorf("a finding about a row after the as-of: %s", f.Message)
		}
	}
}

// TestMixedSource: a symbol only the 2024 panel has is served with a warning, as
// that source's dividend adjustment is not uniform.
func TestMixedSource(t *testing.T) {
	p := realProvider(t)
	s := barsOf(t, p, "ABT", "2025-02-24")
	if len(s.Findings) == 0 || s.Findings[0].Check != "prices.mixed_adjustment" || !strings.Contains(s.Source.Locator, "us_large_191") {
		t.Errorf("%s: %+v", s.Source.Locator, s.Findings)
	}
}

func TestActions(t *testing.T) {
	p := realProvider(t)
	s := barsOf(t, p, "AAPL", "2020-07-01")
	var last tearsheet.Action
	for _, a := range s.Actions {
		if a.Kind == tearsheet.Split && a.Ex == on("2020-08-31") {
			t.Error("a split of the future is listed")
		}
		if a.Kind == tearsheet.Dividend {
			last = a
		}
	}
	if last.Ex != on("2020-05-08") || last.Amount != 0.82 || !strings.Contains(last.Source.Locator, "prices/dividends/AAPL.csv row ") {
		t.Errorf("last dividend %+v, want 0.82 on 2020-05-08 on the basis of the day", last)
	}
	for _, a := range barsOf(t, p, "AAPL", "2025-02-24").Actions {
		if a.Ex == on("2020-05-08") && a.Amount != 0.205 {
			t.Errorf("the dividend of 2020-05-08 is %v on today's basis, want 0.205", a.Amount)
		}
		if a.Ex == on("2012-08-09") && math.Abs(a.Amount-2.65/28) > 1e-5 {
			t.Errorf("the dividend of 2012-08-09 is %v, want 2.65/28", a.Amount)
		}
	}
	for _, a := range barsOf(t, p, "GE", "2025-02-24").Actions {
		if a.Kind == tearsheet.Split && a.Ex != on("2021-08-02") {
			t.Errorf("a spin-off is listed as a split: %+v", a)
		}
	}
	// Actions may precede the bars: per-share facts of earlier years need them.
	if a := s.Actions[0]; a.Ex.After(s.Bars[0].Date) {
		t.Errorf("the first action is of %s", a.Ex)
	}
}

func TestBarsFrom(t *testing.T) {
	p := realProvider(t)
	s, err := p.Bars(t.Context(), tearsheet.BarQuery{Security: sec("AAPL"), From: on("2025-01-01"), AsOf: asOf("2025-02-24")})
	if err != nil || s.Bars[0].Date != on("2025-01-02") || s.Source.Locator != "prices/daily/AAPL.csv rows 2145-2179" {
		t.Errorf("%v %v %v", s.Bars[0], s.Source.Locator, err)
	}
	if len(s.Actions) != 1 || s.Actions[0].Ex != on("2025-02-10") {
		t.Errorf("actions %+v", s.Actions)
	}
}

// TestIntraday: a bar is not known before 16:00, a split not before 09:30.
func TestIntraday(t *testing.T) {
	p := realProvider(t)
	for _, c := range []struct {
		hour, min int
		last      string
		close     float64 // of 2024-06-07
	}{{9, 29, "2024-06-07", 1208.88}, {9, 30, "2024-06-07", 120.888}, {15, 59, "2024-06-07", 120.888}, {16, 0, "2024-06-10", 120.888}} {
		at := sessionOpen(on("2024-06-10")).Add(-9*60*60*1e9 - 30*60*1e9)
		at = at.Add(durationOf(c.hour, c.min))
		s, err := p.Bars(t.Context(), tearsheet.BarQuery{Security: sec("NVDA"), AsOf: at})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Bars[len(s.Bars)-1].Date; got != on(c.last) {
			t.Errorf("at %02d:%02d the last bar is of %s, want %s", c.hour, c.min, got, c.last)
		}
		for _, b := range s.Bars {
			if b.Date == on("2024-06-07") && math.Abs(b.Close/c.close-1) > 2e-4 {
				t.Errorf("at %02d:%02d the close of 2024-06-07 is %v, want %v", c.hour, c.min, b.Close, c.close)
			}
		}
	}
}
