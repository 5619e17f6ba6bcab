package providertest

import (
	"errors"
	"testing"
	"time"

	"tearsheet"
)

// recorder counts the errors a check reports.
type recorder struct {
	testing.TB
	errs int
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.errs++ }

func date(d int) tearsheet.Date { return tearsheet.Date{Year: 2024, Month: 3, Day: d} }

func fact(known time.Time) tearsheet.Fact {
	return tearsheet.Fact{Subject: "cik:1", Concept: "us-gaap:Assets", Value: tearsheet.Num(tearsheet.DecimalFromInt(1)), Unit: "USD",
		Known: known, Source: tearsheet.Source{Provider: "p", Locator: "l"}, Quality: tearsheet.Reported}.Seal()
}

func bar(d tearsheet.Date) tearsheet.Bar {
	return tearsheet.Bar{Date: d, Open: 1, High: 2, Low: 1, Close: 1, Volume: 1}
}

func sound() answers {
	notThere := &tearsheet.Error{Kind: tearsheet.KindNotFound, Hint: "add it"}
	return answers{
		series: tearsheet.Series{Bars: []tearsheet.Bar{bar(date(1)), bar(date(4))}, Basis: "b", Currency: "USD", Source: tearsheet.Source{Locator: "l"}},
		facts:  []tearsheet.Fact{fact(date(1).EndOfDay()), fact(date(4).EndOfDay())},
		filings: []tearsheet.Filing{{Accession: "2", Form: "10-K", Filed: date(4), Accepted: date(4).EndOfDay()},
			{Accession: "1", Form: "8-K", Filed: date(1), Accepted: date(1).EndOfDay()}},
		news:  []tearsheet.Article{{ID: "2", Title: "t", Published: date(4).EndOfDay()}, {ID: "1", Title: "t", Published: date(1).EndOfDay()}},
		curve: tearsheet.Curve{Known: date(4).EndOfDay(), Points: []tearsheet.CurvePoint{{Years: 1, Yield: 0.04}, {Years: 10, Yield: 0.05}}},
		chain: tearsheet.Chain{Quoted: date(4).EndOfDay(), Contracts: []tearsheet.Contract{{Strike: 1, Expiry: date(8), Right: tearsheet.Call}}},
		errs:  map[string]error{"other": notThere},
	}
}

// TestCheckSees: each breach of the contract is seen, and a sound answer passes.
func TestCheckSees(t *testing.T) {
	asOf := date(4).EndOfDay()
	r := &recorder{TB: t}
	sound().check(r, asOf)
	if r.errs > 0 {
		t.Fatalf("a sound answer has %d errors", r.errs)
	}
	for name, spoil := range map[string]func(*answers){
		"bar of the future": func(a *answers) { a.series.Bars = append(a.series.Bars, bar(date(5))) },
		"bars out of order": func(a *answers) { a.series.Bars[1].Date = date(1) },
		"high below low":    func(a *answers) { a.series.Bars[0].High = 0.5 },
		"no basis":          func(a *answers) { a.series.Basis = "" },
		"action of the future": func(a *answers) {
			a.series.Actions = []tearsheet.Action{{Kind: tearsheet.Split, Ratio: 2, Ex: date(5), Known: date(5).EndOfDay()}}
		},
		"split without ratio": func(a *answers) {
			a.series.Actions = []tearsheet.Action{{Kind: tearsheet.Split, Ex: date(1), Known: date(1).EndOfDay()}}
		},
		"empty finding":         func(a *answers) { a.series.Findings = []tearsheet.Finding{{}} },
		"fact of the future":    func(a *answers) { a.facts[1] = fact(date(5).EndOfDay()) },
		"undated fact":          func(a *answers) { a.facts[0] = fact(time.Time{}) },
		"fact twice":            func(a *answers) { a.facts[1] = a.facts[0] },
		"facts out of order":    func(a *answers) { a.facts[0], a.facts[1] = a.facts[1], a.facts[0] },
		"fact changed":          func(a *answers) { a.facts[0].Unit = "EUR" },
		"fact of no source":     func(a *answers) { a.facts[0].Source.Locator = ""; a.facts[0] = a.facts[0].Seal() },
		"filing of the future":  func(a *answers) { a.filings[0].Accepted = date(5).EndOfDay() },
		"filings out of order":  func(a *answers) { a.filings[0], a.filings[1] = a.filings[1], a.filings[0] },
		"filing twice":          func(a *answers) { a.filings[1] = a.filings[0] },
		"filing of no form":     func(a *answers) { a.filings[0].Form = "" },
		"chain of the future":   func(a *answers) { a.chain.Quoted = date(5).EndOfDay() },
		"undated chain":         func(a *answers) { a.chain.Quoted = time.Time{} },
		"trade of the future":   func(a *answers) { a.chain.Contracts[0].LastTrade = date(5).EndOfDay() },
		"contract of no strike": func(a *answers) { a.chain.Contracts[0].Strike = 0 },
		"story of the future":   func(a *answers) { a.news[0].Published = date(5).EndOfDay() },
		"story twice":           func(a *answers) { a.news[1] = a.news[0] },
		"stories out of order":  func(a *answers) { a.news[0], a.news[1] = a.news[1], a.news[0] },
		"curve of the future":   func(a *answers) { a.curve.Known = date(5).EndOfDay() },
		"yield in percent":      func(a *answers) { a.curve.Points[0].Yield = 4 },
		"tenors out of order":   func(a *answers) { a.curve.Points[1].Years = 0.5 },
		"a fault":               func(a *answers) { a.errs["x"] = errors.New("boom") },
		"data and an error":     func(a *answers) { a.errs[Bars] = &tearsheet.Error{Kind: tearsheet.KindNotFound, Hint: "h"} },
		"no hint":               func(a *answers) { a.errs["x"] = &tearsheet.Error{Kind: tearsheet.KindNotFound} },
	} {
		a := sound()
		spoil(&a)
		r := &recorder{TB: t}
		a.check(r, asOf)
		if r.errs == 0 {
			t.Errorf("%s: not seen", name)
		}
	}
}

func TestDiffers(t *testing.T) {
	for kind, spoil := range map[string]func(*answers){
		Bars: func(a *answers) { a.series.Bars[0].Close = 9 }, Facts: func(a *answers) { a.facts[0].Label = "x" },
		Filings: func(a *answers) { a.filings[0].URL = "x" }, Chain: func(a *answers) { a.chain.Spot = 1 },
		News: func(a *answers) { a.news[0].URL = "x" }, Curve: func(a *answers) { a.curve.Points[0].Yield = 0.01 }, "": func(*answers) {},
	} {
		a := sound()
		spoil(&a)
		if got := sound().differs(a); got != kind {
			t.Errorf("got %q, want %q", got, kind)
		}
	}
}
