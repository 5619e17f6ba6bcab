package check

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// folded is a text brought to the characters a reader sees: digits of any script
// as 0-9, one minus, one space, nothing invisible. off maps each byte of s to
// its place in the original.
type folded struct {
	s      string
	off    []int32 // len(s)+1
	hidden int     // invisible characters removed
	bidi   bool    // direction overrides or isolates were among them
	tags   bool    // Unicode tag characters were among them
	low    string
}

// thinSpace stands for a space that may group digits (1 234 567).
const thinSpace = '\x1f'

func (f *folded) lower() string {
	if f.low == "" {
		f.low = strings.ToLower(f.s)
	}
	return f.low
}

// fold maps a text character by character.
func fold(text string) *folded {
	f := &folded{off: make([]int32, 0, len(text)+1)}
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf { // the common case
			if c < ' ' {
				c = control(c)
			}
			b.WriteByte(c)
			f.off = append(f.off, int32(i))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		from := b.Len()
		f.put(&b, r)
		for range b.Len() - from {
			f.off = append(f.off, int32(i))
		}
		i += n
	}
	f.s = b.String()
	f.off = append(f.off, int32(len(text)))
	return f
}

func control(c byte) byte {
	if c == '\n' || c == '\t' {
		return c
	}
	return ' '
}

// put writes what a reader sees of r.
func (f *folded) put(b *strings.Builder, r rune) {
	switch {
	case r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C:
		f.bidi = f.bidi || r != 0x200E && r != 0x200F && r != 0x061C
		f.hidden++
	case r >= 0xE0000 && r <= 0xE007F:
		f.tags = true
		f.hidden++
	case r >= 0x200B && r <= 0x200D || r >= 0x2060 && r <= 0x2064 || r == 0xFEFF || r == 0x00AD || r == 0x180E || r == 0x034F ||
		r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF || r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0:
		f.hidden++
	case r == 0x00A0 || r == 0x2009 || r == 0x202F || r == 0x2007 || r == 0x2008:
		b.WriteByte(thinSpace)
	case r == 0x0085 || r == 0x2028 || r == 0x2029:
		b.WriteByte('\n')
	case unicode.IsSpace(r):
		b.WriteByte(' ')
	case r >= 0x2010 && r <= 0x2013 || r == 0x2212 || r == 0xFE63 || r == 0x2796 || r == 0xFE58:
		b.WriteByte('-')
	case r >= 0xFF01 && r <= 0xFF5E:
		b.WriteByte(byte(r - 0xFEE0))
	case r == 0xFFE5:
		b.WriteRune('¥')
	case r == 0xFFE1:
		b.WriteRune('£')
	case r == 0x066A || r == 0xFE6A:
		b.WriteByte('%')
	case r == 0x066B:
		b.WriteByte('.')
	case r == 0x066C:
		b.WriteByte(',')
	case r == 0x00D7:
		b.WriteByte('x')
	case r == 0x2018 || r == 0x2019 || r == 0x02BC:
		b.WriteByte('\'')
	case r == 0x2044 || r == 0x2215:
		b.WriteByte('/')
	case r == 0x2248 || r == 0x223C:
		b.WriteByte('~')
	case unicode.IsDigit(r):
		b.WriteByte('0' + byte(digit(r)))
	default:
		b.WriteRune(r)
	}
}

// digit is the value of a decimal digit of any script: Unicode keeps each set
// of ten in order and starts it at a multiple of its block.
func digit(r rune) int {
	for _, t := range unicode.Nd.R16 {
		if lo, hi := rune(t.Lo), rune(t.Hi); r >= lo && r <= hi {
			return int(r-lo) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if lo, hi := rune(t.Lo), rune(t.Hi); r >= lo && r <= hi {
			return int(r-lo) % 10
		}
	}
	return 0
}
