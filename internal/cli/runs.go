package cli

import (
	"time"

	"github.com/spf13/cobra"

	"tearsheet"
	"tearsheet/internal/app"
)

func runsCommand(e *env) *cobra.Command {
	c := &cobra.Command{Use: "runs", Short: "Analyses that ran"}
	c.AddCommand(runsList(e), runsShow(e))
	return c
}

func runsList(e *env) *cobra.Command {
	c := &cobra.Command{Use: "list", Short: "Runs, newest first", Args: cobra.NoArgs}
	format := listFormat(c)
	limit := c.Flags().Int("limit", 50, "at most this many")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := checkFormat(*format, "text", "json"); err != nil {
			return err
		}
		return e.with(func(a *app.App) error {
			archive, err := a.Archive(c.Context())
			if err != nil {
				return err
			}
			runs, err := archive.Runs(c.Context(), max(1, *limit))
			if err != nil {
				return err
			}
			if *format == "json" {
				if runs == nil {
					runs = []tearsheet.RunInfo{}
				}
				return printJSON(e.stdout, map[string]any{"runs": runs})
			}
			var rows [][]string
			for _, r := range runs {
				rows = append(rows, []string{string(r.ID), r.Symbol, r.AsOf.String(), r.Status, string(r.Rating), string(r.Gate), r.StartedAt.Local().Format(time.DateTime)})
			}
			return printTable(e.stdout, []string{"ID", "SYMBOL", "AS OF", "STATUS", "RATING", "GATE", "STARTED"}, rows)
		})
	}
	return c
}

func runsShow(e *env) *cobra.Command {
	var format, out string
	var cite bool
	c := &cobra.Command{Use: "show ID", Short: "The report of a run, in any format", Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&format, "format", "", "text, md, html or json (default text on a terminal, md otherwise)")
	c.Flags().StringVar(&out, "out", "", "write to this file or folder")
	c.Flags().BoolVar(&cite, "cite", false, "in text, show the fact behind each figure")
	c.RunE = func(c *cobra.Command, args []string) error {
		how, err := e.rendering(format, out, 1, cite)
		if err != nil {
			return err
		}
		return e.with(func(a *app.App) error {
			r, err := a.Stored(c.Context(), tearsheet.RunID(args[0]))
			if err != nil {
				return err
			}
			return how.write(e, []*app.Outcome{{Report: *r}})
		})
	}
	return c
}
