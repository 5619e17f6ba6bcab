// Package quant is the folder of the pure numbers under every analyst: options,
// indicators, returns, risk, portfolios and company value. Its packages are
// leaves: they import the standard library and gonum, do no I/O, read no clock
// and take no context. Functions work on float64 and []float64, results go into
// buffers the caller supplies where a loop is hot, and bad input is a typed
// error that names the argument and the reason; nothing panics on data.
package quant
