package transport

import (
	"fmt"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// what a packet is for.
type what uint8

const (
	open   what = iota // a step of the handshake, from the client
	opened             // its answer
	data
	acknowledgement
	fin
	reset
	datagram
)

var words = [...]string{"open", "opened", "data", "ack", "fin", "reset", "datagram"}

// name is a connection: who opened it, and the number it gave.
type name struct {
	client sim.NodeID
	number uint64
}

// Segment is a packet on the network.
type Segment struct {
	config *Config
	name   name
	what   what
	round  int    // of a handshake
	seq    uint64 // of data
	ack    uint64 // the first segment that is missing
	bytes  int
	part   *part
}

// part is a piece of a message. The pieces of one message share it.
type part struct {
	message   sim.Payload
	operation uint64
	first     uint64 // number of its first segment; of a datagram, its own
	count     int    // pieces
	sent      clock.Time
}

// pieces cuts a message: how many packets, and the bytes of the last.
func pieces(size int) (count, last int) {
	count = max(1, (size+Payload-1)/Payload)
	return count, size - (count-1)*Payload
}

// Kind implements sim.Payload.
func (s *Segment) Kind() string { return string(s.config.Protocol) + "-" + words[s.what] }

// Size implements sim.Payload.
func (s *Segment) Size() int { return header + s.bytes }

// String implements sim.Payload.
func (s *Segment) String() string {
	switch s.what {
	case open, opened:
		return fmt.Sprintf("connection %d, round trip %d of %d", s.name.number, s.round, s.config.Protocol.rounds())
	case data:
		return fmt.Sprintf("connection %d, segment %d: %s", s.name.number, s.seq, s.part.message)
	case acknowledgement:
		return fmt.Sprintf("connection %d, all before segment %d came", s.name.number, s.ack)
	case datagram:
		return fmt.Sprintf("piece %d of %d: %s", s.seq+1, s.part.count, s.part.message)
	}
	return fmt.Sprintf("connection %d ends", s.name.number)
}
