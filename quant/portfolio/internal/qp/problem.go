// Package qp solves small dense convex quadratic and linear programs:
//
//	minimise   1/2 x'Px + q'x + sum_j (c_j u_j + 1/2 d_j u_j^2)
//	subject to Ax = b,  lo <= Gx <= hi,  lower <= x <= upper,
//	           Ex + u >= e,  u >= 0.
//
// The elastic rows E, each with a shortfall u_j of its own, are what
// scenario-based risk needs (CVaR, semideviation, lower partial moments): their
// block is diagonal and is eliminated, so the factored system stays n x n
// however many scenarios there are.
//
// The method is Mehrotra's predictor-corrector primal-dual interior point
// (SIAM J. Optim. 1992; Nocedal & Wright, Numerical Optimization, ch. 14 and
// 16) with a dense Cholesky factorisation of the reduced normal matrix and
// iterative refinement.
package qp

import (
	"errors"
	"fmt"
)

// Problem is the program above. Matrices are row-major and dense; nil means
// absent. Infinite bounds are allowed in Lo, Hi, Lower and Upper.
type Problem struct {
	N            int
	P            []float64 // N x N, symmetric positive semidefinite
	Q            []float64 // N
	A            []float64 // len(B) x N
	B            []float64
	G            []float64 // len(Lo) x N
	Lo, Hi       []float64
	Lower, Upper []float64 // N each, nil for free
	E            []float64 // len(Floor) x N
	Floor        []float64 // e
	C            []float64 // linear shortfall cost, > 0 or with D > 0
	D            []float64 // quadratic shortfall cost, nil for 0
}

// Solution of a Problem. Z holds the multiplier of each row of G (positive
// when its lower side binds, negative when the upper does), ZE that of each
// elastic row.
type Solution struct {
	X, U      []float64
	Y, Z, ZE  []float64
	Objective float64
	Iter      int
	// Merit is the largest of the relative primal, dual and gap residuals.
	Merit float64
}

// ErrNotConverged is returned when the residuals cannot be driven down: the
// program is infeasible, unbounded or too badly conditioned.
var ErrNotConverged = errors.New("interior point did not converge")

// ErrShape marks inconsistent dimensions.
var ErrShape = errors.New("inconsistent dimensions")

func (p *Problem) check() error {
	want := func(name string, got, want int) error {
		if got != want {
			return fmt.Errorf("qp: %s has %d elements, want %d: %w", name, got, want, ErrShape)
		}
		return nil
	}
	opt := func(name string, got, n int) error {
		if got == 0 {
			return nil
		}
		return want(name, got, n)
	}
	return errors.Join(
		opt("P", len(p.P), p.N*p.N), want("Q", len(p.Q), p.N),
		want("A", len(p.A), len(p.B)*p.N),
		want("G", len(p.G), len(p.Lo)*p.N), want("Hi", len(p.Hi), len(p.Lo)),
		opt("Lower", len(p.Lower), p.N), opt("Upper", len(p.Upper), p.N),
		want("E", len(p.E), len(p.Floor)*p.N), want("C", len(p.C), len(p.Floor)),
		opt("D", len(p.D), len(p.Floor)),
	)
}
