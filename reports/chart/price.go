package chart

import (
	"fmt"
	"math"
	"strconv"

	"tearsheet"
)

// Prices is a daily price history, oldest first. Volume may be missing.
type Prices struct {
	Symbol, Currency string
	Dates            []tearsheet.Date
	Close, Volume    []float64
}

// day is a usable observation: x in days since the first.
type day struct {
	date   tearsheet.Date
	x      float64
	close  float64
	volume float64
}

// days drops what cannot be drawn: no date, not after the one before, no
// positive price.
func (p Prices) days() []day {
	var out []day
	n := min(len(p.Dates), len(p.Close))
	for i := range n {
		d, c := p.Dates[i], p.Close[i]
		if d.IsZero() || !finite(c) || c <= 0 || len(out) > 0 && !d.After(out[len(out)-1].date) {
			continue
		}
		v := math.NaN()
		if i < len(p.Volume) && finite(p.Volume[i]) && p.Volume[i] >= 0 {
			v = p.Volume[i]
		}
		out = append(out, day{d, 0, c, v})
	}
	for i := range out {
		out[i].x = float64(out[i].date.DaysSince(out[0].date))
	}
	return out
}

// mean is the moving average of n closes, NaN while it warms up.
func mean(ds []day, n int) []float64 {
	out := make([]float64, len(ds))
	sum := 0.0
	for i, d := range ds {
		sum += d.close
		if i >= n {
			sum -= ds[i-n].close
		}
		out[i] = math.NaN()
		if i >= n-1 {
			out[i] = sum / float64(n)
		}
	}
	return out
}

// Price draws the last two years of closes with their 50- and 200-day averages
// above the volume.
func Price(f Frame, p Prices) string {
	f = f.sane()
	ds := p.days()
	if len(ds) < 2 {
		return ""
	}
	a50, a200 := mean(ds, 50), mean(ds, 200)
	from := max(0, len(ds)-504)
	ds, a50, a200 = ds[from:], a50[from:], a200[from:]
	closes := make([]float64, len(ds))
	vmax := 0.0
	for i, d := range ds {
		closes[i] = d.close
	}
	weeks := weekly(ds)
	for _, w := range weeks {
		vmax = math.Max(vmax, w.volume)
	}
	last := ds[len(ds)-1]
	lo, hi, _ := span(closes, a50, a200)
	ticks, step := roundTicks(lo, hi, int(f.H/62))
	wide := labelWidth(money(last.close)) + 12
	for _, t := range ticks {
		wide = math.Max(wide, labelWidth(tickText(t, step))+10)
	}
	left, right, top, bottom := 2.0, f.W-wide, 34.0, f.H-20
	vol := 0.0
	if vmax > 0 {
		vol = (bottom - top) * 0.2
	}
	y := scale{ticks[0], ticks[len(ticks)-1], bottom - vol - 4, top}
	x := scale{ds[0].x, last.x, left, right}

	clo, chi, _ := span(closes)
	desc := fmt.Sprintf("Daily closes of %s in %s from %s to %s, between %s and %s; last %s.",
		p.Symbol, p.Currency, ds[0].date, last.date, money(clo), money(chi), money(last.close))
	s := newSVG(f, "Price of "+p.Symbol+" with moving averages and volume", desc)
	for _, t := range ticks {
		s.hline("g", left, right, y.at(t))
		s.axis(right+6, y.at(t), y.at(last.close), tickText(t, step))
	}
	dateAxis(s, ds[0].date, last.date, x, top, bottom)
	if vmax > 0 {
		w := math.Max(1, (right-left)/float64(len(weeks))*0.6)
		d := ""
		for _, k := range weeks {
			if k.volume > 0 {
				d += "M" + num(x.at(k.x)) + " " + num(bottom) + "V" + num(bottom-k.volume/vmax*(vol-4))
			}
		}
		fmt.Fprintf(s, `<path class="v" stroke-width="%s" d="%s"/>`, num(w), d)
	}
	draw := func(class string, v []float64) {
		xs, ys := thin(ds, v, int((right-left)/1.6))
		for i := range xs {
			xs[i], ys[i] = x.at(xs[i]), y.at(ys[i])
		}
		s.path(class, line(xs, ys))
	}
	draw("n", a200)
	draw("m", a50)
	draw("a", closes)
	s.tag(right+2, y.at(last.close), "tag", money(last.close))

	// legend
	at := left
	key := func(class, tclass, label string) {
		s.hline(class, at, at+16, 12)
		s.text(at+20, 16, "start", tclass, label)
		at += 20 + labelWidth(label) + 12
	}
	key("a", "ta", "close, "+p.Currency)
	if anyFinite(a50) {
		key("m", "tm", "50-day")
	}
	if anyFinite(a200) {
		key("n", "tn", "200-day")
	}
	if label := "volume, to " + volumeText(vmax); vmax > 0 && at+12+labelWidth(label) < f.W {
		fmt.Fprintf(s, `<path class="v" stroke-width="3" d="M%s 16V8M%s 16V11"/>`, num(at+2), num(at+7))
		s.text(at+13, 16, "start", "", label)
	}
	return s.done()
}

func anyFinite(v []float64) bool {
	for _, x := range v {
		if finite(x) {
			return true
		}
	}
	return false
}

func volumeText(v float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1e12, "tn"}, {1e9, "bn"}, {1e6, "m"}, {1e3, "k"}} {
		if v >= u.size {
			return strconv.FormatFloat(v/u.size, 'f', 1, 64) + u.name
		}
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}

// weekly averages the volume of five sessions when there are many.
func weekly(ds []day) []day {
	n := 1
	if len(ds) > 90 {
		n = 5
	}
	var out []day
	for i := 0; i < len(ds); i += n {
		sum, k := 0.0, 0
		for _, d := range ds[i:min(i+n, len(ds))] {
			if finite(d.volume) {
				sum += d.volume
				k++
			}
		}
		w := ds[i]
		w.volume = 0
		if k > 0 {
			w.volume = sum / float64(k)
		}
		out = append(out, w)
	}
	return out
}

// thin keeps at most n points, always the last.
func thin(ds []day, v []float64, n int) (xs, ys []float64) {
	step := max(1, (len(ds)+n-1)/max(n, 1))
	for i := range ds {
		if (len(ds)-1-i)%step == 0 {
			xs = append(xs, ds[i].x)
			ys = append(ys, v[i])
		}
	}
	return xs, ys
}

// dateAxis labels months, quarters or years, as many as have room.
func dateAxis(s *svg, first, last tearsheet.Date, x scale, top, bottom float64) {
	room := int((x.b - x.a) / 58)
	months := (last.Year-first.Year)*12 + int(last.Month) - int(first.Month)
	every := 0
	for _, n := range []int{1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600} {
		if months/n <= max(room, 1) {
			every = n
			break
		}
	}
	if months < 2 || every == 0 {
		s.text(x.a, bottom+15, "start", "", first.String())
		s.text(x.b, bottom+15, "end", "", last.String())
		return
	}
	free := math.Inf(-1)
	m0 := first.Year*12 + int(first.Month) // first month that starts inside
	for m := m0; ; m++ {
		yy, mm := m/12, m%12
		d := tearsheet.DateOf(tearsheet.Date{Year: yy, Month: 1, Day: 1}.UTC().AddDate(0, mm, 0))
		if d.After(last) {
			return
		}
		off := int(d.Month) - 1
		if every <= 12 && off%every != 0 || every > 12 && (off != 0 || d.Year%(every/12) != 0) {
			continue
		}
		px := x.at(x.lo + float64(d.DaysSince(first)))
		if px < x.a || px > x.b {
			continue
		}
		s.vline("g", px, top, bottom)
		label := d.UTC().Format("Jan 06")
		if every >= 12 {
			label = strconv.Itoa(d.Year)
		}
		half := labelWidth(label) / 2
		anchor := "middle"
		if px-half < x.a {
			anchor = "start"
		} else if px+half > x.b+30 {
			anchor = "end"
		}
		if px-half < free {
			continue
		}
		free = px + half + 6
		s.text(px, bottom+15, anchor, "", label)
	}
}

// Drawdown draws how far each close stood below the highest close before it.
func Drawdown(f Frame, p Prices) string {
	f = f.sane()
	ds := p.days()
	if len(ds) < 2 {
		return ""
	}
	dd := make([]float64, len(ds))
	peak, low, at := 0.0, 0.0, 0
	for i, d := range ds {
		peak = math.Max(peak, d.close)
		dd[i] = d.close/peak - 1
		if dd[i] < low {
			low, at = dd[i], i
		}
	}
	last := ds[len(ds)-1]
	ticks, step := roundTicks(math.Min(low*1.1, -0.02), 0, int(f.H/60))
	top, bottom := 18.0, f.H-20
	left, right := 2.0, f.W-52
	y := scale{ticks[0], 0, bottom, top}
	x := scale{ds[0].x, last.x, left, right}
	desc := fmt.Sprintf("Drawdown of %s from its highest close, %s to %s. Deepest %s on %s; now %s.",
		p.Symbol, ds[0].date, last.date, percent(low), ds[at].date, percent(dd[len(dd)-1]))
	s := newSVG(f, "Drawdown of "+p.Symbol, desc)
	for _, t := range ticks {
		if t > step/2 {
			continue
		}
		class := "g"
		if math.Abs(t) < step/2 {
			class = "z"
		}
		s.hline(class, left, right, y.at(t))
		s.axis(right+6, y.at(t), y.at(dd[len(dd)-1]), tickText(math.Round(t*1e6)/1e4, step*100)+"%")
	}
	dateAxis(s, ds[0].date, last.date, x, top, bottom)
	// The deepest day of each bucket, so that troughs survive.
	n := max(1, (len(ds)+int((right-left)/1.6)-1)/int((right-left)/1.6))
	var xs, ys []float64
	for i := 0; i < len(ds); i += n {
		k := i
		for j := i; j < min(i+n, len(ds)); j++ {
			if dd[j] < dd[k] {
				k = j
			}
		}
		xs, ys = append(xs, x.at(ds[k].x)), append(ys, y.at(dd[k]))
	}
	if k := len(ds) - 1; xs[len(xs)-1] < x.at(ds[k].x) {
		xs, ys = append(xs, x.at(ds[k].x)), append(ys, y.at(dd[k]))
	}
	d := line(xs, ys)
	s.path("da", d+"L"+num(xs[len(xs)-1])+" "+num(top)+"L"+num(xs[0])+" "+num(top)+"Z")
	s.path("d", d)
	if low < 0 {
		lx, ly := x.at(ds[at].x), y.at(low)
		label := percent(low) + " on " + ds[at].date.String()
		anchor := "middle"
		half := labelWidth(label) / 2
		if lx-half < left {
			anchor, lx = "start", left
		} else if lx+half > right {
			anchor, lx = "end", right
		}
		s.text(lx, math.Min(ly+13, bottom-2), anchor, "tl b", label)
	}
	s.tag(right+2, y.at(dd[len(dd)-1]), "lt", percent(dd[len(dd)-1]))
	return s.done()
}
