// Package search finds words in everything that netsplit holds: lessons,
// scenarios, drills, checklists, calculators and the reference of what can stand
// in a scenario.
//
//	index, err := search.Build(content.Embedded())
//	for _, hit := range index.Find("hinted handoff", 20) { … hit.Title, hit.Excerpt, hit.Place … }
//
// Every word must occur, in any order, also inside longer words. A title counts
// more than the text below it.
package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"netsplit/calc/order"
	"netsplit/tui/page"
)

// Item is a stretch of text that can be found and opened: a section of a lesson,
// a scenario, an item of a checklist.
type Item struct {
	Kind    string     // lesson, lab, drill, checklist, calculator, step …
	Name    string     // at the command line: "quorums"
	Title   string     // of the whole
	Section string     // of the part; "" where the whole is one
	Text    string     // without marks
	Place   page.Place // where it opens; none for the reference
	Command string     // what shows it at the command line

	title, section, text string // in small letters, byte for byte as long
}

// Index holds all items.
type Index struct {
	items []Item
	known map[string]int // see vocabulary
}

// New makes an index of items.
func New(items []Item) *Index {
	for i := range items {
		it := &items[i]
		it.Text = strings.Join(strings.Fields(it.Text), " ")
		it.title, it.section, it.text = fold(it.Title+" "+it.Name), fold(it.Section), fold(it.Text)
	}
	return &Index{items: items}
}

// Len is how many items there are.
func (x *Index) Len() int { return len(x.items) }

// Hit is an item that was found.
type Hit struct {
	Item
	Score   int
	Excerpt string // of the text, around the first word found
}

// The bounds of a query. More is nothing that anybody looks for.
const (
	maxQuery = 200 // runes
	maxWords = 10
)

// Words are the parts of a query that are looked for, in small letters.
func Words(query string) []string {
	if runes := []rune(query); len(runes) > maxQuery {
		query = string(runes[:maxQuery])
	}
	var out []string
	for _, w := range strings.Fields(fold(query)) {
		if w = strings.Trim(w, `"'`); w != "" && !slices.Contains(out, w) && len(out) < maxWords {
			out = append(out, w)
		}
	}
	return out
}

// Find returns the best hits, at most most of them.
func (x *Index) Find(query string, most int) []Hit {
	words := Words(query)
	if len(words) == 0 {
		return nil
	}
	phrase := strings.Join(words, " ")
	var hits []Hit
	for _, it := range x.items {
		if s := it.score(words, phrase); s > 0 {
			hits = append(hits, Hit{Item: it, Score: s})
		}
	}
	order.By(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	hits = hits[:min(len(hits), max(0, most))]
	for i := range hits {
		hits[i].Excerpt = hits[i].excerpt(words)
	}
	return hits
}

// score is 0 when a word is missing.
func (it *Item) score(words []string, phrase string) int {
	total := 0
	for _, w := range words {
		s := 12*inside(it.title, w) + 8*inside(it.section, w)
		if i := strings.Index(it.text, w); i >= 0 {
			s += 1 + min(3, strings.Count(it.text, w))
			if starts(it.text, i) {
				s++
			}
		}
		if s == 0 {
			return 0
		}
		total += s
	}
	if len(words) > 1 {
		switch {
		case strings.Contains(it.title, phrase), strings.Contains(it.section, phrase):
			total += 20
		case strings.Contains(it.text, phrase):
			total += 10
		}
	}
	return total
}

// inside is 0 where the word is not in the text, 2 where it is one of its
// words, 1 where it is a part of one.
func inside(text, word string) int {
	i := strings.Index(text, word)
	switch {
	case i < 0:
		return 0
	case starts(text, i):
		return 2
	}
	return 1
}

func starts(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return i == 0 || !letter(r)
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// excerptBytes is about how much of a text an excerpt shows.
const excerptBytes = 150

// excerpt is the text around the first of the words, cut between words.
func (it *Item) excerpt(words []string) string {
	at := len(it.text)
	for _, w := range words {
		if i := strings.Index(it.text, w); i >= 0 {
			at = min(at, i)
		}
	}
	if at == len(it.text) {
		at = 0 // only in the title
	}
	from, to := max(0, at-excerptBytes/6), min(len(it.Text), at+excerptBytes)
	if from > 0 {
		if i := strings.IndexByte(it.Text[from:at], ' '); i >= 0 {
			from += i + 1
		}
	}
	if to < len(it.Text) {
		if i := strings.LastIndexByte(it.Text[at:to], ' '); i > 0 {
			to = at + i
		}
	}
	for from > 0 && !utf8.RuneStart(it.Text[from]) {
		from--
	}
	for to < len(it.Text) && !utf8.RuneStart(it.Text[to]) {
		to++
	}
	out := it.Text[from:to]
	if from > 0 {
		out = "… " + out
	}
	if to < len(it.Text) {
		out += " …"
	}
	return out
}

// Marks are the stretches of a text that the words of a query are, in bytes, in
// order and apart.
func Marks(text string, words []string) [][2]int {
	small := fold(text)
	var all [][2]int
	for _, w := range words {
		for from := 0; ; {
			i := strings.Index(small[from:], w)
			if i < 0 || w == "" {
				break
			}
			all = append(all, [2]int{from + i, from + i + len(w)})
			from += i + len(w)
		}
	}
	order.By(all, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(b[1], a[1])) })
	var out [][2]int
	for _, m := range all {
		if len(out) == 0 || m[0] >= out[len(out)-1][1] {
			out = append(out, m)
		}
	}
	return out
}

// fold makes letters small where that keeps their length in bytes, so that a
// place in the one text is the same place in the other.
func fold(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError {
			return '?'
		}
		if small := unicode.ToLower(r); utf8.RuneLen(small) == utf8.RuneLen(r) {
			return small
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
