package returns

// Total writes the total return of each period, with the dividend received and
// the split undone,
//
//	dst[t-1] = split[t] (close[t] + dividend[t]) / close[t-1] - 1
//
// from raw closes (adjusted for nothing). See the package comment for the
// meaning of split and dividend; their first elements are not used. Either may
// be nil: no dividends, no splits. dst must be one shorter than close.
func Total(dst, close, dividend, split []float64) error {
	if err := pair("Total", dst, close); err != nil {
		return err
	}
	if err := actions("Total", close, dividend, split); err != nil {
		return err
	}
	for t := 1; t < len(close); t++ {
		d, s := at(dividend, t, 0), at(split, t, 1)
		dst[t-1] = (s*(close[t]+d) - close[t-1]) / close[t-1]
	}
	return nil
}

// Adjustment is a way to take dividends out of earlier prices.
type Adjustment int

const (
	// SplitsOnly undoes splits and leaves dividends in: a price return series.
	SplitsOnly Adjustment = iota
	// CashReinvested buys shares at the ex-date's close: factor P/(P+D). The
	// simple returns of the result are those of [Total].
	CashReinvested
	// PreviousClose is Yahoo's and CRSP's factor 1 - D/P[t-1].
	PreviousClose
)

// BackAdjust writes closes made comparable with the last one: dst[last] is
// close[last], and every earlier price is divided by the splits and reduced by
// the dividends that came after it. dividend and split may be nil. dst may be
// close itself.
func BackAdjust(dst, close, dividend, split []float64, how Adjustment) error {
	const op = "BackAdjust"
	if err := prices(op, "close", close, 1); err != nil {
		return err
	}
	if err := length(op, "dst", len(dst), len(close)); err != nil {
		return err
	}
	if err := actions(op, close, dividend, split); err != nil {
		return err
	}
	if how < SplitsOnly || how > PreviousClose {
		return fail(op, "how", -1, ErrParam, "unknown adjustment %d", how)
	}
	if how == PreviousClose {
		for t := 1; t < len(close); t++ {
			if at(dividend, t, 0)*at(split, t, 1) >= close[t-1] {
				return fail(op, "dividend", t, ErrParam, "%g is not below the previous close", dividend[t])
			}
		}
	}
	f := 1.0
	for t := len(close) - 1; t >= 0; t-- {
		p := close[t]
		dst[t] = p * f
		if t == 0 {
			break
		}
		d, s := at(dividend, t, 0), at(split, t, 1)
		switch how {
		case CashReinvested:
			f *= p / (p + d)
		case PreviousClose:
			f *= 1 - d*s/close[t-1]
		}
		f /= s
	}
	return nil
}

func at(x []float64, i int, none float64) float64 {
	if x == nil {
		return none
	}
	return x[i]
}

// actions checks dividends and splits against the closes they belong to.
func actions(op string, close, dividend, split []float64) error {
	if dividend != nil {
		if err := length(op, "dividend", len(dividend), len(close)); err != nil {
			return err
		}
		for i, d := range dividend {
			if !(d >= 0 && d <= maxAbs) {
				if d < 0 && d >= -maxAbs {
					return fail(op, "dividend", i, ErrParam, "%g is negative", d)
				}
				return fail(op, "dividend", i, ErrNotFinite, "%g", d)
			}
		}
	}
	if split != nil {
		if err := length(op, "split", len(split), len(close)); err != nil {
			return err
		}
		for i, s := range split {
			if !(s >= 1e-6 && s <= 1e6) {
				return fail(op, "split", i, ErrSplit, "%g is not in 1e-6..1e6", s)
			}
		}
	}
	return nil
}
