package reports

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cleanLine makes foreign text safe to show on one line of a terminal, a page
// or a table: terminal escape sequences and control characters go, so do the
// invisible marks that reorder text or hide it, and white space becomes single
// spaces. What is left is what a reader sees.
func cleanLine(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == 0x1b || r == 0x9b || r == 0x9d || r == 0x90 {
			i += escapeLen(s[i:])
			continue
		}
		i += n
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unwelcome(r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r) // an invalid byte has become U+FFFD
	}
	return b.String()
}

// plain reports the usual case: printable ASCII without doubled or outer spaces.
func plain(s string) bool {
	last := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return s == "" || last != ' '
}

// unwelcome runes have no ink of their own and change how others are shown.
func unwelcome(r rune) bool {
	switch {
	case unicode.IsControl(r),
		r == 0x00ad, r == 0x061c, r == 0x180e,
		r == 0x200b, r == 0x200e, r == 0x200f,
		r >= 0x202a && r <= 0x202e, // embeddings and overrides
		r >= 0x2060 && r <= 0x206f, // isolates, invisible operators
		r == 0xfeff,
		r >= 0xfff0 && r <= 0xfffb,
		r >= 0xe0000 && r <= 0xe0fff: // tags, variation selectors supplement
		return true
	}
	return false
}

// escapeLen is the length of the terminal escape sequence that s starts with.
func escapeLen(s string) int {
	r, i := utf8.DecodeRuneInString(s)
	kind := r
	if r == 0x1b {
		if len(s) == 1 {
			return 1
		}
		switch c := s[1]; {
		case c == '[':
			kind, i = 0x9b, 2
		case c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_':
			kind, i = 0x9d, 2
		case c >= 0x20 && c <= 0x2f: // two-character designations such as ESC ( B
			if len(s) > 2 && s[2] >= 0x30 && s[2] <= 0x7e {
				return 3
			}
			return 2
		case c >= 0x30 && c <= 0x7e:
			return 2
		default:
			return 1
		}
	}
	const limit = 4096
	switch kind {
	case 0x9b: // CSI: parameters up to a final byte
		for i < len(s) && i < limit {
			c := s[i]
			if c >= 0x40 && c <= 0x7e {
				return i + 1
			}
			if c < 0x20 || c > 0x7e {
				return i
			}
			i++
		}
	default: // OSC and other strings: up to BEL or ST; unterminated takes only the introducer
		for j := i; j < len(s) && j < limit; j++ {
			switch {
			case s[j] == 0x07:
				return j + 1
			case s[j] == 0x1b && j+1 < len(s) && s[j+1] == '\\':
				return j + 2
			case s[j] == 0xc2 && j+1 < len(s) && s[j+1] == 0x9c:
				return j + 2
			}
		}
	}
	return i
}

// clip shortens text to about n characters at a word's end and says so with an
// ellipsis.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)[:n]
	cut := len(r)
	for i := len(r) - 1; i > n*2/3; i-- {
		if r[i] == ' ' {
			cut = i
			break
		}
	}
	return strings.TrimRight(string(r[:cut]), " ,;:.-") + "…"
}
