// Package transport carries the requests of a client and their answers over
// TCP, TLS, QUIC or UDP, so that the price of each can be measured.
//
// A Host stands around a node and takes what the node sends. UDP (RFC 768) cuts
// a message into packets and hopes. TCP (RFC 9293) first shakes hands, then
// numbers the segments of a connection; the other end acknowledges all that came
// without a gap, and what is missing is sent again: after three acknowledgements
// that say the same (fast retransmit, RFC 5681 and 6582), or when a time-out ends
// (RFC 6298). Messages come out in the order they went in, so a lost segment
// holds up all that came after it. TLS 1.3 (RFC 8446) adds a round trip to the
// handshake. QUIC (RFC 9000) needs one in all, and every request is a stream of
// its own: a lost packet holds up only the request that it belongs to.
//
// What is left out: sequence numbers count segments and not bytes, each segment
// is acknowledged at once, there are no selective acknowledgements, and the
// receiver's window never closes. A connection carries many requests at once, as
// HTTP/2 does.
package transport

import (
	"time"

	"netsplit/engine/metric"
)

// Protocol is how messages travel.
type Protocol string

// The protocols.
const (
	UDP  Protocol = "udp"
	TCP  Protocol = "tcp"
	TLS  Protocol = "tls"
	QUIC Protocol = "quic"
)

// rounds is how many round trips pass before the first request may be sent.
func (p Protocol) rounds() int {
	switch p {
	case UDP:
		return 0
	case TLS:
		return 2
	}
	return 1
}

const (
	// Payload is what a packet holds: an Ethernet frame of 1500 bytes without
	// the headers of IP and TCP.
	Payload = 1460
	header  = 40
	hello   = 250  // bytes of a handshake's message from the client
	papers  = 2500 // of the server's, with a certificate
)

// Config is what a client chooses for its connections.
type Config struct {
	Protocol    Protocol
	Connections int  // that its requests to one node are spread over
	KeepAlive   bool // else every request has a connection of its own
	LeastRTO    time.Duration
	Stats       *Stats
}

// Stats count both directions of all connections of a client, over a whole run.
type Stats struct {
	Packets, Bytes  int // sent, acknowledgements and handshakes among them
	Lost            int // of them, by the network
	Retransmitted   int
	FastRetransmits int // of those, because of three equal acknowledgements
	TimedOut        int // times that a time-out for retransmission ended
	OutOfOrder      int // segments that came after a gap
	Handshakes      int // connections that were made
	RoundTrips      int // of handshakes, and one a request
	Resets          int // connections that ended because the other end had gone
	Open            int // connections of the clients, now
	Messages        int // requests and answers that were sent
	Delivered       int // messages that arrived, copies not counted
	Doubled         int // copies that were handed over
	Disordered      int // messages handed over after one that was sent later
	Blocked         int // messages that were there and waited for an earlier one
	Setup           metric.Histogram
	Delay           metric.Histogram // of messages, from sending to handing over
	Wait            metric.Histogram // of those blocked, for earlier ones
}

// Dropped counts a packet that the network lost.
func Dropped(p any) {
	if s, ok := p.(*Segment); ok {
		s.config.Stats.Lost++
	}
}
