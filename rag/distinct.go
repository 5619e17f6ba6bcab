package rag

import (
	"cmp"
	"hash/maphash"
	"slices"
)

// alike is the share of three-word runs two passages must have in common to
// count as the same text of different years.
const alike = 0.7

// distinct keeps the best hits whose texts differ. Of near-identical passages
// the newest stands for all, in the place of the best.
func (r *retriever) distinct(hits []hit, limit int) []hit {
	const window = 6
	hits = hits[:min(len(hits), limit*window)]
	seed := maphash.MakeSeed()
	prints := make([][]uint64, len(hits))
	for i, h := range hits {
		prints[i] = shingles(seed, r.filings[h.filing].chunks[h.chunk].Text)
	}
	gone := make([]bool, len(hits))
	var out []hit
	for i := range hits {
		if gone[i] || len(out) == limit {
			continue
		}
		best := hits[i]
		for j := i + 1; j < len(hits); j++ {
			if gone[j] || overlap(prints[i], prints[j]) < alike {
				continue
			}
			gone[j] = true
			if r.newer(hits[j], best) {
				score := best.score
				best = hits[j]
				best.score = score
			}
		}
		out = append(out, best)
	}
	return out
}

func (r *retriever) newer(x, y hit) bool {
	a, b := r.filings[x.filing].filing, r.filings[y.filing].filing
	if c := cmp.Compare(a.Filed.String(), b.Filed.String()); c != 0 {
		return c > 0
	}
	return a.Accession > b.Accession
}

// shingles are the hashes of the three-word runs of a text, sorted.
func shingles(seed maphash.Seed, s string) []uint64 {
	var words []uint64
	terms(s, func(w []byte) { words = append(words, maphash.Bytes(seed, w)) })
	if len(words) < 3 {
		return words
	}
	out := make([]uint64, 0, len(words))
	for i := 0; i+2 < len(words); i++ {
		out = append(out, words[i]*31*31+words[i+1]*31+words[i+2])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// overlap is the Jaccard index of two sorted sets.
func overlap(a, b []uint64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			both++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
