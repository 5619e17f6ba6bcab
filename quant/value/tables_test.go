package value_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"tearsheet/internal/realdata"
	"tearsheet/quant/value"
)

const tableTol = 1e-10 // relative

type row map[string]string

func table(t *testing.T, name string) []row {
	t.Helper()
	f, err := os.Open(realdata.Path(t, "quant", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 2 {
		t.Fatalf("%s has no rows", name)
	}
	var out []row
	for _, rec := range all[1:] {
		r := row{}
		for i, k := range all[0] {
			r[k] = rec[i]
		}
		out = append(out, r)
	}
	return out
}

func (r row) num(t *testing.T, k string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(r[k], 64)
	if err != nil {
		t.Fatalf("row %s column %s: %v", r["id"], k, err)
	}
	return v
}

func (r row) item(t *testing.T, k string) value.Item { t.Helper(); return value.Of(r.num(t, k)) }

func (r row) want(t *testing.T, k string, got float64) {
	t.Helper()
	if w := r.num(t, k); !(math.Abs(got-w) <= tableTol*math.Abs(w)) {
		t.Errorf("row %s %s: got %.15g want %.15g", r["id"], k, got, w)
	}
}

func TestTableDCF(t *testing.T) {
	for _, r := range table(t, "val_dcf.csv") {
		var f []float64
		for _, s := range strings.Fields(r["fcf_years_1_to_n"]) {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatal(err)
			}
			f = append(f, v)
		}
		d := value.DCF{FCF: f, WACC: r.num(t, "wacc"), Terminal: value.Gordon(r.num(t, "terminal_growth")),
			Debt: r.item(t, "debt"), Cash: r.item(t, "cash"), Shares: r.item(t, "shares")}
		v, err := d.Value()
		if err != nil {
			t.Fatal(err)
		}
		r.want(t, "pv_fcf_year_end", v.PVExplicit)
		r.want(t, "pv_terminal_gordon", v.PVTerminal)
		r.want(t, "enterprise_value_year_end", v.Enterprise)
		r.want(t, "equity_per_share_year_end", v.PerShare)
		d.Timing = value.MidYear
		m, err := d.Value()
		if err != nil {
			t.Fatal(err)
		}
		r.want(t, "enterprise_value_midyear_fcf_only", m.Enterprise)
		if g, err := d.ImpliedTerminalGrowth(m.PerShare); err != nil || math.Abs(g-d.Terminal.Growth) > 1e-12 {
			t.Errorf("row %s: implied growth %v, %v; want %v", r["id"], g, err, d.Terminal.Growth)
		}
	}
}

func TestTableWACC(t *testing.T) {
	for _, r := range table(t, "val_wacc.csv") {
		v, err := value.WACC(value.Capital{Equity: r.item(t, "equity_mv"), Debt: r.item(t, "debt_mv"),
			RiskFree: r.item(t, "rf"), Beta: r.item(t, "beta"), ERP: r.item(t, "erp"),
			CostOfDebt: r.item(t, "cost_of_debt_pre_tax"), TaxRate: r.item(t, "tax_rate")})
		if err != nil {
			t.Fatal(err)
		}
		r.want(t, "cost_of_equity_capm", v.CostOfEquity)
		r.want(t, "wacc", v.WACC)
		r.want(t, "unlevered_beta_hamada", v.UnleveredBeta)
	}
}

func TestTableAltman(t *testing.T) {
	for _, r := range table(t, "val_altman.csv") {
		in := value.AltmanInput{CurrentAssets: r.item(t, "current_assets"), CurrentLiabilities: r.item(t, "current_liabilities"),
			RetainedEarnings: r.item(t, "retained_earnings"), EBIT: r.item(t, "ebit"), MarketCap: r.item(t, "market_cap"),
			TotalLiabilities: r.item(t, "total_liabilities"), Sales: r.item(t, "sales"), TotalAssets: r.item(t, "total_assets")}
		for col, f := range map[string]func(value.AltmanInput) (value.AltmanScore, error){
			"Z_1968": value.Altman1968, "Zprime_private": value.Altman1983,
			"Z2_nonmanufacturing": value.Altman1995, "Z2_emerging_plus3.25": value.AltmanEmerging} {
			s, err := f(in)
			if err != nil {
				t.Fatal(err)
			}
			r.want(t, col, s.Z)
			if col == "Z_1968" && string(s.Zone) != r["zone"] {
				t.Errorf("row %s zone %s, want %s", r["id"], s.Zone, r["zone"])
			}
		}
	}
}

func TestTableDuPont(t *testing.T) {
	for _, r := range table(t, "val_dupont.csv") {
		v, err := value.DuPont(value.DuPontInput{NetIncome: r.item(t, "net_income"), EBT: r.item(t, "ebt"), EBIT: r.item(t, "ebit"),
			Sales: r.item(t, "sales"), TotalAssets: r.item(t, "total_assets"), Equity: r.item(t, "equity")})
		if err != nil {
			t.Fatal(err)
		}
		r.want(t, "net_margin", v.NetMargin)
		r.want(t, "asset_turnover", v.AssetTurnover)
		r.want(t, "equity_multiplier", v.EquityMultiplier)
		r.want(t, "tax_burden", v.TaxBurden)
		r.want(t, "interest_burden", v.InterestBurden)
		r.want(t, "ebit_margin", v.EBITMargin)
		r.want(t, "roe", v.ROE)
	}
}

func TestTableBeneish(t *testing.T) {
	for _, r := range table(t, "val_beneish.csv") {
		year := func(p string) value.BeneishYear {
			return value.BeneishYear{Sales: r.item(t, "sales"+p), COGS: r.item(t, "cogs"+p), Receivables: r.item(t, "rec"+p),
				CurrentAssets: r.item(t, "ca"+p), PPE: r.item(t, "ppe"+p), Securities: r.item(t, "sec"+p),
				Depreciation: r.item(t, "dep"+p), TotalAssets: r.item(t, "ta"+p), SGA: r.item(t, "sga"+p),
				CurrentLiabilities: r.item(t, "cl"+p), LongTermDebt: r.item(t, "ltd"+p), NetIncome: r.item(t, "ni"+p), CFO: r.item(t, "cfo"+p)}
		}
		s, err := value.Beneish8(year("_t"), year("_t1"))
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range map[string]float64{"DSRI": s.DSRI, "GMI": s.GMI, "AQI": s.AQI, "SGI": s.SGI, "DEPI": s.DEPI,
			"SGAI": s.SGAI.V, "LVGI": s.LVGI.V, "TATA": s.TATA.V, "M8": s.M} {
			r.want(t, k, v)
		}
		five, err := value.Beneish5(year("_t"), year("_t1"))
		if err != nil {
			t.Fatal(err)
		}
		r.want(t, "M5", five.M)
	}
}

func TestTablePiotroski(t *testing.T) {
	cols := [9]string{"roa_pos", "cfo_pos", "d_roa_up", "accrual", "d_lever_down", "d_liquid_up", "no_new_shares", "d_margin_up", "d_turn_up"}
	for _, r := range table(t, "val_piotroski.csv") {
		year := func(p string) value.PiotroskiYear {
			return value.PiotroskiYear{NetIncome: r.item(t, "ni"+p), CFO: r.item(t, "cfo"+p), TotalAssets: r.item(t, "ta"+p),
				BeginningAssets: r.item(t, "ta_beg"+p), LongTermDebt: r.item(t, "ltd"+p), CurrentAssets: r.item(t, "ca"+p),
				CurrentLiabilities: r.item(t, "cl"+p), Shares: r.item(t, "shares"+p), Sales: r.item(t, "sales"+p), GrossProfit: r.item(t, "gp"+p)}
		}
		s, err := value.Piotroski(year("_t"), year("_t1"))
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range s.Signals() {
			if want := r[cols[i]] == "1"; got != want {
				t.Errorf("row %s %s: got %v", r["id"], cols[i], got)
			}
		}
		if strconv.Itoa(s.F) != r["F"] {
			t.Errorf("row %s F: got %d want %s", r["id"], s.F, r["F"])
		}
	}
}
