package balancer

import (
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// target is what the balancer knows of a member.
type target struct {
	id     sim.NodeID
	load   int        // requests under way
	recent float64    // moving average of latency, in seconds
	heard  clock.Time // when that was last measured
	credit float64    // of the round robin
	since  clock.Time // when it was last taken into service
	fails  int
	passes int
	out    bool // the active checks say that it is down, or have not passed yet

	used     clock.Time // layer 4: when a connection to it was last used, or never
	draining bool       // it was removed, and may finish what it has
}

// trustAll takes the members that are there when the balancer starts for
// healthy: there is nobody else to ask.
func (n *Node) trustAll(env *sim.Env) {
	for _, t := range n.Targets(env) {
		n.targets[t.ID].since, n.targets[t.ID].out = never, false
	}
}

// target is the record of a member, made when it is first seen. One that comes
// later has to pass the active checks first.
func (n *Node) target(env *sim.Env, id sim.NodeID) *target {
	t, ok := n.targets[id]
	if !ok {
		t = &target{id: id, since: env.Now(), out: n.config.Checks.Every > 0, used: never}
		n.targets[id] = t
	}
	return t
}

// never is so long ago that a slow start is over.
const never clock.Time = -1 << 50

// ended notes that a request came back, or did not.
func (t *target) ended(now clock.Time, took time.Duration) {
	t.load--
	const weight = 0.2 // of the latest, when the one before is recent too
	kept := (1 - weight) * t.memory(now)
	if t.recent == 0 {
		kept = 0
	}
	t.recent, t.heard = kept*t.recent+(1-kept)*took.Seconds(), now
}

// memory is how much an old measurement still counts: half after a second.
// Without that a member that was slow once would never be asked again, and
// nobody would learn that it has recovered.
func (t *target) memory(now clock.Time) float64 {
	return 1 / (1 + now.Sub(t.heard).Seconds())
}

// least is the share that a member starts with, of its full one.
const leastShare = 0.1

// share is how much of the traffic a member should get: its weight, and less
// while it warms up.
func (n *Node) share(env *sim.Env, t *target) float64 {
	share := 1.0
	if n.config.Policy == Weighted {
		share = n.weight(t.id)
	}
	if warm := n.config.SlowStart; warm > 0 {
		if age := env.Now().Sub(t.since); age < warm {
			share *= max(leastShare, age.Seconds()/warm.Seconds())
		}
	}
	return share
}

// weight is the configured one: the members take the list in turn.
func (n *Node) weight(id sim.NodeID) float64 {
	if len(n.config.Weights) == 0 {
		return 1
	}
	i := slices.Index(n.caller.Members(n.config.To), id)
	for _, r := range n.config.Routes {
		if i < 0 {
			i = slices.Index(n.caller.Members(r.To), id)
		}
	}
	return n.config.Weights[max(i, 0)%len(n.config.Weights)]
}

// healthy lists the members that may get requests. If none may, all do: it is
// better to try than to refuse.
func (n *Node) healthy(env *sim.Env, to string) []sim.NodeID {
	members := n.caller.Members(to)
	var out []sim.NodeID
	for _, id := range members {
		t := n.target(env, id)
		if t.out || n.config.Checks.Passive && n.caller.Suspected(id) {
			continue
		}
		out = append(out, id)
	}
	if len(out) == 0 {
		return members
	}
	n.noteReturns(env, members)
	return out
}

// noteReturns begins the slow start of members that were suspected and are
// not any more.
func (n *Node) noteReturns(env *sim.Env, members []sim.NodeID) {
	if !n.config.Checks.Passive {
		return
	}
	for _, id := range members {
		t := n.target(env, id)
		suspected := n.caller.Suspected(id)
		if t.fails > 0 && !suspected && n.config.Checks.Every == 0 {
			t.fails, t.since = 0, env.Now()
		} else if suspected && t.fails == 0 {
			t.fails = 1
		}
	}
}

// Target is what a screen shows of a member.
type Target struct {
	ID      sim.NodeID
	Healthy bool
	Load    int
	Share   float64
	Recent  time.Duration // average latency
}

// Targets are the members of every component that it sends to, in order.
func (n *Node) Targets(env *sim.Env) []Target {
	components := []string{}
	if n.config.To != "" {
		components = append(components, n.config.To)
	}
	for _, r := range n.config.Routes {
		if !slices.Contains(components, r.To) {
			components = append(components, r.To)
		}
	}
	var out []Target
	for _, c := range components {
		for _, id := range n.caller.Members(c) {
			t := n.target(env, id)
			out = append(out, Target{ID: id, Load: t.load, Share: n.share(env, t), Recent: time.Duration(t.recent * float64(time.Second)),
				Healthy: !t.out && (!n.config.Checks.Passive || !n.caller.Suspected(id))})
		}
	}
	return out
}

// Loads gives what counts as each member's load, and what is open to it: its
// requests, and the connections that stay open. They are the same.
func (n *Node) Loads() (counted, open map[sim.NodeID]int) {
	counted, open = map[sim.NodeID]int{}, map[sim.NodeID]int{}
	for id, t := range n.targets { // order-free: a copy
		counted[id] = t.load
	}
	n.caller.Each(func(c *request.Call) { open[c.Target]++ })
	n.relay.Each(func(t *socket.Tunnel) {
		if t.Open {
			open[t.Up.Node]++
		}
	})
	return counted, open
}
