package rag

import "strings"

// isFigure reports whether a cell holds a figure: digits with the marks of
// accounting around them, or a dash for nil.
func isFigure(s string) bool {
	digits := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == ',', c == '.', c == '(', c == ')', c == '%', c == '$', c == ' ', c == '-', c == '+', c == '*', c == 'x' && i == len(s)-1:
		case c == 0xE2 && i+2 < len(s) && (s[i+1] == 0x80 || s[i+1] == 0x82 || s[i+1] == 0x88): // dashes, euro, minus
			i += 2
		case c == 0xC2 && i+1 < len(s) && (s[i+1] == 0xA3 || s[i+1] == 0xA5): // pound, yen
			i++
		case (c == 'p' || c == 'b') && digits > 0: // pts, bps
			if rest := s[i:]; rest != "pts" && rest != "pt" && rest != "bps" && rest != "pp" {
				return false
			}
			return true
		default:
			return isNil(s)
		}
	}
	return digits > 0 || isNil(s)
}

// isNil reports whether a cell says there is no figure.
func isNil(s string) bool {
	switch s {
	case "—", "–", "-", "--", "−", "N/A", "n/a", "NM", "nm", "N/M", "n/m", "n.m.", "NA", "*", "**", "— %", "—%", "— pts":
		return true
	}
	return false
}

// isYear reports whether s is a year a filing may head a column with.
func isYear(s string) bool {
	s = strings.TrimRight(s, "E*")
	return len(s) == 4 && (s[0] == '1' && s[1] == '9' || s[0] == '2' && s[1] == '0') && s[2] >= '0' && s[2] <= '9' && s[3] >= '0' && s[3] <= '9'
}

var months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// isDate reports whether s starts with a month's name or holds only a year, as
// a column header does.
func isDate(s string) bool {
	if isYear(s) {
		return true
	}
	if len(s) < 3 || len(s) > 40 {
		return false
	}
	l := strings.ToLower(s[:3])
	for _, m := range months {
		if l == m {
			return strings.ContainsAny(s, "0123456789") || len(s) <= 10
		}
	}
	return false
}

// isHeaderText reports whether a cell can head a column in the middle of a
// table.
func isHeaderText(s string) bool {
	if isDate(s) {
		return true
	}
	l := strings.ToLower(s)
	return strings.Contains(l, "change") || strings.Contains(l, "ended") || strings.HasPrefix(l, "fiscal") || l == "total" || l == "%" || l == "$"
}

// unitOf returns the unit a text states in brackets, without them: "in
// millions, except per share data".
func unitOf(s string) string {
	for {
		i := strings.IndexByte(s, '(')
		if i < 0 {
			break
		}
		j := strings.IndexByte(s[i:], ')')
		if j < 0 {
			break
		}
		in := s[i+1 : i+j]
		if isUnit(in) {
			return strings.TrimSpace(in)
		}
		s = s[i+1:]
	}
	if t := strings.TrimSpace(s); isUnit(t) && len(t) < 60 {
		return t
	}
	return ""
}

func isUnit(s string) bool {
	if len(s) == 0 || len(s) > 120 {
		return false
	}
	l := strings.ToLower(s)
	if strings.Contains(l, "million") || strings.Contains(l, "thousand") || strings.Contains(l, "billion") {
		return strings.HasPrefix(l, "in ") || strings.HasPrefix(l, "dollar") || strings.HasPrefix(l, "amounts") || strings.HasPrefix(l, "u.s.") ||
			strings.HasPrefix(l, "$ in") || strings.HasPrefix(l, "us$") || strings.HasPrefix(l, "millions") || strings.HasPrefix(l, "thousands") ||
			strings.HasPrefix(l, "unaudited") || strings.HasPrefix(l, "shares") || strings.HasPrefix(l, "tabular")
	}
	return l == "in dollars" || l == "in percent"
}
