package files

import (
	"errors"
	"strings"

	"tearsheet"
)

var errNoNews = errors.New("no news feed of the folder speaks of it")

// parseYahooSearch reads the news of a v1/finance/search body.
func parseYahooSearch(body []byte) ([]tearsheet.Article, error) {
	var out []tearsheet.Article
	s := scan{b: body}
	story := func(int) error {
		var a tearsheet.Article
		err := s.object(func(key []byte) (err error) {
			switch string(key) {
			case "uuid":
				a.ID, err = s.text()
			case "title":
				a.Title, err = s.text()
			case "summary":
				a.Summary, err = s.text()
			case "publisher":
				a.Publisher, err = s.text()
			case "link":
				a.URL, err = s.text()
			case "providerPublishTime":
				var sec int64
				sec, err = s.integer()
				a.Published = unix(sec)
			case "relatedTickers":
				if s.null() {
					return nil
				}
				err = s.array(func(int) error {
					v, err := s.text()
					if id, bad := tearsheet.ParseSymbol(v); bad == nil {
						a.Symbols = append(a.Symbols, id.Symbol)
					}
					return err
				})
			default:
				err = s.skip()
			}
			return err
		})
		if err != nil {
			return err
		}
		a.Title, a.Summary = clip(strings.TrimSpace(a.Title), 512), clip(a.Summary, maxSummary)
		if a.Published.IsZero() || a.Title == "" {
			return nil
		}
		if a.ID == "" {
			a.ID = storyID(a)
		}
		out = append(out, a)
		return nil
	}
	err := s.object(func(key []byte) error {
		switch {
		case string(key) != "news":
			return s.skip()
		case s.null():
			return nil
		}
		return s.array(story)
	})
	if err == nil {
		err = s.end()
	}
	return out, err
}
