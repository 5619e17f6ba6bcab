// Package chart draws the figures of a report as SVG: deterministic, without
// scripts, fonts or other assets, described for those who cannot see them, in
// colours and marks that the colour-blind can tell apart.
//
// Colours come from the page's style sheet through classes (see CSS), so that a
// figure follows a dark or a printed page. Functions return an empty string
// when the data hold too little to draw.
package chart

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"

	"tearsheet"
)

// CSS styles the figures. It needs the custom properties --ink, --mute, --rule,
// --paper, --accent, --c2, --c3 and --loss of the page.
const CSS = `.fig{display:block;width:100%;height:auto;font-size:11px;fill:var(--mute);font-variant-numeric:tabular-nums}
.fig .g{stroke:var(--rule);stroke-width:.7;fill:none}
.fig .z{stroke:var(--mute);stroke-width:.9;fill:none}
.fig .t{fill:var(--ink)}
.fig .b{font-weight:600}
.fig .a{stroke:var(--accent);stroke-width:1.5;fill:none;stroke-linejoin:round}
.fig .m{stroke:var(--c2);stroke-width:1.3;fill:none;stroke-linejoin:round}
.fig .n{stroke:var(--c3);stroke-width:1.3;fill:none;stroke-linejoin:round;stroke-dasharray:5 3}
.fig .v{stroke:var(--mute);opacity:.45;fill:none}
.fig .ab{fill:var(--accent)}
.fig .al{fill:var(--accent);opacity:.45}
.fig .ta{fill:var(--accent)}
.fig .tm{fill:var(--c2)}
.fig .tn{fill:var(--c3)}
.fig .tl{fill:var(--loss)}
.fig .d{stroke:var(--loss);stroke-width:1.2;fill:none;stroke-linejoin:round}
.fig .da{fill:var(--loss);opacity:.16}
.fig .h{fill:var(--paper)}
.fig .tag{fill:var(--accent)}
.fig .tt{fill:var(--paper);font-weight:600}
.fig .lt{fill:var(--loss)}
.fig .s{stroke:var(--ink);stroke-width:.9;stroke-dasharray:2 3;fill:none}
`

// Frame is the size of a figure in pixels and the prefix of its element ids.
type Frame struct {
	W, H float64
	ID   string
}

func (f Frame) sane() Frame {
	f.W, f.H = math.Max(f.W, 240), math.Max(f.H, 140)
	return f
}

type svg struct {
	strings.Builder
	f Frame
}

func newSVG(f Frame, title, desc string) *svg {
	s := &svg{f: f}
	id := html.EscapeString(f.ID)
	fmt.Fprintf(s, `<svg class="fig" role="img" viewBox="0 0 %s %s" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>`,
		num(f.W), num(f.H), id, id, id, html.EscapeString(title), id, html.EscapeString(desc))
	return s
}

func (s *svg) done() string {
	s.WriteString("</svg>")
	return s.String()
}

func (s *svg) path(class, d string) {
	if d != "" {
		fmt.Fprintf(s, `<path class="%s" d="%s"/>`, class, d)
	}
}

func (s *svg) hline(class string, x1, x2, y float64) {
	s.path(class, "M"+num(x1)+" "+num(y)+"H"+num(x2))
}

func (s *svg) vline(class string, x, y1, y2 float64) {
	s.path(class, "M"+num(x)+" "+num(y1)+"V"+num(y2))
}

// text writes a label; anchor is start, middle or end.
func (s *svg) text(x, y float64, anchor, class, t string) {
	a := ""
	if anchor != "start" {
		a = ` text-anchor="` + anchor + `"`
	}
	c := ""
	if class != "" {
		c = ` class="` + class + `"`
	}
	fmt.Fprintf(s, `<text x="%s" y="%s"%s%s>%s</text>`, num(x), num(y), a, c, html.EscapeString(t))
}

func (s *svg) rect(class string, x, y, w, h float64) {
	fmt.Fprintf(s, `<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>`, class, num(x), num(y), num(math.Max(w, 0)), num(math.Max(h, 0)))
}

// tag is the last value's label on the right-hand axis.
func (s *svg) tag(x, y float64, class, t string) {
	s.rect(class, x, y-7.5, labelWidth(t)+8, 15)
	s.text(x+4, y+4, "start", "tt", t)
}

// axis writes the label of a tick on the right-hand axis unless the tag of the
// last value stands there.
func (s *svg) axis(x, y, tagged float64, t string) {
	if math.Abs(y-tagged) >= 12 {
		s.text(x, y+4, "start", "", t)
	}
}

// labelWidth estimates the width of a label of 11 px figures.
func labelWidth(t string) float64 { return 6.2 * float64(len([]rune(t))) }

// num writes a coordinate to a tenth of a pixel.
func num(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		x = 0
	}
	x = math.Round(x*10) / 10
	if x == 0 {
		x = 0 // not -0
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// line is a path through points; NaN breaks it.
func line(xs, ys []float64) string {
	var b strings.Builder
	pen := false
	for i := range xs {
		if math.IsNaN(ys[i]) {
			pen = false
			continue
		}
		if pen {
			b.WriteByte('L')
		} else {
			b.WriteByte('M')
		}
		pen = true
		b.WriteString(num(xs[i]))
		b.WriteByte(' ')
		b.WriteString(num(ys[i]))
	}
	return b.String()
}

// A scale maps values to pixels.
type scale struct{ lo, hi, a, b float64 }

func (s scale) at(v float64) float64 {
	if s.hi == s.lo {
		return (s.a + s.b) / 2
	}
	return s.a + (v-s.lo)/(s.hi-s.lo)*(s.b-s.a)
}

// roundTicks returns about n round values covering [lo, hi] and their step.
// The first is at or below lo and the last at or above hi.
func roundTicks(lo, hi float64, n int) ([]float64, float64) {
	if !(hi > lo) {
		pad := math.Abs(lo) * 0.05
		if pad == 0 {
			pad = 1
		}
		lo, hi = lo-pad, hi+pad
	}
	raw := (hi - lo) / float64(max(n, 1))
	mag := math.Pow(10, math.Floor(math.Log10(raw)))
	step := mag * 10
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*mag >= raw*0.999 {
			step = m * mag
			break
		}
	}
	var out []float64
	first := math.Floor(lo/step + 1e-9)
	for i := 0.0; i < 40; i++ {
		v := (first + i) * step
		out = append(out, v)
		if v >= hi-step*1e-9 {
			break
		}
	}
	return out, step
}

// tickText writes a round value with no more decimals than its step has, large
// ones with k, m, bn or tn.
func tickText(v, step float64) string {
	if v == 0 {
		return "0"
	}
	suffix := ""
	top := math.Max(math.Abs(v), step)
	for _, u := range []struct {
		size float64
		name string
	}{{1e12, "tn"}, {1e9, "bn"}, {1e6, "m"}, {1e4, "k"}} {
		if top >= u.size {
			size := u.size
			if u.name == "k" {
				size = 1e3
			}
			v, step, suffix = v/size, step/size, u.name
			break
		}
	}
	d := 0
	for d < 6 && math.Abs(step*math.Pow(10, float64(d))-math.Round(step*math.Pow(10, float64(d)))) > 1e-6 {
		d++
	}
	t := strconv.FormatFloat(v, 'f', d, 64)
	if strings.Trim(t, "-0.") == "" {
		return "0"
	}
	t = tearsheet.Grouped(t)
	return strings.Replace(t, "-", "−", 1) + suffix
}

// money writes a value for a label: 1,234.50 or 12.3bn.
func money(v float64) string {
	a := math.Abs(v)
	t := ""
	switch {
	case a >= 1e12:
		t = strconv.FormatFloat(v/1e12, 'f', 1, 64) + "tn"
	case a >= 1e9:
		t = strconv.FormatFloat(v/1e9, 'f', 1, 64) + "bn"
	case a >= 1e6:
		t = strconv.FormatFloat(v/1e6, 'f', 1, 64) + "m"
	case a >= 1e4:
		t = tearsheet.Grouped(strconv.FormatFloat(v, 'f', 0, 64))
	default:
		t = tearsheet.Grouped(strconv.FormatFloat(v, 'f', 2, 64))
	}
	return strings.Replace(t, "-", "−", 1)
}

func percent(v float64) string {
	return strings.Replace(strconv.FormatFloat(v*100, 'f', 1, 64)+"%", "-", "−", 1)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) && math.Abs(v) < 1e300 }

func span(vs ...[]float64) (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range vs {
		for _, x := range v {
			if finite(x) {
				lo, hi = math.Min(lo, x), math.Max(hi, x)
			}
		}
	}
	return lo, hi, hi >= lo
}
