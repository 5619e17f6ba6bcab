// Package sample is the data folder bundled in the binary: a small, fixed set
// of real and simulated securities that needs no key and no network.
//
// The folder has the layout of any other data folder (prices/daily,
// fundamentals/companyfacts, ...), so the ordinary folder reader reads it.
// data/README.md names the source and licence of every file and says which
// securities are real and which are simulated. The files are written by
// tools/sample/gen.
package sample

import (
	"embed"
	"io/fs"
)

//go:embed data
var bundle embed.FS

// asOf is the sample's own "today": a Friday after the quarterly reports of
// January 2013. Bars run ten sessions past it so that point-in-time reads can
// be seen to ignore them.
const asOf = "2013-02-15"

// A Symbol is one security of the sample.
type Symbol struct {
	Symbol string
	Name   string
	Kind   string // "real" or "simulated"
	Note   string // what the sample holds for it
}

// FS returns the sample, rooted at the data folder.
func FS() fs.FS {
	sub, err := fs.Sub(bundle, "data")
	if err != nil {
		panic("sample: " + err.Error()) // the embedded folder is fixed at build time
	}
	return sub
}

// AsOf returns the date the sample is made for, as YYYY-MM-DD.
func AsOf() string { return asOf }

// Symbols lists the securities of the sample, the most complete first.
func Symbols() []Symbol {
	return []Symbol{
		{"XMPL", "Exemplar Instruments Inc. (simulated)", "simulated", "fictional company: bars, dividends, statements, filing digest, headlines, option chain"},
		{"AAPL", "Apple Inc.", "real", "bars, dividends, statements FY2008-FY2013 Q1, filing digest, headlines; no option chain"},
		{"MSFT", "Microsoft Corporation", "real", "bars, dividends, statements FY2008-FY2012 and income statements to FY2013 Q2, filing digest, headlines; no option chain"},
		{"IBM", "International Business Machines Corporation", "real", "bars and dividends only"},
		{"SPX", "S&P 500 index", "real", "bars only; the benchmark"},
	}
}
