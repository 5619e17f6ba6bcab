package main

import (
	"fmt"
	"math"
)

// Exemplar Instruments Inc. is fictional. Its statements come from a small
// quarterly model, so that every identity between the three statements holds
// to the thousand: revenue and margins are given per fiscal year below, the
// working capital follows from days outstanding, cash is what the cash flow
// statement leaves. The fiscal year ends on 30 September.

const (
	xmplSymbol = "XMPL"
	xmplCIK    = 9999999999
)

// xmplYear is what the model is told about a fiscal year.
type xmplYear struct {
	revenue  float64 // millions of dollars
	gross    float64 // gross profit / revenue
	rd, sga  float64 // of revenue
	capex    float64 // of revenue
	dividend float64 // per share and quarter
	buyback  float64 // millions of dollars per quarter
	repay    float64 // long-term debt repaid in the third quarter, millions
}

var xmplYears = map[int]xmplYear{
	2008: {1240, 0.462, 0.098, 0.186, 0.050, 0.10, 12, 0},
	2009: {1085, 0.441, 0.104, 0.192, 0.034, 0.10, 4, 0},
	2010: {1228, 0.463, 0.099, 0.186, 0.040, 0.12, 12, 50},
	2011: {1407, 0.472, 0.096, 0.181, 0.046, 0.14, 22, 0},
	2012: {1562, 0.479, 0.095, 0.178, 0.048, 0.16, 28, 40},
	2013: {1668, 0.484, 0.095, 0.176, 0.047, 0.18, 28, 0},
}

// xmplSeason is the share of a year's revenue earned in each fiscal quarter.
var xmplSeason = [4]float64{0.238, 0.241, 0.252, 0.269}

// xmplQuarter is one quarter of the three statements, in thousands.
type xmplQuarter struct {
	fy, q            int
	start, end       string
	revenue, cost    float64
	rd, sga          float64
	interest, income float64 // interest expense, interest income
	tax, net         float64
	shares, diluted  float64 // averages, thousands
	dps              float64

	da, sbc                      float64
	dAR, dInv, dAP, dAcc, dDef   float64
	capex, purchases             float64
	issued, bought, divs, repaid float64

	cash, sti, ar, inv, other, ppe, goodwill, intang float64
	ap, accrued, deferred, debt, otherLT             float64
	common, retained, outstanding                    float64
}

func (x xmplQuarter) gross() float64  { return x.revenue - x.cost }
func (x xmplQuarter) opex() float64   { return x.rd + x.sga }
func (x xmplQuarter) op() float64     { return x.gross() - x.opex() }
func (x xmplQuarter) nonop() float64  { return x.income - x.interest }
func (x xmplQuarter) pretax() float64 { return x.op() + x.nonop() }
func (x xmplQuarter) ocf() float64 {
	return x.net + x.da + x.sbc - x.dAR - x.dInv + x.dAP + x.dAcc + x.dDef
}
func (x xmplQuarter) icf() float64      { return -x.capex - x.purchases }
func (x xmplQuarter) fcf() float64      { return x.issued - x.bought - x.divs - x.repaid }
func (x xmplQuarter) current() float64  { return x.cash + x.sti + x.ar + x.inv + x.other }
func (x xmplQuarter) assets() float64   { return x.current() + x.ppe + x.goodwill + x.intang }
func (x xmplQuarter) currentL() float64 { return x.ap + x.accrued + x.deferred }
func (x xmplQuarter) liab() float64     { return x.currentL() + x.debt + x.otherLT }
func (x xmplQuarter) equity() float64   { return x.common + x.retained }

var xmplEnds = map[int][2]string{ // fiscal quarter -> first and last day, without the year
	1: {"-10-01", "-12-31"}, 2: {"-01-01", "-03-31"}, 3: {"-04-01", "-06-30"}, 4: {"-07-01", "-09-30"},
}

// xmplModel runs the quarters from fiscal 2008 to the first of fiscal 2013.
func xmplModel() []xmplQuarter {
	k := math.Round
	p := xmplQuarter{ // 30 September 2007
		end: "2007-09-30", cash: 96000, sti: 64000, ar: 183000, inv: 148000, other: 31000, ppe: 312000, goodwill: 184000, intang: 62000,
		ap: 82000, accrued: 104000, deferred: 46000, debt: 300000, otherLT: 58000, common: 241000, outstanding: 97200,
	}
	p.retained = p.assets() - p.liab() - p.common
	var out []xmplQuarter
	for fy := 2008; fy <= 2013; fy++ {
		y := xmplYears[fy]
		for q := 1; q <= 4; q++ {
			if fy == 2013 && q > 1 {
				break
			}
			year := fy
			if q == 1 {
				year--
			}
			x := p
			x.fy, x.q = fy, q
			x.start, x.end = fmt.Sprint(year)+xmplEnds[q][0], fmt.Sprint(year)+xmplEnds[q][1]
			x.revenue = k(y.revenue * xmplSeason[q-1] * 1000)
			// a slightly better margin in the busy fourth quarter
			margin := y.gross + []float64{-0.004, -0.002, 0.001, 0.005}[q-1]
			x.cost = k(x.revenue * (1 - margin))
			x.rd = k(y.revenue * y.rd / 4 * 1000)
			x.sga = k(y.revenue*y.sga/8*1000 + x.revenue*y.sga/2)
			x.interest = k(p.debt * 0.052 / 4)
			x.income = k((p.cash + p.sti) * 0.006 / 4)
			x.tax = k(x.pretax() * 0.287)
			x.net = x.pretax() - x.tax
			// depreciation of fixed assets and amortisation of intangibles
			dep, amort := k(p.ppe*0.036), k(math.Min(p.intang, 1700))
			x.da = dep + amort
			x.sbc = k(x.revenue * 0.011)
			x.ar = k(x.revenue * 4 * 53 / 365)
			x.inv = k(x.cost * 4 * 79 / 365)
			x.ap = k(x.cost * 4 * 46 / 365)
			x.accrued = k(x.revenue * 4 * 0.082)
			x.deferred = k(x.revenue * 4 * 0.039)
			x.dAR, x.dInv, x.dAP, x.dAcc, x.dDef = x.ar-p.ar, x.inv-p.inv, x.ap-p.ap, x.accrued-p.accrued, x.deferred-p.deferred
			x.capex = k(x.revenue * y.capex)
			x.ppe = p.ppe + x.capex - dep
			x.intang = p.intang - amort
			x.issued = 2600
			x.bought = y.buyback * 1000
			x.dps = y.dividend
			x.divs = k(p.outstanding * y.dividend)
			x.repaid = 0
			if q == 3 {
				x.repaid = y.repay * 1000
			}
			x.debt = p.debt - x.repaid
			// shares are bought near the average price of the simulated bars
			price := map[int]float64{2008: 28.5, 2009: 20.7, 2010: 24.8, 2011: 33.0, 2012: 33.1, 2013: 34.0}[fy]
			x.outstanding = p.outstanding + 130 - k(x.bought/price)
			x.shares = k((p.outstanding + x.outstanding) / 2)
			x.diluted = x.shares + 1240
			x.common = p.common + x.issued + x.sbc
			x.retained = p.retained + x.net - x.divs - x.bought
			// a third of the free cash goes into marketable securities
			x.purchases = k(math.Max(0, (x.ocf()-x.capex+x.fcf())/3))
			x.sti = p.sti + x.purchases
			x.cash = p.cash + x.ocf() + x.icf() + x.fcf()
			out, p = append(out, x), x
		}
	}
	return out
}

// sumQuarters adds flows over consecutive quarters; the balance is the last one's.
func sumQuarters(qs []xmplQuarter) xmplQuarter {
	t := qs[len(qs)-1]
	t.start = qs[0].start
	for _, x := range qs[:len(qs)-1] {
		t.revenue += x.revenue
		t.cost += x.cost
		t.rd += x.rd
		t.sga += x.sga
		t.interest += x.interest
		t.income += x.income
		t.tax += x.tax
		t.net += x.net
		t.da += x.da
		t.sbc += x.sbc
		t.dAR += x.dAR
		t.dInv += x.dInv
		t.dAP += x.dAP
		t.dAcc += x.dAcc
		t.dDef += x.dDef
		t.capex += x.capex
		t.purchases += x.purchases
		t.issued += x.issued
		t.bought += x.bought
		t.divs += x.divs
		t.repaid += x.repaid
		t.dps += x.dps
		t.shares += x.shares
	}
	t.shares = math.Round(t.shares / float64(len(qs)))
	t.diluted = t.shares + 1240
	return t
}

const xmplPretax = "IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest"

func xmplIncome(xs []xmplQuarter) []line {
	get := func(tag string, u unit, f func(xmplQuarter) float64) line {
		l := line{tag: tag, unit: u}
		for _, x := range xs {
			l.vals = append(l.vals, f(x))
		}
		return l
	}
	cents := func(v float64) float64 { return math.Round(v*100) / 100 }
	type xq = xmplQuarter
	return []line{
		get("Revenues", usdK, func(x xq) float64 { return x.revenue }),
		get("CostOfRevenue", usdK, func(x xq) float64 { return x.cost }),
		get("GrossProfit", usdK, xq.gross),
		get("ResearchAndDevelopmentExpense", usdK, func(x xq) float64 { return x.rd }),
		get("SellingGeneralAndAdministrativeExpense", usdK, func(x xq) float64 { return x.sga }),
		get("OperatingExpenses", usdK, xq.opex),
		get("OperatingIncomeLoss", usdK, xq.op),
		get("InterestExpense", usdK, func(x xq) float64 { return x.interest }),
		get("InvestmentIncomeInterest", usdK, func(x xq) float64 { return x.income }),
		get("NonoperatingIncomeExpense", usdK, xq.nonop),
		get(xmplPretax, usdK, xq.pretax),
		get("IncomeTaxExpenseBenefit", usdK, func(x xq) float64 { return x.tax }),
		get("NetIncomeLoss", usdK, func(x xq) float64 { return x.net }),
		get("EarningsPerShareBasic", perSh, func(x xq) float64 { return cents(x.net / x.shares) }),
		get("EarningsPerShareDiluted", perSh, func(x xq) float64 { return cents(x.net / x.diluted) }),
		get("WeightedAverageNumberOfSharesOutstandingBasic", shrK, func(x xq) float64 { return x.shares }),
		get("WeightedAverageNumberOfDilutedSharesOutstanding", shrK, func(x xq) float64 { return x.diluted }),
		get("CommonStockDividendsPerShareDeclared", perSh, func(x xq) float64 { return cents(x.dps) }),
	}
}

func xmplCash(xs []xmplQuarter) []line {
	get := func(tag string, f func(xmplQuarter) float64) line {
		l := line{tag: tag, unit: usdK}
		for _, x := range xs {
			l.vals = append(l.vals, f(x))
		}
		return l
	}
	type xq = xmplQuarter
	return []line{
		get("DepreciationDepletionAndAmortization", func(x xq) float64 { return x.da }),
		get("ShareBasedCompensation", func(x xq) float64 { return x.sbc }),
		get("IncreaseDecreaseInAccountsReceivable", func(x xq) float64 { return x.dAR }),
		get("IncreaseDecreaseInInventories", func(x xq) float64 { return x.dInv }),
		get("IncreaseDecreaseInAccountsPayable", func(x xq) float64 { return x.dAP }),
		get("IncreaseDecreaseInAccruedLiabilities", func(x xq) float64 { return x.dAcc }),
		get("IncreaseDecreaseInDeferredRevenue", func(x xq) float64 { return x.dDef }),
		get("NetCashProvidedByUsedInOperatingActivities", xq.ocf),
		get("PaymentsToAcquirePropertyPlantAndEquipment", func(x xq) float64 { return x.capex }),
		get("PaymentsToAcquireShortTermInvestments", func(x xq) float64 { return x.purchases }),
		get("NetCashProvidedByUsedInInvestingActivities", xq.icf),
		get("ProceedsFromIssuanceOfCommonStock", func(x xq) float64 { return x.issued }),
		get("PaymentsForRepurchaseOfCommonStock", func(x xq) float64 { return x.bought }),
		get("PaymentsOfDividends", func(x xq) float64 { return x.divs }),
		get("RepaymentsOfLongTermDebt", func(x xq) float64 { return x.repaid }),
		get("NetCashProvidedByUsedInFinancingActivities", xq.fcf),
		get("CashAndCashEquivalentsPeriodIncreaseDecrease", func(x xq) float64 { return x.ocf() + x.icf() + x.fcf() }),
	}
}

func xmplBalance(xs []xmplQuarter) []line {
	get := func(tag string, u unit, f func(xmplQuarter) float64) line {
		l := line{tag: tag, unit: u}
		for _, x := range xs {
			l.vals = append(l.vals, f(x))
		}
		return l
	}
	type xq = xmplQuarter
	return []line{
		get("CashAndCashEquivalentsAtCarryingValue", usdK, func(x xq) float64 { return x.cash }),
		get("ShortTermInvestments", usdK, func(x xq) float64 { return x.sti }),
		get("AccountsReceivableNetCurrent", usdK, func(x xq) float64 { return x.ar }),
		get("InventoryNet", usdK, func(x xq) float64 { return x.inv }),
		get("OtherAssetsCurrent", usdK, func(x xq) float64 { return x.other }),
		get("AssetsCurrent", usdK, xq.current),
		get("PropertyPlantAndEquipmentNet", usdK, func(x xq) float64 { return x.ppe }),
		get("Goodwill", usdK, func(x xq) float64 { return x.goodwill }),
		get("FiniteLivedIntangibleAssetsNet", usdK, func(x xq) float64 { return x.intang }),
		get("Assets", usdK, xq.assets),
		get("AccountsPayableCurrent", usdK, func(x xq) float64 { return x.ap }),
		get("AccruedLiabilitiesCurrent", usdK, func(x xq) float64 { return x.accrued }),
		get("DeferredRevenueCurrent", usdK, func(x xq) float64 { return x.deferred }),
		get("LiabilitiesCurrent", usdK, xq.currentL),
		get("LongTermDebtNoncurrent", usdK, func(x xq) float64 { return x.debt }),
		get("OtherLiabilitiesNoncurrent", usdK, func(x xq) float64 { return x.otherLT }),
		get("Liabilities", usdK, xq.liab),
		get("CommonStocksIncludingAdditionalPaidInCapital", usdK, func(x xq) float64 { return x.common }),
		get("RetainedEarningsAccumulatedDeficit", usdK, func(x xq) float64 { return x.retained }),
		get("StockholdersEquity", usdK, xq.equity),
		get("LiabilitiesAndStockholdersEquity", usdK, func(x xq) float64 { return x.liab() + x.equity() }),
		get("CommonStockSharesOutstanding", shrK, func(x xq) float64 { return x.outstanding }),
	}
}

func exemplar() *company {
	qs := xmplModel()
	quarter := func(fy, q int) xmplQuarter {
		for _, x := range qs {
			if x.fy == fy && x.q == q {
				return x
			}
		}
		panic(fmt.Sprintf("no quarter %d Q%d", fy, q))
	}
	ytd := func(fy, q int) xmplQuarter {
		var list []xmplQuarter
		for i := 1; i <= q; i++ {
			list = append(list, quarter(fy, i))
		}
		return sumQuarters(list)
	}
	spans := func(xs []xmplQuarter) (cols []col) {
		for _, x := range xs {
			cols = append(cols, span(x.start, x.end))
		}
		return cols
	}
	ends := func(xs []xmplQuarter) (cols []col) {
		for _, x := range xs {
			cols = append(cols, at(x.end))
		}
		return cols
	}
	c := &company{
		symbol: xmplSymbol, cik: xmplCIK, name: "Exemplar Instruments Inc. (simulated)",
		sic: "3826", sicName: "Laboratory Analytical Instruments (simulated company)", fyEnd: "0930", exchange: "SAMPLE",
	}
	file := func(form string, fy int, fp, report, filed, cover string, n int) string {
		accn := fmt.Sprintf("9999999999-%s-%06d", filed[2:4], n)
		f := filing{form: form, fy: fy, fp: fp, filed: filed, report: report, accn: accn,
			accepted: filed + "T21:15:00.000Z", doc: fmt.Sprintf("sample-%s-%s.htm", form, filed)}
		if form == "8-K" {
			f.items, f.accepted = "2.02,9.01", filed+"T12:00:00.000Z"
		}
		c.filings = append(c.filings, f)
		if cover != "" {
			for _, x := range qs {
				if x.end == report {
					c.tables = append(c.tables, table{accn, []col{at(cover)}, []line{{"EntityCommonStockSharesOutstanding", shrK, v(x.outstanding)}}})
				}
			}
		}
		return accn
	}
	for _, a := range []struct {
		fy            int
		filed, cover  string
		n, years, bal int
	}{
		{2009, "2009-11-20", "2009-11-13", 4, 2, 2},
		{2010, "2010-11-19", "2010-11-12", 4, 3, 2},
		{2011, "2011-11-18", "2011-11-11", 4, 3, 2},
		{2012, "2012-11-20", "2012-11-13", 5, 3, 2},
	} {
		accn := file("10-K", a.fy, "FY", fmt.Sprintf("%d-09-30", a.fy), a.filed, a.cover, a.n)
		var flows, stocks []xmplQuarter
		for i := 0; i < a.years; i++ {
			flows = append(flows, ytd(a.fy-i, 4))
		}
		for i := 0; i < a.bal; i++ {
			stocks = append(stocks, quarter(a.fy-i, 4))
		}
		c.tables = append(c.tables,
			table{accn, spans(flows), append(xmplIncome(flows), xmplCash(flows)...)},
			table{accn, ends(stocks), xmplBalance(stocks)})
	}
	for _, a := range []struct {
		fy, q        int
		filed, cover string
		n            int
	}{
		{2012, 1, "2012-02-07", "2012-01-31", 1},
		{2012, 2, "2012-05-08", "2012-04-30", 2},
		{2012, 3, "2012-08-07", "2012-07-31", 3},
		{2013, 1, "2013-02-05", "2013-01-31", 2},
	} {
		now, before := quarter(a.fy, a.q), quarter(a.fy-1, a.q)
		accn := file("10-Q", a.fy, fmt.Sprintf("Q%d", a.q), now.end, a.filed, a.cover, a.n)
		if a.q > 1 {
			three := []xmplQuarter{now, before}
			c.tables = append(c.tables, table{accn, spans(three), xmplIncome(three)})
		}
		sofar := []xmplQuarter{ytd(a.fy, a.q), ytd(a.fy-1, a.q)}
		c.tables = append(c.tables, table{accn, spans(sofar), append(xmplIncome(sofar), xmplCash(sofar)...)})
		stocks := []xmplQuarter{now, quarter(a.fy-1, 4)}
		c.tables = append(c.tables, table{accn, ends(stocks), xmplBalance(stocks)})
	}
	file("8-K", 0, "", "2013-01-29", "2013-01-29", "", 1)
	return c
}

// xmplDividends are the quarterly dividends by ex-date: the second Tuesday of
// February, May, August and November.
func xmplDividends() []dividend {
	var ds []dividend
	for _, x := range xmplModel() {
		// declared in the quarter, gone ex in its second month
		month := map[int]string{1: "-11-", 2: "-02-", 3: "-05-", 4: "-08-"}[x.q]
		ds = append(ds, dividend{secondTuesday(x.end[:4] + month), x.dps})
	}
	return append(ds, dividend{secondTuesday("2013-02-"), xmplYears[2013].dividend})
}
