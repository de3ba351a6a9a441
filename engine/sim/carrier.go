package sim

import "time"

// Carrier is a node with another one inside: it decides how what the inner one
// sends travels, as a transport does for a program. The simulation calls the
// carrier; whoever looks at the node from outside sees the inner one.
type Carrier interface {
	Node
	// Inside is the node that does the work.
	Inside() Node
	// Carry is given what is about to be sent after d. False: the network takes
	// it as it is. What the carrier itself sends comes by here too.
	Carry(env *Env, d time.Duration, to NodeID, operation uint64, p Payload) bool
}

// board puts a node that has just been made into its process.
func (p *process) board(n Node) {
	p.node, p.inside, p.carrier = n, n, nil
	if c, ok := n.(Carrier); ok {
		p.inside, p.carrier = c.Inside(), c
	}
}
