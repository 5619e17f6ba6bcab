package tearsheet

import "time"

// Curve is a government par yield curve of one day: bond-equivalent yields,
// semi-annual compounding, as fractions per year, by tenor, shortest first.
type Curve struct {
	Date   Date         `json:"date"`
	Known  time.Time    `json:"known"`
	Points []CurvePoint `json:"points"`
	Source Source       `json:"source"`
}

// CurvePoint is the yield at one tenor, in years.
type CurvePoint struct {
	Tenor string  `json:"tenor"` // 3M, 10Y
	Years float64 `json:"years"`
	Yield float64 `json:"yield"` // fraction per year
}

// At interpolates the par yield linearly in years, flat beyond both ends. ok is
// false for an empty curve.
func (c Curve) At(years float64) (yield float64, ok bool) {
	p := c.Points
	if len(p) == 0 {
		return 0, false
	}
	if years <= p[0].Years {
		return p[0].Yield, true
	}
	for i := 1; i < len(p); i++ {
		if years <= p[i].Years {
			w := (years - p[i-1].Years) / (p[i].Years - p[i-1].Years)
			return p[i-1].Yield + w*(p[i].Yield-p[i-1].Yield), true
		}
	}
	return p[len(p)-1].Yield, true
}

// CurveQuery asks for the newest curve known at AsOf.
type CurveQuery struct {
	Country string // "US"
	AsOf    time.Time
}
