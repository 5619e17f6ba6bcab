package portfolio

import (
	"fmt"
	"math"
	"slices"
)

// HRP is hierarchical risk parity (Lopez de Prado, J. Portfolio Management
// 2016): single-linkage clustering on sqrt((1-correlation)/2), assets put in
// the order of the tree's leaves, capital split top-down in halves by inverse
// variance. corr is the correlation to cluster on; nil derives it from cov,
// which on ragged data is not the pairwise correlation. No matrix is inverted,
// so a singular covariance is fine.
func HRP(cov, corr [][]float64) ([]float64, error) {
	s, err := symmetricOf("cov", cov, -1)
	if err != nil {
		return nil, err
	}
	n := s.r
	c := newFlat(n, n)
	if corr != nil {
		if c, err = symmetricOf("corr", corr, n); err != nil {
			return nil, err
		}
		for i, v := range c.v {
			if math.Abs(v) > 1+1e-9 {
				return nil, badf(fmt.Sprintf("corr[%d][%d]", i/n, i%n), ErrDomain, "is %g, want in [-1, 1]", v)
			}
		}
	} else {
		for i := range n {
			for j := range n {
				c.set(i, j, s.at(i, j)/math.Sqrt(s.at(i, i)*s.at(j, j)))
			}
		}
	}
	order := leafOrder(c)
	w := make([]float64, n)
	for i := range w {
		w[i] = 1
	}
	var split func(items []int)
	split = func(items []int) {
		if len(items) < 2 {
			return
		}
		a, b := items[:len(items)/2], items[len(items)/2:]
		va, vb := clusterVariance(s, a), clusterVariance(s, b)
		share := 0.5
		if va+vb > 0 {
			share = 1 - va/(va+vb)
		}
		for _, i := range a {
			w[i] *= share
		}
		for _, i := range b {
			w[i] *= 1 - share
		}
		split(a)
		split(b)
	}
	split(order)
	return w, nil
}

// clusterVariance is the variance of the inverse-variance portfolio of items,
// not below zero.
func clusterVariance(s flat, items []int) float64 {
	var total, v float64
	for _, i := range items {
		total += 1 / s.at(i, i)
	}
	for _, i := range items {
		for _, j := range items {
			v += s.at(i, j) / (s.at(i, i) * s.at(j, j))
		}
	}
	return math.Max(0, v/(total*total))
}

// leafOrder is the left-to-right leaf order of the single-linkage tree: the
// edges of a minimum spanning tree merged from the shortest, the cluster formed
// earlier (or the lower asset) on the left.
func leafOrder(corr flat) []int {
	n := corr.r
	dist := func(i, j int) float64 {
		return math.Sqrt(math.Max(0, math.Min(1, (1-corr.at(i, j))/2)))
	}
	type edge struct {
		a, b int
		d    float64
	}
	var edges []edge
	in := make([]bool, n)
	near := make([]float64, n)
	for i := range near {
		near[i] = math.Inf(1)
	}
	for at := 0; len(edges) < n-1; { // Prim
		in[at] = true
		next := -1
		for j := range n {
			if in[j] {
				continue
			}
			near[j] = math.Min(near[j], dist(at, j))
			if next < 0 || near[j] < near[next] {
				next = j
			}
		}
		edges = append(edges, edge{at, next, near[next]})
		at = next
	}
	slices.SortStableFunc(edges, func(x, y edge) int {
		switch {
		case x.d < y.d:
			return -1
		case x.d > y.d:
			return 1
		}
		return 0
	})
	// cluster[i] holds the leaves of the cluster asset i is in now.
	type cluster struct {
		id     int
		leaves []int
	}
	of := make([]*cluster, n)
	for i := range of {
		of[i] = &cluster{i, []int{i}}
	}
	for k, e := range edges {
		l, r := of[e.a], of[e.b]
		if l.id > r.id {
			l, r = r, l
		}
		m := &cluster{n + k, append(slices.Clone(l.leaves), r.leaves...)}
		for _, i := range m.leaves {
			of[i] = m
		}
	}
	return of[0].leaves
}
