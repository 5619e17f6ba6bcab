package rag

import "unicode/utf8"

// terms cuts text into the words it is found by: lower case, stemmed, figures
// without their thousands separators, stop words left out. emit may not keep
// the slice.
func terms(s string, emit func(term []byte)) {
	var buf [48]byte
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case digit(c):
			w := buf[:0]
			for i < len(s) && (digit(s[i]) || (s[i] == ',' || s[i] == '.') && i+1 < len(s) && digit(s[i+1])) {
				if s[i] != ',' && len(w) < cap(w) {
					w = append(w, s[i])
				}
				i++
			}
			for i < len(s) && letter(s[i]) && len(w) < cap(w) { // 10K, Q3, 5G
				w = append(w, s[i]|0x20)
				i++
			}
			emit(w)
		case letter(c) || c >= utf8.RuneSelf:
			w := buf[:0]
			plain := true
			for i < len(s) {
				c := s[i]
				if letter(c) {
					w = put(w, c|0x20)
				} else if digit(c) && len(w) > 0 {
					w = put(w, c)
					plain = false
				} else if c == '\'' && i+1 < len(s) && letter(s[i+1]) {
					// management's, don't: one word
				} else if c >= utf8.RuneSelf {
					r, n := utf8.DecodeRuneInString(s[i:])
					if r == '’' && i+n < len(s) && letter(s[i+n]) {
						i += n
						continue
					}
					if f := plainLetter(r); f != 0 {
						w = put(w, f)
					} else if r >= 0x2000 && r < 0x2C00 || r < 0xC0 || r == utf8.RuneError {
						break
					} else {
						plain = false
						for k := range n {
							w = put(w, s[i+k])
						}
					}
					i += n
					continue
				} else {
					break
				}
				i++
			}
			if len(w) == 0 {
				_, n := utf8.DecodeRuneInString(s[i:])
				i += n
				continue
			}
			if plain {
				if stop[string(w)] {
					continue
				}
				w = stem(w)
			}
			emit(w)
		default:
			i++
		}
	}
}

func put(w []byte, c byte) []byte {
	if len(w) < cap(w) {
		return append(w, c)
	}
	return w
}

// plainLetter folds the accented letters of company names.
func plainLetter(r rune) byte {
	switch {
	case r >= 'À' && r <= 'Å', r >= 'à' && r <= 'å':
		return 'a'
	case r >= 'È' && r <= 'Ë', r >= 'è' && r <= 'ë':
		return 'e'
	case r >= 'Ì' && r <= 'Ï', r >= 'ì' && r <= 'ï':
		return 'i'
	case r >= 'Ò' && r <= 'Ö', r >= 'ò' && r <= 'ö':
		return 'o'
	case r >= 'Ù' && r <= 'Ü', r >= 'ù' && r <= 'ü':
		return 'u'
	case r == 'ç', r == 'Ç':
		return 'c'
	case r == 'ñ', r == 'Ñ':
		return 'n'
	}
	return 0
}

// stem takes off the endings of English inflection, lightly: companies and
// company, risks and risk, selling and sell meet; business stays.
func stem(w []byte) []byte {
	n := len(w)
	if n < 4 {
		return w
	}
	if w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i' {
		switch {
		case n > 4 && string(w[n-3:]) == "ies":
			w = append(w[:n-3], 'y')
		case n > 4 && string(w[n-2:]) == "es" && (w[n-3] == 's' || w[n-3] == 'x' || w[n-3] == 'z' || w[n-3] == 'h'):
			w = w[:n-2]
		default:
			w = w[:n-1]
		}
		n = len(w)
	}
	switch {
	case n > 5 && string(w[n-3:]) == "ing" && vowel(w[:n-3]):
		w = undouble(w[:n-3])
	case n > 4 && string(w[n-2:]) == "ed" && vowel(w[:n-2]):
		w = undouble(w[:n-2])
	case n > 5 && string(w[n-2:]) == "ly":
		w = w[:n-2]
	}
	if n = len(w); n > 4 && w[n-1] == 'e' {
		w = w[:n-1]
	}
	return w
}

func vowel(w []byte) bool {
	for _, c := range w {
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			return true
		}
	}
	return false
}

func undouble(w []byte) []byte {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] && w[n-1] != 'l' && w[n-1] != 's' && w[n-1] != 'z' {
		return w[:n-1]
	}
	return w
}

var stop = set(
	"a", "an", "the", "and", "or", "of", "to", "in", "on", "for", "by", "with", "from", "at", "as", "is", "are", "was", "were",
	"be", "been", "being", "it", "its", "this", "that", "these", "those", "which", "who", "whom", "what", "when", "where", "why",
	"how", "has", "have", "had", "do", "does", "did", "will", "would", "should", "could", "can", "may", "might", "shall", "not",
	"no", "we", "our", "ours", "us", "you", "your", "they", "their", "them", "he", "she", "his", "her", "i", "me", "my", "if",
	"than", "then", "so", "such", "into", "also", "any", "all", "each", "other", "there", "here", "about", "between", "during",
	"both", "s", "t", "much", "many", "most", "main", "did", "over", "under", "per", "tell", "give", "show", "please", "company", "companys",
)

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
