package engine

import (
	"fmt"
	"strings"

	"netsplit/calc/noun"
)

// String is the comparison as a table.
func (c Comparison) String() string { return c.Table("first", "second") }

// Table writes the comparison with a heading for each side.
func (c Comparison) Table(a, b string) string {
	var out strings.Builder
	switch {
	case c.Parted != nil:
		fmt.Fprintf(&out, "They part at %s, event %d:\n  %s: %s\n  %s: %s\n", moment(c.Parted.TimeSeconds), c.Parted.Event, a, c.Parted.A, b, c.Parted.B)
	case c.Note == "":
		fmt.Fprintln(&out, "Both runs are the same, event for event.")
	default:
		fmt.Fprintln(&out, c.Note)
	}
	rows := [][3]string{{"metric", a, b}}
	same := 0
	for _, m := range c.Metrics {
		if m.Same {
			same++
			continue
		}
		rows = append(rows, [3]string{m.Name, m.TextA, m.TextB})
	}
	if len(rows) > 1 {
		table(&out, rows)
	}
	fmt.Fprintf(&out, "%d metrics are the same.\n", same)
	if len(c.Steps) > 0 {
		fmt.Fprintln(&out, "\nSteps that came to something else:")
		for _, s := range c.Steps {
			fmt.Fprintf(&out, "  %s\n    %s: %s\n    %s: %s\n", s.Step, a, s.A, b, s.B)
		}
	}
	if c.Differing > 0 {
		fmt.Fprintf(&out, "\n%d of %s ended otherwise:\n", c.Differing, noun.Count(c.Compared, "operation"))
		rows := [][3]string{{"operation", a, b}}
		for _, o := range c.Operations {
			rows = append(rows, [3]string{fmt.Sprintf("%s %s: %s", moment(o.TimeSeconds), o.Client, o.Name), o.A, o.B})
		}
		table(&out, rows)
		if hidden := c.Differing - len(c.Operations); hidden > 0 {
			fmt.Fprintf(&out, "  and %d more\n", hidden)
		}
	}
	return out.String()
}

// table writes rows in columns.
func table(out *strings.Builder, rows [][3]string) {
	var width [2]int
	for _, r := range rows {
		width[0], width[1] = max(width[0], len(r[0])), max(width[1], len(r[1]))
	}
	for _, r := range rows {
		fmt.Fprintf(out, "  %-*s  %-*s  %s\n", width[0], r[0], width[1], r[1], r[2])
	}
}

func moment(seconds float64) string { return fmt.Sprintf("%.3f s", seconds) }
