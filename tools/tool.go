package tools

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/google/jsonschema-go/jsonschema"

	"tearsheet"
)

// New makes a read-only tool of a function. The JSON Schema of its arguments is
// inferred from In; arguments that do not fit are refused before the function
// sees them, with KindInvalid and the reason.
func New[In any](name, description string, run func(context.Context, In) (tearsheet.ToolResult, error)) tearsheet.Tool {
	schema, err := jsonschema.For[In](nil)
	if err != nil {
		panic(fmt.Sprintf("tools: %s: arguments have no JSON Schema: %v", name, err)) // a programmer's error, found by any test
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		panic(fmt.Sprintf("tools: %s: %v", name, err))
	}
	raw, err := json.Marshal(schema)
	if err != nil {
		panic(fmt.Sprintf("tools: %s: %v", name, err))
	}
	return &tool[In]{spec: tearsheet.ToolSpec{Name: name, Description: description, Effect: tearsheet.Reads, Input: raw}, schema: resolved, run: run}
}

type tool[In any] struct {
	spec   tearsheet.ToolSpec
	schema *jsonschema.Resolved
	run    func(context.Context, In) (tearsheet.ToolResult, error)
}

func (t *tool[In]) Spec() tearsheet.ToolSpec { return t.spec }

// maxArgs bounds the arguments of a call.
const maxArgs = 16 << 10

func (t *tool[In]) Call(ctx context.Context, args json.RawMessage) (tearsheet.ToolResult, error) {
	bad := func(err error) (tearsheet.ToolResult, error) {
		return tearsheet.ToolResult{}, &tearsheet.Error{Op: "tool " + t.spec.Name, Kind: tearsheet.KindInvalid, Err: err,
			Hint: "the arguments must fit the tool's schema: tearsheet tools list"}
	}
	if len(args) == 0 {
		args = json.RawMessage("{}")
	}
	if len(args) > maxArgs {
		return bad(fmt.Errorf("the arguments are %d bytes; the limit is %d", len(args), maxArgs))
	}
	var loose any
	if err := json.Unmarshal(args, &loose); err != nil {
		return bad(err)
	}
	if err := t.schema.Validate(loose); err != nil {
		return bad(err)
	}
	var in In
	dec := json.NewDecoder(bytes.NewReader(args))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		return bad(err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return bad(fmt.Errorf("there is text after the arguments"))
	}
	return t.run(ctx, in)
}
