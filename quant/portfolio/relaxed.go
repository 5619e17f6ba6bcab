package portfolio

import (
	"math"
	"slices"
)

// norms are the p-norms of the relaxation.
var norms = [...]int{2, 3, 4, 10, 50}

// relaxedOWA is a relaxation of [owa], the one Riskfolio-Lib's optimiser states
// with power cones. An OWA with nondecreasing weights is the largest q'x over
// the permutations q of w; the relaxation maximises over the larger convex set
//
//	sum q = sum w,  min w <= q_i <= max w,  |q|_p <= |w|_p for each p,
//
// so it is never below the OWA, and stays convex and positively homogeneous.
// The maximum is found by a primal-dual interior point (Boyd & Vandenberghe
// ch. 11) whose Hessian is diagonal plus rank 5.
type relaxedOWA struct {
	lo, hi, total float64
	scale         float64
	cap           [len(norms)]float64 // |w|_p^p, in units of scale
	q, dq, r, d   []float64
	ll, lh        []float64 // multipliers of the box
	u             [len(norms)][]float64
}

func newRelaxedOWA(w []float64) *relaxedOWA {
	n := len(w)
	o := &relaxedOWA{scale: maxAbs(w)}
	o.lo, o.hi, o.total = slices.Min(w)/o.scale, slices.Max(w)/o.scale, sum(w)/o.scale
	for k, p := range norms {
		for _, x := range w {
			o.cap[k] += power(math.Abs(x/o.scale), p)
		}
	}
	for _, v := range []*[]float64{&o.q, &o.dq, &o.r, &o.d, &o.ll, &o.lh} {
		*v = make([]float64, n)
	}
	for k := range o.u {
		o.u[k] = make([]float64, n)
	}
	return o
}

// power is x^p for a small positive integer.
func power(x float64, p int) float64 {
	r := 1.0
	for ; p > 0; p >>= 1 {
		if p&1 == 1 {
			r *= x
		}
		x *= x
	}
	return r
}

// excess is sum |q|^p / cap - 1 for each norm.
func (o *relaxedOWA) excess(q []float64) (f [len(norms)]float64) {
	for _, v := range q {
		v = math.Abs(v)
		for k, p := range norms {
			f[k] += power(v, p)
		}
	}
	for k := range f {
		f[k] = f[k]/o.cap[k] - 1
	}
	return f
}

// max returns max q'x over the set and writes the maximiser to grad.
func (o *relaxedOWA) max(x, grad []float64) float64 {
	n := len(x)
	unit := maxAbs(x)
	if unit == 0 || o.hi <= o.lo {
		for i := range grad {
			grad[i] = o.total / float64(n) * o.scale
		}
		return dot(grad, x)
	}
	const m = len(norms)
	var lam [m]float64
	for k := range lam {
		lam[k] = 1
	}
	for i := range o.q {
		o.q[i], o.ll[i], o.lh[i] = o.total/float64(n), 0.1, 0.1
	}
	var y float64
	var slack [m]float64 // of the norms; the iterate may violate them meanwhile
	for k, v := range o.excess(o.q) {
		slack[k] = -v
	}
	dll, dlh := make([]float64, n), make([]float64, n)
	small := newFlat(m+1, m+1)
	sigma := 0.2
	for range 150 {
		f := o.excess(o.q)
		var gap, off float64
		for i, v := range o.q {
			gap += o.ll[i]*(v-o.lo) + o.lh[i]*(o.hi-v)
		}
		for k := range lam {
			gap += lam[k] * slack[k]
			off = math.Max(off, math.Abs(f[k]+slack[k]))
		}
		mu := sigma * gap / float64(2*n+m)
		// D and U of the Newton matrix D + U C^-1 U', and its right side: the
		// dual residual with the multipliers eliminated.
		var dual float64
		clear(small.v)
		var rhs [m + 1]float64
		var tot float64
		for i, v := range o.q {
			sl, sh := v-o.lo, o.hi-v
			o.d[i] = o.ll[i]/sl + o.lh[i]/sh
			o.r[i] = x[i]/unit - y + mu/sl - mu/sh
			res := x[i]/unit - y + o.ll[i] - o.lh[i]
			av := math.Abs(v)
			for k, p := range norms {
				pf := float64(p)
				back := power(av, p-2)
				g := pf * math.Copysign(back*av, v) / o.cap[k]
				o.u[k][i] = g
				o.d[i] += lam[k] * pf * (pf - 1) * back / o.cap[k]
				o.r[i] -= g * (mu + lam[k]*(f[k]+slack[k])) / slack[k]
				res -= lam[k] * g
			}
			dual = math.Max(dual, math.Abs(res))
			inv := 1 / o.d[i]
			tot += v
			for k := range m + 1 {
				c := inv
				if k < m {
					c *= o.u[k][i]
				}
				rhs[k] += c * o.r[i]
				for l := range k + 1 {
					w := 1.0
					if l < m {
						w = o.u[l][i]
					}
					small.v[k*(m+1)+l] += c * w
				}
			}
		}
		// q errs by the gap plus dual times its distance from the maximiser.
		// Rounding lets dual grow again once the gap is far below 1e-10.
		if off < 1e-12 && (gap < 1e-12 || gap < 1e-10 && dual > 1e-7) {
			break
		}
		for k := range m {
			small.v[k*(m+1)+k] += slack[k] / lam[k]
		}
		rhs[m] += tot - o.total
		l, ok := choleskyLower(small)
		if !ok {
			break
		}
		s := rhs[:]
		cholSolve(l, s)
		dy := s[m]
		var dlam, ds [m]float64
		for i := range n {
			v := o.r[i] - dy
			for k := range m {
				v -= o.u[k][i] * s[k]
			}
			o.dq[i] = v / o.d[i]
			for k := range m {
				ds[k] -= o.u[k][i] * o.dq[i]
			}
		}
		step := 1.0
		cut := func(v, d float64) {
			if d < 0 {
				step = math.Min(step, -0.995*v/d)
			}
		}
		for i, v := range o.q {
			sl, sh, d := v-o.lo, o.hi-v, o.dq[i]
			dll[i] = (mu-o.ll[i]*d)/sl - o.ll[i]
			dlh[i] = (mu+o.lh[i]*d)/sh - o.lh[i]
			cut(sl, d)
			cut(sh, -d)
			cut(o.ll[i], dll[i])
			cut(o.lh[i], dlh[i])
		}
		for k := range m {
			ds[k] -= f[k] + slack[k]
			dlam[k] = (mu-lam[k]*ds[k])/slack[k] - lam[k]
			cut(lam[k], dlam[k])
			cut(slack[k], ds[k])
		}
		if bad := sum(o.dq) + dy + sum(ds[:]) + sum(dlam[:]) + sum(dll) + sum(dlh); math.IsNaN(bad) || math.IsInf(bad, 0) || step < 1e-10 {
			break
		}
		if sigma = 0.3; step > 0.8 {
			sigma = 0.05
		}
		for i := range n {
			o.q[i] += step * o.dq[i]
			o.ll[i] += step * dll[i]
			o.lh[i] += step * dlh[i]
		}
		y += step * dy
		for k := range m {
			lam[k] += step * dlam[k]
			slack[k] += step * ds[k]
		}
	}
	// Pull a point that rounding left outside back along the segment to the
	// mean, which is inside: any member of the set gives a valid subgradient.
	mean := o.total / float64(n)
	for range 60 {
		var over float64
		for _, v := range o.excess(o.q) {
			over = math.Max(over, v)
		}
		if over <= 0 {
			break
		}
		for i, v := range o.q {
			o.q[i] = mean + (v-mean)*(1-math.Max(over, 1e-15))
		}
	}
	for i, v := range o.q {
		grad[i] = v * o.scale
	}
	return dot(grad, x)
}

// choleskyLower factors a small positive definite matrix, reading its lower
// triangle.
func choleskyLower(m flat) (flat, bool) {
	n := m.r
	l := newFlat(n, n)
	for i := range n {
		li := l.row(i)
		for j := range i {
			li[j] = (m.at(i, j) - dot(li[:j], l.row(j))) / l.at(j, j)
		}
		d := m.at(i, i) - dot(li[:i], li)
		if !(d > 0) {
			return l, false
		}
		li[i] = math.Sqrt(d)
	}
	return l, true
}
