package check

// What stands before and after a number.

var currencySigns = map[string]string{"$": "$", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₫": "VND", "฿": "THB"}

var dollarPrefixes = map[string]string{"US": "USD", "C": "CAD", "CA": "CAD", "A": "AUD", "AU": "AUD", "HK": "HKD", "NZ": "NZD", "S": "SGD", "NT": "TWD"}

var isoCodes = []string{"USD", "EUR", "GBP", "JPY", "CNY", "CHF", "CAD", "AUD", "HKD", "KRW", "INR", "TWD", "SEK", "NOK", "DKK",
	"BRL", "MXN", "SGD", "ZAR", "NZD", "RUB", "TRY", "PLN", "ILS", "THB", "RMB", "GBX"}

var currencyWords = map[string]string{"dollar": "$", "dollars": "$", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "yen": "JPY",
	"yuan": "CNY", "francs": "CHF", "rupees": "INR", "won": "KRW"}

// dollars are the currencies whose own sign is $.
var dollars = map[string]bool{"USD": true, "CAD": true, "AUD": true, "HKD": true, "NZD": true, "SGD": true, "TWD": true, "MXN": true}

// scaleWords may stand apart from the number; scaleLetters only touch it.
var scaleWords = map[string]int32{"thousand": 3, "thousands": 3, "million": 6, "millions": 6, "mn": 6, "mln": 6, "mio": 6, "mm": 6,
	"billion": 9, "billions": 9, "bn": 9, "bln": 9, "trillion": 12, "trillions": 12, "tn": 12, "trn": 12}

var scaleLetters = map[string]int32{"k": 3, "K": 3, "m": 6, "M": 6, "MM": 6, "b": 9, "B": 9, "t": 12, "T": 12}

var fractions = map[string]string{"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.3333333333", "⅔": "0.6666666667", "⅕": "0.2", "⅖": "0.4",
	"⅗": "0.6", "⅘": "0.8", "⅙": "0.1666666667", "⅚": "0.8333333333", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875"}
