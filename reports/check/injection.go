package check

import (
	"strings"

	"tearsheet"
)

// injection: text from outside that talks to a model.
type injection struct{}

func (injection) Name() string { return "injection" }
func (injection) Doc() string {
	return "warns of passages and headlines that read like instructions to a model or hide text"
}

func (injection) Check(r *tearsheet.Report) []tearsheet.Finding {
	const hint = "have a person read the text; it is data and was not followed, but whoever wrote it wanted it to be"
	var l list
	look := func(where, text string) {
		if what := suspicious(text); what != "" {
			l.warn(hint, "%s %s", where, what)
		}
	}
	for _, p := range r.Passages {
		look("passage "+p.ID+" of filing "+string(p.Accession), p.Text)
		look("the section name of passage "+p.ID, p.Section)
	}
	if s := r.Sentiment; s != nil {
		for _, n := range s.Stories {
			look("the headline "+quoted(n.Title), n.Title)
		}
	}
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Unit == tearsheet.TextUnit {
			look("fact "+string(f.ID), f.Value.String())
		}
	}
	return l
}

// orders are phrases, in lower case with single spaces, that a filing or a
// headline has no reason to contain.
var orders = []string{
	"ignore previous", "ignore all previous", "ignore the previous", "ignore any previous", "ignore prior", "ignore all prior",
	"ignore the above", "ignore your instructions", "ignore all instructions", "disregard previous", "disregard all previous",
	"disregard the above", "disregard your", "disregard prior", "forget your instructions", "forget all previous", "forget everything above",
	"override your", "new instructions:", "system prompt", "system message", "developer message", "you are an ai", "you are now a",
	"you are a helpful", "as an ai language model", "as a language model", "act as an", "respond only with", "respond with only",
	"reply only with", "output only", "your final answer", "final answer:", "do not tell the user", "do not mention this",
	"do not reveal", "reveal your", "instructions to the model", "note to the model", "attention ai", "attention llm",
	"to any ai", "any ai system", "ai assistant", "language models reading", "llm reading", "rate this stock", "rate the stock", "rate it buy",
	"must rate", "must recommend", "recommend buy regardless", "set the rating", "set rating", "set confidence", "approve this report",
	"<|im_start|>", "<|im_end|>", "<|system|>", "<|endoftext|>", "[inst]", "[/inst]", "<<sys>>", "<system>", "</system>", "### instruction",
	"tool_call", "function_call", "\"arguments\":", "begin system", "end of document. user:",
}

// suspicious says what is wrong with a text, "" for nothing.
func suspicious(text string) string {
	f := fold(text)
	if f.bidi {
		return "contains bidirectional control characters, which can show text other than it is"
	}
	if f.tags {
		return "contains invisible tag characters"
	}
	low := strings.Join(strings.Fields(f.lower()), " ")
	for _, o := range orders {
		if strings.Contains(low, o) {
			return "reads like an instruction to a model: " + quoted(o)
		}
	}
	if f.hidden > 8 && f.hidden*50 > len(text) {
		return "contains many invisible characters"
	}
	if i := strings.Index(low, "]("); i > 0 && strings.Contains(low, "![") && strings.Contains(low[i:], "?") {
		return "contains a Markdown image that would send data out"
	}
	for _, mark := range []string{"observation:", "thought:", "action:", "assistant:", "system:"} {
		if lineStarts(f.lower(), mark) {
			return "imitates a turn of a reasoner: " + quoted(mark)
		}
	}
	return ""
}

func lineStarts(s, mark string) bool {
	for line := range strings.Lines(s) {
		if strings.HasPrefix(strings.TrimSpace(line), mark) {
			return true
		}
	}
	return false
}

// quoted shortens and quotes a text for a message.
func quoted(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n == most {
			return "“" + s[:i] + "…”"
		}
		n++
	}
	return "“" + s + "”"
}
