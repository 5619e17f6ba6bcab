package value

// Market is the input of [Multiples]: totals in one currency, trailing or
// forward as the caller says.
type Market struct {
	Price       Item // per share
	Shares      Item // diluted count
	Debt        Item
	Cash        Item
	OtherClaims float64 // preferred, minority; 0 by choice
	Sales       Item
	EBITDA      Item
	EBIT        Item
	NetIncome   Item // to common
	BookEquity  Item // common
	FCF         Item // to equity holders after capital expenditure
	Dividends   Item // total paid on common
	Growth      Item // expected annual earnings growth, a fraction
}

// Ratio is one multiple, or the reason it has none (Err is an *InputError; a
// zero or negative denominator is ErrDomain: "not meaningful").
type Ratio struct {
	V   float64
	Err error
}

// MultipleSet is the result of [Multiples].
type MultipleSet struct {
	MarketCap     Ratio
	Enterprise    Ratio // MarketCap + Debt + OtherClaims - Cash
	PE            Ratio // MarketCap / NetIncome
	PB            Ratio // MarketCap / BookEquity
	PS            Ratio // MarketCap / Sales
	PFCF          Ratio // MarketCap / FCF
	PEG           Ratio // PE / (100 Growth)
	EVSales       Ratio
	EVEBITDA      Ratio
	EVEBIT        Ratio
	EarningsYield Ratio // NetIncome / MarketCap, may be negative
	FCFYield      Ratio // FCF / MarketCap, may be negative
	DividendYield Ratio
	Payout        Ratio // Dividends / NetIncome
}

// Multiples forms every multiple its inputs allow. Each stands alone: a missing
// item spoils only the ratios that need it, and is named in their Err.
func Multiples(in Market) MultipleSet {
	type num func(c *check) float64
	get := func(name string, it Item) num {
		return func(c *check) float64 { return c.item(name, it) }
	}
	calc := func(f num) Ratio {
		var c check
		v := f(&c)
		c.result("multiple", v)
		if err := c.err(); err != nil {
			return Ratio{Err: err}
		}
		return Ratio{V: v}
	}
	over := func(a num, name string, it Item) Ratio {
		return calc(func(c *check) float64 {
			x, y := a(c), c.item(name, it)
			if y <= 0 {
				return c.fail(badf(name, ErrDomain, "is %g: the multiple is not meaningful", y))
			}
			return x / y
		})
	}
	capn := func(c *check) float64 { return c.pos("price", in.Price) * c.pos("shares", in.Shares) }
	evn := func(c *check) float64 {
		return capn(c) + c.item("debt", in.Debt) + c.num("other_claims", in.OtherClaims) - c.item("cash", in.Cash)
	}
	yield := func(a num) Ratio {
		return calc(func(c *check) float64 { return a(c) / capn(c) })
	}
	m := MultipleSet{
		MarketCap:     calc(capn),
		Enterprise:    calc(evn),
		PE:            over(capn, "net_income", in.NetIncome),
		PB:            over(capn, "book_equity", in.BookEquity),
		PS:            over(capn, "sales", in.Sales),
		PFCF:          over(capn, "fcf", in.FCF),
		EVSales:       over(evn, "sales", in.Sales),
		EVEBITDA:      over(evn, "ebitda", in.EBITDA),
		EVEBIT:        over(evn, "ebit", in.EBIT),
		EarningsYield: yield(get("net_income", in.NetIncome)),
		FCFYield:      yield(get("fcf", in.FCF)),
		DividendYield: yield(get("dividends", in.Dividends)),
		Payout:        over(get("dividends", in.Dividends), "net_income", in.NetIncome),
	}
	m.PEG = over(func(c *check) float64 {
		if m.PE.Err != nil {
			c.errs = append(c.errs, m.PE.Err)
		}
		return m.PE.V / 100
	}, "growth", in.Growth)
	return m
}
