package reports_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tearsheet"
	"tearsheet/reports"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func render(t testing.TB, r *tearsheet.Report, f reports.Format, o reports.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := reports.Render(&b, r, f, o); err != nil {
		t.Fatalf("render %s: %v", f, err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, r := range fixtures() {
		for file, c := range map[string]struct {
			f reports.Format
			o reports.Options
		}{
			".txt":       {reports.Text, reports.Options{}},
			".60.txt":    {reports.Text, reports.Options{Width: 60, Cite: true}},
			".color.txt": {reports.Text, reports.Options{Width: 100, Color: true}},
			".md":        {reports.Markdown, reports.Options{}},
			".html":      {reports.HTML, reports.Options{}},
			".json":      {reports.JSON, reports.Options{}},
		} {
			if file == ".color.txt" && name != "full" {
				continue
			}
			t.Run(name+file, func(t *testing.T) {
				got := render(t, r, c.f, c.o)
				if again := render(t, r, c.f, c.o); again != got {
					t.Fatal("two renderings of one report differ")
				}
				path := filepath.Join("testdata", name+file)
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
					return
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(string(want), got); d != "" {
					t.Errorf("%s differs from its golden file (-want +got); go test ./reports -run TestGolden -update rewrites it:\n%s", path, d)
				}
			})
		}
	}
}
