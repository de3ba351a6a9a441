package engine

import (
	"fmt"
	"slices"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// doSystem carries out what changes load, size and settings.
func (w *world) doSystem(c scenario.Command) (bool, error) {
	switch c := c.(type) {
	case scenario.Flush:
		return true, w.flush(c)
	case scenario.Replay:
		return true, w.replay(c)
	case scenario.Redrive:
		return true, w.redrive(c)
	case scenario.Spike:
		p, err := w.client(c.Client)
		if err != nil {
			return true, err
		}
		if p.heard != nil {
			return true, errListens(c.Client)
		}
		p.config.Spike, p.config.SpikeEnds = c.Factor, w.sim.Now().Add(c.For)
		fault := w.begin(c, p.ids)
		w.replaceFault(condition{p.ids[0], "spike"}, fault)
		w.remind(c.For, reminder{kind: remindOver, fault: fault})
		return true, nil
	case scenario.HotKey:
		p, err := w.client(c.Client)
		if err != nil {
			return true, err
		}
		if p.heard != nil {
			return true, errListens(c.Client)
		}
		p.config.HotKey, p.config.HotShare = c.Key, c.Ratio
		fault := 0 // a share of nothing ends it
		if c.Ratio > 0 {
			fault = w.begin(c, p.ids)
		}
		w.replaceFault(condition{p.ids[0], "hot-key"}, fault)
		return true, nil
	case scenario.Add:
		return true, w.scaleBy(c.Component, max(1, c.Count))
	case scenario.Remove:
		return true, w.removeMember(c.Member)
	case scenario.Scale:
		return true, w.scaleTo(c)
	case scenario.Resize:
		return true, w.resize(c)
	case scenario.Promote:
		return true, w.promote(c)
	case scenario.Restore:
		return true, w.restore(c)
	case scenario.SplitShard, scenario.MergeShards, scenario.MoveKey:
		return true, w.reshape(c)
	case scenario.Set:
		return true, w.set(c)
	}
	return false, nil
}

// replaceFault ends the fault of a kind that a new one takes the place of.
func (w *world) replaceFault(key condition, fault int) {
	w.book.End(w.conditions[key], w.sim.Now())
	w.conditions[key] = fault
}

// promote makes a member the leader, where somebody may choose one.
func (w *world) promote(c scenario.Promote) error {
	id, err := w.node(c.Member)
	if err != nil {
		return err
	}
	p := w.parts[w.nodes[id].component]
	if p, ok := p.(promotable); ok {
		return p.promote(w, id)
	}
	return fmt.Errorf("a %s has no leader: %s can't be promoted", w.nodes[id].kind, c.Member)
}

// restore brings a part back to a moment, where one is kept.
func (w *world) restore(c scenario.Restore) error {
	p := w.parts[c.Component]
	if p == nil {
		return unknownName("database", c.Component, w.componentsOf("sql"))
	}
	r, ok := p.(restorable)
	if !ok {
		return fmt.Errorf("a %s makes no backups: %s can't be restored to a moment", p.base().spec.Kind, c.Component)
	}
	return r.restoreTo(w, clock.FromDuration(c.To))
}

func (w *world) client(name string) (*clientPart, error) {
	if p, ok := w.parts[name].(*clientPart); ok {
		return p, nil
	}
	return nil, unknownName("client", name, w.componentsOf("client"))
}

// flush makes a component forget what it keeps of others.
func (w *world) flush(c scenario.Flush) error {
	p := w.parts[c.Cache]
	if p == nil {
		return unknownName("cache", c.Cache, w.componentsOf("cache"))
	}
	f, ok := p.(flushable)
	if !ok {
		return fmt.Errorf("%s is a %s: it keeps no copies that it could forget", c.Cache, p.base().spec.Kind)
	}
	n, up := f.flush(w, c.Key)
	if !up {
		return fmt.Errorf("%s is down: it holds nothing", c.Cache)
	}
	fault := w.begin(c, p.base().ids)
	w.story.say(Info, "%s forgot %s", c.Cache, noun.Count(n, "entry"))
	w.book.End(fault, w.sim.Now())
	return nil
}

func (w *world) scalable(component string) (part, scalable, error) {
	p := w.parts[component]
	if p == nil {
		return nil, nil, unknownName("component", component, w.names())
	}
	s, ok := p.(scalable)
	if !ok {
		return nil, nil, fmt.Errorf("%s is a %s: its number of nodes is fixed by the scenario, none can be added or removed", component, p.base().spec.Kind)
	}
	return p, s, nil
}

func (w *world) scaleBy(component string, count int) error {
	p, s, err := w.scalable(component)
	if err != nil {
		return err
	}
	const most = 1000
	if len(w.nodeNames())+count > most {
		return fmt.Errorf("%s can't get %d more: a system has at most %d nodes", p.base().name(), count, most)
	}
	return s.add(w, count)
}

func (w *world) removeMember(name string) error {
	id, err := w.node(name)
	if err != nil {
		return err
	}
	component := w.nodes[id].component
	p, s, err := w.scalable(component)
	if err != nil {
		return err
	}
	if !slices.Contains(p.base().ids, id) {
		return fmt.Errorf("%s is no member of %s any more: it finishes what it has, then it is gone", name, component)
	}
	if len(p.base().ids) == 1 {
		return fmt.Errorf("%s is the last of %s: a component keeps at least one", name, component)
	}
	return s.remove(w, id)
}

// scaleTo adds members, or removes the latest ones.
func (w *world) scaleTo(c scenario.Scale) error {
	p, s, err := w.scalable(c.Component)
	if err != nil {
		return err
	}
	if c.Count < 1 {
		return fmt.Errorf("scale %s %d: a component keeps at least one", c.Component, c.Count)
	}
	have := p.base().ids
	if c.Count > len(have) {
		return w.scaleBy(c.Component, c.Count-len(have))
	}
	if _, kv := p.(*kvPart); kv && len(have)-c.Count > 1 {
		return fmt.Errorf("a store gives up one node at a time: scale %s %d", c.Component, len(have)-1)
	}
	for len(p.base().ids) > c.Count {
		ids := p.base().ids
		if err := s.remove(w, ids[len(ids)-1]); err != nil {
			return err
		}
	}
	return nil
}

// resize moves all members of a component to another size.
func (w *world) resize(c scenario.Resize) error {
	p := w.parts[c.Component]
	if p == nil {
		return unknownName("component", c.Component, w.names())
	}
	r, ok := p.(resizable)
	if !ok {
		return fmt.Errorf("%s is a %s: it has no size that can change", c.Component, p.base().spec.Kind)
	}
	return r.resize(w, c)
}

func (w *world) set(c scenario.Set) error {
	if c.Component == "network" {
		return w.setNetwork(c)
	}
	p := w.parts[c.Component]
	if p == nil {
		return unknownName("component", c.Component, w.names())
	}
	changed, err := w.scenario.Change(c.Component, c.Parameter, c.Value)
	if err != nil {
		return err
	}
	spec := changed.Component(c.Component)
	if err := p.set(w, c.Parameter, spec); err != nil {
		if f, ok := err.(fixed); ok {
			err = f.members(p)
		}
		return fmt.Errorf("%s: %w", c.Component, err)
	}
	w.scenario, p.base().spec = changed, spec
	return nil
}

// setNetwork changes how all links behave: set network.latency exp(20ms).
func (w *world) setNetwork(c scenario.Set) error {
	changed, err := scenario.Network(w.network.Profile()).With(c.Parameter, c.Value)
	if err != nil {
		return err
	}
	w.network.SetProfile(network.Profile(changed))
	return nil
}

// swizzle cuts the members of a component off one by one, and heals them in
// another order: the fault that found most bugs in FoundationDB's tests
// (Zhou et al., "FoundationDB", SIGMOD 2021).
func (w *world) swizzle(c scenario.Swizzle) error {
	ids, err := w.targets(c.Target)
	if err != nil {
		return err
	}
	fault := w.begin(c, ids)
	r := sim.Stream(w.seed, fmt.Sprintf("swizzle %d", fault))
	const pause = 500 * time.Millisecond
	at := time.Duration(0)
	for _, kind := range []remindKind{remindCutOff, remindReconnect} {
		for _, i := range r.Perm(len(ids)) {
			w.remind(at, reminder{kind: kind, node: ids[i], fault: fault})
			at += pause
		}
	}
	return nil
}
