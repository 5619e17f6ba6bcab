package value

// PiotroskiYear holds one fiscal year's line items.
type PiotroskiYear struct {
	NetIncome          Item // before extraordinary items
	CFO                Item // cash flow from operations
	TotalAssets        Item // end of year
	BeginningAssets    Item // end of the year before
	LongTermDebt       Item
	CurrentAssets      Item
	CurrentLiabilities Item
	Shares             Item // outstanding
	Sales              Item
	GrossProfit        Item
}

// PiotroskiScore is the F-score with its nine signals and the ratios compared
// (current year first).
type PiotroskiScore struct {
	ROAPositive       bool // NI / beginning assets > 0
	CFOPositive       bool // CFO / beginning assets > 0
	ROAUp             bool
	CashBeatsIncome   bool // CFO > NI (accrual)
	LeverageDown      bool // long-term debt / end-of-year assets fell
	LiquidityUp       bool // current ratio rose
	NoNewShares       bool // share count did not rise
	MarginUp          bool // gross margin rose
	TurnoverUp        bool // sales / beginning assets rose
	F                 int  // 0..9
	ROA, Leverage     [2]float64
	Liquidity, Margin [2]float64
	Turnover          [2]float64
	CFOToAssets       float64
}

// Piotroski is the nine-signal F-score (Piotroski, Journal of Accounting
// Research 2000). Signals compare strictly: an unchanged ratio does not score,
// an unchanged share count does. Leverage is scaled by end-of-year assets
// (the paper's average assets differ in a few borderline cases).
func Piotroski(current, prior PiotroskiYear) (PiotroskiScore, error) {
	var c check
	var s PiotroskiScore
	var ni, cfo, shares [2]float64
	for i, y := range []PiotroskiYear{current, prior} {
		p := [...]string{"current.", "prior."}[i]
		ni[i] = c.item(p+"net_income", y.NetIncome)
		cfo[i] = c.item(p+"cfo", y.CFO)
		ta, beg := c.pos(p+"total_assets", y.TotalAssets), c.pos(p+"beginning_assets", y.BeginningAssets)
		sales := c.item(p+"sales", y.Sales)
		shares[i] = c.pos(p+"shares", y.Shares)
		s.ROA[i] = ni[i] / beg
		s.Leverage[i] = c.item(p+"long_term_debt", y.LongTermDebt) / ta
		s.Liquidity[i] = c.div(p+"current_liabilities", c.item(p+"current_assets", y.CurrentAssets), c.item(p+"current_liabilities", y.CurrentLiabilities))
		s.Margin[i] = c.div(p+"sales", c.item(p+"gross_profit", y.GrossProfit), sales)
		s.Turnover[i] = sales / beg
		if i == 0 {
			s.CFOToAssets = cfo[0] / beg
		}
		c.result(p+"ratios", s.ROA[i], s.Leverage[i], s.Liquidity[i], s.Margin[i], s.Turnover[i], s.CFOToAssets)
	}
	if err := c.err(); err != nil {
		return PiotroskiScore{}, err
	}
	s.ROAPositive = ni[0] > 0
	s.CFOPositive = cfo[0] > 0
	s.ROAUp = s.ROA[0] > s.ROA[1]
	s.CashBeatsIncome = cfo[0] > ni[0]
	s.LeverageDown = s.Leverage[0] < s.Leverage[1]
	s.LiquidityUp = s.Liquidity[0] > s.Liquidity[1]
	s.NoNewShares = shares[0] <= shares[1]
	s.MarginUp = s.Margin[0] > s.Margin[1]
	s.TurnoverUp = s.Turnover[0] > s.Turnover[1]
	for _, b := range s.Signals() {
		if b {
			s.F++
		}
	}
	return s, nil
}

// Signals returns the nine signals in the paper's order.
func (s PiotroskiScore) Signals() [9]bool {
	return [9]bool{s.ROAPositive, s.CFOPositive, s.ROAUp, s.CashBeatsIncome, s.LeverageDown,
		s.LiquidityUp, s.NoNewShares, s.MarginUp, s.TurnoverUp}
}
