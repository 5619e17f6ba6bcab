package files

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"tearsheet"
)

// layoutFile is the name of a folder's own layout.
const layoutFile = "tearsheet.yaml"

// maxLayout bounds a layout file in bytes.
const maxLayout = 1 << 20

//go:embed default.yaml
var defaultYAML []byte

// bundled is the default layout, parsed once.
var bundled = sync.OnceValues(func() (layout, error) {
	l, errs := parseLayout(defaultYAML)
	if len(errs) == 0 {
		errs = l.check()
	}
	if len(errs) > 0 {
		return l, &tearsheet.Error{Op: "files.layout", Kind: tearsheet.KindInternal, Subject: "default.yaml", Err: errors.Join(errs...)}
	}
	return l, nil
})

// openLayout is the bundled layout with the folder's own laid over it.
func openLayout(f folder) (layout, error) {
	base, err := bundled()
	if err != nil {
		return layout{}, err
	}
	stored, st, ok, err := f.find(layoutFile)
	switch {
	case err != nil:
		return layout{}, err
	case !ok:
		return base, nil
	case st.Size() > maxLayout:
		return layout{}, f.invalid("files.layout", stored, "a layout file is a page of text", "the file is %d bytes; the limit is %d", st.Size(), maxLayout)
	}
	b, err := f.read(context.Background(), stored)
	if err != nil {
		return layout{}, err
	}
	own, errs := parseLayout(b.data)
	if len(errs) > 0 {
		return layout{}, f.layoutError(stored, errs)
	}
	merged := base.over(own)
	if errs := merged.check(); len(errs) > 0 {
		return layout{}, f.layoutError(layoutFile, errs)
	}
	return merged, nil
}

func (f folder) layoutError(name string, errs []error) error {
	lines := make([]string, len(errs))
	for i, e := range errs {
		lines[i] = e.Error()
	}
	sep := "\n  "
	if len(lines) == 1 {
		sep = ""
	}
	return f.invalid("files.layout", name, "the keys are described in tools/files/default.yaml and docs; correct each line named",
		"%s%s", sep, strings.Join(lines, sep))
}

// parseLayout decodes strictly: every unknown or doubled key and every value of
// the wrong kind is an error with its line.
func parseLayout(b []byte) (l layout, errs []error) {
	defer func() {
		if r := recover(); r != nil { // the YAML parser is foreign code reading foreign text
			l, errs = layout{}, []error{fmt.Errorf("not YAML the parser can read: %v", r)}
		}
	}()
	file, err := parser.ParseBytes(b, 0)
	if err != nil {
		return l, []error{fmt.Errorf("not YAML: %s", plain(err))}
	}
	if len(file.Docs) > 1 {
		return l, []error{errors.New("more than one YAML document; give one")}
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return l, nil
	}
	errs = fill(file.Docs[0].Body, reflect.ValueOf(&l).Elem(), "")
	return l, errs
}

// fill decodes a node into v, naming the line of every mistake. It knows the few
// kinds of value a layout has.
func fill(n ast.Node, v reflect.Value, at string) (errs []error) {
	bad := func(n ast.Node, format string, args ...any) []error {
		return append(errs, fmt.Errorf("line %d: %s %s", line(n), orTop(at), fmt.Sprintf(format, args...)))
	}
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return nil
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		return bad(n, "uses an anchor, alias or tag, which layouts do not; write the value out")
	case *ast.MappingValueNode:
		return fillMap(n, []*ast.MappingValueNode{n}, v, at)
	case *ast.MappingNode:
		return fillMap(n, n.Values, v, at)
	case *ast.SequenceNode:
		if v.Kind() != reflect.Slice {
			return bad(n, "must not be a list")
		}
		v.Set(reflect.MakeSlice(v.Type(), len(n.Values), len(n.Values)))
		for i, item := range n.Values {
			errs = append(errs, fill(item, v.Index(i), fmt.Sprintf("%s[%d]", at, i+1))...)
		}
		return errs
	}
	text, ok := scalar(n)
	if !ok {
		return bad(n, "has a value of a kind that layouts do not use")
	}
	switch to := v.Addr().Interface().(type) {
	case *tearsheet.Date:
		d, err := tearsheet.ParseDate(text)
		if err != nil {
			return bad(n, "%v", err)
		}
		*to = d
		return nil
	case *ratio:
		r, err := parseRatio(text)
		if err != nil {
			return bad(n, "%v", err)
		}
		*to = r
		return nil
	}
	var err error
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		if text != "true" && text != "false" {
			return bad(n, "must be true or false, not %s", quoted(text))
		}
		v.SetBool(text == "true")
	case reflect.Int:
		var i int64
		if i, err = strconv.ParseInt(text, 10, 64); err == nil {
			v.SetInt(i)
		}
	case reflect.Uint64:
		var u uint64
		if u, err = strconv.ParseUint(text, 10, 64); err == nil {
			v.SetUint(u)
		}
	case reflect.Float64:
		var f float64
		if f, err = strconv.ParseFloat(text, 64); err == nil {
			v.SetFloat(f)
		}
	case reflect.Slice:
		return bad(n, "must be a list")
	default:
		return bad(n, "must be a map")
	}
	if err != nil {
		return bad(n, "must be a number, not %s", quoted(text))
	}
	return nil
}

func fillMap(n ast.Node, values []*ast.MappingValueNode, v reflect.Value, at string) (errs []error) {
	t := v.Type()
	if !(t.Kind() == reflect.Map || (t.Kind() == reflect.Struct && t != dateType)) {
		return []error{fmt.Errorf("line %d: %s must be a single value or a list, not a map", line(n), orTop(at))}
	}
	if t.Kind() == reflect.Map {
		v.Set(reflect.MakeMapWithSize(t, len(values)))
	}
	seen := map[string]bool{}
	for _, kv := range values {
		key := kv.Key.GetToken().Value
		if seen[key] {
			errs = append(errs, fmt.Errorf("line %d: %s is given twice", line(kv.Key), join(at, key)))
			continue
		}
		seen[key] = true
		if t.Kind() == reflect.Map {
			item := reflect.New(t.Elem()).Elem()
			errs = append(errs, fill(kv.Value, item, join(at, key))...)
			v.SetMapIndex(reflect.ValueOf(key), item)
			continue
		}
		f := fieldByTag(t, key)
		if f == nil {
			hint := ""
			if at == "" && slices.Contains(programSections, key) {
				hint = " (this looks like the program's own configuration: a data folder's " + layoutFile + " is another file)"
			}
			errs = append(errs, fmt.Errorf("line %d: %s is not a known key; %s has %s%s", line(kv.Key), quoted(join(at, key)), orTop(at), strings.Join(tags(t), ", "), hint))
			continue
		}
		errs = append(errs, fill(kv.Value, v.FieldByIndex(f.Index), join(at, key))...)
	}
	return errs
}

// programSections are keys of the program's configuration, which has the same
// usual file name.
var programSections = []string{"data", "llm", "rag", "cache", "store", "engine", "gate", "budget", "server", "schedule", "notify", "telemetry"}

// scalar is the text of a single value.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return strings.TrimSpace(n.Value.Value), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

var dateType = reflect.TypeFor[tearsheet.Date]()

func line(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}

func join(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

func orTop(at string) string {
	if at == "" {
		return "the layout"
	}
	return at
}

func fieldByTag(t reflect.Type, key string) *reflect.StructField {
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("yaml") == key {
			return &f
		}
	}
	return nil
}

func tags(t reflect.Type) (out []string) {
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("yaml"); tag != "" {
			out = append(out, tag)
		}
	}
	return out
}

// yamlAt is how the YAML parser writes a place.
var yamlAt = regexp.MustCompile(`^\[([0-9]+):[0-9]+\] `)

// plain is a YAML error on one line, without the quoted source.
func plain(err error) string {
	s, _, _ := strings.Cut(err.Error(), "\n")
	return yamlAt.ReplaceAllString(s, "line $1: ")
}

// over lays own over l: sections that are given replace, maps by symbol merge.
func (l layout) over(own layout) layout {
	set := func(dst, src any) {
		d, s := reflect.ValueOf(dst).Elem(), reflect.ValueOf(src)
		if !s.IsZero() {
			d.Set(s)
		}
	}
	l = l.cloned()
	set(&l.Version, own.Version)
	set(&l.Currency, own.Currency)
	set(&l.Prices, own.Prices)
	set(&l.Dividends.Path, own.Dividends.Path)
	set(&l.Dividends.Basis, own.Dividends.Basis)
	set(&l.Dividends.None, own.Dividends.None)
	set(&l.Dividends.Columns, own.Dividends.Columns)
	l.Dividends.Known = mergeMaps(l.Dividends.Known, own.Dividends.Known)
	l.Splits = mergeMaps(l.Splits, own.Splits)
	l.Securities = mergeMaps(l.Securities, own.Securities)
	set(&l.Tickers, own.Tickers)
	set(&l.Facts, own.Facts)
	set(&l.Submissions.Path, own.Submissions.Path)
	set(&l.Submissions.Pages, own.Submissions.Pages)
	set(&l.Filings, own.Filings)
	set(&l.Chains, own.Chains)
	set(&l.News, own.News)
	set(&l.Rates, own.Rates)
	return l
}

// cloned copies the lists that check writes to, so that layouts share nothing
// mutable.
func (l layout) cloned() layout {
	l.Prices, l.Facts, l.Filings = slices.Clone(l.Prices), slices.Clone(l.Facts), slices.Clone(l.Filings)
	l.Chains, l.News, l.Rates = slices.Clone(l.Chains), slices.Clone(l.News), slices.Clone(l.Rates)
	l.Splits = maps.Clone(l.Splits)
	for sym, list := range l.Splits {
		l.Splits[sym] = slices.Clone(list)
	}
	return l
}

func mergeMaps[V any](base, own map[string]V) map[string]V {
	out := maps.Clone(base)
	if out == nil {
		out = map[string]V{}
	}
	maps.Copy(out, own)
	return out
}
