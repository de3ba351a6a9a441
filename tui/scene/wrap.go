package scene

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Wrap breaks text at spaces into lines of at most w columns. A word longer
// than a line is cut. Its time grows with what fits into a screen, not with
// the text: beyond 8 KiB the text is cut.
func Wrap(text string, w int) []string {
	const most = 8 << 10
	if w <= 0 {
		return nil
	}
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + " …"
	}
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(text) {
		n := Width(word)
		if used > 0 && used+1+n <= w {
			line, used = line+" "+word, used+1+n
			continue
		}
		if used > 0 {
			lines = append(lines, line)
		}
		for n > w {
			head := cut(word, w)
			if head == "" {
				return lines // one character is wider than the line
			}
			lines = append(lines, head)
			word = word[len(head):]
			n = Width(word)
		}
		line, used = word, n
	}
	if used > 0 {
		lines = append(lines, line)
	}
	return lines
}

// cut returns as much of the beginning of s as takes at most w columns.
func cut(s string, w int) string {
	end, used := 0, 0
	for end < len(s) {
		cluster, _ := ansi.FirstGraphemeCluster(s[end:], ansi.GraphemeWidth)
		n := Width(cluster)
		if cluster == "" || used+n > w {
			break
		}
		end, used = end+len(cluster), used+n
	}
	return s[:end]
}
