package rag

import "tearsheet"

// posting says how often a term stands in a chunk.
type posting struct {
	chunk int32
	count float32
}

// index is the inverted index of one filing. It does not change once built.
type index struct {
	filing   tearsheet.Filing
	digest   string
	sections []string
	warnings []string
	chunks   []Chunk
	ids      []string
	lengths  []float32
	total    float32
	postings map[string][]posting
	bytes    int
}

// headWeight is what a word of the section's name or heading counts against a
// word of the text.
const headWeight = 0.6

func newIndex(f tearsheet.Filing, d *Document) *index {
	x := &index{filing: f, chunks: d.Chunks(), postings: make(map[string][]posting, 8192)}
	for _, s := range d.Sections {
		x.sections = append(x.sections, s.Name)
	}
	x.lengths = make([]float32, len(x.chunks))
	x.ids = make([]string, len(x.chunks))
	slots := make(map[string]int32, 8192)
	lists := make([][]posting, 0, 8192)
	for i := range x.chunks {
		c := &x.chunks[i]
		n := float32(0)
		add := func(w []byte, weight float32) {
			k, ok := slots[string(w)]
			if !ok {
				k = int32(len(lists))
				slots[string(w)] = k
				lists = append(lists, nil)
			}
			list := lists[k]
			if m := len(list); m > 0 && list[m-1].chunk == int32(i) {
				list[m-1].count += weight
			} else {
				lists[k] = append(list, posting{int32(i), weight})
			}
		}
		terms(c.Text, func(w []byte) {
			n++
			add(w, 1)
		})
		terms(c.Section, func(w []byte) { add(w, headWeight) })
		if c.Heading != "" {
			terms(c.Heading, func(w []byte) { add(w, headWeight) })
		}
		x.lengths[i] = n
		x.total += n
		x.bytes += len(c.Text)
		x.ids[i] = passageID(f.Accession, c)
	}
	for w, k := range slots {
		x.postings[w] = lists[k]
	}
	return x
}
