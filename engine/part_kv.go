package engine

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine/check"
	"netsplit/engine/metric"
	"netsplit/engine/network"
	"netsplit/engine/replica"
	"netsplit/engine/request"
	"netsplit/engine/ring"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

type kvPart struct {
	member
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
		Quorum: replica.Quorum(c.Text("quorum")), Hints: c.Int("hints"),
		Repair: replica.RepairMode(c.Text("read-repair")), AntiEntropy: c.Duration("anti-entropy"), Timeout: c.Duration("timeout"),
		Purge: c.Duration("purge-tombstones"),
	}
	if legs, ok := c.Legs("legs"); ok {
		p.layout.Legs = &legs
	}
}

func (p *kvPart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "nodes", "zones", "virtual-nodes", "replicas", "weights":
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

func (p *kvPart) quiet(w *world) bool {
	if p.layout.Changing() {
		return false
	}
	if p.hintsDue(w) {
		return false
	}
	// Two rounds of anti-entropy after the last step, without a new version
	// anywhere: what can be repaired is. If all replicas agree there is nothing to wait for.
	rest := 2*p.layout.AntiEntropy + 2*p.layout.Timeout
	return w.sim.Now().Sub(max(p.layout.Changed, w.disturbed)) > rest || p.converged(w).OK
}

// hints are the writes that stand-ins keep, in the order of the nodes.
func (p *kvPart) hints(w *world) []Hint {
	var out []Hint
	for _, id := range p.layout.Members() {
		for _, h := range replica.TableOf(w.sim.Disk(id)).Hints() {
			out = append(out, Hint{Holder: w.sim.Name(id), For: w.sim.Name(h.For), Key: h.Entry.Key, Value: h.Entry.Value})
		}
	}
	return out
}

// hintsDue reports whether a node that runs keeps hints for one that runs and
// that it can reach.
func (p *kvPart) hintsDue(w *world) bool {
	for _, id := range p.layout.Members() {
		if w.sim.Node(id) == nil {
			continue
		}
		for _, h := range replica.TableOf(w.sim.Disk(id)).Hints() {
			if !slices.Contains(p.layout.Members(), h.For) {
				return true // it goes to the key's new owners
			}
			there, _, _ := w.network.Condition(id, h.For)
			back, _, _ := w.network.Condition(h.For, id)
			if state, _, _ := w.sim.State(h.For); state == sim.Up && !there && !back {
				return true
			}
		}
	}
	return false
}

// keys are all keys that some owner holds, in the order of the nodes.
func (p *kvPart) keys(w *world) []string {
	seen := map[string]bool{}
	var out []string
	for _, id := range p.layout.Members() {
		replica.TableOf(w.sim.Disk(id)).Each(func(e replica.Entry) {
			if !seen[e.Key] {
				seen[e.Key] = true
				out = append(out, e.Key)
			}
		})
	}
	return out
}

func (p *kvPart) owners(key string) []sim.NodeID { return p.layout.Owners(ring.HashKey(key), nil) }

// states are the versions that the running owners of each key hold.
func (p *kvPart) states(w *world) []check.KeyState {
	var out []check.KeyState
	for _, key := range p.keys(w) {
		k := check.KeyState{Key: key}
		for _, id := range p.owners(key) {
			if state, _, _ := w.sim.State(id); state != sim.Up {
				continue
			}
			r, found := replica.TableOf(w.sim.Disk(id)).Get(key)
			k.Cells = append(k.Cells, check.Cell{Node: w.sim.Name(id), Version: r.Version.Text(w.sim.Name), Missing: !found})
		}
		out = append(out, k)
	}
	return out
}

func (p *kvPart) converged(w *world) check.Verdict { return check.Converged(p.states(w)) }

// lost checks that what was acknowledged is on some owner's disk.
func (p *kvPart) lost(w *world) check.Verdict {
	final := map[string]check.FinalState{}
	for _, key := range p.keys(w) {
		var newest replica.Record
		for _, id := range p.owners(key) {
			if r, ok := replica.TableOf(w.sim.Disk(id)).Get(key); ok && r.Version.Compare(newest.Version) >= 0 {
				newest = r
			}
		}
		if !newest.Deleted {
			final[key] = check.FinalState{Values: []string{newest.Value}, Found: true}
		}
	}
	operations, whole := w.operations.of(p.spec.Name)
	if !whole {
		return check.Verdict{Name: "no-lost-writes", Unknown: true, Explanation: tooLong}
	}
	return check.NoLostWrites(operations, final)
}

// divergent counts the keys whose running owners differ.
func (p *kvPart) divergent(w *world) int {
	tables := map[sim.NodeID]*replica.Table{}
	for _, id := range p.layout.Members() {
		if state, _, _ := w.sim.State(id); state == sim.Up {
			tables[id] = replica.TableOf(w.sim.Disk(id))
		}
	}
	n := 0
	var owners []sim.NodeID
	for _, key := range p.keys(w) {
		owners = p.layout.Owners(ring.HashKey(key), owners[:0])
		if p.differs(key, owners, tables) {
			n++
		}
	}
	return n
}

func (p *kvPart) differs(key string, owners []sim.NodeID, tables map[sim.NodeID]*replica.Table) bool {
	var first request.Version // the zero Version stands for nothing at all
	seen := false
	for _, id := range owners {
		table := tables[id]
		if table == nil {
			continue
		}
		r, _ := table.Get(key)
		if seen && r.Version != first {
			return true
		}
		first, seen = r.Version, true
	}
	return false
}

func (p *kvPart) measures(w *world) []measure {
	count := func(name string, heavy bool, f func() int) measure {
		return measure{name: name, unit: metric.UnitCount, heavy: heavy, value: func() float64 { return float64(f()) }}
	}
	stats := &p.layout.Stats
	return []measure{
		count("nodes", false, func() int { return len(p.ids) }),
		count("up", false, func() int { return p.up(w) }),
		count("keys", true, func() int { return len(p.keys(w)) }),
		count("divergent-keys", true, func() int { return p.divergent(w) }),
		count("stale-reads", false, func() int { return w.operations.stale[p.spec.Name] }),
		count("lost-writes", true, func() int { return len(p.lost(w).Operations) }),
		count("tombstones-purged", false, func() int { return stats.Purged }),
		count("hints", false, func() int { return len(p.hints(w)) }),
		count("hints-delivered", false, func() int { return stats.HintsDelivered }),
		count("hints-refused", false, func() int { return stats.HintsRefused }),
		count("read-repairs", false, func() int { return stats.ReadRepairs }),
		count("anti-entropy-records", false, func() int { return stats.AntiEntropy }),
		{name: "anti-entropy-bytes", unit: metric.UnitBytes, value: func() float64 { return float64(stats.AntiEntropyBytes) }},
		count("streamed-keys", false, func() int { return stats.Streamed }),
		{name: "max-over-mean", unit: metric.UnitCount, heavy: true, value: func() float64 { return p.imbalance(w) }},
	}
}

// freshAfter is the family of metrics that tell the probability that a read
// which began so long after a write was acknowledged saw it (t-visibility in
// Bailis et al., VLDB 2012).
const freshAfter = "fresh-after-"

func (p *kvPart) family(w *world, name string) (measure, bool) {
	text, ok := strings.CutPrefix(name, freshAfter)
	if !ok {
		return measure{}, false
	}
	after, err := network.ParseDuration(text)
	if err != nil {
		return measure{}, false
	}
	return measure{name: name, unit: metric.UnitRatio, value: func() float64 {
		ratio, _ := w.operations.freshness(p.spec.Name).At(after)
		return ratio
	}}, true
}

// imbalance is how many times the mean the keys are that the busiest node
// owns. What a disk still holds of keys that moved away does not count.
func (p *kvPart) imbalance(w *world) float64 {
	owned := map[sim.NodeID]int{}
	most, sum := 0, 0
	for _, key := range p.keys(w) {
		for _, id := range p.owners(key) {
			owned[id]++
			most, sum = max(most, owned[id]), sum+1
		}
	}
	if sum == 0 {
		return 1
	}
	return float64(most) * float64(len(p.layout.Members())) / float64(sum)
}

func (p *kvPart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*replica.Node); ok {
		return n.Detail()
	}
	return plural(replica.TableOf(w.sim.Disk(id)).Len(), "key") + " on its disk"
}

func (p *kvPart) sends() []string { return nil }
