package main

func microsoftDigest() *digest {
	return &digest{
		accn:  msft10K12,
		title: "SAMPLE digest: Microsoft Corporation, annual report for fiscal 2012",
		first: "SAMPLE. This digest of Microsoft Corporation's annual report for the fiscal year ended June 30, 2012 was written for the tearsheet sample from the public facts; it is not the filing itself.",
		units: "In millions, except per share amounts", in: 1e6,
		income: []string{"SalesRevenueNet", "CostOfRevenue", "ResearchAndDevelopmentExpense", "SellingAndMarketingExpense", "GeneralAndAdministrativeExpense", "GoodwillImpairmentLoss", "CostsAndExpenses", "OperatingIncomeLoss", "NonoperatingIncomeExpense", pretax, "IncomeTaxExpenseBenefit", "NetIncomeLoss", "EarningsPerShareBasic", "EarningsPerShareDiluted", "CommonStockDividendsPerShareDeclared"},
		assets: []string{"CashAndCashEquivalentsAtCarryingValue", "ShortTermInvestments", "AccountsReceivableNetCurrent", "InventoryNet", "DeferredTaxAssetsNetCurrent", "OtherAssetsCurrent", "AssetsCurrent", "PropertyPlantAndEquipmentNet", "LongTermInvestments", "Goodwill", "FiniteLivedIntangibleAssetsNet", "OtherAssetsNoncurrent", "Assets", "AccountsPayableCurrent", "LongTermDebtCurrent", "EmployeeRelatedLiabilitiesCurrent", "AccruedIncomeTaxesCurrent", "DeferredRevenueCurrent", "OtherLiabilitiesCurrent", "LiabilitiesCurrent", "LongTermDebtNoncurrent", "DeferredRevenueNoncurrent", "DeferredTaxLiabilitiesNoncurrent", "OtherLiabilitiesNoncurrent", "Liabilities", "CommonStocksIncludingAdditionalPaidInCapital", "RetainedEarningsAccumulatedDeficit", "StockholdersEquity", "LiabilitiesAndStockholdersEquity"},
		cash:   []string{"NetIncomeLoss", "DepreciationDepletionAndAmortization", "ShareBasedCompensation", "NetCashProvidedByUsedInOperatingActivities", "ProceedsFromIssuanceOfCommonStock", "PaymentsForRepurchaseOfCommonStock", "PaymentsOfDividends", "NetCashProvidedByUsedInFinancingActivities", "PaymentsToAcquirePropertyPlantAndEquipment", "NetCashProvidedByUsedInInvestingActivities", "EffectOfExchangeRateOnCashAndCashEquivalents", "CashAndCashEquivalentsPeriodIncreaseDecrease"},
		text: `
# Part I

# Item 1. Business

## General

Microsoft Corporation develops, licenses and supports software products and services, designs and sells hardware, and delivers online advertising. It was founded in 1975 and is a Washington corporation with its headquarters in Redmond. Its products include operating systems for personal computers, servers, phones and other devices; server applications; productivity and business applications; tools for managing and developing software; and video games. It designs and sells the Xbox 360 console with its accessories and hardware for personal computers, and offers services from its own data centers, among them Office 365, Bing, Skype, Xbox LIVE and Windows Azure. The fiscal year ends on June 30.

## Segments

The company reports five segments. The Windows & Windows Live Division sells the Windows operating system, most of it to manufacturers that install it on new machines. Server and Tools licenses server software and development tools and sells consulting and support. The Online Services Division runs the search engine and the portals and sells the advertising on them. The Microsoft Business Division sells the Office system and business applications. The Entertainment and Devices Division sells the Xbox platform, games, Skype and the phone software. The next version of the operating system, Windows 8, was announced for October 26, 2012, together with Surface, the company's own line of tablet devices.

## Customers and distribution

Products reach customers through equipment manufacturers, distributors and resellers, and online. Large organizations buy volume licenses, often for several years with the right to new versions; these are billed in advance and make up most of the unearned revenue in the balance sheet. Individuals and small businesses get the software with a new device, from retailers, or as a subscription.

## Competition

The company meets strong rivals in every segment: makers of other operating systems and of devices that integrate their own, suppliers of open source software, providers of web-based services, established vendors of business software and databases, other search engines, and other game consoles. Some rivals earn their money from advertising or hardware and give software away.

## Research and development

Research and development expense was {{m "ResearchAndDevelopmentExpense" 0}} in fiscal 2012, {{m "ResearchAndDevelopmentExpense" 1}} in fiscal 2011 and {{m "ResearchAndDevelopmentExpense" 2}} in fiscal 2010. It was {{pct "ResearchAndDevelopmentExpense" "SalesRevenueNet" 0}} of revenue in fiscal 2012. Patents, copyrights and trade secrets protect the results.

# Item 1A. Risk Factors

The following paragraphs sum up, in our own words, the kinds of risk a company in this position describes.

! Intense competition may lead to lower revenue and margins.

Barriers to entry are low in many of the businesses. Platforms compete with platforms: users are drawn to the one that has the best applications and devices, and developers to the one with the most users. Rivals that control both hardware and software have been successful with phones and tablets, which compete with personal computers for the time and money of customers.

! New products and services may not be accepted.

The company spends heavily on new versions, on devices and on services that run in the cloud. Windows 8 changes the way the system is used, and Surface puts the company into competition with manufacturers that are also its customers. It is uncertain whether these efforts will be accepted by customers and developers, and services delivered online cost more to run than licensed software.

! Acquisitions may disappoint, and assets may be impaired.

The company buys other businesses and carries goodwill and intangible assets in the balance sheet. In fiscal 2012 it bought Skype, and it wrote off {{m "GoodwillImpairmentLoss" 0}} of goodwill of the Online Services Division, nearly all that the segment carried, because growth and profit had fallen short of what was expected when that goodwill was acquired. Further charges are possible.

! Weak demand for personal computers.

A large part of profit comes from software for personal computers. Fewer or cheaper machines, longer replacement cycles, a shift to emerging markets with lower prices and more piracy, or a general economic downturn reduce revenue.

! Security, privacy and reliability.

Defects, attacks on products or on data centers, outages of online services or the loss of customers' data could harm the company's reputation and lead to claims and costs. Rules on data protection differ between countries and are becoming stricter.

! Intellectual property and litigation.

The company may be unable to protect its source code and patents in all countries, and others claim that its products infringe their rights. Competition authorities in the United States and in Europe have imposed obligations and fines in the past, and they continue to watch how the company designs and markets its products. The outcome of lawsuits and of tax audits cannot be foreseen.

! International operations, currencies and taxes.

A large share of revenue comes from abroad and from places where political or legal conditions are uncertain. Movements of exchange rates affect results even though part of the exposure is hedged. The effective tax rate depends on where profit arises and on rules that may change.

! People and suppliers.

The company depends on attracting engineers and managers who are also wanted elsewhere. Hardware is made by others from components that at times come from a single source, and excess or obsolete inventory has to be written down.

# Part II

# Item 5. Market for Registrant's Common Equity

The common stock is traded on the NASDAQ Stock Market under the symbol MSFT. Dividends of {{ps "CommonStockDividendsPerShareDeclared" 0}} per share were declared for fiscal 2012, after {{ps "CommonStockDividendsPerShareDeclared" 1}} for fiscal 2011 and {{ps "CommonStockDividendsPerShareDeclared" 2}} for fiscal 2010.

# Item 7. Management's Discussion and Analysis of Financial Condition and Results of Operations

## Overview

Revenue rose {{growth "SalesRevenueNet" 0}} to {{m "SalesRevenueNet" 0}} in fiscal 2012, after {{m "SalesRevenueNet" 1}} in fiscal 2011 and {{m "SalesRevenueNet" 2}} in fiscal 2010. Server products and the Office system grew; sales of Windows were little changed in a weak market for personal computers. Operating income fell {{growth "OperatingIncomeLoss" 0}} to {{m "OperatingIncomeLoss" 0}} because of the goodwill impairment of {{m "GoodwillImpairmentLoss" 0}}. Net income was {{m "NetIncomeLoss" 0}}, or {{ps "EarningsPerShareDiluted" 0}} per diluted share, compared with {{m "NetIncomeLoss" 1}}, or {{ps "EarningsPerShareDiluted" 1}}, in fiscal 2011.

## Cost of revenue and operating expenses

Cost of revenue rose {{growth "CostOfRevenue" 0}} to {{m "CostOfRevenue" 0}}, or {{pct "CostOfRevenue" "SalesRevenueNet" 0}} of revenue ({{pct "CostOfRevenue" "SalesRevenueNet" 1}} in fiscal 2011), with higher costs of running online services, payments to partners in search, and royalties. Gross margin was {{m "GrossProfit" 0}}, or {{pct "GrossProfit" "SalesRevenueNet" 0}} of revenue. Research and development rose {{growth "ResearchAndDevelopmentExpense" 0}}; sales and marketing, at {{m "SellingAndMarketingExpense" 0}}, was close to the {{m "SellingAndMarketingExpense" 1}} of the year before; general and administrative expense was {{m "GeneralAndAdministrativeExpense" 0}} after {{m "GeneralAndAdministrativeExpense" 1}}. Total costs and expenses, with the impairment, came to {{m "CostsAndExpenses" 0}}.

## Other income and income taxes

Other income was {{m "NonoperatingIncomeExpense" 0}} after {{m "NonoperatingIncomeExpense" 1}}; interest expense was {{m "InterestExpense" 0}} after {{m "InterestExpense" 1}} because of the debt issued in fiscal 2011. The provision for income taxes of {{m "IncomeTaxExpenseBenefit" 0}} was {{pct "IncomeTaxExpenseBenefit" "` + pretax + `" 0}} of income before taxes, compared with {{pct "IncomeTaxExpenseBenefit" "` + pretax + `" 1}} in fiscal 2011, when a settlement with the tax authority had lowered it. Most of the goodwill impairment is not deductible.

## Financial condition

Cash, cash equivalents and short-term investments were {{m "CashCashEquivalentsAndShortTermInvestments" 0}} on June 30, 2012, {{growth "CashCashEquivalentsAndShortTermInvestments" 0}} more than a year before; most of it is held by foreign subsidiaries. Cash from operations rose {{growth "NetCashProvidedByUsedInOperatingActivities" 0}} to {{m "NetCashProvidedByUsedInOperatingActivities" 0}}. Additions to property and equipment were {{m "PaymentsToAcquirePropertyPlantAndEquipment" 0}}, mostly data centers and buildings. The company spent {{m "PaymentsForRepurchaseOfCommonStock" 0}} on repurchases of its shares and paid dividends of {{m "PaymentsOfDividends" 0}}; in fiscal 2011 repurchases had been {{m "PaymentsForRepurchaseOfCommonStock" 1}} and dividends {{m "PaymentsOfDividends" 1}}. Long-term debt was {{m "LongTermDebtNoncurrent" 0}}, besides {{m "LongTermDebtCurrent" 0}} due within a year. Unearned revenue, mostly from volume licenses billed in advance, was {{m "DeferredRevenueCurrent" 0}} short-term and {{m "DeferredRevenueNoncurrent" 0}} long-term.

## Critical accounting estimates

Revenue from multi-year licenses is recognized over the term; products sold with rights to future versions require an estimate of the value of each element. Goodwill is tested every year on May 1 by comparing the fair value of each reporting unit, found by discounting expected cash flows, with its carrying amount; the test of fiscal 2012 led to the charge described above. Other estimates concern research and development costs, contingencies, income taxes and inventory.

# Item 7A. Quantitative and Qualitative Disclosures About Market Risk

The company is exposed to changes in foreign currency rates, interest rates, credit, equity prices and commodity prices, and uses derivatives to manage part of these risks. It measures the possible loss of the portfolio with a value-at-risk model over one day at a confidence level of 97.5%.

# Item 8. Financial Statements and Supplementary Data

The statements below show the principal lines of the published statements; lines that are not shown make up the difference to the totals.

{{income}}

{{assets}}

{{cash}}
`,
	}
}
