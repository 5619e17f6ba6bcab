package files

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"tearsheet"
)

// maxSummary bounds a story's summary in bytes.
const maxSummary = 4096

// News returns stories about a security, newest first. A story is about it when
// the vendor relates it to the symbol, when it came in the feed of a symbol of its issuer, or
// when the issuer's name stands in the title. A folder none of whose feeds speaks
// of the security has no data on it, which is not the same as no news. Stories without a time of
// publication are not served: when they were known cannot be told.
func (p *Provider) News(ctx context.Context, q tearsheet.NewsQuery) ([]tearsheet.Article, error) {
	const op = "files.news"
	symbol, err := p.symbolOf(op, q.Security)
	if err != nil {
		return nil, err
	}
	name := coreName(q.Name)
	siblings, err := p.siblings(ctx, symbol)
	if err != nil {
		return nil, err
	}
	byID := map[string]int{}
	out := []tearsheet.Article{}
	taken := map[string]bool{}
	about := false // whether any feed speaks of the security
	for _, src := range p.layout.News {
		names, err := p.folder.list(src.pattern.dir)
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			full := joinPath(src.pattern.dir, n)
			vars, ok := src.pattern.match(n)
			if !ok || taken[full] {
				continue
			}
			taken[full] = true
			stories, err := p.newsFile(ctx, src, full, vars["symbol"])
			if err != nil {
				return nil, err
			}
			own := slices.ContainsFunc(siblings, func(s string) bool { return sameSymbol(vars["symbol"], s) })
			about = about || own
			for _, a := range stories {
				if a.Published.After(q.AsOf) {
					continue
				}
				if i, dup := byID[a.ID]; dup {
					for _, s := range a.Symbols {
						if !slices.Contains(out[i].Symbols, s) {
							out[i].Symbols = append(out[i].Symbols, s)
						}
					}
					continue
				}
				related := slices.ContainsFunc(siblings, func(s string) bool { return slices.Contains(a.Symbols, s) })
				if !own && !related && !mentions(a.Title, name) {
					continue
				}
				about = true
				if a.Published.Before(q.From) {
					continue
				}
				byID[a.ID] = len(out)
				a.Symbols = slices.Clone(a.Symbols)
				out = append(out, a)
			}
		}
	}
	if !about {
		return nil, &tearsheet.Error{Op: op, Kind: tearsheet.KindNotFound, Subject: symbol, Err: errNoNews,
			Hint: "add a Yahoo search body as news/yahoo_search_" + symbol + ".json or an RSS feed as news/rss_" + symbol + ".xml"}
	}
	slices.SortStableFunc(out, func(a, b tearsheet.Article) int {
		if c := b.Published.Compare(a.Published); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	if q.Limit > 0 && len(out) > q.Limit {
		out = out[:q.Limit]
	}
	return out, nil
}

// siblings is the symbol and the other symbols of its issuer: news of GOOG is
// news of GOOGL.
func (p *Provider) siblings(ctx context.Context, symbol string) ([]string, error) {
	list, err := p.tickers(ctx)
	if err != nil {
		return nil, err
	}
	own, ok := list[symbol]
	if !ok {
		return []string{symbol}, nil
	}
	return p.symbolsOf(ctx, own.cik, symbol, nil)
}

// newsFile reads one feed; the slice that comes back is shared.
func (p *Provider) newsFile(ctx context.Context, src newsSource, name, symbol string) ([]tearsheet.Article, error) {
	stored, st, ok, err := p.folder.find(strings.TrimSuffix(name, ".gz"))
	if err != nil || !ok {
		return nil, p.folder.wrap("files.news", name, err, "the file went away; try again")
	}
	return load(ctx, p.cache, stamp("news", stored, st), func(ctx context.Context) ([]tearsheet.Article, int64, error) {
		b, err := p.folder.read(ctx, stored)
		if err != nil {
			return nil, 0, err
		}
		var out []tearsheet.Article
		if src.Kind == "yahoo_search" {
			out, err = parseYahooSearch(b.data)
		} else {
			out, err = parseFeed(b.data)
		}
		if err != nil {
			return nil, 0, p.folder.invalid("files.news", stored, "fetch the feed again or remove the file", "%v", err)
		}
		cost := int64(64)
		for i := range out {
			a := &out[i]
			if symbol != "" && len(a.Symbols) == 0 {
				a.Symbols = []string{strings.ReplaceAll(symbol, ".", "-")}
			}
			a.Source = p.source(stored+"#"+a.ID, b.digest)
			cost += int64(300 + len(a.Title) + len(a.Summary))
		}
		return out, cost, nil
	})
}

// corporate are the words of a company name that headlines leave out.
var corporate = []string{"inc", "incorporated", "corp", "corporation", "co", "company", "companies", "ltd", "limited", "plc", "llc", "lp", "sa", "nv", "ag", "se",
	"holdings", "holding", "group", "the", "class", "com", "new", "de", "mn", "cl", "trust"}

// coreName is the part of an issuer's name that a headline would use: "Apple"
// for "Apple Inc.", "Coca Cola" for "COCA COLA CO". Empty when nothing
// distinctive is left.
func coreName(name string) string {
	name, _, _ = strings.Cut(name, "/") // COSTCO WHOLESALE CORP /NEW
	words := words(name)
	for len(words) > 0 && slices.Contains(corporate, strings.ToLower(words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	if len(words) > 0 && strings.EqualFold(words[0], "the") {
		words = words[1:]
	}
	core := strings.Join(words, " ")
	if len(core) < 3 {
		return ""
	}
	return core
}

// mentions reports whether the words of name follow one another in title. A
// name of one word must be capitalised there, as a proper noun is.
func mentions(title, name string) bool {
	if name == "" {
		return false
	}
	want, have := words(name), words(title)
	for i := 0; i+len(want) <= len(have); i++ {
		ok := unicode.IsUpper([]rune(have[i])[0]) || unicode.IsDigit([]rune(have[i])[0])
		for j, w := range want {
			ok = ok && strings.EqualFold(w, have[i+j])
		}
		if ok {
			return true
		}
	}
	return false
}

// words cuts text into runs of letters and digits; a possessive 's is dropped.
func words(s string) []string {
	out := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' })
	for i, w := range out {
		w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
		out[i] = strings.Trim(w, "'’")
	}
	return slices.DeleteFunc(out, func(w string) bool { return w == "" })
}

// clip shortens foreign text to n bytes at a rune boundary.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

// unix is a time from seconds, zero for what is no plausible time.
func unix(sec int64) time.Time {
	if sec <= 0 || sec > 253402300799 { // year 9999
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}
