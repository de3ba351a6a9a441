package primary

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// desk is a node's capacity: it works on a few requests at once, and the
// others wait in line.
type desk struct {
	busy  map[uint64]job
	line  []job
	began uint64
}

// job is a request that waits, or that is worked on.
type job struct {
	m     sim.Message
	r     *request.Request
	since clock.Time
}

// admit takes a request as soon as the node has capacity for it.
func (n *Node) admit(env *sim.Env, m sim.Message, r *request.Request) {
	c := &n.layout.Config
	if c.Work == nil || c.Work.Mean() == 0 && (c.RowWork == 0 || len(r.Keys) < 2) {
		n.count(env, r)
		n.serve(env, m, r)
		return
	}
	if len(n.desk.busy) < c.Concurrency {
		n.work(env, job{m, r, env.Now()})
		return
	}
	if len(n.desk.line) >= c.Queue {
		if g := n.leads(r.Key); g != nil {
			g.refused++
		}
		env.Send(m.From, m.Operation, request.Fail(r, request.Overloaded,
			fmt.Sprintf("%s works on %s, and %d more wait", env.Name(), noun.Count(len(n.desk.busy), "request"), len(n.desk.line)), false))
		n.left(env, m.From, r.ID)
		return
	}
	n.desk.line = append(n.desk.line, job{m, r, env.Now()})
}

// work begins with a request.
func (n *Node) work(env *sim.Env, j job) {
	waited := n.desk.begin(env, j, n.labour(env, j.r))
	if g := n.leads(j.r.Key); g != nil {
		g.waited += waited
	}
}

// begin takes a request out of the line for as long as it is worked on, and
// tells how long it waited.
func (k *desk) begin(env *sim.Env, j job, work time.Duration) (waited time.Duration) {
	if k.busy == nil {
		k.busy = map[uint64]job{}
	}
	k.began++
	k.busy[k.began] = j
	env.After(work, workTimer, k.began)
	waited = env.Now().Sub(j.since)
	if waited >= noteWait {
		env.Note(j.m.Operation, WaitedInLine{Node: env.Self(), Key: j.r.Key, Waited: waited, Line: len(k.line)})
	}
	return waited
}

// noteWait is from when on a wait is worth telling.
const noteWait = 5 * time.Millisecond

// worked has done the work of a request, and takes the next.
func (n *Node) worked(env *sim.Env, number uint64) {
	j, ok := n.desk.busy[number]
	if !ok {
		return
	}
	delete(n.desk.busy, number)
	for len(n.desk.line) > 0 && len(n.desk.busy) < n.layout.Concurrency {
		next := n.desk.line[0]
		n.desk.line = n.desk.line[1:]
		if request.DropLate(env, next.m.From, next.m.Operation, next.r) {
			n.left(env, next.m.From, next.r.ID)
			continue
		}
		n.work(env, next)
	}
	n.count(env, j.r)
	n.serve(env, j.m, j.r)
}

// count enters a request that the node takes for the keys that it leads.
func (n *Node) count(env *sim.Env, r *request.Request) {
	if g := n.leads(r.Key); g != nil {
		g.served++
		g.lately.Add(env.Now(), 1)
	}
}

// leads is the group of a key, if the node is a member of it.
func (n *Node) leads(key string) *Group {
	if g := n.layout.GroupOf(key); n.member(g) != nil {
		return g
	}
	return nil
}

// Served counts the requests that the nodes of a group took.
func (b *book) Served() int { return b.served }

// Rate is how many they took a second, lately.
func (b *book) Rate(now clock.Time) float64 { return b.lately.PerSecond(now) }

// Overloaded counts the requests that they refused for want of room.
func (b *book) Overloaded() int { return b.refused }

// Waited is how long requests waited in line, all together.
func (b *book) Waited() time.Duration { return b.waited }

// InLine is how many requests wait at the node.
func (n *Node) InLine() int { return len(n.desk.line) }

// WaitedInLine is the fact that a request waited for capacity.
type WaitedInLine struct {
	Node   sim.NodeID
	Key    string
	Waited time.Duration
	Line   int
}

// Sentence implements sim.Fact.
func (w WaitedInLine) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("the request for %q waited %s in line at %s; %d more wait there", w.Key, request.Span(w.Waited), name(w.Node), w.Line)
}

// Weight implements sim.Fact.
func (WaitedInLine) Weight() sim.Weight { return sim.Quiet }
