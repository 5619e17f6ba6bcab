package indicator

import (
	"cmp"
	"fmt"
	"slices"
)

// Swing is a local extreme of the price: a high that no bar among the Strength
// bars on either side exceeds, or such a low.
type Swing struct {
	Index     int     // the bar of the extreme
	Confirmed int     // the bar at whose close it became knowable: Index + strength
	Price     float64 // the high or the low of that bar
	High      bool    // true for a swing high, false for a swing low
}

// Swings appends to dst the swing points of high and low, in the order in which
// they are confirmed, and returns it. A swing high is above the highs of the
// strength bars before it and not below those of the strength bars after, so of
// equal highs the first counts; swing lows likewise. No swing is known before
// bar Confirmed: a back-test that uses Index looks ahead.
func Swings(dst []Swing, high, low []float64, strength int) ([]Swing, error) {
	if err := period("Swings", "strength", strength, 1); err != nil {
		return dst, err
	}
	if err := inputs("Swings", 2*strength+1, arg{"high", high}, arg{"low", low}); err != nil {
		return dst, err
	}
	if err := ordered("Swings", high, low); err != nil {
		return dst, err
	}
	for i := strength; i < len(high)-strength; i++ {
		if isSwing(high, i, strength, 1) {
			dst = append(dst, Swing{i, i + strength, high[i], true})
		}
		if isSwing(low, i, strength, -1) {
			dst = append(dst, Swing{i, i + strength, low[i], false})
		}
	}
	return dst, nil
}

func isSwing(x []float64, i, k int, sign float64) bool {
	v := sign * x[i]
	for _, w := range x[i-k : i] {
		if sign*w >= v {
			return false
		}
	}
	for _, w := range x[i+1 : i+k+1] {
		if sign*w > v {
			return false
		}
	}
	return true
}

// SwingStream finds [Swings] one bar at a time.
type SwingStream struct {
	k, i      int
	high, low []float64 // the last 2k+1 bars, oldest first
}

// NewSwings returns a stream of the given strength.
func NewSwings(strength int) (*SwingStream, error) {
	if err := period("Swings", "strength", strength, 1); err != nil {
		return nil, err
	}
	n := 2*strength + 1
	return &SwingStream{k: strength, high: make([]float64, 0, n), low: make([]float64, 0, n)}, nil
}

// Next takes the next bar and appends the swings it confirms, at most one high
// and one low, to dst. Only High and Low are read. A bar that is refused leaves
// the stream as it was.
func (s *SwingStream) Next(dst []Swing, b Bar) ([]Swing, error) {
	b.Close = b.High
	if err := b.checkHLC("Swings", s.i); err != nil {
		return dst, err
	}
	if len(s.high) == cap(s.high) {
		copy(s.high, s.high[1:])
		copy(s.low, s.low[1:])
		s.high, s.low = s.high[:2*s.k], s.low[:2*s.k]
	}
	s.high, s.low = append(s.high, b.High), append(s.low, b.Low)
	i := s.i
	s.i++
	if len(s.high) < cap(s.high) {
		return dst, nil
	}
	if isSwing(s.high, s.k, s.k, 1) {
		dst = append(dst, Swing{i - s.k, i, s.high[s.k], true})
	}
	if isSwing(s.low, s.k, s.k, -1) {
		dst = append(dst, Swing{i - s.k, i, s.low[s.k], false})
	}
	return dst, nil
}

// Level is a price at which swings gathered.
type Level struct {
	Price   float64 // mean price of the swings in it
	Low     float64 // lowest and highest of them
	High    float64
	Touches int // how many swings
	First   int // bar of the oldest and of the newest
	Last    int
	Support bool // below the reference price; otherwise resistance
}

// Levels gathers swings into support and resistance: sorted by price, neighbours
// within tolerance (a price distance, for example half an ATR) of the mean of the
// group so far join it. A group whose mean is below price is support, any other
// resistance. Levels are appended to dst in ascending order of price; ones with
// fewer than minTouches swings are left out.
func Levels(dst []Level, swings []Swing, price, tolerance float64, minTouches int) ([]Level, error) {
	if !good(price) {
		return dst, bad("Levels", "price", -1, price)
	}
	if err := factor("Levels", "tolerance", tolerance, 0, maxAbs); err != nil {
		return dst, err
	}
	if minTouches < 1 {
		return dst, &Error{Op: "Levels", Arg: "minTouches", Index: -1, Err: ErrParam,
			Detail: fmt.Sprintf("%d is below 1", minTouches)}
	}
	for i, s := range swings {
		if !good(s.Price) {
			return dst, bad("Levels", "swings", i, s.Price)
		}
	}
	byPrice := slices.Clone(swings)
	slices.SortStableFunc(byPrice, func(a, b Swing) int { return cmp.Compare(a.Price, b.Price) })
	var l Level
	sum := 0.0
	flush := func() {
		if l.Touches >= minTouches {
			l.Support = l.Price < price
			dst = append(dst, l)
		}
	}
	for _, s := range byPrice {
		if l.Touches > 0 && s.Price-l.Price <= tolerance {
			sum += s.Price
			l.Touches++
			l.High = s.Price
			l.Price = sum / float64(l.Touches)
			l.First, l.Last = min(l.First, s.Index), max(l.Last, s.Index)
			continue
		}
		flush()
		sum = s.Price
		l = Level{Price: s.Price, Low: s.Price, High: s.Price, Touches: 1, First: s.Index, Last: s.Index}
	}
	flush()
	return dst, nil
}

// SupportResistance finds the levels of a series: the swings of the given
// strength over all bars, gathered within tolerance, against the last close. It
// allocates its list of swings.
func SupportResistance(high, low, close []float64, strength int, tolerance float64, minTouches int) ([]Level, error) {
	if err := inputs("SupportResistance", 1, arg{"high", high}, arg{"low", low}, arg{"close", close}); err != nil {
		return nil, err
	}
	swings, err := Swings(nil, high, low, strength)
	if err != nil {
		return nil, err
	}
	return Levels(nil, swings, close[len(close)-1], tolerance, minTouches)
}
