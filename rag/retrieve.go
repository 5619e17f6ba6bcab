package rag

import (
	"context"
	"math"
	"sort"
	"strconv"
	"strings"

	"tearsheet"
)

// Parameters of ranking. k1 and b are the usual BM25 constants; the floors were
// set on real 10-Ks so that questions about something else find nothing.
const (
	k1           = 1.2
	b            = 0.75
	expandWeight = 0.5  // a synonym against the word asked for
	minScore     = 0.25 // of the score of a chunk that is all about the question
	minCover     = 0.40 // of the weight of the question's words
	longScore    = 0.15 // enough for a chunk that has most words of a long question
	longCover    = 0.60
	ageDiscount  = 0.95 // per year behind the newest filing
	oldest       = 0.6  // the least that age leaves
	yearBoost    = 1.15 // a filing of the year the question names
	defaultLimit = 8
	maxLimit     = 100
)

// retriever finds passages in a set of filings. It only reads, so that it is
// safe for use from several goroutines.
type retriever struct {
	filings []*index
	chunks  int
	mean    float64 // words in a chunk
	names   map[string]bool
	newest  int
}

func newRetriever(sec tearsheet.Security, filings []*index) *retriever {
	r := &retriever{filings: filings, names: map[string]bool{}}
	total := 0.0
	for _, x := range filings {
		r.chunks += len(x.chunks)
		total += float64(x.total)
		r.newest = max(r.newest, x.filing.Filed.Year)
	}
	r.mean = max(1, total/float64(max(1, r.chunks)))
	name := sec.ID.Symbol + " " + sec.Name
	if sec.Issuer != nil {
		name += " " + sec.Issuer.Name
	}
	for _, t := range queryTerms(name) {
		r.names[t] = true
	}
	return r
}

// want is one word of a question with the words filings may use for it.
type want struct {
	term   string
	idf    float64
	weight float64
}

// hit is a chunk that matches.
type hit struct {
	filing int
	chunk  int32
	score  float64
	cover  float64
}

// Retrieve returns the passages that answer the question best, best first. It
// returns none when nothing in the filings is about it.
func (r *retriever) Retrieve(ctx context.Context, q tearsheet.RetrieveQuery) ([]tearsheet.Passage, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	limit := q.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	limit = min(limit, maxLimit)
	words, extra, years := r.question(q.Text)
	if len(words) == 0 {
		return nil, nil
	}
	hits := r.score(q, words, extra, years)
	sort.Slice(hits, func(i, j int) bool { return r.before(hits[i], hits[j]) })
	hits = r.distinct(hits, limit)
	out := make([]tearsheet.Passage, 0, len(hits))
	for _, h := range hits {
		out = append(out, r.filings[h.filing].passage(h.chunk, math.Round(h.score*1e4)/1e4))
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Score != out[j].Score {
			return out[i].Score > out[j].Score
		}
		return out[i].ID < out[j].ID
	})
	return out, nil
}

// before orders hits by score, then id.
func (r *retriever) before(x, y hit) bool {
	if x.score != y.score {
		return x.score > y.score
	}
	a, b := r.filings[x.filing].ids[x.chunk], r.filings[y.filing].ids[y.chunk]
	if a != b {
		return a < b
	}
	return x.filing < y.filing
}

// question reads the words of a question: those asked for, those filings may
// use instead, and the years it names.
func (r *retriever) question(text string) (words, extra []want, years map[int]bool) {
	const longest = 2000
	ts := queryTerms(clip(text, longest))
	seen := map[string]bool{}
	years = map[int]bool{}
	for _, t := range ts {
		if y := strings.TrimPrefix(t, "fy"); isYear(y) {
			n, _ := strconv.Atoi(y)
			years[n] = true
			t = y
		}
		if seen[t] || r.names[t] || askWords[t] {
			continue
		}
		seen[t] = true
		words = append(words, want{term: t, idf: r.idf(t), weight: 1})
	}
	for i, t := range ts {
		for _, e := range expansions[t] {
			if len(e.from) > len(ts)-i || !same(e.from, ts[i:i+len(e.from)]) {
				continue
			}
			for _, to := range e.to {
				if !seen[to] {
					seen[to] = true
					extra = append(extra, want{term: to, idf: r.idf(to), weight: expandWeight})
				}
			}
		}
	}
	const most = 64
	return words[:min(len(words), most)], extra[:min(len(extra), most)], years
}

func same(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// askWords say that something is asked, not what.
var askWords = func() map[string]bool {
	m := map[string]bool{}
	for _, t := range queryTerms("what's explain describe discuss list find report reported filing filings document say said fiscal year years latest recent according based key major regarding related") {
		m[t] = true
	}
	return m
}()

// idf is the weight of a term over all filings: the rarer, the heavier.
func (r *retriever) idf(t string) float64 {
	df := 0
	for _, x := range r.filings {
		df += len(x.postings[t])
	}
	n := float64(r.chunks)
	return math.Log(1 + (n-float64(df)+0.5)/(float64(df)+0.5))
}

// score gives every chunk its BM25 score as a share of what a chunk could get
// that is all about the question, and the share of the question it covers.
func (r *retriever) score(q tearsheet.RetrieveQuery, words, extra []want, years map[int]bool) []hit {
	most, weight := 0.0, 0.0
	for _, w := range words {
		most += w.idf * (k1 + 1)
		weight += w.idf
	}
	most = max(most, 1e-9)
	var out []hit
	for fi, x := range r.filings {
		if len(x.chunks) == 0 {
			continue
		}
		allowed := map[string]bool{}
		for _, s := range x.sections {
			allowed[s] = inSections(s, q.Sections)
		}
		acc := make([]float64, len(x.chunks))
		cover := make([]float64, len(x.chunks))
		add := func(w want, full bool) {
			for _, p := range x.postings[w.term] {
				tf := float64(p.count)
				norm := k1 * (1 - b + b*float64(x.lengths[p.chunk])/r.mean)
				acc[p.chunk] += w.weight * w.idf * tf * (k1 + 1) / (tf + norm)
				if full {
					cover[p.chunk] += w.idf
				} else {
					cover[p.chunk] += w.weight * w.idf * 0.5
				}
			}
		}
		for _, w := range words {
			add(w, true)
		}
		for _, w := range extra {
			add(w, false)
		}
		prior := max(oldest, math.Pow(ageDiscount, float64(r.newest-x.filing.Filed.Year)))
		if len(years) > 0 {
			prior = 1
			if years[x.filing.Period.Year] {
				prior = yearBoost
			}
		}
		for i := range acc {
			if acc[i] == 0 || !allowed[x.chunks[i].Section] {
				continue
			}
			h := hit{filing: fi, chunk: int32(i), cover: cover[i] / max(weight, 1e-9)}
			h.score = 1 - math.Exp(-acc[i]*prior/most)
			if h.score >= minScore && h.cover >= minCover || h.score >= longScore && h.cover >= longCover {
				out = append(out, h)
			}
		}
	}
	return out
}
