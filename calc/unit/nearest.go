package unit

// longestWord bounds the work of Nearest on hostile input.
const longestWord = 32

// Nearest returns the valid word closest to what was typed, when it is close
// enough to be a slip: at most a third of its letters, and at least one,
// inserted, dropped, changed or swapped.
func Nearest(typed string, valid []string) (string, bool) {
	if len(typed) > longestWord {
		return "", false
	}
	best, found := max(1, len(typed)/3)+1, ""
	for _, v := range valid {
		if d := distance(typed, v); d < best {
			best, found = d, v
		}
	}
	return found, found != ""
}

// distance is the number of letters to insert, drop, change or swap with the
// next one to turn a into b (Damerau and Levenshtein, three rows at a time).
func distance(a, b string) int {
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, above, row = above, row, before
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(above[j]+cost, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
