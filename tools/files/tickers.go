package files

import (
	"context"
	"strings"

	"tearsheet"
)

// listed is one line of the SEC's ticker list.
type listed struct {
	cik   tearsheet.CIK
	title string
}

// tickers reads company_tickers.json: ticker to CIK and name.
func (p *Provider) tickers(ctx context.Context) (map[string]listed, error) {
	if p.layout.Tickers == "" {
		return nil, nil
	}
	stored, st, ok, err := p.folder.find(p.layout.Tickers)
	if err != nil || !ok {
		return nil, err
	}
	return load(ctx, p.cache, stamp("tickers", stored, st), func(ctx context.Context) (map[string]listed, int64, error) {
		b, err := p.folder.read(ctx, stored)
		if err != nil {
			return nil, 0, err
		}
		m, err := parseTickers(b.data)
		if err != nil {
			return nil, 0, p.folder.invalid("files.tickers", stored, "fetch https://www.sec.gov/files/company_tickers.json again", "%v", err)
		}
		return m, int64(len(m)) * 120, nil
	})
}

func parseTickers(b []byte) (map[string]listed, error) {
	out := make(map[string]listed, len(b)/80)
	s := scan{b: b}
	err := s.object(func([]byte) error {
		var t string
		var l listed
		err := s.object(func(key []byte) (err error) {
			switch string(key) {
			case "cik_str":
				var n int64
				n, err = s.integer()
				l.cik = tearsheet.CIK(max(n, 0))
			case "ticker":
				t, err = s.text()
			case "title":
				l.title, err = s.text()
			default:
				err = s.skip()
			}
			return err
		})
		if err != nil {
			return err
		}
		t = strings.ReplaceAll(strings.ToUpper(t), ".", "-")
		if t == "" || l.cik == 0 {
			return s.errf("an entry without ticker or cik_str")
		}
		if _, dup := out[t]; !dup { // the list is by size; the first is the main one
			out[t] = l
		}
		return nil
	})
	if err == nil {
		err = s.end()
	}
	return out, err
}
