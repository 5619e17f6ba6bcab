package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tearsheet/nodes"
)

// neutral is the band of the node itself.
const neutral = 0.15

func label(score float64) string {
	switch {
	case score > neutral:
		return "positive"
	case score < -neutral:
		return "negative"
	}
	return "neutral"
}

// sentiment scores the headline lexicon on sets it was not written from.
func sentiment(b *bytes.Buffer, data string) error {
	b.WriteString("\n## Headline lexicon\n\nThe lexicon was written for tearsheet and fitted on neither set. It is the simple baseline a better model must beat.\n")
	var rows [][]string
	for _, set := range []string{"AllAgree", "75Agree", "50Agree"} {
		raw, err := os.ReadFile(filepath.Join(data, "news", "sentiment", "FinancialPhraseBank", "Sentences_"+set+".txt"))
		if err != nil {
			return err
		}
		hits, n := 0, 0
		confusion := map[[2]string]int{}
		for line := range strings.Lines(string(raw)) {
			text, want, ok := cutLast(strings.TrimSpace(line), "@")
			if !ok {
				continue
			}
			score, _ := nodes.Tone(text)
			got := label(score)
			confusion[[2]string{want, got}]++
			n++
			if got == want {
				hits++
			}
		}
		rows = append(rows, []string{"Financial PhraseBank, " + set, rate(hits, n), fmt.Sprintf("%.3f", macroF1(confusion))})
	}
	hits, n, silent, err := fiqa(filepath.Join(data, "news", "sentiment", "FiQA_SA"))
	if err != nil {
		return err
	}
	rows = append(rows, []string{"FiQA headlines, sign", rate(hits, n), fmt.Sprintf("%d of %d get no sign", silent, n)})
	table(b, []string{"set", "accuracy", "macro-F1 / note"}, rows)
	return nil
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func macroF1(c map[[2]string]int) float64 {
	sum := 0.0
	classes := []string{"positive", "neutral", "negative"}
	for _, k := range classes {
		tp, fp, fn := 0, 0, 0
		for pair, n := range c {
			switch {
			case pair[0] == k && pair[1] == k:
				tp += n
			case pair[1] == k:
				fp += n
			case pair[0] == k:
				fn += n
			}
		}
		if tp > 0 {
			sum += 2 * float64(tp) / float64(2*tp+fp+fn)
		}
	}
	return sum / float64(len(classes))
}

// fiqa counts headlines whose sign the lexicon gets; no sign is a miss.
func fiqa(dir string) (hits, n, silent int, err error) {
	for _, f := range []string{"task1_headline_ABSA_train.json", "task1_headline_ABSA_test.json"} {
		raw, err := os.ReadFile(filepath.Join(dir, f))
		if err != nil {
			return 0, 0, 0, err
		}
		var set map[string]struct {
			Sentence string `json:"sentence"`
			Info     []struct {
				Score string `json:"sentiment_score"`
			} `json:"info"`
		}
		if err := json.Unmarshal(raw, &set); err != nil {
			return 0, 0, 0, fmt.Errorf("%s: %w", f, err)
		}
		for _, x := range set {
			if len(x.Info) == 0 {
				continue
			}
			want, err := strconv.ParseFloat(x.Info[0].Score, 64)
			if err != nil || want == 0 {
				continue
			}
			n++
			got, _ := nodes.Tone(x.Sentence)
			switch {
			case got == 0:
				silent++
			case got*want > 0:
				hits++
			}
		}
	}
	return hits, n, silent, nil
}
