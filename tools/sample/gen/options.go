package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"
)

// The option chain of the fictional company, in the layout of the Yahoo v7
// service with every expiry in one file. Prices are Black-Scholes with a
// volatility that depends on strike and expiry (smile), a flat rate and one
// assumed dividend. The shares are held to be American: a call that would be
// worth more exercised before the ex-date is priced to that day (Black's
// approximation) and nothing is quoted under its exercise value. Bid and ask
// stand around that value on the cent.
const (
	optRate     = 0.0012 // about the bill rate of the as-of date
	optDividend = 0.18
	optExDate   = "2013-05-14"
	closeUTC    = 21 // 16:00 in New York, in winter
)

var optExpiries = []struct {
	date string
	atm  float64 // volatility at the money
}{
	{"2013-03-15", 0.305}, {"2013-04-19", 0.312}, {"2013-06-21", 0.318},
}

var optStrikes = []float64{30, 32, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 50, 52, 54}

func day(date string) time.Time {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return t
}

func years(from, to string) float64 { return day(to).Sub(day(from)).Hours() / 24 / 365 }

func cdf(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }

// blackScholes is the European value on a spot without dividends.
func blackScholes(call bool, s, k, t, r, vol float64) float64 {
	d1 := (math.Log(s/k) + (r+vol*vol/2)*t) / (vol * math.Sqrt(t))
	d2 := d1 - vol*math.Sqrt(t)
	if call {
		return s*cdf(d1) - k*math.Exp(-r*t)*cdf(d2)
	}
	return k*math.Exp(-r*t)*cdf(-d2) - s*cdf(-d1)
}

// smile is the volatility at a strike: higher below the spot, a little higher
// far above it, flatter for the longer expiries.
func smile(atm, s, k, t float64) float64 {
	x := math.Log(k/s) / math.Sqrt(t)
	return atm - 0.055*x + 0.050*x*x
}

func optionValue(call bool, s, k, t, vol float64) float64 {
	tx := years(asOf, optExDate)
	spot := s
	if tx < t {
		spot -= optDividend * math.Exp(-optRate*tx)
	}
	p := blackScholes(call, spot, k, t, optRate, vol)
	if call && tx < t {
		p = math.Max(p, blackScholes(true, s, k, tx, optRate, vol))
	}
	exercise := k - s
	if call {
		exercise = -exercise
	}
	return math.Max(p, exercise)
}

type contractJSON struct {
	ContractSymbol    string  `json:"contractSymbol"`
	Strike            float64 `json:"strike"`
	Currency          string  `json:"currency"`
	LastPrice         float64 `json:"lastPrice"`
	Change            float64 `json:"change"`
	PercentChange     float64 `json:"percentChange"`
	Volume            int     `json:"volume"`
	OpenInterest      int     `json:"openInterest"`
	Bid               float64 `json:"bid"`
	Ask               float64 `json:"ask"`
	ContractSize      string  `json:"contractSize"`
	Expiration        int64   `json:"expiration"`
	LastTradeDate     int64   `json:"lastTradeDate"`
	ImpliedVolatility float64 `json:"impliedVolatility"`
	InTheMoney        bool    `json:"inTheMoney"`
}

type expiryJSON struct {
	ExpirationDate int64          `json:"expirationDate"`
	HasMiniOptions bool           `json:"hasMiniOptions"`
	Calls          []contractJSON `json:"calls"`
	Puts           []contractJSON `json:"puts"`
}

func exemplarChain(bars []bar) (any, error) {
	var last, prev bar
	hi, lo := 0.0, math.Inf(1)
	for i, x := range bars {
		if x.date > "2012-02-15" && x.date <= asOf {
			hi, lo = math.Max(hi, x.high), math.Min(lo, x.low)
		}
		if x.date == asOf {
			last, prev = x, bars[i-1]
		}
	}
	if last.date == "" {
		return nil, fmt.Errorf("no bar on %s", asOf)
	}
	s := last.close
	quoted := day(asOf).Add(closeUTC * time.Hour)
	rng := rand.New(rand.NewPCG(xmplSeed, 2))
	cents := func(x float64) float64 { return math.Round(x*100) / 100 }
	var dates []int64
	var expiries []expiryJSON
	for _, e := range optExpiries {
		t := years(asOf, e.date)
		ex := expiryJSON{ExpirationDate: day(e.date).Unix()}
		dates = append(dates, ex.ExpirationDate)
		for _, call := range []bool{true, false} {
			for _, k := range optStrikes {
				vol := smile(e.atm, s, k, t)
				p := optionValue(call, s, k, t, vol)
				half := math.Max(0.015, 0.012*p+0.01)
				bid, ask := math.Floor((p-half)*100+1e-9)/100, math.Ceil((p+half)*100-1e-9)/100
				bid = math.Max(bid, 0)
				// interest is thickest near the money and in the first expiry
				weight := math.Exp(-0.5*math.Pow(math.Log(k/s)/(0.09+0.05*t), 2)) / (1 + 2*t)
				open := int(math.Round(3200 * weight * math.Exp(0.4*(rng.Float64()-0.5)*2)))
				volume := int(math.Round(float64(open) * 0.12 * rng.Float64()))
				at := quoted.Add(-time.Duration(5+rng.IntN(230)) * time.Minute)
				if volume == 0 {
					at = at.AddDate(0, 0, -1-rng.IntN(2)) // last traded on a day before
				}
				lastPrice := cents(math.Min(math.Max(p+(rng.Float64()-0.5)*half, bid), ask))
				lastPrice = math.Max(lastPrice, 0.01)
				old := optionValue(call, prev.close, k, t+1.0/365, vol)
				change := 0.0
				if volume > 0 {
					change = cents(lastPrice - cents(old))
				}
				pct := 0.0
				if change != 0 && lastPrice-change > 0 {
					pct = math.Round(change/(lastPrice-change)*1e4) / 100
				}
				letter := "P"
				if call {
					letter = "C"
				}
				ct := contractJSON{
					ContractSymbol: fmt.Sprintf("%s%s%s%08d", xmplSymbol, day(e.date).Format("060102"), letter, int(math.Round(k*1000))),
					Strike:         k, Currency: "USD", LastPrice: lastPrice, Change: change, PercentChange: pct,
					Volume: volume, OpenInterest: open, Bid: cents(bid), Ask: cents(ask), ContractSize: "REGULAR",
					Expiration: ex.ExpirationDate, LastTradeDate: at.Unix(),
					ImpliedVolatility: math.Round(vol*1e6) / 1e6, InTheMoney: call == (k < s),
				}
				if call {
					ex.Calls = append(ex.Calls, ct)
				} else {
					ex.Puts = append(ex.Puts, ct)
				}
			}
		}
		expiries = append(expiries, ex)
	}
	quote := map[string]any{
		"language": "en-US", "region": "US", "quoteType": "EQUITY", "quoteSourceName": "tearsheet sample (simulated)",
		"currency": "USD", "symbol": xmplSymbol, "shortName": "Exemplar Instruments (simulated)", "longName": "Exemplar Instruments Inc. (simulated)",
		"exchange": "SAMPLE", "fullExchangeName": "tearsheet sample", "market": "us_market", "marketState": "CLOSED",
		"exchangeTimezoneName": "America/New_York", "exchangeTimezoneShortName": "EST", "gmtOffSetMilliseconds": -18000000,
		"regularMarketPrice": s, "regularMarketTime": quoted.Unix(), "regularMarketPreviousClose": prev.close,
		"regularMarketChange": cents(s - prev.close), "regularMarketChangePercent": math.Round((s/prev.close-1)*1e6) / 1e4,
		"regularMarketOpen": last.open, "regularMarketDayHigh": last.high, "regularMarketDayLow": last.low, "regularMarketVolume": last.volume,
		"bid": cents(s - 0.01), "ask": cents(s + 0.01), "bidSize": 5, "askSize": 7,
		"fiftyTwoWeekHigh": hi, "fiftyTwoWeekLow": lo, "trailingAnnualDividendRate": 0.68, "tradeable": false,
	}
	return map[string]any{"optionChain": map[string]any{
		"result": []any{map[string]any{
			"underlyingSymbol": xmplSymbol, "expirationDates": dates, "strikes": optStrikes,
			"hasMiniOptions": false, "quote": quote, "options": expiries,
		}},
		"error": nil,
	}}, nil
}
