package replica

import (
	"slices"

	"netsplit/engine/causal"
	"netsplit/engine/quorum"
	"netsplit/engine/request"
	"netsplit/engine/ring"
	"netsplit/engine/sim"
)

// coordination is a client's request that the node sees through.
type coordination struct {
	id        uint64
	client    sim.NodeID
	request   *request.Request
	operation uint64
	targets   []sim.NodeID
	owed      []sim.NodeID // by target: the owner it stands in for, or Nobody
	near      sim.NodeID   // the replica it is beside, where legs have a far end
	votes     quorum.Tracker
	answered  bool
	timer     sim.TimerID

	entry   Entry // what is written, or what all that was read comes to
	found   bool
	replies []Record // by target: what it answered with (reads)
	repair  bool     // waits until enough replicas hold the entry
	holders quorum.Tracker
}

func (n *Node) coordinate(env *sim.Env, m sim.Message, r *request.Request) {
	if request.DropLate(env, m.From, m.Operation, r) {
		return
	}
	switch r.Verb {
	case request.Put, request.Delete:
		n.write(env, m, r)
	case request.Get:
		n.read(env, m, r)
	default:
		env.Send(m.From, m.Operation, request.Fail(r, request.Unsupported,
			"a leaderless store can't "+r.Verb.String()+": it has no one place that decides; put and get work", false))
	}
}

func (n *Node) open(env *sim.Env, m sim.Message, r *request.Request) *coordination {
	n.next = max(n.next, env.FirstNumber()) + 1
	c := &coordination{id: n.next, client: m.From, request: r, operation: m.Operation}
	c.targets = n.layout.Owners(ring.HashKey(r.Key), make([]sim.NodeID, 0, n.layout.Replicas))
	if r.Replicas > 0 && r.Replicas < len(c.targets) {
		env.Note(m.Operation, Narrowed{Key: r.Key, Part: slices.Clone(c.targets[:r.Replicas]), Rest: slices.Clone(c.targets[r.Replicas:])})
		c.targets = c.targets[:r.Replicas]
	}
	c.near = n.nearest(env, c.targets)
	c.owed = make([]sim.NodeID, len(c.targets))
	for i := range c.owed {
		c.owed[i] = sim.Nobody
	}
	n.replaceSuspects(env, c)
	n.pending[c.id] = c
	return c
}

func (n *Node) close(env *sim.Env, c *coordination) {
	env.Cancel(c.timer)
	c.timer, c.replies = 0, nil
	delete(n.pending, c.id)
}

func (c *coordination) index(id sim.NodeID) int {
	for i, t := range c.targets {
		if t == id {
			return i
		}
	}
	return -1
}

// write sends a new version to every owner and waits for W of them, and for
// every node that is about to become an owner.
func (n *Node) write(env *sim.Env, m sim.Message, r *request.Request) {
	c := n.open(env, m, r)
	owners := len(c.targets)
	for _, id := range n.layout.Future(ring.HashKey(r.Key), r.Replicas, c.targets, nil) {
		c.targets, c.owed = append(c.targets, id), append(c.owed, sim.Nobody)
	}
	c.votes = quorum.Tracker{Need: need(r.Write, n.layout.Write, owners) + len(c.targets) - owners, Of: len(c.targets)}
	c.entry = Entry{Key: r.Key, Record: n.newRecord(env, r)}
	for i := range c.targets {
		n.askOne(env, c, i)
	}
	if !c.answered {
		n.waitFor(env, c)
	}
}

// need is how many of those that take part must answer: as many as the request
// asks for, or the store's own number, and no more than there are.
func need(asked, own, of int) int {
	if asked > 0 {
		own = asked
	}
	return min(own, of)
}

// newRecord is a new version. No stamp is given out twice, even if the clock
// went back while the node was down. Dots need no disk: the numbers of a new
// life begin after all of the one before.
func (n *Node) newRecord(env *sim.Env, r *request.Request) Record {
	n.table.stamp = max(env.Clock(), n.table.stamp+1)
	record := Record{Value: r.Value, Deleted: r.Verb == request.Delete, Version: request.Version{Stamp: n.table.stamp, Node: env.Self()}}
	if n.layout.Versions == KeepSiblings {
		n.written[r.Key] = max(n.written[r.Key], env.FirstNumber()) + 1
		record.Dot, record.Context = causal.Dot{Node: env.Self(), Count: n.written[r.Key]}, r.Context
	}
	return record
}

// waitFor sets the coordinator's patience; in a sloppy quorum it looks for
// stand-ins when half of it is over.
func (n *Node) waitFor(env *sim.Env, c *coordination) {
	c.timer = env.After(n.layout.Timeout, coordinationTimer, c.id)
	if n.layout.Quorum == Sloppy {
		env.After(n.layout.Timeout/2, standInTimer, c.id)
	}
}

func (n *Node) acknowledged(env *sim.Env, from sim.NodeID, a *Ack) {
	c, ok := n.pending[a.ID]
	if !ok {
		return // it was answered already
	}
	if c.repair {
		c.holders.Ack(c.index(from))
		n.advanceRepair(env, c)
		return
	}
	c.votes.Ack(c.index(from))
	n.advanceWrite(env, c)
}

func (n *Node) advanceWrite(env *sim.Env, c *coordination) {
	if c.answered || c.votes.State() != quorum.Won {
		return
	}
	c.answered = true
	env.Send(c.client, c.operation, &request.Response{ID: c.request.ID, Verb: c.request.Verb, Key: c.request.Key,
		Found: true, Value: c.request.Value, Version: c.entry.Version, Dot: c.entry.Dot, Context: c.entry.Seen()})
	n.close(env, c)
}

// coordinationExpired gives up waiting: the client learns what was missing.
func (n *Node) coordinationExpired(env *sim.Env, id uint64) {
	c, ok := n.pending[id]
	if !ok {
		return
	}
	c.timer = 0
	if c.answered { // a read that went on collecting for its repair
		n.repairStale(env, c)
		n.close(env, c)
		return
	}
	votes := c.votes
	if c.repair {
		votes = c.holders
	}
	missed := QuorumMissed{Coordinator: env.Self(), Key: c.request.Key, Verb: c.request.Verb, Need: votes.Need,
		Waited: n.layout.Timeout, Repair: c.repair}
	for i, t := range c.targets {
		if votes.Acked(i) {
			missed.Answered = append(missed.Answered, t)
		} else {
			missed.Silent = append(missed.Silent, t)
		}
	}
	env.Note(c.operation, missed)
	env.Send(c.client, c.operation, request.Fail(c.request, request.NoQuorum, missed.Short(env.NameOf), c.request.Verb.Writes()))
	n.close(env, c)
}
