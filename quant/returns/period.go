package returns

import (
	"errors"
	"math"
)

// Change is what a price did between two bars.
type Change struct {
	From, To int     // indices of the two prices
	Simple   float64 // price[To]/price[From] - 1
	Log      float64 // ln of the ratio
}

// Between is the change of price from index from to index to. Finding the bar
// that lies a month or a year back is the caller's job, who knows the calendar:
// the convention for "1m" is the last bar on or before the same day of the month
// before, and for YTD the last bar of the year before.
func Between(price []float64, from, to int) (Change, error) {
	if err := prices("Between", "price", price, 2); err != nil {
		return Change{}, err
	}
	return between("Between", price, from, to)
}

func between(op string, price []float64, from, to int) (Change, error) {
	switch {
	case to < 0 || to >= len(price):
		return Change{}, fail(op, "to", -1, ErrParam, "%d is not in 0..%d", to, len(price)-1)
	case from < 0 || from >= to:
		return Change{}, fail(op, "from", -1, ErrParam, "%d is not in 0..%d", from, to-1)
	}
	a, b := price[from], price[to]
	return Change{from, to, (b - a) / a, math.Log(b / a)}, nil
}

// Periods writes into dst the simple returns from each index of from to index
// to; an index of -1 (history does not reach that far) gives NaN. It is how a table of
// 1d, 1w, 1m, 3m, 6m, YTD, 1y, 3y and 5y returns is filled.
func Periods(dst, price []float64, from []int, to int) error {
	if err := prices("Periods", "price", price, 1); err != nil {
		return err
	}
	if err := length("Periods", "dst", len(dst), len(from)); err != nil {
		return err
	}
	for i, f := range from {
		if f == -1 {
			dst[i] = math.NaN()
			continue
		}
		c, err := between("Periods", price, f, to)
		if err != nil {
			var e *Error
			if errors.As(err, &e) {
				e.Index = i
			}
			return err
		}
		dst[i] = c.Simple
	}
	return nil
}

// Rolling writes the simple return over the last n periods, price[i]/price[i-n] - 1,
// NaN for the first n. dst must be as long as price.
func Rolling(dst, price []float64, n int) error {
	if n < 1 {
		return fail("Rolling", "n", -1, ErrParam, "%d is below 1", n)
	}
	if err := prices("Rolling", "price", price, n+1); err != nil {
		return err
	}
	if err := length("Rolling", "dst", len(dst), len(price)); err != nil {
		return err
	}
	for i := len(price) - 1; i >= n; i-- { // backwards, so dst may be price
		dst[i] = (price[i] - price[i-n]) / price[i-n]
	}
	for i := range dst[:n] {
		dst[i] = math.NaN()
	}
	return nil
}
