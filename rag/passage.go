package rag

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"tearsheet"
)

// passageID names a passage by what it is: P and 16 hex digits of the SHA-256
// over accession, section, ordinal and text.
func passageID(acc tearsheet.Accession, c *Chunk) string {
	h := sha256.New()
	h.Write([]byte(string(acc) + "|" + c.Section + "|" + strconv.Itoa(c.Ordinal) + "|"))
	h.Write([]byte(c.Text))
	return "P" + hex.EncodeToString(h.Sum(nil)[:8])
}

// passage is chunk i as a caller sees it.
func (x *index) passage(i int32, score float64) tearsheet.Passage {
	c := &x.chunks[i]
	url := x.filing.URL
	if url != "" && c.Anchor != "" && !strings.Contains(url, "#") && plainAnchor(c.Anchor) {
		url += "#" + c.Anchor
	}
	return tearsheet.Passage{
		ID: x.ids[i], Accession: x.filing.Accession, Form: x.filing.Form, Filed: x.filing.Filed,
		Section: c.Section, Text: c.Text, Score: score, URL: url,
	}
}

// plainAnchor reports whether an anchor can stand in a URL as it is.
func plainAnchor(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !letter(c) && !digit(c) && c != '_' && c != '-' && c != '.' {
			return false
		}
	}
	return true
}

// inSections reports whether a section is one of those asked for: its name or
// its title, or the name or title of a note, starts with one of them, whole
// words only and without regard to case.
func inSections(name string, want []string) bool {
	if len(want) == 0 {
		return true
	}
	for _, w := range want {
		w = fold(strings.TrimSpace(w))
		if w == "" {
			continue
		}
		n := fold(name)
		for {
			if startsWith(n, w) {
				return true
			}
			// Try the title after "item 7. ", "part i, ", and the note after " > ".
			title := n
			if strings.HasPrefix(n, "part ") || strings.HasPrefix(n, "item ") || strings.HasPrefix(n, "note ") {
				if i := strings.Index(n, ". "); i > 0 {
					title = n[i+2:]
				}
			}
			if title != n && startsWith(title, w) {
				return true
			}
			i := strings.Index(n, " > ")
			if i < 0 {
				break
			}
			n = n[i+3:]
		}
	}
	return false
}

func startsWith(s, prefix string) bool {
	if !strings.HasPrefix(s, prefix) {
		return false
	}
	if len(s) == len(prefix) {
		return true
	}
	c := s[len(prefix)]
	return !letter(c) && !digit(c) || !letter(prefix[len(prefix)-1]) && !digit(prefix[len(prefix)-1])
}
