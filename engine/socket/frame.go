// Package socket is a connection that stays open, as a websocket (RFC 6455) and
// a stream of server-sent events are: who listens asks once, and the server
// sends what is new when it happens.
//
// A Frame travels on it. Whoever stands between passes it on by a Relay. The end
// that listens has an Inlet, which puts the frames into the order in which they
// were sent: below a websocket is TCP. A frame that is lost for good breaks the
// connection, as it would when TCP gives up.
//
// Nobody is told when the other end crashes or the network between is cut: an
// end that only waits can't tell silence from death. So somebody has to ask
// (ping), or to write.
package socket

import (
	"fmt"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// What a frame is.
type What uint8

// The frames.
const (
	Data What = iota
	Ping
	Pong
	Close
)

var words = [...]string{"frame", "socket-ping", "socket-pong", "socket-close"}

// Frame travels on an open connection. It has the number of the request that
// opened it, which on each part of the way is another one.
type Frame struct {
	ID     uint64
	Up     bool // from who listens
	What   What
	Seq    uint64 // how many data frames the server has sent, with this one
	Update *request.Update
	Reason string // Close: why
}

// headers are those of a frame, as in RFC 6455, section 5.2: what the server
// sends has no mask.
const (
	headerDown = 4
	headerUp   = 8
)

// Kind implements sim.Payload.
func (f *Frame) Kind() string { return words[f.What] }

// Size implements sim.Payload.
func (f *Frame) Size() int {
	size := headerDown
	if f.Up {
		size = headerUp
	}
	if f.Update != nil {
		size += f.Update.Size()
	}
	return size
}

// String implements sim.Payload.
func (f *Frame) String() string {
	switch f.What {
	case Data:
		return fmt.Sprintf("update %d: %s", f.Update.Number, f.Update.Value)
	case Ping:
		return "are you there?"
	case Pong:
		return "here"
	}
	return "the connection ends: " + f.Reason
}

// Refuse answers a frame of a connection that the node does not know, as TCP
// answers with a reset.
func Refuse(env *sim.Env, from sim.NodeID, f *Frame) {
	if f.What != Close {
		env.Send(from, 0, &Frame{ID: f.ID, Up: !f.Up, What: Close, Reason: env.Name() + " does not know this connection"})
	}
}
