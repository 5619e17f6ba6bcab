package files

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tearsheet"
)

// wantInvalid checks that an error is typed, and says where and what to do.
func wantInvalid(t *testing.T, err error, says ...string) {
	t.Helper()
	var e *tearsheet.Error
	if !errors.As(err, &e) || e.Kind != tearsheet.KindInvalid {
		t.Fatalf("want KindInvalid, got %v", err)
	}
	if e.Hint == "" {
		t.Errorf("no hint: %v", err)
	}
	for _, s := range says {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("the error does not say %q: %v", s, err)
		}
	}
	if len(err.Error()) > 600 {
		t.Errorf("the error is %d bytes long", len(err.Error()))
	}
}

const barHead = "date,open,high,low,close,volume\n"

func TestCorruptBars(t *testing.T) {
	good := "2024-01-02,10,11,9,10,100\n2024-01-03,10,11,9,10,100\n"
	cut := gz(barHead + strings.Repeat(good, 50))
	for name, c := range map[string]struct {
		file string
		data []byte
		says []string
	}{
		"text in a number":  {"ACME.csv", []byte(barHead + good + "2024-01-04,10,11,nine,10,100\n"), []string{"ACME.csv row 4", `low "nine" is not a number`}},
		"NaN":               {"ACME.csv", []byte(barHead + good + "2024-01-04,10,11,9,NaN,100\n"), []string{"row 4", "close"}},
		"infinity":          {"ACME.csv", []byte(barHead + good + "2024-01-04,10,+Inf,9,10,100\n"), []string{"row 4", "high"}},
		"negative price":    {"ACME.csv", []byte(barHead + "2024-01-02,10,11,9,-10,100\n"), []string{"row 2", "not a positive price"}},
		"zero price":        {"ACME.csv", []byte(barHead + "2024-01-02,0,11,9,10,100\n"), []string{"row 2", "open"}},
		"negative volume":   {"ACME.csv", []byte(barHead + "2024-01-02,10,11,9,10,-1\n"), []string{"row 2", "volume"}},
		"empty price":       {"ACME.csv", []byte(barHead + "2024-01-02,10,11,9,,100\n"), []string{"row 2", "close is empty"}},
		"hexadecimal":       {"ACME.csv", []byte(barHead + "2024-01-02,0x1p4,17,9,10,100\n"), []string{"row 2", "open"}},
		"thousands":         {"ACME.csv", []byte(barHead + "2024-01-02,10,11,9,\"1,010\",100\n"), []string{"row 2", "close", "not a number"}},
		"duplicate date":    {"ACME.csv", []byte(barHead + good + "2024-01-03,10,11,9,10,100\n"), []string{"row 4", "2024-01-03 is already in row 3"}},
		"out of order":      {"ACME.csv", []byte(barHead + good + "2024-01-01,10,11,9,10,100\n2024-01-05,10,11,9,10,100\n"), []string{"row 4", "2024-01-01", "row 3 is 2024-01-03"}},
		"no such day":       {"ACME.csv", []byte(barHead + "2024-02-30,10,11,9,10,100\n"), []string{"row 2", "2024-02-30"}},
		"no date":           {"ACME.csv", []byte(barHead + "yesterday,10,11,9,10,100\n"), []string{"row 2", "yesterday"}},
		"high below low":    {"ACME.csv", []byte(barHead + good + "2024-01-04,10,9,11,10,100\n"), []string{"row 4", "high 9 is below low 11"}},
		"short row":         {"ACME.csv", []byte(barHead + "2024-01-02,10,11\n" + good), []string{"row 2", "3 cells, the header 6"}},
		"cut short":         {"ACME.csv", []byte(barHead + good + "2024-01-04,10,11"), []string{"row 4", "3 cells"}},
		"long row":          {"ACME.csv", []byte(barHead + "2024-01-02,10,11,9,10,100,7\n"), []string{"row 2", "7 cells"}},
		"open quote":        {"ACME.csv", []byte(barHead + "\"2024-01-02,10,11,9,10,100\n"), []string{"row 2", "quoted cell"}},
		"no rows":           {"ACME.csv", []byte(barHead), []string{"ACME.csv", "no rows"}},
		"empty":             {"ACME.csv", nil, []string{"ACME.csv", "empty"}},
		"blank":             {"ACME.csv", []byte("\n\n"), []string{"ACME.csv", "no header"}},
		"no close column":   {"ACME.csv", []byte("date,open,high,low,last,volume\n" + good), []string{"row 1", "no column for close", `"last"`}},
		"binary":            {"ACME.csv", []byte("date\x00,open\n"), []string{"ACME.csv", "NUL"}},
		"truncated gzip":    {"ACME.csv.gz", cut[:len(cut)-20], []string{"ACME.csv.gz", "truncated"}},
		"not gzip":          {"ACME.csv.gz", []byte(barHead + good), []string{"ACME.csv.gz", "not gzip"}},
		"flipped bit":       {"ACME.csv.gz", flip(cut, len(cut)-6), []string{"ACME.csv.gz"}},
		"bomb":              {"ACME.csv.gz", gz(strings.Repeat("0", 8<<20)), []string{"ACME.csv.gz", "decompresses to more than"}},
		"escapes are shown": {"ACME.csv", []byte(barHead + "2024-01-02,10,11,9,\x1b[31m\u202e9,100\n"), []string{"row 2", `\x1b[31m`, `\u202e`}},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, fstest.MapFS{"prices/daily/" + c.file: {Data: c.data}}, "")
			p.folder.root = "/some/folder"
			_, err := p.Bars(t.Context(), tearsheet.BarQuery{Security: sec("ACME"), AsOf: asOf("2024-06-01")})
			wantInvalid(t, err, append(c.says, "/some/folder/prices/daily/ACME.csv")...)
		})
	}
}

func flip(b []byte, i int) []byte {
	b = bytes.Clone(b)
	b[i] ^= 0x10
	return b
}

// TestAcceptedBars: forms that are not faults.
func TestAcceptedBars(t *testing.T) {
	for name, data := range map[string]string{
		"newest first":     barHead + "2024-01-03,10,11,9,10.5,100\n2024-01-02,10,11,9,10,100\n",
		"US dates":         "Date,Close/Last,Volume,Open,High,Low\n1/3/2024,10.5,100,10,11,9\n01/02/2024,10,100,10,11,9\n",
		"times":            barHead + "2024-01-02 00:00:00-05:00,10,11,9,10,100\n2024-01-03T00:00:00Z,10,11,9,10.5,100\n",
		"CRLF and BOM":     "\xef\xbb\xbfDate,Open,High,Low,Close,Adj Close,Volume\r\n2024-01-02,10,11,9,10,9,100\r\n\r\n2024-01-03,10,11,9,10.5,9,100\r\n",
		"quotes":           "\"Date\",\"Open\",\"High\",\"Low\",\"Close\",\"Volume\",\"Note\"\n\"2024-01-02\",\"10\",\"11\",\"9\",\"10\",\"100\",\"a \"\"b\"\", c\"\n2024-01-03,10,11,9,10.5,100,\n",
		"no last newline":  barHead + "2024-01-02,10,11,9,10,100\n2024-01-03,10,11,9,10.5,100",
		"no volume column": "date,open,high,low,close\n2024-01-02,10,11,9,10\n2024-01-03,10,11,9,10.5\n",
		"exponents":        barHead + "2024-01-02,1e1,11,9,10,1E2\n2024-01-03,10,11,9,10.5,100\n",
	} {
		p := open(t, fstest.MapFS{"prices/daily/ACME.csv": text(data)}, "")
		s, err := p.Bars(t.Context(), tearsheet.BarQuery{Security: sec("ACME"), AsOf: asOf("2024-01-05")})
		if err != nil || len(s.Bars) != 2 || s.Bars[1].Close != 10.5 || s.Bars[0].Date != on("2024-01-02") || s.Bars[0].Open != 10 {
			t.Errorf("%s: %+v %v", name, s.Bars, err)
		}
	}
}

// TestWeekendIsAFinding: odd, but some markets trade then.
func TestWeekendIsAFinding(t *testing.T) {
	p := open(t, fstest.MapFS{"prices/daily/ACME.csv": text(barHead + "2024-01-05,10,11,9,10,100\n2024-01-06,10,11,9,10,100\n")}, "")
	s := barsOf(t, p, "ACME", "2024-01-08")
	if len(s.Findings) != 1 || s.Findings[0].Check != "prices.weekend" {
		t.Errorf("%+v", s.Findings)
	}
}

func TestCorruptOthers(t *testing.T) {
	qux := func(path, data string) fstest.MapFS {
		m := quxFolder()
		delete(m, path+".gz")
		m[path] = text(data)
		return m
	}
	const facts = "fundamentals/companyfacts/CIK0009990001.json"
	const subs = "fundamentals/submissions/CIK0009990001.json"
	const chain = "options/yahoo_v7_QUX_2023-01-05.json"
	const at = "2023-02-15"
	ask := map[string]func(*Provider) error{
		"facts": func(p *Provider) error {
			_, err := p.Facts(t.Context(), tearsheet.FactQuery{Security: sec("QUX"), AsOf: asOf(at)})
			return err
		},
		"filings": func(p *Provider) error {
			_, err := p.Filings(t.Context(), tearsheet.FilingQuery{Security: sec("QUX"), AsOf: asOf(at)})
			return err
		},
		"chain": func(p *Provider) error {
			_, err := p.Chain(t.Context(), tearsheet.ChainQuery{Security: sec("QUX"), AsOf: asOf(at)})
			return err
		},
		"news": func(p *Provider) error {
			_, err := p.News(t.Context(), tearsheet.NewsQuery{Security: sec("QUX"), AsOf: asOf(at)})
			return err
		},
		"curve": func(p *Provider) error {
			_, err := p.Curve(t.Context(), tearsheet.CurveQuery{AsOf: asOf(at)})
			return err
		},
		"bars": func(p *Provider) error {
			_, err := p.Bars(t.Context(), tearsheet.BarQuery{Security: sec("QUX"), AsOf: asOf(at)})
			return err
		},
		"resolve": func(p *Provider) error {
			_, err := p.Resolve(t.Context(), sec("QUX"))
			return err
		},
	}
	one := func(v string) string {
		return `{"cik":1,"facts":{"us-gaap":{"Assets":{"label":"x","units":{"USD":[` + v + `]}}}}}`
	}
	for name, c := range map[string]struct {
		ask, path, data string
		says            []string
	}{
		"facts cut short":      {"facts", facts, quxFacts[:len(quxFacts)/2], []string{"CIK0009990001.json", "cut short", "byte"}},
		"facts not JSON":       {"facts", facts, "<html>Undeclared automated tool</html>", []string{"expected an object", "<html>"}},
		"fact with text":       {"facts", facts, one(`{"end":"2022-12-31","val":"many","accn":"0009990001-23-000001","filed":"2023-02-14"}`), []string{"/facts/us-gaap/Assets/units/USD/0/val", "many"}},
		"fact not a number":    {"facts", facts, one(`{"end":"2022-12-31","val":1e99,"accn":"0009990001-23-000001","filed":"2023-02-14"}`), []string{"/facts/us-gaap/Assets/units/USD/0/val"}},
		"fact without filed":   {"facts", facts, one(`{"end":"2022-12-31","val":1,"accn":"0009990001-23-000001"}`), []string{"USD/0", "without filed"}},
		"fact of no day":       {"facts", facts, one(`{"end":"2022-02-30","val":1,"accn":"0009990001-23-000001","filed":"2023-02-14"}`), []string{"USD/0", "2022-02-30"}},
		"fact turned round":    {"facts", facts, one(`{"start":"2023-01-01","end":"2022-12-31","val":1,"accn":"0009990001-23-000001","filed":"2023-02-14"}`), []string{"start 2023-01-01 is after end"}},
		"fact of no filing":    {"facts", facts, one(`{"end":"2022-12-31","val":1,"accn":"42","filed":"2023-02-14"}`), []string{"accession"}},
		"facts and more":       {"facts", facts, quxFacts + "x", []string{"after the end"}},
		"facts too deep":       {"facts", facts, strings.Repeat(`{"a":`, 100), []string{"nested"}},
		"submissions uneven":   {"filings", subs, strings.Replace(quxSubmissions, `"2023-02-14",`, "", 1), []string{"filingDate has 2 entries, accessionNumber 3"}},
		"submissions no time":  {"filings", subs, strings.Replace(quxSubmissions, "2023-02-14T21:05:00.000Z", "noon", 1), []string{"acceptanceDateTime[0]", "noon"}},
		"submissions cut":      {"resolve", subs, quxSubmissions[:200], []string{"CIK0009990001.json"}},
		"chain of another":     {"chain", chain, strings.Replace(quxChain, `"QUX"`, `"FOO"`, 1), []string{"FOO", "QUX"}},
		"chain without strike": {"chain", chain, strings.Replace(quxChain, `"strike":40`, `"strike":null`, 1), []string{"QUX230120C00040000", "strike"}},
		"chain negative bid":   {"chain", chain, strings.Replace(quxChain, `"bid":2.0`, `"bid":-2`, 1), []string{"negative bid"}},
		"chain empty":          {"chain", chain, `{"optionChain":{"result":[],"error":null}}`, []string{"0 chains"}},
		"chain text":           {"chain", chain, strings.Replace(quxChain, `"ask":2.2`, `"ask":"x"`, 1), []string{"expected a number"}},
		"broker no right":      {"chain", "options/ibkr_QUX_gex_20230105_2200.csv", "expiration,strike,right,bid,ask\n20230120,40,X,1,2\n", []string{"row 2", "neither call nor put"}},
		"broker no expiry":     {"chain", "options/ibkr_QUX_gex_20230105_2200.csv", "expiration,strike,right,bid,ask\n20231320,40,C,1,2\n", []string{"row 2"}},
		"news cut short":       {"news", "news/yahoo_search_QUX.json", quxNews[:90], []string{"yahoo_search_QUX.json", "cut short"}},
		"feed not XML":         {"news", "news/rss_WIRE.xml", "{}", []string{"rss_WIRE.xml"}},
		"feed cut short":       {"news", "news/rss_WIRE.xml", quxRSS[:200], []string{"rss_WIRE.xml"}},
		"feed with entities":   {"news", "news/rss_WIRE.xml", `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>`, []string{"entities"}},
		"feed unknown entity":  {"news", "news/rss_WIRE.xml", `<rss><channel><item><title>&boom;</title></item></channel></rss>`, []string{"XML"}},
		"feed too deep":        {"news", "news/rss_WIRE.xml", "<rss>" + strings.Repeat("<a>", 200), []string{"nested"}},
		"feed odd encoding":    {"news", "news/rss_WIRE.xml", `<?xml version="1.0" encoding="UTF-7"?><rss></rss>`, []string{"UTF-7"}},
		"rates text":           {"curve", "rates/treasury_par_yield.csv", "Date,1 Mo,3 Mo,2 Yr\n01/03/2023,4,x,4\n", []string{"row 2", "3M"}},
		"rates absurd":         {"curve", "rates/treasury_par_yield.csv", "Date,1 Mo,3 Mo,2 Yr\n01/03/2023,4,400,4\n", []string{"row 2", "plausible"}},
		"rates twice":          {"curve", "rates/treasury_par_yield.csv", "Date,1 Mo,3 Mo,2 Yr\n01/03/2023,4,4,4\n2023-01-03,4,4,4\n", []string{"row 3", "already in row 2"}},
		"rates no tenor":       {"curve", "rates/treasury_par_yield.csv", "Date,x\n01/03/2023,4\n", []string{"row 1", "tenor"}},
		"dividends text":       {"bars", "prices/dividends/QUX.csv", "Date,Dividends\n2021-09-15,abc\n", []string{"QUX.csv row 2", "abc"}},
		"dividends twice":      {"bars", "prices/dividends/QUX.csv", "Date,Dividends\n2021-09-15,1\n2021-09-15,1\n", []string{"row 3", "already in row 2"}},
		"dividend negative":    {"bars", "prices/dividends/QUX.csv", "Date,Dividends\n2021-09-15,-1\n", []string{"row 2", "not positive"}},
		"ticker list":          {"resolve", "fundamentals/company_tickers.json", `{"0":{"cik_str":0,"ticker":"X"}}`, []string{"company_tickers.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := qux(c.path, c.data)
			if c.path == "fundamentals/company_tickers.json" {
				f[layoutFile] = text("version: 1\n")
			}
			wantInvalid(t, ask[c.ask](open(t, f, "")), c.says...)
		})
	}
}

// TestBrokenSecondSource: a corrupt file of a lower rank is a finding; one of a
// higher rank is an error, since it may not be passed over in silence.
func TestBrokenSecondSource(t *testing.T) {
	m := quxFolder()
	m["prices/yahoo_csv/QUX.csv"] = text("Date,Open\n")
	s := barsOf(t, open(t, m, ""), "QUX", "2023-02-15")
	if len(s.Findings) != 1 || s.Findings[0].Check != "prices.unreadable" || !strings.Contains(s.Findings[0].Message, "yahoo_csv/QUX.csv row 1") {
		t.Errorf("%+v", s.Findings)
	}
	m["prices/yahoo_csv/QUX.csv"], m["prices/daily/QUX.csv"] = m["prices/daily/QUX.csv"], m["prices/yahoo_csv/QUX.csv"]
	_, err := open(t, m, "").Bars(t.Context(), tearsheet.BarQuery{Security: sec("QUX"), AsOf: asOf("2023-02-15")})
	wantInvalid(t, err, "prices/daily/QUX.csv row 1")
}

// deniedFS refuses to open files of a directory.
type deniedFS struct{ fs.FS }

func (d deniedFS) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "prices/daily/") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.FS.Open(name)
}

func TestPermissionDenied(t *testing.T) {
	p, err := Open(deniedFS{quxFolder()}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Bars(t.Context(), tearsheet.BarQuery{Security: sec("QUX"), AsOf: asOf("2023-02-15")})
	if tearsheet.KindOf(err) != tearsheet.KindUnavailable || !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "prices/daily/QUX.csv") {
		t.Errorf("got %v", err)
	}
}

// TestCancelDuringRead: a cancelled read stops between chunks and is not cached.
func TestCancelDuringRead(t *testing.T) {
	p := open(t, quxFolder(), "")
	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	time.Sleep(time.Millisecond)
	if _, err := p.Facts(ctx, tearsheet.FactQuery{CIK: 9990001, AsOf: asOf("2023-02-15")}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if f, err := p.Facts(t.Context(), tearsheet.FactQuery{CIK: 9990001, AsOf: asOf("2023-02-15")}); err != nil || len(f) == 0 {
		t.Errorf("after a cancelled query: %d facts, %v", len(f), err)
	}
}
