package files

import (
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"tearsheet"
)

func TestResolve(t *testing.T) {
	p := realProvider(t)
	for _, c := range []struct {
		in, symbol, name string
		cik              tearsheet.CIK
		exchange, year   string
		sic              int
	}{
		{"AAPL", "AAPL", "Apple Inc.", 320193, "Nasdaq", "0926", 3571},
		{"aapl", "AAPL", "Apple Inc.", 320193, "Nasdaq", "0926", 3571},
		{"BRK.B", "BRK-B", "BERKSHIRE HATHAWAY INC", 1067983, "", "", 0},
		{"BRK-B", "BRK-B", "BERKSHIRE HATHAWAY INC", 1067983, "", "", 0},
		{"GOOG", "GOOG", "Alphabet Inc.", 1652044, "", "", 0},
		{"NKLA", "NKLA", "Nikola Corp", 1731289, "", "1231", 3711}, // delisted: not in the ticker list
		{"SPX", "SPX", "S&P 500 index", 0, "", "", 0},
		{"^GSPC", "SPX", "S&P 500 index", 0, "", "", 0},
		{"SPY", "SPY", "SPDR S&P 500 ETF Trust", 0, "", "", 0},
		{"ZTS", "ZTS", "Zoetis Inc.", 1555280, "", "", 0},
		{"F", "F", "FORD MOTOR CO", 37996, "", "", 0},
	} {
		s, err := p.Resolve(t.Context(), sec(c.in))
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		if s.ID.Symbol != c.symbol || s.Name != c.name || s.Currency != "USD" || (s.Issuer != nil) != (c.cik != 0) {
			t.Errorf("%s: %+v", c.in, s)
		}
		if i := s.Issuer; i != nil && (i.CIK != c.cik || i.Exchange != c.exchange || i.FiscalYearEnd != c.year || i.SIC != c.sic) {
			t.Errorf("%s: %+v", c.in, i)
		}
	}
	for in, near := range map[string]string{"APPL": "AAPL", "MSTF": "MSFT", "NVDIA": "NVDA"} {
		if _, err := p.Resolve(t.Context(), sec(in)); tearsheet.KindOf(err) != tearsheet.KindNotFound || !strings.Contains(tearsheet.HintOf(err), near) {
			t.Errorf("%s: %v, hint %q does not name %s", in, err, tearsheet.HintOf(err), near)
		}
	}
}

func TestFilings(t *testing.T) {
	p := realProvider(t)
	list := func(symbol, at string, forms ...string) []tearsheet.Filing {
		f, err := p.Filings(t.Context(), tearsheet.FilingQuery{Security: sec(symbol), AsOf: asOf(at), Forms: forms})
		if err != nil {
			t.Fatalf("%s: %v", symbol, err)
		}
		return f
	}
	for _, c := range []struct {
		symbol, asOf, doc string
		form, filed       string
		period            string
		acc               tearsheet.Accession
		accepted          string
	}{
		{"AAPL", "2025-02-24", "filings/AAPL_10-K_2024-11-01.htm.gz", "10-K", "2024-11-01", "2024-09-28", "0000320193-24-000123", "2024-11-01T10:01:36Z"},
		{"AAPL", "2025-11-01", "filings/AAPL_10-K_000032019325000079.htm.gz", "10-K", "2025-10-31", "2025-09-27", "0000320193-25-000079", "2025-10-31T10:01:26Z"},
		// The name says 10-K; the SGML header says what it is.
		{"AAPL", "2001-01-01", "filings/AAPL_10-K_2000_0000912057-00-023442.txt.gz", "10-Q", "2000-05-11", "2000-04-01", "0000912057-00-023442", "2000-05-12T03:59:59Z"},
		{"KO", "2025-02-24", "filings/KO_10-K_2025-02-20.htm.gz", "10-K", "2025-02-20", "2024-12-31", "0000021344-25-000011", "2025-02-20T20:17:12Z"},
		{"MSFT", "2025-02-24", "filings/MSFT_10-Q_000156459022035087.htm.gz", "10-Q", "2022-10-25", "2022-09-30", "0001564590-22-035087", "2022-10-25T20:08:55Z"},
		// No submissions: date from the name, accession from company facts, period from the document.
		{"GOOGL", "2025-02-24", "filings/GOOGL_10-K_2025-02-05.htm.gz", "10-K", "2025-02-05", "2024-12-31", "0001652044-25-000014", "2025-02-06T04:59:59Z"},
		{"GOOG", "2026-02-24", "filings/GOOGL_10-K_000165204426000018.htm.gz", "10-K", "2026-02-05", "2025-12-31", "0001652044-26-000018", "2026-02-06T04:59:59Z"},
		// Neither: the accession is not known, and not guessed.
		{"BA", "2025-02-24", "filings/BA_10-K_2025-02-03.htm.gz", "10-K", "2025-02-03", "2024-12-31", "", "2025-02-04T04:59:59Z"},
		// The day in the name of an 8-K is that of the event; the full submission beside it knows the rest.
		{"JPM", "2026-06-30", "news/JPM_8-K_2026-06-24.htm.gz", "8-K", "2026-06-25", "2026-06-24", "0000019617-26-000241", "2026-06-25T11:59:33Z"},
	} {
		var hit *tearsheet.Filing
		n := 0
		for _, f := range list(c.symbol, c.asOf) {
			if f.Document == c.doc {
				hit, n = &f, n+1
			}
		}
		if n != 1 {
			t.Errorf("%s as of %s: %s is listed %d times", c.symbol, c.asOf, c.doc, n)
			continue
		}
		if hit.Form != c.form || hit.Filed != on(c.filed) || hit.Period != on(c.period) || hit.Accession != c.acc || hit.Accepted.Format(time.RFC3339) != c.accepted {
			t.Errorf("%s: %+v", c.doc, *hit)
		}
		if (hit.URL == "") != (c.acc == "") {
			t.Errorf("%s: URL %q", c.doc, hit.URL)
		}
		before := hit.Accepted.Add(-time.Second)
		if _, err := p.Open(t.Context(), *hit, before); tearsheet.KindOf(err) != tearsheet.KindInvalid {
			t.Errorf("%s opens before it is public: %v", c.doc, err)
		}
		r, err := p.Open(t.Context(), *hit, hit.Accepted)
		if err != nil {
			t.Errorf("%s: %v", c.doc, err)
			continue
		}
		if b, err := io.ReadAll(r); err != nil || len(b) < 3000 {
			t.Errorf("%s: %d bytes, %v", c.doc, len(b), err)
		}
		r.Close()
	}
	if f := list("AAPL", "2025-02-24", "10-K"); len(f) < 20 || f[0].Accession != "0000320193-24-000123" ||
		f[0].URL != "https://www.sec.gov/Archives/edgar/data/320193/000032019324000123/aapl-20240928.htm" || f[1].Document != "" {
		t.Errorf("%d 10-Ks, first %+v", len(f), f[0])
	}
	// TSLA's older page is merged.
	f := list("TSLA", "2026-01-29")
	if len(f) != 1720 || f[len(f)-1].Filed.Year != 2005 {
		t.Errorf("%d filings of TSLA, the oldest %v", len(f), f[len(f)-1].Filed)
	}
	if f, err := p.Filings(t.Context(), tearsheet.FilingQuery{CIK: 320193, AsOf: asOf("2025-02-24"), Limit: 3}); err != nil || len(f) != 3 {
		t.Errorf("by CIK: %d, %v", len(f), err)
	}
	// What cannot be dated is left out and named.
	for _, symbol := range []string{"AMZN", "META", "NVDA"} {
		notes, err := p.Unserved(t.Context(), sec(symbol))
		if err != nil || len(notes) != 1 || notes[0].Check != "filings.undated" {
			t.Errorf("%s: %+v %v", symbol, notes, err)
		}
	}
	if _, err := p.Open(t.Context(), f[0], asOf("2026-02-01")); tearsheet.KindOf(err) != tearsheet.KindNotFound || !strings.Contains(tearsheet.HintOf(err), "https://www.sec.gov/") {
		t.Errorf("a filing not held: %v %s", err, tearsheet.HintOf(err))
	}
}

func TestChains(t *testing.T) {
	p := realProvider(t)
	for _, c := range []struct {
		symbol, asOf string
		n            int
		quoted       string
		spot         float64
		file         string
		findings     string
	}{
		{"AAPL", "2025-02-24", 102, "2025-02-24T09:24:07Z", 245.55, "options/yahoo_v7_AAPL_2025-02-24.json", "chain.no_quote:warning"},
		{"QQQ", "2025-03-01", 180, "2025-02-24T09:24:44Z", 526.08, "options/yahoo_v7_QQQ_2025-02-24.json", ""},
		{"MSFT", "2026-07-28", 300, "2026-07-29T03:59:59Z", 0, "options/ibkr_MSFT_gex_20260728_2210.csv", "chain.time_of_day:info"},
		{"TSM", "2026-08-01", 172, "2026-07-29T03:59:59Z", 0, "options/ibkr_TSM_greeks_20260728.csv", "chain.time_of_day:info"},
		{"AAPL", "2026-06-30", 144, "2026-06-30T03:59:59Z", 0, "options/ibkr_AAPL_gex_20260629_2253.csv", "chain.time_of_day:info"},
	} {
		ch, err := p.Chain(t.Context(), tearsheet.ChainQuery{Security: sec(c.symbol), AsOf: asOf(c.asOf)})
		if err != nil {
			t.Errorf("%s: %v", c.symbol, err)
			continue
		}
		if len(ch.Contracts) != c.n || ch.Quoted.Format(time.RFC3339) != c.quoted || ch.Source.Locator != c.file || ch.Currency != "USD" {
			t.Errorf("%s: %d contracts quoted %s in %s", c.symbol, len(ch.Contracts), ch.Quoted.Format(time.RFC3339), ch.Source.Locator)
		}
		if math.Abs(ch.Spot-c.spot) > 0.1 || (c.spot > 0 && (ch.SpotTime.IsZero() || ch.SpotTime.After(ch.Quoted))) {
			t.Errorf("%s: spot %v at %v", c.symbol, ch.Spot, ch.SpotTime)
		}
		var all []string
		for _, f := range ch.Findings {
			all = append(all, f.Check+":"+string(f.Severity))
		}
		if c.findings != "" && !strings.Contains(strings.Join(all, " "), c.findings) {
			t.Errorf("%s: findings %v", c.symbol, all)
		}
		for i, o := range ch.Contracts {
			if i > 0 && ch.Contracts[i-1].Expiry.After(o.Expiry) {
				t.Errorf("%s: contract %d is out of order", c.symbol, i)
			}
		}
	}
	for _, c := range []struct{ symbol, asOf, hint string }{
		{"AAPL", "2025-02-23", "later as-of"}, {"KO", "2025-02-24", "options/yahoo_v7_KO_"},
	} {
		if _, err := p.Chain(t.Context(), tearsheet.ChainQuery{Security: sec(c.symbol), AsOf: asOf(c.asOf)}); tearsheet.KindOf(err) != tearsheet.KindNotFound || !strings.Contains(tearsheet.HintOf(err), c.hint) {
			t.Errorf("%s as of %s: %v (%s)", c.symbol, c.asOf, err, tearsheet.HintOf(err))
		}
	}
	fix := open(t, quxFolder(), "")
	ch, err := fix.Chain(t.Context(), tearsheet.ChainQuery{Security: sec("QUX"), AsOf: asOf("2023-01-05")})
	if err != nil || len(ch.Contracts) != 2 || ch.Contracts[0].Right != tearsheet.Call || ch.Contracts[0].Expiry != on("2023-01-20") || ch.Contracts[0].OpenInterest != 50 || ch.Contracts[1].Bid != 0 {
		t.Errorf("%+v %v", ch, err)
	}
}

func TestNews(t *testing.T) {
	p := realProvider(t)
	get := func(q tearsheet.NewsQuery) []tearsheet.Article {
		a, err := p.News(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := get(tearsheet.NewsQuery{Security: sec("AAPL"), Name: "Apple Inc.", AsOf: asOf("2025-02-25")})
	if len(a) != 6 || !a[0].Published.After(a[len(a)-1].Published) || a[len(a)-1].Published.Year() != 2022 {
		t.Errorf("%d stories of AAPL", len(a))
	}
	if b := get(tearsheet.NewsQuery{Security: sec("AAPL"), AsOf: asOf("2025-02-25"), From: asOf("2025-01-01")}); len(b) != 4 {
		t.Errorf("%d stories since 2025", len(b))
	}
	if b := get(tearsheet.NewsQuery{Security: sec("AAPL"), AsOf: asOf("2025-02-25"), Limit: 2}); len(b) != 2 || b[0].ID != a[0].ID {
		t.Errorf("%d stories of 2", len(b))
	}
	// GOOGL has no feed of its own; its issuer's other symbol has.
	if b := get(tearsheet.NewsQuery{Security: sec("GOOGL"), AsOf: asOf("2025-02-25")}); len(b) < 4 {
		t.Errorf("%d stories of GOOGL", len(b))
	}
	// VRTX has no feed; ABBV's relates a story to it.
	if b := get(tearsheet.NewsQuery{Security: sec("VRTX"), AsOf: asOf("2025-02-25")}); len(b) != 1 || !strings.Contains(b[0].Source.Locator, "yahoo_search_ABBV.json#") {
		t.Errorf("stories of VRTX: %+v", b)
	}
	if _, err := p.News(t.Context(), tearsheet.NewsQuery{Security: sec("KO"), Name: "COCA COLA CO", AsOf: asOf("2025-02-25")}); tearsheet.KindOf(err) != tearsheet.KindNotFound {
		t.Errorf("no feed speaks of KO: %v", err)
	}
	fix := open(t, quxFolder(), "")
	all, err := fix.News(t.Context(), tearsheet.NewsQuery{Security: sec("QUX"), Name: "Quxotic Widgets Inc.", AsOf: asOf("2023-02-28")})
	if err != nil || len(all) != 3 || all[0].ID != "u-2" || all[1].ID != "u-1" || all[2].ID != "g-1" {
		t.Fatalf("%+v %v", all, err)
	}
	if g := all[2]; g.Title != "Quxotic Widgets' new line" || g.Summary != "Invented text." || g.URL != "https://example.test/g1" || g.Published.Format(time.RFC3339) != "2023-01-03T15:00:00Z" {
		t.Errorf("%+v", g)
	}
	if s := all[1].Symbols; len(s) != 2 || s[1] != "FOO" {
		t.Errorf("symbols %v", s)
	}
}

func TestMentions(t *testing.T) {
	for _, c := range []struct {
		name, title string
		want        bool
	}{
		{"Apple Inc.", "Why Apple's plan matters", true},
		{"Apple Inc.", "An apple a day", false},
		{"Apple Inc.", "Pineapple futures", false},
		{"COCA COLA CO", "Coca-Cola raises guidance", true},
		{"Alphabet Inc.", "Alphabet: what next?", true},
		{"COSTCO WHOLESALE CORP /NEW", "Costco Wholesale reports", true},
		{"THE CO", "The company", false},
		{"", "Anything", false},
	} {
		if got := mentions(c.title, coreName(c.name)); got != c.want {
			t.Errorf("%q in %q: %v", c.name, c.title, got)
		}
	}
}

func TestFeeds(t *testing.T) {
	atom := `<?xml version="1.0" encoding="ISO-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">A &amp;amp; B</title><link href="https://example.test/a"/><id>i1</id><updated>2026-01-12T11:27:39-05:00</updated></entry></feed>`
	rdf := `<rdf:RDF xmlns:rdf="r" xmlns:dc="d"><item><title>T</title><dc:date>2023-01-02T03:04:05Z</dc:date></item><item><title>undated</title></item></rdf:RDF>`
	empty := `<rss version="2.0"><channel><title>x</title></channel></rss>`
	for name, c := range map[string]struct {
		body string
		n    int
		at   string
	}{"atom": {atom, 1, "2026-01-12T16:27:39Z"}, "rdf": {rdf, 1, "2023-01-02T03:04:05Z"}, "empty": {empty, 0, ""}} {
		a, err := parseFeed([]byte(c.body))
		if err != nil || len(a) != c.n || (c.n > 0 && a[0].Published.Format(time.RFC3339) != c.at) {
			t.Errorf("%s: %+v %v", name, a, err)
		}
	}
	if got := feedTime("Fri, 13 May 2022 01:39:29 PDT").Format(time.RFC3339); got != "2022-05-13T08:39:29Z" {
		t.Errorf("PDT: %s", got)
	}
	if !feedTime("Fri, 13 May 2022 01:39:29 XYZ").IsZero() {
		t.Error("an unknown zone was guessed")
	}
}

func TestCurves(t *testing.T) {
	p := realProvider(t)
	for _, c := range []struct {
		asOf, date, file string
		n                int
		tenor            string
		yield            float64
	}{
		{"2025-02-24", "2025-02-24", "rates/treasury_par_yield_2025_2026.csv row 37", 12, "10Y", 0.0440},
		{"2024-12-31", "2024-12-31", "rates/treasury_2024_as_served.csv row 2", 13, "10Y", 0.0458}, // newest first
		{"2021-01-04", "2021-01-04", "rates/treasury_par_yield_2021_2025.csv row 1116", 12, "1M", 0.0009},
		{"2000-06-15", "2000-06-15", "rates/treasury_par_yield_1990_2022.csv", 0, "30Y", 0.0590},
		{"1990-01-02", "1990-01-02", "rates/treasury_par_yield_1990_2022.csv row 2", 9, "3M", 0.0783}, // 0.0 is blank there
		{"2026-08-21", "2026-08-20", "rates/fred_dgs_2015_2026.csv row 4251", 11, "", 0},              // blank on the last day
		{"2025-02-23", "2025-02-21", "", 0, "", 0},                                                    // a Sunday
	} {
		cv, err := p.Curve(t.Context(), tearsheet.CurveQuery{Country: "US", AsOf: asOf(c.asOf)})
		if err != nil {
			t.Errorf("%s: %v", c.asOf, err)
			continue
		}
		if cv.Date != on(c.date) || !strings.HasPrefix(cv.Source.Locator, c.file) || (c.n > 0 && len(cv.Points) != c.n) {
			t.Errorf("as of %s: %s, %d points, %s", c.asOf, cv.Date, len(cv.Points), cv.Source.Locator)
		}
		for _, pt := range cv.Points {
			if pt.Tenor == c.tenor && math.Abs(pt.Yield-c.yield) > 5e-4 {
				t.Errorf("as of %s: %s %v, want %v", c.asOf, pt.Tenor, pt.Yield, c.yield)
			}
		}
	}
	// The day's curve is not known before 18:00 New York.
	at := curveKnown(on("2025-02-24"))
	for d, want := range map[time.Duration]string{-time.Second: "2025-02-21", 0: "2025-02-24"} {
		if cv, err := p.Curve(t.Context(), tearsheet.CurveQuery{AsOf: at.Add(d)}); err != nil || cv.Date != on(want) {
			t.Errorf("at %v: %s %v", at.Add(d), cv.Date, err)
		}
	}
	for _, q := range []tearsheet.CurveQuery{{AsOf: asOf("1989-12-29")}, {Country: "DE", AsOf: asOf("2025-02-24")}} {
		if _, err := p.Curve(t.Context(), q); tearsheet.KindOf(err) != tearsheet.KindNotFound {
			t.Errorf("%+v: %v", q, err)
		}
	}
	for h, want := range map[string]float64{"1 Mo": 1. / 12, "1.5 Month": 0.125, "BC_30YEAR": 30, "DGS1MO": 1. / 12, "DGS10": 10, "6M": 0.5, "10Y": 10} {
		if _, y, ok := tenorOf(h); !ok || math.Abs(y-want) > 1e-12 {
			t.Errorf("%s: %v %v", h, y, ok)
		}
	}
	for _, h := range []string{"BC_30YEARDISPLAY", "DFF", "SOFR25", "date", "", "10", "0Y", "1e3Y", "-1Y"} {
		if n, y, ok := tenorOf(h); ok {
			t.Errorf("%q is read as tenor %s %v", h, n, y)
		}
	}
}
