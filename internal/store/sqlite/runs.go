package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tearsheet"
)

const runColumns = "id, symbol, as_of, source, started_at, finished_at, status, rating, gate, approval_id, error, log_head"

type scanner interface{ Scan(...any) error }

func scanRun(row scanner) (tearsheet.RunInfo, error) {
	var r tearsheet.RunInfo
	var asOf, started, finished string
	if err := row.Scan(&r.ID, &r.Symbol, &asOf, &r.Source, &started, &finished, &r.Status, &r.Rating, &r.Gate, &r.ApprovalID, &r.Error, &r.LogHead); err != nil {
		return r, err
	}
	var err error
	if r.AsOf, err = tearsheet.ParseDate(asOf); err != nil {
		return r, err
	}
	if r.StartedAt, err = readStamp(started); err != nil {
		return r, err
	}
	if finished != "" {
		t, err := readStamp(finished)
		if err != nil {
			return r, err
		}
		r.FinishedAt = &t
	}
	return r, nil
}

type execer interface {
	ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error)
}

func putRun(ctx context.Context, db execer, r tearsheet.RunInfo) error {
	finished := ""
	if r.FinishedAt != nil {
		finished = stamp(*r.FinishedAt)
	}
	_, err := db.ExecContext(ctx, `INSERT INTO runs (`+runColumns+`) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
		ON CONFLICT (id) DO UPDATE SET symbol=excluded.symbol, as_of=excluded.as_of, source=excluded.source,
		started_at=excluded.started_at, finished_at=excluded.finished_at, status=excluded.status, rating=excluded.rating,
		gate=excluded.gate, approval_id=excluded.approval_id, error=excluded.error, log_head=excluded.log_head`,
		string(r.ID), r.Symbol, r.AsOf.String(), r.Source, stamp(r.StartedAt), finished, r.Status, string(r.Rating), string(r.Gate), r.ApprovalID, r.Error, r.LogHead)
	return err
}

// PutRun implements tearsheet.Archive.
func (s *Store) PutRun(ctx context.Context, r tearsheet.RunInfo) error {
	return wrap("put run", s.path, putRun(ctx, s.db, r))
}

// Run implements tearsheet.Archive.
func (s *Store) Run(ctx context.Context, id tearsheet.RunID) (tearsheet.RunInfo, error) {
	r, err := scanRun(s.db.QueryRowContext(ctx, "SELECT "+runColumns+" FROM runs WHERE id = ?", string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return r, notFound("run", string(id), "list the runs with: tearsheet runs list")
	}
	return r, wrapRead("run", s.path, err)
}

// Runs implements tearsheet.Archive.
func (s *Store) Runs(ctx context.Context, limit int) (out []tearsheet.RunInfo, err error) {
	rows, err := s.db.QueryContext(ctx, "SELECT "+runColumns+" FROM runs ORDER BY started_at DESC, id DESC LIMIT ?", limit)
	if err != nil {
		return nil, wrapRead("runs", s.path, err)
	}
	defer func() { err = errors.Join(err, wrapRead("runs", s.path, rows.Close())) }()
	for rows.Next() {
		r, err := scanRun(rows)
		if err != nil {
			return nil, wrapRead("runs", s.path, err)
		}
		out = append(out, r)
	}
	return out, wrapRead("runs", s.path, rows.Err())
}

// PutReport implements tearsheet.Archive.
func (s *Store) PutReport(ctx context.Context, run tearsheet.RunInfo, report []byte, ask *tearsheet.Ask) (*tearsheet.Ask, error) {
	body, err := pack(report)
	if err != nil {
		return nil, wrap("put report", s.path, err)
	}
	var stored *tearsheet.Ask
	err = s.inTx(ctx, "put report", func(tx *sql.Tx) error {
		if err := putRun(ctx, tx, run); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO reports (run, body) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET body=excluded.body", string(run.ID), body); err != nil {
			return err
		}
		if ask == nil {
			return nil
		}
		rules, err := json.Marshal(ask.Rules)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO asks (id, run, symbol, as_of, tier, rules, rating, amount, digest, raised_at, status)
			VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING`,
			ask.ID, string(ask.Run), ask.Symbol, ask.AsOf.String(), ask.Tier, string(rules), string(ask.Rating), ask.Amount, ask.Digest, stamp(ask.RaisedAt), string(tearsheet.Pending)); err != nil {
			return err
		}
		a, err := getAsk(ctx, tx, ask.ID)
		if err != nil {
			return err
		}
		stored = &a
		if a.Decision == nil {
			return nil
		}
		// The question was answered before: the answer holds for this run too.
		_, err = tx.ExecContext(ctx, "UPDATE runs SET gate = ? WHERE id = ? AND approval_id = ?", string(a.Status), string(run.ID), a.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return stored, nil
}

// Report implements tearsheet.Archive.
func (s *Store) Report(ctx context.Context, id tearsheet.RunID) ([]byte, error) {
	var body []byte
	err := s.db.QueryRowContext(ctx, "SELECT body FROM reports WHERE run = ?", string(id)).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notFound("report", string(id), "list the runs with: tearsheet runs list")
	}
	if err != nil {
		return nil, wrapRead("report", s.path, err)
	}
	b, err := unpack(body)
	return b, wrapRead("report", s.path, err)
}

const askColumns = `asks.id, run, symbol, as_of, tier, rules, rating, amount, asks.digest, raised_at, status,
	coalesce(verdict, ''), coalesce(decided_by, ''), coalesce(decided_at, ''), coalesce(reason, ''), coalesce(decisions.digest, '')`

const askTables = " FROM asks LEFT JOIN decisions ON decisions.ask = asks.id "

func scanAsk(row scanner) (tearsheet.Ask, error) {
	var a tearsheet.Ask
	var d tearsheet.Decision
	var asOf, rules, raised, at string
	err := row.Scan(&a.ID, &a.Run, &a.Symbol, &asOf, &a.Tier, &rules, &a.Rating, &a.Amount, &a.Digest, &raised, &a.Status,
		&d.Verdict, &d.By, &at, &d.Reason, &d.Digest)
	if err != nil {
		return a, err
	}
	if a.AsOf, err = tearsheet.ParseDate(asOf); err != nil {
		return a, err
	}
	if err := json.Unmarshal([]byte(rules), &a.Rules); err != nil {
		return a, err
	}
	if a.RaisedAt, err = readStamp(raised); err != nil {
		return a, err
	}
	if d.Verdict != "" {
		d.AskID = a.ID
		if d.At, err = readStamp(at); err != nil {
			return a, err
		}
		a.Decision = &d
	}
	return a, nil
}

type queryer interface {
	QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row
}

func getAsk(ctx context.Context, db queryer, id string) (tearsheet.Ask, error) {
	a, err := scanAsk(db.QueryRowContext(ctx, "SELECT "+askColumns+askTables+"WHERE asks.id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		return a, notFound("approval", id, "list what waits with: tearsheet queue list")
	}
	return a, err
}

// Ask implements tearsheet.Archive.
func (s *Store) Ask(ctx context.Context, id string) (tearsheet.Ask, error) {
	a, err := getAsk(ctx, s.db, id)
	return a, wrapRead("approval", s.path, err)
}

// Asks implements tearsheet.Archive.
func (s *Store) Asks(ctx context.Context, status tearsheet.GateDecision, limit int) (out []tearsheet.Ask, err error) {
	rows, err := s.db.QueryContext(ctx, "SELECT "+askColumns+askTables+"WHERE ? = '' OR status = ? ORDER BY raised_at DESC, asks.id DESC LIMIT ?", string(status), string(status), limit)
	if err != nil {
		return nil, wrapRead("approvals", s.path, err)
	}
	defer func() { err = errors.Join(err, wrapRead("approvals", s.path, rows.Close())) }()
	for rows.Next() {
		a, err := scanAsk(rows)
		if err != nil {
			return nil, wrapRead("approvals", s.path, err)
		}
		out = append(out, a)
	}
	return out, wrapRead("approvals", s.path, rows.Err())
}

// Decide implements tearsheet.Archive.
func (s *Store) Decide(ctx context.Context, d tearsheet.Decision) (tearsheet.Ask, error) {
	var out tearsheet.Ask
	if d.Verdict != tearsheet.Approved && d.Verdict != tearsheet.Rejected {
		return out, &tearsheet.Error{Op: "approval", Kind: tearsheet.KindInvalid, Subject: d.AskID,
			Err: fmt.Errorf("%q is not a verdict", d.Verdict), Hint: "approve it or reject it"}
	}
	err := s.inTx(ctx, "decide", func(tx *sql.Tx) error {
		a, err := getAsk(ctx, tx, d.AskID)
		if err != nil {
			return err
		}
		refuse := func(format string, args ...any) error {
			return &tearsheet.Error{Op: "approval", Kind: tearsheet.KindConflict, Subject: d.AskID, Err: fmt.Errorf(format, args...),
				Hint: "look at it again with: tearsheet queue show " + d.AskID}
		}
		if a.Status != tearsheet.Pending {
			return refuse("it was already %s by %s on %s", a.Status, a.Decision.By, a.Decision.At.Format(time.DateOnly))
		}
		if d.Digest != a.Digest {
			return refuse("the report changed since it was shown: its digest is %.12s, not %.12s", a.Digest, d.Digest)
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO decisions (ask, verdict, decided_by, decided_at, reason, digest) VALUES (?,?,?,?,?,?)",
			d.AskID, string(d.Verdict), d.By, stamp(d.At), d.Reason, d.Digest); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE asks SET status = ? WHERE id = ?", string(d.Verdict), d.AskID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE runs SET gate = ? WHERE approval_id = ?", string(d.Verdict), d.AskID); err != nil {
			return err
		}
		out, err = getAsk(ctx, tx, d.AskID)
		return err
	})
	return out, err
}
