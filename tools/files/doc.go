// Package files serves a folder of data files as a tearsheet.Provider: daily
// bars, SEC company facts, submissions and filings, option chains, news feeds
// and Treasury rates, plain or gzipped, over any fs.FS.
//
// What lies where, and on which basis, is data: a bundled layout (default.yaml)
// fits the folders this house uses, and a tearsheet.yaml in the folder
// overrides it section by section.
//
// # Which price source is used
//
// A folder may hold several price files for one symbol, of different adjustment
// and vintage. One of them is used for the whole series; they are never mixed
// and never averaged. Sources are ranked in the order the layout lists them.
// Among those that hold bars known at the as-of:
//
//  1. a source counts as fresh when its last known bar is within 7 calendar
//     days of the freshest source's;
//  2. the first fresh source, in rank order, with at least 252 known bars is
//     used; when none has 252, the fresh source with the most bars is, the
//     higher rank winning a tie.
//
// Panel files (many symbols in one file) are consulted only when no file of the
// symbol's own is fresh by that rule, since reading one costs more than the
// rest of an analysis. Every other source of the symbol is compared with the
// chosen one, and a disagreement is a finding of the series.
//
// # The basis of prices
//
// Prices come back as traded on the share basis in force at the as-of. Dividend
// adjustment is undone exactly, last bar first: with f the product of the
// factors of later dividends, the close before an ex-date is P = A/f + D, since
// A = f (1 - D/P) P. Splits are taken from the layout's list, each source
// saying how far its own adjustment goes (its vintage).
//
// # Time
//
// A bar is known at its close, a filing when EDGAR made it public, a filed fact
// when its filing was, a chain when it was quoted, a curve at 18:00 New York of
// its day. Nothing later than the query's as-of comes back.
//
// # Rows
//
// Row numbers in errors and locators are 1-based lines of the file, the header
// being row 1.
package files
