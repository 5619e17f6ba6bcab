package risk

import (
	"math"
)

// GARCHModel names a conditional variance model.
type GARCHModel int

const (
	// GARCH11 is Bollerslev 1986: v[t] = omega + alpha e[t-1]^2 + beta v[t-1].
	GARCH11 GARCHModel = iota
	// GJR11 is Glosten, Jagannathan and Runkle 1993: it adds gamma e[t-1]^2 after a
	// negative e, so that falls raise the variance more than rises do.
	GJR11
)

// String is the model's name in reports.
func (m GARCHModel) String() string {
	switch m {
	case GARCH11:
		return "GARCH(1,1)"
	case GJR11:
		return "GJR-GARCH(1,1)"
	}
	return "unknown"
}

// GARCHParams are the parameters of
//
//	r[t] = Mu + e[t],  e[t] ~ N(0, v[t])
//	v[t] = Omega + (Alpha + Gamma 1{e[t-1]<0}) e[t-1]^2 + Beta v[t-1]
//
// in the units of the returns per period (Mu) and their square (Omega). GARCH(1,1)
// has Gamma 0.
type GARCHParams struct{ Mu, Omega, Alpha, Gamma, Beta float64 }

// Persistence is Alpha + Gamma/2 + Beta, how much of a variance shock is left one
// period later in expectation; ln(0.5)/ln(Persistence) is its half-life.
func (p GARCHParams) Persistence() float64 { return p.Alpha + p.Gamma/2 + p.Beta }

// LongRun is the unconditional variance per period Omega/(1-Persistence), +Inf
// when the persistence is 1 or more.
func (p GARCHParams) LongRun() float64 {
	if d := 1 - p.Persistence(); d > 0 {
		return p.Omega / d
	}
	return math.Inf(1)
}

// next is the variance after an innovation e under variance v.
func (p GARCHParams) next(v, e float64) float64 {
	a := p.Alpha
	if e < 0 {
		a += p.Gamma
	}
	return p.Omega + a*e*e + p.Beta*v
}

func (p GARCHParams) check(op string) error {
	switch {
	case !(math.Abs(p.Mu) <= maxAbs):
		return fail(op, "Mu", -1, ErrNotFinite, "%g", p.Mu)
	case !(p.Omega >= 0 && p.Omega <= maxAbs):
		return fail(op, "Omega", -1, ErrParam, "%g", p.Omega)
	case !(p.Alpha >= 0 && p.Alpha <= 10):
		return fail(op, "Alpha", -1, ErrParam, "%g", p.Alpha)
	case !(p.Alpha+p.Gamma >= 0 && p.Gamma <= 10):
		return fail(op, "Gamma", -1, ErrParam, "%g makes a variance negative", p.Gamma)
	case !(p.Beta >= 0 && p.Beta <= 10):
		return fail(op, "Beta", -1, ErrParam, "%g", p.Beta)
	}
	return nil
}

// Variances writes the conditional variance of each return, dst[0] = first, and
// returns that of the period after the last. QuantLib starts with r[0]^2;
// [FitGARCH] with Omega + Persistence times [Backcast].
func (p GARCHParams) Variances(dst, r []float64, first float64) (next float64, err error) {
	const op = "Variances"
	if err := p.check(op); err != nil {
		return nan, err
	}
	if err := series(op, "r", r, 1); err != nil {
		return nan, err
	}
	if err := length(op, "dst", len(dst), len(r)); err != nil {
		return nan, err
	}
	if err := within(op, "first", first, 0, maxAbs); err != nil {
		return nan, err
	}
	v := first
	for i, x := range r {
		dst[i] = v
		v = p.next(v, x-p.Mu)
		if !(v <= math.MaxFloat64) {
			return nan, fail(op, "r", i, ErrNotFinite, "the variance overflows")
		}
	}
	return v, nil
}

// Forecast writes the expected variance of the next len(dst) periods given that
// of the next one: dst[0] = next, dst[h] = Omega + Persistence dst[h-1], which
// tends to LongRun.
func (p GARCHParams) Forecast(dst []float64, next float64) error {
	const op = "Forecast"
	if err := p.check(op); err != nil {
		return err
	}
	if len(dst) == 0 {
		return fail(op, "dst", -1, ErrEmpty, "")
	}
	if err := within(op, "next", next, 0, maxAbs); err != nil {
		return err
	}
	k := p.Persistence()
	for i := range dst {
		dst[i] = next
		next = p.Omega + k*next
	}
	return nil
}

// Backcast is the variance assumed before the sample, as Sheppard's arch package
// has it: the mean of (r-mu)^2 over the first 75 returns with weights 0.94^i.
func Backcast(r []float64, mu float64) (float64, error) {
	if err := series("Backcast", "r", r, 1); err != nil {
		return nan, err
	}
	if err := within("Backcast", "mu", mu, -maxAbs, maxAbs); err != nil {
		return nan, err
	}
	return backcast(r, mu), nil
}

func backcast(r []float64, mu float64) float64 {
	w, sum, weights := 1.0, 0.0, 0.0
	for _, x := range r[:min(75, len(r))] {
		sum += w * (x - mu) * (x - mu)
		weights += w
		w *= 0.94
	}
	return sum / weights
}
