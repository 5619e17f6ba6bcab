package check

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"tearsheet"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1,234.5", "($1.2 billion)", "45–50 %", "Q3'24", "10-K", "twenty-five", "½", "RSI(14) 61", "F0123456789abcdef", "１２３\u202e", "a -$3 b", "1e9",
		"https://a/1", "MACD (12,26,9)", "between 4 and 5 percent", "\xff1\xc2", "10-for-1", "12-1 month", "September 28, 2024", "(1) a (2) b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, g := range Parse(s) {
			if g.Start < last || g.End <= g.Start || g.End > len(s) || s[g.Start:g.End] != g.Text {
				t.Fatalf("figure %q spans %d..%d after %d in %q", g.Text, g.Start, g.End, last, s)
			}
			last = g.End
			_ = g.write(g.Value)
		}
		_ = suspicious(s)
		_ = quotations(s)
	})
}

func FuzzEval(f *testing.F) {
	for _, s := range []string{"1+2*3", "(1-2)/0.5", "max(1,2,-3)", "abs(-a)", "F0123456789abcdef / 3", "((((1", "1/0", "min(", "1..2", "--1", "a:b.c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		start := time.Now()
		_, err := Eval(s, func(string) (Operand, bool) { return Operand{Value: must("2.5"), Unit: "USD"}, true })
		if d := time.Since(start); d > time.Second {
			t.Fatalf("%q took %s", s, d)
		}
		if len(s) > maxExpr && err == nil {
			t.Fatal("a long expression was accepted")
		}
		_ = utf8.ValidString(s)
	})
}

// TestBoundedTime: a megabyte of anything is read in bounded time.
func TestBoundedTime(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 20 MB")
	}
	for name, piece := range map[string]string{
		"digits": "1", "grouped": "1,234,", "ranges": "45-50-", "dollars": "$", "dashes": "-", "letters": "1a", "words": "twenty-five hundred ", "quotes": `"1 `,
		"table": "Revenue  391,035  383,285  394,328\n", "full width": "１２，", "zero width": "1\u200b", "parens": "(1", "dates": "2024-09-28", "trading": "5 trading ",
		"url": "http://1", "exponent": "1e1", "slashes": "1/2/", "percent": "1%%", "macd": "macd 12,26,", "and": "one hundred and ", "bidi": "\u202e1", "open quotes": "“1„«",
	} {
		s := strings.Repeat(piece, 1<<20/len(piece))
		start := time.Now()
		n := len(Parse(s))
		if d := time.Since(start); d > 15*time.Second {
			t.Errorf("%s: 1 MB took %s", name, d)
		} else {
			t.Logf("%-10s %8d numbers in %s", name, n, d.Round(time.Millisecond))
		}
		if _, err := Eval(s, func(string) (Operand, bool) { return Operand{}, true }); err == nil {
			t.Errorf("%s: 1 MB of expression was accepted", name)
		}
		if name != "quotes" && name != "table" && name != "words" {
			continue
		}
		r := &tearsheet.Report{Currency: "USD", Thesis: tearsheet.Thesis{Bull: []tearsheet.Claim{{ID: "c", Text: s}}}}
		start = time.Now()
		(citedFigures{}).Check(r)
		if d := time.Since(start); d > 30*time.Second {
			t.Errorf("%s: checking 1 MB took %s", name, d)
		}
	}
}

func TestEval(t *testing.T) {
	facts := map[string]Operand{
		"F1": {must("391035"), "USD"}, "F2": {must("383285"), "USD"}, "F3": {must("100"), tearsheet.Shares}, "F4": {must("-2.5"), tearsheet.Pure},
	}
	look := func(n string) (Operand, bool) { o, ok := facts[n]; return o, ok }
	for _, c := range []struct{ expr, value, unit, err string }{
		{"F1 - F2", "7750", "USD", ""},
		{"F1 / F2 - 1", "0.020219940775141213457349", "pure", ""},
		{"(F1-F2)/F2*100", "2.0219940775141213457349", "pure", ""},
		{"F1/F3", "3910.35", "USD/share", ""},
		{"abs(F4) + 1", "3.5", "pure", ""},
		{"min(F1, F2)", "383285", "USD", ""},
		{"max(1, 2, -3)", "2", "", ""},
		{"-F4 * 2", "5", "pure", ""},
		{"0.1 + 0.2", "0.3", "", ""},
		{"2 * (3 + 4)", "14", "", ""},
		{"F1 + F3", "", "", "cannot be added"},
		{"F1 / 0", "", "", "division by zero"},
		{"F9", "", "", "not a cited fact"},
		{"1 +", "", "", "missing"},
		{"(1", "", "", "not closed"},
		{"1 2", "", "", "unexpected"},
		{"sqrt(2)", "", "", "not a function"},
		{"1e9", "", "", "not a number"},
		{"9^9", "", "", "unexpected"},
		{"NaN", "", "", "not a cited fact"},
		{strings.Repeat("(", 100) + "1", "", "", "too deep"},
		{strings.Repeat("1+", 250) + "1", "", "", "too many terms"},
		{strings.Repeat("1", 600), "", "", "longer than"},
		{"__import__('os')", "", "", "not a function"},
	} {
		got, err := Eval(c.expr, look)
		switch {
		case c.err != "":
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%q: error %v, want %q", c.expr, err, c.err)
			}
		case err != nil || got.Value.String() != c.value || string(got.Unit) != c.unit:
			t.Errorf("%q = %s %s, %v; want %s %s", c.expr, got.Value, got.Unit, err, c.value, c.unit)
		}
	}
}
