package rag

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tearsheet"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// quill is a company that does not exist.
var quill = tearsheet.Security{
	ID: tearsheet.SecurityID{Symbol: "QUIL"}, Name: "Quillworks Corp.", Currency: "USD",
	Issuer: &tearsheet.Issuer{CIK: 1234567, Name: "Quillworks Corp."},
}

const quillHead = `<?xml version='1.0' encoding='ASCII'?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/>
<style>.ghost { display : none } p{margin:0}</style><script>var x = "Item 9. Script text that is never read";</script></head><body>
<div style="display:none"><ix:header><ix:hidden><ix:nonNumeric contextRef="c-1" name="dei:EntityCentralIndexKey">0001234567</ix:nonNumeric>
<ix:nonNumeric contextRef="c-1" name="dei:DocumentType">10-K</ix:nonNumeric></ix:hidden><ix:resources>
<xbrli:context id="c-1"><xbrli:entity><xbrli:identifier scheme="http://www.sec.gov/CIK">0001234567</xbrli:identifier>
<xbrli:segment><xbrldi:explicitMember dimension="srt:ProductOrServiceAxis">quil:PensMember</xbrldi:explicitMember></xbrli:segment></xbrli:entity>
<xbrli:period><xbrli:startDate>2024-01-01</xbrli:startDate><xbrli:endDate>2024-12-31</xbrli:endDate></xbrli:period></xbrli:context>
</ix:resources></ix:header></div>`

const quillContents = `<p>Table of Contents</p><table>
<tr><td>Part I</td></tr>
<tr><td><a href="#i1">Item 1.</a></td><td><a href="#i1">Business</a></td><td><a href="#i1">3</a></td></tr>
<tr><td><a href="#i1a">Item 1A.</a></td><td><a href="#i1a">Risk Factors</a></td><td>5</td></tr>
<tr><td>Item 7.</td><td>Management&#8217;s Discussion and Analysis of Financial Condition and Results of Operations</td><td>9</td></tr>
<tr><td>Item 7A.</td><td>Quantitative and Qualitative Disclosures About Market Risk</td><td>12</td></tr>
<tr><td>Item 8.</td><td>Financial Statements and Supplementary Data</td><td>13</td></tr>
<tr><td>Item 15.</td><td>Exhibits</td><td>30</td></tr></table>`

const footer = `<div>Quillworks Corp. | 2024 Form 10-K | %d</div><hr style="page-break-after:always"/><div>Table of Contents</div>`

// quill10K is a small annual report with what annual reports have.
func quill10K() string {
	var b strings.Builder
	b.WriteString(quillHead)
	b.WriteString("<p>Annual report of Quillworks Corp. See Item 7 for our results.</p>" + quillContents)
	page := 1
	turn := func() { fmt.Fprintf(&b, footer, page); page++ }
	para := func(n int, s string) {
		for i := range n {
			fmt.Fprintf(&b, "<p>%s Paragraph %d of this part says more about it in a plain way.</p>\n", s, i)
		}
	}
	turn()
	b.WriteString(`<p>PART I</p><div id="i1"><b>Item 1. Business</b></div>`)
	para(12, "Quillworks makes fountain pens and ink for schools and offices in three countries.")
	b.WriteString("<p>Item 7 of this report explains the results of the year in more detail than we give here, as does our web site.</p>")
	turn()
	b.WriteString(`<div id="i1a"><b>Item&nbsp;1A.&#160;Risk Factors</b></div>`)
	para(10, "A shortage of iridium for nibs could harm our supply chain and adversely affect sales.")
	b.WriteString("<p>The price of resin depends on the price of oil, which rose in the year and</p>")
	turn()
	b.WriteString("<p>may rise again before the contracts end.</p>")
	para(4, "Competitors sell ballpoints at a lower price.")
	turn()
	b.WriteString(`<p>PART II</p><div><b>ITEM 7. MANAGEMENT&rsquo;S DISCUSSION AND ANALYSIS</b></div>`)
	para(8, "Demand for ink grew in schools while offices bought less.")
	b.WriteString(`<p>The following table shows net sales by product (dollars in millions):</p>
<table><tr><td></td><td colspan="3">Years ended December 31,</td><td></td><td colspan="3"></td></tr>
<tr><td></td><td colspan="3">2024</td><td></td><td colspan="3">2023</td></tr>
<tr><td>Pens</td><td>$</td><td><ix:nonFraction unitRef="usd" contextRef="c-1" decimals="-6" name="us-gaap:Revenues" scale="6" id="f-1">1,234</ix:nonFraction></td><td></td><td></td><td>$</td><td>1,100</td><td></td></tr>
<tr><td>Ink &amp; refills</td><td></td><td>(56</td><td>)</td><td></td><td></td><td>78.5</td><td>%</td></tr>
<tr><td>Total net sales</td><td>$</td><td>1,178</td><td></td><td></td><td>$</td><td>&#8212;</td><td></td></tr></table>`)
	b.WriteString("<p>Item 7A. Quantitative and Qualitative Disclosures About Market Risk</p>")
	para(4, "A change of exchange rates by ten percent changes income by two million dollars.")
	turn()
	b.WriteString("<table><tr><td><b>Item 8.</b></td><td><b>Financial Statements and Supplementary Data</b></td></tr></table>")
	para(6, "The balance sheet and the statements of income follow the accounting rules.")
	b.WriteString("<p><b>Note 1 &#8211; Summary of Policies</b></p>")
	para(5, "Revenue is recognised when the pens are delivered.")
	b.WriteString("<p><b>Note 2 &#8211; Segments</b></p>")
	para(5, "The company has one reportable segment, writing instruments.")
	turn()
	b.WriteString("<p><b>Item 15. Exhibits</b></p><p>Exhibit 3.1 Articles</p><p>SIGNATURES</p><p>Pursuant to the requirements of the Act ...</p></body></html>")
	return b.String()
}

func parseString(tb testing.TB, form, s string) *Document {
	tb.Helper()
	d, err := Parse(tb.Context(), form, []byte(s))
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func filing(acc, form string, year int) tearsheet.Filing {
	return tearsheet.Filing{
		Accession: tearsheet.Accession(acc), CIK: quill.Issuer.CIK, Form: form,
		Filed: tearsheet.Date{Year: year, Month: time.February, Day: 10}, Period: tearsheet.Date{Year: year - 1, Month: time.December, Day: 31},
		URL: "https://example.org/" + acc + ".htm",
	}
}

// open serves documents by accession; "error" in a text fails.
func open(docs map[string]string) func(context.Context, tearsheet.Filing) ([]byte, error) {
	return func(_ context.Context, f tearsheet.Filing) ([]byte, error) {
		s, ok := docs[string(f.Accession)]
		if !ok {
			return nil, errors.New("no such file")
		}
		return []byte(s), nil
	}
}
