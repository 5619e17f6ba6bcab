package rag

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// mark is one way text addresses a model rather than a reader. The key must
// occur before the pattern is tried.
type mark struct {
	name string
	key  string
	re   *regexp.Regexp
}

var marks = []mark{
	{"ignore previous instructions", "instruction", regexp.MustCompile(`\b(ignore|disregard|forget|override|bypass|skip)\b.{0,40}\b(instruction|instructions)\b`)},
	{"ignore what came before", "ignore", regexp.MustCompile(`\bignore (all|any|everything) .{0,20}\b(above|previous|prior|preceding|earlier|context|prompt|rules)\b`)},
	{"ignore what came before", "disregard", regexp.MustCompile(`\bdisregard (all|any|everything) .{0,20}\b(above|previous|prior|preceding|earlier|context|prompt|rules)\b`)},
	{"new instructions", "instructions", regexp.MustCompile(`\b(new|updated|real|actual|hidden|following) (system )?instructions( are)?\s*:`)},
	{"system prompt", "system", regexp.MustCompile(`\bsystem (prompt|message|override|instruction)s?\b|<\s*/?\s*system\s*>|\[\s*system\s*\]|^\s*system\s*:`)},
	{"addresses a model", "you are", regexp.MustCompile(`\byou are (now |actually )?(a |an |the )?(helpful |unrestricted |ai\b|artificial intelligence|large )?.{0,20}\b(assistant|language model|chatbot|chatgpt|llm|ai model|ai agent|analyst model|ai)\b`)},
	{"addresses a model", "language model", regexp.MustCompile(`\b(if you are|as|attention|dear|note to|instructions? (for|to)|message (for|to)) (a |an |any |the |all )?(ai |large )?language models?\b`)},
	{"addresses a model", "assistant", regexp.MustCompile(`\b(ai assistant|assistant)s?\b.{0,30}\b(must|should not|shall now|ignore|respond|reply|output|rate)\b|^\s*assistant\s*:`)},
	{"addresses a model", "llm", regexp.MustCompile(`\b(llms?|llm agents?)\b.{0,30}\b(must|should|ignore|respond|reply|output|rate|reading this)\b`)},
	{"chat markup", "<|", regexp.MustCompile(`<\|[a-z_]{2,30}\|>`)},
	{"chat markup", "inst]", regexp.MustCompile(`\[/?inst\]`)},
	{"chat markup", "### ", regexp.MustCompile(`^\s*### (instruction|system|response|human|assistant)`)},
	{"dictates the output", "output", regexp.MustCompile(`\b(output|print|return) (only|exactly|verbatim|the following)\b.{0,30}["':]`)},
	{"dictates the output", "respond", regexp.MustCompile(`\brespond (only )?(with|by saying)\b.{0,30}["':]`)},
	{"dictates the rating", "rat", regexp.MustCompile(`\b(must|always|should|please|now|only) (be )?(rate|rated|assign|issue|recommend|give|set)\b.{0,40}\b(strong buy|buy rating|rating (of|to) .?(buy|sell|hold)|as (a )?(strong )?buy)\b`)},
	{"hides from the user", "user", regexp.MustCompile(`\bdo not (tell|inform|mention|reveal|alert).{0,30}\b(user|human|operator)\b`)},
	{"calls a tool", "tool", regexp.MustCompile(`\b(call|invoke|use|run|execute) the .{0,30}\b(tool|function)\b.{0,30}\b(with|to send|now)\b|tool_call|function_call`)},
	{"jailbreak", "jailbreak", regexp.MustCompile(`\bjailbreak`)},
	{"jailbreak", "developer mode", regexp.MustCompile(`\bdeveloper mode\b`)},
}

// instructions returns the names of the marks by which a text looks like
// instructions to a model.
func instructions(s string) []string {
	lower := strings.ToLower(s)
	hit := false
	for i := range marks {
		if marks[i].key != "rat" && strings.Contains(lower, marks[i].key) {
			hit = true
			break
		}
	}
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < 0x80
	}
	if !ascii {
		if folded := norm.NFKC.String(lower); folded != lower {
			lower, hit = strings.ToLower(folded), true
		}
	}
	if !hit && !strings.Contains(lower, "buy") {
		return nil
	}
	var out []string
	for _, m := range marks {
		if !strings.Contains(lower, m.key) || !m.re.MatchString(lower) {
			continue
		}
		if n := len(out); n == 0 || out[n-1] != m.name {
			out = append(out, m.name)
		}
	}
	return out
}

// checkHidden reports hidden text: instructions in it, or too much of it. The
// text itself is not part of the document.
func (d *Document) checkHidden(s string) {
	if m := instructions(s); len(m) > 0 {
		d.warn(fmt.Sprintf("hidden text looks like instructions to a model (%s); it was dropped", strings.Join(m, ", ")))
	}
	const much = 5000
	if d.HiddenBytes > much {
		d.warn(fmt.Sprintf("%d bytes of hidden text were dropped", d.HiddenBytes))
	}
}
