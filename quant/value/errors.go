package value

import (
	"errors"
	"fmt"
	"math"
)

// Kinds of bad input, to be tested with [errors.Is].
var (
	// ErrMissing marks a line item that was not given.
	ErrMissing = errors.New("missing")
	// ErrNotFinite marks NaN or an infinity, given or arising by overflow.
	ErrNotFinite = errors.New("not finite")
	// ErrZeroDenominator marks a ratio whose denominator is zero.
	ErrZeroDenominator = errors.New("zero denominator")
	// ErrDomain marks a value outside the range a model is defined on.
	ErrDomain = errors.New("out of range")
	// ErrGrowth marks perpetual growth at or above the discount rate.
	ErrGrowth = errors.New("growth not below discount rate")
	// ErrNoSolution marks a reverse question that has no answer.
	ErrNoSolution = errors.New("no solution")
)

// InputError says which argument was refused and why. Its Kind is one of the
// Err values of this package.
type InputError struct {
	Arg  string // name of the argument or line item, in snake_case
	Kind error
	Why  string
}

// Error returns "value: arg: why".
func (e *InputError) Error() string { return "value: " + e.Arg + ": " + e.Why }

// Unwrap returns the kind.
func (e *InputError) Unwrap() error { return e.Kind }

func badf(arg string, kind error, format string, a ...any) *InputError {
	return &InputError{Arg: arg, Kind: kind, Why: fmt.Sprintf(format, a...)}
}

// Item is a line item that may be missing. The zero Item is missing.
type Item struct {
	V  float64
	OK bool
}

// Of returns a present item.
func Of(v float64) Item { return Item{V: v, OK: true} }

// check reads inputs and forms ratios, collecting every complaint.
type check struct{ errs []error }

func (c *check) fail(e *InputError) float64 {
	c.errs = append(c.errs, e)
	return math.NaN()
}

// item returns the value of a required item.
func (c *check) item(arg string, it Item) float64 {
	if !it.OK {
		return c.fail(badf(arg, ErrMissing, "missing"))
	}
	return c.num(arg, it.V)
}

// num refuses NaN and infinities.
func (c *check) num(arg string, v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return c.fail(badf(arg, ErrNotFinite, "is %v", v))
	}
	return v
}

// pos requires a present item above zero.
func (c *check) pos(arg string, it Item) float64 {
	v := c.item(arg, it)
	if v <= 0 {
		return c.fail(badf(arg, ErrDomain, "is %g, want > 0", v))
	}
	return v
}

// nums refuses an empty series and elements that are not finite.
func (c *check) nums(arg string, v []float64) {
	if len(v) == 0 {
		c.fail(badf(arg, ErrMissing, "empty"))
	}
	for i, x := range v {
		c.num(fmt.Sprintf("%s[%d]", arg, i), x)
	}
}

// rate refuses a discount rate at or below -100 %.
func (c *check) rate(arg string, v float64) float64 {
	if c.num(arg, v) <= -1 {
		return c.fail(badf(arg, ErrDomain, "is %g, want > -1", v))
	}
	return v
}

// div returns num/den; arg names the denominator.
func (c *check) div(arg string, num, den float64) float64 {
	if den == 0 {
		return c.fail(badf(arg, ErrZeroDenominator, "is zero, a ratio needs it as denominator"))
	}
	return num / den
}

// result refuses a result that overflowed; it is silent once an input failed.
func (c *check) result(name string, v ...float64) {
	if c.err() != nil {
		return
	}
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			c.fail(badf(name, ErrNotFinite, "the inputs overflow float64"))
			return
		}
	}
}

func (c *check) err() error { return errors.Join(c.errs...) }
