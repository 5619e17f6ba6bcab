package rag

import "unicode/utf8"

// ink collects the visible text of one block with whitespace folded as it
// comes in, so that offsets into it are final.
type ink struct {
	buf    []byte
	space  bool // whitespace is pending
	bold   int  // bytes set in bold
	link   int  // bytes inside a link
	unseen int  // characters dropped because they do not show
}

func (k *ink) reset() {
	k.buf, k.space, k.bold, k.link = k.buf[:0], false, 0, 0
}

// next is the offset at which the next character will stand.
func (k *ink) next() int {
	if k.space && len(k.buf) > 0 {
		return len(k.buf) + 1
	}
	return len(k.buf)
}

// write adds text, folding whitespace and dropping characters that do not show:
// zero-width marks, soft hyphens, direction overrides, Unicode tags, controls.
func (k *ink) write(s []byte, bold, link bool) {
	n := len(k.buf)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c > ' ' && c != 0x7f:
				if k.space && len(k.buf) > 0 {
					k.buf = append(k.buf, ' ')
				}
				k.space = false
				j := i
				for j < len(s) && s[j] > ' ' && s[j] < 0x7f {
					j++
				}
				k.buf = append(k.buf, s[i-1:j]...)
				i = j
			case c == ' ', c == '\n', c == '\t', c == '\r', c == '\f', c == '\v':
				k.space = true
			default:
				k.unseen++
			}
			continue
		}
		r, w := utf8.DecodeRune(s[i:])
		switch {
		case r == 0xA0, r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x3000, r == 0x2028, r == 0x2029, r == 0x85:
			k.space = true
		case unseen(r):
			k.unseen++
		default:
			if k.space && len(k.buf) > 0 {
				k.buf = append(k.buf, ' ')
			}
			k.space = false
			k.buf = append(k.buf, s[i:i+w]...)
		}
		i += w
	}
	if d := len(k.buf) - n; d > 0 {
		if bold {
			k.bold += d
		}
		if link {
			k.link += d
		}
	}
}

// unseen reports whether a character takes no room on a page.
func unseen(r rune) bool {
	switch {
	case r == 0xAD, r == 0x34F, r == 0x61C, r == 0x180E, r == 0xFEFF, r == utf8.RuneError:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	case r >= 0x80 && r < 0xA0:
		return true
	}
	return false
}
