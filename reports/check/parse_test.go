package check

import (
	"strings"
	"testing"
)

// TestParse states, for a text, each number's role (a figure is kind=value).
func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// human formats
		{"1,234.5", "number=1234.5"},
		{"a loss of (12.3) was booked", "number=-12.3"},
		{"($1.2 billion)", "money=-1200000000"},
		{"(12.3%)", "percent=-0.123"},
		{"USD 1.2bn", "money=1200000000"},
		{"1.2bn USD", "money=1200000000"},
		{"$391.0 billion", "money=391000000000"},
		{"US$391bn, C$5m and HK$3", "money=391000000000 money=5000000 money=3"},
		{"€1.5 million or £2k or ¥300", "money=1500000 money=2000 money=300"},
		{"391 billion dollars", "money=391000000000"},
		{"45 cents", "money=0.45"},
		{"45-50 %", "percent=0.45 percent=0.5"},
		{"45–50%", "percent=0.45 percent=0.5"},
		{"45% to 50%", "percent=0.45 percent=0.5"},
		{"between 45 and 50 percent", "percent=0.45 percent=0.5"},
		{"from $1.2 to $1.5 billion", "money=1200000000 money=1500000000"},
		{"$1.2-1.5bn", "money=1200000000 money=1500000000"},
		{"3x", "multiple=3"},
		{"39.2 times earnings", "multiple=39.2"},
		{"3-fold", "multiple=3"},
		{"a 10-for-1 split", "multiple=10"},
		{"a 10:1 split", "multiple=10"},
		{"25 bps", "points=0.0025"},
		{"25 basis points", "points=0.0025"},
		{"a 25-basis-point cut", "points=0.0025"},
		{"-1.4 percentage points", "points=-0.014"},
		{"1.4 percentage-points", "points=0.014"},
		{"2.5pp", "points=0.025"},
		{"Unicode −12.5%", "percent=-0.125"},
		{"fell -3.2%", "percent=-0.032"},
		{"+3.2%", "percent=0.032"},
		{"-$1.2 billion and $-3.50", "money=-1200000000 money=-3.5"},
		{"±5%", "percent=0.05"},
		{"１２３．５", "number=123.5"},
		{"٤٢٫٥٪", "percent=0.425"},
		{"1\u202f234\u00a0567 and 1\u2009234", "number=1234567 number=1234"},
		{"1\u202f234\u202f567", "number=1234567"},
		{"1'234'567", "number=1234567"},
		{"15,022,100,480 shares", "number=15022100480"},
		{".5%", "percent=0.005"},
		{"1.2e9", "number=1200000000"},
		{"twenty-five percent", "percent=0.25"},
		{"twenty-five", "number=25"},
		{"one hundred and five million dollars", "money=105000000"},
		{"a hundred basis points", "points=0.01"},
		{"three billion", "number=3000000000"},
		{"two segments and one of three", ""},
		{"2½ %", "percent=0.025"},
		{"½", "number=0.5"},
		{"1/4", "number=0.25"},
		{"3.0%.", "percent=0.03"},
		{"grew by12%", "percent=0.12"},
		{"12‰", "percent=0.012"},
		{"RSI 61.2", "number=61.2"},
		{"$6.08 per share", "money=6.08"},
		// doubt
		{"1.234,5", "number!"},
		{"3,14", "number!"},
		{"1.2.3", "number!"},
		{"10²", "number!"},
		{"12\u200b3", "number!"},
		{"12\u202e3", "number!"},
		{"12zz", "number!"},
		// names
		{"FY2024 and FY 2024 and FY24 and fiscal 2024", "fiscal fiscal fiscal fiscal"},
		{"Q3'24, Q3 FY2025, Q3 2024, 3Q24, H1 2024, 1H25", "fiscal fiscal fiscal fiscal fiscal fiscal fiscal"},
		{"Q3’24", "fiscal"},
		{"2024-09-28 and September 28, 2024 and 28 Sep 2024 and Sept. 28", "date date date date"},
		{"in 2024, from 2021-2023 and 2023-24", "date date date"},
		{"2024-09-28T16:00:00Z at 16:05", "date date"},
		{"9/28/2024", "date"},
		{"10-K, 10-Q/A, 8-K, 20-F, S-1, 13F, DEF 14A, 401(k)", "label label label label label label label label"},
		{"Item 1A, Item 7, Note 5, page 12, p. 3, Exhibit 99.1, ASC 606", "label label label label label label label"},
		{"0000320193-24-000123 and CIK 320193", "label label"},
		{"F0123456789abcdef", ""},
		{"https://x.y/z?a=12345&b=1", ""},
		{"S&P 500, Russell 2000, Nasdaq-100", "label label label"},
		{"A100, H100, GB200 and COVID-19", "label label label label"},
		{"50-day average, 52-week high, 12-1 month momentum", "span span span"},
		{"the last 63 sessions and the next 30 days", "span span"},
		{"RSI 14 at 61.2", "span number=61.2"},
		{"RSI(14) at 61.20: neutral", "span number=61.2"},
		{"SMA200 and SMA 50 and MACD (12, 26, 9) and MACD 12-26-9", "span span span span"},
		{"the 95% one-day VaR of 2.1% and VaR 99", "span percent=0.021 span"},
		{"1Y, 3M return, 5Y", "span span span"},
		{"$3M and 3M shares", "money=3000000 number=3000000"},
		{"RSI above 70 is overbought (70 or more)", "level level"},
		{"1. First\n2) Second", "mark mark"},
		{"(1) growth and (2) margin", "mark mark"},
		{"24/7", "label"},
		{"expires in 25 days", "number=25"},
		{"Altman Z of 5.2 is above 2.99", "number=5.2 level"},
	} {
		var got []string
		for _, f := range Parse(c.text) {
			switch {
			case f.Role != Stated:
				got = append(got, string(f.Role))
			case f.Problem != "":
				got = append(got, string(f.Kind)+"!")
			default:
				got = append(got, string(f.Kind)+"="+f.Value.String())
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("Parse(%q)\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}
