package engine

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/sim"
)

// reminder is something the run itself has to do later.
type reminder struct {
	kind  remindKind
	node  sim.NodeID
	fault int
	due   clock.Time
	part  string // remindPart: whom
	what  int    // and of what
}

type remindKind uint8

const (
	remindPoll      remindKind = iota // the script looks whether its wait is over
	remindResume                      // a pause or a cut-over ends
	remindOver                        // a fault ends by itself
	remindCutOff                      // swizzle
	remindReconnect                   // swizzle
	remindPart                        // a part wants to be woken
)

// remind sets a reminder: an event like any other, so that it happens at the
// same point of every replay.
func (w *world) remind(d time.Duration, r reminder) {
	w.reminded++
	r.due = w.sim.Now().Add(d)
	w.reminders[w.reminded] = r
	w.operator.Remind(w.sim.Env(w.you), d, w.reminded)
}

// pollsNow reports whether the script is about to look again at this moment.
func (w *world) pollsNow() bool {
	for _, r := range w.reminders { // order-free: looks for any
		if r.kind == remindPoll && r.due == w.sim.Now() {
			return true
		}
	}
	return false
}

// wake is called by the operator's timer.
func (w *world) wake(_ *sim.Env, key uint64) {
	r, ok := w.reminders[key]
	if !ok {
		return
	}
	delete(w.reminders, key)
	switch r.kind {
	case remindPoll:
		w.script.poll = true
	case remindResume:
		if _, _, fault := w.sim.State(r.node); fault == r.fault {
			w.start(r.node)
		}
	case remindOver:
		w.book.End(r.fault, w.sim.Now())
	case remindCutOff:
		others := w.othersThan(r.node)
		w.apply(r.fault, []sim.NodeID{r.node}, others, network.Effect{Cut: true})
		w.apply(r.fault, others, []sim.NodeID{r.node}, network.Effect{Cut: true})
		w.story.say(Warning, "%s is cut off", w.sim.Name(r.node))
	case remindReconnect:
		w.story.say(Info, "%s is connected again", w.sim.Name(r.node))
		w.reconnect(r)
	case remindPart:
		w.parts[r.part].(wakeful).woken(w, r)
	}
}

func (w *world) othersThan(id sim.NodeID) []sim.NodeID {
	var out []sim.NodeID
	for i := range w.nodes {
		if o := sim.NodeID(i); o != id && o != w.you {
			out = append(out, o)
		}
	}
	return out
}

// reconnect heals one member of a swizzle; links to members that are still
// cut off stay cut.
func (w *world) reconnect(r reminder) {
	var apart []sim.NodeID
	for _, waiting := range w.reminders { // order-free: each stands for another link
		if waiting.kind == remindReconnect && waiting.fault == r.fault && w.network.Carries(r.fault, r.node, waiting.node) {
			apart = append(apart, waiting.node)
		}
	}
	w.lift([]sim.NodeID{r.node}, w.othersThan(r.node), func(f int) bool { return f == r.fault })
	w.apply(r.fault, []sim.NodeID{r.node}, apart, network.Effect{Cut: true})
	w.apply(r.fault, apart, []sim.NodeID{r.node}, network.Effect{Cut: true})
}
