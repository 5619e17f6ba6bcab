package app

import (
	"context"

	"tearsheet"
	"tearsheet/internal/store/sqlite"
)

// openArchive is the one line that chooses the store.
func openArchive(ctx context.Context, path string) (tearsheet.Archive, error) {
	return sqlite.Open(ctx, path)
}
