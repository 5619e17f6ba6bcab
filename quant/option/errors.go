package option

import (
	"errors"
	"math"
	"strconv"
)

// The kinds of refusal. Every error of this package is an *ArgError whose
// Unwrap gives one of them, so callers branch with errors.Is and print the
// whole sentence.
var (
	// ErrBadInput marks an argument that is NaN, infinite, of the wrong sign, or
	// a slice of the wrong length.
	ErrBadInput = errors.New("bad input")
	// ErrBelowIntrinsic marks a price under the discounted forward intrinsic value
	// max(0, ±(S e^-qT - K e^-rT)): no volatility gives it.
	ErrBelowIntrinsic = errors.New("below intrinsic")
	// ErrAboveMaximum marks a price at or over S e^-qT (call) or K e^-rT (put).
	ErrAboveMaximum = errors.New("above maximum")
	// ErrExpired marks a quantity that needs time to expiry where none is left.
	ErrExpired = errors.New("at expiry")
	// ErrDoubleBoundary marks an American option with two exercise boundaries
	// (put with q < r < 0, call with r < q < 0).
	ErrDoubleBoundary = errors.New("double exercise boundary")
	// ErrNoSolution marks an approximation or a fit that does not exist for
	// arguments that are in themselves legal.
	ErrNoSolution = errors.New("no solution")
)

// ArgError says which argument was refused, what it held and why.
type ArgError struct {
	Arg   string  // the argument's or field's name, with its index for a slice: "strikes[3]"
	Value float64 // what it held
	Why   string  // the rule it broke, as a phrase: "must be finite and >= 0"
	Kind  error   // one of the Err values of this package
}

// Error gives "option: Vol = -0.2: must be finite and >= 0".
func (e *ArgError) Error() string {
	return "option: " + e.Arg + " = " + strconv.FormatFloat(e.Value, 'g', -1, 64) + ": " + e.Why
}

// Unwrap gives the kind, for errors.Is.
func (e *ArgError) Unwrap() error { return e.Kind }

func bad(arg string, v float64, why string) error {
	return &ArgError{Arg: arg, Value: v, Why: why, Kind: ErrBadInput}
}

func isFinite(v float64) bool { return v-v == 0 }

// notNegative accepts finite numbers >= 0.
func notNegative(arg string, v float64) error {
	if v >= 0 && v <= math.MaxFloat64 {
		return nil
	}
	return bad(arg, v, "must be finite and >= 0")
}

// positive accepts finite numbers > 0.
func positive(arg string, v float64) error {
	if v > 0 && v <= math.MaxFloat64 {
		return nil
	}
	return bad(arg, v, "must be finite and > 0")
}

func finite(arg string, v float64) error {
	if isFinite(v) {
		return nil
	}
	return bad(arg, v, "must be finite")
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// at puts a slice index behind an argument's name: at("strikes", 3) is "strikes[3]".
func at(name string, i int) string { return name + "[" + strconv.Itoa(i) + "]" }

// indexed puts the index of a slice element into an error about it.
func indexed(err error, i int) error {
	var a *ArgError
	if errors.As(err, &a) {
		b := *a
		b.Arg = at(a.Arg, i)
		return &b
	}
	return err
}

func text(v float64) string { return strconv.FormatFloat(v, 'g', 8, 64) }
