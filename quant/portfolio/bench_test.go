package portfolio_test

import (
	"testing"

	"tearsheet/quant/portfolio"
)

func BenchmarkMinVariance50(b *testing.B) {
	_, cov := randomCov(1, 50)
	c := portfolio.Box(50, 0, 0.1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := portfolio.MinVariance(cov, c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMaxSharpe50(b *testing.B) {
	mu, cov := randomCov(1, 50)
	c := portfolio.Box(50, 0, 0.1)
	for b.Loop() {
		if _, err := portfolio.MaxSharpe(mu, cov, 0.01, c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMinCVaR400x8(b *testing.B) {
	returns := randomReturns(1, 400, 8)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := portfolio.MinCVaR(returns, 0.05, portfolio.Constraints{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRiskParity50(b *testing.B) {
	_, cov := randomCov(1, 50)
	for b.Loop() {
		if _, err := portfolio.RiskParity(cov, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHRP50(b *testing.B) {
	_, cov := randomCov(1, 50)
	for b.Loop() {
		if _, err := portfolio.HRP(cov, nil); err != nil {
			b.Fatal(err)
		}
	}
}
