// Package tools holds what a reasoner may call: small, typed, read-only
// functions over the facts of a run. Each is one file; all.go is the list. The
// rules reasoner calls the same tools a language model or an MCP client does.
package tools
