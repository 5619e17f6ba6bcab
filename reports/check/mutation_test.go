package check

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tearsheet"
)

// large is the good report with n more true claims of one to four facts each,
// their figures rendered as the house renders them.
func large(n int, seed uint64) *tearsheet.Report {
	rng := rand.New(rand.NewPCG(seed, 7))
	r := good()
	x := &fixture{r}
	kinds := []struct {
		name  string
		unit  tearsheet.Unit
		style tearsheet.Style
		draw  func() float64
	}{
		{"revenue of segment %d was %s", "USD", tearsheet.MoneyStyle, func() float64 { return rng.Float64() * 4e11 }},
		{"net income of unit %d came to %s", "USD", tearsheet.MoneyStyle, func() float64 { return (rng.Float64() - 0.3) * 2e9 }},
		{"the market value of holding %d is %s", "USD", tearsheet.MoneyStyle, func() float64 { return 1e12 * (1 + rng.Float64()*2) }},
		{"level %d stands at %s", "USD/share", tearsheet.PriceStyle, func() float64 { return 1 + rng.Float64()*600 }},
		{"margin number %d is %s", tearsheet.Pure, tearsheet.PercentStyle, func() float64 { return rng.Float64()*0.9 - 0.2 }},
		{"the change of measure %d is %s", tearsheet.Pure, tearsheet.PointsStyle, func() float64 { return rng.Float64()*0.2 - 0.1 }},
		{"multiple %d is %s", tearsheet.Pure, tearsheet.MultipleStyle, func() float64 { return 1 + rng.Float64()*80 }},
		{"ratio %d is %s", tearsheet.Pure, tearsheet.NumberStyle, func() float64 { return rng.Float64() * 5 }},
		{"class %d has %s shares", tearsheet.Shares, tearsheet.CountStyle, func() float64 { return float64(rng.Int64N(20_000_000_000)) }},
	}
	for i := range n {
		var parts []string
		var cites []tearsheet.Fact
		for range 1 + rng.IntN(4) {
			k := kinds[rng.IntN(len(kinds))]
			d, _ := tearsheet.DecimalFromFloat(k.draw())
			f := x.fact(fmt.Sprintf("test:c%d_%d", i, len(cites)), "", d.String(), k.unit, fy24)
			cites = append(cites, f)
			s := fmt.Sprintf(k.name, 0, f.Render(k.style))
			parts = append(parts, strings.Replace(strings.Replace(s, " 0 ", " ", 1), "  ", " ", 1))
		}
		r.Thesis.Bull = append(r.Thesis.Bull, claim(fmt.Sprintf("m%d", i), "In FY2024 "+strings.Join(parts, " and ")+".", tearsheet.FactClaim, "", cites...))
	}
	return r
}

// spot is a figure of a claim of the thesis.
type spotted struct {
	claim *tearsheet.Claim
	fig   Figure
}

func spots(r *tearsheet.Report) (out []spotted) {
	for _, cs := range [][]tearsheet.Claim{r.Thesis.Bull, r.Thesis.Bear, r.Thesis.Catalysts, r.Thesis.WrongIf} {
		for i := range cs {
			for _, f := range Parse(cs[i].Text) {
				if f.Role == Stated {
					out = append(out, spotted{&cs[i], f})
				}
			}
		}
	}
	return out
}

// mutations change the text of one figure; nil when they do not apply.
var mutations = []struct {
	name string
	do   func(rng *rand.Rand, s string) string
}{
	{"digit", func(rng *rand.Rand, s string) string {
		var at []int
		for i := range len(s) {
			if isDigit(s[i]) {
				at = append(at, i)
			}
		}
		i := at[rng.IntN(len(at))]
		return s[:i] + string('0'+byte((int(s[i]-'0')+1+rng.IntN(9))%10)) + s[i+1:]
	}},
	{"swap", func(rng *rand.Rand, s string) string {
		for i := 0; i+1 < len(s); i++ {
			if isDigit(s[i]) && isDigit(s[i+1]) && s[i] != s[i+1] {
				return s[:i] + s[i+1:i+2] + s[i:i+1] + s[i+2:]
			}
		}
		return ""
	}},
	{"scale", func(_ *rand.Rand, s string) string {
		for _, w := range [][2]string{{"billion", "million"}, {"million", "billion"}, {"trillion", "billion"}} {
			if strings.Contains(s, w[0]) {
				return strings.Replace(s, w[0], w[1], 1)
			}
		}
		return ""
	}},
	{"sign", func(_ *rand.Rand, s string) string {
		if s[0] == '-' {
			return s[1:]
		}
		return "-" + s
	}},
	{"unit", func(_ *rand.Rand, s string) string {
		for _, w := range [][2]string{{"%", " bps"}, {"percentage points", "bps"}, {"$", "€"}, {"x", "%"}} {
			if strings.Contains(s, w[0]) {
				return strings.Replace(s, w[0], w[1], 1)
			}
		}
		return ""
	}},
	{"point", func(_ *rand.Rand, s string) string {
		i := strings.IndexByte(s, '.')
		if i < 0 || i+2 > len(s) || !isDigit(s[i+1]) {
			return ""
		}
		return s[:i] + s[i+1:i+2] + "." + s[i+2:]
	}},
	{"dropped", func(rng *rand.Rand, s string) string {
		i := strings.IndexAny(s, "123456789")
		if i < 0 || len(s) < 3 {
			return ""
		}
		return s[:i] + s[i+1:]
	}},
}

// TestMutations corrupts one figure at a time and expects a refusal.
func TestMutations(t *testing.T) {
	r := large(300, 1)
	if v := Run(r); !v.Passed {
		t.Fatalf("the true report is refused:\n%s", show(v.Findings))
	}
	rng := rand.New(rand.NewPCG(2, 3))
	where := spots(r)
	for _, m := range mutations {
		tried, caught := 0, 0
		var missed []string
		for try := 0; try < 20000 && tried < 1000; try++ {
			s := where[rng.IntN(len(where))]
			with := m.do(rng, s.fig.Text)
			if with == "" || with == s.fig.Text || same2(with, s.fig.Text) {
				continue
			}
			tried++
			was := s.claim.Text
			s.claim.Text = was[:s.fig.Start] + with + was[s.fig.End:]
			one := &tearsheet.Report{Currency: "USD", Facts: r.Facts, Thesis: tearsheet.Thesis{Bull: []tearsheet.Claim{*s.claim}}}
			if fs := (citedFigures{}).Check(one); slices.ContainsFunc(fs, func(f tearsheet.Finding) bool { return f.Claim == s.claim.ID }) {
				caught++
			} else {
				missed = append(missed, was[s.fig.Start:s.fig.End]+" -> "+with+" in "+was)
			}
			s.claim.Text = was
		}
		fmt.Printf("mutation %-8s caught %d of %d (%.2f %%)\n", m.name, caught, tried, 100*float64(caught)/float64(tried))
		for _, s := range missed[:min(5, len(missed))] {
			t.Logf("missed %s: %s", m.name, s)
		}
		floor := 0.995
		if m.name == "sign" || m.name == "dropped" {
			floor = 0.99 // "fell -31.3%" is no lie, and one cited fact may be another's negative
		}
		if float64(caught) < floor*float64(tried) {
			t.Errorf("%s: only %d of %d caught", m.name, caught, tried)
		}
	}
}

// same2 reports whether two ways of writing state the same number: a dropped or
// moved zero, or the other sign of nought.
func same2(a, b string) bool {
	x, y := Parse(a), Parse(b)
	return len(x) == 1 && len(y) == 1 && x[0].Kind == y[0].Kind && x[0].Value.Cmp(y[0].Value) == 0 && x[0].Currency == y[0].Currency
}

// TestMutationsThroughRun changes one digit of one claim of the small report and
// expects the whole of Run to refuse it.
func TestMutationsThroughRun(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 8))
	caught := 0
	const n = 1000
	for range n {
		r := good()
		where := spots(r)
		s := where[rng.IntN(len(where))]
		with := mutations[0].do(rng, s.fig.Text)
		s.claim.Text = s.claim.Text[:s.fig.Start] + with + s.claim.Text[s.fig.End:]
		if v := Run(r); !v.Passed {
			caught++
		} else {
			t.Logf("missed %s in %s", s.fig.Text+" -> "+with, s.claim.Text)
		}
	}
	fmt.Printf("one digit, whole report: caught %d of %d\n", caught, n)
	if caught < n*995/1000 {
		t.Errorf("only %d of %d caught", caught, n)
	}
}

func BenchmarkRun(b *testing.B) {
	r := large(300, 1)
	for len(r.Facts) < 3000 {
		x := &fixture{r}
		x.r.Facts = append(x.r.Facts, tearsheet.Fact{Subject: "sec:WDGT", Concept: tearsheet.Concept(fmt.Sprintf("us-gaap:Item%d", len(r.Facts))), Value: tearsheet.Num(must("1")),
			Unit: "USD", Period: fy24, Known: price.CloseTime(), Quality: tearsheet.Reported, Source: tearsheet.Source{Provider: "test"}}.Seal())
	}
	b.ReportAllocs()
	for b.Loop() {
		if v := Run(r); !v.Passed {
			b.Fatal(show(v.Findings))
		}
	}
}
