package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"tearsheet/reports"
)

func schemaCommand(e *env) *cobra.Command {
	c := &cobra.Command{Use: "schema", Short: "JSON Schemas of what the program writes"}
	c.AddCommand(&cobra.Command{Use: "report", Short: "The schema of --format json", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		b, err := reports.Schema()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(e.stdout, string(b))
		return err
	}})
	return c
}
