package indicator

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
	ErrBar       = errors.New("is not a possible bar")
	ErrAlias     = errors.New("shares memory with an input")
	ErrMissing   = errors.New("is missing")
	ErrColumn    = errors.New("is not a known column name")
)

// Error says which argument of which function cannot be used, and why.
type Error struct {
	Op     string // the function, for example "RSI"
	Arg    string // the argument, for example "x", "high", "n"
	Index  int    // the element at fault; -1 when it is the whole argument
	Detail string // numbers that explain it, for example "need 15, have 3"; may be empty
	Err    error  // one of the Err values of this package
}

func (e *Error) Error() string {
	s := "indicator: " + e.Op + ": " + e.Arg
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

// maxPeriod is TA-Lib's largest period.
const maxPeriod = 100_000

var nan = math.NaN()

// arg is one input series and the name errors call it by.
type arg struct {
	name string
	v    []float64
}

// ready checks what every batch function asks of its arguments: inputs not
// empty, all of one length with dst, finite, not in dst's memory, and at least
// need long. When it returns an error and dst exists, dst is all NaN.
func ready(op string, need int, dst []float64, in ...arg) error {
	err := inputs(op, need, in...)
	if err == nil {
		err = output(op, "dst", dst, in...)
	}
	return void(err, dst)
}

// void makes the buffers all NaN when there is an error, but leaves them alone
// when one of them is an input.
func void(err error, dst ...[]float64) error {
	if err != nil && !errors.Is(err, ErrAlias) {
		for _, d := range dst {
			fillNaN(d)
		}
	}
	return err
}

// inputs checks the input series of a batch function.
func inputs(op string, need int, in ...arg) error {
	n := len(in[0].v)
	for _, a := range in {
		switch {
		case len(a.v) == 0:
			return &Error{Op: op, Arg: a.name, Index: -1, Err: ErrEmpty}
		case len(a.v) != n:
			return &Error{Op: op, Arg: a.name, Index: -1, Err: ErrLength,
				Detail: fmt.Sprintf("%s has %d, %s has %d", in[0].name, n, a.name, len(a.v))}
		}
	}
	for _, a := range in {
		if !finite(a.v) {
			return notFinite(op, a)
		}
	}
	if n < need {
		return &Error{Op: op, Arg: in[0].name, Index: -1, Err: ErrShort,
			Detail: fmt.Sprintf("need %d, have %d", need, n)}
	}
	return nil
}

// output checks one result buffer against the inputs.
func output(op, name string, dst []float64, in ...arg) error {
	if len(dst) != len(in[0].v) {
		return &Error{Op: op, Arg: name, Index: -1, Err: ErrLength,
			Detail: fmt.Sprintf("%s has %d, %s has %d", in[0].name, len(in[0].v), name, len(dst))}
	}
	for _, a := range in {
		if &dst[0] == &a.v[0] {
			return &Error{Op: op, Arg: name, Index: -1, Err: ErrAlias, Detail: a.name}
		}
	}
	return nil
}

// outputs checks several result buffers, also against each other.
func outputs(op string, dst []arg, in ...arg) error {
	for i, d := range dst {
		if err := output(op, d.name, d.v, in...); err != nil {
			return err
		}
		for _, e := range dst[:i] {
			if &e.v[0] == &d.v[0] {
				return &Error{Op: op, Arg: d.name, Index: -1, Err: ErrAlias, Detail: e.name}
			}
		}
	}
	return nil
}

// finite reports whether every element is a number with |x| <= about 1e100.
// A product that overflows gives Inf, and Inf-Inf is NaN, which sticks.
func finite(x []float64) bool {
	const k = math.MaxFloat64 / maxAbs
	var a, b, c, d float64
	for len(x) >= 4 {
		p, q, r, s := x[0]*k, x[1]*k, x[2]*k, x[3]*k
		a += p - p
		b += q - q
		c += r - r
		d += s - s
		x = x[4:]
	}
	for _, v := range x {
		p := v * k
		a += p - p
	}
	return a+b+c+d == 0
}

func good(x float64) bool { return math.Abs(x) <= maxAbs }

func notFinite(op string, a arg) error {
	for i, v := range a.v {
		if !good(v) {
			return bad(op, a.name, i, v)
		}
	}
	// finite multiplies and good compares: they may differ in the last ulp at
	// the bound.
	return &Error{Op: op, Arg: a.name, Index: -1, Err: ErrNotFinite}
}

func bad(op, name string, i int, v float64) error {
	return &Error{Op: op, Arg: name, Index: i, Err: ErrNotFinite, Detail: strconv.FormatFloat(v, 'g', -1, 64)}
}

// period checks an integer parameter.
func period(op, name string, n, lo int) error {
	if n < lo || n > maxPeriod {
		return &Error{Op: op, Arg: name, Index: -1, Err: ErrParam,
			Detail: fmt.Sprintf("%d is not in %d..%d", n, lo, maxPeriod)}
	}
	return nil
}

// factor checks a float parameter that must be within lo..hi.
func factor(op, name string, v, lo, hi float64) error {
	if !(v >= lo && v <= hi) {
		return &Error{Op: op, Arg: name, Index: -1, Err: ErrParam,
			Detail: fmt.Sprintf("%g is not in %g..%g", v, lo, hi)}
	}
	return nil
}

// ordered checks that no high is below its low.
func ordered(op string, high, low []float64) error {
	low = low[:len(high)]
	for i, h := range high {
		if h < low[i] {
			return &Error{Op: op, Arg: "high", Index: i, Err: ErrBar,
				Detail: fmt.Sprintf("high %g is below low %g", h, low[i])}
		}
	}
	return nil
}

// volumes checks that no volume is negative.
func volumes(op string, volume []float64) error {
	for i, v := range volume {
		if v < 0 {
			return &Error{Op: op, Arg: "volume", Index: i, Err: ErrBar,
				Detail: fmt.Sprintf("%g is negative", v)}
		}
	}
	return nil
}

func fillNaN(dst []float64) {
	for i := range dst {
		dst[i] = nan
	}
}
