package value

// DuPontInput holds the line items of [DuPont].
type DuPontInput struct {
	NetIncome   Item
	EBT         Item // earnings before tax
	EBIT        Item
	Sales       Item
	TotalAssets Item
	Equity      Item // book, common
}

// DuPontResult is the return on equity split both ways:
//
//	ROE = NetMargin * AssetTurnover * EquityMultiplier            (three parts)
//	ROE = TaxBurden * InterestBurden * EBITMargin * AssetTurnover * EquityMultiplier
type DuPontResult struct {
	NetMargin        float64 // net income / sales
	AssetTurnover    float64 // sales / total assets
	EquityMultiplier float64 // total assets / equity
	TaxBurden        float64 // net income / EBT
	InterestBurden   float64 // EBT / EBIT
	EBITMargin       float64 // EBIT / sales
	ROE              float64 // net income / equity
	// NegativeEquity warns that equity is below zero, where the sign of the
	// return on equity and of the multiplier carry no meaning.
	NegativeEquity bool
}

// DuPont splits the return on equity on end-of-period balances (Bodie, Kane &
// Marcus, Investments). A zero denominator is an error naming the item.
func DuPont(in DuPontInput) (DuPontResult, error) {
	var c check
	ni, ebt, ebit := c.item("net_income", in.NetIncome), c.item("ebt", in.EBT), c.item("ebit", in.EBIT)
	sales, ta, eq := c.item("sales", in.Sales), c.item("total_assets", in.TotalAssets), c.item("equity", in.Equity)
	r := DuPontResult{
		NetMargin:        c.div("sales", ni, sales),
		AssetTurnover:    c.div("total_assets", sales, ta),
		EquityMultiplier: c.div("equity", ta, eq),
		TaxBurden:        c.div("ebt", ni, ebt),
		InterestBurden:   c.div("ebit", ebt, ebit),
		NegativeEquity:   eq < 0,
	}
	if sales != 0 {
		r.EBITMargin = ebit / sales
	}
	if eq != 0 {
		r.ROE = ni / eq
	}
	c.result("dupont", r.NetMargin, r.AssetTurnover, r.EquityMultiplier, r.TaxBurden, r.InterestBurden, r.EBITMargin, r.ROE)
	if err := c.err(); err != nil {
		return DuPontResult{}, err
	}
	return r, nil
}
