// Package reports renders a tearsheet.Report for the terminal, as Markdown, as
// one self-contained HTML file and as JSON. Every rendering is made from the
// report alone and is byte-stable: no clock, no randomness, no map order.
//
// The three readable renderings share one layout (sheet.go): the renderers
// only decide how a table, a figure or a quotation looks. Text from outside
// (names, headlines, filings, models) is cleaned once, when the layout is made.
package reports

import (
	"fmt"
	"io"
	"strings"

	"tearsheet"
)

// Format is a rendering of a report.
type Format string

// The renderings.
const (
	Text     Format = "text"
	Markdown Format = "md"
	HTML     Format = "html"
	JSON     Format = "json"
)

// Formats lists the renderings in the order help texts show them.
func Formats() []Format { return []Format{Text, Markdown, HTML, JSON} }

// ParseFormat reads a format's name; "markdown" and "txt" are accepted too.
func ParseFormat(s string) (Format, error) {
	switch f := Format(strings.ToLower(strings.TrimSpace(s))); f {
	case Text, Markdown, HTML, JSON:
		return f, nil
	case "txt":
		return Text, nil
	case "markdown":
		return Markdown, nil
	case "htm":
		return HTML, nil
	}
	return "", &tearsheet.Error{Op: "format", Kind: tearsheet.KindInvalid, Subject: fmt.Sprintf("%.40q", s),
		Err:  fmt.Errorf("there is no such report format"),
		Hint: "use text, md, html or json"}
}

// Ext is the usual file name extension of the format, with its dot.
func (f Format) Ext() string {
	if f == Text {
		return ".txt"
	}
	return "." + string(f)
}

// MediaType is the format's media type.
func (f Format) MediaType() string {
	switch f {
	case Markdown:
		return "text/markdown; charset=utf-8"
	case HTML:
		return "text/html; charset=utf-8"
	case JSON:
		return "application/json"
	}
	return "text/plain; charset=utf-8"
}

// Options are the choices a rendering leaves to the reader. They change how the
// report looks and never what it says.
type Options struct {
	// Width is the number of columns of a text rendering; zero means 100. Less
	// than 60 is taken as 60 and more than 140 as 140.
	Width int
	// Color allows ANSI styles in a text rendering.
	Color bool
	// Cite puts the number of its fact after each figure of a text rendering and
	// lists all facts. Markdown and HTML always cite.
	Cite bool
}

// Render writes the report in a format.
func Render(w io.Writer, r *tearsheet.Report, f Format, o Options) error {
	if r == nil {
		return &tearsheet.Error{Op: "render", Kind: tearsheet.KindInvalid, Err: fmt.Errorf("there is no report")}
	}
	var b []byte
	var err error
	switch f {
	case Text:
		b = renderText(layOut(r), o)
	case Markdown:
		b = renderMarkdown(layOut(r))
	case HTML:
		b, err = renderHTML(layOut(r))
	case JSON:
		b, err = renderJSON(r)
	default:
		_, err = ParseFormat(string(f))
		if err == nil {
			err = fmt.Errorf("format %q is not canonical; use ParseFormat", f)
		}
	}
	if err != nil {
		return fmt.Errorf("render %s: %w", f, err)
	}
	_, err = w.Write(b)
	return err
}
