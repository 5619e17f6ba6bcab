package value_test

import (
	"errors"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"tearsheet/quant/value"
)

// Whatever the numbers, there is no panic, and the answer is finite or a typed
// error.
func TestGarbageIn(t *testing.T) {
	wild := rapid.OneOf(rapid.Float64(), rapid.Float64Range(-1, 1), rapid.Float64Range(0, 1000),
		rapid.SampledFrom([]float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), 1e308, -1e308, 5e-324, 1, -1}))
	rapid.Check(t, func(t *rapid.T) {
		num := wild
		if rapid.Bool().Draw(t, "tame") {
			num = rapid.Float64Range(0.01, 0.9)
		}
		draw := func() float64 { return num.Draw(t, "x") }
		item := func() value.Item {
			if rapid.IntRange(0, 19).Draw(t, "missing") == 0 {
				return value.Item{}
			}
			return value.Of(draw())
		}
		series := func() []float64 { return rapid.SliceOfN(num, 0, 6).Draw(t, "series") }
		fill := func(p any) {
			v := reflect.ValueOf(p).Elem()
			for i := range v.NumField() {
				switch f := v.Field(i); f.Interface().(type) {
				case value.Item:
					f.Set(reflect.ValueOf(item()))
				case float64:
					f.SetFloat(draw())
				}
			}
		}
		var finite func(name string, v reflect.Value)
		finite = func(name string, v reflect.Value) {
			switch v.Kind() {
			case reflect.Float64:
				if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
					t.Fatalf("%s: %v with no error", name, x)
				}
			case reflect.Struct:
				for i := range v.NumField() {
					finite(name+"."+v.Type().Field(i).Name, v.Field(i))
				}
			case reflect.Slice, reflect.Array:
				for i := range v.Len() {
					finite(name, v.Index(i))
				}
			}
		}
		check := func(name string, v any, err error) {
			var in *value.InputError
			if err == nil {
				finite(name, reflect.ValueOf(v))
			} else if !errors.As(err, &in) || in.Arg == "" || in.Why == "" {
				t.Fatalf("%s: untyped error %v", name, err)
			}
		}
		d := value.DCF{FCF: series(), WACC: draw(), OtherClaims: draw(), Debt: item(), Cash: item(), Shares: item(),
			Timing: value.Timing(rapid.IntRange(0, 2).Draw(t, "timing"))}
		if d.Terminal = value.Gordon(draw()); rapid.Bool().Draw(t, "exit") {
			d.Terminal = value.Exit(draw(), draw())
		}
		d.Terminal.MidYear = rapid.Bool().Draw(t, "mid")
		v, err := d.Value()
		check("DCF", v, err)
		g, err := d.ImpliedTerminalGrowth(draw())
		check("ImpliedTerminalGrowth", g, err)
		grid, err := d.Sensitivity(series(), series())
		check("Sensitivity", grid, err)
		r := value.Reverse{BaseFCF: draw(), Years: rapid.IntRange(-1, 30).Draw(t, "years"), WACC: draw(), TerminalGrowth: draw(),
			Debt: item(), Cash: item(), OtherClaims: draw(), Shares: item()}
		g, err = r.Growth(draw())
		check("Reverse", g, err)
		var c value.Capital
		fill(&c)
		w, err := value.WACC(c)
		check("WACC", w, err)
		dv, err := value.DividendDiscount(series(), draw(), draw())
		check("DividendDiscount", dv, err)
		h, err := value.HModel(draw(), draw(), draw(), draw(), draw())
		check("HModel", h, err)
		ri, err := value.ResidualIncome{Book: item(), Earnings: series(), Dividends: series(), CostOfEquity: draw(), Persistence: draw()}.Value()
		check("ResidualIncome", ri, err)
		var m value.Market
		fill(&m)
		set := reflect.ValueOf(value.Multiples(m))
		for i := range set.NumField() {
			ratio := set.Field(i).Interface().(value.Ratio)
			check(set.Type().Field(i).Name, ratio.V, ratio.Err)
		}
		var al value.AltmanInput
		fill(&al)
		a, err := value.Altman1968(al)
		check("Altman1968", a, err)
		a, err = value.Altman1995(al)
		check("Altman1995", a, err)
		var p, q value.PiotroskiYear
		fill(&p)
		fill(&q)
		f, err := value.Piotroski(p, q)
		check("Piotroski", f, err)
		var b, e value.BeneishYear
		fill(&b)
		fill(&e)
		be, err := value.Beneish8(b, e)
		check("Beneish8", be, err)
		be, err = value.Beneish5(b, e)
		check("Beneish5", be, err)
		var du value.DuPontInput
		fill(&du)
		dr, err := value.DuPont(du)
		check("DuPont", dr, err)
	})
}
