package risk

import (
	"cmp"
	"math"
	"slices"
)

// Kind says what was unusual.
type Kind int

const (
	ReturnAnomaly Kind = iota // close against the close before
	GapAnomaly                // open against the close before
	VolumeAnomaly             // volume against recent volume
)

// String is the kind's name in reports.
func (k Kind) String() string {
	switch k {
	case ReturnAnomaly:
		return "return"
	case GapAnomaly:
		return "gap"
	case VolumeAnomaly:
		return "volume"
	}
	return "unknown"
}

// Anomaly is one unusual bar.
type Anomaly struct {
	Index int     // the bar
	Kind  Kind    // what about it
	Value float64 // log return, log gap, or volume over the window's geometric median
	Z     float64 // robust z-score against the window before it
}

// Anomalies finds bars whose log return, opening gap or log volume lies more than
// threshold robust z-scores from the window bars before (see [RobustZ]; 3.5 and a
// window of 60 are usual), ordered by bar. open and volume may be nil. A bar
// without volume is skipped by the volume test. Prices must be adjusted for splits,
// or every split is an anomaly.
func Anomalies(open, close, volume []float64, window int, threshold float64) ([]Anomaly, error) {
	const op = "Anomalies"
	if window < 3 {
		return nil, fail(op, "window", -1, ErrParam, "%d is below 3", window)
	}
	if err := inside(op, "threshold", threshold, 0, MaxRobustZ); err != nil {
		return nil, err
	}
	if err := prices(op, "close", close, window+2); err != nil {
		return nil, err
	}
	n := len(close)
	x, z := make([]float64, n-1), make([]float64, n-1)
	var out []Anomaly
	scan := func(kind Kind, value func(i int) float64, at func(i int) int) {
		if len(x) <= window {
			return
		}
		if err := RobustZ(z[:len(x)], x, window); err != nil {
			return // x holds logs of checked numbers
		}
		for i := window; i < len(x); i++ {
			if math.Abs(z[i]) > threshold {
				out = append(out, Anomaly{at(i), kind, value(i), z[i]})
			}
		}
	}
	after := func(i int) int { return i + 1 }
	plain := func(i int) float64 { return x[i] }
	for i := range x {
		x[i] = math.Log(close[i+1] / close[i])
	}
	scan(ReturnAnomaly, plain, after)
	if open != nil {
		if err := length(op, "open", len(open), n); err != nil {
			return nil, err
		}
		if err := prices(op, "open", open, 1); err != nil {
			return nil, err
		}
		for i := range x {
			x[i] = math.Log(open[i+1] / close[i])
		}
		scan(GapAnomaly, plain, after)
	}
	if volume != nil {
		if err := length(op, "volume", len(volume), n); err != nil {
			return nil, err
		}
		if err := series(op, "volume", volume, 1); err != nil {
			return nil, err
		}
		var bar []int
		x = x[:0]
		for i, v := range volume {
			if v < 0 {
				return nil, fail(op, "volume", i, ErrBar, "%g is negative", v)
			}
			if v > 0 {
				x = append(x, math.Log(v))
				bar = append(bar, i)
			}
		}
		z = make([]float64, len(x))
		win := make([]float64, window)
		scan(VolumeAnomaly, func(i int) float64 {
			copy(win, x[i-window:i])
			slices.Sort(win)
			return math.Exp(x[i] - medianSorted(win))
		}, func(i int) int { return bar[i] })
	}
	slices.SortStableFunc(out, func(a, b Anomaly) int { return cmp.Compare(a.Index, b.Index) })
	return out, nil
}
