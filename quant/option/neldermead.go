package option

import "math"

// nelderMead2 minimises f of two variables from (x, y) with a first simplex of
// the given size (Nelder and Mead, Computer Journal 7, 1965), standard
// coefficients. f may return +Inf. It never returns a worse point than the start.
func nelderMead2(f func(x, y float64) float64, x, y, size float64) (bx, by, bf float64) {
	type vertex struct{ x, y, f float64 }
	eval := func(x, y float64) vertex { return vertex{x, y, f(x, y)} }
	v := [3]vertex{eval(x, y), eval(x+size, y), eval(x, y+size)}
	for range 400 {
		if v[1].f < v[0].f {
			v[0], v[1] = v[1], v[0]
		}
		if v[2].f < v[1].f {
			v[1], v[2] = v[2], v[1]
			if v[1].f < v[0].f {
				v[0], v[1] = v[1], v[0]
			}
		}
		far := math.Max(math.Abs(v[2].x-v[0].x)+math.Abs(v[2].y-v[0].y), math.Abs(v[1].x-v[0].x)+math.Abs(v[1].y-v[0].y))
		if far < 1e-10 || v[2].f-v[0].f <= 1e-15*v[0].f && far < 1e-5 {
			break
		}
		cx, cy := 0.5*(v[0].x+v[1].x), 0.5*(v[0].y+v[1].y)
		move := func(t float64) vertex { return eval(cx+t*(v[2].x-cx), cy+t*(v[2].y-cy)) }
		r := move(-1)
		switch {
		case r.f < v[0].f:
			if e := move(-2); e.f < r.f {
				r = e
			}
			v[2] = r
		case r.f < v[1].f:
			v[2] = r
		default:
			t := 0.5
			if r.f < v[2].f {
				t = -0.5
			}
			if c := move(t); c.f < math.Min(r.f, v[2].f) {
				v[2] = c
			} else {
				for i := 1; i < 3; i++ {
					v[i] = eval(0.5*(v[0].x+v[i].x), 0.5*(v[0].y+v[i].y))
				}
			}
		}
	}
	best := v[0]
	for _, u := range v[1:] {
		if u.f < best.f {
			best = u
		}
	}
	return best.x, best.y, best.f
}
