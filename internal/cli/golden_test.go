package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tearsheet"
	"tearsheet/internal/app"
	"tearsheet/internal/realdata"
	"tearsheet/reports"
)

type fixedClock struct{}

func (fixedClock) Now() time.Time { return time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC) }

// TestGoldenReports keeps whole tear sheets of real companies: a large company
// with every panel, a 52/53-week filer after a split, a bank and a loss-maker.
func TestGoldenReports(t *testing.T) {
	data := realdata.Dir(t)
	for _, c := range []struct{ symbol, asOf string }{{"AAPL", "2025-02-24"}, {"NVDA", "2025-03-10"}, {"JPM", "2026-03-20"}, {"NKLA", "2024-03-08"}} {
		t.Run(c.symbol, func(t *testing.T) {
			a := app.New(app.Options{Config: app.Defaults(), Home: t.TempDir(), Clock: fixedClock{}})
			t.Cleanup(func() {
				if err := a.Close(); err != nil {
					t.Error(err)
				}
			})
			out, err := a.Analyze(t.Context(), app.Request{Symbol: c.symbol, AsOf: c.asOf, Source: data, Amount: 10000, LLM: "rules"})
			if err != nil {
				t.Fatal(err)
			}
			r := out.Report
			r.RunID, r.Provenance.LogHead, r.Data.Source = "RUN", "HEAD", "DATA"
			r.GeneratedAt, r.Usage.WallMS = time.Time{}, 0
			for i := range r.Usage.Nodes {
				r.Usage.Nodes[i].MS = 0
			}
			for i := range r.Data.Gaps { // the folder's place on this machine
				r.Data.Gaps[i].Hint = string(bytes.ReplaceAll([]byte(r.Data.Gaps[i].Hint), []byte(data), []byte("DATA")))
			}
			var b bytes.Buffer
			if err := reports.Render(&b, &r, reports.Text, reports.Options{Width: 100}); err != nil {
				t.Fatal(err)
			}
			golden(t, c.symbol+".txt", b.Bytes())
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s changed (-want +got); if it is right, run with -update:\n%s", name, d)
	}
}

// TestStoredDigest checks that what a reviewer decides on is what is stored: the
// digest survives the trip through JSON.
func TestStoredDigest(t *testing.T) {
	a := app.New(app.Options{Config: app.Defaults(), Home: t.TempDir(), Clock: fixedClock{}})
	defer a.Close()
	out, err := a.Analyze(t.Context(), app.Request{Symbol: "XMPL", Source: "sample", Amount: 10000})
	if err != nil {
		t.Fatal(err)
	}
	stored, err := a.Stored(t.Context(), out.Report.RunID)
	if err != nil {
		t.Fatal(err)
	}
	got, err := stored.ContentDigest()
	if err != nil {
		t.Fatal(err)
	}
	if got != out.Report.Gate.Digest {
		t.Errorf("digest %s after storing, %s before", got, out.Report.Gate.Digest)
	}
	if out.Report.Gate.Decision != tearsheet.Pending {
		t.Fatalf("gate: %v", out.Report.Gate)
	}
	ask, err := a.Decide(t.Context(), out.Report.Gate.ApprovalID, tearsheet.Approved, "ada", "")
	if err != nil || ask.Status != tearsheet.Approved {
		t.Fatalf("decide: %v %v", ask, err)
	}
}
