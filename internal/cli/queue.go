package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tearsheet"
	"tearsheet/internal/app"
	"tearsheet/reports"
)

// listLimit bounds what a listing prints.
const listLimit = 1000

func queueCommand(e *env) *cobra.Command {
	c := &cobra.Command{Use: "queue", Short: "Reports that wait for a person"}
	c.AddCommand(queueList(e), queueShow(e), queueDecide(e, "approve", tearsheet.Approved), queueDecide(e, "reject", tearsheet.Rejected))
	return c
}

func queueList(e *env) *cobra.Command {
	var status string
	c := &cobra.Command{Use: "list", Short: "What waits, newest first", Args: cobra.NoArgs}
	format := listFormat(c)
	c.Flags().StringVar(&status, "status", "pending", "pending, approved, rejected or all")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := checkFormat(*format, "text", "json"); err != nil {
			return err
		}
		want := tearsheet.GateDecision(status)
		switch want {
		case "all":
			want = ""
		case tearsheet.Pending, tearsheet.Approved, tearsheet.Rejected:
		default:
			return &tearsheet.Error{Op: "queue list", Kind: tearsheet.KindInvalid, Subject: "--status " + status, Err: fmt.Errorf("unknown status"), Hint: "use pending, approved, rejected or all"}
		}
		return e.with(func(a *app.App) error {
			archive, err := a.Archive(c.Context())
			if err != nil {
				return err
			}
			asks, err := archive.Asks(c.Context(), want, listLimit)
			if err != nil {
				return err
			}
			if *format == "json" {
				if asks == nil {
					asks = []tearsheet.Ask{}
				}
				return printJSON(e.stdout, map[string]any{"approvals": asks})
			}
			if len(asks) == 0 {
				_, err := fmt.Fprintln(e.stdout, "nothing is waiting")
				return err
			}
			var rows [][]string
			for _, k := range asks {
				rows = append(rows, []string{k.ID, k.Symbol, k.AsOf.String(), string(k.Rating), fmt.Sprintf("%.0f", k.Amount), fmt.Sprint(k.Tier), string(k.Status), k.RaisedAt.Local().Format(time.DateTime), ruleIDs(k.Rules)})
			}
			return printTable(e.stdout, []string{"ID", "SYMBOL", "AS OF", "RATING", "AMOUNT", "TIER", "STATUS", "RAISED", "RULES"}, rows)
		})
	}
	return c
}

func ruleIDs(rules []tearsheet.FiredRule) string {
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	return strings.Join(ids, ",")
}

func queueShow(e *env) *cobra.Command {
	var format string
	c := &cobra.Command{Use: "show ID", Short: "An approval, why it waits, and its report", Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&format, "format", "text", "text, md, html or json of the report; json holds the approval too")
	c.RunE = func(c *cobra.Command, args []string) error {
		f, err := reports.ParseFormat(format)
		if err != nil {
			return err
		}
		return e.with(func(a *app.App) error {
			ask, r, err := a.Pending(c.Context(), args[0])
			if err != nil {
				return err
			}
			if f == reports.JSON {
				return printJSON(e.stdout, map[string]any{"approval": ask, "report": r})
			}
			if f == reports.Text {
				fmt.Fprintf(e.stdout, "Approval %s: %s, tier %d, raised %s\n", ask.ID, strings.ToUpper(string(ask.Status)), ask.Tier, ask.RaisedAt.Local().Format(time.DateTime))
				for _, rule := range ask.Rules {
					fmt.Fprintf(e.stdout, "  %s: %s\n", rule.ID, printable(rule.Reason))
				}
				if d := ask.Decision; d != nil {
					fmt.Fprintf(e.stdout, "  %s by %s on %s: %s\n", d.Verdict, printable(d.By), d.At.Local().Format(time.DateTime), printable(d.Reason))
				}
				fmt.Fprintln(e.stdout)
			}
			width, _ := terminal(e.stdout)
			if width == 0 {
				width = 100
			}
			return reports.Render(e.stdout, r, f, reports.Options{Width: width, Color: e.colour(e.stdout)})
		})
	}
	return c
}

func queueDecide(e *env, verb string, verdict tearsheet.GateDecision) *cobra.Command {
	var by, reason string
	c := &cobra.Command{Use: verb + " ID", Short: strings.ToUpper(verb[:1]) + verb[1:] + " a report", Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&by, "as", operator(), "who decides")
	c.Flags().StringVar(&reason, "reason", "", "why")
	c.RunE = func(c *cobra.Command, args []string) error {
		return e.with(func(a *app.App) error {
			ask, err := a.Decide(c.Context(), args[0], verdict, by, reason)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(e.stdout, "%s %s by %s: %s as of %s, report digest %.12s\n", ask.ID, ask.Status, printable(ask.Decision.By), ask.Symbol, ask.AsOf, ask.Digest)
			return err
		})
	}
	return c
}
