package app

import (
	"tearsheet"
	"tearsheet/rag"
)

// newLibrary is the one line that chooses how filings are indexed.
func newLibrary() tearsheet.Library { return rag.NewLibrary() }
