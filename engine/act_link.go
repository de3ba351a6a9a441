package engine

import (
	"fmt"

	"netsplit/engine/network"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// doLink carries out the faults of links.
func (w *world) doLink(c scenario.Command) (bool, error) {
	switch c := c.(type) {
	case scenario.Partition:
		return true, w.partition(c)
	case scenario.Cut:
		from, to, err := w.pair(c.From, c.To)
		if err != nil {
			return true, err
		}
		w.apply(w.begin(c, append(from, to...)), from, to, network.Effect{Cut: true})
		return true, nil
	case scenario.Heal:
		return true, w.heal(c)
	case scenario.Loss:
		return true, w.disturb(c, c.A, c.B, network.Effect{Loss: c.Ratio})
	case scenario.Duplicate:
		return true, w.disturb(c, c.A, c.B, network.Effect{Duplicate: c.Ratio})
	case scenario.Reorder:
		return true, w.disturb(c, c.A, c.B, network.Effect{Reorder: c.Ratio})
	case scenario.Bandwidth:
		return true, w.disturb(c, c.A, c.B, network.Effect{Bandwidth: c.BytesPerSecond})
	case scenario.Swizzle:
		return true, w.swizzle(c)
	}
	return false, nil
}

func (w *world) pair(a, b string) (from, to []sim.NodeID, err error) {
	if from, err = w.targets(a); err != nil {
		return nil, nil, err
	}
	if to, err = w.targets(b); err != nil {
		return nil, nil, err
	}
	return from, to, nil
}

// apply lays an effect on all links from one set of nodes to another.
func (w *world) apply(fault int, from, to []sim.NodeID, e network.Effect) {
	for _, a := range from {
		for _, b := range to {
			if a != b {
				w.network.Apply(fault, a, b, e)
			}
		}
	}
}

// partition cuts both directions between every two groups.
func (w *world) partition(c scenario.Partition) error {
	groups := make([][]sim.NodeID, len(c.Groups))
	where := map[sim.NodeID]int{}
	var all []sim.NodeID
	for g, names := range c.Groups {
		for _, name := range names {
			ids, err := w.targets(name)
			if err != nil {
				return err
			}
			for _, id := range ids {
				if other, ok := where[id]; ok && other != g {
					return fmt.Errorf("%s is in two groups of the partition: name it once", w.sim.Name(id))
				}
				where[id] = g
			}
			groups[g] = append(groups[g], ids...)
			all = append(all, ids...)
		}
	}
	fault := w.begin(c, all)
	for i, a := range groups {
		for j, b := range groups {
			if i != j {
				w.apply(fault, a, b, network.Effect{Cut: true})
			}
		}
	}
	return nil
}

// disturb affects both directions between two nodes or components.
func (w *world) disturb(c scenario.Command, a, b string, e network.Effect) error {
	from, to, err := w.pair(a, b)
	if err != nil {
		return err
	}
	fault := w.begin(c, append(from, to...))
	w.apply(fault, from, to, e)
	w.apply(fault, to, from, e)
	return nil
}

// heal ends every fault of links, or those between two nodes or components.
func (w *world) heal(c scenario.Heal) error {
	all := make([]sim.NodeID, len(w.nodes))
	for i := range all {
		all[i] = sim.NodeID(i)
	}
	from, to := all, all
	if c.A != "" {
		var err error
		if from, to, err = w.pair(c.A, c.B); err != nil {
			return err
		}
	}
	if w.lift(from, to, func(int) bool { return true }) == 0 {
		w.story.say(Info, "there was nothing to heal")
	}
	return nil
}

// lift takes chosen faults off all links between two sets of nodes, and ends
// those that are on no link any more.
func (w *world) lift(from, to []sim.NodeID, chosen func(int) bool) int {
	lifted := map[int]bool{}
	for _, a := range from {
		for _, b := range to {
			for _, f := range append(w.network.Lift(a, b, chosen), w.network.Lift(b, a, chosen)...) {
				lifted[f] = true
			}
		}
	}
	for _, f := range w.book.Active() {
		if lifted[f.Number] && !w.onAnyLink(f.Number) {
			w.book.End(f.Number, w.sim.Now())
		}
	}
	return len(lifted)
}

func (w *world) onAnyLink(fault int) bool {
	for a := range w.nodes {
		for b := range w.nodes {
			if w.network.Carries(fault, sim.NodeID(a), sim.NodeID(b)) {
				return true
			}
		}
	}
	return false
}
