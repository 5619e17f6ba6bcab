package graph

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tearsheet"
)

// Spec is what a node declares.
type Spec struct {
	Name string
	Doc  string // one line for drawings and help
	// Needs are topics the node cannot run without; Uses are topics it waits for
	// and runs without when their giver failed or was skipped.
	Needs, Uses []tearsheet.Topic
	Gives       []tearsheet.Topic
	// Optional: a failure becomes a Gap and the run goes on.
	Optional bool
	// FailOn lists kinds of failure that end the run although the node is
	// optional: broken input is not the same as absent input.
	FailOn []tearsheet.Kind
	// Final: the node's result is a goal of the graph. Every other node must
	// lead to a final one.
	Final   bool
	Timeout time.Duration // per attempt; zero is none
	Retry   Retry
	When    *When // nil: always
}

// When is a condition on what the node can see. The node is skipped, with the
// reason the condition gives, when it does not hold.
type When struct {
	Doc   string
	Holds func(tearsheet.State) (ok bool, reason string, err error)
}

// Retry says how often a retryable failure is tried again. Backoff doubles after
// each failed attempt.
type Retry struct {
	Attempts int // in all; 0 and 1 mean once
	Backoff  time.Duration
}

// Node is one analyst: it reads a State and returns what it adds.
type Node interface {
	Spec() Spec
	Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error)
}

// Func makes a node of a function.
func Func(s Spec, run func(context.Context, tearsheet.State) (tearsheet.Delta, error)) Node {
	return funcNode{s, run}
}

type funcNode struct {
	spec Spec
	run  func(context.Context, tearsheet.State) (tearsheet.Delta, error)
}

func (n funcNode) Spec() Spec { return n.spec }
func (n funcNode) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	return n.run(ctx, in)
}

// Input declares the topics that are given to the run from outside.
func Input(topics ...tearsheet.Topic) Node {
	return Func(Spec{Name: InputName, Doc: "what the run starts with", Gives: topics}, nil)
}

// InputName is the name of the pseudo-node made by Input.
const InputName = "input"

// Skip is returned by a node that finds there is nothing for it to do.
func Skip(reason, hint string) error { return &skipError{reason, hint} }

type skipError struct{ reason, hint string }

func (e *skipError) Error() string { return e.reason }

// NodeError is the failure of one node.
type NodeError struct {
	Node    string
	Attempt int
	Err     error
}

func (e *NodeError) Error() string { return fmt.Sprintf("node %s: %v", e.Node, e.Err) }

// Unwrap returns the cause.
func (e *NodeError) Unwrap() error { return e.Err }

// PanicError is a panic of a node, contained. Stack is for logs, not for people.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

func isSkip(err error) (*skipError, bool) {
	var s *skipError
	ok := errors.As(err, &s)
	return s, ok
}
