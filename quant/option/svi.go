package option

import "math"

// SVI is the raw stochastic-volatility-inspired total variance of one expiry
// (Gatheral 2004), with k = ln(K/F):
//
//	w(k) = σ²T = A + B (Rho (k-M) + sqrt((k-M)² + Sigma²))
type SVI struct{ A, B, Rho, M, Sigma float64 }

// TotalVariance is w(k) = σ² T.
func (p SVI) TotalVariance(k float64) float64 {
	d := k - p.M
	return p.A + p.B*(p.Rho*d+math.Hypot(d, p.Sigma))
}

// Derivatives are w, w' and w” at k.
func (p SVI) Derivatives(k float64) (w, w1, w2 float64) {
	d := k - p.M
	r := math.Hypot(d, p.Sigma)
	w = p.A + p.B*(p.Rho*d+r)
	if r == 0 {
		return w, p.B * p.Rho, 0
	}
	t := p.Sigma / r
	return w, p.B * (p.Rho + d/r), p.B * t * t / r
}

// Vol is sqrt(w(k)/T); 0 where w is not positive.
func (p SVI) Vol(k, years float64) float64 {
	w := p.TotalVariance(k)
	if !(w > 0) || !(years > 0) {
		return 0
	}
	return math.Sqrt(w / years)
}

// MinVariance is the least total variance, A + B Sigma sqrt(1-Rho²).
func (p SVI) MinVariance() float64 {
	return p.A + p.B*p.Sigma*math.Sqrt(math.Max(0, (1-p.Rho)*(1+p.Rho)))
}

// Check reports parameters that are no variance at all: B < 0, |Rho| > 1,
// Sigma < 0 or a negative minimum; and wings steeper than 2, which Lee's moment
// formula forbids.
func (p SVI) Check() error {
	if err := firstError(finite("A", p.A), notNegative("B", p.B), finite("Rho", p.Rho), finite("M", p.M), notNegative("Sigma", p.Sigma)); err != nil {
		return err
	}
	if math.Abs(p.Rho) > 1 {
		return bad("Rho", p.Rho, "must be within [-1, 1]")
	}
	if m := p.MinVariance(); m < 0 {
		return bad("A", p.A, "makes the least total variance "+text(m)+" negative")
	}
	if s := p.B * (1 + math.Abs(p.Rho)); s > 2*(1+1e-12) {
		return bad("B", p.B, "makes a wing's slope "+text(s)+" exceed Lee's bound 2")
	}
	return nil
}

// DurrlemanG is Durrleman's function
//
//	g(k) = (1 - k w'/(2w))² - w'²/4 (1/w + 1/4) + w''/2
//
// The risk-neutral density is g(k) φ(d2)/sqrt(w), so g < 0 is butterfly arbitrage.
// NaN where w is not positive.
func (p SVI) DurrlemanG(k float64) float64 {
	w, w1, w2 := p.Derivatives(k)
	if !(w > 0) {
		return math.NaN()
	}
	a := 1 - 0.5*k*w1/w
	return a*a - 0.25*w1*w1*(1/w+0.25) + 0.5*w2
}

// Arbitrage is the worst point a check found; it is clean when Worst >= 0.
type Arbitrage struct {
	At    float64 // log-moneyness
	Worst float64 // the least g, or the least difference of total variance
}

// Clean says that no arbitrage was found.
func (a Arbitrage) Clean() bool { return a.Worst >= 0 }

// Butterfly finds the least Durrleman g for k in [low, high]. Where the total
// variance is not positive Worst is -Inf.
func (p SVI) Butterfly(low, high float64) Arbitrage {
	return leastOn(low, high, func(k float64) float64 {
		g := p.DurrlemanG(k)
		if g != g {
			return math.Inf(-1)
		}
		return g
	})
}

// Calendar finds the least later.w(k) - p.w(k) for k in [low, high]; negative is
// calendar arbitrage: total variance falls as time goes on.
func (p SVI) Calendar(later SVI, low, high float64) Arbitrage {
	return leastOn(low, high, func(k float64) float64 { return later.TotalVariance(k) - p.TotalVariance(k) })
}

// leastOn scans 401 points and refines around the least by golden section.
func leastOn(low, high float64, f func(float64) float64) Arbitrage {
	if !(low <= high) || !isFinite(low) || !isFinite(high) {
		return Arbitrage{At: math.NaN(), Worst: math.Inf(-1)}
	}
	const n = 400
	h := (high - low) / n
	best := Arbitrage{low, f(low)}
	for i := 1; i <= n; i++ {
		k := low + float64(i)*h
		if v := f(k); v < best.Worst {
			best = Arbitrage{k, v}
		}
	}
	const ratio = 0.61803398874989484820
	a, b := math.Max(low, best.At-h), math.Min(high, best.At+h)
	for range 40 {
		c, d := b-ratio*(b-a), a+ratio*(b-a)
		fc, fd := f(c), f(d)
		if fc < fd {
			b = d
			if fc < best.Worst {
				best = Arbitrage{c, fc}
			}
		} else {
			a = c
			if fd < best.Worst {
				best = Arbitrage{d, fd}
			}
		}
	}
	return best
}

// Fit says how well a calibration met its quotes.
type Fit struct {
	RMSE     float64 // weighted root mean square error of total variance
	Worst    float64 // largest absolute error of total variance
	WorstAt  float64 // its log-moneyness
	Points   int
	Expenses int // evaluations of the inner problem
}

// FitSVI calibrates raw SVI to total variances ws at log-moneyness ks, at least
// five of them, by the quasi-explicit method (De Marco and Martini, Zeliade 2009):
// for given M and Sigma the rest is a linear least-squares problem, solved
// exactly within |Rho| <= 1 and Lee's wing bound; Nelder-Mead searches M and Sigma.
// weights may be nil. The result passes Check; butterfly arbitrage is not excluded,
// ask Butterfly.
func FitSVI(ks, ws, weights []float64) (SVI, Fit, error) {
	n := len(ks)
	if len(ws) != n {
		return SVI{}, Fit{}, bad("ws", float64(len(ws)), "must have as many elements as ks")
	}
	if weights != nil && len(weights) != n {
		return SVI{}, Fit{}, bad("weights", float64(len(weights)), "must be nil or have as many elements as ks")
	}
	if n < 5 {
		return SVI{}, Fit{}, bad("ks", float64(n), "must hold at least five points")
	}
	low, high, total := math.Inf(1), math.Inf(-1), 0.0
	wt := make([]float64, n)
	for i := range ks {
		wt[i] = 1
		if weights != nil {
			wt[i] = weights[i]
		}
		if err := firstError(finite(at("ks", i), ks[i]), notNegative(at("ws", i), ws[i]), notNegative(at("weights", i), wt[i])); err != nil {
			return SVI{}, Fit{}, err
		}
		low, high = math.Min(low, ks[i]), math.Max(high, ks[i])
		total += wt[i]
	}
	if !(total > 0) {
		return SVI{}, Fit{}, bad("weights", total, "must not all be 0")
	}
	if !(high > low) {
		return SVI{}, Fit{}, bad("ks", high, "must not all be equal")
	}
	in := sviProblem{ks: ks, ws: ws, wt: wt, total: total, ys: make([]float64, n), rs: make([]float64, n)}
	width := high - low
	objective := func(x, y float64) float64 {
		// M may leave the quoted range a little, Sigma stays between a kink and a parabola.
		if !(x >= -1 && x <= 2 && y >= -12 && y <= 3) {
			return math.Inf(1)
		}
		_, e := in.solve(low+width*x, width*math.Exp(y))
		return e
	}
	type start struct{ x, y, e float64 }
	starts := [3]start{{0, 0, math.Inf(1)}, {0, 0, math.Inf(1)}, {0, 0, math.Inf(1)}}
	for i := 0; i <= 8; i++ {
		for _, y := range []float64{-4, -2.5, -1.5, -0.5, 0.5} {
			x := -0.1 + 1.2*float64(i)/8
			s := start{x, y, objective(x, y)}
			for j := range starts {
				if s.e < starts[j].e {
					s, starts[j] = starts[j], s
				}
			}
		}
	}
	best := start{e: math.Inf(1)}
	for _, s := range starts {
		if math.IsInf(s.e, 1) {
			continue
		}
		// Restarted: the second run leaves a simplex that has collapsed.
		for _, size := range []float64{0.2, 0.02} {
			s.x, s.y, s.e = nelderMead2(objective, s.x, s.y, size)
		}
		if s.e < best.e {
			best = s
		}
	}
	if math.IsInf(best.e, 1) {
		return SVI{}, Fit{}, &ArgError{Arg: "ws", Value: ws[0], Kind: ErrNoSolution, Why: "allow no SVI fit"}
	}
	p, e := in.solve(low+width*best.x, width*math.Exp(best.y))
	fit := Fit{RMSE: math.Sqrt(math.Max(0, e)), Points: n, Expenses: in.count}
	for i, k := range ks {
		if d := math.Abs(p.TotalVariance(k) - ws[i]); d >= fit.Worst {
			fit.Worst, fit.WorstAt = d, k
		}
	}
	if err := p.Check(); err != nil {
		return p, fit, err
	}
	return p, fit, nil
}

// sviProblem is the inner problem: with y = (k-m)/σ, w = a + d y + c sqrt(y²+1),
// c = bσ, d = ρbσ, convex in (a, c, d) on |d| <= c, c + |d| <= 2σ.
type sviProblem struct {
	ks, ws, wt, ys, rs []float64
	total              float64
	count              int
}

func (q *sviProblem) solve(m, sigma float64) (SVI, float64) {
	q.count++
	var my, mr, mw float64
	for i, k := range q.ks {
		y := (k - m) / sigma
		r := math.Sqrt(y*y + 1)
		q.ys[i], q.rs[i] = y, r
		u := q.wt[i]
		my += u * y
		mr += u * r
		mw += u * q.ws[i]
	}
	my, mr, mw = my/q.total, mr/q.total, mw/q.total
	var yy, yr, rr, yw, rw, ww float64
	for i := range q.ks {
		u, y, r, w := q.wt[i], q.ys[i]-my, q.rs[i]-mr, q.ws[i]-mw
		yy += u * y * y
		yr += u * y * r
		rr += u * r * r
		yw += u * y * w
		rw += u * r * w
		ww += u * w * w
	}
	loss := func(c, d float64) float64 {
		return (ww - 2*(d*yw+c*rw) + d*d*yy + 2*c*d*yr + c*c*rr) / q.total
	}
	bestC, bestD, best := 0.0, 0.0, loss(0, 0)
	try := func(c, d float64) {
		if e := loss(c, d); e < best {
			bestC, bestD, best = c, d, e
		}
	}
	inside := false
	if det := yy*rr - yr*yr; det > 1e-14*yy*rr {
		c, d := (rw*yy-yw*yr)/det, (yw*rr-rw*yr)/det
		if c >= math.Abs(d) && c+math.Abs(d) <= 2*sigma {
			inside = true
			bestC, bestD, best = c, d, loss(c, d)
		}
	}
	if !inside {
		// The four edges of the diamond, each a parabola in one variable.
		edge := func(c0, d0, c1, d1 float64) {
			dc, dd := c1-c0, d1-d0
			den := dd*dd*yy + 2*dc*dd*yr + dc*dc*rr
			if !(den > 0) {
				return
			}
			t := (dd*(yw-d0*yy-c0*yr) + dc*(rw-d0*yr-c0*rr)) / den
			t = math.Min(1, math.Max(0, t))
			try(c0+t*dc, d0+t*dd)
		}
		edge(0, 0, sigma, sigma)
		edge(0, 0, sigma, -sigma)
		edge(sigma, sigma, 2*sigma, 0)
		edge(sigma, -sigma, 2*sigma, 0)
	}
	a := mw - bestD*my - bestC*mr
	if low := -math.Sqrt(math.Max(0, (bestC-bestD)*(bestC+bestD))); a < low {
		best += (low - a) * (low - a)
		a = low
	}
	p := SVI{A: a, B: bestC / sigma, M: m, Sigma: sigma}
	if bestC > 0 {
		p.Rho = bestD / bestC
	}
	return p, math.Max(0, best)
}
