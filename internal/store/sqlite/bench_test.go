package sqlite_test

import (
	"path/filepath"
	"testing"

	"tearsheet"
	"tearsheet/internal/store/sqlite"
	"tearsheet/internal/store/storetest"
)

// BenchmarkAppend stores batches of small events, each batch durable.
func BenchmarkAppend(b *testing.B) {
	for name, batch := range map[string]int{"1": 1, "16": 16} {
		b.Run(name, func(b *testing.B) {
			s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "tearsheet.db"))
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			var last *tearsheet.Event
			after := uint64(0)
			b.ReportAllocs()
			for b.Loop() {
				events := storetest.Chain("r", last, batch)
				if err := s.Append(b.Context(), "r", after, events...); err != nil {
					b.Fatal(err)
				}
				last = &events[batch-1]
				after = last.Seq
			}
			b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
