package check

import (
	"math"
	"slices"
	"strings"

	"tearsheet"
)

// balance: assets are liabilities plus equity in every column.
type balance struct{}

func (balance) Name() string { return "balance" }
func (balance) Doc() string {
	return "total assets equal total liabilities plus equity in every fiscal year"
}

func (balance) Check(r *tearsheet.Report) []tearsheet.Finding {
	var l list
	if r.Fundamental == nil {
		return nil
	}
	b := bookOf(r)
	for _, y := range columns(r.Fundamental) {
		if y.Assets == nil || y.Liabilities == nil || y.Equity == nil {
			continue
		}
		a, fa := cell(b, y, "total_assets", *y.Assets)
		li, fl := cell(b, y, "total_liabilities", *y.Liabilities)
		eq, fe := cell(b, y, "equity", *y.Equity)
		if plug(fl, fa, fe) || plug(fe, fa, fl) {
			l.info("", "%s: the balance cannot be tested, one side is derived from the other two", y.Fiscal)
			continue
		}
		gap := a - li - eq
		if math.Abs(gap) <= slack(a, li, eq) {
			continue
		}
		if between := mezzanine(r.Facts, y.End); near(gap, between, 1e-9) || math.Abs(gap-between) <= slack(a, li, eq) {
			continue
		}
		hint := "use total liabilities and total equity (with non-controlling interests) of the same balance sheet"
		if gap > 0 && gap < 0.1*a {
			hint = "equity seems to leave out non-controlling or redeemable (mezzanine) interests; use the total including them, or cite the missing part as a fact"
		}
		l.fail(hint, "%s: total assets %s are not liabilities %s plus equity %s (%s apart)",
			y.Fiscal, num(a), num(li), num(eq), num(gap))
	}
	return l
}

// columns are the fiscal years and, when there is one, the trailing column.
func columns(f *tearsheet.Fundamental) []tearsheet.FiscalYear {
	out := slices.Clone(f.Annual)
	if f.TTM != nil {
		out = append(out, *f.TTM)
	}
	return out
}

// cell is the cited fact's value, else the section's.
func cell(b book, y tearsheet.FiscalYear, key string, v float64) (float64, *tearsheet.Fact) {
	if w, f, ok := b.float(y.Cites, key); ok {
		return w, f
	}
	return v, nil
}

// plug reports whether f was computed from the other two sides.
func plug(f, x, y *tearsheet.Fact) bool {
	if f == nil || x == nil || y == nil || len(f.From) == 0 {
		return false
	}
	return slices.Contains(f.From, x.ID) && slices.Contains(f.From, y.ID)
}

// slack is what rounding of three figures may leave: a unit and a half of the
// coarsest rounding among them, at least 1.5.
func slack(vs ...float64) float64 {
	unit := 1.0
	for _, u := range []float64{1e3, 1e6} {
		whole := true
		for _, v := range vs {
			whole = whole && math.Mod(v, u) == 0
		}
		if whole {
			unit = u
		}
	}
	return 1.5 * unit
}

// mezzanine sums what sits between liabilities and equity at the date.
func mezzanine(facts []tearsheet.Fact, end tearsheet.Date) (sum float64) {
	seen := map[tearsheet.Concept]bool{}
	for i := range facts {
		f := &facts[i]
		_, c, _ := strings.Cut(string(f.Concept), ":")
		if f.Period.End != end || !f.Period.IsInstant() || seen[f.Concept] {
			continue
		}
		switch c {
		case "MinorityInterest", "TemporaryEquityCarryingAmount", "RedeemableNoncontrollingInterestEquityCarryingAmount",
			"TemporaryEquityCarryingAmountIncludingPortionAttributableToNoncontrollingInterests",
			"noncontrolling_interest", "mezzanine_equity", "temporary_equity":
			if v, ok := f.Value.Float(); ok {
				sum += v
				seen[f.Concept] = true
			}
		}
	}
	return sum
}
