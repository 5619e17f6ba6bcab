package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tearsheet"
	"tearsheet/internal/store/sqlite"
	"tearsheet/internal/store/storetest"
)

// refused checks that a failure is of a kind and tells its reader which file and
// what to do.
func refused(t testing.TB, err error, kind tearsheet.Kind, path string) {
	t.Helper()
	if err == nil || tearsheet.KindOf(err) != kind || tearsheet.HintOf(err) == "" {
		t.Fatalf("got %v (%s, hint %q), want %s and a hint", err, tearsheet.KindOf(err), tearsheet.HintOf(err), kind)
	}
	if !strings.Contains(err.Error(), path) {
		t.Errorf("the message does not name %s: %v", path, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, tc := range []struct {
		name string
		make func(t *testing.T, dir string) string // returns the path to open
	}{
		{"a file that is not a database", func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "tearsheet.db")
			write(t, path, []byte(strings.Repeat("these are notes, not a database\n", 100)))
			return path
		}},
		{"a short file that is not a database", func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "tearsheet.db")
			write(t, path, []byte("notes"))
			return path
		}},
		{"a folder", func(t *testing.T, dir string) string { return dir }},
		{"a path below a file", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "file"), nil)
			return filepath.Join(dir, "file", "tearsheet.db")
		}},
		{"a path two below a file", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "file"), nil)
			return filepath.Join(dir, "file", "home", "tearsheet.db")
		}},
		{"a folder nobody may write to", func(t *testing.T, dir string) string {
			if os.Geteuid() == 0 {
				t.Skip("root may write anywhere")
			}
			if err := os.Chmod(dir, 0o500); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(dir, "tearsheet.db")
		}},
		{"a file system that cannot hold it", func(t *testing.T, _ string) string { return "/proc/tearsheet/tearsheet.db" }},
		{"a newer schema", func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "tearsheet.db")
			s, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(s.Pragma(t.Context(), "user_version = 1000"), s.Close()); err != nil {
				t.Fatal(err)
			}
			return path
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := tc.make(t, t.TempDir())
			before, _ := os.ReadFile(path)
			_, err := sqlite.Open(t.Context(), path)
			refused(t, err, tearsheet.KindInvalid, filepath.Dir(filepath.Dir(path)))
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestOddPaths(t *testing.T) {
	for _, name := range []string{"a b", "50%", "%41", "what?", "a#b", "a&mode=memory", "naïve", "-dash", "'quote'", `"`} {
		dir := filepath.Join(t.TempDir(), name)
		path := filepath.Join(dir, name+".db")
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		if err := errors.Join(s.Append(t.Context(), "r", 0, storetest.Chain("r", nil, 2)...), s.Close()); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		if st, err := os.Stat(path); err != nil || st.Size() == 0 || st.Mode().Perm() != 0o600 {
			t.Errorf("%q: the store is not in its file, or others may read it: %v %v", name, st, err)
		}
		if left, _ := os.ReadDir(dir); len(left) != 1 {
			t.Errorf("%q: %d files are left", name, len(left))
		}
	}
	t.Chdir(t.TempDir())
	s, err := sqlite.Open(t.Context(), "relative.db")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat("relative.db"); err != nil {
		t.Error(err)
	}
}

// filled makes a closed store with a log, runs, reports and approvals.
func filled(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tearsheet.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 6 {
		run := tearsheet.RunInfo{ID: tearsheet.RunID(fmt.Sprintf("r%d", i)), Symbol: "AAPL", AsOf: day, Source: "files", StartedAt: day.EndOfDay(), Status: "finished"}
		ask := tearsheet.Ask{ID: "A" + string(run.ID), Run: run.ID, Symbol: "AAPL", AsOf: day, Rating: tearsheet.Buy, Digest: "d", RaisedAt: day.EndOfDay()}
		if _, err := s.PutReport(t.Context(), run, report, &ask); err != nil {
			t.Fatal(err)
		}
		if err := s.Append(t.Context(), run.ID, 0, storetest.Chain(run.ID, nil, 20)...); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var (
	day    = tearsheet.Date{Year: 2025, Month: 2, Day: 24}
	report = bytes.Repeat([]byte(`{"a report": "of some length"}`), 300)
)

// readAll reads everything there is and returns the failures. It fails the test
// when damage comes back as if it were data.
func readAll(t testing.TB, path string) (errs []error) {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		return []error{err}
	}
	defer func() {
		if err := s.Close(); err != nil {
			errs = append(errs, err)
		}
	}()
	keep := func(err error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	for i := range 6 {
		id := tearsheet.RunID(fmt.Sprintf("r%d", i))
		want := storetest.Chain(id, nil, 20)
		n := 0
		for e, err := range s.Events(ctx, id, 0) {
			keep(err)
			if err != nil {
				break
			}
			var prev *tearsheet.Event
			if n > 0 {
				prev = &want[n-1]
			}
			if err := e.Verify(prev); err != nil {
				keep(&tearsheet.Error{Op: "verify", Kind: tearsheet.KindInvalid, Hint: "x", Err: err}) // what the auditor says
				break
			}
			if n >= len(want) || e.Hash != want[n].Hash {
				t.Fatalf("run %s, event %d came back altered and verifies", id, n+1)
			}
			n++
		}
		b, err := s.Report(ctx, id)
		keep(err)
		if err == nil && !bytes.Equal(b, report) {
			t.Fatalf("report %s came back altered", id)
		}
		_, err = s.Run(ctx, id)
		keep(err)
		_, err = s.Ask(ctx, "A"+string(id))
		keep(err)
	}
	_, err = s.Runs(ctx, 100)
	keep(err)
	_, err = s.Asks(ctx, "", 100)
	keep(err)
	return errs
}

// told checks that damage is reported as damage or as something missing, never as
// a fault of the program.
func told(t testing.TB, what string, errs []error) {
	t.Helper()
	for _, err := range errs {
		switch k := tearsheet.KindOf(err); {
		case k != tearsheet.KindInvalid && k != tearsheet.KindNotFound && k != tearsheet.KindUnavailable:
			t.Errorf("%s: %v (%s)", what, err, k)
		case tearsheet.HintOf(err) == "":
			t.Errorf("%s: no hint: %v", what, err)
		}
	}
}

func TestTruncatedFile(t *testing.T) {
	good := filled(t)
	path := filepath.Join(t.TempDir(), "tearsheet.db")
	found := 0
	sizes := []int{1, 15, 16, 50, 99, 100, 511, 512, 4095, 4096, 4097, 8192, len(good) - 4096, len(good) - 100}
	for _, n := range sizes {
		write(t, path, good[:n])
		errs := readAll(t, path)
		told(t, fmt.Sprintf("cut to %d of %d bytes", n, len(good)), errs)
		if len(errs) > 0 {
			found++
		}
	}
	if found != len(sizes) {
		t.Errorf("%d of %d cuts were noticed", found, len(sizes))
	}
	write(t, path, good)
	if errs := readAll(t, path); errs != nil {
		t.Errorf("the whole file: %v", errs)
	}
}

func TestFlippedBits(t *testing.T) {
	good := filled(t)
	path := filepath.Join(t.TempDir(), "tearsheet.db")
	r := rand.New(rand.NewPCG(7, 3))
	tries := 400
	if testing.Short() {
		tries = 80
	}
	found := 0
	for range tries {
		bad := bytes.Clone(good)
		at := r.IntN(len(bad))
		if r.IntN(3) == 0 {
			at = r.IntN(4096) // the header and the schema
		}
		bit := r.IntN(8)
		bad[at] ^= 1 << bit
		write(t, path, bad)
		errs := readAll(t, path)
		told(t, fmt.Sprintf("bit %d of byte %d", bit, at), errs)
		if len(errs) > 0 {
			found++
		}
	}
	t.Logf("%d of %d flips were noticed; the others hit free space or plain columns, never a log or a report", found, tries)
	if found < tries/4 {
		t.Error("too few to believe the test")
	}
}

func write(t testing.TB, path string, b []byte) {
	t.Helper()
	for _, more := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + more); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
