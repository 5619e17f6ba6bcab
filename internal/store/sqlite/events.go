package sqlite

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"

	"tearsheet"
)

// maxBody bounds what a stored body may unpack to.
const maxBody = 256 << 20

// Append implements tearsheet.RunStore.
func (s *Store) Append(ctx context.Context, run tearsheet.RunID, after uint64, events ...tearsheet.Event) error {
	if len(events) == 0 {
		return nil
	}
	bodies := make([][]byte, len(events))
	for i, e := range events {
		b, err := json.Marshal(e)
		if err == nil {
			bodies[i], err = pack(b)
		}
		if err != nil {
			return wrap("append", string(run), err)
		}
	}
	return s.inTx(ctx, "append", func(tx *sql.Tx) error {
		var head *tearsheet.Event
		var seq uint64
		var hash string
		err := tx.QueryRowContext(ctx, "SELECT seq, hash FROM events WHERE run = ? ORDER BY seq DESC LIMIT 1", string(run)).Scan(&seq, &hash)
		switch {
		case err == nil:
			head = &tearsheet.Event{Seq: seq, Hash: hash}
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		if seq != after {
			return &tearsheet.Error{Op: "store append", Kind: tearsheet.KindConflict, Subject: string(run),
				Err: fmt.Errorf("the log ends at event %d, not %d: another process wrote to this run", seq, after)}
		}
		for i := range events {
			if events[i].Run != run {
				return &tearsheet.Error{Op: "store append", Kind: tearsheet.KindInternal, Subject: string(run),
					Err: fmt.Errorf("event %d belongs to run %s", events[i].Seq, events[i].Run)}
			}
			if err := events[i].Verify(head); err != nil {
				return &tearsheet.Error{Op: "store append", Kind: tearsheet.KindInternal, Subject: string(run), Err: err}
			}
			if _, err := tx.ExecContext(ctx, "INSERT INTO events (run, seq, hash, body) VALUES (?, ?, ?, ?)",
				string(run), events[i].Seq, events[i].Hash, bodies[i]); err != nil {
				return err
			}
			head = &events[i]
		}
		return nil
	})
}

// Events implements tearsheet.RunStore. It reads in pages, so the caller may
// append to the store while ranging.
func (s *Store) Events(ctx context.Context, run tearsheet.RunID, after uint64) iter.Seq2[tearsheet.Event, error] {
	return func(yield func(tearsheet.Event, error) bool) {
		for {
			page, err := s.page(ctx, run, after, 64)
			if err != nil {
				yield(tearsheet.Event{}, err)
				return
			}
			for _, e := range page {
				if !yield(e, nil) {
					return
				}
				after = e.Seq
			}
			if len(page) == 0 {
				return
			}
		}
	}
}

func (s *Store) page(ctx context.Context, run tearsheet.RunID, after uint64, limit int) (out []tearsheet.Event, err error) {
	rows, err := s.db.QueryContext(ctx, "SELECT body FROM events WHERE run = ? AND seq > ? ORDER BY seq LIMIT ?", string(run), after, limit)
	if err != nil {
		return nil, wrapRead("events of "+string(run), s.path, err)
	}
	defer func() { err = errors.Join(err, wrapRead("events of "+string(run), s.path, rows.Close())) }()
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return nil, wrapRead("events of "+string(run), s.path, err)
		}
		var e tearsheet.Event
		if b, err := unpack(body); err != nil {
			return nil, wrapRead("events of "+string(run), s.path, err)
		} else if err := json.Unmarshal(b, &e); err != nil {
			return nil, wrapRead("events of "+string(run), s.path, err)
		}
		out = append(out, e)
	}
	return out, wrapRead("events of "+string(run), s.path, rows.Err())
}

// packers keeps compressors: a new one costs a megabyte.
var packers = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is valid; unreachable
	}
	return z
}}

func pack(b []byte) ([]byte, error) {
	z := packers.Get().(*gzip.Writer)
	defer packers.Put(z)
	var buf bytes.Buffer
	z.Reset(&buf)
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

func unpack(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(z, maxBody+1))
	if err != nil {
		return nil, err
	}
	if len(out) > maxBody {
		return nil, fmt.Errorf("a stored body unpacks to more than %d bytes", maxBody)
	}
	return out, z.Close()
}
