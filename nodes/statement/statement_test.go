package statement_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"tearsheet"
	"tearsheet/nodes/statement"
)

// The figures of these fixtures are those the companies disclosed, in millions.

// Procter & Gamble, fiscal 2014: Revenues was tagged with a part (29.4 billion)
// beside the net sales of 83.1 billion.
func TestRevenueOfWhichOneTagIsAPart(t *testing.T) {
	b := &book{tb: t}
	b.file("2014-08-08", "2013-07-01", "2014-06-30", line{"Revenues", 29_400}, line{"SalesRevenueNet", 83_062}, line{"CostOfGoodsAndServicesSold", 42_460},
		line{"GrossProfit", 40_602}, line{"NetIncomeLoss", 11_643}, line{"EarningsPerShareDiluted", 4.01}, line{"NetCashProvidedByUsedInOperatingActivities", 13_958})
	b.file("2014-08-08", "", "2014-06-30", line{"Assets", 144_266})
	s := build(t, b.facts)
	want(t, s.Annual[0], map[statement.Item]float64{statement.Revenue: 83_062, statement.GrossProfit: 40_602, statement.NetIncome: 11_643, statement.EPSDiluted: 4.01})
	if s.Annual[0].Fiscal != "FY2014" {
		t.Errorf("the year to 2014-06-30 is called %s", s.Annual[0].Fiscal)
	}
	if len(s.Notes) != 1 || !strings.Contains(s.Notes[0], "29.4 billion") || !strings.Contains(s.Notes[0], "cost plus gross profit confirm") {
		t.Errorf("the choice is not explained: %q", s.Notes)
	}
}

// Cost and gross profit decide even for the smaller figure: revenue with excise
// duty (Philip Morris, 2016) is larger than revenue.
func TestRevenueWithDutyIsNotRevenue(t *testing.T) {
	b := &book{tb: t}
	b.file("2017-02-14", "2016-01-01", "2016-12-31", line{"Revenues", 74_953}, line{"SalesRevenueNet", 26_685}, line{"CostOfGoodsAndServicesSold", 9_391},
		line{"GrossProfit", 17_294}, line{"NetIncomeLoss", 6_967})
	want(t, build(t, b.facts).Annual[0], map[statement.Item]float64{statement.Revenue: 26_685})
}

// General Mills, fiscal 2024: 2.0 billion under one tag, net sales of 19.9
// billion under another, and no gross profit to decide it. It has a 52-week year.
func TestRevenueLargestWithoutConfirmation(t *testing.T) {
	b := &book{tb: t}
	b.file("2024-06-26", "2023-05-29", "2024-05-26", line{"RevenueFromContractWithCustomerExcludingAssessedTax", 2_000}, line{"Revenues", 19_857.2},
		line{"CostOfGoodsAndServicesSold", 12_925.1}, line{"NetIncomeLoss", 2_496.6}, line{"EarningsPerShareDiluted", 4.31})
	b.file("2024-06-26", "", "2024-05-26", line{"Assets", 31_469.9})
	s := build(t, b.facts)
	want(t, s.Annual[0], map[statement.Item]float64{statement.Revenue: 19_857.2, statement.GrossProfit: 6_932.1})
	if len(s.Notes) != 1 || !strings.Contains(s.Notes[0], "the largest is used") {
		t.Errorf("the choice is not explained: %q", s.Notes)
	}
}

func TestRevenueFromGrossProfitAndCost(t *testing.T) {
	b := &book{tb: t}
	b.file("2020-02-01", "2019-01-01", "2019-12-31", line{"CostOfRevenue", 60}, line{"GrossProfit", 40}, line{"NetIncomeLoss", 10}, line{"NetCashProvidedByUsedInOperatingActivities", 12})
	want(t, build(t, b.facts).Annual[0], map[statement.Item]float64{statement.Revenue: 100, statement.GrossProfit: 40})
}

func amazon(tb testing.TB) *book {
	b := &book{tb: tb}
	flows := func(filed, start, end string, rev, net, eps, shares, cash float64) {
		b.file(filed, start, end, line{"RevenueFromContractWithCustomerExcludingAssessedTax", rev}, line{"NetIncomeLoss", net}, line{"EarningsPerShareDiluted", eps},
			line{"WeightedAverageNumberOfDilutedSharesOutstanding", shares}, line{"NetCashProvidedByUsedInOperatingActivities", cash})
	}
	flows("2021-01-29", "2018-01-01", "2018-12-31", 232_887, 10_073, 20.14, 500, 30_723)
	flows("2021-01-29", "2019-01-01", "2019-12-31", 280_522, 11_588, 23.01, 504, 38_514)
	flows("2021-01-29", "2020-01-01", "2020-12-31", 386_064, 21_331, 41.83, 510, 66_064)
	flows("2023-02-03", "2020-01-01", "2020-12-31", 386_064, 21_331, 2.09, 10_198, 66_064)
	b.file("2021-01-29", "", "2020-12-31", line{"Assets", 321_195})
	return b
}

// Amazon split 20:1 with ex-date 2022-06-06; the report for 2022 restates 2020.
func TestSplitBasis(t *testing.T) {
	b := amazon(t)
	twenty := split(t, "2022-06-06", 20)
	t.Run("before the split", func(t *testing.T) {
		s := build(t, b.known("2022-06-05"))
		want(t, s.Annual[0], map[statement.Item]float64{statement.DilutedShares: 510, statement.EPSDiluted: 41.83, statement.Revenue: 386_064})
		if f := s.Annual[0].Lines[statement.EPSDiluted]; f.Quality != tearsheet.Reported || f.Concept != "us-gaap:EarningsPerShareDiluted" {
			t.Errorf("the filed figure is not shown as filed: %+v", f)
		}
	})
	t.Run("after it, before a filing says so", func(t *testing.T) {
		s := build(t, b.known("2022-06-30"), twenty)
		want(t, s.Annual[0], map[statement.Item]float64{statement.DilutedShares: 10_200, statement.EPSDiluted: 2.0915, statement.NetIncome: 21_331})
		f := s.Annual[0].Lines[statement.EPSDiluted]
		if f.Quality != tearsheet.Derived || len(f.From) != 1 || !strings.Contains(f.Source.Locator, "/ 20 ") {
			t.Errorf("the adjustment is not derived from the filed figure: %+v", f)
		}
	})
	t.Run("restated after it", func(t *testing.T) {
		s := build(t, b.known("2023-03-01"), twenty)
		want(t, s.Annual[0], map[statement.Item]float64{statement.DilutedShares: 10_198, statement.EPSDiluted: 2.09})
		// The year before was never restated: what was filed in 2021 is adjusted.
		want(t, s.Annual[1], map[statement.Item]float64{statement.DilutedShares: 10_080, statement.EPSDiluted: 1.1505})
	})
	t.Run("reverse", func(t *testing.T) {
		s := build(t, b.known("2021-12-31"), split(t, "2021-06-01", 0.1))
		want(t, s.Annual[0], map[statement.Item]float64{statement.DilutedShares: 51, statement.EPSDiluted: 418.3})
	})
	t.Run("dividends and broken ratios change nothing", func(t *testing.T) {
		s := build(t, b.known("2021-12-31"), tearsheet.Action{Kind: tearsheet.Dividend, Ex: date(t, "2021-06-01"), Amount: 1}, split(t, "2021-06-01", 0), split(t, "2021-06-01", -2))
		want(t, s.Annual[0], map[statement.Item]float64{statement.DilutedShares: 510, statement.EPSDiluted: 41.83})
	})
}

// Amazon's quarterly cash flow statements state the twelve months to the quarter
// too. They are as many as the years, and they are no fiscal years.
func TestTwelveMonthsThatAreNoFiscalYear(t *testing.T) {
	for _, c := range []struct {
		name    string
		revenue bool // the twelve months state revenue too
		half    bool // the six months from the start of the year are stated
	}{{"cash flow only", false, true}, {"with revenue", true, true}, {"cash flow only, no year to date", false, false}} {
		t.Run(c.name, func(t *testing.T) {
			b := amazon(t)
			for _, q := range []struct {
				filed, start, end, half string
				rev, net, cash          float64
			}{{"2019-07-26", "2018-07-01", "2019-06-30", "2019-01-01", 252_063, 12_096, 36_029}, {"2020-07-31", "2019-07-01", "2020-06-30", "2020-01-01", 321_782, 13_180, 51_220},
				{"2021-07-30", "2020-07-01", "2021-06-30", "2021-01-01", 443_298, 29_438, 59_313}} {
				lines := []line{{"NetIncomeLoss", q.net}, {"NetCashProvidedByUsedInOperatingActivities", q.cash}}
				if c.revenue {
					lines = append(lines, line{"RevenueFromContractWithCustomerExcludingAssessedTax", q.rev})
				}
				b.file(q.filed, q.start, q.end, lines...)
				b.file(q.filed, "", q.end, line{"Assets", 300_000})
				if c.half {
					b.file(q.filed, q.half, q.end, line{"NetIncomeLoss", q.net / 2}, line{"NetCashProvidedByUsedInOperatingActivities", q.cash / 2})
				}
			}
			s := build(t, b.known("2021-08-01"))
			var got []string
			for _, a := range s.Annual {
				got = append(got, a.Fiscal+" "+a.End.String())
			}
			if w := []string{"FY2020 2020-12-31", "FY2019 2019-12-31", "FY2018 2018-12-31"}; !slices.Equal(got, w) {
				t.Errorf("the fiscal years are %v, want %v", got, w)
			}
		})
	}
}

// A company that moved its year end is read by its new years, not by the years
// it had longest.
func TestYearEndThatMoved(t *testing.T) {
	b := &book{tb: t}
	year := func(start, end, filed string, rev float64) {
		b.file(filed, start, end, line{"Revenues", rev}, line{"NetIncomeLoss", rev / 10}, line{"NetCashProvidedByUsedInOperatingActivities", rev / 8})
		b.file(filed, "", end, line{"Assets", rev * 2})
	}
	for i, y := range []string{"2014", "2015", "2016", "2017", "2018"} {
		year(y+"-01-01", y+"-12-31", "2019-02-20", 100+float64(i))
		b.file("2019-02-20", y+"-01-01", y+"-09-30", line{"Revenues", 75})
	}
	year("2019-07-01", "2020-06-30", "2020-08-20", 200)
	b.file("2020-04-30", "2019-07-01", "2020-03-31", line{"Revenues", 150})
	year("2020-07-01", "2021-06-30", "2021-08-20", 210)
	b.file("2021-04-30", "2020-07-01", "2021-03-31", line{"Revenues", 155})
	s := build(t, b.facts)
	if s.Annual[0].End != date(t, "2021-06-30") {
		t.Fatalf("the last fiscal year ends %s, want 2021-06-30", s.Annual[0].End)
	}
	want(t, s.Annual[0], map[statement.Item]float64{statement.Revenue: 210})
	want(t, s.Annual[1], map[statement.Item]float64{statement.Revenue: 200})
}

func TestRestatedAndFirstReported(t *testing.T) {
	b := &book{tb: t}
	b.file("2020-02-14", "2019-01-01", "2019-12-31", line{"Revenues", 900}, line{"NetIncomeLoss", 90})
	b.file("2021-02-14", "2019-01-01", "2019-12-31", line{"Revenues", 905}, line{"NetIncomeLoss", 85})
	b.file("2021-02-14", "2020-01-01", "2020-12-31", line{"Revenues", 1_000}, line{"NetIncomeLoss", 100})
	first := build(t, b.known("2020-06-30"))
	want(t, first.Annual[0], map[statement.Item]float64{statement.Revenue: 900, statement.NetIncome: 90})
	later := build(t, b.facts)
	want(t, later.Annual[1], map[statement.Item]float64{statement.Revenue: 905, statement.NetIncome: 85})
	if later.Annual[1].Lines[statement.Revenue].Source.Accession == first.Annual[0].Lines[statement.Revenue].Source.Accession {
		t.Error("the restated figure names the accession of the first report")
	}
}

func apple(tb testing.TB) *book {
	b := &book{tb: tb}
	flows := func(filed, start, end string, rev, net, eps, cash float64) {
		b.file(filed, start, end, line{"RevenueFromContractWithCustomerExcludingAssessedTax", rev}, line{"NetIncomeLoss", net}, line{"EarningsPerShareDiluted", eps},
			line{"NetCashProvidedByUsedInOperatingActivities", cash})
	}
	flows("2024-11-01", "2021-09-26", "2022-09-24", 394_328, 99_803, 6.11, 122_151)
	flows("2024-11-01", "2022-09-25", "2023-09-30", 383_285, 96_995, 6.13, 110_543) // 53 weeks
	flows("2024-11-01", "2023-10-01", "2024-09-28", 391_035, 93_736, 6.08, 118_254)
	flows("2024-02-02", "2023-10-01", "2023-12-30", 119_575, 33_916, 2.18, 39_895)
	flows("2024-02-02", "2022-09-25", "2022-12-31", 117_154, 29_998, 1.88, 34_005)
	flows("2025-01-31", "2024-09-29", "2024-12-28", 124_300, 36_330, 2.40, 29_935)
	b.file("2024-11-01", "", "2024-09-28", line{"Assets", 364_980}, line{"Liabilities", 308_030}, line{"StockholdersEquity", 56_950},
		line{"CommercialPaper", 9_967}, line{"LongTermDebtCurrent", 10_912}, line{"LongTermDebtNoncurrent", 85_750}, line{"LongTermDebt", 96_662},
		line{"CashAndCashEquivalentsAtCarryingValue", 29_943}, line{"MarketableSecuritiesCurrent", 35_228})
	b.file("2025-01-31", "", "2024-12-28", line{"Assets", 344_085}, line{"Liabilities", 277_327}, line{"StockholdersEquity", 66_758})
	return b
}

func TestFiftyTwoAndFiftyThreeWeeks(t *testing.T) {
	s := build(t, apple(t).known("2024-12-31"))
	var got []string
	for _, c := range s.Annual {
		got = append(got, c.Fiscal+" "+c.Start.String()+" "+c.End.String())
	}
	if w := []string{"FY2024 2023-10-01 2024-09-28", "FY2023 2022-09-25 2023-09-30", "FY2022 2021-09-26 2022-09-24"}; !slices.Equal(got, w) {
		t.Errorf("the years are %v, want %v", got, w)
	}
	if s.TTM.Fiscal != "TTM" || s.TTM.End != s.Annual[0].End || s.Annual[0].Fiscal != "FY2024" || s.Prior != s.Annual[1] {
		t.Error("without an interim report the last year stands for the trailing one")
	}
}

// A year that ends in January is called by the year it ends in (NVIDIA), except
// when it ends in the first week, which 52/53-week years do.
func TestYearEndsInJanuary(t *testing.T) {
	for _, c := range []struct{ start, end, want string }{
		{"2024-01-29", "2025-01-26", "FY2025"}, {"2024-02-01", "2025-01-31", "FY2025"}, {"2021-01-03", "2022-01-01", "FY2021"}, {"2023-01-01", "2023-12-31", "FY2023"}, {"2019-12-30", "2021-01-03", "FY2020"},
	} {
		b := &book{tb: t}
		b.file("2025-02-26", c.start, c.end, line{"Revenues", 130_497}, line{"NetIncomeLoss", 72_880})
		if got := build(t, b.facts).Annual[0].Fiscal; got != c.want {
			t.Errorf("the year to %s is called %s, want %s", c.end, got, c.want)
		}
	}
}

func TestTrailingTwelveMonths(t *testing.T) {
	s := build(t, apple(t).facts)
	want(t, s.TTM, map[statement.Item]float64{statement.Revenue: 391_035 + 124_300 - 119_575, statement.NetIncome: 93_736 + 36_330 - 33_916,
		statement.EPSDiluted: 6.30, statement.OperatingCash: 118_254 + 29_935 - 39_895, statement.Assets: 344_085, statement.Equity: 66_758})
	if s.TTM.Start != date(t, "2023-12-31") || s.TTM.End != date(t, "2024-12-28") || s.TTM.Filed != date(t, "2025-01-31") {
		t.Errorf("the trailing year is %s to %s, filed %s", s.TTM.Start, s.TTM.End, s.TTM.Filed)
	}
	want(t, s.Prior, map[statement.Item]float64{statement.Revenue: 383_285 + 119_575 - 117_154, statement.NetIncome: 96_995 + 33_916 - 29_998})
	if f := s.TTM.Lines[statement.Revenue]; len(f.From) != 3 || f.Period.Fiscal != "TTM" || !f.Known.Equal(date(t, "2025-01-31").EndOfDay()) {
		t.Errorf("the trailing revenue does not say what it is made of: %+v", f)
	}
	want(t, s.Annual[0], map[statement.Item]float64{statement.Revenue: 391_035, statement.Assets: 364_980})
}

// An interim report whose EPS this source lacks gives no trailing year: half of
// the ratios would be of one period and half of another.
func TestTrailingYearFallsBackWithoutEPS(t *testing.T) {
	b := apple(t)
	b.facts = slices.DeleteFunc(b.facts, func(f tearsheet.Fact) bool {
		return f.Concept == "us-gaap:EarningsPerShareDiluted" && f.Period.End == date(t, "2024-12-28")
	})
	s := build(t, b.facts)
	want(t, s.TTM, map[statement.Item]float64{statement.Revenue: 391_035, statement.EPSDiluted: 6.08, statement.Assets: 364_980})
	if s.TTM.End != date(t, "2024-09-28") || s.Annual[0].Fiscal != "FY2024" {
		t.Errorf("the trailing year ends %s", s.TTM.End)
	}
	if len(s.Notes) != 1 || !strings.Contains(s.Notes[0], "lack eps diluted") {
		t.Errorf("the fallback is not explained: %q", s.Notes)
	}
}

// Nikola, 2021: sales of solar systems had ended, and the report rounded the year
// before to other thousands than the quarters did.
func TestTrailingYearOfRoundings(t *testing.T) {
	b := &book{tb: t}
	flows := func(filed, start, end string, rev, cost, gross, net float64) {
		b.file(filed, start, end, line{"Revenues", rev}, line{"CostOfRevenue", cost}, line{"GrossProfit", gross}, line{"NetIncomeLoss", net})
	}
	flows("2021-02-25", "2020-01-01", "2020-12-31", 0.095, 0.072, 0.023, -370.9)
	flows("2021-11-04", "2020-01-01", "2020-09-30", 0.094, 0.073, 0.021, -223.6)
	flows("2021-11-04", "2021-01-01", "2021-09-30", 0, 0, 0, -530.6)
	s := build(t, b.facts)
	want(t, s.TTM, map[statement.Item]float64{statement.Revenue: 0, statement.CostOfRevenue: 0, statement.GrossProfit: 0, statement.NetIncome: -370.9 - 530.6 + 223.6})
	if f := s.TTM.Lines[statement.Revenue]; !strings.Contains(f.Source.Locator, "within the rounding") {
		t.Errorf("it does not say so: %s", f.Source.Locator)
	}
}

// The same without a comparative period a year earlier.
func TestTrailingYearFallsBackWithoutComparative(t *testing.T) {
	b := apple(t)
	b.facts = slices.DeleteFunc(b.facts, func(f tearsheet.Fact) bool { return f.Period.End == date(t, "2023-12-30") })
	s := build(t, b.facts)
	if s.TTM.End != date(t, "2024-09-28") || len(s.Notes) != 1 {
		t.Errorf("the trailing year ends %s; notes %q", s.TTM.End, s.Notes)
	}
}

func TestDebtIsNotCountedTwice(t *testing.T) {
	type lines = []line
	for _, c := range []struct {
		name  string
		lines lines
		debt  float64
		how   string
	}{
		{"Apple: commercial paper, current and long-term part, and the sum of the last two", lines{{"CommercialPaper", 9_967}, {"LongTermDebtCurrent", 10_912}, {"LongTermDebtNoncurrent", 85_750}, {"LongTermDebt", 96_662}}, 106_629,
			"long-term debt + current part of long-term debt + short-term borrowings"},
		{"current debt holds its parts", lines{{"LongTermDebtNoncurrent", 100}, {"DebtCurrent", 30}, {"LongTermDebtCurrent", 20}, {"ShortTermBorrowings", 10}}, 130, "long-term debt + current debt"},
		{"only the sum", lines{{"LongTermDebt", 120}, {"LongTermDebtCurrent", 20}, {"ShortTermBorrowings", 10}}, 130, "long-term debt with its current part + short-term borrowings"},
		{"only short", lines{{"ShortTermBorrowings", 10}}, 10, "short-term borrowings"},
		{"only current", lines{{"DebtCurrent", 10}, {"CommercialPaper", 4}}, 10, "current debt"},
		{"stated as none", lines{{"LongTermDebtNoncurrent", 0}}, 0, "long-term debt"},
		{"not stated", nil, absent, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := &book{tb: t}
			b.file("2024-11-01", "2023-10-01", "2024-09-28", line{"Revenues", 391_035}, line{"NetIncomeLoss", 93_736})
			b.file("2024-11-01", "", "2024-09-28", append(c.lines, line{"CashAndCashEquivalentsAtCarryingValue", 29_943}, line{"MarketableSecuritiesCurrent", 35_228})...)
			s := build(t, b.facts)
			want(t, s.Annual[0], map[statement.Item]float64{statement.Debt: c.debt, statement.NetDebt: c.debt - 29_943 - 35_228})
			if f, ok := s.Annual[0].Lines[statement.Debt]; ok && f.Source.Locator != c.how {
				t.Errorf("it is made of %q, want %q", f.Source.Locator, c.how)
			}
		})
	}
}

// Disney, fiscal 2023: non-controlling interests inside equity, redeemable ones
// outside it, and no line of total liabilities.
func TestBalanceWithRedeemableInterests(t *testing.T) {
	b := &book{tb: t}
	b.file("2023-11-21", "2022-10-02", "2023-09-30", line{"Revenues", 88_898}, line{"NetIncomeLoss", 2_354}, line{"EarningsPerShareDiluted", 1.29})
	b.file("2023-11-21", "", "2023-09-30", line{"Assets", 205_579}, line{"LiabilitiesAndStockholdersEquity", 205_579}, line{"StockholdersEquity", 99_277},
		line{"StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest", 113_012}, line{"RedeemableNoncontrollingInterestEquityCarryingAmount", 9_055})
	s := build(t, b.facts)
	want(t, s.Annual[0], map[statement.Item]float64{statement.Equity: 122_067, statement.ParentEquity: 99_277, statement.Liabilities: 83_512})
	if len(s.Findings) > 0 {
		t.Errorf("findings on a sheet that balances: %+v", s.Findings)
	}
	// With a line of liabilities the sum is checked, not made.
	b.file("2023-11-21", "", "2023-09-30", line{"Liabilities", 83_512})
	if s := build(t, b.facts); len(s.Findings) > 0 {
		t.Errorf("findings on a sheet that balances: %+v", s.Findings)
	}
	b.file("2023-12-01", "", "2023-09-30", line{"Liabilities", 93_512}, line{"LiabilitiesAndStockholdersEquity", 205_579})
	s = build(t, b.facts)
	if len(s.Findings) == 0 || s.Findings[0].Check != "balance_sheet" || s.Findings[0].Severity != tearsheet.SeverityWarning || !strings.Contains(s.Findings[0].Message, "FY2023") {
		t.Errorf("a sheet that does not balance passes: %+v", s.Findings)
	}
}

// Costco, fiscal 2014: the five-year table of the report for 2016 restates total
// assets, and nothing else of that balance sheet.
func TestBalanceOfOneSheet(t *testing.T) {
	b := &book{tb: t}
	b.file("2014-10-15", "2013-09-02", "2014-08-31", line{"Revenues", 112_640}, line{"NetIncomeLoss", 2_058})
	b.file("2015-10-14", "", "2014-08-31", line{"Assets", 33_024}, line{"Liabilities", 20_509}, line{"LiabilitiesAndStockholdersEquity", 33_024},
		line{"StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest", 12_515})
	b.file("2016-10-12", "", "2014-08-31", line{"Assets", 32_662}, line{"StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest", 12_515})
	s := build(t, b.facts)
	want(t, s.Annual[0], map[statement.Item]float64{statement.Assets: 33_024, statement.Liabilities: 20_509, statement.Equity: 12_515})
	if len(s.Findings) > 0 {
		t.Errorf("lines of two balance sheets are compared: %+v", s.Findings)
	}
}

// Kraft Heinz, 2015: redeemable interests of both kinds; and the ways in which
// filers state their sum.
func TestRedeemableInterestsOfBothKinds(t *testing.T) {
	const minority, stock, all = "RedeemableNoncontrollingInterestEquityCarryingAmount", "TemporaryEquityCarryingAmountAttributableToParent", "TemporaryEquityCarryingAmountIncludingPortionAttributableToNoncontrollingInterests"
	for name, c := range map[string]struct {
		lines []line
		want  float64
	}{
		"two parts":               {[]line{{minority, 23}, {stock, 8_320}}, 8_343},
		"two parts and their sum": {[]line{{minority, 23}, {stock, 8_320}, {all, 8_343}}, 8_343},
		"a sum of one part":       {[]line{{minority, 29}, {stock, 8_320}, {all, 29}}, 8_349},
		"one part":                {[]line{{stock, 8_320}}, 8_320},
		"conversion rights":       {[]line{{"TemporaryEquityValueExcludingAdditionalPaidInCapital", 87}}, 87},
		"the sum only":            {[]line{{all, 50}}, 50},
	} {
		t.Run(name, func(t *testing.T) {
			b := &book{tb: t}
			b.file("2016-03-03", "2014-12-29", "2016-01-03", line{"Revenues", 18_338}, line{"NetIncomeLoss", 634})
			b.file("2016-03-03", "", "2016-01-03", append(c.lines, line{"Assets", 122_973}, line{"LiabilitiesAndStockholdersEquity", 122_973}, line{"StockholdersEquity", 57_685})...)
			s := build(t, b.facts)
			want(t, s.Annual[0], map[statement.Item]float64{statement.Redeemable: c.want, statement.Equity: 57_685 + c.want, statement.Liabilities: 122_973 - 57_685 - c.want})
		})
	}
}

// McDonald's, 2024: equity is negative.
func TestNegativeEquity(t *testing.T) {
	b := &book{tb: t}
	b.file("2025-02-25", "2024-01-01", "2024-12-31", line{"Revenues", 25_920}, line{"NetIncomeLoss", 8_223}, line{"EarningsPerShareDiluted", 11.39})
	b.file("2025-02-25", "", "2024-12-31", line{"Assets", 55_182}, line{"LiabilitiesAndStockholdersEquity", 55_182}, line{"StockholdersEquity", -3_797})
	s := build(t, b.facts)
	want(t, s.Annual[0], map[statement.Item]float64{statement.Equity: -3_797, statement.Liabilities: 58_979})
	if len(s.Findings) > 0 {
		t.Errorf("%+v", s.Findings)
	}
}

// JPMorgan Chase, 2024: a bank has no gross profit, free cash flow or net debt.
func TestBank(t *testing.T) {
	b := &book{tb: t}
	b.file("2025-02-14", "2024-01-01", "2024-12-31", line{"Revenues", 177_556}, line{"NetIncomeLoss", 58_471}, line{"EarningsPerShareDiluted", 19.75}, line{"NoninterestIncome", 84_973},
		line{"InterestAndDividendIncomeOperating", 193_933}, line{"NetCashProvidedByUsedInOperatingActivities", -42_012}, line{"PaymentsToAcquirePropertyPlantAndEquipment", 10})
	b.file("2025-02-14", "", "2024-12-31", line{"Assets", 4_002_814}, line{"StockholdersEquity", 344_758}, line{"Liabilities", 3_658_056}, line{"Deposits", 2_406_032}, line{"LongTermDebt", 401_418},
		line{"CashAndDueFromBanks", 23_372})
	s := build(t, b.facts)
	if s.Kind != "bank" {
		t.Fatalf("it is called %s", s.Kind)
	}
	want(t, s.Annual[0], map[statement.Item]float64{statement.Revenue: 177_556, statement.FreeCashFlow: absent, statement.NetDebt: absent, statement.Debt: absent, statement.GrossProfit: absent})

	for kind, tags := range map[string][]string{"insurer": {"PremiumsEarnedNet"}, "reit": {"RealEstateInvestmentPropertyNet"}, "industrial": {"Deposits", "NoninterestIncome"}} {
		b := &book{tb: t}
		b.file("2025-02-14", "2024-01-01", "2024-12-31", line{"Revenues", 100}, line{"NetIncomeLoss", 10})
		for _, tag := range tags {
			b.file("2025-02-14", "", "2024-12-31", line{tag, 50})
		}
		if got := build(t, b.facts).Kind; got != kind {
			t.Errorf("with %v it is called %s, want %s", tags, got, kind)
		}
	}
}

func TestZeroRevenue(t *testing.T) {
	b := &book{tb: t}
	b.file("2021-02-25", "2020-01-01", "2020-12-31", line{"Revenues", 0}, line{"NetIncomeLoss", -384.3}, line{"EarningsPerShareDiluted", -1.15}, line{"NetCashProvidedByUsedInOperatingActivities", -150.5})
	s := build(t, b.facts)
	want(t, s.Annual[0], map[statement.Item]float64{statement.Revenue: 0, statement.NetIncome: -384.3, statement.EPSDiluted: -1.15})
}

// Figures in a second currency, of a company that also states convenience
// translations, are left out of the statements.
func TestSecondCurrency(t *testing.T) {
	b := &book{tb: t}
	b.file("2024-04-01", "2023-01-01", "2023-12-31", line{"NetIncomeLoss", 500})
	usd := b.facts[0]
	b.file("2024-04-01", "2023-01-01", "2023-12-31", line{"Revenues", 80_000}, line{"NetIncomeLoss", 4_000}, line{"NetCashProvidedByUsedInOperatingActivities", 9_000})
	for i, f := range b.facts[1:] {
		f.Unit = "CNY"
		b.facts[i+1] = f.Seal()
	}
	s := build(t, b.facts)
	want(t, s.Annual[0], map[statement.Item]float64{statement.Revenue: 80_000, statement.NetIncome: 4_000})
	if s.Currency != "CNY" || s.Annual[0].Lines[statement.NetIncome].ID == usd.ID {
		t.Errorf("the statements are in %s", s.Currency)
	}
}

func TestNothingToBuildFrom(t *testing.T) {
	b := &book{tb: t}
	b.file("2024-04-01", "2023-10-01", "2023-12-31", line{"Revenues", 100}, line{"NetIncomeLoss", 10})
	text := tearsheet.Fact{Subject: "cik:0000000001", Concept: "us-gaap:Revenues", Value: tearsheet.Text("many"), Unit: tearsheet.TextUnit}.Seal()
	for name, facts := range map[string][]tearsheet.Fact{"no facts": nil, "a quarter only": b.facts, "words": {text},
		"another taxonomy": {tearsheet.Fact{Concept: "ifrs-full:Revenue", Value: tearsheet.Num(tearsheet.DecimalFromInt(1)), Unit: "USD"}.Seal()}} {
		if s, err := statement.Build(facts, nil, 6); err == nil {
			t.Errorf("%s: statements were built: %+v", name, s)
		}
	}
}

// Periods that end before they start, or lie outside any calendar, are no
// periods; what is beside them stands.
func TestImpossiblePeriods(t *testing.T) {
	b := &book{tb: t}
	b.file("2021-02-25", "2020-01-01", "2020-12-31", line{"Revenues", 100}, line{"NetIncomeLoss", 10}, line{"EarningsPerShareDiluted", 1})
	b.file("2021-02-25", "2020-12-31", "2020-01-01", line{"Revenues", 999}, line{"NetIncomeLoss", 999})
	b.file("2021-02-25", "2021-01-06", "2021-01-02", line{"Revenues", 999}, line{"NetIncomeLoss", 999}, line{"EarningsPerShareDiluted", 9})
	for _, p := range []tearsheet.Period{{}, {Start: date(t, "2020-01-01")}, {Start: tearsheet.Date{Year: -5, Month: 13, Day: 99}, End: tearsheet.Date{Year: 2020, Month: 99, Day: -7}},
		{Start: tearsheet.Date{Year: 9999, Month: 12, Day: 31}, End: tearsheet.Date{Year: 1, Month: 1, Day: 1}}} {
		for _, tag := range []string{"Revenues", "NetIncomeLoss", "Assets"} {
			f := b.facts[0]
			f.Concept, f.Period = tearsheet.Concept("us-gaap:"+tag), p
			b.facts = append(b.facts, f.Seal())
		}
	}
	s := build(t, b.facts)
	if len(s.Annual) != 1 || s.TTM.End != date(t, "2020-12-31") || len(s.Notes) > 0 {
		t.Errorf("%d years, trailing year to %s, notes %q", len(s.Annual), s.TTM.End, s.Notes)
	}
	want(t, s.Annual[0], map[statement.Item]float64{statement.Revenue: 100})
}

// TestTable: every tag stands for one item, so that no line can answer for two.
func TestTable(t *testing.T) {
	seen := map[string]statement.Item{}
	for _, l := range statement.Table {
		if l.Label == "" || len(l.Tags) == 0 || !slices.Contains([]string{"money", "per_share", "shares"}, l.Unit) {
			t.Errorf("%+v", l)
		}
		for _, tag := range l.Tags {
			if other, ok := seen[tag]; ok && tag != "EarningsPerShareBasicAndDiluted" {
				t.Errorf("%s stands for %s and %s", tag, other, l.Item)
			}
			seen[tag] = l.Item
		}
	}
	if c := statement.Concepts(); len(c) < len(seen) || math.Abs(float64(len(c)-len(seen))) > 20 {
		t.Errorf("%d concepts for %d tags", len(c), len(seen))
	}
}
