// Command eval measures, on real data, the parts of tearsheet whose quality can be
// scored, and writes docs/evals.md: make eval.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", filepath.Join("..", "shared", "data"), "folder of real data")
	out := flag.String("out", "", "file to write; empty prints")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		log.Fatal(err)
	}
}

func run(data, out string) error {
	if _, err := os.Stat(data); err != nil {
		return fmt.Errorf("%w\n  give the folder of real data with -data", err)
	}
	var b bytes.Buffer
	b.WriteString("# Evaluations\n\nWritten by `make eval` from real data; intervals are 95 % (Wilson).\n")
	for _, part := range []func(*bytes.Buffer, string) error{statements, sentiment} {
		if err := part(&b, data); err != nil {
			return err
		}
	}
	if out == "" {
		_, err := os.Stdout.Write(b.Bytes())
		return err
	}
	return errors.Join(os.WriteFile(out, b.Bytes(), 0o644), nil)
}

// rate writes hits/n with its Wilson interval.
func rate(hits, n int) string {
	if n == 0 {
		return "none"
	}
	const z = 1.959963984540054
	p, m := float64(hits)/float64(n), float64(n)
	mid := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m)) / (1 + z*z/m)
	return fmt.Sprintf("%.1f %% (%d of %d; %.1f to %.1f)", 100*p, hits, n, 100*(mid-half), 100*(mid+half))
}

func table(b *bytes.Buffer, head []string, rows [][]string) {
	fmt.Fprintf(b, "\n| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	for _, r := range rows {
		fmt.Fprintf(b, "| %s |\n", strings.Join(r, " | "))
	}
}
