// Package realdata finds the folder of real vendor and filing data that tests
// read. A developer or CI machine has it; a user's clone does not.
package realdata

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Dir returns the data folder: $TEARSHEET_DATA, else ../shared/data beside the
// module. Where it is missing the test fails under CI=true and is skipped
// otherwise; a skip appends the test's name to the file named by
// $TEARSHEET_SKIPS so that `make test` can print how many were skipped.
func Dir(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("TEARSHEET_DATA")
	if dir == "" {
		root, err := moduleRoot()
		if err != nil {
			tb.Fatal(err)
		}
		dir = filepath.Join(root, "..", "shared", "data")
	}
	if st, err := os.Stat(filepath.Join(dir, "prices")); err == nil && st.IsDir() {
		return dir
	}
	if os.Getenv("CI") == "true" {
		tb.Fatalf("real data folder %s is missing; set TEARSHEET_DATA (CI must have it)", dir)
	}
	if log := os.Getenv("TEARSHEET_SKIPS"); log != "" {
		f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err == nil {
			fmt.Fprintln(f, tb.Name())
			f.Close()
		}
	}
	tb.Skipf("real data folder %s is not here; set TEARSHEET_DATA to run this test", dir)
	return ""
}

// Path joins name to Dir and checks that the file exists.
func Path(tb testing.TB, name ...string) string {
	tb.Helper()
	p := filepath.Join(append([]string{Dir(tb)}, name...)...)
	if _, err := os.Stat(p); err != nil {
		tb.Fatalf("real data file: %v", err)
	}
	return p
}

// Read returns the bytes of a file of the folder, gunzipped when it ends in .gz.
func Read(tb testing.TB, name ...string) []byte {
	tb.Helper()
	p := Path(tb, name...)
	f, err := os.Open(p)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(p, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			tb.Fatalf("%s: %v", p, err)
		}
		r = z
	}
	b, err := io.ReadAll(r)
	if err != nil {
		tb.Fatalf("%s: %v", p, err)
	}
	return b
}

func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("realdata: no go.mod above the working directory")
		}
		dir = up
	}
}
