package dialogue

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"netsplit/store/sqllab"
	"netsplit/tui/widget"
)

// tableWidth is how wide a table of rows may be.
const tableWidth = 78

// sqlStatement is a step as it is announced.
func sqlStatement(s sqllab.Step) string {
	if s.Crash {
		return "The process crashes, and is started again."
	}
	text := s.Session + ": " + s.SQL
	if len(s.Values) > 0 {
		text += fmt.Sprintf("   with %q", s.Values)
	}
	return strings.Join(widget.Wrap(widget.Safe(text), tableWidth), "\n")
}

// sqlResult is what a statement came to, as a table that fits.
func sqlResult(r sqllab.Result, plans bool) string {
	var b strings.Builder
	if plans {
		for _, line := range r.Plan {
			b.WriteString("   plan: " + ansi.Truncate(sqlCell(line), tableWidth-9, "…") + "\n")
		}
	}
	if r.Error != "" {
		return b.String() + ansi.Wrap("   error: "+sqlCell(r.Error), tableWidth, "") + "\n"
	}
	if r.IsPlan() {
		for _, line := range r.Tree() {
			b.WriteString("   " + ansi.Truncate(sqlCell(line), tableWidth-3, "…") + "\n")
		}
	} else if len(r.Columns) > 0 {
		rows := append([][]string{r.Columns}, r.Rows...)
		widths := columnWidths(rows)
		for i, row := range rows {
			b.WriteString("  ")
			for c, cell := range row[:len(widths)] {
				cell = ansi.Truncate(sqlCell(cell), widths[c], "…")
				b.WriteString(" " + cell + strings.Repeat(" ", max(0, widths[c]-ansi.StringWidth(cell))))
			}
			b.WriteString("\n")
			if i == 0 {
				b.WriteString("  ")
				for _, w := range widths {
					b.WriteString(" " + strings.Repeat("-", w))
				}
				b.WriteString("\n")
			}
		}
		if len(r.Rows) == 0 {
			b.WriteString("   (no row)\n")
		}
		if len(r.Columns) > len(widths) {
			fmt.Fprintf(&b, "   (%d more columns)\n", len(r.Columns)-len(widths))
		}
	}
	if r.Cut {
		b.WriteString("   (more than is shown)\n")
	}
	if r.Changed > 0 {
		fmt.Fprintf(&b, "   rows changed: %d\n", r.Changed)
	}
	if r.Visited > 0 {
		fmt.Fprintf(&b, "   rows visited: %d, in %.2f ms\n", r.Visited, r.Seconds*1000)
	} else if plans && r.Plan != nil {
		fmt.Fprintf(&b, "   in %.2f ms\n", r.Seconds*1000)
	}
	return b.String()
}

// sqlCell is a value on one line, without anything that a terminal obeys.
func sqlCell(text string) string { return widget.Safe(text) }

// columnWidths shares the width out: what is narrow stays whole, the widest
// gives way first. Columns that have no room at all are left out.
func columnWidths(rows [][]string) []int {
	const narrowest = 4
	count := min(len(rows[0]), tableWidth/(narrowest+2))
	widths, sum := make([]int, count), count+2
	for c := range widths {
		widths[c] = 1
		for _, row := range rows {
			widths[c] = max(widths[c], min(tableWidth, ansi.StringWidth(sqlCell(row[c]))))
		}
		sum += widths[c]
	}
	for ; sum > tableWidth; sum-- {
		widest := 0
		for c, w := range widths {
			if w > widths[widest] {
				widest = c
			}
		}
		widths[widest]--
	}
	return widths
}
