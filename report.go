package tearsheet

import (
	"encoding/json"
	"fmt"
	"time"
)

// ReportSchema is the value of Report.Schema.
const ReportSchema = "tearsheet.report/v1"

// Report is the tear sheet as data. Every rendering (terminal, Markdown, HTML,
// JSON) is made from it and nothing else. Numbers in the node sections are the
// values of the facts named in the section's cites.
type Report struct {
	Schema      string    `json:"schema"`
	RunID       RunID     `json:"run_id"`
	Symbol      string    `json:"symbol"`
	Name        string    `json:"name"`
	CIK         string    `json:"cik,omitempty"`
	Issuer      *Issuer   `json:"issuer,omitempty"`
	AsOf        Date      `json:"as_of"`
	GeneratedAt time.Time `json:"generated_at"`
	Currency    string    `json:"currency"`
	// Notice marks a report made from bundled or simulated data; empty otherwise.
	Notice string `json:"notice,omitempty"`

	Data ReportData `json:"data"`

	Market      *Market      `json:"market,omitempty"`
	Technical   *Technical   `json:"technical,omitempty"`
	Fundamental *Fundamental `json:"fundamental,omitempty"`
	Sentiment   *Sentiment   `json:"sentiment,omitempty"`
	Options     *Options     `json:"options,omitempty"`
	Risk        *Risk        `json:"risk,omitempty"`
	Portfolio   *Portfolio   `json:"portfolio,omitempty"`
	Research    *Research    `json:"research,omitempty"`

	Reasoning      Reasoning      `json:"reasoning"`
	Thesis         Thesis         `json:"thesis"`
	Recommendation Recommendation `json:"recommendation"`
	Claims         []Claim        `json:"claims"`
	Facts          []Fact         `json:"facts"`
	Passages       []Passage      `json:"passages"`
	Validation     Validation     `json:"validation"`
	Gate           Gate           `json:"gate"`
	Strategy       Strategy       `json:"strategy"`
	Usage          Usage          `json:"usage"`
	Provenance     Provenance     `json:"provenance"`
	Disclosures    []string       `json:"disclosures"`
}

// ReportData says what the report saw and what it could not get.
type ReportData struct {
	Source  string   `json:"source"`
	Windows []Window `json:"windows"`
	Gaps    []Gap    `json:"gaps"`
}

// Reasoning is how the conclusion was reached, step by step.
type Reasoning struct {
	Mode    string `json:"mode"` // rules or llm
	Model   string `json:"model"`
	Steps   []Step `json:"steps"`
	Stopped string `json:"stopped"` // why it ended
}

// Thesis is the argument.
type Thesis struct {
	Summary   string       `json:"summary"`
	Bull      []Claim      `json:"bull"`
	Bear      []Claim      `json:"bear"`
	Catalysts []Claim      `json:"catalysts"`
	Risks     []ThesisRisk `json:"risks"`
	WrongIf   []Claim      `json:"wrong_if"`
}

// ThesisRisk is a risk and the observable that would show it has come true.
type ThesisRisk struct {
	Claim    Claim  `json:"claim"`
	Tripwire string `json:"tripwire"`
}

// Rating is the recommendation's direction. NoRating says that the evidence does
// not support any of the others; it is not a Hold.
type Rating string

// The ratings.
const (
	Buy      Rating = "buy"
	Hold     Rating = "hold"
	Sell     Rating = "sell"
	NoRating Rating = "no_rating"
)

// View is what a reasoner concludes before sizing and gating.
type View struct {
	Rating      Rating   `json:"rating"`
	Reason      string   `json:"reason"`
	Conviction  float64  `json:"conviction"` // 0..1: how one-sided the evidence is
	Confidence  float64  `json:"confidence"` // 0..1: how complete and good the evidence is
	TargetPrice *float64 `json:"target_price,omitempty"`
	TargetFact  FactID   `json:"target_fact,omitempty"`
	Horizon     int      `json:"horizon_days"`
	Pillars     []Pillar `json:"pillars"`
}

// Pillar is one weighted part of the view.
type Pillar struct {
	Name     string   `json:"name"`
	Weight   float64  `json:"weight"` // as used, after absent pillars gave theirs up
	Score    float64  `json:"score"`  // -1..1
	Coverage float64  `json:"coverage"`
	Evidence []FactID `json:"evidence"`
	Why      string   `json:"why"`
}

// Recommendation is the view with its size.
type Recommendation struct {
	Rating      Rating   `json:"rating"`
	Reason      string   `json:"reason"`
	Conviction  float64  `json:"conviction"`
	Confidence  float64  `json:"confidence"`
	RiskScore   float64  `json:"risk_score"` // 0..1
	TargetPrice *float64 `json:"target_price"`
	HorizonDays int      `json:"horizon_days"`
	Amount      float64  `json:"amount"`
	Shares      int64    `json:"shares"`
	Weight      float64  `json:"weight"` // of amount actually invested
	Pillars     []Pillar `json:"pillars,omitempty"`
	Cites       Cites    `json:"cites,omitempty"`
}

// Validation is the verdict of the validators.
type Validation struct {
	Passed   bool      `json:"passed"`
	Checks   []string  `json:"checks"` // validators that ran
	Findings []Finding `json:"findings"`
}

// GateDecision is how a report may leave the house.
type GateDecision string

// The decisions of the gate and of people.
const (
	AutoApproved GateDecision = "auto_approved"
	Pending      GateDecision = "pending"
	Blocked      GateDecision = "blocked"
	Approved     GateDecision = "approved"
	Rejected     GateDecision = "rejected"
)

// Gate is the gate's verdict with each rule that fired.
type Gate struct {
	Decision   GateDecision `json:"decision"`
	Tier       int          `json:"tier"` // 0 automatic .. 3 two people
	Rules      []FiredRule  `json:"rules"`
	ApprovalID string       `json:"approval_id,omitempty"`
	Digest     string       `json:"digest"` // of exactly what a person is shown
	DecidedBy  string       `json:"decided_by,omitempty"`
	DecidedAt  *time.Time   `json:"decided_at,omitempty"`
	Comment    string       `json:"comment,omitempty"`
}

// FiredRule is a gate rule that fired, with the numbers that made it.
type FiredRule struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// Strategy says whether the full analysis ran.
type Strategy struct {
	Used   string `json:"used"` // primary, simplified, basic, cached
	Reason string `json:"reason"`
}

// Usage is what the run cost.
type Usage struct {
	LLMCalls  int         `json:"llm_calls"`
	TokensIn  int         `json:"tokens_in"`
	TokensOut int         `json:"tokens_out"`
	CostUSD   float64     `json:"cost_usd"`
	CacheHits int         `json:"cache_hits"`
	WallMS    int64       `json:"wall_ms"`
	Nodes     []NodeUsage `json:"nodes"`
}

// NodeUsage is one node's share.
type NodeUsage struct {
	Name     string `json:"name"`
	MS       int64  `json:"ms"`
	Attempts int    `json:"attempts"`
	Status   string `json:"status"` // ok, failed, skipped
}

// Provenance ties the report to the code, configuration and log that made it.
type Provenance struct {
	BinaryVersion string `json:"binary_version"`
	GraphDigest   string `json:"graph_digest"`
	ConfigDigest  string `json:"config_digest"`
	StateDigest   string `json:"state_digest"`
	LogHead       string `json:"log_head"`
}

// ContentDigest is the SHA-256 of what a reviewer is shown: the report without
// the fields that differ between two runs of the same inputs and without the
// gate's own bookkeeping.
func (r Report) ContentDigest() (string, error) {
	r.RunID, r.GeneratedAt = "", time.Time{}
	r.Usage = Usage{}
	r.Provenance.LogHead = ""
	r.Gate = Gate{Tier: r.Gate.Tier, Rules: r.Gate.Rules}
	b, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("report digest: %w", err)
	}
	return SHA256(b), nil
}

// Fact finds a fact of the report.
func (r *Report) Fact(id FactID) (Fact, bool) {
	for _, f := range r.Facts {
		if f.ID == id {
			return f, true
		}
	}
	return Fact{}, false
}

// Without returns the report without what the state it was drafted from holds
// anyway, for keeping in that state.
func (r Report) Without() Report {
	r.Facts, r.Claims, r.Passages = nil, nil, nil
	return r
}
