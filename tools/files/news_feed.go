package files

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"strings"
	"time"

	"tearsheet"
)

const (
	maxFeed      = 16 << 20 // bytes of a feed
	maxFeedDepth = 32       // nesting of elements
	maxFeedItems = 10_000
	maxFeedText  = 64 << 10 // bytes of text in one element
)

// parseFeed reads an RSS 2.0, RSS 1.0 or Atom feed, whatever its prefixes. Entity
// declarations are not expanded, and size, nesting and text are limited. Items
// without a title or a time of publication are left out.
func parseFeed(body []byte) ([]tearsheet.Article, error) {
	if len(body) > maxFeed {
		return nil, fmt.Errorf("the feed is %d MB; the limit is %d", len(body)>>20, maxFeed>>20)
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.CharsetReader = charset
	var out []tearsheet.Article
	var item *tearsheet.Article
	var path []string
	var text strings.Builder
	var updated time.Time
	root := ""
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("not well-formed XML: %w", err)
		}
		switch t := tok.(type) {
		case xml.Directive:
			if bytes.Contains(bytes.ToUpper(t), []byte("ENTITY")) {
				return nil, errors.New("the feed declares entities, which no news feed needs")
			}
		case xml.StartElement:
			if len(path) >= maxFeedDepth {
				return nil, fmt.Errorf("elements are nested more than %d deep", maxFeedDepth)
			}
			if root == "" {
				if root = t.Name.Local; root != "rss" && root != "feed" && root != "RDF" {
					return nil, fmt.Errorf("the root element %s is not that of an RSS or Atom feed", quoted(root))
				}
			}
			path = append(path, t.Name.Local)
			text.Reset()
			switch t.Name.Local {
			case "item", "entry":
				if item == nil {
					item, updated = &tearsheet.Article{}, time.Time{}
				}
			case "link":
				if href := attr(t, "href"); item != nil && href != "" && item.URL == "" {
					item.URL = href
				}
			}
		case xml.CharData:
			if text.Len()+len(t) > maxFeedText {
				return nil, fmt.Errorf("element %s holds more than %d kB of text", quoted(strings.Join(path, "/")), maxFeedText>>10)
			}
			text.Write(t)
		case xml.EndElement:
			if len(path) == 0 || path[len(path)-1] != t.Name.Local {
				return nil, fmt.Errorf("not well-formed XML: unexpected </%s> at byte %d", clip(t.Name.Local, 40), d.InputOffset())
			}
			path = path[:len(path)-1]
			v := strings.TrimSpace(text.String())
			text.Reset()
			if item == nil {
				continue
			}
			switch t.Name.Local {
			case "item", "entry":
				if item.Published.IsZero() {
					item.Published = updated
				}
				if item.Title != "" && !item.Published.IsZero() {
					if item.ID == "" {
						item.ID = storyID(*item)
					}
					if len(out) == maxFeedItems {
						return nil, fmt.Errorf("the feed has more than %d items", maxFeedItems)
					}
					out = append(out, *item)
				}
				item = nil
			case "title":
				set(&item.Title, clip(plainText(v), 512))
			case "description", "summary", "content", "encoded":
				set(&item.Summary, clip(plainText(v), maxSummary))
			case "guid", "id":
				set(&item.ID, clip(v, 512))
			case "link":
				set(&item.URL, clip(v, 2048))
			case "source", "creator", "publisher":
				set(&item.Publisher, clip(plainText(v), 128))
			case "pubDate", "published", "date":
				if item.Published.IsZero() {
					item.Published = feedTime(v)
				}
			case "updated":
				updated = feedTime(v)
			}
		}
	}
	switch {
	case root == "":
		return nil, errors.New("the file holds no XML element")
	case len(path) > 0:
		return nil, fmt.Errorf("the feed ends inside <%s>; it is cut short", path[len(path)-1])
	}
	return out, nil
}

func set(to *string, v string) {
	if *to == "" {
		*to = v
	}
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return clip(a.Value, 2048)
		}
	}
	return ""
}

// plainText drops markup from a title or summary.
func plainText(s string) string {
	if strings.Contains(s, "<") {
		s = htmlTag.ReplaceAllString(s, " ")
	}
	return strings.Join(strings.Fields(html.UnescapeString(s)), " ")
}

// feedTime reads the times feeds use; zero when it is none.
func feedTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339, time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST",
		"2 Jan 2006 15:04:05 -0700", "Mon, 02 Jan 2006 15:04 -0700", "2006-01-02T15:04:05Z0700"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if name, off := t.Zone(); off == 0 && name != "UTC" && name != "GMT" && name != "" && name != "Z" {
			// Go does not know the offset of a named zone such as EST.
			h, ok := map[string]int{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "UT": 0}[name]
			if !ok {
				return time.Time{}
			}
			t = t.Add(-time.Duration(h) * time.Hour)
		}
		return t.UTC()
	}
	return time.Time{}
}

// storyID makes an id for a story without one.
func storyID(a tearsheet.Article) string {
	sum := sha256.Sum256([]byte(a.URL + "\x00" + a.Title + "\x00" + a.Published.UTC().Format(time.RFC3339)))
	return "N" + hex.EncodeToString(sum[:8])
}

// charset reads the single-byte encodings old feeds declare.
func charset(label string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return r, nil
	case "iso-8859-1", "latin1", "windows-1252", "cp1252":
		b, err := io.ReadAll(io.LimitReader(r, maxFeed+1))
		if err != nil {
			return nil, err
		}
		var out strings.Builder
		for _, c := range b {
			out.WriteRune(rune(c)) // windows-1252 differs in 27 marks only
		}
		return strings.NewReader(out.String()), nil
	}
	return nil, fmt.Errorf("encoding %s is not supported; use UTF-8", quoted(label))
}
