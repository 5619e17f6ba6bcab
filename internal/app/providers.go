package app

import (
	"fmt"
	"os"
	"path/filepath"

	"tearsheet"
	"tearsheet/tools/files"
	"tearsheet/tools/sample"
	"tearsheet/tools/via"
)

// source is an opened data source.
type source struct {
	name     string // as reports call it
	provider tearsheet.Provider
	asOf     string // its own date; empty: today
	notice   func(symbol string) string
}

// openSource opens live, sample or a folder, once per App.
func (a *App) openSource(name string) (source, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if s, ok := a.sources[name]; ok {
		return s, nil
	}
	s, err := newSource(name)
	if err != nil {
		return source{}, err
	}
	s.provider = via.Guard(s.provider)
	if s.notice == nil {
		s.notice = func(string) string { return "" }
	}
	a.sources[name] = s
	return s, nil
}

func newSource(name string) (source, error) {
	switch name {
	case "":
		return source{}, &tearsheet.Error{Op: "source", Kind: tearsheet.KindInvalid, Subject: "--source", Err: fmt.Errorf("it is empty"),
			Hint: "use sample, live, or the path of a data folder"}
	case "live":
		return source{}, &tearsheet.Error{Op: "source", Kind: tearsheet.KindUnavailable, Subject: "--source live",
			Err:  fmt.Errorf("this version has no live provider for prices, facts, filings, options, news or rates"),
			Hint: "use --source sample for the bundled data, or --source DIR for a data folder"}
	case "sample":
		p, err := files.Open(sample.FS(), files.Options{Name: "sample", Root: "the bundled sample"})
		return source{name: "sample", provider: p, asOf: sample.AsOf(), notice: sampleNotice}, err
	}
	st, err := os.Stat(name)
	if err == nil && !st.IsDir() {
		err = fmt.Errorf("it is a file, not a folder")
	}
	if err != nil {
		return source{}, &tearsheet.Error{Op: "source", Kind: tearsheet.KindInvalid, Subject: "--source " + name, Err: err,
			Hint: "use sample, live, or the path of a data folder"}
	}
	p, err := files.Open(os.DirFS(name), files.Options{Name: "files", Root: name})
	return source{name: filepath.Base(filepath.Clean(name)), provider: p}, err
}

// sampleNotice says what the bundled data of a symbol are.
func sampleNotice(symbol string) string {
	for _, s := range sample.Symbols() {
		if s.Symbol == symbol {
			if s.Kind == "simulated" {
				return "SAMPLE: a simulated company; every figure is made by a documented generator. " + s.Note
			}
			return "SAMPLE: a real company on a past date, from the figures bundled with the program. " + s.Note
		}
	}
	return "SAMPLE: from the data bundled with the program."
}

// SampleSymbols lists what the sample can analyse.
func SampleSymbols() []string {
	var out []string
	for _, s := range sample.Symbols() {
		out = append(out, s.Symbol)
	}
	return out
}

func sampleAsOf() string { return sample.AsOf() }
