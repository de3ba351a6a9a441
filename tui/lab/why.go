package lab

import (
	"slices"
	"strconv"

	"netsplit/engine"
	"netsplit/tui/scene"
)

// whyPane is what the why pane speaks of: an operation, or a node.
type whyPane struct {
	operation uint64
	node      string
	message   uint64
	scroll    int

	made    bool
	more    bool // lines are left below
	version int  // of the run when the explanation was made
	explain engine.Explanation
}

// stale is how many versions of the run the explanation of an operation is shown
// for: the past does not change, but an operation in progress goes on.
const stale = 25

// explanation asks the cluster: about an operation not for every frame; a node
// is told of as it is now.
func (p *Page) explanation() engine.Explanation {
	w := &p.why
	if w.operation == 0 && w.node == "" && w.message == 0 {
		w.node = p.node
	}
	age := p.player.Version() - w.version
	if w.made && (age == 0 || w.node == "" && p.player.Running() && age < stale) {
		return w.explain
	}
	w.made, w.version = true, p.player.Version()
	cluster := p.player.Cluster()
	if w.message != 0 {
		w.explain = cluster.WhyMessage(w.message)
	} else if w.operation != 0 {
		w.explain = cluster.Why(w.operation)
	} else if w.node != "" {
		w.explain = cluster.WhyNode(w.node)
	}
	return w.explain
}

const whyUsage = "why [OPERATION|NODE|COMPONENT]: the reason, from the symptom to the fault"

// askWhy is why at the prompt: of an operation by its number, of a node, of a
// component with all its members, or of the latest failure.
func (p *Page) askWhy(what string) {
	p.prompt.open = false
	number, err := strconv.ParseUint(what, 10, 64)
	switch {
	case what == "":
		p.explainLatestFailure()
		return
	case err == nil:
		p.why = whyPane{operation: number}
	case !slices.Contains(p.player.Cluster().Names(), what):
		p.prompt.open, p.prompt.err = true, "no node or component is called "+what+p.spell("; {complete} shows the names")
		return
	default:
		p.why = whyPane{node: what}
	}
	p.focus = paneWhy
}

// inspected reports whether the why pane is about one node, which is spelled
// out above its reasons.
func (p *Page) inspected(v scene.View) bool {
	return p.why.operation == 0 && p.why.message == 0 &&
		(p.why.node == "" || slices.ContainsFunc(v.Snapshot.Nodes, func(n engine.Node) bool { return n.Name == p.why.node }))
}

// drawWhy draws the explanation; for a node below what it is like.
func (p *Page) drawWhy(v scene.View, w, h int) *scene.Canvas {
	e := p.explanation()
	if !p.inspected(v) {
		whole := scene.WhyHeight(v, e, true, w)
		p.why.scroll = min(p.why.scroll, max(0, whole-h))
		p.why.more = p.why.scroll+h < whole
		return scene.Why(v, e, p.why.scroll, w, h)
	}
	v.Node = p.why.node
	top := scene.InspectorHeight(v, w)
	whole := top + 1 + scene.WhyHeight(v, e, false, w)
	p.why.scroll = min(p.why.scroll, max(0, whole-h))
	p.why.more = p.why.scroll+h < whole
	c := scene.NewCanvas(w, h)
	c.Blit(0, -p.why.scroll, scene.Inspector(v, w, top))
	c.Blit(0, top+1-p.why.scroll, scene.State(v, e, w, max(h, whole)))
	return c
}
