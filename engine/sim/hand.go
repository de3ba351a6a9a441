package sim

import "netsplit/engine/clock"

// find is where the next arrival of a message is in the queue. Of two copies it
// is the one that is due first.
func (s *Simulation) find(message uint64) (int, bool) {
	best := -1
	for i, e := range s.queue.events {
		if e.kind == arrival && s.slots[e.ref].ID == message && (best < 0 || e.before(s.queue.events[best])) {
			best = i
		}
	}
	return best, best >= 0
}

// remove takes an event out of the middle of the queue.
func (q *queue) remove(i int) event {
	e := q.events[i]
	last := len(q.events) - 1
	moved := q.events[last]
	q.events = q.events[:last]
	if i == last {
		return e
	}
	q.events[i] = moved
	q.sift(i)
	return e
}

// sift restores the order of the heap around an event that was put at i.
func (q *queue) sift(i int) {
	for i > 0 {
		parent := (i - 1) / 4
		if !q.events[i].before(q.events[parent]) {
			break
		}
		q.events[i], q.events[parent] = q.events[parent], q.events[i]
		i = parent
	}
	for n := len(q.events); ; {
		least := i
		for c := 4*i + 1; c < min(4*i+5, n); c++ {
			if q.events[c].before(q.events[least]) {
				least = c
			}
		}
		if least == i {
			return
		}
		q.events[i], q.events[least] = q.events[least], q.events[i]
		i = least
	}
}

// DeliverNow makes a message arrive at once. False: it is not in flight.
func (s *Simulation) DeliverNow(message uint64) bool {
	i, ok := s.find(message)
	if !ok {
		return false
	}
	e := s.queue.remove(i)
	e.at = s.now
	s.run(e)
	s.processed++
	return true
}

// DropNow loses a message that is in flight, on account of a fault.
func (s *Simulation) DropNow(message uint64, fault int) bool {
	i, ok := s.find(message)
	if !ok {
		return false
	}
	m := s.land(s.queue.remove(i).ref)
	s.observe(Record{Kind: Dropped, Node: m.To, Peer: m.From, Operation: m.Operation, Message: m.ID, Payload: m.Payload, Reason: DropByHand, Fault: fault})
	return true
}

// Postpone makes a message arrive at a later moment.
func (s *Simulation) Postpone(message uint64, to clock.Time) bool {
	i, ok := s.find(message)
	if !ok {
		return false
	}
	e := s.queue.remove(i)
	e.at = max(to, s.now)
	s.slots[e.ref].Due = e.at
	s.queue.push(e)
	return true
}

// InTheAir is the next copy of a message that is in flight.
func (s *Simulation) InTheAir(message uint64) (Message, bool) {
	i, ok := s.find(message)
	if !ok {
		return Message{}, false
	}
	return s.slots[s.queue.events[i].ref], true
}
