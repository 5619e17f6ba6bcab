package nodes

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/quant/option"
	"tearsheet/quant/returns"
	"tearsheet/quant/risk"
)

// Options prices the chain: forward by put-call parity, implied volatility,
// Black-Scholes value at realised volatility, Greeks, implied move.
type Options struct{}

// maxChainAge is how many days before as-of a chain may have been quoted and
// still say something about as-of.
const maxChainAge = 7

// Spec implements graph.Node.
func (Options) Spec() graph.Spec {
	return graph.Spec{Name: "options", Doc: "Black-Scholes value, Greeks, implied move, put-call parity",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic(), tearsheet.PricesSlot.Topic(), tearsheet.ChainSlot.Topic()},
		Uses:  []tearsheet.Topic{tearsheet.RatesSlot.Topic(), tearsheet.MarketSlot.Topic()},
		Gives: []tearsheet.Topic{tearsheet.OptionsSlot.Topic()}, Optional: true,
		When: &graph.When{Doc: "the chain is recent and has open expiries", Holds: relevant}}
}

func relevant(in tearsheet.State) (bool, string, error) {
	req, err := tearsheet.RequestSlot.Must(in)
	if err != nil {
		return false, "", err
	}
	c, err := tearsheet.ChainSlot.Must(in)
	if err != nil {
		return false, "", err
	}
	quoted := tearsheet.DateOf(c.Quoted.In(tearsheet.NewYork))
	if age := req.AsOf.DaysSince(quoted); age > maxChainAge {
		return false, fmt.Sprintf("the newest chain was quoted on %s, %d days before as-of; %d is the limit", quoted, age, maxChainAge), nil
	}
	for _, k := range c.Contracts {
		if k.Expiry.CloseTime().After(c.Quoted) {
			return true, "", nil
		}
	}
	return false, "every contract of the chain had expired when it was quoted", nil
}

const daysPerYear = 365.0

// Run implements graph.Node.
func (Options) Run(_ context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	chain, err := tearsheet.ChainSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	prices, err := tearsheet.PricesSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	curve, _, err := tearsheet.RatesSlot.Get(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	l := newLedger("options")
	o := &pricer{l: l, chain: chain, prices: prices, curve: curve}
	o.out.Cites, o.out.Notes, o.out.Contracts, o.out.Expiries = tearsheet.Cites{}, []string{}, []tearsheet.OptionQuote{}, []tearsheet.OptionTerm{}
	o.out.Quoted = chain.Quoted.UTC().Format(time.RFC3339)
	if len(curve.Points) == 0 {
		l.gap("no_data", "no yield curve: options are discounted at zero", "add Treasury rates to the source")
	}
	o.spot()
	o.realised()
	o.marks()
	o.terms()
	if o.main < 0 {
		return tearsheet.Delta{}, &tearsheet.Error{Op: "options", Kind: tearsheet.KindStale, Subject: prices.Security.Symbol,
			Err: fmt.Errorf("no expiry has enough usable quotes (%d contracts read)", len(chain.Contracts)), Hint: "use a chain captured while the market is open"}
	}
	o.table()
	return l.delta, tearsheet.OptionsSlot.Set(&l.delta, o.out)
}

type pricer struct {
	l      *ledger
	chain  tearsheet.Chain
	prices tearsheet.Series
	curve  tearsheet.Curve
	out    tearsheet.Options

	spotFact tearsheet.Fact
	volFact  tearsheet.Fact
	now      time.Time // when the marks were made
	quotes   []mark
	main     int // the expiry the table is about
	mainTerm *expiryTerms
}

// mark is a contract with a usable price.
type mark struct {
	c     tearsheet.Contract
	price float64
	basis string // mid or last
}

// spot takes the vendor's own quote of the underlying, else the close of the day
// the chain was quoted.
func (o *pricer) spot() {
	base := tearsheet.Fact{Subject: o.prices.Security.Subject(), Concept: "opt:spot", Label: "Underlying price of the option chain", Unit: tearsheet.PerShare(o.prices.Currency), Quality: tearsheet.Reported}
	day := tearsheet.DateOf(o.chain.Quoted.In(tearsheet.NewYork))
	o.now = o.chain.Quoted
	if o.chain.Spot > 0 {
		if !o.chain.SpotTime.IsZero() {
			day = tearsheet.DateOf(o.chain.SpotTime.In(tearsheet.NewYork))
		}
		base.Period, base.Known, base.Source = tearsheet.Instant(day), o.chain.Quoted, o.chain.Source
		o.out.Spot, o.out.SpotBasis = o.chain.Spot, "quote"
	} else if i := onOrBefore(o.prices.Bars, day); i >= 0 {
		b := o.prices.Bars[i]
		base.Period, base.Known, base.Source = tearsheet.Instant(b.Date), b.Known(), o.prices.Source
		base.Known = maxTime(base.Known, o.chain.Quoted)
		o.out.Spot, o.out.SpotBasis = b.Close, "close"
		o.out.Notes = append(o.out.Notes, fmt.Sprintf("the chain does not store the price of the underlying; the close of %s is used", b.Date))
	}
	if f, ok := o.l.number(base, o.out.Spot); ok {
		o.spotFact = f
		o.out.Spot, _ = f.Value.Float()
		o.out.Cites["spot"] = f.ID
	}
	if i := onOrBefore(o.prices.Bars, day); i >= 0 && o.prices.Bars[i].Date == day {
		if c := o.prices.Bars[i].Close; math.Abs(o.out.Spot/c-1) > 0.02 {
			o.l.finding(tearsheet.SeverityWarning, "chain_spot", fmt.Sprintf("the chain's underlying price %.2f differs from the close %.2f of %s", o.out.Spot, c, day), "check that prices and chain are on the same share basis")
		}
	}
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// realised is the volatility of the last three months, at which fair values are
// struck.
func (o *pricer) realised() {
	_, _, _, closes, _ := columns(o.prices.Bars)
	n := min(63, len(closes)-1)
	if n < 20 {
		return
	}
	r := make([]float64, n)
	if returns.Log(r, closes[len(closes)-n-1:]) != nil {
		return
	}
	if v, err := risk.CloseToClose(r, sessionsPerYear); err == nil && v > 0 {
		if f, ok := o.l.derive("calc:realised_vol", "Realised volatility, three months, annualised", v, tearsheet.Pure, period(o.prices.Bars, n+1),
			fmt.Sprintf("sample deviation of %d daily log returns x sqrt(252)", n), seriesFact(o.prices)); ok {
			o.volFact = f
			show(&o.out.RealisedVol, o.out.Cites, "realised_vol", f)
		}
	}
}

// marks gives each contract a price: the mid of a two-sided quote, else the last
// trade when it was made in the session the spot is of.
func (o *pricer) marks() {
	mids, lasts := 0, 0
	session := o.chain.SpotTime
	if session.IsZero() {
		session = o.chain.Quoted
	}
	day := tearsheet.DateOf(session.In(tearsheet.NewYork))
	for _, c := range o.chain.Contracts {
		m := mark{c: c}
		switch {
		case c.Bid > 0 && c.Ask >= c.Bid:
			m.price, m.basis = (c.Bid+c.Ask)/2, "mid"
			mids++
		case c.Last > 0 && !c.LastTrade.IsZero() && tearsheet.DateOf(c.LastTrade.In(tearsheet.NewYork)) == day:
			m.price, m.basis = c.Last, "last"
			lasts++
		default:
			continue
		}
		o.quotes = append(o.quotes, m)
	}
	o.out.Quality = "live"
	if lasts > mids {
		o.out.Quality = "stale"
		// Last trades belong to the session the spot is of, so time runs from there.
		if !o.chain.SpotTime.IsZero() {
			o.now = o.chain.SpotTime
		}
		o.out.Notes = append(o.out.Notes, fmt.Sprintf("nobody was quoting when the chain was taken: %d of %d contracts are marked at their last trade of %s, so their prices are of different moments", lasts, len(o.chain.Contracts), day))
	}
	if rest := len(o.chain.Contracts) - len(o.quotes); rest > 0 {
		o.out.Notes = append(o.out.Notes, fmt.Sprintf("%d of %d contracts have neither a two-sided quote nor a trade of that session and are left out", rest, len(o.chain.Contracts)))
	}
}

// expiryTerms is what one expiry's pricing needs.
type expiryTerms struct {
	expiry tearsheet.Date
	years  float64
	rate   float64
	yield  float64
	rfact  tearsheet.Fact
	fwd    tearsheet.Fact
	quotes []mark
	iv     map[int]float64 // by index in quotes
}

func (o *pricer) terms() {
	by := map[tearsheet.Date][]mark{}
	listed := map[tearsheet.Date]int{}
	for _, c := range o.chain.Contracts {
		listed[c.Expiry]++
	}
	for _, m := range o.quotes {
		by[m.c.Expiry] = append(by[m.c.Expiry], m)
	}
	expiries := make([]tearsheet.Date, 0, len(listed))
	for e := range listed {
		expiries = append(expiries, e)
	}
	slices.SortFunc(expiries, tearsheet.Date.Compare)
	o.main = -1
	for _, e := range expiries {
		years := e.CloseTime().Sub(o.now).Hours() / 24 / daysPerYear
		if years <= 0 {
			continue
		}
		t := o.term(e, years, by[e])
		t.out.Contracts = listed[e]
		o.out.Expiries = append(o.out.Expiries, t.out)
		if o.main < 0 && t.out.ATMVol != nil && t.out.Days >= 2 {
			o.main, o.mainTerm = len(o.out.Expiries)-1, t.terms
		}
	}
	if o.main < 0 {
		return
	}
	term := o.out.Expiries[o.main]
	o.out.ImpliedVol, o.out.ImpliedMove = term.ATMVol, term.ImpliedMove
	o.out.Cites["implied_vol"] = term.Cites["atm_vol"]
	if id, ok := term.Cites["implied_move"]; ok {
		o.out.Cites["implied_move"] = id
	}
	o.out.ParityErrMax = term.ParityError
	if id, ok := term.Cites["parity_error"]; ok {
		o.out.Cites["parity_error_max"] = id
	}
	if o.out.RealisedVol != nil {
		if iv, ok := o.fact(term.Cites["atm_vol"]); ok {
			if f, ok := o.l.derive("calc:iv_minus_realised", "Implied minus realised volatility", *term.ATMVol-*o.out.RealisedVol, tearsheet.Pure, iv.Period,
				"at-the-money implied volatility - realised volatility", iv, o.volFact); ok {
				show(&o.out.VolPremium, o.out.Cites, "iv_minus_realised", f)
			}
		}
	}
}

func (o *pricer) fact(id tearsheet.FactID) (tearsheet.Fact, bool) {
	for _, f := range o.l.delta.Facts {
		if f.ID == id {
			return f, true
		}
	}
	return tearsheet.Fact{}, false
}

type termResult struct {
	out   tearsheet.OptionTerm
	terms *expiryTerms
}

// term prices one expiry. American exercise is ignored: for short expiries near
// the money it moves the forward by less than the quotes' own width.
func (o *pricer) term(e tearsheet.Date, years float64, quotes []mark) termResult {
	t := tearsheet.OptionTerm{Expiry: e, Days: int(math.Ceil(years * daysPerYear)), Usable: len(quotes), Cites: tearsheet.Cites{}, Smile: []tearsheet.Smile{}}
	x := &expiryTerms{expiry: e, years: years, quotes: quotes, iv: map[int]float64{}}
	if r, f, ok := riskFree(o.curve, years); ok {
		x.rate, x.rfact, t.Rate = r, f, round(r, 8)
		o.l.add(f)
	}
	res := termResult{out: t, terms: x}
	o.forward(&res.out, x)
	if res.out.Forward == nil {
		return res
	}
	o.smile(&res.out, x)
	o.atm(&res.out, x)
	return res
}

// forward is the median over near-the-money strikes of K + (C - P) e^{rT}.
func (o *pricer) forward(t *tearsheet.OptionTerm, x *expiryTerms) {
	calls := map[float64]int{}
	for i, m := range x.quotes {
		if m.c.Right == tearsheet.Call {
			calls[m.c.Strike] = i
		}
	}
	grow := math.Exp(x.rate * x.years)
	type pair struct{ k, f float64 }
	var pairs []pair
	for _, m := range x.quotes {
		i, ok := calls[m.c.Strike]
		if m.c.Right != tearsheet.Put || !ok || math.Abs(m.c.Strike/o.out.Spot-1) > 0.08 {
			continue
		}
		pairs = append(pairs, pair{m.c.Strike, m.c.Strike + (x.quotes[i].price-m.price)*grow})
	}
	t.ParityPairs = len(pairs)
	if len(pairs) < 2 {
		return
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.f, b.f) })
	fwd := pairs[len(pairs)/2].f
	if len(pairs)%2 == 0 {
		fwd = (pairs[len(pairs)/2-1].f + fwd) / 2
	}
	if math.Abs(fwd/o.out.Spot-1) > 0.05+0.1*x.years {
		o.l.finding(tearsheet.SeverityWarning, "parity", fmt.Sprintf("put-call parity at %s implies a forward of %.2f against a spot of %.2f: the quotes are not of one moment", x.expiry, fwd, o.out.Spot), "")
		return
	}
	p := tearsheet.Period{Start: tearsheet.DateOf(o.now.In(tearsheet.NewYork)), End: x.expiry}
	from := o.chainFact(x.expiry, len(x.quotes))
	f, ok := o.l.derive(tearsheet.Concept("calc:forward_"+x.expiry.String()), "Forward to "+x.expiry.String(), fwd, tearsheet.PerShare(o.chain.Currency), p,
		fmt.Sprintf("median of strike + (call - put) e^(rT) over %d strikes", len(pairs)), o.with(from, x.rfact)...)
	if !ok {
		return
	}
	x.fwd = f
	show(&t.Forward, t.Cites, "forward", f)
	x.yield = x.rate - math.Log(fwd/o.out.Spot)/x.years
	errs := make([]float64, len(pairs))
	for i, p := range pairs {
		errs[i] = math.Abs(p.f-fwd) / grow
	}
	slices.Sort(errs)
	if g, ok := o.l.derive(tearsheet.Concept("calc:parity_error_"+x.expiry.String()), "Put-call parity residual, median", errs[len(errs)/2], tearsheet.PerShare(o.chain.Currency), p,
		"median |C - P - (F - K) e^(-rT)|", f, from); ok {
		show(&t.ParityError, t.Cites, "parity_error", g)
	}
}

// with drops facts that were never made, such as the rate of an absent curve.
func (o *pricer) with(facts ...tearsheet.Fact) []tearsheet.Fact {
	return slices.DeleteFunc(facts, func(f tearsheet.Fact) bool { return f.ID == "" })
}

// chainFact stands for the quotes of an expiry.
func (o *pricer) chainFact(e tearsheet.Date, n int) tearsheet.Fact {
	f := tearsheet.Fact{Subject: o.prices.Security.Subject(), Concept: tearsheet.Concept("opt:chain_" + e.String()), Label: "Option quotes, expiry " + e.String(),
		Value: tearsheet.Text(fmt.Sprintf("%d usable quotes", n)), Unit: tearsheet.TextUnit, Period: tearsheet.Instant(e), Known: o.chain.Quoted,
		Quality: o.quality(), Source: o.chain.Source}.Seal()
	o.l.add(f)
	return f
}

func (o *pricer) quality() tearsheet.Quality {
	if o.out.Quality == "stale" {
		return tearsheet.Estimated
	}
	return tearsheet.Reported
}

// smile solves the implied volatility of every usable contract and keeps the
// out-of-the-money ones for the chart.
func (o *pricer) smile(t *tearsheet.OptionTerm, x *expiryTerms) {
	fwd := *t.Forward
	for i, m := range x.quotes {
		v, err := option.ImpliedVol(right(m.c.Right), m.price, option.Inputs{Spot: o.out.Spot, Strike: m.c.Strike, Years: x.years, Rate: x.rate, Yield: x.yield})
		if err != nil || v < 0.01 || v > 5 {
			continue
		}
		x.iv[i] = v
		otm := m.c.Right == tearsheet.Call && m.c.Strike >= fwd || m.c.Right == tearsheet.Put && m.c.Strike < fwd
		if otm && math.Abs(math.Log(m.c.Strike/fwd)) < 0.5 {
			t.Smile = append(t.Smile, tearsheet.Smile{Strike: m.c.Strike, Vol: round(v, 6), Right: m.c.Right})
		}
	}
	slices.SortFunc(t.Smile, func(a, b tearsheet.Smile) int { return cmp.Compare(a.Strike, b.Strike) })
}

func right(r tearsheet.Right) option.Right {
	if r == tearsheet.Put {
		return option.Put
	}
	return option.Call
}

// atm interpolates the implied volatility at the forward and prices the straddle
// at the nearest strike.
func (o *pricer) atm(t *tearsheet.OptionTerm, x *expiryTerms) {
	fwd := *t.Forward
	type point struct{ k, v float64 }
	byK := map[float64][]float64{}
	for i, v := range x.iv {
		byK[x.quotes[i].c.Strike] = append(byK[x.quotes[i].c.Strike], v)
	}
	var pts []point
	for k, vs := range byK {
		sum := 0.0
		slices.Sort(vs)
		for _, v := range vs {
			sum += v
		}
		pts = append(pts, point{k, sum / float64(len(vs))})
	}
	slices.SortFunc(pts, func(a, b point) int { return cmp.Compare(a.k, b.k) })
	j, _ := slices.BinarySearchFunc(pts, fwd, func(p point, f float64) int { return cmp.Compare(p.k, f) })
	if j == 0 || j == len(pts) || pts[j].k/pts[j-1].k > 1.10 {
		return // the forward is not bracketed closely enough
	}
	w := (fwd - pts[j-1].k) / (pts[j].k - pts[j-1].k)
	vol := pts[j-1].v + w*(pts[j].v-pts[j-1].v)
	p := tearsheet.Period{Start: tearsheet.DateOf(o.now.In(tearsheet.NewYork)), End: x.expiry}
	from := o.chainFact(x.expiry, len(x.quotes))
	if f, ok := o.l.derive(tearsheet.Concept("calc:atm_vol_"+x.expiry.String()), "At-the-money implied volatility, "+x.expiry.String(), vol, tearsheet.Pure, p,
		"Black-Scholes implied volatility, linear in strike at the forward", o.with(from, x.fwd, x.rfact)...); ok {
		show(&t.ATMVol, t.Cites, "atm_vol", f)
	}
	k := pts[j-1].k
	if w > 0.5 {
		k = pts[j].k
	}
	var call, put float64
	for _, m := range x.quotes {
		if m.c.Strike == k && m.c.Right == tearsheet.Call {
			call = m.price
		} else if m.c.Strike == k {
			put = m.price
		}
	}
	if call == 0 || put == 0 {
		return
	}
	t.ATMStrike = &k
	s, ok := o.l.derive(tearsheet.Concept("calc:straddle_"+x.expiry.String()), "Straddle at the money, "+x.expiry.String(), call+put, tearsheet.PerShare(o.chain.Currency), p,
		fmt.Sprintf("call + put at strike %g", k), from)
	if !ok {
		return
	}
	show(&t.Straddle, t.Cites, "straddle", s)
	if f, ok := o.l.derive(tearsheet.Concept("calc:implied_move_"+x.expiry.String()), "Implied move to "+x.expiry.String(), (call+put)/o.out.Spot, tearsheet.Pure, p,
		"at-the-money straddle / spot", s, o.spotFact); ok {
		show(&t.ImpliedMove, t.Cites, "implied_move", f)
	}
}

// tableStrikes is how many strikes each side of the forward the table shows.
const tableStrikes = 3

// table lists the contracts near the money of the main expiry with their
// Black-Scholes value at realised volatility and Greeks at implied volatility.
func (o *pricer) table() {
	x := o.mainTerm
	fwd := *o.out.Expiries[o.main].Forward
	strikes := map[float64]bool{}
	for _, m := range x.quotes {
		strikes[m.c.Strike] = true
	}
	ks := make([]float64, 0, len(strikes))
	for k := range strikes {
		ks = append(ks, k)
	}
	slices.SortFunc(ks, func(a, b float64) int { return cmp.Compare(math.Abs(a-fwd), math.Abs(b-fwd)) })
	near := map[float64]bool{}
	for _, k := range ks[:min(len(ks), 2*tableStrikes+1)] {
		near[k] = true
	}
	from := o.chainFact(x.expiry, len(x.quotes))
	for i, m := range x.quotes {
		if near[m.c.Strike] {
			o.out.Contracts = append(o.out.Contracts, o.quote(i, m, x, from))
		}
	}
	slices.SortFunc(o.out.Contracts, func(a, b tearsheet.OptionQuote) int {
		return cmp.Or(cmp.Compare(a.Strike, b.Strike), cmp.Compare(a.Right, b.Right))
	})
}

func (o *pricer) quote(i int, m mark, x *expiryTerms, chain tearsheet.Fact) tearsheet.OptionQuote {
	q := tearsheet.OptionQuote{Right: m.c.Right, Strike: m.c.Strike, Expiry: m.c.Expiry, Bid: m.c.Bid, Ask: m.c.Ask, Last: m.c.Last, MarkBasis: m.basis, Cites: tearsheet.Cites{}}
	id := fmt.Sprintf("%s_%g_%s", m.c.Right, m.c.Strike, m.c.Expiry)
	name := fmt.Sprintf("%s %g %s", m.c.Expiry, m.c.Strike, m.c.Right)
	money := tearsheet.PerShare(o.chain.Currency)
	p := tearsheet.Period{Start: tearsheet.DateOf(o.now.In(tearsheet.NewYork)), End: x.expiry}
	put := func(field **float64, key, label string, v float64, unit tearsheet.Unit, formula string, from ...tearsheet.Fact) {
		if f, ok := o.l.derive(tearsheet.Concept("calc:option_"+key+"_"+id), label+", "+name, v, unit, p, formula, o.with(from...)...); ok {
			show(field, q.Cites, key, f)
		}
	}
	put(&q.Mark, "mark", "Mark", m.price, money, map[string]string{"mid": "(bid + ask) / 2", "last": "last trade of the session"}[m.basis], chain)
	in := option.Inputs{Spot: o.out.Spot, Strike: m.c.Strike, Years: x.years, Rate: x.rate, Yield: x.yield}
	if o.out.RealisedVol != nil {
		in.Vol = *o.out.RealisedVol
		if v, err := option.Price(right(m.c.Right), in); err == nil {
			put(&q.FairValue, "fair_value", "Black-Scholes value at realised volatility", v, money, "Black-Scholes-Merton, carry from the parity forward", o.volFact, o.spotFact, x.fwd, x.rfact)
		}
	}
	iv, ok := x.iv[i]
	if !ok {
		q.Note = "its price is outside the no-arbitrage bounds of the parity forward, so it has no implied volatility"
		return q
	}
	put(&q.IV, "iv", "Implied volatility", iv, tearsheet.Pure, "Black-Scholes volatility that gives the mark", chain, o.spotFact, x.fwd, x.rfact)
	in.Vol = iv
	if g, err := option.Evaluate(right(m.c.Right), in); err == nil {
		src := []tearsheet.Fact{chain, o.spotFact, x.fwd}
		put(&q.Delta, "delta", "Delta", g.Delta, tearsheet.Pure, "Black-Scholes delta at implied volatility", src...)
		put(&q.Gamma, "gamma", "Gamma", g.Gamma, tearsheet.Pure, "Black-Scholes gamma at implied volatility, per unit of spot", src...)
		put(&q.Theta, "theta_day", "Theta, per calendar day", g.Theta/daysPerYear, money, "Black-Scholes theta / 365", src...)
		put(&q.Vega, "vega_point", "Vega, per volatility point", g.Vega/100, money, "Black-Scholes vega / 100", src...)
	}
	return q
}
