// Package spelling counts the slips between two words, for every place that
// asks "did you mean …?". How many slips are still a slip is the caller's to say.
package spelling

// Slips is the number of letters to insert, drop, change or swap with the next
// one to turn a into b: the optimal string alignment distance of Damerau and
// Levenshtein. The caller bounds the length of hostile words.
func Slips(a, b string) int {
	from, to := []rune(a), []rune(b)
	// Three rows of the usual table: a swap looks two rows back.
	before, last, row := make([]int, len(to)+1), make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range last {
		last[j] = j
	}
	for i := range from {
		row[0] = i + 1
		for j := range to {
			cost := 1
			if from[i] == to[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && from[i] == to[j-1] && from[i-1] == to[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(to)]
}
