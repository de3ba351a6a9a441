package engine

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// part is a component as it runs. One file a kind: part_kv.go, part_cache.go …
type part interface {
	base() *member
	// build makes the nodes; every part exists already, none has members.
	build(w *world)
	// set changes a parameter while it runs; spec holds the new value.
	set(w *world, parameter string, spec scenario.Component) error
	measures(w *world) []measure
	view(w *world, s *Snapshot)
	detail(w *world, id sim.NodeID) string
	// sends lists the components that it talks to.
	sends() []string
}

// scalable is a part whose number of members can change.
type scalable interface {
	add(w *world, count int) error
	remove(w *world, id sim.NodeID) error
}

// restful is a part that knows when it has nothing left to do.
type restful interface{ quiet(w *world) bool }

// attentive is a part that wants to know when a member of it stops.
type attentive interface{ halted(id sim.NodeID) }

// judged is a part with checks of its own; false: not that one.
type judged interface {
	judge(w *world, name string) (check.Verdict, bool)
}

// wakeful is a part that reminds itself of something. It is woken once at the
// start, of nothing.
type wakeful interface{ woken(w *world, r reminder) }

// promotable is a part with a leader that somebody may choose.
type promotable interface {
	promote(w *world, id sim.NodeID) error
}

// restorable is a part that can be brought back to a moment of the run.
type restorable interface {
	restoreTo(w *world, moment clock.Time) error
}

// resizable is a part whose members can move to another size.
type resizable interface {
	resize(w *world, c scenario.Resize) error
}

// flushable is a part that keeps copies which it can be made to forget: all,
// or those of one key. It says how many it forgot; false: it is down.
type flushable interface {
	flush(w *world, key string) (int, bool)
}

// witness is a part that wants to know when a newer write was acknowledged.
type witness interface {
	superseded(w *world, store, key string)
}

// supersede tells the witnesses of a write.
func (w *world) supersede(store, key string) {
	for _, p := range w.order {
		if p, ok := p.(witness); ok {
			p.superseded(w, store, key)
		}
	}
}

// familial is a part with metrics whose names hold a number: fresh-after-10ms.
type familial interface {
	family(w *world, name string) (measure, bool)
}

// member is what all parts share: the name, and the nodes.
type member struct {
	spec    scenario.Component
	ids     []sim.NodeID
	created int // members ever made, for their names
	single  bool
}

func (m *member) base() *member { return m }

func (m *member) name() string { return m.spec.Name }

// spawn adds a node and registers it. The part's zones are used in turn.
func (m *member) spawn(w *world, make func() sim.Node) sim.NodeID {
	m.created++
	name := m.spec.Name
	if !m.single || m.created > 1 { // the only one has the component's name
		name = fmt.Sprintf("%s-%d", m.spec.Name, m.created)
	}
	zone := ""
	if m.spec.Has("zones") {
		if zones := m.spec.List("zones"); len(zones) > 0 {
			zone = zones[(m.created-1)%len(zones)]
		}
	}
	if m.spec.Has("zone") {
		zone = strings.Join(m.spec.List("zone"), "")
	}
	id := w.addNode(name, m.spec, zone, make)
	m.ids = append(m.ids, id)
	w.directory.Set(m.spec.Name, m.ids)
	return id
}

// drop takes a node out of the directory and removes it.
func (m *member) drop(w *world, id sim.NodeID) {
	m.ids = slices.DeleteFunc(m.ids, func(o sim.NodeID) bool { return o == id })
	w.directory.Set(m.spec.Name, m.ids)
	w.sim.Remove(id)
}

// up counts members that run.
func (m *member) up(w *world) int {
	n := 0
	for _, id := range m.ids {
		if state, _, _ := w.sim.State(id); state == sim.Up {
			n++
		}
	}
	return n
}

// builders makes the part of each kind.
var builders = map[string]func(scenario.Component) part{
	"client":   func(c scenario.Component) part { return &clientPart{member: member{spec: c, single: true}} },
	"dns":      newDNSPart,
	"cdn":      newCDNPart,
	"disk":     newDiskPart,
	"gateway":  newProxyPart,
	"proxy":    newProxyPart,
	"balancer": newBalancerPart,
	"function": func(c scenario.Component) part { return &functionPart{member: member{spec: c, single: true}} },
	"service":  func(c scenario.Component) part { return &servicePart{member: member{spec: c}} },
	"cache":    func(c scenario.Component) part { return &cachePart{member: member{spec: c}} },
	"kv":       func(c scenario.Component) part { return &kvPart{member: member{spec: c}} },
	"raft":     func(c scenario.Component) part { return &raftPart{member: member{spec: c}} },
	"sql": func(c scenario.Component) part {
		if c.Text("mode") == "multi-leader" {
			return &peersPart{member: member{spec: c}}
		}
		return &sqlPart{member: member{spec: c}}
	},
	"queue":  func(c scenario.Component) part { return &queuePart{member: member{spec: c, single: true}} },
	"topic":  func(c scenario.Component) part { return &topicPart{member: member{spec: c, single: true}} },
	"stream": func(c scenario.Component) part { return &streamPart{member: member{spec: c, single: true}} },
	"worker": func(c scenario.Component) part { return &workerPart{member: member{spec: c}} },
}

func newPart(c scenario.Component) (part, error) {
	build, ok := builders[c.Kind]
	if !ok {
		return nil, fmt.Errorf("component %s: nothing runs kind %q", c.Name, c.Kind)
	}
	return build(c), nil
}

func errFixed(parameter string) error { return fixed(parameter) }

// fixed is the name of a parameter that stays as it was at the start.
type fixed string

func (f fixed) Error() string {
	return string(f) + " can't change while the system runs: change it in the scenario and start again"
}

// members is an error about the number of members, where steps can change it.
func (f fixed) members(p part) error {
	m := p.base()
	kind, _ := scenario.FindKind(m.spec.Kind)
	if _, ok := p.(scalable); !ok || kind.Members != string(f) || len(m.ids) == 0 {
		return f
	}
	return fmt.Errorf("%s are not set while the system runs: add %s 1 makes one more, and remove NODE takes one out", string(f), m.spec.Name)
}

// unique drops repeated names and keeps the order.
func unique(names []string) []string {
	var out []string
	for _, n := range names {
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
