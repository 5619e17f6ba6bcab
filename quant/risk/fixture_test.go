package risk_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tearsheet/quant/risk"
)

var near = cmp.Options{cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-9, 1e-12)}

func TestBetaHand(t *testing.T) {
	x, y := []float64{1, 2, 3, 4, 5}, []float64{2, 4, 5, 4, 5}
	r, err := risk.Beta(y, x, 0.95, 252)
	if err != nil {
		t.Fatal(err)
	}
	const q = 3.182446305284263 // Student t, 3 degrees of freedom, 97.5 %
	sb, sa := math.Sqrt(0.08), math.Sqrt(0.88)
	check := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	check("beta", r.Beta.Value, 0.6)
	check("beta se", r.Beta.SE, sb)
	check("beta lo", r.Beta.Lo, 0.6-q*sb)
	check("beta hi", r.Beta.Hi, 0.6+q*sb)
	check("beta t", r.Beta.T, 0.6/sb)
	check("beta p", r.Beta.P, 0.12402706265755)
	check("alpha", r.Alpha.Value, 2.2)
	check("alpha se", r.Alpha.SE, sa)
	check("alpha year", r.AlphaAnn.Lo, 252*(2.2-q*sa))
	check("R2", r.R2, 0.6)
	check("residual", r.Residual, math.Sqrt(0.8))
	// White: residuals -0.8 0.6 1 -0.6 -0.2, (4*.64 + .36 + 0 + .36 + 4*.04)/100 * 5/3.
	w, err := risk.BetaRobust(y, x, 0.95, 252)
	if err != nil {
		t.Fatal(err)
	}
	check("robust se", w.Beta.SE, math.Sqrt(3.44/100*5/3))
	c, err := risk.Correlation(x, y, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	check("correlation", c.Value, math.Sqrt(0.6))
	check("correlation p", c.P, r.Beta.P)
	h := 1.959963984540054 / math.Sqrt(2)
	check("correlation lo", c.Lo, math.Tanh(math.Atanh(math.Sqrt(0.6))-h))
	s, err := risk.RankCorrelation(x, []float64{1, 8, 27, 64, 1000}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	check("rank", s.Value, 1)
}

func TestVolatilityHand(t *testing.T) {
	open := []float64{100, 102, 101}
	high := []float64{104, 103, 106}
	low := []float64{99, 100, 101}
	last := []float64{103, 101, 105}
	check := func(name string, got float64, err error, want float64) {
		t.Helper()
		if err != nil || math.Abs(got-want) > 1e-12 {
			t.Errorf("%s = %v (%v), want %v", name, got, err, want)
		}
	}
	sq := func(v float64) float64 { return v * v }
	p, g, rs := 0.0, 0.0, make([]float64, 3)
	for i := range open {
		u, c := math.Log(high[i]/low[i]), math.Log(last[i]/open[i])
		p += u * u / (4 * math.Ln2) / 3
		g += (0.5*u*u - (2*math.Ln2-1)*c*c) / 3
		rs[i] = math.Log(high[i]/last[i])*math.Log(high[i]/open[i]) + math.Log(low[i]/last[i])*math.Log(low[i]/open[i])
	}
	v, err := risk.Parkinson(high, low, 252)
	check("Parkinson", v, err, math.Sqrt(252*p))
	v, err = risk.GarmanKlass(open, high, low, last, 252)
	check("Garman-Klass", v, err, math.Sqrt(252*g))
	v, err = risk.RogersSatchell(open, high, low, last, 252)
	check("Rogers-Satchell", v, err, math.Sqrt(252*(rs[0]+rs[1]+rs[2])/3))
	// n = 2 bars after the first: a sample variance of two is half the squared gap.
	o1, o2 := math.Log(102./103), math.Log(101./101)
	c1, c2 := math.Log(101./102), math.Log(105./101)
	k := 0.34 / (1.34 + 3)
	v, err = risk.YangZhang(open, high, low, last, 252)
	check("Yang-Zhang", v, err, math.Sqrt(252*(sq(o1-o2)/2+k*sq(c1-c2)/2+(1-k)*(rs[1]+rs[2])/2)))
	v, err = risk.CloseToClose([]float64{0.01, -0.01, 0.03}, 252)
	check("close", v, err, 0.02*math.Sqrt(252))
	v, err = risk.EWMAVol([]float64{0.01, 0.03, 0.02}, 0.94, 2, 252)
	check("EWMA", v, err, math.Sqrt(252*(0.94*5e-4+0.06*4e-4)))
}

func TestVaRHand(t *testing.T) {
	r := []float64{0.04, -0.05, 0.01, 0.02, -0.02, 0.03, 0, -0.01, 0.05, 0.06}
	s, err := risk.NewSample(r)
	if err != nil {
		t.Fatal(err)
	}
	// Sorted: -5 -2 -1 0 1 2 3 4 5 6 per cent. At 75 %: h = 2.25 and 2.5 values.
	for _, c := range []struct {
		def     risk.Definition
		var_, e float64
	}{
		{risk.HistoricalType7, 0.0075, 0.08 / 3},
		{risk.KthLowest, 0.02, 0.035},
		{risk.AcerbiFractional, 0.01, 0.075 / 2.5},
	} {
		v, err := s.VaR(0.75, c.def)
		if err != nil || math.Abs(v-c.var_) > 1e-15 {
			t.Errorf("%v: VaR %v (%v), want %v", c.def, v, err, c.var_)
		}
		if v, err = s.ES(0.75, c.def); err != nil || math.Abs(v-c.e) > 1e-15 {
			t.Errorf("%v: ES %v (%v), want %v", c.def, v, err, c.e)
		}
	}
	if v, err := s.TailRatio(0.25); err != nil || math.Abs(v-0.0375/0.0075) > 1e-12 {
		t.Errorf("tail ratio %v (%v)", v, err)
	}
	// The closed form of the Cornish-Fisher ES is the mean of its quantile.
	es, err := s.ES(0.9, risk.CornishFisher)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	const n = 200_000
	for i := range n {
		v, err := s.VaR(1-0.1*(float64(i)+0.5)/n, risk.CornishFisher)
		if err != nil {
			t.Fatal(err)
		}
		sum += v / n
	}
	if math.Abs(sum-es) > 1e-6 {
		t.Errorf("Cornish-Fisher ES %v, by quadrature %v", es, sum)
	}
	if !risk.CornishFisherValid(0, 0) || !risk.CornishFisherValid(0.2, 1) || risk.CornishFisherValid(-2, 1) || risk.CornishFisherValid(0, 9) {
		t.Error("CornishFisherValid")
	}
	if risk.AcerbiFractional.String() != "acerbi_fractional" || risk.Definition(77).String() != "definition(77)" {
		t.Error("names")
	}
}

func TestDrawdownHand(t *testing.T) {
	p := []float64{100, 120, 90, 110, 120, 60, 80}
	d, err := risk.MaxDrawdown(p)
	if err != nil || d != (risk.Drawdown{Depth: 0.5, Peak: 4, Trough: 5, Recovery: -1}) {
		t.Errorf("%+v, %v", d, err)
	}
	all, err := risk.Episodes(nil, p, 0.1)
	if diff := cmp.Diff([]risk.Drawdown{{0.25, 1, 2, 4}, {0.5, 4, 5, -1}}, all, near); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if d, err := risk.MaxDrawdown([]float64{1, 2, 3}); err != nil || d != (risk.Drawdown{}) {
		t.Errorf("%+v, %v", d, err)
	}
}

// quiet is a low-discrepancy sequence of standard deviation 1, at most 1.73.
func quiet(i int, step float64) float64 {
	_, u := math.Modf(float64(i+1) * step)
	return math.Sqrt(12) * (u - 0.5)
}

// A jump, a gap and a day of volume in otherwise quiet bars are found, each as
// what it is, and nothing else.
func TestAnomalies(t *testing.T) {
	n := 200
	open, last, vol := make([]float64, n), make([]float64, n), make([]float64, n)
	p := 100.0
	for i := range n {
		open[i] = p * (1 + 0.001*quiet(i, 0.618033988749))
		p *= 1 + 0.01*quiet(i, 0.414213562373)
		if i == 120 {
			p *= 0.85
		}
		if i == 150 {
			open[i] *= 1.05
		}
		last[i] = p
		vol[i] = 1e6 * math.Exp(0.2*quiet(i, 0.732050807569))
	}
	vol[170] *= 9
	got, err := risk.Anomalies(open, last, vol, 60, 3.5)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || got[0].Index != 120 || got[0].Kind != risk.ReturnAnomaly || got[0].Z > -3.5 ||
		got[1].Index != 150 || got[1].Kind != risk.GapAnomaly || got[1].Z < 3.5 ||
		got[2].Index != 170 || got[2].Kind != risk.VolumeAnomaly || math.Abs(got[2].Value-9) > 2 {
		t.Errorf("%+v", got)
	}
	if got, err := risk.Anomalies(nil, last, nil, 60, 3.5); err != nil || len(got) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestChangePointsAndRegime(t *testing.T) {
	r := make([]float64, 600)
	for i := range r {
		sd := 0.01
		if i >= 400 && i < 480 {
			sd = 0.05
		}
		// A low-discrepancy normal sample: no luck involved.
		_, u := math.Modf(float64(i+1) * 0.6180339887498949)
		r[i] = sd * math.Sqrt2 * math.Erfinv(2*u-1)
	}
	seg, err := risk.ChangePoints(r, 20, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(seg) != 3 || math.Abs(float64(seg[1].From-400)) > 3 || math.Abs(float64(seg[2].From-480)) > 3 || seg[1].StdDev < 4*seg[0].StdDev {
		t.Errorf("%+v", seg)
	}
	v, err := risk.VolatilityRegime(r[:470], 20, 252)
	if err != nil {
		t.Fatal(err)
	}
	if v.Regime != risk.ExtremeVol && v.Regime != risk.HighVol || v.Ratio < 4 || v.Percentile < 0.8 || v.Since < 400 {
		t.Errorf("%+v %v", v, v.Regime)
	}
	if v, err = risk.VolatilityRegime(r[:400], 20, 252); err != nil || v.Ratio < 0.8 || v.Ratio > 1.2 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestStressHand(t *testing.T) {
	got, err := risk.Stress(10_000, []risk.Exposure{{"market", 1.5, 0.1}, {"rate", -4, 0}}, []risk.Scenario{
		{Name: "fall and rates", Shocks: []risk.Shock{{"market", -0.2}, {"rate", 0.01}, {"oil", 0.3}}},
		{Name: "end", Shocks: []risk.Shock{{"market", -0.9}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	h := 1.959963984540054 * 0.02
	want := []risk.Impact{
		{Scenario: "fall and rates", Return: -0.34, PnL: -3400, Lo: -0.34 - h, Hi: -0.34 + h, Unused: []string{"oil"}},
		{Scenario: "end", Return: -1, PnL: -10_000, Lo: -1, Hi: -1},
	}
	if d := cmp.Diff(want, got, near); d != "" {
		t.Error(d)
	}
	if _, err := risk.Stress(1, nil, risk.HistoricalScenarios()); !errors.Is(err, risk.ErrMissing) {
		t.Error(err)
	}
	from, total, err := risk.WorstWindow([]float64{0.01, -0.1, 0.02, -0.1, 0.1}, 3)
	if err != nil || from != 1 || math.Abs(total-(0.9*1.02*0.9-1)) > 1e-15 {
		t.Errorf("%v %v %v", from, total, err)
	}
}

func TestGARCHForecast(t *testing.T) {
	p := risk.GARCHParams{Omega: 0.1, Alpha: 0.1, Gamma: 0.1, Beta: 0.65}
	if math.Abs(p.Persistence()-0.8) > 1e-15 || math.Abs(p.LongRun()-0.5) > 1e-15 {
		t.Errorf("%v %v", p.Persistence(), p.LongRun())
	}
	v := make([]float64, 3)
	if err := p.Forecast(v, 1); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]float64{1, 0.9, 0.82}, v, near); d != "" {
		t.Error(d)
	}
	vol, err := risk.GARCHFit{Params: p, Next: 1}.Vol(3, 252)
	if err != nil || math.Abs(vol-math.Sqrt(252*2.72/3)) > 1e-12 {
		t.Errorf("%v %v", vol, err)
	}
	next, err := p.Variances(v, []float64{-1, 2, 0}, 1)
	if err != nil {
		t.Fatal(err)
	}
	// After -1: 0.1+0.2+0.65; after 2: 0.1+0.4+0.65*0.95; after 0: 0.1+0.65*1.1175.
	if d := cmp.Diff([]float64{1, 0.95, 1.1175, 0.826375}, append(v, next), near); d != "" {
		t.Error(d)
	}
}

func TestRefusals(t *testing.T) {
	nan := math.NaN()
	r := []float64{0.01, -0.02, 0.03, 0.005, -0.01, 0.02}
	flat := []float64{0.01, 0.01, 0.01, 0.01, 0.01, 0.01}
	p := []float64{10, 11, 12, 11, 10, 9}
	dst := make([]float64, 6)
	s, err := risk.NewSample(r)
	if err != nil {
		t.Fatal(err)
	}
	f1 := func(_ float64, err error) error { return err }
	type reg = risk.Regression
	fr := func(_ reg, err error) error { return err }
	_, sampleErr := risk.NewSample([]float64{1, nan})
	_, fit1 := risk.FitGARCH(r, risk.GARCH11)
	_, fit2 := risk.FitGARCH(make([]float64, 200), risk.GARCH11)
	_, fit3 := risk.FitGARCH(make([]float64, 200), 5)
	_, anom := risk.Anomalies(nil, append(p[:5:5], -1), nil, 3, 3)
	_, gbm := risk.GBM(nil, 100, 0, nan, 1, 1, 1, 0)
	_, boot := risk.Bootstrap(nil, []float64{0, -2}, 1, 1, 1, 1, 0)
	_, many := risk.GBM(nil, 100, 0, 0.1, 1, 1_000_000, 1_000_000, 0)
	_, dd := risk.MaxDrawdown([]float64{1, 0})
	_, cp := risk.ChangePoints(r, 1, 0)
	_, regime := risk.VolatilityRegime(r, 4, 252)
	for name, c := range map[string]struct {
		err, want error
		arg       string
		index     int
	}{
		"sample":       {sampleErr, risk.ErrNotFinite, "r", 1},
		"empty":        {f1(risk.CloseToClose(nil, 252)), risk.ErrEmpty, "r", -1},
		"short":        {f1(risk.Sharpe(r[:1], 0, 252)), risk.ErrShort, "r", -1},
		"level":        {f1(s.VaR(1, risk.Gaussian)), risk.ErrParam, "level", -1},
		"level nan":    {f1(s.ES(nan, risk.Gaussian)), risk.ErrParam, "level", -1},
		"definition":   {f1(s.VaR(0.95, 9)), risk.ErrParam, "def", -1},
		"zero sample":  {f1(new(risk.Sample).VaR(0.95, risk.Gaussian)), risk.ErrEmpty, "sample", -1},
		"sharpe flat":  {f1(risk.Sharpe(flat, 0, 252)), risk.ErrConstant, "r", -1},
		"sortino":      {f1(risk.Sortino(flat, 0, 252)), risk.ErrConstant, "r", -1},
		"calmar":       {f1(risk.Calmar(flat, 252)), risk.ErrConstant, "r", -1},
		"below -1":     {f1(risk.Sharpe([]float64{0, -1.5}, 0, 252)), risk.ErrParam, "r", 1},
		"beta length":  {fr(risk.Beta(r, r[:5], 0.95, 252)), risk.ErrLength, "market", -1},
		"beta flat":    {fr(risk.Beta(r, flat, 0.95, 252)), risk.ErrConstant, "market", -1},
		"beta nan":     {fr(risk.Beta(r, []float64{0, 1, 2, 3, 4, nan}, 0.95, 252)), risk.ErrNotFinite, "market", 5},
		"ewma":         {risk.EWMA(dst, r, 1, 2), risk.ErrParam, "lambda", -1},
		"ewma short":   {risk.EWMA(dst, r, 0.94, 30), risk.ErrShort, "r", -1},
		"parkinson":    {f1(risk.Parkinson(p, append(p[:5:5], 99), 252)), risk.ErrBar, "high", 5},
		"garman":       {f1(risk.GarmanKlass(p, p, p, append(p[:5:5], 99), 252)), risk.ErrBar, "close", 5},
		"open missing": {f1(risk.GarmanKlass(nil, p, p, p, 252)), risk.ErrLength, "open", -1},
		"robust":       {risk.RobustZ(dst, r, 6), risk.ErrShort, "x", -1},
		"garch short":  {fit1, risk.ErrShort, "r", -1},
		"garch flat":   {fit2, risk.ErrConstant, "r", -1},
		"garch model":  {fit3, risk.ErrParam, "model", -1},
		"anomaly":      {anom, risk.ErrPrice, "close", 5},
		"gbm":          {gbm, risk.ErrParam, "sigma", -1},
		"gbm count":    {many, risk.ErrParam, "count", -1},
		"bootstrap":    {boot, risk.ErrParam, "r", 1},
		"drawdown":     {dd, risk.ErrPrice, "value", 1},
		"changes":      {cp, risk.ErrParam, "minLen", -1},
		"regime":       {regime, risk.ErrShort, "r", -1},
	} {
		var e *risk.Error
		if !errors.As(c.err, &e) || !errors.Is(c.err, c.want) || e.Arg != c.arg || e.Index != c.index {
			t.Errorf("%s: got %v, want %q of %s[%d]", name, c.err, c.want, c.arg, c.index)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	r := simulateGARCH(500, risk.GARCHParams{Omega: 1e-6, Alpha: 0.1, Beta: 0.88}, 1)
	s, err := risk.NewSample(r)
	if err != nil {
		t.Fatal(err)
	}
	dst := make([]float64, len(r))
	for name, f := range map[string]func(){
		"Reset":      func() { _ = s.Reset(r) },
		"VaR":        func() { _, _ = s.VaR(0.95, risk.CornishFisher) },
		"ES":         func() { _, _ = s.ES(0.95, risk.AcerbiFractional) },
		"RollingVol": func() { _ = risk.RollingVol(dst, r, 21, 252) },
		"EWMA":       func() { _ = risk.EWMA(dst, r, 0.94, 30) },
		"Sharpe":     func() { _, _ = risk.Sharpe(r, 0.02, 252) },
		"Calmar":     func() { _, _ = risk.Calmar(r, 252) },
	} {
		f()
		if n := testing.AllocsPerRun(10, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
