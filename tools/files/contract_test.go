package files

import (
	"os"
	"testing"

	"tearsheet"
	"tearsheet/internal/realdata"
	"tearsheet/tools/providertest"
	"tearsheet/tools/via"
)

var everything = []string{providertest.Bars, providertest.Facts, providertest.Filings, providertest.Chain, providertest.News, providertest.Curve}

func TestContractFixture(t *testing.T) {
	for name, wrap := range wraps {
		t.Run(name, func(t *testing.T) {
			providertest.Run(t, providertest.Options{
				Open:     func(t testing.TB) tearsheet.Provider { return wrap(open(t, quxFolder(), "")) },
				Security: sec("QUX"), First: on("2021-01-04"), Last: on("2023-02-15"), Has: everything,
				Split:    &providertest.Split{Security: sec("QUX"), Ex: quxSplit, Ratio: 3},
				Dividend: &providertest.Dividend{Security: sec("QUX"), Ex: on("2022-09-15"), Amount: 0.25},
				Rounds:   60, Seed: 1,
			})
		})
	}
}

var wraps = map[string]func(*Provider) tearsheet.Provider{
	"plain":   func(p *Provider) tearsheet.Provider { return p },
	"guarded": func(p *Provider) tearsheet.Provider { return via.Guard(p) },
}

func TestContractRealData(t *testing.T) {
	dir := realdata.Dir(t)
	some := []string{providertest.Bars, providertest.Filings, providertest.Curve}
	for _, c := range []struct {
		symbol, first, last string
		has                 []string
		split               *providertest.Split
		dividend            *providertest.Dividend
	}{
		{"AAPL", "2017-01-03", "2025-02-25", everything, &providertest.Split{Security: sec("AAPL"), Ex: on("2020-08-31"), Ratio: 4},
			&providertest.Dividend{Security: sec("AAPL"), Ex: on("2020-05-08"), Amount: 0.82}},
		{"NVDA", "2017-01-03", "2026-03-10", append(some, providertest.Facts), &providertest.Split{Security: sec("NVDA"), Ex: on("2024-06-10"), Ratio: 10},
			&providertest.Dividend{Security: sec("NVDA"), Ex: on("2023-12-05"), Amount: 0.04}},
		{"JPM", "2011-01-03", "2026-06-30", append(some, providertest.Facts), nil,
			&providertest.Dividend{Security: sec("JPM"), Ex: on("2024-10-04"), Amount: 1.25}},
		{"NKLA", "2019-01-03", "2025-02-25", append(some, providertest.Facts), nil, nil},
		{"KO", "2017-01-03", "2026-02-25", some, nil, &providertest.Dividend{Security: sec("KO"), Ex: on("2024-11-29"), Amount: 0.485}},
		{"GOOGL", "2015-01-03", "2026-06-30", append(some, providertest.Facts, providertest.News), &providertest.Split{Security: sec("GOOGL"), Ex: on("2022-07-18"), Ratio: 20}, nil},
		{"TSLA", "2017-01-03", "2026-02-25", some, &providertest.Split{Security: sec("TSLA"), Ex: on("2022-08-25"), Ratio: 3}, nil},
		{"SPX", "2017-01-03", "2026-02-25", []string{providertest.Bars, providertest.Curve}, nil, nil},
	} {
		if testing.Short() && c.symbol != "NKLA" {
			continue // under the race detector one company is enough
		}
		for name, wrap := range wraps {
			if name == "guarded" && testing.Short() {
				continue
			}
			if name == "guarded" && c.symbol != "AAPL" && c.symbol != "NKLA" {
				continue // the guard is the same for all; two kinds of company are enough
			}
			t.Run(c.symbol+"/"+name, func(t *testing.T) {
				rounds := 6
				if name == "guarded" || testing.Short() {
					rounds = 2
				}
				providertest.Run(t, providertest.Options{
					Open: func(t testing.TB) tearsheet.Provider {
						p, err := Open(os.DirFS(dir), Options{})
						if err != nil {
							t.Fatal(err)
						}
						return wrap(p)
					},
					Security: sec(c.symbol), First: on(c.first), Last: on(c.last), Has: c.has, Split: c.split, Dividend: c.dividend, Rounds: rounds, Seed: 7,
				})
			})
		}
	}
}
