package nodes_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"tearsheet"
	"tearsheet/graph/graphtest"
	"tearsheet/nodes"
	"tearsheet/quant/option"
)

const (
	bsSpot, bsVol, bsYield, bsPar = 100.0, 0.25, 0.01, 0.04
	bsDay                         = "2025-02-21"
)

var bsRate = 2 * math.Log1p(bsPar/2)

// bsChain is a chain priced by Black-Scholes at one volatility, quoted at the
// close with a width of a cent.
func bsChain(t *testing.T, expiries ...string) tearsheet.Chain {
	t.Helper()
	day := date(t, bsDay)
	c := tearsheet.Chain{Underlying: qux.ID, Quoted: day.CloseTime(), Spot: bsSpot, SpotTime: day.CloseTime(), Currency: "USD", Source: tearsheet.Source{Provider: "test", Locator: "chain"}}
	for _, e := range expiries {
		expiry := date(t, e)
		years := expiry.CloseTime().Sub(c.Quoted).Hours() / 24 / 365
		for k := 80.0; k <= 120; k += 2.5 {
			for right, r := range map[tearsheet.Right]option.Right{tearsheet.Call: option.Call, tearsheet.Put: option.Put} {
				v, err := option.Price(r, option.Inputs{Spot: bsSpot, Strike: k, Years: years, Rate: bsRate, Yield: bsYield, Vol: bsVol})
				if err != nil {
					t.Fatal(err)
				}
				c.Contracts = append(c.Contracts, tearsheet.Contract{Right: right, Strike: k, Expiry: expiry, Bid: max(0, v-0.005), Ask: v + 0.005, Last: v, LastTrade: c.Quoted.Add(-time.Hour), Volume: 10, OpenInterest: 100})
			}
		}
	}
	slices.SortFunc(c.Contracts, func(a, b tearsheet.Contract) int {
		if n := a.Expiry.Compare(b.Expiry); n != 0 {
			return n
		}
		if a.Strike != b.Strike {
			return int(math.Copysign(1, a.Strike-b.Strike))
		}
		return strings.Compare(string(a.Right), string(b.Right))
	})
	return c
}

func optionsInput(t *testing.T, c tearsheet.Chain, asOf string, curve bool) tearsheet.State {
	t.Helper()
	s := weekdays(t, bsDay, 260, func(i int) float64 {
		if i == 259 {
			return bsSpot
		}
		return bsSpot * (1 + 0.01*math.Sin(float64(i)))
	})
	d := []tearsheet.Delta{put(t, tearsheet.RequestSlot, tearsheet.Request{Security: qux, AsOf: date(t, asOf)}), put(t, tearsheet.PricesSlot, s), put(t, tearsheet.ChainSlot, c)}
	if curve {
		at := date(t, bsDay)
		d = append(d, put(t, tearsheet.RatesSlot, tearsheet.Curve{Date: at, Known: at.CloseTime(), Source: tearsheet.Source{Provider: "test"}, Points: []tearsheet.CurvePoint{{Tenor: "1M", Years: 1. / 12, Yield: bsPar}, {Tenor: "1Y", Years: 1, Yield: bsPar}}}))
	}
	return state(t, d...)
}

func optionsOf(t *testing.T, in tearsheet.State) (tearsheet.Options, tearsheet.State) {
	t.Helper()
	out, err := in.Apply(graphtest.Node(t, nodes.Options{}, in))
	if err != nil {
		t.Fatal(err)
	}
	lawful(t, out, get(t, in, tearsheet.RequestSlot).AsOf)
	return get(t, out, tearsheet.OptionsSlot), out
}

// TestOptionsRecover: from prices made by Black-Scholes come back the forward, the
// volatility, the move and the Greeks they were made with.
func TestOptionsRecover(t *testing.T) {
	for _, asOf := range []string{bsDay, "2025-02-24"} {
		o, _ := optionsOf(t, optionsInput(t, bsChain(t, "2025-02-21", "2025-03-21", "2025-06-20"), asOf, true))
		if o.Quality != "live" || o.Spot != bsSpot || o.SpotBasis != "quote" || len(o.Expiries) != 2 {
			t.Fatalf("%+v", o)
		}
		for _, x := range o.Expiries {
			years := x.Expiry.CloseTime().Sub(date(t, bsDay).CloseTime()).Hours() / 24 / 365
			if want := bsSpot * math.Exp((bsRate-bsYield)*years); x.Forward == nil || math.Abs(*x.Forward/want-1) > 1e-5 {
				t.Errorf("%s: forward %v, want %v", x.Expiry, x.Forward, want)
			}
			if x.ATMVol == nil || math.Abs(*x.ATMVol-bsVol) > 1e-4 {
				t.Errorf("%s: volatility %v, want %v", x.Expiry, x.ATMVol, bsVol)
			}
			// A straddle at the money is worth about sqrt(2/pi) x vol x sqrt(t).
			if want := math.Sqrt(2/math.Pi*years) * bsVol; x.ImpliedMove == nil || math.Abs(*x.ImpliedMove/want-1) > 0.03 {
				t.Errorf("%s: implied move %v, want about %v", x.Expiry, x.ImpliedMove, want)
			}
			if x.ParityError == nil || *x.ParityError > 1e-6 || x.ParityPairs != 7 {
				t.Errorf("%s: parity residual %v over %d strikes", x.Expiry, x.ParityError, x.ParityPairs)
			}
			for _, s := range x.Smile {
				if math.Abs(s.Vol-bsVol) > 0.005 {
					t.Errorf("%s: the smile is %v at %v", x.Expiry, s.Vol, s.Strike)
				}
			}
			if d := x.Expiry.DaysSince(date(t, bsDay)); x.Days != d || math.Abs(x.Rate-bsRate) > 1e-6 || x.Usable != 34 || x.Contracts != 34 {
				t.Errorf("%s: %d days (want %d), rate %v, %d of %d usable", x.Expiry, x.Days, d, x.Rate, x.Usable, x.Contracts)
			}
		}
		if *o.ImpliedVol != *o.Expiries[0].ATMVol || math.Abs(*o.VolPremium-(*o.ImpliedVol-*o.RealisedVol)) > 1e-9 {
			t.Errorf("implied %v, realised %v, premium %v", *o.ImpliedVol, *o.RealisedVol, *o.VolPremium)
		}
		if len(o.Contracts) != 14 {
			t.Errorf("%d contracts in the table, want both rights at 7 strikes", len(o.Contracts))
		}
		years := o.Expiries[0].Expiry.CloseTime().Sub(date(t, bsDay).CloseTime()).Hours() / 24 / 365
		for _, q := range o.Contracts {
			r := option.Call
			if q.Right == tearsheet.Put {
				r = option.Put
			}
			g, err := option.Evaluate(r, option.Inputs{Spot: bsSpot, Strike: q.Strike, Years: years, Rate: bsRate, Yield: bsYield, Vol: bsVol})
			if err != nil {
				t.Fatal(err)
			}
			for what, v := range map[string][2]*float64{"delta": {q.Delta, &g.Delta}, "gamma": {q.Gamma, &g.Gamma}} {
				if v[0] == nil || math.Abs(*v[0]-*v[1]) > 2e-3*math.Max(1, math.Abs(*v[1])) {
					t.Errorf("%s %v: %s %v, want %v", q.Right, q.Strike, what, v[0], *v[1])
				}
			}
			if q.Vega == nil || math.Abs(*q.Vega-g.Vega/100) > 1e-3 || q.Theta == nil || math.Abs(*q.Theta-g.Theta/365) > 1e-3 {
				t.Errorf("%s %v: vega %v, theta %v; want %v, %v", q.Right, q.Strike, q.Vega, q.Theta, g.Vega/100, g.Theta/365)
			}
			fair, err := option.Price(r, option.Inputs{Spot: bsSpot, Strike: q.Strike, Years: years, Rate: bsRate, Yield: bsYield, Vol: *o.RealisedVol})
			if err != nil || q.FairValue == nil || math.Abs(*q.FairValue-fair) > 1e-3 {
				t.Errorf("%s %v: fair value %v, want %v (%v)", q.Right, q.Strike, q.FairValue, fair, err)
			}
		}
	}
}

// TestOptionsStale: with nobody quoting, last trades of the session are used, and
// the section says so; without any price there is no section.
func TestOptionsStale(t *testing.T) {
	t.Run("last trades", func(t *testing.T) {
		c := bsChain(t, "2025-03-21")
		for i := range c.Contracts {
			c.Contracts[i].Bid, c.Contracts[i].Ask = 0, 0
		}
		c.Quoted = c.Quoted.Add(5 * time.Hour) // late in the evening
		o, st := optionsOf(t, optionsInput(t, c, bsDay, true))
		if o.Quality != "stale" || len(o.Notes) == 0 || !strings.Contains(o.Notes[0], "nobody was quoting") {
			t.Errorf("quality %s, notes %q", o.Quality, o.Notes)
		}
		if o.ImpliedVol == nil || math.Abs(*o.ImpliedVol-bsVol) > 1e-3 {
			t.Errorf("volatility %v: time to expiry does not run from the session of the trades", o.ImpliedVol)
		}
		if f, _ := st.Fact(o.Cites["implied_vol"]); f.Quality != tearsheet.Estimated {
			t.Errorf("a figure of stale quotes passes as %s", f.Quality)
		}
	})
	t.Run("some without a price", func(t *testing.T) {
		c := bsChain(t, "2025-03-21")
		for i := range 6 {
			c.Contracts[i] = tearsheet.Contract{Right: c.Contracts[i].Right, Strike: c.Contracts[i].Strike, Expiry: c.Contracts[i].Expiry, Last: 30, LastTrade: c.Quoted.AddDate(0, 0, -9)}
		}
		o, _ := optionsOf(t, optionsInput(t, c, bsDay, true))
		if o.Quality != "live" || len(o.Notes) != 1 || !strings.Contains(o.Notes[0], "6 of 34") {
			t.Errorf("quality %s, notes %q", o.Quality, o.Notes)
		}
	})
	for name, spoil := range map[string]func(*tearsheet.Contract){
		"zero quotes":     func(c *tearsheet.Contract) { c.Bid, c.Ask, c.Last = 0, 0, 0 },
		"old trades":      func(c *tearsheet.Contract) { c.Bid, c.Ask, c.LastTrade = 0, 0, c.LastTrade.AddDate(0, 0, -3) },
		"crossed quotes":  func(c *tearsheet.Contract) { c.Bid, c.Ask, c.Last = c.Ask+1, c.Bid, 0 },
		"calls only":      func(c *tearsheet.Contract) { c.Right = tearsheet.Call },
		"far strikes":     func(c *tearsheet.Contract) { c.Strike *= 3 },
		"no bid, an ask":  func(c *tearsheet.Contract) { c.Bid, c.Last = 0, 0 },
		"negative quotes": func(c *tearsheet.Contract) { c.Bid, c.Ask, c.Last = -1, -0.5, -1 },
	} {
		t.Run(name, func(t *testing.T) {
			c := bsChain(t, "2025-03-21")
			for i := range c.Contracts {
				spoil(&c.Contracts[i])
			}
			_, err := nodes.Options{}.Run(t.Context(), optionsInput(t, c, bsDay, true))
			if tearsheet.KindOf(err) != tearsheet.KindStale || !strings.Contains(err.Error(), "34 contracts") || tearsheet.HintOf(err) == "" {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestOptionsWithoutSpotOrCurve(t *testing.T) {
	c := bsChain(t, "2025-03-21")
	c.Spot, c.SpotTime = 0, time.Time{}
	o, st := optionsOf(t, optionsInput(t, c, bsDay, false))
	if o.SpotBasis != "close" || o.Spot != bsSpot || len(o.Notes) != 1 {
		t.Errorf("spot %v by %s, notes %q", o.Spot, o.SpotBasis, o.Notes)
	}
	if len(st.Gaps) != 1 || !strings.Contains(st.Gaps[0].Reason, "discounted at zero") || o.Expiries[0].Rate != 0 {
		t.Errorf("rate %v, gaps %+v", o.Expiries[0].Rate, st.Gaps)
	}
	// Vol and forward follow from parity, so that a rate of zero moves them little.
	if math.Abs(*o.ImpliedVol-bsVol) > 0.002 {
		t.Errorf("volatility %v", *o.ImpliedVol)
	}
}

// TestOptionsSpotOfAnotherBasis: a chain quoted on another share basis than the
// prices is found out.
func TestOptionsSpotOfAnotherBasis(t *testing.T) {
	c := bsChain(t, "2025-03-21")
	in := optionsInput(t, c, bsDay, true)
	s := get(t, in, tearsheet.PricesSlot)
	for i := range s.Bars {
		s.Bars[i].Close /= 10
	}
	d := put(t, tearsheet.PricesSlot, s)
	in.Slots[tearsheet.PricesSlot.Topic()] = d.Slots[tearsheet.PricesSlot.Topic()]
	_, st := optionsOf(t, in)
	if len(st.Findings) != 1 || st.Findings[0].Check != "chain_spot" || st.Findings[0].Severity != tearsheet.SeverityWarning {
		t.Errorf("%+v", st.Findings)
	}
}

func TestOptionsRelevance(t *testing.T) {
	when := nodes.Options{}.Spec().When
	for _, c := range []struct {
		asOf, expiry string
		want         bool
	}{{"2025-02-21", "2025-03-21", true}, {"2025-02-28", "2025-03-21", true}, {"2025-03-01", "2025-03-21", false}, {"2025-02-21", "2025-02-21", false}, {"2025-02-21", "2025-02-14", false}} {
		ok, why, err := when.Holds(optionsInput(t, bsChainOf(t, c.expiry), c.asOf, false))
		if err != nil || ok != c.want || ok != (why == "") {
			t.Errorf("%+v: %v %q %v", c, ok, why, err)
		}
	}
}

// bsChainOf is one contract of an expiry, which may have passed.
func bsChainOf(t *testing.T, expiry string) tearsheet.Chain {
	c := bsChain(t, "2025-03-21")
	c.Contracts = c.Contracts[:1]
	c.Contracts[0].Expiry = date(t, expiry)
	return c
}
