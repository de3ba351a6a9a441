// Package stream is a retained, partitioned log, as in Kreps, Narkhede and Rao,
// "Kafka: a Distributed Messaging System for Log Processing", NetDB 2011.
//
// A record that was appended stays until its retention is over, whoever has
// read it. So several groups of consumers read the same records, each at its
// own pace, and a group can go back and read again. What the broker keeps for a
// group is one offset a partition: the record to go on with. Records of one
// partition keep their order; the partition follows from the key.
//
// The members of a group share the partitions. When one joins, leaves or is not
// heard of for the session timeout, all partitions are taken back and shared
// anew; while that lasts nobody works, and what was done but not yet committed
// is done again by whoever gets the partition.
//
// There is one broker: partitions are not replicated.
package stream

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Config is what the operator chooses.
type Config struct {
	Partitions     int
	Retention      time.Duration // 0: for ever
	RetentionBytes int           // of a partition; 0: without limit
	SessionTimeout time.Duration
	RebalanceDelay time.Duration
	Time           network.Distribution
}

// Ledger is told of what was appended, and numbers it.
type Ledger interface {
	Appended(r Record, partition int) uint64
	// Expired is told of records that are no longer kept.
	Expired(partition int, records []Record)
	// Shared is told that a group goes on after a rebalance.
	Shared(group string, s Sharing)
}

// Sharing is the end of a rebalance.
type Sharing struct {
	At         clock.Time
	Generation int
	Because    sim.Fact
	Positions  []int64 // where the group goes on, by partition
}

// Stats outlive a crash.
type Stats struct {
	Appended, Delivered, Expired, Rebalances, Fenced int
	Skipped                                          int // records that a group never saw, because they expired
}

// Node is the stream's broker.
type Node struct {
	config *Config
	stats  *Stats
	ledger Ledger
	log    *Log
	groups map[string]*group
	names  []string // of the groups, in the order in which they came
}

const (
	shareTimer uint8 = iota
	reapTimer
	expireTimer
)

// groupsLimit bounds the consumer groups of a stream.
const groupsLimit = 1000

// New returns a broker.
func New(c *Config, s *Stats, l Ledger) *Node {
	return &Node{config: c, stats: s, ledger: l, groups: map[string]*group{}}
}

// Init implements sim.Node.
func (n *Node) Init(env *sim.Env) {
	log, ok := env.Disk().Content.(*Log)
	if !ok {
		log = newLog(n.config.Partitions)
		env.Disk().Content = log
	}
	n.log = log
	n.reap(env)
	env.After(expireEvery, expireTimer, 0)
}

const expireEvery = time.Second

func (n *Node) group(name string) *group {
	g := n.groups[name]
	if g == nil {
		g = &group{name: name, members: map[sim.NodeID]*member{}}
		n.groups[name] = g
		if len(n.names) < groupsLimit {
			n.names = append(n.names, name)
		}
	}
	return g
}

func (n *Node) index(name string) uint64 {
	for i, o := range n.names {
		if o == name {
			return uint64(i)
		}
	}
	return 0
}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Request:
		n.receive(env, request.Incoming{From: m.From, Operation: m.Operation, Request: p})
	case *Beat:
		n.beat(env, m.From, p)
	case *Leave:
		n.remove(env, n.group(p.Group), m.From, 0)
	case *Released:
		n.released(env, m.From, p)
	case *Fetch:
		n.fetch(env, m.From, p)
	case *Commit:
		n.commit(n.group(p.Group), m.From, p.Generation, p.At)
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case shareTimer:
		n.share(env, n.groups[n.names[t.Key]])
	case reapTimer:
		n.reap(env)
	case expireTimer:
		n.expire(env)
		env.After(expireEvery, expireTimer, 0)
	}
}

// receive appends a record to its partition.
func (n *Node) receive(env *sim.Env, in request.Incoming) {
	r := in.Request
	if request.DropLate(env, in.From, in.Operation, r) {
		return
	}
	if !r.Verb.Gives() {
		in.Fail(env, request.Unsupported, "a stream takes records only: append "+env.Name()+" BODY", 0)
		return
	}
	at := n.log.place(r.Terms.Key)
	p := n.log.Partitions[at]
	record := Record{Offset: p.End(), Operation: in.Operation, Body: r.Value, Terms: r.Terms, Appended: env.Now(), Happened: max(0, env.Now().Add(-r.Terms.Late))}
	record.Number = n.ledger.Appended(record, at)
	p.Records = append(p.Records, record)
	p.Bytes += record.size()
	n.stats.Appended++
	env.SendAfter(n.config.Time.Sample(env.Rand()), in.From, in.Operation,
		&request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key, Found: true, Value: r.Value, Job: record.Number})
	for _, name := range n.names {
		n.wake(env, n.groups[name], at)
	}
}

// fetch answers with records, as soon as there are any.
func (n *Node) fetch(env *sim.Env, from sim.NodeID, f *Fetch) {
	g := n.group(f.Group)
	m := g.members[from]
	if m == nil || g.sharing || f.Generation != g.generation || f.From.Partition < 0 || f.From.Partition >= len(n.log.Partitions) {
		return // it will hear of the new generation
	}
	m.heard = env.Now()
	p := n.log.Partitions[f.From.Partition]
	records := p.from(f.From.Offset, f.Most)
	if len(records) == 0 {
		kept := g.fetches[:0]
		for _, w := range g.fetches {
			if w.fetch.From.Partition != f.From.Partition {
				kept = append(kept, w)
			}
		}
		g.fetches = append(kept, waiting{from, f})
		return
	}
	if gone := records[0].Offset - f.From.Offset; gone > 0 {
		n.stats.Skipped += int(gone)
		env.Note(0, Gone{Stream: env.Self(), Group: f.Group, Partition: f.From.Partition, Records: int(gone)})
	}
	n.stats.Delivered += len(records)
	env.SendAfter(n.config.Time.Sample(env.Rand()), from, records[0].Operation,
		&Batch{Generation: g.generation, From: f.From, Records: append([]Record(nil), records...)})
}

// wake answers a fetch that waits for records of a partition.
func (n *Node) wake(env *sim.Env, g *group, partition int) {
	for i, w := range g.fetches {
		if w.fetch.From.Partition == partition {
			g.fetches = append(g.fetches[:i], g.fetches[i+1:]...)
			n.fetch(env, w.member, w.fetch)
			return
		}
	}
}

func (n *Node) expire(env *sim.Env) {
	for i, p := range n.log.Partitions {
		if gone := p.expire(env.Now(), n.config.Retention, n.config.RetentionBytes); len(gone) > 0 {
			n.stats.Expired += len(gone)
			n.ledger.Expired(i, gone)
		}
	}
}

// Replay sets a group back, or ahead, to an offset in every partition, or to
// the first record of a time or later (offset below 0). Its members share the
// partitions anew and go on from there.
func (n *Node) Replay(env *sim.Env, name string, offset int64, since clock.Time) {
	at := n.log.Positions(name)
	for i, p := range n.log.Partitions {
		to := offset
		if offset < 0 {
			to = p.since(since)
		}
		at[i] = min(max(to, p.First), p.End())
	}
	n.rebalance(env, n.group(name), Replayed{Stream: env.Self(), Group: name})
}

// Members are who shares a group's partitions now, with what each has.
func (n *Node) Members(name string) (ids []sim.NodeID, partitions [][]int, sharing bool) {
	g := n.groups[name]
	if g == nil {
		return nil, nil, false
	}
	ids = g.order()
	for _, id := range ids {
		partitions = append(partitions, g.members[id].partitions)
	}
	return ids, partitions, g.sharing
}

// Look returns the log on a broker's disk; nil if there is none.
func Look(d *sim.Disk) *Log {
	l, _ := d.Content.(*Log)
	return l
}

// Detail is the node in a line.
func (n *Node) Detail() string {
	records := 0
	for _, p := range n.log.Partitions {
		records += len(p.Records)
	}
	return fmt.Sprintf("%s in %s, %s", noun.Count(records, "record"), noun.Count(len(n.log.Partitions), "partition"), noun.Count(len(n.names), "group"))
}
