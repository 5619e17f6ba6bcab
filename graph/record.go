package graph

import (
	"context"
	"encoding/json"
	"runtime"

	"tearsheet"
)

type recorderKey struct{}

type recorder func(tearsheet.EventKind, json.RawMessage)

func withRecorder(ctx context.Context, r recorder) context.Context {
	return context.WithValue(ctx, recorderKey{}, r)
}

// Record logs an event of the running node: a tool or model call, a raised ask.
// Outside a run it does nothing.
func Record(ctx context.Context, kind tearsheet.EventKind, data any) {
	if r, ok := ctx.Value(recorderKey{}).(recorder); ok {
		r(kind, encode(data))
	}
}

func stack() []byte {
	b := make([]byte, 16<<10)
	return b[:runtime.Stack(b, false)]
}
