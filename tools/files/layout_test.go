package files

import (
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"tearsheet"
	"tearsheet/internal/realdata"
)

func TestBundledLayout(t *testing.T) {
	l, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range l.Prices {
		names = append(names, s.Name)
	}
	if got := strings.Join(names, " "); got != "daily yahoo_csv adj_long recent panel_2024 panel_2018" {
		t.Errorf("price sources %s", got)
	}
	if s := l.Splits["NKLA"]; len(s) != 1 || s[0].String() != "1:30 on 2024-06-25" {
		t.Errorf("NKLA %v", s)
	}
	if l.symbol("^GSPC") != "SPX" {
		t.Error("alias ^GSPC")
	}
}

// TestLayoutCoversRealFolder: every file of the real folder's served folders is
// matched by the layout, so that none lies there unread.
func TestLayoutCoversRealFolder(t *testing.T) {
	dir := realdata.Dir(t)
	l, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	var pats []pattern
	files := map[string]bool{l.Tickers: true}
	for _, s := range l.Prices {
		if s.Path != "" {
			pats = append(pats, s.pattern)
		}
		files[s.Panel] = true
	}
	pats = append(pats, l.Dividends.pattern, l.Submissions.pattern, l.Submissions.pages)
	for _, s := range l.Facts {
		pats = append(pats, s.pattern)
	}
	for _, s := range l.Filings {
		pats = append(pats, s.pattern)
	}
	for _, s := range l.Chains {
		pats = append(pats, s.pattern)
	}
	for _, s := range l.News {
		pats = append(pats, s.pattern)
	}
	for _, s := range l.Rates {
		files[s.Path] = true
	}
	unread := map[string]bool{ // known not to be read: no quotes in it, another kind of rate, an XML twin of a CSV
		"options/ibkr_AAPL_expiries_strikes_2026-08-01.json": true, "rates/cboe_vix_2010_2026.csv": true, "rates/treasury_yield_curve_2021.xml.gz": true,
	}
	for _, d := range []string{"prices/daily", "prices/adj_long", "prices/dividends", "prices/yahoo_csv", "prices/recent", "prices/panel",
		"fundamentals/companyfacts", "fundamentals/companyfacts_trimmed", "fundamentals/submissions", "filings", "options", "news", "rates"} {
		ents, err := os.ReadDir(dir + "/" + d)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range ents {
			if e.IsDir() {
				continue
			}
			full := path.Join(d, e.Name())
			ok := files[strings.TrimSuffix(full, ".gz")] || unread[full]
			for _, p := range pats {
				if _, m := p.match(e.Name()); m && p.dir == d {
					ok = true
				}
			}
			if !ok {
				t.Errorf("%s is matched by nothing in the layout", full)
			}
		}
	}
}

func TestLayoutMistakes(t *testing.T) {
	for name, c := range map[string]struct {
		yaml string
		says []string
	}{
		"unknown keys, all of them": {"version: 1\nprizes: []\nprices:\n  - name: a\n    path: p/{symbol}.csv\n    adjustment: split\n    vintage: last_row\n    colour: red\nrate: 1\n",
			[]string{"line 2", "prizes", "line 8", "colour", "line 9", `"rate"`}},
		"the program's own": {"llm: {chain: []}\n", []string{"line 1", "llm", "program's own configuration"}},
		"a key twice":       {"version: 1\nversion: 1\n", []string{"line 2"}},
		"not YAML":          {"prices: [\n", []string{"YAML"}},
		"two documents":     {"version: 1\n---\nversion: 1\n", []string{"more than one"}},
		"a list":            {"- a\n", []string{"must not be a list"}},
		"wrong kinds":       {"version: two\nprices: daily\nsplits: [1]\ncurrency: {a: b}\n", []string{"line 1", "two", "line 2", "must be a list", "line 3", "must not be a list", "line 4", "not a map"}},
		"bad values": {"prices:\n  - {name: a, path: 'p/{symbol}.csv', adjustment: some, vintage: soon}\n  - {name: a, path: 'p/x.csv', adjustment: none}\n  - {path: '../{symbol}.csv', panel: q.csv, adjustment: split}\n",
			[]string{`adjustment "some"`, `vintage "soon"`, "used twice", "needs {symbol}", "name is missing", "either path", "vintage is missing"}},
		"escaping paths":   {"tickers: ../../etc/passwd\nrates: [{name: r, path: /etc/passwd}]\n", []string{"../../etc/passwd", "/etc/passwd", "relative"}},
		"placeholders":     {"facts: [{name: f, path: 'x/{cik}/{what}.json'}]\nnews: [{path: 'n/{bogus}.xml', kind: feed}]\n", []string{"folder name", "{bogus} is not a placeholder"}},
		"dates and ratios": {"splits:\n  A: [{ex: 2024-13-01, ratio: 2}, {ex: 2024-01-02, ratio: '2:0'}, {ex: 2024-01-03}]\n", []string{"line 2", "2024-13-01", "2:0"}},
		"missing ratio":    {"splits:\n  A: [{ex: 2024-01-03}]\n", []string{"splits.A", "ratio"}},
		"symbols":          {"splits:\n  brk.b: [{ex: 2024-01-03, ratio: 2}]\n", []string{"brk.b", "normal form"}},
		"kinds":            {"chains: [{path: 'o/{symbol}.csv', kind: cboe}]\nnews: [{path: n/a.xml, kind: atom}]\nsecurities: {X: {kind: coin}}\n", []string{"cboe", "atom", "coin"}},
		"broker's time":    {"chains: [{path: 'o/{symbol}.csv', kind: ibkr}]\n", []string{"{stamp}"}},
		"filing dates":     {"filings: [{path: 'f/{symbol}_{form}_{date}.htm'}]\n", []string{"filed or period"}},
		"columns":          {"prices: [{name: a, path: 'p/{symbol}.csv', adjustment: none, columns: {shut: Close}}]\n", []string{"columns.shut", "close"}},
		"anchors":          {"prices: &a []\nnews: *a\n", []string{"line 1", "anchor"}},
		"version":          {"version: 2\n", []string{"version", "2"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(fstest.MapFS{layoutFile: text(c.yaml)}, Options{Root: "/d"})
			if err == nil {
				t.Fatal("accepted")
			}
			wantInvalidLong(t, err, append(c.says, "/d/tearsheet.yaml")...)
		})
	}
	if _, err := Open(fstest.MapFS{layoutFile: text("# nothing\n")}, Options{}); err != nil {
		t.Errorf("an empty layout: %v", err)
	}
	if _, err := Open(fstest.MapFS{layoutFile: text(strings.Repeat("#", maxLayout+1))}, Options{}); tearsheet.KindOf(err) != tearsheet.KindInvalid {
		t.Errorf("a huge layout: %v", err)
	}
}

func wantInvalidLong(t *testing.T, err error, says ...string) {
	t.Helper()
	if tearsheet.KindOf(err) != tearsheet.KindInvalid || tearsheet.HintOf(err) == "" {
		t.Fatalf("want KindInvalid with a hint, got %v", err)
	}
	for _, s := range says {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("the error does not say %q:\n%v", s, err)
		}
	}
}

// TestOwnLayout: other names, other columns, a panel, prices as traded.
func TestOwnLayout(t *testing.T) {
	m := fstest.MapFS{
		layoutFile: text(`
currency: CHF
prices:
  - name: mine
    path: kurse/{symbol}_tag.txt
    adjustment: none
    columns: {date: Datum, open: Eröffnung, high: Hoch, low: Tief, close: Schluss, volume: Umsatz}
  - name: all
    panel: kurse/alle.csv
    adjustment: split
    vintage: 2024-01-31
    columns: {symbol: Titel}
splits:
  ACME: [{ex: 2024-01-04, ratio: "3:2"}]
securities:
  ACME: {name: Acme AG, aliases: [ACME-N]}
`),
		"kurse/ACME_tag.txt": text("Datum,Eröffnung,Hoch,Tief,Schluss,Umsatz,Rest\n2024-01-03,30,33,27,30,100,x\n2024-01-04,20,22,18,20,150,y\n"),
		"kurse/alle.csv.gz":  {Data: gz("Titel,Date,Open,High,Low,Close,Volume\nAAA,2024-01-03,1,2,1,1,5\nBBB,2024-01-03,3,3,3,3,5\nBBB,2024-01-04,4,4,4,4,5\nAAA,2024-01-04,2,2,2,2,6\n")},
	}
	p := open(t, m, "")
	for _, c := range []struct {
		symbol, asOf string
		closes       []float64
		volume       float64 // of the first
	}{
		{"ACME", "2024-01-03", []float64{30}, 100},
		{"ACME", "2024-01-05", []float64{20, 20}, 150},
		{"acme.n", "2024-01-05", []float64{20, 20}, 150},
		{"AAA", "2024-01-05", []float64{1, 2}, 5},
		{"BBB", "2024-01-05", []float64{3, 4}, 5},
	} {
		s := barsOf(t, p, c.symbol, c.asOf)
		if len(s.Bars) != len(c.closes) || s.Currency != "CHF" || s.Bars[0].Volume != c.volume {
			t.Fatalf("%s: %+v %s", c.symbol, s.Bars, s.Currency)
		}
		for i, want := range c.closes {
			if s.Bars[i].Close != want {
				t.Errorf("%s as of %s: close %d is %v, want %v", c.symbol, c.asOf, i, s.Bars[i].Close, want)
			}
		}
	}
	if s, err := p.Resolve(t.Context(), sec("AAA")); err != nil || s.Issuer != nil || s.Currency != "CHF" {
		t.Errorf("%+v %v", s, err)
	}
	if s, err := p.Resolve(t.Context(), sec("ACME")); err != nil || s.Name != "Acme AG" {
		t.Errorf("%+v %v", s, err)
	}
}

func TestPathsStayInside(t *testing.T) {
	m := fstest.MapFS{"prices/daily/ACME.csv": text("x")}
	p := open(t, m, "")
	for _, s := range []string{"../daily/ACME", "..", "A/B", `A\B`, ".hidden", "A\x00"} {
		if _, err := p.Bars(t.Context(), tearsheet.BarQuery{Security: sec(s), AsOf: asOf("2024-01-05")}); tearsheet.KindOf(err) != tearsheet.KindInvalid {
			t.Errorf("%q: %v", s, err)
		}
	}
	if _, _, _, err := p.folder.find("../x"); tearsheet.KindOf(err) != tearsheet.KindInvalid {
		t.Errorf("find ../x: %v", err)
	}
	if _, err := Open(os.DirFS("/does/not/exist"), Options{Root: "/does/not/exist"}); tearsheet.KindOf(err) != tearsheet.KindNotFound || !strings.Contains(err.Error(), "/does/not/exist") {
		t.Errorf("a missing folder: %v", err)
	}
}
