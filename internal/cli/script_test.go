package cli_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"
	"github.com/rogpeppe/go-internal/testscript"

	"tearsheet/internal/cli"
	"tearsheet/internal/realdata"
	"tearsheet/reports"
)

var update = flag.Bool("update", false, "rewrite what the scripts and golden files expect")

// TestMain makes the test binary act as tearsheet when a script runs it.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tearsheet": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		code := cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ())
		stop()
		os.Exit(code)
	}})
}

// TestScripts tells the command line as stories: testdata/script/*.txtar.
func TestScripts(t *testing.T) { run(t, "testdata/script", "") }

// TestRealScripts are the stories on real data.
func TestRealScripts(t *testing.T) { run(t, "testdata/real", realdata.Dir(t)) }

func run(t *testing.T, dir, data string) {
	if data != "" {
		abs, err := filepath.Abs(data)
		if err != nil {
			t.Fatal(err)
		}
		data = abs
	}
	testscript.Run(t, testscript.Params{
		Dir: dir, UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_DATA_HOME", filepath.Join(e.WorkDir, "state"))
			e.Setenv("DATA", data)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, errors.New("unknown condition " + cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "valid": valid, "same": same, "json": jsonPath, "together": together, "cut": cut,
		},
	})
}

// exits CODE PROGRAM ARGS... checks the exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	if errs := ts.ReadFile("stderr"); strings.Contains(errs, "goroutine ") || strings.Contains(errs, "panic:") {
		ts.Fatalf("a stack trace reached the person")
	}
}

// valid FILE... checks reports against the schema.
func valid(ts *testscript.TestScript, neg bool, args []string) {
	raw, err := reports.Schema()
	ts.Check(err)
	var s jsonschema.Schema
	ts.Check(json.Unmarshal(raw, &s))
	r, err := s.Resolve(nil)
	ts.Check(err)
	for _, f := range args {
		var v any
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(f)), &v))
		if err := r.Validate(v); (err != nil) != neg {
			ts.Fatalf("%s: %v", f, err)
		}
	}
}

// exempt are the fields in which two runs of the same inputs may differ.
func exempt(v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if k == "run_id" || k == "generated_at" || k == "log_head" || k == "ms" || strings.HasSuffix(k, "_ms") {
				delete(v, k)
				continue
			}
			exempt(x)
		}
	case []any:
		for _, x := range v {
			exempt(x)
		}
	}
}

// same A B checks that two reports are equal but for the exempt fields.
func same(ts *testscript.TestScript, neg bool, args []string) {
	var out [2]any
	for i, f := range args {
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(f)), &out[i]))
		exempt(out[i])
	}
	if d := cmp.Diff(out[0], out[1]); (d != "") != neg {
		ts.Fatalf("reports differ or do not: %s", d)
	}
}

// json FILE PATH WANT checks a value; PATH is keys and indices with dots, WANT a
// substring, or "absent".
func jsonPath(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH WANT")
	}
	var v any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &v))
	for key := range strings.SplitSeq(args[1], ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(x) {
				v = nil
				break
			}
			v = x[i]
		default:
			v = nil
		}
	}
	if args[2] == "absent" {
		if (v != nil) != neg {
			ts.Fatalf("%s is %v", args[1], v)
		}
		return
	}
	b, err := json.Marshal(v)
	ts.Check(err)
	if strings.Contains(string(b), args[2]) == neg {
		ts.Fatalf("%s is %s, want %s", args[1], b, args[2])
	}
}

// together CODE PROGRAM ARGS... runs the program twice at the same time.
func together(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	path, err := exec.LookPath(args[1])
	if err != nil {
		path = args[1]
	}
	var wg sync.WaitGroup
	var got [2]int
	var logs [2]string
	for i := range got {
		wg.Go(func() {
			cmd := exec.Command(path, args[2:]...)
			cmd.Dir, cmd.Env = ts.Getenv("WORK"), []string{"HOME=" + ts.Getenv("HOME"), "XDG_DATA_HOME=" + ts.Getenv("XDG_DATA_HOME"), "PATH=" + ts.Getenv("PATH")}
			out, err := cmd.CombinedOutput()
			logs[i] = string(out)
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				got[i] = exit.ExitCode()
			} else if err != nil {
				got[i], logs[i] = -1, err.Error()
			}
		})
	}
	wg.Wait()
	for i := range got {
		if got[i] != want {
			ts.Fatalf("process %d ended with %d, want %d:\n%s", i, got[i], want, logs[i])
		}
	}
}

// cut FILE N keeps the first N bytes.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	b := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b[:n]), 0o600))
}
