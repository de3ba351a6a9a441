package strict

import "strings"

// Nearest returns the word of words that needs the fewest changed letters to
// become word, and whether it is near enough to be what was meant.
func Nearest(word string, words []string) (string, bool) {
	word = strings.ToLower(word)
	if len(word) > 64 {
		return "", false
	}
	best, bestDistance := "", len(word)/2+1
	for _, w := range words {
		if d := distance(word, strings.ToLower(w)); d < bestDistance {
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

// distance is the Levenshtein distance of two short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
