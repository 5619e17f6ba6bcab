// Package returns turns prices into returns: simple, logarithmic and total, with
// splits and dividends; compounds, annualises and measures them over periods.
//
// Every number is a fraction: 0.01 is 1 %. A return series has one element fewer
// than its prices, returns[i] being the return from price i to price i+1. All
// functions are pure, write into the caller's buffer and allocate nothing; input
// they cannot use is an *[Error] naming the argument, the element and why.
//
// # Splits and dividends
//
// A split ratio is new shares per old share, 1 where there is none: 4 for a 4:1
// split, 0.1 for a 1:10 consolidation. A dividend is cash per share as shares
// stood after any split of that same day (that is how vendors print it: a stock that
// goes ex on its split day pays the small amount). Both sit at the index of the
// ex-date, the first bar whose price no longer contains them.
//
// Vendors disagree on how to adjust. [BackAdjust] with [CashReinvested] makes a
// series whose simple returns are the total returns exactly; with [PreviousClose]
// it does what Yahoo and CRSP's factors do, multiplying earlier prices by
// 1 - D/P[t-1], whose returns are P[t]/(P[t-1]-D) - 1, a little larger in absolute
// value.
package returns
