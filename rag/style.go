package rag

import "bytes"

// look is what an element's style says that matters for reading.
type look struct {
	hidden    bool
	bold      bool
	pageBreak bool
}

// readStyle reads an inline style or a rule's declarations. scratch is reused.
func readStyle(style, scratch []byte) (look, []byte) {
	s := scratch[:0]
	for _, c := range style {
		switch {
		case c == ' ', c == '\t', c == '\n', c == '\r':
		case c >= 'A' && c <= 'Z':
			s = append(s, c+'a'-'A')
		default:
			s = append(s, c)
		}
	}
	var l look
	l.bold = has(s, "font-weight:7") || has(s, "font-weight:bold") || has(s, "font-weight:8") || has(s, "font-weight:6")
	l.pageBreak = has(s, "page-break-") && (has(s, "page-break-after:always") || has(s, "page-break-before:always")) ||
		has(s, "break-after:page") || has(s, "break-before:page")
	l.hidden = has(s, "display:none") || has(s, "visibility:hidden") || has(s, "visibility:collapse") ||
		has(s, "mso-hide:all") || zero(s, "font-size:") || zero(s, "opacity:") ||
		has(s, "overflow:hidden") && (zero(s, "height:") || zero(s, "width:")) ||
		offPage(s)
	return l, s
}

func has(s []byte, sub string) bool { return bytes.Contains(s, []byte(sub)) }

// zero reports whether a declaration of the property gives exactly zero.
func zero(s []byte, property string) bool {
	for {
		i := bytes.Index(s, []byte(property))
		if i < 0 {
			return false
		}
		whole := i == 0 || s[i-1] == ';' // not line-height for height
		s = s[i+len(property):]
		if !whole {
			continue
		}
		j, digits, nonzero := 0, false, false
		for j < len(s) && (s[j] == '.' || s[j] >= '0' && s[j] <= '9') {
			digits = digits || s[j] != '.'
			nonzero = nonzero || s[j] != '.' && s[j] != '0'
			j++
		}
		if digits && !nonzero {
			return true
		}
	}
}

// offPage reports whether the style moves its element a thousand units or more
// to the left of or above the page.
func offPage(s []byte) bool {
	for _, p := range []string{"left:-", "top:-", "text-indent:-"} {
		i := bytes.Index(s, []byte(p))
		if i < 0 {
			continue
		}
		n := 0
		for _, c := range s[i+len(p):] {
			if c < '0' || c > '9' {
				break
			}
			n++
		}
		if n >= 4 {
			return true
		}
	}
	return false
}

// hiddenClasses returns the class names that a style sheet hides. It reads
// ".name{...}" rules only; anything cleverer shows as text and is then seen by
// the injection check.
func hiddenClasses(css []byte) []string {
	var out []string
	var scratch []byte
	const limit = 200
	for len(css) > 0 && len(out) < limit {
		open := bytes.IndexByte(css, '{')
		if open < 0 {
			break
		}
		end := bytes.IndexByte(css[open:], '}')
		if end < 0 {
			break
		}
		selector, body := css[:open], css[open+1:open+end]
		css = css[open+end+1:]
		var l look
		if l, scratch = readStyle(body, scratch); !l.hidden {
			continue
		}
		for sel := range bytes.SplitSeq(selector, []byte(",")) {
			sel = bytes.TrimSpace(sel)
			if i := bytes.LastIndexByte(sel, '.'); i >= 0 && !bytes.ContainsAny(sel[i:], ": >+~[") {
				out = append(out, string(sel[i+1:]))
			}
		}
	}
	return out
}
