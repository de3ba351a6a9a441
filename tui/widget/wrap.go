package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Wrap breaks plain text at spaces into lines of at most w cells. A word that
// is longer than a line is broken, so nothing is ever cut off.
func Wrap(s string, w int) []string {
	w = max(1, w)
	var lines []string
	line, used := "", 0
	for word := range strings.FieldsSeq(s) {
		n := cells(word)
		switch {
		case used > 0 && used+1+n <= w:
			line, used = line+" "+word, used+1+n
			continue
		case used > 0:
			lines = append(lines, line)
		}
		for n > w {
			head := ansi.Truncate(word, w, "")
			if head == "" { // a wide rune in a single cell: leave it out
				break
			}
			lines = append(lines, head)
			word = word[len(head):]
			n = cells(word)
		}
		if n > w {
			word, n = "", 0
		}
		line, used = word, n
	}
	if used > 0 || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}
