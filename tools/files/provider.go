package files

import (
	"io/fs"

	"tearsheet"
)

// Options configure Open.
type Options struct {
	// Name is what data windows and fact sources call the provider; "files" if
	// empty.
	Name string
	// Root is how errors name the folder, such as the path the user typed.
	// Locators are relative to the folder, so that the same data gives the same
	// facts wherever it lies.
	Root string
	// CacheBytes bounds what parsed files may keep in memory; 96 MB if zero,
	// nothing is kept if negative.
	CacheBytes int64
}

// Provider reads one folder. It is safe for concurrent use.
type Provider struct {
	name   string
	folder folder
	layout layout
	cache  *cache
}

var _ tearsheet.Provider = (*Provider)(nil)

// Open reads the folder's layout and nothing else: a missing or broken data
// file is reported by the query that needs it.
func Open(fsys fs.FS, opt Options) (*Provider, error) {
	if opt.Name == "" {
		opt.Name = "files"
	}
	if opt.CacheBytes == 0 {
		opt.CacheBytes = 96 << 20
	}
	f := folder{fs: fsys, root: opt.Root}
	if st, err := fs.Stat(fsys, "."); err != nil || !st.IsDir() {
		return nil, f.wrap("files.open", ".", err, "give an existing data folder; --source sample needs none")
	}
	l, err := openLayout(f)
	if err != nil {
		return nil, err
	}
	return &Provider{name: opt.Name, folder: f, layout: l, cache: newCache(opt.CacheBytes)}, nil
}

// Name is how data windows call the source.
func (p *Provider) Name() string { return p.name }

// source is where a datum came from.
func (p *Provider) source(locator, digest string) tearsheet.Source {
	return tearsheet.Source{Provider: p.name, Locator: locator, Digest: digest}
}
