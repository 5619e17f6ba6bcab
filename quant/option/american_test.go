package option

import (
	"errors"
	"math"
	"sort"
	"testing"

	"pgregory.net/rapid"
)

func TestTableAmericanGrid(t *testing.T) {
	for _, c := range []struct {
		mode          Mode
		median, worst float64
		rows          bool // every row within its own tolerance
	}{{Fast, 2e-6, 2.5e-3, false}, {Accurate, 1e-8, 2e-4, true}, {Precise, 1e-9, 1e-5, true}} {
		var errs []float64
		for _, r := range table(t, "american_grid_precise.csv") {
			got, err := American(r.right(t), r.inputs(t, r.f(t, "t_years_act365")), c.mode)
			if err != nil {
				t.Fatal(err)
			}
			e := math.Abs(got - r.f(t, "american"))
			errs = append(errs, e)
			if c.rows && e > r.f(t, "abs_tol") {
				t.Errorf("%v id %s: %v want %s, off %.2g", c.mode, r["id"], got, r["american"], e)
			}
			if got < r.f(t, "european")-1e-9 {
				t.Errorf("id %s: American %v below European %s", r["id"], got, r["european"])
			}
		}
		sort.Float64s(errs)
		median, worst := errs[len(errs)/2], errs[len(errs)-1]
		t.Logf("%v: median %.2g, 95 %% %.2g, worst %.2g", c.mode, median, errs[len(errs)*95/100], worst)
		if median > c.median || worst > c.worst {
			t.Errorf("%v: median %.2g worst %.2g, want at most %g and %g", c.mode, median, worst, c.median, c.worst)
		}
	}
}

// The published premia are of schemes that have not converged; ours has, to
// 0.10695270275 (the paper's own benchmark), 8e-11 from the finest of them.
func TestTableAmericanALO(t *testing.T) {
	for _, r := range table(t, "american_alo_premium.csv") {
		want, tol := r.f(t, "early_exercise_premium"), math.Max(r.f(t, "tol"), 1e-10)
		got, err := EarlyExercisePremium(r.right(t), r.inputs(t, r.f(t, "t_years")), Precise)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got-want) > tol || math.Abs(got-0.10695270275) > 1e-11 {
			t.Errorf("premium %.14f, %s gives %v", got, r["scheme_l_m_n"], want)
		}
	}
}

func TestTableQDPlusBoundary(t *testing.T) {
	for _, r := range table(t, "american_boundary_qdplus.csv") {
		in := r.inputs(t, r.f(t, "tau_to_expiry"))
		got, err := QDPlusBoundary(Put, in)
		if err != nil {
			t.Fatal(err)
		}
		want := r.f(t, "put_exercise_boundary")
		if relErr(got, want) > 1e-12 {
			t.Errorf("tau %s: %v want %v", r["tau_to_expiry"], got, want)
		}
		exact, err := ExerciseBoundary(Put, in, Accurate)
		if err != nil || relErr(exact, want) > 0.01 {
			t.Errorf("tau %s: boundary %v, %v; QD+ %v", r["tau_to_expiry"], exact, err, want)
		}
	}
}

// Two of these rows are values of the QD+ engine, not of the model: 22.97383 is
// 0.0265 below what the integral equation and trees give (23.0003). They are held
// by QDPlusAmerican, the others by American.
func TestTableAmericanEdge(t *testing.T) {
	for _, r := range table(t, "american_edge.csv") {
		in, right := r.inputs(t, r.f(t, "days")/365), r.right(t)
		want, tol := r.f(t, "american_value"), r.f(t, "abs_tol")
		qd, err := QDPlusAmerican(right, in)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(qd-want) > tol {
			t.Errorf("QD+ id %s: %v want %v", r["id"], qd, want)
		}
		for _, mode := range []Mode{Fast, Accurate, Precise} {
			got, err := American(right, in, mode)
			if err != nil {
				t.Fatal(err)
			}
			if e := math.Abs(got - want); e > tol {
				t.Logf("%v id %s: %v, QuantLib's QD+ %v: %.3g apart, tolerance %.3g", mode, r["id"], got, want, e, tol)
				if e > 0.03 {
					t.Errorf("%v id %s: %v want about %v", mode, r["id"], got, want)
				}
			}
		}
	}
}

func TestTableAmericanPublished(t *testing.T) {
	models := map[string]func(Right, Inputs) (float64, error){
		"BaroneAdesiWhaley":      BaroneAdesiWhaley,
		"BjerksundStensland1993": BjerksundStensland1993,
		"JuQuadratic":            JuQuadratic,
	}
	for _, r := range table(t, "american_published.csv") {
		price, ok := models[r["model"]]
		if !ok {
			t.Fatalf("model %q", r["model"])
		}
		in := r.inputs(t, r.f(t, "t_years"))
		got, err := price(r.right(t), in)
		if err != nil {
			t.Fatal(err)
		}
		if e := math.Abs(got - r.f(t, "value_published")); e > r.f(t, "tol_published") {
			t.Errorf("id %s %s: %v want %s (off %.2g, tolerance %s)", r["id"], r["model"], got, r["value_published"], e, r["tol_published"])
		}
	}
}

// The grid also says what QuantLib's approximations give. Ours is never below
// the European price, QuantLib's Bjerksund-Stensland is in five rows.
func TestApproximationsAgreeWithQuantLib(t *testing.T) {
	worstBAW, worstBS := 0.0, 0.0
	for _, r := range table(t, "american_grid_precise.csv") {
		in, right := r.inputs(t, r.f(t, "t_years_act365")), r.right(t)
		baw, err := BaroneAdesiWhaley(right, in)
		if err != nil {
			t.Errorf("id %s: %v", r["id"], err)
		}
		if r["baw_quantlib"] != "" {
			worstBAW = math.Max(worstBAW, math.Abs(baw-r.f(t, "baw_quantlib")))
		}
		if bs, err := BjerksundStensland1993(right, in); err == nil && r["bs93_quantlib"] != "" {
			worstBS = math.Max(worstBS, math.Abs(bs-math.Max(r.f(t, "bs93_quantlib"), r.f(t, "european"))))
		} else if r["bs93_quantlib"] != "" {
			t.Errorf("id %s: %v", r["id"], err)
		}
	}
	t.Logf("BAW %.2g, BS93 %.2g apart at most", worstBAW, worstBS)
	if worstBAW > 2e-4 || worstBS > 1e-6 {
		t.Errorf("BAW %.2g, BS93 %.2g apart", worstBAW, worstBS)
	}
}

func TestAmericanTreeAgrees(t *testing.T) {
	for _, c := range []struct {
		right Right
		in    Inputs
	}{
		{Put, Inputs{100, 120, 10, 0.1, 0.03, 0.25}},
		{Put, Inputs{100, 100, 1, 0.05, 0, 0.2}},
		{Call, Inputs{120, 100, 1, 0, 0.12, 0.25}},
		{Call, Inputs{100, 100, 0.5, 0.02, 0.08, 0.4}},
	} {
		a, err := American(c.right, c.in, Accurate)
		if err != nil {
			t.Fatal(err)
		}
		b, err := AmericanTree(c.right, c.in, nil, 2000)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(a-b) > 5e-3 {
			t.Errorf("%v %+v: %v, tree %v", c.right, c.in, a, b)
		}
	}
	// Two boundaries: refused with a type, priced by the tree above both bounds.
	in := Inputs{100, 100, 5, -0.01, -0.03, 0.1}
	if _, err := American(Put, in, Fast); !errors.Is(err, ErrDoubleBoundary) {
		t.Errorf("double boundary: %v", err)
	}
	v, err := AmericanTree(Put, in, nil, 1000)
	e, _ := Price(Put, in)
	if err != nil || v <= e {
		t.Errorf("double boundary: tree %v, %v; European %v", v, err, e)
	}
	mirror := Inputs{100, 100, 5, -0.03, -0.01, 0.1}
	if _, err := American(Call, mirror, Fast); !errors.Is(err, ErrDoubleBoundary) {
		t.Errorf("double boundary of a call: %v", err)
	}
	if c, err := AmericanTree(Call, mirror, nil, 1000); err != nil || math.Abs(c-v) > 5e-3 {
		t.Errorf("put-call symmetry of the tree: %v, %v; %v", c, err, v)
	}
	// A cash dividend makes early exercise of a call pay.
	div := []Dividend{{0.45, 5}}
	call := Inputs{100, 90, 0.5, 0.03, 0, 0.2}
	am, err := AmericanTree(Call, call, div, 1000)
	esc, _ := call.WithDividends(div)
	eu, _ := Price(Call, esc)
	if err != nil || am <= eu+0.1 {
		t.Errorf("dividend: American %v, %v; European %v", am, err, eu)
	}
}

func drawAmerican(rt *rapid.T) (Right, Inputs) {
	right := rapid.SampledFrom([]Right{Call, Put}).Draw(rt, "right")
	return right, Inputs{
		Spot: rapid.Float64Range(20, 300).Draw(rt, "spot"), Strike: rapid.Float64Range(20, 300).Draw(rt, "strike"),
		Years: rapid.Float64Range(0.005, 5).Draw(rt, "years"), Rate: rapid.Float64Range(-0.02, 0.15).Draw(rt, "rate"),
		Yield: rapid.Float64Range(-0.02, 0.15).Draw(rt, "yield"), Vol: rapid.Float64Range(0.03, 1.5).Draw(rt, "vol"),
	}
}

func TestAmericanProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		right, in := drawAmerican(rt)
		v, err := American(right, in, Accurate)
		if errors.Is(err, ErrDoubleBoundary) {
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		e, _ := Price(right, in)
		if v < e || v < in.Intrinsic(right) {
			rt.Fatalf("American %v below European %v or intrinsic %v", v, e, in.Intrinsic(right))
		}
		if right == Call && v > in.Spot*math.Max(1, math.Exp(-in.Yield*in.Years))*(1+1e-12) {
			rt.Fatalf("call %v above the spot", v)
		}
		// McDonald-Schroder symmetry.
		mirror := Inputs{in.Strike, in.Spot, in.Years, in.Yield, in.Rate, in.Vol}
		m, err := American(right.Other(), mirror, Accurate)
		if err != nil || relErr(m, v) > 1e-9 && math.Abs(m-v) > 1e-9*in.Spot {
			rt.Fatalf("symmetry: %v and %v, %v", v, m, err)
		}
		tol := 2e-4 * in.Strike
		more := in
		more.Vol *= 1.1
		if u, err := American(right, more, Accurate); err != nil || u < v-tol {
			rt.Fatalf("falls in vol: %v then %v, %v", v, u, err)
		}
		more = in
		more.Years *= 1.2
		if u, err := American(right, more, Accurate); err != nil || u < v-tol {
			rt.Fatalf("falls in time: %v then %v, %v", v, u, err)
		}
		// Homogeneous of degree one.
		more = in
		more.Spot *= 3
		more.Strike *= 3
		if u, err := American(right, more, Accurate); err != nil || math.Abs(u-3*v) > 1e-9*in.Strike {
			rt.Fatalf("homogeneity: %v and %v, %v", u, 3*v, err)
		}
		f, err := American(right, in, Fast)
		if err != nil || math.Abs(f-v) > 0.01*in.Strike {
			rt.Fatalf("fast %v, accurate %v, %v", f, v, err)
		}
	})
}

func TestExerciseBoundary(t *testing.T) {
	in := Inputs{Strike: 100, Years: 1, Rate: 0.05, Yield: 0.02, Vol: 0.3}
	b, err := ExerciseBoundary(Put, in, Accurate)
	if err != nil || !(b > 60 && b < 100) {
		t.Fatalf("boundary %v, %v", b, err)
	}
	// Smooth pasting: at the boundary the value is intrinsic, above it more.
	in.Spot = b * 1.01
	v, _ := American(Put, in, Accurate)
	if !(v > 100-in.Spot && v < 100-in.Spot+0.02) {
		t.Errorf("just above the boundary: %v, intrinsic %v", v, 100-in.Spot)
	}
	in.Spot = 0
	in.Years = 0
	if b, err = ExerciseBoundary(Put, in, Accurate); err != nil || b != 100 {
		t.Errorf("at expiry %v, %v", b, err)
	}
	in.Rate, in.Years = -0.01, 1
	if b, err = ExerciseBoundary(Put, in, Accurate); err != nil || b != 0 {
		t.Errorf("never: %v, %v", b, err)
	}
	if b, err = ExerciseBoundary(Call, Inputs{Strike: 100, Years: 1, Rate: 0.05, Vol: 0.2}, Fast); err != nil || !math.IsInf(b, 1) {
		t.Errorf("call without yield: %v, %v", b, err)
	}
}
