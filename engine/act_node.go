package engine

import (
	"fmt"
	"strings"
	"time"

	"netsplit/engine/replica"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// condition is what can be wrong with a node while it runs.
type condition struct {
	id   sim.NodeID
	kind string // slow, skew, spike, hot-key
}

// Kinds of spells in the book: what keeps a node from answering in time.
const (
	stateKind = "state"
	slowKind  = "slow"
)

// doNode carries out the faults of nodes.
func (w *world) doNode(c scenario.Command) (bool, error) {
	switch c := c.(type) {
	case scenario.Crash:
		return true, w.each(c.Target, c, sim.Crashed, w.sim.Crash)
	case scenario.Wipe:
		err := w.each(c.Target, c, sim.Crashed, func(id sim.NodeID, fault int) {
			if p, ok := w.parts[w.nodes[id].component].(*kvPart); ok {
				p.layout.Stats.HintsLost += len(replica.TableOf(w.sim.Disk(id)).Hints())
			}
			w.sim.Wipe(id, fault)
		})
		if err == nil {
			w.story.say(Warning, "the disk of %s is lost too", c.Target)
		}
		return true, err
	case scenario.Pause:
		return true, w.pause(c)
	case scenario.Restart:
		return true, w.restart(c.Target)
	case scenario.Slow:
		return true, w.condition(c.Target, slowKind, c.By, c, w.sim.SetSlow)
	case scenario.Skew:
		return true, w.condition(c.Target, "skew", c.By, c, w.sim.SetSkew)
	case scenario.FailZone:
		return true, w.zone(c.Zone, func(ids []sim.NodeID) {
			fault := w.begin(c, ids)
			for _, id := range ids {
				w.halt(id, fault, w.sim.Crash)
			}
		})
	case scenario.RestoreZone:
		return true, w.zone(c.Zone, func(ids []sim.NodeID) {
			for _, id := range ids {
				w.start(id)
			}
		})
	}
	return false, nil
}

// begin enters a fault in the book.
func (w *world) begin(c scenario.Command, ids []sim.NodeID) int {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = w.sim.Name(id)
	}
	return w.book.Begin(w.sim.Now(), c.String(), names...)
}

// each halts all targets on account of one fault.
func (w *world) each(target string, c scenario.Command, already sim.State, f func(sim.NodeID, int)) error {
	ids, err := w.targets(target)
	if err != nil {
		return err
	}
	if err := w.notYou(ids); err != nil {
		return err
	}
	running := 0
	for _, id := range ids {
		if state, _, _ := w.sim.State(id); state != already {
			running++
		}
	}
	if _, wipes := c.(scenario.Wipe); running == 0 && !wipes {
		return fmt.Errorf("%s is %s already", target, already)
	}
	fault := w.begin(c, ids)
	for _, id := range ids {
		w.halt(id, fault, f)
	}
	return nil
}

func (w *world) notYou(ids []sim.NodeID) error {
	if len(ids) == 1 && ids[0] == w.you {
		return fmt.Errorf("%s are the one who does this: it can't be done to you", Operator)
	}
	return nil
}

// halt stops a node on account of a fault.
func (w *world) halt(id sim.NodeID, fault int, f func(sim.NodeID, int)) {
	_, _, old := w.sim.State(id)
	f(id, fault)
	w.book.Took(fault, w.sim.Name(id), stateKind, w.sim.Now())
	w.endIfOver(old)
	w.operations.abandon(id)
	if p, ok := w.parts[w.nodes[id].component].(attentive); ok {
		p.halted(id)
	}
}

func (w *world) pause(c scenario.Pause) error {
	ids, err := w.targets(c.Target)
	if err != nil {
		return err
	}
	if err := w.notYou(ids); err != nil {
		return err
	}
	fault := w.begin(c, ids)
	for _, id := range ids {
		w.sim.Pause(id, fault)
		if _, _, f := w.sim.State(id); f == fault {
			w.book.Took(fault, w.sim.Name(id), stateKind, w.sim.Now())
		}
		if c.For > 0 {
			w.remind(c.For, reminder{kind: remindResume, node: id, fault: fault})
		}
	}
	w.endIfOver(fault)
	return nil
}

func (w *world) restart(target string) error {
	ids, err := w.targets(target)
	if err != nil {
		return err
	}
	for _, id := range ids {
		w.start(id)
	}
	return nil
}

func (w *world) start(id sim.NodeID) {
	_, _, fault := w.sim.State(id)
	w.sim.Start(id)
	w.book.Left(w.sim.Name(id), stateKind, w.sim.Now())
	w.endIfOver(fault)
}

// endIfOver closes a fault when no node is down because of it any more.
func (w *world) endIfOver(fault int) {
	if fault == 0 {
		return
	}
	for i := range w.nodes {
		if _, _, f := w.sim.State(sim.NodeID(i)); f == fault {
			return
		}
	}
	w.book.End(fault, w.sim.Now())
}

// condition makes nodes slow, or their clocks wrong; zero ends it.
func (w *world) condition(target, kind string, d time.Duration, c scenario.Command, set func(sim.NodeID, time.Duration)) error {
	ids, err := w.targets(target)
	if err != nil {
		return err
	}
	fault := 0
	if d != 0 {
		fault = w.begin(c, ids)
	}
	for _, id := range ids {
		set(id, d)
		key := condition{id, kind}
		old := w.conditions[key]
		w.conditions[key] = fault
		if kind == slowKind {
			w.book.Took(fault, w.sim.Name(id), kind, w.sim.Now())
		}
		if old != 0 && !w.conditionHolds(old) {
			w.book.End(old, w.sim.Now())
		}
	}
	return nil
}

func (w *world) conditionHolds(fault int) bool {
	for _, f := range w.conditions { // order-free: looks for any
		if f == fault {
			return true
		}
	}
	return false
}

// zone does something to all nodes of a zone. A region stands for its zones.
func (w *world) zone(name string, f func([]sim.NodeID)) error {
	var ids []sim.NodeID
	for i := range w.nodes {
		id := sim.NodeID(i)
		state, _, _ := w.sim.State(id)
		if w.nodes[i].kind == "client" || w.resolves(id) {
			continue // people live in a region, they don't run in it, and nor does who resolves names for them
		}
		if z := w.network.Zone(id); state != sim.Gone && (z == name || strings.HasPrefix(z, name+"/")) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return unknownName("zone", name, w.zones())
	}
	f(ids)
	return nil
}

// polite is a node that tells the others when it goes for good.
type polite interface{ Leave(env *sim.Env) }

// settleDepartures stops nodes that are not needed any more.
func (w *world) settleDepartures() {
	kept := w.leaving[:0]
	for _, d := range w.leaving {
		if !d.part.left(d.id) {
			kept = append(kept, d)
			continue
		}
		if n, ok := w.sim.Node(d.id).(polite); ok {
			n.Leave(w.sim.Env(d.id))
		}
		w.sim.Remove(d.id)
	}
	w.leaving = kept
}
