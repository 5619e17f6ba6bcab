package indicator

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ColumnSpec is a column name taken apart.
type ColumnSpec struct {
	Name    string    // as it was given, for example "BBup_20_2"
	Base    string    // the indicator's line, for example "BBup"
	Params  []float64 // its parameters, for example 20 and 2
	Warmup  int       // bars before the first value
	Columns []string  // what it reads: "open", "high", "low", "close", "volume"

	line *line
}

// line is one line of one indicator: how its name is spelled and how it is filled.
type line struct {
	base, tail string // before and after the parameters: "senkou_b", "_unshifted"
	params     string // one letter each: i a period, f a factor, 0 an index from 0
	reads      string // of "hlcv"
	low        int    // smallest period
	warmup     func(p []float64) int
	fill       func(dst []float64, b Bars, p []float64) error
}

// lines is every known column. Names are spelled as in TA-Lib's function names
// with the line appended and the parameters after underscores.
var lines = []line{
	{base: "SMA", params: "i", reads: "c", low: 1, warmup: period1,
		fill: func(d []float64, b Bars, p []float64) error { return SMA(d, b.Close, int(p[0])) }},
	{base: "EMA", params: "i", reads: "c", low: 1, warmup: period1,
		fill: func(d []float64, b Bars, p []float64) error { return EMA(d, b.Close, int(p[0])) }},
	{base: "WMA", params: "i", reads: "c", low: 1, warmup: period1,
		fill: func(d []float64, b Bars, p []float64) error { return WMA(d, b.Close, int(p[0])) }},
	{base: "KAMA", params: "i", reads: "c", low: 2, warmup: period0,
		fill: func(d []float64, b Bars, p []float64) error { return KAMA(d, b.Close, int(p[0])) }},
	{base: "RSI", params: "i", reads: "c", low: 2, warmup: period0,
		fill: func(d []float64, b Bars, p []float64) error { return RSI(d, b.Close, int(p[0])) }},
	{base: "CMO", params: "i", reads: "c", low: 2, warmup: period0,
		fill: func(d []float64, b Bars, p []float64) error { return CMO(d, b.Close, int(p[0])) }},
	{base: "ROC", params: "i", reads: "c", low: 1, warmup: period0,
		fill: func(d []float64, b Bars, p []float64) error { return ROC(d, b.Close, int(p[0])) }},
	{base: "TRIX", params: "i", reads: "c", low: 1, warmup: func(p []float64) int { return 3*int(p[0]) - 2 },
		fill: func(d []float64, b Bars, p []float64) error { return TRIX(d, b.Close, int(p[0])) }},
	{base: "STDDEV", params: "i", reads: "c", low: 1, warmup: period1,
		fill: func(d []float64, b Bars, p []float64) error { return StdDev(d, b.Close, int(p[0])) }},
	{base: "MACD", params: "iii", reads: "c", low: 1, warmup: macdWarmup, fill: macdLine(0)},
	{base: "MACDsignal", params: "iii", reads: "c", low: 1, warmup: macdWarmup, fill: macdLine(1)},
	{base: "MACDhist", params: "iii", reads: "c", low: 1, warmup: macdWarmup, fill: macdLine(2)},
	{base: "BBup", params: "if", reads: "c", low: 1, warmup: period1, fill: bandLine(0)},
	{base: "BBmid", params: "if", reads: "c", low: 1, warmup: period1, fill: bandLine(1)},
	{base: "BBlow", params: "if", reads: "c", low: 1, warmup: period1, fill: bandLine(2)},
	{base: "TRANGE", reads: "hlc", warmup: func([]float64) int { return 1 },
		fill: func(d []float64, b Bars, _ []float64) error { return TRANGE(d, b.High, b.Low, b.Close) }},
	{base: "ATR", params: "i", reads: "hlc", low: 1, warmup: period0,
		fill: func(d []float64, b Bars, p []float64) error { return ATR(d, b.High, b.Low, b.Close, int(p[0])) }},
	{base: "ADX", params: "i", reads: "hlc", low: 2, warmup: func(p []float64) int { return 2*int(p[0]) - 1 },
		fill: func(d []float64, b Bars, p []float64) error { return ADX(d, b.High, b.Low, b.Close, int(p[0])) }},
	{base: "ADXR", params: "i", reads: "hlc", low: 2, warmup: func(p []float64) int { return 3*int(p[0]) - 2 },
		fill: func(d []float64, b Bars, p []float64) error { return ADXR(d, b.High, b.Low, b.Close, int(p[0])) }},
	{base: "PLUS_DI", params: "i", reads: "hlc", low: 2, warmup: period0,
		fill: func(d []float64, b Bars, p []float64) error { return PlusDI(d, b.High, b.Low, b.Close, int(p[0])) }},
	{base: "MINUS_DI", params: "i", reads: "hlc", low: 2, warmup: period0,
		fill: func(d []float64, b Bars, p []float64) error { return MinusDI(d, b.High, b.Low, b.Close, int(p[0])) }},
	{base: "CCI", params: "i", reads: "hlc", low: 2, warmup: period1,
		fill: func(d []float64, b Bars, p []float64) error { return CCI(d, b.High, b.Low, b.Close, int(p[0])) }},
	{base: "WILLR", params: "i", reads: "hlc", low: 1, warmup: period1,
		fill: func(d []float64, b Bars, p []float64) error { return WILLR(d, b.High, b.Low, b.Close, int(p[0])) }},
	{base: "MFI", params: "i", reads: "hlcv", low: 2, warmup: period0,
		fill: func(d []float64, b Bars, p []float64) error {
			return MFI(d, b.High, b.Low, b.Close, b.Volume, int(p[0]))
		}},
	{base: "STOCHslowk", params: "iii", reads: "hlc", low: 1, warmup: stochWarmup, fill: stochLine(0)},
	{base: "STOCHslowd", params: "iii", reads: "hlc", low: 1, warmup: stochWarmup, fill: stochLine(1)},
	{base: "OBV", reads: "cv", warmup: none,
		fill: func(d []float64, b Bars, _ []float64) error { return OBV(d, b.Close, b.Volume) }},
	{base: "AD", reads: "hlcv", warmup: none,
		fill: func(d []float64, b Bars, _ []float64) error { return AD(d, b.High, b.Low, b.Close, b.Volume) }},
	{base: "AROONdown", params: "i", reads: "hl", low: 2, warmup: period0,
		fill: func(d []float64, b Bars, p []float64) error {
			return AROON(d, make([]float64, len(d)), b.High, b.Low, int(p[0]))
		}},
	{base: "AROONup", params: "i", reads: "hl", low: 2, warmup: period0,
		fill: func(d []float64, b Bars, p []float64) error {
			return AROON(make([]float64, len(d)), d, b.High, b.Low, int(p[0]))
		}},
	{base: "SAR", params: "ff", reads: "hl", warmup: func([]float64) int { return 1 },
		fill: func(d []float64, b Bars, p []float64) error { return SAR(d, b.High, b.Low, p[0], p[1]) }},
	{base: "ULTOSC", params: "iii", reads: "hlc", low: 1, warmup: func(p []float64) int { return int(slices.Max(p)) },
		fill: func(d []float64, b Bars, p []float64) error {
			return ULTOSC(d, b.High, b.Low, b.Close, int(p[0]), int(p[1]), int(p[2]))
		}},
	{base: "MIDPRICE", params: "i", reads: "hl", low: 1, warmup: period1, fill: midpointLine},
	{base: "tenkan", params: "i", reads: "hl", low: 1, warmup: period1, fill: midpointLine},
	{base: "kijun", params: "i", reads: "hl", low: 1, warmup: period1, fill: midpointLine},
	{base: "senkou_b", tail: "_unshifted", params: "i", reads: "hl", low: 1, warmup: period1, fill: midpointLine},
	{base: "senkou_a", tail: "_unshifted", params: "ii", reads: "hl", low: 1,
		warmup: func(p []float64) int { return int(max(p[0], p[1])) - 1 }, fill: senkouA},
	{base: "senkou_a", tail: "_unshifted", reads: "hl", warmup: func([]float64) int { return 25 },
		fill: func(d []float64, b Bars, _ []float64) error { return senkouA(d, b, []float64{9, 26}) }},
	{base: "chikou_close", reads: "c", warmup: none,
		fill: func(d []float64, b Bars, _ []float64) error { return SMA(d, b.Close, 1) }},
	{base: "rolling_vwap_typical", params: "i", reads: "hlcv", low: 1, warmup: period1,
		fill: func(d []float64, b Bars, p []float64) error {
			return RollingVWAP(d, b.High, b.Low, b.Close, b.Volume, int(p[0]))
		}},
	{base: "anchored_vwap_typical_from_bar", params: "0", reads: "hlcv", warmup: func(p []float64) int { return int(p[0]) },
		fill: func(d []float64, b Bars, p []float64) error {
			return AnchoredVWAP(d, b.High, b.Low, b.Close, b.Volume, int(p[0]))
		}},
}

func none([]float64) int          { return 0 }
func period0(p []float64) int     { return int(p[0]) }
func period1(p []float64) int     { return int(p[0]) - 1 }
func macdWarmup(p []float64) int  { return int(max(p[0], p[1])+p[2]) - 2 }
func stochWarmup(p []float64) int { return int(p[0]+p[1]+p[2]) - 3 }

func macdLine(k int) func([]float64, Bars, []float64) error {
	return func(d []float64, b Bars, p []float64) error {
		var l [3][]float64
		split(&l, k, d)
		return MACD(l[0], l[1], l[2], b.Close, int(p[0]), int(p[1]), int(p[2]))
	}
}

func bandLine(k int) func([]float64, Bars, []float64) error {
	return func(d []float64, b Bars, p []float64) error {
		var l [3][]float64
		split(&l, k, d)
		return BBANDS(l[0], l[1], l[2], b.Close, int(p[0]), p[1])
	}
}

// split makes d the k-th of three lines and scratch the others.
func split(l *[3][]float64, k int, d []float64) {
	s := make([]float64, 2*len(d))
	l[k], l[(k+1)%3], l[(k+2)%3] = d, s[:len(d)], s[len(d):]
}

func stochLine(k int) func([]float64, Bars, []float64) error {
	return func(d []float64, b Bars, p []float64) error {
		l := [2][]float64{d, make([]float64, len(d))}
		if k == 1 {
			l[0], l[1] = l[1], l[0]
		}
		return STOCH(l[0], l[1], b.High, b.Low, b.Close, int(p[0]), int(p[1]), int(p[2]))
	}
}

func midpointLine(d []float64, b Bars, p []float64) error {
	return Midpoint(d, b.High, b.Low, int(p[0]))
}

func senkouA(d []float64, b Bars, p []float64) error {
	kijun := make([]float64, len(d))
	if err := Midpoint(kijun, b.High, b.Low, int(p[1])); err != nil {
		fillNaN(d)
		return err
	}
	if err := Midpoint(d, b.High, b.Low, int(p[0])); err != nil {
		return err
	}
	for i, k := range kijun {
		d[i] = (d[i] + k) / 2
	}
	return nil
}

// ParseColumn takes a column name apart: the indicator's line, then its
// parameters after underscores, spelled as in TA-Lib.
//
//	SMA_20 EMA_12 WMA_10 KAMA_30 RSI_14 CMO_14 ROC_10 TRIX_5 STDDEV_20
//	MACD_12_26_9 MACDsignal_12_26_9 MACDhist_12_26_9
//	BBup_20_2 BBmid_20_2 BBlow_20_2
//	ATR_14 TRANGE ADX_14 ADXR_14 PLUS_DI_14 MINUS_DI_14
//	CCI_20 WILLR_14 MFI_14 STOCHslowk_5_3_3 STOCHslowd_5_3_3 ULTOSC_7_14_28
//	OBV AD AROONdown_14 AROONup_14 SAR_0.02_0.2 MIDPRICE_14
//	tenkan_9 kijun_26 senkou_a_unshifted senkou_a_9_26_unshifted
//	senkou_b_52_unshifted chikou_close
//	rolling_vwap_typical_14 anchored_vwap_typical_from_bar0
//
// Periods are written in plain digits without sign or leading zeros, factors as
// plain decimals. Names are case-sensitive.
func ParseColumn(name string) (ColumnSpec, error) {
	unknown := func(detail string) (ColumnSpec, error) {
		return ColumnSpec{}, &Error{Op: "Column", Arg: quoted(name), Index: -1, Err: ErrColumn, Detail: detail}
	}
	hint := ""
	for i := range lines {
		l := &lines[i]
		rest, ok := strings.CutPrefix(name, l.base)
		if !ok {
			continue
		}
		if rest, ok = strings.CutSuffix(rest, l.tail); !ok {
			continue
		}
		if l.params == "0" { // the index follows without an underscore
			rest = "_" + rest
		}
		if rest != "" && rest[0] != '_' {
			continue // a longer name that starts alike
		}
		hint = fmt.Sprintf("%s takes %d parameters", l.base, len(l.params))
		fields := strings.Split(rest, "_")[1:]
		if rest == "" {
			fields = nil
		}
		if len(fields) != len(l.params) {
			continue
		}
		p := make([]float64, len(fields))
		for k, f := range fields {
			v, err := number(f, l.params[k])
			if err != nil {
				return unknown(err.Error())
			}
			if l.params[k] == 'i' && (v < float64(l.low) || v > maxPeriod) {
				return ColumnSpec{}, &Error{Op: "Column", Arg: quoted(name), Index: -1, Err: ErrParam,
					Detail: fmt.Sprintf("the period %s is not in %d..%d", f, l.low, maxPeriod)}
			}
			p[k] = v
		}
		s := ColumnSpec{Name: name, Base: l.base, Params: p, Warmup: l.warmup(p), line: l}
		for _, c := range l.reads {
			s.Columns = append(s.Columns, map[rune]string{'h': "high", 'l': "low", 'c': "close", 'v': "volume"}[c])
		}
		return s, nil
	}
	return unknown(hint)
}

// quoted is the name as it may stand in an error: of bounded length, printable.
func quoted(name string) string {
	if len(name) > 60 {
		name = name[:60] + "..."
	}
	return strconv.Quote(name)
}

// number reads one parameter: kind i or 0 an integer, f a decimal.
func number(s string, kind byte) (float64, error) {
	digits, points := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && kind == 'f':
			points++
		default:
			return 0, fmt.Errorf("%s is not a number", quoted(s))
		}
	}
	if digits == 0 || points > 1 || len(s) > 17 {
		return 0, fmt.Errorf("%s is not a number", quoted(s))
	}
	if kind != 'f' && len(s) > 1 && s[0] == '0' {
		return 0, fmt.Errorf("%s has a leading zero", quoted(s))
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%s is not a number", quoted(s))
	}
	return v, nil
}

// Column fills dst with the column of that name (see [ParseColumn]); dst must be
// as long as the bars. A column of the bars that is read but missing is
// [ErrMissing] by name. Lines of several-line indicators (MACD, BBANDS, STOCH, AROON,
// senkou_a) allocate scratch for the lines not asked for. On an error dst is all
// NaN.
func Column(name string, bars Bars, dst []float64) error {
	s, err := ParseColumn(name)
	if err != nil {
		fillNaN(dst)
		return err
	}
	return s.Fill(bars, dst)
}

// Fill is [Column] for a name parsed before.
func (s ColumnSpec) Fill(bars Bars, dst []float64) error {
	fail := func(arg string, err error, detail string) error {
		fillNaN(dst)
		return &Error{Op: s.Name, Arg: arg, Index: -1, Err: err, Detail: detail}
	}
	if s.line == nil {
		return fail("name", ErrColumn, "the spec was not made by ParseColumn")
	}
	n := bars.Len()
	if n == 0 {
		return fail("bars", ErrEmpty, "")
	}
	for _, c := range s.Columns {
		if len(bars.column(c)) == 0 {
			return fail(c, ErrMissing, "")
		}
	}
	for _, c := range s.Columns {
		if k := len(bars.column(c)); k != n {
			return fail(c, ErrLength, fmt.Sprintf("need %d, have %d", n, k))
		}
	}
	if len(dst) != n {
		return fail("dst", ErrLength, fmt.Sprintf("need %d, have %d", n, len(dst)))
	}
	if s.Warmup >= n {
		return fail(s.Columns[0], ErrShort, fmt.Sprintf("need %d, have %d", s.Warmup+1, n))
	}
	return s.line.fill(dst, bars, s.Params)
}

func (b Bars) column(name string) []float64 {
	switch name {
	case "open":
		return b.Open
	case "high":
		return b.High
	case "low":
		return b.Low
	case "close":
		return b.Close
	case "volume":
		return b.Volume
	}
	return nil
}

// ColumnForms lists the column names that exist, with N for a period, F for a
// factor and I for a bar index: "SMA_N", "BBup_N_F".
func ColumnForms() []string {
	out := make([]string, 0, len(lines))
	for _, l := range lines {
		s := l.base
		for _, p := range l.params {
			s += map[rune]string{'i': "_N", 'f': "_F", '0': "I"}[p]
		}
		out = append(out, s+l.tail)
	}
	return out
}
