package rag

import "strings"

// itemSpec is one item of a form: where it stands, what the form calls it, and
// words that its heading has (lower case, any of).
type itemSpec struct {
	part  string
	item  string
	title string
	words []string
}

// form is the item structure of one kind of filing.
type form struct {
	name  string
	items []itemSpec
}

var annual = form{"10-K", []itemSpec{
	{"I", "1", "Business", []string{"business"}},
	{"I", "1A", "Risk Factors", []string{"risk factors"}},
	{"I", "1B", "Unresolved Staff Comments", []string{"unresolved"}},
	{"I", "1C", "Cybersecurity", []string{"cybersecurity", "cyber security"}},
	{"I", "2", "Properties", []string{"propert"}},
	{"I", "3", "Legal Proceedings", []string{"legal"}},
	{"I", "4", "Mine Safety Disclosures", []string{"mine safety", "submission of matters", "executive officers", "removed", "reserved"}},
	{"II", "5", "Market for Registrant's Common Equity", []string{"market for", "market price"}},
	{"II", "6", "Selected Financial Data", []string{"selected", "reserved", "removed"}},
	{"II", "7", SectionMDA, []string{"discussion and analysis"}},
	{"II", "7A", SectionMarketRisk, []string{"quantitative", "market risk"}},
	{"II", "8", "Financial Statements and Supplementary Data", []string{"financial statements", "supplementary"}},
	{"II", "9", "Changes in and Disagreements with Accountants", []string{"disagreements", "changes in"}},
	{"II", "9A", SectionControls, []string{"controls"}},
	{"II", "9B", "Other Information", []string{"other information"}},
	{"II", "9C", "Foreign Jurisdictions that Prevent Inspections", []string{"foreign jurisdictions", "prevent inspections"}},
	{"III", "10", "Directors, Executive Officers and Corporate Governance", []string{"directors"}},
	{"III", "11", "Executive Compensation", []string{"compensation"}},
	{"III", "12", "Security Ownership", []string{"security ownership", "beneficial owner"}},
	{"III", "13", "Certain Relationships and Related Transactions", []string{"relationships", "related"}},
	{"III", "14", "Principal Accountant Fees and Services", []string{"accountant", "accounting fees", "exhibits", "controls and procedures"}},
	{"IV", "15", "Exhibits and Financial Statement Schedules", []string{"exhibit"}},
	{"IV", "16", "Form 10-K Summary", []string{"summary"}},
}}

var quarterly = form{"10-Q", []itemSpec{
	{"I", "1", "Financial Statements", []string{"financial statements"}},
	{"I", "2", SectionMDA, []string{"discussion and analysis"}},
	{"I", "3", SectionMarketRisk, []string{"quantitative", "market risk"}},
	{"I", "4", SectionControls, []string{"controls"}},
	{"II", "1", "Legal Proceedings", []string{"legal"}},
	{"II", "1A", "Risk Factors", []string{"risk factors"}},
	{"II", "2", "Unregistered Sales of Equity Securities", []string{"unregistered", "changes in securities", "purchases of equity", "issuer purchases"}},
	{"II", "3", "Defaults Upon Senior Securities", []string{"default"}},
	{"II", "4", "Mine Safety Disclosures", []string{"mine safety", "submission of matters", "removed", "reserved"}},
	{"II", "5", "Other Information", []string{"other information"}},
	{"II", "6", "Exhibits", []string{"exhibit"}},
}}

var foreign = form{"20-F", []itemSpec{
	{"I", "1", "Identity of Directors, Senior Management and Advisers", []string{"identity of directors"}},
	{"I", "2", "Offer Statistics and Expected Timetable", []string{"offer statistics"}},
	{"I", "3", "Key Information", []string{"key information"}},
	{"I", "4", "Information on the Company", []string{"information on the company", "information about the company"}},
	{"I", "4A", "Unresolved Staff Comments", []string{"unresolved"}},
	{"I", "5", "Operating and Financial Review and Prospects", []string{"operating and financial review"}},
	{"I", "6", "Directors, Senior Management and Employees", []string{"directors, senior management"}},
	{"I", "7", "Major Shareholders and Related Party Transactions", []string{"major shareholders"}},
	{"I", "8", "Financial Information", []string{"financial information"}},
	{"I", "9", "The Offer and Listing", []string{"offer and listing"}},
	{"I", "10", "Additional Information", []string{"additional information"}},
	{"I", "11", SectionMarketRisk, []string{"quantitative", "market risk"}},
	{"I", "12", "Description of Securities Other than Equity Securities", []string{"description of securities"}},
	{"II", "13", "Defaults, Dividend Arrearages and Delinquencies", []string{"default"}},
	{"II", "14", "Material Modifications to the Rights of Security Holders", []string{"modifications"}},
	{"II", "15", SectionControls, []string{"controls"}},
	{"II", "16", "Reserved", []string{"reserved"}},
	{"II", "16A", "Audit Committee Financial Expert", []string{"audit committee"}},
	{"II", "16B", "Code of Ethics", []string{"code of ethics"}},
	{"II", "16C", "Principal Accountant Fees and Services", []string{"accountant"}},
	{"II", "16D", "Exemptions from the Listing Standards for Audit Committees", []string{"exemptions"}},
	{"II", "16E", "Purchases of Equity Securities by the Issuer", []string{"purchases"}},
	{"II", "16F", "Change in Registrant's Certifying Accountant", []string{"certifying accountant"}},
	{"II", "16G", "Corporate Governance", []string{"corporate governance"}},
	{"II", "16H", "Mine Safety Disclosure", []string{"mine safety"}},
	{"II", "16I", "Foreign Jurisdictions that Prevent Inspections", []string{"foreign jurisdictions"}},
	{"II", "16J", "Insider Trading Policies", []string{"insider trading"}},
	{"II", "16K", "Cybersecurity", []string{"cybersecurity"}},
	{"III", "17", "Financial Statements", []string{"financial statements"}},
	{"III", "18", "Financial Statements", []string{"financial statements"}},
	{"III", "19", "Exhibits", []string{"exhibits"}},
}}

var current = form{"8-K", []itemSpec{
	{"", "1.01", "Entry into a Material Definitive Agreement", []string{"entry into"}},
	{"", "1.02", "Termination of a Material Definitive Agreement", []string{"termination"}},
	{"", "1.03", "Bankruptcy or Receivership", []string{"bankruptcy"}},
	{"", "1.04", "Mine Safety", []string{"mine safety"}},
	{"", "1.05", "Material Cybersecurity Incidents", []string{"cybersecurity"}},
	{"", "2.01", "Completion of Acquisition or Disposition of Assets", []string{"completion"}},
	{"", "2.02", "Results of Operations and Financial Condition", []string{"results of operations"}},
	{"", "2.03", "Creation of a Direct Financial Obligation", []string{"creation"}},
	{"", "2.04", "Triggering Events", []string{"triggering"}},
	{"", "2.05", "Costs Associated with Exit or Disposal Activities", []string{"exit or disposal", "costs associated"}},
	{"", "2.06", "Material Impairments", []string{"impairment"}},
	{"", "3.01", "Notice of Delisting", []string{"delisting"}},
	{"", "3.02", "Unregistered Sales of Equity Securities", []string{"unregistered"}},
	{"", "3.03", "Material Modification to Rights of Security Holders", []string{"modification"}},
	{"", "4.01", "Changes in Registrant's Certifying Accountant", []string{"accountant"}},
	{"", "4.02", "Non-Reliance on Previously Issued Financial Statements", []string{"non-reliance", "reliance"}},
	{"", "5.01", "Changes in Control of Registrant", []string{"control"}},
	{"", "5.02", "Departure or Election of Directors or Officers", []string{"departure", "election", "appointment"}},
	{"", "5.03", "Amendments to Articles of Incorporation or Bylaws", []string{"amendment"}},
	{"", "5.04", "Temporary Suspension of Trading", []string{"suspension"}},
	{"", "5.05", "Amendments to the Code of Ethics", []string{"code of ethics"}},
	{"", "5.07", "Submission of Matters to a Vote of Security Holders", []string{"submission"}},
	{"", "5.08", "Shareholder Director Nominations", []string{"nomination"}},
	{"", "7.01", "Regulation FD Disclosure", []string{"regulation fd"}},
	{"", "8.01", "Other Events", []string{"other events"}},
	{"", "9.01", "Financial Statements and Exhibits", []string{"exhibits"}},
}}

// formOf returns the item structure of a form type, by its family: 10-K405 and
// 10-K/A are annual reports.
func formOf(name string) *form {
	n := strings.ToUpper(strings.TrimSpace(name))
	switch {
	case strings.HasPrefix(n, "10-K"), strings.HasPrefix(n, "10K"):
		return &annual
	case strings.HasPrefix(n, "10-Q"), strings.HasPrefix(n, "10Q"):
		return &quarterly
	case strings.HasPrefix(n, "20-F"):
		return &foreign
	case strings.HasPrefix(n, "8-K"):
		return &current
	}
	return nil
}

// hasParts reports whether the item number alone is ambiguous in the form.
func (f *form) hasParts() bool { return f == &quarterly }

// label is the name of a section for the item.
func (f *form) label(s itemSpec) string {
	if f.hasParts() {
		return "Part " + s.part + ", Item " + s.item + ". " + s.title
	}
	return "Item " + s.item + ". " + s.title
}
