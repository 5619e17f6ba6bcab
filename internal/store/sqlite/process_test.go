package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tearsheet"
	"tearsheet/internal/store/sqlite"
	"tearsheet/internal/store/storetest"
)

// The test binary runs itself as another process: this names its task.
const childEnv = "TEARSHEET_STORE_CHILD"

func TestMain(m *testing.M) {
	if task := os.Getenv(childEnv); task != "" {
		if err := child(task, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// child appends events of a run one by one and says so after each.
func child(task string, args []string) error {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, args[0])
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	run := tearsheet.RunID(args[1])
	after := uint64(0)
	for i, e := range storetest.Chain(run, nil, n) {
		if err := s.Append(ctx, run, after, e); err != nil {
			return fmt.Errorf("%s, event %d: %w", task, i+1, err)
		}
		after = e.Seq
		fmt.Println(after)
	}
	return s.Close()
}

func start(t *testing.T, task string, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, args...)
	cmd.Env = append(os.Environ(), childEnv+"="+task)
	return cmd
}

func TestProcessesOpenAtOnce(t *testing.T) {
	for range 3 { // each time the file is new, so all of them race to make its tables
		path := filepath.Join(t.TempDir(), "tearsheet.db")
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				if out, err := start(t, "append", path, fmt.Sprintf("p%d", i), "25").CombinedOutput(); err != nil {
					t.Errorf("process %d: %v: %s", i, err, out)
				}
			})
		}
		wg.Wait()
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 4 {
			if got := storetest.Read(t, s, tearsheet.RunID(fmt.Sprintf("p%d", i)), 0); len(got) != 25 {
				t.Errorf("process %d left %d events", i, len(got))
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestKillWhileAppending(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tearsheet.db")
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	for round := range rounds {
		run := fmt.Sprintf("k%d", round)
		cmd := start(t, "append", path, run, "3000")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		acknowledged := uint64(0)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if acknowledged, err = strconv.ParseUint(lines.Text(), 10, 64); err != nil {
				t.Fatal(err)
			}
			if acknowledged == uint64(20+17*round) {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait() // killed
		if acknowledged == 0 {
			t.Fatal("the child wrote nothing")
		}
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		log := storetest.Read(t, s, tearsheet.RunID(run), 0) // fails unless a valid chain from the first event
		if n := uint64(len(log)); n < acknowledged || n > acknowledged+1 {
			t.Errorf("round %d: %d events were acknowledged, %d are there", round, acknowledged, n)
		}
		// The run can go on where it stopped.
		last := log[len(log)-1]
		if err := s.Append(t.Context(), tearsheet.RunID(run), last.Seq, storetest.Chain(tearsheet.RunID(run), &last, 1)...); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestDiskFull(t *testing.T) {
	t.Run("page limit", func(t *testing.T) {
		fillUp(t, t.TempDir(), func(s *sqlite.Store) error { return s.Pragma(t.Context(), "max_page_count = 120") },
			func(s *sqlite.Store) error { return s.Pragma(t.Context(), "max_page_count = 1000000") })
	})
	t.Run("file system", func(t *testing.T) {
		dir := t.TempDir()
		if runtime.GOOS != "linux" || os.Geteuid() != 0 {
			t.Skip("only root on Linux may mount a small file system")
		}
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
			t.Skipf("no small file system can be mounted: %v", err)
		}
		t.Cleanup(func() {
			if err := syscall.Unmount(dir, 0); err != nil {
				t.Error(err)
			}
		})
		fillUp(t, dir, func(*sqlite.Store) error { return nil },
			func(*sqlite.Store) error { return syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=16m") })
		full := filepath.Join(dir, "full")
		if err := os.WriteFile(full, make([]byte, 32<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("the file system does not fill up: %v", err)
		}
		_, err := sqlite.Open(t.Context(), filepath.Join(dir, "home", "new.db"))
		refused(t, err, tearsheet.KindUnavailable, dir)
	})
}

// fillUp appends until the disk is full, and checks that what was acknowledged is
// intact then, after a reopening, and that writing goes on when there is room.
func fillUp(t *testing.T, dir string, limit, relieve func(*sqlite.Store) error) {
	path := filepath.Join(dir, "tearsheet.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	run := tearsheet.RunInfo{ID: "r1", Symbol: "AAPL", AsOf: day, StartedAt: day.EndOfDay(), Status: "running"}
	if _, err := s.PutReport(t.Context(), run, report, nil); err != nil {
		t.Fatal(err)
	}
	if err := limit(s); err != nil {
		t.Fatal(err)
	}
	events := storetest.Chain("r1", nil, 8_000)
	const batch = 50
	stored := 0
	for err == nil {
		if err = s.Append(t.Context(), "r1", uint64(stored), events[stored:stored+batch]...); err == nil {
			stored += batch
		}
		if stored+batch > len(events) {
			t.Fatal("the disk never fills up")
		}
	}
	refused(t, err, tearsheet.KindUnavailable, path)
	if !strings.Contains(tearsheet.HintOf(err), "free some space") && !strings.Contains(tearsheet.HintOf(err), "free space") {
		t.Errorf("the hint does not say what to do: %s", tearsheet.HintOf(err))
	}
	intact := func() {
		t.Helper()
		if got := storetest.Read(t, s, "r1", 0); len(got) != stored {
			t.Errorf("%d events were acknowledged, %d are there", stored, len(got))
		}
		if b, err := s.Report(t.Context(), "r1"); err != nil || string(b) != string(report) {
			t.Errorf("the report is damaged: %v", err)
		}
	}
	intact()
	if stored == 0 {
		t.Error("nothing was stored before the disk was full")
	}
	if err := relieve(s); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(t.Context(), "r1", uint64(stored), events[stored:stored+batch]...); err != nil {
		t.Fatalf("there is room again: %v", err)
	}
	stored += batch
	intact()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = sqlite.Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	intact()
}

// A process that holds the file too long makes the others say so.
func TestBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tearsheet.db")
	a, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := errors.Join(a.Close(), b.Close()); err != nil {
			t.Error(err)
		}
	}()
	release, err := a.Hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Pragma(t.Context(), "busy_timeout = 50"); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	refused(t, b.Append(t.Context(), "r", 0, storetest.Chain("r", nil, 1)...), tearsheet.KindUnavailable, path)
	if d := time.Since(begin); d > 5*time.Second {
		t.Errorf("it took %s to give up", d)
	}
	if got := storetest.Read(t, b, "r", 0); len(got) != 0 { // readers are not blocked
		t.Error("events from nowhere")
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if err := b.Append(t.Context(), "r", 0, storetest.Chain("r", nil, 1)...); err != nil {
		t.Error(err)
	}
}
