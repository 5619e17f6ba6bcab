package risk

import "math"

// Drawdown is one fall from a peak.
type Drawdown struct {
	Depth    float64 // 1 - trough/peak, a positive fraction
	Peak     int     // index of the highest value before the fall, the last of equals
	Trough   int     // index of the lowest value of the fall
	Recovery int     // index of the first value at or above the peak; -1 while under water
}

// Drawdowns writes value[i]/max(value[0..i]) - 1, zero or negative, for a series
// of prices or of wealth.
func Drawdowns(dst, value []float64) error {
	if err := prices("Drawdowns", "value", value, 1); err != nil {
		return err
	}
	if err := length("Drawdowns", "dst", len(dst), len(value)); err != nil {
		return err
	}
	top := 0.0
	for i, v := range value {
		top = max(top, v)
		dst[i] = (v - top) / top
	}
	return nil
}

// MaxDrawdown finds the deepest fall of a series of prices or of wealth, the
// first of equals. A series that never falls has depth 0 and all indices 0. For
// returns, make wealth first (package returns: Wealth): its index i+1 belongs to
// return i, and a fall that begins with the first return is then seen.
func MaxDrawdown(value []float64) (Drawdown, error) {
	if err := prices("MaxDrawdown", "value", value, 1); err != nil {
		return Drawdown{}, err
	}
	var d ddState
	d.start(value[0])
	for _, v := range value[1:] {
		d.push(v)
	}
	if d.max.Depth > 0 {
		d.max.Recovery = -1
		for i := d.max.Trough + 1; i < len(value); i++ {
			if value[i] >= value[d.max.Peak] {
				d.max.Recovery = i
				break
			}
		}
	}
	return d.max, nil
}

// ddState tracks the deepest fall so far.
type ddState struct {
	i, peak int
	top     float64
	max     Drawdown
}

func (d *ddState) start(v float64) { *d = ddState{top: v} }

func (d *ddState) push(v float64) {
	d.i++
	if v >= d.top {
		d.top, d.peak = v, d.i
		return
	}
	if f := (d.top - v) / d.top; f > d.max.Depth {
		d.max = Drawdown{Depth: f, Peak: d.peak, Trough: d.i, Recovery: -1}
	}
}

// Episodes appends every fall of at least minDepth from a running peak, in
// order; only the last can be without recovery.
func Episodes(dst []Drawdown, value []float64, minDepth float64) ([]Drawdown, error) {
	if err := prices("Episodes", "value", value, 1); err != nil {
		return dst, err
	}
	if err := inside("Episodes", "minDepth", minDepth, 0, 1); err != nil {
		return dst, err
	}
	top, peak := value[0], 0
	cur := Drawdown{Recovery: -1}
	for i, v := range value[1:] {
		i++
		if v >= top {
			if cur.Depth >= minDepth {
				cur.Recovery = i
				dst = append(dst, cur)
			}
			top, peak = v, i
			cur = Drawdown{Recovery: -1}
			continue
		}
		if f := (top - v) / top; f > cur.Depth {
			cur.Depth, cur.Peak, cur.Trough = f, peak, i
		}
	}
	if cur.Depth >= minDepth {
		dst = append(dst, cur)
	}
	return dst, nil
}

// Ulcer is Martin's ulcer index of returns: the root mean square of the drawdown
// of compounded wealth after each return, as a fraction.
func Ulcer(r []float64) (float64, error) {
	if err := simple("Ulcer", "r", r, 1); err != nil {
		return nan, err
	}
	w, top, s := 1.0, 1.0, 0.0
	for i, v := range r {
		w *= 1 + v
		if !(w <= maxAbs) {
			return nan, fail("Ulcer", "r", i, ErrNotFinite, "wealth becomes %g", w)
		}
		top = max(top, w)
		d := (w - top) / top
		s += d * d
	}
	return math.Sqrt(s / float64(len(r))), nil
}
