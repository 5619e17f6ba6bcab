package check

import "tearsheet"

// capCoherence: market capitalisation is price times shares.
type capCoherence struct{}

func (capCoherence) Name() string { return "cap_coherence" }
func (capCoherence) Doc() string {
	return "market capitalisation equals price times shares outstanding"
}

func (capCoherence) Check(r *tearsheet.Report) []tearsheet.Finding {
	var l list
	m := r.Market
	if m == nil || m.MarketCap == nil {
		return nil
	}
	if m.Shares == nil {
		l.warn("show the share count the market cap was computed with",
			"market cap %s has no share count beside it and cannot be recomputed", num(*m.MarketCap))
		return l
	}
	if want := m.Price * *m.Shares; !near(*m.MarketCap, want, 1e-6) {
		l.fail("use the same share count and price, both on the as-of share basis",
			"market cap %s is not price %s x shares %s = %s", num(*m.MarketCap), num(m.Price), num(*m.Shares), num(want))
	}
	return l
}
