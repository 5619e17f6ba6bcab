//go:build unix

package option

import (
	"math"
	"math/rand/v2"
	"syscall"
	"testing"
)

// market is the mix of section 4.1 of the design notes: S = 100, K 60..160,
// T 0.02..3 years, vol 0.05..1, r 0..8 %, q 0..4 %.
func market(n int, seed uint64) ([]Inputs, []Right) {
	rng := rand.New(rand.NewPCG(seed, 1))
	in, rights := make([]Inputs, n), make([]Right, n)
	for i := range in {
		in[i] = Inputs{Spot: 100, Strike: 60 + 100*rng.Float64(), Years: 0.02 + 2.98*rng.Float64(),
			Rate: 0.08 * rng.Float64(), Yield: 0.04 * rng.Float64(), Vol: 0.05 + 0.95*rng.Float64()}
		rights[i] = Call
		if rng.IntN(2) == 0 {
			rights[i] = Put
		}
	}
	return in, rights
}

// cpu is the processor time of the process in seconds. The machines this runs on
// are shared, so rates are per second of processor, not of wall clock.
func cpu() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + 1e-6*float64(u.Utime.Usec+u.Stime.Usec)
}

// rate starts the clock of a benchmark; what it returns reports options per
// second of processor.
func rate(b *testing.B, perOp int) func() {
	b.ReportAllocs()
	start := cpu()
	return func() {
		if t := cpu() - start; t > 0 {
			n := float64(b.N) * float64(perOp)
			b.ReportMetric(n/t/1e6, "Mopt/cpu-s")
			b.ReportMetric(t/n*1e9, "cpu-ns/opt")
		}
	}
}

var sinkF float64

// naive is the floor: price and five Greeks straight from the textbook.
func naive(right Right, in Inputs) (price, delta, gamma, vega, theta, rho float64) {
	cdf := func(z float64) float64 { return 0.5 * math.Erfc(-z/math.Sqrt2) }
	rt := math.Sqrt(in.Years)
	d1 := (math.Log(in.Spot/in.Strike) + (in.Rate-in.Yield+0.5*in.Vol*in.Vol)*in.Years) / (in.Vol * rt)
	d2 := d1 - in.Vol*rt
	dq, dr := math.Exp(-in.Yield*in.Years), math.Exp(-in.Rate*in.Years)
	phi := invSqrt2Pi * math.Exp(-0.5*d1*d1)
	w := 1.0
	if right == Put {
		w = -1
	}
	n1, n2 := cdf(w*d1), cdf(w*d2)
	price = w * (in.Spot*dq*n1 - in.Strike*dr*n2)
	delta = w * dq * n1
	gamma = dq * phi / (in.Spot * in.Vol * rt)
	vega = in.Spot * dq * phi * rt
	theta = -in.Spot*dq*phi*in.Vol/(2*rt) - w*in.Rate*in.Strike*dr*n2 + w*in.Yield*in.Spot*dq*n1
	rho = w * in.Strike * in.Years * dr * n2
	return
}

func BenchmarkEvaluate(b *testing.B) {
	in, rights := market(4096, 7)
	b.Run("naive-price+5greeks", func(b *testing.B) {
		done := rate(b, 1)
		i := 0
		for b.Loop() {
			p, d, g, v, t, r := naive(rights[i&4095], in[i&4095])
			sinkF += p + d + g + v + t + r
			i++
		}
		done()
	})
	b.Run("price+9greeks", func(b *testing.B) {
		done := rate(b, 1)
		i := 0
		for b.Loop() {
			g, err := Evaluate(rights[i&4095], in[i&4095])
			if err != nil {
				b.Fatal(err)
			}
			sinkF += g.Price
			i++
		}
		done()
	})
	b.Run("price-only", func(b *testing.B) {
		done := rate(b, 1)
		i := 0
		for b.Loop() {
			p, err := Price(rights[i&4095], in[i&4095])
			if err != nil {
				b.Fatal(err)
			}
			sinkF += p
			i++
		}
		done()
	})
}

func BenchmarkChain256(b *testing.B) {
	strikes, vols := make([]float64, 256), make([]float64, 256)
	for i := range strikes {
		strikes[i] = 60 + 100*float64(i)/255
		vols[i] = 0.2 + 0.3*math.Abs(math.Log(strikes[i]/100))
	}
	e, err := NewExpiry(100, 0.25, 0.05, 0.01)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("naive", func(b *testing.B) {
		done := rate(b, 256)
		for b.Loop() {
			for i, k := range strikes {
				p, d, g, v, t, r := naive(Call, Inputs{100, k, 0.25, 0.05, 0.01, vols[i]})
				sinkF += p + d + g + v + t + r
			}
		}
		done()
	})
	dst := make([]Greeks, 256)
	b.Run("greeks", func(b *testing.B) {
		done := rate(b, 256)
		for b.Loop() {
			if err := e.Chain(dst, Call, strikes, vols); err != nil {
				b.Fatal(err)
			}
		}
		done()
	})
	prices := make([]float64, 256)
	b.Run("prices", func(b *testing.B) {
		done := rate(b, 256)
		for b.Loop() {
			if err := e.ChainPrices(prices, Call, strikes, vols); err != nil {
				b.Fatal(err)
			}
		}
		done()
	})
}

// newtonVol is the usual solver: bracketed Newton from 0.2 on the price.
func newtonVol(right Right, price float64, in Inputs) float64 {
	lo, hi, v := 1e-6, 5.0, 0.2
	for range 100 {
		in.Vol = v
		p, _, _, vega, _, _ := naive(right, in)
		d := p - price
		if math.Abs(d) < 1e-12*in.Spot {
			break
		}
		if d > 0 {
			hi = v
		} else {
			lo = v
		}
		n := v - d/vega
		if !(n > lo && n < hi) {
			n = 0.5 * (lo + hi)
		}
		v = n
	}
	return v
}

func BenchmarkImpliedVol(b *testing.B) {
	all, allRights := market(8192, 11)
	var in []Inputs
	var rights []Right
	var prices []float64
	for i := range all {
		p, err := Price(allRights[i], all[i])
		if err != nil {
			b.Fatal(err)
		}
		low, _ := all[i].EuropeanBounds(allRights[i])
		if p-low > 1e-9 && len(in) < 4096 {
			in, rights, prices = append(in, all[i]), append(rights, allRights[i]), append(prices, p)
		}
	}
	n := len(in)
	b.Run("naive-newton", func(b *testing.B) {
		done := rate(b, 1)
		i := 0
		for b.Loop() {
			sinkF += newtonVol(rights[i%n], prices[i%n], in[i%n])
			i++
		}
		done()
	})
	b.Run("lets-be-rational", func(b *testing.B) {
		done := rate(b, 1)
		i := 0
		for b.Loop() {
			v, err := ImpliedVol(rights[i%n], prices[i%n], in[i%n])
			if err != nil {
				b.Fatal(err)
			}
			sinkF += v
			i++
		}
		done()
	})
	xs, betas := make([]float64, n), make([]float64, n)
	for i := range in {
		xs[i] = -math.Abs(math.Log(in[i].Forward() / in[i].Strike))
		betas[i] = NormalisedBlack(xs[i], in[i].Vol*math.Sqrt(in[i].Years))
	}
	b.Run("normalised", func(b *testing.B) {
		done := rate(b, 1)
		i := 0
		for b.Loop() {
			v, err := NormalisedVol(xs[i%n], betas[i%n])
			if err != nil {
				b.Fatal(err)
			}
			sinkF += v
			i++
		}
		done()
	})
}

func BenchmarkAmerican(b *testing.B) {
	in, rights := market(4096, 13)
	for i := range in {
		in[i].Strike = 60 + in[i].Strike*0.6
		in[i].Yield *= 2
	}
	run := func(name string, f func(Right, Inputs) (float64, error)) {
		b.Run(name, func(b *testing.B) {
			done := rate(b, 1)
			i := 0
			for b.Loop() {
				v, err := f(rights[i&4095], in[i&4095])
				if err != nil {
					b.Fatal(err)
				}
				sinkF += v
				i++
			}
			done()
		})
	}
	run("naive-tree-200", func(r Right, in Inputs) (float64, error) { return naiveTree(r, in, 200), nil })
	run("baw", BaroneAdesiWhaley)
	run("bs93", BjerksundStensland1993)
	run("ju", JuQuadratic)
	for m := Fast; m <= Precise; m++ {
		run(m.String(), func(r Right, in Inputs) (float64, error) { return American(r, in, m) })
	}
}

// naiveTree is the floor for American options: Cox-Ross-Rubinstein.
func naiveTree(right Right, in Inputs, n int) float64 {
	w := 1.0
	if right == Put {
		w = -1
	}
	dt := in.Years / float64(n)
	u := math.Exp(in.Vol * math.Sqrt(dt))
	p := (math.Exp((in.Rate-in.Yield)*dt) - 1/u) / (u - 1/u)
	df := math.Exp(-in.Rate * dt)
	var v [257]float64
	for i := 0; i <= n; i++ {
		v[i] = max(0, w*(in.Spot*math.Pow(u, float64(2*i-n))-in.Strike))
	}
	for m := n - 1; m >= 0; m-- {
		s := in.Spot * math.Pow(u, float64(-m))
		for i := 0; i <= m; i++ {
			v[i] = max(df*(p*v[i+1]+(1-p)*v[i]), w*(s-in.Strike))
			s *= u * u
		}
	}
	return v[0]
}

func BenchmarkFitSVI(b *testing.B) {
	p := SVI{0.01, 0.1, -0.4, 0.02, 0.15}
	var ks, ws []float64
	for k := -0.5; k < 0.5; k += 0.025 {
		ks, ws = append(ks, k), append(ws, p.TotalVariance(k))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := FitSVI(ks, ws, nil); err != nil {
			b.Fatal(err)
		}
	}
}
