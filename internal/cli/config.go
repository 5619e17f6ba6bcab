package cli

import (
	"github.com/spf13/cobra"

	"tearsheet/internal/app"
)

func configCommand(e *env) *cobra.Command {
	c := &cobra.Command{Use: "config", Short: "The configuration"}
	show := &cobra.Command{Use: "show", Short: "What is in force: defaults, file, environment", Args: cobra.NoArgs}
	format := show.Flags().String("format", "yaml", "yaml or json")
	show.RunE = func(*cobra.Command, []string) error {
		if err := checkFormat(*format, "yaml", "json"); err != nil {
			return err
		}
		return e.with(func(a *app.App) error {
			if *format == "json" {
				return printJSON(e.stdout, a.Config())
			}
			b, err := a.Config().YAML()
			if err != nil {
				return err
			}
			_, err = e.stdout.Write(b)
			return err
		})
	}
	c.AddCommand(show)
	return c
}
