package rag

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tearsheet"
	"tearsheet/internal/realdata"
)

var update = flag.Bool("update", false, "rewrite the golden section lists")

// realFilings lists the real filings by form, as their names give it.
func realFilings(tb testing.TB, form string) []string {
	tb.Helper()
	all, err := filepath.Glob(filepath.Join(realdata.Dir(tb), "filings", "*.gz"))
	if err != nil {
		tb.Fatal(err)
	}
	var out []string
	for _, p := range all {
		if n := filepath.Base(p); strings.Contains(n, "_"+form) && strings.Contains(n, ".htm") {
			out = append(out, n)
		}
	}
	return out
}

// TestRealSections: the bodies of Items 1, 1A, 7 and 8 are found in at least
// 95 % of the annual reports that print them; one that refers to another
// document says so.
func TestRealSections(t *testing.T) {
	found, all := 0, 0
	for _, n := range realFilings(t, "10-K") {
		d, err := Parse(t.Context(), "10-K", realdata.Read(t, "filings", n))
		if err != nil {
			t.Errorf("%s: %v", n, err)
			continue
		}
		for item, floor := range map[string]int{"1": 10_000, "1A": 20_000, "7": 12_000, "8": 50_000} {
			s, ok := d.Section(item)
			if strings.HasPrefix(n, "WFC") && item != "1" {
				if !ok || !s.Stub || s.Chars > 600 {
					t.Errorf("%s: Item %s is in the annual report to shareholders: %+v", n, item, s)
				}
				continue
			}
			all++
			if ok && !s.Stub && s.Chars >= floor {
				found++
			} else {
				t.Logf("%s: Item %s: %+v", n, item, s)
			}
		}
	}
	t.Logf("%d of %d section bodies found", found, all)
	if all == 0 || float64(found) < 0.95*float64(all) {
		t.Errorf("%d of %d", found, all)
	}
}

// TestGoldenSections compares names and sizes of sections with those checked
// by hand.
func TestGoldenSections(t *testing.T) {
	for _, n := range []string{
		"AAPL_10-K_2024-11-01.htm.gz", "AAPL_10-K_2000_0000912057-00-023442.txt.gz", "AAPL_10-Q_2025-08-01.htm.gz", "AMZN_10-K_2025-02-07.htm.gz",
		"BA_10-K_2025-02-03.htm.gz", "KO_10-K_2025-02-20.htm.gz", "MSFT_10-Q_000156459022035087.htm.gz", "NVDA_10-K_2025-02-26.htm.gz",
		"TSLA_10-K_2025-01-30.htm.gz", "WFC_10-K_2025-02-25.htm.gz", "WMT_10-K_2025-03-14.htm.gz", "XOM_10-Q_2025-08-04.htm.gz",
	} {
		d, err := Parse(t.Context(), "", realdata.Read(t, "filings", n))
		if err != nil {
			t.Errorf("%s: %v", n, err)
			continue
		}
		var b strings.Builder
		for _, s := range d.Sections {
			mark := ""
			if s.Stub {
				mark = " (by reference)"
			}
			fmt.Fprintf(&b, "%7d  %s%s\n", s.Chars, s.Name, mark)
		}
		golden := filepath.Join("testdata", "sections", strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(n, ".gz"), ".htm"), ".txt")+".txt")
		if *update {
			if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), b.String()); diff != "" {
			t.Errorf("%s: %s", n, diff)
		}
	}
}

// TestRealFilingsAreQuiet: no real filing looks like instructions to a model,
// and every inline fact stands where it says.
func TestRealFilingsAreQuiet(t *testing.T) {
	facts, placed := 0, 0
	for _, n := range realFilings(t, "10-") {
		d, err := Parse(t.Context(), "", realdata.Read(t, "filings", n))
		if err != nil {
			t.Errorf("%s: %v", n, err)
			continue
		}
		for _, w := range d.Warnings {
			if !strings.Contains(w, "is not in this document") {
				t.Errorf("%s: %s", n, w)
			}
		}
		for _, c := range d.Chunks() {
			if m := instructions(c.Text); len(m) > 0 {
				t.Errorf("%s: %v: %s", n, m, c.Text)
			}
		}
		for _, f := range d.Facts {
			facts++
			if f.Block >= 0 && f.Start >= 0 && f.End <= len(d.Blocks[f.Block].Text) && f.Start <= f.End && d.Blocks[f.Block].Text[f.Start:f.End] == f.Value {
				placed++
			}
		}
	}
	t.Logf("%d of %d inline facts stand at their offsets", placed, facts)
	if float64(placed) < 0.99*float64(facts) {
		t.Errorf("%d of %d", placed, facts)
	}
}

func apple(tb testing.TB) (tearsheet.Security, []tearsheet.Filing, func(context.Context, tearsheet.Filing) ([]byte, error)) {
	tb.Helper()
	realdata.Dir(tb) // skips here: a skip inside the library's own goroutine would leave it waiting
	sec := tearsheet.Security{ID: tearsheet.SecurityID{Symbol: "AAPL"}, Name: "Apple Inc.", Issuer: &tearsheet.Issuer{CIK: 320193, Name: "Apple Inc."}}
	day := func(y, m, d int) tearsheet.Date { return tearsheet.Date{Year: y, Month: time.Month(m), Day: d} }
	fs := []tearsheet.Filing{
		{Accession: "0000320193-25-000079", CIK: 320193, Form: "10-K", Filed: day(2025, 10, 31), Period: day(2025, 9, 27), Document: "AAPL_10-K_000032019325000079.htm.gz"},
		{Accession: "0000320193-25-000073", CIK: 320193, Form: "10-Q", Filed: day(2025, 8, 1), Period: day(2025, 6, 28), Document: "AAPL_10-Q_2025-08-01.htm.gz"},
		{Accession: "0000320193-24-000123", CIK: 320193, Form: "10-K", Filed: day(2024, 11, 1), Period: day(2024, 9, 28), Document: "AAPL_10-K_2024-11-01.htm.gz"},
		{Accession: "0000912057-00-023442", CIK: 320193, Form: "10-Q", Filed: day(2000, 5, 11), Period: day(2000, 4, 1), Document: "AAPL_10-K_2000_0000912057-00-023442.txt.gz"},
	}
	return sec, fs, func(_ context.Context, f tearsheet.Filing) ([]byte, error) {
		return realdata.Read(tb, "filings", f.Document), nil
	}
}

func TestRealRetrieval(t *testing.T) {
	sec, fs, open := apple(t)
	r, got, err := NewLibrary().Index(t.Context(), sec, fs, open)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range got {
		if x.Passages < 50 {
			t.Errorf("%s: %d passages, %v", x.Filing.Accession, x.Passages, x.Warnings)
		}
	}
	for _, c := range []struct{ q, section, text string }{
		{"Apple net sales by segment", "Item 8|Item 7|Part I, Item", "Americas"},
		{"What are the main risks?", "Item 1A", "risk"},
		{"supply chain risk", "Item 1A", "supply"},
		{"capital expenditure in 2024", "Item 8|Item 7", "Payments for acquisition of property, plant and equipment"},
		{"gross margin percentage", "Item 7", "Total gross margin percentage: 2025 46.9%"},
		{"share buybacks", "Item 8|Item 7|Item 5|Part", "repurchase"},
		{"effective tax rate 2024", "Item 7|Item 8", "Effective tax rate: 2024 24.1%"},
		{"impact of tariffs", "Item 1A|Item 7|Part I, Item 2", "ariff"},
		{"legal proceedings antitrust", "Item 3|Part II, Item 1.|Item 1A", "antitrust"},
		{"iPhone revenue", "Item 7|Item 8|Part I", "iPhone"},
	} {
		p, err := r.Retrieve(t.Context(), tearsheet.RetrieveQuery{Text: c.q, Limit: 6})
		if err != nil {
			t.Fatal(err)
		}
		rank := -1
		for i, x := range p {
			for s := range strings.SplitSeq(c.section, "|") {
				if strings.HasPrefix(x.Section, s) && strings.Contains(x.Text, c.text) && rank < 0 {
					rank = i
				}
			}
		}
		if rank < 0 {
			t.Errorf("%s: no passage of %s with %q in %d", c.q, c.section, c.text, len(p))
			for _, x := range p {
				t.Logf("  %.3f %s %s", x.Score, x.Section, strings.ReplaceAll(clip(x.Text, 120), "\n", " / "))
			}
		}
	}
	for _, q := range []string{
		"submarine nuclear reactor maintenance", "best chocolate cake recipe", "oil drilling in the north sea", "clinical trial phase 3 results",
		"aircraft deliveries and backlog", "net interchange revenue from card members", "hotel occupancy and revpar", "iridium satellite launch schedule",
		"proved reserves of crude oil", "soft drink bottling partners unit case volume",
	} {
		if p, err := r.Retrieve(t.Context(), tearsheet.RetrieveQuery{Text: q, Limit: 3}); err != nil || len(p) != 0 {
			t.Errorf("%q finds %d passages, best %.3f in %s: %s", q, len(p), p[0].Score, p[0].Section, clip(p[0].Text, 200))
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for _, n := range []string{"AAPL_10-K_2024-11-01.htm.gz", "KO_10-K_2025-02-20.htm.gz"} {
		src := realdata.Read(b, "filings", n)
		b.Run(n[:4], func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(b.Context(), "10-K", src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParseAndIndex(b *testing.B) {
	src := realdata.Read(b, "filings", "AAPL_10-K_2024-11-01.htm.gz")
	f := tearsheet.Filing{Accession: "0000320193-24-000123", Form: "10-K"}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(b.Context(), f, src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRetrieve(b *testing.B) {
	sec, fs, open := apple(b)
	r, _, err := NewLibrary().Index(b.Context(), sec, fs, open)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := r.Retrieve(b.Context(), tearsheet.RetrieveQuery{Text: "net sales by segment and supply chain risk", Limit: 8}); err != nil {
			b.Fatal(err)
		}
	}
}
