package prose

import (
	"strings"

	extast "github.com/yuin/goldmark/extension/ast"

	"netsplit/tui/widget"
)

// narrowest is the least width of a column that has to give way: below it the
// table is written as stacked rows.
const narrowest = 6

// table writes a table that fits: columns as wide as their text, or wrapped
// within their cells, or, where even that is too much, row below row.
func (b *builder) table(n *extast.Table, look Look) {
	var rows [][][]Span
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		var row [][]Span
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			style := look
			if _, head := r.(*extast.TableHeader); head {
				style |= Strong
			}
			row = append(row, b.inline(c, style, 0))
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 || len(rows[0]) == 0 {
		return
	}
	from := len(b.piece.Lines)
	if widths, ok := share(rows, b.room()); ok {
		b.grid(rows, widths, n.Alignments)
	} else {
		b.stacked(rows)
	}
	b.place(from)
}

// share gives each column its width: what its text needs when all fit, else
// the narrow ones get that and the others share the rest.
func share(rows [][][]Span, room int) ([]int, bool) {
	n := len(rows[0])
	need := make([]int, n)
	for _, row := range rows {
		for c := range min(n, len(row)) {
			need[c] = max(need[c], spanWidth(row[c]))
		}
	}
	left := room - 3*(n-1)
	widths := make([]int, n)
	open := n
	for changed := true; changed && open > 0; {
		changed = false
		even := left / open
		for c := range n {
			if widths[c] == 0 && need[c] <= even {
				widths[c] = max(1, need[c])
				left -= widths[c]
				open--
				changed = true
				if open == 0 {
					break
				}
			}
		}
	}
	for c := range n {
		if widths[c] == 0 {
			widths[c] = left / open
			left -= widths[c]
			open--
			if widths[c] < max(narrowest, longestWord(rows, c)) {
				return nil, false
			}
		}
	}
	return widths, left >= 0
}

// longestWord is the width below which a column would break words; very long
// ones, addresses for example, are broken anyway.
func longestWord(rows [][][]Span, column int) int {
	longest := 0
	for _, row := range rows {
		if column >= len(row) {
			continue
		}
		for _, s := range row[column] {
			for word := range strings.FieldsSeq(s.Text) {
				longest = max(longest, min(widget.Width(word), 14))
			}
		}
	}
	return longest
}

func spanWidth(spans []Span) int {
	n := 0
	for _, s := range spans {
		n += widget.Width(s.Text)
	}
	return n
}

func (b *builder) grid(rows [][][]Span, widths []int, align []extast.Alignment) {
	bar := Span{" " + b.glyph.Vertical + " ", Border | Margin, 0}
	for r, row := range rows {
		cells := make([][]Line, len(widths))
		height := 1
		for c, w := range widths {
			if c < len(row) {
				cells[c] = Wrap(row[c], w)
			}
			height = max(height, len(cells[c]))
		}
		for y := range height {
			var out Line
			for c, w := range widths {
				if c > 0 {
					out = append(out, bar)
				}
				var l Line
				if y < len(cells[c]) {
					l = cells[c][y]
				}
				right := c < len(align) && align[c] == extast.AlignRight
				out = append(out, padded(l, w, right, c == len(widths)-1)...)
			}
			b.emit(out)
		}
		if r == 0 {
			b.rule(widths)
		}
	}
}

func (b *builder) rule(widths []int) {
	parts := make([]string, len(widths))
	for c, w := range widths {
		parts[c] = strings.Repeat(b.glyph.Line, w)
	}
	cross := b.glyph.Line + b.glyph.Cross + b.glyph.Line
	b.emit(Line{{strings.Join(parts, cross), Border | Margin, 0}})
}

func padded(l Line, w int, right, last bool) Line {
	fill := Span{strings.Repeat(" ", max(0, w-widget.Width(l.Plain()))), Margin, 0}
	switch {
	case fill.Text == "" || last && !right:
		return l
	case right:
		return append(Line{fill}, l...)
	}
	return append(l[:len(l):len(l)], fill)
}

// stacked writes each row as "header: cell" lines.
func (b *builder) stacked(rows [][][]Span) {
	head := rows[0]
	for r, row := range rows[1:] {
		if r > 0 {
			b.gap()
		}
		for c, cell := range row {
			var spans []Span
			if c < len(head) && len(head[c]) > 0 {
				spans = append(append(spans, head[c]...), Span{": ", Strong, 0})
			}
			for _, l := range Wrap(append(spans, cell...), b.room()) {
				b.emit(l)
			}
		}
	}
	if len(rows) == 1 {
		for _, cell := range head {
			for _, l := range Wrap(cell, b.room()) {
				b.emit(l)
			}
		}
	}
}
