// Package widget has the small things pages are drawn with: fitting text into
// cells, boxes, bars, lists, tables and a line of input. Everything is measured
// in terminal cells, so wide runes and emoji keep the columns.
//
//	body := widget.Box(th, "Ring", ring, w, h, focused)
//	return widget.Fit(body, w, h)
//
// Text that comes from outside (notes, file names, values of keys) goes through
// Safe first, so that a terminal escape in it is shown and not obeyed.
package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width is the number of cells the widest line of s takes, styles not counted.
func Width(s string) int {
	widest := 0
	for line := range strings.SplitSeq(s, "\n") {
		widest = max(widest, cells(line))
	}
	return widest
}

// Cut returns line in at most w cells; when it has to cut, the last cell is the
// tail, "…" for example. Styles stay intact.
func Cut(line string, w int, tail string) string {
	if w <= 0 {
		return ""
	}
	if cells(line) <= w {
		return line
	}
	if ansi.StringWidth(tail) > w {
		tail = ""
	}
	return ansi.Truncate(line, w, tail)
}

// Pad returns line in exactly w cells: cut or filled up with spaces.
func Pad(line string, w int) string {
	line = Cut(line, w, "…")
	if n := cells(line); n < w {
		line += strings.Repeat(" ", w-n)
	}
	return line
}

// PadLeft is Pad with the text at the right end, for numbers.
func PadLeft(line string, w int) string {
	line = Cut(line, w, "…")
	if n := cells(line); n < w {
		line = strings.Repeat(" ", w-n) + line
	}
	return line
}

// Fit returns s as exactly h lines of at most w cells: lines are cut, missing
// ones added. It is the last thing a page's View does.
func Fit(s string, w, h int) string {
	if h <= 0 {
		return ""
	}
	var b strings.Builder
	n := 0
	for line := range strings.SplitSeq(s, "\n") {
		if n == h {
			break
		}
		if n > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(Cut(line, w, ""))
		n++
	}
	for ; n < h; n++ {
		b.WriteByte('\n')
	}
	return b.String()
}

// Block is Fit with every line padded to w: a rectangle that can be put beside
// another one.
func Block(s string, w, h int) string {
	lines := strings.Split(s, "\n")
	out := make([]string, max(0, h))
	for i := range out {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		line = Cut(line, w, "")
		out[i] = line + strings.Repeat(" ", max(0, w-cells(line)))
	}
	return strings.Join(out, "\n")
}

// Beside puts blocks of the same height next to each other. Each must be a
// Block, or the columns shift.
func Beside(blocks ...string) string {
	if len(blocks) == 0 {
		return ""
	}
	split := make([][]string, len(blocks))
	height := 0
	for i, b := range blocks {
		split[i] = strings.Split(b, "\n")
		height = max(height, len(split[i]))
	}
	out := make([]string, height)
	for row := range out {
		var b strings.Builder
		for i := range split {
			if row < len(split[i]) {
				b.WriteString(split[i][row])
			}
		}
		out[row] = b.String()
	}
	return strings.Join(out, "\n")
}

// Edges puts left at the left and right at the right end of w cells. When both
// do not fit, left is cut; right is dropped when it would leave less than half.
func Edges(left, right string, w int) string {
	r := cells(right)
	if r == 0 || (r > w/2 && r+cells(left)+1 > w) {
		return Pad(left, w)
	}
	return Pad(left, w-r-1) + " " + right
}

// cells is the width of one line; plain ASCII, the usual case, needs no parsing.
func cells(line string) int {
	for i := range len(line) {
		if line[i] < 0x20 || line[i] >= 0x7f {
			return ansi.StringWidth(line)
		}
	}
	return len(line)
}
