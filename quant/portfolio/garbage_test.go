package portfolio_test

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"tearsheet/quant/portfolio"
)

// Whatever the numbers, there is no panic, and the answer is finite weights or
// a typed error.
func TestGarbageIn(t *testing.T) {
	wild := rapid.OneOf(rapid.Float64(), rapid.Float64Range(-1, 1), rapid.Float64Range(-0.05, 0.05),
		rapid.SampledFrom([]float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), 1e308, -1e308, 5e-324, 1}))
	rapid.Check(t, func(t *rapid.T) {
		tame := rapid.Bool().Draw(t, "tame")
		num := wild
		if tame {
			num = rapid.Float64Range(-0.1, 0.1)
		}
		size := func(name string) int { return rapid.IntRange(0, 5).Draw(t, name) }
		vec := func(name string, n int) []float64 {
			if rapid.IntRange(0, 9).Draw(t, name+" nil") == 0 {
				return nil
			}
			return rapid.SliceOfN(num, n, n).Draw(t, name)
		}
		n := size("n")
		rows := func(name string, r int) [][]float64 {
			out := make([][]float64, r)
			for i := range out {
				out[i] = vec(name, n)
			}
			return out
		}
		cov := rows("cov", n)
		if rapid.Bool().Draw(t, "square") { // make it a real covariance, perhaps singular
			if c, err := portfolio.SampleCov(rows("panel", 4)); err == nil {
				cov = c
			}
		}
		mean, x := vec("mean", n), num.Draw(t, "x")
		returns := rows("returns", rapid.IntRange(0, 8).Draw(t, "T"))
		c := portfolio.Constraints{MarketNeutral: rapid.Bool().Draw(t, "neutral")}
		if rapid.Bool().Draw(t, "bounds") {
			c.Lower, c.Upper = vec("lower", n), vec("upper", n)
		}
		if rapid.Bool().Draw(t, "groups") {
			c.Groups = []portfolio.Group{{Members: []int{size("member")}, Min: num.Draw(t, "gmin"), Max: num.Draw(t, "gmax")}}
		}
		if rapid.Bool().Draw(t, "trade") {
			c.Current, c.MaxTurnover = vec("current", n), num.Draw(t, "turnover")
		}
		check := func(name string, w []float64, err error) {
			if err != nil {
				var in *portfolio.InputError
				if !errors.As(err, &in) || in.Arg == "" || in.Why == "" {
					t.Fatalf("%s: untyped error %v", name, err)
				}
				return
			}
			for _, v := range w {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("%s: weights %v", name, w)
				}
			}
		}
		flat := func(m [][]float64) (out []float64) {
			for _, r := range m {
				out = append(out, r...)
			}
			return out
		}
		w, err := portfolio.MinVariance(cov, c)
		check("MinVariance", w, err)
		w, err = portfolio.TargetReturn(mean, cov, x, c)
		check("TargetReturn", w, err)
		w, err = portfolio.TargetRisk(mean, cov, x, c)
		check("TargetRisk", w, err)
		w, err = portfolio.MaxSharpe(mean, cov, x, c)
		check("MaxSharpe", w, err)
		w, err = portfolio.MaxUtility(mean, cov, x, c)
		check("MaxUtility", w, err)
		w, err = portfolio.RiskParity(cov, nil)
		check("RiskParity", w, err)
		w, err = portfolio.HRP(cov, nil)
		check("HRP", w, err)
		p, err := portfolio.MinCVaR(returns, math.Abs(x), c)
		check("MinCVaR", append(p.Weights, p.CVaR), err)
		m := rapid.SampledFrom(portfolio.Measures()).Draw(t, "measure")
		w, err = portfolio.MinRisk(returns, m, 0.3, c)
		check("MinRisk "+string(m), w, err)
		w, err = portfolio.RiskParityOf(returns, m, 0.3, nil)
		check("RiskParityOf "+string(m), w, err)
		r, err := portfolio.Risk(mean, m, 0.3)
		check("Risk "+string(m), []float64{r}, err)
		bl, err := portfolio.BlackLitterman(portfolio.Views{Cov: cov, MarketWeights: mean, RiskAversion: x, Tau: x,
			Pick: returns, Q: vec("q", len(returns))})
		check("BlackLitterman", append(bl.Mean, flat(bl.Cov)...), err)
		for name, f := range map[string]func([][]float64) ([][]float64, error){
			"SampleCov": portfolio.SampleCov, "PairwiseCov": portfolio.PairwiseCov, "PairwiseCorr": portfolio.PairwiseCorr,
			"EWMACov":    func(r [][]float64) ([][]float64, error) { return portfolio.EWMACov(r, 0.94) },
			"LedoitWolf": func(r [][]float64) ([][]float64, error) { s, err := portfolio.LedoitWolf(r); return s.Cov, err },
			"ConstCorr": func(r [][]float64) ([][]float64, error) {
				s, err := portfolio.LedoitWolfConstantCorrelation(r)
				return s.Cov, err
			},
			"NearestPSD":         func(r [][]float64) ([][]float64, error) { return portfolio.NearestPSD(cov, 1e-8) },
			"NearestCorrelation": func(r [][]float64) ([][]float64, error) { return portfolio.NearestCorrelation(cov, 1e-8) },
		} {
			o, err := f(returns)
			check(name, flat(o), err)
		}
		w, k, err := portfolio.VolTarget(mean, cov, x, 2)
		check("VolTarget", append(w, k), err)
		w, err = portfolio.KellyMulti(mean, cov, 0, 0.5, 1, 2)
		check("KellyMulti", w, err)
		st, err := portfolio.Describe(mean, mean, cov, x)
		check("Describe", []float64{st.Return, st.Volatility, st.Sharpe}, err)
		pos, cash, err := portfolio.Allocate(1000, mean, mean)
		check("Allocate", []float64{cash}, err)
		_ = pos
	})
}
