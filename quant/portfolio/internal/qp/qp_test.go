package qp_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"tearsheet/quant/portfolio/internal/qp"
)

var inf = math.Inf(1)

func near(t *testing.T, got, want []float64, tol float64) {
	t.Helper()
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tol) {
			t.Fatalf("got %v want %v", got, want)
		}
	}
}

func TestByHand(t *testing.T) {
	// min x^2 + 2y^2, x + y = 1: (2/3, 1/3).
	s, err := qp.Solve(&qp.Problem{N: 2, P: []float64{2, 0, 0, 4}, Q: []float64{0, 0}, A: []float64{1, 1}, B: []float64{1}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, s.X, []float64{2.0 / 3, 1.0 / 3}, 1e-12)
	near(t, s.Y, []float64{4.0 / 3}, 1e-12)
	// the same with x <= 0.5.
	s, err = qp.Solve(&qp.Problem{N: 2, P: []float64{2, 0, 0, 4}, Q: []float64{0, 0}, A: []float64{1, 1}, B: []float64{1},
		Lower: []float64{0, 0}, Upper: []float64{0.5, 1}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, s.X, []float64{0.5, 0.5}, 1e-10)
	// LP: max 3x + 2y, x + y <= 4, x + 3y <= 6, x <= 3: (3, 1), value 11.
	s, err = qp.Solve(&qp.Problem{N: 2, Q: []float64{-3, -2}, G: []float64{1, 1, 1, 3}, Lo: []float64{-inf, -inf}, Hi: []float64{4, 7},
		Lower: []float64{0, 0}, Upper: []float64{3, inf}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, s.X, []float64{3, 1}, 1e-10)
	near(t, []float64{s.Objective}, []float64{-11}, 1e-10)
	near(t, s.Z, []float64{-2, 0}, 1e-9)
	// fixed variable through equal bounds and an equal-sided row.
	s, err = qp.Solve(&qp.Problem{N: 3, P: []float64{1, 0, 0, 0, 1, 0, 0, 0, 1}, Q: make([]float64, 3), A: []float64{1, 1, 1}, B: []float64{1},
		G: []float64{0, 1, -1}, Lo: []float64{0.1}, Hi: []float64{0.1}, Lower: []float64{0.2, -inf, -inf}, Upper: []float64{0.2, inf, inf}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, s.X, []float64{0.2, 0.45, 0.35}, 1e-11)
	// median as an elastic LP: min sum |x - a| = sum 2 u + x..., a = 1, 2, 7.
	s, err = qp.Solve(&qp.Problem{N: 1, Q: []float64{3}, E: []float64{1, 1, 1}, Floor: []float64{1, 2, 7}, C: []float64{2, 2, 2}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, s.X, []float64{2}, 1e-9)
	near(t, s.U, []float64{0, 0, 5}, 1e-9)
}

func TestRefuses(t *testing.T) {
	if _, err := qp.Solve(&qp.Problem{N: 2, Q: []float64{1}}); !errors.Is(err, qp.ErrShape) {
		t.Errorf("shape: %v", err)
	}
	for name, p := range map[string]*qp.Problem{
		"infeasible": {N: 1, P: []float64{1}, Q: []float64{0}, G: []float64{1}, Lo: []float64{2}, Hi: []float64{inf}, Lower: []float64{0}, Upper: []float64{1}},
		"unbounded":  {N: 1, Q: []float64{-1}, Lower: []float64{0}, Upper: []float64{inf}},
		"nan":        {N: 1, P: []float64{math.NaN()}, Q: []float64{-1}, Lower: []float64{0}, Upper: []float64{inf}},
	} {
		if s, err := qp.Solve(p); !errors.Is(err, qp.ErrNotConverged) {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
}

// The optimality conditions hold at the answer for random feasible programs.
func TestOptimality(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n, k, m := 1+rng.IntN(12), rng.IntN(8), rng.IntN(20)
		p := &qp.Problem{N: n, Q: make([]float64, n), Lower: make([]float64, n), Upper: make([]float64, n)}
		x0 := make([]float64, n)
		for i := range n {
			p.Q[i], x0[i] = rng.NormFloat64(), rng.NormFloat64()
			p.Lower[i], p.Upper[i] = x0[i]-rng.Float64(), x0[i]+rng.Float64()
		}
		if rng.IntN(3) > 0 {
			r := rng.IntN(n + 1)
			p.P = make([]float64, n*n)
			for range r {
				v := make([]float64, n)
				for i := range v {
					v[i] = rng.NormFloat64()
				}
				for i := range n {
					for j := range n {
						p.P[i*n+j] += v[i] * v[j]
					}
				}
			}
		}
		row := func() ([]float64, float64) {
			g := make([]float64, n)
			var v float64
			for i := range g {
				g[i] = rng.NormFloat64()
				v += g[i] * x0[i]
			}
			return g, v
		}
		if n > 2 {
			g, v := row()
			p.A, p.B = g, []float64{v}
		}
		for range k {
			g, v := row()
			p.G, p.Lo, p.Hi = append(p.G, g...), append(p.Lo, v-rng.Float64()), append(p.Hi, v+rng.Float64())
		}
		for range m {
			g, v := row()
			p.E, p.Floor, p.C, p.D = append(p.E, g...), append(p.Floor, v+rng.NormFloat64()), append(p.C, rng.Float64()), append(p.D, rng.Float64())
		}
		s, err := qp.Solve(p)
		if err != nil {
			t.Fatalf("n %d k %d m %d: %v (merit %g after %d)", n, k, m, err, s.Merit, s.Iter)
		}
		if s.Merit > 1e-8 {
			t.Fatalf("n %d k %d m %d: merit %g after %d", n, k, m, s.Merit, s.Iter)
		}
		// No feasible neighbour is better.
		obj := func(x []float64) float64 {
			var o float64
			for i := range n {
				o += p.Q[i] * x[i]
				for j := range n {
					if p.P != nil {
						o += 0.5 * x[i] * p.P[i*n+j] * x[j]
					}
				}
			}
			for j := range m {
				v := p.Floor[j]
				for i := range n {
					v -= p.E[j*n+i] * x[i]
				}
				if v > 0 {
					o += p.C[j]*v + 0.5*p.D[j]*v*v
				}
			}
			return o
		}
		best := obj(s.X)
		if math.Abs(best-s.Objective) > 1e-8*(1+math.Abs(best)) {
			t.Fatalf("objective %g, evaluated %g", s.Objective, best)
		}
		if o := obj(x0); o < best-1e-8*(1+math.Abs(o)) {
			t.Fatalf("x0 is better: %g < %g", o, best)
		}
		for i := range n {
			if s.X[i] < p.Lower[i]-1e-9 || s.X[i] > p.Upper[i]+1e-9 {
				t.Fatalf("x[%d] = %g outside [%g, %g]", i, s.X[i], p.Lower[i], p.Upper[i])
			}
		}
		step := make([]float64, n)
		for _, a := range []float64{1e-3, 0.1} { // convex: a step towards x0 cannot help
			for i := range step {
				step[i] = s.X[i] + a*(x0[i]-s.X[i])
			}
			if o := obj(step); o < best-1e-8*(1+math.Abs(o)) {
				t.Fatalf("a step of %g to x0 is better: %g < %g", a, o, best)
			}
		}
	})
}
