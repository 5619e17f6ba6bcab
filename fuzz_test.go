package tearsheet_test

import (
	"encoding/json"
	"strings"
	"testing"

	"tearsheet"
)

func FuzzParseSymbol(f *testing.F) {
	for _, s := range []string{"AAPL", "brk.b", "^GSPC", "", "../../etc/passwd", "ААPL", "🚀", "A\xff", strings.Repeat("A", 100), "A--B", "^", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := tearsheet.ParseSymbol(s)
		if err != nil {
			if id != (tearsheet.SecurityID{}) || tearsheet.KindOf(err) != tearsheet.KindInvalid {
				t.Errorf("%q: %v, %v", s, id, err)
			}
			printable(t, err.Error())
			return
		}
		if len(id.Symbol) == 0 || len(id.Symbol) > tearsheet.MaxSymbolLen || strings.Trim(id.Symbol, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-^") != "" {
			t.Errorf("%q becomes %q", s, id.Symbol)
		}
		if again, err := tearsheet.ParseSymbol(id.Symbol); err != nil || again != id {
			t.Errorf("%q becomes %q and then %q, %v", s, id, again, err)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2025-02-24", "2024-02-29", "2023-02-29", "0000-00-00", "0000-01-01", "9999-12-31", "", "2025-2-24", "20250224xx"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := tearsheet.ParseDate(s)
		if err != nil {
			printable(t, err.Error())
			return
		}
		if d.String() != s || d.AddDays(0) != d || d.AddMonths(0) != d {
			t.Errorf("%q becomes %s", s, d)
		}
	})
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"1", "-0.5", "1e60", "1e-60", "1e999999999", "", ".", "0x1", "NaN", "1,000", strings.Repeat("9", 60), "-1.50E+3", "٣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := tearsheet.ParseDecimal(s)
		if err != nil {
			printable(t, err.Error())
			return
		}
		out := d.String()
		if strings.ContainsAny(out, "eE+") || len(out) > 200 {
			t.Errorf("%q becomes %q", s, out)
		}
		if b, err := json.Marshal(d); err != nil || !json.Valid(b) {
			t.Errorf("%q is no JSON number: %s, %v", s, b, err)
		}
		if len(out) > 120 { // longer than what ParseDecimal takes
			return
		}
		if again, err := tearsheet.ParseDecimal(out); err != nil || again.Cmp(d) != 0 {
			t.Errorf("%q becomes %s and then %s, %v", s, d, again, err)
		}
	})
}

func FuzzEventJSON(f *testing.F) {
	e := tearsheet.Event{Run: "r", At: known, Node: "n", Attempt: 1, Kind: tearsheet.NodeFinished, Data: json.RawMessage(`{"a":[1,"<é>"]}`)}.Chain(nil)
	b, err := json.Marshal(e)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"run":"\u0000\ud800","seq":18446744073709551615,"at":"2025-02-24T23:59:59.999999999-05:00","data": null}`))
	f.Add([]byte("{\"data\": \"\xff\u2028\"}"))
	f.Add([]byte(`{"hash": 1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var e tearsheet.Event
		if err := json.Unmarshal(b, &e); err != nil {
			return
		}
		if y := e.At.UTC().Year(); y < 1 || y > 9998 { // JSON cannot write it back
			return
		}
		_ = e.Verify(nil) // says yes or no, without a panic
		e = e.Chain(nil)
		if err := e.Verify(nil); err != nil {
			t.Fatalf("a fresh event does not verify: %v", err)
		}
		out, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var back tearsheet.Event
		if err := json.Unmarshal(out, &back); err != nil {
			t.Fatal(err)
		}
		if err := back.Verify(nil); err != nil {
			t.Fatalf("an event does not survive its own JSON: %v\n%s", err, out)
		}
		next := tearsheet.Event{Run: e.Run, Kind: tearsheet.RunFinished}.Chain(&back)
		if err := next.Verify(&e); err != nil {
			t.Error(err)
		}
	})
}
