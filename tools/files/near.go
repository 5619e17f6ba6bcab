package files

import (
	"slices"
	"strings"
)

// nearest returns up to three names closest to s by edit distance, at most two
// edits away, and fewer than half of s changed. Names of the first list, which
// the folder has data for, come before equally close ones of the second.
func nearest(s string, first, second []string) []string {
	type near struct {
		name string
		d    int // edits, then list, then difference in length
	}
	limit := min(2, (len(s)+1)/2)
	var found []near
	for list, names := range [][]string{first, second} {
		for _, n := range names {
			if d := distance(s, n, limit); d <= limit {
				found = append(found, near{n, d*100 + list*50 + max(len(n)-len(s), len(s)-len(n))})
			}
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		if a.d != b.d {
			return a.d - b.d
		}
		return strings.Compare(a.name, b.name)
	})
	var out []string
	for _, f := range found {
		if len(out) < 3 && !slices.Contains(out, f.name) {
			out = append(out, f.name)
		}
	}
	return out
}

// distance is the edit distance of two short names, two neighbours changing
// places counting as one edit; limit+1 when it is more than limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
