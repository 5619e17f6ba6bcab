package value

import "errors"

// Grid is value per share over two assumptions: PerShare[i][j] belongs to
// WACC[i] and Second[j]. A cell whose assumptions allow no value (growth at or
// above the WACC) is a missing Item.
type Grid struct {
	WACC     []float64
	Second   []float64 // terminal growth, or the exit multiple
	PerShare [][]Item
}

// Sensitivity values d for every pair of WACC and second assumption: terminal
// growth when d.Terminal is Gordon, the multiple when it is an exit multiple.
func (d DCF) Sensitivity(wacc, second []float64) (Grid, error) {
	var c check
	c.nums("wacc_axis", wacc)
	c.nums("second_axis", second)
	if err := c.err(); err != nil {
		return Grid{}, err
	}
	g := Grid{WACC: wacc, Second: second, PerShare: make([][]Item, len(wacc))}
	for i, w := range wacc {
		g.PerShare[i] = make([]Item, len(second))
		for j, s := range second {
			cell := d
			cell.WACC = w
			if d.Terminal.Method == ExitMultiple {
				cell.Terminal.Multiple = s
			} else {
				cell.Terminal.Growth = s
			}
			v, err := cell.Value()
			switch {
			case err == nil:
				g.PerShare[i][j] = Of(v.PerShare)
			case !errors.Is(err, ErrGrowth):
				return Grid{}, err
			}
		}
	}
	return g, nil
}
