package sqllab

import "strings"

// longestSplit bounds the text that is looked through for statements.
const longestSplit = 10 * longestSQL

// Split cuts what was typed into its statements, so that each can be run by
// itself and shows what came of it. One that is too long stays whole.
func Split(text string) []string {
	if len(text) > longestSplit {
		return []string{text}
	}
	var list []string
	start := 0
	for i := range len(text) {
		if text[i] == ';' && Complete(text[start:i+1]) {
			list = append(list, strings.TrimSpace(text[start:i+1]))
			start = i + 1
		}
	}
	if rest, _ := words(text[start:]); len(rest) > 0 || len(list) == 0 {
		list = append(list, strings.TrimSpace(text[start:]))
	}
	return list
}
