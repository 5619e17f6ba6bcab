package option

import "math"

const (
	invSqrt2Pi = 0.39894228040143267793994605993438
	sqrt2Pi    = 2.50662827463100050241576528481105
)

// mills is the Mills ratio of the normal law,
//
//	M(z) = (1 - Φ(z)) / φ(z) = sqrt(π/2) erfcx(z/√2),  z >= -1.
//
// Every tail probability here is φ(z) M(z): the exponential is taken once and
// shared by both legs of an option, and the rest is a polynomial without
// division. Relative error at most about one unit in the last place. Below 12 a table
// of degree-7 polynomials serves; above, z M(z) is a polynomial of 1/z² fitted to
// the asymptotic series 1 - 1/z² + 3/z⁴ - 15/z⁶ ...
func mills(z float64) float64 {
	k := int((z + 1) * 16)
	if uint(k) >= uint(len(millsTable)) {
		return millsFar(z)
	}
	c := &millsTable[k]
	u := z - (float64(k)*0.0625 - (1 - 0.03125))
	u2 := u * u
	return c[0] + (u*c[1] + u2*((c[2]+u*c[3])+u2*((c[4]+u*c[5])+u2*(c[6]+u*c[7]))))
}

// millsPair is mills of two arguments >= 0, interleaved.
func millsPair(y, z float64) (my, mz float64) {
	j, k := int((y+1)*16), int((z+1)*16)
	if uint(j) >= uint(len(millsTable)) || uint(k) >= uint(len(millsTable)) {
		return mills(y), mills(z)
	}
	c, d := &millsTable[j], &millsTable[k]
	u, v := y-(float64(j)*0.0625-(1-0.03125)), z-(float64(k)*0.0625-(1-0.03125))
	u2, v2 := u*u, v*v
	return c[0] + (u*c[1] + u2*((c[2]+u*c[3])+u2*((c[4]+u*c[5])+u2*(c[6]+u*c[7])))),
		d[0] + (v*d[1] + v2*((d[2]+v*d[3])+v2*((d[4]+v*d[5])+v2*(d[6]+v*d[7]))))
}

// millsFar serves outside the table: z >= 12, and z < -1 by M(z) = 1/φ(z) - M(-z).
func millsFar(z float64) float64 {
	if z > 1e100 {
		return 1 / z
	}
	if !(z >= 12) {
		if z != z {
			return z
		}
		return sqrt2Pi*exp(0.5*z*z) - mills(-z)
	}
	w := 1 / (z * z)
	p := ((((((((1237426.7801413715)*w-125928.99584392448)*w+10333.762840501435)*w-944.7570323866132)*w+104.99942701122315)*w-14.999999235638276)*w+2.999999999486831)*w-0.9999999999998669)*w + 1.0
	return p / z
}

// NormCDF is the standard normal distribution function Φ, to about one unit in
// the last place of the smaller tail.
func NormCDF(z float64) float64 {
	switch {
	case z != z:
		return z
	case z < 0:
		return invSqrt2Pi * exp(-0.5*z*z) * mills(-z)
	}
	return 1 - invSqrt2Pi*exp(-0.5*z*z)*mills(z)
}

// NormPDF is the standard normal density φ.
func NormPDF(z float64) float64 { return invSqrt2Pi * exp(-0.5*z*z) }

// Erfcx is the scaled complementary error function e^(x²) erfc(x), which stays
// finite where erfc underflows. For x < -26.6 it overflows to +Inf.
func Erfcx(x float64) float64 {
	const sqrt2OverPi = 0.79788456080286535587989211986876
	z := x * math.Sqrt2
	if z >= -1 {
		return sqrt2OverPi * mills(z)
	}
	return 2*exp(x*x) - sqrt2OverPi*mills(-z)
}
