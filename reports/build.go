package reports

import (
	"fmt"
	"strings"

	"tearsheet"
)

// Builder drafts reports from states. It reads nothing else.
type Builder struct{}

// Draft makes the report a state supports: the sections that were given, the
// gaps of those that were not, the argument, and the verdicts reached so far.
func (Builder) Draft(s tearsheet.State) (tearsheet.Report, error) {
	req, err := tearsheet.RequestSlot.Must(s)
	if err != nil {
		return tearsheet.Report{}, err
	}
	r := tearsheet.Report{Schema: tearsheet.ReportSchema, Symbol: req.Security.ID.Symbol, Name: req.Security.Name, Issuer: req.Security.Issuer,
		AsOf: req.AsOf, Currency: req.Security.Currency, Notice: req.Notice,
		Data:       tearsheet.ReportData{Source: req.Source, Windows: some(s.Windows), Gaps: some(s.Gaps)},
		Claims:     some(s.Claims),
		Facts:      some(s.Facts),
		Passages:   some(s.Passages),
		Strategy:   tearsheet.Strategy{Used: "primary", Reason: "the full graph ran"},
		Usage:      tearsheet.Usage{Nodes: []tearsheet.NodeUsage{}},
		Provenance: tearsheet.Provenance{BinaryVersion: req.Version, GraphDigest: req.GraphDigest, ConfigDigest: req.ConfigDigest},
	}
	if req.Profile == "quick" {
		r.Strategy.Reason = "the quick profile ran: without options"
	}
	if req.Security.Issuer != nil {
		r.CIK = req.Security.Issuer.CIK.String()
	}
	if err := sections(s, &r); err != nil {
		return tearsheet.Report{}, err
	}
	view, err := tearsheet.ViewSlot.Must(s)
	if err != nil {
		return tearsheet.Report{}, err
	}
	r.Recommendation = recommend(req, view, r.Risk, r.Portfolio)
	r.Disclosures = disclose(req, &r)
	return r, nil
}

// some keeps lists as [] in JSON.
func some[T any](x []T) []T {
	if x == nil {
		return []T{}
	}
	return x
}

func sections(s tearsheet.State, r *tearsheet.Report) error {
	for _, err := range []error{
		give(s, tearsheet.MarketSlot, &r.Market), give(s, tearsheet.TechnicalSlot, &r.Technical), give(s, tearsheet.FundamentalSlot, &r.Fundamental),
		give(s, tearsheet.SentimentSlot, &r.Sentiment), give(s, tearsheet.OptionsSlot, &r.Options), give(s, tearsheet.RiskSlot, &r.Risk),
		give(s, tearsheet.PortfolioSlot, &r.Portfolio), give(s, tearsheet.ResearchSlot, &r.Research),
		fill(s, tearsheet.ReasoningSlot, &r.Reasoning), fill(s, tearsheet.ThesisSlot, &r.Thesis),
		fill(s, tearsheet.ValidationSlot, &r.Validation), fill(s, tearsheet.GateSlot, &r.Gate),
	} {
		if err != nil {
			return err
		}
	}
	r.Validation.Checks, r.Validation.Findings, r.Gate.Rules = some(r.Validation.Checks), some(r.Validation.Findings), some(r.Gate.Rules)
	return nil
}

func give[T any](s tearsheet.State, slot tearsheet.Slot[T], into **T) error {
	v, ok, err := slot.Get(s)
	if ok {
		*into = &v
	}
	return err
}

func fill[T any](s tearsheet.State, slot tearsheet.Slot[T], into *T) error {
	v, ok, err := slot.Get(s)
	if ok {
		*into = v
	}
	return err
}

func recommend(req tearsheet.Request, v tearsheet.View, risk *tearsheet.Risk, pos *tearsheet.Portfolio) tearsheet.Recommendation {
	out := tearsheet.Recommendation{Rating: v.Rating, Reason: v.Reason, Conviction: v.Conviction, Confidence: v.Confidence, RiskScore: 1,
		TargetPrice: v.TargetPrice, HorizonDays: v.Horizon, Amount: req.Amount, Pillars: v.Pillars, Cites: tearsheet.Cites{}}
	if v.TargetFact != "" {
		out.Cites["target_price"] = v.TargetFact
	}
	// An unknown risk is not a small one: without a score it stands at its worst.
	if risk != nil && risk.Score != nil {
		out.RiskScore = *risk.Score
		out.Cites["risk_score"] = risk.Cites["score"]
	}
	if pos != nil {
		out.Shares, out.Weight = pos.Shares, pos.Weight
		out.Cites["amount"], out.Cites["shares"], out.Cites["weight"] = pos.Cites["amount"], pos.Cites["shares"], pos.Cites["weight"]
	}
	return out
}

// disclose writes what a reader must be told, by topic.
func disclose(req tearsheet.Request, r *tearsheet.Report) []string {
	var sources []string
	seen := map[string]bool{}
	for _, w := range r.Data.Windows {
		if key := w.Kind + " (" + w.Provider + ")"; !seen[key] {
			seen[key] = true
			sources = append(sources, key)
		}
	}
	if len(sources) == 0 {
		sources = []string{"none answered"}
	}
	data := fmt.Sprintf("Data: as known at the end of %s, New York time.", req.AsOf)
	if r.Market != nil {
		data += fmt.Sprintf(" The last price is the close of %s.", r.Market.PriceDate)
	}
	reasoner := "Reasoner: fixed rules (" + r.Reasoning.Model + "); no language model took part."
	if r.Reasoning.Mode == "llm" {
		reasoner = "Reasoner: written with a language model (AI), " + r.Reasoning.Model + "; every figure was checked against its source by code."
	}
	approval := "Approval: NOT APPROVED."
	switch r.Gate.Decision {
	case tearsheet.AutoApproved:
		approval = "Approval: auto-approved within the thresholds of the gate; no person reviewed it."
	case tearsheet.Approved:
		approval = "Approval: approved by " + r.Gate.DecidedBy + "."
	case tearsheet.Rejected:
		approval = "Approval: NOT APPROVED; rejected by " + r.Gate.DecidedBy + "."
	}
	return []string{
		data,
		"Sources: " + strings.Join(sources, ", ") + ". Each figure names its own in the annex.",
		"Method: analyst nodes compute facts; a reasoner weighs graded pillars with stated weights; validators check every figure; see the reasoning trace.",
		"Risks: prices can fall as well as rise; past returns do not foretell future ones; the risk section measures what has been, not what may be.",
		fmt.Sprintf("Horizon: %d days from as-of.", r.Recommendation.HorizonDays),
		"Rating: buy, hold and sell say which way the weighted evidence leans over the horizon; no_rating says that there is too little to lean on. It is research, not advice to any person.",
		reasoner,
		approval,
	}
}

// Approve writes a person's decision into a stored report.
func Approve(r *tearsheet.Report, d tearsheet.Decision) {
	r.Gate.Decision, r.Gate.DecidedBy, r.Gate.Comment = d.Verdict, d.By, d.Reason
	at := d.At
	r.Gate.DecidedAt = &at
	for i, line := range r.Disclosures {
		if strings.HasPrefix(line, "Approval:") {
			r.Disclosures[i] = "Approval: approved by " + d.By + "."
			if d.Verdict != tearsheet.Approved {
				r.Disclosures[i] = "Approval: NOT APPROVED; rejected by " + d.By + "."
			}
		}
	}
}
