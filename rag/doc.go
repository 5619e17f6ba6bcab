// Package rag turns SEC filings into passages a reasoner can cite: it parses a
// filing into sections, paragraphs and table rows, cuts them into chunks, and
// finds the chunks that answer a question.
//
// # From bytes to passages
//
// Parse reads HTML with inline XBRL or 1990s plain text, with one pass over a
// tokenizer and no recursion, and returns a Document: what a reader of the
// rendered page sees, in order, split into the Items of the form. Hidden text,
// scripts, tables of contents and running headers are not part of it. A table
// row becomes a sentence that says what its figures are:
//
//	iPhone: 2024 201,183; 2023 200,583 (dollars in millions)
//
// Library indexes the documents of one issuer and answers tearsheet's
// Retriever. A filing of another company is refused; text that looks like
// instructions to a model is reported and stays data.
//
// # Section names
//
// A section is named by its item and the form's title of it: "Item 7.
// Management's Discussion and Analysis", in a 10-Q "Part I, Item 2.
// Management's Discussion and Analysis"; a note of the statements is "Item 8.
// Financial Statements and Supplementary Data > Note 13. Segment Information".
// RetrieveQuery.Sections takes the start of a name, of the title without its
// item, or of a note, so "Item 1A" and SectionRiskFactors find the same body.
package rag

// The titles of the sections that research asks for, as RetrieveQuery.Sections
// takes them; each finds the section in every form that has it.
const (
	SectionBusiness            = "Business"
	SectionRiskFactors         = "Risk Factors"
	SectionMDA                 = "Management's Discussion and Analysis"
	SectionMarketRisk          = "Quantitative and Qualitative Disclosures About Market Risk"
	SectionFinancialStatements = "Financial Statements"
	SectionLegal               = "Legal Proceedings"
	SectionControls            = "Controls and Procedures"
)
