package files

import (
	"encoding/json"
	"testing"
)

// TestScanAgreesWithJSON: what encoding/json refuses at the level of structure,
// the scan refuses; strings come out the same.
func TestScanAgreesWithJSON(t *testing.T) {
	for _, s := range []string{
		`""`, `"plain"`, `"a\"b\\c\/d\b\f\n\r\t"`, `"\u0041\u00e9\u20ac"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ud83dx"`, `"é€😀"`, `"\x"`, `"\u12"`, `"\u12zz"`, `"open`, "\"a\nb\"", `"a\`,
	} {
		var want string
		werr := json.Unmarshal([]byte(s), &want)
		sc := scan{b: []byte(s)}
		got, err := sc.str()
		if err == nil {
			err = sc.end()
		}
		if (err == nil) != (werr == nil) || (err == nil && string(got) != want) {
			t.Errorf("%s: got %q %v, want %q %v", s, got, err, want, werr)
		}
	}
	for _, s := range []string{
		`{}`, `[]`, ` { "a" : [ 1 , -2.5e3 , true , false , null , {"b":"c"} ] } `, `{"a":1,}`, `[1,]`, `{"a" 1}`, `{a:1}`, `[1 2]`, `{"a":1}}`, `{"a":1`, `[`, ``, ` `, `nul`, `tru`, `{"a":}`,
	} {
		sc := scan{b: []byte(s)}
		err := sc.skip()
		if err == nil {
			err = sc.end()
		}
		if (err == nil) != json.Valid([]byte(s)) {
			t.Errorf("%q: %v, valid %v", s, err, json.Valid([]byte(s)))
		}
	}
}
