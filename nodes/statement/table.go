// Package statement builds standard financial statements from XBRL facts: which
// tag stands for which line, which periods are fiscal years, and the trailing
// twelve months. It picks one filed value per line and period, says which, and
// leaves a line absent rather than guess.
package statement

import "tearsheet"

// Item is a standard line.
type Item string

// The standard lines. Flows cover the column's period; balances are at its end.
const (
	Revenue         Item = "revenue"
	CostOfRevenue   Item = "cost_of_revenue"
	GrossProfit     Item = "gross_profit"
	OperatingIncome Item = "operating_income"
	PretaxIncome    Item = "pretax_income"
	IncomeTax       Item = "income_tax"
	NetIncome       Item = "net_income"
	InterestExpense Item = "interest_expense"
	Depreciation    Item = "depreciation_amortisation"
	RandD           Item = "research_development"
	EPSDiluted      Item = "eps_diluted"
	EPSBasic        Item = "eps_basic"
	DilutedShares   Item = "diluted_shares"
	OperatingCash   Item = "operating_cash_flow"
	Capex           Item = "capex"
	FreeCashFlow    Item = "free_cash_flow"
	DividendsPaid   Item = "dividends_paid"
	Buybacks        Item = "buybacks"
	StockComp       Item = "stock_compensation"

	Assets             Item = "total_assets"
	CurrentAssets      Item = "current_assets"
	Liabilities        Item = "total_liabilities"
	CurrentLiabilities Item = "current_liabilities"
	LiabilitiesEquity  Item = "liabilities_and_equity"
	ParentEquity       Item = "parent_equity"
	Equity             Item = "equity"               // with non-controlling and redeemable interests
	Redeemable         Item = "redeemable_interests" // all of them
	RedeemableMinority Item = "redeemable_minority"
	RedeemableStock    Item = "redeemable_stock"
	Cash               Item = "cash"
	ShortInvestments   Item = "short_term_investments"
	LongInvestments    Item = "long_term_investments"
	Receivables        Item = "receivables"
	Inventory          Item = "inventory"
	LongDebt           Item = "long_term_debt"
	LongDebtTotal      Item = "long_term_debt_total"
	CurrentDebt        Item = "current_debt"
	CurrentLongDebt    Item = "current_part_of_long_term_debt"
	ShortBorrowings    Item = "short_term_borrowings"
	Debt               Item = "total_debt"
	NetDebt            Item = "net_debt"
)

// Line is one row of the tag-resolution table: which tags may stand for an item,
// strongest first.
type Line struct {
	Item    Item
	Label   string
	Instant bool
	Unit    string // money, per_share, shares
	// Total marks a line that several tags may state in part: the value that the
	// cost and gross profit confirm is taken, else the largest.
	Total bool
	Tags  []string // us-gaap
}

// Table is the tag-resolution table.
var Table = []Line{
	{Revenue, "Revenue", false, "money", true, []string{"RevenueFromContractWithCustomerExcludingAssessedTax", "Revenues", "SalesRevenueNet", "RevenueFromContractWithCustomerIncludingAssessedTax", "RevenuesNetOfInterestExpense", "SalesRevenueGoodsNet", "SalesRevenueServicesNet"}},
	{CostOfRevenue, "Cost of revenue", false, "money", false, []string{"CostOfRevenue", "CostOfGoodsAndServicesSold", "CostOfGoodsSold", "CostOfServices"}},
	{GrossProfit, "Gross profit", false, "money", false, []string{"GrossProfit"}},
	{OperatingIncome, "Operating income", false, "money", false, []string{"OperatingIncomeLoss"}},
	{PretaxIncome, "Income before tax", false, "money", false, []string{"IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest", "IncomeLossFromContinuingOperationsBeforeIncomeTaxesMinorityInterestAndIncomeLossFromEquityMethodInvestments", "IncomeLossFromContinuingOperationsBeforeIncomeTaxesDomestic"}},
	{IncomeTax, "Income tax", false, "money", false, []string{"IncomeTaxExpenseBenefit"}},
	{NetIncome, "Net income", false, "money", false, []string{"NetIncomeLoss", "ProfitLoss", "NetIncomeLossAvailableToCommonStockholdersBasic"}},
	{InterestExpense, "Interest expense", false, "money", false, []string{"InterestExpense", "InterestExpenseNonoperating", "InterestExpenseDebt", "InterestIncomeExpenseNonoperatingNet"}},
	{Depreciation, "Depreciation and amortisation", false, "money", false, []string{"DepreciationDepletionAndAmortization", "DepreciationAmortizationAndAccretionNet", "DepreciationAndAmortization", "Depreciation"}},
	{RandD, "Research and development", false, "money", false, []string{"ResearchAndDevelopmentExpense", "ResearchAndDevelopmentExpenseExcludingAcquiredInProcessCost"}},
	{EPSDiluted, "Diluted EPS", false, "per_share", false, []string{"EarningsPerShareDiluted", "EarningsPerShareBasicAndDiluted", "IncomeLossFromContinuingOperationsPerDilutedShare"}},
	{EPSBasic, "Basic EPS", false, "per_share", false, []string{"EarningsPerShareBasic", "EarningsPerShareBasicAndDiluted"}},
	{DilutedShares, "Diluted shares, weighted average", false, "shares", false, []string{"WeightedAverageNumberOfDilutedSharesOutstanding", "WeightedAverageNumberOfShareOutstandingBasicAndDiluted"}},
	{OperatingCash, "Operating cash flow", false, "money", false, []string{"NetCashProvidedByUsedInOperatingActivities", "NetCashProvidedByUsedInOperatingActivitiesContinuingOperations"}},
	{Capex, "Capital expenditure", false, "money", false, []string{"PaymentsToAcquirePropertyPlantAndEquipment", "PaymentsToAcquireProductiveAssets", "PaymentsToAcquireOtherPropertyPlantAndEquipment", "PaymentsForCapitalImprovements"}},
	{DividendsPaid, "Dividends paid", false, "money", false, []string{"PaymentsOfDividends", "PaymentsOfDividendsCommonStock"}},
	{Buybacks, "Share repurchases", false, "money", false, []string{"PaymentsForRepurchaseOfCommonStock"}},
	{StockComp, "Stock-based compensation", false, "money", false, []string{"ShareBasedCompensation", "AllocatedShareBasedCompensationExpense"}},

	{Assets, "Total assets", true, "money", false, []string{"Assets"}},
	{CurrentAssets, "Current assets", true, "money", false, []string{"AssetsCurrent"}},
	{Liabilities, "Total liabilities", true, "money", false, []string{"Liabilities"}},
	{CurrentLiabilities, "Current liabilities", true, "money", false, []string{"LiabilitiesCurrent"}},
	{LiabilitiesEquity, "Liabilities and equity", true, "money", false, []string{"LiabilitiesAndStockholdersEquity"}},
	{ParentEquity, "Shareholders' equity", true, "money", false, []string{"StockholdersEquity"}},
	{Equity, "Total equity", true, "money", false, []string{"StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest"}},
	{Redeemable, "Redeemable interests", true, "money", false, []string{"TemporaryEquityCarryingAmountIncludingPortionAttributableToNoncontrollingInterests"}},
	{RedeemableMinority, "Redeemable non-controlling interests", true, "money", false, []string{"RedeemableNoncontrollingInterestEquityCarryingAmount"}},
	{RedeemableStock, "Redeemable stock", true, "money", false, []string{"TemporaryEquityCarryingAmountAttributableToParent", "TemporaryEquityValueExcludingAdditionalPaidInCapital"}},
	{Cash, "Cash and equivalents", true, "money", false, []string{"CashAndCashEquivalentsAtCarryingValue", "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents", "CashAndDueFromBanks"}},
	{ShortInvestments, "Short-term investments", true, "money", false, []string{"MarketableSecuritiesCurrent", "ShortTermInvestments", "AvailableForSaleSecuritiesDebtSecuritiesCurrent", "AvailableForSaleSecuritiesCurrent", "DebtSecuritiesAvailableForSaleCurrent"}},
	{LongInvestments, "Long-term investments", true, "money", false, []string{"MarketableSecuritiesNoncurrent", "AvailableForSaleSecuritiesDebtSecuritiesNoncurrent", "AvailableForSaleSecuritiesNoncurrent"}},
	{Receivables, "Receivables", true, "money", false, []string{"AccountsReceivableNetCurrent", "ReceivablesNetCurrent"}},
	{Inventory, "Inventory", true, "money", false, []string{"InventoryNet"}},
	{LongDebt, "Long-term debt", true, "money", false, []string{"LongTermDebtNoncurrent", "LongTermDebtAndCapitalLeaseObligations", "ConvertibleLongTermNotesPayable", "LongTermNotesPayable"}},
	{LongDebtTotal, "Long-term debt with its current part", true, "money", false, []string{"LongTermDebt", "LongTermDebtAndCapitalLeaseObligationsIncludingCurrentMaturities"}},
	{CurrentDebt, "Current debt", true, "money", false, []string{"DebtCurrent"}},
	{CurrentLongDebt, "Current part of long-term debt", true, "money", false, []string{"LongTermDebtCurrent", "LongTermDebtAndCapitalLeaseObligationsCurrent", "ConvertibleNotesPayableCurrent", "NotesPayableCurrent"}},
	{ShortBorrowings, "Short-term borrowings", true, "money", false, []string{"CommercialPaper", "ShortTermBorrowings", "OtherShortTermBorrowings"}},
}

// bankTags mark a balance sheet that lends and borrows as its business.
var bankTags = []string{"InterestAndDividendIncomeOperating", "LoansAndLeasesReceivableNetReportedAmount", "FinancingReceivableExcludingAccruedInterestAfterAllowanceForCreditLoss", "Deposits", "NoninterestIncome"}

// insurerTags mark an insurer, reitTags a real-estate trust.
var (
	insurerTags = []string{"PremiumsEarnedNet", "PolicyholderBenefitsAndClaimsIncurredNet"}
	reitTags    = []string{"RealEstateInvestmentPropertyNet"}
)

// Concepts lists every concept the table reads, for a provider's filter.
func Concepts() []tearsheet.Concept {
	seen := map[string]bool{}
	var out []tearsheet.Concept
	add := func(tags []string) {
		for _, t := range tags {
			if !seen[t] {
				seen[t] = true
				out = append(out, tearsheet.Concept("us-gaap:"+t))
			}
		}
	}
	for _, l := range Table {
		add(l.Tags)
	}
	add(bankTags)
	add(insurerTags)
	add(reitTags)
	return out
}
