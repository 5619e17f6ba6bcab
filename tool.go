package tearsheet

import (
	"context"
	"encoding/json"
)

// Effect says whether a tool changes anything.
type Effect string

// The effects of tools. A reasoner is given only tools that read.
const (
	Reads  Effect = "read"
	Writes Effect = "write"
)

// ToolSpec describes a tool to a person, a reasoner or an MCP client.
type ToolSpec struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Effect      Effect          `json:"effect"`
	Input       json.RawMessage `json:"input_schema"` // JSON Schema
}

// ToolResult is what a tool answers: one line for a reader, and the facts and
// passages it rests on.
type ToolResult struct {
	Observation string   `json:"observation"`
	Evidence    []string `json:"evidence,omitempty"` // fact and passage ids
	Delta       Delta    `json:"-"`                  // facts the call derived
}

// Tool is something a reasoner may call.
type Tool interface {
	Spec() ToolSpec
	Call(ctx context.Context, args json.RawMessage) (ToolResult, error)
}

// Step is one turn of a reasoner.
type Step struct {
	Thought     string          `json:"thought"`
	Action      string          `json:"action"`
	Input       json.RawMessage `json:"input,omitempty"`
	Observation string          `json:"observation"`
	Evidence    []string        `json:"evidence,omitempty"`
}

// Brief is what a reasoner is asked.
type Brief struct {
	Security Security
	Question string
	State    State
	Tools    []Tool
	Horizon  int // days
}

// Answer is what a reasoner concluded. Facts are those its tools derived.
type Answer struct {
	Reasoning Reasoning
	Thesis    Thesis
	View      View
	Delta     Delta
}

// Reasoner weighs a run's evidence.
type Reasoner interface {
	Reason(ctx context.Context, b Brief) (Answer, error)
}

// RetrieveQuery asks for passages of one issuer's filings accepted at or before
// the corpus' as-of.
type RetrieveQuery struct {
	Text     string
	Sections []string // limit to sections whose name starts with one of these
	Limit    int
}

// Retriever finds passages in the filings of one security as known at one
// moment.
type Retriever interface {
	Retrieve(ctx context.Context, q RetrieveQuery) ([]Passage, error)
}

// Library makes a Retriever over a security's filings; the returned filings are
// those that were indexed.
type Library interface {
	Index(ctx context.Context, sec Security, filings []Filing, open func(context.Context, Filing) ([]byte, error)) (Retriever, []IndexedFiling, error)
}

// IndexedFiling says what indexing made of a filing.
type IndexedFiling struct {
	Filing   Filing   `json:"filing"`
	Passages int      `json:"passages"`
	Sections []string `json:"sections"`
	Digest   string   `json:"digest"`
	Warnings []string `json:"warnings,omitempty"` // for example text that looks like instructions
}
