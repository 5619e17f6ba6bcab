package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"tearsheet"
)

// migrations are applied in order; user_version counts those that were. A
// released migration is never edited.
var migrations = []string{`
CREATE TABLE runs (
	id TEXT PRIMARY KEY, symbol TEXT NOT NULL, as_of TEXT NOT NULL, source TEXT NOT NULL,
	started_at TEXT NOT NULL, finished_at TEXT NOT NULL, status TEXT NOT NULL,
	rating TEXT NOT NULL, gate TEXT NOT NULL, approval_id TEXT NOT NULL, error TEXT NOT NULL, log_head TEXT NOT NULL
);
CREATE INDEX runs_started ON runs (started_at DESC, id DESC);
CREATE TABLE events (
	run TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, body BLOB NOT NULL,
	PRIMARY KEY (run, seq)
);
CREATE TABLE reports (run TEXT PRIMARY KEY REFERENCES runs (id), body BLOB NOT NULL);
CREATE TABLE asks (
	id TEXT PRIMARY KEY, run TEXT NOT NULL REFERENCES runs (id), symbol TEXT NOT NULL, as_of TEXT NOT NULL,
	tier INTEGER NOT NULL, rules TEXT NOT NULL, rating TEXT NOT NULL, amount REAL NOT NULL,
	digest TEXT NOT NULL, raised_at TEXT NOT NULL, status TEXT NOT NULL
);
CREATE INDEX asks_status ON asks (status, raised_at DESC, id DESC);
CREATE TABLE decisions (
	ask TEXT PRIMARY KEY REFERENCES asks (id), verdict TEXT NOT NULL, decided_by TEXT NOT NULL,
	decided_at TEXT NOT NULL, reason TEXT NOT NULL, digest TEXT NOT NULL
);
`}

func (s *Store) migrate(ctx context.Context) error {
	var have int
	if err := s.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return wrap("open", s.path, err)
	}
	if have > len(migrations) {
		return &tearsheet.Error{Op: "store open", Kind: tearsheet.KindInvalid, Subject: s.path,
			Err:  fmt.Errorf("its schema is version %d, this program knows %d", have, len(migrations)),
			Hint: "run the newer tearsheet that wrote it, or choose another --home"}
	}
	if have == len(migrations) {
		return nil
	}
	return s.inTx(ctx, "migrate", func(tx *sql.Tx) error {
		// Read again inside the transaction: another process may have been first.
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
			return err
		}
		for ; have < len(migrations); have++ {
			if _, err := tx.ExecContext(ctx, migrations[have]); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", have+1)); err != nil {
				return err
			}
		}
		return nil
	})
}
