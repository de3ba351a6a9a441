package scene

import (
	"fmt"
	"slices"

	"netsplit/engine"
)

// Replicas is the table of what each replica holds, a row a key and a column a
// node, with the rest of the selected cell spelled out below it. With more
// nodes than columns fit, a row lists the nodes that keep the key.
func Replicas(v View, w, h int) *Canvas {
	s, ok := v.Store()
	if !ok {
		return empty(w, h, "This design has no replicated store.")
	}
	c := NewCanvas(w, h)
	nodes := storeNodes(v, s)
	if len(s.Keys) == 0 || len(nodes) == 0 {
		return empty(w, h, v.spell("The store holds no keys yet: {put} writes one."))
	}
	keyW := min(max(w/5, 6), 14)
	colW := max((w-keyW-1)/len(nodes), 3)
	foot := 0
	if h >= 6 {
		foot = 2
	}
	lists := colW < 2+Width(memberNumber(s.Component, nodes[len(nodes)-1]))
	if lists {
		c.TextIn(0, 0, keyW, Muted, "key")
		c.TextIn(keyW+1, 0, w-keyW-1, Muted, "kept by")
	} else {
		replicaHeader(c, v, s, nodes, keyW, colW)
	}
	rows := max(h-1-foot, 0)
	selected := slices.IndexFunc(s.Keys, func(k engine.KeyRow) bool { return k.Key == v.Key })
	first := Scroll(len(s.Keys), rows, selected)
	for i := first; i < len(s.Keys) && i-first < rows; i++ {
		if lists {
			replicaList(c, v, s, s.Keys[i], keyW, 1+i-first)
		} else {
			replicaRow(c, v, s, s.Keys[i], nodes, keyW, colW, 1+i-first)
		}
	}
	if foot > 0 {
		replicaFoot(c, v, s, selected)
	}
	return c
}

// Scroll is the first of n rows to show in a window of rows so that the
// selected one is in it, kept near the middle.
func Scroll(n, rows, selected int) int {
	return max(0, min(selected-rows/2, n-rows))
}

// Follow is Scroll for a list that moves only when the selected row would leave
// the screen: from is where it began before. What the mouse points at stays.
func Follow(from, n, rows, selected int) int {
	if selected >= 0 {
		from = max(min(from, selected), selected-rows+1)
	} else {
		from = 0
	}
	return max(0, min(from, n-rows))
}

// storeNodes are the columns: the ring's nodes, or those that occur in the table.
func storeNodes(v View, s engine.Store) []string {
	for _, r := range v.Snapshot.Rings {
		if r.Component == s.Component {
			return r.Nodes
		}
	}
	return membersOf(v.Snapshot, s.Component)
}

func replicaHeader(c *Canvas, v View, s engine.Store, nodes []string, keyW, colW int) {
	c.TextIn(0, 0, keyW, Muted, "key")
	for i, name := range nodes {
		x := keyW + 1 + i*colW
		shown := name
		if Width(name) > colW-3 {
			shown = memberNumber(s.Component, name)
		}
		role := OwnerRole(i)
		if n, ok := v.node(name); ok {
			mark, stateRole := v.stateMark(n)
			c.Set(x, 0, stateRole, mark)
		}
		end := c.TextIn(x+1, 0, colW-2, role|Bold, shown)
		if name == v.Node {
			c.Select(x, 0, end-x)
		}
		c.Spots = append(c.Spots, Spot{X: x, W: end - x, Node: name})
	}
}

// siblingsMark is for values that were written side by side. It stands between
// them too.
const siblingsMark = '|'

// cellMark is the symbol, word and colour of what a replica holds.
func (v View) cellMark(cell engine.Cell) (mark rune, word string, role Role) {
	g := v.Glyphs()
	switch {
	case cell.Down:
		return g.Failed, "down", Bad
	case cell.Missing:
		return g.Missing, "missing", Caution
	case cell.Behind:
		return g.Behind, "behind", Caution
	case cell.Siblings > 0:
		return siblingsMark, "siblings", Caution
	}
	return g.OK, "newest", Good
}

// hintAt is the hint of a key that a node keeps for another.
func hintAt(s engine.Store, node, key string) (engine.Hint, bool) {
	for _, h := range s.Hints {
		if h.Holder == node && h.Key == key {
			return h, true
		}
	}
	return engine.Hint{}, false
}

// replicaKey writes the key of a row and reports whether it is the selected one.
func replicaKey(c *Canvas, v View, row engine.KeyRow, keyW, y int) bool {
	if row.Key != v.Key {
		c.TextIn(0, y, keyW, Plain, row.Key)
		return false
	}
	c.Set(keyW-1, y, Accent, v.Glyphs().Right)
	c.TextIn(0, y, keyW-1, Accent|Bold, row.Key)
	return true
}

// replicaList writes a row as a list: "✓ store-1 users-35  ✓ store-9 users-35",
// or with numbers alone, as many as fit, and how many more there are.
func replicaList(c *Canvas, v View, s engine.Store, row engine.KeyRow, keyW, y int) {
	selected := replicaKey(c, v, row, keyW, y)
	each := (c.Width - keyW - 1) / max(len(row.Cells), 1)
	x, numbers := keyW+1, false
	full := func(cell engine.Cell) string {
		_, word, _ := v.cellMark(cell)
		if cell.Value != "" {
			word = cell.Value
		}
		return cell.Node + " " + word
	}
	for _, cell := range row.Cells {
		numbers = numbers || 3+Width(full(cell)) > each
	}
	for i, cell := range row.Cells {
		mark, _, role := v.cellMark(cell)
		text := full(cell)
		if numbers {
			text = memberNumber(s.Component, cell.Node)
		}
		left := len(row.Cells) - i
		if more := fmt.Sprintf("and %d", left); x+2+Width(text) > c.Width || left > 1 && x+3+Width(text)+Width(more) > c.Width {
			c.TextIn(x, y, c.Width-x, Muted, more)
			return
		}
		start := x
		c.Set(x, y, role, mark)
		textRole := Plain
		if role != Good {
			textRole = role
		}
		x = c.TextIn(x+1, y, c.Width-x-1, textRole, text)
		if selected && cell.Node == v.Node {
			c.Select(start, y, x-start)
		}
		x += 2
	}
}

func replicaRow(c *Canvas, v View, s engine.Store, row engine.KeyRow, nodes []string, keyW, colW, y int) {
	selected := replicaKey(c, v, row, keyW, y)
	for i, node := range nodes {
		x := keyW + 1 + i*colW
		at := slices.IndexFunc(row.Cells, func(cell engine.Cell) bool { return cell.Node == node })
		if at < 0 {
			c.Set(x, y, Border, v.Glyphs().Bullet)
			if h, ok := hintAt(s, node, row.Key); ok {
				number := memberNumber(s.Component, h.For)
				c.TextIn(x, y, colW-1, Accent, first(colW-1, "h for "+number, "h "+number, "h"+number))
			}
			continue
		}
		cell := row.Cells[at]
		mark, word, role := v.cellMark(cell)
		c.Set(x, y, role, mark)
		text := cell.Value
		if cell.Down && colW >= 8 {
			text, role = "down", Muted
		}
		if cell.Missing || text == "" {
			text, role = word, Muted
			if colW < 10 {
				text = "none"
			}
		}
		textRole := Plain
		if role != Good {
			textRole = role
		}
		end := c.TextEnd(x+1, y, colW-2, textRole, text)
		if selected && node == v.Node {
			c.Select(x, y, end-x)
		}
	}
}

// keepsSiblings reports whether some replica holds values side by side.
func keepsSiblings(s engine.Store) bool {
	return slices.ContainsFunc(s.Keys, func(k engine.KeyRow) bool {
		return slices.ContainsFunc(k.Cells, func(c engine.Cell) bool { return c.Siblings > 0 })
	})
}

// replicaFoot spells out the selected cell, and what the marks mean.
func replicaFoot(c *Canvas, v View, s engine.Store, selected int) {
	g := v.Glyphs()
	y := c.Height - 2
	legend := fmt.Sprintf("%c newest %c behind %c missing %c down %c no copy", g.OK, g.Behind, g.Missing, g.Failed, g.Bullet)
	if Width(legend) > c.Width {
		legend = fmt.Sprintf("%cnew %cbehind %cmissing %cdown %cnone", g.OK, g.Behind, g.Missing, g.Failed, g.Bullet)
	}
	if siblings := fmt.Sprintf(" %c siblings", siblingsMark); keepsSiblings(s) && Width(legend+siblings) <= c.Width {
		legend += siblings
	}
	x := c.TextIn(0, c.Height-1, c.Width, Muted, legend)
	if len(s.Hints) > 0 {
		c.TextIn(x, c.Height-1, c.Width-x, Accent, first(c.Width-x, " h kept for another", " h for another", " h hint"))
	}
	if selected < 0 {
		c.TextIn(0, y, c.Width, Muted, v.spell("{arrows} choose a key and a replica"))
		return
	}
	row := s.Keys[selected]
	for _, cell := range row.Cells {
		if cell.Node == v.Node {
			mark, word, role := v.cellMark(cell)
			x := c.TextIn(0, y, c.Width, role, fmt.Sprintf("%c %s %s", mark, cell.Node, word))
			if cell.Value != "" || cell.Version != "" {
				c.TextIn(x, y, c.Width-x, Plain, fmt.Sprintf(": %s, version %s", cell.Value, cell.Version))
			}
			return
		}
	}
	behind := 0
	for _, cell := range row.Cells {
		if cell.Behind || cell.Missing || cell.Down {
			behind++
		}
	}
	if n := row.Cells[0].Siblings; n > 0 && behind == 0 {
		c.TextIn(0, y, c.Width, Caution, fmt.Sprintf("%s: all %d copies hold %d siblings: merge %s as SESSION", row.Key, len(row.Cells), n, row.Key))
		return
	}
	text := fmt.Sprintf("%s: all %d copies are the newest", row.Key, len(row.Cells))
	if len(row.Cells) == 1 {
		text = row.Key + ": its only copy is on " + row.Cells[0].Node
	}
	role := Good
	if behind > 0 {
		text, role = fmt.Sprintf("%s: %d of %d copies are behind, missing or down", row.Key, behind, len(row.Cells)), Caution
	}
	if Width(text) > c.Width {
		text = fmt.Sprintf("%s: %d of %d copies newest", row.Key, len(row.Cells)-behind, len(row.Cells))
	}
	c.TextIn(0, y, c.Width, role, text)
}
