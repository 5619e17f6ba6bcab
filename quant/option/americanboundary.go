package option

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

const maxNodes = 40

// scheme is a discretisation: Chebyshev nodes of the boundary, quadratures in
// θ, and the weights that interpolate from the former to the latter.
type scheme struct {
	nodes int // n; node 0 is τ = T, node n is τ = 0
	steps int // fixed-point iterations
	qd    float64
	root  []float64 // sqrt(τ_i/T) = (1 + cos(iπ/n))/2

	inner   [][]point // per node below n, for the boundary equation
	premium []point
}

// point is one quadrature point: θ, its weight, and interpolation weights for
// sqrt(τ) = sqrt(τ_i) cos θ.
type point struct {
	sin, cos, w float64
	weights     []float64
}

var schemes = [...]*scheme{
	Fast:     newScheme(6, 4, 6, 17, 1e-4),
	Accurate: newScheme(14, 7, 17, 41, 1e-6),
	Precise:  newScheme(32, 14, 65, 101, 1e-9),
}

var qdPlusScheme = newScheme(7, 0, 1, 201, 1e-13)

func newScheme(nodes, steps, inner, premium int, qd float64) *scheme {
	s := &scheme{nodes: nodes, steps: steps, qd: qd}
	for i := 0; i <= nodes; i++ {
		s.root = append(s.root, 0.5*(1+math.Cos(float64(i)*math.Pi/float64(nodes))))
	}
	s.root[nodes] = 0
	for i := range nodes {
		s.inner = append(s.inner, s.points(inner, s.root[i]))
	}
	s.premium = s.points(premium, 1)
	return s
}

func (s *scheme) points(n int, root float64) []point {
	theta, w := make([]float64, n), make([]float64, n)
	quad.Legendre{}.FixedLocations(theta, w, 0, math.Pi/2)
	ps := make([]point, n)
	for j := range ps {
		sin, cos := math.Sincos(theta[j])
		ps[j] = point{sin, cos, w[j], s.barycentric(2*root*cos - 1)}
	}
	return ps
}

// barycentric gives the weights of polynomial interpolation at z from the
// Chebyshev points cos(iπ/n).
func (s *scheme) barycentric(z float64) []float64 {
	n := s.nodes
	w := make([]float64, n+1)
	sum := 0.0
	for i := range w {
		d := z - (2*s.root[i] - 1)
		if math.Abs(d) < 1e-15 {
			clear(w)
			w[i] = 1
			return w
		}
		w[i] = 1 / d
		if i%2 == 1 {
			w[i] = -w[i]
		}
		if i == 0 || i == n {
			w[i] *= 0.5
		}
		sum += w[i]
	}
	for i := range w {
		w[i] /= sum
	}
	return w
}

// work is the boundary on the nodes as h = ln(B/X)², X the ceiling.
type work struct{ h [maxNodes]float64 }

func (w *work) interpolate(s *scheme, weights []float64) float64 {
	v := 0.0
	for i, x := range weights {
		v += x * w.h[i]
	}
	if v < 0 {
		return 0
	}
	return v
}

// boundary fills w.h. With t = τ-u and B(u) the boundary at time to expiry u, the
// fixed point is B = K N/D, for r and q apart
//
//	N = e^-rτ Φ(d2(τ,B/K)) + r ∫ e^-rt Φ(d2(t,B/B(u))) dt
//	D = e^-qτ Φ(d1(τ,B/K)) + q ∫ e^-qt Φ(d1(t,B/B(u))) dt
//
// (equation B of the paper), and for r near q its derivative form (equation A),
//
//	N = e^-rτ φ(d2)/(σ√τ) + r ∫ e^-rt φ(d2)/(σ√t) dt
//	D = e^-qτ (φ(d1)/(σ√τ) + Φ(d1)) + q ∫ e^-qt (φ(d1)/(σ√t) + Φ(d1)) dt
func (p *put) boundary(s *scheme, w *work) {
	ceil := p.ceiling()
	logCeil := math.Log(ceil)
	n := s.nodes
	w.h[n] = 0
	guess := ceil
	for i := n - 1; i >= 0; i-- {
		tau := p.years * s.root[i] * s.root[i]
		b := p.qdPlus(tau, guess, s.qd)
		guess = b
		l := logCeil - math.Log(b)
		w.h[i] = l * l
	}
	derivative := math.Abs(p.r-p.q) < 0.001
	rootT := math.Sqrt(p.years)
	// Jacobi steps on l = ln(X/B) = sqrt(h), each mixed with the one before by the
	// least-squares weight of their residuals (Anderson acceleration of depth one).
	var l, g, res, gOld, resOld [maxNodes]float64
	for i := range n {
		l[i] = math.Sqrt(w.h[i])
	}
	for k := range s.steps {
		dot, norm := 0.0, 0.0
		for i := range n {
			rootTau := rootT * s.root[i]
			var next float64
			if derivative {
				next = p.stepA(s, w, i, logCeil-l[i], logCeil, rootTau)
			} else {
				next = p.stepB(s, w, i, logCeil-l[i], logCeil, rootTau)
			}
			g[i] = logCeil - math.Log(next)
			if !isFinite(g[i]) {
				g[i] = l[i]
			}
			g[i] = max(g[i], 0)
			res[i] = g[i] - l[i]
			d := res[i] - resOld[i]
			dot += res[i] * d
			norm += d * d
		}
		mix := 0.0
		if k > 0 && norm > 0 {
			mix = min(max(dot/norm, -1), 1)
		}
		for i := range n {
			l[i] = max(g[i]-mix*(g[i]-gOld[i]), 0)
			w.h[i] = l[i] * l[i]
		}
		gOld, resOld = g, res
	}
}

func (p *put) stepB(s *scheme, w *work, i int, lb, logCeil, rootTau float64) float64 {
	mu := p.r - p.q
	tau := rootTau * rootTau
	num, den := 0.0, 0.0
	inv := 1 / (p.vol * rootTau)
	for j := range s.inner[i] {
		g := &s.inner[i][j]
		root := rootTau * g.sin
		t := root * root
		v := p.vol * root
		lr := lb - logCeil + math.Sqrt(w.interpolate(s, g.weights)) // ln(B/B(u))
		d2 := (lr+mu*t)*inv/g.sin - 0.5*v
		d1 := d2 + v
		f := g.w * g.sin * g.cos
		num += f * exp(-p.r*t) * tail(-d2)
		if p.q != 0 {
			den += f * exp(-p.q*t) * tail(-d1)
		}
	}
	v := p.vol * rootTau
	d2 := (lb+mu*tau)*inv - 0.5*v
	d1 := d2 + v
	num = exp(-p.r*tau)*tail(-d2) + p.r*2*tau*num
	den = exp(-p.q*tau)*tail(-d1) + p.q*2*tau*den
	return num / den
}

func (p *put) stepA(s *scheme, w *work, i int, lb, logCeil, rootTau float64) float64 {
	mu := p.r - p.q
	tau := rootTau * rootTau
	num, den := 0.0, 0.0
	inv := 1 / (p.vol * rootTau)
	for j := range s.inner[i] {
		g := &s.inner[i][j]
		root := rootTau * g.sin
		t := root * root
		v := p.vol * root
		lr := lb - logCeil + math.Sqrt(w.interpolate(s, g.weights))
		d2 := (lr+mu*t)*inv/g.sin - 0.5*v
		d1 := d2 + v
		// dt/(σ√t) = 2√τ cos θ dθ / σ
		num += g.w * g.cos * exp(-p.r*t) * NormPDF(d2)
		phi := NormPDF(d1)
		den += g.w * g.cos * exp(-p.q*t) * (phi + v*tail(-d1))
	}
	v := p.vol * rootTau
	d2 := (lb+mu*tau)*inv - 0.5*v
	d1 := d2 + v
	k := 2 * rootTau / p.vol
	num = exp(-p.r*tau)*NormPDF(d2)*inv + p.r*k*num
	den = exp(-p.q*tau)*(NormPDF(d1)*inv+tail(-d1)) + p.q*k*den
	return num / den
}

// qdPlus solves the QD+ equation for the boundary B/K at one time to expiry. With
//
//	ω = 2(r-q)/σ², g = r/(1-e^-rτ), λ = (1-ω-sqrt((ω-1)²+8g/σ²))/2, a = 2/(σ²(2λ+ω-1)),
//	λ' = 2g²/(σ² sqrt((ω-1)²+8g/σ²)), β = a e^-rτ (g + λ'/(2λ+ω-1)) - λ
//
// it is (1 - e^-qτ Φ(-d1)) B + a θ - β (1 - B - p) = 0, where p and θ are the
// European put of spot B and its theta.
func (p *put) qdPlus(tau, guess, eps float64) float64 {
	sigma2 := p.vol * p.vol
	rt := p.r * tau
	dr, dq := exp(-rt), exp(-p.q*tau)
	var g float64
	if math.Abs(rt) > 1e-5 {
		g = p.r / (1 - dr)
	} else {
		g = 1 / (tau * (1 - 0.5*rt*(1-rt/3)))
	}
	omega := 2 * (p.r - p.q) / sigma2
	root := math.Sqrt((omega-1)*(omega-1) + 8*g/sigma2)
	lambda := 0.5 * (1 - omega - root)
	slope := 2 * g * g / (sigma2 * root)
	c := 2*lambda + omega - 1
	a := 2 / (sigma2 * c)
	beta := a*dr*(g+slope/c) - lambda
	v := p.vol * math.Sqrt(tau)
	mu := p.r - p.q
	ceil := p.ceiling()
	b := guess
	lo, hi := 0.0, math.Inf(1)
	for range 40 {
		d1 := (math.Log(b)+mu*tau)/v + 0.5*v
		d2 := d1 - v
		phi := NormPDF(d1)
		n1, n2 := tail(d1), tail(d2)
		npv := dr*n2 - b*dq*n1
		theta := p.r*dr*n2 - p.q*b*dq*n1 - sigma2*b/(2*v)*dq*phi
		charm := -dq * (phi*(mu/v-d2/(2*tau)) + p.q*n1)
		f := (1-dq*n1)*b + a*theta - beta*(1-b-npv)
		df := 1 - dq*n1 + dq/v*phi + beta*(1-dq*n1) + a*charm
		gamma := phi * dq / (v * b)
		colour := gamma * (p.q + mu*d1/v + (1-d1*d2)/(2*tau))
		ddf := dq*phi*(1/(b*v)-d1/(b*v*v)) + beta*gamma + a*colour
		if f > 0 {
			hi = math.Min(hi, b)
		} else {
			lo = math.Max(lo, b)
		}
		nu := f / df
		step := nu / (1 - 0.5*f*ddf/(df*df))
		if !(math.Abs(step) < 0.9*b) {
			step = math.Copysign(0.5*b, nu)
		}
		next := b - step
		if !(next > lo && next < hi) && lo > 0 && !math.IsInf(hi, 1) {
			next = 0.5 * (lo + hi)
		}
		if !(next > 0) || !isFinite(next) {
			break
		}
		done := math.Abs(next-b) <= eps*b
		b = next
		if done {
			break
		}
	}
	if b > ceil || !(b > 0) {
		return ceil
	}
	return b
}
