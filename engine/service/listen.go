package service

import (
	"fmt"

	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// listen hands a request of somebody who listens to the feed, once the work on
// it is done. It keeps its slot as long as it is held there, if those are held.
func (n *Node) listen(env *sim.Env, j *job) {
	if n.feed == nil {
		n.refuse(env, j, request.Unsupported, env.Name()+" has no updates: nobody can listen to it")
		n.leave(env, j)
		return
	}
	n.stats.Served++
	if stays := n.feed.Ask(env, j.from, j.operation, j.request, j.id); !stays || !n.config.Feed.Slots {
		n.leave(env, j)
	}
}

// frame takes what came on an open connection.
func (n *Node) frame(env *sim.Env, from sim.NodeID, f *socket.Frame) {
	if n.feed == nil {
		socket.Refuse(env, from, f)
		return
	}
	n.feed.Receive(env, from, f)
}

// Release implements feed.Host.
func (n *Node) Release(env *sim.Env, slot uint64) {
	if j := n.busy[slot]; j != nil {
		n.leave(env, j)
	}
}

// Working implements feed.Host.
func (n *Node) Working() int {
	working := len(n.busy) + len(n.waiting)
	if n.config.Feed.Slots {
		working -= n.feed.Open()
	}
	return max(working, 0)
}

// publish makes what was written an update for all who listen here.
func (n *Node) publish(env *sim.Env, j *job) {
	r := j.request
	if n.feed == nil || !r.Verb.Writes() || !j.answer.OK() {
		return
	}
	u := request.Update{Value: r.Value, Body: r.Body, Operation: j.operation, Published: env.Now()}
	if r.Made > 0 {
		u.Published = r.Made
	}
	u.Number = n.config.Feed.Numbers.Of(j.from, r.Number)
	n.feed.Publish(env, u)
}

// Listeners counts what is held and open.
func (n *Node) Listeners() int {
	if n.feed == nil {
		return 0
	}
	return n.feed.Open()
}

// Memory is what connections and updates take, in bytes.
func (n *Node) Memory() int {
	if n.feed == nil {
		return 0
	}
	return n.feed.Memory()
}

// Kept counts the updates that it has.
func (n *Node) Kept() int {
	if n.feed == nil {
		return 0
	}
	return n.feed.Kept()
}

// Drain ends what is held and open: the instance is to go.
func (n *Node) Drain(env *sim.Env) {
	if n.feed != nil {
		n.feed.Drain(env)
	}
}

// listening is the end of the line that says what a node does.
func (n *Node) listening() string {
	if n.feed == nil {
		return ""
	}
	return fmt.Sprintf(", %d listen", n.feed.Open())
}

// Retime has another idle time act on the connections that are open.
func (n *Node) Retime(env *sim.Env) {
	if n.feed != nil {
		n.feed.Retime(env)
	}
}
