package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"tearsheet"
	"tearsheet/graph"
)

// Request is what a door asks for. Zero values mean the defaults.
type Request struct {
	Symbol   string
	AsOf     string // YYYY-MM-DD; empty: the source's own date, else today
	Source   string // empty: the configured one
	Amount   float64
	LLM      string
	Question string
	Profile  string
	Seed     int64
	// Watch sees the run's events after they are stored.
	Watch func(tearsheet.Event)
	// Started is told the run's id and number of nodes.
	Started func(id tearsheet.RunID, nodes int)
}

// Outcome is a finished analysis.
type Outcome struct {
	Report tearsheet.Report
	Ask    *tearsheet.Ask // when a person must decide
}

// maxQuestion bounds --question.
const maxQuestion = 2000

// Analyze runs one analysis. Errors carry the kind that gives the exit code; an
// Outcome without error is a report, whatever its gate says.
func (a *App) Analyze(ctx context.Context, q Request) (*Outcome, error) {
	req, src, err := a.freeze(ctx, q)
	if err != nil {
		return nil, err
	}
	g, err := a.graph(src.provider)
	if err != nil {
		return nil, err
	}
	req.GraphDigest = g.Fingerprint()
	archive, err := a.Archive(ctx)
	if err != nil {
		return nil, err
	}
	id := tearsheet.RunID(a.ids.NewID())
	start := a.clock.Now()
	run := tearsheet.RunInfo{ID: id, Symbol: req.Security.ID.Symbol, AsOf: req.AsOf, Source: req.Source, StartedAt: start, Status: "running"}
	if err := archive.PutRun(ctx, run); err != nil {
		return nil, err
	}
	if q.Started != nil {
		q.Started(id, len(g.Specs()))
	}
	var in tearsheet.Delta
	if err := tearsheet.RequestSlot.Set(&in, req); err != nil {
		return nil, err
	}
	engine := &graph.Engine{Store: archive, Clock: a.clock, Log: a.log, MaxConcurrent: a.cfg.Engine.MaxConcurrent}
	res, err := engine.Run(ctx, g, id, in, q.Watch)
	if err != nil {
		return nil, a.failed(ctx, archive, run, res, err)
	}
	out, err := a.seal(run, res, start)
	if err != nil {
		return nil, a.failed(ctx, archive, run, res, err)
	}
	if err := a.keep(ctx, archive, run, out); err != nil {
		return nil, err
	}
	return out, nil
}

// freeze checks the request and fixes everything the run depends on.
func (a *App) freeze(ctx context.Context, q Request) (tearsheet.Request, source, error) {
	fail := func(flag string, err error, hint string) (tearsheet.Request, source, error) {
		return tearsheet.Request{}, source{}, &tearsheet.Error{Op: "analyze", Kind: tearsheet.KindInvalid, Subject: flag, Err: err, Hint: hint}
	}
	id, err := tearsheet.ParseSymbol(q.Symbol)
	if err != nil {
		return tearsheet.Request{}, source{}, err
	}
	if q.Source == "" {
		q.Source = a.cfg.Data.Source
	}
	if math.IsNaN(q.Amount) || q.Amount <= 0 || q.Amount > 1e12 {
		return fail(fmt.Sprintf("--amount %v", q.Amount), errors.New("it must be more than 0 and at most 1e12 USD"), "give the position considered, for example --amount 10000")
	}
	if len(q.Question) > maxQuestion {
		return fail("--question", fmt.Errorf("it is %d bytes long; the limit is %d", len(q.Question), maxQuestion), "ask something shorter")
	}
	if q.Profile == "" {
		q.Profile = "full"
	}
	if q.Profile != "full" && q.Profile != "quick" {
		return fail("--profile "+q.Profile, errors.New("it is neither full nor quick"), "use --profile full or --profile quick")
	}
	policy, _, err := policyFor(q.LLM)
	if err != nil {
		return tearsheet.Request{}, source{}, err
	}
	src, err := a.openSource(q.Source)
	if err != nil {
		return tearsheet.Request{}, source{}, err
	}
	asOf, err := a.asOf(q.AsOf, src)
	if err != nil {
		return tearsheet.Request{}, source{}, err
	}
	sec, err := src.provider.Resolve(ctx, id)
	if err != nil {
		return tearsheet.Request{}, source{}, err
	}
	if err := a.notBefore(ctx, src, sec, asOf); err != nil {
		return tearsheet.Request{}, source{}, err
	}
	if sec.Currency == "" {
		sec.Currency = "USD"
	}
	return tearsheet.Request{Security: sec, AsOf: asOf, Source: src.name, Notice: src.notice(sec.ID.Symbol), Benchmarks: a.cfg.Data.Benchmarks, Amount: q.Amount,
		Question: q.Question, Profile: q.Profile, Policy: policy, Seed: q.Seed, Horizon: 365,
		Gate: a.cfg.Gate.policy(), ConfigDigest: a.cfg.Digest(), Version: Version}, src, nil
}

// asOf resolves --as-of: the end of that day in New York.
func (a *App) asOf(s string, src source) (tearsheet.Date, error) {
	today := tearsheet.DateOf(a.clock.Now().In(tearsheet.NewYork))
	if s == "" {
		s = src.asOf
	}
	if s == "" {
		return today, nil
	}
	d, err := tearsheet.ParseDate(s)
	if err == nil && d.After(today) {
		err = fmt.Errorf("%s is in the future (today is %s in New York)", d, today)
	}
	if err != nil {
		return d, &tearsheet.Error{Op: "analyze", Kind: tearsheet.KindInvalid, Subject: "--as-of", Err: err, Hint: "give a past day as YYYY-MM-DD"}
	}
	return d, nil
}

// notBefore refuses an as-of before the first bar the source has, which is a
// mistake in the flag and not a gap in the data.
func (a *App) notBefore(ctx context.Context, src source, sec tearsheet.Security, asOf tearsheet.Date) error {
	s, err := src.provider.Bars(ctx, tearsheet.BarQuery{Security: sec.ID, From: asOf.AddDays(-400), AsOf: asOf.EndOfDay()})
	if err == nil && len(s.Bars) > 0 || err != nil && tearsheet.KindOf(err) != tearsheet.KindNotFound {
		return nil // what is wrong with the data is the market node's to say
	}
	s, err = src.provider.Bars(ctx, tearsheet.BarQuery{Security: sec.ID, AsOf: a.clock.Now()})
	if err != nil || len(s.Bars) == 0 || !s.Bars[0].Date.After(asOf) {
		return nil
	}
	return &tearsheet.Error{Op: "analyze", Kind: tearsheet.KindInvalid, Subject: "--as-of " + asOf.String(),
		Err:  fmt.Errorf("it is before the first price of %s in this source, %s (%s)", sec.ID.Symbol, s.Bars[0].Date, s.Source.Locator),
		Hint: "give a later --as-of or a source with a longer history"}
}

// seal adds what belongs to this run alone, and the approval the gate asks for.
func (a *App) seal(run tearsheet.RunInfo, res graph.Result, start time.Time) (*Outcome, error) {
	r, err := drafter{}.Draft(res.State)
	if err != nil {
		return nil, err
	}
	now := a.clock.Now()
	r.RunID, r.GeneratedAt = run.ID, now.UTC().Truncate(time.Second)
	r.Provenance.StateDigest, r.Provenance.LogHead = res.State.Digest(), res.Head
	r.Usage.Nodes, r.Usage.WallMS = res.Nodes, now.Sub(start).Milliseconds()
	if r.Gate.Digest, err = r.ContentDigest(); err != nil {
		return nil, err
	}
	out := &Outcome{Report: r}
	if r.Gate.Decision == tearsheet.Pending {
		// The id follows from the content: the same report asked for again is the
		// same question to the same people.
		out.Report.Gate.ApprovalID = "A" + r.Gate.Digest[:12]
		out.Ask = &tearsheet.Ask{ID: out.Report.Gate.ApprovalID, Run: run.ID, Symbol: r.Symbol, AsOf: r.AsOf, Tier: r.Gate.Tier, Rules: r.Gate.Rules,
			Rating: r.Recommendation.Rating, Amount: r.Recommendation.Amount, Digest: r.Gate.Digest, RaisedAt: now, Status: tearsheet.Pending}
	}
	return out, nil
}

// keep stores the report and its ask in one transaction.
func (a *App) keep(ctx context.Context, archive tearsheet.Archive, run tearsheet.RunInfo, out *Outcome) error {
	now := a.clock.Now()
	run.FinishedAt, run.Status = &now, "finished"
	run.Rating, run.Gate, run.ApprovalID, run.LogHead = out.Report.Recommendation.Rating, out.Report.Gate.Decision, out.Report.Gate.ApprovalID, out.Report.Provenance.LogHead
	body, err := json.Marshal(out.Report)
	if err != nil {
		return err
	}
	ask, err := archive.PutReport(ctx, run, body, out.Ask)
	if err != nil {
		return err
	}
	out.Ask = ask
	if ask != nil {
		decided(&out.Report, *ask)
	}
	return nil
}

// failed records how a run ended and returns its error.
func (a *App) failed(ctx context.Context, archive tearsheet.Archive, run tearsheet.RunInfo, res graph.Result, err error) error {
	now := a.clock.Now()
	run.FinishedAt, run.Status, run.Error, run.LogHead = &now, "failed", err.Error(), res.Head
	if errors.Is(err, context.Canceled) {
		run.Status = "interrupted"
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if perr := archive.PutRun(ctx, run); perr != nil {
		a.log.Warn("the run's end could not be recorded", "run", run.ID, "error", perr)
	}
	return err
}

// ExitCode is the process exit code of an outcome.
func (o *Outcome) ExitCode() int {
	if o.Report.Recommendation.Rating == tearsheet.NoRating && o.Report.Validation.Passed {
		return 8
	}
	switch o.Report.Gate.Decision {
	case tearsheet.AutoApproved, tearsheet.Approved:
		return 0
	case tearsheet.Pending:
		return 3
	}
	return 4
}
