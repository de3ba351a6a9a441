package widget

import "github.com/charmbracelet/x/ansi"

// Head is how many bytes of plain text fit in w cells, and the cells they take.
// It looks at no more text than that, so a line of a megabyte can be cut into
// parts in one pass.
func Head(text string, w int) (bytes, used int) {
	for bytes < len(text) {
		if c := text[bytes]; c < 0x80 && (bytes+1 == len(text) || text[bytes+1] < 0x80) {
			if used+1 > w {
				return bytes, used
			}
			bytes, used = bytes+1, used+1
			continue
		}
		cluster, n := ansi.FirstGraphemeCluster(text[bytes:], ansi.GraphemeWidth)
		if used+n > w || cluster == "" {
			return bytes, used
		}
		bytes, used = bytes+len(cluster), used+n
	}
	return bytes, used
}

// Parts cuts plain text into parts of at most w cells. A character wider than w
// can't be shown and is left out.
func Parts(text string, w int) []string {
	var parts []string
	for text != "" {
		n, _ := Head(text, w)
		if n == 0 {
			cluster, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
			text = text[max(1, len(cluster)):]
			continue
		}
		parts = append(parts, text[:n])
		text = text[n:]
	}
	if len(parts) == 0 {
		return []string{""}
	}
	return parts
}
