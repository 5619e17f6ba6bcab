package statement

import (
	"fmt"
	"math"
	"strings"

	"tearsheet"
)

// trailing forms the twelve months to the newest interim period: the last fiscal
// year, plus the year to date, minus the year to date a year earlier. Without an
// interim period the fiscal year itself is the trailing year.
func (b *builder) trailing(ends []tearsheet.Period) {
	fy := b.set.Annual[0]
	end, ok := b.interim(fy.End)
	if !ok {
		b.fiscal(fy)
		return
	}
	now := b.ytd(fy.End.AddDays(1), end)
	before := b.ytd(fy.Start, yearBefore(b, fy.Start, end))
	c := &Column{Fiscal: "TTM", Start: before.End.AddDays(1), End: end, Filed: now.Filed, Accession: now.Accession, Lines: map[Item]tearsheet.Fact{}}
	if before.End.IsZero() {
		c.Start = end.AddMonths(-12).AddDays(1)
	}
	for _, l := range Table {
		if l.Instant {
			if f, ok := now.Lines[l.Item]; ok {
				c.Lines[l.Item] = f
			}
			continue
		}
		if l.Item == DilutedShares {
			// A count is not additive: the newest average stands.
			if f, ok := now.Lines[l.Item]; ok {
				c.Lines[l.Item] = f
			}
			continue
		}
		if f, ok := b.roll(l, fy, now, before, c); ok {
			c.Lines[l.Item] = f
		}
	}
	// A trailing year without a line that carries the ratios would mix periods or
	// lose them: then the whole fiscal year stands.
	for _, i := range []Item{Revenue, NetIncome, EPSDiluted, OperatingCash, Assets} {
		if has(fy, i) && !has(c, i) {
			b.set.Notes = append(b.set.Notes, fmt.Sprintf("the interim statements to %s, as this source has them, lack %s for a trailing year; %s stands for it", end, strings.ReplaceAll(string(i), "_", " "), fy.Fiscal))
			b.fiscal(fy)
			return
		}
	}
	b.complete(c)
	b.set.TTM = c
	b.prior(ends, end)
}

// fiscal lets the last fiscal year stand for the trailing year.
func (b *builder) fiscal(fy *Column) {
	c := *fy
	c.Fiscal = "TTM"
	b.set.TTM = &c
	if len(b.set.Annual) > 1 {
		b.set.Prior = b.set.Annual[1]
	}
}

// roll adds up one flow.
func (b *builder) roll(l Line, fy, now, before, to *Column) (tearsheet.Fact, bool) {
	y, ok1 := fy.Lines[l.Item]
	n, ok2 := now.Lines[l.Item]
	p, ok3 := before.Lines[l.Item]
	if !ok1 || !ok2 || !ok3 {
		return tearsheet.Fact{}, false
	}
	v, how := num(y)+num(n)-num(p), "fiscal year + year to date - year to date a year earlier"
	if l.Item == Revenue || l.Item == CostOfRevenue || l.Item == GrossProfit {
		if g := grain(num(y), num(n), num(p)); v != 0 && math.Abs(v) <= 2*g && math.Abs(num(y)) >= 20*g {
			v, how = 0, how+", zero within the rounding of the three"
		}
	}
	return b.derive(l.Item, l.Label+", trailing twelve months", v, y.Unit, tearsheet.Period{Start: to.Start, End: to.End, Fiscal: "TTM"}, how, y, n, p)
}

// grain is the power of ten, from a thousand up, that figures are rounded to; 0
// when they are not. Sales that ended leave the difference of two roundings
// behind, and a margin on that is nonsense.
func grain(figures ...float64) float64 {
	g := 0.0
	for try := 1e3; try <= 1e9; try *= 10 {
		for _, f := range figures {
			if math.Mod(f, try) != 0 {
				return g
			}
		}
		g = try
	}
	return g
}

// interim is the newest period end after a fiscal year for which revenue or net
// income is stated from the start of the year.
func (b *builder) interim(fyEnd tearsheet.Date) (end tearsheet.Date, ok bool) {
	for _, l := range Table {
		if l.Item != Revenue && l.Item != NetIncome {
			continue
		}
		for _, tag := range l.Tags {
			for _, f := range b.by[tag] {
				if f.Period.IsInstant() || !f.Period.End.After(fyEnd) || abs(f.Period.Start.DaysSince(fyEnd.AddDays(1))) > 6 || f.Period.Days() < 20 || f.Period.Days() > 300 {
					continue
				}
				if !ok || f.Period.End.After(end) {
					end, ok = f.Period.End, true
				}
			}
		}
	}
	return end, ok
}

// yearBefore finds the interim end a year before end that is stated from start.
func yearBefore(b *builder, start, end tearsheet.Date) tearsheet.Date {
	want := end.AddMonths(-12)
	var best tearsheet.Date
	for _, l := range Table {
		if l.Instant {
			continue
		}
		for _, tag := range l.Tags {
			for _, f := range b.by[tag] {
				if f.Period.IsInstant() || abs(f.Period.Start.DaysSince(start)) > 6 || abs(f.Period.End.DaysSince(want)) > 9 {
					continue
				}
				if best.IsZero() || abs(f.Period.End.DaysSince(want)) < abs(best.DaysSince(want)) {
					best = f.Period.End
				}
			}
		}
	}
	return best
}

// ytd is the column from start to end; empty when end is zero.
func (b *builder) ytd(start, end tearsheet.Date) *Column {
	c := &Column{Start: start, End: end, Lines: map[Item]tearsheet.Fact{}}
	if !end.IsZero() {
		b.fill(c, start)
	}
	return c
}

// prior forms the flows of the twelve months before the trailing year, for its
// growth.
func (b *builder) prior(ends []tearsheet.Period, end tearsheet.Date) {
	if len(b.set.Annual) < 2 {
		return
	}
	fy, last := b.set.Annual[0], b.set.Annual[1]
	mid := yearBefore(b, fy.Start, end)
	if mid.IsZero() {
		return
	}
	now := b.ytd(fy.Start, mid)
	before := b.ytd(last.Start, yearBefore(b, last.Start, mid))
	if before.End.IsZero() {
		return
	}
	c := &Column{Fiscal: "prior TTM", Start: before.End.AddDays(1), End: mid, Lines: map[Item]tearsheet.Fact{}}
	for _, l := range Table {
		if l.Instant || l.Item == DilutedShares {
			continue
		}
		if f, ok := b.roll(l, last, now, before, c); ok {
			c.Lines[l.Item] = f
		}
	}
	b.set.Prior = c
}
