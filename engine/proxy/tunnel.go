package proxy

import (
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// stays reports whether a request leaves a connection open behind it.
func (p pending) stays() bool { return p.request.Verb == request.Connect && p.answer.OK() }

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

func (n *Node) opened(call *request.Call, r request.Response) {
	if call.Request.Verb == request.Connect && !r.OK() {
		n.relay.Drop(socket.End{Node: call.Target, ID: call.ID})
	}
}

// pass sends a frame on. An open connection is one of its user's requests.
func (n *Node) pass(env *sim.Env, m sim.Message, f *socket.Frame) {
	t, ended := n.relay.Pass(env, m.From, m.Operation, f)
	switch {
	case t == nil:
	case ended:
		n.free(t.User)
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
		n.free(quiet.User)
	}
}

// Tunnels counts the connections that stay open through it.
func (n *Node) Tunnels() int { return n.relay.Len() }

// Leave closes what stays open, before the node goes for good.
func (n *Node) Leave(env *sim.Env) { n.relay.CloseAll(env) }
