package providertest

import (
	"math/rand/v2"
	"testing"
	"time"

	"tearsheet"
)

// Kinds of data a provider may have.
const (
	Bars    = "bars"
	Facts   = "facts"
	Filings = "filings"
	Chain   = "chain"
	News    = "news"
	Curve   = "curve"
)

// Options say what the provider under test has. Open and Security are needed.
type Options struct {
	// Open makes a fresh provider; the suite opens several.
	Open func(t testing.TB) tearsheet.Provider
	// Security is one the provider resolves.
	Security tearsheet.SecurityID
	// First and Last bound the as-of dates tried; Last is a day at which
	// everything in Has is there.
	First, Last tearsheet.Date
	// Has lists the kinds that must be there at Last. Others may be
	// KindNotFound or empty.
	Has []string
	// Split and Dividend are corporate actions the provider must handle.
	Split    *Split
	Dividend *Dividend
	// Unknown is a well-formed symbol nobody lists; ZZQXJ if empty.
	Unknown string
	// Rounds is how many random as-of dates are tried; 25 if zero. Seed makes
	// them.
	Rounds int
	Seed   uint64
}

// Split is a split of a security: Ratio new shares per old on Ex.
type Split struct {
	Security tearsheet.SecurityID
	Ex       tearsheet.Date
	Ratio    float64
}

// Dividend is a cash dividend of a security, in its currency per share as paid.
type Dividend struct {
	Security tearsheet.SecurityID
	Ex       tearsheet.Date
	Amount   float64
}

// Run runs the whole suite.
func Run(t *testing.T, o Options) {
	t.Helper()
	if o.Open == nil || o.Security.Symbol == "" || o.First.IsZero() || !o.Last.After(o.First) {
		t.Fatal("providertest: Options needs Open, Security, First and a later Last")
	}
	if o.Unknown == "" {
		o.Unknown = "ZZQXJ"
	}
	if o.Rounds == 0 {
		o.Rounds = 25
	}
	before := goroutines()
	t.Run("present", o.present)
	t.Run("as_of_law", o.asOfLaw)
	t.Run("growth", o.growth)
	t.Run("before_everything", o.beforeEverything)
	t.Run("unknown_symbol", o.unknown)
	t.Run("malformed_symbol", o.malformed)
	t.Run("cancelled", o.cancelled)
	t.Run("same_answer", o.sameAnswer)
	t.Run("own_copy", o.ownCopy)
	if o.Split != nil {
		t.Run("split", o.split)
	}
	if o.Dividend != nil {
		t.Run("dividend", o.dividend)
	}
	t.Run("goroutines", func(t *testing.T) { settled(t, before) })
}

// dates are seeded random as-of instants: ends of days, and odd moments within
// days, from before First to beyond Last.
func (o Options) dates() []time.Time {
	rnd := rand.New(rand.NewPCG(o.Seed, 0x7ea85))
	span := o.Last.DaysSince(o.First) + 120
	out := []time.Time{o.First.EndOfDay(), o.Last.EndOfDay()}
	for range o.Rounds {
		d := o.First.AddDays(rnd.IntN(span) - 60)
		at := d.EndOfDay()
		if rnd.IntN(3) == 0 {
			at = at.Add(-time.Duration(rnd.IntN(24*3600)) * time.Second)
		}
		out = append(out, at)
	}
	return out
}

func (o Options) must(kind string) bool {
	for _, h := range o.Has {
		if h == kind {
			return true
		}
	}
	return false
}
