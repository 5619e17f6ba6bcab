package app

import (
	"context"
	"encoding/json"
	"fmt"

	"tearsheet"
	"tearsheet/reports"
)

// decided writes an ask's decision, if it has one, into a report.
func decided(r *tearsheet.Report, a tearsheet.Ask) {
	if a.Decision != nil && a.Digest == r.Gate.Digest {
		reports.Approve(r, *a.Decision)
	}
}

// Stored reads a run's report with the decision taken on it since.
func (a *App) Stored(ctx context.Context, id tearsheet.RunID) (*tearsheet.Report, error) {
	archive, err := a.Archive(ctx)
	if err != nil {
		return nil, err
	}
	body, err := archive.Report(ctx, id)
	if err != nil {
		return nil, err
	}
	var r tearsheet.Report
	if err := json.Unmarshal(body, &r); err != nil {
		return nil, &tearsheet.Error{Op: "report", Kind: tearsheet.KindInternal, Subject: string(id), Err: err}
	}
	if r.Gate.ApprovalID != "" {
		ask, err := archive.Ask(ctx, r.Gate.ApprovalID)
		if err != nil {
			return nil, err
		}
		decided(&r, ask)
	}
	return &r, nil
}

// Pending reads an approval with the report it is about.
func (a *App) Pending(ctx context.Context, id string) (tearsheet.Ask, *tearsheet.Report, error) {
	archive, err := a.Archive(ctx)
	if err != nil {
		return tearsheet.Ask{}, nil, err
	}
	ask, err := archive.Ask(ctx, id)
	if err != nil {
		return ask, nil, err
	}
	r, err := a.Stored(ctx, ask.Run)
	return ask, r, err
}

// Decide records a person's decision over exactly the report that is stored: its
// digest is computed again, so that a report altered on disk cannot be approved.
func (a *App) Decide(ctx context.Context, id string, verdict tearsheet.GateDecision, by, reason string) (tearsheet.Ask, error) {
	bad := func(subject, what, hint string) (tearsheet.Ask, error) {
		return tearsheet.Ask{}, &tearsheet.Error{Op: "queue", Kind: tearsheet.KindInvalid, Subject: subject, Err: fmt.Errorf("%s", what), Hint: hint}
	}
	switch {
	case by == "":
		return bad("--as", "nobody is named", "say who decides: --as USER")
	case len(by) > 100 || len(reason) > 2000:
		return bad("--as and --reason", "they are too long (100 and 2000 bytes)", "shorten them")
	case verdict == tearsheet.Rejected && reason == "":
		return bad("--reason", "a rejection needs a reason", "say why: --reason TEXT")
	}
	ask, r, err := a.Pending(ctx, id)
	if err != nil {
		return ask, err
	}
	plain := *r
	digest := ask.Digest
	if ask.Decision == nil {
		if digest, err = plain.ContentDigest(); err != nil {
			return ask, err
		}
	}
	archive, err := a.Archive(ctx)
	if err != nil {
		return ask, err
	}
	return archive.Decide(ctx, tearsheet.Decision{AskID: id, Verdict: verdict, By: by, At: a.clock.Now(), Reason: reason, Digest: digest})
}
