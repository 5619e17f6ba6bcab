package check

import (
	"strings"
	"unicode"
)

// Numbers that are no figures: dates, fiscal labels, forms, items, windows.

// name says whether the number at token i names something, and the token after
// the name. end == i means that it is a figure.
func (p *scanner) name(i int) (Role, int) {
	for _, try := range namers {
		if r, end := try(p, i); end > i {
			return r, end
		}
	}
	return Stated, i
}

// namers are tried in this order.
var namers = []func(*scanner, int) (Role, int){
	(*scanner).fiscal, (*scanner).identifier, (*scanner).form, (*scanner).labelled, (*scanner).date, (*scanner).window,
	(*scanner).indicator, (*scanner).level, (*scanner).listMark, (*scanner).glue,
}

var months = set("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")

// month reports whether token i is the name of a month, capitalised.
func (p *scanner) month(i int) bool {
	return months[p.lo(i)] && unicode.IsUpper(rune(p.t[i].s[0]))
}

func year(n int) bool { return n >= 1900 && n <= 2100 }

// unitFollows reports whether something at token i makes the number before it a
// figure.
func (p *scanner) unitFollows(i int) bool {
	if p.is(i, "%") || p.is(i, "‰") || p.is(i, "€") {
		return true
	}
	j := i + p.hyphen(i)
	w := p.lo(j)
	if _, ok := scaleWords[w]; ok {
		return true
	}
	if _, ok := scaleLetters[w]; ok && p.glued(j) && j == i {
		return true
	}
	if _, ok := currencyWords[w]; ok {
		return true
	}
	switch w {
	case "percent", "pct", "per", "percentage", "pp", "bp", "bps", "basis", "x", "times", "fold", "cents", "share", "shares", "contracts",
		"employees", "stores", "customers", "units", "points", "people", "usd":
		return true
	}
	return false
}

// priced reports whether a currency stands directly before token i.
func (p *scanner) priced(i int) bool {
	if _, ok := currencySigns[p.sym(i-1)]; ok {
		return true
	}
	if p.is(i-1, "-") {
		_, ok := currencySigns[p.sym(i-2)]
		return ok
	}
	return p.kind(i-1) == word && len(p.t[i-1].s) == 3 && isISO(p.t[i-1].s)
}

func isISO(s string) bool {
	for _, c := range isoCodes {
		if c == s {
			return true
		}
	}
	return false
}

func (p *scanner) date(i int) (Role, int) {
	n := p.whole(i)
	if n < 0 {
		return Stated, i
	}
	t := p.t[i]
	sep := ""
	if p.glued(i + 1) {
		sep = p.sym(i + 1)
	}
	b, c := -1, -1
	if sep != "" && p.glued(i+2) {
		b = p.whole(i + 2)
		if p.is(i+3, sep) && p.glued(i+3) && p.glued(i+4) {
			c = p.whole(i + 4)
		}
	}
	switch {
	case len(t.s) == 4 && year(n) && (sep == "-" || sep == "/") && b >= 1 && b <= 12 && c >= 1 && c <= 31:
		end := i + 5 // 2024-09-28, perhaps with a time behind a T
		if p.glued(end) && p.lo(end) == "t" {
			for end < len(p.t) && p.glued(end) && (p.kind(end) != symbol || p.is(end, ":") || p.is(end, "-") || p.is(end, "+")) {
				end++
			}
		}
		return When, end
	case sep == "/" && n >= 1 && n <= 31 && b >= 1 && b <= 31 && c >= 0 && (len(p.t[i+4].s) == 4 || len(p.t[i+4].s) == 2):
		return When, i + 5
	case sep == ":" && n < 24 && b >= 0 && b < 60 && len(p.t[i+2].s) == 2:
		if c >= 0 {
			return When, i + 5
		}
		return When, i + 3
	}
	if p.priced(i) {
		return Stated, i
	}
	if len(t.s) == 4 && year(n) && sep == "-" && b >= 0 {
		if next := p.t[i+2].s; len(next) == 4 && year(b) || len(next) == 2 && (b == (n+1)%100 || b >= 1 && b <= 12) {
			if !p.unitFollows(i + 3) {
				return When, i + 3
			}
		}
	}
	prev := i - 1
	if p.is(prev, ".") && p.glued(prev) {
		prev--
	}
	if p.month(prev) && !p.unitFollows(i+1) {
		if len(t.s) <= 2 && n >= 1 && n <= 31 {
			end := i + 1
			if w := p.lo(end); p.glued(end) && (w == "st" || w == "nd" || w == "rd" || w == "th") {
				end++
			}
			if p.is(end, ",") && len(p.tokens(end+1)) == 4 && year(p.whole(end+1)) {
				return When, end + 2
			}
			return When, end
		}
	}
	if len(t.s) <= 2 && n >= 1 && n <= 31 && p.month(i+1) && !p.glued(i+1) {
		end := i + 2
		if p.is(end, ".") || p.is(end, ",") {
			if year(p.whole(end + 1)) {
				end++
			}
		}
		if len(p.tokens(end)) == 4 && year(p.whole(end)) {
			end++
		}
		return When, end
	}
	if len(t.s) == 4 && year(n) && !p.unitFollows(i+1) && !p.signed(i) {
		end := i + 1
		if p.glued(end) && (p.is(end, "E") || p.is(end, "A") || p.is(end, "F") || p.is(end, "e") || p.is(end, "s")) {
			return When, end + 1
		}
		if p.kind(end) != word || !p.glued(end) {
			if !p.glued(i) || p.kind(i-1) == symbol {
				return When, end
			}
		}
	}
	if len(t.s) == 2 && p.is(i-1, "'") && p.glued(i) && !(p.glued(i-1) && p.kind(i-2) == number) && !p.unitFollows(i+1) {
		return When, i + 1
	}
	return Stated, i
}

// signed reports whether a dash that is no range stands before token i.
func (p *scanner) signed(i int) bool {
	return p.is(i-1, "-") && p.glued(i) && !p.glued(i-1)
}

// tokens is the text of token i, "" past the end.
func (p *scanner) tokens(i int) string {
	if i < 0 || i >= len(p.t) {
		return ""
	}
	return p.t[i].s
}

func (p *scanner) fiscal(i int) (Role, int) {
	n := p.whole(i)
	if n < 0 {
		return Stated, i
	}
	w := p.lo(i - 1)
	size := len(p.t[i].s)
	label := func(w string) bool { return w == "fy" || w == "cy" || w == "fiscal" }
	switch {
	case (w == "q" && n >= 1 && n <= 4 || w == "h" && n >= 1 && n <= 2) && p.glued(i) && size == 1:
		return Fiscal, p.fiscalYear(i + 1)
	case label(w) && (size == 4 && year(n) || size == 2 && !p.unitFollows(i+1)):
		return Fiscal, i + 1
	case w == "year" && p.lo(i-2) == "fiscal" && (size == 4 || size == 2):
		return Fiscal, i + 1
	case p.is(i-1, "'") && p.glued(i) && size == 2 && label(p.lo(i-2)):
		return Fiscal, i + 1
	}
	if next := p.lo(i + 1); p.glued(i+1) && size == 1 && (next == "q" && n >= 1 && n <= 4 || next == "h" && n >= 1 && n <= 2) {
		return Fiscal, p.fiscalYear(i + 2)
	}
	return Stated, i
}

// fiscalYear skips the year behind a quarter: Q3'24, Q3 24, 3Q24.
func (p *scanner) fiscalYear(i int) int {
	switch {
	case p.is(i, "'") && p.glued(i) && p.glued(i+1) && len(p.tokens(i+1)) == 2 && p.whole(i+1) >= 0:
		return i + 2
	case p.whole(i) >= 0 && (len(p.tokens(i)) == 2 || len(p.tokens(i)) == 4 && year(p.whole(i))) && !p.unitFollows(i+1) && !p.is(i+1, "-"):
		return i + 1
	}
	return i
}

// identifier is an accession number, a CIK, a hash or another long code.
func (p *scanner) identifier(i int) (Role, int) {
	if len(p.t[i].s) == 10 && p.whole2(i) && p.is(i+1, "-") && p.glued(i+1) && p.glued(i+2) && len(p.tokens(i+2)) == 2 &&
		p.is(i+3, "-") && len(p.tokens(i+4)) == 6 {
		return Label, i + 5
	}
	if w := p.lo(i - 1); w == "cik" || w == "cusip" || w == "isin" || w == "lei" {
		return Label, i + 1
	}
	// Digits and letters in turn: a hash or a code.
	end, turns := i+1, 0
	for end < len(p.t) && p.glued(end) && (p.kind(end) == word || p.kind(end) == number && p.t[end].plain()) {
		end++
		turns++
	}
	if turns >= 3 && p.t[i].plain() {
		return Label, end
	}
	return Stated, i
}

// whole2 reports a plain number of any length.
func (p *scanner) whole2(i int) bool { return i >= 0 && i < len(p.t) && p.t[i].plain() }

var formLetters = set("K", "Q", "F", "D", "KT", "QT", "KSB", "QSB")

func (p *scanner) form(i int) (Role, int) {
	n := p.whole(i)
	switch {
	case (n == 6 || n == 8 || n == 10 || n == 11 || n == 18 || n == 20 || n == 40) && p.is(i+1, "-") && p.glued(i+1) && p.glued(i+2) && formLetters[p.tokens(i+2)]:
		end := i + 3
		if p.is(end, "/") && p.glued(end) && p.is(end+1, "A") {
			end += 2
		}
		return Label, end
	case n == 401 && p.is(i+1, "(") && p.lo(i+2) == "k":
		return Label, i + 4
	case n == 24 && p.is(i+1, "/") && p.glued(i+1) && p.whole(i+2) == 7:
		return Label, i + 3
	}
	return Stated, i
}

var labelWords = set("item", "items", "note", "notes", "part", "page", "pages", "exhibit", "table", "chapter", "section", "sec", "step",
	"rule", "form", "schedule", "topic", "appendix", "annex", "footnote", "paragraph", "asc", "asu", "ifrs", "ias", "sfas", "version", "p", "no")

var indexWords = set("p", "russell", "nasdaq", "dow", "ftse", "nikkei", "stoxx", "dax", "cac", "fortune", "wilshire", "msci", "csi", "asx", "topix", "seng", "kospi")

func (p *scanner) labelled(i int) (Role, int) {
	t := p.t[i]
	if t.odd || p.unitFollows(i+1) || p.priced(i) {
		return Stated, i
	}
	prev := i - 1
	if p.is(prev, "-") && p.glued(i) && p.glued(prev) || p.is(prev, ".") && p.glued(prev) || p.is(prev, "#") {
		prev--
	}
	w := p.lo(prev)
	if indexWords[w] && (w != "p" || p.is(prev-1, "&") && p.lo(prev-2) == "s") {
		switch p.whole(i) {
		case 30, 40, 50, 100, 200, 225, 300, 350, 400, 500, 600, 1000, 1500, 2000, 3000, 5000:
			return Label, i + 1
		}
	}
	if p.is(i-1, "#") && p.whole(i) >= 0 && p.whole(i) < 1000 {
		return Label, i + 1
	}
	if p.is(i-1, "-") && prev == i-1 {
		return Stated, i
	}
	whole, frac, _ := strings.Cut(t.s, ".")
	dotted := len(whole) <= 3 && len(frac) <= 2 && (frac == "" || w == "exhibit" || w == "item" || w == "section" || w == "version" || w == "asc")
	switch {
	case (w == "p" || w == "no" || w == "sec") && !p.is(i-1, "."):
		return Stated, i
	case labelWords[w] && dotted, w == "asu" && p.whole(i) > 0,
		(w == "tier" || w == "phase" || w == "stage" || w == "type") && p.whole(i) >= 1 && p.whole(i) <= 4,
		w == "level" && p.whole(i) >= 1 && p.whole(i) <= 3 && (p.lo(i+1) == "assets" || p.lo(i+1) == "inputs" || p.lo(i+1) == "fair"),
		w == "chapter" && (p.whole(i) == 7 || p.whole(i) == 11):
		end := i + 1
		if p.kind(end) == word && p.glued(end) && len(p.t[end].s) == 1 { // Item 1A
			end++
		}
		for p.is(end, "-") && p.glued(end) && p.glued(end+1) && p.whole2(end+1) { // ASC 606-10-25
			end += 2
		}
		return Label, end
	}
	return Stated, i
}

var beforeSpan = set("last", "past", "trailing", "prior", "previous", "next", "over", "rolling", "every", "within", "than", "mean", "average", "first", "latest", "recent", "preceding", "of")
var afterSpan = set("moving", "average", "high", "low", "range", "mean", "lookback", "window", "return", "volatility", "momentum", "history", "ago", "earlier", "of", "before", "later")

func (p *scanner) window(i int) (Role, int) {
	n := p.whole(i)
	if n < 0 || n > 2520 || p.priced(i) || p.signed(i) {
		return Stated, i
	}
	// 12-1 month, 12-1 momentum
	if b := p.whole(i + 2); (n == 12 || n == 6) && b == 1 && p.is(i+1, "-") && p.glued(i+1) && p.glued(i+2) {
		j := i + 3 + p.hyphen(i+3)
		if spanUnit(p.lo(j)) || p.lo(j) == "momentum" || p.lo(i-1) == "momentum" || p.lo(i-2) == "momentum" {
			return Span, i + 3
		}
	}
	if p.hyphen(i+1) == 1 && (spanUnit(p.lo(i+2)) || p.lo(i+2) == "trading") {
		return Span, i + 3
	}
	// 10- and 20-day
	if p.is(i+1, "-") && p.glued(i+1) && (p.lo(i+2) == "and" || p.lo(i+2) == "or") && p.hyphen(i+4) == 1 && spanUnit(p.lo(i+5)) {
		return Span, i + 2
	}
	w := p.tokens(i + 1)
	if p.glued(i+1) && p.kind(i+1) == word {
		switch w {
		case "D", "W", "Y", "d", "w", "y", "yr", "yrs", "mo", "wk":
			return Span, i + 2
		case "M":
			if (n == 1 || n == 3 || n == 6 || n == 9 || n == 12) && (afterSpan[p.lo(i+2)] || p.is(i+2, ")") && p.is(i-1, "(") || p.lo(i+2) == "price" || p.lo(i+2) == "total") {
				return Span, i + 2
			}
		}
		return Stated, i
	}
	j := i + 1
	for p.lo(j) == "trading" || p.lo(j) == "calendar" || p.lo(j) == "fiscal" || p.lo(j) == "full" || p.lo(j) == "completed" {
		j++
	}
	if !spanUnit(p.lo(j)) || p.glued(i+1) {
		return Stated, i
	}
	if w := p.lo(j); w != "day" && w != "days" {
		return Span, j + 1
	}
	if beforeSpan[p.lo(i-1)] || beforeSpan[p.lo(i-2)] && p.lo(i-1) == "the" || afterSpan[p.lo(j+1)] {
		return Span, j + 1
	}
	return Stated, i
}

// windows are the lengths indicators are computed over.
var windows = map[int]bool{5: true, 8: true, 9: true, 10: true, 12: true, 13: true, 14: true, 20: true, 21: true, 26: true, 30: true, 50: true, 55: true,
	60: true, 63: true, 90: true, 100: true, 120: true, 126: true, 150: true, 200: true, 250: true, 252: true}

var averages = set("sma", "ema", "wma", "ma", "dma", "atr", "roc", "bb", "bollinger", "macd", "hv")
var oscillators = set("rsi", "adx", "mfi", "cci", "dmi", "stochastic")
var tails = set("var", "es", "cvar", "confidence", "shortfall", "interval", "ci", "quantile", "percentile")

func (p *scanner) indicator(i int) (Role, int) {
	// 95% VaR, VaR 95, 95 % confidence
	switch p.tokens(i) {
	case "90", "95", "97.5", "99", "99.9":
		end := i + 1
		if p.is(end, "%") {
			end++
		}
		if w := p.lo(i - 1); tails[w] && w != "interval" || p.is(i-1, "(") && tails[p.lo(i-2)] || p.is(i-1, "-") && p.glued(i-1) && tails[p.lo(i-2)] {
			return Span, end
		}
		if p.glued(end) && p.lo(end) == "th" {
			end++
		}
		for j := end; j < end+5 && j < len(p.t) && (end > i+1 || j == end); j++ {
			if tails[p.lo(j)] {
				return Span, end
			}
			if p.kind(j) == number && !p.is(j, "1") {
				break
			}
		}
	}
	w, open := p.lo(i-1), false
	if p.is(i-1, "(") || p.is(i-1, "-") && p.glued(i) && p.glued(i-1) {
		w, open = p.lo(i-2), true
	}
	if w == "bands" || w == "signal" || w == "line" {
		w = p.lo(i - 2)
		if open {
			w = p.lo(i - 3)
		}
	}
	if !averages[w] && !oscillators[w] || p.unitFollows(i+1) || p.priced(i) {
		return Stated, i
	}
	if strings.Trim(p.t[i].s, "0123456789,") == "" && strings.Count(p.t[i].s, ",") == 2 && p.t[i].odd { // 12,26,9
		return Span, i + 1
	}
	end := i + 1
	for (p.is(end, ",") || p.is(end, "-") || p.is(end, "/")) && p.whole(end+1) > 0 && p.whole(end+1) <= 50 && (open || p.glued(end)) {
		end += 2
	}
	n := p.whole(i)
	switch {
	case !windows[n] && end == i+1:
	case end > i+1, averages[w], open && p.is(i+1, ")"):
		return Span, end
	case n == 14 && p.figureFollows(i+1):
		return Span, end
	}
	return Stated, i
}

// figureFollows reports whether another number comes within the clause.
func (p *scanner) figureFollows(i int) bool {
	for j := i; j < i+6 && j < len(p.t) && !p.boundary(j) && !p.is(j, ","); j++ {
		if p.kind(j) == number {
			return true
		}
	}
	return false
}

// levels are thresholds everybody uses, by the indicator they belong to.
var levels = map[string][]string{
	"rsi": {"20", "30", "40", "50", "60", "70", "80"}, "adx": {"20", "25", "40"},
	"altman": {"1.1", "1.8", "1.81", "2.6", "2.9", "2.99", "3", "3.0"}, "z": {"1.1", "1.8", "1.81", "2.6", "2.9", "2.99", "3", "3.0"},
	"beneish": {"1.78", "2.22"}, "piotroski": {"9"}, "macd": {"0"}, "beta": {"1", "1.0"}, "sharpe": {"1", "0"}, "score": {"0", "1", "9"},
}

var comparators = set("above", "below", "over", "under", "than", "beyond", "threshold", "of", "between", "and")

var orWords = set("more", "less", "above", "below", "higher", "lower", "over", "under")

func (p *scanner) level(i int) (Role, int) {
	at := i - 1
	if p.is(at, "-") && p.glued(i) {
		at--
	}
	w := p.lo(at)
	if w == "the" || w == "line" {
		at--
		w = p.lo(at)
	}
	orMore := p.lo(i+1) == "or" && orWords[p.lo(i+2)] // overbought (70 or more)
	if !comparators[w] && !orMore || p.unitFollows(i+1) {
		return Stated, i
	}
	for j := at; j >= 0 && j >= at-12 && (!p.boundary(j) || p.is(j, ":")); j-- {
		for _, l := range levels[p.lo(j)] {
			if l == p.t[i].s && (w != "of" || l == "9") {
				return Level, i + 1
			}
		}
	}
	return Stated, i
}

func (p *scanner) listMark(i int) (Role, int) {
	n := p.whole(i)
	if n < 0 || n > 99 {
		return Stated, i
	}
	if p.t[i].line && (p.is(i+1, ".") || p.is(i+1, ")")) && p.glued(i+1) && i+2 < len(p.t) && p.t[i+2].gap && p.kind(i+2) == word {
		return Mark, i + 2
	}
	if p.enumerated && n <= 20 && p.is(i-1, "(") && p.glued(i) && p.is(i+1, ")") && p.glued(i+1) && p.kind(i+2) == word {
		return Mark, i + 1
	}
	return Stated, i
}

// glue is a number that is part of a word: A100, COVID-19, 13F, 4th, S-1. Only
// short whole numbers qualify, so that a figure cannot hide by losing a space.
func (p *scanner) glue(i int) (Role, int) {
	t := p.t[i]
	if !t.plain() || len(t.s) > 4 || p.priced(i) || p.unitFollows(i+1) {
		return Stated, i
	}
	if p.glued(i) && p.kind(i-1) == word && !isISO(p.t[i-1].s) && short(p.t[i-1].s) {
		return Label, i + 1
	}
	if p.is(i-1, "-") && p.glued(i) && p.glued(i-1) && p.kind(i-2) == word && short(p.t[i-2].s) {
		return Label, i + 1
	}
	if p.is(i-1, "-") && p.glued(i) && p.glued(i-1) && p.last == i-1 && len(p.out) > 0 && p.out[len(p.out)-1].Role == Label {
		return Label, i + 1
	}
	if p.glued(i+1) && p.kind(i+1) == word {
		switch w := p.t[i+1].s; {
		case w == "st" || w == "nd" || w == "rd" || w == "th":
			return Label, i + 2
		case len(w) <= 2 && strings.ToUpper(w) == w && len(t.s) <= 3:
			return Label, i + 2
		}
	}
	return Stated, i
}

// short reports a code in capitals, such as A or SMA or COVID, or one letter.
func short(w string) bool { return len(w) <= 6 && (strings.ToUpper(w) == w || len(w) == 1) }
