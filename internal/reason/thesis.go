package reason

import (
	"fmt"
	"strings"

	"tearsheet"
)

// pen writes sentences whose figures are facts.
type pen struct {
	e      *evidence
	claims []tearsheet.Claim
	cites  []tearsheet.FactID
	absent bool // a figure the sentence needs does not exist
	n      int
}

// f renders a cited figure. A sentence with an absent figure is not written.
func (p *pen) f(c tearsheet.Cites, key string, s tearsheet.Style) string {
	f, ok := p.e.fact(c, key)
	return p.fact(f, ok, s)
}

func (p *pen) fact(f tearsheet.Fact, ok bool, s tearsheet.Style) string {
	if !ok {
		p.absent = true
		return "N/A"
	}
	p.cites = append(p.cites, f.ID)
	return f.Render(s)
}

// abs renders the size of a figure whose direction the words say.
func (p *pen) abs(c tearsheet.Cites, key string, s tearsheet.Style) string {
	return strings.TrimPrefix(p.f(c, key, s), "-")
}

// claim files a sentence; ok is false when one of its figures is absent.
func (p *pen) claim(list *[]tearsheet.Claim, kind tearsheet.ClaimKind, text func() string) (tearsheet.Claim, bool) {
	p.cites, p.absent = []tearsheet.FactID{}, false
	t := text()
	if p.absent || t == "" {
		return tearsheet.Claim{}, false
	}
	p.n++
	c := tearsheet.Claim{ID: fmt.Sprintf("C%02d", p.n), Text: t, Kind: kind, Cites: p.cites}
	p.claims = append(p.claims, c)
	if list != nil {
		*list = append(*list, c)
	}
	return c, true
}

// thesis writes the argument from the facts.
func (e *evidence) thesis(v tearsheet.View) (tearsheet.Thesis, []tearsheet.Claim) {
	t := tearsheet.Thesis{Bull: []tearsheet.Claim{}, Bear: []tearsheet.Claim{}, Catalysts: []tearsheet.Claim{}, Risks: []tearsheet.ThesisRisk{}, WrongIf: []tearsheet.Claim{}}
	p := &pen{e: e}
	e.summary(p, &t, v)
	e.arguments(p, &t)
	e.catalysts(p, &t)
	e.risks(p, &t)
	e.wrongIf(p, &t, v)
	return t, p.claims
}

// Opinions without a figure still cite what they judge, through these short
// names of style.
const (
	pct   = tearsheet.PercentStyle
	money = tearsheet.MoneyStyle
	price = tearsheet.PriceStyle
	times = tearsheet.MultipleStyle
	plain = tearsheet.NumberStyle
)

func (e *evidence) summary(p *pen, t *tearsheet.Thesis, v tearsheet.View) {
	name := e.b.Security.Name
	var s []string
	say := func(text func() string) {
		if c, ok := p.claim(nil, tearsheet.OpinionClaim, text); ok {
			s = append(s, c.Text)
		}
	}
	rating := strings.ToUpper(strings.ReplaceAll(string(v.Rating), "_", " "))
	say(func() string {
		if !e.hasMarket {
			return fmt.Sprintf("%s: %s. %s.", name, rating, sentence(v.Reason))
		}
		return fmt.Sprintf("%s: %s at %s (close of %s). %s.", name, rating, p.f(e.market.Cites, "price", price), e.market.PriceDate, sentence(v.Reason))
	})
	if v.TargetFact != "" {
		say(func() string {
			f, ok := e.b.State.Fact(v.TargetFact)
			return fmt.Sprintf("Trailing earnings at a multiple half way back to its own median give a twelve-month target of %s.", p.fact(f, ok, price))
		})
	}
	if e.hasFund {
		c := e.fund.Cites
		say(func() string {
			rev, ok := e.ttm("revenue")
			return fmt.Sprintf("It earned revenue of %s over the twelve months to %s, %s from the twelve months before, at a net margin of %s.",
				p.fact(rev, ok, money), e.fund.LastPeriod, p.change(c, "revenue_growth_ttm"), p.f(c, "net_margin", pct))
		})
	}
	if e.hasMarket && e.market.Cites["return_1Y"] != "" {
		say(func() string {
			return fmt.Sprintf("The shares returned %s over one year before dividends.", p.f(e.market.Cites, "return_1Y", pct))
		})
	}
	t.Summary = strings.Join(s, " ")
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (e *evidence) ttm(key string) (tearsheet.Fact, bool) {
	if e.fund.TTM == nil {
		return tearsheet.Fact{}, false
	}
	return e.fact(e.fund.TTM.Cites, key)
}

// change writes "up 6.1%" or "down 2.0%".
func (p *pen) change(c tearsheet.Cites, key string) string {
	v, ok := p.e.value(c, key)
	switch {
	case !ok:
		p.absent = true
		return ""
	case v < 0:
		return "down " + p.abs(c, key, pct)
	}
	return "up " + p.f(c, key, pct)
}

// arguments puts each reading on the side it supports. A reading between the two
// thresholds supports neither and is not argued.
func (e *evidence) arguments(p *pen, t *tearsheet.Thesis) {
	f, m, k, r := e.fund.Cites, e.market.Cites, e.tech.Cites, e.risk.Cites
	either := func(c tearsheet.Cites, key string, bull, bear float64, good, bad func() string) {
		v, ok := e.value(c, key)
		if !ok {
			return
		}
		up := bull > bear
		switch {
		case up && v >= bull || !up && v <= bull:
			p.claim(&t.Bull, tearsheet.OpinionClaim, good)
		case up && v <= bear || !up && v >= bear:
			p.claim(&t.Bear, tearsheet.OpinionClaim, bad)
		}
	}
	either(f, "revenue_growth_ttm", 0.05, 0,
		func() string {
			rev, ok := e.ttm("revenue")
			return fmt.Sprintf("Revenue is growing: %s over the trailing twelve months, to %s.", p.change(f, "revenue_growth_ttm"), p.fact(rev, ok, money))
		},
		func() string {
			rev, ok := e.ttm("revenue")
			return fmt.Sprintf("Revenue is shrinking: %s over the trailing twelve months, to %s.", p.change(f, "revenue_growth_ttm"), p.fact(rev, ok, money))
		})
	either(f, "eps_growth_ttm", 0.05, -0.05,
		func() string {
			return fmt.Sprintf("Diluted EPS is %s on the year, to %s.", p.change(f, "eps_growth_ttm"), p.f(f, "eps_ttm", price))
		},
		func() string {
			return fmt.Sprintf("Diluted EPS is %s on the year, to %s.", p.change(f, "eps_growth_ttm"), p.f(f, "eps_ttm", price))
		})
	either(f, "net_margin", 0.15, 0.02,
		func() string { return fmt.Sprintf("It keeps %s of revenue as net income.", p.f(f, "net_margin", pct)) },
		func() string { return fmt.Sprintf("It keeps too little: net margin is %s.", p.f(f, "net_margin", pct)) })
	either(f, "roe", 0.15, 0.05,
		func() string { return fmt.Sprintf("Return on equity is %s.", p.f(f, "roe", pct)) },
		func() string { return fmt.Sprintf("Return on equity is only %s.", p.f(f, "roe", pct)) })
	if pe, ok := e.value(f, "pe"); ok {
		if med, ok := e.value(f, "pe_median_5y"); ok {
			text := func(word string) func() string {
				return func() string {
					return fmt.Sprintf("At %s trailing earnings it trades %s its own fiscal-year-end median of %s.", p.f(f, "pe", times), word, p.f(f, "pe_median_5y", times))
				}
			}
			switch {
			case pe < 0.9*med:
				p.claim(&t.Bull, tearsheet.OpinionClaim, text("below"))
			case pe > 1.1*med:
				p.claim(&t.Bear, tearsheet.OpinionClaim, text("above"))
			}
		}
	}
	either(f, "fcf_yield", 0.04, 0.02,
		func() string {
			return fmt.Sprintf("Free cash flow yields %s on the market value.", p.f(f, "fcf_yield", pct))
		},
		func() string {
			if v, _ := e.value(f, "fcf_yield"); v < 0 {
				return fmt.Sprintf("It burns cash: free cash flow is %s of the market value.", p.f(f, "fcf_yield", pct))
			}
			return fmt.Sprintf("Free cash flow yields only %s on the market value.", p.f(f, "fcf_yield", pct))
		})
	either(f, "debt_to_equity", 0.5, 2,
		func() string { return fmt.Sprintf("Debt is modest at %s equity.", p.f(f, "debt_to_equity", times)) },
		func() string { return fmt.Sprintf("Debt is %s equity.", p.f(f, "debt_to_equity", times)) })
	either(k, "momentum_12_1", 0.10, -0.10,
		func() string {
			return fmt.Sprintf("Momentum is with it: %s from twelve months to one month ago.", p.f(k, "momentum_12_1", pct))
		},
		func() string {
			return fmt.Sprintf("Momentum is against it: %s from twelve months to one month ago.", p.f(k, "momentum_12_1", pct))
		})
	if px, ok := e.value(m, "price"); ok {
		if sma, ok := e.value(k, "sma_200"); ok {
			text := func(word string) func() string {
				return func() string {
					return fmt.Sprintf("The price is %s its 200-day average of %s.", word, p.f(k, "sma_200", price))
				}
			}
			if px > sma {
				p.claim(&t.Bull, tearsheet.OpinionClaim, text("above"))
			} else {
				p.claim(&t.Bear, tearsheet.OpinionClaim, text("below"))
			}
		}
	}
	either(r, "score", 0.25, 0.6,
		func() string {
			return fmt.Sprintf("Risk is low for a share: yearly volatility is %s.", p.f(r, "volatility_1y", pct))
		},
		func() string {
			return fmt.Sprintf("Risk is high: yearly volatility is %s.", p.f(r, "volatility_1y", pct))
		})
	either(e.sent.Cites, "score", 0.25, -0.25,
		func() string {
			return fmt.Sprintf("Recent headlines lean positive, with a score of %s.", p.f(e.sent.Cites, "score", plain))
		},
		func() string {
			return fmt.Sprintf("Recent headlines lean negative, with a score of %s.", p.f(e.sent.Cites, "score", plain))
		})
}

func (e *evidence) catalysts(p *pen, t *tearsheet.Thesis) {
	if e.hasFund && !e.fund.LastPeriod.IsZero() {
		end := e.fund.LastPeriod.AddMonths(3)
		p.claim(&t.Catalysts, tearsheet.OpinionClaim, func() string {
			if rev, ok := e.ttm("revenue"); ok {
				p.cites = append(p.cites, rev.ID)
			}
			if end.Before(e.req.AsOf) {
				return fmt.Sprintf("The report for the quarter that ended about %s is the next to come; the last one known covers the period to %s.", end, e.fund.LastPeriod)
			}
			return fmt.Sprintf("The next quarterly report covers the quarter to about %s; the last one was filed on %s.", end, e.fund.LastFiled)
		})
	}
	if e.hasOpts {
		for _, x := range e.opts.Expiries {
			if _, ok := x.Cites["implied_move"]; ok {
				p.claim(&t.Catalysts, tearsheet.OpinionClaim, func() string {
					return fmt.Sprintf("Options price a move of %s either way by %s.", p.f(x.Cites, "implied_move", pct), x.Expiry)
				})
				break
			}
		}
	}
}

func (e *evidence) risks(p *pen, t *tearsheet.Thesis) {
	k, r, f := e.tech.Cites, e.risk.Cites, e.fund.Cites
	add := func(text func() string, trip func() string) {
		var wire string
		c, ok := p.claim(nil, tearsheet.OpinionClaim, func() string {
			s := text()
			wire = trip()
			return s
		})
		if ok {
			t.Risks = append(t.Risks, tearsheet.ThesisRisk{Claim: c, Tripwire: wire})
		}
	}
	if e.hasRisk {
		add(func() string {
			return fmt.Sprintf("A bad day can cost more than %s, the daily value at risk.", p.f(r, "var_95_1d", pct))
		}, func() string {
			return fmt.Sprintf("a daily fall of more than %s, the extreme daily value at risk", p.f(r, "var_99_1d", pct))
		})
		add(func() string {
			return fmt.Sprintf("It has fallen %s from a peak before (%s to %s).", p.abs(r, "max_drawdown", pct), e.risk.DrawdownPeak, e.risk.DrawdownTrough)
		}, func() string {
			if _, ok := k["support"]; ok {
				return "a close below support at " + p.f(k, "support", price)
			}
			return "a close below the 52-week low of " + p.f(e.market.Cites, "low_52w", price)
		})
	}
	if v, ok := e.value(f, "net_debt_to_ebitda"); ok && v > 2 {
		add(func() string {
			return fmt.Sprintf("Net debt is %s EBITDA, so lower earnings or dearer credit bite harder.", p.f(f, "net_debt_to_ebitda", times))
		}, func() string { return "net debt growing faster than EBITDA in the next report, or a covenant waiver" })
	}
	if v, ok := e.value(f, "current_ratio"); ok && v < 1 {
		add(func() string {
			return fmt.Sprintf("Current liabilities exceed current assets: the current ratio is %s.", p.f(f, "current_ratio", plain))
		}, func() string { return "a drawn credit line or a suspended buyback to meet them" })
	}
	if v, ok := e.value(f, "net_margin"); ok && v < 0 {
		add(func() string {
			return fmt.Sprintf("It loses money: net margin is %s.", p.f(f, "net_margin", pct))
		}, func() string { return "a going-concern paragraph, or new shares sold below the market" })
	}
}

// wrongIf says what would make the view wrong, in terms that can be observed.
func (e *evidence) wrongIf(p *pen, t *tearsheet.Thesis, v tearsheet.View) {
	k, f := e.tech.Cites, e.fund.Cites
	switch v.Rating {
	case tearsheet.Buy, tearsheet.Hold:
		p.claim(&t.WrongIf, tearsheet.OpinionClaim, func() string {
			return fmt.Sprintf("The positive case is wrong if trailing revenue growth falls below zero from %s.", p.f(f, "revenue_growth_ttm", pct))
		})
		p.claim(&t.WrongIf, tearsheet.OpinionClaim, func() string {
			return fmt.Sprintf("The positive case is wrong if the price closes below its 200-day average of %s.", p.f(k, "sma_200", price))
		})
	}
	switch v.Rating {
	case tearsheet.Sell, tearsheet.Hold:
		p.claim(&t.WrongIf, tearsheet.OpinionClaim, func() string {
			return fmt.Sprintf("The negative case is wrong if the price closes above resistance at %s.", p.f(k, "resistance", price))
		})
		p.claim(&t.WrongIf, tearsheet.OpinionClaim, func() string {
			return fmt.Sprintf("The negative case is wrong if the next report lifts the net margin above %s.", p.f(f, "net_margin", pct))
		})
	}
	if v.Rating == tearsheet.NoRating {
		p.claim(&t.WrongIf, tearsheet.OpinionClaim, func() string { return "There is no view to be wrong: " + v.Reason + "." })
	}
}
