package check

// All lists the validators in the order in which they run. A new validator is a
// new file and one line here.
func All() []Validator {
	return []Validator{
		balance{},
		capCoherence{},
		citations{},
		citedDates{},
		citedFigures{},
		currency{},
		dataGaps{},
		disclosures{},
		injection{},
		lookAhead{},
		optionBounds{},
		peCoherence{},
		rating{},
		sameValue{},
		staleness{},
		valueRanges{},
		weights{},
	}
}
