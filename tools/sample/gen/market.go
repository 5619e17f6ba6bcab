package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"time"
)

// The bars of the fictional company. On each session of the real index
//
//	r = alpha + beta*r(index) + sigma(regime)*z + jump
//
// with z standard normal, two volatility regimes that change by a Markov
// chain, and the jumps of xmplJumps. The overnight part of r makes the open,
// the rest the way to the close; high and low add a half-normal excursion. The
// whole path is scaled to close at xmplAnchor on the as-of date and quoted in
// cents. The generator is PCG with the fixed seed below.
const (
	xmplSeed   = 62
	xmplAnchor = 41.86
	xmplBeta   = 1.15
	xmplAlpha  = 0.00030
)

// xmplJumps are the opening gaps of days with company news.
var xmplJumps = map[string]float64{
	"2008-10-28": -0.085, // full-year results
	"2009-07-28": +0.105, // third-quarter results
	"2010-11-02": +0.060,
	"2011-08-02": -0.110,
	"2012-05-01": -0.055,
	"2013-01-29": +0.070, // first-quarter results
}

func exemplarBars(index []bar) []bar {
	rng := rand.New(rand.NewPCG(xmplSeed, 1))
	normal := func() float64 { // Box-Muller
		u, w := 1-rng.Float64(), rng.Float64()
		return math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*w)
	}
	sigma := [2]float64{0.0095, 0.0190}
	stay := [2]float64{0.985, 0.955}
	regime := 0
	type day struct{ open, high, low, close, volume float64 }
	var days []day
	level, anchor := 0.0, 0.0
	for i, x := range index {
		var market float64
		if i > 0 {
			market = math.Log(x.close / index[i-1].close)
		}
		if rng.Float64() > stay[regime] {
			regime = 1 - regime
		}
		s := sigma[regime]
		jump := xmplJumps[x.date]
		noise := s * normal()
		if jump != 0 {
			noise /= 3 // the news is in the gap
		}
		r := xmplAlpha + xmplBeta*market + noise
		prev := level
		level += r + jump
		open := prev + jump + 0.3*r + 0.25*s*normal()
		high := math.Max(open, level) + 0.45*s*math.Abs(normal())
		low := math.Min(open, level) - 0.45*s*math.Abs(normal())
		vol := 780e3 * math.Exp(0.28*normal()+12*math.Abs(r)+14*math.Abs(jump))
		days = append(days, day{open, high, low, level, vol})
		if x.date == asOf {
			anchor = level
		}
	}
	cents := func(l float64) float64 { return math.Round(xmplAnchor*math.Exp(l-anchor)*100) / 100 }
	bars := make([]bar, len(index))
	for i, d := range days {
		bars[i] = bar{index[i].date, cents(d.open), cents(d.high), cents(d.low), cents(d.close), int64(math.Round(d.volume/100)) * 100}
	}
	return bars
}

// secondTuesday takes "YYYY-MM-".
func secondTuesday(month string) string {
	t, err := time.Parse(time.DateOnly, month+"01")
	if err != nil {
		panic(err)
	}
	for t.Weekday() != time.Tuesday {
		t = t.AddDate(0, 0, 1)
	}
	return t.AddDate(0, 0, 7).Format(time.DateOnly)
}

// sortDividends puts them in date order and checks that each falls on a session.
func sortDividends(ds []dividend, bars []bar) ([]dividend, error) {
	open := map[string]bool{}
	for _, x := range bars {
		open[x.date] = true
	}
	sort.Slice(ds, func(i, j int) bool { return ds[i].date < ds[j].date })
	var out []dividend
	for _, d := range ds {
		if d.date < bars[0].date {
			continue
		}
		if !open[d.date] {
			return nil, fmt.Errorf("dividend on %s, not a session", d.date)
		}
		out = append(out, d)
	}
	return out, nil
}
