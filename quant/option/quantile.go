package option

import "math"

// NormQuantile is the inverse of NormCDF: the z with Φ(z) = p, for 0 < p < 1,
// -Inf at 0, +Inf at 1 and NaN outside. Algorithm AS 241 (PPND16) of Wichura,
// Applied Statistics 37 (1988), relative error about 1e-16. It keeps its
// accuracy as p goes to 0, where sqrt(2) Erfinv(2p-1) has none left.
func NormQuantile(p float64) float64 {
	if q := p - 0.5; q >= -0.425 && q <= 0.425 {
		r := 0.180625 - q*q
		num := (((((((2509.0809287301227)*r+33430.57558358813)*r+67265.7709270087)*r+45921.95393154987)*r+13731.69376550946)*r+1971.5909503065513)*r+133.14166789178438)*r + 3.3871328727963665
		den := (((((((5226.495278852854)*r+28729.085735721943)*r+39307.89580009271)*r+21213.794301586597)*r+5394.196021424751)*r+687.1870074920579)*r+42.31333070160091)*r + 1.0
		return q * num / den
	}
	switch {
	case p > 0 && p < 0.5:
		return -normQuantileTail(p)
	case p >= 0.5 && p < 1:
		return normQuantileTail(1 - p)
	case p == 0:
		return math.Inf(-1)
	case p == 1:
		return math.Inf(1)
	}
	return math.NaN()
}

// normQuantileTail gives the positive z with Φ(-z) = p for small p.
func normQuantileTail(p float64) float64 {
	r := math.Sqrt(-math.Log(p))
	if r <= 5 {
		r -= 1.6
		num := (((((((0.001095372063860893)*r+0.032136369773088376)*r+0.3419295806663527)*r+1.7966992910469608)*r+5.158836574360098)*r+8.159301218663598)*r+6.548286580404012)*r + 2.013044067207376
		den := (((((((1.4859850019840355e-09)*r+0.0007744145906515771)*r+0.021494160384252878)*r+0.2094506521051275)*r+0.9754783200178743)*r+2.3707661626024534)*r+2.9036514445419948)*r + 1.4142135623730951
		return num / den
	}
	r -= 5
	num := (((((((2.843042172384323e-07)*r+3.8347186604453315e-05)*r+0.0017573879652276196)*r+0.03752218226793734)*r+0.419399982744992)*r+2.5241258992344777)*r+7.726958723257767)*r + 9.415699043826068
	den := (((((((2.8910246058729655e-15)*r+2.010321207683943e-07)*r+2.6110884050805935e-05)*r+0.0011128009970788597)*r+0.02103693768272069)*r+0.19364809469506591)*r+0.8482908416595164)*r + 1.4142135623730951
	return num / den
}
