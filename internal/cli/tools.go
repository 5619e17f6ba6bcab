package cli

import (
	"github.com/spf13/cobra"

	"tearsheet"
	"tearsheet/internal/app"
)

func toolsCommand(e *env) *cobra.Command {
	c := &cobra.Command{Use: "tools", Short: "What a reasoner may call"}
	list := &cobra.Command{Use: "list", Short: "The tools, with the schemas of their arguments", Args: cobra.NoArgs}
	format := listFormat(list)
	list.RunE = func(*cobra.Command, []string) error {
		if err := checkFormat(*format, "text", "json"); err != nil {
			return err
		}
		var specs []tearsheet.ToolSpec
		var rows [][]string
		for _, t := range app.Tools() {
			s := t.Spec()
			specs = append(specs, s)
			rows = append(rows, []string{s.Name, string(s.Effect), s.Description})
		}
		if *format == "json" {
			return printJSON(e.stdout, map[string]any{"tools": specs})
		}
		return printTable(e.stdout, []string{"NAME", "EFFECT", "WHAT IT DOES"}, rows)
	}
	c.AddCommand(list)
	return c
}
