package engine

import (
	"fmt"

	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
	"netsplit/engine/workload"
)

// listening sets up a client whose people only listen, before its node is made.
func (p *clientPart) listening(c scenario.Component) {
	if c.Listens() {
		p.heard = workload.NewHeard(c.Int("clients"))
	}
}

// configureListening takes the parameters that may change in a run.
func (p *clientPart) configureListening(c scenario.Component) {
	p.config.Listening = workload.Listening{Updates: workload.Updates(c.Text("updates")), Every: c.Duration("every"), Hold: c.Duration("hold"),
		Ping: c.Duration("ping"), Resume: c.Bool("resume")}
}

// create makes the node: one that asks, or one that listens.
func (p *clientPart) create(w *world) sim.Node {
	if p.heard != nil {
		return workload.NewListener(p.config, &p.stats, p.heard, w.directory, w.operations, &w.processes)
	}
	return workload.NewClient(p.config, &p.stats, w.directory, w.operations, &w.processes)
}

// listened are the metrics of those who listen.
func (p *clientPart) listened(w *world) []measure {
	h := p.heard
	if h == nil {
		return nil
	}
	quantile := func(name string, q float64) measure {
		return measure{name: name, unit: metric.UnitSeconds, value: func() float64 { return h.Delay.Quantile(q).Seconds() }}
	}
	return []measure{
		counted("updates", func() int { return h.Updates }),
		counted("missed", h.Missed),
		counted("behind", func() int { return h.Behind(p.newest(w)) }),
		quantile("delay-p50", 0.5),
		quantile("delay-p99", 0.99),
		quantile("delay-max", 1),
		counted("messages", func() int { return p.stats.MessagesOut + p.stats.MessagesIn }),
		counted("empty-answers", func() int { return h.Empty }),
		counted("duplicates", func() int { return h.Duplicates }),
		counted("out-of-order", func() int { return h.Disordered }),
		counted("open", func() int { return h.Open }),
		counted("connects", func() int { return h.Connects }),
		counted("broken", func() int { return h.Broken }),
		counted("pings", func() int { return h.Pings }),
	}
}

// newest is the latest update of the services that it may listen to.
func (p *clientPart) newest(w *world) uint64 {
	latest, seen := uint64(0), map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		to := w.parts[name]
		if to == nil || seen[name] {
			return
		}
		seen[name] = true
		if s, ok := to.(*servicePart); ok {
			if s.config.Feed != nil {
				latest = max(latest, s.config.Feed.Numbers.Last())
			}
			return
		}
		for _, next := range to.sends() {
			visit(next)
		}
	}
	visit(p.spec.Text("to"))
	return latest
}

// whyMember tells what those who listen have and lack.
func (p *clientPart) whyMember(w *world, _ sim.NodeID) []Cause {
	h := p.heard
	if h == nil {
		return nil
	}
	now := w.sim.Now()
	var chain []Cause
	add := func(format string, args ...any) {
		chain = append(chain, Cause{Time: now, Node: p.spec.Name, Text: fmt.Sprintf(format, args...)})
	}
	if p.config.Updates.Open() {
		add("%d of %d connections are open, as far as its people know; %d were found broken so far.", h.Open, p.config.Clients, h.Broken)
	}
	if h.LastBroken.Why != "" {
		chain = append(chain, Cause{Time: h.BrokenAt, Node: p.spec.Name, Text: fmt.Sprintf("The latest to break was that of listener %d to %s: %s.", h.LastBroken.Reader, w.sim.Name(h.LastBroken.Server), h.LastBroken.Why)})
	}
	if missed := h.Missed(); missed > 0 {
		add("%d updates never reached one of its people: they came while there was no connection, and who came back did not ask for them, or the server had them no more.", missed)
	}
	if behind := h.Behind(p.newest(w)); behind > 0 {
		add("%d updates have not reached one of its people yet.", behind)
	}
	return chain
}

// errListens says that a fault of a client's traffic can't be done to those who
// listen.
func errListens(name string) error {
	return fmt.Errorf("%s only listens: it has no rate and asks for no keys; name a client that sends", name)
}
