package reports_test

import (
	"io"
	"testing"

	"tearsheet/reports"
)

func BenchmarkRender(b *testing.B) {
	r := fullReport()
	for _, f := range reports.Formats() {
		b.Run(string(f), func(b *testing.B) {
			for b.Loop() {
				if err := reports.Render(io.Discard, r, f, reports.Options{Cite: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
