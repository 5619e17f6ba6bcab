package tearsheet

// ClaimKind says what a claim rests on.
type ClaimKind string

// The kinds of claim.
const (
	FactClaim    ClaimKind = "fact"    // states facts as they are
	CalcClaim    ClaimKind = "calc"    // states Expr evaluated over its cited facts
	OpinionClaim ClaimKind = "opinion" // a judgement; its figures are still facts
)

// Claim is a sentence of the report with the facts it rests on. Every figure in
// Text is the rendering of a cited fact.
type Claim struct {
	ID    string    `json:"id"`
	Text  string    `json:"text"`
	Kind  ClaimKind `json:"kind"`
	Cites []FactID  `json:"cites"`
	Expr  string    `json:"expr,omitempty"`
}

// Gap is something we could not get, and what would fill it.
type Gap struct {
	Node   string `json:"node"`
	Kind   string `json:"kind"` // an error Kind, "skipped", or "no_data"
	Reason string `json:"reason"`
	Hint   string `json:"hint,omitempty"`
}

// Window says what data a node saw: kind, span and count.
type Window struct {
	Node     string `json:"node"`
	Kind     string `json:"kind"`
	First    string `json:"first"`
	Last     string `json:"last"`
	Count    int    `json:"count"`
	Provider string `json:"provider"`
	Note     string `json:"note,omitempty"`
}

// Severity grades a finding.
type Severity string

// The severities. An error blocks publication; a warning feeds the gate.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Finding is what a validator or a data-quality check found.
type Finding struct {
	Check    string   `json:"check"`
	Severity Severity `json:"severity"`
	Claim    string   `json:"claim,omitempty"`
	Message  string   `json:"message"`
	Hint     string   `json:"hint,omitempty"`
}

// Passage is a piece of a filing that retrieval found.
type Passage struct {
	ID        string    `json:"id"`
	Accession Accession `json:"accession"`
	Form      string    `json:"form"`
	Filed     Date      `json:"filed"`
	Section   string    `json:"section"`
	Text      string    `json:"text"`
	Score     float64   `json:"score"`
	URL       string    `json:"url,omitempty"`
}
