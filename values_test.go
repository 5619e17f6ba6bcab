package tearsheet_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tearsheet"
)

func TestParseDate(t *testing.T) {
	for _, s := range []string{"2025-02-24", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"} {
		d, err := tearsheet.ParseDate(s)
		if err != nil || d.String() != s || d.IsZero() {
			t.Errorf("%s: %v, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "2025-2-24", "2025-02-30", "2023-02-29", "1900-02-29", "2025-13-01", "2025-00-10", "2025-01-00", "0000-00-00",
		"20250224", "2025/02/24", "2025-02-24T", " 2025-02-24", "2025-02-2x", "-025-02-24", "+025-02-24", "２025-02-2", strings.Repeat("9", 10_000)} {
		d, err := tearsheet.ParseDate(s)
		if err == nil || !d.IsZero() {
			t.Errorf("%q was taken for %s", s, d)
		} else if len(err.Error()) > 200 {
			t.Errorf("a message of %d bytes", len(err.Error()))
		}
	}
}

func TestDateMoves(t *testing.T) {
	for _, tc := range []struct {
		from   string
		months int
		want   string
	}{
		{"2024-01-31", 1, "2024-02-29"}, {"2023-01-31", 1, "2023-02-28"}, {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", -48, "2020-02-29"},
		{"2024-12-31", 2, "2025-02-28"}, {"2025-03-31", -1, "2025-02-28"}, {"2025-01-15", -1, "2024-12-15"}, {"2025-01-15", 0, "2025-01-15"},
	} {
		if got := day(t, tc.from).AddMonths(tc.months).String(); got != tc.want {
			t.Errorf("%s and %d months: %s, want %s", tc.from, tc.months, got, tc.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := day(t, "2000-01-01").AddDays(rapid.IntRange(-36500, 36500).Draw(t, "day"))
		n := rapid.IntRange(-36500, 36500).Draw(t, "n")
		e := d.AddDays(n)
		if e.DaysSince(d) != n || d.DaysSince(e) != -n || e.AddDays(-n) != d {
			t.Errorf("%s and %d days: %s", d, n, e)
		}
		if e.Before(d) != (n < 0) || e.After(d) != (n > 0) || strings.Compare(e.String(), d.String()) != e.Compare(d) {
			t.Errorf("%s and %s are in another order", d, e)
		}
		m := rapid.IntRange(-600, 600).Draw(t, "months")
		f := d.AddMonths(m)
		if months := (f.Year-d.Year)*12 + int(f.Month-d.Month); months != m || f.Day > d.Day || f.AddDays(1).Day == f.Day+1 && f.Day != d.Day {
			t.Errorf("%s and %d months: %s", d, m, f)
		}
		if back, err := tearsheet.ParseDate(e.String()); err != nil || back != e {
			t.Errorf("%s comes back as %s, %v", e, back, err)
		}
	})
}

func TestDateIsKnownWhen(t *testing.T) {
	for s, offset := range map[string]string{"2025-02-24": "-05:00", "2025-07-01": "-04:00", "2025-03-09": "-04:00", "2024-11-03": "-05:00"} {
		d := day(t, s)
		if got, want := d.CloseTime().Format(time.RFC3339), s+"T16:00:00"+offset; got != want {
			t.Errorf("close %s, want %s", got, want)
		}
		if got, want := d.EndOfDay().Format(time.RFC3339), s+"T23:59:59"+offset; got != want {
			t.Errorf("end of day %s, want %s", got, want)
		}
		if tearsheet.DateOf(d.EndOfDay()) != d || !d.CloseTime().Before(d.EndOfDay()) || !d.EndOfDay().Before(d.AddDays(1).CloseTime()) {
			t.Errorf("%s is out of order", s)
		}
	}
}

func TestDateJSON(t *testing.T) {
	var p tearsheet.Period
	if err := json.Unmarshal([]byte(`{"start":"","end":"2025-02-24"}`), &p); err != nil || !p.IsInstant() || p.End != day(t, "2025-02-24") {
		t.Errorf("%+v, %v", p, err)
	}
	if b, err := json.Marshal(p); err != nil || string(b) != `{"end":"2025-02-24"}` {
		t.Errorf("%s, %v", b, err)
	}
	if err := json.Unmarshal([]byte(`{"end":"24.2.2025"}`), &p); err == nil {
		t.Error("24.2.2025 is taken")
	}
	if n := (tearsheet.Period{Start: day(t, "2024-01-01"), End: day(t, "2024-12-31")}).Days(); n != 366 {
		t.Errorf("2024 has %d days", n)
	}
}

func TestParseSymbol(t *testing.T) {
	for s, want := range map[string]string{"AAPL": "AAPL", "aapl": "AAPL", "BRK.B": "BRK-B", "brk-b": "BRK-B", "^GSPC": "^GSPC", "0700": "0700", "A": "A",
		"ABCDEFGHIJKLMNO": "ABCDEFGHIJKLMNO"} {
		id, err := tearsheet.ParseSymbol(s)
		if err != nil || id.Symbol != want || id.MIC != "" {
			t.Errorf("%q: %v, %v", s, id, err)
		}
		if id.Subject() != tearsheet.Subject("sec:"+want) {
			t.Errorf("subject %s", id.Subject())
		}
	}
	for s, says := range map[string]string{
		"":                          "empty",
		"../../etc/passwd":          `'.'`,
		"A/B":                       `'/'`,
		`A\B`:                       `'\\'`,
		"AA PL":                     `' '`,
		"AAPL\n":                    `U+000A`,
		"A\x00":                     `U+0000`,
		"ААPL":                      "Cyrillic script",
		"ΑAPL":                      "Greek script",
		"ÀAPL":                      "Latin script",
		"苹果":                        "Han script",
		"ＡAPL":                      "it may only look like one",
		"🚀":                         "U+1F680",
		"A\xff":                     "not valid UTF-8",
		"AA^":                       `'^'`,
		"-A":                        `'-'`,
		"A-":                        "between a root and a class",
		"A..B":                      "between a root and a class",
		"ABCDEFGHIJKLMNOP":          "16 characters",
		strings.Repeat("A", 10_000): "10000 bytes",
		"AAPL%00":                   `'%'`,
		"$(reboot)":                 `'$'`,
		"\u202eAAPL":                "U+202E",
	} {
		id, err := tearsheet.ParseSymbol(s)
		if err == nil {
			t.Errorf("%.20q was taken for %s", s, id)
			continue
		}
		if tearsheet.KindOf(err) != tearsheet.KindInvalid || tearsheet.HintOf(err) == "" || !strings.Contains(err.Error(), says) {
			t.Errorf("%.20q: %v", s, err)
		}
		printable(t, err.Error())
	}
	if got := (tearsheet.SecurityID{Symbol: "AAPL", MIC: "XNAS"}).String(); got != "AAPL@XNAS" {
		t.Error(got)
	}
	if got := tearsheet.CIK(320193); got.String() != "0000320193" || got.Subject() != "cik:0000320193" {
		t.Error(got)
	}
}

// printable checks that hostile text cannot reach a terminal through a message.
func printable(t testing.TB, s string) {
	t.Helper()
	for _, r := range s {
		if r < ' ' || r == 0x7f || r == 0x202e || r == '\uFFFD' {
			t.Errorf("the message holds %U: %q", r, s)
		}
	}
	if len(s) > 400 {
		t.Errorf("the message is %d bytes long", len(s))
	}
}

func TestDecimal(t *testing.T) {
	for s, want := range map[string]string{"1": "1", "-0": "0", "1.50": "1.5", ".5": "0.5", "1e3": "1000", "1.5E-3": "0.0015", "+7": "7", "00012": "12",
		"391035000000": "391035000000", "1e59": "1" + strings.Repeat("0", 59)} {
		if got := num(t, s).String(); got != want {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
	for _, s := range []string{"", ".", "-", "1,000", "1_000", " 1", "1 ", "0x10", "NaN", "Inf", "1e", "1e1e1", "--1", "1e999999999", "1e-999999999", "1e61", "٣", "\x00",
		strings.Repeat("9", 121), "1." + strings.Repeat("0", 200)} {
		if d, err := tearsheet.ParseDecimal(s); err == nil {
			t.Errorf("%.30q was taken for %s", s, d)
		} else {
			printable(t, err.Error())
		}
	}
	if a, b := num(t, "0.1").Add(num(t, "0.2")), num(t, "0.3"); a.Cmp(b) != 0 {
		t.Error("0.1 + 0.2 is not 0.3")
	}
	if _, ok := num(t, "1").Div(num(t, "0.0")); ok {
		t.Error("divided by zero")
	}
	if q, ok := num(t, "2").Div(num(t, "3")); !ok || q.String() != "0.666666666666666666666667" {
		t.Errorf("2/3 is %s", q)
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300} {
		if d, err := tearsheet.DecimalFromFloat(f); err == nil {
			t.Errorf("%v was taken for %s", f, d)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64Range(-1e15, 1e15).Draw(t, "f")
		if f != 0 && math.Abs(f) < 1e-40 {
			return
		}
		d, err := tearsheet.DecimalFromFloat(f)
		if err != nil || math.Abs(d.Float()-f) > math.Abs(f)*1e-9 {
			t.Errorf("%v becomes %s, %v", f, d, err)
		}
		b, err := json.Marshal(d)
		var back tearsheet.Decimal
		if err := errors.Join(err, json.Unmarshal(b, &back)); err != nil || back.Cmp(d) != 0 {
			t.Errorf("%s comes back as %s, %v", d, back, err)
		}
		e, err := tearsheet.DecimalFromFloat(rapid.Float64Range(-1e9, 1e9).Draw(t, "g"))
		if err != nil {
			return
		}
		if d.Add(e).Sub(e).Cmp(d) != 0 || d.Mul(e).Cmp(e.Mul(d)) != 0 || d.Neg().Neg().Cmp(d) != 0 || d.Abs().Sign() < 0 || d.Shift(3).Shift(-3).Cmp(d) != 0 {
			t.Errorf("arithmetic of %s and %s is not exact", d, e)
		}
	})
}

func TestFigure(t *testing.T) {
	for _, tc := range []struct {
		value string
		unit  tearsheet.Unit
		style tearsheet.Style
		want  string
	}{
		{"391035000000", "USD", tearsheet.MoneyStyle, "$391.0 billion"},
		{"-1234567", "USD", tearsheet.MoneyStyle, "-$1.2 million"},
		{"3456789000000", "USD", tearsheet.MoneyStyle, "$3.46 trillion"},
		{"999960000", "USD", tearsheet.MoneyStyle, "$1.0 billion"},
		{"999940000", "USD", tearsheet.MoneyStyle, "$999.9 million"},
		{"999950", "USD", tearsheet.MoneyStyle, "$1.0 million"},
		{"999949", "USD", tearsheet.MoneyStyle, "$999,949"},
		{"12", "EUR", tearsheet.MoneyStyle, "EUR 12"},
		{"0", "USD", tearsheet.MoneyStyle, "$0"},
		{"247.1", "USD/share", tearsheet.PriceStyle, "$247.10"},
		{"1234.565", "USD/share", tearsheet.PriceStyle, "$1,234.57"},
		{"-1234.565", "USD/share", tearsheet.PriceStyle, "-$1,234.57"},
		{"0.12345", tearsheet.Pure, tearsheet.PercentStyle, "12.3%"},
		{"0.1235", tearsheet.Pure, tearsheet.PercentStyle, "12.4%"},
		{"-0.1235", tearsheet.Pure, tearsheet.PercentStyle, "-12.4%"},
		{"0.014", tearsheet.Pure, tearsheet.PointsStyle, "1.4 percentage points"},
		{"39.15", tearsheet.Pure, tearsheet.MultipleStyle, "39.2x"},
		{"1.235", tearsheet.Pure, tearsheet.NumberStyle, "1.24"},
		{"15022100480", tearsheet.Shares, tearsheet.CountStyle, "15,022,100,480"},
		{"999.5", tearsheet.Shares, tearsheet.CountStyle, "1,000"},
	} {
		if got := tearsheet.Figure(num(t, tc.value), tc.unit, tc.style); got != tc.want {
			t.Errorf("%s as %s: %q, want %q", tc.value, tc.style, got, tc.want)
		}
	}
	for s, want := range map[string]string{"": "", "1": "1", "123": "123", "1234": "1,234", "-1234567.891": "-1,234,567.891", "-123": "-123", "0.1234": "0.1234"} {
		if got := tearsheet.Grouped(s); got != want {
			t.Errorf("%s grouped: %s, want %s", s, got, want)
		}
	}
	words := tearsheet.Fact{Value: tearsheet.Text("none"), Unit: tearsheet.TextUnit}
	if got := words.Render(tearsheet.MoneyStyle); got != "N/A" {
		t.Errorf("a text as money: %s", got)
	}
}

func TestKinds(t *testing.T) {
	for kind, want := range map[tearsheet.Kind]struct {
		exit, http int
		retry      bool
	}{
		tearsheet.KindInvalid: {2, 422, false}, tearsheet.KindNotFound: {5, 404, false}, tearsheet.KindNotEntitled: {6, 403, false},
		tearsheet.KindUnavailable: {6, 503, true}, tearsheet.KindExhausted: {7, 429, false}, tearsheet.KindStale: {6, 503, false},
		tearsheet.KindConflict: {2, 409, false}, tearsheet.KindRejected: {4, 422, false}, tearsheet.KindInternal: {1, 500, false},
		"unheard of": {1, 500, false}, "": {1, 500, false},
	} {
		if kind.ExitCode() != want.exit || kind.HTTPStatus() != want.http || kind.Retryable() != want.retry {
			t.Errorf("%q: %d %d %v", kind, kind.ExitCode(), kind.HTTPStatus(), kind.Retryable())
		}
	}
}

func TestErrors(t *testing.T) {
	cause := errors.New("no such file")
	inner := &tearsheet.Error{Op: "files.bars", Kind: tearsheet.KindNotFound, Subject: "AAPL.csv", Err: cause, Hint: "add the file"}
	outer := &tearsheet.Error{Op: "market", Kind: tearsheet.KindUnavailable, Err: inner}
	plain := &tearsheet.Error{Op: "queue", Kind: tearsheet.KindRejected}
	both := errors.Join(errors.New("first"), inner)
	for _, tc := range []struct {
		err        error
		says, hint string
		kind       tearsheet.Kind
	}{
		{inner, "files.bars AAPL.csv: no such file", "add the file", tearsheet.KindNotFound},
		{outer, "market: files.bars AAPL.csv: no such file", "add the file", tearsheet.KindUnavailable},
		{plain, "queue: rejected", "", tearsheet.KindRejected},
		{both, "first\nfiles.bars AAPL.csv: no such file", "add the file", tearsheet.KindNotFound},
		{cause, "no such file", "", tearsheet.KindInternal},
		{t.Context().Err(), "", "", ""},
	} {
		if tc.err == nil {
			if tearsheet.KindOf(nil) != "" || tearsheet.HintOf(nil) != "" {
				t.Error("no error has a kind")
			}
			continue
		}
		if tc.err.Error() != tc.says || tearsheet.KindOf(tc.err) != tc.kind || tearsheet.HintOf(tc.err) != tc.hint {
			t.Errorf("%q, %s, hint %q", tc.err, tearsheet.KindOf(tc.err), tearsheet.HintOf(tc.err))
		}
	}
	if !errors.Is(outer, cause) {
		t.Error("the cause is lost")
	}
}

func day(t rapid.TB, s string) tearsheet.Date {
	t.Helper()
	d, err := tearsheet.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func num(t rapid.TB, s string) tearsheet.Decimal {
	t.Helper()
	d, err := tearsheet.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
