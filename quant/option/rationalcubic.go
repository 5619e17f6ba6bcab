package option

import "math"

// The shape-preserving rational cubic of Delbourgo and Gregory (SIAM J. Sci.
// Stat. Comput. 6, 1985): on [xl, xr] with t = (x-xl)/(xr-xl),
//
//	y = (yr t³ + (ρ yr - w dr) t²(1-t) + (ρ yl + w dl) t(1-t)² + yl (1-t)³) / (1 + (ρ-3) t(1-t))
//
// with w = xr - xl, values yl, yr and slopes dl, dr at the ends. The control ρ > -1
// is chosen to give a wanted second derivative at one end, as far as
// convexity or monotonicity allow.
type cubicSpan struct{ xl, xr, yl, yr, dl, dr float64 }

const (
	minControl = -(1 - 1.4901161193847656e-08)
	maxControl = 2 / (2.220446049250313e-16 * 2.220446049250313e-16)
)

func (c cubicSpan) at(x, rho float64) float64 {
	w := c.xr - c.xl
	if w == 0 {
		return 0.5 * (c.yl + c.yr)
	}
	t := (x - c.xl) / w
	u := 1 - t
	if rho >= maxControl {
		return c.yr*t + c.yl*u
	}
	n := c.yr*t*t*t + (rho*c.yr-w*c.dr)*t*t*u + (rho*c.yl+w*c.dl)*t*u*u + c.yl*u*u*u
	return n / (1 + (rho-3)*t*u)
}

// controlRight gives the ρ for second derivative d2 at the right end.
func (c cubicSpan) controlRight(d2 float64) float64 {
	w := c.xr - c.xl
	return c.bounded(controlRatio(0.5*w*d2+(c.dr-c.dl), c.dr-(c.yr-c.yl)/w))
}

// controlLeft gives the ρ for second derivative d2 at the left end.
func (c cubicSpan) controlLeft(d2 float64) float64 {
	w := c.xr - c.xl
	return c.bounded(controlRatio(0.5*w*d2+(c.dr-c.dl), (c.yr-c.yl)/w-c.dl))
}

func controlRatio(num, den float64) float64 {
	switch {
	case num == 0:
		return 0
	case den == 0:
		if num > 0 {
			return maxControl
		}
		return minControl
	}
	return num / den
}

// bounded lifts ρ to the least value that keeps the span monotone, and convex
// or concave, where its data are; between shape and smoothness it prefers shape.
func (c cubicSpan) bounded(rho float64) float64 {
	s := (c.yr - c.yl) / (c.xr - c.xl)
	monotone := c.dl*s >= 0 && c.dr*s >= 0
	convex := c.dl <= s && s <= c.dr
	concave := c.dl >= s && s >= c.dr
	if !monotone && !convex && !concave {
		return math.Max(rho, minControl)
	}
	low := minControl
	if monotone {
		if s != 0 {
			low = math.Max(low, (c.dr+c.dl)/s)
		} else {
			low = maxControl
		}
	}
	if convex || concave {
		left, right := s-c.dl, c.dr-s
		if left != 0 && right != 0 {
			low = math.Max(low, math.Max(math.Abs((c.dr-c.dl)/right), math.Abs((c.dr-c.dl)/left)))
		} else {
			low = maxControl
		}
	}
	return math.Max(rho, low)
}
