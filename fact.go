package tearsheet

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// FactID is "F" and the first 16 hexadecimal digits of the SHA-256 of the fact's
// content: the same fact has the same id in every run.
type FactID string

// Subject is what a fact is about: sec:AAPL, cik:0000320193, macro:US.
type Subject string

// Concept names what is measured: us-gaap:Assets as filed, fin:revenue as
// resolved from filed tags, px:close for prices, calc:pe for what we derive.
type Concept string

// Unit is a value's unit: USD, USD/share, shares, pure (a fraction or ratio),
// days, text. Percentages are fractions of 1 with unit pure.
type Unit string

// The units the house uses besides currencies.
const (
	Pure     Unit = "pure"
	Shares   Unit = "shares"
	Days     Unit = "days"
	TextUnit Unit = "text"
)

// PerShare is the unit of an amount of currency per share.
func PerShare(currency string) Unit { return Unit(currency + "/share") }

// Quality says how a fact came to be.
type Quality string

// The qualities of a fact.
const (
	Reported  Quality = "reported"  // as published by its source
	Restated  Quality = "restated"  // as published later for the same period
	Derived   Quality = "derived"   // computed by us from the facts in From
	Estimated Quality = "estimated" // modelled, or from data known to be poor
)

// Period is when a fact was true (Valid): an instant has only End; a duration
// has both. Fiscal is the filer's own label (FY2024, Q1 FY2025, TTM).
type Period struct {
	Start  Date   `json:"start,omitzero"`
	End    Date   `json:"end,omitzero"`
	Fiscal string `json:"fiscal,omitempty"`
}

// Instant is the period of a moment's value at the end of day d.
func Instant(d Date) Period { return Period{End: d} }

// IsInstant reports whether the period is a moment.
func (p Period) IsInstant() bool { return p.Start.IsZero() }

// Days is the length of a duration in calendar days, both ends counted.
func (p Period) Days() int {
	if p.Start.IsZero() || p.End.IsZero() {
		return 0
	}
	return p.End.DaysSince(p.Start) + 1
}

// Source says where a fact comes from. For a derived fact Provider is "calc"
// and Locator is its formula.
type Source struct {
	Provider  string `json:"provider"`
	Locator   string `json:"locator,omitempty"`   // file and row, URL, or formula
	Accession string `json:"accession,omitempty"` // SEC accession number
	Tag       string `json:"tag,omitempty"`       // XBRL tag
	Digest    string `json:"digest,omitempty"`    // sha256 of the raw bytes it was read from
	Fetched   string `json:"fetched,omitempty"`   // RFC 3339, for live sources
}

// Calc is the provider name of derived facts.
const Calc = "calc"

// Value is an exact decimal or a text.
type Value struct {
	num  Decimal
	text string
	kind byte // 0 none, 1 number, 2 text
}

// Num makes a number value.
func Num(d Decimal) Value { return Value{num: d, kind: 1} }

// Text makes a text value.
func Text(s string) Value { return Value{text: s, kind: 2} }

// Number returns the number and whether there is one.
func (v Value) Number() (Decimal, bool) { return v.num, v.kind == 1 }

// Float returns the number as a float64, NaN-free: ok is false for text.
func (v Value) Float() (float64, bool) {
	if v.kind != 1 {
		return 0, false
	}
	return v.num.Float(), true
}

// String returns the text or the plain decimal.
func (v Value) String() string {
	if v.kind == 1 {
		return v.num.String()
	}
	return v.text
}

// MarshalJSON writes a number, a string or null.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case 1:
		return v.num.MarshalJSON()
	case 2:
		return json.Marshal(v.text)
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Value) UnmarshalJSON(b []byte) error {
	switch {
	case string(b) == "null":
		*v = Value{}
		return nil
	case len(b) > 0 && b[0] == '"':
		v.kind = 2
		return json.Unmarshal(b, &v.text)
	}
	v.kind = 1
	return v.num.UnmarshalJSON(b)
}

// Fact is one value that somebody published or that we derived, with where it
// came from and when anyone could have known it. Facts are immutable.
type Fact struct {
	ID      FactID    `json:"id"`
	Subject Subject   `json:"subject"`
	Concept Concept   `json:"concept"`
	Label   string    `json:"label,omitempty"`
	Value   Value     `json:"value"`
	Unit    Unit      `json:"unit"`
	Period  Period    `json:"period"`
	Known   time.Time `json:"known"`
	Quality Quality   `json:"quality"`
	Source  Source    `json:"source"`
	From    []FactID  `json:"from,omitempty"`
}

// Seal returns the fact with its content-hashed ID set, times in UTC.
func (f Fact) Seal() Fact {
	f.Known = f.Known.UTC()
	f.ID = ""
	// What JSON cannot carry would not survive the log.
	f.Label, f.Value.text = strings.ToValidUTF8(f.Label, "\ufffd"), strings.ToValidUTF8(f.Value.text, "\ufffd")
	f.Source.Locator = strings.ToValidUTF8(f.Source.Locator, "\ufffd")
	b, err := json.Marshal(f)
	if err != nil {
		return f // without an id, which Check refuses: a time beyond the year 9999
	}
	sum := sha256.Sum256(b)
	f.ID = FactID("F" + hex.EncodeToString(sum[:8]))
	return f
}

// Check reports the first way in which the fact is not well formed.
func (f Fact) Check() error {
	switch {
	case f.ID == "":
		return fmt.Errorf("fact %s has no id: it was not sealed, or cannot be encoded", f.Concept)
	case f.Concept == "":
		return fmt.Errorf("fact %s has no concept", f.ID)
	case f.Subject == "":
		return fmt.Errorf("fact %s (%s) has no subject", f.ID, f.Concept)
	case f.Value.kind == 0:
		return fmt.Errorf("fact %s (%s) has no value", f.ID, f.Concept)
	case f.Unit == "":
		return fmt.Errorf("fact %s (%s) has no unit", f.ID, f.Concept)
	case f.Known.IsZero():
		return fmt.Errorf("fact %s (%s) does not say when it became known", f.ID, f.Concept)
	case f.Quality == Derived && f.Source.Provider == Calc && len(f.From) == 0:
		return fmt.Errorf("fact %s (%s) is derived but names no inputs", f.ID, f.Concept)
	case f.Seal().ID != f.ID:
		return fmt.Errorf("fact %s (%s) does not match its content hash", f.ID, f.Concept)
	}
	return nil
}

// Derive makes a derived fact: known when the last of its inputs was, about the
// subject of the first, with the formula as locator.
func Derive(c Concept, label string, v Decimal, unit Unit, p Period, formula string, from ...Fact) Fact {
	f := Fact{Concept: c, Label: label, Value: Num(v), Unit: unit, Period: p, Quality: Derived,
		Source: Source{Provider: Calc, Locator: formula}}
	for i, in := range from {
		if i == 0 {
			f.Subject = in.Subject
		}
		if in.Known.After(f.Known) {
			f.Known = in.Known
		}
		if in.Quality == Estimated {
			f.Quality = Estimated
		}
		if !slices.Contains(f.From, in.ID) {
			f.From = append(f.From, in.ID)
		}
	}
	return f.Seal()
}

// Taxonomy is the part of a concept before the colon.
func (c Concept) Taxonomy() string {
	t, _, _ := strings.Cut(string(c), ":")
	return t
}
