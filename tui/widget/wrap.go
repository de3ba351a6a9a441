package widget

import "strings"

// Wrap breaks plain text at spaces into lines of at most w cells. A word that
// is longer than a line is broken, so nothing is ever cut off.
func Wrap(s string, w int) []string {
	w = max(1, w)
	var lines []string
	line, used := "", 0
	for word := range strings.FieldsSeq(s) {
		n := cells(word)
		switch {
		case line != "" && used+1+n <= w:
			line, used = line+" "+word, used+1+n
			continue
		case line != "":
			lines = append(lines, line)
		}
		parts := []string{word}
		if n > w {
			parts = Parts(word, w)
		}
		lines = append(lines, parts[:len(parts)-1]...)
		word = parts[len(parts)-1]
		n = cells(word)
		line, used = word, n
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}
