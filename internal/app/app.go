// Package app composes the house: it reads the configuration, chooses every
// adapter and offers what the doors call. It is the only importer of adapters.
package app

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"
	_ "time/tzdata" // New York's clock on machines without a zone database; it registers data, not behaviour

	"github.com/google/uuid"

	"tearsheet"
	"tearsheet/graph"
	"tearsheet/nodes"
)

// Version is the program's version.
const Version = "0.1.0"

// Options are what a door gives.
type Options struct {
	Config Config
	Home   string // folder of the state
	Clock  tearsheet.Clock
	IDs    tearsheet.IDs
	Log    *slog.Logger
}

// App is a running house.
type App struct {
	cfg     Config
	home    string
	clock   tearsheet.Clock
	ids     tearsheet.IDs
	log     *slog.Logger
	library tearsheet.Library

	mu      sync.Mutex
	archive tearsheet.Archive
	sources map[string]source
}

// New composes an App. It opens nothing yet: what is not used cannot fail.
func New(o Options) *App {
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	if o.IDs == nil {
		o.IDs = uuids{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &App{cfg: o.Config, home: o.Home, clock: o.Clock, ids: o.IDs, log: o.Log, library: newLibrary(), sources: map[string]source{}}
}

// Close closes what was opened.
func (a *App) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.archive == nil {
		return nil
	}
	err := a.archive.Close()
	a.archive = nil
	return err
}

// Archive opens the store of runs on first use.
func (a *App) Archive(ctx context.Context) (tearsheet.Archive, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.archive == nil {
		s, err := openArchive(ctx, a.StorePath())
		if err != nil {
			return nil, err
		}
		a.archive = s
	}
	return a.archive, nil
}

// StorePath is the file of the store.
func (a *App) StorePath() string {
	if a.cfg.Store.DSN != "" {
		return a.cfg.Store.DSN
	}
	return filepath.Join(a.home, "tearsheet.db")
}

// Config is the effective configuration.
func (a *App) Config() Config { return a.cfg }

// Graph is the graph of an analysis from a source.
func (a *App) graph(p tearsheet.Provider) (*graph.Graph, error) {
	return nodes.Workflow(nodes.Deps{Source: p, Library: a.library, Reasoner: newReasoner(), Drafter: drafter{}, Checker: checker{}})
}

// Graph is the graph of an analysis, for drawing.
func (a *App) Graph() (*graph.Graph, error) { return a.graph(nil) }

// DefaultHome is the OS data folder of the program.
func DefaultHome(getenv func(string) string) string {
	if dir := getenv("XDG_DATA_HOME"); dir != "" && filepath.IsAbs(dir) {
		return filepath.Join(dir, "tearsheet")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ".tearsheet"
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "tearsheet")
	case "windows":
		return filepath.Join(home, "AppData", "Local", "tearsheet")
	}
	return filepath.Join(home, ".local", "share", "tearsheet")
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

type uuids struct{}

// NewID is a UUID of version 7: it sorts by time.
func (uuids) NewID() string {
	id, err := uuid.NewV7()
	if err != nil {
		return uuid.NewString()
	}
	return id.String()
}
