package check

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tearsheet"
)

// Parse finds every number in a text, in order, with what it is for. It reads
// 1,234.5 and (12.3), USD 1.2bn and $391.0 billion, 45-50 %, 3x, 25 bps, -1.4
// percentage points, twenty-five percent, fractions, full-width digits and
// Unicode minus, and recognises dates, fiscal labels, forms and windows.
// Decimal commas are never guessed: such a figure has a Problem.
func Parse(text string) []Figure {
	f := fold(text)
	p := scanner{text: text, f: f, t: lex(f.s)}
	p.enumerated = strings.Contains(f.s, "(1)") && strings.Contains(f.s, "(2)")
	for i := 0; i < len(p.t); {
		i = p.step(i)
	}
	for i := range p.out {
		if p.out[i].Role == Stated {
			p.out[i].settle()
		}
	}
	return p.out
}

// scanner walks the tokens of a text.
type scanner struct {
	text       string
	f          *folded
	t          []token
	out        []Figure
	enumerated bool
	last       int // token after the last figure
	join       int // 1 + index of the figure a range goes on from
}

// lo is the lower-case word at token i, "" when there is none.
func (p *scanner) lo(i int) string {
	if i < 0 || i >= len(p.t) {
		return ""
	}
	return p.t[i].low
}

func (p *scanner) is(i int, s string) bool { return i >= 0 && i < len(p.t) && p.t[i].s == s }

// glued reports whether token i follows the one before without a space.
func (p *scanner) glued(i int) bool { return i > 0 && i < len(p.t) && !p.t[i].gap }

func (p *scanner) kind(i int) tokenKind {
	if i < 0 || i >= len(p.t) {
		return 0
	}
	return p.t[i].kind
}

// whole is the plain whole number at token i, -1 when there is none.
func (p *scanner) whole(i int) int {
	if i < 0 || i >= len(p.t) || !p.t[i].plain() || len(p.t[i].s) > 9 {
		return -1
	}
	n, _ := strconv.Atoi(p.t[i].s)
	return n
}

// step handles the token at i and returns the next to handle.
func (p *scanner) step(i int) int {
	switch p.t[i].kind {
	case word:
		if end := p.link(i); end > i {
			return end
		}
		if end := p.words(i); end > i {
			return end
		}
	case number:
		if role, end := p.name(i); end > i {
			p.add(Figure{Role: role}, i, end)
			return end
		}
		return p.figure(i)
	case vulgar:
		if d, ok := fractions[p.t[i].s]; ok {
			f := Figure{Role: Stated, Kind: Number, raw: must(d), digits: 2}
			return p.finish(f, i, i+1)
		}
		p.add(Figure{Role: Stated, Kind: Number, Problem: "the character " + quoted(p.t[i].s) + " is not a plain digit"}, i, i+1)
	}
	return i + 1
}

// add appends a figure that spans tokens [from, end).
func (p *scanner) add(f Figure, from, end int) {
	f.Start = int(p.f.off[p.t[from].from])
	f.End = int(p.f.off[p.t[end-1].to])
	f.Text = p.text[f.Start:f.End]
	if f.Role == Stated && f.Problem == "" && p.f.hidden > 0 && hides(f.Text) {
		f.Problem = "it contains invisible characters"
	}
	p.out = append(p.out, f)
	p.last = end
}

func hides(s string) bool { return fold(s).hidden > 0 }

// link skips a web address or a fact id in one piece.
func (p *scanner) link(i int) int {
	w := p.t[i].s
	web := (w == "http" || w == "https") && p.is(i+1, ":") && p.is(i+2, "/")
	id := w[0] == 'F' && !(i > 0 && p.glued(i) && p.kind(i-1) != symbol) && factID(p.f.s[p.t[i].from:])
	if !web && !id {
		return i
	}
	end := p.t[i].from + 17
	j := i + 1
	for j < len(p.t) && (web && !p.t[j].gap || id && p.t[j].from < end) {
		j++
	}
	return j
}

// factID reports whether s starts with a fact id.
func factID(s string) bool {
	if len(s) < 17 || s[0] != 'F' {
		return false
	}
	for i := 1; i < 17; i++ {
		if c := s[i]; !isDigit(c) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(s) == 17 || !isDigit(s[17]) && !unicode.IsLetter(rune(s[17]))
}

// figure reads the stated figure whose number is token i.
func (p *scanner) figure(i int) int {
	t := p.t[i]
	f := Figure{Role: Stated, Kind: Number}
	if t.odd {
		f.Problem = "its separators leave open what number it is; write 1,234.5"
	}
	clean := strings.Map(func(r rune) rune {
		if r == ',' || r == '\'' || r == thinSpace {
			return -1
		}
		return r
	}, t.s)
	if !t.odd {
		d, err := tearsheet.ParseDecimal(clean)
		if err != nil {
			f.Problem = err.Error()
		}
		f.raw = d
	}
	if len(clean) > 1 && clean[0] == '0' && isDigit(clean[1]) {
		f.Problem = "it starts with a zero"
	}
	mant, exp, _ := strings.Cut(strings.ToLower(clean), "e")
	if whole, frac, dot := strings.Cut(mant, "."); dot {
		f.digits = int32(len(frac))
	} else {
		f.coarse = int32(len(whole) - len(strings.TrimRight(whole, "0")))
	}
	if n, err := strconv.Atoi(exp); err == nil {
		f.digits -= int32(n)
	}
	end := p.quotient(&f, i)
	return p.finish(f, i, end)
}

// quotient reads what makes a number part of a larger one: 2½, 1/3, 10-for-1,
// 10:1. It returns the token after.
func (p *scanner) quotient(f *Figure, i int) int {
	end := i + 1
	if p.kind(end) == vulgar && p.glued(end) {
		if d, ok := fractions[p.t[end].s]; ok {
			f.raw, f.digits = f.raw.Add(must(d)), 2
		} else {
			f.Problem = "the character " + quoted(p.t[end].s) + " leaves open what number it is"
		}
		return end + 1
	}
	a, over := p.whole(i), -1
	switch {
	case a < 0:
	case p.is(end, "/") && p.glued(end) && p.glued(end+1):
		over = end + 1
		if b := p.whole(over); b == 5 || b == 9 || b == 10 || b == 100 { // a score of 7/9 is 7
			return over + 1
		}
	case p.is(end, ":") && p.glued(end) && p.glued(end+1):
		over, f.Kind = end+1, Multiple
	case p.lo(end) == "for" && p.whole(end+1) > 0 && p.whole(end+1) < 10:
		over, f.Kind = end+1, Multiple
	case p.is(end, "-") && p.lo(end+1) == "for" && p.is(end+2, "-") && p.glued(end+1):
		over, f.Kind = end+3, Multiple
	}
	if b := p.whole(over); b > 0 {
		q, _ := tearsheet.DecimalFromInt(int64(a)).Div(tearsheet.DecimalFromInt(int64(b)))
		f.raw, f.digits, f.coarse = q, 2, 0
		return over + 1
	}
	f.Kind = Number
	return end
}

// finish reads currency and sign before token i and scale and unit from token
// end on, and adds the figure. It returns the token after.
func (p *scanner) finish(f Figure, i, end int) int {
	start := p.prefix(&f, i)
	end = p.suffix(&f, end)
	if start > p.last && p.is(start-1, "(") && p.glued(start) && p.is(end, ")") && p.glued(end) {
		start--
		end++
		if !f.Signed {
			f.raw, f.Either = f.raw.Neg(), true
		}
	}
	p.context(&f, start, end)
	before := p.join
	p.join = 0
	p.add(f, start, end)
	if before > 0 {
		p.range_(before - 1)
	}
	if p.rangeFollows(start, end) {
		p.join = len(p.out)
	}
	return end
}

// prefix reads leftwards from the number: currency and sign.
func (p *scanner) prefix(f *Figure, i int) (start int) {
	start = i
	start = p.sign(f, start)
	if c, ok := currencySigns[p.sym(start-1)]; ok && start > p.last {
		start--
		f.Kind, f.Currency = moneyKind(f.Kind), c
		if p.glued(start) && start > p.last {
			if code, ok := dollarPrefixes[p.t[start-1].s]; ok && c == "$" {
				start--
				f.Currency = code
			} else if p.t[start-1].s == "R" && c == "$" {
				start--
				f.Currency = "BRL"
			}
		}
	} else if start > p.last && p.kind(start-1) == word && slices.Contains(isoCodes, p.t[start-1].s) {
		start--
		f.Kind, f.Currency = moneyKind(f.Kind), p.t[start].s
	}
	return p.sign(f, start)
}

func moneyKind(k Kind) Kind {
	if k == Number {
		return Money
	}
	return k
}

func (p *scanner) sym(i int) string {
	if p.kind(i) != symbol {
		return ""
	}
	return p.t[i].s
}

// sign reads a sign that stands directly before token start. A dash after a
// word or number is a hyphen or a range, not a sign.
func (p *scanner) sign(f *Figure, start int) int {
	if f.Signed || f.Either || start-1 < p.last || !p.glued(start) {
		return start
	}
	switch p.sym(start - 1) {
	case "-":
		if p.glued(start - 1) {
			if k := p.kind(start - 2); k == word || k == number || k == vulgar {
				return start
			}
			switch p.sym(start - 2) {
			case ")", "%", "-", "$":
				if p.sym(start-2) != "$" {
					return start
				}
			}
		}
		f.raw, f.Signed = f.raw.Neg(), true
		return start - 1
	case "+":
		if p.is(start-2, "-") && p.glued(start-1) {
			return start
		}
		f.Signed = true
		return start - 1
	case "±":
		f.Either = true
		return start - 1
	}
	return start
}

// suffix reads scale and unit after the number.
func (p *scanner) suffix(f *Figure, i int) int {
	i = p.scale(f, i)
	switch {
	case p.is(i, "%"):
		i++
		f.Kind, f.shift = Percent, f.shift-2
		if w := p.after(i); w == "points" || w == "point" || w == "pts" {
			i, f.Kind = i+1+p.hyphen(i), Points
		}
	case p.is(i, "‰"):
		i++
		f.Kind, f.shift = Percent, f.shift-3
	case p.is(i, "€") || p.is(i, "£") || p.is(i, "¥") || p.is(i, "$") && p.glued(i) && !p.glued(i+1):
		if f.Kind == Number {
			f.Kind, f.Currency = Money, currencySigns[p.t[i].s]
			i++
		}
	default:
		i = p.unitWord(f, i)
	}
	return p.of(f, i)
}

// hyphen is 1 when a hyphen joins token i to the word after it.
func (p *scanner) hyphen(i int) int {
	if p.is(i, "-") && p.glued(i) && p.glued(i+1) && p.kind(i+1) == word {
		return 1
	}
	return 0
}

// after is the word at token i, over a hyphen.
func (p *scanner) after(i int) string { return p.lo(i + p.hyphen(i)) }

func (p *scanner) scale(f *Figure, i int) int {
	h := p.hyphen(i)
	j := i + h
	if p.kind(j) != word {
		return i
	}
	exp, ok := scaleWords[p.lo(j)]
	if !ok && h == 0 && p.glued(j) {
		exp, ok = scaleLetters[p.t[j].s]
	}
	if !ok {
		return i
	}
	f.shift, f.Scaled = f.shift+exp, true
	if f.coarse > 0 && f.digits > 0 {
		f.coarse = 0
	}
	return j + 1
}

// unitWord reads percent, bps, x, times, dollars and the like.
func (p *scanner) unitWord(f *Figure, i int) int {
	h := p.hyphen(i)
	j := i + h
	w := p.lo(j)
	next := p.after(j + 1)
	over := j + 1 + p.hyphen(j+1)
	switch w {
	case "":
		return i
	case "percent", "pct":
		f.Kind, f.shift = Percent, f.shift-2
		if next == "points" || next == "point" {
			f.Kind = Points
			return over + 1
		}
		return j + 1
	case "per":
		if next == "cent" {
			f.Kind, f.shift = Percent, f.shift-2
			return over + 1
		}
		return i
	case "percentage":
		if next == "points" || next == "point" {
			f.Kind, f.shift = Points, f.shift-2
			return over + 1
		}
		return i
	case "pp", "ppt", "ppts", "pps":
		f.Kind, f.shift = Points, f.shift-2
		return j + 1
	case "bp", "bps":
		f.Kind, f.shift = Points, f.shift-4
		return j + 1
	case "basis":
		if next == "points" || next == "point" {
			f.Kind, f.shift = Points, f.shift-4
			return over + 1
		}
		return i
	case "x":
		if f.Kind == Number && p.kind(j+1) != number && !(p.glued(j+1) && p.kind(j+1) == number) {
			f.Kind = Multiple
			return j + 1
		}
		return i
	case "times", "fold":
		if f.Kind == Number {
			f.Kind = Multiple
			return j + 1
		}
		return i
	case "cent", "cents":
		f.Kind, f.Currency, f.shift = Money, "$", f.shift-2
		return j + 1
	}
	if c, ok := currencyWords[w]; ok && f.Kind == Number {
		f.Kind, f.Currency = Money, c
		return j + 1
	}
	if f.Kind == Number && p.kind(j) == word && slices.Contains(isoCodes, p.t[j].s) && h == 0 {
		f.Kind, f.Currency = Money, p.t[j].s
		return j + 1
	}
	if p.glued(i) && h == 0 && p.kind(i) == word && f.Problem == "" {
		f.Problem = "the letters " + quoted(p.t[i].s) + " behind it are not a unit"
		return i + 1
	}
	return i
}

// of reads what the figure counts: per share, shares, days.
func (p *scanner) of(f *Figure, i int) int {
	switch w := p.lo(i); {
	case (w == "per" || w == "a" || w == "each") && (p.lo(i+1) == "share" || p.lo(i+1) == "diluted" && p.lo(i+2) == "share"):
		f.PerShare = true
	case p.is(i, "/") && p.lo(i+1) == "share":
		f.PerShare = true
	}
	if f.Kind == Number {
		for j := i + p.hyphen(i); j < i+3; j++ {
			switch p.lo(j) {
			case "share", "shares":
				f.Noun = "shares"
			case "day", "days":
				f.Noun = "days"
			case "trading", "calendar", "diluted", "basic", "common", "outstanding", "whole", "million", "billion":
				continue
			}
			break
		}
	}
	return i
}

// rangeFollows reports whether the figure in tokens [start, end) is the first of
// a range: 45-50, 45 to 50, between 45 and 50.
func (p *scanner) rangeFollows(start, end int) bool {
	j := end + 1
	switch {
	case p.is(end, "-") && p.glued(end) && p.glued(j):
	case p.is(end, "-") && p.glued(end) == p.glued(j):
	case p.lo(end) == "to" || p.lo(end) == "through":
	case p.lo(end) == "and" && (p.lo(start-1) == "between" || p.lo(start-2) == "between"):
	default:
		return false
	}
	if _, ok := currencySigns[p.sym(j)]; ok {
		j++
	}
	return p.kind(j) == number
}

// range_ completes the first figure of a range with what only the second states
// and the other way round: 45-50 %, $1.2 to 1.5 billion.
func (p *scanner) range_(i int) {
	a, b := &p.out[i], &p.out[len(p.out)-1]
	if a.Role != Stated || b.Role != Stated {
		return
	}
	if a.Kind == Number && !a.Scaled && b.Kind != Money && b.Kind != Number {
		a.Kind, a.shift = b.Kind, b.shift
	}
	if !a.Scaled && b.Scaled && (a.Kind == Number || a.Kind == Money) {
		a.Scaled, a.shift = true, b.shift
	}
	switch {
	case a.Kind == Number && b.Kind == Money:
		a.Kind, a.Currency, a.PerShare = Money, b.Currency, b.PerShare
	case b.Kind == Number && a.Kind == Money:
		b.Kind, b.Currency = Money, a.Currency
	}
	if a.Noun == "" && a.Kind == Number {
		a.Noun = b.Noun
	}
}

func must(s string) tearsheet.Decimal {
	d, err := tearsheet.ParseDecimal(s)
	if err != nil {
		panic("check: bad constant " + s) // constants of this package only
	}
	return d
}
