package topic

import (
	"slices"

	"netsplit/engine/sim"
)

// roll keeps a buffer for each member of those subscribers whose every member
// gets a message. A member that has left takes its messages with it.
func (n *Node) roll() {
	for i, s := range n.config.Subscribers {
		if !s.Every {
			continue
		}
		members := n.caller.Members(s.Component)
		n.subscribers = slices.DeleteFunc(n.subscribers, func(o *subscriber) bool {
			return o.index == i && !slices.Contains(members, o.member)
		})
		for _, id := range members {
			if !slices.ContainsFunc(n.subscribers, func(o *subscriber) bool { return o.index == i && o.member == id }) {
				n.subscribers = append(n.subscribers, &subscriber{index: i, member: id})
			}
		}
	}
}

// left reports whether the only member that a push is for has gone.
func (n *Node) left(p *push) bool {
	s := n.config.Subscribers[p.to.index]
	return p.to.member != sim.Nobody && !slices.Contains(n.caller.Members(s.Component), p.to.member)
}
