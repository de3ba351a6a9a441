package lab

import "netsplit/tui/layout"

// pane is a part of the lab with a number of its own.
type pane int

// The panes, by the key that goes to them.
const (
	paneTime pane = iota
	paneRing
	paneSystem
	paneReplicas
	paneClients
	paneWork
	paneOperations
	paneWhy
	paneLog
	paneScript
	panes // how many; the scenes of the table follow
)

// String is the pane's name.
func (p pane) String() string {
	if s, ok := p.scene(); ok {
		return s.Name
	}
	return [...]string{"time", "ring", "system", "replicas", "clients", "cache, queue", "operations", "why", "log", "script"}[p]
}

// placed is a pane and where it is drawn, frame included.
type placed struct {
	pane pane
	layout.Rect
}

// design is what the arrangement depends on of the system that runs.
type design struct {
	ring         bool   // it is about a ring, which stands beside the system then
	clients      bool   // without, there is no traffic to see
	script       bool   // without, there are no steps to see
	cacheOrQueue bool   // without, there is no work to see
	extra        []pane // at least two further views that fit, the most telling first
}

// guide is the pane that matters most besides the system: how the clients fare,
// or where there are none, the scenario's steps.
func (d design) guide() pane {
	if !d.clients && d.script {
		return paneScript
	}
	return paneClients
}

// screen is the arrangement of the whole page.
type screen struct {
	time, hint layout.Rect
	tabs       layout.Rect // empty where all panes are visible
	summary    layout.Rect // a line for what is not visible, where one pane is
	panes      []placed
}

// arrange cuts an area into panes: all of them from 120 by 32, the focused one
// large with others beside or below it in between, and only the focused one
// when there is no room for more.
func arrange(w, h int, focus pane, zoomed bool, d design) screen {
	area := layout.Rect{W: w, H: h}
	var s screen
	rows := 2
	if h < 10 {
		rows = 1
	}
	s.time, area = area.SplitTop(rows)
	area, s.hint = area.SplitBottom(1)
	if w >= 120 && h >= 32 && !zoomed {
		s.panes = wide(area, focus, d)
		return s
	}
	if h >= 8 {
		s.tabs, area = area.SplitTop(1)
	}
	switch {
	case zoomed:
		s.panes = []placed{{focus, area}}
	case w >= 92 && area.H >= 22 && focus == paneSystem:
		s.panes = above(area, d)
	case w >= 92 && area.H >= 18:
		s.panes = beside(area, focus, d)
	case area.H >= 30:
		s.panes = stacked(area, focus, d)
	default:
		if area.H >= 12 {
			area, s.summary = area.SplitBottom(1)
		}
		s.panes = []placed{{focus, area}}
	}
	return s
}

// wide shows everything. A design is wider than it is high, so that the system
// has the largest place, unless another view is looked at; a ring stands beside it.
func wide(area layout.Rect, focus pane, d design) []placed {
	if _, ok := focus.scene(); d.ring && !ok {
		return wideRing(area, focus, d)
	}
	left, side := area.SplitLeft(area.W * 94 / 140)
	main, below := left.SplitTop(area.H * 58 / 100)
	hero := paneSystem
	if _, ok := focus.scene(); ok || focus == paneRing || focus == paneReplicas || focus == paneWork {
		hero = focus
	}
	share := below.W / 2
	if hero != paneSystem { // which is wider than the others
		share = below.W * 3 / 5
	}
	a, b := below.SplitLeft(share)
	out := append([]placed{{hero, main}}, column(side, focus, 9, d)...)
	others := without(append([]pane{paneSystem}, d.extra...), hero)
	if hero == paneSystem && d.cacheOrQueue {
		others = append([]pane{paneWork}, others...)
	}
	return append(out, placed{others[0], a}, placed{others[1], b})
}

// wideRing has the ring over the replicas at the left.
func wideRing(area layout.Rect, focus pane, d design) []placed {
	a, rest := area.SplitLeft(area.W * 46 / 140)
	circle, replicas := a.SplitTop(min(a.W*24/46+1, area.H*2/3))
	system, below := rest.SplitTop(area.H * 45 / 100)
	b, c := below.SplitLeft(below.W / 2)
	out := []placed{{paneRing, circle}, {paneReplicas, replicas}, {paneSystem, system}}
	guide, second := d.guide(), paneWork
	if focus == paneScript || focus == paneClients {
		guide = focus
	}
	if !d.cacheOrQueue && focus != paneWork {
		second = d.extra[0]
	}
	parts := b.Rows(0, 9, 12)
	return append(append(out, placed{guide, parts[0]}, placed{second, parts[1]}), column(c, focus, 0, d)...)
}

// column is the clients, operations, why and log below each other; guide is the
// weight of the clients, 0: they stand elsewhere. While an explanation is read it
// takes the log's place too: a chain without its root cause explains nothing.
func column(area layout.Rect, focus pane, guide int, d design) []placed {
	var list []pane
	var weights []int
	add := func(p pane, weight int) { list, weights = append(list, p), append(weights, weight) }
	first := d.guide()
	if focus == paneScript || focus == paneClients {
		first = focus
	}
	if guide > 0 {
		add(first, guide)
	}
	if focus == paneWhy {
		add(paneOperations, 6)
		add(paneWhy, 25)
	} else {
		add(paneOperations, 9)
		add(paneWhy, 12)
		add(paneLog, 10)
	}
	var out []placed
	for i, r := range area.Rows(0, weights...) {
		out = append(out, placed{list[i], r})
	}
	return out
}

// beside shows the focused pane at the left and what always matters at its right.
func beside(area layout.Rect, focus pane, d design) []placed {
	main, side := area.SplitLeft(area.W * 58 / 100)
	out := []placed{{focus, main}}
	others := without([]pane{paneSystem, d.guide(), paneOperations, paneLog}, focus)
	if focus == paneOperations {
		others[len(others)-1] = paneWhy
	}
	others = others[:min(len(others), max(1, side.H/7))]
	others = others[:min(len(others), 3)]
	weights := make([]int, len(others))
	for i, o := range others {
		weights[i] = 4
		if o == paneSystem {
			weights[i] = 5
		}
	}
	for i, r := range side.Rows(0, weights...) {
		out = append(out, placed{others[i], r})
	}
	return out
}

// above shows the system over its clients and operations: it is wider than high.
func above(area layout.Rect, d design) []placed {
	main, below := area.SplitTop(area.H * 64 / 100)
	left, right := below.SplitLeft(area.W / 2)
	return []placed{{paneSystem, main}, {d.guide(), left}, {paneOperations, right}}
}

// stacked shows the focused pane above what always matters.
func stacked(area layout.Rect, focus pane, d design) []placed {
	main, below := area.SplitTop(area.H * 6 / 10)
	others := without([]pane{d.guide(), paneOperations, paneLog}, focus)[:2]
	if focus == paneOperations {
		others = []pane{paneWhy, d.guide()}
	}
	rows := below.Rows(0, 1, 1)
	return []placed{{focus, main}, {others[0], rows[0]}, {others[1], rows[1]}}
}

func without(list []pane, p pane) []pane {
	var out []pane
	for _, x := range list {
		if x != p {
			out = append(out, x)
		}
	}
	return out
}
