package engine

import (
	"strings"

	"netsplit/engine/check"
	"netsplit/engine/feed"
	"netsplit/engine/request"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
	"netsplit/engine/topic"
	"netsplit/engine/worker"
)

type topicPart struct {
	member
	w       *world
	config  *topic.Config
	stats   *topic.Stats
	ledgers []*ledger // of each subscriber
	numbers *feed.Numbers
}

func (p *topicPart) build(w *world) {
	p.w = w
	p.config = &topic.Config{}
	for _, name := range p.spec.List("to") {
		p.config.Subscribers = append(p.config.Subscribers, topic.Subscription{Component: name, Verb: w.verbFor(name), Every: w.tells(name)})
	}
	for _, o := range w.order {
		if c := o.base().spec; c.Kind == "worker" && workerFrom(c) == p.spec.Name {
			p.config.Subscribers = append(p.config.Subscribers, topic.Subscription{Component: c.Name, Verb: request.Publish})
		}
	}
	p.stats = topic.NewStats(len(p.config.Subscribers))
	for range p.config.Subscribers {
		p.ledgers = append(p.ledgers, newLedger())
	}
	p.configure(p.spec)
	p.spawn(w, func() sim.Node { return topic.New(p.config, p.stats, w.directory, p) })
}

func (p *topicPart) configure(c scenario.Component) {
	for i := range p.config.Subscribers {
		p.config.Subscribers[i].Patterns = nil
		for _, f := range c.Filters("filter") {
			if f.Subscriber == p.config.Subscribers[i].Component {
				p.config.Subscribers[i].Patterns = f.Patterns
			}
		}
	}
	p.config.Buffer = c.Int("buffer")
	p.config.WhenFull = topic.Policy(c.Text("when-full"))
	p.config.InFlight = c.Int("in-flight")
	p.config.Tries = c.Int("tries")
	p.config.Timeout = c.Duration("timeout")
	p.config.Time = c.Distribution("time")
}

func (p *topicPart) set(_ *world, parameter string, c scenario.Component) error {
	if parameter == "to" || parameter == "zones" {
		return errFixed(parameter)
	}
	p.configure(c)
	return nil
}

// Published implements topic.Ledger.
func (p *topicPart) Published(operation uint64, body, key string) uint64 {
	number := uint64(p.stats.Published + 1)
	for _, l := range p.ledgers {
		number = l.accept(check.Message{Operation: operation, Body: body, Group: key, Accepted: p.w.sim.Now()})
	}
	return number
}

// Delivered implements topic.Ledger. What a worker did it says itself.
func (p *topicPart) Delivered(subscriber int, message uint64, member sim.NodeID) {
	if s := p.config.Subscribers[subscriber]; s.Every && p.ledgers[subscriber].done(message) {
		return // another member had it before: they are all to have it
	} else if s.Verb != request.Publish {
		p.ledgers[subscriber].work(message, p.w.sim.Name(member), p.w.sim.Now())
	}
}

// Filtered implements topic.Ledger.
func (p *topicPart) Filtered(subscriber int, message uint64) {
	if m := p.ledgers[subscriber].get(message); m != nil {
		m.Spared = true
	}
}

// Worked implements worker.Witness.
func (p *topicPart) Worked(t worker.Task, by sim.NodeID) {
	pool := p.w.nodes[by].component
	for i, s := range p.config.Subscribers {
		if s.Component == pool {
			p.ledgers[i].work(t.Job, p.w.sim.Name(by), p.w.sim.Now())
		}
	}
}

func (p *topicPart) hire(w *world, _ string, c *worker.Config, s *worker.Stats) sim.Node {
	return worker.NewPush(c, s, w.directory, p)
}

func (p *topicPart) node(w *world) *topic.Node {
	n, _ := w.sim.Node(p.ids[0]).(*topic.Node)
	return n
}

// state is how a subscriber stands; with a topic that is down, nothing waits.
func (p *topicPart) state(w *world, i int) topic.State {
	if n := p.node(w); n != nil {
		return n.State(i)
	}
	return topic.State{}
}

func (p *topicPart) waiting(w *world, pool string) int {
	for i, s := range p.config.Subscribers {
		if s.Component == pool {
			return p.state(w, i).Buffered
		}
	}
	return 0
}

func (p *topicPart) quiet(w *world) bool {
	for i := range p.config.Subscribers {
		if s := p.state(w, i); s.Buffered+s.InFlight > 0 {
			return w.sim.Now().Sub(p.ledgers[i].changed) > 2*p.config.Timeout
		}
	}
	return true
}

func (p *topicPart) measures(w *world) []measure {
	sum := func(f func(i int) int) func() int {
		return func() int {
			n := 0
			for i := range p.config.Subscribers {
				n += f(i)
			}
			return n
		}
	}
	list := []measure{
		counted("published", func() int { return p.stats.Published }),
		counted("refused", func() int { return p.stats.Refused }),
		counted("held", func() int { return p.stats.Held }),
		counted("delivered", sum(func(i int) int { return p.stats.Delivered[i] })),
		counted("redelivered", sum(func(i int) int { return p.stats.Redelivered[i] })),
		counted("dropped", sum(func(i int) int { return p.stats.Dropped[i] + p.stats.GivenUp[i] })),
		counted("disconnected", sum(func(i int) int { return p.stats.Cuts[i] })),
		counted("buffered", sum(func(i int) int { return p.state(w, i).Buffered })),
		counted("duplicates", sum(func(i int) int { return p.ledgers[i].duplicates })),
		counted("out-of-order", sum(func(i int) int { return p.ledgers[i].disorder })),
	}
	for i, s := range p.config.Subscribers {
		list = append(list,
			counted(s.Component+"-delivered", func() int { return p.stats.Delivered[i] }),
			counted(s.Component+"-dropped", func() int { return p.stats.Dropped[i] + p.stats.GivenUp[i] }),
			counted(s.Component+"-filtered", func() int { return p.stats.Filtered[i] }),
			counted(s.Component+"-buffered", func() int { return p.state(w, i).Buffered }))
	}
	return list
}

// judge decides a check for every subscriber: the first that fails counts.
func (p *topicPart) judge(w *world, name string) (check.Verdict, bool) {
	var names []string
	for _, s := range p.config.Subscribers {
		names = append(names, s.Component)
	}
	return w.judgeReaders(name, names, p.ledgers, func(i int) map[uint64]bool {
		if n := p.node(w); n != nil {
			return n.Holds(i)
		}
		return nil
	})
}

func (p *topicPart) view(w *world, s *Snapshot) {
	v := Topic{Component: p.spec.Name, Published: p.stats.Published, Buffer: p.config.Buffer, WhenFull: string(p.config.WhenFull)}
	if n := p.node(w); n != nil {
		v.Held = n.Waiting()
	}
	for i, sub := range p.config.Subscribers {
		state := p.state(w, i)
		v.Subscribers = append(v.Subscribers, Subscriber{Component: sub.Component, Buffered: state.Buffered, InFlight: state.InFlight, Cut: state.Cut,
			Delivered: p.stats.Delivered[i], Dropped: p.stats.Dropped[i] + p.stats.GivenUp[i], Redelivered: p.stats.Redelivered[i],
			Filter: strings.Join(sub.Patterns, " or "), Filtered: p.stats.Filtered[i]})
	}
	s.Topics = append(s.Topics, v)
}

func (p *topicPart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*topic.Node); ok {
		return n.Detail()
	}
	return ""
}

func (p *topicPart) sends() []string {
	var out []string
	for _, s := range p.config.Subscribers {
		if s.Verb != request.Publish { // workers say themselves where they take from
			out = append(out, s.Component)
		}
	}
	return out
}
