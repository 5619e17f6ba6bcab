package main

import (
	"fmt"
	"hash/fnv"
	"time"
)

// A headline is a public event in our own words, with its time in UTC. The
// events of the real companies are facts of the public record; those of XMPL
// are invented. Times without a known minute are given as 14:00 UTC.
type headline struct {
	when  string
	title string
}

var headlines = map[string][]headline{
	"AAPL": {
		{"2013-01-23T21:31:00Z", "Apple reports record quarterly revenue of $54.5 billion and net profit of $13.1 billion"},
		{"2013-01-24T21:00:00Z", "Apple shares drop 12% in the session after its quarterly report"},
		{"2013-01-24T22:01:37Z", "Apple files its quarterly report on Form 10-Q for the quarter ended December 29"},
		{"2013-01-28T18:00:00Z", "Apple releases iOS 6.1 update for iPhone, iPad and iPod touch"},
		{"2013-01-29T14:00:00Z", "Apple adds a 128-gigabyte version to the fourth-generation iPad line"},
		{"2013-02-06T14:00:00Z", "Apple says the iTunes Store has sold more than 25 billion songs"},
		{"2013-02-07T16:00:00Z", "Greenlight Capital sues Apple over a proxy proposal on preferred stock"},
		{"2013-02-07T21:30:00Z", "Apple says it is in active discussions about returning additional cash to shareholders"},
		{"2013-02-12T16:00:00Z", "Apple chief executive calls the shareholder lawsuit a sideshow at an investor conference"},
		{"2013-02-13T14:00:00Z", "Apple cuts prices of some MacBook Pro models with Retina display"},
	},
	"MSFT": {
		{"2013-01-22T14:00:00Z", "Microsoft sets February 9 as the sale date of its Surface Pro tablet"},
		{"2013-01-24T21:04:46Z", "Microsoft reports record quarterly revenue of $21.46 billion; earnings of $0.76 per share"},
		{"2013-01-24T21:10:59Z", "Microsoft files its quarterly report on Form 10-Q for the quarter ended December 31"},
		{"2013-01-24T21:30:00Z", "Microsoft says it has sold more than 60 million Windows 8 licenses"},
		{"2013-01-29T14:00:00Z", "Microsoft launches Office 365 Home Premium, a subscription to its office suite"},
		{"2013-02-05T14:00:00Z", "Microsoft to lend $2 billion toward the $24.4 billion buyout of Dell"},
		{"2013-02-09T14:00:00Z", "Microsoft starts selling the Surface Pro tablet in the United States and Canada"},
		{"2013-02-12T18:00:00Z", "Microsoft issues its monthly security updates"},
	},
	"XMPL": {
		{"2013-01-17T14:00:00Z", "Exemplar Instruments (simulated) opens an application laboratory for food safety testing"},
		{"2013-01-29T12:00:00Z", "Exemplar Instruments (simulated) beats expectations for its first quarter and raises its outlook"},
		{"2013-01-29T21:00:00Z", "Exemplar Instruments (simulated) shares jump to a 52-week high after strong results"},
		{"2013-01-30T15:00:00Z", "Exemplar Instruments (simulated) declares a quarterly dividend of $0.18 per share"},
		{"2013-02-05T21:15:00Z", "Exemplar Instruments (simulated) files its quarterly report for the quarter ended December 31"},
		{"2013-02-08T14:00:00Z", "Exemplar Instruments (simulated) recalls a faulty detector module; sees a small charge"},
		{"2013-02-12T14:00:00Z", "Exemplar Instruments (simulated) trades without its dividend"},
		{"2013-02-14T14:00:00Z", "Exemplar Instruments (simulated) sued by a rival over a spectrometer patent"},
	},
}

type newsJSON struct {
	UUID                string   `json:"uuid"`
	Title               string   `json:"title"`
	Publisher           string   `json:"publisher"`
	Link                string   `json:"link"`
	ProviderPublishTime int64    `json:"providerPublishTime"`
	Type                string   `json:"type"`
	RelatedTickers      []string `json:"relatedTickers"`
}

// newsOf lays the headlines out in the Yahoo search schema, newest first.
func newsOf(c *company) (any, error) {
	hs := headlines[c.symbol]
	var news []newsJSON
	for i := len(hs) - 1; i >= 0; i-- {
		t, err := time.Parse(time.RFC3339, hs[i].when)
		if err != nil {
			return nil, err
		}
		h := fnv.New64a()
		fmt.Fprint(h, c.symbol, hs[i].when, hs[i].title)
		x := h.Sum64()
		news = append(news, newsJSON{
			UUID:  fmt.Sprintf("5a3b1e00-%04x-4%03x-8%03x-%012x", x>>48, x>>36&0xfff, x>>24&0xfff, x&0xffffffffffff),
			Title: hs[i].title, Publisher: "tearsheet sample", Link: "about:sample",
			ProviderPublishTime: t.Unix(), Type: "STORY", RelatedTickers: []string{c.symbol},
		})
	}
	return map[string]any{
		"explains": []any{}, "count": len(news),
		"quotes": []any{map[string]any{
			"exchange": c.exchange, "shortname": c.name, "longname": c.name, "quoteType": "EQUITY",
			"symbol": c.symbol, "index": "quotes", "typeDisp": "Equity", "isYahooFinance": false,
		}},
		"news": news, "nav": []any{}, "lists": []any{},
	}, nil
}
