package check

import (
	"slices"
	"strings"

	"tearsheet"
)

// currency: money of the sections is in the report's currency and units fit
// their fields.
type currency struct{}

func (currency) Name() string { return "currency" }
func (currency) Doc() string {
	return "every cited money fact is in the report's currency and every unit fits the field that shows it"
}

func (currency) Check(r *tearsheet.Report) []tearsheet.Finding {
	var l list
	if len(r.Currency) != 3 || strings.ToUpper(r.Currency) != r.Currency {
		l.fail("set the ISO 4217 code, for example USD", "the report's currency %q is not a currency code", r.Currency)
		return l
	}
	b := bookOf(r)
	for _, s := range sections(r) {
		for _, c := range citedFields(s) {
			f := b[c.fact]
			if f == nil {
				continue
			}
			code, per := money(f.Unit)
			switch {
			case code != "" && code != r.Currency:
				l.fail("convert it with a cited rate or leave it out",
					"%s shows %s: the fact is in %s but the report is in %s", c.where, describe(f), code, r.Currency)
			case code != "" && slices.Contains(pureFields, c.key):
				l.fail("cite the ratio, not the amount", "%s is a ratio but cites money: %s", c.where, describe(f))
			case code == "" && slices.Contains(moneyFields, c.key):
				l.fail("cite a fact in "+r.Currency, "%s is money but cites a fact in unit %q", c.where, f.Unit)
			case per && slices.Contains(totalFields, c.key):
				l.fail("cite the total, not the amount per share", "%s is a total but cites an amount per share: %s", c.where, describe(f))
			}
		}
	}
	for i := range r.Facts {
		if f := &r.Facts[i]; !knownUnit(f.Unit) {
			l.warn("use USD, USD/share, shares, pure, days or text", "fact %s (%s) has the unusual unit %q", f.ID, f.Concept, f.Unit)
		}
	}
	return l
}

var (
	pureFields = strings.Fields(`change_1d range_position dividend_yield rsi_14 adx_14 momentum_12_1 volatility_20d
		revenue_growth gross_margin operating_margin net_margin implied_vol implied_move iv_minus_realised realised_vol
		volatility_1y volatility_3m beta beta_low beta_high correlation max_drawdown current_drawdown var_95_1d es_95_1d
		var_99_1d sharpe_1y risk_free`)
	totalFields = strings.Fields(`market_cap revenue gross_profit operating_income net_income operating_cash_flow capex
		free_cash_flow total_assets total_liabilities equity cash total_debt net_debt`)
	moneyFields = append(strings.Fields(`price high_52w low_52w dividend_ttm sma_20 sma_50 sma_200 ema_12 ema_26 atr_14
		bb_upper bb_lower support resistance eps_diluted`), totalFields...)
)

// money splits a unit into its currency code, "" when it is not money, and
// whether it is an amount per share.
func money(u tearsheet.Unit) (code string, per bool) {
	c, rest, cut := strings.Cut(string(u), "/")
	if len(c) != 3 || strings.ToUpper(c) != c || cut && rest != "share" {
		return "", false
	}
	return c, cut
}

func knownUnit(u tearsheet.Unit) bool {
	switch u {
	case tearsheet.Pure, tearsheet.Shares, tearsheet.Days, tearsheet.TextUnit, "count", "contracts":
		return true
	}
	code, _ := money(u)
	return code != ""
}
