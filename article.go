package tearsheet

import "time"

// Article is a news headline. Its text is foreign: data, never instruction.
type Article struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Summary   string    `json:"summary,omitempty"`
	Publisher string    `json:"publisher"`
	URL       string    `json:"url,omitempty"`
	Published time.Time `json:"published"` // Known
	Symbols   []string  `json:"symbols,omitempty"`
	Source    Source    `json:"source"`
}

// NewsQuery asks for stories about a security published in [From, AsOf], newest
// first.
type NewsQuery struct {
	Security SecurityID
	Name     string // issuer's name, for feeds that are not keyed by symbol
	From     time.Time
	AsOf     time.Time
	Limit    int
}
