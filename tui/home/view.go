package home

import (
	"strings"

	"netsplit/tui/layout"
	"netsplit/tui/widget"
)

// spot is where a row was drawn.
type spot = layout.Rect

// widest is the most that home takes of a wide screen: further apart, a row's
// name and its bar no longer read as one line.
const widest = 116

// View draws the head with Continue, the groups in one or two columns, and a
// line on the selected row.
func (p *Page) View(w, h int) string {
	p.size.Width, p.size.Height = w, h
	p.cursor = max(0, min(p.cursor, len(p.rows())-1)) // a smaller screen has fewer rows
	area := layout.Rect{W: w, H: h}
	if w > widest+4 {
		area.X, area.W = (w-widest)/2, widest
	} else if w >= layout.NarrowWidth {
		area.X, area.W = 2, w-4
	}
	d := &drawing{page: p, area: area, spots: make([]spot, len(p.rows()))}
	d.head()
	p.beside = area.W >= layout.NarrowWidth-4 && h >= 16
	if p.beside {
		d.columns()
	} else {
		d.list()
	}
	p.spots = d.spots
	indent := strings.Repeat(" ", area.X)
	for i, line := range d.lines {
		if line != "" {
			d.lines[i] = indent + line
		}
	}
	return widget.Fit(strings.Join(d.lines, "\n"), w, h)
}

// drawing collects lines and notes where the rows are.
type drawing struct {
	page  *Page
	area  layout.Rect
	lines []string
	spots []spot
	row   int // next row of rows()
}

func (d *drawing) add(lines ...string) { d.lines = append(d.lines, lines...) }

// head names the program to somebody new and offers to go on to everybody else.
func (d *drawing) head() {
	p, th, w := d.page, d.page.env.Theme, d.area.W
	if d.area.H >= 20 {
		d.add("")
	}
	if d.area.H >= 30 {
		d.add("")
	}
	if p.data.Fresh || p.data.Continue == nil {
		d.add(th.Title.Render(widget.Cut("System design you can run, and break.", w, th.Glyph.Ellipsis)))
	}
	if p.data.Fresh && d.area.H >= 18 {
		for _, line := range widget.Wrap("Open the first lesson and start its lab: a small cluster runs beside the text. "+
			"Cut its network, then ask why a write failed. Everything is saved as you go.", min(w, layout.TextWidth)) {
			d.add(th.Muted.Render(line))
		}
	}
	if len(d.lines) > 0 && strings.TrimSpace(d.lines[len(d.lines)-1]) != "" {
		d.add("")
	}
	if p.data.Continue == nil {
		return
	}
	item := *p.data.Continue
	d.spots[0] = layout.Rect{X: d.area.X, Y: len(d.lines), W: w, H: 1}
	name := item.Name
	if p.cursor == 0 {
		d.add(widget.Selected(th, th.Glyph.Cursor+" "+widget.Edges(name, item.Detail+" ", w-2), w, true))
	} else {
		d.add("  " + widget.Edges(th.Title.Render(name), th.Muted.Render(item.Detail)+" ", w-2))
	}
	if d.area.H >= 16 && item.About != "" {
		d.add("  " + th.Muted.Render(widget.Cut(item.About, w-2, th.Glyph.Ellipsis)))
	}
	d.add("")
	d.row = 1
}

// columns draws the first group at the left and the others at the right, and
// below them what the selected row is.
func (d *drawing) columns() {
	p := d.page
	about := d.about()
	height := d.area.H - len(d.lines) - len(about) - 1
	cols := layout.Rect{W: d.area.W, H: height}.Columns(4, 6, 5)
	top := len(d.lines)
	left, right := d.section(0, 1, cols[0], top), d.section(1, len(p.data.Groups), cols[1], top)
	shown := min(height, max(len(left), len(right)))
	d.add(strings.Split(widget.Beside(
		widget.Block(strings.Join(left, "\n"), cols[0].W, shown),
		widget.Block("", 4, shown),
		widget.Block(strings.Join(right, "\n"), cols[1].W, shown),
	), "\n")...)
	for len(d.lines) < d.area.H-len(about)-1 && len(d.lines) < top+shown+2 {
		d.add("")
	}
	d.add(about...)
}

// section draws groups from..to below each other in a column. When the selected
// row would be below the column, the column scrolls.
func (d *drawing) section(from, to int, col layout.Rect, top int) []string {
	p, th := d.page, d.page.env.Theme
	var lines []string
	selected, first := 0, d.row
	var ys []int
	for g := from; g < min(to, len(p.data.Groups)); g++ {
		group := p.data.Groups[g]
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, widget.Rule(th, group.Title, col.W))
		items := p.items(g)
		if len(items) == 0 {
			for _, line := range widget.Wrap(group.Empty, col.W-2) {
				lines = append(lines, "  "+th.Muted.Render(line))
			}
		}
		for _, item := range items {
			if d.row == p.cursor {
				selected = len(lines)
			}
			ys = append(ys, len(lines))
			lines = append(lines, p.line(item, col.W, d.row == p.cursor))
			d.row++
		}
	}
	skip := max(0, min(selected-col.H/2, len(lines)-col.H))
	for i, y := range ys {
		if y >= skip && y-skip < col.H {
			d.spots[first+i] = layout.Rect{X: d.area.X + col.X, Y: top + y - skip, W: col.W, H: 1}
		}
	}
	return lines[skip:]
}

// list draws all groups in one column that scrolls.
func (d *drawing) list() {
	top := len(d.lines)
	height := max(1, d.area.H-top)
	d.add(d.section(0, len(d.page.data.Groups), layout.Rect{W: d.area.W, H: height}, top)...)
}

// line draws one row: mark, name, and at the right the bar and the detail.
func (p *Page) line(item Item, w int, selected bool) string {
	th := p.env.Theme
	mark := " "
	if item.Done {
		mark = th.Glyph.Done
	}
	detail := th.Muted.Render(item.Detail)
	if item.Bar && w >= 34 {
		detail = widget.Bar(th, item.Share, 10) + " " + widget.PadLeft(detail, 8)
	}
	mark = strings.Repeat("  ", item.depth) + mark
	name := item.Name
	if len(item.Below) > 0 && !selected {
		name = th.Strong.Render(name)
	}
	body := widget.Edges(mark+" "+widget.Cut(name, max(4, w-6-widget.Width(detail)), th.Glyph.Ellipsis), detail, max(1, w-2))
	if selected {
		return widget.Selected(th, th.Glyph.Cursor+" "+body, w, true)
	}
	if item.Done {
		body = strings.Replace(body, mark, th.Good.Render(mark), 1)
	}
	return widget.Cut("  "+body, w, "")
}

// about says what the selected row is, in at most two lines.
func (d *drawing) about() []string {
	p, th := d.page, d.page.env.Theme
	rows := p.rows()
	if p.cursor >= len(rows) || rows[p.cursor].group == 0 || rows[p.cursor].item.About == "" {
		return []string{"", ""}
	}
	lines := widget.Wrap(rows[p.cursor].item.About, min(d.area.W-2, layout.TextWidth))
	lines = append(lines[:min(2, len(lines))], "", "")[:2]
	for i := range lines {
		lines[i] = "  " + th.Muted.Render(lines[i])
	}
	return lines
}
