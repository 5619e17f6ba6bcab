package files

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"tearsheet"
)

// sessionOpen is when a split or dividend takes effect: 09:30 New York of its
// ex-date.
func sessionOpen(d tearsheet.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 9, 30, 0, 0, tearsheet.NewYork)
}

// asOfDay is the last day whose session had begun at t.
func asOfDay(t time.Time) tearsheet.Date {
	d := tearsheet.DateOf(t.In(tearsheet.NewYork))
	if sessionOpen(d).After(t) {
		return d.AddDays(-1)
	}
	return d
}

// divisor is what a price of day d was divided by to reach basis b: the product
// of the ratios of splits after d and up to the vintage.
func divisor(splits []split, d tearsheet.Date, b basis) float64 {
	f := 1.0
	if b.adjustment == adjNone {
		return f
	}
	for _, s := range splits {
		if s.Ex.After(d) && !s.Ex.After(b.vintage) {
			f *= float64(s.Ratio)
		}
	}
	return f
}

// asTraded is a price file brought to the as-traded basis of an as-of.
type asTraded struct {
	source priceSource
	file   *barFile
	bars   []tearsheet.Bar // known at the as-of, oldest first
	exact  bool            // the level is as traded, not low by dividends
	words  string          // what was done
	notes  []tearsheet.Finding
}

// restore undoes dividend adjustment and brings the share basis to that of the
// as-of. splits are sorted; divs may be nil.
func restore(src priceSource, file *barFile, symbol string, splits []split, divs *dividendList, divBasis basis, asOf time.Time) asTraded {
	have := src.basisOf(symbol, file.last())
	want := basis{adjSplit, asOfDay(asOf)}
	out := asTraded{source: src, file: file, exact: true}
	n, _ := slices.BinarySearchFunc(file.bars, asOf, func(b tearsheet.Bar, t time.Time) int {
		if b.Known().After(t) {
			return 1
		}
		return -1
	})
	bars, words := file.bars, []string{file.path}
	digits := 0 // significant digits after conversion; 0: as stored
	switch have.adjustment {
	case adjNone:
		words = append(words, "as traded on each day")
	case adjSplit:
		words = append(words, fmt.Sprintf("split-adjusted to %s, not for dividends", have.vintage))
	case adjMixed:
		out.exact = false
		words = append(words, fmt.Sprintf("split-adjusted to %s, adjusted for dividends on some symbols only", have.vintage))
		out.note("prices.mixed_adjustment", tearsheet.SeverityWarning,
			fmt.Sprintf("%s: the source adjusts for dividends on some symbols only; whether it does for %s is not known, so older prices may be low by the dividends paid since", file.path, symbol),
			"add a source of unadjusted prices, or say what holds for the symbol in tearsheet.yaml: prices: [{symbols: {"+symbol+": {adjustment: ...}}}]")
	case adjSplitDividend:
		switch {
		case divs == nil:
			out.exact = false
			words = append(words, fmt.Sprintf("adjusted for splits and dividends to %s; no dividends in the folder to undo that, so the level is dividend-adjusted", have.vintage))
			out.note("prices.dividend_adjusted", tearsheet.SeverityWarning,
				fmt.Sprintf("%s: prices are dividend-adjusted to %s and the folder has no dividends of %s to undo it; older prices are low by the dividends paid since", file.path, have.vintage, symbol),
				"add the symbol's dividends under prices/dividends, or list it in tearsheet.yaml under dividends.none if it pays none")
		case divs.none:
			words = append(words, fmt.Sprintf("adjusted for splits and dividends to %s; the symbol pays no dividend", have.vintage))
		default:
			words = append(words, fmt.Sprintf("adjusted for splits and dividends to %s, dividends undone", have.vintage))
			bars, digits = undoDividends(bars, splits, divs, divBasis, have), 7
			if gap, last := dividendGap(divs, have.vintage); gap > 0 {
				out.note("prices.dividends_missing", tearsheet.SeverityWarning,
					fmt.Sprintf("%s: dividends were applied to %s but the last one known before that is of %s, %d days earlier; prices may be low by what was paid in between", file.path, have.vintage, last, gap),
					"add the missing dividends under prices/dividends")
			}
		}
	}
	out.bars = slices.Clone(bars[:n])
	var undone, applied []string
	for _, s := range splits {
		inFile, inWant := have.adjustment != adjNone && !s.Ex.After(have.vintage), !s.Ex.After(want.vintage)
		if n == 0 || !s.Ex.After(file.bars[0].Date) {
			continue
		}
		switch {
		case inFile && !inWant:
			undone = append(undone, s.String())
		case inWant && !inFile && s.Ex.Compare(file.bars[n-1].Date.AddDays(366)) <= 0:
			applied = append(applied, s.String())
		}
	}
	if len(undone) > 0 {
		words = append(words, "later splits undone: "+strings.Join(undone, ", "))
	}
	if len(applied) > 0 {
		words = append(words, "splits applied: "+strings.Join(applied, ", "))
	}
	last := math.NaN()
	for i := range out.bars {
		b := &out.bars[i]
		f := divisor(splits, b.Date, have) / divisor(splits, b.Date, want)
		if f != last && f != 1 && digits == 0 {
			digits = 9
		}
		last = f
		if f != 1 {
			b.Open, b.High, b.Low, b.Close, b.Volume = b.Open*f, b.High*f, b.Low*f, b.Close*f, math.Round(b.Volume/f)
		}
	}
	if digits > 0 {
		for i := range out.bars {
			b := &out.bars[i]
			b.Open, b.High, b.Low, b.Close = significant(b.Open, digits), significant(b.High, digits), significant(b.Low, digits), significant(b.Close, digits)
		}
	}
	out.words = strings.Join(words, "; ")
	return out
}

func (a *asTraded) note(check string, sev tearsheet.Severity, message, hint string) {
	a.notes = append(a.notes, tearsheet.Finding{Check: check, Severity: sev, Message: message, Hint: hint})
}

// undoDividends inverts the vendors' dividend adjustment. Going backwards, with
// f the product of the factors of later dividends, the close before an ex-date
// is P = A/f + D, because A = f (1 - D/P) P.
func undoDividends(bars []tearsheet.Bar, splits []split, divs *dividendList, divBasis, have basis) []tearsheet.Bar {
	out := slices.Clone(bars)
	last := bars[len(bars)-1].Date
	f := 1.0
	k := len(divs.items) - 1
	amount := func(d dividend) float64 { // on the share basis of the stored prices
		return d.amount * divisor(splits, d.ex, divBasis) / divisor(splits, d.ex, have)
	}
	for ; k >= 0 && divs.items[k].ex.After(last); k-- {
		d := divs.items[k]
		if d.ex.After(have.vintage) {
			continue
		}
		prior := d.priorClose
		if prior == 0 { // the close before it is not in the file: the last row stands in
			prior = bars[len(bars)-1].Close / f
		}
		if d.amount < prior {
			f *= 1 - d.amount/prior
		}
	}
	for i := len(out) - 1; i >= 0; i-- {
		b := &out[i]
		cash := 0.0
		for ; k >= 0 && divs.items[k].ex.After(b.Date); k-- {
			if d := divs.items[k]; !d.ex.After(have.vintage) {
				cash += amount(d)
			}
		}
		if cash > 0 {
			f = b.Close / (b.Close/f + cash)
		}
		b.Open, b.High, b.Low, b.Close = b.Open/f, b.High/f, b.Low/f, b.Close/f
	}
	return out
}

// dividendGap is the number of days between the last known dividend and the
// vintage, if that is longer than a payer of quarterly dividends lets pass.
func dividendGap(divs *dividendList, vintage tearsheet.Date) (days int, last tearsheet.Date) {
	const quarterAndAHalf = 135
	for _, d := range divs.items {
		if !d.ex.After(vintage) {
			last = d.ex
		}
	}
	if last.IsZero() {
		return 0, last
	}
	if days = vintage.DaysSince(last); days <= quarterAndAHalf {
		days = 0
	}
	return days, last
}

// significant rounds to n significant digits.
func significant(v float64, n int) float64 {
	if v == 0 {
		return 0
	}
	scale := math.Pow10(n - 1 - int(math.Floor(math.Log10(math.Abs(v)))))
	return math.Round(v*scale) / scale
}

// decimals rounds to n decimal places.
func decimals(v float64, n int) float64 {
	scale := math.Pow10(n)
	return math.Round(v*scale) / scale
}

// String writes a split as 10:1 on 2024-06-10.
func (s split) String() string {
	num, den := float64(s.Ratio), 1.0
	if num < 1 {
		num, den = 1, 1/num
	}
	text := fmt.Sprintf("%s:%s on %s", trim(num), trim(den), s.Ex)
	if s.Kind != "" {
		text = fmt.Sprintf("%s %s on %s", s.Kind, trim(float64(s.Ratio)), s.Ex)
	}
	return text
}

func trim(v float64) string {
	if r := math.Round(v); math.Abs(r-v) < 1e-9 {
		return fmt.Sprintf("%.0f", r)
	}
	return fmt.Sprintf("%.4g", v)
}
