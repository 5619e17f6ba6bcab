package check

import (
	"fmt"

	"tearsheet"
)

// Validator looks at one aspect of a report. Check must not change the report
// and must give the same findings in the same order every time.
type Validator interface {
	Name() string // as it appears in Finding.Check
	Doc() string  // one sentence: what it refuses
	Check(r *tearsheet.Report) []tearsheet.Finding
}

// Run applies every validator of [All]. The report passes when no finding is an
// error; warnings are for the gate and info is for the reader.
func Run(r *tearsheet.Report) tearsheet.Validation { return RunOnly(r, All()...) }

// RunOnly applies the validators given, in that order.
func RunOnly(r *tearsheet.Report, vs ...Validator) tearsheet.Validation {
	out := tearsheet.Validation{Passed: true, Checks: []string{}, Findings: []tearsheet.Finding{}}
	for _, v := range vs {
		out.Checks = append(out.Checks, v.Name())
		out.Findings = append(out.Findings, contained(v, r)...)
	}
	for _, f := range out.Findings {
		if f.Severity == tearsheet.SeverityError {
			out.Passed = false
		}
	}
	return out
}

// contained runs one validator; a panic becomes an error finding, so that a
// broken validator blocks a report instead of letting it through or ending the
// run.
func contained(v Validator, r *tearsheet.Report) (out []tearsheet.Finding) {
	defer func() {
		if p := recover(); p != nil {
			out = []tearsheet.Finding{{
				Check: v.Name(), Severity: tearsheet.SeverityError,
				Message: fmt.Sprintf("validator %s broke down: %v", v.Name(), p),
				Hint:    "this is a defect of the validator; nothing it would have checked is verified",
			}}
		}
	}()
	if r == nil {
		return []tearsheet.Finding{{Check: v.Name(), Severity: tearsheet.SeverityError,
			Message: "there is no report to check", Hint: "draft the report first"}}
	}
	out = v.Check(r)
	for i := range out {
		if out[i].Check == "" {
			out[i].Check = v.Name()
		}
	}
	return out
}
