// Package sqlite keeps runs, event logs, reports and approvals in one SQLite
// file: write-ahead log, full synchronous commits, one writer connection per
// process, any number of processes.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"tearsheet"
)

// Store is a tearsheet.Archive in a SQLite file.
type Store struct {
	db   *sql.DB
	path string
}

var _ tearsheet.Archive = (*Store)(nil)

// Open opens or creates the file, with its folder, and brings its schema up to
// date. KindInvalid when the place cannot be used, KindUnavailable when the disk
// is full or another process holds the file too long.
func Open(ctx context.Context, path string) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, wrap("open", path, err)
	}
	if f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, wrap("open", path, err)
	} else if err := f.Close(); err != nil {
		return nil, wrap("open", path, err)
	}
	q := url.Values{"_pragma": {"busy_timeout(15000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}, "_txlock": {"immediate"}}
	dsn := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, wrap("open", path, err)
	}
	db.SetMaxOpenConns(1)
	s := &Store{db: db, path: path}
	if err := s.migrate(ctx); err != nil {
		_ = db.Close() // nothing was written; the first failure is the one to tell
		return nil, err
	}
	return s, nil
}

// Close closes the file.
func (s *Store) Close() error { return wrap("close", s.path, s.db.Close()) }

// inTx runs f in an immediate transaction.
func (s *Store) inTx(ctx context.Context, op string, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return wrap(op, s.path, err)
	}
	if err := f(tx); err != nil {
		if rerr := tx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) {
			err = fmt.Errorf("%w (and the rollback: %v)", err, rerr) //nolint:errorlint // the first failure is the cause
		}
		return wrap(op, s.path, err)
	}
	return wrap(op, s.path, tx.Commit())
}

// damaged is what to do about a file that cannot be read.
const damaged = "the file is not a tearsheet store or is damaged: restore a backup, or move it away to start anew"

// wrapRead is wrap for reading what was stored: what cannot be decoded is damage
// of the file and no fault of the program.
func wrapRead(op, path string, err error) error {
	err = wrap(op, path, err)
	var house *tearsheet.Error
	if errors.As(err, &house) && house.Kind == tearsheet.KindInternal {
		house.Kind, house.Hint = tearsheet.KindInvalid, damaged
	}
	return err
}

// wrap turns a driver or file error into the house's error, with what to do next.
func wrap(op, path string, err error) error {
	var house *tearsheet.Error
	if err == nil || errors.As(err, &house) {
		return err
	}
	out := &tearsheet.Error{Op: "store " + op, Subject: path, Kind: tearsheet.KindInternal, Err: err}
	var lite *driver.Error
	var place *fs.PathError
	switch {
	case errors.As(err, &lite):
		switch lite.Code() & 0xff {
		case codes.SQLITE_FULL:
			out.Kind, out.Hint = tearsheet.KindUnavailable, "the disk is full: free some space or choose another --home"
		case codes.SQLITE_IOERR:
			out.Kind, out.Hint = tearsheet.KindUnavailable, "the disk refused the write: check its free space and health, or choose another --home"
		case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
			out.Kind, out.Hint = tearsheet.KindUnavailable, "another process holds the file: wait for it to finish and try again"
		case codes.SQLITE_NOTADB, codes.SQLITE_CORRUPT, codes.SQLITE_ERROR: // the last: its tables are not ours
			out.Kind, out.Hint = tearsheet.KindInvalid, damaged
		case codes.SQLITE_INTERRUPT: // the context ended
			out.Kind = tearsheet.KindUnavailable
		case codes.SQLITE_READONLY, codes.SQLITE_CANTOPEN, codes.SQLITE_PERM:
			out.Kind, out.Hint = tearsheet.KindInvalid, "choose a folder you may write to with --home"
		}
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		out.Kind, out.Hint = tearsheet.KindUnavailable, "the disk is full: free some space or choose another --home"
	case errors.As(err, &place):
		out.Kind, out.Hint = tearsheet.KindInvalid, "choose a folder you may write to with --home"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		out.Kind = tearsheet.KindUnavailable
	}
	return out
}

func notFound(what, id string, hint string) error {
	return &tearsheet.Error{Op: what, Kind: tearsheet.KindNotFound, Subject: id, Err: fmt.Errorf("there is no such %s", what), Hint: hint}
}

// stamp writes a time with all its digits, so that stamps sort as times do.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000Z07:00") }

func readStamp(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339Nano, s)
}
