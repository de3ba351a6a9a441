package balancer

import (
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// tunnel makes way for a connection that is to stay open.
func (n *Node) tunnel(env *sim.Env, f forwarded, call *request.Call) {
	if f.request.Verb == request.Connect {
		n.relay.Open(env, socket.End{Node: f.from, ID: f.request.ID}, socket.End{Node: call.Target, ID: call.ID}, f.request, n.config.Idle)
	}
}

// opened takes a member's answer to who wants such a connection: as long as it
// is open it is a load on the member.
func (n *Node) opened(env *sim.Env, call *request.Call, r *request.Response) {
	up := socket.End{Node: call.Target, ID: call.ID}
	switch {
	case call.Request.Verb != request.Connect || !n.relay.Has(up):
	case r.OK():
		n.target(env, call.Target).load++
	default:
		n.relay.Drop(up)
	}
}

// pass sends a frame on.
func (n *Node) pass(env *sim.Env, m sim.Message, f *socket.Frame) {
	t, ended := n.relay.Pass(env, m.From, m.Operation, f)
	switch {
	case t == nil:
	case ended:
		n.target(env, t.Up.Node).load--
	default:
		n.sessions.Use(t.Session, env.Now(), n.config.Idle)
	}
}

// cut closes a connection that nothing passed for longer than the balancer
// waits. On layer 4 it forgets it, and tells nobody: it can't speak for either.
func (n *Node) cut(env *sim.Env, t sim.Timer) {
	if quiet := n.relay.Idle(env, t, n.config.Idle, n.config.Layer == 7); quiet != nil {
		n.stats.Cut++
		n.target(env, quiet.Up.Node).load--
	}
}

// Tunnels counts the connections that stay open through it.
func (n *Node) Tunnels() int { return n.relay.Len() }

// Leave closes what stays open, before the node goes for good. On layer 4 it can't
// speak for either end, and nobody is told.
func (n *Node) Leave(env *sim.Env) {
	if n.config.Layer == 7 {
		n.relay.CloseAll(env)
	}
}
