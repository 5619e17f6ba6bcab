// Package tearsheet holds the nouns of the house and the contracts between its
// rooms: securities, bars, filings, facts, claims, reports, the state of a run
// and the events that make it. It does no I/O and starts no goroutine; adapters
// below it (tools/..., internal/store/...) implement its interfaces and main
// wires them.
//
// The life of one analysis goes one way: a door (CLI, REST, schedule) calls the
// app, which freezes the request; the graph runs analyst nodes that read
// providers and return facts; a report is drafted from those facts alone;
// validators check it; the gate publishes it, asks a person, or blocks it.
//
// Three laws are enforced by tests rather than by convention: nothing with
// Known after AsOf comes back from a provider; the same inputs give the same
// state digest whatever finishes first; and every figure in prose is a Fact.
package tearsheet
