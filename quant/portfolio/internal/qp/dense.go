package qp

import "math"

func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+3 < len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return (s0 + s1) + (s2 + s3)
}

func axpy(a float64, x, y []float64) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += a * v
	}
}

// symRank1 adds a*x*x' to the lower triangle of the n x n matrix h.
func symRank1(h []float64, n int, a float64, x []float64) {
	for i := range n {
		if v := a * x[i]; v != 0 {
			axpy(v, x[:i+1], h[i*n:i*n+i+1])
		}
	}
}

// symMul sets y = h*x from the lower triangle of h.
func symMul(h []float64, n int, x, y []float64) {
	for i := range n {
		row := h[i*n : i*n+i]
		y[i] = dot(row, x[:i]) + h[i*n+i]*x[i]
		axpy(x[i], row, y[:i])
	}
}

// cholesky factors the lower triangle of h into l (h = l l'), adding reg to the
// diagonal. It reports whether every pivot was positive.
func cholesky(h, l []float64, n int, reg float64) bool {
	for i := range n {
		li := l[i*n : i*n+n]
		for j := range i {
			lj := l[j*n : j*n+n]
			li[j] = (h[i*n+j] - dot(li[:j], lj[:j])) / lj[j]
		}
		d := h[i*n+i] + reg - dot(li[:i], li[:i])
		if !(d > 0) || math.IsInf(d, 0) {
			return false
		}
		li[i] = math.Sqrt(d)
	}
	return true
}

// cholSolve solves l l' x = b in place.
func cholSolve(l []float64, n int, b []float64) {
	for i := range n {
		b[i] = (b[i] - dot(l[i*n:i*n+i], b[:i])) / l[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		b[i] /= l[i*n+i]
		axpy(-b[i], l[i*n:i*n+i], b[:i])
	}
}

func maxAbs(v []float64) float64 {
	var m float64
	for _, x := range v {
		m = math.Max(m, math.Abs(x))
	}
	return m
}
