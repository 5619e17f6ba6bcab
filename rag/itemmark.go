package rag

import "strings"

// itemNumber reads the start of a line as an item heading: "PART II, Item 7A.
// Quantitative ..." gives II, 7A and what follows the number, separators
// included. Parts and items come back in upper case.
func itemNumber(s string) (part, item, rest string, ok bool) {
	if len(s) < 6 {
		return "", "", "", false
	}
	switch s[0] {
	case 'I', 'i', 'P', 'p':
	default:
		return "", "", "", false
	}
	part, s = partNumber(s)
	if part != "" {
		s = strings.TrimLeft(s, " ,.:-–—|")
	}
	if len(s) < 5 || !strings.EqualFold(s[:4], "item") {
		return "", "", "", false
	}
	s = s[4:]
	if s[0] == 's' || s[0] == 'S' {
		s = s[1:]
	}
	s = strings.TrimLeft(s, " ")
	if len(s) > 3 && strings.EqualFold(s[:3], "no.") {
		s = strings.TrimLeft(s[3:], " ")
	}
	i := 0
	for i < len(s) && i < 2 && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == 0 {
		return "", "", "", false
	}
	if i+2 < len(s) && s[i] == '.' && digit(s[i+1]) && digit(s[i+2]) && (i+3 == len(s) || !digit(s[i+3])) {
		return part, s[:i+3], s[i+3:], true // 8-K
	}
	item, rest = strings.TrimLeft(s[:i], "0"), s[i:]
	if rest != "" && letter(rest[0]) && (len(rest) == 1 || !letter(rest[1]) && !digit(rest[1])) {
		item += strings.ToUpper(rest[:1])
		rest = rest[1:]
	} else if t := strings.TrimLeft(rest, " ("); len(t) > 1 && len(t) < len(rest) && letter(t[0]) && (t[1] == '.' || t[1] == ':' || t[1] == ')') {
		item += strings.ToUpper(t[:1]) // "1 A.", "1(a)"
		rest = t[2:]
	} else if rest != "" && (letter(rest[0]) || digit(rest[0])) {
		return "", "", "", false
	}
	return part, item, rest, item != ""
}

// partNumber reads "PART II" at the start of a line.
func partNumber(s string) (part, rest string) {
	if len(s) < 6 || !strings.EqualFold(s[:4], "part") || s[4] != ' ' {
		return "", s
	}
	t := strings.TrimLeft(s[4:], " ")
	i := 0
	for i < len(t) && i < 4 && (t[i]|0x20 == 'i' || t[i]|0x20 == 'v') {
		i++
	}
	if i == 0 || i < len(t) && (letter(t[i]) || digit(t[i])) {
		return "", s
	}
	return strings.ToUpper(t[:i]), t[i:]
}

// afterItems drops the second number of a combined heading, "Items 1 and 2.
// Business and Properties", and separators, and returns the title and the
// separator that stood first.
func afterItems(rest string) (title string, sep byte) {
	rest = strings.TrimLeft(rest, " ")
	l := strings.ToLower(rest[:min(len(rest), 12)])
	for _, and := range []string{"and ", "& ", ", "} {
		if strings.HasPrefix(l, and) {
			r := rest[len(and):]
			r = strings.TrimPrefix(strings.TrimPrefix(r, "Item "), "ITEM ")
			i := 0
			for i < len(r) && (digit(r[i]) || i > 0 && letter(r[i]) && (i+1 == len(r) || !letter(r[i+1]))) {
				i++
			}
			if i > 0 {
				rest = r[i:]
			}
			break
		}
	}
	if rest != "" {
		sep = rest[0]
	}
	return strings.TrimLeft(rest, " .,:;-–—|)("), sep
}

func digit(c byte) bool  { return c >= '0' && c <= '9' }
func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// pageAtEnd reports whether a line ends in a page number, as a line of a table
// of contents does.
func pageAtEnd(s string) bool {
	i := strings.LastIndexAny(s, " .")
	if i < 0 || i+1 == len(s) || len(s)-i > 5 {
		return false
	}
	t := s[i+1:]
	if len(t) > 2 && (t[0] == 'F' || t[0] == 'A') && t[1] == '-' {
		t = t[2:]
	}
	for j := 0; j < len(t); j++ {
		if !digit(t[j]) {
			return false
		}
	}
	return len(t) <= 3 && len(t) > 0
}
