package files

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"tearsheet"
)

// Chain returns the newest option chain quoted at or before q.AsOf; of two
// quoted at one time, the source the layout lists first.
func (p *Provider) Chain(ctx context.Context, q tearsheet.ChainQuery) (tearsheet.Chain, error) {
	const op = "files.chain"
	symbol, err := p.symbolOf(op, q.Security)
	if err != nil {
		return tearsheet.Chain{}, err
	}
	var best *tearsheet.Chain
	var first tearsheet.Chain // the earliest there is, for the error
	for _, src := range p.layout.Chains {
		names, err := p.folder.list(src.pattern.dir)
		if err != nil {
			return tearsheet.Chain{}, err
		}
		for _, n := range names {
			vars, ok := src.pattern.match(n)
			if !ok || !sameSymbol(vars["symbol"], symbol) {
				continue
			}
			c, err := p.chainFile(ctx, src, joinPath(src.pattern.dir, n), symbol, nameDay(vars))
			if err != nil {
				return tearsheet.Chain{}, err
			}
			if first.Quoted.IsZero() || c.Quoted.Before(first.Quoted) {
				first = c
			}
			if !c.Quoted.After(q.AsOf) && (best == nil || c.Quoted.After(best.Quoted)) {
				best = &c
			}
		}
	}
	if best == nil {
		e := &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: symbol, Err: fmt.Errorf("the folder has no option chain of it"),
			Hint: "add a Yahoo v7 chain as options/yahoo_v7_" + symbol + "_YYYY-MM-DD.json"}
		if !first.Quoted.IsZero() {
			e.Err = fmt.Errorf("the folder has no option chain of it quoted by %s; the first is of %s (%s)",
				q.AsOf.UTC().Format("2006-01-02T15:04Z"), first.Quoted.UTC().Format("2006-01-02T15:04Z"), first.Source.Locator)
			e.Hint = "choose a later as-of"
		}
		return tearsheet.Chain{}, e
	}
	out := *best
	out.Contracts = slices.Clone(out.Contracts)
	out.Findings = slices.Clone(out.Findings)
	out.Underlying.MIC = q.Security.MIC
	return out, nil
}

// nameDay is the day in a chain's file name; zero if there is none.
func nameDay(vars map[string]string) tearsheet.Date {
	if d, err := tearsheet.ParseDate(vars["date"]); err == nil {
		return d
	}
	if s := vars["stamp"]; len(s) >= 8 {
		return compactDay(s[:8])
	}
	return tearsheet.Date{}
}

// chainFile reads one chain; the copy that comes back is shared.
func (p *Provider) chainFile(ctx context.Context, src chainSource, name, symbol string, day tearsheet.Date) (tearsheet.Chain, error) {
	stored, st, ok, err := p.folder.find(strings.TrimSuffix(name, ".gz"))
	if err != nil || !ok {
		return tearsheet.Chain{}, p.folder.wrap("files.chain", name, err, "the file went away; try again")
	}
	return load(ctx, p.cache, stamp("chain "+symbol, stored, st), func(ctx context.Context) (tearsheet.Chain, int64, error) {
		b, err := p.folder.read(ctx, stored)
		if err != nil {
			return tearsheet.Chain{}, 0, err
		}
		var c tearsheet.Chain
		if src.Kind == "ibkr" {
			c, err = parseIBKR(p.folder, b, day)
		} else {
			c, err = parseYahooChain(b.data, symbol, day)
			if err != nil {
				err = p.folder.invalid("files.chain", stored, "fetch the chain again", "%v", err)
			}
		}
		if err != nil {
			return c, 0, err
		}
		c.Underlying = tearsheet.SecurityID{Symbol: symbol}
		if c.Currency == "" {
			c.Currency = p.currencyOf(symbol)
		}
		c.Source = p.source(stored, b.digest)
		slices.SortStableFunc(c.Contracts, func(a, b tearsheet.Contract) int {
			return cmp.Or(a.Expiry.Compare(b.Expiry), cmp.Compare(a.Strike, b.Strike), cmp.Compare(a.Right, b.Right))
		})
		c.Findings = append(c.Findings, chainOddities(c, stored)...)
		return c, int64(len(c.Contracts)) * 160, nil
	})
}

// chainOddities counts quotes that cannot be traded on.
func chainOddities(c tearsheet.Chain, file string) (out []tearsheet.Finding) {
	var dead, crossed, late int
	for _, o := range c.Contracts {
		if o.Bid == 0 && o.Ask == 0 {
			dead++
		}
		if o.Bid > o.Ask && o.Ask > 0 {
			crossed++
		}
		if o.LastTrade.After(c.Quoted) {
			late++
		}
	}
	note := func(check string, sev tearsheet.Severity, n int, what string) {
		if n > 0 {
			out = append(out, tearsheet.Finding{Check: check, Severity: sev,
				Message: fmt.Sprintf("%s: %d of %d contracts have %s", file, n, len(c.Contracts), what)})
		}
	}
	sev := tearsheet.SeverityInfo
	if dead*2 > len(c.Contracts) {
		sev = tearsheet.SeverityWarning
	}
	note("chain.no_quote", sev, dead, "bid and ask 0: nobody was quoting")
	note("chain.crossed", tearsheet.SeverityWarning, crossed, "a bid above the ask")
	note("chain.late_trade", tearsheet.SeverityWarning, late, "a last trade after the quote time")
	return out
}
