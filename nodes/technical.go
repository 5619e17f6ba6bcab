package nodes

import (
	"context"
	"fmt"
	"math"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/quant/indicator"
	"tearsheet/quant/returns"
	"tearsheet/quant/risk"
)

// Technical reads trend, momentum, volatility and levels from the bars.
type Technical struct{}

// Spec implements graph.Node.
func (Technical) Spec() graph.Spec {
	return graph.Spec{Name: "technical", Doc: "trend, momentum, volatility, support and resistance",
		Needs: []tearsheet.Topic{tearsheet.PricesSlot.Topic()}, Gives: []tearsheet.Topic{tearsheet.TechnicalSlot.Topic()}, Optional: true}
}

// minTechnicalBars is what the shortest useful set of indicators needs.
const minTechnicalBars = 60

// Run implements graph.Node.
func (Technical) Run(_ context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	s, err := tearsheet.PricesSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	n := len(s.Bars)
	if n < minTechnicalBars {
		return tearsheet.Delta{}, &tearsheet.Error{Op: "technical", Kind: tearsheet.KindNotFound, Subject: s.Security.Symbol,
			Err: fmt.Errorf("%d bars are too few: the indicators need %d", n, minTechnicalBars), Hint: "add a longer price history to the source"}
	}
	l := newLedger("technical")
	t := tearsheet.Technical{Cites: tearsheet.Cites{}, Signals: []tearsheet.Signal{}}
	series, price := seriesFact(s), closeFact(s, n-1)
	l.add(series, price)
	_, high, low, closes, _ := columns(s.Bars)
	c := tcalc{l: l, t: &t, s: s, series: series, buf: make([]float64, n)}
	money := tearsheet.PerShare(s.Currency)

	for _, m := range []struct {
		field **float64
		key   string
		n     int
	}{{&t.SMA20, "sma_20", 20}, {&t.SMA50, "sma_50", 50}, {&t.SMA200, "sma_200", 200}} {
		c.last(m.field, m.key, fmt.Sprintf("%d-day simple moving average", m.n), money, m.n, fmt.Sprintf("mean of %d closes", m.n),
			indicator.SMA(c.buf, closes, m.n))
	}
	c.last(&t.EMA12, "ema_12", "12-day exponential moving average", money, 12, "EMA(12), seeded with the mean of 12 closes", indicator.EMA(c.buf, closes, 12))
	c.last(&t.EMA26, "ema_26", "26-day exponential moving average", money, 26, "EMA(26), seeded with the mean of 26 closes", indicator.EMA(c.buf, closes, 26))
	signal, hist := make([]float64, n), make([]float64, n)
	err = indicator.MACD(c.buf, signal, hist, closes, 12, 26, 9)
	c.last(&t.MACD, "macd", "MACD(12,26)", money, 26, "EMA(12) - EMA(26)", err)
	copy(c.buf, signal)
	c.last(&t.MACDSignal, "macd_signal", "MACD signal (9)", money, 35, "EMA(9) of MACD", err)
	c.last(&t.RSI14, "rsi_14", "Relative strength index, 14 days", tearsheet.Pure, 15, "Wilder's RSI(14), 0 to 100", indicator.RSI(c.buf, closes, 14))
	c.last(&t.ADX14, "adx_14", "Average directional index, 14 days", tearsheet.Pure, 28, "Wilder's ADX(14), 0 to 100", indicator.ADX(c.buf, high, low, closes, 14))
	c.last(&t.ATR14, "atr_14", "Average true range, 14 days", money, 15, "Wilder's ATR(14)", indicator.ATR(c.buf, high, low, closes, 14))
	mid, lower := make([]float64, n), make([]float64, n)
	err = indicator.BBANDS(c.buf, mid, lower, closes, 20, 2)
	c.last(&t.BBUpper, "bb_upper", "Upper Bollinger band (20, 2)", money, 20, "SMA(20) + 2 population standard deviations", err)
	copy(c.buf, lower)
	c.last(&t.BBLower, "bb_lower", "Lower Bollinger band (20, 2)", money, 20, "SMA(20) - 2 population standard deviations", err)

	l.momentum(&t, s)
	r := make([]float64, n-1)
	if err := returns.Log(r, closes); err == nil {
		if v, err := risk.CloseToClose(r[max(0, len(r)-20):], sessionsPerYear); err == nil {
			if f, ok := l.derive("calc:volatility_20d", "Realised volatility, 20 days, annualised", v, tearsheet.Pure, period(s.Bars, 21),
				"sample deviation of 20 daily log returns x sqrt(252)", series); ok {
				show(&t.Vol20, t.Cites, "volatility_20d", f)
			}
		}
	}
	if t.ATR14 != nil {
		c.levels(high, low, closes, *t.ATR14)
	}
	l.signals(&t, price, closes[n-1])
	return l.delta, tearsheet.TechnicalSlot.Set(&l.delta, t)
}

type tcalc struct {
	l      *ledger
	t      *tearsheet.Technical
	s      tearsheet.Series
	series tearsheet.Fact
	buf    []float64
}

// last records the newest value of an indicator just computed into buf.
func (c tcalc) last(field **float64, key, label string, unit tearsheet.Unit, bars int, formula string, err error) {
	if err != nil {
		return // too short a series for this one: the figure stays absent
	}
	if f, ok := c.l.derive(tearsheet.Concept("calc:"+key), label, last(c.buf), unit, period(c.s.Bars, bars), formula, c.series); ok {
		show(field, c.t.Cites, key, f)
	}
}

// levels finds support and resistance among the swings of the last year.
func (c tcalc) levels(high, low, closes []float64, atr float64) {
	k := max(0, len(closes)-252)
	all, err := indicator.SupportResistance(high[k:], low[k:], closes[k:], 5, atr/2, 2)
	if err != nil {
		return
	}
	price := last(closes)
	var support, resistance *indicator.Level
	for i := range all {
		v := &all[i]
		if v.Price < price && (support == nil || v.Price > support.Price) {
			support = v
		}
		if v.Price > price && (resistance == nil || v.Price < resistance.Price) {
			resistance = v
		}
	}
	for _, x := range []struct {
		level *indicator.Level
		field **float64
		key   string
		label string
	}{{support, &c.t.Support, "support", "Nearest support"}, {resistance, &c.t.Resistance, "resistance", "Nearest resistance"}} {
		if x.level == nil {
			continue
		}
		if f, ok := c.l.derive(tearsheet.Concept("calc:"+x.key), x.label, x.level.Price, tearsheet.PerShare(c.s.Currency), period(c.s.Bars, 252),
			fmt.Sprintf("mean of %d swing points within half an ATR, strength 5", x.level.Touches), c.series); ok {
			show(x.field, c.t.Cites, x.key, f)
		}
	}
}

// momentum is the return from twelve months to one month ago (Jegadeesh and
// Titman 1993 skip the last month, which tends to reverse).
func (l *ledger) momentum(t *tearsheet.Technical, s tearsheet.Series) {
	end := s.Bars[len(s.Bars)-1].Date
	i, j := onOrBefore(s.Bars, end.AddMonths(-12)), onOrBefore(s.Bars, end.AddMonths(-1))
	if i < 0 || j <= i {
		return
	}
	if f, ok := l.derive("calc:momentum_12_1", "Momentum, 12 months to 1 month ago", s.Bars[j].Close/s.Bars[i].Close-1, tearsheet.Pure,
		tearsheet.Period{Start: s.Bars[i].Date, End: s.Bars[j].Date}, "close one month ago / close twelve months ago - 1", closeFact(s, j), closeFact(s, i)); ok {
		show(&t.Momentum, t.Cites, "momentum_12_1", f)
	}
}

// signals says what each reading leans to. The score is the mean lean.
func (l *ledger) signals(t *tearsheet.Technical, price tearsheet.Fact, px float64) {
	facts := map[tearsheet.FactID]tearsheet.Fact{}
	for _, f := range l.delta.Facts {
		facts[f.ID] = f
	}
	cite := func(keys ...string) (ids []tearsheet.FactID) {
		for _, k := range keys {
			if k == "price" {
				ids = append(ids, price.ID)
			} else if id, ok := t.Cites[k]; ok {
				ids = append(ids, id)
			}
		}
		return ids
	}
	text := func(key string, s tearsheet.Style) string { return facts[t.Cites[key]].Render(s) }
	say := func(name string, lean int, reading string, keys ...string) {
		t.Signals = append(t.Signals, tearsheet.Signal{Name: name, Reading: reading, Lean: lean, Cites: cite(keys...)})
	}
	side := func(above bool) (string, int) {
		if above {
			return "above", 1
		}
		return "below", -1
	}
	t.Trend = "sideways"
	if t.SMA200 != nil {
		w, lean := side(px > *t.SMA200)
		say("Long trend", lean, fmt.Sprintf("price %s is %s its 200-day average of %s", price.Render(tearsheet.PriceStyle), w, text("sma_200", tearsheet.PriceStyle)), "price", "sma_200")
	}
	if t.SMA50 != nil && t.SMA200 != nil {
		w, lean := side(*t.SMA50 > *t.SMA200)
		say("Moving-average cross", lean, fmt.Sprintf("the 50-day average of %s is %s the 200-day average of %s", text("sma_50", tearsheet.PriceStyle), w, text("sma_200", tearsheet.PriceStyle)), "sma_50", "sma_200")
		switch {
		case px > *t.SMA50 && *t.SMA50 > *t.SMA200:
			t.Trend = "up"
		case px < *t.SMA50 && *t.SMA50 < *t.SMA200:
			t.Trend = "down"
		}
	}
	if t.MACD != nil && t.MACDSignal != nil {
		w, lean := side(*t.MACD > *t.MACDSignal)
		say("MACD", lean, fmt.Sprintf("MACD at %s is %s its signal at %s", text("macd", tearsheet.NumberStyle), w, text("macd_signal", tearsheet.NumberStyle)), "macd", "macd_signal")
	}
	if t.RSI14 != nil {
		lean, word := 0, "neither stretched nor washed out"
		switch {
		case *t.RSI14 >= 70:
			lean, word = -1, "overbought (70 or more)"
		case *t.RSI14 <= 30:
			lean, word = 1, "oversold (30 or less)"
		}
		say("RSI", lean, fmt.Sprintf("RSI(14) at %s: %s", text("rsi_14", tearsheet.NumberStyle), word), "rsi_14")
	}
	if t.Momentum != nil {
		lean := 0
		if math.Abs(*t.Momentum) >= 0.05 {
			lean = int(math.Copysign(1, *t.Momentum))
		}
		say("Momentum", lean, fmt.Sprintf("12-1 month momentum of %s", text("momentum_12_1", tearsheet.PercentStyle)), "momentum_12_1")
	}
	if t.BBUpper != nil && t.BBLower != nil {
		lean, word := 0, "inside its Bollinger bands"
		if px > *t.BBUpper {
			lean, word = -1, "above its upper Bollinger band"
		} else if px < *t.BBLower {
			lean, word = 1, "below its lower Bollinger band"
		}
		say("Bollinger bands", lean, fmt.Sprintf("price %s is %s (%s to %s)", price.Render(tearsheet.PriceStyle), word, text("bb_lower", tearsheet.PriceStyle), text("bb_upper", tearsheet.PriceStyle)), "price", "bb_upper", "bb_lower")
	}
	sum := 0
	cited := []tearsheet.Fact{price}
	for _, s := range t.Signals {
		sum += s.Lean
		for _, id := range s.Cites {
			cited = append(cited, facts[id])
		}
	}
	if len(t.Signals) > 0 {
		mean := float64(sum) / float64(len(t.Signals))
		if f, ok := l.derive("calc:technical_score", "Technical score", mean, tearsheet.Pure, price.Period, "mean lean of the signals, -1 to 1", cited...); ok {
			t.Score, _ = f.Value.Float()
			t.Cites["score"] = f.ID
		}
	}
}
