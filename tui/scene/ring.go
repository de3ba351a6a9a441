package scene

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"netsplit/engine"
)

// Ring draws the consistent-hash ring as a circle. The outer line is the ring
// itself, each arc in its owner's colour and, inside of it, the owner's number.
// Arcs of nodes that don't run are dashed. Outside sit the keys; the selected
// one is named, and its preference list is marked on the ring where walking
// clockwise from the key meets each owner first. The middle lists the nodes.
func Ring(v View, w, h int) *Canvas {
	r, ok := v.Ring()
	if !ok {
		return empty(w, h, "This design has no ring: no component spreads keys over nodes.")
	}
	d := ringDrawing{view: v, ring: r, index: make(map[string]int, len(r.Nodes)), groups: Groups(v.Snapshot, r.Component)}
	for i, n := range r.Nodes {
		d.index[n] = i
	}
	d.key, d.hasKey = d.selectedKey()
	body := h - 1
	d.radius = math.Min(float64(w*2-6), float64(body*4-6)) / 2
	x, width := d.legendPlace(w)
	if width < legendWidth {
		return d.strip(w, h)
	}
	d.c = NewCanvas(w, h)
	d.cy = float64(body*2) - 0.5
	d.band(w, body)
	d.walk(w, body)
	d.numbers()
	d.keys()
	d.legend(x, width, body)
	d.caption(h - 1)
	return d.c
}

// legendWidth is what a row of the list of nodes needs.
const legendWidth = 24

// legendPlace decides where the list of nodes goes: in the middle of the
// circle when it is big enough, otherwise to its right. It sets where the
// circle's centre is. A width of 0 says that there is no room for a circle.
func (d *ringDrawing) legendPlace(w int) (x, width int) {
	if d.radius < 13 {
		return 0, 0
	}
	rows := float64(min(len(d.ring.Nodes), 7))
	inner, half := d.radius-8, rows*2+2
	if chord := int(math.Sqrt(math.Max(inner*inner-half*half, 0))); chord >= legendWidth {
		d.cx = float64(w) - 0.5
		width = min(chord, 34)
		return (w - width) / 2, width
	}
	d.cx = d.radius + 4
	x = int(d.radius) + 6
	return x, min(w-x, 50)
}

type ringDrawing struct {
	view   View
	ring   engine.Ring
	groups []Group
	index  map[string]int // of a node in the ring
	key    engine.RingKey
	hasKey bool

	c              *Canvas
	cx, cy, radius float64 // in dots
}

func (d *ringDrawing) selectedKey() (engine.RingKey, bool) {
	for _, k := range d.ring.Keys {
		if k.Key == d.view.Key {
			return k, true
		}
	}
	return engine.RingKey{}, false
}

// owner is the index of the node that owns a position: that of the first token
// at or after it, clockwise.
func (d *ringDrawing) owner(position float64) int {
	t := d.ring.Tokens
	if len(t) == 0 {
		return -1
	}
	i, _ := slices.BinarySearchFunc(t, position, func(t engine.Token, p float64) int {
		switch {
		case t.Position < p:
			return -1
		case t.Position > p:
			return 1
		}
		return 0
	})
	if i == len(t) {
		i = 0
	}
	if n, ok := d.index[t[i].Owner]; ok {
		return n
	}
	return -1
}

func (d *ringDrawing) role(index int) Role {
	if index < 0 {
		return Muted
	}
	return OwnerRole(index)
}

func (d *ringDrawing) runs(index int) bool {
	if index < 0 {
		return false
	}
	n, ok := d.view.node(d.ring.Nodes[index])
	return !ok || n.State == engine.Up
}

// band draws the circle.
func (d *ringDrawing) band(w, body int) {
	dots := NewDots(w, body)
	steps := int(2*math.Pi*d.radius*1.5) + 1
	for i := range steps {
		at := float64(i) / float64(steps)
		owner := d.owner(at)
		if !d.runs(owner) && i%6 >= 2 {
			continue
		}
		for thick := range 3 {
			x, y := polar(d.cx, d.cy, d.radius-float64(thick)*0.7, at)
			dots.Set(int(math.Round(x)), int(math.Round(y)), d.role(owner))
		}
	}
	dots.Draw(d.c, 0, 0, d.view.ASCII)
}

// clockwise is how far it is from one place of the circle to another.
func clockwise(from, to float64) float64 { return math.Mod(to-from+1, 1) }

// walked is how far the walk that looks the selected key up has got: from the
// key clockwise until it has met all owners.
func (d *ringDrawing) walked() float64 {
	tokens := d.preferenceTokens()
	if len(tokens) == 0 {
		return 0
	}
	share := 1.0
	if d.view.Walking {
		share = math.Min(math.Max(d.view.Walk, 0), 1)
	}
	return clockwise(d.key.Position, tokens[len(tokens)-1].Position) * share
}

// walk draws the way of the lookup outside of the band, dotted.
func (d *ringDrawing) walk(w, body int) {
	reach := d.walked()
	dots := NewDots(w, body)
	steps := int(reach * 2 * math.Pi * (d.radius + 3))
	for i := range steps {
		if i%3 == 2 {
			continue
		}
		x, y := polar(d.cx, d.cy, d.radius+3, d.key.Position+reach*float64(i)/float64(steps))
		dots.Set(int(math.Round(x)), int(math.Round(y)), Accent)
	}
	dots.Draw(d.c, 0, 0, d.view.ASCII)
}

// cell is the canvas cell at a fraction of the circle of a radius.
func (d *ringDrawing) cell(radius, at float64) (x, y int) {
	fx, fy := polar(d.cx, d.cy, radius, at)
	return int(math.Round(fx)) / 2, int(math.Round(fy)) / 4
}

// numbers writes each arc's owner inside of the band, and marks the preference
// list of the selected key.
func (d *ringDrawing) numbers() {
	inner := d.radius - 5
	steps := int(2 * math.Pi * inner)
	lastX, lastY := -1, -1
	for i := range steps {
		at := float64(i) / float64(steps)
		x, y := d.cell(inner, at)
		if x == lastX && y == lastY {
			continue
		}
		lastX, lastY = x, y
		owner := d.owner(at)
		if owner < 0 {
			continue
		}
		d.c.Text(x, y, d.role(owner), ShortName(d.ring.Nodes[owner], owner))
	}
	reach := d.walked()
	for _, t := range d.preferenceTokens() {
		if clockwise(d.key.Position, t.Position) > reach+1e-9 {
			break // not met yet
		}
		owner := d.index[t.Owner]
		x, y := d.cell(inner, t.Position)
		d.c.Text(x, y, d.role(owner)|Bold|Reverse, ShortName(t.Owner, owner))
	}
}

// preferenceTokens are the tokens where walking clockwise from the selected key
// meets each of its owners first.
func (d *ringDrawing) preferenceTokens() []engine.Token {
	if !d.hasKey || len(d.ring.Tokens) == 0 {
		return nil
	}
	start := 0
	for start < len(d.ring.Tokens) && d.ring.Tokens[start].Position < d.key.Position {
		start++
	}
	var out []engine.Token
	seen := map[string]bool{}
	for i := range d.ring.Tokens {
		t := d.ring.Tokens[(start+i)%len(d.ring.Tokens)]
		if _, known := d.index[t.Owner]; !known || seen[t.Owner] || !slices.Contains(d.key.Owners, t.Owner) {
			continue
		}
		seen[t.Owner] = true
		out = append(out, t)
		if len(out) == len(d.key.Owners) {
			break
		}
	}
	return out
}

// keys draws the keys outside of the band, the selected one last and on top.
func (d *ringDrawing) keys() {
	g := d.view.Glyphs()
	for i, k := range d.ring.Keys {
		if i >= 60 {
			break
		}
		x, y := d.cell(d.radius+3, k.Position)
		d.c.Set(x, y, Muted, g.OtherKey)
	}
	if d.hasKey {
		x, y := d.cell(d.radius+3, d.key.Position)
		d.c.Set(x, y, Accent|Bold, g.Key)
	}
}

// ordinal is "1st" for 0.
func ordinal(i int) string {
	if i < 3 {
		return [...]string{"1st", "2nd", "3rd"}[i]
	}
	return strconv.Itoa(i+1) + "th"
}

// caption is the line below: the selected key and its preference list.
func (d *ringDrawing) caption(y int) {
	g := d.view.Glyphs()
	if !d.hasKey {
		text := d.view.spell("no key yet: {put} writes one")
		if d.view.Key != "" {
			text = fmt.Sprintf("%s is not held, or not among the %d keys shown", d.view.Key, len(d.ring.Keys))
		}
		d.c.TextIn(0, y, d.c.Width, Muted, text)
		return
	}
	x := d.c.Text(0, y, Accent|Bold, string(g.Key)+" ")
	x = d.c.TextIn(x, y, d.c.Width/3, Accent|Bold, d.key.Key)
	x = d.c.TextIn(x, y, d.c.Width-x, Muted, " kept by")
	for _, o := range d.key.Owners {
		role := Plain
		if i, ok := d.index[o]; ok {
			role = d.role(i)
		}
		x = d.c.TextIn(x, y, d.c.Width-x, Muted, " ")
		x = d.c.TextIn(x, y, d.c.Width-x, role, o)
	}
}

// strip draws the ring unrolled into one line, for areas too small for a circle.
func (d *ringDrawing) strip(w, h int) *Canvas {
	d.c = NewCanvas(w, h)
	if h < 1 || w < 4 {
		return d.c
	}
	y := 0
	if h >= 3 && d.hasKey {
		d.c.Set(min(int(d.key.Position*float64(w)), w-1), y, Accent|Bold, 'v')
		y++
	}
	for x := range w {
		if owner := d.owner((float64(x) + 0.5) / float64(w)); owner >= 0 {
			d.c.Text(x, y, d.role(owner), ShortName(d.ring.Nodes[owner], owner))
		}
	}
	y++
	order, walls := d.sides()
	if d.hasKey && len(order)+len(walls) > h-1-y { // those that keep the key say most
		order, walls = d.keepers(order), nil
	}
	for row, index := range order {
		if slices.Contains(walls, row) && y < h-1 {
			d.wall(0, y, min(w, 50))
			y++
		}
		if y >= h-1 {
			break
		}
		d.legendRow(index, 0, y, min(w, 50))
		y++
	}
	if y < h {
		d.caption(h - 1)
	}
	return d.c
}

// keepers are nodes in the order of the key's preference list, then the others.
func (d *ringDrawing) keepers(order []int) []int {
	var out []int
	for _, name := range d.key.Owners {
		if i, ok := d.index[name]; ok {
			out = append(out, i)
		}
	}
	for _, i := range order {
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}
