package option

import "math"

// NormalisedVol inverts NormalisedBlack: the s >= 0 with b(x, s) = beta, for
// x = ln(F/K) <= 0 and 0 <= beta < e^(x/2). It takes a rational guess and exactly
// two third-order Householder steps (P. Jäckel, "Let's Be Rational", Wilmott,
// 2015). The relative error stays within 4e-15 times the condition number
// max(1, b / (s db/ds)), which is what a float64 beta can carry.
//
// beta = 0 gives 0. Outside the bounds the error's kind is ErrBelowIntrinsic or
// ErrAboveMaximum; NaN, infinite and positive x are ErrBadInput.
func NormalisedVol(x, beta float64) (float64, error) {
	if !(x <= 0 && x >= -math.MaxFloat64) {
		return 0, bad("x", x, "must be finite and <= 0 (ln(F/K) of the out-of-the-money side)")
	}
	if !isFinite(beta) {
		return 0, bad("beta", beta, "must be finite")
	}
	if beta <= 0 {
		if beta == 0 {
			return 0, nil
		}
		return 0, &ArgError{Arg: "beta", Value: beta, Why: "must be >= 0, the normalised time value", Kind: ErrBelowIntrinsic}
	}
	top := exp(0.5 * x)
	if beta >= top {
		return 0, &ArgError{Arg: "beta", Value: beta, Why: "must be below e^(x/2), the normalised maximum", Kind: ErrAboveMaximum}
	}
	if x == 0 {
		return 2 * math.Sqrt2 * math.Erfinv(beta), nil
	}
	return normalisedVol(x, beta, top, 2), nil
}

// Branches of the guess and of the objective.
const (
	lowest = iota
	centreLow
	centreHigh
	highest
)

// normalisedVol needs x < 0 and 0 < beta < top = e^(x/2).
//
// With s_c = sqrt(2|x|) the inflection of b in s, tangents there cut the s axis and
// the line b = top at s_l and s_u. Four spans of beta follow, each with its own
// transform of (s, b) that is nearly straight, a rational cubic through the ends,
// and an objective for the steps: 1/ln b on the lowest, b in the centre,
// ln(top - b) on the highest.
func normalisedVol(x, beta, top float64, steps int) float64 {
	var s float64
	branch := lowest
	ax := -x
	sc := math.Sqrt(2 * ax)
	// At s_c: h = -sc/2, t = sc/2, so a = 0 and c = -sc.
	vc := invSqrt2Pi * top // e^(-|x|/2) = e^(x/2)
	var bc, slip float64   // slip = 1 - bc/(vc sc)
	if sc < 0.02 {
		h := -0.5 * sc
		c0 := mills(-h)
		c1 := 1 + h*c0
		c2 := 0.5 * (h*c1 + c0)
		slip = -(h*c0 + h*h*(h*c2+c1)*(1./3))
		bc = vc * sc * (1 - slip)
	} else {
		const y0 = 1.2533141373155002512
		d := y0 - mills(sc)
		bc = vc * d
		slip = 1 - d/sc
	}
	if beta < bc {
		sl := sc * slip
		bl, vl := roughBlack(x, sl, top)
		if beta < bl {
			s = lowestGuess(x, beta, sl, bl)
		} else {
			branch = centreLow
			c := cubicSpan{bl, bc, sl, sc, 1 / vl, 1 / vc}
			s = c.at(beta, c.controlRight(0))
		}
	} else {
		su := sc
		if vc > math.SmallestNonzeroFloat64 {
			su = sc + (top-bc)/vc
		}
		bu, vu := roughBlack(x, su, top)
		if beta <= bu {
			branch = centreHigh
			c := cubicSpan{bc, bu, sc, su, 1 / vc, 1 / vu}
			s = c.at(beta, c.controlLeft(0))
		} else {
			s = highestGuess(x, beta, top, su, bu)
			branch = centreHigh
			if beta > 0.5*top {
				branch = highest
			}
		}
	}
	if !(s > 0) {
		s = sc
	}
	var goal float64 // the objective's constant
	switch branch {
	case lowest:
		goal = math.Log(beta)
	case highest:
		goal = top - beta
	}
	for range steps {
		s += householder(x, s, beta, top, goal, branch)
	}
	return s
}

// lowestGuess works on f(b) = 2π|x|/(3√3) Φ(-|x|/(√3 s))³, which starts as f = b.
func lowestGuess(x, beta, sl, bl float64) float64 {
	const (
		twoPiOverSqrt27 = 1.20919957615614523372938550509477
		sqrt3           = 1.73205080756887729352744634150587
	)
	ax := -x
	z := ax / (sqrt3 * sl)
	y, s2 := z*z, sl*sl
	m := mills(z)
	e := exp(-0.5 * y)
	tail := invSqrt2Pi * e * m // Φ(-z)
	fl := twoPiOverSqrt27 * ax * tail * tail * tail
	// With Φ = φ M: f' = 2π y Φ² e^(y+s²/8) = y M² e^(s²/8).
	e8 := exp(0.125 * s2)
	dl := y * m * m * e8
	// f'' = (π/6)(y/s³) Φ (8√3 s|x| + (3s²(s²-8) - 8x²) Φ/φ) e^(2y+s²/4)
	var d2 float64
	if e > 0 {
		d2 = (math.Pi / 6) * y / (s2 * sl) * invSqrt2Pi * m / (e * e * e) *
			(8*sqrt3*sl*ax + (3*s2*(s2-8)-8*x*x)*m) * e8 * e8
	}
	c := cubicSpan{0, bl, 0, fl, 1, dl}
	f := c.at(beta, c.controlRight(d2))
	if !(f > 0) {
		t := beta / bl
		f = (fl*t + bl*(1-t)) * t
	}
	p := math.Cbrt(f / (twoPiOverSqrt27 * ax))
	return ax / (sqrt3 * math.Abs(NormQuantile(p)))
}

// highestGuess works on f(b) = Φ(-s/2), which is 0 with slope -1/2 at b = top.
func highestGuess(x, beta, top, su, bu float64) float64 {
	h := x / su
	w := h * h
	fu := 0.5 * math.Erfc(su*(0.5/math.Sqrt2))
	du := -0.5 * exp(0.5*w)
	d2 := 1.2533141373155002512 * exp(w+0.125*su*su) * w / su
	c := cubicSpan{bu, top, fu, 0, du, -0.5}
	f := 0.0
	if d2 < math.MaxFloat64 {
		f = c.at(beta, c.controlLeft(d2))
	}
	if !(f > 0) {
		t := (beta - bu) / (top - bu)
		f = (fu*(1-t) + 0.5*(top-bu)*t) * (1 - t)
	}
	return -2 * NormQuantile(f)
}

// householder is one third-order step: with ν the Newton step of the objective g,
// γ = g”/g', δ = g”'/g', it is ν (1 + γν/2) / (1 + ν(γ + δν/6)).
func householder(x, s, beta, top, goal float64, branch int) float64 {
	h, t := x/s, 0.5*s
	vega := invSqrt2Pi * exp(-0.5*(h*h+t*t))
	var b, rest float64 // b and top - b
	switch a := h + t; {
	case s < seriesWidth:
		b = vega * millsSpread(h, t)
		rest = top - b
	case a < 0.75:
		b = vega * (mills(-a) - mills(t-h))
		rest = top - b
	default:
		rest = vega * (mills(a) + mills(t-h))
		b = top - rest
	}
	inv := 1 / s
	g2 := (h*h)*inv - 0.25*s     // b''/b'
	hs := h * inv                //
	g3 := g2*g2 - 3*hs*hs - 0.25 // b'''/b'
	var nu, gamma, delta float64
	switch branch {
	case lowest:
		lb := math.Log(b)
		r, il := vega/b, 1/lb
		nu = (goal - lb) * lb / (goal * r)
		u := 1 + 2*il
		gamma = g2 - r*u
		delta = g3 + 2*r*r*(1+3*il*(1+il)) - 3*g2*r*u
	case highest:
		r := vega / rest
		nu = math.Log(rest/goal) / r
		gamma = g2 + r
		delta = g3 + r*(2*r+3*g2)
	default:
		nu = (beta - b) / vega
		gamma, delta = g2, g3
	}
	step := nu * (1 + 0.5*gamma*nu) / (1 + nu*(gamma+delta*nu*(1./6)))
	if step < -0.5*s {
		return -0.5 * s
	}
	if !isFinite(step) {
		return 0
	}
	return step
}
