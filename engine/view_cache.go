package engine

import (
	"netsplit/calc/noun"
	"netsplit/engine/cache"
	"netsplit/engine/cache/policy"
)

// CacheNode is one node of a cache, with its keys as the policy orders them.
type CacheNode struct {
	Node      string
	Up        bool
	Size      int
	Bytes     int64
	Unwritten int // write-behind: keys that the store has not confirmed
	Queues    []CacheQueue
	Adapts    bool  // the policy has a target
	Target    int64 // of ARC: what the first queue should take
}

// CacheQueue is one of a policy's lists.
type CacheQueue struct {
	Name  string
	Ghost bool // keys that are remembered only
	Len   int
	Slots []CacheSlot // the latest first, at most 64
}

// CacheSlot is a key in a queue.
type CacheSlot struct {
	Key   string
	Mark  int  // how often it was used, as far as the policy counts
	Hand  bool // the policy looks here first for the next to go
	Stale bool
}

// slotsShown is how many keys of each queue a screen gets.
const slotsShown = 64

func (p *cachePart) view(w *world, s *Snapshot) {
	now := w.sim.Now()
	sum := p.sum()
	v := Cache{Component: p.spec.Name, Policy: p.config.Policy, Strategy: string(p.config.Strategy), Placement: p.spec.Text("placement"),
		Capacity: int(p.config.Capacity), ByBytes: p.config.Bytes, TTL: p.config.TTL, Hits: sum.Hits, Misses: sum.Misses, HitRatio: p.recent(now),
		Evictions: sum.Evictions, StaleReads: sum.StaleReads, OriginReads: sum.Reads + p.aside.Reads, Coalesced: sum.Coalesced,
		Unwritten: sum.Unwritten, LostWrites: sum.LostWrites}
	for _, id := range p.ids {
		member := CacheNode{Node: w.sim.Name(id)}
		if n := p.node(w, id); n != nil {
			member.Up, member.Size, member.Bytes, member.Unwritten = true, n.Len(), n.Bytes(), n.Waiting()
			v.Size += n.Len()
			v.Bytes += n.Bytes()
			member.layout(n)
			for _, e := range n.Entries(100 - len(v.Entries)) {
				entry := CacheEntry{Key: e.Name, Value: e.Rows[0].Value, Age: now.Sub(e.Stored), Stale: e.Stale(), Absent: e.Rows[0].Absent}
				if len(e.Rows) > 1 {
					entry.Value, entry.Absent = noun.Count(len(e.Rows), "row"), false
				}
				if e.Expires != 0 {
					entry.ExpiresIn = max(0, e.Expires.Sub(now))
				}
				v.Entries = append(v.Entries, entry)
			}
		}
		v.Nodes = append(v.Nodes, member)
	}
	s.Caches = append(s.Caches, v)
}

func (m *CacheNode) layout(n *cache.Node) {
	var l policy.Layout[string]
	l, stale := n.Layout(slotsShown)
	m.Adapts, m.Target = l.Adapts, l.Target
	for _, q := range l.Queues {
		queue := CacheQueue{Name: q.Name, Ghost: q.Ghost, Len: q.Len}
		for _, slot := range q.Slots {
			queue.Slots = append(queue.Slots, CacheSlot{Key: slot.Key, Mark: slot.Mark, Hand: slot.Hand, Stale: !q.Ghost && stale(slot.Key)})
		}
		m.Queues = append(m.Queues, queue)
	}
}
