package nodes_test

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"tearsheet"
	"tearsheet/graph/graphtest"
	"tearsheet/nodes"
)

func TestTone(t *testing.T) {
	for _, c := range []struct {
		title string
		sign  float64
		words []string
	}{
		{"Exemplar beats estimates", 1, []string{"beats"}},
		{"EXEMPLAR BEATS ESTIMATES", 1, []string{"beats"}},
		{"Exemplar beats, raises guidance!", 1, []string{"beats", "raises guidance"}},
		{"Exemplar 'beats' estimates", 1, []string{"beats"}},
		{"Exemplar ‘beats’ estimates", 1, []string{"beats"}},
		{"Exemplar “beats” estimates—again", 1, []string{"beats"}},
		{"Exemplar fails to beat estimates", -1, []string{"not beat"}},
		{"Exemplar didn't miss", 1, []string{"not miss"}},
		{"Exemplar didn’t miss", 1, []string{"not miss"}},
		{"No fraud found at Exemplar", 1, []string{"not fraud"}},
		{"Not every year is one of growth", 1, []string{"growth"}}, // the negation is four words away
		{"Not likely it raises guidance", -1, []string{"not raises guidance"}},
		{"Exemplar cuts guidance", -1, []string{"cuts guidance"}},
		{"Substantial doubt: going concern", -1, []string{"going concern"}},
		{"Profits rise as lawsuits fall", 0, []string{"profits", "rise", "lawsuits", "fall"}},
		{"Exemplar to report results on Thursday", 0, []string{}},
		{"Unbeatable", 0, []string{}},
		{"", 0, []string{}},
		{"12345 !!! …", 0, []string{}},
		{"苹果公司 публикует отчёт", 0, []string{}},
	} {
		score, words := nodes.Tone(c.title)
		if math.Abs(score) > 1 || c.sign > 0 && score <= 0 || c.sign < 0 && score >= 0 || len(c.words) == 0 && score != 0 {
			t.Errorf("%q scores %v", c.title, score)
		}
		if !slices.Equal(words, c.words) {
			t.Errorf("%q: words %q, want %q", c.title, words, c.words)
		}
		again, _ := nodes.Tone(c.title)
		if again != score {
			t.Errorf("%q scores %v and %v", c.title, score, again)
		}
	}
	strong, _ := nodes.Tone("record profit surges, beats and raises guidance")
	weak, _ := nodes.Tone("profit")
	if !(0 < weak && weak < strong && strong < 1) {
		t.Errorf("%v, %v", weak, strong)
	}
	start := time.Now()
	if score, _ := nodes.Tone(strings.Repeat("beats ", 1<<20/6)); score > 1 {
		t.Errorf("a megabyte scores %v", score)
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("a megabyte takes %s", d)
	}
}

// feed is a news provider with fixed stories.
type feed []tearsheet.Article

func (f feed) News(context.Context, tearsheet.NewsQuery) ([]tearsheet.Article, error) { return f, nil }

func sentiment(t *testing.T, sec tearsheet.Security, asOf string, stories ...tearsheet.Article) tearsheet.Sentiment {
	t.Helper()
	for i := range stories {
		if stories[i].Source.Provider == "" {
			stories[i].Source = tearsheet.Source{Provider: "test"}
		}
		if stories[i].Publisher == "" {
			stories[i].Publisher = "Wire"
		}
	}
	d := graphtest.Node(t, nodes.Sentiment{News: feed(stories)}, state(t, put(t, tearsheet.RequestSlot, tearsheet.Request{Security: sec, AsOf: date(t, asOf)})))
	var s tearsheet.Sentiment
	if err := json.Unmarshal(d.Slots[tearsheet.SentimentSlot.Topic()], &s); err != nil {
		t.Fatal(err)
	}
	if len(s.Stories) != len(stories) || s.Positive+s.Neutral+s.Negative != len(stories) {
		t.Errorf("%d stories, %d scored: %d, %d, %d", len(stories), len(s.Stories), s.Positive, s.Neutral, s.Negative)
	}
	return s
}

func TestRelevance(t *testing.T) {
	at := date(t, "2025-02-24").EndOfDay()
	sec := func(symbol, name string) tearsheet.Security {
		return tearsheet.Security{ID: tearsheet.SecurityID{Symbol: symbol}, Name: name}
	}
	for _, c := range []struct {
		sec     tearsheet.Security
		title   string
		symbols []string
		want    float64
	}{
		{sec("AAPL", "Apple Inc."), "Apple beats estimates", nil, 1},
		{sec("AAPL", "Apple Inc."), "Why AAPL fell today", nil, 1},
		{sec("AAPL", "Apple Inc."), "Pineapple harvest grows", nil, 0.2},
		{sec("AAPL", "Apple Inc."), "Five stocks to watch", []string{"AAPL", "MSFT", "NVDA"}, 0.2},
		{sec("AAPL", "Apple Inc."), "A stock to watch", []string{"AAPL"}, 0.6},
		{sec("KO", "Coca Cola Co"), "Coca-Cola raises dividend", nil, 1},
		{sec("DIS", "Walt Disney Co"), "Disney cuts forecast", nil, 1},
		{sec("NOW", "ServiceNow, Inc."), "What to buy now", nil, 0.2},
		{sec("NOW", "ServiceNow, Inc."), "NOW and CRM report", nil, 1},
		{sec("HD", "HOME DEPOT, INC."), "Home sales fall", nil, 0.2},
		{sec("HD", "HOME DEPOT, INC."), "Home Depot beats", nil, 1},
		{sec("IBM", "INTERNATIONAL BUSINESS MACHINES CORP"), "International trade slows", nil, 0.2},
		{sec("IBM", "INTERNATIONAL BUSINESS MACHINES CORP"), "IBM wins contract", nil, 1},
		{sec("BAC", "BANK OF AMERICA CORP /DE/"), "Bank of America cuts jobs", nil, 1},
		{sec("BAC", "BANK OF AMERICA CORP /DE/"), "Bank holiday in America", nil, 0.2},
		{sec("TGT", "TARGET CORP"), "Price target raised", nil, 0.2},
		{sec("GIS", "GENERAL MILLS INC"), "General strike in France", nil, 0.2},
		{sec("X", ""), "Anything", nil, 0.2},
	} {
		s := sentiment(t, c.sec, "2025-02-24", tearsheet.Article{Title: c.title, Symbols: c.symbols, Published: at.Add(-time.Hour)})
		if got := s.Stories[0].Relevance; got != c.want {
			t.Errorf("%q for %s is relevant by %v, want %v", c.title, c.sec.Name, got, c.want)
		}
	}
}

func TestSentiment(t *testing.T) {
	apple := tearsheet.Security{ID: tearsheet.SecurityID{Symbol: "AAPL"}, Name: "Apple Inc."}
	at := date(t, "2025-02-24").EndOfDay()
	t.Run("newer stories weigh more", func(t *testing.T) {
		s := sentiment(t, apple, "2025-02-24", tearsheet.Article{Title: "Apple surges", Published: at.Add(-time.Hour)}, tearsheet.Article{Title: "Apple plunges", Published: at.AddDate(0, 0, -20)})
		if *s.Score <= 0 || *s.Dispersion <= 0 || s.Positive != 1 || s.Negative != 1 {
			t.Errorf("%+v", s)
		}
	})
	t.Run("hostile text", func(t *testing.T) {
		s := sentiment(t, apple, "2025-02-24", tearsheet.Article{Title: strings.Repeat("beats ", 1<<20/6), Publisher: strings.Repeat("P\x1b[31m", 1000), Published: at.Add(-time.Hour)},
			tearsheet.Article{Title: "Apple beats\nestimates\tand \u202eraises\u200b guidance\x00", Published: at.Add(-2 * time.Hour)})
		if n := len([]rune(s.Stories[0].Title)); n > 300 {
			t.Errorf("a title of %d characters is kept", n)
		}
		if n := len(s.Stories[0].Words); n > 150 {
			t.Errorf("%d words of it are kept: what is scored is more than what is shown", n)
		}
		if strings.ContainsAny(s.Stories[0].Publisher, "\x1b") || len([]rune(s.Stories[0].Publisher)) > 60 {
			t.Errorf("publisher %q", s.Stories[0].Publisher)
		}
		if got := s.Stories[1]; got.Title != "Apple beats estimates and raises guidance" || !slices.Equal(got.Words, []string{"beats", "raises guidance"}) {
			t.Errorf("%+v", got)
		}
	})
	t.Run("none", func(t *testing.T) {
		_, err := nodes.Sentiment{News: feed(nil)}.Run(t.Context(), state(t, put(t, tearsheet.RequestSlot, tearsheet.Request{Security: apple, AsOf: date(t, "2025-02-24")})))
		if tearsheet.KindOf(err) != tearsheet.KindNotFound || tearsheet.HintOf(err) == "" {
			t.Errorf("%v", err)
		}
	})
}
