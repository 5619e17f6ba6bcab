package risk

import (
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/stat/distuv"
)

// Definition names a rule for value at risk and expected shortfall. Historical
// rules differ in the third digit at 2,000 observations, so a figure without its
// rule's name means little.
type Definition int

const (
	// HistoricalType7 interpolates linearly between order statistics at
	// h = (n-1)(1-level), Hyndman and Fan's type 7: the default of Excel, R and
	// NumPy. Its ES is the mean of the floor(h)+1 lowest, those not above the
	// quantile.
	HistoricalType7 Definition = iota
	// KthLowest is the k-th lowest return, k = max(1, floor((1-level) n)). Its ES is the mean
	// of the k lowest.
	KthLowest
	// AcerbiFractional is Acerbi and Tasche 2002: ES averages the lowest
	// (1-level) n returns, the last of them counted in part; VaR is the return
	// that is counted in part, the ceil((1-level) n)-th lowest.
	AcerbiFractional
	// Gaussian takes mean and sample deviation of the returns:
	// VaR = -(m + s z), ES = -m + s phi(z)/(1-level), z the (1-level) quantile.
	Gaussian
	// CornishFisher bends the Gaussian quantile for the population skew S and
	// excess kurtosis K of the returns:
	// z + (z^2-1) S/6 + (z^3-3z) K/24 - (2z^3-5z) S^2/36. ES is the average of that
	// quantile over the tail in closed form. Check [CornishFisherValid].
	CornishFisher
	definitions
)

var definitionNames = [...]string{"historical_type7", "kth_lowest", "acerbi_fractional", "gaussian", "cornish_fisher"}

// String is the name used in reports, for example "historical_type7".
func (d Definition) String() string {
	if d < 0 || d >= definitions {
		return "definition(" + strconv.Itoa(int(d)) + ")"
	}
	return definitionNames[d]
}

// Sample is a set of returns prepared for tail measures: sorted once, moments
// taken once. The zero value is empty; fill it with Reset.
type Sample struct {
	sorted []float64
	m      Moments
}

// NewSample copies and sorts the returns of one period length.
func NewSample(r []float64) (*Sample, error) {
	s := new(Sample)
	if err := s.Reset(r); err != nil {
		return nil, err
	}
	return s, nil
}

// Reset replaces the returns, reusing the buffer. On an error the sample stays as
// it was.
func (s *Sample) Reset(r []float64) error {
	if err := series("Sample", "r", r, 2); err != nil {
		return err
	}
	s.sorted = append(s.sorted[:0], r...)
	slices.Sort(s.sorted)
	s.m = moments(r)
	return nil
}

// Moments returns the sample's moments.
func (s *Sample) Moments() Moments { return s.m }

// Worst is the lowest return.
func (s *Sample) Worst() (float64, error) {
	if len(s.sorted) == 0 {
		return nan, fail("Worst", "sample", -1, ErrEmpty, "")
	}
	return s.sorted[0], nil
}

// Quantile is the type-7 quantile at p in 0..1.
func (s *Sample) Quantile(p float64) (float64, error) {
	if len(s.sorted) == 0 {
		return nan, fail("Quantile", "sample", -1, ErrEmpty, "")
	}
	if err := within("Quantile", "p", p, 0, 1); err != nil {
		return nan, err
	}
	return quantile7(s.sorted, p), nil
}

// quantile7 is the type-7 quantile of sorted values.
func quantile7(sorted []float64, p float64) float64 {
	h := p * float64(len(sorted)-1)
	i := int(h)
	if i >= len(sorted)-1 {
		return sorted[len(sorted)-1]
	}
	f := h - float64(i)
	return sorted[i] + f*(sorted[i+1]-sorted[i])
}

// tail is (1-level) n, freed from the rounding that makes (1-0.95) 2000 come out
// above 100.
func tail(level float64, n int) float64 {
	k := (1 - level) * float64(n)
	if r := math.Round(k); math.Abs(k-r) <= 1e-9*max(1, r) {
		return r
	}
	return k
}

func (s *Sample) check(op string, level float64, def Definition) error {
	if len(s.sorted) == 0 {
		return fail(op, "sample", -1, ErrEmpty, "")
	}
	if err := inside(op, "level", level, 0.5, 1); err != nil {
		return err
	}
	if def < 0 || def >= definitions {
		return fail(op, "def", -1, ErrParam, "unknown definition %d", def)
	}
	if def == CornishFisher && !(s.m.M2 > 0) {
		return fail(op, "sample", -1, ErrConstant, "Cornish-Fisher needs a skew")
	}
	return nil
}

// VaR is the value at risk over one period at a level such as 0.95, as a positive
// fraction lost: the return exceeded with probability level, negated. It may be
// negative when even the tail gains. It is not annualised and not scaled by any
// root of time.
func (s *Sample) VaR(level float64, def Definition) (float64, error) {
	if err := s.check("VaR", level, def); err != nil {
		return nan, err
	}
	x := s.sorted
	switch def {
	case HistoricalType7:
		return -quantile7(x, 1-level), nil
	case KthLowest:
		return -x[kth(level, len(x))-1], nil
	case AcerbiFractional:
		return -x[max(1, int(math.Ceil(tail(level, len(x)))))-1], nil
	}
	z := distuv.UnitNormal.Quantile(1 - level)
	if def == CornishFisher {
		z = cornishFisher(z, s.m.Skew, s.m.Kurtosis)
	}
	return -(s.m.Mean + s.m.StdDev*z), nil
}

// ES is the expected shortfall (conditional value at risk) over one period, the
// mean loss of the worst 1-level of outcomes as a positive fraction.
func (s *Sample) ES(level float64, def Definition) (float64, error) {
	if err := s.check("ES", level, def); err != nil {
		return nan, err
	}
	x := s.sorted
	switch def {
	case HistoricalType7:
		return -mean(x[:1+int(tail(level, len(x)-1))]), nil
	case KthLowest:
		return -mean(x[:kth(level, len(x))]), nil
	case AcerbiFractional:
		k := tail(level, len(x))
		whole := int(k)
		sum := 0.0
		for _, v := range x[:whole] {
			sum += v
		}
		if whole < len(x) {
			sum += (k - float64(whole)) * x[whole]
		}
		return -sum / k, nil
	}
	z := distuv.UnitNormal.Quantile(1 - level)
	t := distuv.UnitNormal.Prob(z) / (1 - level)
	if def == CornishFisher {
		sk, ku := s.m.Skew, s.m.Kurtosis
		t *= 1 + z*sk/6 + (z*z-1)*ku/24 - (2*z*z-1)*sk*sk/36
	}
	return -s.m.Mean + s.m.StdDev*t, nil
}

func kth(level float64, n int) int { return max(1, int(tail(level, n))) }

func cornishFisher(z, s, k float64) float64 {
	return z + (z*z-1)*s/6 + (z*z*z-3*z)*k/24 - (2*z*z*z-5*z)*s*s/36
}

// CornishFisherValid reports whether the expansion's quantile rises with the
// probability everywhere, as a quantile must; outside that region (Maillard
// 2012) its VaR and ES are numbers without that meaning. Daily equity returns with
// a crash in them are usually outside.
func CornishFisherValid(skew, kurtosis float64) bool {
	// The derivative is the quadratic a z^2 + b z + c.
	a := kurtosis/8 - skew*skew/6
	b := skew / 3
	c := 1 - kurtosis/8 + 5*skew*skew/36
	if a == 0 {
		return b == 0 && c > 0
	}
	return a > 0 && b*b-4*a*c < 0
}

// EVaR is the entropic value at risk (Ahmadi-Javid 2012) at level, the tightest
// Chernoff bound of VaR and ES, as a positive fraction:
//
//	min over t > 0 of  t ln( mean(exp(-r/t)) / (1-level) )
func (s *Sample) EVaR(level float64) (float64, error) {
	if len(s.sorted) == 0 {
		return nan, fail("EVaR", "sample", -1, ErrEmpty, "")
	}
	if err := inside("EVaR", "level", level, 0, 1); err != nil {
		return nan, err
	}
	worst := -s.sorted[0]
	n := float64(len(s.sorted))
	scale := s.sorted[len(s.sorted)-1] - s.sorted[0]
	if scale == 0 || tail(level, len(s.sorted)) <= 1 {
		return worst, nil // the infimum is reached as t -> 0
	}
	f := func(u float64) float64 { // u = ln(t/scale)
		t := scale * math.Exp(u)
		sum := 0.0
		for _, v := range s.sorted {
			sum += math.Exp((-v - worst) / t)
		}
		return worst + t*math.Log(sum/(n*(1-level)))
	}
	// f is quasiconvex in u (convex in t): golden section.
	const g = 0.6180339887498949
	a, b := -14.0, 9.0
	c, d := b-g*(b-a), a+g*(b-a)
	fc, fd := f(c), f(d)
	for b-a > 1e-9 {
		if fc < fd {
			b, d, fd = d, c, fc
			c = b - g*(b-a)
			fc = f(c)
		} else {
			a, c, fc = c, d, fd
			d = a + g*(b-a)
			fd = f(d)
		}
	}
	return min(worst, fc, fd), nil
}
