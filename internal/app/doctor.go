package app

import (
	"context"
	"fmt"
	"strings"

	"tearsheet"
	"tearsheet/tools"
)

// Diagnosis is what Doctor found.
type Diagnosis struct {
	Version       string   `json:"version"`
	SampleSymbols []string `json:"sample_symbols"`
	Checks        []Check  `json:"checks"`
}

// Check is one thing that works, is not set up, or failed.
type Check struct {
	ID     string `json:"id"`
	Status string `json:"status"` // ok, absent, failed
	Detail string `json:"detail"`
	Next   string `json:"next,omitempty"` // the command to type
}

// Doctor looks at everything a run would use.
func (a *App) Doctor(ctx context.Context) Diagnosis {
	d := Diagnosis{Version: Version, SampleSymbols: SampleSymbols()}
	add := func(id string, err error, detail, next string) {
		c := Check{ID: id, Status: "ok", Detail: detail, Next: next}
		if err != nil {
			c.Status, c.Detail, c.Next = "failed", err.Error(), tearsheet.HintOf(err)
		}
		d.Checks = append(d.Checks, c)
	}
	_, err := a.Archive(ctx)
	add("store", err, "SQLite at "+a.StorePath(), "")
	_, err = a.openSource("sample")
	add("source sample", err, strings.Join(d.SampleSymbols, ", ")+" as of "+sampleAsOf(), "tearsheet analyze "+d.SampleSymbols[0]+" --source sample")
	if s := a.cfg.Data.Source; s != "live" && s != "sample" {
		_, err := a.openSource(s)
		add("source "+s, err, "data folder", "")
	}
	d.Checks = append(d.Checks,
		Check{ID: "source live", Status: "absent", Detail: "this version has no live provider", Next: "tearsheet analyze SYMBOL --source DIR"},
		Check{ID: "language model", Status: "absent", Detail: "this version reasons by rules", Next: "tearsheet tools list"})
	_, err = a.Graph()
	add("graph", err, "checks pass", "tearsheet graph show")
	return d
}

// SourceInfo describes a source.
type SourceInfo struct {
	ID     string `json:"id"`
	Status string `json:"status"`
	Note   string `json:"note"`
}

// Sources lists what --source takes.
func Sources() []SourceInfo {
	return []SourceInfo{
		{"sample", "ok", fmt.Sprintf("bundled with the program: %s, as of %s", strings.Join(SampleSymbols(), ", "), sampleAsOf())},
		{"DIR", "ok", "a data folder: prices, SEC companyfacts and filings, option chains, news, rates; see docs/data-folder.md"},
		{"live", "absent", "this version has no live provider"},
	}
}

// Tools lists what a reasoner may call, for description only.
func Tools() []tearsheet.Tool { return tools.All(tools.Env{}) }
