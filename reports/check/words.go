package check

import "tearsheet"

var units = map[string]int64{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}

var tens = map[string]int64{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

// words reads a number written in words from token i and returns the token
// after it, or i. Small numbers without a unit (two segments, one of them) are
// plain English and left alone.
func (p *scanner) words(i int) int {
	total, current, seen := int64(0), int64(0), false
	j := i
	last := byte(0) // u unit, t tens, h hundred
	if w := p.lo(i); (w == "a" || w == "an") && scaleOrHundred(p.lo(i+1)) {
		current, seen, j, last = 1, true, i+1, 'u'
	}
	for j < len(p.t) && j < i+24 {
		k := j
		if seen && p.is(k, "-") && p.glued(k) && p.glued(k+1) {
			k++
		}
		if seen && (last == 'h' || last == 's') && p.lo(k) == "and" {
			k++
		}
		w := p.lo(k)
		u, isUnit := units[w]
		t, isTens := tens[w]
		switch {
		case isUnit && last != 'u' && (last != 't' || u < 10 && u > 0):
			current, last = current+u, 'u'
		case isTens && last != 'u' && last != 't':
			current, last = current+t, 't'
		case w == "hundred" && seen && current > 0 && current < 100:
			current, last = current*100, 'h'
		case w == "thousand" && seen && current > 0 && current < 1000 && total == 0:
			total, current, last = current*1000, 0, 's'
		default:
			return p.wordsEnd(i, j, total+current, seen)
		}
		seen = true
		j = k + 1
	}
	return p.wordsEnd(i, j, total+current, seen)
}

func scaleOrHundred(w string) bool {
	switch w {
	case "hundred", "thousand", "million", "billion", "trillion":
		return true
	}
	return false
}

func (p *scanner) wordsEnd(i, j int, n int64, seen bool) int {
	if !seen {
		return i
	}
	f := Figure{Role: Stated, Kind: Number, raw: tearsheet.DecimalFromInt(n)}
	probe := f
	k := p.suffix(&probe, j)
	bare := probe.Kind == Number && !probe.Scaled
	if bare && n <= 12 {
		return i
	}
	if bare && spanUnit(p.after(j)) && p.after(j) != "days" {
		p.add(Figure{Role: Span}, i, j)
		return j
	}
	if k == j && p.lo(j) == "s" {
		return i
	}
	return p.finish(f, i, j)
}

func spanUnit(w string) bool {
	switch w {
	case "day", "days", "week", "weeks", "month", "months", "year", "years", "quarter", "quarters", "session", "sessions", "minute", "minutes",
		"hour", "hours", "period", "periods", "bar", "bars", "yr", "yrs", "mo", "wk":
		return true
	}
	return false
}
