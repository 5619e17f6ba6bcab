package risk

import (
	"fmt"
	"math"
)

// Exposure is how a position answers to one factor: its return is
// Sensitivity times the factor's move. For "market" that is beta; for "rate" in
// parallel yield moves (0.01 = 100 bp) minus the duration; for "vol" the vega per
// 1.00 of implied volatility over the value.
type Exposure struct {
	Factor      string
	Sensitivity float64
	SE          float64 // standard error of it, 0 when unknown
}

// Shock is a move of one factor: a simple return for prices, a difference for
// rates and volatilities.
type Shock struct {
	Factor string
	Move   float64
}

// Scenario is a named set of shocks.
type Scenario struct {
	Name   string
	Shocks []Shock
	Source string // where the numbers come from
}

// HistoricalScenarios are falls of the S&P 500, price index on closes, from peak to
// trough (or the single day), as simple returns of factor "market".
func HistoricalScenarios() []Scenario {
	s := func(name string, move float64, source string) Scenario {
		return Scenario{name, []Shock{{"market", move}}, source}
	}
	return []Scenario{
		s("Black Monday 1987", -0.2047, "S&P 500 close 1987-10-16 to 1987-10-19, 282.70 to 224.84"),
		s("Dot-com bust 2000-02", -0.4915, "S&P 500 close 2000-03-24 to 2002-10-09, 1527.46 to 776.76"),
		s("Financial crisis 2007-09", -0.5678, "S&P 500 close 2007-10-09 to 2009-03-09, 1565.15 to 676.53"),
		s("Pandemic 2020", -0.3392, "S&P 500 close 2020-02-19 to 2020-03-23, 3386.15 to 2237.40"),
		s("Rate shock 2022", -0.2543, "S&P 500 close 2022-01-03 to 2022-10-12, 4796.56 to 3577.03"),
	}
}

// Impact is what a scenario does to a position.
type Impact struct {
	Scenario string
	Return   float64 // not below -1 for a long position
	PnL      float64 // in the currency of the value
	Lo, Hi   float64 // Return ± 1.96 standard errors of the sensitivities, taken independent
	Unused   []string
}

// Stress applies scenarios to a position of the given value (negative when
// short). Each factor adds Sensitivity times Move; a long position's return is cut
// at -1, for a loss of more than everything is the linear model's fault.
// Shocks to factors without an exposure are listed in Unused, never taken as 0
// silently; an exposure named twice is an error.
func Stress(value float64, exposures []Exposure, scenarios []Scenario) ([]Impact, error) {
	const op = "Stress"
	if err := within(op, "value", value, -maxAbs, maxAbs); err != nil {
		return nil, err
	}
	if len(scenarios) == 0 {
		return nil, fail(op, "scenarios", -1, ErrEmpty, "")
	}
	by := make(map[string]Exposure, len(exposures))
	for i, e := range exposures {
		if !(math.Abs(e.Sensitivity) <= maxAbs && e.SE >= 0 && e.SE <= maxAbs) {
			return nil, fail(op, "exposures", i, ErrNotFinite, "%s: %g with error %g", e.Factor, e.Sensitivity, e.SE)
		}
		if _, twice := by[e.Factor]; twice {
			return nil, fail(op, "exposures", i, ErrParam, "%s is there twice", e.Factor)
		}
		by[e.Factor] = e
	}
	out := make([]Impact, 0, len(scenarios))
	for i, s := range scenarios {
		m := Impact{Scenario: s.Name}
		v := 0.0
		for _, k := range s.Shocks {
			if !(math.Abs(k.Move) <= 1e6) {
				return nil, fail(op, "scenarios", i, ErrNotFinite, "%s moves by %g", k.Factor, k.Move)
			}
			e, ok := by[k.Factor]
			if !ok {
				m.Unused = append(m.Unused, k.Factor)
				continue
			}
			m.Return += e.Sensitivity * k.Move
			v += e.SE * k.Move * e.SE * k.Move
		}
		if len(m.Unused) == len(s.Shocks) {
			return nil, fail(op, "scenarios", i, ErrMissing, "no exposure answers to %s", fmt.Sprintf("%q", s.Name))
		}
		h := 1.959963984540054 * math.Sqrt(v)
		m.Lo, m.Hi = m.Return-h, m.Return+h
		if value >= 0 {
			m.Return, m.Lo, m.Hi = max(-1, m.Return), max(-1, m.Lo), max(-1, m.Hi)
		}
		m.PnL = value * m.Return
		out = append(out, m)
	}
	return out, nil
}

// WorstWindow finds the n consecutive returns with the lowest compounded result:
// what the security itself has lived through. It returns the first return's index
// and the result. Cost is O(n) per start.
func WorstWindow(r []float64, n int) (from int, total float64, err error) {
	const op = "WorstWindow"
	if n < 1 {
		return 0, nan, fail(op, "n", -1, ErrParam, "%d is below 1", n)
	}
	if err := simple(op, "r", r, n); err != nil {
		return 0, nan, err
	}
	total = math.Inf(1)
	for i := 0; i+n <= len(r); i++ {
		t := 0.0
		for _, v := range r[i : i+n] {
			t += v + t*v
		}
		if t < total {
			from, total = i, t
		}
	}
	if math.IsInf(total, 1) || math.IsNaN(total) {
		return 0, nan, fail(op, "r", -1, ErrNotFinite, "the product overflows")
	}
	return from, total, nil
}
