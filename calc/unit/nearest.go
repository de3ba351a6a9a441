package unit

import "netsplit/calc/spelling"

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
		if d := spelling.Slips(typed, v); d < best {
			best, found = d, v
		}
	}
	return found, found != ""
}
