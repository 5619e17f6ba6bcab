package value

// BeneishYear holds one fiscal year's line items.
type BeneishYear struct {
	Sales              Item
	COGS               Item
	Receivables        Item
	CurrentAssets      Item
	PPE                Item // net property, plant and equipment
	Securities         Item // long-term investments
	Depreciation       Item
	TotalAssets        Item
	SGA                Item // this and the rest: eight-variable model only
	CurrentLiabilities Item
	LongTermDebt       Item
	NetIncome          Item // current year only
	CFO                Item // current year only
}

// BeneishScore is an M-score with its indices. The last three are missing in
// the five-variable model.
type BeneishScore struct {
	DSRI float64 // receivables/sales, current over prior
	GMI  float64 // gross margin, prior over current
	AQI  float64 // 1 - (current assets + PPE + securities)/assets, current over prior
	SGI  float64 // sales growth
	DEPI float64 // depreciation/(depreciation + PPE), prior over current
	SGAI Item    // SGA/sales, current over prior
	LVGI Item    // (current liabilities + long-term debt)/assets, current over prior
	TATA Item    // (net income - CFO)/assets, current
	M    float64
	// Flag is M above the model's usual cut-off, [M8Cutoff] or [M5Cutoff].
	Flag bool
}

// Cut-offs above which a filing is read as a likely manipulator.
const (
	M8Cutoff = -1.78
	M5Cutoff = -2.22
)

// Beneish8 is the eight-variable M-score (Beneish, Financial Analysts Journal
// 1999):
//
//	-4.84 + 0.920 DSRI + 0.528 GMI + 0.404 AQI + 0.892 SGI + 0.115 DEPI
//	      - 0.172 SGAI + 4.679 TATA - 0.327 LVGI
func Beneish8(current, prior BeneishYear) (BeneishScore, error) {
	var c check
	s := beneish(&c, current, prior)
	sgi := c.index("sga", false, func(p string, y BeneishYear) float64 {
		return c.div(p+"sales", c.item(p+"sga", y.SGA), y.Sales.V)
	}, current, prior)
	lv := c.index("leverage", false, func(p string, y BeneishYear) float64 {
		return c.div(p+"total_assets", c.item(p+"current_liabilities", y.CurrentLiabilities)+c.item(p+"long_term_debt", y.LongTermDebt), y.TotalAssets.V)
	}, current, prior)
	tata := (c.item("current.net_income", current.NetIncome) - c.item("current.cfo", current.CFO)) / current.TotalAssets.V
	s.M = -4.84 + 0.920*s.DSRI + 0.528*s.GMI + 0.404*s.AQI + 0.892*s.SGI + 0.115*s.DEPI - 0.172*sgi + 4.679*tata - 0.327*lv
	c.result("beneish", s.M)
	if err := c.err(); err != nil {
		return BeneishScore{}, err
	}
	s.SGAI, s.LVGI, s.TATA = Of(sgi), Of(lv), Of(tata)
	s.Flag = s.M > M8Cutoff
	return s, nil
}

// Beneish5 is the five-variable M-score (Beneish 1999):
//
//	-6.065 + 0.823 DSRI + 0.906 GMI + 0.593 AQI + 0.717 SGI + 0.107 DEPI
func Beneish5(current, prior BeneishYear) (BeneishScore, error) {
	var c check
	s := beneish(&c, current, prior)
	s.M = -6.065 + 0.823*s.DSRI + 0.906*s.GMI + 0.593*s.AQI + 0.717*s.SGI + 0.107*s.DEPI
	c.result("beneish", s.M)
	if err := c.err(); err != nil {
		return BeneishScore{}, err
	}
	s.Flag = s.M > M5Cutoff
	return s, nil
}

func beneish(c *check, current, prior BeneishYear) BeneishScore {
	for i, y := range []BeneishYear{current, prior} {
		p := [...]string{"current.", "prior."}[i]
		c.pos(p+"sales", y.Sales)
		c.pos(p+"total_assets", y.TotalAssets)
		c.item(p+"ppe", y.PPE)
	}
	margin := func(p string, y BeneishYear) float64 { return (y.Sales.V - c.item(p+"cogs", y.COGS)) / y.Sales.V }
	return BeneishScore{
		DSRI: c.index("receivables", false, func(p string, y BeneishYear) float64 {
			return c.item(p+"receivables", y.Receivables) / y.Sales.V
		}, current, prior),
		GMI: c.index("gross_margin", true, margin, current, prior),
		AQI: c.index("asset_quality", false, func(p string, y BeneishYear) float64 {
			return 1 - (c.item(p+"current_assets", y.CurrentAssets)+y.PPE.V+c.item(p+"securities", y.Securities))/y.TotalAssets.V
		}, current, prior),
		SGI: current.Sales.V / prior.Sales.V,
		DEPI: c.index("depreciation_rate", true, func(p string, y BeneishYear) float64 {
			d := c.item(p+"depreciation", y.Depreciation)
			return c.div(p+"depreciation+ppe", d, d+y.PPE.V)
		}, current, prior),
	}
}

// index is f(current)/f(prior), or the inverse.
func (c *check) index(arg string, invert bool, f func(prefix string, y BeneishYear) float64, current, prior BeneishYear) float64 {
	a, b := f("current.", current), f("prior.", prior)
	if invert {
		return c.div("current."+arg, b, a)
	}
	return c.div("prior."+arg, a, b)
}
