package indicator

import (
	"fmt"
)

// Bar is one bar of a streamed series. Prices are in the currency of the
// series, Volume in shares.
type Bar struct{ Open, High, Low, Close, Volume float64 }

// Bars is a series of bars, column by column, oldest first. A column that an
// indicator does not read may be nil.
type Bars struct{ Open, High, Low, Close, Volume []float64 }

// Len is the length of the longest column.
func (b Bars) Len() int {
	return max(len(b.Open), len(b.High), len(b.Low), len(b.Close), len(b.Volume))
}

// checkHLC refuses a bar whose high, low or close is no number, or whose high is
// below its low. i is the bar's position in the stream.
func (b Bar) checkHLC(op string, i int) error {
	switch {
	case !good(b.High):
		return bad(op, "high", i, b.High)
	case !good(b.Low):
		return bad(op, "low", i, b.Low)
	case !good(b.Close):
		return bad(op, "close", i, b.Close)
	case b.High < b.Low:
		return &Error{Op: op, Arg: "high", Index: i, Err: ErrBar,
			Detail: fmt.Sprintf("high %g is below low %g", b.High, b.Low)}
	}
	return nil
}

// checkVolume refuses a volume that is no number or negative.
func (b Bar) checkVolume(op string, i int) error {
	switch {
	case !good(b.Volume):
		return bad(op, "volume", i, b.Volume)
	case b.Volume < 0:
		return &Error{Op: op, Arg: "volume", Index: i, Err: ErrBar,
			Detail: fmt.Sprintf("%g is negative", b.Volume)}
	}
	return nil
}

// hlc and hlcv are the checks of the batch functions over bars.
func hlc(op string, need int, dst, high, low, close []float64) error {
	err := ready(op, need, dst, arg{"high", high}, arg{"low", low}, arg{"close", close})
	if err == nil {
		err = ordered(op, high, low)
	}
	return void(err, dst)
}

func hlcv(op string, need int, dst, high, low, close, volume []float64) error {
	err := ready(op, need, dst, arg{"high", high}, arg{"low", low}, arg{"close", close}, arg{"volume", volume})
	if err == nil {
		err = ordered(op, high, low)
	}
	if err == nil {
		err = volumes(op, volume)
	}
	return void(err, dst)
}
