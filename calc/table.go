package calc

import "netsplit/calc/unit"

// table prints as many columns side by side as fit, and the others below them
// in bands of their own.
func (p *page) table(t Table) {
	t = t.printed()
	if len(t.Columns) == 0 || len(t.Rows) == 0 {
		return
	}
	p.heading(t.Title)
	first := columns(t.Corner)
	for _, r := range t.Rows {
		first = max(first, columns(r.Label))
	}
	for from := 0; from < len(t.Columns); {
		to, used := from, 4+first
		var widths []int
		for ; to < len(t.Columns); to++ {
			w := t.columnWidth(to)
			if used += 2 + w; used > p.width {
				break
			}
			widths = append(widths, w)
		}
		if to == from {
			p.stacked(t, from, first)
			from++
			continue
		}
		if from > 0 {
			p.lines = append(p.lines, nil)
		}
		p.band(t, from, first, widths)
		from = to
	}
}

// printed is the table without the columns that are for programs only.
func (t Table) printed() Table {
	var columns []Column
	rows := make([]Row, len(t.Rows))
	for i, r := range t.Rows {
		r.Cells = nil
		rows[i] = r
	}
	for i, c := range t.Columns {
		if c.Label == "" {
			continue
		}
		columns = append(columns, c)
		for j := range rows {
			rows[j].Cells = append(rows[j].Cells, t.Rows[j].Cells[i])
		}
	}
	t.Columns, t.Rows = columns, rows
	return t
}

func (t Table) columnWidth(i int) int {
	w := columns(t.Columns[i].Label)
	for _, r := range t.Rows {
		w = max(w, columns(r.Cells[i].String()))
	}
	return w
}

// band prints the columns from one on, as many as there are widths.
func (p *page) band(t Table, from, first int, widths []int) {
	head := Line{pad(4), {Meaning: unit.Label, Text: t.Corner}, pad(first - columns(t.Corner))}
	for i, w := range widths {
		label := t.Columns[from+i].Label
		head = append(head, pad(2), unit.Span{Meaning: unit.Label, Text: label}, pad(w-columns(label)))
	}
	p.lines = append(p.lines, trimRight(head))
	for _, r := range t.Rows {
		line := append(rowStart(r), pad(first-columns(r.Label)))
		for i, w := range widths {
			cell := r.Cells[from+i]
			line = append(append(line, pad(2)), cell.Spans()...)
			line = append(line, pad(w-columns(cell.String())))
		}
		p.lines = append(p.lines, trimRight(line))
	}
}

// rowStart is a row's label, with an arrow before the one that was asked for,
// so that it is not told by colour alone.
func rowStart(r Row) Line {
	if r.Mark {
		return Line{{Meaning: unit.Marked, Text: "  → " + r.Label}}
	}
	return Line{pad(4), {Meaning: unit.Label, Text: r.Label}}
}

// stacked prints a column that is too wide to stand beside its labels.
func (p *page) stacked(t Table, column, first int) {
	p.line(pad(2), unit.Span{Meaning: unit.Heading, Text: t.Columns[column].Label})
	for _, r := range t.Rows {
		line := append(rowStart(r), pad(first-columns(r.Label)+2))
		p.wrap(append(line, r.Cells[column].Spans()...), first+6)
	}
}
