package tearsheet

import "time"

// Accession is the SEC's key of a filing, 0000320193-24-000123.
type Accession string

// Filing is one submission to the SEC: what, by whom, when it became public.
type Filing struct {
	Accession Accession `json:"accession"`
	CIK       CIK       `json:"cik"`
	Form      string    `json:"form"`
	Filed     Date      `json:"filed"`
	Accepted  time.Time `json:"accepted"` // Known: acceptance, else the end of the filing day
	Period    Date      `json:"period"`   // period of report
	Document  string    `json:"document"` // main document, as Open takes it; empty if we hold only the listing
	URL       string    `json:"url,omitempty"`
	Source    Source    `json:"source"`
}

// FilingQuery asks for an issuer's filings accepted at or before AsOf, newest
// first. Forms limits the form types; empty means all.
type FilingQuery struct {
	Security SecurityID
	CIK      CIK
	Forms    []string
	AsOf     time.Time
	Limit    int
}
