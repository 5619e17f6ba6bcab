package files

import (
	"context"
	"testing"

	"tearsheet"
	"tearsheet/internal/realdata"
)

func BenchmarkLayout(b *testing.B) {
	for b.Loop() {
		if l, errs := parseLayout(defaultYAML); len(errs) > 0 || len(l.check()) > 0 {
			b.Fatal(errs)
		}
	}
}

// BenchmarkFactsParse is the parse of AAPL's companyfacts, decompressed.
func BenchmarkFactsParse(b *testing.B) {
	body := realdata.Read(b, "fundamentals", "companyfacts", "CIK0000320193.json.gz")
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if f, err := parseFacts(blob{data: body}); err != nil || len(f.facts) != 24852 {
			b.Fatal(err)
		}
	}
}

// BenchmarkFactsCold is a first query of all of AAPL's facts: read, decompress,
// digest, parse, filter, seal. Bytes are those of the decompressed body.
func BenchmarkFactsCold(b *testing.B) { benchFacts(b, true, nil) }

// BenchmarkFactsWarm is the same query again.
func BenchmarkFactsWarm(b *testing.B) { benchFacts(b, false, nil) }

// BenchmarkFactsColdFew asks for three concepts.
func BenchmarkFactsColdFew(b *testing.B) {
	benchFacts(b, true, []tearsheet.Concept{"us-gaap:Assets", "us-gaap:NetIncomeLoss", "us-gaap:EarningsPerShareDiluted"})
}

func benchFacts(b *testing.B, cold bool, concepts []tearsheet.Concept) {
	b.SetBytes(4150556)
	b.ReportAllocs()
	p := realProvider(b)
	for b.Loop() {
		if cold {
			p.cache = newCache(96 << 20)
		}
		f, err := p.Facts(context.Background(), tearsheet.FactQuery{CIK: 320193, Concepts: concepts, AsOf: asOf("2026-08-21")})
		if err != nil || len(f) == 0 {
			b.Fatal(len(f), err)
		}
	}
}

func BenchmarkBarsCold(b *testing.B) { benchBars(b, true, "AAPL") }
func BenchmarkBarsWarm(b *testing.B) { benchBars(b, false, "AAPL") }

// BenchmarkBarsPanelCold reads one symbol out of the 501-symbol panel.
func BenchmarkBarsPanelCold(b *testing.B) { benchBars(b, true, "DIS") }

// BenchmarkBarsPanelWarm reads it again, the panel being in memory.
func BenchmarkBarsPanelWarm(b *testing.B) { benchBars(b, false, "DIS") }

func benchBars(b *testing.B, cold bool, symbol string) {
	b.ReportAllocs()
	p := realProvider(b)
	for b.Loop() {
		if cold {
			p.cache = newCache(96 << 20)
		}
		if _, err := p.Bars(context.Background(), tearsheet.BarQuery{Security: sec(symbol), AsOf: asOf("2023-02-24")}); err != nil {
			b.Fatal(err)
		}
	}
}
