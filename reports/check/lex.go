package check

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind byte

const (
	word   tokenKind = 'w' // letters
	number tokenKind = 'n' // a number as far as separators make it one
	vulgar tokenKind = 'f' // ½ and its like
	symbol tokenKind = 's' // any other character
)

// token is a piece of folded text.
type token struct {
	kind     tokenKind
	s        string // as it stands, separators included
	low      string // a word in lower case
	from, to int    // in the folded text
	gap      bool   // a space precedes
	line     bool   // it starts a line
	odd      bool   // a number with irregular separators
}

// plain reports a whole number without separators.
func (t token) plain() bool {
	return t.kind == number && !t.odd && strings.IndexFunc(t.s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// lex splits folded text into tokens. It is linear in the text.
func lex(s string) []token {
	out := make([]token, 0, len(s)/4+4)
	gap, line := true, true
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\n':
			gap, line = true, true
			i++
			continue
		case c == ' ' || c == '\t' || c == thinSpace:
			gap = true
			i++
			continue
		}
		t := token{from: i, gap: gap, line: line}
		switch {
		case isDigit(c) || c == '.' && i+1 < len(s) && isDigit(s[i+1]) && (gap || !numberish(out)):
			t.kind = number
			i, t.odd = lexNumber(s, i)
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			switch {
			case unicode.IsLetter(r):
				t.kind = word
				for i < len(s) {
					r, n := utf8.DecodeRuneInString(s[i:])
					if !unicode.IsLetter(r) {
						break
					}
					i += n
				}
			case unicode.Is(unicode.No, r):
				t.kind = vulgar
				i += n
			default:
				t.kind = symbol
				i += n
			}
		}
		t.s, t.to = s[t.from:i], i
		if t.kind == word {
			t.low = strings.ToLower(t.s)
		}
		out = append(out, t)
		gap, line = false, false
	}
	return out
}

// numberish reports whether the last token ends in a number or word, so that a
// point after it is not a leading decimal point.
func numberish(ts []token) bool {
	if len(ts) == 0 {
		return false
	}
	k := ts[len(ts)-1].kind
	return k == number || k == word
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func digits(s string, i int) int {
	n := 0
	for i+n < len(s) && isDigit(s[i+n]) {
		n++
	}
	return n
}

// lexNumber reads 1,234.5 and says where it ends, and whether its separators
// leave doubt about what it is (1.234,5 or 1,23,4).
func lexNumber(s string, i int) (end int, odd bool) {
	n := digits(s, i)
	i += n
	whole := n
	grouped := false
	if n >= 1 && n <= 3 && i < len(s) && (s[i] == ',' || s[i] == '\'' || s[i] == thinSpace) {
		sep := s[i]
		for i < len(s) && s[i] == sep && digits(s, i+1) == 3 {
			i += 4
			grouped = true
		}
	}
	point := false
	if i < len(s) && s[i] == '.' && digits(s, i+1) > 0 {
		i += 1 + digits(s, i+1)
		point = true
	}
	// More digits behind a separator: a list of years is fine, all else is not.
	if i+1 < len(s) && (s[i] == ',' || s[i] == '.') && isDigit(s[i+1]) && (grouped || point || whole <= 3) {
		for i+1 < len(s) && (s[i] == ',' || s[i] == '.') && isDigit(s[i+1]) {
			i += 1 + digits(s, i+1)
		}
		return i, true
	}
	if i+1 < len(s) && (s[i] == 'e' || s[i] == 'E') {
		j := i + 1
		if s[j] == '+' || s[j] == '-' {
			j++
		}
		if n := digits(s, j); n > 0 && n <= 3 {
			if r, _ := utf8.DecodeRuneInString(s[j+n:]); j+n == len(s) || !unicode.IsLetter(r) {
				i = j + n
			}
		}
	}
	return i, false
}
