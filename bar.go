package tearsheet

import "time"

// Bar is one trading session of a security. Prices are in the series' currency
// per share, volume in shares; both on the share basis the series states.
type Bar struct {
	Date   Date    `json:"date"`
	Open   float64 `json:"open"`
	High   float64 `json:"high"`
	Low    float64 `json:"low"`
	Close  float64 `json:"close"`
	Volume float64 `json:"volume"`
}

// Known is when the bar became knowable: its session's close.
func (b Bar) Known() time.Time { return b.Date.CloseTime() }

// Series is a run of daily bars, oldest first, without duplicates. Prices are
// as traded on the share basis in force at the query's AsOf: splits before it
// are applied to older bars, splits after it are not, and dividends never are.
type Series struct {
	Security SecurityID `json:"security"`
	Currency string     `json:"currency"`
	Bars     []Bar      `json:"bars"`
	Actions  []Action   `json:"actions,omitempty"` // splits and dividends known at AsOf, oldest first
	Source   Source     `json:"source"`
	// Basis says in words how the stored prices were brought to the as-traded
	// basis, for the report's data windows.
	Basis    string    `json:"basis"`
	Findings []Finding `json:"findings,omitempty"` // data-quality findings, such as sources that disagree
}

// Action is a corporate action: a split or a cash dividend.
type Action struct {
	Kind   ActionKind `json:"kind"`
	Ex     Date       `json:"ex"`               // first day the price trades on the new basis
	Ratio  float64    `json:"ratio,omitempty"`  // new shares per old share
	Amount float64    `json:"amount,omitempty"` // currency per share on the basis in force at AsOf
	Known  time.Time  `json:"known"`
	Source Source     `json:"source"`
}

// ActionKind is a kind of corporate action.
type ActionKind string

// The corporate actions the house understands.
const (
	Split    ActionKind = "split"
	Dividend ActionKind = "dividend"
)

// BarQuery asks for daily bars of one security in [From, AsOf].
type BarQuery struct {
	Security SecurityID
	From     Date // zero: all there is
	AsOf     time.Time
}
