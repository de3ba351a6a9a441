// Package noun writes a number with its noun in the right form, so that nobody
// reads "1 keys".
//
//	noun.Count(1, "key")          // 1 key
//	noun.Count(0, "dead letter")  // 0 dead letters
//	noun.Count(3, "entry")        // 3 entries
//	noun.Of("1,250", "key")       // 1,250 keys
package noun

import (
	"strconv"
	"strings"
)

// Count is n with a noun, which is given in the singular. Of several words it
// is the last that changes.
func Count(n int, noun string) string {
	return Of(strconv.Itoa(n), noun)
}

// Of is a number as it is written, with its noun: 1,250 keys.
func Of(number, noun string) string {
	if number == "1" {
		return number + " " + noun
	}
	return number + " " + plural(noun)
}

// plural knows the regular forms of English: keys, entries, caches, boxes.
func plural(noun string) string {
	if stem, ok := strings.CutSuffix(noun, "y"); ok && !endsIn(stem, "a", "e", "o", "u") {
		return stem + "ies"
	}
	if endsIn(noun, "s", "x", "z", "sh", "nch", "tch") {
		return noun + "es"
	}
	return noun + "s"
}

func endsIn(word string, ends ...string) bool {
	for _, end := range ends {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}
