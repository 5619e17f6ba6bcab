package cli

import (
	"github.com/spf13/cobra"

	"tearsheet/internal/app"
)

func graphCommand(e *env) *cobra.Command {
	c := &cobra.Command{Use: "graph", Short: "The analysis graph"}
	show := &cobra.Command{Use: "show", Short: "Draw the graph", Args: cobra.NoArgs}
	format := show.Flags().String("format", "text", "mermaid, dot or text")
	show.RunE = func(*cobra.Command, []string) error {
		return e.with(func(a *app.App) error {
			g, err := a.Graph()
			if err != nil {
				return err
			}
			return g.Draw(e.stdout, *format)
		})
	}
	c.AddCommand(show)
	return c
}
