// Package via holds decorators of data providers.
package via

import (
	"context"
	"fmt"
	"io"
	"time"

	"tearsheet"
)

// Guard returns p with the as-of law enforced: whatever p returns that was not
// known at the query's as-of is an error of KindInternal naming it. Nothing is
// dropped in silence, since a provider that lets the future through once cannot
// be trusted with the rest. A query without an as-of is refused.
func Guard(p tearsheet.Provider) tearsheet.Provider { return guard{p} }

type guard struct{ inner tearsheet.Provider }

// Unwrap returns the guarded provider.
func (g guard) Unwrap() tearsheet.Provider { return g.inner }

func (g guard) Name() string { return g.inner.Name() }

// law checks one item of an answer; the first breach is kept.
type law struct {
	op    string
	name  string
	asOf  time.Time
	found error
}

func (g guard) law(method string, asOf time.Time) (*law, error) {
	l := &law{op: "via.guard." + method, name: g.inner.Name(), asOf: asOf}
	if asOf.IsZero() {
		return l, &tearsheet.Error{Op: l.op, Kind: tearsheet.KindInvalid, Subject: l.name, Err: fmt.Errorf("the query has no as-of"), Hint: "set AsOf on every query"}
	}
	return l, nil
}

func (l *law) item(known time.Time, format string, args ...any) {
	if l.found != nil || (!known.IsZero() && !known.After(l.asOf)) {
		return
	}
	what := "does not say when it became known"
	if !known.IsZero() {
		what = "became known at " + known.UTC().Format(time.RFC3339) + ", after the as-of"
	}
	l.found = &tearsheet.Error{Op: l.op, Kind: tearsheet.KindInternal, Subject: l.name,
		Err:  fmt.Errorf("%s %s %s", fmt.Sprintf(format, args...), what, l.asOf.UTC().Format(time.RFC3339)),
		Hint: "report this: the provider breaks the as-of law"}
}

func (g guard) Resolve(ctx context.Context, id tearsheet.SecurityID) (tearsheet.Security, error) {
	return g.inner.Resolve(ctx, id) // a name has no time
}

func (g guard) Bars(ctx context.Context, q tearsheet.BarQuery) (tearsheet.Series, error) {
	l, err := g.law("bars", q.AsOf)
	if err != nil {
		return tearsheet.Series{}, err
	}
	s, err := g.inner.Bars(ctx, q)
	if err != nil {
		return tearsheet.Series{}, err
	}
	for _, b := range s.Bars {
		if b.Known().After(l.asOf) {
			l.item(b.Known(), "the bar of %s on %s", q.Security, b.Date)
		}
	}
	for _, a := range s.Actions {
		l.item(a.Known, "the %s of %s with ex-date %s", a.Kind, q.Security, a.Ex)
	}
	if l.found != nil {
		return tearsheet.Series{}, l.found
	}
	return s, nil
}

func (g guard) Facts(ctx context.Context, q tearsheet.FactQuery) ([]tearsheet.Fact, error) {
	l, err := g.law("facts", q.AsOf)
	if err != nil {
		return nil, err
	}
	facts, err := g.inner.Facts(ctx, q)
	if err != nil {
		return nil, err
	}
	for i := range facts {
		if f := &facts[i]; f.Known.IsZero() || f.Known.After(l.asOf) {
			l.item(f.Known, "fact %s (%s of %s)", f.ID, f.Concept, f.Subject)
		}
	}
	if l.found != nil {
		return nil, l.found
	}
	return facts, nil
}

func (g guard) Filings(ctx context.Context, q tearsheet.FilingQuery) ([]tearsheet.Filing, error) {
	l, err := g.law("filings", q.AsOf)
	if err != nil {
		return nil, err
	}
	filings, err := g.inner.Filings(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, f := range filings {
		l.item(f.Accepted, "the %s filed %s (%s %s)", f.Form, f.Filed, f.Accession, f.Document)
	}
	if l.found != nil {
		return nil, l.found
	}
	return filings, nil
}

// Open refuses a filing that by its own word was not public, before asking.
func (g guard) Open(ctx context.Context, f tearsheet.Filing, asOf time.Time) (io.ReadCloser, error) {
	l, err := g.law("open", asOf)
	if err != nil {
		return nil, err
	}
	if f.Accepted.After(asOf) {
		return nil, &tearsheet.Error{Op: l.op, Kind: tearsheet.KindInvalid, Subject: f.Document,
			Err:  fmt.Errorf("filed %s, public at %s: after the as-of %s", f.Filed, f.Accepted.UTC().Format(time.RFC3339), asOf.UTC().Format(time.RFC3339)),
			Hint: "ask for filings with the same as-of"}
	}
	return g.inner.Open(ctx, f, asOf)
}

func (g guard) Chain(ctx context.Context, q tearsheet.ChainQuery) (tearsheet.Chain, error) {
	l, err := g.law("chain", q.AsOf)
	if err != nil {
		return tearsheet.Chain{}, err
	}
	c, err := g.inner.Chain(ctx, q)
	if err != nil {
		return tearsheet.Chain{}, err
	}
	l.item(c.Quoted, "the option chain of %s", q.Security)
	if !c.SpotTime.IsZero() {
		l.item(c.SpotTime, "the spot of the option chain of %s", q.Security)
	}
	for _, o := range c.Contracts {
		if !o.LastTrade.IsZero() {
			l.item(o.LastTrade, "the last trade of %s %s %v %s", q.Security, o.Right, o.Strike, o.Expiry)
		}
	}
	if l.found != nil {
		return tearsheet.Chain{}, l.found
	}
	return c, nil
}

func (g guard) News(ctx context.Context, q tearsheet.NewsQuery) ([]tearsheet.Article, error) {
	l, err := g.law("news", q.AsOf)
	if err != nil {
		return nil, err
	}
	news, err := g.inner.News(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, a := range news {
		l.item(a.Published, "story %q", a.ID)
	}
	if l.found != nil {
		return nil, l.found
	}
	return news, nil
}

func (g guard) Curve(ctx context.Context, q tearsheet.CurveQuery) (tearsheet.Curve, error) {
	l, err := g.law("curve", q.AsOf)
	if err != nil {
		return tearsheet.Curve{}, err
	}
	c, err := g.inner.Curve(ctx, q)
	if err != nil {
		return tearsheet.Curve{}, err
	}
	l.item(c.Known, "the yield curve of %s", c.Date)
	if l.found != nil {
		return tearsheet.Curve{}, l.found
	}
	return c, nil
}
