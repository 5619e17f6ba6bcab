package tearsheet

// The sections of a report, one per analyst node. A nil pointer is "not
// available" and never zero. Fractions are fractions of 1 (0.05 is 5 %), money
// is in the report's currency, per-share figures are on the as-of share basis.

// Cites maps a field of a section to the fact whose value it shows.
type Cites map[string]FactID

// Market is where the security trades.
type Market struct {
	Price     float64  `json:"price"` // last close, as traded
	PriceDate Date     `json:"price_date"`
	Basis     string   `json:"basis"`
	Change1D  *float64 `json:"change_1d"`
	Volume    *float64 `json:"volume"`         // shares, last session
	AvgVolume *float64 `json:"avg_volume_63d"` // shares, mean of 63 sessions
	High52W   *float64 `json:"high_52w"`       // highest high of 52 weeks
	Low52W    *float64 `json:"low_52w"`
	// RangePosition is 0 at the 52-week low and 1 at the high.
	RangePosition  *float64       `json:"range_position"`
	Shares         *float64       `json:"shares_outstanding"`
	MarketCap      *float64       `json:"market_cap"`
	DividendTTM    *float64       `json:"dividend_ttm"` // per share
	DividendYield  *float64       `json:"dividend_yield"`
	Returns        []PeriodReturn `json:"returns"`
	Benchmark      string         `json:"benchmark,omitempty"`
	History        History        `json:"history"`
	BenchmarkClose History        `json:"benchmark_history"`
	Cites          Cites          `json:"cites"`
}

// PeriodReturn is a price return over a period (dividends not included).
type PeriodReturn struct {
	Label     string   `json:"label"` // 1W, 1M, 3M, 6M, YTD, 1Y, 3Y, 5Y
	From      Date     `json:"from"`
	Return    float64  `json:"return"`
	Benchmark *float64 `json:"benchmark"`
	Fact      FactID   `json:"fact"`
}

// History is a column-wise price history for charts, oldest first.
type History struct {
	Dates  []Date    `json:"dates"`
	Close  []float64 `json:"close"`
	Volume []float64 `json:"volume,omitempty"`
}

// Technical is trend, momentum, volatility and levels.
type Technical struct {
	SMA20      *float64 `json:"sma_20"`
	SMA50      *float64 `json:"sma_50"`
	SMA200     *float64 `json:"sma_200"`
	EMA12      *float64 `json:"ema_12"`
	EMA26      *float64 `json:"ema_26"`
	MACD       *float64 `json:"macd"`
	MACDSignal *float64 `json:"macd_signal"`
	RSI14      *float64 `json:"rsi_14"` // 0..100
	ADX14      *float64 `json:"adx_14"` // 0..100
	ATR14      *float64 `json:"atr_14"` // currency
	BBUpper    *float64 `json:"bb_upper"`
	BBLower    *float64 `json:"bb_lower"`
	Momentum   *float64 `json:"momentum_12_1"` // return from 12 months to 1 month ago
	Vol20      *float64 `json:"volatility_20d"`
	Support    *float64 `json:"support"`
	Resistance *float64 `json:"resistance"`
	Trend      string   `json:"trend"` // up, down, sideways
	Signals    []Signal `json:"signals"`
	Score      float64  `json:"score"` // -1..1
	Cites      Cites    `json:"cites"`
}

// Signal is one reading and what it leans towards.
type Signal struct {
	Name    string   `json:"name"`
	Reading string   `json:"reading"`
	Lean    int      `json:"lean"` // -1 bearish, 0 neutral, 1 bullish
	Cites   []FactID `json:"cites"`
}

// Fundamental is what the company reported, as known at as-of.
type Fundamental struct {
	Entity     string       `json:"entity"`
	Industry   string       `json:"industry,omitempty"`
	Kind       string       `json:"kind"` // industrial, bank, insurer, reit
	Annual     []FiscalYear `json:"annual"`
	TTM        *FiscalYear  `json:"ttm"`
	LastFiled  Date         `json:"last_filed"`
	LastForm   string       `json:"last_form"`
	LastPeriod Date         `json:"last_period"`
	Metrics    []Metric     `json:"metrics"`
	Notes      []string     `json:"notes"`
	Score      float64      `json:"score"`
	Cites      Cites        `json:"cites"`
}

// FiscalYear is a column of the financial summary. Money in the report's
// currency, EPS per share on the as-of share basis, growth and margins as
// fractions. Balance-sheet items are at End.
type FiscalYear struct {
	Fiscal          string   `json:"fiscal"` // FY2024, TTM
	Start           Date     `json:"start"`
	End             Date     `json:"end"`
	Filed           Date     `json:"filed"`
	Accession       string   `json:"accession,omitempty"`
	Revenue         *float64 `json:"revenue"`
	RevenueGrowth   *float64 `json:"revenue_growth"`
	GrossProfit     *float64 `json:"gross_profit"`
	GrossMargin     *float64 `json:"gross_margin"`
	OperatingIncome *float64 `json:"operating_income"`
	OperatingMargin *float64 `json:"operating_margin"`
	NetIncome       *float64 `json:"net_income"`
	NetMargin       *float64 `json:"net_margin"`
	EPSDiluted      *float64 `json:"eps_diluted"`
	DilutedShares   *float64 `json:"diluted_shares"`
	OperatingCash   *float64 `json:"operating_cash_flow"`
	Capex           *float64 `json:"capex"` // positive: money spent
	FreeCashFlow    *float64 `json:"free_cash_flow"`
	Assets          *float64 `json:"total_assets"`
	Liabilities     *float64 `json:"total_liabilities"`
	Equity          *float64 `json:"equity"`
	Cash            *float64 `json:"cash"`
	Debt            *float64 `json:"total_debt"`
	NetDebt         *float64 `json:"net_debt"`
	Cites           Cites    `json:"cites"`
}

// Metric is a named ratio with what it means.
type Metric struct {
	Key    string  `json:"key"` // pe, roe, current_ratio
	Label  string  `json:"label"`
	Value  float64 `json:"value"`
	Unit   Unit    `json:"unit"`
	Group  string  `json:"group"` // valuation, profitability, growth, liquidity, leverage, cash
	Period string  `json:"period"`
	Fact   FactID  `json:"fact"`
}

// Sentiment is what the news says.
type Sentiment struct {
	Score      *float64     `json:"score"` // -1..1, time-weighted mean; nil with no story
	Dispersion *float64     `json:"dispersion"`
	Positive   int          `json:"positive"`
	Neutral    int          `json:"neutral"`
	Negative   int          `json:"negative"`
	Method     string       `json:"method"`
	Stories    []ScoredNews `json:"stories"`
	Cites      Cites        `json:"cites"`
}

// ScoredNews is a headline with its score.
type ScoredNews struct {
	Title     string   `json:"title"`
	Publisher string   `json:"publisher"`
	Published string   `json:"published"` // RFC 3339
	URL       string   `json:"url,omitempty"`
	Score     float64  `json:"score"`
	Relevance float64  `json:"relevance"`
	Words     []string `json:"words"` // what moved the score
	Fact      FactID   `json:"fact"`
}

// Options is what the option market implies.
type Options struct {
	Quoted       string        `json:"quoted"` // RFC 3339
	Spot         float64       `json:"spot"`
	SpotBasis    string        `json:"spot_basis"` // quote, parity
	Quality      string        `json:"quality"`    // live, stale
	RealisedVol  *float64      `json:"realised_vol"`
	Expiries     []OptionTerm  `json:"expiries"`
	Contracts    []OptionQuote `json:"contracts"` // near the money, nearest usable expiry
	Notes        []string      `json:"notes"`
	ImpliedVol   *float64      `json:"implied_vol"`  // at the money, nearest usable expiry
	ImpliedMove  *float64      `json:"implied_move"` // fraction of spot to that expiry
	VolPremium   *float64      `json:"iv_minus_realised"`
	ParityErrMax *float64      `json:"parity_error_max"` // currency, European parity residual
	Cites        Cites         `json:"cites"`
}

// OptionTerm is one expiry.
type OptionTerm struct {
	Expiry      Date     `json:"expiry"`
	Days        int      `json:"days"`
	Rate        float64  `json:"rate"` // continuously compounded
	Forward     *float64 `json:"forward"`
	ATMStrike   *float64 `json:"atm_strike"`
	ATMVol      *float64 `json:"atm_vol"`
	Straddle    *float64 `json:"straddle"`
	ImpliedMove *float64 `json:"implied_move"`
	Contracts   int      `json:"contracts"`
	Usable      int      `json:"usable"`
	ParityPairs int      `json:"parity_pairs"`
	ParityError *float64 `json:"parity_error"` // median absolute residual, currency
	Smile       []Smile  `json:"smile"`
	Cites       Cites    `json:"cites"`
}

// Smile is one point of the volatility smile (out-of-the-money options).
type Smile struct {
	Strike float64 `json:"strike"`
	Vol    float64 `json:"vol"`
	Right  Right   `json:"right"`
}

// OptionQuote is one contract with its Black-Scholes value and Greeks.
type OptionQuote struct {
	Right     Right    `json:"right"`
	Strike    float64  `json:"strike"`
	Expiry    Date     `json:"expiry"`
	Bid       float64  `json:"bid"`
	Ask       float64  `json:"ask"`
	Last      float64  `json:"last"`
	Mark      *float64 `json:"mark"`       // mid, or last when nobody quotes
	MarkBasis string   `json:"mark_basis"` // mid, last
	IV        *float64 `json:"iv"`
	FairValue *float64 `json:"fair_value"` // Black-Scholes at realised volatility
	Delta     *float64 `json:"delta"`
	Gamma     *float64 `json:"gamma"`
	Theta     *float64 `json:"theta_day"` // currency per calendar day
	Vega      *float64 `json:"vega_point"`
	Note      string   `json:"note,omitempty"`
	Cites     Cites    `json:"cites"`
}

// Risk is what may go wrong, measured.
type Risk struct {
	Vol1Y           *float64   `json:"volatility_1y"`
	Vol3M           *float64   `json:"volatility_3m"`
	Beta            *float64   `json:"beta"`
	BetaLow         *float64   `json:"beta_low"` // 95 % confidence interval
	BetaHigh        *float64   `json:"beta_high"`
	Correlation     *float64   `json:"correlation"`
	Benchmark       string     `json:"benchmark,omitempty"`
	MaxDrawdown     *float64   `json:"max_drawdown"` // negative fraction, whole window
	DrawdownPeak    Date       `json:"drawdown_peak,omitzero"`
	DrawdownTrough  Date       `json:"drawdown_trough,omitzero"`
	CurrentDrawdown *float64   `json:"current_drawdown"`
	VaR95           *float64   `json:"var_95_1d"` // positive loss fraction
	ES95            *float64   `json:"es_95_1d"`
	VaR99           *float64   `json:"var_99_1d"`
	Sharpe          *float64   `json:"sharpe_1y"`
	RiskFree        *float64   `json:"risk_free"`
	Anomalies       []Anomaly  `json:"anomalies"`
	Score           *float64   `json:"score"` // 0..1
	Parts           []RiskPart `json:"parts"`
	Window          string     `json:"window"`
	Cites           Cites      `json:"cites"`
}

// Anomaly is an unusual observation in the last month.
type Anomaly struct {
	Date  Date    `json:"date"`
	Kind  string  `json:"kind"` // return, volume, gap
	Value float64 `json:"value"`
	Z     float64 `json:"z"` // robust z-score
	Fact  FactID  `json:"fact"`
}

// RiskPart is one part of the risk score.
type RiskPart struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
	Score  float64 `json:"score"` // 0..1
	Why    string  `json:"why"`
}

// Portfolio is how large a position would be.
type Portfolio struct {
	Amount    float64  `json:"amount"`
	Shares    int64    `json:"shares"`
	Cost      float64  `json:"cost"`
	Cash      float64  `json:"cash"`
	Weight    float64  `json:"weight"`
	VolTarget float64  `json:"volatility_target"`
	Scale     *float64 `json:"scale"`            // share of the amount that meets the target
	VaR95     *float64 `json:"value_at_risk_1d"` // USD at the 95 % level
	StopPrice *float64 `json:"stop_price"`
	StopLoss  *float64 `json:"stop_loss"`
	Notes     []string `json:"notes"`
	Cites     Cites    `json:"cites"`
}

// Research is what the filings say.
type Research struct {
	Filings  []IndexedFiling `json:"filings"`
	Queries  []ResearchQuery `json:"queries"`
	Answer   string          `json:"answer,omitempty"` // to --question
	Passages []string        `json:"passages"`
}

// ResearchQuery is a question asked of the filings and the passages it found.
type ResearchQuery struct {
	Topic    string   `json:"topic"`
	Text     string   `json:"text"`
	Passages []string `json:"passages"`
}
