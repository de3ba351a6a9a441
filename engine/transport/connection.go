package transport

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// connection is one end of a connection.
type connection struct {
	name
	config *Config
	local  uint64 // number in its host: of its timers
	peer   sim.NodeID
	client bool // this end opened it
	slot   int  // of the client's connections to that node

	round   int // of the handshake that is under way; 0: it is over
	begun   clock.Time
	again   bool // a step of the handshake was sent twice
	touched clock.Time
	owed    int // answers that one end waits for and the other has not given
	streams int // what stays open on it

	sender
	receiver
}

// sender keeps what was not acknowledged yet.
type sender struct {
	queue []outgoing // from the first segment that is not acknowledged on
	first uint64     // its number
	sent  int        // of the queue, those sent at least once
	end   uint64     // number of the next segment to be queued
	high  uint64     // number after the highest that was ever sent
	rto   rto
	window
	timer sim.TimerID
}

type outgoing struct {
	bytes int
	part  *part
	at    clock.Time
	sent  bool
	twice bool
}

const (
	mostQueued = 1 << 20 // segments of a connection
	mostTries  = 15      // time-outs in a row, then it is given up: what Linux does
)

// write queues a message. False: too much waits already.
func (c *connection) write(env *sim.Env, operation uint64, p sim.Payload) bool {
	count, last := pieces(p.Size())
	if len(c.queue)+count > mostQueued {
		return false
	}
	c.config.Stats.Messages++
	m := &part{message: p, operation: operation, first: c.end, count: count, sent: env.Now()}
	for i := range count {
		bytes := Payload
		if i == count-1 {
			bytes = last
		}
		c.queue = append(c.queue, outgoing{bytes: bytes, part: m})
	}
	c.end += uint64(count)
	c.flush(env)
	return true
}

// flush sends what the window allows.
func (c *connection) flush(env *sim.Env) {
	if c.round > 0 {
		return
	}
	for c.sent < len(c.queue) && c.sent < int(c.size) {
		c.sent++
		c.transmit(env, c.sent-1)
	}
	if c.timer == 0 && c.sent > 0 {
		c.arm(env)
	}
}

func (c *connection) arm(env *sim.Env) {
	env.Cancel(c.timer)
	c.timer = env.After(c.rto.now(), retransmitTimer, c.local)
}

func (c *connection) transmit(env *sim.Env, index int) {
	o := &c.queue[index]
	if o.sent {
		o.twice = true
		c.config.Stats.Retransmitted++
	}
	o.at, o.sent = env.Now(), true
	c.high = max(c.high, c.first+uint64(index)+1)
	c.touched = env.Now()
	c.put(env, &Segment{what: data, seq: c.first + uint64(index), bytes: o.bytes, part: o.part})
}

// put sends a packet of this connection.
func (c *connection) put(env *sim.Env, s *Segment) {
	s.config, s.name, s.ack = c.config, c.name, c.next
	operation := uint64(0)
	if s.part != nil {
		operation = s.part.operation
	}
	send(env, c.peer, operation, s)
}

func send(env *sim.Env, to sim.NodeID, operation uint64, s *Segment) {
	s.config.Stats.Packets++
	s.config.Stats.Bytes += s.Size()
	env.Send(to, operation, s)
}

// acknowledged takes a number up to which all came. pure: the packet had no data.
func (c *connection) acknowledged(env *sim.Env, ack uint64, pure bool) {
	flight := int(c.high - c.first)
	switch {
	case ack > c.high || ack < c.first:
		return
	case ack == c.first:
		if pure && c.sent > 0 && (c.recovering || c.first >= c.until) && c.duplicate(flight, c.high) {
			c.config.Stats.FastRetransmits++
			c.transmit(env, 0)
			c.arm(env)
		}
		c.flush(env)
		return
	}
	count := int(ack - c.first)
	if o := c.queue[count-1]; !o.twice {
		c.rto.sample(env.Now().Sub(o.at))
	}
	c.rto.doubled = 0
	clear(c.queue[:count])
	c.queue, c.first, c.sent = c.queue[count:], ack, max(0, c.sent-count)
	switch {
	case c.recovering && ack >= c.until:
		c.recovered()
	case c.recovering:
		c.partial(count)
		c.sent = max(c.sent, 1)
		c.transmit(env, 0)
	default:
		c.duplicates = 0
		c.grow(count)
	}
	env.Cancel(c.timer)
	c.timer = 0
	c.flush(env)
}

// overdue sends the first segment again. False: the other end is gone.
func (c *connection) overdue(env *sim.Env) bool {
	c.timer = 0
	c.config.Stats.TimedOut++
	if c.rto.doubled++; c.rto.doubled > mostTries {
		return false
	}
	if c.round > 0 {
		c.again = true
		c.config.Stats.Retransmitted++
		c.greet(env)
		return true
	}
	if c.sent == 0 {
		return true
	}
	// All that was under way counts as lost, and goes again as the window opens.
	c.collapse(c.sent)
	c.sent, c.until = 1, c.high
	c.transmit(env, 0)
	c.arm(env)
	return true
}

// greet takes the next step of the handshake.
func (c *connection) greet(env *sim.Env) {
	bytes := 0
	if c.round > 1 || c.config.Protocol == QUIC {
		bytes = hello
	}
	c.put(env, &Segment{what: open, round: c.round, bytes: bytes})
	c.arm(env)
}

// welcomed takes the answer to a step. True: the handshake is over.
func (c *connection) welcomed(env *sim.Env, round int) bool {
	if round != c.round {
		return false
	}
	env.Cancel(c.timer)
	c.timer = 0
	c.config.Stats.RoundTrips++
	if !c.again && round == 1 {
		c.rto.sample(env.Now().Sub(c.begun))
	}
	c.rto.doubled = 0
	if c.round++; c.round <= c.config.Protocol.rounds() {
		c.greet(env)
		return false
	}
	c.round = 0
	c.config.Stats.Handshakes++
	c.config.Stats.Setup.Record(env.Now().Sub(c.begun))
	c.flush(env)
	return true
}

// owedPatience is how many times longer a connection stays open while an answer
// is awaited, or at the end that did not open it: the other end may wait long
// between two tries.
const owedPatience = 20

// idle reports whether nothing is under way.
func (c *connection) idle(now clock.Time, after time.Duration) bool {
	if c.owed > 0 || !c.client {
		after *= owedPatience
	}
	return len(c.queue) == 0 && c.streams == 0 && now.Sub(c.touched) >= after
}
