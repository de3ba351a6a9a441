package balancer

import (
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Checks say how it is noticed that a member is down.
type Checks struct {
	Passive bool          // a request without an answer counts
	Every   time.Duration // between active checks; 0: none
	Timeout time.Duration
	Down    int // failed checks in a row until a member is out of service
	Up      int // passed ones until it is back
}

// checkBit marks the numbers of active checks among those of other probes.
const checkBit = 1 << 62

func (n *Node) startChecks(env *sim.Env) {
	if n.config.Checks.Every > 0 && !n.checking {
		n.checking = true
		env.After(n.config.Checks.Every, checkTimer, 0)
	}
}

// checkAll asks every member. Only the active one of a pair does.
func (n *Node) checkAll(env *sim.Env) {
	if n.config.Checks.Every <= 0 {
		n.checking = false // switched off meanwhile
		return
	}
	env.After(n.config.Checks.Every, checkTimer, 0)
	if !n.Active() {
		return
	}
	for _, t := range n.Targets(env) {
		n.next++
		id := n.next | checkBit
		n.checks[id] = t.ID
		env.Send(t.ID, 0, &request.Ping{ID: id})
		env.After(n.config.Checks.Timeout, checkDeadline, id)
	}
}

// checked takes the answer to a check; false: it answers something else.
func (n *Node) checked(env *sim.Env, p *request.Pong) bool {
	id, ok := n.checks[p.ID]
	if !ok {
		return p.ID&checkBit != 0 && p.ID>>63 == 0
	}
	delete(n.checks, p.ID)
	t := n.targets[id]
	if t == nil {
		return true // it was removed meanwhile
	}
	t.fails = 0
	t.passes++
	if t.out && t.passes >= n.config.Checks.Up {
		t.out, t.since = false, env.Now()
		env.Note(0, TargetUp{Balancer: env.Self(), Target: id, Passes: t.passes})
	}
	return true
}

func (n *Node) checkMissed(env *sim.Env, id uint64) {
	member, ok := n.checks[id]
	if !ok {
		return
	}
	delete(n.checks, id)
	t := n.targets[member]
	if t == nil {
		return
	}
	t.passes = 0
	t.fails++
	if !t.out && t.fails >= n.config.Checks.Down {
		t.out = true
		env.Note(0, TargetDown{Balancer: env.Self(), Target: member, Fails: t.fails})
	}
}
