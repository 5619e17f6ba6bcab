package files

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tearsheet"
)

// Resolve describes a security: by the layout's own note, the SEC's ticker list
// and submissions, or a price file alone.
func (p *Provider) Resolve(ctx context.Context, id tearsheet.SecurityID) (tearsheet.Security, error) {
	const op = "files.resolve"
	symbol, err := p.symbolOf(op, id)
	if err != nil {
		return tearsheet.Security{}, err
	}
	out := tearsheet.Security{ID: tearsheet.SecurityID{Symbol: symbol, MIC: id.MIC}, Name: symbol, Currency: p.currencyOf(symbol)}
	note, noted := p.layout.Securities[symbol]
	out.Simulated = note.Simulated
	if noted && note.Kind != "" {
		if ok, err := p.hasPrices(ctx, symbol); err != nil || ok {
			out.Name = note.Name
			return out, err
		}
		return out, p.unknown(ctx, op, symbol)
	}
	list, err := p.tickers(ctx)
	if err != nil {
		return tearsheet.Security{}, err
	}
	entry, ok := list[symbol]
	if noted && note.CIK != 0 {
		entry, ok = listed{note.CIK, note.Name}, true
	}
	if !ok {
		found, err := p.hasPrices(ctx, symbol)
		if err != nil {
			return tearsheet.Security{}, err
		}
		if !found {
			return tearsheet.Security{}, p.unknown(ctx, op, symbol)
		}
		if noted && note.Name != "" {
			out.Name = note.Name
		}
		return out, nil
	}
	out.Name = entry.title
	out.Issuer = &tearsheet.Issuer{CIK: entry.cik, Name: entry.title}
	sub, err := p.submissionsOf(ctx, entry.cik)
	if err != nil {
		return tearsheet.Security{}, err
	}
	if sub != nil {
		is := out.Issuer
		is.SIC, is.Industry, is.State, is.FiscalYearEnd = sub.sic, sub.industry, sub.state, sub.yearEnd
		if sub.name != "" {
			is.Name, out.Name = sub.name, sub.name
		}
		if i := slices.Index(sub.tickers, symbol); i >= 0 && i < len(sub.exchange) {
			is.Exchange = sub.exchange[i]
		} else if len(sub.exchange) > 0 {
			is.Exchange = sub.exchange[0]
		}
	}
	return out, nil
}

// symbolOf normalises the symbol of a query and refuses what is none.
func (p *Provider) symbolOf(op string, id tearsheet.SecurityID) (string, error) {
	n, err := tearsheet.ParseSymbol(id.Symbol)
	if err != nil {
		return "", err
	}
	return p.layout.symbol(n.Symbol), nil
}

func (p *Provider) currencyOf(symbol string) string {
	if n, ok := p.layout.Securities[symbol]; ok && n.Currency != "" {
		return n.Currency
	}
	return p.layout.Currency
}

// cikOf finds the issuer of a query; 0 when the symbol has none.
func (p *Provider) cikOf(ctx context.Context, op string, id tearsheet.SecurityID, cik tearsheet.CIK) (tearsheet.CIK, string, error) {
	if cik != 0 && id.Symbol == "" {
		return cik, "", nil
	}
	symbol, err := p.symbolOf(op, id)
	if err != nil {
		return 0, "", err
	}
	if cik != 0 {
		return cik, symbol, nil
	}
	s, err := p.Resolve(ctx, id)
	if err != nil || s.Issuer == nil {
		return 0, symbol, err
	}
	return s.Issuer.CIK, symbol, nil
}

// hasPrices reports whether any price source has the symbol, panels last.
func (p *Provider) hasPrices(ctx context.Context, symbol string) (bool, error) {
	for _, s := range p.layout.Prices {
		if s.Path == "" {
			continue
		}
		for _, name := range spellings(symbol) {
			if _, _, ok, err := p.folder.find(s.pattern.expand("symbol", name)); ok || err != nil {
				return ok, err
			}
		}
	}
	for _, s := range p.layout.Prices {
		if s.Panel == "" {
			continue
		}
		pn, err := p.openPanel(ctx, s)
		if err != nil {
			return false, err
		}
		if pn == nil {
			continue
		}
		for _, name := range spellings(symbol) {
			if pn.rows[name] != nil {
				return true, nil
			}
		}
	}
	return false, nil
}

// unknown is the error for a symbol nobody lists, with near ones as a hint.
func (p *Provider) unknown(ctx context.Context, op, symbol string) error {
	names, _ := p.Symbols(ctx) // a broken list only makes the hint poorer
	var others []string
	if list, err := p.tickers(ctx); err == nil {
		for t := range list {
			others = append(others, t)
		}
	}
	hint := "check the symbol, or add a price file of it to the folder"
	if near := nearest(symbol, names, others); len(near) > 0 {
		hint = "did you mean " + strings.Join(near, ", ") + "?"
	}
	return &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: symbol, Hint: hint,
		Err: fmt.Errorf("neither the ticker list nor a price file of the data folder %s knows it", quoted(p.folder.shown(".")))}
}

// Symbols lists the symbols the folder has price files of their own for, sorted.
func (p *Provider) Symbols(ctx context.Context) ([]string, error) {
	var out []string
	for _, s := range p.layout.Prices {
		if s.Path == "" {
			continue
		}
		names, err := p.folder.list(s.pattern.dir)
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			if vars, ok := s.pattern.match(n); ok {
				out = append(out, strings.ReplaceAll(vars["symbol"], ".", "-"))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), ctx.Err()
}
