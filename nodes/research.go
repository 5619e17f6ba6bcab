package nodes

import (
	"context"
	"fmt"
	"io"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/rag"
)

// Research reads the issuer's filings and finds the passages that bear on what
// the other analysts found, and on the question that was asked.
type Research struct {
	Filings tearsheet.FilingProvider
	Library tearsheet.Library
}

// Spec implements graph.Node.
func (Research) Spec() graph.Spec {
	return graph.Spec{Name: "research", Doc: "passages from the filings, with accession and section",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic()},
		Uses: []tearsheet.Topic{tearsheet.TechnicalSlot.Topic(), tearsheet.FundamentalSlot.Topic(), tearsheet.SentimentSlot.Topic(),
			tearsheet.OptionsSlot.Topic(), tearsheet.RiskSlot.Topic()},
		Gives: []tearsheet.Topic{tearsheet.ResearchSlot.Topic()}, Optional: true, Timeout: 2 * fetchTimeout, Retry: fetchRetry}
}

const (
	filingsRead      = 2 // newest documents that are read
	filingBytes      = 100 << 20
	passagesPerQuery = 2
)

// Run implements graph.Node.
func (n Research) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	req, err := tearsheet.RequestSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	if req.Security.Issuer == nil {
		return tearsheet.Delta{}, graph.Skip(req.Security.ID.Symbol+" has no issuer that files with the SEC", "")
	}
	held, find, indexed, err := readFilings(ctx, n.Filings, n.Library, req)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	l := newLedger("research")
	l.window("filings", held[len(held)-1].Filed.String(), held[0].Filed.String(), len(held), held[0].Source.Provider, "newest annual and interim reports held")
	out := tearsheet.Research{Filings: indexed, Queries: []tearsheet.ResearchQuery{}, Passages: []string{}}
	for _, f := range indexed {
		for _, w := range f.Warnings {
			l.finding(tearsheet.SeverityWarning, "filing", fmt.Sprintf("%s %s: %s", f.Filing.Form, f.Filing.Accession, w), "read the filing before relying on it")
		}
	}
	seen := map[string]bool{}
	for _, q := range n.questions(in, req) {
		found, err := find.Retrieve(ctx, q.RetrieveQuery)
		if err != nil {
			return tearsheet.Delta{}, err
		}
		rq := tearsheet.ResearchQuery{Topic: q.topic, Text: q.Text, Passages: []string{}}
		for _, p := range found {
			rq.Passages = append(rq.Passages, p.ID)
			if !seen[p.ID] {
				seen[p.ID] = true
				p.Score = round(p.Score, 6)
				l.delta.Passages = append(l.delta.Passages, p)
				out.Passages = append(out.Passages, p.ID)
			}
		}
		out.Queries = append(out.Queries, rq)
	}
	return l.delta, tearsheet.ResearchSlot.Set(&l.delta, out)
}

// readFilings opens the newest held reports and makes them searchable. The
// library keeps what it parsed, so a second node that asks pays little.
func readFilings(ctx context.Context, p tearsheet.FilingProvider, lib tearsheet.Library, req tearsheet.Request) ([]tearsheet.Filing, tearsheet.Retriever, []tearsheet.IndexedFiling, error) {
	held, err := heldFilings(ctx, p, req)
	if err != nil {
		return nil, nil, nil, err
	}
	find, indexed, err := lib.Index(ctx, req.Security, held, func(ctx context.Context, f tearsheet.Filing) ([]byte, error) {
		r, err := p.Open(ctx, f, asOfTime(req))
		if err != nil {
			return nil, err
		}
		defer r.Close()
		return io.ReadAll(io.LimitReader(r, filingBytes))
	})
	return held, find, indexed, err
}

// heldFilings lists the newest reports whose document the source holds.
func heldFilings(ctx context.Context, p tearsheet.FilingProvider, req tearsheet.Request) ([]tearsheet.Filing, error) {
	all, err := p.Filings(ctx, tearsheet.FilingQuery{Security: req.Security.ID, CIK: req.Security.Issuer.CIK,
		Forms: []string{"10-K", "10-K/A", "10-K405", "10-Q", "10-Q/A", "20-F", "40-F"}, AsOf: asOfTime(req)})
	if err != nil {
		return nil, err
	}
	var held []tearsheet.Filing
	for _, f := range all {
		if f.Document != "" && len(held) < filingsRead {
			held = append(held, f)
		}
	}
	if len(held) > 0 {
		return held, nil
	}
	reason := fmt.Errorf("no annual or interim report is known at %s", req.AsOf)
	if len(all) > 0 {
		reason = fmt.Errorf("%d reports are listed by %s, but the source holds the text of none (newest: %s of %s)", len(all), req.AsOf, all[0].Form, all[0].Filed)
	}
	return nil, &tearsheet.Error{Op: "research", Kind: tearsheet.KindNotFound, Subject: req.Security.ID.Symbol, Err: reason,
		Hint: "add the 10-K document to the source's filings folder"}
}

type question struct {
	topic string
	tearsheet.RetrieveQuery
}

// questions are the standing ones of a tear sheet, those the other analysts'
// findings raise, and the person's own.
func (Research) questions(in tearsheet.State, req tearsheet.Request) []question {
	ask := func(topic, text string, sections ...string) question {
		return question{topic, tearsheet.RetrieveQuery{Text: text, Sections: sections, Limit: passagesPerQuery}}
	}
	var qs []question
	if req.Question != "" {
		q := ask("question", req.Question)
		q.Limit = 4
		qs = append(qs, q)
	}
	qs = append(qs,
		ask("what is changing", "net sales increased decreased compared to prior year due to higher lower", rag.SectionMDA),
		ask("business", "company designs manufactures markets products and services", rag.SectionBusiness),
		ask("risk", "could materially adversely affect business results of operations and financial condition", rag.SectionRiskFactors),
		ask("liquidity", "cash liquidity capital resources share repurchase dividend program", rag.SectionMDA))
	if f, ok, err := tearsheet.FundamentalSlot.Get(in); err == nil && ok && len(f.Annual) > 0 {
		if m := f.Annual[0].GrossMargin; m != nil && len(f.Annual) > 1 && f.Annual[1].GrossMargin != nil && *m < *f.Annual[1].GrossMargin {
			qs = append(qs, ask("gross margin", "gross margin percentage decreased due to", rag.SectionMDA))
		}
		if n := f.Annual[0].NetIncome; n != nil && *n < 0 {
			qs = append(qs, ask("going concern", "net losses history substantial doubt going concern additional capital", rag.SectionRiskFactors, rag.SectionMDA))
		}
	}
	if r, ok, err := tearsheet.RiskSlot.Get(in); err == nil && ok && len(r.Anomalies) > 0 {
		qs = append(qs, ask("volatility", "stock price volatility fluctuate", rag.SectionRiskFactors))
	}
	return qs
}
