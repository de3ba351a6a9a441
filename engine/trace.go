package engine

import (
	"cmp"
	"fmt"
	"slices"

	"netsplit/calc/order"
	"netsplit/engine/detector"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/transport"
)

// Bounds of what a run remembers of its past.
const (
	tracesKept   = 2048 // latest operations with all their records
	failuresKept = 1000 // operations by hand, failed or stale ones, kept longer
	recordsOfOne = 400  // records of one operation
)

// trace observes every record of a run: it hashes all of them, and keeps those
// of recent and of interesting operations, so that a failure can be explained.
type trace struct {
	w     *world
	hash  uint64
	slots [tracesKept]operationTrace
	kept  map[uint64][]sim.Record
	queue []uint64 // of kept, oldest first
	sink  func(*world, sim.Record)
	lost  map[link]sim.Record // the latest background message lost on each link
}

// link is one direction between two nodes.
type link struct{ from, to sim.NodeID }

type operationTrace struct {
	id      uint64
	records []sim.Record
}

func newTrace(w *world) *trace {
	return &trace{w: w, hash: 14695981039346656037, kept: map[uint64][]sim.Record{}, lost: map[link]sim.Record{}}
}

// Observe implements sim.Observer.
func (t *trace) Observe(r sim.Record) {
	// When the script looks at the clock is no part of the run: a session that
	// was saved as a script is the same run as when it was done by hand.
	if r.Kind == sim.Fired && r.Node == t.w.you && t.w.operator != nil {
		if t.sink != nil {
			t.sink(t.w, r)
		}
		return
	}
	t.mix(uint64(r.Time))
	t.mix(uint64(r.Kind) | uint64(r.Reason)<<8 | uint64(r.State)<<16)
	t.mix(uint64(uint32(r.Node))<<32 | uint64(uint32(r.Peer)))
	t.mix(r.Operation<<32 ^ r.Message)
	if r.Payload != nil {
		t.mix(uint64(r.Payload.Size()))
	}
	if r.Kind == sim.Dropped {
		transport.Dropped(r.Payload)
	}
	t.w.flights.observe(r)
	if r.Operation != 0 {
		t.keep(r)
	} else if r.Kind == sim.Dropped {
		t.lost[link{r.Peer, r.Node}] = r
	}
	if r.Kind == sim.Noted {
		t.w.ballots.observe(r)
	}
	if r.Kind == sim.Noted || r.Kind == sim.Started || r.Kind == sim.Halted {
		t.w.story.happened(r)
		t.watched(r)
	}
	if t.sink != nil {
		t.sink(t.w, r)
	}
}

// watched tells those who count how well the members watch each other.
func (t *trace) watched(r sim.Record) {
	switch r.Kind {
	case sim.Noted:
		if j, ok := r.Fact.(detector.Judgement); ok {
			t.w.judged(r, j.Event())
		}
	case sim.Halted:
		t.w.wentDown(r)
	case sim.Started:
		t.w.cameBack(r)
	}
}

// mix is a step of FNV-1a over a whole word.
func (t *trace) mix(x uint64) { t.hash = (t.hash ^ x) * 1099511628211 }

// text is the hash as it is printed; answers are part of it.
func (t *trace) text() string {
	h := (t.hash ^ t.w.operations.results) * 1099511628211
	return fmt.Sprintf("%016x", h)
}

func (t *trace) keep(r sim.Record) {
	if records, ok := t.kept[r.Operation]; ok {
		if len(records) < recordsOfOne {
			t.kept[r.Operation] = append(records, r)
		}
		return
	}
	s := &t.slots[r.Operation%tracesKept]
	if s.id != r.Operation {
		if s.id > r.Operation {
			return // a latecomer of an operation that made room
		}
		s.id, s.records = r.Operation, s.records[:0]
	}
	if len(s.records) < recordsOfOne {
		s.records = append(s.records, r)
	}
}

// of are the records of an operation that are still kept.
func (t *trace) of(id uint64) []sim.Record {
	if records, ok := t.kept[id]; ok {
		return records
	}
	if s := &t.slots[id%tracesKept]; s.id == id {
		return s.records
	}
	return nil
}

// retain keeps an operation's records for longer.
func (t *trace) retain(id uint64) {
	if _, ok := t.kept[id]; ok || id == 0 {
		return
	}
	t.kept[id] = append([]sim.Record(nil), t.of(id)...)
	t.queue = append(t.queue, id)
	if len(t.queue) > failuresKept {
		delete(t.kept, t.queue[0])
		t.queue = t.queue[1:]
	}
}

// ended decides what is worth remembering.
func (t *trace) ended(o *operation) {
	if o.manual || !o.answer.OK() || o.stale {
		t.retain(o.ID)
	}
	if o.Code == request.NoQuorum || o.Code == request.NotLeader {
		t.background(o)
	}
	if o.stale {
		t.retain(o.floor.operation)
	}
}

// background adds to a failed operation what its store's nodes lost meanwhile
// of the messages that serve no operation: the votes that made no leader, the
// heartbeats that did not arrive.
func (t *trace) background(o *operation) {
	var ids []sim.NodeID
	switch p := t.w.parts[o.store].(type) {
	case *raftPart:
		ids = p.ids
	case *sqlPart:
		ids = append(slices.Clone(p.ids), p.layout.Monitor)
	default:
		return
	}
	for _, a := range ids {
		for _, b := range ids {
			if r, ok := t.lost[link{a, b}]; ok && r.Time >= o.Invoked && len(t.kept[o.ID]) < recordsOfOne {
				t.kept[o.ID] = append(t.kept[o.ID], r)
			}
		}
	}
	order.By(t.kept[o.ID], func(a, b sim.Record) int { return cmp.Compare(a.Number, b.Number) })
}

// describe is what a message says, for a screen.
func describe(p sim.Payload) string {
	if r, ok := p.(*request.Request); ok {
		return "asks: " + r.String()
	}
	return p.String()
}
