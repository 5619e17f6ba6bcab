package main

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
	"text/template"
)

// A digest is a document with the structure of an annual report, written from
// the public facts. Its figures are looked up in the company's tables while it
// is written, so they cannot differ from the companyfacts.
type digest struct {
	accn   string
	title  string
	first  string // the SAMPLE line
	text   string // template; a line starting with # is a heading, {{table}} inserts a statement
	units  string // "In millions, except per share amounts"
	in     float64
	income []string // tags of the statement of operations
	assets []string
	cash   []string
}

type digester struct {
	c *company
	d *digest
}

func digestFile(c *company, d *digest) string {
	f, err := c.filing(d.accn)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("filings/%s_10-K_%s.htm", c.symbol, f.filed)
}

func writeDigest(c *company, d *digest) ([]byte, error) {
	w := digester{c, d}
	t, err := template.New("digest").Option("missingkey=error").Funcs(template.FuncMap{
		"m": w.amount, "num": w.number, "pct": w.share, "growth": w.growth, "ps": w.perShare,
		"income": func() (string, error) { return w.statement(d.income, "Consolidated Statements of Operations") },
		"assets": func() (string, error) { return w.statement(d.assets, "Consolidated Balance Sheets") },
		"cash":   func() (string, error) { return w.statement(d.cash, "Consolidated Statements of Cash Flows") },
	}).Parse(d.text)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	if err := t.Execute(&body, nil); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s</title>\n</head>\n<body>\n", html.EscapeString(d.title))
	fmt.Fprintf(&b, "<p><b>%s</b></p>\n", html.EscapeString(d.first))
	for _, p := range strings.Split(strings.TrimSpace(body.String()), "\n\n") {
		p = strings.TrimSpace(p)
		switch {
		case strings.HasPrefix(p, "<table"):
			b.WriteString(p)
		case strings.HasPrefix(p, "## "):
			fmt.Fprintf(&b, "<h3>%s</h3>", html.EscapeString(p[3:]))
		case strings.HasPrefix(p, "# "):
			fmt.Fprintf(&b, "<h2>%s</h2>", html.EscapeString(p[2:]))
		case strings.HasPrefix(p, "! "):
			fmt.Fprintf(&b, "<p><b><i>%s</i></b></p>", html.EscapeString(p[2:]))
		default:
			fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(strings.ReplaceAll(p, "\n", " ")))
		}
		b.WriteByte('\n')
	}
	b.WriteString("</body>\n</html>\n")
	return b.Bytes(), nil
}

// find gives the value of a tag in the filing's i-th column (0 the newest),
// in dollars, shares or dollars per share.
func (w digester) find(tag string, i int) (float64, unit, col, error) {
	for _, t := range w.c.tables {
		if t.accn != w.d.accn || (t.cols[0].start != "" && days(t.cols[0]) < 300) {
			continue
		}
		for _, l := range t.lines {
			if l.tag == tag && i < len(l.vals) && !math.IsNaN(l.vals[i]) {
				return l.vals[i] * l.unit.scale(), l.unit, t.cols[i], nil
			}
		}
	}
	return 0, 0, col{}, fmt.Errorf("%s: no %s in column %d", w.c.symbol, tag, i)
}

func days(c col) float64 { return day(c.end).Sub(day(c.start)).Hours() / 24 }

// amount writes "$1,234 million".
func (w digester) amount(tag string, i int) (string, error) {
	x, _, _, err := w.find(tag, i)
	if w.d.in == 1e3 {
		return fmt.Sprintf("$%s million", strconv.FormatFloat(math.Abs(x)/1e6, 'f', 1, 64)), err
	}
	return "$" + commas(math.Abs(x)/1e6) + " million", err
}

// number writes the value in the statements' unit, without a sign.
func (w digester) number(tag string, i int) (string, error) {
	x, u, _, err := w.find(tag, i)
	if u == perSh {
		return strconv.FormatFloat(x, 'f', 2, 64), err
	}
	return commas(math.Abs(x) / w.d.in), err
}

func (w digester) perShare(tag string, i int) (string, error) {
	x, _, _, err := w.find(tag, i)
	return fmt.Sprintf("$%.2f", x), err
}

// share writes one tag as a percentage of another.
func (w digester) share(tag, of string, i int) (string, error) {
	x, _, _, err := w.find(tag, i)
	if err != nil {
		return "", err
	}
	y, _, _, err := w.find(of, i)
	return fmt.Sprintf("%.1f%%", x/y*100), err
}

// growth writes the change of a tag from the year before, as a percentage.
func (w digester) growth(tag string, i int) (string, error) {
	x, _, _, err := w.find(tag, i)
	if err != nil {
		return "", err
	}
	y, _, _, err := w.find(tag, i+1)
	return fmt.Sprintf("%.0f%%", math.Abs(x/y-1)*100), err
}

func (w digester) statement(tags []string, title string) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "<table>\n<caption>%s (%s)</caption>\n", title, w.d.units)
	head := false
	for _, tag := range tags {
		label, ok := digestLabel[tag]
		if !ok {
			return "", fmt.Errorf("no digest label for %s", tag)
		}
		var cells []string
		var cols []col
		for i := 0; ; i++ {
			x, u, c, err := w.find(tag, i)
			if err != nil {
				break
			}
			s := commas(math.Abs(x) / w.d.in)
			if u == perSh {
				s = strconv.FormatFloat(math.Abs(x), 'f', 2, 64)
			}
			if x < 0 {
				s = "(" + s + ")"
			}
			cells, cols = append(cells, s), append(cols, c)
		}
		if len(cells) == 0 {
			return "", fmt.Errorf("%s: no %s", w.c.symbol, tag)
		}
		if !head {
			b.WriteString("<tr><th></th>")
			for _, c := range cols {
				fmt.Fprintf(&b, "<th>%s</th>", day(c.end).Format("January 2, 2006"))
			}
			b.WriteString("</tr>\n")
			head = true
		}
		fmt.Fprintf(&b, "<tr><td>%s</td>", html.EscapeString(label))
		for _, s := range cells {
			fmt.Fprintf(&b, "<td>%s</td>", s)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>")
	return b.String(), nil
}

// commas writes a whole number with thousands separators; a fraction of a
// unit is rounded away only where the source itself is that coarse.
func commas(x float64) string {
	s := strconv.FormatFloat(math.Round(x), 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// digestLabel is the line's name in a digest's statements.
var digestLabel = map[string]string{
	"SalesRevenueNet": "Net sales", "Revenues": "Revenue", "CostOfGoodsAndServicesSold": "Cost of sales", "CostOfRevenue": "Cost of revenue",
	"GrossProfit": "Gross margin", "ResearchAndDevelopmentExpense": "Research and development",
	"SellingGeneralAndAdministrativeExpense": "Selling, general and administrative", "SellingAndMarketingExpense": "Sales and marketing",
	"GeneralAndAdministrativeExpense": "General and administrative", "GoodwillImpairmentLoss": "Goodwill impairment",
	"OperatingExpenses": "Total operating expenses", "CostsAndExpenses": "Total costs and expenses", "OperatingIncomeLoss": "Operating income",
	"InterestExpense": "Interest expense", "InvestmentIncomeInterest": "Interest income", "NonoperatingIncomeExpense": "Other income and expense, net",
	pretax: "Income before provision for income taxes", xmplPretax: "Income before income taxes",
	"IncomeTaxExpenseBenefit": "Provision for income taxes", "NetIncomeLoss": "Net income",
	"EarningsPerShareBasic": "Earnings per share, basic", "EarningsPerShareDiluted": "Earnings per share, diluted",
	"CommonStockDividendsPerShareDeclared": "Cash dividends declared per share",

	"CashAndCashEquivalentsAtCarryingValue": "Cash and cash equivalents", "AvailableForSaleSecuritiesCurrent": "Short-term marketable securities",
	"AvailableForSaleSecuritiesNoncurrent": "Long-term marketable securities", "ShortTermInvestments": "Short-term investments",
	"AccountsReceivableNetCurrent": "Accounts receivable, net", "InventoryNet": "Inventories", "DeferredTaxAssetsNetCurrent": "Deferred tax assets",
	"NontradeReceivablesCurrent": "Vendor non-trade receivables", "OtherAssetsCurrent": "Other current assets", "AssetsCurrent": "Total current assets",
	"PropertyPlantAndEquipmentNet": "Property, plant and equipment, net", "LongTermInvestments": "Equity and other investments", "Goodwill": "Goodwill",
	"IntangibleAssetsNetExcludingGoodwill": "Acquired intangible assets, net", "FiniteLivedIntangibleAssetsNet": "Intangible assets, net",
	"OtherAssetsNoncurrent": "Other assets", "Assets": "Total assets", "AccountsPayableCurrent": "Accounts payable",
	"LongTermDebtCurrent": "Current portion of long-term debt", "AccruedLiabilitiesCurrent": "Accrued expenses",
	"EmployeeRelatedLiabilitiesCurrent": "Accrued compensation", "AccruedIncomeTaxesCurrent": "Income taxes payable",
	"DeferredRevenueCurrent": "Deferred revenue", "OtherLiabilitiesCurrent": "Other current liabilities", "LiabilitiesCurrent": "Total current liabilities",
	"LongTermDebtNoncurrent": "Long-term debt", "DeferredRevenueNoncurrent": "Deferred revenue, non-current",
	"DeferredTaxLiabilitiesNoncurrent": "Deferred income taxes, non-current", "OtherLiabilitiesNoncurrent": "Other non-current liabilities",
	"Liabilities": "Total liabilities", "CommonStockValue": "Common stock", "CommonStocksIncludingAdditionalPaidInCapital": "Common stock and paid-in capital",
	"RetainedEarningsAccumulatedDeficit":              "Retained earnings",
	"AccumulatedOtherComprehensiveIncomeLossNetOfTax": "Accumulated other comprehensive income",
	"StockholdersEquity":                              "Total shareholders' equity", "LiabilitiesAndStockholdersEquity": "Total liabilities and shareholders' equity",

	"DepreciationAmortizationAndAccretionNet": "Depreciation, amortization and accretion",
	"DepreciationDepletionAndAmortization":    "Depreciation, amortization and other", "ShareBasedCompensation": "Share-based compensation expense",
	"NetCashProvidedByUsedInOperatingActivities":   "Cash generated by operating activities",
	"PaymentsToAcquireProductiveAssets":            "Payments for property, plant and equipment",
	"PaymentsToAcquirePropertyPlantAndEquipment":   "Additions to property and equipment",
	"PaymentsToAcquireShortTermInvestments":        "Purchases of short-term investments",
	"NetCashProvidedByUsedInInvestingActivities":   "Cash from (used in) investing activities",
	"ProceedsFromIssuanceOfCommonStock":            "Proceeds from issuance of common stock",
	"PaymentsForRepurchaseOfCommonStock":           "Common stock repurchased",
	"PaymentsOfDividends":                          "Common stock cash dividends paid",
	"RepaymentsOfLongTermDebt":                     "Repayments of long-term debt",
	"NetCashProvidedByUsedInFinancingActivities":   "Cash from (used in) financing activities",
	"EffectOfExchangeRateOnCashAndCashEquivalents": "Effect of exchange rates on cash",
	"CashAndCashEquivalentsPeriodIncreaseDecrease": "Change in cash and cash equivalents",
}
