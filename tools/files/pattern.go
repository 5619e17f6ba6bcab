package files

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// pattern is a path template of the layout, such as
// filings/{symbol}_{form}_{date}.htm. Placeholders stand in the file name only;
// a .gz ending is understood everywhere.
type pattern struct {
	text string
	dir  string
	name *regexp.Regexp
	keys []string
}

// placeholders and what each may match in a file name.
var placeholders = map[string]string{
	"symbol":    `[A-Z0-9^][A-Z0-9.^-]{0,14}`,
	"cik":       `[0-9]{10}`,
	"form":      `[0-9A-Za-z-]{1,12}`,
	"date":      `[0-9]{4}-[0-9]{2}-[0-9]{2}`,
	"accession": `[0-9]{18}|[0-9]{10}-[0-9]{2}-[0-9]{6}`,
	"stamp":     `[0-9]{8}(?:_[0-9]{4})?`,
	"any":       `[^/]*?`,
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// compilePattern checks a template.
func compilePattern(s string) (pattern, error) {
	p := pattern{text: s, dir: path.Dir(s)}
	base := path.Base(s)
	switch {
	case s == "" || strings.HasSuffix(s, "/"):
		return p, fmt.Errorf("path %q names no file", s)
	case path.IsAbs(s) || path.Clean(s) != s || s == ".." || strings.HasPrefix(s, "../") || strings.Contains(s, `\`):
		return p, fmt.Errorf("path %q must be relative to the folder, with forward slashes and no '..'", s)
	case strings.ContainsAny(p.dir, "{}"):
		return p, fmt.Errorf("path %q has a placeholder in a folder name; placeholders stand in the file name only", s)
	case strings.HasSuffix(s, ".gz"):
		return p, fmt.Errorf("path %q: leave out .gz, it is tried by itself", s)
	}
	var re strings.Builder
	re.WriteString("^")
	at := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(base, -1) {
		key := base[m[2]:m[3]]
		what, ok := placeholders[key]
		if !ok {
			return p, fmt.Errorf("path %q: {%s} is not a placeholder; use {symbol}, {cik}, {form}, {date}, {accession}, {stamp} or {any}", s, key)
		}
		re.WriteString(regexp.QuoteMeta(base[at:m[0]]))
		re.WriteString("(" + what + ")")
		p.keys = append(p.keys, key)
		at = m[1]
	}
	re.WriteString(regexp.QuoteMeta(base[at:]) + `(?:\.gz)?$`)
	if strings.ContainsAny(placeholder.ReplaceAllString(base, ""), "{}") {
		return p, fmt.Errorf("path %q has an unpaired brace", s)
	}
	p.name = regexp.MustCompile(re.String())
	return p, nil
}

// has reports whether the template uses a placeholder.
func (p pattern) has(key string) bool {
	for _, k := range p.keys {
		if k == key {
			return true
		}
	}
	return false
}

// expand fills the placeholders; those not given stay.
func (p pattern) expand(key, value string) string {
	return path.Join(p.dir, strings.ReplaceAll(path.Base(p.text), "{"+key+"}", value))
}

// match reads the placeholders out of a file name (without its folder).
func (p pattern) match(name string) (map[string]string, bool) {
	m := p.name.FindStringSubmatch(name)
	if m == nil {
		return nil, false
	}
	vars := make(map[string]string, len(p.keys))
	for i, k := range p.keys {
		vars[k] = m[i+1]
	}
	return vars, true
}

// spellings of a symbol in file names: BRK-B is also written BRK.B, and in lower
// case.
func spellings(symbol string) []string {
	out := []string{symbol}
	if strings.Contains(symbol, "-") {
		out = append(out, strings.ReplaceAll(symbol, "-", "."))
	}
	return append(out, strings.ToLower(symbol))
}

// sameSymbol compares a symbol in a file name with a normalised one.
func sameSymbol(inName, symbol string) bool {
	return strings.ReplaceAll(inName, ".", "-") == symbol
}
