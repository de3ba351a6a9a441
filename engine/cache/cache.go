// Package cache is a cache component: a bounded memory of values in front of a
// store, with an eviction policy and a time to live.
//
// The strategy is cache-aside: the cache never talks to the store. Its user
// asks it, goes to the store on a miss, and puts the value in; on a write it
// deletes the key (see package service). So the cache can be wrong: a slow
// reader may put in a value that a writer has just replaced, and it stays
// until its time to live ends.
package cache

import (
	"fmt"
	"time"

	"netsplit/engine/cache/policy"
	"netsplit/engine/causal"
	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Config is what the operator chooses.
type Config struct {
	Policy   string
	Capacity int
	TTL      time.Duration // 0: entries never expire
	Time     network.Distribution
}

// Stats outlive the cache's memory.
type Stats struct {
	Hits, Misses, Evictions, Expired int
	Recent                           *metric.Ratio // hits among the gets of the last 10 s
}

// NewStats returns empty counts.
func NewStats() *Stats { return &Stats{Recent: metric.NewRatio(10 * time.Second)} }

// Entry is a cached value.
type Entry struct {
	Key, Value string
	Version    request.Version
	Context    causal.Context
	Stored     clock.Time
	Expires    clock.Time // 0: never
}

// Node is the cache process.
type Node struct {
	config  *Config
	stats   *Stats
	order   policy.Policy[string]
	entries map[string]Entry
}

// New returns an empty cache. Config and stats are shared with the operator,
// who may change the time to live while it runs.
func New(c *Config, s *Stats) (*Node, error) {
	order, err := policy.New[string](c.Policy, int64(c.Capacity))
	if err != nil {
		return nil, err
	}
	return &Node{config: c, stats: s, order: order, entries: map[string]Entry{}}, nil
}

// Init implements sim.Node. A cache starts cold: it has no disk.
func (n *Node) Init(*sim.Env) {}

// Timeout implements sim.Node. A cache sets no timers: entries expire when
// somebody looks.
func (n *Node) Timeout(*sim.Env, sim.Timer) {}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	r, ok := m.Payload.(*request.Request)
	if request.Answer(env, m) || !ok {
		return
	}
	answer := &request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key}
	switch r.Verb {
	case request.CacheGet:
		if e, hit := n.get(env, r.Key); hit {
			answer.Found, answer.Value, answer.Version, answer.Context = true, e.Value, e.Version, e.Context
		}
	case request.CacheSet:
		n.set(env, r)
	case request.CacheDelete:
		n.drop(r.Key)
	default:
		answer = request.Fail(r, request.Unsupported, "a cache-aside cache only keeps copies: ask the service in front of it", false)
	}
	env.SendAfter(n.config.Time.Sample(env.Rand()), m.From, m.Operation, answer)
}

func (n *Node) get(env *sim.Env, key string) (Entry, bool) {
	e, ok := n.entries[key]
	if ok && e.Expires != 0 && e.Expires <= env.Now() {
		n.drop(key)
		n.stats.Expired++
		ok = false
	}
	if ok {
		n.order.Get(key)
		n.stats.Hits++
	} else {
		n.stats.Misses++
	}
	n.stats.Recent.Record(env.Now(), ok)
	return e, ok
}

func (n *Node) set(env *sim.Env, r *request.Request) {
	for _, evicted := range n.order.Add(r.Key, 1) {
		delete(n.entries, evicted)
		n.stats.Evictions++
	}
	e := Entry{Key: r.Key, Value: r.Value, Version: r.Version, Context: r.Context, Stored: env.Now()}
	if n.config.TTL > 0 {
		e.Expires = env.Now().Add(n.config.TTL)
	}
	n.entries[r.Key] = e
}

func (n *Node) drop(key string) {
	n.order.Remove(key)
	delete(n.entries, key)
}

// Flush forgets everything and returns how many entries there were.
func (n *Node) Flush() int {
	size := len(n.entries)
	n.order.Clear()
	clear(n.entries)
	return size
}

// Forget drops one key and returns how many entries that were.
func (n *Node) Forget(key string) int {
	if _, ok := n.entries[key]; !ok {
		return 0
	}
	n.drop(key)
	return 1
}

// Entries are what it holds, the most recent first, at most limit.
func (n *Node) Entries(limit int) []Entry {
	keys := n.order.Keys()
	keys = keys[:min(limit, len(keys))]
	out := make([]Entry, len(keys))
	for i, k := range keys {
		out[i] = n.entries[k]
	}
	return out
}

// Len counts entries, expired ones that nobody looked at too.
func (n *Node) Len() int { return len(n.entries) }

// Detail is the node in a line.
func (n *Node) Detail() string {
	return fmt.Sprintf("%d of %d entries", len(n.entries), n.config.Capacity)
}
