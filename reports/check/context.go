package check

// Words around a figure that say how exactly it is meant and which way it goes.

var aboutWords = set("about", "around", "roughly", "approximately", "approx", "circa", "near", "some")
var overWords = set("over", "above", "exceeding", "exceeds", "exceeded", "topping")
var underWords = set("under", "below", "nearly", "almost")

// fallWords name a change for the worse or a negative amount; moveDown those of
// them that only ever name a fall.
var fallWords = set("fell", "fall", "falls", "fallen", "falling", "declined", "decline", "declines", "declining", "decreased", "decrease",
	"decreases", "decreasing", "dropped", "drop", "drops", "down", "lower", "shrank", "shrinking", "contracted", "contraction", "slid", "slipped",
	"lost", "lose", "loses", "loss", "losses", "negative", "minus", "below", "under", "beneath", "drawdown", "deficit", "outflow", "outflows",
	"underperformed", "underperforms", "trailed", "trails", "lagged", "lags", "discount", "downside", "cut", "reduced", "burned", "burn",
	"weaker", "behind", "narrowed", "compressed", "off")
var riseWords = set("rose", "rise", "rises", "risen", "rising", "grew", "grow", "grows", "grown", "growing", "increased", "increase", "increases",
	"increasing", "gained", "gain", "gains", "up", "higher", "climbed", "climbs", "expanded", "improved", "advanced", "jumped", "surged", "outperformed",
	"outperforms", "upside", "above", "ahead", "widened", "premium", "added")
var moveDown = set("fell", "falls", "fallen", "declined", "declines", "decreased", "decreases", "dropped", "drops", "shrank", "contracted", "slid", "slipped", "down")

func set(ws ...string) map[string]bool {
	m := make(map[string]bool, len(ws))
	for _, w := range ws {
		m[w] = true
	}
	return m
}

// context reads the hedge before a figure and the nearest direction word in its
// clause, left first.
func (p *scanner) context(f *Figure, start, end int) {
	w, v := p.lo(start-1), p.lo(start-2)
	switch {
	case aboutWords[w] || p.is(start-1, "~") || w == "to" && v == "close":
		f.Hedge = About
	case overWords[w] || w == "than" && (v == "more" || v == "greater" || v == "higher") || w == "least" && v == "at":
		f.Hedge = Over
	case underWords[w] || w == "than" && (v == "less" || v == "fewer" || v == "lower") || w == "to" && v == "up":
		f.Hedge = Under
	}
	for j := start - 1; j >= 0 && j >= start-8 && !p.boundary(j); j-- {
		if w := p.lo(j); p.turn(f, w) {
			return
		}
	}
	for j := end; j < len(p.t) && j < end+3 && !p.boundary(j); j++ {
		if p.turn(f, p.lo(j)) {
			return
		}
	}
}

func (p *scanner) turn(f *Figure, w string) bool {
	switch {
	case fallWords[w]:
		f.Down, f.falls = true, moveDown[w]
	case riseWords[w]:
		f.Up = true
	default:
		return false
	}
	return true
}

// boundary reports whether a clause ends at token i.
func (p *scanner) boundary(i int) bool {
	switch p.t[i].s {
	case ".", ";", ":", "—", "while", "but", "whereas", "although", "though", "!", "?":
		return true
	}
	return false
}
