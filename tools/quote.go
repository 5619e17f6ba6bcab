package tools

import (
	"context"

	"tearsheet"
)

// Quote reads the last price, range, capitalisation and returns.
func Quote(e Env) tearsheet.Tool {
	return New("quote", "Last price, 52-week range, market capitalisation and price returns of the security at as-of.",
		func(context.Context, struct{}) (tearsheet.ToolResult, error) {
			m, ok, err := tearsheet.MarketSlot.Get(e.State)
			if err != nil || !ok {
				return none("price"), err
			}
			l := line{s: e.State}
			l.fact("close of "+m.PriceDate.String(), m.Cites["price"], tearsheet.PriceStyle)
			l.fact("52-week low", m.Cites["low_52w"], tearsheet.PriceStyle)
			l.fact("52-week high", m.Cites["high_52w"], tearsheet.PriceStyle)
			l.fact("market capitalisation", m.Cites["market_cap"], tearsheet.MoneyStyle)
			l.fact("dividend yield", m.Cites["dividend_yield"], tearsheet.PercentStyle)
			for _, r := range m.Returns {
				l.fact(spans[r.Label]+" return", r.Fact, tearsheet.PercentStyle)
			}
			return l.result(), nil
		})
}

// spans writes the labels of returns as words: "1M" reads as a million.
var spans = map[string]string{"1W": "one-week", "1M": "one-month", "3M": "three-month", "6M": "six-month", "YTD": "year-to-date", "1Y": "one-year", "3Y": "three-year", "5Y": "five-year"}
