package reports_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"tearsheet/reports"
)

func resolvedSchema(t *testing.T) *jsonschema.Resolved {
	t.Helper()
	b, err := reports.Schema()
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	r, err := s.Resolve(&jsonschema.ResolveOptions{ValidateDefaults: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReportsValidateAgainstSchema(t *testing.T) {
	schema := resolvedSchema(t)
	all := fixtures()
	all["hostile"] = hostileReport()
	for name, r := range all {
		t.Run(name, func(t *testing.T) {
			var v any
			if err := json.Unmarshal([]byte(render(t, r, reports.JSON, reports.Options{})), &v); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(v); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSchemaRefuses(t *testing.T) {
	schema := resolvedSchema(t)
	for name, edit := range map[string]func(map[string]any){
		"unknown rating":   func(r map[string]any) { r["recommendation"].(map[string]any)["rating"] = "strong_buy" },
		"unknown decision": func(r map[string]any) { r["gate"].(map[string]any)["decision"] = "maybe" },
		"other schema":     func(r map[string]any) { r["schema"] = "tearsheet.report/v2" },
		"unknown field":    func(r map[string]any) { r["colour"] = "red" },
		"missing facts":    func(r map[string]any) { delete(r, "facts") },
		"confidence of 2":  func(r map[string]any) { r["recommendation"].(map[string]any)["confidence"] = 2.0 },
		"price as text":    func(r map[string]any) { r["market"].(map[string]any)["price"] = "187" },
		"unknown severity": func(r map[string]any) {
			r["validation"].(map[string]any)["findings"].([]any)[0].(map[string]any)["severity"] = "fatal"
		},
		"date of two years": func(r map[string]any) { r["as_of"] = "21 February 2025" },
	} {
		t.Run(name, func(t *testing.T) {
			var v map[string]any
			if err := json.Unmarshal([]byte(render(t, fullReport(), reports.JSON, reports.Options{})), &v); err != nil {
				t.Fatal(err)
			}
			edit(v)
			if err := schema.Validate(v); err == nil {
				t.Error("the schema accepts it")
			}
		})
	}
}

func TestSchemaIsStable(t *testing.T) {
	a, _ := reports.Schema()
	for range 3 {
		if b, _ := reports.Schema(); string(b) != string(a) {
			t.Fatal("two schemas differ")
		}
	}
	if !strings.Contains(string(a), "https://json-schema.org/draft/2020-12/schema") {
		t.Error("the schema does not name its draft")
	}
}
