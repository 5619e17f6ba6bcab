package indicator

// ROC writes the change over n bars in per cent, 100 (x[i]/x[i-n] - 1); as in
// TA-Lib it is 0 where x[i-n] is 0. Warm-up: n bars. TA-Lib: ROC.
func ROC(dst, x []float64, n int) error {
	if err := period("ROC", "n", n, 1); err != nil {
		fillNaN(dst)
		return err
	}
	if err := ready("ROC", n+1, dst, arg{"x", x}); err != nil {
		return err
	}
	fillNaN(dst[:n])
	for i := n; i < len(x); i++ {
		dst[i] = change(x[i], x[i-n])
	}
	return nil
}

// ROCStream is [ROC] one value at a time.
type ROCStream struct {
	r ring
	i int
}

// NewROC returns a stream of period n.
func NewROC(n int) (*ROCStream, error) {
	if err := period("ROC", "n", n, 1); err != nil {
		return nil, err
	}
	return &ROCStream{r: newRing(n, new(scratch))}, nil
}

// Next takes the next value and returns the change, NaN during warm-up. A value
// that is refused leaves the stream as it was.
func (r *ROCStream) Next(x float64) (float64, error) {
	if !good(x) {
		return nan, bad("ROC", "x", r.i, x)
	}
	r.i++
	if old, ok := r.r.push(x); ok {
		return change(x, old), nil
	}
	return nan, nil
}
