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
	if call.Request.Verb != request.Connect {
		return
	}
	up := socket.End{Node: call.Target, ID: call.ID}
	if !r.OK() {
		n.relay.Drop(up)
	} else if t := n.relay.Opened(up); t != nil {
		n.target(env, call.Target).load++
	}
}

// over takes a connection that was open off its member's load. One that ends
// before the member's answer was never a part of it: the request still is.
func (n *Node) over(t *socket.Tunnel) {
	if member := n.targets[t.Up.Node]; member != nil && t.Open {
		member.load--
	}
}

// pass sends a frame on.
func (n *Node) pass(env *sim.Env, m sim.Message, f *socket.Frame) {
	t, ended := n.relay.Pass(env, m.From, m.Operation, f)
	switch {
	case t == nil:
	case ended:
		n.over(t)
	default:
		n.sessions.Use(t.Session, env.Now(), n.config.Idle)
		if member := n.targets[t.Up.Node]; member != nil && n.config.Layer == 4 {
			member.used = env.Now()
		}
	}
}

// cut closes a connection that nothing passed for longer than the balancer
// waits. On layer 4 it forgets it, and tells nobody: it can't speak for either.
func (n *Node) cut(env *sim.Env, t sim.Timer) {
	if quiet := n.relay.Idle(env, t, n.config.Idle, n.config.Layer == 7); quiet != nil {
		n.stats.Cut++
		n.over(quiet)
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
