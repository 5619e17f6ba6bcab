package tools

import (
	"context"

	"tearsheet"
)

// Risk reads the risk measures.
func Risk(e Env) tearsheet.Tool {
	return New("risk", "Volatility, beta, drawdown, value at risk, anomalies of the last month, and the risk score from 0 to 1.",
		func(context.Context, struct{}) (tearsheet.ToolResult, error) {
			r, ok, err := tearsheet.RiskSlot.Get(e.State)
			if err != nil || !ok {
				return none("risk measures"), err
			}
			l := line{s: e.State}
			l.fact("volatility", r.Cites["volatility_1y"], tearsheet.PercentStyle)
			l.fact("beta", r.Cites["beta"], tearsheet.NumberStyle)
			l.fact("maximum drawdown", r.Cites["max_drawdown"], tearsheet.PercentStyle)
			l.fact("daily value at risk", r.Cites["var_95_1d"], tearsheet.PercentStyle)
			l.fact("Sharpe ratio", r.Cites["sharpe_1y"], tearsheet.NumberStyle)
			if len(r.Anomalies) == 0 {
				l.say("no anomaly in the last month")
			}
			for _, a := range r.Anomalies {
				l.fact("anomalous "+a.Kind+" on "+a.Date.String()+", robust z-score", a.Fact, tearsheet.NumberStyle)
			}
			l.fact("score", r.Cites["score"], tearsheet.NumberStyle)
			return l.result(), nil
		})
}
