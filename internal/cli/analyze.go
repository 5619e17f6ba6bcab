package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"tearsheet"
	"tearsheet/internal/app"
	"tearsheet/reports"
)

// analysisFlags are shared by the commands that analyse.
type analysisFlags struct {
	app.Request
	budget float64
}

func (f *analysisFlags) add(c *cobra.Command) {
	fl := c.Flags()
	fl.StringVar(&f.AsOf, "as-of", "", "pretend it is the end of this day, YYYY-MM-DD (default today; with --source sample its own date)")
	fl.StringVar(&f.Source, "source", "", "live, sample (bundled, no network), or a data folder (default live)")
	fl.Float64Var(&f.Amount, "amount", 10000, "position considered, USD")
	fl.StringVar(&f.LLM, "llm", "auto", "rules, auto, or PROVIDER:MODEL")
	fl.StringVar(&f.Question, "question", "", "a question to put to the filings")
	fl.StringVar(&f.Profile, "profile", "full", "full, or quick (without options)")
	fl.Int64Var(&f.Seed, "seed", 1, "seed of anything random; the rules policy uses none")
	fl.Float64Var(&f.budget, "budget", 0, "most to spend on models, USD (rules spend nothing)")
}

func analyzeCommand(e *env) *cobra.Command {
	var f analysisFlags
	var format, out string
	var cite bool
	c := &cobra.Command{
		Use:   "analyze SYMBOL...",
		Short: "One tear sheet per symbol",
		Long: `Analyse one or more symbols and print or write a tear sheet for each.

Exit codes: 0 published · 2 invalid input · 3 waiting for approval · 4 blocked by validators ·
5 not found · 6 source or store unavailable · 7 budget exhausted · 8 no rating · 130 interrupted.
With several symbols the most severe is returned (1, 6, 4, 8, 7, 5, 3, 0).`,
		Example: `  tearsheet analyze AAPL --source sample
  tearsheet analyze MSFT --source ./data --as-of 2025-02-24 --format html --out msft.html
  tearsheet analyze AAPL MSFT NVDA --source ./data --format json --out sheets/`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if f.budget < 0 || f.budget != f.budget {
				return &tearsheet.Error{Op: "analyze", Kind: tearsheet.KindInvalid, Subject: "--budget", Err: errors.New("it must not be negative"), Hint: "give an amount in USD"}
			}
			how, err := e.rendering(format, out, len(args), cite)
			if err != nil {
				return err
			}
			return e.with(func(a *app.App) error { return e.analyze(c.Context(), a, args, f.Request, how) })
		},
	}
	f.add(c)
	c.Flags().StringVar(&format, "format", "", "text, md, html or json (default text on a terminal, md otherwise)")
	c.Flags().StringVar(&out, "out", "", "write to this file, or into this folder with several symbols")
	c.Flags().BoolVar(&cite, "cite", false, "in text, show the fact behind each figure")
	return c
}

// analyze runs the symbols concurrently; one failure does not touch the others.
// Results come out in the order the symbols were given.
func (e *env) analyze(ctx context.Context, a *app.App, symbols []string, base app.Request, how rendering) error {
	if len(symbols) > 1 {
		seen := map[string]bool{}
		for _, s := range symbols {
			if id, err := tearsheet.ParseSymbol(s); err == nil && seen[id.Symbol] {
				return &tearsheet.Error{Op: "analyze", Kind: tearsheet.KindInvalid, Subject: id.Symbol, Err: errors.New("the symbol is given twice"), Hint: "give each symbol once"}
			} else if err == nil {
				seen[id.Symbol] = true
			}
		}
	}
	said, err := app.Policy(base.LLM)
	if err != nil {
		return err
	}
	if !e.quiet {
		fmt.Fprintln(e.stderr, said)
	}
	show := e.progress(symbols)
	results := make([]result, len(symbols))
	var group errgroup.Group
	group.SetLimit(a.Config().Engine.MaxRuns)
	for i, symbol := range symbols {
		group.Go(func() error {
			q := base
			q.Symbol = symbol
			q.Started = func(_ tearsheet.RunID, nodes int) { show.started(i, nodes) }
			q.Watch = func(ev tearsheet.Event) { show.event(i, ev) }
			r := &results[i]
			r.outcome, r.err = a.Analyze(ctx, q)
			show.finished(i, r.outcome, r.err)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	code := 0
	var outcomes []*app.Outcome
	for i, r := range results {
		if r.err != nil {
			if ctx.Err() != nil {
				return r.err
			}
			if len(symbols) > 1 {
				fmt.Fprintf(e.stderr, "%s: ", printable(short(symbols[i])))
			}
			e.complain(r.err)
			code = worse(code, exitCode(r.err))
			continue
		}
		e.warn(r.outcome)
		outcomes = append(outcomes, r.outcome)
		code = worse(code, r.outcome.ExitCode())
	}
	if err := how.write(e, outcomes); err != nil {
		return err
	}
	if code != 0 {
		return exitError(code)
	}
	return nil
}

// warn says on stderr what broke; what is merely absent is in the report.
func (e *env) warn(o *app.Outcome) {
	for _, g := range o.Report.Data.Gaps {
		switch tearsheet.Kind(g.Kind) {
		case tearsheet.KindInvalid, tearsheet.KindUnavailable, tearsheet.KindInternal, tearsheet.KindExhausted, tearsheet.KindNotEntitled:
			fmt.Fprintf(e.stderr, "%s: without %s: %s\n", o.Report.Symbol, g.Node, printable(g.Reason))
			if g.Hint != "" {
				fmt.Fprintf(e.stderr, "  %s\n", printable(g.Hint))
			}
		}
	}
}

type result struct {
	outcome *app.Outcome
	err     error
}

// severity orders exit codes when several symbols end differently. A usage error
// ranks with not found: it concerns one symbol only.
var severity = []int{1, 6, 4, 8, 7, 5, 2, 3, 0}

func worse(a, b int) int {
	for _, c := range severity {
		if a == c || b == c {
			return c
		}
	}
	return 1
}

func short(s string) string {
	if len(s) > 24 {
		return s[:24] + "..."
	}
	return s
}

// rendering is how results are written.
type rendering struct {
	format reports.Format
	opt    reports.Options
	out    string // file or folder; empty: stdout
	dir    bool
}

func (e *env) rendering(format, out string, n int, cite bool) (rendering, error) {
	width, tty := terminal(e.stdout)
	if format == "" {
		format = "md"
		if tty && out == "" {
			format = "text"
		}
	}
	f, err := reports.ParseFormat(format)
	if err != nil {
		return rendering{}, err
	}
	if width == 0 {
		width = 100
	}
	r := rendering{format: f, opt: reports.Options{Width: width, Color: e.colour(e.stdout) && out == "", Cite: cite}, out: out}
	if out != "" {
		r.dir, err = isFolder(out, n)
	}
	return r, err
}

func (h rendering) write(e *env, outcomes []*app.Outcome) error {
	if h.out != "" {
		for _, o := range outcomes {
			path, err := writeReport(h, o)
			if err != nil {
				return err
			}
			if !e.quiet {
				fmt.Fprintf(e.stderr, "%s written to %s\n", o.Report.Symbol, path)
			}
		}
		return nil
	}
	if h.format == reports.JSON && len(outcomes) > 1 {
		all := make([]*tearsheet.Report, len(outcomes))
		for i, o := range outcomes {
			all[i] = &o.Report
		}
		return printJSON(e.stdout, all)
	}
	for i, o := range outcomes {
		if i > 0 {
			if _, err := io.WriteString(e.stdout, "\n"); err != nil {
				return err
			}
		}
		if err := reports.Render(e.stdout, &o.Report, h.format, h.opt); err != nil {
			return err
		}
	}
	return nil
}
