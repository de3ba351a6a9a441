package engine

import (
	"slices"

	"netsplit/engine/feed"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/service"
	"netsplit/engine/sim"
)

// tells sets up the feed of a service that others listen to.
func (p *servicePart) tells(w *world) {
	if p.spec.Int("feed") == 0 {
		return
	}
	p.config.Feed, p.config.FeedStats = &feed.Config{Numbers: w.numbers(p.spec)}, &feed.Stats{}
}

// numbers are those of a feed. Services that a topic tells the same have the
// same numbers for it.
func (w *world) numbers(c scenario.Component) *feed.Numbers {
	for _, o := range w.order {
		if t, ok := o.(*topicPart); ok && slices.Contains(t.spec.List("to"), c.Name) {
			if t.numbers == nil {
				t.numbers = &feed.Numbers{}
			}
			return t.numbers
		}
	}
	return &feed.Numbers{}
}

// tells reports whether others listen to a component: then each member of it is
// to hear what a topic has to say.
func (w *world) tells(name string) bool {
	c := w.parts[name].base().spec
	return c.Kind == "service" && c.Int("feed") > 0
}

func (p *servicePart) configureFeed(c scenario.Component) {
	if f := p.config.Feed; f != nil {
		f.Keep, f.Connection, f.Memory = max(1, c.Int("feed")), int(c.Bytes("connection-memory")), int(c.Bytes("memory"))
		f.Idle, f.PushTime, f.Slots = c.Duration("idle"), c.Duration("push-time"), c.Text("held-in") == "slot"
	}
}

// told are the metrics of a feed.
func (p *servicePart) told(w *world) []measure {
	s := p.config.FeedStats
	if s == nil {
		return nil
	}
	sum := func(f func(*service.Node) int) func() int {
		return func() int {
			n := 0
			p.nodes(w, func(node *service.Node) { n += f(node) })
			return n
		}
	}
	return []measure{
		counted("connections", sum((*service.Node).Listeners)),
		{name: "memory", unit: metric.UnitBytes, value: func() float64 { return float64(sum((*service.Node).Memory)()) }},
		{name: "peak-memory", unit: metric.UnitBytes, value: func() float64 { return float64(s.Peak) }},
		counted("updates", func() int { return int(p.config.Feed.Numbers.Last()) }),
		counted("pushed", func() int { return s.Pushed }),
		counted("empty-answers", func() int { return s.Empty }),
		counted("idle-closed", func() int { return s.Idle }),
		counted("no-memory", func() int { return s.NoRoom }),
	}
}

// drain makes an instance that is to go end what is held and open at it.
func (p *servicePart) drain(w *world, id sim.NodeID) {
	if n, ok := w.sim.Node(id).(*service.Node); ok {
		n.Drain(w.sim.Env(id))
	}
}
