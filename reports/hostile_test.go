package reports_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"golang.org/x/net/html"

	"tearsheet"
	"tearsheet/reports"
)

const nasty = "\x1b[31mEvil\x1b[0m \x1b]8;;http://x.example\x07link\x1b]8;;\x07 <script>alert(1)</script>\u202eRTL\u2066 | pipe `code` [x](javascript:alert(1)) ![i](http://x.example/a.png) <img src=x onerror=alert(1)> \"quote' &amp; $a$ \x00\r\n# head\u200b\U000e0041 *b* _i_ www.x.example a@x.example"

// poison replaces every string of a report by text, except those that must stay
// what they are for the value to marshal.
func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), text)
		}
	case reflect.Struct:
		switch v.Interface().(type) {
		case tearsheet.Date, tearsheet.Value:
			return
		}
		if v.Type().PkgPath() == "time" {
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				poison(v.Field(i), text)
			}
		}
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[json.RawMessage]() {
			if v.Len() > 0 {
				b, _ := json.Marshal(text)
				v.SetBytes(b)
			}
			return
		}
		for i := range v.Len() {
			poison(v.Index(i), text)
		}
	case reflect.String:
		switch v.Type() {
		case reflect.TypeFor[tearsheet.FactID](), reflect.TypeFor[tearsheet.Rating](), reflect.TypeFor[tearsheet.GateDecision](),
			reflect.TypeFor[tearsheet.Severity](), reflect.TypeFor[tearsheet.ClaimKind](), reflect.TypeFor[tearsheet.Quality](), reflect.TypeFor[tearsheet.Right]():
			return
		}
		v.SetString(text)
	}
}

func hostileReport() *tearsheet.Report {
	r := fullReport()
	poison(reflect.ValueOf(r).Elem(), nasty)
	r.Schema = tearsheet.ReportSchema
	return r
}

func TestHostileTextIsInert(t *testing.T) {
	r := hostileReport()
	for _, o := range []reports.Options{{}, {Width: 60, Cite: true}, {Width: 140}} {
		out := render(t, r, reports.Text, o)
		checkPlain(t, out)
		checkWidth(t, out, o.Width)
	}
	md := render(t, r, reports.Markdown, reports.Options{})
	checkPlain(t, md)
	live := regexp.MustCompile(`\\[!-/:-@[-\x60{-~]`).ReplaceAllString(md, "") // without what is escaped
	for _, bad := range []string{"<script", "<img", "](javascript", "![", " https://", " http://", "\n# head"} {
		if strings.Contains(live, bad) {
			t.Errorf("the Markdown holds %q", bad)
		}
	}
	page := render(t, r, reports.HTML, reports.Options{})
	checkPlain(t, page)
	checkPage(t, page)
}

// checkPlain refuses control characters, escapes and invisible reordering marks.
func checkPlain(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Error("not UTF-8")
	}
	for _, r := range s {
		if r != '\n' && (unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200b || r >= 0xe0000) {
			t.Fatalf("the output holds U+%04X", r)
		}
	}
}

func checkWidth(t *testing.T, s string, w int) {
	t.Helper()
	if w == 0 {
		w = 100
	}
	for i, l := range strings.Split(s, "\n") {
		if n := lipgloss.Width(l); n > w {
			t.Errorf("line %d is %d columns wide, more than %d: %q", i+1, n, w, l)
			return
		}
	}
}

// checkPage parses a page and refuses what should not be in it: scripts,
// handlers, remote assets, duplicate ids, links to nowhere, undescribed images,
// a policy that does not fit the style.
func checkPage(t *testing.T, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, links := map[string]bool{}, []string{}
	var policy, style string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "iframe", "object", "embed", "link", "base", "form", "img", "image", "use", "foreignObject", "input", "animate", "set":
			t.Errorf("the page holds a <%s>", n.Data)
		case "style":
			style += n.FirstChild.Data
		case "svg":
			if n.FirstChild == nil || n.FirstChild.Data != "title" || n.FirstChild.NextSibling.Data != "desc" {
				t.Error("a figure has no title and description")
			}
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src", a.Key == "srcdoc":
				t.Errorf("<%s> has attribute %s", n.Data, a.Key)
			case a.Key == "id":
				if ids[a.Val] {
					t.Errorf("id %q is given twice", a.Val)
				}
				ids[a.Val] = true
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				links = append(links, a.Val[1:])
			case a.Key == "href" && !strings.HasPrefix(a.Val, "https://"):
				t.Errorf("link to %q", a.Val)
			case a.Key == "content" && strings.Contains(a.Val, "default-src"):
				policy = a.Val
			case a.Key == "d" && strings.ContainsAny(a.Val, "NnIi"), strings.Contains(a.Val, "NaN"):
				t.Errorf("<%s %s> is not a path: %.60s", n.Data, a.Key, a.Val)
			}
		}
	}
	for _, l := range links {
		if !ids[l] {
			t.Errorf("link to #%s leads nowhere", l)
		}
	}
	sum := sha256.Sum256([]byte(style))
	if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
		t.Errorf("policy %q does not allow the style %s", policy, want)
	}
	if strings.Contains(style, "url(") || strings.Contains(style, "@import") {
		t.Error("the style loads something")
	}
}

func TestPages(t *testing.T) {
	for name, r := range fixtures() {
		t.Run(name, func(t *testing.T) {
			page := render(t, r, reports.HTML, reports.Options{})
			checkPage(t, page)
			if len(page) > 400_000 {
				t.Errorf("the page has %d bytes, more than 400 kB", len(page))
			}
			for _, w := range []int{0, 60, 61, 79, 80, 100, 120, 140} {
				for _, cite := range []bool{false, true} {
					checkWidth(t, render(t, r, reports.Text, reports.Options{Width: w, Cite: cite}), w)
				}
			}
			color := render(t, r, reports.Text, reports.Options{Color: true})
			if !strings.Contains(color, "\x1b[") {
				t.Error("no colour when asked for")
			}
			checkWidth(t, color, 100)
			plain := render(t, r, reports.Text, reports.Options{})
			checkPlain(t, plain)
			if got := strip(color); got != plain {
				t.Error("colour changes the words")
			}
		})
	}
}

func strip(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == 0x1b {
			for i < len(s) && s[i] != 'm' {
				i++
			}
			continue
		}
		b.WriteByte(s[i])
	}
	var lines []string
	for _, l := range strings.Split(b.String(), "\n") {
		lines = append(lines, strings.TrimRight(l, " "))
	}
	return strings.Join(lines, "\n")
}

// TestEveryFigureOfThePageHasItsFact: each fact that a section cites is linked.
func TestEveryFigureOfThePageHasItsFact(t *testing.T) {
	r := fullReport()
	page := render(t, r, reports.HTML, reports.Options{})
	md := render(t, r, reports.Markdown, reports.Options{})
	text := render(t, r, reports.Text, reports.Options{Cite: true})
	for _, f := range r.Facts {
		id := string(f.ID)
		if !strings.Contains(page, `<tr id="`+id+`"`) {
			t.Errorf("fact %s (%s) is not in the annex of the page", id, f.Concept)
		}
		if !strings.Contains(text, id) {
			t.Errorf("fact %s (%s) is not in the text", id, f.Concept)
		}
	}
	for name, c := range map[string]tearsheet.Cites{"market": r.Market.Cites, "technical": r.Technical.Cites, "risk": r.Risk.Cites,
		"options": r.Options.Cites, "fiscal": r.Fundamental.Annual[4].Cites} {
		for k, id := range c {
			switch k {
			case "cash", "total_debt", "total_liabilities": // in net debt and equity
				continue
			}
			if !strings.Contains(page, `href="#`+string(id)+`"`) {
				t.Errorf("%s.%s: its figure does not link to its fact", name, k)
			}
		}
	}
	for _, want := range []string{"$187.42[^F", "[^F1]: ", "19.2%[^F"} {
		if !strings.Contains(md, want) {
			t.Errorf("the Markdown lacks %q", want)
		}
	}
}

func TestExtremes(t *testing.T) {
	for name, edit := range map[string]func(*tearsheet.Report){
		"nothing":     func(r *tearsheet.Report) { *r = tearsheet.Report{} },
		"long symbol": func(r *tearsheet.Report) { r.Symbol = strings.Repeat("ABC", 10); r.Name = strings.Repeat("Name", 100) },
		"wide letters": func(r *tearsheet.Report) {
			r.Name = strings.Repeat("株式会社", 40)
			r.Thesis.Summary = strings.Repeat("日本語", 300)
		},
		"negative": func(r *tearsheet.Report) {
			for i := range r.Fundamental.Annual {
				y := &r.Fundamental.Annual[i]
				y.Equity, y.Revenue, y.NetIncome = p(-4e9), p(0), p(-1e9)
			}
		},
		"huge": func(r *tearsheet.Report) {
			for i := range r.Fundamental.Annual {
				y := &r.Fundamental.Annual[i]
				y.Revenue, y.NetIncome, y.Assets, y.RevenueGrowth = p(1e15), p(-1e15), p(9.99e15), p(1e6)
			}
			r.Market.MarketCap, r.Market.Price, r.Market.Shares = p(1e15), 1e15, p(1e15)
			for i := range r.Market.History.Close {
				r.Market.History.Close[i] *= 1e13
			}
			r.Risk.MaxDrawdown, r.Technical.SMA20 = p(-1e15), p(-1e15)
			r.Recommendation.TargetPrice = p(1e15)
		},
		"flat":       func(r *tearsheet.Report) { fill(r.Market.History.Close, 10) },
		"bad prices": func(r *tearsheet.Report) { fill(r.Market.History.Close, -1) },
		"one price":  func(r *tearsheet.Report) { r.Market.History.Dates = r.Market.History.Dates[:1] },
		"two prices": func(r *tearsheet.Report) { r.Market.History.Dates = r.Market.History.Dates[:2] },
		"short": func(r *tearsheet.Report) {
			r.Market.History.Dates = r.Market.History.Dates[:30]
			r.Market.History.Volume = nil
		},
		"nil cells":   func(r *tearsheet.Report) { nilPointers(reflect.ValueOf(r).Elem()) },
		"no cites":    func(r *tearsheet.Report) { r.Facts = nil },
		"odd ids":     func(r *tearsheet.Report) { r.Facts[0].ID = `F"><script>`; r.Market.Cites["price"] = `F"><script>` },
		"cited twice": func(r *tearsheet.Report) { r.Facts = append(r.Facts, r.Facts...) },
		"cycle": func(r *tearsheet.Report) {
			r.Facts[0].From, r.Facts[1].From = []tearsheet.FactID{r.Facts[1].ID}, []tearsheet.FactID{r.Facts[0].ID}
		},
		"many": func(r *tearsheet.Report) {
			for i := range 200 {
				f := r.Facts[i%20]
				f.ID = tearsheet.FactID(fmt.Sprintf("F%016x", i))
				r.Facts = append(r.Facts, f)
				r.Thesis.Bull = append(r.Thesis.Bull, tearsheet.Claim{Text: strings.Repeat("word ", 30), Cites: []tearsheet.FactID{f.ID}})
				r.Sentiment.Stories = append(r.Sentiment.Stories, r.Sentiment.Stories[0])
				r.Validation.Findings = append(r.Validation.Findings, r.Validation.Findings[0])
				r.Reasoning.Steps = append(r.Reasoning.Steps, r.Reasoning.Steps[0])
				r.Passages = append(r.Passages, r.Passages[0])
			}
		},
		"one word": func(r *tearsheet.Report) { poison(reflect.ValueOf(r).Elem(), strings.Repeat("x", 500)) },
	} {
		t.Run(name, func(t *testing.T) {
			r := fullReport()
			edit(r)
			page := render(t, r, reports.HTML, reports.Options{})
			checkPage(t, page)
			checkPlain(t, page)
			checkPlain(t, render(t, r, reports.Markdown, reports.Options{}))
			for _, o := range []reports.Options{{Width: 60}, {Width: 60, Cite: true}, {Width: 100, Cite: true}, {Width: 10000}, {Width: -5}} {
				out := render(t, r, reports.Text, o)
				checkPlain(t, out)
				checkWidth(t, out, max(60, min(140, o.Width)))
			}
		})
	}
}

func fill(v []float64, x float64) {
	for i := range v {
		v[i] = x
	}
}

// nilPointers sets every pointer to a number in a report to nil.
func nilPointers(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.Type() == reflect.TypeFor[*float64]() {
			v.SetZero()
		} else if !v.IsNil() {
			nilPointers(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				nilPointers(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			nilPointers(v.Index(i))
		}
	}
}

// TestRandomText renders reports full of random text.
func TestRandomText(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	alphabet := []string{"a", "B", "7", " ", "|", "<", ">", "&", "\"", "'", "`", "*", "_", "[", "]", "(", ")", "\\", "\x1b", "[31m", "]0;", "\x07", "\x9b", "\u202e", "é", "株", "👩‍💻", "\u0301", "\n", "\r", "\t", "\x00", "\xff", "\u2028", "{{", "}}", "</style>", "-->", "#", "=", "+", "@", "://", "%", "$", "!"}
	for range 40 {
		var b strings.Builder
		for range 1 + rnd.IntN(60) {
			b.WriteString(alphabet[rnd.IntN(len(alphabet))])
		}
		r := fullReport()
		poison(reflect.ValueOf(r).Elem(), b.String())
		page := render(t, r, reports.HTML, reports.Options{})
		checkPage(t, page)
		checkPlain(t, page)
		checkPlain(t, render(t, r, reports.Markdown, reports.Options{}))
		out := render(t, r, reports.Text, reports.Options{Width: 60 + rnd.IntN(80), Cite: true})
		checkPlain(t, out)
		if t.Failed() {
			t.Fatalf("text %q", b.String())
		}
	}
}

func TestVerdictWords(t *testing.T) {
	for d, want := range map[tearsheet.GateDecision]string{tearsheet.AutoApproved: "AUTO-APPROVED", tearsheet.Approved: "APPROVED", tearsheet.Pending: "NOT APPROVED",
		tearsheet.Blocked: "NOT APPROVED", tearsheet.Rejected: "NOT APPROVED", "": "NOT APPROVED", "odd": "NOT APPROVED"} {
		r := gapsReport()
		r.Gate.Decision = d
		if out := render(t, r, reports.Text, reports.Options{}); !strings.Contains(out, want+" ") || strings.Contains(out, "NOT APPROVED") != strings.HasPrefix(want, "NOT") {
			t.Errorf("%q does not read %s", d, want)
		}
	}
}

func TestParseFormat(t *testing.T) {
	for in, want := range map[string]reports.Format{"text": "text", "TXT": "text", " md ": "md", "markdown": "md", "html": "html", "json": "json"} {
		if got, err := reports.ParseFormat(in); err != nil || got != want {
			t.Errorf("ParseFormat(%q) = %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "pdf", "docx", strings.Repeat("x", 1000), "\x1b[31m"} {
		if _, err := reports.ParseFormat(in); err == nil {
			t.Errorf("ParseFormat(%q) succeeds", in)
		}
	}
}

// TestEachFieldLinks cites a fact for each number of each section under its
// JSON name and looks for the link, so that a renamed field is noticed.
func TestEachFieldLinks(t *testing.T) {
	unshown := map[string]bool{"volume": true, "range_position": true, "ema_12": true, "ema_26": true,
		"days": true, "rate": true, "contracts": true, "usable": true, "parity_pairs": true,
		"diluted_shares": true, "total_liabilities": true, "cash": true, "total_debt": true}
	r := fullReport()
	want := map[string]tearsheet.FactID{}
	cite := func(name string, section any) {
		v := reflect.ValueOf(section).Elem()
		cites := tearsheet.Cites{}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch f.Type.String() {
			case "float64", "*float64", "int", "int64":
			default:
				continue
			}
			if unshown[key] && (name != "portfolio" || key != "cash") {
				continue
			}
			id := tearsheet.FactID(fmt.Sprintf("Fe%04d", len(want)))
			r.Facts = append(r.Facts, tearsheet.Fact{ID: id, Concept: tearsheet.Concept(name + ":" + key), Value: tearsheet.Num(dec(1)), Unit: tearsheet.Pure})
			cites[key], want[name+"."+key] = id, id
		}
		v.FieldByName("Cites").Set(reflect.ValueOf(cites))
	}
	cite("market", r.Market)
	cite("technical", r.Technical)
	cite("sentiment", r.Sentiment)
	cite("options", r.Options)
	cite("term", &r.Options.Expiries[0])
	cite("risk", r.Risk)
	cite("portfolio", r.Portfolio)
	cite("fiscal", &r.Fundamental.Annual[4])
	page := render(t, r, reports.HTML, reports.Options{})
	for name, id := range want {
		if !strings.Contains(page, `href="#`+string(id)+`"`) {
			t.Errorf("%s does not link to its fact", name)
		}
	}
}
