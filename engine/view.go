package engine

import (
	"cmp"
	"slices"

	"netsplit/calc/order"
	"netsplit/engine/metric"
	"netsplit/engine/sim"
)

// Bounds of a snapshot.
const (
	messagesShown   = 200
	operationsShown = 200
	linesShown      = 300
	linksShown      = 600
)

// Snapshot copies what a screen may show.
func (c *Cluster) Snapshot() Snapshot {
	w := c.world
	s := Snapshot{Scenario: w.scenario.Name, Title: w.scenario.Title, Seed: w.seed, Time: w.sim.Now()}
	for _, p := range w.order {
		p.view(w, &s)
		w.viewMembership(p, &s)
		b := p.base()
		component := Component{Name: b.name(), Kind: b.spec.Kind, To: p.sends()}
		for _, id := range b.ids {
			component.Members = append(component.Members, w.sim.Name(id))
		}
		s.Components = append(s.Components, component)
		for _, m := range p.measures(w) {
			if !m.heavy {
				v := m.value()
				s.Metrics = append(s.Metrics, Metric{Name: b.name() + "." + m.name, Value: v, Unit: m.unit, Text: metric.Format(v, m.unit)})
			}
		}
	}
	order.By(s.Metrics, func(a, b Metric) int { return cmp.Compare(a.Name, b.Name) })
	w.viewNodes(&s)
	w.viewLinks(&s)
	w.viewMessages(&s)
	w.viewOperations(&s)
	for _, f := range w.book.Active() {
		s.Faults = append(s.Faults, Fault{Text: f.Text, Since: f.Since})
	}
	s.Verdict = w.verdict
	s.Verdict.Operations = slices.Clone(w.verdict.Operations)
	lines := w.story.lines
	s.Log = slices.Clone(lines[max(0, len(lines)-linesShown):])
	for _, step := range w.script.steps {
		s.Script = append(s.Script, ScriptStep{Text: step.Text, Line: step.Line, State: string(step.state), Message: step.message})
	}
	return s
}

func (w *world) viewNodes(s *Snapshot) {
	for i, n := range w.nodes {
		id := sim.NodeID(i)
		state, since, _ := w.sim.State(id)
		if id == w.you || state == sim.Gone {
			continue
		}
		slow, skew := w.sim.Conditions(id)
		s.Nodes = append(s.Nodes, Node{Name: n.name, Component: n.component, Kind: n.kind, Zone: w.network.Zone(id),
			State: stateOf(state), Since: since, Slow: slow, Skew: skew, Detail: w.detail(id)})
	}
}

func stateOf(s sim.State) NodeState {
	switch s {
	case sim.Up:
		return Up
	case sim.Paused:
		return Paused
	case sim.Gone:
		return Removed
	}
	return Crashed
}

// viewLinks lists the directed pairs that talk by design, and any other that
// a fault is on.
func (w *world) viewLinks(s *Snapshot) {
	type pair struct{ a, b sim.NodeID }
	listed := map[pair]bool{}
	add := func(a, b sim.NodeID) {
		if a == b || listed[pair{a, b}] || len(s.Links) >= linksShown {
			return
		}
		listed[pair{a, b}] = true
		cut, loss, fault := w.network.Condition(a, b)
		l := Link{From: w.sim.Name(a), To: w.sim.Name(b), Cut: cut, Loss: loss, Travel: w.flights.took(a, b)}
		if f, ok := w.book.Get(fault); ok {
			l.Why = f.Text + " (" + f.Since.String() + ")"
		}
		s.Links = append(s.Links, l)
	}
	for _, p := range w.order {
		from := p.base().ids
		targets := slices.Clone(p.sends())
		if isStore(p) {
			targets = append(targets, p.base().name())
		}
		for _, target := range targets {
			for _, a := range from {
				for _, b := range w.parts[target].base().ids {
					add(a, b)
					add(b, a)
				}
			}
		}
	}
}

func (w *world) viewMessages(s *Snapshot) {
	w.sim.InFlight(func(m sim.Message) bool {
		s.Messages = append(s.Messages, Message{ID: m.ID, From: w.sim.Name(m.From), To: w.sim.Name(m.To), Kind: m.Payload.Kind(),
			Text: describe(m.Payload), Operation: m.Operation, SentAt: m.Sent, Arrives: m.Due})
		return true
	})
	order.By(s.Messages, func(a, b Message) int { return cmp.Compare(a.Arrives, b.Arrives) })
	s.Messages = s.Messages[:min(len(s.Messages), messagesShown)]
}

func (w *world) viewOperations(s *Snapshot) {
	all := w.operations.all
	recent := all[max(0, len(all)-operationsShown):]
	for _, o := range recent {
		s.Operations = append(s.Operations, w.viewOperation(o))
	}
}

func (w *world) viewOperation(o *operation) Operation {
	v := Operation{ID: o.ID, Client: o.Client, Name: nameOf(o), Kind: string(o.Kind), Key: o.Key, Value: o.Value, Via: o.Via,
		Code: o.Code, Detail: o.answer.Detail, Start: o.Invoked, End: o.Returned, Stale: o.stale, Manual: o.manual, Found: o.Found}
	switch {
	case o.pending:
		v.Outcome = Pending
	case o.answer.OK():
		v.Outcome = OK
	case o.Outcome == "info":
		v.Outcome = Unknown
	default:
		v.Outcome = Failed
	}
	return v
}

// Operation is one operation by number.
func (c *Cluster) Operation(id uint64) (Operation, bool) {
	o := c.world.operations.get(id)
	if o == nil {
		return Operation{}, false
	}
	return c.world.viewOperation(o), true
}

// LastManual is the latest operation done by hand.
func (c *Cluster) LastManual() (Operation, bool) {
	o := c.world.operations.lastManual()
	if o == nil {
		return Operation{}, false
	}
	return c.world.viewOperation(o), true
}
