package tearsheet

import (
	"fmt"
	"math"
	"strconv"

	"github.com/shopspring/decimal"
)

// Decimal is an exact decimal number: money, shares, ratios as stated. It is a
// value type; the zero Decimal is 0.
type Decimal struct{ d decimal.Decimal }

// maxDigits bounds what ParseDecimal accepts, so that hostile text such as
// 1e999999999 cannot make us allocate.
const maxDigits = 60

// ParseDecimal reads a plain or exponent decimal of at most 60 digits.
func ParseDecimal(s string) (Decimal, error) {
	if len(s) > 3*maxDigits {
		return Decimal{}, fmt.Errorf("number %s is too long", shown(s))
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return Decimal{}, fmt.Errorf("%s is not a number", shown(s))
	}
	if e := int(d.Exponent()); d.NumDigits()+max(e, 0) > maxDigits || e < -maxDigits {
		return Decimal{}, fmt.Errorf("number %s has more than %d digits", shown(s), maxDigits)
	}
	return Decimal{d}, nil
}

// DecimalFromInt is exact.
func DecimalFromInt(n int64) Decimal { return Decimal{decimal.NewFromInt(n)} }

// DecimalFromFloat rounds f to 10 significant digits, which is finer than any
// figure a report shows and coarser than the last-bit noise by which two
// machines may differ. It refuses NaN and infinities.
func DecimalFromFloat(f float64) (Decimal, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Decimal{}, fmt.Errorf("%v is not a finite number", f)
	}
	return ParseDecimal(strconv.FormatFloat(f, 'e', 9, 64))
}

// Float is the nearest float64.
func (d Decimal) Float() float64 { return d.d.InexactFloat64() }

// String prints without exponent or trailing zeros.
func (d Decimal) String() string { return d.d.String() }

// StringFixed prints with exactly n places, rounding half away from zero.
func (d Decimal) StringFixed(n int32) string { return d.d.StringFixed(n) }

// Add, Sub, Mul are exact.
func (d Decimal) Add(e Decimal) Decimal { return Decimal{d.d.Add(e.d)} }

// Sub returns d-e.
func (d Decimal) Sub(e Decimal) Decimal { return Decimal{d.d.Sub(e.d)} }

// Mul returns d*e.
func (d Decimal) Mul(e Decimal) Decimal { return Decimal{d.d.Mul(e.d)} }

// Div returns d/e to 24 places and false when e is zero.
func (d Decimal) Div(e Decimal) (Decimal, bool) {
	if e.d.IsZero() {
		return Decimal{}, false
	}
	return Decimal{d.d.DivRound(e.d, 24)}, true
}

// Neg returns -d.
func (d Decimal) Neg() Decimal { return Decimal{d.d.Neg()} }

// Abs returns |d|.
func (d Decimal) Abs() Decimal { return Decimal{d.d.Abs()} }

// Shift multiplies by 10^n.
func (d Decimal) Shift(n int32) Decimal { return Decimal{d.d.Shift(n)} }

// Cmp returns -1, 0 or 1.
func (d Decimal) Cmp(e Decimal) int { return d.d.Cmp(e.d) }

// Sign returns -1, 0 or 1.
func (d Decimal) Sign() int { return d.d.Sign() }

// MarshalJSON writes a JSON number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a JSON number.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	v, err := ParseDecimal(string(b))
	if err == nil {
		*d = v
	}
	return err
}
