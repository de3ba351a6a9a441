package scenario

import "strings"

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
	w := []rune(strings.ToLower(word))
	best := 1 + max(1, (len(w)+1)/3)
	for _, candidate := range words {
		if len(candidate) > longest {
			continue
		}
		c := []rune(strings.ToLower(candidate))
		if d := slips(w, c); d < best && d < max(len(w), len(c)) {
			nearest, best, ok = candidate, d, true
		}
	}
	if ok {
		return nearest, true
	}
	// A word that was cut short: "replic" for "replicas".
	for _, candidate := range words {
		if len(w) >= 3 && strings.HasPrefix(strings.ToLower(candidate), string(w)) {
			return candidate, true
		}
	}
	return "", false
}

// slips is the optimal string alignment distance, with three rows of the
// usual table: a swap looks two rows back.
func slips(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
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
