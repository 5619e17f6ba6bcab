package files

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"tearsheet"
)

// Filings lists an issuer's filings public at q.AsOf, newest first: the rows of
// its submissions, and documents in the folder whose filing date can be told. A
// document whose filing date cannot be told is left out; Unserved says which.
func (p *Provider) Filings(ctx context.Context, q tearsheet.FilingQuery) ([]tearsheet.Filing, error) {
	const op = "files.filings"
	cik, symbol, err := p.cikOf(ctx, op, q.Security, q.CIK)
	if err != nil {
		return nil, err
	}
	all, unserved, err := p.allFilings(ctx, cik, symbol)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 && len(unserved) > 0 {
		return nil, &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: symbol, Hint: unserved[0].Hint,
			Err: fmt.Errorf("%d documents are in the folder, none with a known filing date: %s", len(unserved), unserved[0].Message)}
	}
	if len(all) == 0 {
		hint := "add the issuer's submissions or a document such as filings/" + symbol + "_10-K_2025-02-20.htm"
		if cik != 0 && p.layout.Submissions.Path != "" {
			hint = "add its submissions as " + p.folder.shown(p.layout.Submissions.pattern.expand("cik", cik.String()))
		}
		return nil, &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: symbol, Hint: hint,
			Err: fmt.Errorf("the folder has neither submissions nor filing documents of it")}
	}
	out := []tearsheet.Filing{}
	for _, f := range all {
		if f.Accepted.After(q.AsOf) || (len(q.Forms) > 0 && !slices.Contains(q.Forms, f.Form)) {
			continue
		}
		if out = append(out, f); q.Limit > 0 && len(out) == q.Limit {
			break
		}
	}
	return out, nil
}

// allFilings is everything the folder knows of an issuer's filings, newest
// first, with what could not be placed in time.
func (p *Provider) allFilings(ctx context.Context, cik tearsheet.CIK, symbol string) (all []tearsheet.Filing, notes []tearsheet.Finding, err error) {
	sub, err := p.submissionsOf(ctx, cik)
	if err != nil {
		return nil, nil, err
	}
	symbols, err := p.symbolsOf(ctx, cik, symbol, sub)
	if err != nil {
		return nil, nil, err
	}
	if sub != nil {
		all = make([]tearsheet.Filing, 0, len(sub.filings)+8)
		for _, f := range sub.filings {
			all = append(all, tearsheet.Filing{Accession: f.acc, CIK: cik, Form: f.form, Filed: f.filed, Accepted: f.public, Period: f.period,
				URL:    archiveURL(cik, f.acc, f.doc),
				Source: p.rowSource(f)})
		}
	}
	var docs []held
	for _, s := range symbols {
		d, err := p.heldDocs(s)
		if err != nil {
			return nil, nil, err
		}
		docs = append(docs, d...)
	}
	m := matcher{p: p, cik: cik, sub: sub, docs: docs}
	for _, d := range docs {
		f, why, err := m.place(ctx, d)
		if err != nil {
			return nil, nil, err
		}
		if why != "" {
			notes = append(notes, tearsheet.Finding{Check: "filings.undated", Severity: tearsheet.SeverityInfo,
				Message: d.path + ": " + why, Hint: "add the issuer's submissions, or put the filing date (YYYY-MM-DD) in the file name"})
			continue
		}
		i := slices.IndexFunc(all, func(a tearsheet.Filing) bool { return f.Accession != "" && a.Accession == f.Accession })
		switch {
		case i < 0:
			all = append(all, f)
		case all[i].Document == "" || (isHTML(f.Document) && !isHTML(all[i].Document)):
			all[i].Document, all[i].Source = f.Document, f.Source
			if all[i].Period.IsZero() {
				all[i].Period = f.Period
			}
		}
	}
	slices.SortStableFunc(all, func(a, b tearsheet.Filing) int {
		if c := b.Accepted.Compare(a.Accepted); c != 0 {
			return c
		}
		return strings.Compare(string(b.Accession)+b.Document, string(a.Accession)+a.Document)
	})
	return all, notes, nil
}

// rowSource names a row of submissions.
func (p *Provider) rowSource(f submitted) tearsheet.Source {
	return tearsheet.Source{Provider: p.name, Locator: f.path + "#/filings/recent/accessionNumber/" + strconv.Itoa(f.row), Accession: string(f.acc), Digest: f.digest}
}

// symbolsOf is the symbols an issuer's documents may be named by: GOOG's are
// GOOGL's.
func (p *Provider) symbolsOf(ctx context.Context, cik tearsheet.CIK, symbol string, sub *submissions) ([]string, error) {
	var out []string
	if symbol != "" {
		out = append(out, symbol)
	}
	if cik == 0 {
		return out, nil
	}
	list, err := p.tickers(ctx)
	if err != nil {
		return nil, err
	}
	for t, l := range list {
		if l.cik == cik {
			out = append(out, t)
		}
	}
	for t, n := range p.layout.Securities {
		if n.CIK == cik {
			out = append(out, t)
		}
	}
	if sub != nil {
		out = append(out, sub.tickers...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// matcher finds out when a document in the folder was filed.
type matcher struct {
	p    *Provider
	cik  tearsheet.CIK
	sub  *submissions
	docs []held
	accs map[tearsheet.Accession]factFiling // from companyfacts, loaded when needed
}

// place completes a document's filing; why is set when its filing date cannot be
// told.
func (m *matcher) place(ctx context.Context, d held) (f tearsheet.Filing, why string, err error) {
	f = tearsheet.Filing{CIK: m.cik, Form: d.form, Accession: d.acc, Document: d.path}
	if row := m.row(d); row != nil {
		f.Accession, f.Form, f.Filed, f.Accepted, f.Period = row.acc, row.form, row.filed, row.public, row.period
		f.URL = archiveURL(m.cik, row.acc, row.doc)
		f.Source = m.p.rowSource(*row)
		return f, "", nil // known without opening the document
	}
	h, err := m.p.head(ctx, d.path)
	if err != nil {
		return f, "", err
	}
	if h.cik != 0 && f.CIK == 0 {
		f.CIK = h.cik
	}
	if h.filed.IsZero() { // a full submission beside it may say more
		for _, other := range m.docs {
			if other.stem == d.stem && other.path != d.path {
				if o, err := m.p.head(ctx, other.path); err == nil && !o.filed.IsZero() {
					h.acc, h.filed, h.accepted, h.form = o.acc, o.filed, o.accepted, o.form
				}
			}
		}
	}
	if f.Accession == "" {
		f.Accession = h.acc
	}
	if h.form != "" && f.Filed.IsZero() {
		f.Form = h.form
	}
	if f.Period.IsZero() {
		f.Period = h.period
	}
	if f.Period.IsZero() && !d.filed {
		f.Period = d.date
	}
	switch {
	case !f.Filed.IsZero():
	case !h.filed.IsZero():
		f.Filed, f.Accepted = h.filed, public(h.accepted, h.filed)
	case d.filed && !d.date.IsZero():
		f.Filed, f.Accepted = d.date, d.date.EndOfDay().UTC()
	}
	if f.Filed.IsZero() || f.Accession == "" {
		if err := m.fromFacts(ctx, &f); err != nil {
			return f, "", err
		}
	}
	if f.Filed.IsZero() {
		return f, "when it was filed cannot be told from its name, its header, the issuer's submissions or company facts", nil
	}
	f.URL = archiveURL(f.CIK, f.Accession, "")
	f.Source = tearsheet.Source{Provider: m.p.name, Locator: d.path, Accession: string(f.Accession), Digest: h.digest}
	return f, "", nil
}

// row finds a document's row in the submissions.
func (m *matcher) row(d held) *submitted {
	if m.sub == nil {
		return nil
	}
	if d.acc != "" {
		if i, ok := m.sub.byAcc[d.acc]; ok {
			return &m.sub.filings[i]
		}
		return nil
	}
	var hit *submitted
	for i := range m.sub.filings {
		r := &m.sub.filings[i]
		at := r.period
		if d.filed {
			at = r.filed
		}
		if r.form == d.form && at == d.date && !d.date.IsZero() {
			if hit != nil {
				return nil // two of one form and day: which it is cannot be told
			}
			hit = r
		}
	}
	return hit
}

// fromFacts completes accession or filing date from the issuer's companyfacts.
func (m *matcher) fromFacts(ctx context.Context, f *tearsheet.Filing) error {
	if m.cik == 0 {
		return nil
	}
	if m.accs == nil {
		m.accs = map[tearsheet.Accession]factFiling{}
		stored, err := m.p.factFiles(m.cik)
		if err != nil {
			return err
		}
		for _, name := range stored {
			ff, err := m.p.factFile(ctx, name)
			if err != nil {
				return err
			}
			for _, a := range ff.accs {
				if _, dup := m.accs[a.acc]; !dup {
					m.accs[a.acc] = a
				}
			}
		}
	}
	if f.Accession != "" {
		if a, ok := m.accs[f.Accession]; ok && f.Filed.IsZero() {
			f.Filed = a.filed.date()
			f.Accepted = f.Filed.EndOfDay().UTC()
			if a.form != "" && a.form != "Other" {
				f.Form = a.form
			}
		}
		return nil
	}
	var hit *factFiling
	for _, a := range m.accs {
		if a.form == f.Form && a.filed.date() == f.Filed {
			if hit != nil {
				return nil
			}
			hit = &a
		}
	}
	if hit != nil {
		f.Accession = hit.acc
	}
	return nil
}

// Unserved says which documents of a security the folder holds but Filings
// leaves out, and why.
func (p *Provider) Unserved(ctx context.Context, id tearsheet.SecurityID) ([]tearsheet.Finding, error) {
	cik, symbol, err := p.cikOf(ctx, "files.unserved", id, 0)
	if err != nil {
		return nil, err
	}
	_, notes, err := p.allFilings(ctx, cik, symbol)
	return notes, err
}

// Open returns a document of a filing, decompressed. What counts is when the
// folder says the document was public, not what the caller's Filing says.
func (p *Provider) Open(ctx context.Context, f tearsheet.Filing, asOf time.Time) (io.ReadCloser, error) {
	const op = "files.open"
	if f.Document == "" {
		hint := "add the document to the folder's filings"
		if f.URL != "" {
			hint = "fetch " + f.URL + " into the folder's filings"
		}
		return nil, &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: fmt.Sprintf("%s %s", f.Form, f.Accession), Hint: hint,
			Err: fmt.Errorf("the folder has the listing of this filing, not its document")}
	}
	docs, err := p.heldDocs("")
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(docs, func(d held) bool { return d.path == f.Document })
	if i < 0 {
		return nil, &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: quoted(f.Document), Hint: "use the Document of a Filing that Filings returned",
			Err: fmt.Errorf("the folder has no such filing document")}
	}
	cik, symbol, err := p.cikOf(ctx, op, tearsheet.SecurityID{Symbol: docs[i].symbol}, 0)
	if err != nil && tearsheet.KindOf(err) != tearsheet.KindNotFound {
		return nil, err
	}
	if symbol == "" {
		symbol = docs[i].symbol
	}
	all, _, err := p.allFilings(ctx, cik, symbol)
	if err != nil {
		return nil, err
	}
	j := slices.IndexFunc(all, func(a tearsheet.Filing) bool { return a.Document == f.Document })
	if j < 0 {
		return nil, &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: f.Document, Hint: "add the issuer's submissions to the folder",
			Err: fmt.Errorf("when this document was filed cannot be told")}
	}
	if at := all[j].Accepted; at.After(asOf) {
		return nil, &tearsheet.Error{Op: op, Kind: tearsheet.KindInvalid, Subject: f.Document, Hint: "ask for filings with the same as-of",
			Err: fmt.Errorf("filed %s, public at %s: after the as-of %s", all[j].Filed, at.UTC().Format("2006-01-02T15:04Z"), asOf.UTC().Format("2006-01-02T15:04Z"))}
	}
	b, err := p.folder.read(ctx, f.Document)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(b.data)), nil
}

// archiveURL is where EDGAR keeps a filing; "" when the accession is unknown.
func archiveURL(cik tearsheet.CIK, acc tearsheet.Accession, doc string) string {
	if cik == 0 || acc == "" {
		return ""
	}
	return "https://www.sec.gov/Archives/edgar/data/" + strconv.FormatUint(uint64(cik), 10) + "/" + strings.ReplaceAll(string(acc), "-", "") + "/" + doc
}

func isHTML(name string) bool {
	n := strings.TrimSuffix(name, ".gz")
	return strings.HasSuffix(n, ".htm") || strings.HasSuffix(n, ".html")
}
