package files

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// scan is a pull reader of JSON text in memory. It copies nothing but strings
// with escapes, which lets companyfacts be read at memory speed. Nesting is
// limited; errors name the byte.
type scan struct {
	b     []byte
	i     int
	depth int
}

const maxDepth = 64

func (s *scan) errf(format string, args ...any) error {
	return fmt.Errorf("byte %d: %s", s.i, fmt.Sprintf(format, args...))
}

// found describes what stands at the current byte.
func (s *scan) found() string {
	if s.i >= len(s.b) {
		return "the end of the file"
	}
	return quoted(s.b[s.i:min(s.i+12, len(s.b))])
}

func (s *scan) space() {
	for s.i < len(s.b) {
		switch s.b[s.i] {
		case ' ', '\n', '\t', '\r':
			s.i++
		default:
			return
		}
	}
}

// peek is the first byte of the next value, 0 at the end.
func (s *scan) peek() byte {
	s.space()
	if s.i >= len(s.b) {
		return 0
	}
	return s.b[s.i]
}

// object calls fn at the value of every key; fn must consume the value.
func (s *scan) object(fn func(key []byte) error) error {
	if s.peek() != '{' {
		return s.errf("expected an object, found %s", s.found())
	}
	if s.depth++; s.depth > maxDepth {
		return s.errf("nested more than %d deep", maxDepth)
	}
	s.i++
	if s.peek() == '}' {
		s.i++
		s.depth--
		return nil
	}
	for {
		if s.peek() != '"' {
			return s.errf("expected a key, found %s", s.found())
		}
		key, err := s.str()
		if err != nil {
			return err
		}
		if s.peek() != ':' {
			return s.errf("expected ':' after key %s, found %s", quoted(key), s.found())
		}
		s.i++
		if err := fn(key); err != nil {
			return err
		}
		switch s.peek() {
		case ',':
			s.i++
		case '}':
			s.i++
			s.depth--
			return nil
		default:
			return s.errf("expected ',' or '}', found %s", s.found())
		}
	}
}

// array calls fn at every element; fn must consume it.
func (s *scan) array(fn func(n int) error) error {
	if s.peek() != '[' {
		return s.errf("expected a list, found %s", s.found())
	}
	if s.depth++; s.depth > maxDepth {
		return s.errf("nested more than %d deep", maxDepth)
	}
	s.i++
	if s.peek() == ']' {
		s.i++
		s.depth--
		return nil
	}
	for n := 0; ; n++ {
		if err := fn(n); err != nil {
			return err
		}
		switch s.peek() {
		case ',':
			s.i++
		case ']':
			s.i++
			s.depth--
			return nil
		default:
			return s.errf("expected ',' or ']', found %s", s.found())
		}
	}
}

// str reads a string; the bytes are valid until the text is dropped.
func (s *scan) str() ([]byte, error) {
	if s.peek() != '"' {
		return nil, s.errf("expected a string, found %s", s.found())
	}
	from := s.i + 1
	for i := from; i < len(s.b); i++ {
		switch c := s.b[i]; {
		case c == '"':
			s.i = i + 1
			return s.b[from:i], nil
		case c == '\\':
			return s.escaped(from, i)
		case c < ' ':
			s.i = i
			return nil, s.errf("a control character in a string")
		}
	}
	s.i = len(s.b)
	return nil, s.errf("a string does not end; the file is cut short")
}

func (s *scan) escaped(from, i int) ([]byte, error) {
	out := append([]byte(nil), s.b[from:i]...)
	for i < len(s.b) {
		c := s.b[i]
		switch {
		case c == '"':
			s.i = i + 1
			return out, nil
		case c < ' ':
			s.i = i
			return nil, s.errf("a control character in a string")
		case c != '\\':
			out = append(out, c)
			i++
			continue
		}
		if i+1 >= len(s.b) {
			break
		}
		e := s.b[i+1]
		i += 2
		if e != 'u' {
			p := bytes.IndexByte([]byte(`"\/bfnrt`), e)
			if p < 0 {
				s.i = i - 1
				return nil, s.errf("unknown escape %s", quoted([]byte{'\\', e}))
			}
			out = append(out, "\"\\/\b\f\n\r\t"[p])
			continue
		}
		r, ok := hex4(s.b, i)
		if !ok {
			s.i = i
			return nil, s.errf("a broken \\u escape")
		}
		i += 4
		if r >= 0xD800 && r < 0xDC00 && i+6 <= len(s.b) && s.b[i] == '\\' && s.b[i+1] == 'u' {
			if lo, ok := hex4(s.b, i+2); ok && lo >= 0xDC00 && lo < 0xE000 {
				r = (r-0xD800)<<10 + (lo - 0xDC00) + 0x10000
				i += 6
			}
		}
		out = utf8.AppendRune(out, r) // a lone surrogate becomes U+FFFD
	}
	s.i = len(s.b)
	return nil, s.errf("a string does not end; the file is cut short")
}

func hex4(b []byte, i int) (rune, bool) {
	if i+4 > len(b) {
		return 0, false
	}
	v, err := strconv.ParseUint(string(b[i:i+4]), 16, 32)
	return rune(v), err == nil
}

// num reads the text of a number.
func (s *scan) num() ([]byte, error) {
	c := s.peek()
	if c != '-' && (c < '0' || c > '9') {
		return nil, s.errf("expected a number, found %s", s.found())
	}
	from := s.i
	for s.i < len(s.b) {
		switch c := s.b[s.i]; {
		case c >= '0' && c <= '9', c == '-', c == '+', c == '.', c == 'e', c == 'E':
			s.i++
		default:
			return s.b[from:s.i], nil
		}
	}
	return s.b[from:s.i], nil
}

// null consumes a null and says whether there was one.
func (s *scan) null() bool {
	if s.peek() == 'n' && bytes.HasPrefix(s.b[s.i:], []byte("null")) {
		s.i += 4
		return true
	}
	return false
}

// text reads a string, or "" for null.
func (s *scan) text() (string, error) {
	if s.null() {
		return "", nil
	}
	b, err := s.str()
	return string(b), err
}

// float reads a number, or 0 for null.
func (s *scan) float() (float64, error) {
	if s.null() {
		return 0, nil
	}
	b, err := s.num()
	if err != nil {
		return 0, err
	}
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return 0, s.errf("%s is not a number", quoted(b))
	}
	return v, nil
}

// integer reads a whole number, also one written as a string, or 0 for null.
func (s *scan) integer() (int64, error) {
	if s.null() {
		return 0, nil
	}
	var b []byte
	var err error
	if s.peek() == '"' {
		b, err = s.str()
	} else {
		b, err = s.num()
	}
	if err != nil {
		return 0, err
	}
	v, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil {
		return 0, s.errf("%s is not a whole number", quoted(b))
	}
	return v, nil
}

// skip passes over one value of any kind.
func (s *scan) skip() error {
	switch c := s.peek(); {
	case c == '{':
		return s.object(func([]byte) error { return s.skip() })
	case c == '[':
		return s.array(func(int) error { return s.skip() })
	case c == '"':
		_, err := s.str()
		return err
	case c == '-' || (c >= '0' && c <= '9'):
		_, err := s.num()
		return err
	}
	for _, w := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(s.b[s.i:], []byte(w)) {
			s.i += len(w)
			return nil
		}
	}
	return s.errf("expected a value, found %s", s.found())
}

// end checks that nothing follows the value.
func (s *scan) end() error {
	if s.peek() != 0 || s.i < len(s.b) {
		return s.errf("text after the end of the JSON value: %s", s.found())
	}
	return nil
}
