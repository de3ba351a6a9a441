// Package overlay draws boxes over a finished screen: help, notes, questions.
// The screen below stays visible around the box.
//
//	screen = overlay.Center(screen, box, w, h)
package overlay

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"netsplit/tui/widget"
)

// Center puts box in the middle of a screen of w by h cells.
func Center(screen, box string, w, h int) string {
	lines := strings.Count(box, "\n") + 1
	return At(screen, box, (w-widget.Width(box))/2, (h-lines)/2, w, h)
}

// At puts box with its corner at x, y. What does not fit is cut off.
func At(screen, box string, x, y, w, h int) string {
	below := strings.Split(widget.Block(screen, w, h), "\n")
	x = max(0, x)
	for i, line := range strings.Split(box, "\n") {
		row := y + i
		if row < 0 || row >= len(below) {
			continue
		}
		line = widget.Cut(line, w-x, "")
		end := x + widget.Width(line)
		// A wide rune cut in half by the box's edge leaves a gap: fill it.
		left := widget.Pad(ansi.Cut(below[row], 0, x), x)
		right := ansi.Cut(below[row], end, w)
		if widget.Width(right) > w-end {
			right = ansi.Cut(below[row], end+1, w)
		}
		if gap := w - end - widget.Width(right); gap > 0 {
			right = strings.Repeat(" ", gap) + right
		}
		below[row] = left + line + right
	}
	return strings.Join(below, "\n")
}
