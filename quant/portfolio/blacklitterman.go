package portfolio

import (
	"errors"
	"fmt"
)

// Views is the input of [BlackLitterman].
type Views struct {
	Cov           [][]float64
	MarketWeights []float64   // capitalisation weights; the prior is RiskAversion * Cov * them
	RiskAversion  float64     // > 0; 2.5 is usual for annual data
	Tau           float64     // > 0; uncertainty of the prior, 0.05 is usual
	Pick          [][]float64 // one row per view: the portfolio it is about
	Q             []float64   // the return each view expects
	Omega         []float64   // view variances; nil for diag(Tau Pick Cov Pick')
}

// Posterior is the result of [BlackLitterman].
type Posterior struct {
	Prior []float64   // equilibrium excess returns
	Mean  []float64   // posterior excess returns
	Cov   [][]float64 // posterior covariance of returns: Cov + uncertainty of Mean
}

// BlackLitterman blends equilibrium returns with views (Black & Litterman 1992;
// He & Litterman 1999):
//
//	prior = aversion Cov w,
//	mean  = prior + tau Cov P' (P tau Cov P' + Omega)^-1 (Q - P prior),
//	cov   = Cov + tau Cov - tau Cov P' (P tau Cov P' + Omega)^-1 P tau Cov.
//
// Without views the posterior mean is the prior.
func BlackLitterman(in Views) (Posterior, error) {
	if err := errors.Join(vector("market_weights", in.MarketWeights, -1), scalar("risk_aversion", in.RiskAversion), scalar("tau", in.Tau)); err != nil {
		return Posterior{}, err
	}
	if in.RiskAversion <= 0 {
		return Posterior{}, badf("risk_aversion", ErrDomain, "is %g, want > 0", in.RiskAversion)
	}
	if in.Tau <= 0 {
		return Posterior{}, badf("tau", ErrDomain, "is %g, want > 0", in.Tau)
	}
	n, k := len(in.MarketWeights), len(in.Pick)
	cov, err := covOf("cov", in.Cov, n)
	if err != nil {
		return Posterior{}, err
	}
	prior := make([]float64, n)
	cov.mul(in.MarketWeights, prior)
	for i := range prior {
		prior[i] *= in.RiskAversion
	}
	out := Posterior{Prior: prior, Mean: append([]float64(nil), prior...)}
	post := newFlat(n, n)
	for i, v := range cov.v {
		post.v[i] = v * (1 + in.Tau)
	}
	if len(in.Q) != k {
		return Posterior{}, badf("q", ErrLength, "has %d elements, want one per view, %d", len(in.Q), k)
	}
	if in.Omega != nil && len(in.Omega) != k {
		return Posterior{}, badf("omega", ErrLength, "has %d elements, want one per view, %d", len(in.Omega), k)
	}
	if k == 0 {
		out.Cov = post.rows()
		return out, nil
	}
	pick, err := matrixOf("pick", in.Pick, n)
	if err != nil {
		return Posterior{}, err
	}
	if err := vector("q", in.Q, k); err != nil {
		return Posterior{}, err
	}
	// tcp[v] = tau Cov P_v; m = P tau Cov P' + Omega.
	tcp, m := newFlat(k, n), newFlat(k, k)
	for v := range k {
		cov.mul(pick.row(v), tcp.row(v))
		for i := range n {
			tcp.v[v*n+i] *= in.Tau
		}
	}
	for v := range k {
		for u := range k {
			m.set(v, u, dot(pick.row(v), tcp.row(u)))
		}
	}
	for v := range k {
		omega := m.at(v, v)
		if in.Omega != nil {
			omega = in.Omega[v]
			arg := fmt.Sprintf("omega[%d]", v)
			if err := scalar(arg, omega); err != nil {
				return Posterior{}, err
			}
			if omega < 0 {
				return Posterior{}, badf(arg, ErrDomain, "is %g, want >= 0", omega)
			}
		}
		if omega+m.at(v, v) <= 0 {
			return Posterior{}, badf(fmt.Sprintf("pick[%d]", v), ErrSingular, "the view picks nothing")
		}
		m.set(v, v, m.at(v, v)+omega)
	}
	l, err := factor("pick", m)
	if err != nil {
		return Posterior{}, err
	}
	gap := make([]float64, k)
	for v := range k {
		gap[v] = in.Q[v] - dot(pick.row(v), prior)
	}
	cholSolve(l, gap)
	for i := range n {
		for v := range k {
			out.Mean[i] += tcp.at(v, i) * gap[v]
		}
	}
	col := make([]float64, k)
	for j := range n {
		for v := range k {
			col[v] = tcp.at(v, j)
		}
		cholSolve(l, col)
		for i := range n {
			for v := range k {
				post.v[i*n+j] -= tcp.at(v, i) * col[v]
			}
		}
	}
	for i := range n {
		for j := range i {
			a := (post.at(i, j) + post.at(j, i)) / 2
			post.set(i, j, a)
			post.set(j, i, a)
		}
	}
	if err := errors.Join(overflowed("mean", out.Mean...), overflowed("cov", post.v...)); err != nil {
		return Posterior{}, err
	}
	out.Cov = post.rows()
	return out, nil
}
