package balancer

import (
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// connection is a user's open connection.
type connection struct {
	member sim.NodeID // layer 4: where it leads
	used   clock.Time
}

// connect reports whether a session has to set up a new connection, and
// counts it as used now.
func (n *Node) connect(env *sim.Env, session int) bool {
	c, ok := n.sessions[session]
	fresh := session == 0 || !ok || n.config.Idle > 0 && env.Now().Sub(c.used) > n.config.Idle
	if session == 0 {
		return fresh
	}
	if fresh {
		c = connection{member: sim.Nobody}
	}
	c.used = env.Now()
	n.remember(env, session, c)
	return fresh
}

// pinned is the member that a session's connection leads to. A new connection
// picks one; one whose member is gone or down breaks, and the user connects
// anew.
func (n *Node) pinned(env *sim.Env, healthy []sim.NodeID, r *request.Request) sim.NodeID {
	c, ok := n.sessions[r.Session]
	idle := n.config.Idle > 0 && env.Now().Sub(c.used) > n.config.Idle
	if !ok || idle || c.member == sim.Nobody || !slices.Contains(healthy, c.member) {
		c.member = n.pick(env, healthy, r)
	}
	c.used = env.Now()
	n.remember(env, r.Session, c)
	return c.member
}

// maxConnections bounds the table. When it is full the idle ones are closed.
const maxConnections = 100_000

func (n *Node) remember(env *sim.Env, session int, c connection) {
	if _, ok := n.sessions[session]; !ok && len(n.sessions) >= maxConnections {
		for s, o := range n.sessions { // order-free: drops all that are idle
			if env.Now().Sub(o.used) > n.config.Idle {
				delete(n.sessions, s)
			}
		}
		if len(n.sessions) >= maxConnections {
			clear(n.sessions)
		}
	}
	n.sessions[session] = c
}

// Connections counts open connections.
func (n *Node) Connections() int { return len(n.sessions) }
