package qp

import "math"

const (
	maxIter = 120
	wanted  = 1e-14 // stop here
	settled = 1e-10 // stop here when progress ends
	enough  = 1e-8  // accept the best iterate up to here
)

// side is one one-sided inequality: sign*(v[row]-c) >= 0 with v = [Gx; x].
type side struct {
	row     int
	sign, c float64
}

// solver is the state of one Solve.
type solver struct {
	p            *Problem
	n, k, m, neq int // variables, rows of G, elastic rows, equalities
	scale        float64
	pq, q, cc    []float64 // scaled P, q, c
	dd           []float64 // scaled d
	a, b         []float64
	quad         bool

	sides      []side
	x, y       []float64
	s, z       []float64 // sides
	u, s1      []float64 // elastic: shortfall, slack
	z1, z2     []float64
	v, ex      []float64 // [Gx; x], Ex
	rd, rp     []float64 // dual and equality residuals
	r, r1, rdu []float64 // slack, elastic slack and elastic dual residuals
	px         []float64

	h, l, ha, sl       []float64 // normal matrix, its factor, H^-1 A', Schur factor
	dx, dy, ds, dz     []float64
	du, ds1, dz1, dz2  []float64
	ks, k1, k2         []float64
	rhs, tmp, tmp2, ry []float64
	dv, dex            []float64
	lam                []float64
}

// Solve returns the optimum, or ErrNotConverged with the best point seen.
func Solve(p *Problem) (Solution, error) {
	if err := p.check(); err != nil {
		return Solution{}, err
	}
	w := newSolver(p)
	if !w.start() {
		return Solution{}, ErrNotConverged
	}
	best := Solution{Merit: math.Inf(1)}
	stale := 0
	for it := 0; it < maxIter; it++ {
		mu := w.residuals()
		merit := w.merit(mu)
		if math.IsNaN(merit) {
			break
		}
		if merit < best.Merit {
			if merit > 0.5*best.Merit {
				stale++
			} else {
				stale = 0
			}
			best = w.snapshot(best, merit, it)
		} else {
			stale++
		}
		if merit <= wanted || (stale >= 3 && best.Merit <= settled) || (stale >= 8 && best.Merit <= enough) || stale >= 25 {
			break
		}
		if !w.step(mu) {
			break
		}
	}
	if !(best.Merit <= enough) {
		return best, ErrNotConverged
	}
	return best, nil
}

func newSolver(p *Problem) *solver {
	n, k, m := p.N, len(p.Lo), len(p.Floor)
	w := &solver{p: p, n: n, k: k, m: m}
	w.scale = math.Max(maxAbs(p.P), math.Max(maxAbs(p.Q), math.Max(maxAbs(p.C), maxAbs(p.D))))
	if w.scale == 0 {
		w.scale = 1
	}
	scaled := func(v []float64, n int) []float64 {
		o := make([]float64, n)
		for i, x := range v {
			o[i] = x / w.scale
		}
		return o
	}
	w.q, w.cc, w.dd = scaled(p.Q, n), scaled(p.C, m), scaled(p.D, m)
	if len(p.P) > 0 {
		w.pq = scaled(p.P, n*n)
	}
	w.quad = maxAbs(p.P) > 0 || maxAbs(p.D) > 0
	// Rows and bounds with equal sides become equalities.
	w.a = append([]float64(nil), p.A...)
	w.b = append([]float64(nil), p.B...)
	add := func(row int, lo, hi float64) {
		if lo == hi {
			e := make([]float64, n)
			if row < k {
				copy(e, p.G[row*n:row*n+n])
			} else {
				e[row-k] = 1
			}
			w.a, w.b = append(w.a, e...), append(w.b, lo)
			return
		}
		if !math.IsInf(lo, -1) {
			w.sides = append(w.sides, side{row, 1, lo})
		}
		if !math.IsInf(hi, 1) {
			w.sides = append(w.sides, side{row, -1, hi})
		}
	}
	for i := range k {
		add(i, p.Lo[i], p.Hi[i])
	}
	for i := range n {
		lo, hi := math.Inf(-1), math.Inf(1)
		if len(p.Lower) > 0 {
			lo = p.Lower[i]
		}
		if len(p.Upper) > 0 {
			hi = p.Upper[i]
		}
		add(k+i, lo, hi)
	}
	w.neq = len(w.b)
	ns := len(w.sides)
	buf := make([]float64, 3*n*n+n*w.neq+w.neq*w.neq+9*n+6*w.neq+10*ns+20*m+4*(n+k))
	take := func(size int) []float64 {
		o := buf[:size:size]
		buf = buf[size:]
		return o
	}
	w.h, w.l = take(n*n), take(n*n)
	w.ha, w.sl = take(n*w.neq), take(w.neq*w.neq)
	w.x, w.dx, w.rd, w.rhs, w.tmp, w.px, w.tmp2 = take(n), take(n), take(n), take(n), take(n), take(n), take(n)
	w.y, w.dy, w.rp, w.ry = take(w.neq), take(w.neq), take(w.neq), take(w.neq)
	w.s, w.z, w.ds, w.dz, w.r, w.ks = take(ns), take(ns), take(ns), take(ns), take(ns), take(ns)
	w.u, w.s1, w.z1, w.z2 = take(m), take(m), take(m), take(m)
	w.du, w.ds1, w.dz1, w.dz2 = take(m), take(m), take(m), take(m)
	w.r1, w.rdu, w.k1, w.k2, w.ex, w.dex = take(m), take(m), take(m), take(m), take(m), take(m)
	w.v, w.dv, w.lam = take(n+k), take(n+k), take(n+k)
	return w
}

// start is the least-squares point of all rows, its slacks pushed inside.
func (w *solver) start() bool {
	for i := range w.s {
		w.s[i], w.z[i] = 1, 1
	}
	for i := range w.m {
		w.u[i], w.s1[i], w.z1[i], w.z2[i] = 1, 1, 1, 1
	}
	w.residuals()
	if !w.factor() {
		return false
	}
	for i := range w.sides {
		w.ks[i] = -w.s[i] * w.z[i]
	}
	for i := range w.m {
		w.k1[i], w.k2[i] = -w.s1[i]*w.z1[i], -w.u[i]*w.z2[i]
	}
	w.direction()
	axpy(1, w.dx, w.x)
	w.rows(w.x, w.v, w.ex)
	size := 1 + maxAbs(w.x)
	for i, c := range w.sides {
		w.s[i] = math.Max(math.Abs(c.sign*(w.v[c.row]-c.c)), 0.1*size)
	}
	for i := range w.m {
		d := w.p.Floor[i] - w.ex[i]
		w.u[i] = math.Max(d, 0.1*size)
		w.s1[i] = math.Max(w.u[i]-d, 0.1*size)
		w.z1[i] = math.Max((w.cc[i]+w.dd[i]*w.u[i])/2, 1e-3)
		w.z2[i] = w.z1[i]
	}
	return true
}

// rows sets v = [Gx; x] and ex = Ex.
func (w *solver) rows(x, v, ex []float64) {
	for i := range w.k {
		v[i] = dot(w.p.G[i*w.n:i*w.n+w.n], x)
	}
	copy(v[w.k:], x)
	for i := range w.m {
		ex[i] = dot(w.p.E[i*w.n:i*w.n+w.n], x)
	}
}

// residuals refreshes every residual at the iterate and returns mu.
func (w *solver) residuals() float64 {
	n := w.n
	w.rows(w.x, w.v, w.ex)
	size := maxAbs(w.x)
	if w.pq != nil {
		for i := range n {
			w.px[i] = dot(w.pq[i*n:i*n+n], w.x)
		}
	}
	for i := range n {
		w.rd[i] = w.px[i] + w.q[i]
	}
	for i := range w.neq {
		row := w.a[i*n : i*n+n]
		w.rp[i] = w.b[i] - dot(row, w.x)
		axpy(-w.y[i], row, w.rd)
	}
	clear(w.lam)
	var comp float64
	for i, c := range w.sides {
		w.lam[c.row] += c.sign * w.z[i]
		w.r[i] = residue(c.sign*(w.v[c.row]-c.c)-w.s[i], size+math.Abs(c.c)+w.s[i])
		comp += w.s[i] * w.z[i]
	}
	w.spread(-1, w.lam, w.rd)
	for i := range w.m {
		axpy(-w.z1[i], w.p.E[i*n:i*n+n], w.rd)
		w.r1[i] = residue(w.ex[i]+w.u[i]-w.p.Floor[i]-w.s1[i], size+w.u[i]+math.Abs(w.p.Floor[i])+w.s1[i])
		w.rdu[i] = w.cc[i] + w.dd[i]*w.u[i] - w.z1[i] - w.z2[i]
		comp += w.s1[i]*w.z1[i] + w.u[i]*w.z2[i]
	}
	if c := len(w.sides) + 2*w.m; c > 0 {
		return comp / float64(c)
	}
	return 0
}

// residue is r, or 0 when it is only the rounding of terms of the given size. A
// slack near zero would magnify that noise into its multiplier.
func residue(r, size float64) float64 {
	if math.Abs(r) <= 1e-15*size {
		return 0
	}
	return r
}

// spread adds a*[G; I]'lam to out.
func (w *solver) spread(a float64, lam, out []float64) {
	for i := range w.k {
		if lam[i] != 0 {
			axpy(a*lam[i], w.p.G[i*w.n:i*w.n+w.n], out)
		}
	}
	axpy(a, lam[w.k:], out)
}

// objective is the scaled objective.
func (w *solver) objective() float64 {
	o := dot(w.q, w.x) + 0.5*dot(w.px, w.x)
	for i, u := range w.u {
		o += (w.cc[i] + 0.5*w.dd[i]*u) * u
	}
	return o
}

func (w *solver) merit(mu float64) float64 {
	gap := mu * float64(len(w.sides)+2*w.m)
	xs := 1 + maxAbs(w.x)
	primal := math.Max(maxAbs(w.rp), math.Max(maxAbs(w.r), maxAbs(w.r1))) / xs
	dual := math.Max(maxAbs(w.rd), maxAbs(w.rdu)) / (1 + maxAbs(w.px))
	return math.Max(gap/(1e-3+math.Abs(w.objective())), math.Max(primal, dual))
}

// factor builds and factors H = P + sum (z/s) g g' + bounds + elastic rows,
// and the Schur complement of the equalities.
func (w *solver) factor() bool {
	n := w.n
	if w.pq != nil {
		copy(w.h, w.pq)
	} else {
		clear(w.h)
	}
	clear(w.lam)
	for i, c := range w.sides {
		w.lam[c.row] += w.z[i] / w.s[i]
	}
	for i := range w.k {
		if w.lam[i] != 0 {
			symRank1(w.h, n, w.lam[i], w.p.G[i*n:i*n+n])
		}
	}
	for i := range n {
		w.h[i*n+i] += w.lam[w.k+i]
	}
	for i := range w.m {
		d1, d2 := w.z1[i]/w.s1[i], w.z2[i]/w.u[i]+w.dd[i]
		symRank1(w.h, n, d1*d2/(d1+d2), w.p.E[i*n:i*n+n])
	}
	var top float64
	for i := range n {
		top = math.Max(top, w.h[i*n+i])
	}
	reg := 0.0
	if w.neq > 0 || top == 0 {
		reg = 1e-16 * math.Max(top, 1)
	}
	for !cholesky(w.h, w.l, n, reg) {
		reg = math.Max(reg*100, 1e-16*math.Max(top, 1))
		if !(reg < 1e-4*math.Max(top, 1)) {
			return false
		}
	}
	if w.neq == 0 {
		return true
	}
	for i := range w.neq {
		col := w.ha[i*n : i*n+n]
		copy(col, w.a[i*n:i*n+n])
		cholSolve(w.l, n, col)
	}
	sc := make([]float64, w.neq*w.neq)
	top = 0
	for i := range w.neq {
		for j := range i + 1 {
			sc[i*w.neq+j] = dot(w.a[i*n:i*n+n], w.ha[j*n:j*n+n])
		}
		top = math.Max(top, sc[i*w.neq+i])
	}
	reg = 1e-15 * top
	for !cholesky(sc, w.sl, w.neq, reg) {
		reg *= 100
		if !(reg < 1e-2*top) {
			return false
		}
	}
	return true
}

// reduced solves H dx - A'dy = rhs, A dx = rp, adding into dx and dy.
func (w *solver) reduced(rhs, rp []float64) {
	n := w.n
	t := w.tmp
	copy(t, rhs)
	cholSolve(w.l, n, t)
	for i := range w.neq {
		w.ry[i] = rp[i] - dot(w.a[i*n:i*n+n], t)
	}
	if w.neq > 0 {
		cholSolve(w.sl, w.neq, w.ry)
	}
	for i := range w.neq {
		axpy(w.ry[i], w.ha[i*n:i*n+n], t)
		w.dy[i] += w.ry[i]
	}
	axpy(1, t, w.dx)
}

// direction solves the Newton system for the complementarity targets ks, k1,
// k2 and fills all the d* vectors.
func (w *solver) direction() {
	n := w.n
	for i := range n {
		w.rhs[i] = -w.rd[i]
	}
	clear(w.lam)
	for i, c := range w.sides {
		w.lam[c.row] += c.sign * (w.ks[i] - w.z[i]*w.r[i]) / w.s[i]
	}
	w.spread(1, w.lam, w.rhs)
	for i := range w.m {
		d1, d2 := w.z1[i]/w.s1[i], w.z2[i]/w.u[i]+w.dd[i]
		a := (w.k1[i] - w.z1[i]*w.r1[i]) / w.s1[i]
		axpy((d2*a-d1*(w.k2[i]/w.u[i]-w.rdu[i]))/(d1+d2), w.p.E[i*n:i*n+n], w.rhs)
	}
	clear(w.dx)
	clear(w.dy)
	w.reduced(w.rhs, w.rp)
	res, rq := w.tmp2, make([]float64, w.neq)
	for range 2 { // iterative refinement against the unregularised system
		symMul(w.h, n, w.dx, res)
		for i := range n {
			res[i] = w.rhs[i] - res[i]
		}
		for i := range w.neq {
			row := w.a[i*n : i*n+n]
			axpy(w.dy[i], row, res)
			rq[i] = w.rp[i] - dot(row, w.dx)
		}
		w.reduced(res, rq)
	}
	w.rows(w.dx, w.dv, w.dex)
	for i, c := range w.sides {
		w.ds[i] = c.sign*w.dv[c.row] + w.r[i]
		w.dz[i] = (w.ks[i] - w.z[i]*w.ds[i]) / w.s[i]
	}
	for i := range w.m {
		d1, d2 := w.z1[i]/w.s1[i], w.z2[i]/w.u[i]+w.dd[i]
		t := w.k1[i]/w.s1[i] + w.k2[i]/w.u[i] - w.rdu[i] - d1*(w.r1[i]+w.dex[i])
		w.du[i] = t / (d1 + d2)
		w.ds1[i] = w.dex[i] + w.du[i] + w.r1[i]
		// The inactive side is well scaled; the other follows from dual
		// feasibility without cancellation.
		if both := w.rdu[i] + w.dd[i]*w.du[i]; d1 > d2 {
			w.dz2[i] = (w.k2[i] - w.z2[i]*w.du[i]) / w.u[i]
			w.dz1[i] = both - w.dz2[i]
		} else {
			w.dz1[i] = (w.k1[i] - w.z1[i]*w.ds1[i]) / w.s1[i]
			w.dz2[i] = both - w.dz1[i]
		}
	}
}

// limit is the largest step up to a that keeps v + step*d >= 0.
func limit(a float64, v, d []float64) float64 {
	for i, x := range v {
		if d[i] < 0 {
			a = math.Min(a, -x/d[i])
		}
	}
	return a
}

// step makes one predictor-corrector step.
func (w *solver) step(mu float64) bool {
	if !w.factor() {
		return false
	}
	for i := range w.sides {
		w.ks[i] = -w.s[i] * w.z[i]
	}
	for i := range w.m {
		w.k1[i], w.k2[i] = -w.s1[i]*w.z1[i], -w.u[i]*w.z2[i]
	}
	w.direction()
	count := len(w.sides) + 2*w.m
	if count > 0 {
		ap, ad := w.lengths(1)
		var aff float64
		for i := range w.sides {
			aff += (w.s[i] + ap*w.ds[i]) * (w.z[i] + ad*w.dz[i])
		}
		for i := range w.m {
			aff += (w.s1[i]+ap*w.ds1[i])*(w.z1[i]+ad*w.dz1[i]) + (w.u[i]+ap*w.du[i])*(w.z2[i]+ad*w.dz2[i])
		}
		sigma := math.Pow(aff/float64(count)/mu, 3)
		target := sigma * mu
		for i := range w.sides {
			w.ks[i] += target - w.ds[i]*w.dz[i]
		}
		for i := range w.m {
			w.k1[i] += target - w.ds1[i]*w.dz1[i]
			w.k2[i] += target - w.du[i]*w.dz2[i]
		}
		w.direction()
	}
	ap, ad := w.lengths(0.995)
	if math.IsNaN(ap) || math.IsNaN(ad) {
		return false
	}
	axpy(ap, w.dx, w.x)
	axpy(ap, w.ds, w.s)
	axpy(ap, w.du, w.u)
	axpy(ap, w.ds1, w.s1)
	axpy(ad, w.dy, w.y)
	axpy(ad, w.dz, w.z)
	axpy(ad, w.dz1, w.z1)
	axpy(ad, w.dz2, w.z2)
	return true
}

// lengths are the primal and dual steps, damped by keep unless full.
func (w *solver) lengths(keep float64) (ap, ad float64) {
	const far = 1e30
	ap = limit(limit(limit(far, w.s, w.ds), w.u, w.du), w.s1, w.ds1)
	ad = limit(limit(limit(far, w.z, w.dz), w.z1, w.dz1), w.z2, w.dz2)
	ap, ad = math.Min(1, keep*ap), math.Min(1, keep*ad)
	if w.quad {
		ap = math.Min(ap, ad)
		ad = ap
	}
	return ap, ad
}

func (w *solver) snapshot(old Solution, merit float64, it int) Solution {
	sol := old
	sol.X = append(old.X[:0], w.x...)
	sol.U = append(old.U[:0], w.u...)
	sol.Y = append(old.Y[:0], w.y[:len(w.p.B)]...)
	sol.ZE = append(old.ZE[:0], w.z1...)
	clear(w.lam)
	for i, c := range w.sides {
		w.lam[c.row] += c.sign * w.z[i]
	}
	sol.Z = append(old.Z[:0], w.lam[:w.k]...)
	for _, v := range [][]float64{sol.Y, sol.Z, sol.ZE} {
		for i := range v {
			v[i] *= w.scale
		}
	}
	sol.Objective = w.objective() * w.scale
	sol.Iter, sol.Merit = it, merit
	return sol
}
