package check

import (
	"strings"

	"tearsheet"
)

// disclosures: what a reader must be told is there.
type disclosures struct{}

func (disclosures) Name() string { return "disclosures" }
func (disclosures) Doc() string {
	return "data time, sources, method, risks, horizon, rating meaning, reasoner and approval status are disclosed"
}

// topics are the prefixes a disclosure line starts with, and what it must say.
var topics = []struct{ prefix, says string }{
	{"Data:", "the time of the data"},
	{"Sources:", "where the data came from"},
	{"Method:", "how the conclusion was reached"},
	{"Risks:", "the main risks"},
	{"Horizon:", "the horizon of the rating"},
	{"Rating:", "what the rating means"},
	{"Reasoner:", "whether rules or a model reasoned"},
	{"Approval:", "who approved the report, or NOT APPROVED"},
}

func (disclosures) Check(r *tearsheet.Report) []tearsheet.Finding {
	var l list
	for _, t := range topics {
		line, ok := disclosure(r, t.prefix)
		switch {
		case !ok && t.prefix == "Approval:" && r.Gate.Decision == "":
			// A draft has not met the gate; the line is written after it.
		case !ok:
			l.fail("add a line that starts with \""+t.prefix+"\"", "no disclosure says %s", t.says)
		case strings.TrimSpace(line) == "":
			l.fail("say "+t.says, "the disclosure %q is empty", t.prefix)
		}
	}
	if line, ok := disclosure(r, "Reasoner:"); ok {
		low := strings.ToLower(line)
		ai := strings.Contains(low, "llm") || strings.Contains(low, "model") || strings.Contains(low, " ai")
		switch r.Reasoning.Mode {
		case "llm":
			if !ai {
				l.fail("mark the report as written with a language model (AI)", "a model reasoned but the disclosure says %q", strings.TrimSpace(line))
			}
		case "rules":
			if !strings.Contains(low, "rule") {
				l.fail("say that fixed rules reasoned", "rules reasoned but the disclosure says %q", strings.TrimSpace(line))
			}
		}
	}
	if line, ok := disclosure(r, "Approval:"); ok {
		claims := !strings.Contains(strings.ToLower(line), "not approved") && strings.Contains(strings.ToLower(line), "approved")
		switch r.Gate.Decision {
		case tearsheet.Pending, tearsheet.Blocked, tearsheet.Rejected:
			if claims {
				l.fail("write NOT APPROVED", "the gate says %s but the disclosure says %q", r.Gate.Decision, strings.TrimSpace(line))
			}
		}
	}
	if r.Data.Source == "sample" && r.Notice == "" {
		l.fail("set Notice to say that this is sample data", "the report is made from sample data and is not marked so")
	}
	return l
}

// disclosure is the rest of the line with the prefix.
func disclosure(r *tearsheet.Report, prefix string) (string, bool) {
	for _, d := range r.Disclosures {
		if len(d) >= len(prefix) && strings.EqualFold(d[:len(prefix)], prefix) {
			return " " + d[len(prefix):], true
		}
	}
	return "", false
}
