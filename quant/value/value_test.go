package value_test

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tearsheet/quant/value"
)

func near(t *testing.T, name string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s: got %.15g want %.15g", name, got, want)
	}
}

func simple() value.DCF {
	return value.DCF{FCF: []float64{110, 121}, WACC: 0.1, Terminal: value.Gordon(0.05),
		Debt: value.Of(100), Cash: value.Of(50), Shares: value.Of(10)}
}

// 110/1.1 + 121/1.21 = 200; TV = 121*1.05/0.05 = 2541, /1.21 = 2100.
func TestDCFByHand(t *testing.T) {
	v, err := simple().Value()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "explicit", v.PVExplicit, 200, 1e-10)
	near(t, "tv", v.TerminalValue, 2541, 1e-9)
	near(t, "pv tv", v.PVTerminal, 2100, 1e-9)
	near(t, "ev", v.Enterprise, 2300, 1e-9)
	near(t, "per share", v.PerShare, 225, 1e-10)
	near(t, "terminal share", v.TerminalShare.V, 2100.0/2300, 1e-12)
	near(t, "implied growth", v.ImpliedGrowth.V, 0.05, 1e-12)
	near(t, "implied multiple", v.ImpliedMultiple.V, 21, 1e-10)

	d := simple()
	d.Timing, d.Terminal.MidYear = value.MidYear, true
	m, err := d.Value()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "all mid-year", m.Enterprise, 2300*math.Sqrt(1.1), 1e-9)

	d = simple()
	d.Terminal, d.OtherClaims = value.Exit(10, 242), 150
	x, err := d.Value()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "exit", x.Enterprise, 2200, 1e-9)
	near(t, "exit per share", x.PerShare, 200, 1e-9)
	near(t, "exit implied growth", x.ImpliedGrowth.V, (2420*0.1-121)/(2420+121), 1e-12)
}

func TestDCFRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		edit func(*value.DCF)
		arg  string
		kind error
	}{
		"growth at wacc":    {func(d *value.DCF) { d.Terminal = value.Gordon(0.1) }, "terminal_growth", value.ErrGrowth},
		"growth over wacc":  {func(d *value.DCF) { d.Terminal = value.Gordon(0.2) }, "terminal_growth", value.ErrGrowth},
		"growth nan":        {func(d *value.DCF) { d.Terminal = value.Gordon(math.NaN()) }, "terminal_growth", value.ErrNotFinite},
		"no terminal":       {func(d *value.DCF) { d.Terminal = value.Terminal{} }, "terminal", value.ErrMissing},
		"no flows":          {func(d *value.DCF) { d.FCF = nil }, "fcf", value.ErrMissing},
		"inf flow":          {func(d *value.DCF) { d.FCF = []float64{1, math.Inf(1)} }, "fcf[1]", value.ErrNotFinite},
		"no debt":           {func(d *value.DCF) { d.Debt = value.Item{} }, "debt", value.ErrMissing},
		"no cash":           {func(d *value.DCF) { d.Cash = value.Item{} }, "cash", value.ErrMissing},
		"no shares":         {func(d *value.DCF) { d.Shares = value.Item{} }, "shares", value.ErrMissing},
		"zero shares":       {func(d *value.DCF) { d.Shares = value.Of(0) }, "shares", value.ErrDomain},
		"wacc -100 percent": {func(d *value.DCF) { d.WACC = -1 }, "wacc", value.ErrDomain},
		"timing":            {func(d *value.DCF) { d.Timing = 7 }, "timing", value.ErrDomain},
		"overflow":          {func(d *value.DCF) { d.FCF = []float64{1e308, 1e308} }, "dcf", value.ErrNotFinite},
	} {
		t.Run(name, func(t *testing.T) {
			d := simple()
			tc.edit(&d)
			v, err := d.Value()
			var in *value.InputError
			if !errors.Is(err, tc.kind) || !errors.As(err, &in) || in.Arg != tc.arg {
				t.Errorf("error %v, want %q of kind %v", err, tc.arg, tc.kind)
			}
			if !reflect.DeepEqual(v, value.Valuation{}) {
				t.Errorf("a value came with the error: %+v", v)
			}
		})
	}
}

func TestDCFNamesEveryMissingItem(t *testing.T) {
	d := simple()
	d.Debt, d.Cash, d.Shares = value.Item{}, value.Item{}, value.Item{}
	_, err := d.Value()
	for _, want := range []string{"debt", "cash", "shares"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
}

func TestSensitivity(t *testing.T) {
	g, err := simple().Sensitivity([]float64{0.04, 0.1}, []float64{0.03, 0.05})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "base cell", g.PerShare[1][1].V, 225, 1e-9)
	if g.PerShare[0][1].OK || !g.PerShare[0][0].OK {
		t.Errorf("growth 0.05 at WACC 0.04 must be missing, 0.03 present: %+v", g.PerShare[0])
	}
	d := simple()
	d.Terminal = value.Exit(10, 242)
	if g, err = d.Sensitivity([]float64{0.1}, []float64{10, 20}); err != nil {
		t.Fatal(err)
	}
	near(t, "multiple axis", g.PerShare[0][1].V-g.PerShare[0][0].V, 200, 1e-9)
	if _, err = d.Sensitivity(nil, []float64{1}); !errors.Is(err, value.ErrMissing) {
		t.Errorf("empty axis: %v", err)
	}
}

func drawDCF(t *rapid.T) value.DCF {
	n := rapid.IntRange(1, 15).Draw(t, "n")
	f := make([]float64, n)
	for i := range f {
		f[i] = rapid.Float64Range(1, 1000).Draw(t, "fcf")
	}
	w := rapid.Float64Range(0.03, 0.3).Draw(t, "wacc")
	d := value.DCF{FCF: f, WACC: w, Terminal: value.Gordon(w - rapid.Float64Range(0.005, 0.2).Draw(t, "gap")),
		Debt:   value.Of(rapid.Float64Range(0, 1000).Draw(t, "debt")),
		Cash:   value.Of(rapid.Float64Range(0, 1000).Draw(t, "cash")),
		Shares: value.Of(rapid.Float64Range(1, 500).Draw(t, "shares"))}
	d.Timing = value.Timing(rapid.IntRange(0, 1).Draw(t, "timing"))
	d.Terminal.MidYear = rapid.Bool().Draw(t, "mid")
	return d
}

func TestDCFIsHomogeneous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDCF(t)
		k := rapid.Float64Range(1e-3, 1e3).Draw(t, "k")
		a, err := d.Value()
		if err != nil {
			t.Fatal(err)
		}
		d.FCF = append([]float64(nil), d.FCF...)
		for i := range d.FCF {
			d.FCF[i] *= k
		}
		d.Debt.V *= k
		d.Cash.V *= k
		b, err := d.Value()
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(b.Equity-k*a.Equity) > 1e-12*k*(a.Enterprise+2000) {
			t.Fatalf("scaled equity %g, want %g", b.Equity, k*a.Equity)
		}
	})
}

func TestImpliedTerminalGrowthInverts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDCF(t)
		v, err := d.Value()
		if err != nil {
			t.Fatal(err)
		}
		g, err := d.ImpliedTerminalGrowth(v.PerShare)
		if err != nil || math.Abs(g-d.Terminal.Growth) > 1e-9 {
			t.Fatalf("got %v (%v), want %v", g, err, d.Terminal.Growth)
		}
	})
}

func TestReverseInvertsDCF(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.Float64Range(0.03, 0.3).Draw(t, "wacc")
		r := value.Reverse{BaseFCF: rapid.Float64Range(1, 1e5).Draw(t, "fcf"), Years: rapid.IntRange(1, 20).Draw(t, "years"),
			WACC: w, TerminalGrowth: w - rapid.Float64Range(0.005, 0.1).Draw(t, "gap"),
			Timing: value.Timing(rapid.IntRange(0, 1).Draw(t, "timing")),
			Debt:   value.Of(rapid.Float64Range(0, 100).Draw(t, "debt")), Cash: value.Of(0), Shares: value.Of(rapid.Float64Range(1, 50).Draw(t, "shares"))}
		want := rapid.Float64Range(-0.5, 1).Draw(t, "g")
		d, err := r.DCF(want)
		if err != nil {
			t.Fatal(err)
		}
		v, err := d.Value()
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Growth(v.PerShare)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got-want) > 1e-9+1e-11*(v.Enterprise+100)/v.Enterprise {
			t.Fatalf("growth %.15g, want %.15g", got, want)
		}
	})
}

func TestReverseRefuses(t *testing.T) {
	r := value.Reverse{BaseFCF: 10, Years: 5, WACC: 0.1, TerminalGrowth: 0.02, Debt: value.Of(0), Cash: value.Of(100), Shares: value.Of(10)}
	if _, err := r.Growth(10); !errors.Is(err, value.ErrNoSolution) {
		t.Errorf("price equal to cash per share: %v", err)
	}
	r.BaseFCF = -1
	if _, err := r.Growth(20); !errors.Is(err, value.ErrDomain) {
		t.Errorf("negative base: %v", err)
	}
	r.BaseFCF, r.Years = 10, 0
	if _, err := r.Growth(20); !errors.Is(err, value.ErrDomain) {
		t.Errorf("no years: %v", err)
	}
	r.Years, r.TerminalGrowth = 5, 0.1
	if _, err := r.Growth(20); !errors.Is(err, value.ErrGrowth) {
		t.Errorf("growth at WACC: %v", err)
	}
	d := simple()
	if _, err := d.ImpliedTerminalGrowth(1); !errors.Is(err, value.ErrNoSolution) {
		t.Errorf("price below explicit flows: %v", err)
	}
	if _, err := d.ImpliedTerminalGrowth(math.NaN()); !errors.Is(err, value.ErrNotFinite) {
		t.Errorf("nan price: %v", err)
	}
}

func TestWACCByHand(t *testing.T) {
	in := value.Capital{Equity: value.Of(600), Debt: value.Of(400), RiskFree: value.Of(0.04), Beta: value.Of(1.2),
		ERP: value.Of(0.05), CostOfDebt: value.Of(0.06), TaxRate: value.Of(0.25)}
	v, err := value.WACC(in)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "ke", v.CostOfEquity, 0.10, 1e-15)
	near(t, "wacc", v.WACC, 0.078, 1e-15)
	near(t, "beta u", v.UnleveredBeta, 0.8, 1e-15)
	b, err := value.LeverBeta(0.8, 400.0/600, 0.25)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "relever", b, 1.2, 1e-15)
	if b, err = value.UnleverBeta(1.2, 400.0/600, 0.25); err != nil {
		t.Fatal(err)
	}
	near(t, "unlever", b, 0.8, 1e-15)
	in.Debt = value.Item{}
	if _, err = value.WACC(in); !errors.Is(err, value.ErrMissing) || !strings.Contains(err.Error(), "debt") {
		t.Errorf("missing debt: %v", err)
	}
	in.Debt, in.TaxRate = value.Of(0), value.Of(1)
	if _, err = value.WACC(in); !errors.Is(err, value.ErrDomain) {
		t.Errorf("tax 100 %%: %v", err)
	}
	if _, err = value.CostOfEquity(math.NaN(), 1, 1); !errors.Is(err, value.ErrNotFinite) {
		t.Errorf("nan rf: %v", err)
	}
}

func TestDividendModels(t *testing.T) {
	v, err := value.DividendDiscount([]float64{2}, 0.08, 0.03)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "gordon", v.PerShare, 40, 1e-12)
	h, err := value.HModel(2/1.03, 0.08, 0.03, 0.03, 5)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "h with equal growth is gordon", h, 40, 1e-12)
	// 1.5 ((1.04) + 4 (0.10)) / 0.06 with short 0.14, long 0.04.
	if h, err = value.HModel(1.5, 0.10, 0.14, 0.04, 4); err != nil {
		t.Fatal(err)
	}
	near(t, "h", h, 36, 1e-12)
	r, err := value.ImpliedCostOfEquity(40, 2, 0.03)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "implied", r, 0.08, 1e-15)
	if _, err = value.DividendDiscount([]float64{2}, 0.03, 0.03); !errors.Is(err, value.ErrGrowth) {
		t.Errorf("r = g: %v", err)
	}
	if _, err = value.DividendDiscount([]float64{-2}, 0.08, 0.03); !errors.Is(err, value.ErrDomain) {
		t.Errorf("negative dividend: %v", err)
	}
	if _, err = value.HModel(1, 0.03, 0.1, 0.03, 1); !errors.Is(err, value.ErrGrowth) {
		t.Errorf("h r = g: %v", err)
	}
	if _, err = value.ImpliedCostOfEquity(0, 1, 0); !errors.Is(err, value.ErrDomain) {
		t.Errorf("price 0: %v", err)
	}
}

// Residual income and dividends are one valuation under clean surplus: paying
// out all book at the end makes the two sums equal.
func TestResidualIncomeEqualsDividends(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 10).Draw(t, "n")
		b0, r := rapid.Float64Range(1, 100).Draw(t, "b"), rapid.Float64Range(0.01, 0.3).Draw(t, "r")
		e, d := make([]float64, n), make([]float64, n)
		b, pv := b0, 0.0
		for i := range e {
			e[i] = rapid.Float64Range(-5, 20).Draw(t, "e")
			d[i] = rapid.Float64Range(0, 10).Draw(t, "d")
			if i == n-1 {
				d[i] = b + e[i]
			}
			b += e[i] - d[i]
			pv += d[i] / math.Pow(1+r, float64(i+1))
		}
		v, err := value.ResidualIncome{Book: value.Of(b0), Earnings: e, Dividends: d, CostOfEquity: r}.Value()
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(v.PerShare-pv) > 1e-10*(b0+math.Abs(pv)+100) {
			t.Fatalf("residual %g, dividends %g", v.PerShare, pv)
		}
	})
}

func TestResidualIncomeByHand(t *testing.T) {
	// B0 10, E 2, D 1, r 10 %: RI 1, 0.9; w = 1: 0.9/0.1/1.21.
	in := value.ResidualIncome{Book: value.Of(10), Earnings: []float64{2, 2}, Dividends: []float64{1, 1}, CostOfEquity: 0.1, Persistence: 1}
	v, err := in.Value()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "residual", v.PerShare, 10+1/1.1+0.9/1.21+9/1.21, 1e-12)
	in.Persistence = 1.5
	if _, err = in.Value(); !errors.Is(err, value.ErrDomain) {
		t.Errorf("persistence: %v", err)
	}
	in.Persistence, in.Dividends = 0, []float64{1}
	if _, err = in.Value(); !errors.Is(err, value.ErrDomain) {
		t.Errorf("lengths: %v", err)
	}
	in.Book = value.Item{}
	if _, err = in.Value(); !errors.Is(err, value.ErrMissing) {
		t.Errorf("book: %v", err)
	}
}

func TestMultiples(t *testing.T) {
	in := value.Market{Price: value.Of(20), Shares: value.Of(10), Debt: value.Of(100), Cash: value.Of(50), Sales: value.Of(400),
		EBITDA: value.Of(50), EBIT: value.Of(-5), NetIncome: value.Of(10), BookEquity: value.Of(100), FCF: value.Of(-4), Growth: value.Of(0.1)}
	m := value.Multiples(in)
	for name, c := range map[string]struct {
		r value.Ratio
		v float64
	}{"cap": {m.MarketCap, 200}, "ev": {m.Enterprise, 250}, "pe": {m.PE, 20}, "pb": {m.PB, 2}, "ps": {m.PS, 0.5}, "peg": {m.PEG, 2},
		"evs": {m.EVSales, 0.625}, "evebitda": {m.EVEBITDA, 5}, "ey": {m.EarningsYield, 0.05}, "fcfy": {m.FCFYield, -0.02}} {
		if c.r.Err != nil {
			t.Errorf("%s: %v", name, c.r.Err)
		}
		near(t, name, c.r.V, c.v, 1e-14)
	}
	if !errors.Is(m.EVEBIT.Err, value.ErrDomain) || !errors.Is(m.PFCF.Err, value.ErrDomain) {
		t.Errorf("negative denominators: %v, %v", m.EVEBIT.Err, m.PFCF.Err)
	}
	if !errors.Is(m.DividendYield.Err, value.ErrMissing) || !strings.Contains(m.DividendYield.Err.Error(), "dividends") {
		t.Errorf("missing dividends: %v", m.DividendYield.Err)
	}
	in.Debt = value.Item{}
	if m = value.Multiples(in); !errors.Is(m.EVSales.Err, value.ErrMissing) || m.PE.Err != nil {
		t.Errorf("missing debt must spoil EV only: %v, %v", m.EVSales.Err, m.PE.Err)
	}
	if m = value.Multiples(value.Market{}); !errors.Is(m.PEG.Err, value.ErrMissing) {
		t.Errorf("empty market: %v", m.PEG.Err)
	}
}

// Every Item field of every score is needed: blanking each in turn must give an
// ErrMissing, and NaN must give ErrNotFinite.
func TestScoresNeedEveryItem(t *testing.T) {
	fill := func(p any) reflect.Value {
		v := reflect.ValueOf(p).Elem()
		for i := range v.NumField() {
			v.Field(i).Set(reflect.ValueOf(value.Of(float64(i + 2))))
		}
		return v
	}
	py, by := new(value.PiotroskiYear), new(value.BeneishYear)
	fill(py)
	fill(by)
	prior, priorB := *py, *by
	for name, tc := range map[string]struct {
		in   any
		skip string
		run  func() error
	}{
		"piotroski": {py, "", func() error { _, err := value.Piotroski(*py, prior); return err }},
		"beneish8":  {by, "", func() error { _, err := value.Beneish8(*by, priorB); return err }},
	} {
		v := reflect.ValueOf(tc.in).Elem()
		if err := tc.run(); err != nil {
			t.Fatalf("%s full: %v", name, err)
		}
		for i := range v.NumField() {
			keep := v.Field(i).Interface()
			v.Field(i).Set(reflect.ValueOf(value.Item{}))
			if err := tc.run(); !errors.Is(err, value.ErrMissing) {
				t.Errorf("%s without %s: %v", name, v.Type().Field(i).Name, err)
			}
			v.Field(i).Set(reflect.ValueOf(value.Of(math.NaN())))
			if err := tc.run(); !errors.Is(err, value.ErrNotFinite) {
				t.Errorf("%s with NaN %s: %v", name, v.Type().Field(i).Name, err)
			}
			v.Field(i).Set(reflect.ValueOf(keep))
		}
	}
	al, du := new(value.AltmanInput), new(value.DuPontInput)
	for name, tc := range map[string]struct {
		in  any
		run func() error
	}{
		"altman": {al, func() error { _, err := value.Altman1968(*al); return err }},
		"dupont": {du, func() error { _, err := value.DuPont(*du); return err }},
	} {
		v := fill(tc.in)
		if err := tc.run(); err != nil {
			t.Fatalf("%s full: %v", name, err)
		}
		for i := range v.NumField() {
			keep := v.Field(i).Interface()
			v.Field(i).Set(reflect.ValueOf(value.Item{}))
			if err := tc.run(); !errors.Is(err, value.ErrMissing) {
				t.Errorf("%s without %s: %v", name, v.Type().Field(i).Name, err)
			}
			v.Field(i).Set(reflect.ValueOf(keep))
		}
	}
}

func TestScoreDetails(t *testing.T) {
	of := value.Of
	// No sales and no market cap: the 1995 model needs neither.
	al := value.AltmanInput{CurrentAssets: of(50), CurrentLiabilities: of(30), RetainedEarnings: of(20), EBIT: of(10),
		TotalLiabilities: of(60), TotalAssets: of(100)}
	s, err := value.Altman1995(al)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "Z2", s.Z, 6.56*0.2+3.26*0.2+6.72*0.1+1.05*40.0/60, 1e-14)
	if s.Zone != value.Safe || s.X5.OK {
		t.Errorf("%+v", s)
	}
	if _, err = value.Altman1983(al); !errors.Is(err, value.ErrMissing) {
		t.Errorf("1983 without sales: %v", err)
	}
	al.TotalLiabilities = of(0)
	if _, err = value.Altman1995(al); !errors.Is(err, value.ErrDomain) {
		t.Errorf("no liabilities: %v", err)
	}
	du, err := value.DuPont(value.DuPontInput{NetIncome: of(6), EBT: of(8), EBIT: of(10), Sales: of(100), TotalAssets: of(200), Equity: of(-50)})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "five parts", du.TaxBurden*du.InterestBurden*du.EBITMargin*du.AssetTurnover*du.EquityMultiplier, du.ROE, 1e-15)
	near(t, "three parts", du.NetMargin*du.AssetTurnover*du.EquityMultiplier, du.ROE, 1e-15)
	if !du.NegativeEquity {
		t.Error("negative equity not flagged")
	}
	if _, err = value.DuPont(value.DuPontInput{NetIncome: of(6), EBT: of(0), EBIT: of(10), Sales: of(100), TotalAssets: of(200), Equity: of(50)}); !errors.Is(err, value.ErrZeroDenominator) || !strings.Contains(err.Error(), "ebt") {
		t.Errorf("zero EBT: %v", err)
	}
	// An unchanged firm: every index is 1, TATA 0, M8 = -4.84+2.859-0.499 = -2.48.
	y := value.BeneishYear{Sales: of(100), COGS: of(60), Receivables: of(10), CurrentAssets: of(40), PPE: of(30), Securities: of(5),
		Depreciation: of(4), TotalAssets: of(100), SGA: of(20), CurrentLiabilities: of(20), LongTermDebt: of(20), NetIncome: of(8), CFO: of(8)}
	b, err := value.Beneish8(y, y)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "M8", b.M, -2.48, 1e-12)
	if b.Flag {
		t.Error("steady firm flagged")
	}
	five, err := value.Beneish5(y, y)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "M5", five.M, -6.065+0.823+0.906+0.593+0.717+0.107, 1e-12)
	zero := y
	zero.COGS = of(100)
	if m, err := value.Beneish8(zero, y); !errors.Is(err, value.ErrZeroDenominator) || !strings.Contains(err.Error(), "current.gross_margin") {
		t.Errorf("zero margin now: %+v, %v", m, err)
	}
	if m, err := value.Beneish8(y, zero); err != nil || m.GMI != 0 {
		t.Errorf("zero margin before: %+v, %v", m, err)
	}
}
