package engine

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/detector"
	"netsplit/engine/gossip"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// detection is the part of a store whose members watch each other: the
// settings of its detector, and the count of what the detectors said, held
// against the truth. Only the run knows the truth; the members don't.
type detection struct {
	heartbeats detector.Group
	swim       gossip.Group

	suspicions, mistaken     int
	declarations, wrongly    int
	firstSum, allSum         time.Duration // over the crashes that were noticed
	firstNoticed, allNoticed int
	overlooked               int
	crashes                  []*crashed // not noticed by all yet
}

// crashed is a member that went down, until everybody suspects it.
type crashed struct {
	id    sim.NodeID
	at    clock.Time
	first bool // somebody does
}

// detecting is a part whose members watch each other.
type detecting interface {
	watch() *detection
	// belief is what a running member holds of another.
	belief(w *world, by, of sim.NodeID) (detector.Belief, bool)
}

func (d *detection) watch() *detection { return d }

// configure takes the settings of the component.
func (d *detection) configure(c scenario.Component) {
	d.heartbeats.Config = detector.Config{Kind: detector.Kind(c.Text("detector")), Interval: c.Duration("beat"), Timeout: c.Duration("suspect-after"),
		Threshold: c.Float("phi-threshold"), Window: c.Int("phi-window"), Deviation: c.Duration("phi-deviation")}
	d.swim.Config = gossip.Config{Period: c.Duration("probe-every"), Timeout: c.Duration("probe-timeout"), Through: c.Int("probe-through"),
		Order: gossip.Order(c.Text("probe-order")), Suspicion: c.Duration("suspicion"), Lambda: c.Float("retransmit")}
}

// attacher makes the members' detectors; nil: they go by unanswered requests.
func (d *detection) attacher(c scenario.Component) detector.Attacher {
	switch c.Text("detector") {
	case "ask":
		return nil
	case "swim":
		return &d.swim
	}
	return &d.heartbeats
}

// members tells who belongs to the component now.
func (d *detection) members(ids []sim.NodeID) {
	d.heartbeats.SetMembers(ids)
	d.swim.SetContacts(ids)
}

// judged holds a verdict against the truth. Suspecting is a mistake when the
// member runs and nothing is cut between the two.
func (w *world) judged(r sim.Record, e detector.Event) {
	component := w.nodes[e.By].component
	p, ok := w.parts[component].(detecting)
	if !ok || w.nodes[e.Of].component != component {
		return
	}
	d := p.watch()
	wrong := w.mistaken(e.By, e.Of)
	switch {
	case e.Verdict == detector.Suspicion && !e.Heard:
		d.suspicions++
		if wrong {
			d.mistaken++
		}
	case e.Verdict == detector.Declaration && !e.Heard:
		d.declarations++
		if wrong {
			d.wrongly++
		}
	}
	if e.Verdict == detector.Suspicion {
		d.noticed(w, p, r.Time, e.Of)
	}
}

func (w *world) cutBetween(a, b sim.NodeID) bool {
	there, _, _ := w.network.Condition(a, b)
	back, _, _ := w.network.Condition(b, a)
	return there || back
}

// wentDown begins to wait for the members to notice a crash. Who suspected it
// before has noticed already.
func (w *world) wentDown(r sim.Record) {
	p, ok := w.parts[w.nodes[r.Node].component].(detecting)
	if !ok {
		return
	}
	d := p.watch()
	if r.State == sim.Crashed {
		const most = 1000 // a component has no more members
		if len(d.crashes) < most {
			d.crashes = append(d.crashes, &crashed{id: r.Node, at: r.Time})
		}
	}
	// One who is down need not notice anything any more.
	for _, c := range d.crashes {
		for _, by := range w.parts[w.nodes[r.Node].component].base().ids {
			if b, ok := p.belief(w, by, c.id); ok && b.Suspected {
				d.noticed(w, p, r.Time, c.id)
				break
			}
		}
	}
}

// cameBack ends the wait: a crash that was over before anybody noticed it was
// overlooked.
func (w *world) cameBack(r sim.Record) {
	p, ok := w.parts[w.nodes[r.Node].component].(detecting)
	if !ok {
		return
	}
	d := p.watch()
	for i, c := range d.crashes {
		if c.id == r.Node {
			if !c.first {
				d.overlooked++
			}
			d.crashes = append(d.crashes[:i:i], d.crashes[i+1:]...)
			return
		}
	}
}

// noticed notes that a member suspects one that is down.
func (d *detection) noticed(w *world, p detecting, now clock.Time, id sim.NodeID) {
	for i, c := range d.crashes {
		if c.id != id {
			continue
		}
		if !c.first {
			c.first = true
			d.firstNoticed++
			d.firstSum += now.Sub(c.at)
		}
		if d.allSuspect(w, p, id) {
			d.allNoticed++
			d.allSum += now.Sub(c.at)
			d.crashes = append(d.crashes[:i:i], d.crashes[i+1:]...)
		}
		return
	}
}

func (d *detection) allSuspect(w *world, p detecting, id sim.NodeID) bool {
	for _, by := range w.parts[w.nodes[id].component].base().ids {
		if state, _, _ := w.sim.State(by); by == id || state != sim.Up {
			continue
		}
		if b, runs := p.belief(w, by, id); runs && !b.Suspected {
			return false
		}
	}
	return true
}

// measures are the metrics of the members' watch over each other. probes are
// what the members asked besides their detector.
func (d *detection) measures(probes *detector.Stats) []measure {
	mean := func(name string, sum *time.Duration, n *int) measure {
		return measure{name: name, unit: metric.UnitSeconds, value: func() float64 { return (*sum / time.Duration(max(*n, 1))).Round(time.Microsecond).Seconds() }}
	}
	h, s := &d.heartbeats.Stats, &d.swim.Stats
	return []measure{
		counter("suspicions", &d.suspicions),
		counter("false-positives", &d.mistaken),
		counter("declared-faulty", &d.declarations),
		counter("wrongly-declared", &d.wrongly),
		counter("refutations", &s.Refutations),
		mean("detection-seconds", &d.firstSum, &d.firstNoticed),
		mean("detection-all-seconds", &d.allSum, &d.allNoticed),
		counter("crashes-noticed", &d.firstNoticed),
		counter("crashes-noticed-by-all", &d.allNoticed),
		counter("crashes-overlooked", &d.overlooked),
		{name: "gossip-messages", unit: metric.UnitCount, value: func() float64 { return float64(h.Messages + s.Messages + probes.Messages) }},
		{name: "gossip-bytes", unit: metric.UnitBytes, value: func() float64 { return float64(h.Bytes + s.Bytes + probes.Bytes) }},
	}
}
