package rag

import (
	"slices"
	"strconv"
	"strings"

	"tearsheet"
)

// addCIK notes a filer that the document states.
func (d *Document) addCIK(s string) {
	n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 64)
	if err != nil || n == 0 || n > 9_999_999_999 {
		return
	}
	const limit = 64
	if c := tearsheet.CIK(n); !slices.Contains(d.CIKs, c) && len(d.CIKs) < limit {
		d.CIKs = append(d.CIKs, c)
	}
}

// contextCIKs takes the filers from the inline XBRL contexts when the cover
// does not state one.
func (d *Document) contextCIKs() {
	if len(d.CIKs) > 0 {
		return
	}
	for _, c := range d.Contexts {
		d.addCIK(c.Entity)
	}
	slices.Sort(d.CIKs)
}
