package rag

import (
	"strings"
	"testing"
	"time"
)

// TestHostileInputIsLinear reads inputs made to be slow, each a few megabytes,
// and holds them to a time that anything quadratic would miss by far.
func TestHostileInputIsLinear(t *testing.T) {
	const n = 200_000
	for name, s := range map[string]string{
		"unclosed":      "<html>" + strings.Repeat("<div><p>", n) + "x",
		"stray ends":    "<html>" + strings.Repeat("<b>", 3000) + strings.Repeat("</i></div></table>", n) + "x",
		"mixed ends":    "<html><i>" + strings.Repeat("<b></i><i>", n) + "x",
		"cells":         "<html><table>" + strings.Repeat("<tr><td rowspan=200 colspan=200>1<td>2", n) + "</table>x",
		"tables":        "<html>" + strings.Repeat("<table><tr><td>x", n),
		"items":         "<html>" + strings.Repeat("<p>Item 1. Business</p><p>Item 7. Discussion and Analysis</p>", n/4),
		"notes":         "<html><p>Item 8. Financial Statements</p>" + strings.Repeat("<p>Note 1. Alpha</p><p>Note 2. Beta</p>", n/4),
		"entities":      "<html><p>" + strings.Repeat("&#x41;&bogus;&amp", n),
		"attributes":    "<html><p " + strings.Repeat("style='display:none' ", n/2) + ">x</p>y",
		"rules":         "<html><style>" + strings.Repeat(".a,.b{display:none}", n) + "</style><p class='" + strings.Repeat("q ", n) + "'>x</p>",
		"one paragraph": "<html><p>" + strings.Repeat("word. ", n) + "</p>",
		"pages":         "<html>" + strings.Repeat("<p>foot and</p><hr style='page-break-after:always'><p>head goes on and on without an end to the sentence of the page, on and</p>", n/8),
		"facts":         "<html>" + strings.Repeat("<ix:nonFraction name='a' contextRef='c'>", n) + "1",
		"text":          strings.Repeat("ITEM 1. BUSINESS  1  2\n", n),
		"text table":    "<TABLE>\n" + strings.Repeat("Label ....  1  2\n", n),
		"comment":       "<html><p>x</p><!--" + strings.Repeat("- -", n),
		"long line":     strings.Repeat("a b  c ", n),
	} {
		start := time.Now()
		d, err := Parse(t.Context(), "10-K", []byte(s))
		if err == nil {
			d.Chunks()
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %d bytes took %s", name, len(s), took)
		} else {
			t.Logf("%s: %d bytes, %s, %v", name, len(s), took, err)
		}
	}
}

func TestDocumentTooLarge(t *testing.T) {
	if _, err := Parse(t.Context(), "10-K", make([]byte, MaxDocument+1)); err == nil {
		t.Error("no error")
	}
}
