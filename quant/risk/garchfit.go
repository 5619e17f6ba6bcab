package risk

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// GARCHFit is a fitted model.
type GARCHFit struct {
	Model   GARCHModel
	Params  GARCHParams
	SE      GARCHParams // standard errors, inverse Hessian
	Robust  GARCHParams // Bollerslev and Wooldridge 1992, right when returns are not normal
	AtBound []string    // parameters on their bound; these have no standard error (NaN)
	LogLik  float64     // with all constants, in the units of the returns
	AIC     float64
	BIC     float64
	N       int
	Start   float64 // the backcast variance
	Next    float64 // variance forecast for the period after the last
	Steps   int     // likelihood evaluations used
}

// Vol is the annualised volatility expected over the next h periods: the root of
// the mean forecast variance times perYear.
func (f GARCHFit) Vol(h int, perYear float64) (float64, error) {
	if h < 1 || h > 1_000_000 {
		return nan, fail("Vol", "h", -1, ErrParam, "%d is not in 1..1000000", h)
	}
	if err := inside("Vol", "perYear", perYear, 0, 1e9); err != nil {
		return nan, err
	}
	if err := f.Params.check("Vol"); err != nil {
		return nan, err
	}
	s, v, k := 0.0, f.Next, f.Params.Persistence()
	for range h {
		s += v
		v = f.Params.Omega + k*v
	}
	return math.Sqrt(s / float64(h) * perYear), nil
}

// minGARCH is the shortest series a GARCH model is fitted to.
const minGARCH = 100

// FitGARCH fits a model with constant mean and normal errors by maximum
// likelihood. At least 100 returns; a few hundred are needed for the estimates to
// mean much. The returns are scaled to unit variance first, so fractions and
// per cent give the same fit; the variance before the sample is [Backcast] about
// the fitted mean.
//
// The bounds alpha >= 0, alpha+gamma >= 0, beta >= 0 and persistence < 1 are kept by
// a softmax of the parameters; BFGS with analytic gradients runs from the best
// points of a grid, then Newton steps on the parameters inside their bounds.
// Where an optimum lies on a bound (often GJR's alpha at 0) AtBound says so.
func FitGARCH(r []float64, model GARCHModel) (GARCHFit, error) {
	const op = "FitGARCH"
	if model != GARCH11 && model != GJR11 {
		return GARCHFit{}, fail(op, "model", -1, ErrParam, "unknown model %d", model)
	}
	if err := series(op, "r", r, minGARCH); err != nil {
		return GARCHFit{}, err
	}
	m := moments(r)
	sd := m.StdDev
	if !(m.M2 > 0 && sd > 0) {
		return GARCHFit{}, fail(op, "r", -1, ErrConstant, "")
	}
	g := &garchLik{y: make([]float64, len(r)), gjr: model == GJR11}
	for i, v := range r {
		g.y[i] = (v - m.Mean) / sd
	}
	th, ok := g.search()
	if !ok {
		return GARCHFit{}, fail(op, "r", -1, ErrNoFit, "no likelihood maximum was found")
	}
	th, h, free := g.polish(th)

	var score [5]float64
	ll := -g.eval(th, &score, nil)
	f := GARCHFit{Model: model, N: len(r), Steps: g.evals}
	f.Params = g.params(th, m.Mean, sd)
	f.LogLik = ll - float64(len(r))*math.Log(sd)
	k := 4.0
	if g.gjr {
		k = 5
	}
	f.AIC = 2*k - 2*f.LogLik
	f.BIC = k*math.Log(float64(len(r))) - 2*f.LogLik
	back, _ := g.back(th[0])
	f.Start = back * sd * sd
	v := th[1] + ((th[2]+th[3])/2+th[4])*back
	p := GARCHParams{th[0], th[1], th[2], th[3] - th[2], th[4]}
	for _, y := range g.y {
		v = p.next(v, y-p.Mu)
	}
	f.Next = v * sd * sd
	g.errors(&f, th, h, free, sd)
	return f, nil
}

// garchLik is the likelihood of unit-variance data in the parameters
// theta = mu, omega, a, b, beta, where a and b weigh e^2 after e >= 0 and e < 0:
// alpha = a, gamma = b - a. For GARCH(1,1) a = b.
type garchLik struct {
	y     []float64
	gjr   bool
	evals int
}

func (g *garchLik) params(th [5]float64, mean, sd float64) GARCHParams {
	p := GARCHParams{Mu: mean + th[0]*sd, Omega: th[1] * sd * sd, Alpha: th[2], Beta: th[4]}
	if g.gjr {
		p.Gamma = th[3] - th[2]
	}
	return p
}

// back is [Backcast] about mu and its derivative.
func (g *garchLik) back(mu float64) (v, dv float64) {
	w, weights := 1.0, 0.0
	for _, y := range g.y[:min(75, len(g.y))] {
		d := y - mu
		v += w * d * d
		dv -= 2 * w * d
		weights += w
		w *= 0.94
	}
	// A sample that starts with a flat stretch must not start with variance 0.
	return max(v/weights, 1e-12), dv / weights
}

// eval is minus the log likelihood, with its gradient and the sum of the outer
// products of the scores when they are wanted.
func (g *garchLik) eval(th [5]float64, grad *[5]float64, opg *[5][5]float64) float64 {
	g.evals++
	mu, om, a, b, be := th[0], th[1], th[2], th[3], th[4]
	back, dback := g.back(mu)
	v := om + ((a+b)/2+be)*back
	sum, prod := 0.0, 1.0
	if grad == nil {
		for i, y := range g.y {
			e := y - mu
			q := e * e
			sum += q / v
			prod *= v
			if i&15 == 15 || prod < 1e-100 || prod > 1e100 {
				sum += math.Log(prod)
				prod = 1
			}
			c := a
			if e < 0 {
				c = b
			}
			v = om + c*q + be*v
		}
		return 0.5 * (sum + math.Log(prod) + float64(len(g.y))*math.Log(2*math.Pi))
	}
	*grad = [5]float64{}
	// Derivatives of v in the order of theta.
	dm, do, da, db, de := ((a+b)/2+be)*dback, 1.0, back/2, back/2, back
	var gm, gq, ga, gb, ge float64
	for i, y := range g.y {
		e := y - mu
		q := e * e
		iv := 1 / v
		z := q * iv
		sum += z
		prod *= v
		if i&15 == 15 || prod < 1e-100 || prod > 1e100 {
			sum += math.Log(prod)
			prod = 1
		}
		w := 0.5 * iv * (1 - z) // d(-ll)/dv
		s0 := w*dm - e*iv
		gm += s0
		gq += w * do
		ga += w * da
		gb += w * db
		ge += w * de
		if opg != nil {
			s := [5]float64{s0, w * do, w * da, w * db, w * de}
			for j := range s {
				for k := range s {
					opg[j][k] += s[j] * s[k]
				}
			}
		}
		c, qa, qb := a, q, 0.0
		if e < 0 {
			c, qa, qb = b, 0, q
		}
		dm = -2*c*e + be*dm
		do = 1 + be*do
		da = qa + be*da
		db = qb + be*db
		de = v + be*de
		v = om + c*q + be*v
	}
	*grad = [5]float64{gm, gq, ga, gb, ge}
	return 0.5 * (sum + math.Log(prod) + float64(len(g.y))*math.Log(2*math.Pi))
}

// theta maps free variables to parameters: mu, ln omega, and the softmax of the
// parts that add up to less than 1.
func (g *garchLik) theta(u []float64) [5]float64 {
	var e [3]float64
	s := u[2:]
	top := 0.0
	for _, v := range s {
		top = max(top, v)
	}
	sum := math.Exp(-top)
	for k, v := range s {
		e[k] = math.Exp(v - top)
		sum += e[k]
	}
	om := math.Exp(max(-40, min(40, u[1])))
	if g.gjr {
		return [5]float64{u[0], om, 2 * e[0] / sum, 2 * e[1] / sum, e[2] / sum}
	}
	return [5]float64{u[0], om, e[0] / sum, e[0] / sum, e[1] / sum}
}

// free is the inverse of theta.
func (g *garchLik) free(th [5]float64) []float64 {
	const tiny = 1e-12
	w := []float64{(th[2] + th[3]) / 2, th[4]}
	if g.gjr {
		w = []float64{th[2] / 2, th[3] / 2, th[4]}
	}
	rest := 1.0
	for _, v := range w {
		rest -= v
	}
	u := []float64{th[0], math.Log(max(th[1], 1e-17))}
	for _, v := range w {
		u = append(u, math.Log(max(v, tiny)/max(rest, tiny)))
	}
	return u
}

// search finds the maximum in the free variables.
func (g *garchLik) search() (best [5]float64, ok bool) {
	value := func(u, du []float64) float64 {
		th := g.theta(u)
		var d [5]float64
		f := g.eval(th, &d, nil)
		du[0], du[1] = d[0], d[1]*th[1]
		w, dw := [3]float64{th[2], th[4]}, [3]float64{d[2] + d[3], d[4]}
		if g.gjr {
			w, dw = [3]float64{th[2] / 2, th[3] / 2, th[4]}, [3]float64{2 * d[2], 2 * d[3], d[4]}
		}
		mean := 0.0
		for k := range w {
			mean += w[k] * dw[k]
		}
		for k := range du[2:] {
			du[2+k] = w[k] * (dw[k] - mean)
		}
		return f
	}
	// The best two of a grid of starts, so that one bad basin does no harm.
	type start struct {
		f  float64
		th [5]float64
	}
	first, second := start{f: math.Inf(1)}, start{f: math.Inf(1)}
	for _, p := range [...]float64{0.5, 0.8, 0.95, 0.99} {
		for _, a := range [...]float64{0.03, 0.08, 0.2, 0.4} {
			skews := []float64{1}
			if g.gjr {
				skews = []float64{1, 0.2}
			}
			for _, k := range skews {
				th := [5]float64{0, 1 - p, a * k, a * (2 - k), p - a}
				f := g.eval(th, nil, nil)
				switch {
				case f < first.f:
					first, second = start{f, th}, first
				case f < second.f:
					second = start{f, th}
				}
			}
		}
	}
	low := math.Inf(1)
	for _, s := range [...]start{first, second} {
		if math.IsInf(s.f, 1) {
			continue
		}
		u := g.free(s.th)
		if f := minimize(u, 1e-5, 300, value); f < low {
			low, best, ok = f, g.theta(u), true
		}
	}
	return best, ok
}

// onBound is how near to its bound a parameter counts as on it.
const onBound = 1e-5

// polish takes Newton steps on the parameters that are inside their bounds and
// returns the Hessian of minus the log likelihood in theta at the end.
func (g *garchLik) polish(th [5]float64) ([5]float64, [5][5]float64, []int) {
	// A part that the softmax drove towards 0 without arriving is put there when
	// that is no worse.
	for _, k := range [...]int{2, 3, 4} {
		if th[k] == 0 || th[k] > 1e-3 {
			continue
		}
		t := th
		t[k] = 0
		if !g.gjr && k == 2 {
			t[3] = 0
		}
		if g.eval(t, nil, nil) <= g.eval(th, nil, nil)+1e-9 {
			th = t
		}
	}
	var h [5][5]float64
	var free []int
	for range 6 {
		var d [5]float64
		f := g.eval(th, &d, nil)
		h = g.hessian(th)
		free = g.interior(th)
		if len(free) == 0 {
			break
		}
		a := mat.NewSymDense(len(free), nil)
		b := mat.NewVecDense(len(free), nil)
		gr := g.fold(d)
		hh := g.foldMatrix(h)
		for i, p := range free {
			b.SetVec(i, -gr[p])
			for j := i; j < len(free); j++ {
				a.SetSym(i, j, hh[p][free[j]])
			}
		}
		var c mat.Cholesky
		var x mat.VecDense
		if !c.Factorize(a) || c.SolveVecTo(&x, b) != nil {
			break
		}
		moved := false
		for s := 1.0; s > 0.01; s /= 2 {
			t := th
			for i, p := range free {
				t[p] += s * x.AtVec(i)
			}
			if !g.gjr {
				t[3] = t[2]
			}
			if t[1] <= 0 || t[2] < 0 || t[3] < 0 || t[4] < 0 || (t[2]+t[3])/2+t[4] >= 1 {
				continue
			}
			if n := g.eval(t, nil, nil); n < f {
				moved = f-n > 1e-11
				th = t
				break
			}
		}
		if !moved {
			break
		}
	}
	return th, g.hessian(th), g.interior(th)
}

// interior lists the parameters that are not on a bound. For GARCH(1,1), b is a.
func (g *garchLik) interior(th [5]float64) []int {
	free := []int{0}
	if th[1] > 1e-12 {
		free = append(free, 1)
	}
	for _, k := range [...]int{2, 3, 4} {
		if (k == 3 && !g.gjr) || th[k] < onBound {
			continue
		}
		free = append(free, k)
	}
	return free
}

// fold adds b's gradient to a's when they are one parameter.
func (g *garchLik) fold(d [5]float64) [5]float64 {
	if !g.gjr {
		d[2] += d[3]
	}
	return d
}

func (g *garchLik) foldMatrix(h [5][5]float64) [5][5]float64 {
	if g.gjr {
		return h
	}
	for i := range h {
		h[i][2] += h[i][3]
	}
	for j := range h {
		h[2][j] += h[3][j]
	}
	return h
}

// hessian is the symmetrised central difference of the gradient, one-sided next
// to a bound.
func (g *garchLik) hessian(th [5]float64) [5][5]float64 {
	var h [5][5]float64
	for k := range th {
		d := 1e-5 * max(math.Abs(th[k]), 1e-2)
		up, down := th, th
		up[k] += d
		if down[k] -= d; k > 0 && down[k] <= 0 {
			down[k] = th[k]
		}
		var gu, gd [5]float64
		g.eval(up, &gu, nil)
		g.eval(down, &gd, nil)
		for j := range th {
			h[k][j] = (gu[j] - gd[j]) / (up[k] - down[k])
		}
	}
	for i := range h {
		for j := range i {
			m := (h[i][j] + h[j][i]) / 2
			h[i][j], h[j][i] = m, m
		}
	}
	return h
}

// errors fills the standard errors and the list of parameters at a bound.
func (g *garchLik) errors(f *GARCHFit, th [5]float64, h [5][5]float64, free []int, sd float64) {
	f.SE = GARCHParams{nan, nan, nan, nan, nan}
	f.Robust = f.SE
	if !g.gjr {
		f.SE.Gamma, f.Robust.Gamma = 0, 0
	}
	if th[1] <= 1e-12 {
		f.AtBound = append(f.AtBound, "omega")
	}
	if th[2] < onBound {
		f.AtBound = append(f.AtBound, "alpha")
	}
	if g.gjr && th[3] < onBound {
		f.AtBound = append(f.AtBound, "alpha+gamma")
	}
	if th[4] < onBound {
		f.AtBound = append(f.AtBound, "beta")
	}
	if (th[2]+th[3])/2+th[4] > 1-onBound {
		f.AtBound = append(f.AtBound, "persistence")
		return // the Hessian describes no interior maximum
	}
	var d [5]float64
	var opg [5][5]float64
	g.eval(th, &d, &opg)
	hh, oo := g.foldMatrix(h), g.foldMatrix(opg)
	n := len(free)
	a, o := mat.NewSymDense(n, nil), mat.NewSymDense(n, nil)
	for i, p := range free {
		for j := i; j < n; j++ {
			a.SetSym(i, j, hh[p][free[j]])
			o.SetSym(i, j, oo[p][free[j]])
		}
	}
	var c mat.Cholesky
	if n == 0 || !c.Factorize(a) {
		return
	}
	var inv mat.SymDense
	if c.InverseTo(&inv) != nil {
		return
	}
	var t, rob mat.Dense
	t.Mul(&inv, o)
	rob.Mul(&t, &inv)
	at := [5]int{-1, -1, -1, -1, -1}
	for i, p := range free {
		at[p] = i
	}
	fill := func(p *GARCHParams, m mat.Matrix) {
		se := func(k int) float64 {
			if at[k] < 0 {
				return nan
			}
			return math.Sqrt(m.At(at[k], at[k]))
		}
		p.Mu, p.Omega, p.Alpha, p.Beta = se(0)*sd, se(1)*sd*sd, se(2), se(4)
		if g.gjr && at[3] >= 0 {
			// gamma = b - a; where a is on its bound it is held there.
			v := m.At(at[3], at[3])
			if at[2] >= 0 {
				v += m.At(at[2], at[2]) - 2*m.At(at[2], at[3])
			}
			p.Gamma = math.Sqrt(v)
		}
	}
	fill(&f.SE, &inv)
	fill(&f.Robust, &rob)
}
