package reports

import (
	"bytes"
	"encoding/json"

	"tearsheet"
)

// renderJSON writes the report itself, indented by two spaces, with a final
// newline. '<', '>' and '&' are escaped, so that the text may be embedded in a
// page.
func renderJSON(r *tearsheet.Report) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
