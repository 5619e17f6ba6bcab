package nodes

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"

	"tearsheet"
	"tearsheet/graph"
)

// Sentiment scores headlines with a small lexicon: simple, transparent, and
// honest about how little one headline says.
type Sentiment struct{ News tearsheet.NewsProvider }

// Spec implements graph.Node.
func (Sentiment) Spec() graph.Spec {
	return graph.Spec{Name: "sentiment", Doc: "headlines of the last 30 days, scored by a finance lexicon",
		Needs: []tearsheet.Topic{tearsheet.RequestSlot.Topic()}, Gives: []tearsheet.Topic{tearsheet.SentimentSlot.Topic()},
		Optional: true, Timeout: fetchTimeout, Retry: fetchRetry}
}

const (
	newsDays     = 30
	newsHalfLife = 7.0 // days: a story a week old weighs half
	newsLimit    = 50
	toneCut      = 0.15 // scores nearer to zero are neutral
)

// Run implements graph.Node.
func (n Sentiment) Run(ctx context.Context, in tearsheet.State) (tearsheet.Delta, error) {
	req, err := tearsheet.RequestSlot.Must(in)
	if err != nil {
		return tearsheet.Delta{}, err
	}
	asOf := asOfTime(req)
	stories, err := n.News.News(ctx, tearsheet.NewsQuery{Security: req.Security.ID, Name: req.Security.Name, From: asOf.AddDate(0, 0, -newsDays), AsOf: asOf, Limit: newsLimit})
	if err == nil && len(stories) == 0 {
		err = &tearsheet.Error{Op: "sentiment", Kind: tearsheet.KindNotFound, Subject: req.Security.ID.Symbol,
			Err: fmt.Errorf("no story about it was published in the %d days to %s", newsDays, req.AsOf), Hint: "add a news feed to the source"}
	}
	if err != nil {
		return tearsheet.Delta{}, err
	}
	l := newLedger("sentiment")
	out := tearsheet.Sentiment{Stories: []tearsheet.ScoredNews{}, Cites: tearsheet.Cites{},
		Method: fmt.Sprintf("lexicon of %d words and phrases, negation aware; stories weigh by relevance and halve every %g days", len(tone), newsHalfLife)}
	l.window("headlines", stories[len(stories)-1].Published.In(tearsheet.NewYork).Format(time.RFC3339), stories[0].Published.In(tearsheet.NewYork).Format(time.RFC3339), len(stories), stories[0].Source.Provider, stories[0].Source.Locator)

	var sum, weight, square float64
	var from []tearsheet.Fact
	for _, a := range stories {
		title := clean(a.Title, 300) // what is scored is what is shown
		score, words := Tone(title)
		rel := relevance(a, req.Security)
		base := tearsheet.Fact{Subject: req.Security.ID.Subject(), Concept: "news:headline", Label: "Headline, " + clean(a.Publisher, 60), Quality: tearsheet.Reported,
			Period: tearsheet.Instant(tearsheet.DateOf(a.Published.In(tearsheet.NewYork))), Known: a.Published, Source: a.Source}
		head := l.text(base, title)
		f, ok := l.derive(tearsheet.Concept("calc:headline_score_"+string(head.ID)), "Headline score", round(score, 4), tearsheet.Pure, base.Period, "lexicon score of the headline, -1 to 1", head)
		if !ok {
			continue
		}
		from = append(from, f)
		age := asOf.Sub(a.Published).Hours() / 24
		w := rel * math.Exp2(-age/newsHalfLife)
		sum, weight, square = sum+w*score, weight+w, square+w*score*score
		switch {
		case score > toneCut:
			out.Positive++
		case score < -toneCut:
			out.Negative++
		default:
			out.Neutral++
		}
		out.Stories = append(out.Stories, tearsheet.ScoredNews{Title: title, Publisher: clean(a.Publisher, 60), Published: a.Published.In(tearsheet.NewYork).Format(time.RFC3339),
			URL: a.URL, Score: round(score, 4), Relevance: rel, Words: words, Fact: f.ID})
	}
	if weight > 0 {
		span := tearsheet.Period{Start: req.AsOf.AddDays(-newsDays), End: req.AsOf}
		if f, ok := l.derive("calc:sentiment_score", "News sentiment", round(sum/weight, 4), tearsheet.Pure, span, "mean of headline scores weighted by relevance and age, -1 to 1", from...); ok {
			show(&out.Score, out.Cites, "score", f)
		}
		m := sum / weight
		if f, ok := l.derive("calc:sentiment_dispersion", "News sentiment dispersion", round(math.Sqrt(math.Max(0, square/weight-m*m)), 4), tearsheet.Pure, span, "weighted standard deviation of headline scores", from...); ok {
			show(&out.Dispersion, out.Cites, "dispersion", f)
		}
		if f, ok := l.derive("calc:sentiment_stories", "Stories scored", float64(len(from)), tearsheet.Pure, span, "count of headlines", from...); ok {
			out.Cites["stories"] = f.ID
		}
	}
	return l.delta, tearsheet.SentimentSlot.Set(&l.delta, out)
}

// Tone scores a headline from -1 to 1 and names the words that moved it. It is
// the sum of the words' weights, a negation before a word within three words
// turning it round, squashed so that many words do not outweigh their direction.
func Tone(title string) (score float64, words []string) {
	tokens := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '\'' && r != '’'
	})
	sum := 0.0
	words = []string{}
	negated := -10
	for i := 0; i < len(tokens); i++ {
		w := strings.Trim(strings.ReplaceAll(tokens[i], "’", "'"), "'") // also a quotation mark
		if negations[w] {
			negated = i
			continue
		}
		phrase, at := w, i
		v, ok := 0.0, false
		if i+1 < len(tokens) {
			if v, ok = tone[w+" "+tokens[i+1]]; ok {
				phrase = w + " " + tokens[i+1]
			}
		}
		if !ok {
			v, ok = tone[w]
		} else {
			i++
		}
		if !ok {
			continue
		}
		if at-negated <= 3 {
			v, phrase = -v, "not "+phrase
		}
		sum += v
		words = append(words, phrase)
	}
	return math.Tanh(sum / 2), words
}

// relevance is 1 when the title names the issuer or its symbol, less when the
// story is only tagged with it, alone or among several.
func relevance(a tearsheet.Article, s tearsheet.Security) float64 {
	title := strings.ToLower(a.Title)
	for _, name := range headlineNames(s.Name) {
		if containsWord(title, name) {
			return 1
		}
	}
	if len(s.ID.Symbol) > 2 && containsWord(a.Title, s.ID.Symbol) { // as written: NOW is not now
		return 1
	}
	for _, x := range a.Symbols {
		if x == s.ID.Symbol {
			return math.Max(0.2, 0.6/float64(len(a.Symbols)))
		}
	}
	return 0.2
}

// headlineNames are what headlines call an issuer: its name without the legal
// form, and the first word of it that is not an ordinary one.
func headlineNames(name string) (out []string) {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '\'' })
	for len(words) > 0 && words[0] == "the" {
		words = words[1:]
	}
	for len(words) > 0 && legalForms[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	if len(words) > 1 {
		out = append(out, strings.Join(words, " "))
	}
	for _, w := range words {
		if !ordinary[w] {
			return append(out, w)
		}
	}
	return out
}

func containsWord(text, word string) bool {
	for rest := text; ; {
		i := strings.Index(rest, word)
		if i < 0 {
			return false
		}
		before, after := rest[:i], rest[i+len(word):]
		if (before == "" || !isWord(before[len(before)-1])) && (after == "" || !isWord(after[0])) {
			return true
		}
		rest = after
	}
}

func isWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}

// clean drops control characters from foreign text and bounds its length.
func clean(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > limit {
		return string(r[:limit-1]) + "…"
	}
	return s
}
