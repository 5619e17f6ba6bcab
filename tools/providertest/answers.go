package providertest

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"tearsheet"
)

// answers is what a provider says about one security at one as-of.
type answers struct {
	series  tearsheet.Series
	facts   []tearsheet.Fact
	filings []tearsheet.Filing
	chain   tearsheet.Chain
	news    []tearsheet.Article
	curve   tearsheet.Curve
	errs    map[string]error
}

// ask puts every question.
func ask(ctx context.Context, p tearsheet.Provider, id tearsheet.SecurityID, asOf time.Time) answers {
	a := answers{errs: map[string]error{}}
	a.series, a.errs[Bars] = p.Bars(ctx, tearsheet.BarQuery{Security: id, AsOf: asOf})
	a.facts, a.errs[Facts] = p.Facts(ctx, tearsheet.FactQuery{Security: id, AsOf: asOf})
	a.filings, a.errs[Filings] = p.Filings(ctx, tearsheet.FilingQuery{Security: id, AsOf: asOf})
	a.chain, a.errs[Chain] = p.Chain(ctx, tearsheet.ChainQuery{Security: id, AsOf: asOf})
	a.news, a.errs[News] = p.News(ctx, tearsheet.NewsQuery{Security: id, AsOf: asOf})
	a.curve, a.errs[Curve] = p.Curve(ctx, tearsheet.CurveQuery{Country: "US", AsOf: asOf})
	return a
}

// count is how many items of a kind there are.
func (a answers) count(kind string) int {
	return map[string]int{Bars: len(a.series.Bars), Facts: len(a.facts), Filings: len(a.filings),
		Chain: len(a.chain.Contracts), News: len(a.news), Curve: len(a.curve.Points)}[kind]
}

// check reports every breach of the contract within one answer.
func (a answers) check(t testing.TB, asOf time.Time) {
	t.Helper()
	at := asOf.In(tearsheet.NewYork).Format("2006-01-02 15:04:05")
	late := func(known time.Time, format string, args ...any) {
		if known.IsZero() || known.After(asOf) {
			t.Errorf("as of %s: %s is known at %v", at, fmt.Sprintf(format, args...), known)
		}
	}
	for kind, err := range a.errs {
		if err != nil && tearsheet.KindOf(err) != tearsheet.KindNotFound && tearsheet.KindOf(err) != tearsheet.KindStale {
			t.Errorf("as of %s: %s: kind %s: %v", at, kind, tearsheet.KindOf(err), err)
		}
		if err != nil && a.count(kind) > 0 {
			t.Errorf("as of %s: %s: both data and an error: %v", at, kind, err)
		}
		if tearsheet.KindOf(err) == tearsheet.KindNotFound && tearsheet.HintOf(err) == "" {
			t.Errorf("as of %s: %s: not found, without a hint what to do: %v", at, kind, err)
		}
	}
	a.checkSeries(t, at, late)
	seen := map[tearsheet.FactID]bool{}
	for i, f := range a.facts {
		late(f.Known, "fact %s %s", f.Concept, f.ID)
		if err := f.Check(); err != nil {
			t.Errorf("as of %s: %v", at, err)
		}
		if seen[f.ID] {
			t.Errorf("as of %s: fact %s (%s) comes twice", at, f.ID, f.Concept)
		}
		seen[f.ID] = true
		if i > 0 && f.Known.Before(a.facts[i-1].Known) {
			t.Errorf("as of %s: fact %d is known before the one ahead of it", at, i)
		}
		if f.Source.Provider == "" || f.Source.Locator == "" {
			t.Errorf("as of %s: fact %s does not say where it is from", at, f.ID)
		}
	}
	filed := map[string]bool{}
	for i, f := range a.filings {
		late(f.Accepted, "filing %s %s", f.Form, f.Accession)
		if key := string(f.Accession) + " " + f.Document; filed[key] {
			t.Errorf("as of %s: filing %s comes twice", at, key)
		} else {
			filed[key] = true
		}
		if i > 0 && f.Accepted.After(a.filings[i-1].Accepted) {
			t.Errorf("as of %s: filing %d is newer than the one ahead of it", at, i)
		}
		if f.Form == "" || f.Filed.IsZero() {
			t.Errorf("as of %s: filing %s has no form or filing date", at, f.Accession)
		}
	}
	if a.errs[Chain] == nil {
		late(a.chain.Quoted, "the chain")
		for i, c := range a.chain.Contracts {
			if !c.LastTrade.IsZero() {
				late(c.LastTrade, "the last trade of contract %d", i)
			}
			if !(c.Strike > 0) || c.Expiry.IsZero() || (c.Right != tearsheet.Call && c.Right != tearsheet.Put) || c.Bid < 0 || c.Ask < 0 {
				t.Errorf("as of %s: contract %d is malformed: %+v", at, i, c)
			}
		}
	}
	ids := map[string]bool{}
	for i, n := range a.news {
		late(n.Published, "story %s", n.ID)
		if n.ID == "" || n.Title == "" || ids[n.ID] {
			t.Errorf("as of %s: story %d has no id or title, or comes twice: %q", at, i, n.ID)
		}
		ids[n.ID] = true
		if i > 0 && n.Published.After(a.news[i-1].Published) {
			t.Errorf("as of %s: story %d is newer than the one ahead of it", at, i)
		}
	}
	if a.errs[Curve] == nil {
		late(a.curve.Known, "the curve of %s", a.curve.Date)
		for i, p := range a.curve.Points {
			if p.Yield > 0.5 || p.Yield < -0.1 || (i > 0 && p.Years <= a.curve.Points[i-1].Years) {
				t.Errorf("as of %s: curve point %d is not a fraction per year in order of tenor: %+v", at, i, p)
			}
		}
	}
}

func (a answers) checkSeries(t testing.TB, at string, late func(time.Time, string, ...any)) {
	t.Helper()
	s := a.series
	if a.errs[Bars] == nil && (s.Basis == "" || s.Currency == "" || s.Source.Locator == "") {
		t.Errorf("as of %s: the series does not say its basis, currency or source", at)
	}
	for i, b := range s.Bars {
		late(b.Known(), "the bar of %s", b.Date)
		if i > 0 && !b.Date.After(s.Bars[i-1].Date) {
			t.Errorf("as of %s: the bar of %s follows that of %s", at, b.Date, s.Bars[i-1].Date)
		}
		if !(b.Close > 0 && b.Open > 0 && b.Low > 0 && b.High >= b.Low && b.Volume >= 0) {
			t.Errorf("as of %s: the bar of %s is malformed: %+v", at, b.Date, b)
		}
	}
	for i, x := range s.Actions {
		late(x.Known, "the %s of %s", x.Kind, x.Ex)
		if i > 0 && x.Ex.Before(s.Actions[i-1].Ex) {
			t.Errorf("as of %s: the %s of %s is out of order", at, x.Kind, x.Ex)
		}
		if (x.Kind == tearsheet.Split && !(x.Ratio > 0)) || (x.Kind == tearsheet.Dividend && !(x.Amount > 0)) {
			t.Errorf("as of %s: action without ratio or amount: %+v", at, x)
		}
	}
	for _, f := range s.Findings {
		if f.Check == "" || f.Severity == "" || f.Message == "" {
			t.Errorf("as of %s: a finding without check, severity or message: %+v", at, f)
		}
	}
}

// open reads a document to its end.
func open(ctx context.Context, p tearsheet.Provider, f tearsheet.Filing, asOf time.Time) (int64, error) {
	r, err := p.Open(ctx, f, asOf)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(io.Discard, r)
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	return n, err
}
