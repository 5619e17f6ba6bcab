package value

import "math"

// Timing says when within a year its cash flow arrives.
type Timing int

// The timings. YearEnd discounts flow t by t years, MidYear by t-1/2.
const (
	YearEnd Timing = iota
	MidYear
)

// DCF is a discounted free-cash-flow-to-firm valuation. See [DCF.Value].
type DCF struct {
	FCF      []float64 // free cash flow to the firm, years 1..n
	WACC     float64
	Timing   Timing
	Terminal Terminal

	Debt        Item    // required; Of(0) for none
	Cash        Item    // required; cash and equivalents
	OtherClaims float64 // preferred stock, minority interest, pension deficit; 0 by choice
	Shares      Item    // required; diluted count
}

// Valuation is the result of [DCF.Value] with every component.
type Valuation struct {
	DiscountFactors []float64 // one per flow
	PVFlows         []float64 // present value of each flow
	PVExplicit      float64   // their sum
	TerminalValue   float64   // at the end of year n
	PVTerminal      float64
	TerminalShare   Item // PVTerminal / Enterprise; missing when that is <= 0
	Enterprise      float64
	Equity          float64 // Enterprise - Debt - OtherClaims + Cash; may be negative
	PerShare        float64
	ImpliedGrowth   Item // Gordon growth the terminal value implies
	ImpliedMultiple Item // terminal value over the last flow; missing when that is <= 0
}

// Value discounts the flows at the WACC:
//
//	EV = sum FCF_t / (1+w)^(t-m) + TV / (1+w)^n,  m = 0 (year end) or 1/2,
//
// then bridges to equity per share (Koller, Goedhart & Wessels, Valuation).
// Terminal growth at or above the WACC is [ErrGrowth].
func (d DCF) Value() (Valuation, error) {
	var c check
	c.nums("fcf", d.FCF)
	w := c.rate("wacc", d.WACC)
	var shift float64
	switch d.Timing {
	case YearEnd:
	case MidYear:
		shift = 0.5
	default:
		c.fail(badf("timing", ErrDomain, "unknown timing %d", d.Timing))
	}
	debt, cash := c.item("debt", d.Debt), c.item("cash", d.Cash)
	other, shares := c.num("other_claims", d.OtherClaims), c.pos("shares", d.Shares)
	if err := c.err(); err != nil {
		return Valuation{}, err
	}
	n := len(d.FCF)
	last := d.FCF[n-1]
	tv, years := d.Terminal.valueAt(&c, last, w, n)
	if err := c.err(); err != nil {
		return Valuation{}, err
	}
	v := Valuation{
		DiscountFactors: make([]float64, n),
		PVFlows:         make([]float64, n),
		TerminalValue:   tv,
		PVTerminal:      tv * math.Pow(1+w, -years),
	}
	for i, f := range d.FCF {
		v.DiscountFactors[i] = math.Pow(1+w, shift-float64(i+1))
		v.PVFlows[i] = f * v.DiscountFactors[i]
		v.PVExplicit += v.PVFlows[i]
	}
	v.Enterprise = v.PVExplicit + v.PVTerminal
	v.Equity = v.Enterprise - debt - other + cash
	v.PerShare = v.Equity / shares
	c.result("dcf", v.PVExplicit, v.PVTerminal, v.Enterprise, v.Equity, v.PerShare)
	if err := c.err(); err != nil {
		return Valuation{}, err
	}
	if v.Enterprise > 0 {
		v.TerminalShare = Of(v.PVTerminal / v.Enterprise)
	}
	if g := impliedGrowth(tv, last, w); !math.IsNaN(g) {
		v.ImpliedGrowth = Of(g)
	}
	if k := tv / last; last > 0 && !math.IsInf(k, 0) {
		v.ImpliedMultiple = Of(k)
	}
	return v, nil
}

// Project grows a base-year flow by one rate per year: base (1+g1),
// base (1+g1)(1+g2), ...
func Project(base float64, growth ...float64) ([]float64, error) {
	var c check
	c.num("base_fcf", base)
	c.nums("growth", growth)
	out := make([]float64, len(growth))
	for i, g := range growth {
		base *= 1 + g
		out[i] = base
	}
	c.result("base_fcf", out...)
	if err := c.err(); err != nil {
		return nil, err
	}
	return out, nil
}
