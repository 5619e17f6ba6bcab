package risk

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
	ErrBar       = errors.New("is not a possible bar")
	ErrConstant  = errors.New("does not vary")
	ErrMissing   = errors.New("is missing")
	ErrNoFit     = errors.New("cannot be fitted")
)

// Error says which argument of which function cannot be used, and why.
type Error struct {
	Op     string // the function, for example "Sharpe"
	Arg    string // the argument, for example "r", "level"
	Index  int    // the element at fault; -1 when it is the whole argument
	Detail string // numbers that explain it; may be empty
	Err    error  // one of the Err values of this package
}

func (e *Error) Error() string {
	s := "risk: " + e.Op + ": " + e.Arg
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

// maxAbs bounds every input, so that squares and sums stay finite.
const maxAbs = 1e100

var nan = math.NaN()

func fail(op, name string, i int, err error, format string, a ...any) error {
	return &Error{Op: op, Arg: name, Index: i, Err: err, Detail: fmt.Sprintf(format, a...)}
}

// series checks a series: need values at least, each finite.
func series(op, name string, x []float64, need int) error {
	if len(x) == 0 {
		return fail(op, name, -1, ErrEmpty, "")
	}
	if len(x) < need {
		return fail(op, name, -1, ErrShort, "need %d, have %d", need, len(x))
	}
	for i, v := range x {
		if !(math.Abs(v) <= maxAbs) {
			return fail(op, name, i, ErrNotFinite, "%g", v)
		}
	}
	return nil
}

// simple checks a series of simple returns: none below -1.
func simple(op, name string, r []float64, need int) error {
	if err := series(op, name, r, need); err != nil {
		return err
	}
	for i, v := range r {
		if v < -1 {
			return fail(op, name, i, ErrParam, "a simple return of %g is below -1", v)
		}
	}
	return nil
}

// prices checks a series of prices or of wealth: finite and above 0.
func prices(op, name string, p []float64, need int) error {
	if err := series(op, name, p, need); err != nil {
		return err
	}
	for i, v := range p {
		if v <= 0 {
			return fail(op, name, i, ErrPrice, "%g", v)
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

func within(op, name string, v, lo, hi float64) error {
	if !(v >= lo && v <= hi) {
		return fail(op, name, -1, ErrParam, "%g is not in %g..%g", v, lo, hi)
	}
	return nil
}

func inside(op, name string, v, lo, hi float64) error {
	if !(v > lo && v < hi) {
		return fail(op, name, -1, ErrParam, "%g is not between %g and %g", v, lo, hi)
	}
	return nil
}
