package sample

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"
)

// read returns a file of the sample, gunzipped.
func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := fs.ReadFile(FS(), name)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".gz") {
		zr, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if b, err = io.ReadAll(zr); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func walk(t *testing.T, f func(name string)) {
	t.Helper()
	err := fs.WalkDir(FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			f(p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func rows(t *testing.T, name string) [][]string {
	t.Helper()
	r, err := csv.NewReader(bytes.NewReader(read(t, name))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return r
}

func date(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func weekend(d time.Time) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

func num(t *testing.T, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestFiles: every file parses, holds no machine path, and the
// whole stays small.
func TestFiles(t *testing.T) {
	total := 0
	walk(t, func(name string) {
		raw, _ := fs.ReadFile(FS(), name)
		total += len(raw)
		b := read(t, name)
		switch path.Ext(strings.TrimSuffix(name, ".gz")) {
		case ".json":
			if !json.Valid(b) {
				t.Errorf("%s: invalid JSON", name)
			}
		case ".csv":
			rows(t, name)
		case ".htm", ".md", ".yaml":
		default:
			t.Errorf("%s: unexpected kind of file", name)
		}
		for _, bad := range []string{"/home/", "/root/", "/tmp/"} {
			if bytes.Contains(b, []byte(bad)) {
				t.Errorf("%s contains %q", name, bad)
			}
		}
	})
	if total > 450_000 {
		t.Errorf("bundle is %d bytes", total)
	}
}

func TestSymbols(t *testing.T) {
	if weekend(date(t, AsOf())) {
		t.Error("as-of date on a weekend")
	}
	readme := string(read(t, "README.md"))
	if !strings.Contains(readme, AsOf()) {
		t.Error("README without the as-of date")
	}
	for _, s := range Symbols() {
		if s.Kind != "real" && s.Kind != "simulated" {
			t.Errorf("%s: kind %q", s.Symbol, s.Kind)
		}
		if (s.Kind == "simulated") != strings.Contains(s.Name, "(simulated)") {
			t.Errorf("%s: name %q, kind %q", s.Symbol, s.Name, s.Kind)
		}
		if !strings.Contains(readme, fmt.Sprintf("| %s | %s |", s.Symbol, s.Name)) {
			t.Errorf("README without %s", s.Symbol)
		}
		if _, err := fs.Stat(FS(), "prices/daily/"+s.Symbol+".csv.gz"); err != nil {
			t.Error(err)
		}
	}
}

func TestBars(t *testing.T) {
	var dates []string
	for _, r := range rows(t, "prices/daily/SPX.csv.gz")[1:] {
		dates = append(dates, r[0])
	}
	for _, s := range Symbols() {
		r := rows(t, "prices/daily/"+s.Symbol+".csv.gz")
		if got := strings.Join(r[0], ","); got != "date,open,high,low,close,volume" {
			t.Errorf("%s: header %s", s.Symbol, got)
		}
		if len(r)-1 != len(dates) || len(dates) != 1300 {
			t.Fatalf("%s: %d bars, index %d", s.Symbol, len(r)-1, len(dates))
		}
		prev := 0.0
		for i, x := range r[1:] {
			if x[0] != dates[i] || (i > 0 && x[0] <= dates[i-1]) || weekend(date(t, x[0])) {
				t.Fatalf("%s: date %s", s.Symbol, x[0])
			}
			o, h, l, c, v := num(t, x[1]), num(t, x[2]), num(t, x[3]), num(t, x[4]), num(t, x[5])
			if l <= 0 || h < math.Max(o, c) || l > math.Min(o, c) || v <= 0 {
				t.Errorf("%s %s: bad bar", s.Symbol, x[0])
			}
			if prev > 0 && math.Abs(math.Log(c/prev)) > 0.25 {
				t.Errorf("%s %s: jump from %v to %v", s.Symbol, x[0], prev, c)
			}
			prev = c
		}
	}
	sess := map[string]bool{}
	for _, d := range dates {
		sess[d] = true
	}
	if !sess[AsOf()] {
		t.Error("no session on the as-of date")
	}
	for _, s := range []string{"AAPL", "MSFT", "IBM", "XMPL"} {
		for _, d := range rows(t, "prices/dividends/"+s+".csv")[1:] {
			if !sess[d[0]] || num(t, d[1]) <= 0 {
				t.Errorf("%s: dividend %v", s, d)
			}
		}
	}
}

// TestBeta: the simulated share follows the real index.
func TestBeta(t *testing.T) {
	ret := func(s string) (out []float64) {
		r := rows(t, "prices/daily/"+s+".csv.gz")[1:]
		for i := 1; i < len(r); i++ {
			out = append(out, math.Log(num(t, r[i][4])/num(t, r[i-1][4])))
		}
		return out
	}
	x, m := ret("XMPL"), ret("SPX")
	var mx, mm, cov, vm float64
	for i := range x {
		mx += x[i] / float64(len(x))
		mm += m[i] / float64(len(x))
	}
	for i := range x {
		cov += (x[i] - mx) * (m[i] - mm)
		vm += (m[i] - mm) * (m[i] - mm)
	}
	if beta := cov / vm; beta < 1 || beta > 1.3 {
		t.Errorf("beta %v", beta)
	}
}

type fact struct {
	Start, End, Accn, FP, Form, Filed string
	Val                               float64
	FY                                int
}

type facts struct {
	CIK        int64
	EntityName string
	Facts      map[string]map[string]struct {
		Label string
		Units map[string][]fact
	}
}

type submissions struct {
	CIK     string
	Name    string
	Tickers []string
	Filings struct{ Recent map[string][]string }
}

// filers maps symbol to CIK through company_tickers.json.
func filers(t *testing.T) map[string]int64 {
	var m map[string]struct {
		CIK    int64 `json:"cik_str"`
		Ticker string
	}
	if err := json.Unmarshal(read(t, "fundamentals/company_tickers.json"), &m); err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, x := range m {
		out[x.Ticker] = x.CIK
	}
	return out
}

func load(t *testing.T, cik int64) (facts, submissions) {
	t.Helper()
	var f facts
	var s submissions
	if err := json.Unmarshal(read(t, fmt.Sprintf("fundamentals/companyfacts/CIK%010d.json.gz", cik)), &f); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(read(t, fmt.Sprintf("fundamentals/submissions/CIK%010d.json", cik)), &s); err != nil {
		t.Fatal(err)
	}
	if f.CIK != cik || s.CIK != fmt.Sprintf("%010d", cik) {
		t.Errorf("cik %d: facts %d, submissions %s", cik, f.CIK, s.CIK)
	}
	return f, s
}

// statement is what one filing says about one period or one day.
type statement map[string]float64

func statements(f facts) map[string]statement {
	out := map[string]statement{}
	for _, tags := range f.Facts {
		for tag, x := range tags {
			for _, list := range x.Units {
				for _, y := range list {
					key := y.Accn + " " + y.Start + " " + y.End
					if out[key] == nil {
						out[key] = statement{}
					}
					out[key][tag] = y.Val
				}
			}
		}
	}
	return out
}

func (s statement) any(tags ...string) (float64, bool) {
	for _, tag := range tags {
		if v, ok := s[tag]; ok {
			return v, true
		}
	}
	return 0, false
}

func (s statement) has(tags ...string) bool {
	for _, tag := range tags {
		if _, ok := s[tag]; !ok {
			return false
		}
	}
	return true
}

const (
	revenueTags = "SalesRevenueNet Revenues"
	costTags    = "CostOfGoodsAndServicesSold CostOfRevenue"
	pretaxTags  = "IncomeLossFromContinuingOperationsBeforeIncomeTaxesMinorityInterestAndIncomeLossFromEquityMethodInvestments IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest"
)

func TestFacts(t *testing.T) {
	ciks := filers(t)
	if len(ciks) != 3 {
		t.Fatalf("%d filers", len(ciks))
	}
	for sym, cik := range ciks {
		f, sub := load(t, cik)
		known := map[string]string{}
		rec := sub.Filings.Recent
		for i, a := range rec["accessionNumber"] {
			known[a] = rec["filingDate"][i]
			for k, col := range rec {
				if len(col) != len(rec["accessionNumber"]) {
					t.Errorf("%s: column %s has %d rows", sym, k, len(col))
				}
			}
			if rec["filingDate"][i] > AsOf() || rec["reportDate"][i] > rec["filingDate"][i] {
				t.Errorf("%s: filing %s of %s", sym, a, rec["filingDate"][i])
			}
		}
		for tax, tags := range f.Facts {
			for tag, x := range tags {
				for unit, list := range x.Units {
					if x.Label == "" {
						t.Errorf("%s %s: no label", sym, tag)
					}
					if !sort.SliceIsSorted(list, func(i, j int) bool { return list[i].End < list[j].End }) {
						t.Errorf("%s %s %s: not in order", sym, tax, tag)
					}
					for _, y := range list {
						if known[y.Accn] != y.Filed || y.End > y.Filed || (y.Start != "" && y.Start >= y.End) {
							t.Errorf("%s %s %s: %+v", sym, tag, unit, y)
						}
					}
				}
			}
		}
		checkIdentities(t, sym, statements(f))
	}
}

func checkIdentities(t *testing.T, sym string, all map[string]statement) {
	t.Helper()
	count := map[string]int{}
	equal := func(key, what string, got, want, tol float64) {
		count[what]++
		if math.Abs(got-want) > tol {
			t.Errorf("%s %s: %s: %v, want %v", sym, key, what, got, want)
		}
	}
	for key, s := range all {
		if s.has("Assets", "Liabilities", "StockholdersEquity") {
			equal(key, "assets", s["Assets"], s["Liabilities"]+s["StockholdersEquity"], 0.5)
		}
		if s.has("Assets", "LiabilitiesAndStockholdersEquity") {
			equal(key, "both sides", s["Assets"], s["LiabilitiesAndStockholdersEquity"], 0.5)
		}
		if s.has("Assets", "LiabilitiesCurrent", "StockholdersEquity", "LongTermDebtNoncurrent", "DeferredRevenueNoncurrent", "OtherLiabilitiesNoncurrent") {
			equal(key, "liabilities by line", s["Assets"]-s["StockholdersEquity"], s["LiabilitiesCurrent"]+s["LongTermDebtNoncurrent"]+s["DeferredRevenueNoncurrent"]+s["DeferredTaxLiabilitiesNoncurrent"]+s["OtherLiabilitiesNoncurrent"], 0.5)
		}
		if s.has("AssetsCurrent", "ShortTermInvestments") {
			equal(key, "current assets", s["AssetsCurrent"], s["CashAndCashEquivalentsAtCarryingValue"]+s["ShortTermInvestments"]+s["AccountsReceivableNetCurrent"]+s["InventoryNet"]+s["DeferredTaxAssetsNetCurrent"]+s["OtherAssetsCurrent"], 0.5)
		}
		if s.has("CashCashEquivalentsAndShortTermInvestments") {
			equal(key, "cash and investments", s["CashCashEquivalentsAndShortTermInvestments"], s["CashAndCashEquivalentsAtCarryingValue"]+s["ShortTermInvestments"], 0.5)
		}
		rev, okR := s.any(strings.Fields(revenueTags)...)
		cost, okC := s.any(strings.Fields(costTags)...)
		if s.has("GrossProfit") && okR && okC {
			equal(key, "gross profit", s["GrossProfit"], rev-cost, 0.5)
		}
		if s.has("GrossProfit", "OperatingExpenses", "OperatingIncomeLoss") {
			equal(key, "operating income", s["OperatingIncomeLoss"], s["GrossProfit"]-s["OperatingExpenses"], 0.5)
		}
		if s.has("CostsAndExpenses", "OperatingIncomeLoss") {
			equal(key, "operating income", s["OperatingIncomeLoss"], rev-s["CostsAndExpenses"], 0.5)
			equal(key, "costs", s["CostsAndExpenses"], cost+s["ResearchAndDevelopmentExpense"]+s["SellingAndMarketingExpense"]+s["GeneralAndAdministrativeExpense"]+s["GoodwillImpairmentLoss"]+s["SeveranceCosts1"], 0.5)
		}
		if pre, ok := s.any(strings.Fields(pretaxTags)...); ok {
			equal(key, "pretax", pre, s["OperatingIncomeLoss"]+s["NonoperatingIncomeExpense"], 0.5)
			equal(key, "net income", s["NetIncomeLoss"], pre-s["IncomeTaxExpenseBenefit"], 0.5)
		}
		if s.has("EarningsPerShareBasic", "WeightedAverageNumberOfSharesOutstandingBasic") {
			equal(key, "basic EPS", s["EarningsPerShareBasic"], s["NetIncomeLoss"]/s["WeightedAverageNumberOfSharesOutstandingBasic"], 0.0051)
		}
		if s.has("EarningsPerShareDiluted", "WeightedAverageNumberOfDilutedSharesOutstanding") {
			equal(key, "diluted EPS", s["EarningsPerShareDiluted"], s["NetIncomeLoss"]/s["WeightedAverageNumberOfDilutedSharesOutstanding"], 0.0051)
		}
		if s.has("CashAndCashEquivalentsPeriodIncreaseDecrease", "NetCashProvidedByUsedInOperatingActivities", "NetCashProvidedByUsedInFinancingActivities") {
			equal(key, "change in cash", s["CashAndCashEquivalentsPeriodIncreaseDecrease"], s["NetCashProvidedByUsedInOperatingActivities"]+s["NetCashProvidedByUsedInInvestingActivities"]+s["NetCashProvidedByUsedInFinancingActivities"]+s["EffectOfExchangeRateOnCashAndCashEquivalents"], 0.5)
		}
	}
	for _, what := range []string{"both sides", "gross profit", "net income", "basic EPS", "diluted EPS", "change in cash", "assets"} {
		if count[what] < 3 {
			t.Errorf("%s: %q checked only %d times", sym, what, count[what])
		}
	}
}

// TestPeriods: parts add up to their whole across filings, and cash moves from
// one balance sheet to the next by the cash flow statement.
func TestPeriods(t *testing.T) {
	ends := map[string][]string{ // fiscal year ends, newest first
		"AAPL": {"2012-09-29", "2011-09-24", "2010-09-25", "2009-09-26", "2008-09-27"},
		"MSFT": {"2012-06-30", "2011-06-30", "2010-06-30", "2009-06-30", "2008-06-30"},
		"XMPL": {"2012-09-30", "2011-09-30", "2010-09-30", "2009-09-30", "2008-09-30"},
	}
	for sym, cik := range filers(t) {
		f, _ := load(t, cik)
		usgaap := f.Facts["us-gaap"]
		// last known value of tag for a period
		get := func(tag, start, end string) (float64, bool) {
			var v float64
			ok, filed := false, ""
			for _, list := range usgaap[tag].Units {
				for _, y := range list {
					if y.End == end && (y.Start == start || start == "*" && y.Start != "" && long(y)) && y.Filed >= filed {
						v, ok, filed = y.Val, true, y.Filed
					}
				}
			}
			return v, ok
		}
		for i, end := range ends[sym] {
			for _, tag := range []string{"NetIncomeLoss", "NetCashProvidedByUsedInOperatingActivities", "OperatingIncomeLoss", "EarningsPerShareDiluted"} {
				if _, ok := get(tag, "*", end); !ok {
					t.Errorf("%s: no annual %s for %s", sym, tag, end)
				}
			}
			for _, tag := range []string{"Assets", "StockholdersEquity", "CashAndCashEquivalentsAtCarryingValue"} {
				if _, ok := get(tag, "", end); !ok {
					t.Errorf("%s: no %s on %s", sym, tag, end)
				}
			}
			if i+1 < len(ends[sym]) {
				now, _ := get("CashAndCashEquivalentsAtCarryingValue", "", end)
				before, _ := get("CashAndCashEquivalentsAtCarryingValue", "", ends[sym][i+1])
				change, _ := get("CashAndCashEquivalentsPeriodIncreaseDecrease", "*", end)
				if now-before != change {
					t.Errorf("%s %s: cash changed by %v, cash flow statement says %v", sym, end, now-before, change)
				}
			}
		}
		// every longer period that is covered by shorter ones equals their sum
		for tag, x := range usgaap {
			if strings.HasPrefix(tag, "EarningsPerShare") || strings.HasPrefix(tag, "Weighted") || strings.HasPrefix(tag, "CommonStockDividends") {
				continue
			}
			for _, list := range x.Units {
				for _, whole := range list {
					for _, a := range list {
						for _, b := range list {
							if whole.Start == "" || a.Start != whole.Start || b.End != whole.End || !next(a.End, b.Start) || a.Filed < "2011" || b.Filed < "2011" || whole.Filed < "2011" {
								continue
							}
							if a.Val+b.Val != whole.Val {
								t.Errorf("%s %s: %s..%s is %v, parts %v and %v", sym, tag, whole.Start, whole.End, whole.Val, a.Val, b.Val)
							}
						}
					}
				}
			}
		}
	}
}

func long(y fact) bool {
	a, _ := time.Parse(time.DateOnly, y.Start)
	b, _ := time.Parse(time.DateOnly, y.End)
	return b.Sub(a) > 340*24*time.Hour
}

func next(end, start string) bool {
	a, _ := time.Parse(time.DateOnly, end)
	return a.AddDate(0, 0, 1).Format(time.DateOnly) == start
}

var (
	tagRE  = regexp.MustCompile(`<[^>]*>`)
	rowRE  = regexp.MustCompile(`<tr><td>([^<]*)</td>((?:<td>[^<]*</td>)+)</tr>`)
	cellRE = regexp.MustCompile(`<td>([^<]*)</td>`)
	moneyR = regexp.MustCompile(`\$([0-9,.]+) million`)
)

// TestDigests: the document says what it is, has the items of an annual report
// and shows no figure that is not a fact of that filing.
func TestDigests(t *testing.T) {
	files := map[string]string{"AAPL": "2012-10-31", "MSFT": "2012-07-26", "XMPL": "2012-11-20"}
	for sym, cik := range filers(t) {
		f, sub := load(t, cik)
		doc := string(read(t, "filings/"+sym+"_10-K_"+files[sym]+".htm"))
		accn := ""
		for i, d := range sub.Filings.Recent["filingDate"] {
			if d == files[sym] && sub.Filings.Recent["form"][i] == "10-K" {
				accn = sub.Filings.Recent["accessionNumber"][i]
			}
		}
		values := map[float64]bool{}
		for _, x := range f.Facts["us-gaap"] {
			for _, list := range x.Units {
				for _, y := range list {
					if y.Accn == accn {
						values[y.Val] = true
					}
				}
			}
		}
		body := doc[strings.Index(doc, "<body>"):]
		first := strings.TrimSpace(tagRE.ReplaceAllString(body[:strings.Index(body, "</p>")], ""))
		if !strings.HasPrefix(first, "SAMPLE. ") {
			t.Errorf("%s: first line %q", sym, first)
		}
		for _, item := range []string{"Item 1. Business", "Item 1A. Risk Factors", "Item 7. Management", "Item 8. Financial Statements"} {
			if strings.Count(doc, "<h2>"+item) != 1 {
				t.Errorf("%s: no heading %q", sym, item)
			}
		}
		if n := len(strings.Fields(tagRE.ReplaceAllString(body, " "))); n < 1500 || n > 3000 {
			t.Errorf("%s: %d words", sym, n)
		}
		unit := 1e6
		if strings.Contains(doc, "In thousands") {
			unit = 1e3
		}
		cells := 0
		for _, r := range rowRE.FindAllStringSubmatch(doc, -1) {
			for _, c := range cellRE.FindAllStringSubmatch(r[2], -1) {
				s := strings.ReplaceAll(strings.Trim(c[1], "()"), ",", "")
				x := num(t, s)
				if strings.HasPrefix(c[1], "(") {
					x = -x
				}
				if !strings.Contains(s, ".") {
					x *= unit
				}
				if !values[x] {
					t.Errorf("%s: %s: %s is not a fact", sym, r[1], c[1])
				}
				cells++
			}
		}
		if cells < 100 {
			t.Errorf("%s: only %d figures in the statements", sym, cells)
		}
		for _, m := range moneyR.FindAllStringSubmatch(doc, -1) {
			x, ok := num(t, strings.ReplaceAll(m[1], ",", ""))*1e6, false
			for v := range values {
				ok = ok || math.Abs(math.Abs(v)-x) < 1 || (unit == 1e3 && math.Abs(math.Abs(v)-x) <= 0.05e6+1)
			}
			if !ok {
				t.Errorf("%s: %s is not a fact", sym, m[0])
			}
		}
	}
}

func TestRates(t *testing.T) {
	r := rows(t, "rates/treasury_par_yield.csv")
	if strings.Join(r[0], ",") != "Date,1 Mo,3 Mo,6 Mo,1 Yr,2 Yr,3 Yr,5 Yr,7 Yr,10 Yr,20 Yr,30 Yr" {
		t.Errorf("header %v", r[0])
	}
	found := false
	for i, x := range r[1:] {
		if weekend(date(t, x[0])) || (i > 0 && x[0] >= r[i][0]) {
			t.Errorf("date %s", x[0])
		}
		for _, c := range x[1:] {
			if y := num(t, c); y < 0 || y > 4 {
				t.Errorf("%s: yield %s", x[0], c)
			}
		}
		found = found || x[0] == AsOf()
	}
	if !found {
		t.Error("no rates on the as-of date")
	}
}

func TestNews(t *testing.T) {
	for sym := range filers(t) {
		var doc struct {
			Count int
			News  []struct {
				UUID, Title, Publisher, Link string
				ProviderPublishTime          int64
				RelatedTickers               []string
			}
		}
		if err := json.Unmarshal(read(t, "news/yahoo_search_"+sym+".json"), &doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.News) < 6 || len(doc.News) > 10 || doc.Count != len(doc.News) {
			t.Errorf("%s: %d headlines, count %d", sym, len(doc.News), doc.Count)
		}
		seen := map[string]bool{}
		for i, n := range doc.News {
			at := time.Unix(n.ProviderPublishTime, 0).UTC()
			if age := date(t, AsOf()).Add(24 * time.Hour).Sub(at); age < 0 || age > 31*24*time.Hour {
				t.Errorf("%s: %q at %v", sym, n.Title, at)
			}
			if n.Publisher != "tearsheet sample" || n.Link != "about:sample" || seen[n.UUID] {
				t.Errorf("%s: %+v", sym, n)
			}
			if sym == "XMPL" && !strings.Contains(n.Title, "(simulated)") {
				t.Errorf("unmarked headline %q", n.Title)
			}
			if i > 0 && n.ProviderPublishTime > doc.News[i-1].ProviderPublishTime {
				t.Errorf("%s: headlines not newest first", sym)
			}
			seen[n.UUID] = true
		}
	}
}

func TestOptions(t *testing.T) {
	type contract struct {
		ContractSymbol                                 string
		Strike, Bid, Ask, LastPrice, ImpliedVolatility float64
		Volume, OpenInterest                           int
		Expiration, LastTradeDate                      int64
		InTheMoney                                     bool
	}
	var doc struct {
		OptionChain struct {
			Result []struct {
				UnderlyingSymbol string
				ExpirationDates  []int64
				Strikes          []float64
				Quote            struct {
					RegularMarketPrice float64
					RegularMarketTime  int64
				}
				Options []struct {
					ExpirationDate int64
					Calls, Puts    []contract
				}
			}
		}
	}
	if err := json.Unmarshal(read(t, "options/yahoo_v7_XMPL_"+AsOf()+".json"), &doc); err != nil {
		t.Fatal(err)
	}
	r := doc.OptionChain.Result[0]
	last := ""
	for _, x := range rows(t, "prices/daily/XMPL.csv.gz")[1:] {
		if x[0] == AsOf() {
			last = x[4]
		}
	}
	s := r.Quote.RegularMarketPrice
	if s != num(t, last) {
		t.Errorf("quote %v, bar %s", s, last)
	}
	if at := time.Unix(r.Quote.RegularMarketTime, 0).UTC(); at.Format(time.RFC3339) != AsOf()+"T21:00:00Z" {
		t.Errorf("quote time %v", at)
	}
	if len(r.Options) < 2 || len(r.Options) != len(r.ExpirationDates) {
		t.Fatalf("%d expiries, %d dates", len(r.Options), len(r.ExpirationDates))
	}
	for i, e := range r.Options {
		if e.ExpirationDate != r.ExpirationDates[i] || time.Unix(e.ExpirationDate, 0).UTC().Weekday() != time.Friday || len(e.Calls) != len(r.Strikes) || len(e.Puts) != len(r.Strikes) {
			t.Errorf("expiry %d", e.ExpirationDate)
		}
		for j := range e.Calls {
			c, p := e.Calls[j], e.Puts[j]
			for _, x := range []contract{c, p} {
				if x.Ask <= x.Bid || x.Bid < 0 || x.LastPrice <= 0 || x.OpenInterest < 0 || x.LastTradeDate > r.Quote.RegularMarketTime || x.Expiration != e.ExpirationDate || x.ImpliedVolatility < 0.2 || x.ImpliedVolatility > 0.6 {
					t.Errorf("%+v", x)
				}
			}
			if c.InTheMoney != (c.Strike < s) || p.InTheMoney != (p.Strike > s) || c.Ask < s-c.Strike || p.Ask < p.Strike-s {
				t.Errorf("strike %v: %+v %+v", c.Strike, c, p)
			}
			// parity, to the spread and the early-exercise value of one dividend
			mid := (c.Bid+c.Ask)/2 - (p.Bid+p.Ask)/2
			if gap := mid - (s - c.Strike); gap < -0.30 || gap > 0.10 {
				t.Errorf("strike %v: call less put is off by %v", c.Strike, gap)
			}
			if j > 0 && (c.Ask > e.Calls[j-1].Ask || p.Bid < e.Puts[j-1].Bid) {
				t.Errorf("strike %v: prices out of order", c.Strike)
			}
		}
	}
}
