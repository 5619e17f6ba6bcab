package value

import "math"

// TerminalMethod names how the value beyond the explicit flows is found.
type TerminalMethod int

// The terminal methods. The zero value is no method and is refused.
const (
	GordonGrowth TerminalMethod = iota + 1
	ExitMultiple
)

// Terminal describes the value at the end of the explicit flows. Make one with
// [Gordon] or [Exit].
type Terminal struct {
	Method   TerminalMethod
	Growth   float64 // GordonGrowth: perpetual growth per year
	Multiple float64 // ExitMultiple: times Metric
	Metric   float64 // ExitMultiple: final-year metric, such as EBITDA
	// MidYear discounts a Gordon value by n-1/2 instead of n years, the
	// choice consistent with mid-year flows for ever. An exit multiple is a
	// price at year end and always waits n years.
	MidYear bool
}

// Gordon is growth g for ever after the last flow F: F (1+g) / (wacc-g)
// (Gordon & Shapiro 1956).
func Gordon(g float64) Terminal { return Terminal{Method: GordonGrowth, Growth: g} }

// Exit is multiple times a final-year metric.
func Exit(multiple, metric float64) Terminal {
	return Terminal{Method: ExitMultiple, Multiple: multiple, Metric: metric}
}

// valueAt returns the terminal value at the end of the last explicit year and
// its discount time in years.
func (t Terminal) valueAt(c *check, last, wacc float64, n int) (tv, years float64) {
	years = float64(n)
	switch t.Method {
	case GordonGrowth:
		g := c.rate("terminal_growth", t.Growth)
		if g >= wacc {
			return c.fail(badf("terminal_growth", ErrGrowth,
				"%g is not below the discount rate %g: the perpetuity has no finite value", g, wacc)), years
		}
		if t.MidYear {
			years -= 0.5
		}
		return last * (1 + g) / (wacc - g), years
	case ExitMultiple:
		return c.num("exit_multiple", t.Multiple) * c.num("exit_metric", t.Metric), years
	}
	return c.fail(badf("terminal", ErrMissing, "no terminal method given")), years
}

// impliedGrowth is the Gordon growth at which last grows into tv:
// (tv wacc - last) / (tv + last). NaN where there is none.
func impliedGrowth(tv, last, wacc float64) float64 {
	if g := (tv*wacc - last) / (tv + last); g > -1 && g < wacc && tv != 0 {
		return g
	}
	return math.NaN()
}
