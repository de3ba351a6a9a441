package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"netsplit/calc/spelling"
)

// Near is a query that finds something in place of one that finds nothing: each
// word that is nowhere is exchanged for one that is spelt nearly so, without its
// accents, or in parts. False: there is none.
func (x *Index) Near(query string) (instead string, ok bool) {
	var all []string
	for _, w := range Words(query) {
		if !x.has(w) {
			if w, ok = x.nearWord(w); !ok {
				return "", false
			}
		}
		all = append(all, w)
	}
	instead = strings.Join(all, " ")
	return instead, instead != strings.Join(Words(query), " ") && len(x.Find(instead, 1)) > 0
}

func (x *Index) nearWord(w string) (string, bool) {
	if plain := withoutAccents(w); plain != w {
		if x.has(plain) {
			return plain, true
		}
		w = plain
	}
	if parts := apart(w); len(parts) > 1 && !slices.ContainsFunc(parts, func(one string) bool { return !x.has(one) }) {
		return strings.Join(parts, " "), true
	}
	known := x.vocabulary()
	for i := range w { // two words without a space
		if i >= 3 && len(w)-i >= 3 && known[w[:i]] > 0 && known[w[i:]] > 0 {
			return w[:i] + " " + w[i:], true
		}
	}
	return nearest(w, known)
}

// nearest is the word that differs least; of equals the one that is used most.
// A short word may differ by one letter, a longer one by two.
func nearest(w string, known map[string]int) (best string, ok bool) {
	runes := []rune(w)
	least := 1
	switch {
	case len(runes) < 4 || len(runes) > 40:
		return "", false
	case len(runes) > 6:
		least = 2
	}
	for one, count := range known { // order-free: equals are ordered by count, then by name
		d := least + 1
		if more := utf8.RuneCountInString(one) - len(runes); max(more, -more) <= least { // or there is no need to count
			d = spelling.Slips(w, one)
		}
		if d > least || d == least && best != "" && (count < known[best] || count == known[best] && one > best) {
			continue
		}
		best, least = one, d
	}
	return best, best != ""
}

// has reports whether a word is anywhere, also inside longer words.
func (x *Index) has(w string) bool {
	return slices.ContainsFunc(x.items, func(it Item) bool {
		return strings.Contains(it.title, w) || strings.Contains(it.section, w) || strings.Contains(it.text, w)
	})
}

// vocabulary counts the words of all texts. It is made when it is first needed.
func (x *Index) vocabulary() map[string]int {
	if x.known == nil {
		x.known = map[string]int{}
		for _, it := range x.items {
			for _, text := range []string{it.title, it.section, it.text} {
				for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !letter(r) }) {
					x.known[w]++
				}
			}
		}
	}
	return x.known
}

// apart are the words and the signs of "w+r>n".
func apart(w string) []string {
	var b strings.Builder
	for _, r := range w {
		if letter(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(" " + string(r) + " ")
		}
	}
	return strings.Fields(b.String())
}

// withoutAccents is a word in the letters of English.
func withoutAccents(w string) string {
	const with, without = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ", "aaaaaaceeeeiiiinoooooouuuuyy"
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1 // an accent that is written after its letter
		}
		if i := slices.Index([]rune(with), r); i >= 0 {
			return rune(without[i])
		}
		return r
	}, w)
}
