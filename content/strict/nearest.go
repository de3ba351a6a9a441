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
		if len(w) > 2*len(word)+8 {
			continue
		}
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

// distance is the number of letters to insert, remove, change or swap with
// their neighbour to turn a into b (optimal string alignment).
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
