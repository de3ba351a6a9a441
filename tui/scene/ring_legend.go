package scene

import (
	"fmt"
	"slices"

	"netsplit/engine"
)

// legend lists the nodes: place in the preference list, number, state, name and
// what it holds of the selected key. Nodes that can't reach each other are kept
// apart by a line that says so.
func (d *ringDrawing) legend(x, width, body int) {
	order, walls := d.sides()
	most := body
	if d.cx > d.radius+4 { // inside the circle
		most = 8
	}
	rows := min(len(order), max(most-len(walls), 1))
	y := body/2 - (rows+len(walls))/2
	selected := slices.IndexFunc(order, func(i int) bool { return d.ring.Nodes[i] == d.view.Node })
	from := Scroll(len(order), rows-1, selected)
	if rows == len(order) {
		from = 0
	}
	for i, index := range order[from : from+rows] {
		if row := from + i; slices.Contains(walls, row) {
			d.wall(x, y, width)
			y++
		}
		if i == rows-1 && rows < len(order) {
			d.c.Text(x, y, Muted, fmt.Sprintf("and %d more: ", len(order)-i)+d.view.spell("{arrows}"))
			break
		}
		d.legendRow(index, x, y, width)
		y++
	}
	if y+3 < body/2+int(d.radius/4) && len(d.ring.Tokens) > len(d.ring.Nodes) {
		d.c.TextIn(x+4, y+1, width, Muted, fmt.Sprintf("%d virtual nodes", len(d.ring.Tokens)))
	}
}

// sides are the indexes of the nodes, those that reach each other together, and
// the rows before which a wall stands.
func (d *ringDrawing) sides() (order, walls []int) {
	for _, g := range d.groups {
		if len(order) > 0 {
			walls = append(walls, len(order))
		}
		for _, m := range g.Members {
			if i, ok := d.index[m]; ok {
				order = append(order, i)
			}
		}
	}
	for i := range d.ring.Nodes {
		if !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	return order, walls
}

// wall is the line between two sides of a partition.
func (d *ringDrawing) wall(x, y, width int) {
	g := d.view.Glyphs()
	text := " nothing passes "
	for i := 1; i < len(d.groups); i++ {
		if oneWay(d.view.Snapshot, d.groups[i-1], d.groups[i]) {
			text = " cut one way "
		}
	}
	d.c.HLine(x, y, width, Bad|Bold, g.Cut)
	if width >= len(text)+4 {
		d.c.Text(x+(width-len(text))/2, y, Bad|Bold, text)
	}
}

func (d *ringDrawing) legendRow(index, x, y, width int) {
	name := d.ring.Nodes[index]
	n, ok := d.view.node(name)
	if !ok {
		n = engine.Node{Name: name, State: engine.Removed}
	}
	mark, role := d.view.stateMark(n)
	end, start := x+width, x
	place := "   "
	if i := slices.Index(d.key.Owners, name); i >= 0 && d.hasKey {
		place = ordinal(i)
	}
	x = d.c.TextIn(x, y, end-x, Accent, place) + 1
	x = d.c.TextIn(x, y, end-x, d.role(index)|Bold, ShortName(name, index)) + 1
	d.c.Set(x, y, role, mark)
	x += 2
	word, value := stateWord(n), 0
	if cell, ok := d.cellOf(n.Name); ok && word == string(engine.Up) && Width(name+" "+word+" ✓ "+cell.Value) > end-x {
		word, value = "", Width("✓ "+cell.Value) // the mark says it, and what it holds needs the room
	}
	room := end - x - Width(word) - 1
	if short := Width(memberNumber(d.ring.Component, name)); value > 0 && room-value < Width(name) {
		room = min(room, short)
		if end-x-short-1 < value {
			room = 0 // its number stands before it
		}
	}
	if room >= Width(memberNumber(d.ring.Component, name)) {
		if room < Width(name) {
			name = memberNumber(d.ring.Component, name)
		}
		x = d.c.TextIn(x, y, room, Plain, name) + 1
	}
	if word != "" {
		x = d.c.TextIn(x, y, end-x, role, word) + 1
	}
	if n.Name == d.view.Node {
		d.c.Select(start, y, x-1-start)
	}
	d.c.Spots = append(d.c.Spots, Spot{X: start, Y: y, W: width, Node: n.Name})
	d.holds(n.Name, x, y, end-x)
}

// cellOf is what the node has of the selected key.
func (d *ringDrawing) cellOf(node string) (engine.Cell, bool) {
	s, ok := d.view.Store()
	if !ok || s.Component != d.ring.Component {
		return engine.Cell{}, false
	}
	for _, row := range s.Keys {
		if row.Key != d.view.Key {
			continue
		}
		for _, cell := range row.Cells {
			if cell.Node == node && !cell.Down {
				return cell, true
			}
		}
	}
	return engine.Cell{}, false
}

// holds writes what the node has of the selected key, where there is room.
func (d *ringDrawing) holds(node string, x, y, w int) {
	cell, ok := d.cellOf(node)
	if !ok || w < 3 {
		return
	}
	mark, word, role := d.view.cellMark(cell)
	x, end := d.c.TextIn(x, y, w, role, string(mark)+" "), x+w
	switch {
	case cell.Missing:
		d.c.TextIn(x, y, end-x, role, word)
	case cell.Behind && end-x >= Width(cell.Value)+Width(word)+1:
		d.c.TextIn(x, y, end-x, role, cell.Value+" "+word)
	default:
		d.c.TextEnd(x, y, end-x, role, cell.Value)
	}
}
