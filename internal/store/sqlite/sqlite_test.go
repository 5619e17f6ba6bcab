package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"tearsheet"
	"tearsheet/internal/store/sqlite"
	"tearsheet/internal/store/storetest"
)

func open(t testing.TB, place string) tearsheet.Archive {
	t.Helper()
	s, err := sqlite.Open(context.Background(), filepath.Join(place, "tearsheet.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestArchive(t *testing.T) { storetest.Run(t, open) }
