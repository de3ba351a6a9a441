package primary

import (
	"fmt"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/shard"
	"netsplit/engine/sim"
)

// Moves measures the keys that go from shard to shard.
type Moves struct {
	Began, Ended clock.Time
	Keys         int // in the store when it began
	Moved        int
	Bytes        int
	Retries      int // messages with keys that nobody answered in time
	Number       int // of this move, from 1
	handed       map[handed]passed
}

// handed is a key and how often it had crossed before it was passed on.
type handed struct {
	key  string
	turn int
}

// passed is whose log a key left, and what was in it.
type passed struct {
	group int
	log   history
}

// NewSharded returns the layout of a store whose keys are placed on shards,
// each with a leader and replicas of its own.
func NewSharded(c Config, p shard.Placement) *Layout {
	l := NewLayout(c, shard.Most(p))
	l.Shards = shard.NewMap(p)
	return l
}

// FoundShard makes nodes the members of a shard, before they start.
func (l *Layout) FoundShard(number int, ids []sim.NodeID) {
	l.nodes = append(l.nodes, ids...)
	l.groups[number].found(ids)
}

// AddShard makes a new shard of nodes that are about to start.
func (l *Layout) AddShard(ids []sim.NodeID) {
	l.groups = append(l.groups, newGroup(len(l.groups)))
	l.FoundShard(len(l.groups)-1, ids)
}

// Reshard begins to move keys to where a placement says.
func (l *Layout) Reshard(p shard.Placement, keys int, now clock.Time) error {
	if err := l.Shards.Begin(p); err != nil {
		return err
	}
	l.Moves.Number++
	l.Moves.Began, l.Moves.Ended, l.Moves.Keys, l.Moves.Moved, l.Moves.Bytes, l.Moves.Retries = now, 0, keys, 0, 0, 0
	return nil
}

// Retire takes the nodes out of a shard that has nothing left, and returns
// them: its number stays free.
func (l *Layout) Retire(number int) []sim.NodeID {
	g := l.groups[number]
	ids := slices.Clone(g.members)
	g.address, g.retired = sim.Nobody, true
	for _, id := range ids {
		l.Leave(id)
	}
	return ids
}

// Retired reports whether a shard was given up.
func (g *Group) Retired() bool { return g.retired }

// turn is how often a key has crossed to another shard.
func (l *Layout) turn(key string) int {
	if l.Shards == nil {
		return 0
	}
	return l.Shards.Turn(key)
}

func (l *Layout) crossed(key string, group int, log history) {
	if l.Moves.handed == nil {
		l.Moves.handed = map[handed]passed{}
	}
	l.Moves.handed[handed{key, l.turn(key)}] = passed{group, log}
	l.Shards.Cross(key)
}

// HandedOver reports whether a write was in the log of the shard that passed
// its key on. asked is false if the key is still where it was written.
func (l *Layout) HandedOver(key string, v request.Version) (in, asked bool) {
	at, ok := PositionOf(v)
	if !ok || v.Turn() == l.turn(key) {
		return false, false
	}
	return l.Moves.handed[handed{key, v.Turn()}].log.contains(at), true
}

// member is a node's part in a group, nil if it has none.
func (n *Node) member(g *Group) *member {
	if g.Number < len(n.members) {
		return n.members[g.Number]
	}
	return nil
}

// refusedElsewhere answers a copy of a compare-and-set that was refused here
// before its key went to another shard.
func (n *Node) refusedElsewhere(env *sim.Env, c *call) bool {
	if n.layout.Shards == nil || c.request.Verb != request.CompareAndSet {
		return false
	}
	for _, m := range n.members {
		if m != nil && m.group != c.group && m.refused[c.id] {
			m.mismatch(env, c)
			return true
		}
	}
	return false
}

// decideNew enters shards that were added.
func (d *decisions) decideNew(groups []*Group) {
	for _, g := range groups[len(d.groups):] {
		if len(g.members) == 0 { // it is retired already
			d.groups = append(d.groups, &decision{epoch: 1, leader: sim.Nobody})
			continue
		}
		d.groups = append(d.groups, &decision{epoch: 1, leader: g.members[0], insync: slices.Clone(g.members), begun: true})
	}
}

// watchNew begins to watch shards that were added.
func (o *Monitor) watchNew(env *sim.Env) {
	o.decideNew(o.layout.groups)
	for i := len(o.watches); i < len(o.layout.groups); i++ {
		o.watches = append(o.watches, &watch{decision: o.groups[i], group: o.layout.groups[i], heard: map[sim.NodeID]told{}, served: env.Now(), granted: env.Now()})
	}
}

// KeysCrossed is the fact that keys went to another shard.
type KeysCrossed struct {
	From, To, Keys int
	First          string
	Took           time.Duration
}

// Sentence implements sim.Fact.
func (k KeysCrossed) Sentence(func(sim.NodeID) string) string {
	return fmt.Sprintf("%d keys, %q first, are shard %d's now and no more shard %d's, after %s", k.Keys, k.First, k.To+1, k.From+1, request.Span(k.Took))
}

// Weight implements sim.Fact.
func (KeysCrossed) Weight() sim.Weight { return sim.Quiet }

// Resharded is the fact that the last key that had to move has.
type Resharded struct {
	Keys int
	Took time.Duration
}

// Sentence implements sim.Fact.
func (r Resharded) Sentence(func(sim.NodeID) string) string {
	return fmt.Sprintf("the keys are where they must be: %d of them moved in %s", r.Keys, request.Span(r.Took))
}

// Weight implements sim.Fact.
func (Resharded) Weight() sim.Weight { return sim.Notable }

// Holds reports whether a key that has crossed so often is on the disk.
func (d *Disk) Holds(key string, turn int) bool {
	if r, ok := d.table.Get(key); ok && r.Turn >= turn {
		return true
	}
	for _, e := range d.entries[d.applied-d.offset:] {
		if e.id.key == key && e.turn >= turn && !e.leaves {
			return true
		}
	}
	return false
}
