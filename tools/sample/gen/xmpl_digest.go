package main

func exemplarDigest() *digest {
	return &digest{
		accn:  "9999999999-12-000005",
		title: "SAMPLE: Exemplar Instruments Inc. (simulated), annual report for fiscal 2012",
		first: "SAMPLE. Exemplar Instruments Inc. is a fictional company made up for the tearsheet sample; this document is an invented annual report for the fiscal year ended September 30, 2012, and nothing in it describes a real business.",
		units: "In thousands, except per share amounts", in: 1e3,
		income: []string{"Revenues", "CostOfRevenue", "GrossProfit", "ResearchAndDevelopmentExpense", "SellingGeneralAndAdministrativeExpense", "OperatingExpenses", "OperatingIncomeLoss", "InterestExpense", "InvestmentIncomeInterest", xmplPretax, "IncomeTaxExpenseBenefit", "NetIncomeLoss", "EarningsPerShareBasic", "EarningsPerShareDiluted", "CommonStockDividendsPerShareDeclared"},
		assets: []string{"CashAndCashEquivalentsAtCarryingValue", "ShortTermInvestments", "AccountsReceivableNetCurrent", "InventoryNet", "OtherAssetsCurrent", "AssetsCurrent", "PropertyPlantAndEquipmentNet", "Goodwill", "FiniteLivedIntangibleAssetsNet", "Assets", "AccountsPayableCurrent", "AccruedLiabilitiesCurrent", "DeferredRevenueCurrent", "LiabilitiesCurrent", "LongTermDebtNoncurrent", "OtherLiabilitiesNoncurrent", "Liabilities", "CommonStocksIncludingAdditionalPaidInCapital", "RetainedEarningsAccumulatedDeficit", "StockholdersEquity", "LiabilitiesAndStockholdersEquity"},
		cash:   []string{"NetIncomeLoss", "DepreciationDepletionAndAmortization", "ShareBasedCompensation", "NetCashProvidedByUsedInOperatingActivities", "PaymentsToAcquirePropertyPlantAndEquipment", "PaymentsToAcquireShortTermInvestments", "NetCashProvidedByUsedInInvestingActivities", "ProceedsFromIssuanceOfCommonStock", "PaymentsForRepurchaseOfCommonStock", "PaymentsOfDividends", "RepaymentsOfLongTermDebt", "NetCashProvidedByUsedInFinancingActivities", "CashAndCashEquivalentsPeriodIncreaseDecrease"},
		text: `
# Part I

# Item 1. Business

## General

Exemplar Instruments Inc. (simulated) develops, makes and services analytical instruments: spectrometers, chromatographs and the detectors, columns, software and consumables that go with them. Laboratories use them to find out what a sample is made of. The company was imagined for this sample; it has about four thousand imagined employees, three imagined plants, and a fiscal year that ends on September 30.

## Products and services

Revenue comes from instruments and from the recurring business that follows their sale: spare parts, columns, reagents, software maintenance and service contracts. The recurring part is a little under half of revenue, earns a better margin than instruments, and is steadier through the cycle. Service contracts are billed in advance, which gives rise to the deferred revenue in the balance sheet.

## Customers and markets

Customers are pharmaceutical and biotechnology companies, food and environmental laboratories, chemical producers, universities and public agencies. No customer accounts for more than 5% of revenue. About 55% of revenue is billed outside the company's home market. Orders from universities and agencies depend on public budgets; orders from industry follow capital spending. The fourth fiscal quarter is the strongest because many customers spend what is left of their budgets.

## Competition

The company competes with larger makers of instruments, some of which offer a wider range and finance their customers' purchases, and with specialists in single techniques. Performance, reliability, ease of use, the installed base and the quality of service decide most orders; price decides the rest.

## Research and development

Research and development expense was {{m "ResearchAndDevelopmentExpense" 0}} in fiscal 2012, {{m "ResearchAndDevelopmentExpense" 1}} in fiscal 2011 and {{m "ResearchAndDevelopmentExpense" 2}} in fiscal 2010. The largest project is a bench-top mass spectrometer that is to replace two older lines.

## Supply

Lasers, vacuum pumps and some detectors come from single suppliers. The company holds safety stocks of these parts, which is one reason why it carries more inventory than its sales alone would call for.

# Item 1A. Risk Factors

! Demand follows our customers' capital and research budgets.

In fiscal 2009 revenue fell as industrial customers stopped buying. A new downturn, cuts in public research budgets or a wave of mergers among pharmaceutical companies would reduce orders quickly, while most of our costs would remain.

! New products may be late or may fail.

Our instruments must be replaced by better ones every five to seven years. The mass spectrometer in development uses a detector that has not been made in volume before. A delay would leave a gap in our range, and a failure would mean writing off tooling and inventory.

! We depend on single suppliers for critical parts.

If a supplier of lasers or pumps stopped deliveries, we could not ship some instruments for several months. Qualifying another source takes a year or longer.

! Product defects and recalls.

Instruments that give wrong results can lead to claims by customers and to the loss of certifications. We have had to replace detector modules in the past and may have to do so again. Insurance covers only part of such costs.

! We may be unable to protect our intellectual property.

Competitors hold many patents in our field. We are sued from time to time, and a ruling against us could force us to pay royalties or to stop selling a product. Our own patents may be challenged.

! Currency movements affect our results.

More than half of revenue is in foreign currencies, most of the cost is not. A stronger home currency lowers both revenue and margins. We hedge receivables, not future sales.

! Our debt limits what we can do.

The notes outstanding require interest whether or not we earn it, and their terms restrict further borrowing and dividends if our earnings fall below four times the interest.

! The value of goodwill depends on forecasts.

We test goodwill every year. Lower growth or higher interest rates could make a charge necessary, which would reduce income although it costs no cash.

! Regulation.

Exports of some lasers and detectors need a license. Rules on hazardous substances differ between countries and change often, and customers in regulated industries expect us to document every change of a part.

# Part II

# Item 5. Market for Registrant's Common Equity

The common stock of this fictional company carries the symbol XMPL. Dividends of {{ps "CommonStockDividendsPerShareDeclared" 0}} per share were declared in fiscal 2012, after {{ps "CommonStockDividendsPerShareDeclared" 1}} in fiscal 2011 and {{ps "CommonStockDividendsPerShareDeclared" 2}} in fiscal 2010.

# Item 7. Management's Discussion and Analysis of Financial Condition and Results of Operations

## Overview

Revenue rose {{growth "Revenues" 0}} to {{m "Revenues" 0}} in fiscal 2012 and {{growth "Revenues" 1}} to {{m "Revenues" 1}} in fiscal 2011. Growth was strongest with pharmaceutical customers and in food testing; orders from universities were flat. Net income rose {{growth "NetIncomeLoss" 0}} to {{m "NetIncomeLoss" 0}}, or {{ps "EarningsPerShareDiluted" 0}} per diluted share, compared with {{ps "EarningsPerShareDiluted" 1}} in fiscal 2011 and {{ps "EarningsPerShareDiluted" 2}} in fiscal 2010.

## Gross profit

Gross profit was {{m "GrossProfit" 0}}, or {{pct "GrossProfit" "Revenues" 0}} of revenue, compared with {{pct "GrossProfit" "Revenues" 1}} in fiscal 2011 and {{pct "GrossProfit" "Revenues" 2}} in fiscal 2010. The recurring business grew faster than instruments, and the plants were better used. Higher prices of electronic components took back part of the gain.

## Operating expenses

Research and development was {{pct "ResearchAndDevelopmentExpense" "Revenues" 0}} of revenue and selling, general and administrative expense {{pct "SellingGeneralAndAdministrativeExpense" "Revenues" 0}}, after {{pct "SellingGeneralAndAdministrativeExpense" "Revenues" 1}}. Operating income rose {{growth "OperatingIncomeLoss" 0}} to {{m "OperatingIncomeLoss" 0}}, an operating margin of {{pct "OperatingIncomeLoss" "Revenues" 0}} compared with {{pct "OperatingIncomeLoss" "Revenues" 1}}.

## Interest and taxes

Interest expense was {{m "InterestExpense" 0}} and interest income {{m "InvestmentIncomeInterest" 0}}. The provision for income taxes of {{m "IncomeTaxExpenseBenefit" 0}} was {{pct "IncomeTaxExpenseBenefit" "` + xmplPretax + `" 0}} of income before income taxes in all three years.

## Liquidity and capital resources

Operations provided {{m "NetCashProvidedByUsedInOperatingActivities" 0}} of cash, after {{m "NetCashProvidedByUsedInOperatingActivities" 1}} in fiscal 2011. Additions to property and equipment were {{m "PaymentsToAcquirePropertyPlantAndEquipment" 0}}. The company paid dividends of {{m "PaymentsOfDividends" 0}}, repurchased shares for {{m "PaymentsForRepurchaseOfCommonStock" 0}} and repaid {{m "RepaymentsOfLongTermDebt" 0}} of its notes. At the end of the year it held cash of {{m "CashAndCashEquivalentsAtCarryingValue" 0}} and short-term investments of {{m "ShortTermInvestments" 0}}, against long-term debt of {{m "LongTermDebtNoncurrent" 0}}. Management believes that these means and the cash from operations are enough for the next twelve months.

## Critical accounting estimates

The allowance for doubtful accounts, the value of slow-moving inventory, warranty costs, the split of revenue between instruments and service, and the fair values used in the test of goodwill rest on estimates. Actual results may differ.

## Outlook

For fiscal 2013 management expects revenue to grow by 5% to 8%, a gross margin slightly above that of fiscal 2012, and additions to property and equipment of a little under 5% of revenue. These statements look ahead; the risks described in Item 1A may cause a different result.

# Item 7A. Quantitative and Qualitative Disclosures About Market Risk

The notes bear a fixed rate, so that higher rates would not raise the interest paid. A change of 10% in the exchange rates of the main foreign currencies would change annual revenue by about 5%. Short-term investments mature within a year on average.

# Item 8. Financial Statements and Supplementary Data

The statements below are simulated.

{{income}}

{{assets}}

{{cash}}
`,
	}
}
