package engine

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
	"netsplit/engine/replica"
	"netsplit/engine/ring"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

type kvPart struct {
	member
	detection
	layout *replica.Layout
	turn   int
}

func (p *kvPart) build(w *world) {
	p.layout = replica.NewLayout(replica.Config{}, ring.New(p.spec.Int("virtual-nodes")), nil)
	p.configure(p.spec)
	r := ring.New(p.spec.Int("virtual-nodes"))
	for range p.spec.Int("nodes") {
		id := p.newNode(w)
		r.Add(w.sim.Name(id), p.weight(p.created), w.network.Zone(id))
	}
	p.layout.Begin(r, p.ids, nil)
	p.layout.Detection = p.detection.attacher(p.spec)
	p.detection.members(p.ids)
	w.directory.SetRouter(p.spec.Name, p)
}

// weight is the share of the ring of the i-th member ever made, from 1.
func (p *kvPart) weight(i int) float64 {
	weights := p.spec.Numbers("weights")
	return weights[(i-1)%len(weights)]
}

// Route implements request.Router: a token-aware caller asks an owner.
func (p *kvPart) Route(key string) []sim.NodeID {
	switch owners := p.owners(key); p.spec.Text("coordinator") {
	case "owner":
		return owners
	case "other":
		p.turn++
		others := slices.DeleteFunc(slices.Clone(p.ids), func(id sim.NodeID) bool { return slices.Contains(owners, id) })
		if len(others) > 0 {
			first := p.turn % len(others)
			return slices.Concat(others[first:], others[:first])
		}
	}
	return nil
}

func (p *kvPart) newNode(w *world) sim.NodeID {
	return p.spawn(w, func() sim.Node { return replica.New(p.layout) })
}

func (p *kvPart) configure(c scenario.Component) {
	p.layout.Config = replica.Config{
		Replicas: c.Int("replicas"), Read: c.Int("read"), Write: c.Int("write"),
		Quorum: replica.Quorum(c.Text("quorum")), Versions: replica.Versioning(c.Text("versions")), Hints: c.Int("hints"),
		Repair: replica.RepairMode(c.Text("read-repair")), AntiEntropy: c.Duration("anti-entropy"), Timeout: c.Duration("timeout"),
		Purge: c.Duration("purge-tombstones"),
	}
	if legs, ok := c.Legs("legs"); ok {
		p.layout.Legs = &legs
	}
	p.detection.configure(c)
}

func (p *kvPart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "nodes", "zones", "virtual-nodes", "replicas", "weights", "versions", "detector":
		return errFixed(parameter)
	}
	p.configure(c)
	for _, id := range p.layout.Members() {
		if n, ok := w.sim.Node(id).(*replica.Node); ok {
			n.Resume(w.sim.Env(id))
		}
	}
	return nil
}

// add starts nodes that pull their share of the keys before they own it.
func (p *kvPart) add(w *world, count int) error {
	if p.layout.Changing() {
		return fmt.Errorf("%s is still moving keys because of an earlier change: wait until quiet", p.spec.Name)
	}
	r := p.layout.Ring().Clone()
	ids := slices.Clone(p.layout.Members())
	for range count {
		id := p.newNode(w)
		r.Add(w.sim.Name(id), p.weight(p.created), w.network.Zone(id))
		ids = append(ids, id)
	}
	p.detection.members(p.ids)
	for _, id := range p.ids[len(p.ids)-count:] {
		w.sim.Start(id)
	}
	p.change(w, r, ids)
	return nil
}

// remove hands the node's keys to the others and then takes it out.
func (p *kvPart) remove(w *world, id sim.NodeID) error {
	switch {
	case p.layout.Changing():
		return fmt.Errorf("%s is still moving keys because of an earlier change: wait until quiet", p.spec.Name)
	case len(p.ids)-1 < p.layout.Replicas:
		return fmt.Errorf("%s keeps each key on %d nodes and has %d: it can't lose one", p.spec.Name, p.layout.Replicas, len(p.ids))
	}
	r := p.layout.Ring().Clone()
	r.Remove(w.sim.Name(id))
	ids := slices.DeleteFunc(slices.Clone(p.layout.Members()), func(o sim.NodeID) bool { return o == id })
	p.leaving(w, id)
	p.change(w, r, ids)
	return nil
}

// leaving takes the node out of the directory at once, so that no new request
// goes to it; it stops when the others have its keys.
func (p *kvPart) leaving(w *world, id sim.NodeID) {
	p.ids = slices.DeleteFunc(p.ids, func(o sim.NodeID) bool { return o == id })
	w.directory.Set(p.spec.Name, p.ids)
	p.detection.members(p.ids)
	w.leaving = append(w.leaving, departure{p, id})
}

// left reports whether the others have the keys of a node that leaves.
func (p *kvPart) left(sim.NodeID) bool { return !p.layout.Changing() }

// change starts the move to another ring: every node that runs pulls what it
// gains.
func (p *kvPart) change(w *world, r *ring.Ring, ids []sim.NodeID) {
	var joining []sim.NodeID
	for _, id := range ids {
		if n, ok := w.sim.Node(id).(*replica.Node); ok {
			joining = append(joining, id)
			n.Join(w.sim.Env(id))
		}
	}
	p.layout.Begin(r, ids, joining)
}

// halted: a node that was about to own keys no longer holds up those that are.
func (p *kvPart) halted(id sim.NodeID) { p.layout.Done(id) }

func (p *kvPart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*replica.Node); ok {
		return n.Detail()
	}
	return noun.Count(replica.TableOf(w.sim.Disk(id)).Len(), "key") + " on its disk"
}

func (p *kvPart) sends() []string { return nil }
