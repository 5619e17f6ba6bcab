package tearsheet

import (
	"context"
	"errors"
	"strings"
)

// Kind classifies a failure; one table maps it to exit code, HTTP status and
// whether a retry may help.
type Kind string

// The kinds of failure.
const (
	KindInvalid     Kind = "invalid"      // the caller's input is wrong
	KindNotFound    Kind = "not_found"    // no such symbol, run, file
	KindNotEntitled Kind = "not_entitled" // the source refuses us: key, licence
	KindUnavailable Kind = "unavailable"  // source or service is down; retry may help
	KindExhausted   Kind = "exhausted"    // quota or budget is used up
	KindStale       Kind = "stale"        // what is there is too old to use
	KindConflict    Kind = "conflict"     // somebody else changed it first
	KindRejected    Kind = "rejected"     // validators or a person said no
	KindInternal    Kind = "internal"     // a fault of ours
)

// kinds is the one table of what a kind means outside.
var kinds = map[Kind]struct {
	exit, http int
	retry      bool
}{
	KindInvalid:     {2, 422, false},
	KindNotFound:    {5, 404, false},
	KindNotEntitled: {6, 403, false},
	KindUnavailable: {6, 503, true},
	KindExhausted:   {7, 429, false},
	KindStale:       {6, 503, false},
	KindConflict:    {2, 409, false},
	KindRejected:    {4, 422, false},
	KindInternal:    {1, 500, false},
}

// ExitCode is the process exit code for the kind.
func (k Kind) ExitCode() int {
	if v, ok := kinds[k]; ok {
		return v.exit
	}
	return 1
}

// HTTPStatus is the HTTP status for the kind.
func (k Kind) HTTPStatus() int {
	if v, ok := kinds[k]; ok {
		return v.http
	}
	return 500
}

// Retryable reports whether trying again may help.
func (k Kind) Retryable() bool { return kinds[k].retry }

// Error is the failure every room returns: what was being done, to what, of
// which kind, and what the operator should do next.
type Error struct {
	Op      string // what was being done: "files.bars"
	Kind    Kind
	Subject string // a symbol, file, row, flag
	Hint    string // the next thing to do, an imperative sentence
	Err     error
}

// Error returns "op subject: cause"; the hint is shown apart by the doors.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	if e.Subject != "" {
		b.WriteString(" ")
		b.WriteString(e.Subject)
	}
	if e.Err != nil {
		if b.Len() > 0 {
			b.WriteString(": ")
		}
		b.WriteString(e.Err.Error())
	} else {
		b.WriteString(": ")
		b.WriteString(string(e.Kind))
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf finds the kind of an error; a cancelled context is unavailable, any
// stranger is internal.
func KindOf(err error) Kind {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e) && e.Kind != "":
		return e.Kind
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return KindUnavailable
	}
	return KindInternal
}

// HintOf returns the first hint among an error's causes.
func HintOf(err error) string {
	// The causes are walked by hand: errors.As stops at the first *Error, which
	// may have no hint where a deeper one has.
	if e, ok := err.(*Error); ok && e.Hint != "" { //nolint:errorlint // see above
		return e.Hint
	}
	switch u := err.(type) { //nolint:errorlint // see above
	case interface{ Unwrap() error }:
		return HintOf(u.Unwrap())
	case interface{ Unwrap() []error }:
		for _, e := range u.Unwrap() {
			if h := HintOf(e); h != "" {
				return h
			}
		}
	}
	return ""
}
