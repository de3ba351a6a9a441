package feed

import "netsplit/engine/sim"

// Numbers gives updates their places in a feed, for all instances of a server
// together: numbers that grow with time, as those do that are made of a clock.
// A message of a topic has the same number at each instance that it is given to.
type Numbers struct {
	last   uint64
	known  map[message]uint64
	oldest []message
}

// message is one of a topic.
type message struct {
	from   sim.NodeID
	number uint64
}

// mostKnown bounds the messages that are remembered.
const mostKnown = 100_000

// Of is the place of something that a node has sent, with its own number for
// it; 0 is none.
func (n *Numbers) Of(from sim.NodeID, number uint64) uint64 {
	m := message{from, number}
	if at := n.known[m]; at > 0 && number > 0 {
		return at
	}
	n.last++
	if number == 0 {
		return n.last
	}
	if n.known == nil {
		n.known = map[message]uint64{}
	}
	if len(n.oldest) == mostKnown {
		delete(n.known, n.oldest[0])
		n.oldest = n.oldest[1:]
	}
	n.known[m] = n.last
	n.oldest = append(n.oldest, m)
	return n.last
}

// Last is the newest number.
func (n *Numbers) Last() uint64 { return n.last }
