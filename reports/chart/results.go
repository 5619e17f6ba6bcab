package chart

import (
	"fmt"
	"math"
	"strings"
)

// Results are a company's reported years, oldest first. NaN is not available.
type Results struct {
	Name, Currency   string
	Labels           []string // FY2024A, TTM
	Revenue          []float64
	Gross, Operating []float64 // margins, fractions
	Net              []float64
}

// Revenue draws revenue as bars under the margins as lines.
func Revenue(f Frame, r Results) string {
	f = f.sane()
	n := min(len(r.Labels), len(r.Revenue), len(r.Gross), len(r.Operating), len(r.Net))
	if n == 0 {
		return ""
	}
	clean := func(v []float64) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = math.NaN()
			if finite(v[i]) {
				out[i] = v[i]
			}
		}
		return out
	}
	rev := clean(r.Revenue)
	series := []struct {
		name, class, tclass string
		v                   []float64
	}{
		{"gross", "a", "ta", clean(r.Gross)},
		{"operating", "m", "tm", clean(r.Operating)},
		{"net", "n", "tn", clean(r.Net)},
	}
	mlo, mhi, margins := span(series[0].v, series[1].v, series[2].v)
	rlo, rhi, bars := span(rev)
	if !margins && !bars {
		return ""
	}
	left, right := 2.0, f.W-52
	top, bottom := 34.0, f.H-20
	split := top + (bottom-top)*0.46
	switch {
	case !margins:
		split = top - 12
	case !bars:
		split = bottom
	}
	slot := (right - left) / float64(n)
	mid := func(i int) float64 { return left + slot*(float64(i)+0.5) }

	var desc strings.Builder
	fmt.Fprintf(&desc, "Revenue of %s in %s:", r.Name, r.Currency)
	for i := range n {
		if finite(rev[i]) {
			fmt.Fprintf(&desc, " %s %s;", r.Labels[i], money(rev[i]))
		} else {
			fmt.Fprintf(&desc, " %s not available;", r.Labels[i])
		}
	}
	for _, m := range series {
		for i := n - 1; i >= 0; i-- {
			if finite(m.v[i]) {
				fmt.Fprintf(&desc, " %s margin %s in %s;", m.name, percent(m.v[i]), r.Labels[i])
				break
			}
		}
	}
	s := newSVG(f, "Revenue and margins of "+r.Name, strings.TrimSuffix(desc.String(), ";")+".")

	if margins {
		if mhi > 0 && mlo > 0 {
			mlo = math.Max(0, mlo-(mhi-mlo)*0.15)
			if mlo < 0.1 {
				mlo = 0
			}
		}
		ticks, step := roundTicks(mlo, mhi, max(2, int((split-top)/34)))
		y := scale{ticks[0], ticks[len(ticks)-1], split - 10, top}
		for _, t := range ticks {
			class := "g"
			if math.Abs(t) < step*1e-6 {
				class = "z"
			}
			s.hline(class, left, right, y.at(t))
			s.text(right+6, y.at(t)+4, "start", "", tickText(math.Round(t*1e8)/1e6, math.Round(step*1e8)/1e6)+"%")
		}
		at := left
		s.text(at, 16, "start", "t b", "margins")
		at += labelWidth("margins") + 10
		for k, m := range series {
			if !anyFinite(m.v) {
				continue
			}
			xs, ys := make([]float64, n), make([]float64, n)
			for i := range n {
				xs[i], ys[i] = mid(i), y.at(m.v[i])
			}
			s.path(m.class, line(xs, ys))
			for i := range n {
				if finite(m.v[i]) {
					marker(s, k, m.tclass, xs[i], ys[i])
				}
			}
			s.hline(m.class, at, at+16, 12)
			marker(s, k, m.tclass, at+8, 12)
			s.text(at+20, 16, "start", m.tclass, m.name)
			at += 20 + labelWidth(m.name) + 10
		}
	}
	if bars {
		ticks, step := roundTicks(math.Min(rlo, 0), math.Max(rhi, 0), max(1, int((bottom-split)/44)))
		y := scale{ticks[0], ticks[len(ticks)-1], bottom, split + 20}
		for _, t := range ticks {
			class := "g"
			if math.Abs(t) < step*1e-6 {
				class = "z"
			}
			s.hline(class, left, right, y.at(t))
			s.text(right+6, y.at(t)+4, "start", "", tickText(t, step))
		}
		w := math.Min(slot*0.56, 56)
		for i := range n {
			if !finite(rev[i]) {
				s.text(mid(i), y.at(0)-4, "middle", "", "N/A")
				continue
			}
			a, b := y.at(math.Max(rev[i], 0)), y.at(math.Min(rev[i], 0))
			class := "ab"
			if r.Labels[i] == "TTM" {
				class = "al"
			}
			s.rect(class, mid(i)-w/2, a, w, math.Max(b-a, 0.8))
			if label := money(rev[i]); labelWidth(label) < slot+4 {
				s.text(mid(i), a-4, "middle", "t", label)
			}
		}
		s.text(left, split+12, "start", "t b", "revenue, "+r.Currency)
	}
	for i := range n {
		label := r.Labels[i]
		if labelWidth(label) > slot-7 {
			label = strings.TrimSuffix(strings.Replace(label, "FY20", "’", 1), "A")
		}
		s.text(mid(i), bottom+15, "middle", "", label)
	}
	return s.done()
}

// marker draws the k-th kind of mark: circle, square, triangle.
func marker(s *svg, k int, class string, x, y float64) {
	switch k % 3 {
	case 0:
		fmt.Fprintf(s, `<circle class="%s" cx="%s" cy="%s" r="2.6"/>`, class, num(x), num(y))
	case 1:
		s.rect(class, x-2.4, y-2.4, 4.8, 4.8)
	default:
		s.path(class, "M"+num(x)+" "+num(y-3.2)+"L"+num(x+3)+" "+num(y+2.4)+"H"+num(x-3)+"Z")
	}
}

// Term is the smile of one expiry: implied volatilities at strikes, ascending.
type Term struct {
	Label   string
	Strikes []float64
	Vols    []float64
}

// Smile draws implied volatility against strike for up to three expiries, with
// the spot price.
func Smile(f Frame, symbol, currency string, spot float64, terms []Term) string {
	f = f.sane()
	var use []Term
	var ks, vs [][]float64
	for _, t := range terms {
		var c Term
		c.Label = t.Label
		for i := range min(len(t.Strikes), len(t.Vols)) {
			if finite(t.Strikes[i]) && finite(t.Vols[i]) && t.Strikes[i] > 0 && t.Vols[i] > 0 {
				c.Strikes, c.Vols = append(c.Strikes, t.Strikes[i]), append(c.Vols, t.Vols[i])
			}
		}
		if len(c.Strikes) > 1 && len(use) < 3 {
			use = append(use, c)
			ks, vs = append(ks, c.Strikes), append(vs, c.Vols)
		}
	}
	if len(use) == 0 {
		return ""
	}
	klo, khi, _ := span(ks...)
	vlo, vhi, _ := span(vs...)
	ticks, step := roundTicks(vlo, vhi, max(2, int(f.H/60)))
	left, right, top, bottom := 2.0, f.W-44, 34.0, f.H-20
	y := scale{ticks[0], ticks[len(ticks)-1], bottom, top}
	pad := (khi - klo) * 0.02
	x := scale{klo - pad, khi + pad, left, right}
	desc := fmt.Sprintf("Implied volatility of options on %s by strike in %s, %s to %s, between %s and %s.", symbol, currency,
		money(klo), money(khi), percent(vlo), percent(vhi))
	if finite(spot) && spot > 0 {
		desc += " Spot " + money(spot) + "."
	}
	s := newSVG(f, "Volatility smile of "+symbol, desc)
	for _, t := range ticks {
		s.hline("g", left, right, y.at(t))
		s.text(right+6, y.at(t)+4, "start", "", tickText(math.Round(t*1e8)/1e6, math.Round(step*1e8)/1e6)+"%")
	}
	kt, kstep := roundTicks(klo, khi, max(2, int((right-left)/80)))
	for _, t := range kt {
		if t < klo-pad || t > khi+pad {
			continue
		}
		px := x.at(t)
		s.vline("g", px, top, bottom)
		label := tickText(t, kstep)
		anchor := "middle"
		if px-labelWidth(label)/2 < left {
			anchor = "start"
		}
		s.text(px, bottom+15, anchor, "", label)
	}
	if spot >= klo && spot <= khi {
		px := x.at(spot)
		s.vline("s", px, top-6, bottom)
		anchor, dx := "start", 4.0
		if px > (left+right)/2 {
			anchor, dx = "end", -4
		}
		s.text(px+dx, top+4, anchor, "t", "spot "+money(spot))
	}
	classes := [][2]string{{"a", "ta"}, {"m", "tm"}, {"n", "tn"}}
	at := left
	for k, t := range use {
		xs, ys := make([]float64, len(t.Strikes)), make([]float64, len(t.Strikes))
		for i := range t.Strikes {
			xs[i], ys[i] = x.at(t.Strikes[i]), y.at(t.Vols[i])
		}
		s.path(classes[k][0], line(xs, ys))
		if len(xs) <= 60 {
			for i := range xs {
				marker(s, k, classes[k][1], xs[i], ys[i])
			}
		}
		if at+20+labelWidth(t.Label) > f.W {
			continue
		}
		s.hline(classes[k][0], at, at+16, 12)
		marker(s, k, classes[k][1], at+8, 12)
		s.text(at+20, 16, "start", classes[k][1], t.Label)
		at += 20 + labelWidth(t.Label) + 12
	}
	return s.done()
}
