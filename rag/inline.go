package rag

import "strconv"

// maxFacts bounds the inline facts kept of one filing; banks tag about 20,000.
const maxFacts = 200_000

// openFact starts an inline fact at the next character and returns one more
// than its index.
func (r *htmlReader) openFact(a attrs) int32 {
	facts := r.d.doc.Facts
	if len(facts) >= maxFacts {
		return 0
	}
	scale, _ := strconv.Atoi(a.scale)
	r.d.doc.Facts = append(facts, InlineFact{
		Name: a.name, Context: a.context, Unit: a.unit, Scale: scale, Decimals: a.decimals,
		Negative: a.sign == "-", Block: -1, Start: r.ink.next(), End: -1,
	})
	n := int32(len(facts))
	r.spans = append(r.spans, n)
	return n + 1
}

// closeFact ends fact i. If a block ended in between, it already has its end.
func (r *htmlReader) closeFact(i int) {
	f := &r.d.doc.Facts[i]
	if f.End >= 0 {
		return
	}
	f.End = len(r.ink.buf)
	if f.Start < f.End && r.ink.buf[f.Start] == ' ' {
		f.Start++
	}
	if f.Start <= f.End {
		f.Value = string(r.ink.buf[f.Start:f.End])
	}
}

// openContext handles the parts of an XBRL context inside ix:header.
func (r *htmlReader) openContext(t tag, a attrs) {
	switch t {
	case tagContext:
		r.ctxID, r.ctx = a.id, Context{}
	case tagIdentifier:
		r.ctxText = &r.ctx.Entity
	case tagStart:
		r.ctxText = &r.ctx.Start
	case tagEnd, tagInstant:
		r.ctxText = &r.ctx.End
	case tagMember:
		const limit = 32
		if len(r.ctx.Members) < limit {
			r.ctx.Members = append(r.ctx.Members, Member{Dimension: a.dimension})
			r.ctxText = &r.ctx.Members[len(r.ctx.Members)-1].Value
		}
	}
}

func (r *htmlReader) closeContext() {
	if r.ctxID == "" || len(r.d.doc.Contexts) >= maxFacts {
		return
	}
	if r.d.doc.Contexts == nil {
		r.d.doc.Contexts = map[string]Context{}
	}
	r.d.doc.Contexts[r.ctxID] = r.ctx
	r.ctxID = ""
}
