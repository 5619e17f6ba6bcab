package tools

import "tearsheet"

// Env is what the tools of one run may read.
type Env struct {
	State   tearsheet.State
	Passage tearsheet.Retriever // nil: no filings were read
}

// All lists the tools, in alphabetical order.
func All(e Env) []tearsheet.Tool {
	return []tearsheet.Tool{
		Calculate(e),
		Facts(e),
		Filings(e),
		Fundamentals(e),
		Gaps(e),
		News(e),
		Options(e),
		Quote(e),
		Risk(e),
		Technicals(e),
	}
}
