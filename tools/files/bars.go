package files

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"tearsheet"
)

const (
	// freshDays is how many calendar days a source may lag behind the freshest.
	freshDays = 7
	// enoughBars is a year of sessions.
	enoughBars = 252
)

// Bars returns the daily bars of a security from one price source, on the
// as-traded basis of q.AsOf; the package comment has the rule of choice.
func (p *Provider) Bars(ctx context.Context, q tearsheet.BarQuery) (tearsheet.Series, error) {
	const op = "files.bars"
	symbol, err := p.symbolOf(op, q.Security)
	if err != nil {
		return tearsheet.Series{}, err
	}
	cands, broken, err := p.candidates(ctx, symbol, q.AsOf)
	if err != nil {
		return tearsheet.Series{}, err
	}
	chosen := choose(cands)
	if chosen < 0 {
		if len(broken) > 0 {
			return tearsheet.Series{}, broken[0].err
		}
		if len(cands) > 0 {
			first := cands[0]
			for _, c := range cands {
				if c.file.bars[0].Date.Before(first.file.bars[0].Date) {
					first = c
				}
			}
			return tearsheet.Series{}, &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: symbol,
				Err:  fmt.Errorf("no bar known at %s: the first one is of %s (%s)", q.AsOf.In(tearsheet.NewYork).Format("2006-01-02"), first.file.bars[0].Date, first.file.path),
				Hint: "choose a later as-of"}
		}
		return tearsheet.Series{}, p.noPrices(op, symbol)
	}
	use := cands[chosen]
	for _, b := range broken { // a source ranked higher may not be passed over in silence
		if b.rank < use.rank {
			return tearsheet.Series{}, b.err
		}
	}
	divs, err := p.dividendsOf(ctx, symbol)
	if err != nil {
		return tearsheet.Series{}, err
	}
	splits := p.layout.Splits[symbol]
	all := make([]asTraded, len(cands))
	for i, c := range cands {
		if c.known > 0 {
			all[i] = restore(c.source, c.file, symbol, splits, divs, p.dividendBasis(symbol, cands, use), q.AsOf)
		}
	}
	best := all[chosen]
	from, _ := slices.BinarySearchFunc(best.bars, q.From, func(b tearsheet.Bar, d tearsheet.Date) int { return b.Date.Compare(d) })
	if q.From.IsZero() {
		from = 0
	}
	s := tearsheet.Series{
		Security: tearsheet.SecurityID{Symbol: symbol, MIC: q.Security.MIC},
		Currency: p.currencyOf(symbol),
		Bars:     best.bars[from:],
		Basis:    best.words,
		Source:   p.source(use.file.locator(from, len(best.bars)), use.file.digest),
	}
	s.Actions = p.actions(symbol, splits, divs, p.dividendBasis(symbol, cands, use), q)
	s.Findings = append(s.Findings, best.notes...)
	s.Findings = append(s.Findings, oddities(use.file, s.Bars)...)
	if last, day := best.bars[len(best.bars)-1].Date, asOfDay(q.AsOf); day.DaysSince(last) > freshDays {
		s.Findings = append(s.Findings, tearsheet.Finding{Check: "prices.stale", Severity: tearsheet.SeverityWarning,
			Message: fmt.Sprintf("%s: the last bar is of %s, %d days before the as-of %s", use.file.path, last, day.DaysSince(last), day),
			Hint:    "add newer prices, or choose an earlier as-of"})
	}
	for i, other := range all {
		if i != chosen && other.file != nil {
			s.Findings = append(s.Findings, compare(best, other)...)
		}
	}
	for _, b := range broken {
		s.Findings = append(s.Findings, tearsheet.Finding{Check: "prices.unreadable", Severity: tearsheet.SeverityWarning,
			Message: fmt.Sprintf("a second price source could not be compared: %v", b.err), Hint: tearsheet.HintOf(b.err)})
	}
	return s, ctx.Err()
}

// candidate is one source's file of the symbol.
type candidate struct {
	source priceSource
	rank   int
	file   *barFile
	known  int // bars known at the as-of
}

// brokenFile is a source whose file cannot be read.
type brokenFile struct {
	rank int
	err  error
}

// candidates reads every source that has the symbol. Panels are read only if no
// file of the symbol's own is fresh.
func (p *Provider) candidates(ctx context.Context, symbol string, asOf time.Time) (out []candidate, broken []brokenFile, err error) {
	var newest tearsheet.Date
	add := func(s priceSource, rank int, file *barFile) {
		if file == nil {
			return
		}
		c := candidate{source: s, rank: rank, file: file}
		for c.known = len(file.bars); c.known > 0 && file.bars[c.known-1].Known().After(asOf); c.known-- {
		}
		if c.known > 0 && file.bars[c.known-1].Date.After(newest) {
			newest = file.bars[c.known-1].Date
		}
		out = append(out, c)
	}
	for rank, s := range p.layout.Prices {
		if s.Path == "" {
			continue
		}
		file, err := p.ownFile(ctx, s, symbol)
		switch {
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case tearsheet.KindOf(err) == tearsheet.KindInvalid:
			broken = append(broken, brokenFile{rank, err})
		case err != nil:
			return nil, nil, err
		default:
			add(s, rank, file)
		}
	}
	day := asOfDay(asOf)
	for rank, s := range p.layout.Prices {
		if s.Panel == "" || (!s.Covers.From.IsZero() && s.Covers.From.After(day)) {
			continue
		}
		end := day
		if !s.Covers.To.IsZero() && s.Covers.To.Before(end) {
			end = s.Covers.To
		}
		if !newest.IsZero() && end.DaysSince(newest) <= freshDays {
			continue
		}
		pn, err := p.openPanel(ctx, s)
		var file *barFile
		if err == nil && pn != nil {
			file, err = pn.bars(p.folder, symbol)
		}
		switch {
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case tearsheet.KindOf(err) == tearsheet.KindInvalid:
			broken = append(broken, brokenFile{rank, err})
		case err != nil:
			return nil, nil, err
		default:
			add(s, rank, file)
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return a.rank - b.rank })
	return out, broken, nil
}

// ownFile reads the symbol's own file in a source; nil when there is none.
func (p *Provider) ownFile(ctx context.Context, s priceSource, symbol string) (*barFile, error) {
	for _, name := range spellings(symbol) {
		stored, st, ok, err := p.folder.find(s.pattern.expand("symbol", name))
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		return load(ctx, p.cache, stamp("bars "+s.Name, stored, st), func(ctx context.Context) (*barFile, int64, error) {
			b, err := p.folder.read(ctx, stored)
			if err != nil {
				return nil, 0, err
			}
			bf, err := parseBars(p.folder, b, s.Columns)
			if err != nil {
				return nil, 0, err
			}
			return bf, int64(len(bf.bars)) * barBytes, nil
		})
	}
	return nil, nil
}

// choose picks the source to use, or -1; see the package comment.
func choose(cands []candidate) int {
	var newest tearsheet.Date
	for _, c := range cands {
		if c.known > 0 && c.file.bars[c.known-1].Date.After(newest) {
			newest = c.file.bars[c.known-1].Date
		}
	}
	best := -1
	for i, c := range cands {
		if c.known == 0 || newest.DaysSince(c.file.bars[c.known-1].Date) > freshDays {
			continue
		}
		if c.known >= enoughBars {
			return i
		}
		if best < 0 || c.known > cands[best].known {
			best = i
		}
	}
	return best
}

// dividendBasis is the share basis of the symbol's dividend amounts: that of the
// source the layout names, else that of the prices used.
func (p *Provider) dividendBasis(symbol string, cands []candidate, use candidate) basis {
	for _, c := range cands {
		if c.source.Name == p.layout.Dividends.Basis {
			return c.source.basisOf(symbol, c.file.last())
		}
	}
	return use.source.basisOf(symbol, use.file.last())
}

// actions lists the splits and dividends in effect at the as-of, oldest first.
// Spin-offs are not corporate actions on the share count and stay out.
func (p *Provider) actions(symbol string, splits []split, divs *dividendList, divBasis basis, q tearsheet.BarQuery) []tearsheet.Action {
	var out []tearsheet.Action
	want := basis{adjSplit, asOfDay(q.AsOf)}
	keep := func(a tearsheet.Action) {
		a.Known = sessionOpen(a.Ex).UTC()
		if !a.Known.After(q.AsOf) && !a.Ex.Before(q.From) {
			out = append(out, a)
		}
	}
	for _, s := range splits {
		if s.Kind == "" {
			keep(tearsheet.Action{Kind: tearsheet.Split, Ex: s.Ex, Ratio: float64(s.Ratio), Source: p.source("layout splits."+symbol, "")})
		}
	}
	if divs != nil {
		for _, d := range divs.items {
			amount := d.amount
			if f := divisor(splits, d.ex, divBasis) / divisor(splits, d.ex, want); f != 1 {
				// Stored amounts have 6 decimals; f magnifies what they leave out.
				amount = decimals(amount*f, 5-max(0, int(math.Ceil(math.Log10(f)))))
			}
			keep(tearsheet.Action{Kind: tearsheet.Dividend, Ex: d.ex, Amount: amount, Source: d.source})
		}
	}
	slices.SortStableFunc(out, func(a, b tearsheet.Action) int { return a.Ex.Compare(b.Ex) })
	return out
}

// oddities reports what is strange but present in real data, over the bars that
// are returned.
func oddities(file *barFile, bars []tearsheet.Bar) (out []tearsheet.Finding) {
	var zero, outside, weekend int
	var zeroAt, outsideAt, weekendAt tearsheet.Date
	for _, b := range bars {
		if b.Volume == 0 {
			zero++
			zeroAt = b.Date
		}
		eps := b.High * 1e-9
		if math.Max(b.Open, b.Close) > b.High+eps || math.Min(b.Open, b.Close) < b.Low-eps {
			outside++
			outsideAt = b.Date
		}
		if wd := b.Date.UTC().Weekday(); wd == time.Saturday || wd == time.Sunday {
			weekend++
			weekendAt = b.Date
		}
	}
	note := func(check string, n int, at tearsheet.Date, what, hint string) {
		if n > 0 {
			out = append(out, tearsheet.Finding{Check: check, Severity: tearsheet.SeverityInfo,
				Message: fmt.Sprintf("%s: %d of %d rows have %s, the last on %s", file.path, n, len(bars), what, at), Hint: hint})
		}
	}
	if !file.volume {
		out = append(out, tearsheet.Finding{Check: "prices.no_volume", Severity: tearsheet.SeverityInfo, Message: file.path + ": the file has no volume column"})
	} else {
		note("prices.volume_zero", zero, zeroAt, "volume 0", "")
	}
	note("prices.close_outside_range", outside, outsideAt, "an open or close outside the day's high and low", "")
	note("prices.weekend", weekend, weekendAt, "a weekend date", "check the time zone the dates were made in")
	return out
}

// noPrices says that the folder has no price of a symbol.
func (p *Provider) noPrices(op, symbol string) error {
	var where []string
	for _, s := range p.layout.Prices {
		if s.Path != "" {
			where = append(where, s.pattern.expand("symbol", symbol))
		}
	}
	hint := "add a CSV of daily bars"
	if len(where) > 0 {
		hint += " such as " + p.folder.shown(where[0])
	}
	return &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: symbol, Hint: hint,
		Err: fmt.Errorf("the folder has no price file of it (looked for %s)", strings.Join(where, ", "))}
}
