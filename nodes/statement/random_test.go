package statement_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tearsheet"
	"tearsheet/nodes/statement"
)

// TestBuildRandom: whatever was filed, Build does not panic, rests on what it was
// given, and says when a balance sheet does not balance. A hundred rounds of a
// hundred facts and more.
func TestBuildRandom(t *testing.T) {
	var tags []string
	for _, c := range statement.Concepts() {
		tags = append(tags, string(c))
	}
	// Few days, so that periods meet; some of them impossible.
	days := []tearsheet.Date{{}, {Year: 2022, Month: 1, Day: 1}, {Year: 2022, Month: 12, Day: 31}, {Year: 2023, Month: 1, Day: 1}, {Year: 2023, Month: 3, Day: 31}, {Year: 2023, Month: 6, Day: 30},
		{Year: 2023, Month: 12, Day: 31}, {Year: 2024, Month: 1, Day: 1}, {Year: 2024, Month: 3, Day: 31}, {Year: 2024, Month: 6, Day: 30}, {Year: 2024, Month: 99, Day: -3}, {Year: -44, Month: 3, Day: 15}}
	day := rapid.SampledFrom(days)
	fact := rapid.Custom(func(t *rapid.T) tearsheet.Fact {
		f := tearsheet.Fact{Subject: "cik:0000000001", Concept: tearsheet.Concept(rapid.SampledFrom(tags).Draw(t, "tag")), Quality: tearsheet.Reported,
			Unit: rapid.SampledFrom([]tearsheet.Unit{"USD", "USD", "USD", "EUR", "USD/share", tearsheet.Shares, tearsheet.Pure}).Draw(t, "unit"), Period: tearsheet.Period{Start: day.Draw(t, "start"), End: day.Draw(t, "end")},
			Known: time.Unix(rapid.Int64Range(1.64e9, 1.72e9).Draw(t, "known"), 0).UTC(), Source: tearsheet.Source{Provider: "test"}}
		if rapid.IntRange(0, 20).Draw(t, "kind") == 0 {
			f.Value = tearsheet.Text("n/a")
			return f.Seal()
		}
		v := rapid.OneOf(rapid.Float64Range(-1e12, 1e12), rapid.SampledFrom([]float64{0, 1, -1, 1e50, -1e50, 1e-50})).Draw(t, "value")
		d, err := tearsheet.DecimalFromFloat(v)
		if err != nil {
			d = tearsheet.DecimalFromInt(7) // nearer to zero than a Decimal goes
		}
		f.Value = tearsheet.Num(d)
		return f.Seal()
	})
	action := rapid.Custom(func(t *rapid.T) tearsheet.Action {
		return tearsheet.Action{Kind: rapid.SampledFrom([]tearsheet.ActionKind{tearsheet.Split, tearsheet.Dividend}).Draw(t, "kind"), Ex: day.Draw(t, "ex"),
			Ratio: rapid.SampledFrom([]float64{0, -1, 0.1, 2, 20, math.NaN(), math.Inf(1)}).Draw(t, "ratio")}
	})
	built := 0
	rapid.Check(t, func(t *rapid.T) {
		facts := rapid.SliceOfN(fact, 100, 400).Draw(t, "facts")
		s, err := statement.Build(facts, rapid.SliceOfN(action, 0, 3).Draw(t, "actions"), rapid.IntRange(1, 8).Draw(t, "years"))
		if err != nil {
			return
		}
		built++
		given := map[tearsheet.FactID]bool{}
		for _, f := range facts {
			given[f.ID] = true
		}
		byID := map[tearsheet.FactID]tearsheet.Fact{}
		var latest time.Time
		for _, f := range s.Inputs {
			byID[f.ID] = f
			if f.Known.After(latest) {
				latest = f.Known
			}
			if len(f.From) == 0 && !given[f.ID] {
				t.Fatalf("input %+v was made up", f)
			}
		}
		for i, c := range s.Annual {
			if i > 0 && !c.End.Before(s.Annual[i-1].End) {
				t.Fatalf("the years are out of order: %s after %s", c.End, s.Annual[i-1].End)
			}
		}
		for _, c := range append(append([]*statement.Column{}, s.Annual...), s.TTM, s.Prior) {
			if c == nil {
				continue
			}
			for item, f := range c.Lines {
				if err := f.Check(); err != nil || f.Known.After(latest) || byID[f.ID].ID == "" {
					t.Fatalf("%s %s: %v, known %s of at most %s, %+v", c.Fiscal, item, err, f.Known, latest, f)
				}
				for _, id := range f.From {
					if byID[id].ID == "" || byID[id].Known.After(f.Known) {
						t.Fatalf("%s %s rests on %s, which is not there or was known later", c.Fiscal, item, id)
					}
				}
			}
			a, ok1 := c.Value(statement.Assets)
			l, ok2 := c.Value(statement.Liabilities)
			e, ok3 := c.Value(statement.Equity)
			if c != s.Prior && ok1 && ok2 && ok3 && math.Abs(a-l-e) > 0.001*math.Abs(a) {
				said := false
				for _, f := range s.Findings {
					said = said || f.Check == "balance_sheet" && (strings.HasPrefix(f.Message, c.Fiscal) || c.Fiscal == "TTM" && s.Annual[0].End == c.End)
				}
				if !said {
					t.Fatalf("%s: assets %v, liabilities %v, equity %v, and no finding: %+v", c.Fiscal, a, l, e, s.Findings)
				}
			}
		}
	})
	if !testing.Short() && built < 20 {
		t.Errorf("only %d of the rounds gave statements: the test proves little", built)
	}
}
