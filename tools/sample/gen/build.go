package main

import (
	"fmt"
	"io/fs"
)

func companies() []*company { return []*company{apple(), microsoft(), exemplar()} }

// build makes every generated file: path in the data folder -> contents
// (before gzip for names ending in .gz). The real bars it needs are read from
// fsys.
func build(fsys fs.FS) (map[string][]byte, error) {
	files := map[string][]byte{ratesFile: encodeRates()}
	put := func(name string, v any, err error) error {
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		b, err := encodeJSON(v)
		files[name] = b
		return err
	}
	cs := companies()
	if err := put("fundamentals/company_tickers.json", tickersOf(cs), nil); err != nil {
		return nil, err
	}
	digests := map[string]*digest{"AAPL": appleDigest(), "MSFT": microsoftDigest(), xmplSymbol: exemplarDigest()}
	for _, c := range cs {
		facts, err := factsOf(c)
		if err := put("fundamentals/companyfacts/"+c.cik10()+".json.gz", facts, err); err != nil {
			return nil, err
		}
		if err := put("fundamentals/submissions/"+c.cik10()+".json", submissionsOf(c), nil); err != nil {
			return nil, err
		}
		news, err := newsOf(c)
		if err := put("news/yahoo_search_"+c.symbol+".json", news, err); err != nil {
			return nil, err
		}
		d := digests[c.symbol]
		b, err := writeDigest(c, d)
		if err != nil {
			return nil, err
		}
		files[digestFile(c, d)] = b
	}
	for _, s := range realBars {
		files[dividendFile(s)] = encodeDividends(knownDividends[s])
	}

	index, err := readBars(fsys, "SPX")
	if err != nil {
		return nil, err
	}
	bars := exemplarBars(index)
	if err := checkBars(xmplSymbol, bars); err != nil {
		return nil, err
	}
	files[barsFile(xmplSymbol)] = encodeBars(bars)
	ds, err := sortDividends(xmplDividends(), bars)
	if err != nil {
		return nil, err
	}
	files[dividendFile(xmplSymbol)] = encodeDividends(ds)
	chain, err := exemplarChain(bars)
	if err := put("options/yahoo_v7_"+xmplSymbol+"_"+asOf+".json", chain, err); err != nil {
		return nil, err
	}
	return files, nil
}
