package tearsheet

import (
	"context"
	"time"
)

// Ask is a request for a person's decision over exactly one report.
type Ask struct {
	ID       string       `json:"id"`
	Run      RunID        `json:"run_id"`
	Symbol   string       `json:"symbol"`
	AsOf     Date         `json:"as_of"`
	Tier     int          `json:"tier"`
	Rules    []FiredRule  `json:"rules"`
	Rating   Rating       `json:"rating"`
	Amount   float64      `json:"amount"`
	Digest   string       `json:"digest"` // Report.ContentDigest of what is shown
	RaisedAt time.Time    `json:"raised_at"`
	Status   GateDecision `json:"status"` // pending, approved, rejected
	Decision *Decision    `json:"decision,omitempty"`
}

// Decision is a person's answer to an Ask; it names the digest it was shown.
type Decision struct {
	AskID   string       `json:"ask_id"`
	Verdict GateDecision `json:"verdict"` // approved or rejected
	By      string       `json:"by"`
	At      time.Time    `json:"at"`
	Reason  string       `json:"reason"`
	Digest  string       `json:"digest"`
}

// RunInfo is one line of the list of runs.
type RunInfo struct {
	ID         RunID        `json:"id"`
	Symbol     string       `json:"symbol"`
	AsOf       Date         `json:"as_of"`
	Source     string       `json:"source"`
	StartedAt  time.Time    `json:"started_at"`
	FinishedAt *time.Time   `json:"finished_at,omitempty"`
	Status     string       `json:"status"` // running, finished, failed, interrupted
	Rating     Rating       `json:"rating,omitempty"`
	Gate       GateDecision `json:"gate,omitempty"`
	ApprovalID string       `json:"approval_id,omitempty"`
	Error      string       `json:"error,omitempty"`
	LogHead    string       `json:"log_head,omitempty"`
}

// Archive keeps runs, their reports and the approvals they wait for.
type Archive interface {
	RunStore
	// PutRun records a run; it replaces an earlier record of the same id.
	PutRun(ctx context.Context, r RunInfo) error
	// Run finds a run. KindNotFound when there is none.
	Run(ctx context.Context, id RunID) (RunInfo, error)
	// Runs lists runs newest first, at most limit.
	Runs(ctx context.Context, limit int) ([]RunInfo, error)
	// PutReport stores a run's report JSON together with its ask, if any, in one
	// transaction. An ask of the same id keeps its earlier decision; the stored
	// ask is returned.
	PutReport(ctx context.Context, run RunInfo, report []byte, ask *Ask) (*Ask, error)
	// Report returns a run's report JSON. KindNotFound when there is none.
	Report(ctx context.Context, id RunID) ([]byte, error)
	// Asks lists approvals newest first; an empty status means all.
	Asks(ctx context.Context, status GateDecision, limit int) ([]Ask, error)
	// Ask finds an approval. KindNotFound when there is none.
	Ask(ctx context.Context, id string) (Ask, error)
	// Decide records a decision on a pending ask. KindConflict when it was
	// decided before or the digest is not the one shown.
	Decide(ctx context.Context, d Decision) (Ask, error)
	Close() error
}
