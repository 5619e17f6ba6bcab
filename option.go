package tearsheet

import "time"

// Right is the right an option gives.
type Right string

// Call and Put are the two rights.
const (
	Call Right = "call"
	Put  Right = "put"
)

// Contract is one listed option with its quote, in currency per share of the
// underlying. A zero Bid and Ask means nobody was quoting.
type Contract struct {
	Symbol       string    `json:"symbol,omitempty"`
	Right        Right     `json:"right"`
	Strike       float64   `json:"strike"`
	Expiry       Date      `json:"expiry"`
	Bid          float64   `json:"bid"`
	Ask          float64   `json:"ask"`
	Last         float64   `json:"last"`
	LastTrade    time.Time `json:"last_trade,omitzero"`
	Volume       float64   `json:"volume"`
	OpenInterest float64   `json:"open_interest"`
}

// Chain is a snapshot of listed options on one underlying. Spot is the price of
// the underlying as the same vendor quoted it at SpotTime; zero when the vendor
// did not store it, to be inferred by put-call parity.
type Chain struct {
	Underlying SecurityID `json:"underlying"`
	Quoted     time.Time  `json:"quoted"` // when the snapshot was taken: Known
	Spot       float64    `json:"spot,omitempty"`
	SpotTime   time.Time  `json:"spot_time,omitzero"`
	Currency   string     `json:"currency"`
	Contracts  []Contract `json:"contracts"` // by expiry, strike, right
	Source     Source     `json:"source"`
	Findings   []Finding  `json:"findings,omitempty"`
}

// ChainQuery asks for the newest snapshot quoted at or before AsOf.
type ChainQuery struct {
	Security SecurityID
	AsOf     time.Time
}
