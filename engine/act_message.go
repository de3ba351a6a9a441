package engine

import (
	"fmt"

	"netsplit/engine/scenario"
)

// Messages are named by number, in the order in which they are sent. The same
// scenario, seed and steps give the same numbers, so a step about a message
// means the same one in every replay.

// doMessage carries out what is done to a single message in flight.
func (w *world) doMessage(c scenario.Command) (bool, error) {
	switch c := c.(type) {
	case scenario.Deliver:
		if _, err := w.inTheAir(c.Message); err != nil {
			return true, err
		}
		w.sim.DeliverNow(c.Message)
		return true, nil
	case scenario.Drop:
		f, err := w.inTheAir(c.Message)
		if err != nil {
			return true, err
		}
		number := w.book.Begin(w.sim.Now(), c.String(), f.From, f.To)
		w.sim.DropNow(c.Message, number)
		w.book.End(number, w.sim.Now())
		return true, nil
	case scenario.Delay:
		if _, err := w.inTheAir(c.Message); err != nil {
			return true, err
		}
		m, _ := w.sim.InTheAir(c.Message)
		w.sim.Postpone(c.Message, m.Due.Add(c.By))
		return true, nil
	}
	return false, nil
}

// inTheAir is a message that has not arrived yet, or an error that says what
// became of it.
func (w *world) inTheAir(id uint64) (Flight, error) {
	if m, ok := w.sim.InTheAir(id); ok {
		return Flight{Message: Message{ID: id, From: w.sim.Name(m.From), To: w.sim.Name(m.To)}}, nil
	}
	f, ok := w.flights.get(w, id)
	switch {
	case !ok:
		return f, fmt.Errorf("there is no message %d in flight: the message diagram and the list of messages show their numbers", id)
	case f.State == Lost:
		return f, fmt.Errorf("message %d from %s to %s was lost at %s: %s", id, f.From, f.To, f.Ended, f.Reason)
	case f.State == Delivered:
		return f, fmt.Errorf("message %d from %s to %s has arrived already, at %s", id, f.From, f.To, f.Ended)
	}
	return f, fmt.Errorf("message %d waits in the buffers of %s, which is paused: restart it", id, f.To)
}

// handlesMessage reports whether a command is about a single message.
func handlesMessage(c scenario.Command) bool {
	switch c.(type) {
	case scenario.Deliver, scenario.Drop, scenario.Delay:
		return true
	}
	return false
}

// settle moves time to the next microsecond at which nothing else happens. What
// is done to a single message there has one place in the order of events, also
// when a saved scenario does it again by its time alone.
func (w *world) settle() {
	at := w.sim.Now()
	w.advance(at)
	for {
		at++
		next, ok := w.sim.Next()
		if !ok || next > at {
			break
		}
		w.advance(at)
	}
	w.sim.SetTime(at)
}
