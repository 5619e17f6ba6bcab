package check

import "tearsheet"

// dataGaps: an absent section is explained.
type dataGaps struct{}

func (dataGaps) Name() string { return "data_gaps" }
func (dataGaps) Doc() string {
	return "every absent section has a gap that says why, and every gap a reason"
}

func (dataGaps) Check(r *tearsheet.Report) []tearsheet.Finding {
	var l list
	explained := map[string]bool{}
	for _, g := range r.Data.Gaps {
		explained[g.Node] = true
		if g.Reason == "" {
			l.warn("say what was missing", "the gap of node %q gives no reason", g.Node)
		}
	}
	for _, s := range []struct {
		node   string
		absent bool
	}{
		{"market", r.Market == nil}, {"technical", r.Technical == nil}, {"fundamental", r.Fundamental == nil},
		{"sentiment", r.Sentiment == nil}, {"options", r.Options == nil}, {"risk", r.Risk == nil},
		{"portfolio", r.Portfolio == nil}, {"research", r.Research == nil},
	} {
		if s.absent && !explained[s.node] {
			l.fail("add a gap with node \""+s.node+"\" and its reason", "the %s section is absent and no gap says why", s.node)
		}
	}
	return l
}
