package files

import (
	"fmt"
	"strconv"
	"strings"

	"tearsheet"
)

// layout says what lies where in a folder and on which basis. default.yaml
// documents every key.
type layout struct {
	Version     int                     `yaml:"version"`
	Currency    string                  `yaml:"currency"`
	Prices      []priceSource           `yaml:"prices"`
	Dividends   dividendSource          `yaml:"dividends"`
	Splits      map[string][]split      `yaml:"splits"`
	Securities  map[string]securityNote `yaml:"securities"`
	Tickers     string                  `yaml:"tickers"`
	Facts       []factSource            `yaml:"facts"`
	Submissions submissionSource        `yaml:"submissions"`
	Filings     []filingSource          `yaml:"filings"`
	Chains      []chainSource           `yaml:"chains"`
	News        []newsSource            `yaml:"news"`
	Rates       []rateSource            `yaml:"rates"`

	aliases map[string]string // alias -> symbol, from Securities
}

// adjustment is what has been done to stored prices.
type adjustment string

const (
	adjNone          adjustment = "none"
	adjSplit         adjustment = "split"
	adjSplitDividend adjustment = "split_dividend"
	adjMixed         adjustment = "mixed"
)

// lastRow is the vintage of a file whose adjustments go to its own last row.
const lastRow = "last_row"

// priceSource is one set of price files, or one panel file.
type priceSource struct {
	Name       string                    `yaml:"name"`
	Path       string                    `yaml:"path"`
	Panel      string                    `yaml:"panel"`
	Covers     span                      `yaml:"covers"`
	Adjustment adjustment                `yaml:"adjustment"`
	Vintage    string                    `yaml:"vintage"`
	Symbols    map[string]symbolOverride `yaml:"symbols"`
	Columns    map[string]string         `yaml:"columns"`

	pattern pattern
}

type span struct {
	From tearsheet.Date `yaml:"from"`
	To   tearsheet.Date `yaml:"to"`
}

// symbolOverride is how one symbol of a source differs from the rest.
type symbolOverride struct {
	Adjustment adjustment `yaml:"adjustment"`
	Vintage    string     `yaml:"vintage"`
}

// basis of a stored price series: what was applied, and up to which ex-date.
type basis struct {
	adjustment adjustment
	vintage    tearsheet.Date
}

// basisOf gives the basis of a symbol's rows in the source, last being the day
// of the file's last row.
func (s priceSource) basisOf(symbol string, last tearsheet.Date) basis {
	adj, vin := s.Adjustment, s.Vintage
	if o, ok := s.Symbols[symbol]; ok {
		if o.Adjustment != "" {
			adj = o.Adjustment
		}
		if o.Vintage != "" {
			vin = o.Vintage
		}
	}
	b := basis{adjustment: adj, vintage: last}
	if d, err := tearsheet.ParseDate(vin); err == nil {
		b.vintage = d
	}
	return b
}

// split is a split or a spin-off by its ex-date; Ratio is new shares per old.
type split struct {
	Ex    tearsheet.Date `yaml:"ex"`
	Ratio ratio          `yaml:"ratio"`
	Kind  string         `yaml:"kind"` // "" or spinoff
	Note  string         `yaml:"note"`
}

// ratio is a positive number, written as one or as "new:old".
type ratio float64

// parseRatio reads a number or "new:old".
func parseRatio(s string) (ratio, error) {
	num, den, two := strings.Cut(s, ":")
	n, err := strconv.ParseFloat(strings.TrimSpace(num), 64)
	d := 1.0
	if err == nil && two {
		d, err = strconv.ParseFloat(strings.TrimSpace(den), 64)
	}
	if err != nil || !(n > 0 && d > 0 && n/d < 1e4 && n/d > 1e-4) {
		return 0, fmt.Errorf("%s is not a positive number or new:old", quoted(s))
	}
	return ratio(n / d), nil
}

// dividendSource is the files of cash dividends.
type dividendSource struct {
	Path    string                     `yaml:"path"`
	Basis   string                     `yaml:"basis"`
	None    []string                   `yaml:"none"`
	Known   map[string][]knownDividend `yaml:"known"`
	Columns map[string]string          `yaml:"columns"`

	pattern pattern
}

// knownDividend is a dividend the layout itself knows, in currency per share.
type knownDividend struct {
	Ex         tearsheet.Date `yaml:"ex"`
	Amount     float64        `yaml:"amount"`
	PriorClose float64        `yaml:"prior_close"`
}

// securityNote describes a security the SEC's ticker list does not.
type securityNote struct {
	Name      string        `yaml:"name"`
	Kind      string        `yaml:"kind"` // "", index, fund
	CIK       tearsheet.CIK `yaml:"cik"`
	Aliases   []string      `yaml:"aliases"`
	Currency  string        `yaml:"currency"`
	Simulated bool          `yaml:"simulated"`
}

type factSource struct {
	Name    string `yaml:"name"`
	Path    string `yaml:"path"`
	Trimmed bool   `yaml:"trimmed"`

	pattern pattern
}

type submissionSource struct {
	Path  string `yaml:"path"`
	Pages string `yaml:"pages"`

	pattern, pages pattern
}

type filingSource struct {
	Path string `yaml:"path"`
	Date string `yaml:"date"` // filed or period: what {date} is

	pattern pattern
}

type chainSource struct {
	Path string `yaml:"path"`
	Kind string `yaml:"kind"`

	pattern pattern
}

type newsSource struct {
	Path string `yaml:"path"`
	Kind string `yaml:"kind"`

	pattern pattern
}

type rateSource struct {
	Name        string            `yaml:"name"`
	Path        string            `yaml:"path"`
	ZeroIsBlank bool              `yaml:"zero_is_blank"`
	Columns     map[string]string `yaml:"columns"` // tenor (3M, 10Y) or date -> header
}

// symbol normalises an alias.
func (l layout) symbol(s string) string {
	if a, ok := l.aliases[s]; ok {
		return a
	}
	return s
}
