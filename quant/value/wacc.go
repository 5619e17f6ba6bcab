package value

// Capital is the input of [WACC]: market values and annual rates.
type Capital struct {
	Equity     Item // market value of equity
	Debt       Item // market value of debt; Of(0) for a debt-free firm
	RiskFree   Item
	Beta       Item // levered (observed) equity beta
	ERP        Item // equity risk premium
	CostOfDebt Item // before tax
	TaxRate    Item // marginal, in [0, 1)
}

// CostOfCapital is the result of [WACC] with every component.
type CostOfCapital struct {
	CostOfEquity   float64 // CAPM
	CostOfDebt     float64 // after tax
	EquityWeight   float64
	DebtWeight     float64
	WACC           float64
	UnleveredBeta  float64 // Hamada
	DebtToEquity   float64
	EnterpriseBase float64 // Equity + Debt, the denominator of the weights
}

// CostOfEquity is the capital asset pricing model (Sharpe 1964):
// riskFree + beta*erp, per year.
func CostOfEquity(riskFree, beta, erp float64) (float64, error) {
	var c check
	v := c.num("risk_free", riskFree) + c.num("beta", beta)*c.num("erp", erp)
	c.result("cost_of_equity", v)
	if err := c.err(); err != nil {
		return 0, err
	}
	return v, nil
}

// WACC is the after-tax weighted average cost of capital,
//
//	E/(D+E) (rf + beta ERP) + D/(D+E) kd (1-t),
//
// with market-value weights (Modigliani & Miller 1963; Brealey, Myers & Allen,
// Principles of Corporate Finance).
func WACC(in Capital) (CostOfCapital, error) {
	var c check
	e, d := c.pos("equity", in.Equity), c.item("debt", in.Debt)
	if d < 0 {
		c.fail(badf("debt", ErrDomain, "is %g, want >= 0", d))
	}
	rf, beta, erp := c.item("risk_free", in.RiskFree), c.item("beta", in.Beta), c.item("erp", in.ERP)
	kd, tax := c.item("cost_of_debt", in.CostOfDebt), c.item("tax_rate", in.TaxRate)
	c.tax(tax)
	if err := c.err(); err != nil {
		return CostOfCapital{}, err
	}
	r := CostOfCapital{
		CostOfEquity:   rf + beta*erp,
		CostOfDebt:     kd * (1 - tax),
		EquityWeight:   e / (d + e),
		DebtWeight:     d / (d + e),
		DebtToEquity:   d / e,
		EnterpriseBase: d + e,
	}
	r.WACC = r.EquityWeight*r.CostOfEquity + r.DebtWeight*r.CostOfDebt
	r.UnleveredBeta = beta / (1 + (1-tax)*r.DebtToEquity)
	c.result("wacc", r.WACC, r.UnleveredBeta, r.DebtToEquity, r.EnterpriseBase)
	if err := c.err(); err != nil {
		return CostOfCapital{}, err
	}
	return r, nil
}

// UnleverBeta removes the effect of debt by Hamada (1972):
// beta / (1 + (1-tax) debtToEquity), debt taken as riskless.
func UnleverBeta(beta, debtToEquity, tax float64) (float64, error) {
	k, err := hamada(beta, debtToEquity, tax)
	if err != nil {
		return 0, err
	}
	return beta / k, nil
}

// LeverBeta is the inverse of [UnleverBeta].
func LeverBeta(unlevered, debtToEquity, tax float64) (float64, error) {
	k, err := hamada(unlevered, debtToEquity, tax)
	if err != nil {
		return 0, err
	}
	return unlevered * k, nil
}

func hamada(beta, de, tax float64) (float64, error) {
	var c check
	c.num("beta", beta)
	if c.num("debt_to_equity", de) < 0 {
		c.fail(badf("debt_to_equity", ErrDomain, "is %g, want >= 0", de))
	}
	c.tax(c.num("tax_rate", tax))
	k := 1 + (1-tax)*de
	c.result("beta", k, beta*k)
	return k, c.err()
}

func (c *check) tax(t float64) {
	if t < 0 || t >= 1 {
		c.fail(badf("tax_rate", ErrDomain, "is %g, want in [0, 1)", t))
	}
}
