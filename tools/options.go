package tools

import (
	"context"

	"tearsheet"
)

// Options reads what the option chain implies.
func Options(e Env) tearsheet.Tool {
	return New("options", "Implied volatility, implied move and put-call parity of the option chain, beside realised volatility.",
		func(context.Context, struct{}) (tearsheet.ToolResult, error) {
			o, ok, err := tearsheet.OptionsSlot.Get(e.State)
			if err != nil || !ok {
				return none("option analysis"), err
			}
			l := line{s: e.State}
			l.fact("underlying", o.Cites["spot"], tearsheet.PriceStyle)
			l.fact("implied volatility", o.Cites["implied_vol"], tearsheet.PercentStyle)
			l.fact("realised volatility", o.Cites["realised_vol"], tearsheet.PercentStyle)
			for _, t := range o.Expiries {
				l.fact("implied move to "+t.Expiry.String(), t.Cites["implied_move"], tearsheet.PercentStyle)
			}
			l.fact("parity residual", o.Cites["parity_error_max"], tearsheet.PriceStyle)
			l.say("quotes are %s", o.Quality)
			return l.result(), nil
		})
}
