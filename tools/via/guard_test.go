package via

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"tearsheet"
)

var (
	asOf   = tearsheet.Date{Year: 2024, Month: 3, Day: 1}.EndOfDay()
	future = tearsheet.Date{Year: 2024, Month: 3, Day: 4}
	past   = tearsheet.Date{Year: 2024, Month: 2, Day: 29}
)

// stub answers every query with what it holds.
type stub struct {
	series  tearsheet.Series
	facts   []tearsheet.Fact
	filings []tearsheet.Filing
	chain   tearsheet.Chain
	news    []tearsheet.Article
	curve   tearsheet.Curve
	err     error
	opened  bool
}

func (s *stub) Name() string { return "stub" }
func (s *stub) Resolve(context.Context, tearsheet.SecurityID) (tearsheet.Security, error) {
	return tearsheet.Security{Name: "x"}, s.err
}
func (s *stub) Bars(context.Context, tearsheet.BarQuery) (tearsheet.Series, error) {
	return s.series, s.err
}
func (s *stub) Facts(context.Context, tearsheet.FactQuery) ([]tearsheet.Fact, error) {
	return s.facts, s.err
}
func (s *stub) Filings(context.Context, tearsheet.FilingQuery) ([]tearsheet.Filing, error) {
	return s.filings, s.err
}
func (s *stub) Open(context.Context, tearsheet.Filing, time.Time) (io.ReadCloser, error) {
	s.opened = true
	return io.NopCloser(strings.NewReader("x")), s.err
}
func (s *stub) Chain(context.Context, tearsheet.ChainQuery) (tearsheet.Chain, error) {
	return s.chain, s.err
}
func (s *stub) News(context.Context, tearsheet.NewsQuery) ([]tearsheet.Article, error) {
	return s.news, s.err
}
func (s *stub) Curve(context.Context, tearsheet.CurveQuery) (tearsheet.Curve, error) {
	return s.curve, s.err
}

// all calls every method that takes an as-of.
func all(p tearsheet.Provider, at time.Time) map[string]error {
	ctx := context.Background()
	id := tearsheet.SecurityID{Symbol: "ACME"}
	out := map[string]error{}
	_, out["bars"] = p.Bars(ctx, tearsheet.BarQuery{Security: id, AsOf: at})
	_, out["facts"] = p.Facts(ctx, tearsheet.FactQuery{Security: id, AsOf: at})
	_, out["filings"] = p.Filings(ctx, tearsheet.FilingQuery{Security: id, AsOf: at})
	_, out["open"] = p.Open(ctx, tearsheet.Filing{Document: "d", Accepted: past.EndOfDay()}, at)
	_, out["chain"] = p.Chain(ctx, tearsheet.ChainQuery{Security: id, AsOf: at})
	_, out["news"] = p.News(ctx, tearsheet.NewsQuery{Security: id, AsOf: at})
	_, out["curve"] = p.Curve(ctx, tearsheet.CurveQuery{AsOf: at})
	return out
}

func known(d tearsheet.Date) *stub {
	t := d.EndOfDay()
	return &stub{
		series:  tearsheet.Series{Bars: []tearsheet.Bar{{Date: d}}},
		facts:   []tearsheet.Fact{{ID: "F1", Concept: "us-gaap:Assets", Known: t}},
		filings: []tearsheet.Filing{{Accession: "0000000001-24-000001", Form: "10-K", Filed: d, Accepted: t}},
		chain:   tearsheet.Chain{Quoted: t},
		news:    []tearsheet.Article{{ID: "n1", Published: t}},
		curve:   tearsheet.Curve{Date: d, Known: t},
	}
}

func TestGuardPassesThePast(t *testing.T) {
	for m, err := range all(Guard(known(past)), asOf) {
		if err != nil {
			t.Errorf("%s: %v", m, err)
		}
	}
}

func TestGuardStopsTheFuture(t *testing.T) {
	for m, err := range all(Guard(known(future)), asOf) {
		if m == "open" {
			continue
		}
		if tearsheet.KindOf(err) != tearsheet.KindInternal {
			t.Errorf("%s: got %v, want KindInternal", m, err)
		} else if !strings.Contains(err.Error(), "2024-03-0") {
			t.Errorf("%s: the error does not name the item: %v", m, err)
		}
	}
}

func TestGuardStopsParts(t *testing.T) {
	for name, s := range map[string]*stub{
		"action":        {series: tearsheet.Series{Actions: []tearsheet.Action{{Kind: tearsheet.Split, Ex: future, Known: future.EndOfDay()}}}},
		"undated facts": {facts: []tearsheet.Fact{{ID: "F1"}}},
		"spot":          {chain: tearsheet.Chain{Quoted: past.EndOfDay(), SpotTime: future.EndOfDay()}},
		"last trade":    {chain: tearsheet.Chain{Quoted: past.EndOfDay(), Contracts: []tearsheet.Contract{{LastTrade: future.EndOfDay()}}}},
	} {
		hit := 0
		for m, err := range all(Guard(s), asOf) {
			empty := (m == "chain" && s.chain.Quoted.IsZero()) || m == "curve" // a zero answer is undated
			if tearsheet.KindOf(err) == tearsheet.KindInternal && !empty {
				hit++
			}
		}
		if hit != 1 {
			t.Errorf("%s: %d methods refused, want 1", name, hit)
		}
	}
}

func TestGuardNeedsAnAsOf(t *testing.T) {
	for m, err := range all(Guard(known(past)), time.Time{}) {
		if tearsheet.KindOf(err) != tearsheet.KindInvalid {
			t.Errorf("%s: got %v, want KindInvalid", m, err)
		}
	}
}

func TestGuardOpen(t *testing.T) {
	s := known(past)
	_, err := Guard(s).Open(context.Background(), tearsheet.Filing{Document: "d", Accepted: future.EndOfDay()}, asOf)
	if tearsheet.KindOf(err) != tearsheet.KindInvalid || s.opened {
		t.Errorf("a filing of the future was opened: %v, asked=%v", err, s.opened)
	}
}

func TestGuardKeepsErrors(t *testing.T) {
	s := known(past)
	s.err = errors.New("down")
	g := Guard(s)
	for m, err := range all(g, asOf) {
		if !errors.Is(err, s.err) {
			t.Errorf("%s: got %v", m, err)
		}
	}
	if _, err := g.Resolve(context.Background(), tearsheet.SecurityID{}); !errors.Is(err, s.err) {
		t.Errorf("resolve: got %v", err)
	}
	if g.Name() != "stub" || g.(interface{ Unwrap() tearsheet.Provider }).Unwrap() != tearsheet.Provider(s) {
		t.Error("the guard hides its inner provider")
	}
}
