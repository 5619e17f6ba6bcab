package main

func appleDigest() *digest {
	return &digest{
		accn:  "0001193125-12-444068",
		title: "SAMPLE digest: Apple Inc., annual report for fiscal 2012",
		first: "SAMPLE. This digest of Apple Inc.'s annual report for the fiscal year ended September 29, 2012 was written for the tearsheet sample from the public facts; it is not the filing itself.",
		units: "In millions, except per share amounts", in: 1e6,
		income: []string{"SalesRevenueNet", "CostOfGoodsAndServicesSold", "GrossProfit", "ResearchAndDevelopmentExpense", "SellingGeneralAndAdministrativeExpense", "OperatingExpenses", "OperatingIncomeLoss", "NonoperatingIncomeExpense", pretax, "IncomeTaxExpenseBenefit", "NetIncomeLoss", "EarningsPerShareBasic", "EarningsPerShareDiluted", "CommonStockDividendsPerShareDeclared"},
		assets: []string{"CashAndCashEquivalentsAtCarryingValue", "AvailableForSaleSecuritiesCurrent", "AccountsReceivableNetCurrent", "InventoryNet", "DeferredTaxAssetsNetCurrent", "NontradeReceivablesCurrent", "OtherAssetsCurrent", "AssetsCurrent", "AvailableForSaleSecuritiesNoncurrent", "PropertyPlantAndEquipmentNet", "Goodwill", "IntangibleAssetsNetExcludingGoodwill", "OtherAssetsNoncurrent", "Assets", "AccountsPayableCurrent", "AccruedLiabilitiesCurrent", "DeferredRevenueCurrent", "LiabilitiesCurrent", "DeferredRevenueNoncurrent", "OtherLiabilitiesNoncurrent", "Liabilities", "CommonStockValue", "RetainedEarningsAccumulatedDeficit", "AccumulatedOtherComprehensiveIncomeLossNetOfTax", "StockholdersEquity", "LiabilitiesAndStockholdersEquity"},
		cash:   []string{"NetIncomeLoss", "DepreciationAmortizationAndAccretionNet", "ShareBasedCompensation", "NetCashProvidedByUsedInOperatingActivities", "PaymentsToAcquireProductiveAssets", "NetCashProvidedByUsedInInvestingActivities", "NetCashProvidedByUsedInFinancingActivities", "CashAndCashEquivalentsPeriodIncreaseDecrease"},
		text: `
# Part I

# Item 1. Business

## Company background

Apple Inc. designs, manufactures and markets mobile communication and media devices, personal computers and portable digital music players, and sells software, services, peripherals, networking equipment and third-party digital content and applications to go with them. Its best known products and services are the iPhone, the iPad, the Mac, the iPod, Apple TV, the iOS and OS X operating systems, iCloud, and a range of accessories and support offerings. Digital content and applications reach customers through the iTunes Store, the App Store, the iBookstore and the Mac App Store. The company is a California corporation with its headquarters in Cupertino.

The fiscal year is the 52 or 53 weeks that end on the last Saturday of September. Fiscal 2012 had 53 weeks and ended on September 29, 2012; the extra week fell into its first quarter. Fiscal 2011 and fiscal 2010 had 52 weeks each.

## Products and customers

The company controls the hardware, the operating system and much of the software and services of its products, and regards this integration as its main means of setting them apart. Customers are consumers, small and mid-sized businesses, schools, enterprises and government bodies. Sales are made through the company's own retail and online stores, through a direct sales force, and through cellular network carriers, wholesalers, retailers and value-added resellers. A large part of iPhone sales goes through carriers, many of which subsidize the handset for customers who sign a service contract.

## Competition

The markets are highly competitive. Prices fall, product life cycles are short, technology moves quickly and rivals imitate successful designs. Competitors offer smartphones and tablets built on freely available operating systems at lower prices, and some have broad experience, large product ranges or deep pockets. The principal factors are price, features, quality and reliability, design, the strength of the software and content on offer, marketing and distribution, service and support, and reputation.

## Supply, manufacturing and seasonality

Most components come from more than one source, but a number of them are bought from single or limited sources. Nearly all products are assembled by outsourcing partners, mostly in Asia. Because new products often use custom components, the first supply can be tight until the suppliers' yields have matured. Net sales have been higher in the first fiscal quarter, which holds the year-end holidays, and the timing of product introductions moves sales between quarters. Research and development expense was {{m "ResearchAndDevelopmentExpense" 0}} in fiscal 2012, {{m "ResearchAndDevelopmentExpense" 1}} in fiscal 2011 and {{m "ResearchAndDevelopmentExpense" 2}} in fiscal 2010.

# Item 1A. Risk Factors

The following paragraphs sum up, in our own words, the kinds of risk a company in this position describes.

! Economic conditions could materially harm the company.

Demand for consumer electronics depends on the state of the economy and on the confidence of consumers and businesses. Unemployment, tight credit, falling house prices or a weak currency in a large market can lead customers to postpone purchases or to choose cheaper products. A downturn can also weaken suppliers, carriers and resellers, and raise the risk that receivables are not collected.

! The markets are highly competitive and subject to rapid technological change.

Results depend on bringing out new products and services often and at the right time. A product that comes late, fails to please, or is overtaken by a rival's would leave the company with lower sales, lower margins and write-downs of inventory. Margins are under pressure from price competition, from the cost of new features and from a shift of sales toward products that earn less.

! Sales and profit are concentrated in a few products.

A single product family brings in a large part of net sales. A disappointing generation, a change in carriers' subsidy policies or a loss of carrier support would weigh on the whole company. The growth of recent years makes comparisons harder, and the share price reflects expectations that may not be met.

! The company depends on outside manufacturers and on limited sources of components.

Assembly is in the hands of a small number of partners in a small number of places. Natural disasters, labor disputes, political events or the failure of one partner could interrupt supply for longer than other partners can make good. Some components are in industry-wide shortage at times, and prepayments and purchase commitments expose the company to loss if demand turns out lower than planned.

! Intellectual property and legal proceedings could be costly.

The company is a party to many patent lawsuits, as plaintiff and as defendant, in several countries. An adverse ruling could mean damages, license fees, a change of design or a ban on sales. The rights to third-party digital content are licensed for limited times and may become more expensive or unavailable. Regulators look into competition, privacy and labor conditions at suppliers.

! International operations and currencies.

More than half of net sales come from outside the United States, so that a stronger dollar lowers reported sales and margins. Hedges cover only part of the exposure and only for a time. Tax rules may change, and most of the cash is held by foreign subsidiaries, from where it could not be brought home without paying United States tax.

! The company depends on key people and on its systems.

Success rests on the continued service of a small group of executives and engineers, who are sought after by others. Defects in products, outages of online services, loss of customers' data or attacks on the company's systems could damage its reputation and bring claims and costs.

# Part II

# Item 5. Market for the Registrant's Common Equity

The common stock is traded on the NASDAQ Global Select Market under the symbol AAPL. In fiscal 2012 the company declared a cash dividend of {{ps "CommonStockDividendsPerShareDeclared" 0}} per share, its first in many years, and announced that it would repurchase shares from fiscal 2013 on.

# Item 7. Management's Discussion and Analysis of Financial Condition and Results of Operations

## Executive overview

Net sales rose {{growth "SalesRevenueNet" 0}} to {{m "SalesRevenueNet" 0}} in fiscal 2012, after {{m "SalesRevenueNet" 1}} in fiscal 2011 and {{m "SalesRevenueNet" 2}} in fiscal 2010. Higher unit sales of the iPhone and of the iPad, which was in its third year, account for most of the increase. Net income rose {{growth "NetIncomeLoss" 0}} to {{m "NetIncomeLoss" 0}}, or {{ps "EarningsPerShareDiluted" 0}} per diluted share, compared with {{ps "EarningsPerShareDiluted" 1}} and {{ps "EarningsPerShareDiluted" 2}} in the two years before.

## Gross margin

Gross margin was {{m "GrossProfit" 0}}, or {{pct "GrossProfit" "SalesRevenueNet" 0}} of net sales, in fiscal 2012, {{pct "GrossProfit" "SalesRevenueNet" 1}} in fiscal 2011 and {{pct "GrossProfit" "SalesRevenueNet" 2}} in fiscal 2010. A richer mix of iPhone sales and lower component costs raised the percentage. New products with higher cost structures and the cost of flattening prices work the other way, and the company has said that margins can be expected to be lower during large product transitions.

## Operating expenses

Research and development expense grew {{growth "ResearchAndDevelopmentExpense" 0}} to {{m "ResearchAndDevelopmentExpense" 0}} and was {{pct "ResearchAndDevelopmentExpense" "SalesRevenueNet" 0}} of net sales. Selling, general and administrative expense grew {{growth "SellingGeneralAndAdministrativeExpense" 0}} to {{m "SellingGeneralAndAdministrativeExpense" 0}}, {{pct "SellingGeneralAndAdministrativeExpense" "SalesRevenueNet" 0}} of net sales, with more retail stores, more people and more marketing. Because sales grew faster than both, operating income rose {{growth "OperatingIncomeLoss" 0}} to {{m "OperatingIncomeLoss" 0}}, or {{pct "OperatingIncomeLoss" "SalesRevenueNet" 0}} of net sales.

## Other income and taxes

Other income and expense, net, was {{m "NonoperatingIncomeExpense" 0}}, mostly interest on a growing portfolio at low yields. The provision for income taxes was {{m "IncomeTaxExpenseBenefit" 0}}, an effective rate of {{pct "IncomeTaxExpenseBenefit" "` + pretax + `" 0}}, compared with {{pct "IncomeTaxExpenseBenefit" "` + pretax + `" 1}} in fiscal 2011. The rate is below the statutory one of 35% because part of the earnings arises in countries with lower rates and is meant to stay invested there.

## Liquidity and capital resources

Cash and cash equivalents were {{m "CashAndCashEquivalentsAtCarryingValue" 0}} at the end of the year. Together with short-term marketable securities of {{m "AvailableForSaleSecuritiesCurrent" 0}} and long-term marketable securities of {{m "AvailableForSaleSecuritiesNoncurrent" 0}} the company had a very large pool of liquid assets and no debt. Operations generated {{m "NetCashProvidedByUsedInOperatingActivities" 0}} of cash, {{growth "NetCashProvidedByUsedInOperatingActivities" 0}} more than the year before; payments for property, plant and equipment took {{m "PaymentsToAcquireProductiveAssets" 0}}, against {{m "PaymentsToAcquireProductiveAssets" 1}} in fiscal 2011, for product tooling, manufacturing process equipment, infrastructure and retail stores. The company announced a plan to return about $45 billion to shareholders over three years through dividends, share repurchases and net share settlement of employee awards.

# Item 7A. Quantitative and Qualitative Disclosures About Market Risk

The portfolio of marketable securities loses value when interest rates rise, and cash flows in foreign currencies lose value when the dollar strengthens. The company uses forwards and options to hedge part of its currency exposure and invests mainly in highly rated debt securities with a limit on maturity.

# Item 8. Financial Statements and Supplementary Data

The statements below show the principal lines of the published statements; lines that are not shown make up the difference to the totals.

{{income}}

{{assets}}

{{cash}}
`,
	}
}
