package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"tearsheet"
)

// Config is the whole configuration. Every key has a default; a file, then the
// environment (TEARSHEET_SECTION__KEY), then flags override it.
type Config struct {
	Data   DataConfig   `yaml:"data" json:"data"`
	LLM    LLMConfig    `yaml:"llm" json:"llm"`
	RAG    RAGConfig    `yaml:"rag" json:"rag"`
	Cache  CacheConfig  `yaml:"cache" json:"cache"`
	Store  StoreConfig  `yaml:"store" json:"store"`
	Engine EngineConfig `yaml:"engine" json:"engine"`
	Gate   GateConfig   `yaml:"gate" json:"gate"`
}

// DataConfig is where data come from.
type DataConfig struct {
	Source     string   `yaml:"source" json:"source"`         // live, sample or a folder
	Benchmarks []string `yaml:"benchmarks" json:"benchmarks"` // the first that the source has is used
}

// LLMConfig names the reasoners to try, in order.
type LLMConfig struct {
	Chain []string `yaml:"chain" json:"chain"`
}

// RAGConfig selects the store of filing passages.
type RAGConfig struct {
	Store string `yaml:"store" json:"store"`
}

// CacheConfig selects the cache.
type CacheConfig struct {
	Store string `yaml:"store" json:"store"`
}

// StoreConfig is where runs, reports and approvals are kept.
type StoreConfig struct {
	DSN string `yaml:"dsn" json:"dsn"` // path of a SQLite file; empty: tearsheet.db in the home
}

// EngineConfig bounds the work.
type EngineConfig struct {
	Kind          string `yaml:"kind" json:"kind"`
	MaxConcurrent int    `yaml:"max_concurrent" json:"max_concurrent"` // nodes of one run at a time
	MaxRuns       int    `yaml:"max_runs" json:"max_runs"`             // symbols of one command at a time
}

// GateConfig holds the thresholds of automatic approval.
type GateConfig struct {
	MinConfidence float64  `yaml:"min_confidence" json:"min_confidence"`
	MaxRisk       float64  `yaml:"max_risk" json:"max_risk"`
	AutoAmount    float64  `yaml:"auto_amount" json:"auto_amount"`
	HumanAmount   float64  `yaml:"human_amount" json:"human_amount"`
	Regulated     []string `yaml:"regulated" json:"regulated"`
	MaxPriceAge   int      `yaml:"max_price_age" json:"max_price_age"`
	MaxFilingAge  int      `yaml:"max_filing_age" json:"max_filing_age"`
}

// Defaults is the configuration of a fresh install.
func Defaults() Config {
	return Config{
		Data:   DataConfig{Source: "live", Benchmarks: []string{"SPY", "SPX", "^GSPC"}},
		LLM:    LLMConfig{Chain: []string{"rules"}},
		RAG:    RAGConfig{Store: "embedded"},
		Cache:  CacheConfig{Store: "memory"},
		Engine: EngineConfig{Kind: "local", MaxConcurrent: 8, MaxRuns: 4},
		Gate:   GateConfig{MinConfidence: 0.8, MaxRisk: 0.3, AutoAmount: 10_000, HumanAmount: 100_000, Regulated: []string{}, MaxPriceAge: 7, MaxFilingAge: 200},
	}
}

// envPrefix marks our variables; a double underscore separates section and key.
const envPrefix = "TEARSHEET_"

// LoadConfig reads the file at path (when empty: tearsheet.yaml in home, then in
// the working directory, if there is one) and the environment. All mistakes are
// reported at once.
func LoadConfig(path, home string, environ []string) (Config, error) {
	cfg := Defaults()
	raw := map[string]any{}
	explicit := path != ""
	if !explicit {
		for _, p := range []string{filepath.Join(home, "tearsheet.yaml"), "tearsheet.yaml"} {
			if st, err := os.Stat(p); err == nil && st.Mode().IsRegular() {
				path = p
				break
			}
		}
	}
	where := path
	if path != "" {
		b, err := os.ReadFile(path)
		if err != nil {
			kind := tearsheet.KindInvalid
			if errors.Is(err, fs.ErrNotExist) {
				kind = tearsheet.KindNotFound
			}
			return cfg, &tearsheet.Error{Op: "config", Kind: kind, Subject: path, Err: err, Hint: "give an existing file to --config"}
		}
		if err := yaml.Unmarshal(b, &raw); err != nil {
			return cfg, configError(path, []string{strings.TrimSpace(yaml.FormatError(err, false, false))})
		}
	}
	var mistakes []string
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		rest, ok := strings.CutPrefix(name, envPrefix)
		section, key, two := strings.Cut(strings.ToLower(rest), "__")
		if !ok || !two || value == "" {
			continue
		}
		var v any
		if err := yaml.Unmarshal([]byte(value), &v); err != nil {
			v = value
		}
		sub, ok := raw[section].(map[string]any)
		if !ok {
			sub = map[string]any{}
			raw[section] = sub
		}
		sub[key] = v
		where = strings.TrimSpace(where + " and the environment")
	}
	mistakes = append(mistakes, unknown(raw, reflect.TypeFor[Config](), "")...)
	if len(raw) > 0 {
		b, err := yaml.Marshal(raw)
		if err == nil {
			err = yaml.Unmarshal(b, &cfg)
		}
		if err != nil {
			mistakes = append(mistakes, strings.TrimSpace(yaml.FormatError(err, false, false)))
		}
	}
	mistakes = append(mistakes, cfg.mistakes()...)
	if len(mistakes) > 0 {
		return cfg, configError(where, mistakes)
	}
	return cfg, nil
}

func configError(where string, mistakes []string) error {
	return &tearsheet.Error{Op: "config", Kind: tearsheet.KindInvalid, Subject: where, Err: errors.New(strings.Join(mistakes, "; ")),
		Hint: "see what is in force with: tearsheet config show"}
}

// unknown names keys the structure does not have, and drops them.
func unknown(m map[string]any, t reflect.Type, at string) (out []string) {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		fields[t.Field(i).Tag.Get("yaml")] = t.Field(i).Type
	}
	known := slices.Sorted(maps.Keys(fields))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		f, ok := fields[k]
		switch sub, isMap := m[k].(map[string]any); {
		case !ok:
			out = append(out, fmt.Sprintf("unknown key %s%s (known here: %s)", at, k, strings.Join(known, ", ")))
			delete(m, k)
		case f.Kind() == reflect.Struct && isMap:
			out = append(out, unknown(sub, f, at+k+".")...)
		case f.Kind() == reflect.Struct && m[k] != nil:
			out = append(out, fmt.Sprintf("%s%s must be a section with keys", at, k))
			delete(m, k)
		}
	}
	return out
}

// mistakes lists every value that cannot be used.
func (c Config) mistakes() (out []string) {
	only := func(key, got string, allowed ...string) {
		if !slices.Contains(allowed, got) {
			out = append(out, fmt.Sprintf("%s is %q; this version knows %s", key, got, strings.Join(allowed, ", ")))
		}
	}
	only("rag.store", c.RAG.Store, "embedded")
	only("cache.store", c.Cache.Store, "memory")
	only("engine.kind", c.Engine.Kind, "local")
	for _, l := range c.LLM.Chain {
		only("llm.chain", l, "rules")
	}
	if strings.Contains(c.Store.DSN, "://") {
		out = append(out, "store.dsn must be the path of a SQLite file")
	}
	within := func(key string, v, lo, hi float64) {
		if !(v >= lo && v <= hi) {
			out = append(out, fmt.Sprintf("%s is %v; it must lie in [%v, %v]", key, v, lo, hi))
		}
	}
	within("gate.min_confidence", c.Gate.MinConfidence, 0, 1)
	within("gate.max_risk", c.Gate.MaxRisk, 0, 1)
	within("gate.auto_amount", c.Gate.AutoAmount, 0, 1e12)
	within("gate.human_amount", c.Gate.HumanAmount, 0, 1e12)
	within("gate.max_price_age", float64(c.Gate.MaxPriceAge), 0, 3650)
	within("gate.max_filing_age", float64(c.Gate.MaxFilingAge), 0, 3650)
	within("engine.max_concurrent", float64(c.Engine.MaxConcurrent), 1, 1024)
	within("engine.max_runs", float64(c.Engine.MaxRuns), 1, 1024)
	if c.Gate.HumanAmount < c.Gate.AutoAmount {
		out = append(out, "gate.human_amount is below gate.auto_amount: an amount between them would need a person and none at once")
	}
	for _, list := range []struct {
		key     string
		symbols []string
	}{{"data.benchmarks", c.Data.Benchmarks}, {"gate.regulated", c.Gate.Regulated}} {
		for _, s := range list.symbols {
			if _, err := tearsheet.ParseSymbol(s); err != nil {
				out = append(out, fmt.Sprintf("%s: %v", list.key, err))
			}
		}
	}
	return out
}

// Digest identifies the settings that can change a result; where things are
// stored is not among them.
func (c Config) Digest() string {
	c.Store, c.Engine, c.Data.Source = StoreConfig{}, EngineConfig{Kind: c.Engine.Kind}, ""
	b, err := json.Marshal(c)
	if err != nil {
		return "unencodable: " + err.Error()
	}
	return tearsheet.SHA256(b)
}

// YAML writes the effective configuration.
func (c Config) YAML() ([]byte, error) { return yaml.Marshal(c) }

// policy freezes the gate's thresholds for a request.
func (c GateConfig) policy() tearsheet.GatePolicy {
	return tearsheet.GatePolicy{MinConfidence: c.MinConfidence, MaxRisk: c.MaxRisk, AutoAmount: c.AutoAmount, HumanAmount: c.HumanAmount,
		Regulated: c.Regulated, MaxPriceAge: c.MaxPriceAge, MaxFilingAge: c.MaxFilingAge}
}
