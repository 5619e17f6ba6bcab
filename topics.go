package tearsheet

// The topics of the analysis graph. Each is given by one node.
var (
	RequestSlot     = SlotOf[Request]("request")
	MarketSlot      = SlotOf[Market]("market")
	PricesSlot      = SlotOf[Series]("prices")
	BenchmarkSlot   = SlotOf[Series]("benchmark")
	RatesSlot       = SlotOf[Curve]("rates")
	ChainSlot       = SlotOf[Chain]("chain")
	TechnicalSlot   = SlotOf[Technical]("technical")
	FundamentalSlot = SlotOf[Fundamental]("fundamental")
	SentimentSlot   = SlotOf[Sentiment]("sentiment")
	OptionsSlot     = SlotOf[Options]("options")
	RiskSlot        = SlotOf[Risk]("risk")
	ResearchSlot    = SlotOf[Research]("research")
	ReasoningSlot   = SlotOf[Reasoning]("reasoning")
	ThesisSlot      = SlotOf[Thesis]("thesis")
	ViewSlot        = SlotOf[View]("view")
	PortfolioSlot   = SlotOf[Portfolio]("portfolio")
	DraftSlot       = SlotOf[Report]("draft")
	ValidationSlot  = SlotOf[Validation]("validation")
	GateSlot        = SlotOf[Gate]("gate")
	ReportSlot      = SlotOf[Report]("report")
)

// Request is the frozen input of one analysis: what a run depends on besides
// the data. It is the same for the CLI, the API and a sweep.
type Request struct {
	Security   Security `json:"security"`
	AsOf       Date     `json:"as_of"`
	Source     string   `json:"source"`
	Notice     string   `json:"notice,omitempty"`
	Benchmarks []string `json:"benchmarks"` // the first that the source has is used
	Amount     float64  `json:"amount"`     // USD considered
	Question   string   `json:"question,omitempty"`
	Profile    string   `json:"profile"` // full or quick
	Policy     string   `json:"policy"`  // rules or llm
	Seed       int64    `json:"seed"`
	Horizon    int      `json:"horizon_days"`

	// Thresholds and digests that decide the outcome, frozen with the input.
	Gate         GatePolicy `json:"gate"`
	ConfigDigest string     `json:"config_digest"`
	GraphDigest  string     `json:"graph_digest"`
	Version      string     `json:"version"`
}

// GatePolicy holds the gate's thresholds (configuration section "gate").
type GatePolicy struct {
	MinConfidence float64  `json:"min_confidence"` // auto-approve at or above
	MaxRisk       float64  `json:"max_risk"`       // auto-approve below
	AutoAmount    float64  `json:"auto_amount"`    // auto-approve below, USD
	HumanAmount   float64  `json:"human_amount"`   // above: always a senior person, USD
	Regulated     []string `json:"regulated"`      // symbols that always need a person
	MaxPriceAge   int      `json:"max_price_age"`  // calendar days
	MaxFilingAge  int      `json:"max_filing_age"` // calendar days since period end
}
