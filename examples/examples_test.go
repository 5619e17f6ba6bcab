// Package examples runs the example programs.
package examples

import (
	"os/exec"
	"strings"
	"testing"
)

func TestExamplesRun(t *testing.T) {
	for dir, want := range map[string]string{"./graph": "sum 58", "./option": "implied volatility 0.250000"} {
		out, err := exec.Command("go", "run", dir).CombinedOutput()
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v\n%s", dir, err, out)
		}
	}
}
