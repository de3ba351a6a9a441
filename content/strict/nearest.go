package strict

import (
	"strings"

	"netsplit/calc/spelling"
)

// Nearest returns the word of words that needs the fewest changed letters to
// become word, and whether it is near enough to be what was meant.
func Nearest(word string, words []string) (string, bool) {
	word = strings.ToLower(word)
	if len(word) > 64 {
		return "", false
	}
	best, bestDistance := "", len(word)/2+1
	for _, w := range words {
		if len(w) > 2*len(word)+8 {
			continue
		}
		if d := spelling.Slips(word, strings.ToLower(w)); d < bestDistance {
			best, bestDistance = w, d
		}
	}
	return best, best != ""
}

// DidYouMean is the cure for a wrong word: the nearest right one, or all.
func DidYouMean(word string, words []string) string {
	if w, ok := Nearest(word, words); ok {
		return "did you mean " + w + "?"
	}
	if len(words) > 20 {
		words = append(words[:20:20], "…")
	}
	return "use one of: " + strings.Join(words, " ")
}
