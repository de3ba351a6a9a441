package widget

import (
	"strings"

	"netsplit/tui/theme"
)

// Table draws rows under a header in columns as wide as their widest cell; when
// that is more than w, the widest columns give way first. Cells are one line.
// Numbers (columns listed in right) stand at the right.
func Table(th *theme.Theme, header []string, rows [][]string, w int, right ...int) string {
	widths := columnWidths(header, rows, w)
	atRight := make(map[int]bool, len(right))
	for _, c := range right {
		atRight[c] = true
	}
	line := func(cellsOf []string) string {
		parts := make([]string, len(widths))
		for c, width := range widths {
			text := ""
			if c < len(cellsOf) {
				text = cellsOf[c]
			}
			if atRight[c] {
				parts[c] = PadLeft(text, width)
			} else {
				parts[c] = Pad(text, width)
			}
		}
		return Cut(strings.TrimRight(strings.Join(parts, "  "), " "), w, "")
	}
	var out []string
	if len(header) > 0 {
		out = append(out, th.Muted.Render(line(header)))
	}
	for _, row := range rows {
		out = append(out, line(row))
	}
	return strings.Join(out, "\n")
}

func columnWidths(header []string, rows [][]string, w int) []int {
	var widths []int
	grow := func(row []string) {
		for c, cell := range row {
			if c == len(widths) {
				widths = append(widths, 0)
			}
			widths[c] = max(widths[c], cells(cell))
		}
	}
	grow(header)
	for _, row := range rows {
		grow(row)
	}
	total := 2 * max(0, len(widths)-1)
	for _, width := range widths {
		total += width
	}
	for ; total > w; total-- {
		widest := 0
		for c := range widths {
			if widths[c] > widths[widest] {
				widest = c
			}
		}
		if len(widths) == 0 || widths[widest] <= 1 {
			break
		}
		widths[widest]--
	}
	return widths
}
