package check

import (
	"math"
	"strings"

	"tearsheet"
)

// evidence is one value that a figure may state.
type evidence struct {
	value   tearsheet.Decimal
	approx  float64
	unit    tearsheet.Unit // "" goes with any kind
	name    string
	label   string  // in lower case; the text before a figure may name it
	change  bool    // it measures a change, so a direction word must agree
	literal *Figure // a figure of a cited text: only the same kind matches
}

func factEvidence(f *tearsheet.Fact) (evidence, bool) {
	v, ok := f.Value.Number()
	if !ok {
		return evidence{}, false
	}
	c := strings.ToLower(string(f.Concept))
	change := strings.Contains(c, "growth") || strings.Contains(c, "return") || strings.Contains(c, "change") || strings.Contains(c, "momentum")
	return evidence{value: v, approx: v.Float(), unit: f.Unit, name: describe(f), label: strings.ToLower(f.Label), change: change}, true
}

// textEvidence is what a cited text states.
func textEvidence(where, text string) []evidence {
	var out []evidence
	figs := Parse(text)
	for i := range figs {
		f := &figs[i]
		if f.Role == Stated && f.Problem == "" {
			out = append(out, evidence{value: f.Value, approx: f.Value.Float(), name: quoted(f.Text) + " in " + where, literal: f})
		}
	}
	return out
}

// verdict is what matching a figure against its evidence gives.
type verdict int

const (
	absent verdict = iota
	wrongWay
	wrongUnit
	equal
)

// match looks for a figure's value in the evidence. It returns the best verdict
// and the evidence it is about; for absent, the nearest of a fitting unit.
func match(f *Figure, pool []evidence, report string) (best verdict, about *evidence) {
	nearest := math.Inf(1)
	v := f.Value.Float()
	for i := range pool {
		e := &pool[i]
		fits := f.fits(e, report)
		switch {
		case !f.close(e):
			// A figure far from everything is compared with the nearest.
			d := math.Abs(math.Abs(e.approx)-math.Abs(v)) / math.Max(math.Abs(v), 1e-12)
			if fits && best == absent && d < nearest {
				nearest, about = d, e
			}
			continue
		case !fits:
			if best < wrongUnit {
				best, about = wrongUnit, e
			}
		case f.against(e):
			if best < wrongWay {
				best, about = wrongWay, e
			}
		default:
			return equal, e
		}
	}
	return best, about
}

// named returns the evidence that the words directly before a figure name by its
// label (net margin of 23.7%), when that evidence is in the figure's unit. The
// longest label counts.
func named(f *Figure, before string, pool []evidence, report string) (out []*evidence) {
	const most = 160
	if len(before) > most {
		before = before[len(before)-most:]
	}
	before = strings.TrimRight(strings.ToLower(before), " :=~(")
	for cut := true; cut; {
		cut = false
		for _, w := range []string{" of", " is", " was", " at", " stands", " to", " came", " only", " about", " a", " its"} {
			if rest, ok := strings.CutSuffix(before, w); ok {
				before, cut = strings.TrimRight(rest, " "), true
			}
		}
	}
	longest := 0
	for i := range pool {
		e := &pool[i]
		if len(e.label) < 3 || len(e.label) < longest || !strings.HasSuffix(before, e.label) || !f.fits(e, report) {
			continue
		}
		if rest := len(before) - len(e.label); rest > 0 && before[rest-1] != ' ' && before[rest-1] != '(' {
			continue
		}
		if len(e.label) > longest {
			longest, out = len(e.label), nil
		}
		out = append(out, e)
	}
	return out
}

// fits reports whether a unit goes with the way the figure is written.
func (f *Figure) fits(e *evidence, report string) bool {
	if e.literal != nil {
		l := e.literal
		return f.Kind == l.Kind && (f.Currency == l.Currency || f.Currency == "$" && l.Currency == "USD" || f.Currency == "USD" && l.Currency == "$") ||
			f.Kind == Number && !f.Scaled && l.Kind == Money
	}
	code, share := money(e.unit)
	switch f.Kind {
	case Money:
		switch {
		case code == "", f.PerShare && !share, f.Scaled && f.shift >= 6 && share:
			return false
		case f.Currency == "$":
			return code == "USD" || code == report && dollars[code]
		}
		return f.Currency == code
	case Percent, Points, Multiple:
		return e.unit == tearsheet.Pure || e.unit == ""
	}
	switch {
	case e.unit == tearsheet.TextUnit || e.unit == mixed:
		return false
	case f.Noun == "shares":
		return e.unit == tearsheet.Shares
	case f.Noun == "days":
		return e.unit == tearsheet.Days || e.unit == tearsheet.Pure || e.unit == ""
	case f.PerShare:
		return share
	}
	return true
}

// close reports whether the figure, rounded as it is written, is the value, in
// either direction.
func (f *Figure) close(e *evidence) bool {
	place := f.Place.Float()
	span := place * (1 + math.Pow10(int(f.coarse)))
	if math.Abs(math.Abs(e.approx)-math.Abs(f.Value.Float())) > span*1.01+1e-9*math.Abs(e.approx) {
		return false
	}
	if f.blunt() && e.value.Cmp(f.Value) != 0 && e.value.Neg().Cmp(f.Value) != 0 && (f.Value.Sign() == 0 || e.unit == tearsheet.Pure && math.Abs(e.approx) < 10) {
		return false
	}
	d := e.value.Abs().Sub(f.Value.Abs())
	half := f.Place.Mul(tenth(5))
	unit := f.Place.Shift(f.coarse)
	switch {
	case d.Abs().Cmp(half) <= 0:
		return true
	case f.Hedge == About:
		return d.Abs().Cmp(unit) <= 0
	case f.Hedge == Over:
		return d.Sign() >= 0 && d.Cmp(unit) <= 0
	case f.Hedge == Under:
		return d.Sign() <= 0 && d.Abs().Cmp(unit) <= 0
	}
	return false
}

// blunt reports a figure that rounding would make equal to almost anything
// small: a bare whole number, or nought with a scale word. It has to be exact
// where it matters: 0 is not 0.3, 1 is not 1.2.
func (f *Figure) blunt() bool {
	return f.Kind == Number && f.digits <= 0 && f.Noun == "" || f.Value.Sign() == 0 && (f.Scaled || f.digits <= 0)
}

// against reports whether sign or direction words contradict the value.
func (f *Figure) against(e *evidence) bool {
	fact, said := e.value.Sign(), f.Value.Sign()
	if fact == 0 || said == 0 || f.Either {
		return false
	}
	if f.Signed {
		return fact != said && !(said > 0 && f.Down)
	}
	if fact < 0 {
		return !f.Down
	}
	return f.Down && e.change && f.falls
}

func tenth(n int64) tearsheet.Decimal { return tearsheet.DecimalFromInt(n).Shift(-1) }
