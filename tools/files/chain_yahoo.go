package files

import (
	"fmt"
	"math"
	"time"

	"tearsheet"
)

// parseYahooChain reads a v7/finance/options body. The chain is as of the newest
// time the body itself carries: the quote's market times and the last trades.
// day, from the file name, serves when it carries none. The vendor's implied
// volatilities are not read: on stale quotes they are placeholders.
func parseYahooChain(body []byte, symbol string, day tearsheet.Date) (tearsheet.Chain, error) {
	var c tearsheet.Chain
	var newest, spotAt int64
	results := 0
	var under string
	s := scan{b: body}
	contract := func(right tearsheet.Right) error {
		o := tearsheet.Contract{Right: right}
		var expiry, traded int64
		err := s.object(func(key []byte) (err error) {
			switch string(key) {
			case "contractSymbol":
				o.Symbol, err = s.text()
			case "strike":
				o.Strike, err = s.float()
			case "bid":
				o.Bid, err = s.float()
			case "ask":
				o.Ask, err = s.float()
			case "lastPrice":
				o.Last, err = s.float()
			case "volume":
				o.Volume, err = s.float()
			case "openInterest":
				o.OpenInterest, err = s.float()
			case "expiration":
				expiry, err = s.integer()
			case "lastTradeDate":
				traded, err = s.integer()
			default:
				err = s.skip()
			}
			return err
		})
		if err != nil {
			return err
		}
		if expiry <= 0 || !(o.Strike > 0) {
			return s.errf("contract %s has no expiration or no positive strike", quoted(o.Symbol))
		}
		if bad := negative(o); bad != "" {
			return s.errf("contract %s has a negative %s", quoted(o.Symbol), bad)
		}
		o.Expiry = tearsheet.DateOf(time.Unix(expiry, 0).UTC())
		if traded > 0 {
			o.LastTrade = time.Unix(traded, 0).UTC()
			newest = max(newest, traded)
		}
		c.Contracts = append(c.Contracts, o)
		return nil
	}
	quote := func(key []byte) (err error) {
		var t int64
		switch string(key) {
		case "regularMarketPrice":
			c.Spot, err = s.float()
		case "regularMarketTime":
			t, err = s.integer()
			spotAt = t
		case "preMarketTime", "postMarketTime":
			t, err = s.integer()
		case "currency":
			c.Currency, err = s.text()
		default:
			err = s.skip()
		}
		newest = max(newest, t)
		return err
	}
	result := func(key []byte) error {
		switch string(key) {
		case "underlyingSymbol":
			v, err := s.text()
			under = v
			return err
		case "quote":
			return s.object(quote)
		case "options":
			return s.array(func(int) error {
				return s.object(func(key []byte) error {
					switch string(key) {
					case "calls":
						return s.array(func(int) error { return contract(tearsheet.Call) })
					case "puts":
						return s.array(func(int) error { return contract(tearsheet.Put) })
					}
					return s.skip()
				})
			})
		}
		return s.skip()
	}
	err := s.object(func(key []byte) error {
		if string(key) != "optionChain" {
			return s.skip()
		}
		return s.object(func(key []byte) error {
			switch {
			case string(key) != "result":
				return s.skip()
			case s.null():
				return nil
			}
			return s.array(func(int) error {
				results++
				return s.object(result)
			})
		})
	})
	if err == nil {
		err = s.end()
	}
	switch {
	case err != nil:
		return c, err
	case results != 1:
		return c, fmt.Errorf("optionChain.result holds %d chains, not one", results)
	case under != "" && !sameSymbol(under, symbol):
		return c, fmt.Errorf("the chain is of %s, the file name says %s", quoted(under), symbol)
	case c.Spot < 0 || math.IsInf(c.Spot, 0):
		return c, fmt.Errorf("regularMarketPrice %v is not a price", c.Spot)
	}
	if spotAt > 0 && c.Spot > 0 {
		c.SpotTime = time.Unix(spotAt, 0).UTC()
	}
	switch {
	case newest > 0:
		c.Quoted = time.Unix(newest, 0).UTC()
	case !day.IsZero():
		c.Quoted = day.EndOfDay().UTC()
	default:
		return c, fmt.Errorf("neither the quote nor the file name says when the chain was taken")
	}
	return c, nil
}

// negative names a negative field of a contract.
func negative(o tearsheet.Contract) string {
	for _, f := range []struct {
		name string
		v    float64
	}{{"bid", o.Bid}, {"ask", o.Ask}, {"last price", o.Last}, {"volume", o.Volume}, {"open interest", o.OpenInterest}} {
		if f.v < 0 {
			return f.name
		}
	}
	return ""
}
