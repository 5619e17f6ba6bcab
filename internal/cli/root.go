// Package cli is the command line: it parses, calls the app, and prints. stdout
// carries the result and nothing else; everything for the person is on stderr.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/user"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tearsheet"
	"tearsheet/internal/app"
)

// env is what the commands share.
type env struct {
	stdout, stderr io.Writer
	environ        []string
	home, config   string
	quiet          bool
	verbose        bool
}

// Main runs the program and returns its exit code.
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, environ []string) int {
	e := &env{stdout: stdout, stderr: stderr, environ: environ}
	root := e.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var code exitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "tearsheet: interrupted; what had finished is kept: tearsheet runs list")
		return 130
	}
	e.complain(err)
	return exitCode(err)
}

// exitError is an exit code whose reason was already printed.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// usageError is a mistake in the command line itself.
type usageError struct{ error }

func exitCode(err error) int {
	var u usageError
	if errors.As(err, &u) {
		return 2
	}
	return tearsheet.KindOf(err).ExitCode()
}

// complain prints an error and the next thing to do.
func (e *env) complain(err error) {
	fmt.Fprintf(e.stderr, "tearsheet: %s\n", printable(err.Error()))
	if h := tearsheet.HintOf(err); h != "" {
		fmt.Fprintf(e.stderr, "  %s\n", printable(h))
	}
}

// printable keeps hostile text in an error from reaching the terminal as control
// sequences.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '�'
		}
		return r
	}, s)
}

func (e *env) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "tearsheet",
		Short: "Equity tear sheets with every figure traced to its source",
		Long: `tearsheet turns a ticker into an equity tear sheet: analyst nodes run concurrently on
data as known at one moment, a reasoner weighs what they found, validators check every
figure, and thresholds decide whether a person must approve.

Try it with no key, no server and no network:
  tearsheet analyze AAPL --source sample`,
		SilenceErrors: true, SilenceUsage: true,
		Version: app.Version,
		Args:    cobra.ArbitraryArgs, // so that an unknown command is ours to refuse
	}
	root.SetVersionTemplate("tearsheet {{.Version}}\n")
	p := root.PersistentFlags()
	p.StringVar(&e.home, "home", "", "folder of the state (default the OS data folder)")
	p.StringVar(&e.config, "config", "", "configuration file (default tearsheet.yaml in the home or here)")
	p.BoolVarP(&e.quiet, "quiet", "q", false, "no progress")
	p.BoolVarP(&e.verbose, "verbose", "v", false, "log what the nodes do")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError{&tearsheet.Error{Op: c.CommandPath(), Kind: tearsheet.KindInvalid, Err: err, Hint: "see: " + c.CommandPath() + " --help"}}
	})
	root.AddCommand(
		analyzeCommand(e),
		configCommand(e),
		doctorCommand(e),
		graphCommand(e),
		queueCommand(e),
		runsCommand(e),
		schemaCommand(e),
		sourcesCommand(e),
		toolsCommand(e),
	)
	strict(root)
	return root
}

// strict makes groups refuse unknown subcommands and gives argument mistakes the
// usage exit code.
func strict(c *cobra.Command) {
	if c.HasSubCommands() && c.RunE == nil {
		c.RunE = func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.Help()
			}
			return usageError{&tearsheet.Error{Op: c.CommandPath(), Kind: tearsheet.KindInvalid, Subject: args[0], Err: errors.New("there is no such command"), Hint: "see: " + c.CommandPath() + " --help"}}
		}
	}
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return usageError{&tearsheet.Error{Op: c.CommandPath(), Kind: tearsheet.KindInvalid, Err: err, Hint: "see: " + c.CommandPath() + " --help"}}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		strict(sub)
	}
}

func (e *env) getenv(name string) string {
	for i := len(e.environ) - 1; i >= 0; i-- {
		if k, v, _ := strings.Cut(e.environ[i], "="); k == name {
			return v
		}
	}
	return ""
}

func (e *env) homeDir() string {
	if e.home != "" {
		return e.home
	}
	return app.DefaultHome(e.getenv)
}

// open composes the app from configuration and flags.
func (e *env) open() (*app.App, error) {
	cfg, err := app.LoadConfig(e.config, e.homeDir(), e.environ)
	if err != nil {
		return nil, err
	}
	level := slog.LevelWarn
	if e.verbose {
		level = slog.LevelDebug
	}
	return app.New(app.Options{Config: cfg, Home: e.homeDir(), Log: slog.New(slog.NewTextHandler(e.stderr, &slog.HandlerOptions{Level: level}))}), nil
}

// with runs f on an open app and closes it.
func (e *env) with(f func(*app.App) error) error {
	a, err := e.open()
	if err != nil {
		return err
	}
	return errors.Join(f(a), a.Close())
}

// terminal reports whether w is a terminal, and its width.
func terminal(w io.Writer) (width int, ok bool) {
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		width = 80
	}
	return width, true
}

// colour follows NO_COLOR and TERM.
func (e *env) colour(w io.Writer) bool {
	_, tty := terminal(w)
	return tty && e.getenv("NO_COLOR") == "" && e.getenv("TERM") != "dumb"
}

// operator is who acts when --as is not given.
func operator() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}
