package risk

import (
	"math"
	"slices"
)

// Regime says where volatility stands in its own history.
type Regime int

const (
	NormalVol  Regime = iota // between the lower and the upper quartile
	LowVol                   // below the lower quartile
	HighVol                  // above the upper quartile
	ExtremeVol               // above the 95th percentile
	UnknownVol Regime = -1
)

// String is the regime's name in reports.
func (r Regime) String() string {
	switch r {
	case NormalVol:
		return "normal"
	case LowVol:
		return "low"
	case HighVol:
		return "high"
	case ExtremeVol:
		return "extreme"
	}
	return "unknown"
}

// VolRegime describes the latest volatility against its history.
type VolRegime struct {
	Regime     Regime
	Vol        float64 // annualised, of the last window returns
	Percentile float64 // share of the history's windows that were calmer, 0..1
	Median     float64 // annualised, of the history
	Ratio      float64 // Vol/Median
	Since      int     // first return of the present run in this regime
	Windows    int     // overlapping windows in the history
}

// VolatilityRegime classifies the volatility of the last window returns among all
// rolling windows of r, the last included. A history of a year or more makes
// sense of it; at least 2*window returns are asked for. It allocates.
func VolatilityRegime(r []float64, window int, perYear float64) (VolRegime, error) {
	const op = "VolatilityRegime"
	if window < 2 {
		return VolRegime{}, fail(op, "window", -1, ErrParam, "%d is below 2", window)
	}
	if err := series(op, "r", r, 2*window); err != nil {
		return VolRegime{}, err
	}
	v := make([]float64, len(r))
	if err := RollingVol(v, r, window, perYear); err != nil {
		return VolRegime{}, err
	}
	v = v[window-1:]
	s := slices.Clone(v)
	slices.Sort(s)
	if s[len(s)-1] == 0 {
		return VolRegime{}, fail(op, "r", -1, ErrConstant, "")
	}
	lower, median, upper, top := quantile7(s, 0.25), quantile7(s, 0.5), quantile7(s, 0.75), quantile7(s, 0.95)
	class := func(x float64) Regime {
		switch {
		case x > top:
			return ExtremeVol
		case x > upper:
			return HighVol
		case x < lower:
			return LowVol
		}
		return NormalVol
	}
	last := v[len(v)-1]
	below, _ := slices.BinarySearch(s, last)
	out := VolRegime{Regime: class(last), Vol: last, Median: median, Windows: len(v), Ratio: math.NaN(),
		Percentile: float64(below) / float64(len(v))}
	if median > 0 {
		out.Ratio = last / median
	}
	i := len(v) - 1
	for i > 0 && class(v[i-1]) == out.Regime {
		i--
	}
	out.Since = i + window - 1
	return out, nil
}
