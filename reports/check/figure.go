package check

import "tearsheet"

// Kind is the unit in which a text states a figure.
type Kind string

// The kinds of figure. Number has no unit of its own.
const (
	Number   Kind = "number"
	Money    Kind = "money"    // $1.2 billion
	Percent  Kind = "percent"  // 12.3%
	Points   Kind = "points"   // 1.4 percentage points, 25 bps
	Multiple Kind = "multiple" // 3x, 10-for-1
)

// Role says what a number in a text is for. Only a Stated one is a figure that
// needs a fact; the others name something.
type Role string

// The roles of a number in a text.
const (
	Stated Role = "stated" // a figure
	When   Role = "date"   // a date, year or time of day
	Fiscal Role = "fiscal" // FY2024, Q3'24
	Label  Role = "label"  // 10-K, Item 7, page 3, an accession number, S&P 500
	Span   Role = "span"   // 50-day, 12-1 month, RSI(14), 95% VaR: how something is measured
	Level  Role = "level"  // a conventional threshold: RSI above 70
	Mark   Role = "mark"   // the number of a list item
)

// Hedge is how exactly a text claims to state a figure.
type Hedge string

// The hedges.
const (
	Exact Hedge = ""
	About Hedge = "about" // within one unit of the last place
	Over  Hedge = "over"  // the fact lies just above
	Under Hedge = "under" // the fact lies just below
)

// Figure is a number found in a text, in the scale of a fact: 12% is 0.12, 25
// bps is 0.0025, $1.2 billion is 1200000000.
type Figure struct {
	Start, End int    // its bytes in the text
	Text       string // as written
	Role       Role
	Kind       Kind
	Value      tearsheet.Decimal
	Place      tearsheet.Decimal // one unit of the last place stated
	Currency   string            // ISO code, or "$" for the report's dollar
	PerShare   bool              // "per share" follows
	Scaled     bool              // a scale word was given
	Noun       string            // shares or days, when that is what is counted
	Signed     bool              // a plus or minus is written
	Either     bool              // the sign is open: ± or parentheses
	Down, Up   bool              // a word of falling or rising is nearest
	Hedge      Hedge
	Problem    string // why it cannot be read for certain

	falls  bool  // the word of falling is a verb of movement
	digits int32 // decimals as written
	shift  int32 // power of ten from the number as written to Value
	coarse int32 // zeros at the end of a whole number: 390 has one
	raw    tearsheet.Decimal
}

// settle computes Value and Place from what was read.
func (f *Figure) settle() {
	f.Value = f.raw.Shift(f.shift)
	f.Place = tearsheet.DecimalFromInt(1).Shift(f.shift - f.digits)
}

// write renders another value the way this figure is written, for a hint.
func (f *Figure) write(d tearsheet.Decimal) string {
	s := tearsheet.Grouped(d.Shift(-f.shift).StringFixed(f.digits))
	switch f.Kind {
	case Percent:
		return s + "%"
	case Points:
		if f.shift == -4 {
			return s + " bps"
		}
		return s + " percentage points"
	case Multiple:
		return s + "x"
	}
	sign := ""
	if s != "" && s[0] == '-' {
		sign, s = "-", s[1:]
	}
	switch f.Currency {
	case "":
	case "$", "USD":
		s = "$" + s
	default:
		s = f.Currency + " " + s
	}
	if word, ok := map[int32]string{3: " thousand", 6: " million", 9: " billion", 12: " trillion"}[f.shift]; ok {
		s += word
	}
	return sign + s
}
