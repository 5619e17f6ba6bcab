package risk

import "math"

// maxDim is the most variables minimize handles.
const maxDim = 5

// minimize finds a local minimum of f, which returns the value at x and writes
// the gradient into g, starting from x and leaving the minimum in it: BFGS with
// the weak Wolfe line search by bisection of Lewis and Overton 2013, which also
// survives kinks. It stops when no gradient component exceeds tol or when no
// progress is possible.
func minimize(x []float64, tol float64, iterations int, f func(x, g []float64) float64) float64 {
	n := len(x)
	var hm [maxDim][maxDim]float64 // inverse Hessian
	var gb, db, tb, tgb, hyb [maxDim]float64
	g, d, t, tg, hy := gb[:n], db[:n], tb[:n], tgb[:n], hyb[:n]
	reset := func(scale float64) {
		hm = [maxDim][maxDim]float64{}
		for i := range n {
			hm[i][i] = scale
		}
	}
	fx := f(x, g)
	fresh := true
	flat := 0
	for range iterations {
		top := 0.0
		for _, v := range g {
			top = max(top, math.Abs(v))
		}
		if !(top > tol) { // also NaN
			break
		}
		if fresh {
			reset(1 / top) // a first step of at most about 1
		}
		slope := 0.0
		for i := range d {
			d[i] = 0
			for j := range g {
				d[i] -= hm[i][j] * g[j]
			}
			slope += d[i] * g[i]
		}
		if !(slope < 0) {
			if fresh {
				break
			}
			fresh = true
			continue
		}
		lo, hi, step := 0.0, math.Inf(1), 1.0
		ok := false
		ft := fx
		for range 40 {
			for i := range t {
				t[i] = x[i] + step*d[i]
			}
			ft = f(t, tg)
			if !(ft <= fx+1e-4*step*slope) {
				hi = step
			} else {
				s := 0.0
				for i := range d {
					s += d[i] * tg[i]
				}
				if s >= 0.9*slope {
					ok = true
					break
				}
				lo = step
			}
			if math.IsInf(hi, 1) {
				step = 2 * lo
			} else {
				step = (lo + hi) / 2
			}
		}
		if !ok && !(ft < fx) {
			if fresh {
				break
			}
			fresh = true
			continue
		}
		sy, yhy := 0.0, 0.0
		for i := range d {
			d[i] = t[i] - x[i]
			g[i] = tg[i] - g[i] // y
			sy += d[i] * g[i]
		}
		if sy > 1e-300 {
			if fresh { // Nocedal and Wright 6.20: scale before the first update
				yy := 0.0
				for _, v := range g {
					yy += v * v
				}
				reset(sy / yy)
			}
			for i := range hy {
				hy[i] = 0
				for j := range g {
					hy[i] += hm[i][j] * g[j]
				}
				yhy += hy[i] * g[i]
			}
			for i := range d {
				for j := range d {
					hm[i][j] += (1+yhy/sy)*d[i]*d[j]/sy - (hy[i]*d[j]+d[i]*hy[j])/sy
				}
			}
			fresh = false
		} else {
			fresh = true
		}
		if fx-ft < 1e-11*(1+math.Abs(fx)) {
			flat++
		} else {
			flat = 0
		}
		copy(x, t)
		copy(g, tg)
		fx = ft
		if flat >= 5 {
			break
		}
	}
	return fx
}
