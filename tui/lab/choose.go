package lab

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/tui/keymap"
	"netsplit/tui/scene"
)

// chooseFirst selects what a newcomer should look at: the first node of the ring,
// of what the scenario is about, or of the design.
func (p *Page) chooseFirst() {
	s := p.player.Snapshot()
	p.node, p.key, p.chosen = "", "", false
	switch about := p.about.node(s); {
	case p.opening == paneRing && len(s.Rings[0].Nodes) > 0:
		p.node = s.Rings[0].Nodes[0]
	case about != "":
		p.node = about
	case len(s.Nodes) > 0:
		p.node = s.Nodes[0].Name
	}
	p.follow()
}

// follow keeps the selection on something that exists: nodes are removed, and
// at the beginning there are no keys.
func (p *Page) follow() {
	p.remember()
	s := p.player.Snapshot()
	if store, ok := p.view().Store(); ok && !p.chosen && len(store.Keys) > 0 {
		shown := slices.ContainsFunc(store.Keys, func(row engine.KeyRow) bool { return row.Key == p.key })
		if !shown {
			p.key = store.Keys[0].Key
		}
	}
	if p.node != "" && !slices.ContainsFunc(s.Nodes, func(n engine.Node) bool { return n.Name == p.node }) {
		p.node = ""
	}
}

// arrow moves the selection of the focused pane.
func (p *Page) arrow(a keymap.Action) tea.Cmd {
	by := 1
	if a == keymap.Up || a == keymap.Left {
		by = -1
	}
	across := a == keymap.Left || a == keymap.Right
	switch p.focus {
	case paneTime:
		if across {
			return p.seekBy(time.Duration(by) * time.Second)
		}
		return p.seekBy(time.Duration(-by) * 10 * time.Second)
	case paneReplicas:
		if across {
			p.moveRingNode(by)
		} else {
			p.moveKey(by)
		}
	case paneSystem:
		p.moveDesign(by, across)
	case paneOperations:
		p.moveOperation(by)
	case paneWhy:
		p.why.scroll = max(0, p.why.scroll+by)
	case paneLog:
		p.back = max(0, min(p.back-by, len(p.player.Snapshot().Log)-1))
	case paneRing:
		p.moveRingNode(by)
	default:
		if _, ok := p.focus.scene(); ok {
			p.moveSpot(by, across)
			return nil
		}
		p.moveNode(by)
	}
	return nil
}

// pick selects a node and lets the why pane speak of it.
func (p *Page) pick(node string) {
	p.node = node
	p.why = whyPane{node: node}
}

// step is the element n places after the current one, around the end.
func around(list []string, current string, n int) string {
	if len(list) == 0 {
		return ""
	}
	i := slices.Index(list, current)
	if i < 0 {
		return list[0]
	}
	return list[(i+n+len(list))%len(list)]
}

func (p *Page) moveRingNode(by int) {
	var nodes []string
	for _, r := range p.player.Snapshot().Rings {
		nodes = append(nodes, r.Nodes...)
	}
	if len(nodes) == 0 {
		p.moveNode(by)
		return
	}
	p.pick(around(nodes, p.node, by))
}

func (p *Page) moveNode(by int) {
	var names []string
	for _, n := range p.player.Snapshot().Nodes {
		names = append(names, n.Name)
	}
	p.pick(around(names, p.node, by))
}

// moveDesign goes to the next member of the same component, and past the last one
// to the component in that direction on the picture; up and down lead from
// component to component.
func (p *Page) moveDesign(by int, across bool) {
	var components []engine.Component
	for _, c := range p.player.Snapshot().Components {
		if len(c.Members) > 0 {
			components = append(components, c)
		}
	}
	if len(components) == 0 {
		return
	}
	at := slices.IndexFunc(components, func(c engine.Component) bool { return slices.Contains(c.Members, p.node) })
	if at < 0 {
		p.pick(components[0].Members[0])
		return
	}
	members := components[at].Members
	if next := slices.Index(members, p.node) + by; across && next >= 0 && next < len(members) {
		p.pick(members[next])
		return
	}
	if node := p.toward(by, across, members); node != "" {
		p.pick(node)
		return
	}
	if across {
		p.pick(around(members, p.node, by))
		return
	}
	p.pick(components[(at+by+len(components))%len(components)].Members[0])
}

// toward is the nearest node in a direction on the picture of the system that is
// not one of those given, "": there is none.
func (p *Page) toward(by int, across bool, but []string) string {
	area, ok := p.placeOf(paneSystem)
	if !ok {
		return ""
	}
	here, found := scene.Spot{}, false
	for _, s := range p.spots {
		if area.Contains(s.X, s.Y) && s.Node == p.node {
			here, found = s, true
		}
	}
	best, distance := "", 0
	for _, s := range p.spots {
		if !found || !area.Contains(s.X, s.Y) || s.Node == "" || slices.Contains(but, s.Node) {
			continue
		}
		dx, dy := (s.X-here.X)*by, (s.Y-here.Y)*by
		ahead, aside := dx, 2*dy // a row is as high as two columns
		if !across {
			ahead, aside = 2*dy, dx
		}
		if ahead <= 0 {
			continue
		}
		if d := ahead + 2*max(aside, -aside); best == "" || d < distance {
			best, distance = s.Node, d
		}
	}
	return best
}

func (p *Page) moveKey(by int) {
	store, ok := p.view().Store()
	if !ok {
		return
	}
	var keys []string
	for _, row := range store.Keys {
		keys = append(keys, row.Key)
	}
	p.key, p.chosen = around(keys, p.key, by), true
}

func (p *Page) moveOperation(by int) {
	list := p.listed()
	if len(list) == 0 {
		return
	}
	at := slices.IndexFunc(list, func(o engine.Operation) bool { return o.ID == p.op })
	if at < 0 {
		at = -1
		if by < 0 {
			at = 1
		}
	}
	p.chooseOperation(list[max(0, min(at+by, len(list)-1))])
}

// chooseOperation selects an operation, its key, and why it ended as it did.
func (p *Page) chooseOperation(o engine.Operation) {
	p.op = o.ID
	if o.Key != "" {
		p.key, p.chosen = o.Key, p.chosen || o.Manual
	}
	p.why = whyPane{operation: o.ID}
}

// openSelected is enter: why, for what is selected in the focused pane.
func (p *Page) openSelected() {
	switch p.focus {
	case paneOperations:
		list := p.listed()
		if i := slices.IndexFunc(list, func(o engine.Operation) bool { return o.ID == p.op }); i >= 0 {
			p.chooseOperation(list[i])
		} else if len(list) > 0 {
			p.chooseOperation(list[0])
		}
	case paneWhy:
		return
	default:
		if s, _ := p.focus.scene(); s.Fork {
			p.compare()
			return
		}
		if p.message != 0 && p.focus >= panes {
			p.why = whyPane{message: p.message}
			break
		}
		if p.failedByHand() {
			p.explainLatestFailure()
			return
		}
		p.why = whyPane{node: p.node}
	}
	p.focus = paneWhy
}

// failedByHand reports whether the selected operation is the learner's own and
// failed: then enter explains it, wherever the focus is.
func (p *Page) failedByHand() bool {
	o, ok := p.remembers(p.op)
	return ok && o.Manual && (o.Outcome == engine.Failed || o.Outcome == engine.Unknown || o.Stale)
}

// explainLatestFailure shows why the latest failure happened, the learner's own
// first.
func (p *Page) explainLatestFailure() {
	p.remember()
	list := scene.Filtered(p.memory.list, scene.Notable)
	bad := func(o engine.Operation) bool {
		return o.Outcome == engine.Failed || o.Outcome == engine.Unknown || o.Stale
	}
	i := slices.IndexFunc(list, func(o engine.Operation) bool { return o.Manual && bad(o) })
	if i < 0 {
		i = slices.IndexFunc(list, bad)
	}
	if i < 0 {
		p.say(p.spell("nothing has failed yet: {partition} cuts the chosen node off, then {put} writes through it"))
		return
	}
	p.chooseOperation(list[i])
	p.focus = paneWhy
}
