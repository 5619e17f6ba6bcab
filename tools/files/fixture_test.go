package files

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tearsheet"
	"tearsheet/internal/realdata"
)

// realProvider serves the folder of real data.
func realProvider(tb testing.TB) *Provider {
	tb.Helper()
	return open(tb, nil, realdata.Dir(tb))
}

// open opens a fixture, or a folder when fix is nil.
func open(tb testing.TB, fix fstest.MapFS, dir string) *Provider {
	tb.Helper()
	var p *Provider
	var err error
	if fix != nil {
		p, err = Open(fix, Options{})
	} else {
		p, err = Open(os.DirFS(dir), Options{})
	}
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func on(s string) tearsheet.Date {
	d, err := tearsheet.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func sec(s string) tearsheet.SecurityID { return tearsheet.SecurityID{Symbol: s} }

func asOf(s string) time.Time { return on(s).EndOfDay() }

func text(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }

func gz(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.Bytes()
}

// series of QUX, a company that does not exist: from 2021-01-04 on weekdays, a
// wave around 100 to begin with, 3:1 split on 2022-03-01, 0.60 paid on
// 2021-09-15 and 0.25 on 2022-09-15. Prices are invented.
var (
	quxSplit = on("2022-03-01")
	quxDivs  = map[tearsheet.Date]float64{on("2021-09-15"): 0.60, on("2022-09-15"): 0.25}
)

type quxBar struct {
	date  tearsheet.Date
	close float64 // as traded
	vol   float64
}

func quxBars(from, to string) (out []quxBar) {
	start := on("2021-01-04")
	for d := start; !d.After(on(to)); d = d.AddDays(1) {
		if wd := d.UTC().Weekday(); wd == time.Saturday || wd == time.Sunday {
			continue
		}
		n := float64(d.DaysSince(start))
		p, v := 100+0.05*n+8*math.Sin(n/23), 1_000_000+1000*n
		if !d.Before(quxSplit) {
			p, v = p/3, v*3
		}
		if !d.Before(on(from)) {
			out = append(out, quxBar{d, math.Round(p*100) / 100, math.Round(v)})
		}
	}
	return out
}

// quxCSV writes bars on a basis: split applies the split, dividend the
// dividends, both as of the last row; scale multiplies prices.
func quxCSV(from, to string, split, dividend bool, scale float64) string {
	bars := quxBars(from, to)
	f := make([]float64, len(bars)) // factor of each row
	acc := 1.0
	for i := len(bars) - 1; i >= 0; i-- {
		if i+1 < len(bars) && dividend {
			if d, ok := quxDivs[bars[i+1].date]; ok {
				acc *= 1 - d/bars[i].close
			}
		}
		f[i] = acc
		if split && bars[i].date.Before(quxSplit) && !quxSplit.After(bars[len(bars)-1].date) {
			f[i] /= 3
		}
	}
	var b strings.Builder
	b.WriteString("Date,Open,High,Low,Close,Volume\n")
	for i, x := range bars {
		v := x.vol
		if split && x.date.Before(quxSplit) && !quxSplit.After(bars[len(bars)-1].date) {
			v *= 3
		}
		c := x.close * f[i] * scale
		fmt.Fprintf(&b, "%s,%.8f,%.8f,%.8f,%.8f,%.0f\n", x.date, c*0.995, c*1.01, c*0.99, c, v)
	}
	return b.String()
}

const quxDividendCSV = "Date,Dividends\n2021-09-15,0.2\n2022-09-15,0.25\n"

const quxFacts = `{"cik":9990001,"entityName":"Quxotic Widgets Inc.","facts":{
"dei":{"EntityCommonStockSharesOutstanding":{"label":"Shares Outstanding","units":{"shares":[
 {"end":"2022-02-01","val":30000000,"accn":"0009990001-22-000001","fy":2021,"fp":"FY","form":"10-K","filed":"2022-02-15"}]}}},
"us-gaap":{"Revenues":{"label":"Revenues","units":{"USD":[
 {"start":"2020-01-01","end":"2020-12-31","val":900000000,"accn":"0009990001-21-000001","fy":2020,"fp":"FY","form":"10-K","filed":"2021-02-16"},
 {"start":"2020-01-01","end":"2020-12-31","val":905000000,"accn":"0009990001-22-000001","fy":2021,"fp":"FY","form":"10-K","filed":"2022-02-15"},
 {"start":"2020-01-01","end":"2020-12-31","val":905000000,"accn":"0009990001-23-000001","fy":2022,"fp":"FY","form":"10-K","filed":"2023-02-14"},
 {"start":"2021-01-01","end":"2021-12-31","val":1000000000,"accn":"0009990001-22-000001","fy":2021,"fp":"FY","form":"10-K","filed":"2022-02-15"},
 {"start":"2021-01-01","end":"2021-12-31","val":1.0E9,"accn":"0009990001-23-000001","fy":2022,"fp":"FY","form":"10-K","filed":"2023-02-14"}]}},
"EarningsPerShareDiluted":{"label":null,"units":{"USD/shares":[
 {"start":"2021-01-01","end":"2021-12-31","val":3.21,"accn":"0009990001-22-000001","fy":2021,"fp":"FY","form":"10-K","filed":"2022-02-15"}]}}}}}`

const quxSubmissions = `{"cik":"9990001","sic":"3490","sicDescription":"Widgets","name":"Quxotic Widgets Inc.","tickers":["QUX"],"exchanges":["Nasdaq"],"fiscalYearEnd":"1231","stateOfIncorporation":"DE","filings":{"recent":{
"accessionNumber":["0009990001-23-000001","0009990001-22-000003","0009990001-22-000001"],
"filingDate":["2023-02-14","2022-05-04","2022-02-15"],
"reportDate":["2022-12-31","2022-05-02","2021-12-31"],
"acceptanceDateTime":["2023-02-14T21:05:00.000Z","2022-05-04T01:30:00.000Z","2022-02-15T21:10:11.000Z"],
"form":["10-K","8-K","10-K"],
"primaryDocument":["qux-20221231.htm","qux-8k.htm","qux-20211231.htm"]},"files":[]}}`

const quxPage = `{"accessionNumber":["0009990001-21-000001","0009990001-20-000001"],"filingDate":["2021-02-16","2020-02-18"],"reportDate":["2020-12-31","2019-12-31"],
"acceptanceDateTime":["2021-02-16T21:10:11.000Z","2020-02-18T05:00:00.000Z"],"form":["10-K","10-K"],"primaryDocument":["a.htm","b.htm"]}`

const quxChain = `{"optionChain":{"result":[{"underlyingSymbol":"QUX","quote":{"regularMarketPrice":41.2,"regularMarketTime":1672866000,"preMarketTime":1672920000,"currency":"USD"},
"options":[{"expirationDate":1674172800,"calls":[{"contractSymbol":"QUX230120C00040000","strike":40,"lastPrice":2.1,"bid":2.0,"ask":2.2,"volume":5,"openInterest":50,"expiration":1674172800,"lastTradeDate":1672865000,"impliedVolatility":0.3}],
"puts":[{"contractSymbol":"QUX230120P00040000","strike":40,"lastPrice":0.9,"bid":0,"ask":0,"openInterest":7,"expiration":1674172800,"lastTradeDate":1672860000,"impliedVolatility":1e-05}]}]}],"error":null}}`

const quxNews = `{"news":[
 {"uuid":"u-1","title":"Quxotic Widgets wins a prize","publisher":"Invented Wire","link":"https://example.test/1","providerPublishTime":1672790400,"relatedTickers":["QUX","FOO"]},
 {"uuid":"u-2","title":"Widgets are in fashion","publisher":"Invented Wire","link":"https://example.test/2","providerPublishTime":1675209600,"relatedTickers":["QUX"]},
 {"uuid":"u-3","title":"No time given","publisher":"Invented Wire","link":"https://example.test/3","relatedTickers":["QUX"]}]}`

const quxRSS = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Wire</title>
<item><title>Quxotic Widgets&apos; &lt;b&gt;new&lt;/b&gt; line</title><guid>g-1</guid><pubDate>Tue, 03 Jan 2023 10:00:00 -0500</pubDate><description>&lt;p&gt;Invented text.&lt;/p&gt;</description><link>https://example.test/g1</link></item>
<item><title>Other matters</title><guid>g-2</guid><pubDate>Tue, 03 Jan 2023 11:00:00 EST</pubDate></item>
</channel></rss>`

const quxRates = "Date,1 Mo,3 Mo,2 Yr,10 Yr\n01/05/2023,4.10,4.50,4.40,3.70\n01/04/2023,4.05,,4.36,3.69\n01/03/2023,4.00,4.40,4.40,3.79\n"

// quxFolder is a whole data folder of one fictional company, in the layout the
// bundled default expects.
func quxFolder() fstest.MapFS {
	return fstest.MapFS{
		layoutFile:                 text("securities:\n  QUX: {name: Quxotic Widgets Inc., cik: 9990001}\nsplits:\n  QUX: [{ex: 2022-03-01, ratio: 3}]\ndividends: {basis: daily}\n"),
		"prices/daily/QUX.csv":     text(quxCSV("2021-01-04", "2023-02-28", true, false, 1)),
		"prices/dividends/QUX.csv": text(quxDividendCSV),
		"fundamentals/companyfacts/CIK0009990001.json.gz":                &fstest.MapFile{Data: gz(quxFacts)},
		"fundamentals/submissions/CIK0009990001.json":                    text(quxSubmissions),
		"fundamentals/submissions/CIK0009990001-submissions-001.json.gz": &fstest.MapFile{Data: gz(quxPage)},
		"filings/QUX_10-K_2022-02-15.htm.gz":                             &fstest.MapFile{Data: gz("<html><body>Item 1. Business. Widgets.</body></html>")},
		"news/QUX_8-K_2022-05-02.htm":                                    text(`<html><ix:nonNumeric name="dei:DocumentPeriodEndDate" x="y">May&#160;2, <b>2022</b></ix:nonNumeric></html>`),
		"options/yahoo_v7_QUX_2023-01-05.json":                           text(quxChain),
		"news/yahoo_search_QUX.json":                                     text(quxNews),
		"news/rss_WIRE.xml":                                              text(quxRSS),
		"rates/treasury_par_yield.csv":                                   text(quxRates),
	}
}

func durationOf(h, m int) time.Duration {
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
}
