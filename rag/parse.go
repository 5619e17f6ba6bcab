package rag

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
)

// Parse reads a filing: the main document of it in HTML, or the plain text or
// SGML submission of an older one. form says which items to look for, "10-K";
// empty takes what the document states. Parse takes time and memory in
// proportion to the size of src and stops when ctx ends.
func Parse(ctx context.Context, form string, src []byte) (*Document, error) {
	text, err := decode(src)
	if err != nil {
		return nil, err
	}
	d := &draft{doc: &Document{}}
	parts, err := submission(d.doc, text)
	if err != nil {
		return nil, err
	}
	for i, p := range parts {
		if i > 0 {
			d.breakPage()
		}
		if isHTML(p) {
			err = readHTML(ctx, p, d)
		} else {
			err = readText(ctx, p, d)
		}
		if err != nil {
			return nil, err
		}
	}
	doc := d.doc
	if len(doc.Blocks) == 0 {
		return nil, errors.New("the document has no visible text")
	}
	if form == "" {
		form = doc.Form
	}
	doc.contextCIKs()
	if formOf(form) != nil {
		doc.markFurniture()
		doc.joinPages()
	}
	doc.findSections(formOf(form))
	doc.findNotes()
	if d.hidden != nil {
		doc.checkHidden(string(d.hidden))
	}
	const odd = 500
	if d.unseen > odd {
		doc.warn(fmt.Sprintf("%d characters that do not show were dropped", d.unseen))
	}
	return doc, ctx.Err()
}

// isHTML reports whether a document is marked up beyond the few SGML tags of
// old plain-text filings.
func isHTML(b []byte) bool {
	head := bytes.ToLower(b[:min(len(b), 64<<10)])
	for _, t := range []string{"<html", "<!doctype html", "<body", "<div", "<p>", "<p ", "<font", "<td", "<span"} {
		if bytes.Contains(head, []byte(t)) {
			return true
		}
	}
	return false
}

// submission returns the documents of an SGML submission that we read: the
// main one and the annual report to shareholders (EX-13). A single document
// comes back as it is.
func submission(doc *Document, b []byte) ([][]byte, error) {
	head := b[:min(len(b), 64<<10)]
	if !bytes.Contains(head, []byte("<DOCUMENT>")) {
		readHeader(doc, head[:sgmlEnd(head)])
		return [][]byte{b}, nil
	}
	first := bytes.Index(b, []byte("<DOCUMENT>"))
	readHeader(doc, b[:first])
	var parts [][]byte
	const limit = 1000
	for n := 0; n < limit; n++ {
		i := bytes.Index(b, []byte("<DOCUMENT>"))
		if i < 0 {
			break
		}
		b = b[i+len("<DOCUMENT>"):]
		end := bytes.Index(b, []byte("</DOCUMENT>"))
		if end < 0 {
			end = len(b)
		}
		body := b[:end]
		b = b[end:]
		kind := strings.ToUpper(line(body, "<TYPE>"))
		if n > 0 && !strings.HasPrefix(kind, "EX-13") {
			continue
		}
		if doc.Form == "" {
			doc.Form = kind
		}
		if t := bytes.Index(body, []byte("<TEXT>")); t >= 0 {
			body = body[t+len("<TEXT>"):]
		}
		parts = append(parts, bytes.TrimSuffix(bytes.TrimSpace(body), []byte("</TEXT>")))
	}
	if len(parts) == 0 {
		return nil, errors.New("the submission holds no document")
	}
	return parts, nil
}

func sgmlEnd(head []byte) int {
	if i := bytes.Index(head, []byte("</SEC-HEADER>")); i >= 0 {
		return i
	}
	return 0
}

// readHeader takes the filers and the form from an SGML header.
func readHeader(doc *Document, head []byte) {
	for l := range bytes.Lines(head) {
		k, v, ok := bytes.Cut(bytes.TrimSpace(l), []byte(":"))
		if !ok {
			continue
		}
		switch string(k) {
		case "CENTRAL INDEX KEY":
			doc.addCIK(string(bytes.TrimSpace(v)))
		case "CONFORMED SUBMISSION TYPE":
			doc.Form = strings.ToUpper(string(bytes.TrimSpace(v)))
		}
	}
}

// line returns what follows key to the end of its line.
func line(b []byte, key string) string {
	b = b[:min(len(b), 4096)]
	i := bytes.Index(b, []byte(key))
	if i < 0 {
		return ""
	}
	b = b[i+len(key):]
	if j := bytes.IndexAny(b, "\r\n<"); j >= 0 {
		b = b[:j]
	}
	return strings.TrimSpace(string(b))
}
