package risk_test

import (
	"math"
	"testing"

	"tearsheet/quant/risk"
)

var gjr = risk.GARCHParams{Mu: 0.03, Omega: 0.03, Alpha: 0.03, Gamma: 0.15, Beta: 0.87}

// BenchmarkGARCH fits 2,000 returns.
func BenchmarkGARCH(b *testing.B) {
	r := simulateGARCH(2000, gjr, 11)
	for _, m := range []risk.GARCHModel{risk.GARCH11, risk.GJR11} {
		b.Run(m.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := risk.FitGARCH(r, m); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N), "ms/fit")
		})
	}
}

// BenchmarkGARCHFloor is the likelihood alone, written plainly with one logarithm
// per return and no gradient, as often as the fit evaluated it.
func BenchmarkGARCHFloor(b *testing.B) {
	r := simulateGARCH(2000, gjr, 11)
	for _, m := range []risk.GARCHModel{risk.GARCH11, risk.GJR11} {
		f, err := risk.FitGARCH(r, m)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(m.String(), func(b *testing.B) {
			p := f.Params
			for b.Loop() {
				for range f.Steps {
					v, ll := f.Start, 0.0
					for _, x := range r {
						e := x - p.Mu
						ll -= 0.5 * (math.Log(2*math.Pi*v) + e*e/v)
						a := p.Alpha
						if e < 0 {
							a += p.Gamma
						}
						v = p.Omega + a*e*e + p.Beta*v
					}
					if math.IsNaN(ll) {
						b.Fatal(ll)
					}
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N), "ms/fit")
			b.ReportMetric(float64(f.Steps), "evals")
		})
	}
}

func BenchmarkRisk(b *testing.B) {
	r := simulateGARCH(2000, gjr, 11)
	for i := range r {
		r[i] /= 100
	}
	s, err := risk.NewSample(r)
	if err != nil {
		b.Fatal(err)
	}
	dst := make([]float64, len(r))
	for _, c := range []struct {
		name string
		f    func() error
	}{
		{"Sample.Reset", func() error { return s.Reset(r) }},
		{"ES", func() error { _, err := s.ES(0.95, risk.AcerbiFractional); return err }},
		{"RobustZ60", func() error { return risk.RobustZ(dst, r, 60) }},
		{"RollingVol21", func() error { return risk.RollingVol(dst, r, 21, 252) }},
		{"ChangePoints", func() error { _, err := risk.ChangePoints(r, 20, 0); return err }},
		{"Sharpe", func() error { _, err := risk.Sharpe(r, 0.02, 252); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := c.f(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("GBM252x1000", func(b *testing.B) {
		var buf []float64
		b.ReportAllocs()
		for b.Loop() {
			p, err := risk.GBM(buf, 100, 0.05, 0.3, 1./252, 252, 1000, 1)
			if err != nil {
				b.Fatal(err)
			}
			buf = p.Prices
		}
	})
}
