package transport

import (
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// receiver puts what arrives back in order.
type receiver struct {
	next    uint64               // the first segment that is missing
	early   map[uint64]*received // those after a gap
	done    map[uint64]bool      // QUIC: messages after a gap that were handed over, by first segment
	highest uint64               // first segment of the latest message handed over, plus 1
	came    clock.Time           // when the latest piece came of the message that is taken apart
}

type received struct {
	part *part
	at   clock.Time
}

// mostEarly bounds what is kept after a gap: twice the largest window.
const mostEarly = 2 * largestWindow

// accept takes a segment and returns the messages that are to be handed over
// now, in order.
func (c *connection) accept(env *sim.Env, s *Segment) []*part {
	c.touched = env.Now()
	_, known := c.early[s.seq]
	switch {
	case s.seq < c.next || known || len(c.early) >= mostEarly:
		return nil
	case s.seq > c.next:
		c.config.Stats.OutOfOrder++
		if c.early == nil {
			c.early, c.done = map[uint64]*received{}, map[uint64]bool{}
		}
	default:
		if len(c.early) == 0 { // the usual case: no gap
			c.next++
			c.came = env.Now()
			if last(s.part) == s.seq && !c.done[s.part.first] {
				return c.hand(env, s.part, env.Now(), nil)
			}
			return nil
		}
	}
	c.early[s.seq] = &received{part: s.part, at: env.Now()}
	var out []*part
	for r := c.early[c.next]; r != nil; r = c.early[c.next] {
		if c.came = max(c.came, r.at); r.part.first == c.next {
			c.came = r.at
		}
		if last(r.part) == c.next && !c.done[r.part.first] {
			out = c.hand(env, r.part, c.came, out)
		}
		if last(r.part) == c.next {
			delete(c.done, r.part.first)
		}
		delete(c.early, c.next)
		c.next++
	}
	if c.config.Protocol == QUIC && last(s.part) >= c.next && c.whole(s.part) {
		c.done[s.part.first] = true
		out = c.hand(env, s.part, env.Now(), out)
	}
	return out
}

// last is the number of a message's last segment.
func last(p *part) uint64 { return p.first + uint64(p.count) - 1 }

// whole reports whether all of a message is there.
func (c *connection) whole(p *part) bool {
	for seq := max(p.first, c.next); seq <= last(p); seq++ {
		if c.early[seq] == nil {
			return false
		}
	}
	return true
}

// hand counts a message that is handed over; at is when its last piece came.
func (c *connection) hand(env *sim.Env, p *part, at clock.Time, out []*part) []*part {
	s := c.config.Stats
	if p.first < c.highest {
		s.Disordered++
	}
	c.highest = max(c.highest, p.first+1)
	s.Delivered++
	s.Delay.Record(env.Now().Sub(p.sent))
	if wait := env.Now().Sub(at); wait > 0 {
		s.Blocked++
		s.Wait.Record(wait)
	}
	return append(out, p)
}

// datagrams puts the pieces of UDP messages together. A message of which a
// piece is missing is forgotten when many others have come.
type datagrams struct {
	open    []*assembly
	highest map[sim.NodeID]uint64 // the latest message of each sender
	seen    map[sim.NodeID][]uint64
}

type assembly struct {
	from sim.NodeID
	part *part
	got  []bool
	left int
}

const (
	mostOpen   = 256 // messages that wait for a piece
	remembered = 256 // messages of each sender, to know a copy for one
)

// accept takes a piece; true: its message is whole.
func (d *datagrams) accept(from sim.NodeID, s *Segment) bool {
	if s.part.count == 1 {
		return true
	}
	i := slices.IndexFunc(d.open, func(a *assembly) bool { return a.from == from && a.part == s.part })
	if i < 0 {
		if slices.Contains(d.seen[from], s.part.first) {
			return false // a copy of a piece that was used already
		}
		if len(d.open) == mostOpen {
			d.open = slices.Delete(d.open, 0, 1)
		}
		i = len(d.open)
		d.open = append(d.open, &assembly{from: from, part: s.part, got: make([]bool, s.part.count), left: s.part.count})
	}
	a := d.open[i]
	if a.got[s.seq] {
		return false
	}
	a.got[s.seq] = true
	if a.left--; a.left > 0 {
		return false
	}
	d.open = slices.Delete(d.open, i, i+1)
	return true
}

// count judges a message that is handed over: a copy, late, or neither.
func (d *datagrams) count(env *sim.Env, from sim.NodeID, s *Segment) {
	if d.highest == nil {
		d.highest, d.seen = map[sim.NodeID]uint64{}, map[sim.NodeID][]uint64{}
	}
	stats, number := s.config.Stats, s.part.first
	if slices.Contains(d.seen[from], number) {
		stats.Doubled++
		return
	}
	seen := append(d.seen[from], number)
	d.seen[from] = seen[max(0, len(seen)-remembered):]
	stats.Delivered++
	stats.Delay.Record(env.Now().Sub(s.part.sent))
	if number < d.highest[from] {
		stats.Disordered++
	}
	d.highest[from] = max(d.highest[from], number)
}
