package cache

import (
	"math/rand/v2"
	"time"

	"netsplit/engine/causal"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Entry is what the cache keeps under a name: the copy of one object, or of
// the result of a query, a page of objects.
type Entry struct {
	Name    string
	Rows    []Row
	Stored  clock.Time
	Expires clock.Time    // 0: never
	Cost    time.Duration // how long the read from the store took
	Size    int64         // bytes
}

// Row is a copy of one object.
type Row struct {
	Key, Value string
	Version    request.Version
	Context    causal.Context    // the writes that it stands for
	Siblings   []string          // where the store keeps several values
	Beside     []request.Version // and their versions
	Body       int
	Absent     bool       // the store had nothing
	StaleSince clock.Time // when a newer write was acknowledged; 0: it is the newest
}

func (r Row) size() int64 { return int64(len(r.Key) + len(r.Value) + r.Body) }

// row is the entry's copy of an object.
func (e *Entry) row(key string) *Row {
	for i := range e.Rows {
		if e.Rows[i].Key == key {
			return &e.Rows[i]
		}
	}
	return nil
}

// Stale reports whether some of it is older than an acknowledged write.
func (e *Entry) Stale() bool {
	for _, r := range e.Rows {
		if r.StaleSince != 0 {
			return true
		}
	}
	return false
}

// find is the entry that answers for a key, ended or not.
func (n *Node) find(key string) *Entry { return n.entries[n.name(key)] }

// lasts reports whether an entry may be given out; one that has ended for good
// is dropped.
func (n *Node) lasts(env *sim.Env, e *Entry) bool {
	if e.Expires == 0 || e.Expires > env.Now() {
		return true
	}
	if n.config.Stampede != StaleWhileRevalidate || e.Expires.Add(n.config.StaleFor) <= env.Now() {
		n.drop(e.Name)
		n.stats.Expired++
	}
	return false
}

// keep puts an entry in, in place of the one of that name.
func (n *Node) keep(env *sim.Env, name string, rows []Row, cost time.Duration) {
	e := &Entry{Name: name, Rows: rows, Stored: env.Now(), Cost: cost}
	if old := n.entries[name]; old != nil && cost == 0 {
		e.Cost = old.Cost // of somebody who brings it beside another: not known
	}
	ttl := n.config.TTL
	if len(rows) == 1 && rows[0].Absent {
		if ttl = n.config.Negative; ttl == 0 {
			n.drop(name)
			return
		}
	}
	if ttl > 0 {
		e.Expires = env.Now().Add(jittered(ttl, n.config.Jitter, env.Rand()))
	}
	for i := range rows {
		n.judge(&rows[i])
		e.Size += rows[i].size()
	}
	if old := n.entries[name]; old != nil && old.Size != e.Size && n.bytes {
		n.drop(name)
	}
	n.evict(n.order.Add(name, n.sizeOf(e)))
	if n.order.Contains(name) {
		n.entries[name] = e
	}
}

// judge finds out whether a copy misses an acknowledged write.
func (n *Node) judge(r *Row) {
	if at, stale := n.config.Judge.Since(r.Key, r.Version, r.Context, r.Absent); stale && r.StaleSince == 0 {
		r.StaleSince = at
	}
}

// Superseded tells the node's instruments that a write of a key was
// acknowledged: the copy, if there is one, may be wrong from now on.
func (n *Node) Superseded(key string) {
	if e := n.find(key); e != nil {
		if r := e.row(key); r != nil {
			n.judge(r)
		}
	}
}

// jittered spreads a time to live, so that what came in together does not end
// together.
func jittered(ttl time.Duration, jitter float64, r *rand.Rand) time.Duration {
	if jitter <= 0 {
		return ttl
	}
	factor := 1 + jitter*(2*r.Float64()-1)
	return max(time.Duration(float64(ttl)*factor).Round(time.Microsecond), time.Microsecond)
}

func (n *Node) drop(name string) bool {
	_, ok := n.entries[name]
	n.order.Remove(name)
	delete(n.entries, name)
	return ok
}

// invalidate drops the copy of a key, because it was written. What is on its
// way from the store may be older than the write, and is not kept.
func (n *Node) invalidate(key string) {
	name := n.name(key)
	if n.drop(name) {
		n.stats.Invalidations++
	}
	for _, f := range n.byName[name] {
		f.void = true
	}
}

// Forget drops what answers for one key and returns how many entries that was.
func (n *Node) Forget(key string) int {
	before := n.stats.Invalidations
	n.invalidate(key)
	dropped := n.stats.Invalidations - before
	n.stats.Invalidations = before // that was no write
	return dropped
}

// Flush forgets all copies and returns how many entries there were. Writes
// that wait for the store are no copies: they stay.
func (n *Node) Flush() int {
	size := len(n.entries)
	n.order.Clear()
	clear(n.entries)
	for _, flights := range n.byName { // order-free: all of them
		for _, f := range flights {
			f.void = true
		}
	}
	return size
}

// Entries are what it holds, as the policy orders them, at most limit.
func (n *Node) Entries(limit int) []*Entry {
	keys := n.order.Keys()
	keys = keys[:min(limit, len(keys))]
	out := make([]*Entry, 0, len(keys))
	for _, k := range keys {
		out = append(out, n.entries[k])
	}
	return out
}

// Len counts entries, expired ones that nobody looked at too.
func (n *Node) Len() int { return len(n.entries) }

// Bytes is the size of what it holds: keys, values and what comes with them.
func (n *Node) Bytes() int64 {
	if n.bytes {
		return n.order.Used()
	}
	sum := int64(0)
	for _, e := range n.entries { // order-free: a sum
		sum += e.Size
	}
	return sum
}
