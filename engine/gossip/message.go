package gossip

import (
	"fmt"
	"strings"

	"netsplit/engine/sim"
)

// Bytes on the wire: the headers of IP and UDP with the ping's number, and a
// piece of news (member, state, incarnation).
const (
	header     = 36
	updateSize = 12
)

func size(list []Update) int { return header + updateSize*len(list) }

// with says how much news a message carries.
func with(what string, list []Update) string {
	if len(list) == 0 {
		return what
	}
	var states []string
	for _, u := range list[:min(len(list), 3)] {
		states = append(states, u.State.String())
	}
	return fmt.Sprintf("%s, with news of %d (%s)", what, len(list), strings.Join(states, ", "))
}

// Ping asks whether a member is there.
type Ping struct {
	Number uint64
	Join   bool // the sender is new: tell it who is there
	News   []Update
}

// Kind implements sim.Payload.
func (*Ping) Kind() string { return "swim-ping" }

// Size implements sim.Payload.
func (p *Ping) Size() int { return size(p.News) }

// String implements sim.Payload.
func (p *Ping) String() string {
	if p.Join {
		return with("I join: who is there?", p.News)
	}
	return with("are you there?", p.News)
}

// Ack says yes, or that another one did.
type Ack struct {
	Number uint64
	News   []Update
}

// Kind implements sim.Payload.
func (*Ack) Kind() string { return "swim-ack" }

// Size implements sim.Payload.
func (a *Ack) Size() int { return size(a.News) }

// String implements sim.Payload.
func (a *Ack) String() string { return with("yes", a.News) }

// PingThrough asks a member to ping another: the ping-req of the paper.
type PingThrough struct {
	Number uint64
	Target sim.NodeID
	News   []Update
}

// Kind implements sim.Payload.
func (*PingThrough) Kind() string { return "swim-ping-req" }

// Size implements sim.Payload.
func (p *PingThrough) Size() int { return size(p.News) + 4 }

// String implements sim.Payload.
func (p *PingThrough) String() string { return with("ping another one for me", p.News) }
