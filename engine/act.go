package engine

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
	"netsplit/engine/request"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// do carries out a command now. The number of a client operation comes back,
// else 0. Waiting, expecting and checking are the script's (see script.go).
func (w *world) do(c scenario.Command) (uint64, error) {
	w.disturbed = w.sim.Now()
	switch c := c.(type) {
	case scenario.Put:
		return w.ask(request.Request{Verb: request.Put, Key: c.Key, Value: c.Value, Replicas: c.Replicas, Write: c.Write}, c.Via, c.Session)
	case scenario.Get:
		return w.ask(request.Request{Verb: request.Get, Key: c.Key, Replicas: c.Replicas, Read: c.Read}, c.Via, c.Session)
	case scenario.CompareAndSet:
		return w.ask(request.Request{Verb: request.CompareAndSet, Key: c.Key, Expected: c.Old, Value: c.New}, c.Via, c.Session)
	case scenario.Delete:
		return w.ask(request.Request{Verb: request.Delete, Key: c.Key, Replicas: c.Replicas, Write: c.Write}, c.Via, c.Session)
	case scenario.Merge:
		value, ok := w.operator.Merged(c.Session, c.Key)
		if !ok {
			return 0, fmt.Errorf("%s has read no value of %s in a store that keeps siblings: get %s as %s comes first", c.Session, c.Key, c.Key, c.Session)
		}
		return w.ask(request.Request{Verb: request.Put, Key: c.Key, Value: value, Replicas: c.Replicas, Write: c.Write}, c.Via, c.Session)
	case scenario.Send:
		return w.give("queue", c.Queue, request.Request{Verb: request.Send, Key: c.Queue, Value: c.Body,
			Terms: request.Terms{Key: c.Group, ID: c.ID, Delay: c.After, Priority: c.Priority}})
	case scenario.Publish:
		return w.give("topic", c.Topic, request.Request{Verb: request.Publish, Key: c.Topic, Value: c.Body,
			Terms: request.Terms{Key: c.Key, ID: c.ID}})
	case scenario.Append:
		return w.give("stream", c.Stream, request.Request{Verb: request.Append, Key: c.Stream, Value: c.Body,
			Terms: request.Terms{Key: c.Key, Late: c.Late}})
	}
	for _, try := range []func(scenario.Command) (bool, error){w.doNode, w.doLink, w.doSystem, w.doMessage} {
		if done, err := try(c); done || err != nil {
			return 0, err
		}
	}
	return 0, fmt.Errorf("%s: nothing carries out this step", c)
}

// give starts an operation that hands a message to a component of a kind.
func (w *world) give(kind, name string, r request.Request) (uint64, error) {
	if w.kind(name) != kind {
		return 0, unknownName(kind, name, w.componentsOf(kind))
	}
	return w.ask(r, name, "")
}

// ask starts an operation of the operator. Without via it goes where the
// first client sends its own, or to the only store.
func (w *world) ask(r request.Request, via, session string) (uint64, error) {
	component := via
	node := sim.Nobody
	switch {
	case via == "":
		var err error
		if component, err = w.frontDoor(); err != nil {
			return 0, err
		}
	case w.parts[via] != nil && len(w.parts[via].base().ids) > 0:
		if kind := w.kind(via); kind == "client" || kind == "worker" {
			return 0, fmt.Errorf("%s is a %s: it asks, and can't be asked", via, kind)
		}
	default:
		id, err := w.node(via)
		if err != nil {
			return 0, err
		}
		node = id
	}
	if err := w.allows(r, node, component); err != nil {
		return 0, err
	}
	if last := w.operations.lastManual(); last != nil && !last.pending && last.Returned == w.sim.Now() {
		// It comes after the operation before it, not at the same moment: else
		// the two would count as concurrent.
		w.sim.SetTime(w.sim.Now() + 1)
	}
	return w.operator.Do(w.sim.Env(w.you), r, node, component, session), nil
}

// allows reports why a request can't have the quorum that it asks for.
func (w *world) allows(r request.Request, node sim.NodeID, component string) error {
	n, letter := r.Replicas, "n"
	if r.Write > n {
		n, letter = r.Write, "w"
	}
	if r.Read > n {
		n, letter = r.Read, "r"
	}
	if n == 0 {
		return nil
	}
	store := w.storeFrom(doorway{component, "", r.Verb.Writes()})
	if node != sim.Nobody {
		store = w.storeBehind(node, r)
	}
	p, ok := w.parts[store].(*kvPart)
	switch {
	case !ok:
		return fmt.Errorf("with %s=%d: only a kv takes a quorum for one operation, and there is none here", letter, n)
	case n > p.layout.Replicas:
		return fmt.Errorf("with %s=%d: %s keeps each key on %s, so %s is from 1 to %d", letter, n, store, noun.Count(p.layout.Replicas, "node"), letter, p.layout.Replicas)
	}
	return nil
}

// frontDoor is the component that takes keys from outside.
func (w *world) frontDoor() (string, error) {
	for _, p := range w.order {
		if p, ok := p.(*clientPart); ok && !p.config.Queue {
			return p.config.To, nil
		}
	}
	for _, kind := range scenario.Kinds() {
		if names := w.componentsOf(kind.Name); kind.Front && len(names) > 0 {
			return names[0], nil
		}
	}
	return "", fmt.Errorf("this system keeps no keys: there is no store to ask")
}

func (w *world) componentsOf(kind string) []string {
	var out []string
	for _, p := range w.order {
		if p.base().spec.Kind == kind {
			out = append(out, p.base().name())
		}
	}
	return out
}

// node finds a member that still exists.
func (w *world) node(name string) (sim.NodeID, error) {
	id, ok := w.byName[name]
	if ok {
		if state, _, _ := w.sim.State(id); state != sim.Gone {
			return id, nil
		}
		return 0, fmt.Errorf("%s was removed", name)
	}
	if p := w.parts[name]; p != nil && len(p.base().ids) == 1 {
		return p.base().ids[0], nil
	}
	return 0, unknownName("node", name, w.nodeNames())
}

// targets finds a node, or all members of a component.
func (w *world) targets(name string) ([]sim.NodeID, error) {
	if p := w.parts[name]; p != nil {
		return slices.Clone(p.base().ids), nil
	}
	id, err := w.node(name)
	if err != nil {
		return nil, unknownName("node or component", name, w.names())
	}
	return []sim.NodeID{id}, nil
}

// nodeNames are the nodes that exist, in order of creation.
func (w *world) nodeNames() []string {
	var out []string
	for i, n := range w.nodes {
		if state, _, _ := w.sim.State(sim.NodeID(i)); state != sim.Gone {
			out = append(out, n.name)
		}
	}
	return out
}

// names are all words that a step may use: components, nodes, zones.
func (w *world) names() []string {
	var out []string
	for _, p := range w.order {
		out = append(out, p.base().name())
	}
	for _, n := range append(w.nodeNames(), w.zones()...) {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

func (w *world) zones() []string {
	var out []string
	for i := range w.nodes {
		if z := w.network.Zone(sim.NodeID(i)); z != "" && w.nodes[i].kind != "client" && !slices.Contains(out, z) {
			out = append(out, z)
		}
	}
	return out
}
