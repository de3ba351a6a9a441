package palette

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of what is compared: a paste of a megabyte is no query.
const (
	maxQuery = 100 // runes
	maxWords = 8
)

// words are the parts of a query, small letters, bounded.
func words(query string) []string {
	if runes := []rune(query); len(runes) > maxQuery {
		query = string(runes[:maxQuery])
	}
	all := strings.Fields(strings.ToLower(query))
	return all[:min(len(all), maxWords)]
}

// score says how well all words fit a text in small letters: 0 when one does
// not. A word that stands there fits better than letters in that order, and at
// the start of a word better than inside one.
func score(words []string, text string) int {
	total := 0
	for _, w := range words {
		s := scoreWord(w, text)
		if s == 0 {
			return 0
		}
		total += s
	}
	return total
}

func scoreWord(word, text string) int {
	best := 0
	for from := 0; from < len(text); {
		i := strings.Index(text[from:], word)
		if i < 0 {
			break
		}
		i += from
		s := 100
		if atStart(text, i) {
			s = 200
			if i == 0 {
				s = 220
			}
			if end := i + len(word); end == len(text) || !letterAt(text, end) {
				s += 40 // the whole word
			}
		}
		best = max(best, s)
		from = i + 1
	}
	if best > 0 {
		return best
	}
	return inOrder(word, text)
}

// inOrder scores letters that stand in the text in this order, not together.
// Gaps cost; too many are no match at all, or long texts would match anything.
func inOrder(word, text string) int {
	if utf8.RuneCountInString(word) < 2 {
		return 0
	}
	rest := []rune(word)
	gaps, starts, last := 0, 0, -1
	for i, r := range text {
		if r != rest[0] {
			continue
		}
		if last < 0 && !atStart(text, i) {
			continue // the first letter opens a word
		}
		if atStart(text, i) {
			starts++
		} else if last >= 0 && i != last {
			gaps++
		}
		last = i + utf8.RuneLen(r)
		if rest = rest[1:]; len(rest) == 0 {
			break
		}
	}
	if len(rest) > 0 || gaps > 2 {
		return 0
	}
	return max(1, 50+5*starts-15*gaps)
}

func atStart(text string, i int) bool {
	if i == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func letterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
