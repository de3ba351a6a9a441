package engine

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
	"netsplit/engine/primary"
	"netsplit/engine/scenario"
	"netsplit/engine/shard"
	"netsplit/engine/sim"
)

// shardable is a part whose keys are on shards that can be split and merged.
type shardable interface {
	split(w *world, id sim.NodeID, at string) error
	merge(w *world, from, into sim.NodeID) error
	move(w *world, key string, to sim.NodeID) error
}

// plan is a placement to come, with the shards that it needs and which are not
// there yet.
type plan struct {
	p     *sqlPart
	keys  []string // of the store, in order
	next  shard.Placement
	added int
}

// plan begins with the placement that is. An error: none can be changed now.
func (p *sqlPart) plan(w *world) (*plan, error) {
	switch {
	case p.layout.Shards == nil:
		return nil, fmt.Errorf("%s is not sharded: write shards: 2 or more in the scenario, or shard-by: range", p.spec.Name)
	case p.layout.Shards.Moving():
		return nil, fmt.Errorf("keys of %s are on their way already: wait until quiet", p.spec.Name)
	}
	return &plan{p: p, keys: slices.SortedFunc(slices.Values(p.keys(w)), shard.Compare), next: p.layout.Shards.Placement()}, nil
}

// fresh is the number of a shard that is to be made.
func (n *plan) fresh() (int, error) {
	n.added++
	if n.added+len(n.p.layout.Groups()) > maxShardNumbers {
		return 0, fmt.Errorf("%s has had %d shards: no more can be made", n.p.spec.Name, len(n.p.layout.Groups()))
	}
	return len(n.p.layout.Groups()) + n.added - 1, nil
}

// maxShardNumbers bounds the shards that a store ever had.
const maxShardNumbers = 200

// of lists the keys that a shard will have.
func (n *plan) of(shard int) (list []string) {
	for _, key := range n.keys {
		if n.next.Owner(key) == shard {
			list = append(list, key)
		}
	}
	return list
}

// carryOut makes the new shards, and lets the keys go.
func (n *plan) carryOut(w *world) error {
	p := n.p
	for range n.added {
		ids := p.newShard(w)
		p.layout.AddShard(ids)
		for _, id := range ids {
			w.sim.Start(id)
		}
	}
	if err := p.layout.Reshard(n.next, len(n.keys), w.sim.Now()); err != nil {
		return err
	}
	for _, g := range p.layout.Groups() {
		if g.Retired() || slices.Contains(n.next.Owners(), g.Number) {
			continue
		}
		for _, id := range g.Members() {
			w.leaving = append(w.leaving, departure{p, id})
		}
	}
	return nil
}

// left implements departing: a shard's nodes go when its keys have gone, and
// those who asked it have their answers.
func (p *sqlPart) left(id sim.NodeID) bool {
	if p.layout.Shards.Moving() || p.now().Sub(p.layout.Moves.Ended) < p.layout.Timeout {
		return false
	}
	for _, g := range p.layout.Groups() {
		if !slices.Contains(g.Members(), id) {
			continue
		}
		if d := p.surviving(p.world, g); p.capture.to != "" && d != nil && !primary.Read(p.world.sim.Disk(p.capture.id), g.Number, d) {
			return false // its last changes are not in the stream yet
		}
		p.layout.Retire(g.Number)
	}
	p.ids = slices.DeleteFunc(p.ids, func(o sim.NodeID) bool { return o == id })
	p.world.directory.Set(p.spec.Name, p.ids)
	return true
}

// reshard sets the number of shards while the store runs.
func (p *sqlPart) reshard(w *world, c scenario.Component) error {
	n, err := p.plan(w)
	if err != nil {
		return err
	}
	have, want := len(n.next.Owners()), c.Int("shards")
	if have == want {
		return nil
	}
	for ; have < want && err == nil; have++ {
		err = n.grow()
	}
	for ; have > want && err == nil; have-- {
		err = n.shrink()
	}
	if err != nil {
		return err
	}
	return n.carryOut(w)
}

// grow adds a shard. By range it takes half of what the shard has that has most.
func (n *plan) grow() error {
	added, err := n.fresh()
	if err != nil {
		return err
	}
	switch p := n.next.(type) {
	case shard.Hashed:
		n.next = p.Grow(added)
	case shard.Directory:
		grown := p.Over(n.keys, func(h shard.Hashed) shard.Hashed { return h.Grow(added) })
		n.next = grown.With(shard.Even(n.keys, p.Owner, grown.Owners()))
	case shard.Ranges:
		most := -1
		for _, s := range p.Owners() {
			if most < 0 || len(n.of(s)) > len(n.of(most)) {
				most = s
			}
		}
		return n.cut(p, most, "", added)
	}
	return nil
}

// shrink gives up the latest shard. By range one of its neighbours takes it over.
func (n *plan) shrink() error {
	owners := n.next.Owners()
	if len(owners) == 1 {
		return fmt.Errorf("%s has one shard, and needs it", n.p.spec.Name)
	}
	victim := owners[len(owners)-1]
	switch p := n.next.(type) {
	case shard.Hashed:
		n.next = p.Shrink(victim)
	case shard.Directory:
		fewer := p.Over(n.keys, func(h shard.Hashed) shard.Hashed { return h.Shrink(victim) })
		n.next = fewer.With(shard.Even(n.keys, fewer.Owner, owners[:len(owners)-1]))
	case shard.Ranges:
		least := -1
		for _, s := range p.Beside(victim) {
			if least < 0 || len(n.of(s)) < len(n.of(least)) {
				least = s
			}
		}
		n.next = p.Merge(victim, least)
	}
	return nil
}

// cut parts a shard's range, without a key in the middle of what it has.
func (n *plan) cut(p shard.Ranges, which int, at string, added int) error {
	if at == "" {
		keys := n.of(which)
		if len(keys) < 2 {
			return fmt.Errorf("shard %d of %s has %s: there is nothing to split", which+1, n.p.spec.Name, noun.Count(len(keys), "key"))
		}
		at = keys[len(keys)/2]
	}
	next, ok := p.Split(which, at, added)
	if !ok {
		return fmt.Errorf("%q does not part the range of shard %d, which is %s", at, which+1, p.Extent(which))
	}
	n.next = next
	return nil
}

// shardOf is the shard that a node keeps.
func (p *sqlPart) shardOf(w *world, id sim.NodeID) (int, error) {
	for _, g := range p.layout.Groups() {
		if slices.Contains(g.Members(), id) && slices.Contains(p.layout.Shards.Placement().Owners(), g.Number) {
			return g.Number, nil
		}
	}
	return 0, fmt.Errorf("%s keeps no shard: name a node of one", w.sim.Name(id))
}

// split implements shardable: half of a shard's keys, or a range's from a key
// on, go to a new shard.
func (p *sqlPart) split(w *world, id sim.NodeID, at string) error {
	n, err := p.plan(w)
	if err != nil {
		return err
	}
	which, err := p.shardOf(w, id)
	if err != nil {
		return err
	}
	added, err := n.fresh()
	if err != nil {
		return err
	}
	switch next := n.next.(type) {
	case shard.Ranges:
		if err := n.cut(next, which, at, added); err != nil {
			return err
		}
	case shard.Hashed:
		if at != "" {
			return fmt.Errorf("%s places keys by a hash, and has no range that a key could part: leave out at %s", p.spec.Name, at)
		}
		n.next = next.Split(which, added)
	case shard.Directory:
		keys, moves := n.of(which), map[string]int{}
		for i, key := range keys {
			if at == "" && i%2 == 1 || at != "" && shard.Compare(key, at) >= 0 {
				moves[key] = added
			}
		}
		n.next = next.With(moves)
		if len(moves) == 0 {
			return fmt.Errorf("no key of shard %d would go to a new one", which+1)
		}
	}
	return n.carryOut(w)
}

// merge implements shardable: all that a shard has goes to another.
func (p *sqlPart) merge(w *world, from, into sim.NodeID) error {
	n, err := p.plan(w)
	if err != nil {
		return err
	}
	a, err := p.shardOf(w, from)
	if err != nil {
		return err
	}
	b, err := p.shardOf(w, into)
	switch {
	case err != nil:
		return err
	case a == b:
		return fmt.Errorf("%s and %s keep the same shard", w.sim.Name(from), w.sim.Name(into))
	}
	if d, ok := n.next.(shard.Directory); ok {
		n.next = d.Over(n.keys, func(h shard.Hashed) shard.Hashed { return h }) // an entry each
	}
	n.next = n.next.Merge(a, b)
	return n.carryOut(w)
}

// move implements shardable: the directory gives a key another shard. Nobody
// is a new one, for this key alone.
func (p *sqlPart) move(w *world, key string, to sim.NodeID) error {
	n, err := p.plan(w)
	if err != nil {
		return err
	}
	d, ok := n.next.(shard.Directory)
	if !ok {
		return fmt.Errorf("only a directory can put one key anywhere: write shard-by: directory; %s places keys by %s", p.spec.Name, n.next.Describe())
	}
	var which int
	if to == sim.Nobody {
		which, err = n.fresh()
	} else {
		which, err = p.shardOf(w, to)
	}
	if err != nil {
		return err
	}
	if d.Owner(key) == which {
		return fmt.Errorf("%s is in that shard already", key)
	}
	n.next = d.With(map[string]int{key: which})
	return n.carryOut(w)
}
