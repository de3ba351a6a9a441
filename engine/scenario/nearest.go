package scenario

import (
	"strings"
	"unicode/utf8"

	"netsplit/calc/spelling"
)

// Nearest returns the word that a person most likely meant: the one with the
// fewest typing slips (a letter too many, too few, wrong, or two swapped),
// which is the Damerau-Levenshtein distance of adjacent swaps. More than a
// third of the letters wrong is no longer a slip, and ok is false. Case does not
// count; of equally near words the first wins.
func Nearest(word string, words []string) (nearest string, ok bool) {
	const longest = 64 // nothing in the vocabulary is longer
	if word == "" || len(word) > longest {
		return "", false
	}
	w := strings.ToLower(word)
	best := 1 + max(1, (utf8.RuneCountInString(w)+1)/3)
	for _, candidate := range words {
		if len(candidate) > longest {
			continue
		}
		c := strings.ToLower(candidate)
		if d := spelling.Slips(w, c); d < best && d < max(utf8.RuneCountInString(w), utf8.RuneCountInString(c)) {
			nearest, best, ok = candidate, d, true
		}
	}
	if ok {
		return nearest, true
	}
	// A word that was cut short: "replic" for "replicas".
	for _, candidate := range words {
		if utf8.RuneCountInString(w) >= 3 && strings.HasPrefix(strings.ToLower(candidate), w) {
			return candidate, true
		}
	}
	return "", false
}

// didYouMean is the cure for an unknown word: the nearest one, or the list.
func didYouMean(word, what string, words []string) string {
	if near, ok := Nearest(word, words); ok {
		return `did you mean "` + near + `"?`
	}
	if len(words) == 0 {
		return ""
	}
	return what + ": " + strings.Join(words, ", ")
}
