package reports

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/google/jsonschema-go/jsonschema"

	"tearsheet"
)

// Schema returns the JSON Schema (draft 2020-12) of a report as Render writes
// it in JSON. It is inferred from the Go type, so it cannot fall behind it.
func Schema() ([]byte, error) {
	s, err := schemaOf()
	if err != nil {
		return nil, err
	}
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("report schema: %w", err)
	}
	return append(b, '\n'), nil
}

func schemaOf() (*jsonschema.Schema, error) {
	str := func(description string) *jsonschema.Schema {
		return &jsonschema.Schema{Type: "string", Description: description}
	}
	enum := func(description string, values ...any) *jsonschema.Schema {
		for i, v := range values {
			values[i] = fmt.Sprint(v)
		}
		return &jsonschema.Schema{Type: "string", Description: description, Enum: values}
	}
	date := &jsonschema.Schema{Type: "string", Description: "A day, or empty when unknown.",
		Pattern: `^([0-9]{4}-[0-9]{2}-[0-9]{2})?$`}
	s, err := jsonschema.For[tearsheet.Report](&jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[tearsheet.Date]():    date,
		reflect.TypeFor[tearsheet.Decimal](): {Type: "number"},
		reflect.TypeFor[tearsheet.Value](): {Types: []string{"number", "string", "null"},
			Description: "An exact decimal, or a text."},
		reflect.TypeFor[time.Time]():       {Type: "string", Format: "date-time"},
		reflect.TypeFor[json.RawMessage](): {Description: "Any JSON: what the step gave its tool."},
		reflect.TypeFor[tearsheet.FactID](): {Type: "string",
			Description: "Id of a fact: F and 16 hexadecimal digits of its content's SHA-256."},
		reflect.TypeFor[tearsheet.Cites](): {Types: []string{"null", "object"},
			Description:          "Field of this section to the id of the fact it shows.",
			AdditionalProperties: &jsonschema.Schema{Type: "string"}},
		reflect.TypeFor[tearsheet.Rating](): enum("no_rating says that the evidence supports none of the others.",
			tearsheet.Buy, tearsheet.Hold, tearsheet.Sell, tearsheet.NoRating),
		reflect.TypeFor[tearsheet.GateDecision](): enum("Only auto_approved and approved are published.",
			tearsheet.AutoApproved, tearsheet.Pending, tearsheet.Blocked, tearsheet.Approved, tearsheet.Rejected),
		reflect.TypeFor[tearsheet.Severity](): enum("An error blocks publication; a warning feeds the gate.",
			tearsheet.SeverityError, tearsheet.SeverityWarning, tearsheet.SeverityInfo),
		reflect.TypeFor[tearsheet.ClaimKind](): enum("What a claim rests on.",
			tearsheet.FactClaim, tearsheet.CalcClaim, tearsheet.OpinionClaim),
		reflect.TypeFor[tearsheet.Quality](): enum("How a fact came to be.",
			tearsheet.Reported, tearsheet.Restated, tearsheet.Derived, tearsheet.Estimated),
		reflect.TypeFor[tearsheet.Right]():     enum("The right an option gives.", tearsheet.Call, tearsheet.Put),
		reflect.TypeFor[tearsheet.Unit]():      str("USD, USD/share, shares, pure (a fraction or ratio), days, text."),
		reflect.TypeFor[tearsheet.Concept]():   str("us-gaap:Assets as filed, fin:revenue as resolved, px:close, calc:pe."),
		reflect.TypeFor[tearsheet.Subject]():   str("sec:AAPL, cik:0000320193, macro:US."),
		reflect.TypeFor[tearsheet.Accession](): str("An SEC accession number, 0000320193-24-000123."),
	}})
	if err != nil {
		return nil, fmt.Errorf("report schema: %w", err)
	}
	s.Schema = "https://json-schema.org/draft/2020-12/schema"
	s.ID = "urn:tearsheet:report:v1"
	s.Title = "tearsheet report"
	s.Description = "A tear sheet as data. An absent section is a gap, explained in data.gaps. " +
		"Fractions are fractions of 1; money is in the report's currency; null is not available."
	if p := s.Properties["schema"]; p != nil {
		var v any = tearsheet.ReportSchema
		p.Const = &v
	}
	unit := func(o *jsonschema.Schema, keys ...string) {
		for _, k := range keys {
			if p := o.Properties[k]; p != nil {
				p.Minimum, p.Maximum = jsonschema.Ptr(0.0), jsonschema.Ptr(1.0)
			}
		}
	}
	unit(s.Properties["recommendation"], "conviction", "confidence", "risk_score")
	return s, nil
}
