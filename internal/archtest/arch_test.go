// Package archtest holds the import law as a test: which room of the house may
// use which, which vendor library lives where, and what may not be called below
// the doors.
package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// law reads "a, b < c, d": c and d may import a and b, besides the standard
// library and what the rooms on the left of their other lines allow. A name ends
// in /* when it stands for the folders below it. A room may import itself and its
// sub-folders' test helpers nowhere but in tests.
const law = `
	NONE < tearsheet, quant/*, tools/sample, rag/ink
	tearsheet < graph, rag, internal/reason
	tearsheet, quant/*, reports/chart < tools, reports, reports/*
	tearsheet < tools/files, tools/via, tools/providertest
	tearsheet, graph, quant/*, rag, tools, nodes/statement < nodes
	tearsheet < nodes/statement
	tearsheet, graph < internal/store/sqlite, internal/store/storetest, graph/graphtest
	NONE < internal/realdata
	tearsheet, graph, nodes, tools, tools/*, rag, reports, reports/*, internal/reason, internal/store/* < internal/app
	tearsheet, graph, reports, internal/app < internal/cli
	internal/cli < cmd/tearsheet
	tools/files, tools/sample, tearsheet < tools/sample/gen
	tearsheet, nodes, nodes/statement, tools/files < internal/eval
`

// homes names the rooms where a vendor library may be imported.
var homes = map[string][]string{
	"gonum.org/":                      {"quant"},
	"github.com/spf13/cobra":          {"internal/cli"},
	"golang.org/x/term":               {"internal/cli"},
	"modernc.org/sqlite":              {"internal/store"},
	"database/sql":                    {"internal/store"},
	"github.com/shopspring/decimal":   {"tearsheet"},
	"golang.org/x/net/html":           {"rag"},
	"github.com/google/jsonschema-go": {"tools", "reports"},
	"github.com/goccy/go-yaml":        {"internal/app", "tools/files"},
	"github.com/google/uuid":          {"internal/app"},
	"charm.land/lipgloss":             {"reports"},
	"github.com/charmbracelet/":       {"reports"},
	"github.com/tmc/langchaingo":      {"internal/reason", "rag/embed"},
	"github.com/piquette/finance-go":  {"tools/yahoo"},
	"github.com/qdrant/go-client":     {"rag/qdrant"},
	"github.com/redis/go-redis":       {"internal/store/redis"},
	"github.com/danielgtaylor/huma":   {"internal/server"},
	"net/http":                        {},
}

// walls are calls that only the named rooms may make, with the reason.
var walls = []struct {
	pkg, name string
	rooms     []string
	why       string
}{
	{"time", "Now", []string{"internal/app"}, "take the time from tearsheet.Clock, so that tests and replays own it"},
	{"time", "Since", []string{"internal/app"}, "take the time from tearsheet.Clock"},
	{"os", "Getenv", []string{"internal/app"}, "settings come through the configuration"},
	{"os", "LookupEnv", []string{"internal/app"}, "settings come through the configuration"},
	{"os", "Environ", []string{"cmd/tearsheet"}, "settings come through the configuration"},
	{"os", "Exit", []string{"cmd/tearsheet", "tools/sample/gen"}, "return an error; main exits"},
}

// drawers are package names that say nothing about their subject.
var drawers = []string{"util", "utils", "common", "helper", "helpers", "base", "types", "models", "manager", "core", "lib", "misc"}

type pkg struct {
	ImportPath string
	Name       string
	Dir        string
	GoFiles    []string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json", "./...")
	cmd.Dir = filepath.Join("..", "..")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("go list: %v\n%s", err, errs.String())
	}
	var all []pkg
	for dec := json.NewDecoder(&out); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// room is a package's place: tearsheet for the root, else the path below it.
func room(importPath string) string {
	if importPath == "tearsheet" {
		return "tearsheet"
	}
	return strings.TrimPrefix(importPath, "tearsheet/")
}

func matches(pattern, room string) bool {
	if dir, ok := strings.CutSuffix(pattern, "/*"); ok {
		return strings.HasPrefix(room, dir+"/") || room == dir
	}
	return pattern == room
}

// parseLaw gives, for each pattern on the right of a line, what it may import.
func parseLaw(text string) map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(text) {
		left, right, ok := strings.Cut(strings.TrimSpace(line), "<")
		if !ok {
			continue
		}
		var allowed []string
		for a := range strings.SplitSeq(left, ",") {
			if a = strings.TrimSpace(a); a != "NONE" {
				allowed = append(allowed, a)
			}
		}
		for r := range strings.SplitSeq(right, ",") {
			r = strings.TrimSpace(r)
			out[r] = append(out[r], allowed...)
		}
	}
	return out
}

func TestImportLaw(t *testing.T) {
	rules := parseLaw(law)
	for _, p := range packages(t) {
		here := room(p.ImportPath)
		var allowed []string
		known := false
		for pattern, a := range rules {
			if matches(pattern, here) {
				known = true
				allowed = append(allowed, a...)
			}
		}
		if !known && len(p.GoFiles) > 0 && !strings.HasPrefix(here, "examples/") && !strings.HasPrefix(here, "internal/archtest") {
			t.Errorf("%s: the import law has no line for this room; add it to internal/archtest", here)
			continue
		}
		for _, imp := range p.Imports {
			if imp != "tearsheet" && !strings.HasPrefix(imp, "tearsheet/") || strings.HasPrefix(here, "examples/") {
				continue
			}
			there := room(imp)
			ok := strings.HasPrefix(there, here+"/") && strings.Contains(here, "quant") // a quant room may be split below itself
			for _, a := range allowed {
				ok = ok || matches(a, there)
			}
			if !ok {
				t.Errorf("%s imports %s: the law lets it import only [%s]; adapters are chosen in internal/app", here, there, strings.Join(allowed, ", "))
			}
		}
	}
}

func TestVendorHomes(t *testing.T) {
	for _, p := range packages(t) {
		here := room(p.ImportPath)
		for _, imp := range p.Imports {
			for vendor, rooms := range homes {
				if imp != strings.TrimSuffix(vendor, "/") && !strings.HasPrefix(imp, strings.TrimSuffix(vendor, "/")+"/") && !(strings.HasSuffix(vendor, "/") && strings.HasPrefix(imp, vendor)) {
					continue
				}
				if !slices.ContainsFunc(rooms, func(r string) bool { return here == r || strings.HasPrefix(here, r+"/") }) {
					t.Errorf("%s imports %s, whose home is %v", here, imp, rooms)
				}
			}
		}
	}
}

func TestNoDrawers(t *testing.T) {
	for _, p := range packages(t) {
		if slices.Contains(drawers, p.Name) {
			t.Errorf("package %s (%s) is named for nothing; name it for its subject", p.Name, p.ImportPath)
		}
	}
}

// TestWalls reads the sources: calls that break a seam, init functions, blank
// imports, panics that are not explained.
func TestWalls(t *testing.T) {
	for _, p := range packages(t) {
		here := room(p.ImportPath)
		if here == "internal/realdata" || strings.HasSuffix(here, "test") || strings.HasPrefix(here, "examples/") {
			continue // test helpers
		}
		for _, name := range p.GoFiles {
			path := filepath.Join(p.Dir, name)
			if err := checkFile(path, here); err != nil {
				t.Error(err)
			}
		}
	}
}

func checkFile(path, here string) error {
	src, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, src, parser.ParseComments)
	if err != nil {
		return err
	}
	var errs []error
	at := func(n ast.Node, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s: %s", fset.Position(n.Pos()), fmt.Sprintf(format, args...)))
	}
	names := map[string]string{}
	for _, imp := range file.Imports {
		p, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			return err
		}
		local := p[strings.LastIndex(p, "/")+1:]
		if imp.Name != nil {
			local = imp.Name.Name
		}
		if local == "_" && p != "embed" && p != "time/tzdata" {
			at(imp, "blank import of %s: nothing registers itself here", p)
		}
		names[local] = p
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				at(n, "func init: lists are plain slices, not registries")
			}
		case *ast.SelectorExpr:
			x, ok := n.X.(*ast.Ident)
			if !ok || x.Obj != nil {
				return true
			}
			for _, w := range walls {
				if names[x.Name] == w.pkg && n.Sel.Name == w.name && !slices.Contains(w.rooms, here) {
					at(n, "%s.%s in %s: %s", w.pkg, w.name, here, w.why)
				}
			}
		}
		return true
	})
	return errors.Join(errs...)
}

// TestLawHolds checks the checker: a law without teeth would pass anything.
func TestLawHolds(t *testing.T) {
	rules := parseLaw("a < b\n a, b < c/*")
	if got := rules["c/*"]; !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("c/* may import %v", got)
	}
	if !matches("c/*", "c/x") || matches("c", "c/x") || matches("c/*", "cc/x") {
		t.Error("patterns do not match as the law says")
	}
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.go")
	src := "package bad\nimport (\n\"os\"\n\"time\"\n_ \"net/http/pprof\"\n)\nfunc init() {}\nvar a = time.Now()\nvar b = os.Getenv(\"X\")\n"
	if err := os.WriteFile(bad, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	err := checkFile(bad, "nodes")
	for _, want := range []string{"time.Now", "os.Getenv", "blank import", "func init"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the walls let %s through: %v", want, err)
		}
	}
	if err := checkFile(bad, "internal/app"); err == nil || strings.Contains(err.Error(), "time.Now") {
		t.Errorf("internal/app may call time.Now: %v", err)
	}
}
