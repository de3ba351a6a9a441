package scene

import (
	"fmt"

	"netsplit/engine"
)

// Topology draws the design from its clients down: a row of boxes for each
// layer, every member with its state, what moves between the layers, and cuts
// where they are. A component whose members can't reach each other is split in
// its box. Below stand the faults that are active. Boxes become lines when
// there is little height.
func Topology(v View, w, h int) *Canvas {
	if len(v.Snapshot.Components) == 0 {
		return empty(w, h, "This scenario has no components.")
	}
	v = v.indexed()
	t := topology{view: v, g: v.Glyphs(), c: NewCanvas(w, h), rows: layers(v.Snapshot.Components)}
	faults := t.faultLines()
	// The picture says it too: lines must not take the room of a mesh.
	most := max(1, min(4, h-meshHeight-2))
	if top := h - min(len(faults), most) - 1; t.rich(top) {
		t.faults(faults, top+1)
		return t.c
	}
	t.measure(h, len(faults))
	y := 0
	for i := range t.rows {
		t.layer(t.rows[i], y)
		y += t.boxH
		if i < len(t.rows)-1 {
			if t.edgeH > 0 {
				t.edges(t.rows[i+1], y)
			}
			y += t.edgeH
		}
	}
	if t.boxH > 1 && y+len(faults) < h {
		y++
	}
	t.faults(faults, y)
	return t.c
}

// faults writes what is wrong, from a row on.
func (t *topology) faults(faults []faultLine, y int) {
	for i, f := range faults {
		if y >= t.c.Height {
			break
		}
		if left := len(faults) - i - 1; y == t.c.Height-1 && i == 0 && left > 0 {
			more := fmt.Sprintf("  and %d more", left)
			t.c.TextIn(t.c.TextIn(0, y, t.c.Width-Width(more), f.role, f.text), y, Width(more), Muted, more)
			break
		}
		if y == t.c.Height-1 && i < len(faults)-1 {
			t.c.TextIn(0, y, t.c.Width, Bad, fmt.Sprintf("and %d more lines: ", len(faults)-i)+t.view.spell("{zoom} shows them"))
			break
		}
		t.c.TextIn(0, y, t.c.Width, f.role, f.text)
		y++
	}
}

type topology struct {
	view        View
	g           Glyphs
	c           *Canvas
	rows        [][]engine.Component
	boxH, edgeH int
	between     map[[2]string]*flow // filled when first asked for
	split       map[string][]Group  // likewise
	owners      map[string]string   // likewise
	inner       map[string]inner    // likewise, with split
}

// inner counts the links between members of one component that are cut or lossy,
// each way by itself.
type inner struct{ cut, lossy int }

// owner is the component of a node, "": none.
func (t *topology) owner(node string) string {
	if t.owners == nil {
		t.owners = map[string]string{}
		for _, c := range t.view.Snapshot.Components {
			for _, m := range c.Members {
				t.owners[m] = c.Name
			}
		}
	}
	return t.owners[node]
}

// leads reports whether a member is a leader, or takes itself for one.
func (t *topology) leads(node string) bool {
	for _, r := range t.view.Snapshot.Rafts {
		for _, m := range r.Members {
			if m.Node == node {
				return m.Role == "leader"
			}
		}
	}
	for _, x := range t.view.Snapshot.SQLs {
		for _, g := range x.Groups {
			for _, m := range g.Members {
				if m.Node == node && m.Role == "leader" {
					return true
				}
			}
		}
	}
	return false
}

// groups are the members of a component by whom they can reach. Each component
// is asked for several times a frame, and all links are looked through.
func (t *topology) groups(component string) []Group {
	if t.split == nil {
		t.split = map[string][]Group{}
		for _, c := range t.view.Snapshot.Components { // most are whole: no need to look at their links
			t.split[c.Name] = []Group{{c.Members}}
		}
		t.inner = map[string]inner{}
		for _, l := range t.view.Snapshot.Links {
			a := t.owner(l.From)
			if !l.Cut && l.Loss == 0 || a == "" || a != t.owner(l.To) {
				continue
			}
			n := t.inner[a]
			if l.Cut {
				delete(t.split, a)
				n.cut++
			} else {
				n.lossy++
			}
			t.inner[a] = n
		}
	}
	g, ok := t.split[component]
	if !ok {
		g = Groups(t.view.Snapshot, component)
		t.split[component] = g
	}
	return g
}

// measure chooses the tallest style that leaves room for the faults.
func (t *topology) measure(h, faults int) {
	n := len(t.rows)
	room := h - min(faults, 3)
	for _, style := range [][2]int{{3, 1}, {3, 0}, {1, 1}} {
		if n*style[0]+(n-1)*style[1] <= room {
			t.boxH, t.edgeH = style[0], style[1]
			return
		}
	}
	t.boxH, t.edgeH = 1, 0
}

// columns are the left edges and widths of a row's boxes: equal, unless one of
// them needs more for its members and the others can spare it.
func (t *topology) columns(row []engine.Component) [][2]int {
	gap := 1
	room := t.c.Width - gap*(len(row)-1)
	each := room / len(row)
	needs, sum, equal := make([]int, len(row)), 0, true
	for i, c := range row {
		needs[i] = t.need(c)
		sum += needs[i]
		equal = equal && needs[i] <= each
	}
	equal = equal || sum > room
	out := make([][2]int, len(row))
	x := 0
	for i := range row {
		width := each
		if !equal {
			width = needs[i] + (room-sum)/len(row)
		}
		if i == len(row)-1 {
			width = t.c.Width - x
		}
		out[i] = [2]int{x, width}
		x += width + gap
	}
	return out
}

// need is the width at which every member of a component shows by its number.
func (t *topology) need(c engine.Component) int {
	n := 4 // the frame
	if t.boxH < 3 {
		n = min(Width(c.Name), 12) + 1
	}
	for _, m := range c.Members {
		n += Width(memberNumber(c.Name, m)) + 2
	}
	return n - 1 + 3*(len(t.groups(c.Name))-1)
}

func (t *topology) layer(row []engine.Component, y int) {
	for i, col := range t.columns(row) {
		if t.boxH >= 3 {
			t.box(row[i], col[0], y, col[1])
		} else {
			x := t.c.TextIn(col[0], y, min(col[1], 12), Title, row[i].Name)
			if to, role := t.sends(row[i]); t.linksFit(row[i], to, col[1]) {
				x = t.c.TextIn(x, y, col[0]+col[1]-x, role, to)
			}
			x = t.members(row[i], x+1, y, col[0]+col[1]-x-1)
			t.stat(row[i], x+1, y, col[0]+col[1]-x-1)
		}
	}
}

func (t *topology) box(c engine.Component, x, y, w int) {
	role := Border
	groups := t.groups(c.Name)
	if len(groups) > 1 {
		role = Bad
	}
	frame(t.c, x, y, w, t.boxH, role, t.g)
	end := t.c.TextIn(x+2, y, w-4, Title, " "+c.Name)
	t.heading(c, end, y, x+w-2-end)
	t.members(c, x+2, y+1, w-4)
	t.stat(c, x+2, y+2, w-4)
}

// Frame draws a box with a title in its upper edge.
func Frame(c *Canvas, title string, x, y, w, h int, role Role, g Glyphs) {
	for row := range max(h-2, 0) {
		c.HLine(x+1, y+1+row, w-2, Plain, ' ')
	}
	frame(c, x, y, w, h, role, g)
	if title != "" && w > 6 {
		titleRole := Muted
		if role == BorderFocus {
			titleRole = Title
		}
		c.TextIn(x+2, y, w-4, titleRole, " "+title+" ")
	}
}

// frame draws a box.
func frame(c *Canvas, x, y, w, h int, role Role, g Glyphs) {
	if w < 2 || h < 2 {
		return
	}
	c.HLine(x+1, y, w-2, role, g.Rule)
	c.HLine(x+1, y+h-1, w-2, role, g.Rule)
	c.Set(x, y, role, g.CornerTL)
	c.Set(x+w-1, y, role, g.CornerTR)
	c.Set(x, y+h-1, role, g.CornerBL)
	c.Set(x+w-1, y+h-1, role, g.CornerBR)
	for i := 1; i < h-1; i++ {
		c.Set(x, y+i, role, g.Side)
		c.Set(x+w-1, y+i, role, g.Side)
	}
}

// members writes the members with their state, those that can reach each other
// together: "●1 ●2 ╳╳ ●3". Full names where they fit; of members for whom there
// is no room, their number and how many of them are not up: "+49 ✗2". It returns
// the column after them.
func (t *topology) members(c engine.Component, x, y, w int) int {
	groups := t.groups(c.Name)
	short, total := (len(groups)-1)*3-1, (len(groups)-1)*5-1
	for _, m := range c.Members {
		short += Width(memberNumber(c.Name, m)) + 2
		total += Width(m) + 3
	}
	numbers := 0
	if t.boxH < 3 { // on the same line
		text, _ := t.numbers(c)
		numbers = 2 + Width(text)
	}
	alone := t.boxH < 3 && len(c.Members) == 1 && c.Members[0] == c.Name
	long, all := total+numbers <= w, short <= w
	end := x + w
	left, down := t.counts(groups)
	for i, group := range groups {
		if i > 0 {
			wall := string(t.g.Cut) + string(t.g.Cut)
			if oneWay(t.view.Snapshot, groups[i-1], group) {
				wall = string(t.g.Cut) + string(t.g.OneWay)
			}
			x = t.c.TextIn(x, y, end-x, Bad|Bold|Reverse, wall) + 1
		}
		for j, m := range group.Members {
			n, ok := t.view.node(m)
			if !ok {
				n = engine.Node{Name: m, State: engine.Removed}
			}
			gap := 1
			if j == len(group.Members)-1 {
				gap = 4 // the wall before the next group
			}
			mark, role := t.view.stateMark(n)
			name := memberNumber(c.Name, m)
			switch {
			case alone:
				name = "" // it stands before the mark
			case long:
				name = " " + m
			}
			left--
			if n.State != engine.Up {
				down--
			}
			more, _ := t.rest(left, down)
			if need := 1 + Width(name); !all && (x+need > end || left > 0 && x+need+gap+Width(more) > end) {
				if n.State != engine.Up {
					down++
				}
				more, moreRole := t.rest(left+1, down)
				return t.c.TextIn(x, y, end-x, moreRole, more)
			}
			start := x
			t.c.Set(x, y, role, mark)
			text := Plain
			if n.State != engine.Up {
				text = role
			}
			x = t.c.TextIn(x+1, y, end-x-1, text, name)
			if m == t.view.Node {
				t.c.Select(start, y, x-start)
			}
			t.c.Spots = append(t.c.Spots, Spot{X: start, Y: y, W: x - start, Node: m})
			x++
		}
	}
	return x - 1
}

// counts is how many members there are, and how many of them are not up.
func (t *topology) counts(groups []Group) (all, down int) {
	for _, group := range groups {
		for _, m := range group.Members {
			all++
			if n, ok := t.view.node(m); !ok || n.State != engine.Up {
				down++
			}
		}
	}
	return all, down
}

// rest stands for members that have no room.
func (t *topology) rest(n, down int) (string, Role) {
	if down > 0 {
		return fmt.Sprintf("+%d %c%d", n, t.g.Failed, down), Bad
	}
	return fmt.Sprintf("+%d", n), Muted
}

type faultLine struct {
	text string
	role Role
}

// faultLines say what is wrong now: the faults in the words of their steps, then
// which links are cut.
func (t *topology) faultLines() []faultLine {
	out := t.wrappedFaults(true)
	lines := len(t.rows) // the height without boxes
	// With little room each takes one line.
	if t.c.Height < 4*lines+4 && (3*lines < t.c.Height || lines+len(out) > t.c.Height) {
		out = t.wrappedFaults(false)
	}
	if len(out) > 0 {
		return out
	}
	text := fmt.Sprintf("%c no fault is active: every link passes", t.g.OK)
	if Width(text) > t.c.Width {
		text = fmt.Sprintf("%c no fault is active", t.g.OK)
	}
	return []faultLine{{text, Good}}
}

// wrappedFaults are the faults and cuts, on as many lines as they need or on one each.
func (t *topology) wrappedFaults(wrap bool) []faultLine {
	var out []faultLine
	add := func(role Role, indent, text string) {
		if !wrap || Width(indent+text) <= t.c.Width {
			out = append(out, faultLine{indent + text, role})
			return
		}
		for i, line := range Wrap(text, t.c.Width-4) {
			if i > 0 {
				indent = "    "
			}
			out = append(out, faultLine{indent + line, role})
		}
	}
	for _, f := range t.view.Snapshot.Faults {
		add(Bad, string(t.g.Failed)+" ", fmt.Sprintf("%s (since %s)", f.Text, f.Since))
	}
	for _, l := range Cuts(t.view.Snapshot) {
		add(Caution, "  ", l.text(t.g))
	}
	return out
}
