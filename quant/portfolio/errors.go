package portfolio

import (
	"errors"
	"fmt"
	"math"
)

// Kinds of bad input, to be tested with [errors.Is].
var (
	ErrEmpty       = errors.New("empty")
	ErrLength      = errors.New("length mismatch")
	ErrNotFinite   = errors.New("not finite")
	ErrDomain      = errors.New("out of range")
	ErrAsymmetric  = errors.New("not symmetric")
	ErrSingular    = errors.New("singular")    // positive semidefinite at best
	ErrIndefinite  = errors.New("indefinite")  // a negative eigenvalue
	ErrInfeasible  = errors.New("infeasible")  // constraints that conflict
	ErrUnbounded   = errors.New("unbounded")   // no finite optimum
	ErrNoExcess    = errors.New("no excess")   // nothing beats the risk-free rate
	ErrConvergence = errors.New("no solution") // the solver gave up
)

// InputError says which argument was refused and why. Its Kind is one of the
// Err values of this package.
type InputError struct {
	Arg  string
	Kind error
	Why  string
}

// Error returns "portfolio: arg: why".
func (e *InputError) Error() string { return "portfolio: " + e.Arg + ": " + e.Why }

// Unwrap returns the kind.
func (e *InputError) Unwrap() error { return e.Kind }

func badf(arg string, kind error, format string, a ...any) error {
	return &InputError{Arg: arg, Kind: kind, Why: fmt.Sprintf(format, a...)}
}

// huge bounds every input: no return, variance or price comes near it, and
// fourth powers of what passes do not overflow.
const huge = 1e60

// scalar refuses NaN, infinities and numbers beyond huge.
func scalar(arg string, x float64) error {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return badf(arg, ErrNotFinite, "is %v", x)
	case math.Abs(x) > huge:
		return badf(arg, ErrDomain, "is %g, beyond %g", x, huge)
	}
	return nil
}

// vector checks length (n < 0 for any) and every element as [scalar] does.
func vector(arg string, v []float64, n int) error {
	if len(v) == 0 {
		return badf(arg, ErrEmpty, "has no elements")
	}
	if n >= 0 && len(v) != n {
		return badf(arg, ErrLength, "has %d elements, want %d", len(v), n)
	}
	for i, x := range v {
		if !(math.Abs(x) <= huge) {
			return scalar(fmt.Sprintf("%s[%d]", arg, i), x)
		}
	}
	return nil
}

// overflowed refuses results that are not finite although every input was.
func overflowed(arg string, v ...float64) error {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return badf(arg, ErrNotFinite, "the inputs are too far apart in scale, the result is %v", x)
		}
	}
	return nil
}
