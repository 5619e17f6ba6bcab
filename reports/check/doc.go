// Package check verifies a report before anyone may read it: impossible
// numbers, broken identities, figures in prose that no cited fact supports,
// data from after the as-of, missing disclosures.
//
// Each [Validator] lives in a file of its own and looks at one thing; [All]
// lists them and [Run] makes the [tearsheet.Validation] of a report. A finding
// says which figure, what was expected, and in Hint what would make it pass.
// A validator that does not apply to a report is silent; one that would pass
// only by construction says so with an info finding.
//
// The package also exports the two parts other rooms need: [Parse], which finds
// every figure in a text whatever human format it is written in, and [Eval],
// the safe evaluator of a calc claim's expression.
//
// Matching is strict on purpose. A figure must equal a fact its claim cites,
// within half a unit of the last place the figure states; there is no scale
// wildcard, no percent tolerance and no search for arithmetic between facts.
package check
