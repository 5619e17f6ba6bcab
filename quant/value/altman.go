package value

// Zone is Altman's reading of a score.
type Zone string

// The zones.
const (
	Safe     Zone = "safe"
	Grey     Zone = "grey"
	Distress Zone = "distress"
)

// AltmanInput holds the line items of Altman's scores. Each model reads only
// those its ratios need.
type AltmanInput struct {
	CurrentAssets      Item
	CurrentLiabilities Item
	RetainedEarnings   Item
	EBIT               Item
	MarketCap          Item // 1968 only
	TotalLiabilities   Item
	Sales              Item // 1968 and 1983
	TotalAssets        Item
}

// AltmanScore is a score with its ratios:
//
//	X1 working capital / total assets     X4 equity / total liabilities
//	X2 retained earnings / total assets   X5 sales / total assets
//	X3 EBIT / total assets
//
// X4 takes the market value of equity in the 1968 model and the book value
// (total assets - total liabilities) in the others. X5 is missing in 1995.
type AltmanScore struct {
	X1, X2, X3, X4 float64
	X5             Item
	Z              float64
	Zone           Zone
}

type altmanModel struct {
	w         [5]float64
	constant  float64
	low, high float64 // below low: distress; above high: safe
	marketX4  bool
	withoutX5 bool
}

// Altman1968 is Z for listed manufacturers:
// 1.2 X1 + 1.4 X2 + 3.3 X3 + 0.6 X4 + 1.0 X5; distress < 1.81, safe > 2.99
// (Altman, Journal of Finance 1968; the X5 weight there is printed 0.999).
func Altman1968(in AltmanInput) (AltmanScore, error) {
	return altman(in, altmanModel{w: [5]float64{1.2, 1.4, 3.3, 0.6, 1}, low: 1.81, high: 2.99, marketX4: true})
}

// Altman1983 is Z' for private firms:
// 0.717 X1 + 0.847 X2 + 3.107 X3 + 0.420 X4 + 0.998 X5; distress < 1.23,
// safe > 2.90 (Altman, Corporate Financial Distress, 1983).
func Altman1983(in AltmanInput) (AltmanScore, error) {
	return altman(in, altmanModel{w: [5]float64{0.717, 0.847, 3.107, 0.420, 0.998}, low: 1.23, high: 2.90})
}

// Altman1995 is the double-prime Z for non-manufacturers:
// 6.56 X1 + 3.26 X2 + 6.72 X3 + 1.05 X4; distress < 1.10, safe > 2.60
// (Altman, Hartzell & Peck 1995).
func Altman1995(in AltmanInput) (AltmanScore, error) {
	return altman(in, altmanModel{w: [5]float64{6.56, 3.26, 6.72, 1.05}, low: 1.10, high: 2.60, withoutX5: true})
}

// AltmanEmerging is [Altman1995] + 3.25, scaled so that zero is about a D
// rating; its zones are moved by the same 3.25.
func AltmanEmerging(in AltmanInput) (AltmanScore, error) {
	return altman(in, altmanModel{w: [5]float64{6.56, 3.26, 6.72, 1.05}, constant: 3.25, low: 4.35, high: 5.85, withoutX5: true})
}

func altman(in AltmanInput, m altmanModel) (AltmanScore, error) {
	var c check
	ta := c.pos("total_assets", in.TotalAssets)
	ca, cl := c.item("current_assets", in.CurrentAssets), c.item("current_liabilities", in.CurrentLiabilities)
	re, ebit := c.item("retained_earnings", in.RetainedEarnings), c.item("ebit", in.EBIT)
	tl := c.pos("total_liabilities", in.TotalLiabilities)
	equity := ta - tl
	if m.marketX4 {
		equity = c.item("market_cap", in.MarketCap)
	}
	s := AltmanScore{X1: (ca - cl) / ta, X2: re / ta, X3: ebit / ta, X4: equity / tl}
	s.Z = m.w[0]*s.X1 + m.w[1]*s.X2 + m.w[2]*s.X3 + m.w[3]*s.X4 + m.constant
	if !m.withoutX5 {
		s.X5 = Of(c.item("sales", in.Sales) / ta)
		s.Z += m.w[4] * s.X5.V
	}
	c.result("altman", s.Z, s.X1, s.X2, s.X3, s.X4, s.X5.V)
	if err := c.err(); err != nil {
		return AltmanScore{}, err
	}
	switch {
	case s.Z < m.low:
		s.Zone = Distress
	case s.Z > m.high:
		s.Zone = Safe
	default:
		s.Zone = Grey
	}
	return s, nil
}
