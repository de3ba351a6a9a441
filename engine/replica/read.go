package replica

import (
	"strings"

	"netsplit/engine/quorum"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// read asks every owner and answers with the newest of the first R records.
func (n *Node) read(env *sim.Env, m sim.Message, r *request.Request) {
	c := n.open(env, m, r)
	c.votes = quorum.Tracker{Need: need(r.Read, n.layout.Read, len(c.targets)), Of: len(c.targets)}
	c.entry.Key = r.Key
	c.replies = make([]Record, len(c.targets))
	n.waitFor(env, c)
	self := -1
	for i, t := range c.targets {
		if t == env.Self() {
			self = i
		} else {
			n.askRead(env, c, i)
		}
	}
	if self >= 0 { // last: it may be enough, and all are asked by then
		n.askRead(env, c, self)
	}
}

// askRead asks the i-th target, or looks here.
func (n *Node) askRead(env *sim.Env, c *coordination, i int) {
	for len(c.replies) < len(c.targets) {
		c.replies = append(c.replies, Record{})
	}
	if t := c.targets[i]; t != env.Self() {
		far := t != c.near
		n.sendLeg(env, legRead, far, t, c.operation, &Read{ID: c.id, Key: c.request.Key, Far: far})
		return
	}
	record, found := n.table.newest(c.request.Key)
	n.collect(env, c, i, found, record)
}

func (n *Node) replied(env *sim.Env, from sim.NodeID, r *Reply) {
	if c, ok := n.pending[r.ID]; ok && c.replies != nil {
		if i := c.index(from); i >= 0 {
			n.collect(env, c, i, r.Found, r.Entry.Record)
		}
	}
}

// collect takes a replica's answer into account.
func (n *Node) collect(env *sim.Env, c *coordination, i int, found bool, r Record) {
	if c.repair || !c.votes.Ack(i) {
		return // what is written back is decided; or a second copy of an answer
	}
	c.replies[i] = r
	if found {
		// After the answer this is too late for the client, not for the repair.
		c.entry.Record, c.found = Merge(c.entry.Record, r), true
	}
	if !c.answered && c.votes.State() == quorum.Won {
		n.enough(env, c)
	}
	if c.answered && c.votes.Waiting() == 0 {
		n.repairStale(env, c)
		n.close(env, c)
	}
}

// enough is reached with R answers.
func (n *Node) enough(env *sim.Env, c *coordination) {
	if n.layout.Repair == RepairSync && c.found {
		n.beginRepair(env, c)
		return
	}
	n.answerRead(env, c)
	if n.layout.Repair == RepairOff {
		n.close(env, c)
	}
}

func (n *Node) answerRead(env *sim.Env, c *coordination) {
	c.answered = true
	values := c.entry.Values()
	answer := &request.Response{ID: c.request.ID, Verb: request.Get, Key: c.request.Key,
		Found: len(values) > 0, Value: strings.Join(values, request.Bar), Version: c.entry.Version, Context: c.entry.Seen(), Body: c.request.Body}
	if len(values) > 1 {
		answer.Siblings = values
	}
	for _, s := range c.entry.Siblings {
		answer.Beside = append(answer.Beside, s.Version)
	}
	env.Send(c.client, c.operation, answer)
}

// beginRepair makes sure that W replicas hold the newest record before the
// client sees it.
func (n *Node) beginRepair(env *sim.Env, c *coordination) {
	c.repair = true
	c.holders = quorum.Tracker{Need: need(0, n.layout.Write, len(c.targets)), Of: len(c.targets)}
	for i := range c.targets {
		if c.votes.Acked(i) && Same(c.replies[i], c.entry.Record) {
			c.holders.Ack(i)
		}
	}
	if c.holders.State() != quorum.Won {
		message := &Write{ID: c.id, Entry: c.entry, Repair: true}
		for i, t := range c.targets {
			switch {
			case c.holders.Acked(i) || c.owed[i] != sim.Nobody:
				// A stand-in does not become a replica.
			case t == env.Self():
				n.apply(env, c.entry)
				c.holders.Ack(i)
			default:
				n.layout.Stats.ReadRepairs++
				env.Send(t, c.operation, message)
			}
		}
	}
	n.advanceRepair(env, c)
}

func (n *Node) advanceRepair(env *sim.Env, c *coordination) {
	if c.answered || c.holders.State() != quorum.Won {
		return
	}
	n.answerRead(env, c)
	n.close(env, c)
}

// repairStale sends the newest record to the replicas that answered with an
// older one.
func (n *Node) repairStale(env *sim.Env, c *coordination) {
	if c.replies == nil || c.entry.Version == (request.Version{}) {
		return
	}
	var stale []sim.NodeID
	message := &Write{Entry: c.entry, Repair: true}
	for i, t := range c.targets {
		if !c.votes.Acked(i) || c.owed[i] != sim.Nobody || !c.replies[i].Behind(c.entry.Record) {
			continue
		}
		stale = append(stale, t)
		if t == env.Self() {
			n.apply(env, c.entry)
		} else {
			env.Send(t, c.operation, message)
		}
	}
	if len(stale) > 0 {
		n.layout.Stats.ReadRepairs += len(stale)
		env.Note(c.operation, Repaired{Coordinator: env.Self(), Key: c.request.Key, Stale: stale})
	}
}
