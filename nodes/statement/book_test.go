package statement_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"tearsheet"
	"tearsheet/nodes/statement"
)

// book collects filed facts by hand. Money is in millions of USD, shares in
// millions, EPS in USD, as companies print them.
type book struct {
	tb    testing.TB
	facts []tearsheet.Fact
	acc   int
}

func date(tb testing.TB, s string) tearsheet.Date {
	tb.Helper()
	d, err := tearsheet.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// line is a tag with its figure.
type line struct {
	tag string
	v   float64
}

// file adds the figures of one filing: flows over start to end, or balances at
// end when start is empty.
func (b *book) file(filed, start, end string, lines ...line) {
	b.tb.Helper()
	p := tearsheet.Instant(date(b.tb, end))
	if start != "" {
		p.Start = date(b.tb, start)
	}
	b.acc++
	for _, l := range lines {
		unit, scale := tearsheet.Unit("USD"), 1e6
		switch l.tag {
		case "EarningsPerShareDiluted", "EarningsPerShareBasic":
			unit, scale = "USD/share", 1
		case "WeightedAverageNumberOfDilutedSharesOutstanding", "CommonStockSharesOutstanding":
			unit = tearsheet.Shares
		}
		d, err := tearsheet.DecimalFromFloat(l.v * scale)
		if err != nil {
			b.tb.Fatal(err)
		}
		b.facts = append(b.facts, tearsheet.Fact{Subject: "cik:0000000001", Concept: tearsheet.Concept("us-gaap:" + l.tag), Value: tearsheet.Num(d),
			Unit: unit, Period: p, Known: date(b.tb, filed).EndOfDay(), Quality: tearsheet.Reported,
			Source: tearsheet.Source{Provider: "test", Tag: "us-gaap:" + l.tag, Accession: fmt.Sprintf("0000000001-%s-%06d", filed[2:4], b.acc)}}.Seal())
	}
}

// known keeps what was filed by a day.
func (b *book) known(asOf string) []tearsheet.Fact {
	var out []tearsheet.Fact
	for _, f := range b.facts {
		if !f.Known.After(date(b.tb, asOf).EndOfDay()) {
			out = append(out, f)
		}
	}
	return out
}

func build(tb testing.TB, facts []tearsheet.Fact, actions ...tearsheet.Action) statement.Set {
	tb.Helper()
	s, err := statement.Build(facts, actions, 6)
	if err != nil {
		tb.Fatal(err)
	}
	sound(tb, s)
	return s
}

// sound holds for every Set: each line's fact is well formed, rests on inputs of
// the set, and was known when the last input was.
func sound(tb testing.TB, s statement.Set) {
	tb.Helper()
	inputs := map[tearsheet.FactID]bool{}
	var last time.Time
	for _, f := range s.Inputs {
		inputs[f.ID] = true
		if f.Known.After(last) {
			last = f.Known
		}
	}
	for _, c := range append(append([]*statement.Column{}, s.Annual...), s.TTM, s.Prior) {
		if c == nil {
			continue
		}
		for item, f := range c.Lines {
			if err := f.Check(); err != nil {
				tb.Errorf("%s %s: %v", c.Fiscal, item, err)
			}
			if f.Known.After(last) {
				tb.Errorf("%s %s is known at %s, after every input (%s)", c.Fiscal, item, f.Known, last)
			}
			if !inputs[f.ID] {
				tb.Errorf("%s %s is not among the inputs of the set", c.Fiscal, item)
			}
			for _, id := range f.From {
				if !inputs[id] {
					tb.Errorf("%s %s rests on %s, which is not among the inputs", c.Fiscal, item, id)
				}
			}
		}
	}
}

// want compares lines with figures printed in millions (EPS in USD).
func want(tb testing.TB, c *statement.Column, lines map[statement.Item]float64) {
	tb.Helper()
	if c == nil {
		tb.Fatal("there is no such column")
	}
	for item, w := range lines {
		scale := 1e6
		if item == statement.EPSDiluted || item == statement.EPSBasic {
			scale = 1
		}
		v, ok := c.Value(item)
		if math.IsNaN(w) {
			if ok {
				tb.Errorf("%s %s is %v, want it absent", c.Fiscal, item, v)
			}
			continue
		}
		if !ok || math.Abs(v-w*scale) > 1e-9*math.Abs(w*scale) {
			tb.Errorf("%s %s is %v (there: %v), want %v", c.Fiscal, item, v, ok, w*scale)
		}
	}
}

var absent = math.NaN()

func split(tb testing.TB, ex string, ratio float64) tearsheet.Action {
	d := date(tb, ex)
	return tearsheet.Action{Kind: tearsheet.Split, Ex: d, Ratio: ratio, Known: d.CloseTime()}
}
