package nodes

// tone is the sentiment lexicon: words and two-word phrases of financial
// headlines with a weight from -2 to 2. It was written for tearsheet from the
// ordinary vocabulary of earnings, ratings, deals and disputes; it is taken from
// no published word list.
var tone = map[string]float64{
	// results and outlook
	"beat": 1.5, "beats": 1.5, "tops": 1.5, "topped": 1.5, "exceeds": 1.5, "exceeded": 1.5, "surpasses": 1.5, "outperform": 1.5, "outperforms": 1.2,
	"record": 1, "strong": 1, "stronger": 1, "robust": 1, "solid": 0.8, "growth": 0.6, "grows": 0.8, "grew": 0.8, "accelerates": 1, "improves": 1, "improved": 1, "improving": 0.8,
	"raises guidance": 2, "raises outlook": 2, "raises forecast": 2, "raises dividend": 1.5, "hikes dividend": 1.5, "raises": 0.8, "raised": 0.8, "lifts": 0.8, "boosts": 1, "boost": 0.8,
	"profit": 0.3, "profits": 0.3, "profitable": 1, "expands": 0.7, "expansion": 0.6, "wins": 1.2, "won": 0.8, "win": 0.8, "awarded": 0.8, "approval": 1, "approves": 0.8, "approved": 0.8,
	"miss": -1.5, "misses": -1.5, "missed": -1.5, "disappoints": -1.5, "disappointing": -1.5, "disappointment": -1.2, "weak": -1, "weaker": -1, "weakness": -1, "soft": -0.7, "slows": -0.8, "slowing": -0.8, "slowdown": -1,
	"cuts guidance": -2, "cuts outlook": -2, "cuts forecast": -2, "lowers guidance": -2, "lowers outlook": -2, "cuts dividend": -2, "suspends dividend": -2, "cuts": -0.8, "cut": -0.7, "lowers": -0.8, "lowered": -0.8, "slashes": -1.5,
	"loss": -1, "losses": -1, "lose": -0.8, "loses": -0.8, "losing": -0.8, "decline": -0.9, "declines": -0.9, "declined": -0.9, "shrinks": -1, "shortfall": -1.2, "warns": -1.3, "warning": -1.2, "warned": -1.2, "headwinds": -0.8,
	// prices and ratings
	"surges": 1.3, "surge": 1.2, "soars": 1.4, "soar": 1.3, "jumps": 1.1, "jump": 1, "rallies": 1.1, "rally": 1, "climbs": 0.8, "gains": 0.8, "gain": 0.7, "rises": 0.7, "rise": 0.6, "rebounds": 0.8, "advances": 0.6,
	"upgrade": 1.4, "upgrades": 1.4, "upgraded": 1.4, "overweight": 1, "bullish": 1.2, "buy rating": 1.2, "price target raised": 1.2, "undervalued": 1, "bargain": 0.8, "opportunity": 0.5,
	"plunges": -1.5, "plunge": -1.4, "plummets": -1.5, "tumbles": -1.3, "tumble": -1.2, "sinks": -1.2, "slumps": -1.2, "slump": -1.2, "slides": -0.9, "slide": -0.8, "falls": -0.8, "fall": -0.6, "fell": -0.8, "drops": -0.8, "drop": -0.7, "dips": -0.5, "selloff": -1.2,
	"downgrade": -1.4, "downgrades": -1.4, "downgraded": -1.4, "underweight": -1, "underperform": -1.2, "bearish": -1.2, "sell rating": -1.2, "overvalued": -1, "bubble": -0.8, "risky": -0.8,
	// deals, products, law
	"acquires": 0.4, "acquisition": 0.2, "partnership": 0.7, "partners": 0.5, "agreement": 0.5, "agree": 0.5, "launches": 0.5, "launch": 0.4, "unveils": 0.4, "breakthrough": 1.3, "investment": 0.4, "invests": 0.4, "buyback": 0.9, "repurchase": 0.7, "dividend": 0.3, "settles": 0.3, "lift": 0.5,
	"lawsuit": -1, "lawsuits": -1, "sues": -1, "sued": -1, "probe": -1.1, "investigation": -1.1, "investigates": -1, "antitrust": -0.8, "fraud": -2, "subpoena": -1.2, "fine": -0.6, "fined": -1.2, "penalty": -1, "recall": -1.2, "recalls": -1.2, "ban": -0.9, "banned": -1, "tariff": -0.6, "tariffs": -0.7, "sanctions": -0.8,
	"layoffs": -0.9, "layoff": -0.9, "bankruptcy": -2, "bankrupt": -2, "default": -1.5, "delisting": -1.8, "delisted": -1.8, "restates": -1.8, "restatement": -1.8, "resigns": -0.8, "ousted": -1, "delay": -0.8, "delays": -0.8, "delayed": -0.8, "halts": -0.9, "shutdown": -1, "outage": -0.9, "breach": -1.2, "hack": -1.1, "crisis": -1.2, "fears": -0.8, "concern": -0.6, "concerns": -0.7, "worries": -0.8, "risk": -0.4, "risks": -0.4, "warnings": -1.2, "uncertainty": -0.7, "struggles": -1, "struggling": -1, "pressure": -0.6, "trouble": -1, "going concern": -2,
}

// negations turn the next words round.
var negations = map[string]bool{"no": true, "not": true, "never": true, "without": true, "isn't": true, "doesn't": true, "didn't": true, "won't": true, "fails": true, "failed": true, "less": true, "avoids": true, "denies": true}

// legalForms end issuers' names and not headlines.
var legalForms = map[string]bool{"co": true, "corp": true, "corporation": true, "inc": true, "company": true, "companies": true, "group": true, "holdings": true, "holding": true, "plc": true, "ltd": true, "llc": true, "lp": true, "sa": true, "nv": true, "ag": true, "new": true, "de": true}

// ordinary words begin issuers' names and mean something else alone.
var ordinary = map[string]bool{"of": true, "and": true, "the": true, "walt": true, "home": true, "general": true, "international": true, "business": true, "machines": true, "mills": true, "american": true, "america": true,
	"united": true, "states": true, "national": true, "first": true, "bank": true, "texas": true, "instruments": true, "new": true, "york": true, "us": true, "u": true, "s": true, "global": true, "world": true, "applied": true,
	"materials": true, "advanced": true, "devices": true, "best": true, "buy": true, "capital": true, "one": true, "state": true, "street": true, "public": true, "service": true, "southern": true, "western": true,
	"digital": true, "electric": true, "energy": true, "gas": true, "health": true, "life": true, "motors": true, "oil": true, "power": true, "realty": true, "trust": true, "union": true, "pacific": true, "waste": true,
	"management": true, "dollar": true, "tree": true, "target": true, "gap": true, "block": true, "square": true, "match": true, "air": true, "products": true, "delta": true, "lines": true, "airlines": true, "micro": true, "super": true, "computer": true}
