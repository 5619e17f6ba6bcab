package cli

import (
	"github.com/spf13/cobra"

	"tearsheet/internal/app"
)

func sourcesCommand(e *env) *cobra.Command {
	c := &cobra.Command{Use: "sources", Short: "Where data come from"}
	list := &cobra.Command{Use: "list", Short: "The sources --source takes", Args: cobra.NoArgs}
	format := listFormat(list)
	list.RunE = func(*cobra.Command, []string) error {
		if err := checkFormat(*format, "text", "json"); err != nil {
			return err
		}
		sources := app.Sources()
		if *format == "json" {
			return printJSON(e.stdout, map[string]any{"sources": sources})
		}
		var rows [][]string
		for _, s := range sources {
			rows = append(rows, []string{s.ID, s.Status, s.Note})
		}
		return printTable(e.stdout, []string{"SOURCE", "STATUS", "WHAT IT IS"}, rows)
	}
	c.AddCommand(list)
	return c
}
