package engine

import (
	"slices"

	"netsplit/engine/causal"
	"netsplit/engine/check"
	"netsplit/engine/history"
	"netsplit/engine/replica"
	"netsplit/engine/request"
	"netsplit/engine/ring"
	"netsplit/engine/sim"
)

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
			out = append(out, Hint{Holder: w.sim.Name(id), For: w.sim.Name(h.For), Key: h.Entry.Key, Value: h.Entry.Text()})
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
			k.Cells = append(k.Cells, check.Cell{Node: w.sim.Name(id), Version: versionText(w, r), Missing: !found})
		}
		out = append(out, k)
	}
	return out
}

// versionText names the versions that a record is, the newest first.
func versionText(w *world, r replica.Record) string {
	text := r.Version.Text(w.sim.Name)
	for _, s := range r.Siblings {
		text += request.Bar + s.Version.Text(w.sim.Name)
	}
	return text
}

// siblings reports whether the store keeps what was written side by side.
func (p *kvPart) siblings() bool { return p.layout.Versions == replica.KeepSiblings }

// sum is what all owners of a key hold of it together.
func (p *kvPart) sum(w *world, key string) replica.Record {
	var all replica.Record
	for _, id := range p.owners(key) {
		r, _ := replica.TableOf(w.sim.Disk(id)).Get(key)
		all = replica.Merge(all, r)
	}
	return all
}

func (p *kvPart) converged(w *world) check.Verdict { return check.Converged(p.states(w)) }

// lost checks that what was acknowledged is on some owner's disk.
func (p *kvPart) lost(w *world) check.Verdict {
	operations, whole := w.operations.of(p.spec.Name)
	if !whole {
		return check.Verdict{Name: "no-lost-writes", Unknown: true, Explanation: tooLong}
	}
	if p.siblings() {
		return check.NoUnseenWriteLost(operations, p.remembers(w))
	}
	final := map[string]check.FinalState{}
	for _, key := range p.keys(w) {
		if values := p.sum(w, key).Values(); len(values) > 0 {
			final[key] = check.FinalState{Values: values, Found: true}
		}
	}
	return check.NoLostWrites(operations, final)
}

// remembers tells whether a write is still there, or was seen by the writer of
// something that is.
func (p *kvPart) remembers(w *world) func(history.Operation) bool {
	seen := map[string]causal.Context{}
	for _, key := range p.keys(w) {
		seen[key] = p.sum(w, key).Seen()
	}
	return func(o history.Operation) bool { return seen[o.Key].Covers(w.operations.get(o.ID).answer.Dot) }
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
	var first replica.Record // the zero Record stands for nothing at all
	seen := false
	for _, id := range owners {
		table := tables[id]
		if table == nil {
			continue
		}
		r, _ := table.Get(key)
		if seen && !replica.Same(r, first) {
			return true
		}
		first, seen = r, true
	}
	return false
}

// standing counts the keys of which several values stand side by side.
func (p *kvPart) standing(w *world) int {
	n := 0
	for _, key := range p.keys(w) {
		if len(p.sum(w, key).Siblings) > 0 {
			n++
		}
	}
	return n
}
