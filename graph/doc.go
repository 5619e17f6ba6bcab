// Package graph runs nodes that declare what they need and what they give. The
// edges follow from that, so adding a node never edits a plan. It knows nothing
// of finance.
//
// A Graph is checked when it is built: unknown needs, twins, cycles, topics with
// two givers and nodes that lead nowhere are refused by name. An Engine runs it:
// every node whose needs are met starts at once, within a bound; a node sees only
// what its needs gave, transitively, and returns a Delta, all or nothing. Deltas
// fold in declared order (rank, then name), so the same inputs give the same
// state whatever finishes first. Every goroutine has ended when a run returns.
//
// The event log is the run: what happened is appended to a RunStore, hash-linked,
// before anything that depends on it starts.
//
// # Failure
//
// A node's panic, timeout and error are contained. An Optional node that fails
// becomes a Gap and its topics stay absent; any other failure cancels the run
// after the siblings were joined and their results logged. A node whose hard need
// is absent is skipped in turn, with the reason; a node that merely Uses a topic
// runs without it. A node that is neither optional nor conditional and cannot run
// fails the run by name: a skip is never a silent success.
package graph
