package check

import (
	"errors"
	"fmt"
	"strings"

	"tearsheet"
)

// The bounds of an expression, so that hostile text costs nothing.
const (
	maxExpr  = 512 // bytes
	maxDepth = 32
	maxTerms = 200
)

// Operand is a value in an expression with its unit; the unit "" is that of a
// plain number and goes with any other.
type Operand struct {
	Value tearsheet.Decimal
	Unit  tearsheet.Unit
}

// Lookup finds the fact or name an expression mentions.
type Lookup func(name string) (Operand, bool)

// Eval evaluates an expression of decimals: numbers, names (fact ids), + - * /,
// parentheses, abs(x), min(x, ...), max(x, ...). Division is to 24 places. It
// refuses sums of unlike units, division by zero, unknown names, and text
// longer than 512 bytes, deeper than 32 or with more than 200 terms.
func Eval(expr string, lookup Lookup) (Operand, error) {
	if len(expr) > maxExpr {
		return Operand{}, fmt.Errorf("expression of %d bytes is longer than %d", len(expr), maxExpr)
	}
	p := parser{s: expr, lookup: lookup}
	v, err := p.sum()
	if err != nil {
		return Operand{}, fmt.Errorf("expression %q: %w", expr, err)
	}
	if p.space(); p.i < len(p.s) {
		return Operand{}, fmt.Errorf("expression %q: unexpected %q at %d", expr, p.s[p.i:], p.i+1)
	}
	return v, nil
}

type parser struct {
	s      string
	i      int
	depth  int
	terms  int
	lookup Lookup
}

func (p *parser) space() {
	for p.i < len(p.s) && (p.s[p.i] == ' ' || p.s[p.i] == '\t' || p.s[p.i] == '\n') {
		p.i++
	}
}

// take consumes c if it is next.
func (p *parser) take(c byte) bool {
	p.space()
	if p.i < len(p.s) && p.s[p.i] == c {
		p.i++
		return true
	}
	return false
}

func (p *parser) sum() (Operand, error) {
	if p.depth++; p.depth > maxDepth {
		return Operand{}, errors.New("too deep")
	}
	defer func() { p.depth-- }()
	a, err := p.product()
	for err == nil {
		minus := false
		switch {
		case p.take('+'):
		case p.take('-'):
			minus = true
		default:
			return a, nil
		}
		var b Operand
		if b, err = p.product(); err != nil {
			break
		}
		if minus {
			b.Value = b.Value.Neg()
		}
		if a.Unit, err = same(a.Unit, b.Unit); err == nil {
			a.Value = a.Value.Add(b.Value)
		}
	}
	return a, err
}

func (p *parser) product() (Operand, error) {
	a, err := p.unary()
	for err == nil {
		over := false
		switch {
		case p.take('*'):
		case p.take('/'):
			over = true
		default:
			return a, nil
		}
		var b Operand
		if b, err = p.unary(); err != nil {
			break
		}
		if !over {
			a = Operand{a.Value.Mul(b.Value), times(a.Unit, b.Unit)}
			continue
		}
		q, ok := a.Value.Div(b.Value)
		if !ok {
			return a, errors.New("division by zero")
		}
		a = Operand{q, per(a.Unit, b.Unit)}
	}
	return a, err
}

func (p *parser) unary() (Operand, error) {
	minus := false
	for {
		if p.take('-') {
			minus = !minus
		} else if !p.take('+') {
			break
		}
	}
	v, err := p.atom()
	if minus {
		v.Value = v.Value.Neg()
	}
	return v, err
}

func (p *parser) atom() (Operand, error) {
	if p.terms++; p.terms > maxTerms {
		return Operand{}, errors.New("too many terms")
	}
	if p.take('(') {
		v, err := p.sum()
		if err == nil && !p.take(')') {
			err = errors.New("a parenthesis is not closed")
		}
		return v, err
	}
	p.space()
	start := p.i
	for p.i < len(p.s) && wordByte(p.s[p.i]) {
		p.i++
	}
	w := p.s[start:p.i]
	switch {
	case w == "":
		return Operand{}, fmt.Errorf("a number or a fact id is missing at %d", start+1)
	case w[0] >= '0' && w[0] <= '9' || w[0] == '.':
		if strings.ContainsFunc(w, func(r rune) bool { return (r < '0' || r > '9') && r != '.' }) {
			return Operand{}, fmt.Errorf("%q is not a number", w)
		}
		d, err := tearsheet.ParseDecimal(w)
		return Operand{Value: d}, err
	case p.take('('):
		return p.call(w)
	}
	v, ok := p.lookup(w)
	if !ok {
		return Operand{}, fmt.Errorf("%q is not a cited fact", w)
	}
	return v, nil
}

// call applies a function; its opening parenthesis is consumed.
func (p *parser) call(name string) (Operand, error) {
	if name != "abs" && name != "min" && name != "max" {
		return Operand{}, fmt.Errorf("%q is not a function", name)
	}
	out, err := p.sum()
	if err != nil {
		return out, err
	}
	if name == "abs" {
		out.Value = out.Value.Abs()
	}
	for name != "abs" && p.take(',') {
		v, err := p.sum()
		if err != nil {
			return out, err
		}
		if out.Unit, err = same(out.Unit, v.Unit); err != nil {
			return out, err
		}
		if c := v.Value.Cmp(out.Value); name == "min" && c < 0 || name == "max" && c > 0 {
			out.Value = v.Value
		}
	}
	if !p.take(')') {
		return out, errors.New("a parenthesis is not closed")
	}
	return out, nil
}

func wordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c == '.'
}

// same is the unit of a sum.
func same(a, b tearsheet.Unit) (tearsheet.Unit, error) {
	switch {
	case a == b || b == "":
		return a, nil
	case a == "":
		return b, nil
	}
	return "", fmt.Errorf("%s and %s cannot be added or compared", a, b)
}

// mixed is the unit of a product we have no name for; no figure may claim it.
const mixed tearsheet.Unit = "mixed"

func times(a, b tearsheet.Unit) tearsheet.Unit {
	switch {
	case a == "" || a == tearsheet.Pure && b != "":
		return b
	case b == "" || b == tearsheet.Pure:
		return a
	}
	if code, share := money(a); share && b == tearsheet.Shares {
		return tearsheet.Unit(code)
	}
	if code, share := money(b); share && a == tearsheet.Shares {
		return tearsheet.Unit(code)
	}
	return mixed
}

func per(a, b tearsheet.Unit) tearsheet.Unit {
	switch {
	case a == b && a != "":
		return tearsheet.Pure
	case b == "" || b == tearsheet.Pure:
		return a
	case a == "":
		return mixed
	}
	if code, share := money(a); code != "" && !share {
		if b == tearsheet.Shares {
			return tearsheet.PerShare(code)
		}
		if other, s := money(b); s && other == code {
			return tearsheet.Shares
		}
	}
	if code, share := money(a); share {
		if other, s := money(b); !s && other == code {
			return tearsheet.Pure // price over an amount stated per share under the plain unit
		}
	}
	return mixed
}
