package chart_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"tearsheet"
	"tearsheet/reports/chart"
)

var frame = chart.Frame{W: 520, H: 280, ID: "f"}

func prices(n int, at func(i int) float64) chart.Prices {
	p := chart.Prices{Symbol: "ABC", Currency: "USD"}
	d := tearsheet.Date{Year: 2020, Month: 1, Day: 2}
	for i := range n {
		p.Dates = append(p.Dates, d)
		p.Close = append(p.Close, at(i))
		p.Volume = append(p.Volume, float64(1000+i))
		d = d.AddDays(1)
	}
	return p
}

// check parses a figure and refuses coordinates outside of its frame, labels
// that stick out and anything that is not a number.
func check(t *testing.T, svg string) {
	t.Helper()
	if svg == "" {
		t.Fatal("nothing drawn")
	}
	if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
		t.Error("the figure holds NaN or Inf")
	}
	d := xml.NewDecoder(strings.NewReader(svg))
	var w, h, x float64
	anchor, inText := "", false
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not XML: %v", err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			attr := map[string]string{}
			for _, a := range e.Attr {
				attr[a.Name.Local] = a.Value
			}
			inText = e.Name.Local == "text"
			switch e.Name.Local {
			case "svg":
				if attr["role"] != "img" || attr["aria-labelledby"] != "f-t f-d" {
					t.Errorf("role %q, labelled by %q", attr["role"], attr["aria-labelledby"])
				}
				if _, err := fmt.Sscanf(attr["viewBox"], "0 0 %g %g", &w, &h); err != nil {
					t.Fatal(err)
				}
			case "text":
				x, _ = strconv.ParseFloat(attr["x"], 64)
				y, _ := strconv.ParseFloat(attr["y"], 64)
				anchor = attr["text-anchor"]
				if y < 0 || y > h {
					t.Errorf("a label at y %g", y)
				}
			case "rect", "circle":
				for k, v := range attr {
					if f, err := strconv.ParseFloat(v, 64); k != "class" && (err != nil || f < -1 || f > w+1) {
						t.Errorf("<%s %s=%q>", e.Name.Local, k, v)
					}
				}
			case "path":
				for _, n := range strings.FieldsFunc(attr["d"], func(r rune) bool { return strings.ContainsRune("MLHVZ ", r) }) {
					if f, err := strconv.ParseFloat(n, 64); err != nil || f < -1 || f > w+1 {
						t.Fatalf("path coordinate %q", n)
					}
				}
			}
		case xml.CharData:
			if inText {
				n := 5.6 * float64(len([]rune(string(e))))
				lo, hi := x, x+n
				switch anchor {
				case "middle":
					lo, hi = x-n/2, x+n/2
				case "end":
					lo, hi = x-n, x
				}
				if lo < -3 || hi > w+3 {
					t.Errorf("label %q runs from %.0f to %.0f of %.0f", e, lo, hi, w)
				}
			}
			inText = false
		}
	}
}

func TestPriceAndDrawdown(t *testing.T) {
	for name, p := range map[string]chart.Prices{
		"long":       prices(2500, func(i int) float64 { return 100 + 20*math.Sin(float64(i)/90) + float64(i)/50 }),
		"two":        prices(2, func(i int) float64 { return 10 + float64(i) }),
		"short":      prices(40, func(i int) float64 { return 10 + float64(i%7) }),
		"flat":       prices(400, func(int) float64 { return 12.5 }),
		"tiny":       prices(300, func(i int) float64 { return 1e-6 * float64(1+i%5) }),
		"huge":       prices(300, func(i int) float64 { return 1e15 * float64(1+i%5) }),
		"with holes": prices(300, func(i int) float64 { return []float64{10, math.NaN(), -3, math.Inf(1), 11}[i%5] }),
		"crash":      prices(300, func(i int) float64 { return 1000 / float64(1+i*i) }),
	} {
		t.Run(name, func(t *testing.T) {
			for _, f := range []chart.Frame{frame, {W: 330, H: 220, ID: "f"}, {W: 0, H: 0, ID: "f"}} {
				check(t, chart.Price(f, p))
				check(t, chart.Drawdown(f, p))
				p.Volume = nil
				check(t, chart.Price(f, p))
			}
			if chart.Price(frame, p) != chart.Price(frame, p) {
				t.Error("two drawings differ")
			}
		})
	}
	for name, p := range map[string]chart.Prices{
		"none":      {},
		"one":       prices(1, func(int) float64 { return 1 }),
		"negative":  prices(50, func(int) float64 { return -1 }),
		"no dates":  {Close: []float64{1, 2, 3}},
		"same days": {Dates: make([]tearsheet.Date, 3), Close: []float64{1, 2, 3}},
	} {
		if chart.Price(frame, p) != "" || chart.Drawdown(frame, p) != "" {
			t.Errorf("%s: something drawn", name)
		}
	}
}

func TestRevenue(t *testing.T) {
	nan := math.NaN()
	five := []string{"FY2020A", "FY2021A", "FY2022A", "FY2023A", "FY2024A", "TTM"}
	for name, r := range map[string]chart.Results{
		"usual":      {Labels: five, Revenue: []float64{3e9, 3.4e9, 3.7e9, 3.6e9, 4e9, 4.1e9}, Gross: []float64{.5, .51, .52, .5, .55, .56}, Operating: []float64{.1, .2, .2, .1, .2, .2}, Net: []float64{.1, .1, .1, .1, .1, .1}},
		"bank":       {Labels: five[:2], Revenue: []float64{9e8, 9.5e8}, Gross: []float64{nan, nan}, Operating: []float64{nan, nan}, Net: []float64{.3, .31}},
		"loss":       {Labels: five[:3], Revenue: []float64{0, 1e6, 7e6}, Gross: []float64{nan, .2, .4}, Operating: []float64{nan, -87, -14}, Net: []float64{nan, -93, -15}},
		"negative":   {Labels: five[:2], Revenue: []float64{-5e6, 2e6}, Gross: []float64{nan, nan}, Operating: []float64{-.3, -.2}, Net: []float64{-.3, -.2}},
		"only bars":  {Labels: five[:2], Revenue: []float64{5, 6}, Gross: []float64{nan, nan}, Operating: []float64{nan, nan}, Net: []float64{nan, nan}},
		"only lines": {Labels: five[:2], Revenue: []float64{nan, nan}, Gross: []float64{.2, .3}, Operating: []float64{nan, nan}, Net: []float64{nan, nan}},
		"zero":       {Labels: five[:1], Revenue: []float64{0}, Gross: []float64{0}, Operating: []float64{0}, Net: []float64{0}},
		"huge":       {Labels: five[:2], Revenue: []float64{1e15, 9.9e15}, Gross: []float64{1, 1}, Operating: []float64{1, 1}, Net: []float64{1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, chart.Revenue(frame, r))
			check(t, chart.Revenue(chart.Frame{W: 330, H: 240, ID: "f"}, r))
		})
	}
	if chart.Revenue(frame, chart.Results{Labels: []string{"FY2024A"}, Revenue: []float64{nan}, Gross: []float64{nan}, Operating: []float64{nan}, Net: []float64{nan}}) != "" {
		t.Error("something drawn from nothing")
	}
}

func TestSmile(t *testing.T) {
	u := chart.Term{Label: "2025-03-21", Strikes: []float64{90, 95, 100, 105, 110}, Vols: []float64{.35, .31, .29, .28, .29}}
	flat := chart.Term{Label: "flat", Strikes: []float64{90, 110}, Vols: []float64{.3, .3}}
	bad := chart.Term{Label: "bad", Strikes: []float64{90, math.NaN(), 100}, Vols: []float64{math.NaN(), .3, -1}}
	for name, ts := range map[string][]chart.Term{"one": {u}, "four": {u, flat, u, u}, "flat": {flat}, "with bad": {bad, u}} {
		t.Run(name, func(t *testing.T) {
			for _, spot := range []float64{100, 90, 110, 0, 500, math.NaN()} {
				check(t, chart.Smile(frame, "ABC", "USD", spot, ts))
			}
		})
	}
	if chart.Smile(frame, "ABC", "USD", 100, []chart.Term{bad}) != "" {
		t.Error("something drawn from nothing")
	}
}

func TestForeignTextIsEscaped(t *testing.T) {
	p := prices(100, func(i int) float64 { return float64(i + 1) })
	p.Symbol, p.Currency = `<script>"&`, `</svg>`
	f := frame
	check(t, chart.Price(f, p))
	if s := chart.Price(f, p); strings.Contains(s, "<script") || strings.Count(s, "</svg>") != 1 {
		t.Error("text is not escaped")
	}
}
