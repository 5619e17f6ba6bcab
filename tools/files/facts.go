package files

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"tearsheet"
)

// Facts returns what an issuer had filed by q.AsOf, oldest Known first. A fact
// is known when its filing was public: by the acceptance time where the folder
// has the issuer's submissions, else at the end of the filing day.
//
// A folder may hold several companyfacts bodies of one issuer. One is used, by
// the layout's order (whole before trimmed); the newest snapshot comes first,
// and the next is used only where it says nothing at the as-of.
func (p *Provider) Facts(ctx context.Context, q tearsheet.FactQuery) ([]tearsheet.Fact, error) {
	const op = "files.facts"
	cik, symbol, err := p.cikOf(ctx, op, q.Security, q.CIK)
	if err != nil {
		return nil, err
	}
	if cik == 0 {
		return nil, &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: symbol,
			Err:  fmt.Errorf("it has no issuer that files with the SEC: an index, a fund, or a symbol the ticker list does not have"),
			Hint: "a company's facts need its CIK: add it to tearsheet.yaml under securities: " + symbol + ": {cik: ...}"}
	}
	stored, err := p.factFiles(cik)
	if err != nil {
		return nil, err
	}
	if len(stored) == 0 {
		return nil, p.noFacts(op, symbol, cik)
	}
	sub, err := p.submissionsOf(ctx, cik)
	if err != nil {
		return nil, err
	}
	for _, name := range stored {
		f, err := p.factFile(ctx, name)
		if err != nil {
			return nil, err
		}
		out, err := p.factsFrom(ctx, f, sub, cik, q)
		if err != nil {
			return nil, err
		}
		if len(out) > 0 {
			return out, nil
		}
	}
	return nil, nil
}

// factFiles lists the stored companyfacts bodies of an issuer, best first.
func (p *Provider) factFiles(cik tearsheet.CIK) ([]string, error) {
	var out []string
	for _, s := range p.layout.Facts {
		if len(s.pattern.keys) == 1 {
			stored, _, ok, err := p.folder.find(s.pattern.expand("cik", cik.String()))
			if err != nil {
				return nil, err
			}
			if ok {
				out = append(out, stored)
			}
			continue
		}
		names, err := p.folder.list(s.pattern.dir)
		if err != nil {
			return nil, err
		}
		slices.Reverse(names) // the newest snapshot first
		for _, n := range names {
			if vars, ok := s.pattern.match(n); ok && vars["cik"] == cik.String() {
				out = append(out, joinPath(s.pattern.dir, n))
			}
		}
	}
	return out, nil
}

func (p *Provider) factFile(ctx context.Context, name string) (*factFile, error) {
	stored, st, ok, err := p.folder.find(strings.TrimSuffix(name, ".gz"))
	if err != nil || !ok {
		return nil, p.folder.wrap("files.facts", name, err, "the file went away; try again")
	}
	return load(ctx, p.cache, stamp("facts", stored, st), func(ctx context.Context) (*factFile, int64, error) {
		b, err := p.folder.read(ctx, stored)
		if err != nil {
			return nil, 0, err
		}
		f, err := parseFacts(b)
		if err != nil {
			return nil, 0, p.folder.invalid("files.facts", stored, "fetch the companyfacts again from data.sec.gov", "%v", err)
		}
		return f, int64(len(f.text)) + int64(len(f.facts))*32, nil
	})
}

// factsFrom filters a file's facts and seals what survives.
func (p *Provider) factsFrom(ctx context.Context, f *factFile, sub *submissions, cik tearsheet.CIK, q tearsheet.FactQuery) ([]tearsheet.Fact, error) {
	wanted := make([]bool, len(f.tags))
	for i, t := range f.tags {
		wanted[i] = len(q.Concepts) == 0 || slices.Contains(q.Concepts, t.concept)
	}
	known := make([]time.Time, len(f.accs))
	open := make([]bool, len(f.accs))
	for i, a := range f.accs {
		known[i] = public(time.Time{}, a.filed.date())
		if sub != nil {
			if j, ok := sub.byAcc[a.acc]; ok {
				known[i] = sub.filings[j].public
			}
		}
		open[i] = !known[i].After(q.AsOf)
	}
	pick := make([]int32, 0, len(f.facts))
	for i, r := range f.facts {
		if wanted[r.tag] && open[r.acc] {
			pick = append(pick, int32(i))
		}
	}
	slices.SortStableFunc(pick, func(a, b int32) int { return known[f.facts[a].acc].Compare(known[f.facts[b].acc]) })
	out := make([]tearsheet.Fact, len(pick))
	seal := func(from, to int) error {
		for n := from; n < to; n++ {
			if n%1024 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			r := f.facts[pick[n]]
			fact, err := p.sealed(f, r, cik.Subject(), known[r.acc])
			if err != nil {
				return err
			}
			out[n] = fact
		}
		return nil
	}
	// Sealing a fact hashes its JSON; a whole company's worth is shared between
	// the processors. Every goroutine is joined before we return.
	const few = 2000
	workers := min(runtime.GOMAXPROCS(0), 1+len(pick)/few, 8)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := 1; w < workers; w++ {
		wg.Go(func() { errs[w] = seal(len(pick)*w/workers, len(pick)*(w+1)/workers) })
	}
	errs[0] = seal(0, len(pick)/workers)
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sealed makes the fact of one reported value.
func (p *Provider) sealed(f *factFile, r rawFact, subject tearsheet.Subject, known time.Time) (tearsheet.Fact, error) {
	t := &f.tags[r.tag]
	v, err := tearsheet.ParseDecimal(f.value(r))
	if err != nil {
		return tearsheet.Fact{}, p.folder.invalid("files.facts", f.path, "fetch the companyfacts again from data.sec.gov", "%s/%d/val: %v", t.pointer, r.index, err)
	}
	quality := tearsheet.Reported
	if r.restated {
		quality = tearsheet.Restated
	}
	fiscal := ""
	if y, ok := f.fiscal[r.end]; ok && r.fullYear() {
		fiscal = "FY" + itoa(int32(y))
	}
	return tearsheet.Fact{
		Subject: subject, Concept: t.concept, Label: t.label, Value: tearsheet.Num(v), Unit: t.unit,
		Period: tearsheet.Period{Start: r.start.date(), End: r.end.date(), Fiscal: fiscal},
		Known:  known, Quality: quality,
		Source: tearsheet.Source{Provider: p.name, Locator: f.path + "#" + t.pointer + "/" + itoa(r.index),
			Accession: string(f.accs[r.acc].acc), Tag: string(t.concept), Digest: f.digest},
	}.Seal(), nil
}

func (p *Provider) noFacts(op, symbol string, cik tearsheet.CIK) error {
	hint := "add the issuer's companyfacts from https://data.sec.gov/api/xbrl/companyfacts/CIK" + cik.String() + ".json"
	if len(p.layout.Facts) > 0 {
		hint += " as " + p.folder.shown(p.layout.Facts[0].pattern.expand("cik", cik.String()))
	}
	subject := symbol
	if subject == "" {
		subject = "CIK " + cik.String()
	}
	return &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: subject, Hint: hint,
		Err: fmt.Errorf("the folder has no company facts of CIK %s", cik)}
}
