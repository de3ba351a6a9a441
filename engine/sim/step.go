package sim

import (
	"time"

	"netsplit/engine/clock"
)

// launch puts a message into flight.
func (s *Simulation) launch(m Message) {
	var slot int32
	if n := len(s.free); n > 0 {
		slot = s.free[n-1]
		s.free = s.free[:n-1]
		s.slots[slot] = m
	} else {
		slot = int32(len(s.slots))
		s.slots = append(s.slots, m)
	}
	s.flying++
	s.queue.push(event{at: m.Due, node: m.To, kind: arrival, ref: uint64(slot)})
}

// land takes a message out of flight.
func (s *Simulation) land(slot uint64) Message {
	m := s.slots[slot]
	s.slots[slot] = Message{}
	s.free = append(s.free, int32(slot))
	s.flying--
	return m
}

// Next is the time of the next event.
func (s *Simulation) Next() (clock.Time, bool) {
	if len(s.queue.events) == 0 {
		return 0, false
	}
	return s.queue.events[0].at, true
}

// Step runs one event and reports whether there was one. Events that turn out
// void (a cancelled timer, a timer of an earlier life) are passed over.
func (s *Simulation) Step() bool {
	for len(s.queue.events) > 0 {
		e := s.queue.pop()
		if s.run(e) {
			s.processed++
			return true
		}
	}
	return false
}

// AdvanceTo runs all events up to and including t and sets the time to t.
// visit, if not nil, is called after each event; false stops there.
func (s *Simulation) AdvanceTo(t clock.Time, visit func() bool) {
	for {
		next, ok := s.Next()
		if !ok || next > t {
			break
		}
		e := s.queue.pop()
		if !s.run(e) {
			continue
		}
		s.processed++
		if visit != nil && !visit() {
			return
		}
	}
	s.now = max(s.now, t)
}

// SetTime moves the time forward without running anything: for replays, which
// know that nothing happened until then.
func (s *Simulation) SetTime(t clock.Time) { s.now = max(s.now, t) }

func (s *Simulation) run(e event) bool {
	p := s.processes[e.node]
	if e.kind == alarm {
		if _, void := s.cancelled[e.id]; void {
			delete(s.cancelled, e.id)
			return false
		}
		if e.epoch != p.epoch || p.state == Crashed || p.state == Gone {
			return false
		}
	}
	s.now = max(s.now, e.at)
	if p.state == Paused {
		s.hold(p, e)
		return true
	}
	if e.kind == alarm {
		s.observe(Record{Kind: Fired, Node: e.node, Peer: Nobody, Message: e.ref})
		p.node.Timeout(&p.env, Timer{ID: e.id, Kind: e.timer, Key: e.ref})
		return true
	}
	s.deliver(p, s.land(e.ref))
	return true
}

func (s *Simulation) deliver(p *process, m Message) {
	r := Record{Kind: Delivered, Node: m.To, Peer: m.From, Operation: m.Operation, Message: m.ID, Payload: m.Payload}
	if fault, blocked := s.network.Blocked(m.From, m.To); blocked {
		r.Kind, r.Reason, r.Fault = Dropped, DropCut, fault
	} else if p.state != Up {
		r.Kind, r.Reason, r.Fault = Dropped, DropCrashed, p.fault
		if p.state == Gone {
			r.Reason = DropGone
		}
	}
	s.observe(r)
	if r.Kind == Delivered {
		p.node.Receive(&p.env, m)
	}
}

// hold keeps an event for a paused node: its network buffers still fill, its
// timers are late.
func (s *Simulation) hold(p *process, e event) {
	if len(p.held) >= heldLimit && e.kind == arrival {
		m := s.land(e.ref)
		s.observe(Record{Kind: Dropped, Node: m.To, Peer: m.From, Operation: m.Operation, Message: m.ID, Payload: m.Payload, Reason: DropFull, Fault: p.fault})
		return
	}
	p.held = append(p.held, e)
}

// Start starts a stopped or crashed node, or resumes a paused one.
func (s *Simulation) Start(id NodeID) {
	p := s.processes[id]
	switch p.state {
	case Up, Gone:
		return
	case Paused:
		s.setState(id, Up, 0)
		for _, e := range p.held {
			e.at = s.now
			s.queue.push(e)
		}
		p.held = nil
		return
	}
	p.epoch++
	p.board(p.make())
	s.setState(id, Up, 0)
	p.node.Init(&p.env)
}

// Crash stops a node at once. Its memory is lost, its disk stays.
func (s *Simulation) Crash(id NodeID, fault int) { s.halt(id, Crashed, fault) }

// Remove takes a node out for good.
func (s *Simulation) Remove(id NodeID) { s.halt(id, Gone, 0) }

// Pause freezes a node: memory and buffers stay, nothing moves.
func (s *Simulation) Pause(id NodeID, fault int) {
	if s.processes[id].state == Up {
		s.setState(id, Paused, fault)
	}
}

// Wipe crashes a node and loses its disk.
func (s *Simulation) Wipe(id NodeID, fault int) {
	s.halt(id, Crashed, fault)
	s.processes[id].disk = Disk{}
}

func (s *Simulation) halt(id NodeID, state State, fault int) {
	p := s.processes[id]
	if p.state == Gone {
		return
	}
	p.board(nil)
	p.epoch++
	held := p.held
	p.held = nil
	s.setState(id, state, fault)
	for _, e := range held {
		if e.kind == arrival {
			s.deliver(p, s.land(e.ref)) // lost with the node's buffers
		}
	}
}

func (s *Simulation) setState(id NodeID, state State, fault int) {
	p := s.processes[id]
	p.state, p.since, p.fault = state, s.now, fault
	kind := Halted
	if state == Up {
		kind = Started
	}
	s.observe(Record{Kind: kind, Node: id, Peer: Nobody, State: state, Fault: fault})
}

// SetSlow delays every message the node sends from now on.
func (s *Simulation) SetSlow(id NodeID, d time.Duration) { s.processes[id].slow = d }

// SetSkew sets the error of the node's clock.
func (s *Simulation) SetSkew(id NodeID, d time.Duration) { s.processes[id].skew = d }
