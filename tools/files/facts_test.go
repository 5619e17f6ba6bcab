package files

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"tearsheet"
	"tearsheet/internal/realdata"
)

func factsOf(t *testing.T, p *Provider, symbol, at string, concepts ...tearsheet.Concept) []tearsheet.Fact {
	t.Helper()
	f, err := p.Facts(t.Context(), tearsheet.FactQuery{Security: sec(symbol), Concepts: concepts, AsOf: asOf(at)})
	if err != nil {
		t.Fatalf("%s as of %s: %v", symbol, at, err)
	}
	return f
}

func TestFactsFixture(t *testing.T) {
	p := open(t, quxFolder(), "")
	type row struct {
		known, end, value string
		quality           tearsheet.Quality
	}
	for _, c := range []struct {
		asOf string
		want []row // us-gaap:Revenues
	}{
		{"2021-02-15", nil},
		{"2021-02-16", []row{{"2021-02-16T21:10:11Z", "2020-12-31", "900000000", tearsheet.Reported}}},
		{"2022-03-01", []row{{"2021-02-16T21:10:11Z", "2020-12-31", "900000000", tearsheet.Reported},
			{"2022-02-15T21:10:11Z", "2020-12-31", "905000000", tearsheet.Restated}, {"2022-02-15T21:10:11Z", "2021-12-31", "1000000000", tearsheet.Reported}}},
		{"2023-03-01", []row{{"2021-02-16T21:10:11Z", "2020-12-31", "900000000", tearsheet.Reported},
			{"2022-02-15T21:10:11Z", "2020-12-31", "905000000", tearsheet.Restated}, {"2022-02-15T21:10:11Z", "2021-12-31", "1000000000", tearsheet.Reported},
			{"2023-02-14T21:05:00Z", "2020-12-31", "905000000", tearsheet.Restated}, {"2023-02-14T21:05:00Z", "2021-12-31", "1000000000", tearsheet.Reported}}},
	} {
		got := factsOf(t, p, "QUX", c.asOf, "us-gaap:Revenues")
		if len(got) != len(c.want) {
			t.Fatalf("as of %s: %d facts, want %d", c.asOf, len(got), len(c.want))
		}
		for i, w := range c.want {
			g := got[i]
			if g.Known.Format(time.RFC3339) != w.known || g.Period.End.String() != w.end || g.Value.String() != w.value || g.Quality != w.quality {
				t.Errorf("as of %s, fact %d: known %s, end %s, value %s, %s; want %+v", c.asOf, i, g.Known.Format(time.RFC3339), g.Period.End, g.Value, g.Quality, w)
			}
			if g.Period.Fiscal != "FY"+c.want[i].end[:4] || g.Subject != "cik:0009990001" || g.Unit != "USD" {
				t.Errorf("%+v", g)
			}
		}
	}
	eps := factsOf(t, p, "QUX", "2023-03-01", "us-gaap:EarningsPerShareDiluted")[0]
	if eps.Unit != "USD/share" || eps.Label != "" || eps.Source.Locator != "fundamentals/companyfacts/CIK0009990001.json.gz#/facts/us-gaap/EarningsPerShareDiluted/units/USD~1shares/0" {
		t.Errorf("%+v", eps)
	}
	if eps.Source.Accession != "0009990001-22-000001" || eps.Source.Tag != "us-gaap:EarningsPerShareDiluted" || len(eps.Source.Digest) != 64 || eps.Source.Provider != "files" {
		t.Errorf("%+v", eps.Source)
	}
	sh := factsOf(t, p, "QUX", "2023-03-01", "dei:EntityCommonStockSharesOutstanding")[0]
	if sh.Unit != tearsheet.Shares || !sh.Period.IsInstant() {
		t.Errorf("%+v", sh)
	}
}

// TestFactsReal: counts, restatements and times of the real folder.
func TestFactsReal(t *testing.T) {
	p := realProvider(t)
	for _, c := range []struct {
		symbol, asOf string
		n            int
		file         string
	}{
		{"AAPL", "2026-08-21", 24852, "fundamentals/companyfacts/CIK0000320193.json.gz"},
		{"AAPL", "2009-07-21", 0, ""},
		{"AAPL", "2025-02-24", 23449, "fundamentals/companyfacts/CIK0000320193.json.gz"},
		{"GOOG", "2022-03-01", 12330, "fundamentals/companyfacts/CIK0001652044.json.gz"}, // shares a CIK with GOOGL
		{"GOOGL", "2022-03-01", 12330, "fundamentals/companyfacts/CIK0001652044.json.gz"},
		{"JPM", "2026-02-15", 3197, "fundamentals/companyfacts_trimmed/CIK0000019617.json.gz"},
		{"JPM", "2025-02-24", 0, ""},
		{"NKLA", "2025-12-01", 10326, "fundamentals/companyfacts/CIK0001731289.json.gz"},
	} {
		f := factsOf(t, p, c.symbol, c.asOf)
		if len(f) != c.n {
			t.Errorf("%s as of %s: %d facts, want %d", c.symbol, c.asOf, len(f), c.n)
		}
		if c.n > 0 && !strings.HasPrefix(f[0].Source.Locator, c.file+"#") {
			t.Errorf("%s: read from %s, want %s", c.symbol, f[0].Source.Locator, c.file)
		}
	}
	// Apple's 10-K of FY2024 was accepted at 06:01:36 New York on 2024-11-01.
	net := factsOf(t, p, "AAPL", "2024-11-01", "us-gaap:NetIncomeLoss")
	last := net[len(net)-1]
	if last.Known.Format(time.RFC3339) != "2024-11-01T10:01:36Z" || last.Source.Accession != "0000320193-24-000123" {
		t.Errorf("%+v", last)
	}
	found := false
	for _, f := range net {
		found = found || (f.Value.String() == "93736000000" && f.Period.Start == on("2023-10-01") && f.Period.End == on("2024-09-28"))
	}
	if !found {
		t.Error("net income of FY2024 is missing")
	}
	if early := factsOf(t, p, "AAPL", "2024-10-31", "us-gaap:NetIncomeLoss"); len(early) >= len(net) {
		t.Error("facts of the 10-K are known the day before it")
	}
}

// TestFactLocators: the JSON pointer of a fact's locator leads to its value.
func TestFactLocators(t *testing.T) {
	p := realProvider(t)
	var doc any
	if err := json.Unmarshal(realdata.Read(t, "fundamentals", "companyfacts", "CIK0001731289.json.gz"), &doc); err != nil {
		t.Fatal(err)
	}
	for i, f := range factsOf(t, p, "NKLA", "2025-12-01") {
		if i%97 != 0 {
			continue
		}
		_, pointer, _ := strings.Cut(f.Source.Locator, "#/")
		at := doc
		for _, tok := range strings.Split(pointer, "/") {
			tok = strings.NewReplacer("~1", "/", "~0", "~").Replace(tok)
			switch v := at.(type) {
			case map[string]any:
				at = v[tok]
			case []any:
				n := 0
				for _, c := range tok {
					n = n*10 + int(c-'0')
				}
				at = v[n]
			}
		}
		m, ok := at.(map[string]any)
		v, _ := f.Value.Float()
		if !ok || m["accn"] != f.Source.Accession || m["end"] != f.Period.End.String() || math.Abs(m["val"].(float64)-v) > 1e-9*math.Abs(v) {
			t.Fatalf("%s leads to %v, want %v", f.Source.Locator, at, f.Value)
		}
	}
}

// TestFactsAgreeWithJSON: the fast reader finds what encoding/json finds.
func TestFactsAgreeWithJSON(t *testing.T) {
	for _, name := range []string{"CIK0001045810.json.gz", "CIK0001652044.json.gz", "CIK0001640147.json.gz"} {
		body := realdata.Read(t, "fundamentals", "companyfacts", name)
		f, err := parseFacts(blob{data: body})
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			EntityName string
			Facts      map[string]map[string]struct {
				Label *string
				Units map[string][]struct {
					Start, End, Accn, Filed string
					Val                     json.Number
				}
			}
		}
		if err := json.Unmarshal(body, &doc); err != nil {
			t.Fatal(err)
		}
		n, restated := 0, 0
		for _, r := range f.facts {
			tag := f.tags[r.tag]
			tax, name, _ := strings.Cut(string(tag.concept), ":")
			unit := strings.Replace(string(tag.unit), "/share", "/shares", 1)
			want := doc.Facts[tax][name].Units[unit][r.index]
			if f.value(r) != want.Val.String() || r.end.date().String() != want.End || r.start.date().String() != want.Start || f.accs[r.acc].filed.date().String() != want.Filed {
				t.Fatalf("%s %s/%d: %s %s", name, tag.pointer, r.index, f.value(r), want.Val)
			}
			if r.restated {
				restated++
			}
			n++
		}
		total, wantRestated := 0, 0
		for _, tags := range doc.Facts {
			for _, tag := range tags {
				for _, list := range tag.Units {
					total += len(list)
					for i := range list {
						for j := range list {
							a, _ := list[i].Val.Float64()
							b, _ := list[j].Val.Float64()
							if list[j].Start == list[i].Start && list[j].End == list[i].End && list[j].Filed < list[i].Filed && a != b {
								wantRestated++
								break
							}
						}
					}
				}
			}
		}
		if n != total || doc.EntityName != f.entity || restated != wantRestated {
			t.Errorf("%s: %d facts of %d, %d restated of %d, %q", name, n, total, restated, wantRestated, f.entity)
		}
	}
}

// TestSnapshotsAgree: the earlier snapshot of AAPL and NVDA and the later one say
// the same as of the earlier's day, but for the odd value the SEC reprocessed.
func TestSnapshotsAgree(t *testing.T) {
	p := realProvider(t)
	for _, c := range []struct {
		cik  tearsheet.CIK
		old  string
		asOf string
	}{{320193, "fundamentals/companyfacts/CIK0000320193_asof-2026-01-30.json.gz", "2026-01-30"}, {1045810, "fundamentals/companyfacts/CIK0001045810_asof-2026-02-25.json.gz", "2026-02-25"}} {
		names, err := p.factFiles(c.cik)
		if err != nil || len(names) < 2 || names[1] != c.old {
			t.Fatalf("%v %v", names, err)
		}
		count := map[string]int{}
		for i, name := range names[:2] {
			f, err := p.factFile(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			facts, err := p.factsFrom(t.Context(), f, nil, c.cik, tearsheet.FactQuery{AsOf: asOf(c.asOf)})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range facts {
				count[strings.Join([]string{string(x.Concept), string(x.Unit), x.Period.Start.String(), x.Period.End.String(), x.Value.String(), x.Source.Accession}, "|")] += 1 - 2*i
			}
		}
		diff := 0
		for _, n := range count {
			if n != 0 {
				diff++
			}
		}
		if diff > len(count)/200 {
			t.Errorf("CIK %s: %d of %d facts differ between the snapshots", c.cik, diff, len(count))
		}
		t.Logf("CIK %s: %d of %d facts differ between the snapshots", c.cik, diff, len(count))
	}
}

func TestFactsNotFound(t *testing.T) {
	p := realProvider(t)
	for _, symbol := range []string{"KO", "SPX", "ZZQXJ"} {
		_, err := p.Facts(t.Context(), tearsheet.FactQuery{Security: sec(symbol), AsOf: asOf("2025-02-24")})
		if tearsheet.KindOf(err) != tearsheet.KindNotFound || tearsheet.HintOf(err) == "" {
			t.Errorf("%s: %v (%s)", symbol, err, tearsheet.HintOf(err))
		}
	}
}

func TestPublic(t *testing.T) {
	for _, c := range []struct{ accepted, filed, want string }{
		{"2024-11-01T10:01:36Z", "2024-11-01", "2024-11-01T10:01:36Z"},
		{"2026-01-29T01:55:03Z", "2026-01-29", "2026-01-29T11:00:00Z"}, // 20:55 the evening before: disseminated at 06:00
		{"2024-01-27T02:00:20Z", "2024-01-29", "2024-01-29T11:00:00Z"}, // Friday night: Monday
		{"1995-05-03T04:00:00Z", "1995-05-03", "1995-05-04T03:59:59Z"}, // midnight stands for no time
		{"2024-05-01T01:30:00Z", "2024-04-30", "2024-05-01T01:30:00Z"}, // a late Form 4 keeps its day
		{"", "2024-07-01", "2024-07-02T03:59:59Z"},
	} {
		var at time.Time
		if c.accepted != "" {
			at, _ = time.Parse(time.RFC3339, c.accepted)
		}
		if got := public(at, on(c.filed)).Format(time.RFC3339); got != c.want {
			t.Errorf("accepted %s, filed %s: public %s, want %s", c.accepted, c.filed, got, c.want)
		}
	}
}
