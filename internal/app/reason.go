package app

import (
	"fmt"

	"tearsheet"
	"tearsheet/internal/reason"
	"tearsheet/reports"
	"tearsheet/reports/check"
)

func newReasoner() tearsheet.Reasoner { return reason.Loop{Policy: reason.Rules{}} }

type drafter = reports.Builder

// checker adapts the list of validators to what the validate node asks for.
type checker struct{}

// Check implements nodes.Checker.
func (checker) Check(r *tearsheet.Report) tearsheet.Validation { return check.Run(r) }

// Policy says what --llm resolves to, in words for the person.
func Policy(llm string) (string, error) {
	_, said, err := policyFor(llm)
	return said, err
}

// policyFor resolves --llm. auto takes what is there; a named model must be
// there.
func policyFor(llm string) (policy, said string, err error) {
	switch llm {
	case "rules":
		return "rules", "reasoning by rules", nil
	case "", "auto":
		return "rules", "no language model is configured: reasoning by rules", nil
	}
	return "", "", &tearsheet.Error{Op: "llm", Kind: tearsheet.KindUnavailable, Subject: "--llm " + llm,
		Err: fmt.Errorf("this version cannot reach language models"), Hint: "use --llm rules"}
}
