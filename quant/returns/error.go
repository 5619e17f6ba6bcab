package returns

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// What can be wrong with an argument. Test with errors.Is; the *[Error] around
// it names the function, the argument and the element.
var (
	ErrEmpty     = errors.New("is empty")
	ErrShort     = errors.New("is too short")
	ErrLength    = errors.New("has a different length")
	ErrNotFinite = errors.New("is not a finite number of magnitude at most 1e100")
	ErrParam     = errors.New("is out of range")
	ErrPrice     = errors.New("is not a positive price")
	ErrSplit     = errors.New("is not a positive split ratio")
)

// Error says which argument of which function cannot be used, and why.
type Error struct {
	Op     string // the function, for example "Simple"
	Arg    string // the argument, for example "price"
	Index  int    // the element at fault; -1 when it is the whole argument
	Detail string // numbers that explain it; may be empty
	Err    error  // one of the Err values of this package
}

func (e *Error) Error() string {
	s := "returns: " + e.Op + ": " + e.Arg
	if e.Index >= 0 {
		s += "[" + strconv.Itoa(e.Index) + "]"
	}
	s += " " + e.Err.Error()
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	return s
}

// Unwrap returns the reason, one of the Err values of this package.
func (e *Error) Unwrap() error { return e.Err }

// maxAbs bounds every input, so that products stay finite.
const maxAbs = 1e100

func fail(op, name string, i int, err error, format string, a ...any) error {
	return &Error{Op: op, Arg: name, Index: i, Err: err, Detail: fmt.Sprintf(format, a...)}
}

// prices checks a price series: need values at least, each finite and above 0.
func prices(op, name string, p []float64, need int) error {
	if len(p) == 0 {
		return fail(op, name, -1, ErrEmpty, "")
	}
	if len(p) < need {
		return fail(op, name, -1, ErrShort, "need %d, have %d", need, len(p))
	}
	for i, v := range p {
		if !(v > 0 && v <= maxAbs) {
			if v <= 0 && v >= -maxAbs {
				return fail(op, name, i, ErrPrice, "%g", v)
			}
			return fail(op, name, i, ErrNotFinite, "%g", v)
		}
	}
	return nil
}

// simple checks a series of simple returns: none below -1, that is -100 %.
func simple(op, name string, r []float64) error {
	if len(r) == 0 {
		return fail(op, name, -1, ErrEmpty, "")
	}
	for i, v := range r {
		if !(math.Abs(v) <= maxAbs) {
			return fail(op, name, i, ErrNotFinite, "%g", v)
		}
		if v < -1 {
			return fail(op, name, i, ErrParam, "a simple return of %g is below -1", v)
		}
	}
	return nil
}

func length(op, name string, have, want int) error {
	if have != want {
		return fail(op, name, -1, ErrLength, "need %d, have %d", want, have)
	}
	return nil
}
