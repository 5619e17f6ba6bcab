package tearsheet

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SecurityID names a listed security: an exchange symbol and, when known, the
// ISO 10383 market identifier code. Symbols are upper case; the class of a
// share is written with a dash (BRK-B).
type SecurityID struct {
	Symbol string `json:"symbol"`
	MIC    string `json:"mic,omitempty"`
}

// String returns SYMBOL or SYMBOL@MIC.
func (s SecurityID) String() string {
	if s.MIC == "" {
		return s.Symbol
	}
	return s.Symbol + "@" + s.MIC
}

// Subject is the fact subject of the security.
func (s SecurityID) Subject() Subject { return Subject("sec:" + s.Symbol) }

// MaxSymbolLen bounds a symbol; the longest in use are index and class symbols.
const MaxSymbolLen = 15

// ParseSymbol checks and normalises what a person typed as a symbol: ASCII
// letters, digits, '.', '-' and a leading '^'; upper-cased, with '.' between root
// and class turned into '-'. Anything else is KindInvalid, with an
// error that says which character and why, because look-alike letters and path
// fragments are the usual mistakes and the usual attacks.
func ParseSymbol(s string) (SecurityID, error) {
	bad := func(format string, args ...any) (SecurityID, error) {
		return SecurityID{}, &Error{Op: "symbol", Kind: KindInvalid, Subject: shown(s),
			Err:  fmt.Errorf(format, args...),
			Hint: "give an exchange symbol such as AAPL, BRK-B or ^GSPC"}
	}
	if s == "" {
		return bad("the symbol is empty")
	}
	if len(s) > 4*MaxSymbolLen {
		return bad("the symbol is %d bytes long; the limit is %d characters", len(s), MaxSymbolLen)
	}
	if !utf8.ValidString(s) {
		return bad("the symbol is not valid UTF-8")
	}
	for i, r := range s {
		switch {
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		case r == '^' && i == 0:
		case (r == '.' || r == '-') && i > 0:
		case r > unicode.MaxASCII && unicode.IsLetter(r):
			return bad("character %d is %q (U+%04X, %s), not an ASCII letter; it may only look like one", i+1, r, r, script(r))
		default:
			return bad("character %d is %q (U+%04X); symbols hold letters, digits, '.' and '-'", i+1, r, r)
		}
	}
	up := strings.ReplaceAll(strings.ToUpper(s), ".", "-")
	if len(up) > MaxSymbolLen {
		return bad("the symbol is %d characters long; the limit is %d", len(up), MaxSymbolLen)
	}
	if up == "^" || strings.HasPrefix(up, "^-") {
		return bad("a '^' must be followed by the name of an index")
	}
	if strings.Contains(up, "--") || strings.HasSuffix(up, "-") {
		return bad("a '.' or '-' must stand between a root and a class")
	}
	return SecurityID{Symbol: up}, nil
}

func script(r rune) string {
	for _, name := range []string{"Cyrillic", "Greek", "Latin", "Han", "Hebrew", "Arabic", "Armenian", "Cherokee"} {
		if unicode.Is(unicode.Scripts[name], r) {
			return name + " script"
		}
	}
	return "not Latin"
}

// shown shortens and quotes hostile text for an error message.
func shown(s string) string {
	const limit = 40
	cut := false
	if len(s) > limit {
		s, cut = s[:limit], true
	}
	q := fmt.Sprintf("%+q", s)
	if cut {
		q += "..."
	}
	return q
}

// CIK is the SEC's central index key of an issuer.
type CIK uint64

// String returns the ten-digit form the SEC uses in paths.
func (c CIK) String() string { return fmt.Sprintf("%010d", uint64(c)) }

// Subject is the fact subject of the issuer.
func (c CIK) Subject() Subject { return Subject("cik:" + c.String()) }

// Issuer is who files with the SEC. SIC is the industry code, zero if unknown.
type Issuer struct {
	CIK      CIK    `json:"cik"`
	Name     string `json:"name"`
	SIC      int    `json:"sic,omitempty"`
	Industry string `json:"industry,omitempty"`
	Exchange string `json:"exchange,omitempty"`
	State    string `json:"state,omitempty"`
	// FiscalYearEnd is MMDD as the SEC states it, for example "0928".
	FiscalYearEnd string `json:"fiscal_year_end,omitempty"`
}

// Security is a resolved SecurityID: what it is called and who issued it. An
// index or a fund has no issuer.
type Security struct {
	ID        SecurityID `json:"id"`
	Name      string     `json:"name"`
	Currency  string     `json:"currency"`
	Issuer    *Issuer    `json:"issuer,omitempty"`
	Simulated bool       `json:"simulated,omitempty"`
}
