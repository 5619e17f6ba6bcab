package indicator

import "fmt"

// PivotMethod names a rule for pivot points.
type PivotMethod int

const (
	// ClassicPivots are the floor trader's: P = (H+L+C)/3, R1 = 2P-L, S1 = 2P-H,
	// R2 = P+(H-L), S2 = P-(H-L), R3 = H+2(P-L), S3 = L-2(H-P).
	ClassicPivots PivotMethod = iota
	// FibonacciPivots are P ± 0.382, 0.618 and 1 times H-L.
	FibonacciPivots
	// CamarillaPivots are C ± 1.1/12, 1.1/6 and 1.1/4 times H-L, around the classic P.
	CamarillaPivots
	// WoodiePivots are the classic ones with P = (H+L+2C)/4.
	WoodiePivots
)

// PivotPoints are levels for the next bar, in price units.
type PivotPoints struct{ P, R1, R2, R3, S1, S2, S3 float64 }

// Pivots computes the levels for a bar from the high, low and close of the one
// before it. For weekly levels pass the week's.
func Pivots(high, low, close float64, how PivotMethod) (PivotPoints, error) {
	if err := (Bar{High: high, Low: low, Close: close}).checkHLC("Pivots", -1); err != nil {
		return PivotPoints{}, err
	}
	r := high - low
	p := typical(high, low, close)
	switch how {
	case WoodiePivots:
		p = (high + low + 2*close) / 4
	case FibonacciPivots:
		return PivotPoints{P: p, R1: p + 0.382*r, R2: p + 0.618*r, R3: p + r,
			S1: p - 0.382*r, S2: p - 0.618*r, S3: p - r}, nil
	case CamarillaPivots:
		return PivotPoints{P: p, R1: close + r*1.1/12, R2: close + r*1.1/6, R3: close + r*1.1/4,
			S1: close - r*1.1/12, S2: close - r*1.1/6, S3: close - r*1.1/4}, nil
	case ClassicPivots:
	default:
		return PivotPoints{}, &Error{Op: "Pivots", Arg: "how", Index: -1, Err: ErrParam,
			Detail: fmt.Sprintf("unknown method %d", how)}
	}
	return PivotPoints{P: p, R1: 2*p - low, R2: p + r, R3: high + 2*(p-low),
		S1: 2*p - high, S2: p - r, S3: low - 2*(high-p)}, nil
}
