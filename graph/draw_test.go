package graph_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tearsheet"
	"tearsheet/graph"
)

func TestDraw(t *testing.T) {
	g := build(t, graph.Input("request"),
		ok(spec{Name: "market", Doc: "last price", Needs: topics("request"), Gives: topics("prices", "market")}),
		ok(spec{Name: "news", Doc: "headlines", Needs: topics("request"), Gives: topics("news"), Optional: true}),
		ok(spec{Name: "options", Doc: "fair value", Needs: topics("prices"), Uses: topics("market"), Gives: topics("options"),
			When: &graph.When{Doc: `a "chain" exists`, Holds: func(state) (bool, string, error) { return true, "", nil }}}),
		ok(spec{Name: "report", Doc: "the tear sheet", Needs: topics("market", "prices"), Uses: topics("news", "options"), Final: true}))
	for _, format := range []string{"mermaid", "dot", "text"} {
		t.Run(format, func(t *testing.T) {
			var got bytes.Buffer
			if err := g.Draw(&got, format); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "draw."+format)
			if *update {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if err := g.Draw(&bytes.Buffer{}, "svg"); tearsheet.KindOf(err) != tearsheet.KindInvalid || tearsheet.HintOf(err) == "" {
		t.Errorf("unknown format: %v", err)
	}
	if err := g.Draw(closed{}, "text"); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a writer's error is lost: %v", err)
	}
}

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, os.ErrClosed }
