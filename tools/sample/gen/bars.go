package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"
)

const (
	asOf     = "2013-02-15"
	firstBar = "2008-01-02"
	lastBar  = "2013-03-01"
)

// realBars are the securities cut from the imported packages.
var realBars = []string{"AAPL", "MSFT", "IBM"}

type bar struct {
	date                   string
	open, high, low, close float64
	volume                 int64
}

func barsFile(symbol string) string { return "prices/daily/" + symbol + ".csv.gz" }

func encodeBars(bars []bar) []byte {
	var b bytes.Buffer
	b.WriteString("date,open,high,low,close,volume\n")
	for _, x := range bars {
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%d\n", x.date, price(x.open), price(x.high), price(x.low), price(x.close), x.volume)
	}
	return b.Bytes()
}

// price writes at most four decimals, the precision of the sources.
func price(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64)
}

func readBars(fsys fs.FS, symbol string) ([]bar, error) {
	raw, err := fs.ReadFile(fsys, barsFile(symbol))
	if err != nil {
		return nil, err
	}
	b, err := gunzip(raw)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		return nil, err
	}
	var bars []bar
	for _, r := range rows[1:] {
		x, err := parseBar(r[0], r[1], r[2], r[3], r[4], r[5])
		if err != nil {
			return nil, err
		}
		bars = append(bars, x)
	}
	return bars, nil
}

func parseBar(date, o, h, l, c, v string) (bar, error) {
	var err error
	num := func(s string) float64 {
		f, e := strconv.ParseFloat(s, 64)
		if e != nil {
			err = e
		}
		return f
	}
	x := bar{date, num(o), num(h), num(l), num(c), int64(num(v))}
	return x, err
}

func dividendFile(symbol string) string { return "prices/dividends/" + symbol + ".csv" }

type dividend struct {
	date   string
	amount float64
}

func encodeDividends(ds []dividend) []byte {
	var b bytes.Buffer
	b.WriteString("Date,Dividends\n")
	for _, d := range ds {
		fmt.Fprintf(&b, "%s,%s\n", d.date, strconv.FormatFloat(d.amount, 'f', -1, 64))
	}
	return b.Bytes()
}

// importBars cuts the real bars out of the two packages. Prices are the
// as-traded ones (Close, not Adj Close). The dividends of knownDividends are
// compared with what the adjusted close implies: on an ex-date the ratio
// adjusted/close of that source steps by close/(close + dividend).
func importBars(stocks, index string) (map[string][]byte, error) {
	if stocks == "" || index == "" {
		return nil, fmt.Errorf("-stocks and -index go together")
	}
	files := map[string][]byte{}
	rows, err := gzRows(stocks)
	if err != nil {
		return nil, err
	}
	for _, s := range realBars {
		var bars []bar
		var adj []float64
		for _, r := range rows { // Ticker,Date,Open,High,Low,Close,Volume,Adj Close
			if r[0] != s || r[1] < firstBar || r[1] > lastBar {
				continue
			}
			x, err := parseBar(r[1], r[2], r[3], r[4], r[5], r[6])
			if err != nil {
				return nil, err
			}
			a, err := strconv.ParseFloat(r[7], 64)
			if err != nil {
				return nil, err
			}
			bars, adj = append(bars, x), append(adj, a)
		}
		if err := checkBars(s, bars); err != nil {
			return nil, err
		}
		files[barsFile(s)] = encodeBars(bars)
		var ds []dividend
		for i := 1; i < len(bars); i++ {
			step := adj[i-1] / bars[i-1].close * bars[i].close / adj[i]
			if d := bars[i].close * (1/step - 1); math.Abs(d) > 0.004 {
				ds = append(ds, dividend{bars[i].date, math.Round(d*100) / 100})
			}
		}
		if got, want := string(encodeDividends(ds)), string(encodeDividends(knownDividends[s])); got != want {
			return nil, fmt.Errorf("%s: implied dividends\n%s\ndeclared\n%s", s, got, want)
		}
	}
	rows, err = gzRows(index)
	if err != nil {
		return nil, err
	}
	var bars []bar
	for _, r := range rows[1:] { // Date,Open,High,Low,Close,Adj Close,Volume
		t, err := time.Parse("1/2/2006", r[0])
		if err != nil {
			return nil, err
		}
		d := t.Format(time.DateOnly)
		if d < firstBar || d > lastBar {
			continue
		}
		x, err := parseBar(d, r[1], r[2], r[3], r[4], r[6])
		if err != nil {
			return nil, err
		}
		for _, p := range []*float64{&x.open, &x.high, &x.low, &x.close} {
			*p = math.Round(*p*100) / 100 // the index is quoted to a cent; the rest is float32 noise
		}
		bars = append(bars, x)
	}
	if err := checkBars("SPX", bars); err != nil {
		return nil, err
	}
	files[barsFile("SPX")] = encodeBars(bars)
	return files, nil
}

func checkBars(symbol string, bars []bar) error {
	if len(bars) < 1000 {
		return fmt.Errorf("%s: only %d bars", symbol, len(bars))
	}
	if !sort.SliceIsSorted(bars, func(i, j int) bool { return bars[i].date < bars[j].date }) {
		return fmt.Errorf("%s: dates not ascending", symbol)
	}
	for i, x := range bars {
		if x.high < math.Max(x.open, x.close) || x.low > math.Min(x.open, x.close) || x.low <= 0 {
			return fmt.Errorf("%s %s: bad bar", symbol, x.date)
		}
		if i > 0 && math.Abs(math.Log(x.close/bars[i-1].close)) > 0.30 {
			return fmt.Errorf("%s %s: looks like a split", symbol, x.date)
		}
	}
	return nil
}

func gzRows(name string) ([][]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(zr)
	if err != nil {
		return nil, err
	}
	return csv.NewReader(strings.NewReader(string(b))).ReadAll()
}
