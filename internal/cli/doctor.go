package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"tearsheet"
	"tearsheet/internal/app"
)

func doctorCommand(e *env) *cobra.Command {
	c := &cobra.Command{Use: "doctor", Short: "What is configured and works, with the next command to type", Args: cobra.NoArgs}
	format := listFormat(c)
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := checkFormat(*format, "text", "json"); err != nil {
			return err
		}
		return e.with(func(a *app.App) error {
			d := a.Doctor(c.Context())
			if *format == "json" {
				if err := printJSON(e.stdout, d); err != nil {
					return err
				}
			} else {
				fmt.Fprintf(e.stdout, "tearsheet %s\n\n", d.Version)
				var rows [][]string
				for _, k := range d.Checks {
					rows = append(rows, []string{k.ID, k.Status, k.Detail, k.Next})
				}
				if err := printTable(e.stdout, []string{"CHECK", "STATUS", "DETAIL", "NEXT"}, rows); err != nil {
					return err
				}
			}
			for _, k := range d.Checks {
				if k.Status == "failed" {
					return exitError(tearsheet.KindUnavailable.ExitCode())
				}
			}
			return nil
		})
	}
	return c
}
