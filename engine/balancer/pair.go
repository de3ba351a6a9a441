package balancer

import (
	"slices"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Pair is the address that balancers of a redundant pair share. One has it;
// the others stand by, ask it at an interval whether it is there, and take the
// address when it is silent. Everybody sees at once who has it, as with a
// gratuitous ARP in one network.
type Pair struct {
	Component string
	Directory *request.Directory
	holder    sim.NodeID
	members   []sim.NodeID
}

// NewPair returns the address of a component, held by its first member.
func NewPair(component string, d *request.Directory) *Pair {
	return &Pair{Component: component, Directory: d, holder: sim.Nobody}
}

// Join adds a member. The first one holds the address.
func (p *Pair) Join(id sim.NodeID) {
	p.members = append(p.members, id)
	if p.holder == sim.Nobody {
		p.holder = id
	}
	p.Directory.Set(p.Component, []sim.NodeID{p.holder})
}

// Leave takes a member out. If it has the address, the next one gets it at once.
func (p *Pair) Leave(id sim.NodeID) {
	p.members = slices.DeleteFunc(slices.Clone(p.members), func(o sim.NodeID) bool { return o == id })
	if p.holder == id {
		p.holder = p.members[0]
		p.Directory.Set(p.Component, []sim.NodeID{p.holder})
	}
}

// Holder is who has the address.
func (p *Pair) Holder() sim.NodeID { return p.holder }

// Active reports whether the node answers for the address.
func (n *Node) Active() bool { return n.pair.holder == n.id }

// pairBit marks the numbers of a standby's questions.
const pairBit = 1 << 61

func (n *Node) startPair(env *sim.Env) {
	n.id = env.Self()
	n.heard, n.watched = env.Now(), env.Now()
	if len(n.pair.members) > 1 {
		n.Watch(env)
	}
}

// Watch begins to watch the others, unless it does already.
func (n *Node) Watch(env *sim.Env) {
	if !n.watching {
		n.watching, n.heard, n.watched = true, env.Now(), env.Now()
		env.After(max(n.config.Takeover/3, 1), pairTimer, 0)
	}
}

// watchPair asks the holder whether it is there, and takes over when it has
// been silent for too long.
func (n *Node) watchPair(env *sim.Env) {
	if !slices.Contains(n.pair.members, n.id) {
		return // it was removed
	}
	env.After(max(n.config.Takeover/3, 1), pairTimer, 0)
	slept := env.Now().Sub(n.watched) > n.config.Takeover
	n.watched = env.Now()
	if n.Active() || slept { // who slept can't tell the holder's silence from its own
		n.heard = env.Now()
		return
	}
	if silent := env.Now().Sub(n.heard); silent >= n.config.Takeover {
		old := n.pair.holder
		n.pair.holder = env.Self()
		n.pair.Directory.Set(n.pair.Component, []sim.NodeID{env.Self()})
		n.stats.Takeovers++
		env.Note(0, TookOver{Balancer: env.Self(), From: old, Silent: silent})
		return
	}
	n.next++
	env.Send(n.pair.holder, 0, &request.Ping{ID: n.next | pairBit})
}

// pairAlive takes the holder's answer; false: it is another's.
func (n *Node) pairAlive(env *sim.Env, p *request.Pong) bool {
	if p.ID&pairBit == 0 || p.ID>>62 != 0 {
		return false
	}
	n.heard = env.Now()
	return true
}
