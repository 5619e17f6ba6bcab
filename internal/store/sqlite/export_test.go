package sqlite

import "context"

// Pragma runs a PRAGMA on the store's only connection.
func (s *Store) Pragma(ctx context.Context, pragma string) error {
	_, err := s.db.ExecContext(ctx, "PRAGMA "+pragma)
	return err
}

// Hold takes the file's write lock, as a process does that writes for long.
func (s *Store) Hold(ctx context.Context) (release func() error, err error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return tx.Rollback, nil
}
