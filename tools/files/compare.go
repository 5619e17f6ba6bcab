package files

import (
	"fmt"
	"math"
	"slices"

	"tearsheet"
)

const (
	// sameClose is how far two closes of one day may differ, as a fraction.
	sameClose = 0.005
	// badDays is the share of common days that may differ by more.
	badDays = 0.01
)

// compare reports where another source disagrees with the one used, both on the
// as-traded basis and over days known at the as-of.
func compare(use, other asTraded) []tearsheet.Finding {
	if !use.exact || !other.exact {
		return nil // a level low by dividends is declared, not a disagreement
	}
	type day struct {
		date tearsheet.Date
		a, b float64
	}
	var common []day
	var off []day
	for i, j := 0, 0; i < len(use.bars) && j < len(other.bars); {
		switch c := use.bars[i].Date.Compare(other.bars[j].Date); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			d := day{use.bars[i].Date, use.bars[i].Close, other.bars[j].Close}
			common = append(common, d)
			if math.Abs(d.a/d.b-1) > sameClose {
				off = append(off, d)
			}
			i++
			j++
		}
	}
	if len(off) == 0 {
		return nil
	}
	last := common[len(common)-1]
	lastOff := math.Abs(last.a/last.b-1) > sameClose
	if !lastOff && float64(len(off)) <= badDays*float64(len(common)) {
		return nil
	}
	ratios := make([]float64, len(off))
	worst := off[0]
	for i, d := range off {
		ratios[i] = d.a / d.b
		if math.Abs(math.Log(d.a/d.b)) > math.Abs(math.Log(worst.a/worst.b)) {
			worst = d
		}
	}
	slices.Sort(ratios)
	mid, lo, hi := ratios[len(ratios)/2], ratios[len(ratios)/20], ratios[len(ratios)-1-len(ratios)/20]
	first, end := off[0], off[len(off)-1]
	if factor, ok := splitLike(mid); ok && hi/lo < 1.03 {
		return []tearsheet.Finding{{Check: "prices.factor", Severity: tearsheet.SeverityWarning,
			Message: fmt.Sprintf("sources disagree by a factor %s from %s to %s: close of %s is %.4g in %s and %.4g in %s (both brought to one basis)",
				factor, first.date, end.date, end.date, end.a, use.file.path, end.b, other.file.path),
			Hint: "a split is missing from the layout or a source's vintage is wrong: list it in tearsheet.yaml under splits"}}
	}
	return []tearsheet.Finding{{Check: "prices.disagree", Severity: tearsheet.SeverityWarning,
		Message: fmt.Sprintf("sources disagree by more than %.1f %% on %d of %d common days from %s to %s: close of %s is %.6g in %s and %.6g in %s; worst on %s, %.6g and %.6g",
			sameClose*100, len(off), len(common), first.date, end.date, last.date, last.a, use.file.path, last.b, other.file.path, worst.date, worst.a, worst.b),
		Hint: "check the adjustment and vintage that the layout states for both sources"}}
}

// splitLike recognises the ratio of a split: n:1, 1:n or a small fraction.
func splitLike(r float64) (string, bool) {
	if r < 1 {
		s, ok := splitLike(1 / r)
		return "1/" + s, ok
	}
	if n := math.Round(r); n >= 2 && math.Abs(r/n-1) < 0.01 {
		return fmt.Sprintf("%.0f", n), true
	}
	for _, f := range []float64{1.5, 1.25, 4.0 / 3, 2.5} {
		if math.Abs(r/f-1) < 0.01 {
			return trim(f), true
		}
	}
	return "", false
}
