// Command gen writes the files of tools/sample/data.
//
//	go run ./tools/sample/gen                       rewrite everything that is generated
//	go run ./tools/sample/gen -check                compare with the folder, write nothing
//	go run ./tools/sample/gen -stocks F -index G    first re-import the real bars
//
// It is deterministic: the same source gives the same bytes (before gzip) on
// every machine. Three kinds of file come out of it:
//
//   - statements, submissions, headlines and digests of the real companies,
//     from the tables in this package (aapl*.go, msft*.go), so that every figure
//     can be reviewed in source;
//   - everything of the fictional company XMPL, from xmpl*.go, market.go and
//     options.go;
//   - with -stocks and -index, the bars and dividends of the real securities,
//     cut from the two openly licensed packages named in data/README.md.
//     Without them the committed bars are left as they are.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

func main() {
	dir := flag.String("dir", "tools/sample/data", "data folder")
	check := flag.Bool("check", false, "compare only; exit 1 on a difference")
	stocks := flag.String("stocks", "", "stocks.csv.gz of bokeh_sampledata 2026.1")
	index := flag.String("index", "", "sp500.csv.gz of arch 8.0.0")
	flag.Parse()
	if err := run(*dir, *check, *stocks, *index); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(dir string, check bool, stocks, index string) error {
	if stocks != "" || index != "" {
		files, err := importBars(stocks, index)
		if err != nil {
			return err
		}
		if err := sync(dir, files, check); err != nil {
			return err
		}
	}
	files, err := build(os.DirFS(dir))
	if err != nil {
		return err
	}
	return sync(dir, files, check)
}

// sync writes the files that differ from the folder, or reports them.
func sync(dir string, files map[string][]byte, check bool) error {
	var diff []string
	for name, want := range files {
		got, err := readFile(filepath.Join(dir, name))
		if err == nil && bytes.Equal(got, want) {
			continue
		}
		diff = append(diff, name)
		if check {
			continue
		}
		if err := writeFile(filepath.Join(dir, name), want); err != nil {
			return err
		}
	}
	sort.Strings(diff)
	if check && len(diff) > 0 {
		return fmt.Errorf("differs from the generator: %s", strings.Join(diff, ", "))
	}
	for _, name := range diff {
		fmt.Println("wrote", name)
	}
	return nil
}

func readFile(name string) ([]byte, error) {
	b, err := os.ReadFile(name)
	if err != nil || !strings.HasSuffix(name, ".gz") {
		return b, err
	}
	return gunzip(b)
}

func writeFile(name string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	if strings.HasSuffix(name, ".gz") {
		var buf bytes.Buffer
		zw, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := zw.Write(b); err != nil {
			return err
		}
		if err := zw.Close(); err != nil {
			return err
		}
		b = buf.Bytes()
	}
	return os.WriteFile(name, b, 0o644)
}

func gunzip(b []byte) ([]byte, error) {
	zr, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zr)
}
