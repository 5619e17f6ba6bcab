package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tearsheet"
)

// listFormat adds --format text|json to a listing command.
func listFormat(c *cobra.Command) *string {
	return c.Flags().String("format", "text", "text or json")
}

func checkFormat(got string, allowed ...string) error {
	if slices.Contains(allowed, got) {
		return nil
	}
	return &tearsheet.Error{Op: "output", Kind: tearsheet.KindInvalid, Subject: "--format " + got, Err: fmt.Errorf("unknown format"), Hint: "use one of " + strings.Join(allowed, ", ")}
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// printTable aligns rows under a head. Cells are foreign text and are made safe.
func printTable(w io.Writer, head []string, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, strings.Join(head, "\t"))
	for _, r := range rows {
		for i := range r {
			r[i] = strings.ReplaceAll(printable(r[i]), "\t", " ")
		}
		fmt.Fprintln(t, strings.Join(r, "\t"))
	}
	return t.Flush()
}
