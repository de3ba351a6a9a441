package proxy

import (
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// free gives back the place of one request of a user.
func (n *Node) free(user int) {
	if n.users[user]--; n.users[user] <= 0 {
		delete(n.users, user)
	}
}

// tunnel makes way for a connection that is to stay open.
func (n *Node) tunnel(env *sim.Env, p pending, call *request.Call) {
	if p.request.Verb == request.Connect {
		n.relay.Open(env, socket.End{Node: p.from, ID: p.request.ID}, socket.End{Node: call.Target, ID: call.ID}, p.request, n.config.Idle)
	}
}

// opened takes the answer to who wants such a connection. True: it is open, and
// keeps its user's place, and what it was lent of the pool, for as long.
func (n *Node) opened(call *request.Call, r request.Response, lent bool) bool {
	if call.Request.Verb != request.Connect {
		return false
	}
	up := socket.End{Node: call.Target, ID: call.ID}
	if !r.OK() {
		n.relay.Drop(up)
		return false
	}
	t := n.relay.Opened(up)
	if t != nil && lent {
		t.Lent = call.Request.Connection
	}
	return t != nil
}

// over gives back what a connection kept. One that ends before the server's
// answer kept nothing: the request still does.
func (n *Node) over(env *sim.Env, t *socket.Tunnel) {
	if !t.Open {
		return
	}
	n.free(t.User)
	if t.Lent != 0 {
		n.back(env, t.Lent)
	}
}

// pass sends a frame on. An open connection is one of its user's requests.
func (n *Node) pass(env *sim.Env, m sim.Message, f *socket.Frame) {
	t, ended := n.relay.Pass(env, m.From, m.Operation, f)
	switch {
	case t == nil:
	case ended:
		n.over(env, t)
	default:
		n.sessions.Use(t.Session, env.Now(), n.config.Idle)
	}
	if t != nil && !f.Up {
		n.stats.BytesBehind += f.Size()
		n.stats.BytesOut += f.Size()
	}
}

// cut closes a connection that nothing passed for longer than the proxy waits.
func (n *Node) cut(env *sim.Env, t sim.Timer) {
	if quiet := n.relay.Idle(env, t, n.config.Idle, true); quiet != nil {
		n.stats.Cut++
		n.over(env, quiet)
	}
}

// Tunnels counts the connections that stay open through it.
func (n *Node) Tunnels() int { return n.relay.Len() }

// Leave closes what stays open, before the node goes for good.
func (n *Node) Leave(env *sim.Env) { n.relay.CloseAll(env) }
