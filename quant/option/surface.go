package option

import (
	"math"
	"sort"
)

// Surface is the smiles of one underlying by expiry. Between two expiries total
// variance is linear in time at fixed ln(K/F), and forward and discount factor are
// linear in their logarithms; outside, volatility is held at the nearest expiry.
// Make it with NewSurface.
type Surface struct {
	spot   float64
	smiles []Smile
}

// NewSurface sorts the smiles by expiry and checks them. Two of the same expiry are
// refused. Arbitrage is not refused; ask Arbitrage.
func NewSurface(spot float64, smiles []Smile) (*Surface, error) {
	if err := positive("spot", spot); err != nil {
		return nil, err
	}
	if len(smiles) == 0 {
		return nil, bad("smiles", 0, "must not be empty")
	}
	s := &Surface{spot: spot, smiles: append([]Smile(nil), smiles...)}
	for i, m := range s.smiles {
		if err := m.Check(); err != nil {
			return nil, indexed(err, i)
		}
	}
	sort.Slice(s.smiles, func(i, j int) bool { return s.smiles[i].Years < s.smiles[j].Years })
	for i := 1; i < len(s.smiles); i++ {
		if s.smiles[i].Years == s.smiles[i-1].Years {
			return nil, bad("Years", s.smiles[i].Years, "must differ between smiles")
		}
	}
	return s, nil
}

// Smiles are the expiries in order of time. The slice is the surface's own.
func (s *Surface) Smiles() []Smile { return s.smiles }

// Forward is the forward for any expiry, through the spot at 0.
func (s *Surface) Forward(years float64) float64 {
	if !(years > 0) {
		return s.spot
	}
	t0, l0 := 0.0, 0.0 // time, ln(F/S)
	for _, m := range s.smiles {
		l := math.Log(m.Forward / s.spot)
		if years <= m.Years {
			return s.spot * math.Exp(l0+(l-l0)*(years-t0)/(m.Years-t0))
		}
		t0, l0 = m.Years, l
	}
	return s.spot * math.Exp(l0*years/t0) // the last average growth goes on
}

// TotalVariance is w(k, T) = σ²T at log-moneyness k.
func (s *Surface) TotalVariance(k, years float64) float64 {
	if !(years > 0) {
		return 0
	}
	n := len(s.smiles)
	i := sort.Search(n, func(i int) bool { return s.smiles[i].Years >= years })
	switch {
	case i == 0:
		return s.smiles[0].SVI.TotalVariance(k) * years / s.smiles[0].Years
	case i == n:
		return s.smiles[n-1].SVI.TotalVariance(k) * years / s.smiles[n-1].Years
	}
	a, b := s.smiles[i-1], s.smiles[i]
	u := (years - a.Years) / (b.Years - a.Years)
	wa, wb := a.SVI.TotalVariance(k), b.SVI.TotalVariance(k)
	return wa + u*(wb-wa)
}

// Vol is the implied volatility of a strike and expiry.
func (s *Surface) Vol(strike, years float64) (float64, error) {
	if err := firstError(positive("strike", strike), positive("years", years)); err != nil {
		return 0, err
	}
	w := s.TotalVariance(-logRatio(s.Forward(years), strike), years)
	if !(w >= 0) {
		return 0, &ArgError{Arg: "strike", Value: strike, Kind: ErrNoSolution, Why: "has negative total variance on this surface"}
	}
	return math.Sqrt(w / years), nil
}

// Term is one expiry of the term structure.
type Term struct {
	Years      float64
	Forward    float64
	ATM        float64 // volatility at the forward
	ForwardVol float64 // volatility between the previous expiry and this one; NaN under calendar arbitrage at the forward
	Skew       Skew    // at 25 delta; zero where a delta is not reached
}

// TermStructure is the at-the-money volatility and 25-delta skew by expiry.
func (s *Surface) TermStructure() []Term {
	out := make([]Term, len(s.smiles))
	t0, w0 := 0.0, 0.0
	for i, m := range s.smiles {
		w := m.SVI.TotalVariance(0)
		out[i] = Term{Years: m.Years, Forward: m.Forward, ATM: m.SVI.Vol(0, m.Years), ForwardVol: math.NaN()}
		if w >= w0 {
			out[i].ForwardVol = math.Sqrt((w - w0) / (m.Years - t0))
		}
		if k, err := m.Skew(0.25); err == nil {
			out[i].Skew = k
		}
		t0, w0 = m.Years, w
	}
	return out
}

// SurfaceArbitrage is the outcome of the static checks of one expiry.
type SurfaceArbitrage struct {
	Years     float64
	Butterfly Arbitrage // least Durrleman g
	Calendar  Arbitrage // least increase of total variance since the previous expiry (or since 0)
}

// Arbitrage checks every smile for butterfly and against its predecessor for
// calendar arbitrage, within width standard deviations of the forward (5 covers
// what is ever quoted).
func (s *Surface) Arbitrage(width float64) ([]SurfaceArbitrage, error) {
	if err := positive("width", width); err != nil {
		return nil, err
	}
	out := make([]SurfaceArbitrage, len(s.smiles))
	var before SVI
	for i, m := range s.smiles {
		r := width * math.Sqrt(math.Max(m.SVI.TotalVariance(0), 1e-8))
		out[i] = SurfaceArbitrage{m.Years, m.SVI.Butterfly(-r, r), before.Calendar(m.SVI, -r, r)}
		before = m.SVI
	}
	return out, nil
}
