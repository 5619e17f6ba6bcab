package rag

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// MaxDocument bounds the size of a document; the largest 10-Ks are under 30 MB.
const MaxDocument = 100 << 20

var errNotText = errors.New("the document is not text")

// decode returns the document as UTF-8. EDGAR serves ASCII, UTF-8 and, for old
// filings, Windows-1252 without saying so.
func decode(b []byte) ([]byte, error) {
	if len(b) > MaxDocument {
		return nil, fmt.Errorf("the document has %d bytes; the limit is %d", len(b), MaxDocument)
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return nil, errors.New("the document is empty")
	}
	var enc encoding.Encoding
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		enc = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b = b[3:]
	}
	if enc == nil {
		head := b[:min(len(b), 4096)]
		for _, magic := range []string{"\x1f\x8b", "PK\x03\x04", "%PDF-", "\x89PNG", "\xff\xd8\xff", "BZh", "\xfd7zXZ"} {
			if bytes.HasPrefix(head, []byte(magic)) {
				return nil, fmt.Errorf("%w: it starts with %q", errNotText, magic)
			}
		}
		if n := bytes.Count(head, []byte{0}); n > 8 {
			return nil, fmt.Errorf("%w: it holds zero bytes", errNotText)
		}
		if utf8.Valid(b) {
			return b, nil
		}
		enc = charmap.Windows1252
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	return bytes.ToValidUTF8(out, []byte(" ")), nil
}
