package widget

import (
	"github.com/charmbracelet/x/ansi"

	"netsplit/tui/theme"
)

// Selected draws a row as the one under the cursor, w cells wide. The row's own
// styles are dropped, since a reset in the middle would end the highlight.
func Selected(th *theme.Theme, row string, w int, focused bool) string {
	row = Pad(ansi.Strip(row), w)
	if focused {
		return th.Selected.Render(row)
	}
	return th.Inactive.Render(row)
}

// Hints draws "key word" pairs on one line, as many as fit in w.
func Hints(th *theme.Theme, w int, pairs ...string) string {
	line, used := "", 0
	for i := 0; i+1 < len(pairs); i += 2 {
		gap := ""
		if used > 0 {
			gap = "  "
		}
		n := cells(gap) + cells(pairs[i]) + 1 + cells(pairs[i+1])
		if used+n > w {
			break
		}
		line += gap + th.Key.Render(pairs[i]) + " " + th.Muted.Render(pairs[i+1])
		used += n
	}
	return line
}
