package statement

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"tearsheet"
)

// Column is one period of the statements. Lines that are not there were not
// filed, or not in a form that can be used.
type Column struct {
	Fiscal     string // FY2024, TTM
	Start, End tearsheet.Date
	Filed      tearsheet.Date // of the filing that the period's result is taken from
	Accession  string
	Lines      map[Item]tearsheet.Fact
}

// Value is a line's number.
func (c *Column) Value(i Item) (float64, bool) {
	if c == nil {
		return 0, false
	}
	f, ok := c.Lines[i]
	if !ok {
		return 0, false
	}
	return f.Value.Float()
}

// Set is a company's statements as known at one moment.
type Set struct {
	Kind     string    // industrial, bank, insurer, reit
	Currency string    // of the money lines
	Annual   []*Column // newest first
	TTM      *Column   // trailing twelve months; balances at its end
	Prior    *Column   // the twelve months before TTM, flows only, when they can be formed
	Inputs   []tearsheet.Fact
	Notes    []string
	Findings []tearsheet.Finding
}

// Build makes up to years annual columns and the trailing twelve months from the
// facts known at as-of. Per-share and share lines are brought to the as-of share
// basis with the splits in actions.
func Build(facts []tearsheet.Fact, actions []tearsheet.Action, years int) (Set, error) {
	b := builder{actions: actions, by: map[string][]tearsheet.Fact{}}
	b.index(facts)
	if len(b.by) == 0 {
		return Set{}, fmt.Errorf("none of the facts carries a tag of the resolution table")
	}
	b.set.Kind = b.kind()
	ends := b.fiscalYears()
	if len(ends) == 0 {
		return Set{}, fmt.Errorf("the filed facts hold no complete fiscal year")
	}
	for _, p := range ends[:min(years, len(ends))] {
		c := &Column{Start: p.Start, End: p.End, Lines: map[Item]tearsheet.Fact{}, Fiscal: p.Fiscal}
		if c.Fiscal == "" {
			c.Fiscal = fiscalLabel(p.End)
		}
		b.fill(c, p.Start)
		b.complete(c)
		b.set.Annual = append(b.set.Annual, c)
	}
	b.trailing(ends)
	return b.set, nil
}

type builder struct {
	set     Set
	actions []tearsheet.Action
	by      map[string][]tearsheet.Fact // tag -> facts
}

func (b *builder) index(facts []tearsheet.Fact) {
	currency := map[string]int{}
	for _, f := range facts {
		tag, ok := strings.CutPrefix(string(f.Concept), "us-gaap:")
		if !ok {
			continue
		}
		if _, num := f.Value.Float(); !num {
			continue
		}
		b.by[tag] = append(b.by[tag], f)
		if len(f.Unit) == 3 {
			currency[string(f.Unit)]++
		}
	}
	for c, n := range currency {
		if n > currency[b.set.Currency] || n == currency[b.set.Currency] && c < b.set.Currency {
			b.set.Currency = c
		}
	}
}

func (b *builder) kind() string {
	has := func(tags []string) (n int) {
		for _, t := range tags {
			if len(b.by[t]) > 0 {
				n++
			}
		}
		return n
	}
	switch {
	case has(bankTags) >= 3:
		return "bank"
	case has(insurerTags) >= 1:
		return "insurer"
	case has(reitTags) >= 1 && len(b.by["CostOfRevenue"]) == 0:
		return "reit"
	}
	return "industrial"
}

func annual(p tearsheet.Period) bool { d := p.Days(); return d >= 350 && d <= 380 }

// fiscalYears finds the periods of about a year that the result, the revenue or
// the cash flow is stated for, newest first. Twelve-month periods that do not end
// where the company's years end (interim "last twelve months") are left out.
func (b *builder) fiscalYears() []tearsheet.Period {
	votes := map[tearsheet.Date]map[Item]bool{}
	spans := map[tearsheet.Date]tearsheet.Period{}
	var parts []tearsheet.Date // starts of half years and nine months
	for _, l := range Table {
		if l.Item != Revenue && l.Item != NetIncome && l.Item != OperatingCash && l.Item != Assets {
			continue
		}
		for _, tag := range l.Tags {
			for _, f := range b.by[tag] {
				if d := f.Period.Days(); l.Item != Assets && d >= 150 && d <= 300 && !slices.Contains(parts, f.Period.Start) {
					parts = append(parts, f.Period.Start)
				}
				if l.Item != Assets && !annual(f.Period) {
					continue
				}
				if votes[f.Period.End] == nil {
					votes[f.Period.End] = map[Item]bool{}
				}
				votes[f.Period.End][l.Item] = true
				if l.Item != Assets {
					if old, ok := spans[f.Period.End]; !ok || old.Fiscal == "" {
						spans[f.Period.End] = f.Period
					}
				}
			}
		}
	}
	var ends []tearsheet.Period
	for end, p := range spans {
		if n := votes[end]; len(n) >= 2 {
			ends = append(ends, p)
		}
	}
	slices.SortFunc(ends, func(x, y tearsheet.Period) int { return y.End.Compare(x.End) })
	// Half years and nine months are counted from the start of a fiscal year, so
	// the newest period that shares a start with one of them, or is followed by
	// one, is a fiscal year. Without any, the phase of the year that most lines
	// are stated for wins; 10 days cover 52/53-week years.
	best := slices.IndexFunc(ends, func(p tearsheet.Period) bool {
		return slices.ContainsFunc(parts, func(d tearsheet.Date) bool {
			return abs(d.DaysSince(p.Start)) <= 6 || abs(d.DaysSince(p.End.AddDays(1))) <= 6
		})
	})
	most := 0
	for i := range ends {
		if best >= 0 && most == 0 {
			break
		}
		n := 0
		for j := range ends {
			if samePhase(ends[i].End, ends[j].End) {
				n += len(votes[ends[j].End])
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	var out []tearsheet.Period
	for _, p := range ends {
		if samePhase(ends[best].End, p.End) && (len(out) == 0 || out[len(out)-1].End.DaysSince(p.End) > 300) {
			out = append(out, p)
		}
	}
	return out
}

func samePhase(a, b tearsheet.Date) bool {
	d := math.Mod(math.Abs(float64(a.DaysSince(b))), 365.25)
	return d <= 10 || d >= 355
}

// fiscalLabel names a fiscal year by the year it ends in; a 52/53-week year that
// ends in the first week of January belongs to the year before.
func fiscalLabel(end tearsheet.Date) string {
	d := end.AddDays(-7)
	return fmt.Sprintf("FY%d", d.Year)
}

// identity lines must come of one balance sheet, or assets restated in a later
// table stand beside the liabilities of the sheet before.
var identity = []Item{Assets, Liabilities, LiabilitiesEquity, ParentEquity, Equity, Redeemable, RedeemableMinority, RedeemableStock}

// sheet is when the newest whole balance sheet of a day became known: only a
// whole one states liabilities and equity together. Zero when none does.
func (b *builder) sheet(end tearsheet.Date) (known time.Time) {
	for _, f := range b.by["LiabilitiesAndStockholdersEquity"] {
		if f.Period == tearsheet.Instant(end) && f.Known.After(known) {
			known = f.Known
		}
	}
	return known
}

// fill resolves every line of the table for a column whose flows start at start.
func (b *builder) fill(c *Column, start tearsheet.Date) {
	sheet := b.sheet(c.End)
	for _, l := range Table {
		var found []tearsheet.Fact
		var until time.Time
		if slices.Contains(identity, l.Item) {
			until = sheet
		}
		for _, tag := range l.Tags {
			if f, ok := b.latest(tag, l, start, c.End, until); ok {
				found = append(found, f)
			}
		}
		if len(found) == 0 {
			continue
		}
		f := found[0]
		if l.Total && len(found) > 1 {
			f = b.total(l, c, found, start)
		}
		c.Lines[l.Item] = b.onBasis(f, l)
	}
	for _, i := range []Item{NetIncome, Revenue, OperatingCash} {
		if f, ok := c.Lines[i]; ok && c.Filed.IsZero() {
			c.Filed, c.Accession = tearsheet.DateOf(f.Known.In(tearsheet.NewYork)), f.Source.Accession
		}
	}
}

// latest is the newest statement of a tag for exactly the period, none newer than
// until unless that is zero.
func (b *builder) latest(tag string, l Line, start, end tearsheet.Date, until time.Time) (best tearsheet.Fact, ok bool) {
	for _, f := range b.by[tag] {
		if !until.IsZero() && f.Known.After(until) {
			continue
		}
		if f.Period.End != end || f.Period.IsInstant() != l.Instant || !b.unit(f.Unit, l.Unit) {
			continue
		}
		if !l.Instant && abs(f.Period.Start.DaysSince(start)) > 6 {
			continue
		}
		if !ok || f.Known.After(best.Known) {
			best, ok = f, true
		}
	}
	return best, ok
}

func (b *builder) unit(u tearsheet.Unit, want string) bool {
	switch want {
	case "money":
		return string(u) == b.set.Currency
	case "per_share":
		return string(u) == b.set.Currency+"/share"
	}
	return u == tearsheet.Shares
}

// total chooses among tags that may each state a part of the line. P&G's FY2014
// Revenues is a part (29.4 billion) of its SalesRevenueNet (83.1 billion): a part
// never exceeds the whole, and cost plus gross profit tells the whole.
func (b *builder) total(l Line, c *Column, found []tearsheet.Fact, start tearsheet.Date) tearsheet.Fact {
	big := slices.MaxFunc(found, func(x, y tearsheet.Fact) int { return cmp.Compare(num(x), num(y)) })
	pick, why := big, "the largest"
	cost, ok1 := b.latest("CostOfRevenue", Line{Unit: "money"}, start, c.End, time.Time{})
	if !ok1 {
		cost, ok1 = b.latest("CostOfGoodsAndServicesSold", Line{Unit: "money"}, start, c.End, time.Time{})
	}
	gross, ok2 := b.latest("GrossProfit", Line{Unit: "money"}, start, c.End, time.Time{})
	if ok1 && ok2 {
		want := num(cost) + num(gross)
		for _, f := range found {
			if math.Abs(num(f)-want) <= 0.005*math.Abs(want) {
				pick, why = f, "the one that cost plus gross profit confirm"
				break
			}
		}
	}
	small := slices.MinFunc(found, func(x, y tearsheet.Fact) int { return cmp.Compare(num(x), num(y)) })
	if math.Abs(num(big)-num(small)) > 0.01*math.Abs(num(big)) {
		b.set.Notes = append(b.set.Notes, fmt.Sprintf("%s %s: %s states %s and %s states %s; %s is used", c.End, strings.ToLower(l.Label),
			big.Source.Tag, big.Render(tearsheet.MoneyStyle), small.Source.Tag, small.Render(tearsheet.MoneyStyle), why))
	}
	return pick
}

// onBasis brings a per-share or share line to the as-of share basis: splits with
// an ex-date after the filing are not in the filed figure.
func (b *builder) onBasis(f tearsheet.Fact, l Line) tearsheet.Fact {
	b.input(f)
	if l.Unit == "money" {
		return f
	}
	filed := tearsheet.DateOf(f.Known.In(tearsheet.NewYork))
	ratio := 1.0
	for _, a := range b.actions {
		if a.Kind == tearsheet.Split && a.Ex.After(filed) && a.Ratio > 0 {
			ratio *= a.Ratio
		}
	}
	if ratio == 1 {
		return f
	}
	v, how := num(f)*ratio, "as filed x %g for splits after the filing"
	if l.Unit == "per_share" {
		v, how = num(f)/ratio, "as filed / %g for splits after the filing"
	}
	if g, ok := b.derive(l.Item, l.Label+", on the as-of share basis", v, f.Unit, f.Period, fmt.Sprintf(how, ratio), f); ok {
		return g
	}
	return f
}

func (b *builder) input(facts ...tearsheet.Fact) { b.set.Inputs = append(b.set.Inputs, facts...) }

func (b *builder) derive(i Item, label string, v float64, u tearsheet.Unit, p tearsheet.Period, formula string, from ...tearsheet.Fact) (tearsheet.Fact, bool) {
	d, err := tearsheet.DecimalFromFloat(v)
	if err != nil {
		return tearsheet.Fact{}, false
	}
	f := tearsheet.Derive(tearsheet.Concept("fin:"+string(i)), label, d, u, p, formula, from...)
	b.input(from...)
	b.input(f)
	return f, true
}

// complete derives the lines a filer leaves to the reader.
func (b *builder) complete(c *Column) {
	sum := func(to Item, label, formula string, instant bool, sign []float64, items ...Item) {
		if _, ok := c.Lines[to]; ok {
			return
		}
		v := 0.0
		var from []tearsheet.Fact
		for k, i := range items {
			f, ok := c.Lines[i]
			if !ok {
				return
			}
			v += sign[k] * num(f)
			from = append(from, f)
		}
		p := tearsheet.Period{Start: c.Start, End: c.End, Fiscal: c.Fiscal}
		if instant {
			p = tearsheet.Instant(c.End)
		}
		if f, ok := b.derive(to, label, v, from[0].Unit, p, formula, from...); ok {
			c.Lines[to] = f
		}
	}
	plus, minus := []float64{1, 1}, []float64{1, -1, -1}
	if b.set.Kind == "industrial" {
		sum(Revenue, "Revenue", "gross profit + cost of revenue", false, plus, GrossProfit, CostOfRevenue)
		sum(GrossProfit, "Gross profit", "revenue - cost of revenue", false, minus, Revenue, CostOfRevenue)
	}
	if b.set.Kind == "industrial" || b.set.Kind == "reit" {
		sum(FreeCashFlow, "Free cash flow", "operating cash flow - capital expenditure", false, minus, OperatingCash, Capex)
	}
	if _, ok := c.Lines[Equity]; !ok {
		if f, ok := c.Lines[ParentEquity]; ok {
			c.Lines[Equity] = f
		}
	}
	if _, ok := c.Lines[ParentEquity]; !ok {
		if f, ok := c.Lines[Equity]; ok {
			c.Lines[ParentEquity] = f
		}
	}
	b.redeemable(c)
	if r, ok := c.Lines[Redeemable]; ok && num(r) != 0 {
		if e, ok := c.Lines[Equity]; ok {
			if f, ok := b.derive(Equity, "Total equity with redeemable interests", num(e)+num(r), e.Unit, tearsheet.Instant(c.End), "total equity + redeemable interests", e, r); ok {
				c.Lines[Equity] = f
			}
		}
	}
	sum(Liabilities, "Total liabilities", "liabilities and equity - total equity", true, minus, LiabilitiesEquity, Equity)
	if b.set.Kind != "bank" && b.set.Kind != "insurer" {
		b.debt(c)
		switch {
		case has(c, Debt, Cash, ShortInvestments):
			sum(NetDebt, "Net debt", "total debt - cash - short-term investments", true, minus, Debt, Cash, ShortInvestments)
		default:
			sum(NetDebt, "Net debt", "total debt - cash", true, minus, Debt, Cash)
		}
	}
	b.balance(c)
}

// redeemable adds redeemable non-controlling interests and redeemable stock up.
// Some filers state their sum too; some state only the first under its tag.
func (b *builder) redeemable(c *Column) {
	var from []tearsheet.Fact
	v := 0.0
	for _, i := range []Item{RedeemableMinority, RedeemableStock} {
		if f, ok := c.Lines[i]; ok {
			from, v = append(from, f), v+num(f)
		}
	}
	if r, ok := c.Lines[Redeemable]; len(from) == 0 || ok && num(r) >= v {
		return
	}
	c.Lines[Redeemable] = from[0]
	if len(from) == 2 {
		if f, ok := b.derive(Redeemable, "Redeemable interests", v, from[0].Unit, tearsheet.Instant(c.End), "redeemable non-controlling interests + redeemable stock", from...); ok {
			c.Lines[Redeemable] = f
		}
	}
}

func has(c *Column, items ...Item) bool {
	for _, i := range items {
		if _, ok := c.Lines[i]; !ok {
			return false
		}
	}
	return true
}

// debt adds up what the balance sheet states. Current debt already holds the
// current part of long-term debt and short-term borrowings.
func (b *builder) debt(c *Column) {
	var from []tearsheet.Fact
	var names []string
	add := func(i Item, name string) bool {
		f, ok := c.Lines[i]
		if ok {
			from, names = append(from, f), append(names, name)
		}
		return ok
	}
	if add(LongDebt, "long-term debt") {
		if !add(CurrentDebt, "current debt") {
			add(CurrentLongDebt, "current part of long-term debt")
			add(ShortBorrowings, "short-term borrowings")
		}
	} else if add(LongDebtTotal, "long-term debt with its current part") {
		add(ShortBorrowings, "short-term borrowings")
	} else if !add(CurrentDebt, "current debt") {
		add(ShortBorrowings, "short-term borrowings")
	}
	if len(from) == 0 {
		return
	}
	v := 0.0
	for _, f := range from {
		v += num(f)
	}
	if f, ok := b.derive(Debt, "Total debt", v, from[0].Unit, tearsheet.Instant(c.End), strings.Join(names, " + "), from...); ok {
		c.Lines[Debt] = f
	}
}

// balance reports a balance sheet that does not balance.
func (b *builder) balance(c *Column) {
	a, ok1 := c.Value(Assets)
	l, ok2 := c.Value(Liabilities)
	e, ok3 := c.Value(Equity)
	if ok1 && ok2 && ok3 && math.Abs(a-l-e) > 0.001*math.Abs(a) {
		b.set.Findings = append(b.set.Findings, tearsheet.Finding{Check: "balance_sheet", Severity: tearsheet.SeverityWarning,
			Message: fmt.Sprintf("%s: assets %s differ from liabilities %s plus equity %s", c.Fiscal, c.Lines[Assets].Render(tearsheet.MoneyStyle),
				c.Lines[Liabilities].Render(tearsheet.MoneyStyle), c.Lines[Equity].Render(tearsheet.MoneyStyle)),
			Hint: "a class of equity outside both totals may be filed under a tag the table does not know"})
	}
}

func num(f tearsheet.Fact) float64 {
	v, _ := f.Value.Float()
	return v
}

func abs(n int) int { return max(n, -n) }
