// Command tearsheet turns a ticker into an equity tear sheet with every figure
// traced to its source.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"tearsheet/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ())
	stop()
	os.Exit(code)
}
