package engine

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/explain"
	"netsplit/engine/replica"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// reasoned is a part that can tell more of a member's state.
type reasoned interface {
	whyMember(w *world, id sim.NodeID) []Cause
}

// missesTold bounds the missed writes that are told one by one.
const missesTold = 3

// whyMember tells what a replica missed and because of what, and who keeps
// hints for it or has some of it.
func (p *kvPart) whyMember(w *world, id sim.NodeID) []Cause {
	chain := p.whyBehind(w, id)
	now, name := w.sim.Now(), w.sim.Name(id)
	for _, holder := range p.layout.Members() {
		forIt, its := 0, 0
		for _, h := range replica.TableOf(w.sim.Disk(holder)).Hints() {
			switch {
			case h.For == id:
				forIt++
			case holder == id:
				its++
			}
		}
		if forIt > 0 {
			chain = append(chain, Cause{Time: now, Node: w.sim.Name(holder), Text: fmt.Sprintf("%s keeps %s for %s, and hands them over when it answers.", w.sim.Name(holder), noun.Count(forIt, "hint"), name)})
		}
		if its > 0 {
			chain = append(chain, Cause{Time: now, Node: name, Text: fmt.Sprintf("%s keeps %s for others.", name, noun.Count(its, "hint"))})
		}
	}
	return chain
}

// whyBehind tells which writes a replica lacks that another owner has.
func (p *kvPart) whyBehind(w *world, id sim.NodeID) []Cause {
	var chain []Cause
	behind := 0
	now, name := w.sim.Now(), w.sim.Name(id)
	table := replica.TableOf(w.sim.Disk(id))
	for _, key := range p.keys(w) {
		owns := false
		for _, owner := range p.owners(key) {
			owns = owns || owner == id
		}
		if !owns {
			continue
		}
		mine, _ := table.Get(key)
		sum := p.sum(w, key)
		if !mine.Behind(sum) {
			continue
		}
		if behind++; behind <= missesTold {
			chain = append(chain, p.whyMissed(w, id, key, mine, sum)...)
		}
	}
	if behind == 0 {
		return nil
	}
	return append([]Cause{{Time: now, Node: name, Text: fmt.Sprintf("It is behind on %s that it should keep.", noun.Count(behind, "key"))}}, chain...)
}

// whyMissed tells of the newest write of a key that a replica lacks.
func (p *kvPart) whyMissed(w *world, id sim.NodeID, key string, mine, sum replica.Record) []Cause {
	for _, r := range sum.All() {
		if !mine.Behind(r) {
			continue
		}
		o := w.operations.wrote(p.spec.Name, key, r.Version)
		if o == nil {
			break
		}
		return explain.Missed(w.evidence(o), id)
	}
	return []Cause{{Time: w.sim.Now(), Node: w.sim.Name(id), Text: fmt.Sprintf("It lacks the newest version of %s. Who wrote that is no longer kept.", key)}}
}

// wrote is the operation of a store that wrote a version, acknowledged or not.
func (o *operations) wrote(store, key string, v request.Version) *operation {
	for i := len(o.all) - 1; i >= 0; i-- {
		n := o.all[i]
		if n.Key != key || n.store != store || !n.request.Verb.Writes() {
			continue
		}
		if n.answer.Version == v && n.answer.OK() {
			return n
		}
		for _, r := range o.w.trace.of(n.ID) {
			if p, ok := r.Payload.(*replica.Write); ok && p.Entry.Version == v {
				return n
			}
		}
	}
	return nil
}
