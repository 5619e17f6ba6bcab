// Package providertest is the contract every data provider passes: the as-of
// law, order, no doubles, empty against error, cancellation, splits and
// dividends, well-formed facts, unknown symbols, and no goroutine left behind.
package providertest
