package risk

import (
	"math"
	"slices"
)

// MaxRobustZ caps robust z-scores: a move after a window in which nothing moved
// would be infinitely surprising.
const MaxRobustZ = 1000

// RobustZ writes how unusual each value is against the window values before it,
// itself not among them, so nothing is judged by its own future:
//
//	z = (x[i] - median) / (1.4826 MAD)
//
// where MAD is the median absolute deviation, 1.4826 making it a standard
// deviation for normal data (Iglewicz and Hoaglin 1993, who flag |z| > 3.5). When
// more than half the window is one value, MAD is 0 and 1.2533 times the mean
// absolute deviation takes its place. Scores are cut at ±[MaxRobustZ]. The first
// window values are NaN. Cost is O(window) per value; one buffer of 2*window is
// allocated.
func RobustZ(dst, x []float64, window int) error {
	const op = "RobustZ"
	if window < 3 {
		return fail(op, "window", -1, ErrParam, "%d is below 3", window)
	}
	if err := series(op, "x", x, window+1); err != nil {
		return err
	}
	if err := length(op, "dst", len(dst), len(x)); err != nil {
		return err
	}
	if &dst[0] == &x[0] {
		return fail(op, "dst", -1, ErrParam, "it shares memory with x")
	}
	for i := range dst[:window] {
		dst[i] = nan
	}
	buf := make([]float64, 0, window)
	buf = append(buf, x[:window]...)
	slices.Sort(buf)
	for i := window; i < len(x); i++ {
		dst[i] = robustZ(x[i], buf)
		replace(buf, x[i-window], x[i])
	}
	return nil
}

// replace exchanges one value of a sorted slice for another, keeping the order.
func replace(s []float64, old, x float64) {
	i, _ := slices.BinarySearch(s, old)
	j, _ := slices.BinarySearch(s, x)
	if j > i {
		copy(s[i:], s[i+1:j])
		s[j-1] = x
		return
	}
	copy(s[j+1:i+1], s[j:i])
	s[j] = x
}

// robustZ scores v against a sorted window.
func robustZ(v float64, s []float64) float64 {
	med := medianSorted(s)
	scale := 1.4826022185056018 * madSorted(s, med)
	if scale == 0 {
		sum := 0.0
		for _, w := range s {
			sum += math.Abs(w - med)
		}
		scale = 1.2533141373155001 * sum / float64(len(s))
	}
	d := v - med
	switch {
	case d == 0:
		return 0
	case scale == 0:
		return math.Copysign(MaxRobustZ, d)
	}
	return max(-MaxRobustZ, min(MaxRobustZ, d/scale))
}

func medianSorted(s []float64) float64 {
	h := len(s) / 2
	if len(s)%2 == 1 {
		return s[h]
	}
	return s[h-1] + (s[h]-s[h-1])/2
}

// madSorted is the median of |s - med|: the deviations form two sorted runs going
// outward from the median, merged until the middle is reached.
func madSorted(s []float64, med float64) float64 {
	r, _ := slices.BinarySearch(s, med)
	l := r - 1
	h := len(s) / 2
	var a, b float64
	for range h + 1 {
		a = b
		if r >= len(s) || (l >= 0 && med-s[l] <= s[r]-med) {
			b = med - s[l]
			l--
		} else {
			b = s[r] - med
			r++
		}
	}
	if len(s)%2 == 1 {
		return b
	}
	return a + (b-a)/2
}
