package nodes

import (
	"context"
	"fmt"
	"math"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/quant/returns"
	"tearsheet/quant/risk"
)

// Risk measures volatility, beta, drawdown, tail loss and anomalies, and grades
// them into a score from 0 (calm) to 1.
type Risk struct{}

// Spec implements graph.Node.
func (Risk) Spec() graph.Spec {
	return graph.Spec{Name: "risk", Doc: "volatility, beta, drawdown, value at risk, anomalies",
		Needs: []tearsheet.Topic{tearsheet.PricesSlot.Topic()},
		Uses:  []tearsheet.Topic{tearsheet.BenchmarkSlot.Topic(), tearsheet.RatesSlot.Topic()},
		Gives: []tearsheet.Topic{tearsheet.RiskSlot.Topic()}, Optional: true}
}

const (
	minRiskBars   = 120
	betaSessions  = 504 // two years of daily returns
	varSessions   = 504
	anomalyWindow = 60
	anomalyLimit  = 5.0 // robust z
	recentBars    = 21
)

// Run implements graph.Node.
func (Risk) Run(_ context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	s, err := tearsheet.PricesSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	bench, _, err := tearsheet.BenchmarkSlot.Get(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	curve, _, err := tearsheet.RatesSlot.Get(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	if len(s.Bars) < minRiskBars {
		return tearsheet.Delta{}, &tearsheet.Error{Op: "risk", Kind: tearsheet.KindNotFound, Subject: s.Security.Symbol,
			Err: fmt.Errorf("%d bars are too few: risk measures need %d", len(s.Bars), minRiskBars), Hint: "add a longer price history to the source"}
	}
	l := newLedger("risk")
	out := tearsheet.Risk{Cites: tearsheet.Cites{}, Anomalies: []tearsheet.Anomaly{}, Parts: []tearsheet.RiskPart{}}
	out.Window = fmt.Sprintf("%s to %s, %d sessions", s.Bars[0].Date, s.Bars[len(s.Bars)-1].Date, len(s.Bars))
	m := rcalc{l: l, out: &out, s: s, series: seriesFact(s)}
	_, _, _, m.closes, _ = columns(s.Bars)
	m.r = make([]float64, len(m.closes)-1)
	if err := returns.Simple(m.r, m.closes); err != nil {
		return tearsheet.Delta{}, err
	}
	m.volatility()
	m.drawdown()
	m.tail()
	m.beta(bench)
	m.sharpe(curve)
	m.anomalies()
	if len(bench.Bars) == 0 {
		l.gap("no_data", "no benchmark bars, so there is no beta or correlation", "add bars of SPY to the source or set data.benchmarks")
	}
	m.score()
	return l.delta, tearsheet.RiskSlot.Set(&l.delta, out)
}

type rcalc struct {
	l      *ledger
	out    *tearsheet.Risk
	s      tearsheet.Series
	series tearsheet.Fact
	closes []float64
	r      []float64 // simple daily returns
}

func (m rcalc) tailOf(n int) []float64 { return m.r[max(0, len(m.r)-n):] }

func (m rcalc) set(field **float64, key, label string, v float64, unit tearsheet.Unit, bars int, formula string, from ...tearsheet.Fact) {
	if len(from) == 0 {
		from = []tearsheet.Fact{m.series}
	}
	if f, ok := m.l.derive(tearsheet.Concept("calc:"+key), label, v, unit, period(m.s.Bars, bars+1), formula, from...); ok {
		show(field, m.out.Cites, key, f)
	}
}

func (m rcalc) volatility() {
	for _, w := range []struct {
		field **float64
		key   string
		n     int
		name  string
	}{{&m.out.Vol1Y, "volatility_1y", 252, "one year"}, {&m.out.Vol3M, "volatility_3m", 63, "three months"}} {
		r := m.tailOf(w.n)
		if v, err := risk.CloseToClose(r, sessionsPerYear); err == nil {
			m.set(w.field, w.key, "Volatility, "+w.name+", annualised", v, tearsheet.Pure, len(r),
				fmt.Sprintf("sample deviation of %d daily returns x sqrt(252)", len(r)))
		}
	}
}

func (m rcalc) drawdown() {
	d, err := risk.MaxDrawdown(m.closes)
	if err != nil {
		return
	}
	n := len(m.closes)
	m.set(&m.out.MaxDrawdown, "max_drawdown", "Maximum drawdown", -d.Depth, tearsheet.Pure, n-1, "trough / earlier peak - 1, closes, whole window")
	m.out.DrawdownPeak, m.out.DrawdownTrough = m.s.Bars[d.Peak].Date, m.s.Bars[d.Trough].Date
	dd := make([]float64, n)
	if err := risk.Drawdowns(dd, m.closes); err == nil {
		m.set(&m.out.CurrentDrawdown, "current_drawdown", "Current drawdown", last(dd), tearsheet.Pure, n-1, "close / highest earlier close - 1")
	}
}

func (m rcalc) tail() {
	r := m.tailOf(varSessions)
	sample, err := risk.NewSample(r)
	if err != nil {
		return
	}
	for _, v := range []struct {
		field **float64
		key   string
		label string
		calc  func(float64, risk.Definition) (float64, error)
		level float64
	}{
		{&m.out.VaR95, "var_95_1d", "Value at risk, 95 %, one day", sample.VaR, 0.95},
		{&m.out.ES95, "es_95_1d", "Expected shortfall, 95 %, one day", sample.ES, 0.95},
		{&m.out.VaR99, "var_99_1d", "Value at risk, 99 %, one day", sample.VaR, 0.99},
	} {
		if x, err := v.calc(v.level, risk.HistoricalType7); err == nil {
			m.set(v.field, v.key, v.label, x, tearsheet.Pure, len(r), fmt.Sprintf("historical, type-7 quantile of %d daily returns, loss positive", len(r)))
		}
	}
}

// beta regresses daily returns on the benchmark's over the days both traded.
func (m rcalc) beta(bench tearsheet.Series) {
	if len(bench.Bars) == 0 {
		return
	}
	closes := make(map[tearsheet.Date]float64, len(bench.Bars))
	for _, b := range bench.Bars {
		closes[b.Date] = b.Close
	}
	var x, y []float64
	for i := max(1, len(m.s.Bars)-betaSessions); i < len(m.s.Bars); i++ {
		a, ok1 := closes[m.s.Bars[i-1].Date]
		b, ok2 := closes[m.s.Bars[i].Date]
		if ok1 && ok2 {
			x, y = append(x, b/a-1), append(y, m.r[i-1])
		}
	}
	if len(x) < 60 {
		m.l.gap("no_data", fmt.Sprintf("only %d sessions are common with %s; beta needs 60", len(x), bench.Security.Symbol), "")
		return
	}
	m.out.Benchmark = bench.Security.Symbol
	b := seriesFact(bench)
	formula := fmt.Sprintf("least squares of %d daily returns on %s", len(x), bench.Security.Symbol)
	if reg, err := risk.Beta(y, x, 0.95, sessionsPerYear); err == nil {
		m.set(&m.out.Beta, "beta", "Beta to "+bench.Security.Symbol, reg.Beta.Value, tearsheet.Pure, len(x), formula, m.series, b)
		m.set(&m.out.BetaLow, "beta_low", "Beta, lower 95 % bound", reg.Beta.Lo, tearsheet.Pure, len(x), formula+", lower 95 % bound", m.series, b)
		m.set(&m.out.BetaHigh, "beta_high", "Beta, upper 95 % bound", reg.Beta.Hi, tearsheet.Pure, len(x), formula+", upper 95 % bound", m.series, b)
	}
	if c, err := risk.Correlation(y, x, 0.95); err == nil {
		m.set(&m.out.Correlation, "correlation", "Correlation with "+bench.Security.Symbol, c.Value, tearsheet.Pure, len(x),
			fmt.Sprintf("Pearson, %d daily returns", len(x)), m.series, b)
	}
}

func (m rcalc) sharpe(c tearsheet.Curve) {
	r, fact, ok := riskFree(c, 1)
	if !ok {
		m.l.gap("no_data", "no yield curve, so there is no risk-free rate and no Sharpe ratio", "add Treasury rates to the source")
		return
	}
	m.set(&m.out.RiskFree, "risk_free", "Risk-free rate, one year, continuously compounded", r, tearsheet.Pure, 0, "2 ln(1 + y/2) of the one-year par yield", fact)
	if v, err := risk.Sharpe(m.tailOf(252), r, sessionsPerYear); err == nil {
		m.set(&m.out.Sharpe, "sharpe_1y", "Sharpe ratio, one year", v, tearsheet.Pure, 252,
			"(252 x mean daily return - risk-free rate) / annualised volatility; price returns", m.series, fact)
	}
}

// anomalies lists unusual returns, gaps and volumes of the last month.
func (m rcalc) anomalies() {
	k := max(0, len(m.s.Bars)-anomalyWindow-recentBars-2)
	open, _, _, closes, volume := columns(m.s.Bars[k:])
	found, err := risk.Anomalies(open, closes, volume, anomalyWindow, anomalyLimit)
	if err != nil {
		return
	}
	for _, a := range found {
		i := k + a.Index
		if i < len(m.s.Bars)-recentBars {
			continue
		}
		f, ok := m.l.derive(tearsheet.Concept("calc:anomaly_"+a.Kind.String()), "Robust z-score of "+a.Kind.String(), a.Z, tearsheet.Pure, tearsheet.Instant(m.s.Bars[i].Date),
			fmt.Sprintf("robust z-score against the %d sessions before", anomalyWindow), m.series)
		if !ok {
			continue
		}
		z, _ := f.Value.Float()
		m.out.Anomalies = append(m.out.Anomalies, tearsheet.Anomaly{Date: m.s.Bars[i].Date, Kind: a.Kind.String(), Value: round(a.Value, 6), Z: z, Fact: f.ID})
	}
}

// score grades each measure between a calm and a rough anchor and averages the
// grades that exist. The anchors are of large US stocks and are stated with the
// score: volatility 15 % to 60 %, tail loss 1.5 % to 6 %, drawdown from the high
// 5 % to 50 %, beta 0.8 to 2, one anomaly in a month counts a third.
func (m rcalc) score() {
	grade := func(name string, weight float64, v *float64, calm, rough float64, why string) {
		if v == nil {
			return
		}
		m.out.Parts = append(m.out.Parts, tearsheet.RiskPart{Name: name, Weight: weight, Score: round(clamp((math.Abs(*v)-calm)/(rough-calm), 0, 1), 6), Why: why})
	}
	grade("volatility", 0.35, m.out.Vol1Y, 0.15, 0.60, "one-year volatility, 0 at 15 %, 1 at 60 %")
	grade("tail loss", 0.25, m.out.VaR95, 0.015, 0.06, "95 % one-day value at risk, 0 at 1.5 %, 1 at 6 %")
	grade("drawdown", 0.20, m.out.CurrentDrawdown, 0.05, 0.50, "fall from the high, 0 at 5 %, 1 at 50 %")
	grade("beta", 0.10, m.out.Beta, 0.8, 2, "beta, 0 at 0.8, 1 at 2")
	n := float64(len(m.out.Anomalies))
	grade("anomalies", 0.10, &n, 0, 3, "anomalies of the last 21 sessions, 1 at three")
	sum, weight := 0.0, 0.0
	for _, p := range m.out.Parts {
		sum, weight = sum+p.Weight*p.Score, weight+p.Weight
	}
	for i := range m.out.Parts {
		m.out.Parts[i].Weight = round(m.out.Parts[i].Weight/weight, 6)
	}
	var from []tearsheet.Fact
	for _, f := range m.l.delta.Facts {
		for _, key := range []string{"volatility_1y", "var_95_1d", "current_drawdown", "beta"} {
			if m.out.Cites[key] == f.ID {
				from = append(from, f)
			}
		}
	}
	if f, ok := m.l.derive("calc:risk_score", "Risk score", round(sum/weight, 4), tearsheet.Pure, period(m.s.Bars, varSessions), "weighted mean of the graded parts, 0 calm to 1 rough", from...); ok {
		show(&m.out.Score, m.out.Cites, "score", f)
	}
}
