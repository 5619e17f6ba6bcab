package files

import (
	"bytes"
	"math"
	"testing"
	"testing/fstest"
	"time"

	"tearsheet"
)

// The parsers read foreign files: whatever the bytes, they must return, and what
// they accept must be well formed.

var nowhere = folder{fs: fstest.MapFS{}}

func FuzzBars(f *testing.F) {
	f.Add([]byte(barHead+"2024-01-02,10,11,9,10,100\n2024-01-03,10,11,9,10,100\n"), false)
	f.Add([]byte("Symbol,Date,Open,High,Low,Close\nA,2024-01-02,1,2,1,1\nB,2024-01-02,1,2,1,1\nA,2024-01-03,1,2,1,1\n"), true)
	f.Add([]byte("Date,Close/Last,Volume,Open,High,Low\n1/3/2024,\"10.5\",100,10,11,9\n"), false)
	f.Add([]byte(quxCSV("2021-01-04", "2021-01-20", true, true, 1)), false)
	f.Fuzz(func(t *testing.T, data []byte, many bool) {
		var files []*barFile
		if many {
			pn, err := indexPanel(nowhere, blob{path: "p", data: data}, nil)
			if err != nil {
				return
			}
			for s := range pn.rows {
				if bf, err := pn.bars(nowhere, s); err == nil && bf != nil {
					files = append(files, bf)
				}
			}
		} else if bf, err := parseBars(nowhere, blob{path: "p", data: data}, nil); err == nil {
			files = append(files, bf)
		}
		divs := &dividendList{items: []dividend{{ex: on("2024-01-03"), amount: 0.5}}}
		for _, bf := range files {
			for i, b := range bf.bars {
				for _, v := range []float64{b.Open, b.High, b.Low, b.Close} {
					if !(v > 0) || math.IsInf(v, 0) {
						t.Fatalf("price %v", v)
					}
				}
				if b.High < b.Low || !(b.Volume >= 0) || (i > 0 && !b.Date.After(bf.bars[i-1].Date)) {
					t.Fatalf("bar %+v", b)
				}
			}
			for _, adj := range []adjustment{adjNone, adjSplit, adjSplitDividend} {
				a := restore(priceSource{Adjustment: adj, Vintage: lastRow}, bf, "A", []split{{Ex: on("2024-01-03"), Ratio: 2}}, divs, basis{adjSplit, bf.last()}, asOf("2024-01-03"))
				for _, b := range a.bars {
					if b.Known().After(asOf("2024-01-03")) {
						t.Fatalf("bar of the future %+v", b)
					}
				}
			}
		}
	})
}

func FuzzCompanyFacts(f *testing.F) {
	f.Add([]byte(quxFacts))
	f.Add([]byte(`{"facts":{"a":{"b":{"units":{"USD/shares":[{"end":"2022-12-31","val":"-1.5e3","accn":"000999000123000001","filed":"2023-02-14"}]}}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		ff, err := parseFacts(blob{path: "p", data: data})
		if err != nil {
			return
		}
		p := &Provider{name: "files", folder: nowhere}
		facts, err := p.factsFrom(t.Context(), ff, nil, 1, tearsheet.FactQuery{AsOf: asOf("2023-06-01")})
		if err != nil {
			return
		}
		for i, x := range facts {
			if x.Known.After(asOf("2023-06-01")) || (i > 0 && x.Known.Before(facts[i-1].Known)) {
				t.Fatalf("fact out of time: %+v", x)
			}
			if x.Unit != "" && x.Check() != nil {
				t.Fatal(x.Check())
			}
		}
	})
}

func FuzzSubmissions(f *testing.F) {
	f.Add([]byte(quxSubmissions))
	f.Add([]byte(quxPage))
	f.Add([]byte(`{"0":{"cik_str":320193,"ticker":"AAPL","title":"Apple Inc."}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = parseTickers(data)
		s, err := parseSubmissions(blob{path: "p", data: data})
		if err != nil {
			return
		}
		s.index()
		for i, x := range s.filings {
			if x.acc == "" || x.filed.IsZero() || x.public.IsZero() || (i > 0 && x.public.After(s.filings[i-1].public)) {
				t.Fatalf("filing %+v", x)
			}
			if tearsheet.DateOf(x.public.In(tearsheet.NewYork)).Before(x.filed) {
				t.Fatalf("public before its filing day: %+v", x)
			}
		}
	})
}

func FuzzChain(f *testing.F) {
	f.Add([]byte(quxChain))
	f.Add([]byte("expiration,strike,right,bid,ask,last,volume\n20230120,40,C,1,2,,3.0\n20230120,40,P,-1,-1,,\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := parseYahooChain(data, "QUX", on("2023-01-05"))
		b, err2 := parseIBKR(nowhere, blob{path: "p", data: data}, on("2023-01-05"))
		var chains []tearsheet.Chain
		if err == nil {
			chains = append(chains, a)
		}
		if err2 == nil {
			chains = append(chains, b)
		}
		for _, c := range chains {
			if c.Quoted.IsZero() || c.Spot < 0 || c.SpotTime.After(c.Quoted) {
				t.Fatalf("chain quoted %v, spot %v at %v", c.Quoted, c.Spot, c.SpotTime)
			}
			for _, o := range c.Contracts {
				if !(o.Strike > 0) || o.Expiry.IsZero() || o.Bid < 0 || o.Ask < 0 || o.LastTrade.After(c.Quoted) {
					t.Fatalf("contract %+v", o)
				}
			}
		}
	})
}

func FuzzRates(f *testing.F) {
	f.Add([]byte(quxRates))
	f.Add([]byte("date,BC_1MONTH,BC_10YEAR,BC_30YEARDISPLAY\n1990-01-02,0.0,7.94,0.0\n"))
	f.Add([]byte("date,DFF,DGS1MO,DGS10\n2015-01-02,0.12,,2.12\n2015-01-05,.,.,.\n"))
	f.Add([]byte(quxDividendCSV))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = (&Provider{folder: nowhere}).parseDividends(blob{path: "p", data: data})
		r, err := parseRates(nowhere, blob{path: "p", data: data}, rateSource{ZeroIsBlank: true})
		if err != nil {
			return
		}
		c := r.at(asOf("2023-01-04"))
		if c.Known.After(asOf("2023-01-04")) {
			t.Fatalf("curve known %v", c.Known)
		}
		for i, p := range c.Points {
			if math.IsNaN(p.Yield) || p.Yield > 1 || p.Yield < -0.1 || (i > 0 && p.Years <= c.Points[i-1].Years) {
				t.Fatalf("point %+v", p)
			}
		}
	})
}

func FuzzNews(f *testing.F) {
	f.Add([]byte(quxRSS))
	f.Add([]byte(quxNews))
	f.Add([]byte(`<?xml version="1.0" encoding="ISO-8859-1"?><feed><entry><title>a</title><updated>2026-01-12T11:27:39-05:00</updated></entry></feed>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, parse := range []func([]byte) ([]tearsheet.Article, error){parseFeed, parseYahooSearch} {
			items, err := parse(data)
			if err != nil {
				continue
			}
			for _, a := range items {
				if a.Title == "" || a.ID == "" || a.Published.IsZero() || len(a.Summary) > maxSummary {
					t.Fatalf("story %+v", a)
				}
				mentions(a.Title, coreName(a.Summary))
			}
		}
	})
}

func FuzzLayout(f *testing.F) {
	f.Add(defaultYAML)
	f.Add([]byte("version: 1\nprices: [{name: a, path: 'p/{symbol}.csv', adjustment: split, vintage: last_row}]\n"))
	f.Add([]byte("a: &x [*x]\n<<: *x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		own, errs := parseLayout(data)
		if len(errs) > 0 {
			return
		}
		base, err := bundled()
		if err != nil {
			t.Fatal(err)
		}
		l := base.over(own)
		if len(l.check()) > 0 {
			return
		}
		for _, s := range l.Prices {
			if s.Path != "" && nowhere.inside(s.pattern.expand("symbol", "A")) != nil {
				t.Fatalf("path %q leaves the folder", s.Path)
			}
		}
		if again, err := bundled(); err != nil || len(again.Prices) != len(base.Prices) {
			t.Fatal("the bundled layout changed")
		}
	})
}

func (f folder) inside(name string) error {
	_, _, _, err := f.find(name)
	return err
}

func FuzzFilingHead(f *testing.F) {
	f.Add([]byte("<SEC-HEADER>x\nACCESSION NUMBER:\t0000912057-00-023442\nFILED AS OF DATE:\t20000511\n</SEC-HEADER>"), "QUX_10-K_2022-02-15.htm.gz")
	f.Add([]byte(`<ix:nonNumeric name="dei:DocumentPeriodEndDate" a="b"><ix:nonNumeric name="dei:X">May 2</ix:nonNumeric>, 2022</ix:nonNumeric>`), "A_8-K_EX-99.1.htm")
	l, err := bundled()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		h := readHead(data)
		if len(h.form) > 4096 || h.accepted.After(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Fatalf("%+v", h)
		}
		for _, s := range l.Filings {
			if vars, ok := s.pattern.match(name); ok {
				if vars["symbol"] == "" || bytes.ContainsAny([]byte(vars["symbol"]), "/\\\x00") {
					t.Fatalf("%q is read as symbol %q", name, vars["symbol"])
				}
			}
		}
	})
}
