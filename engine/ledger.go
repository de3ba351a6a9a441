package engine

import (
	"netsplit/engine/check"
	"netsplit/engine/clock"
)

// ledgerLimit bounds the evidence of a long run: the latest are kept. Checks
// say that they can't know when the beginning is gone.
const ledgerLimit = 200_000

// ledger is the evidence of what became of messages that a queue or a stream
// accepted: who worked on them, how often, and in which order.
type ledger struct {
	first   uint64 // number of entries[0]
	entries []check.Message
	latest  map[string]uint64 // by group, the newest message that was worked on
	effects map[uint64]int    // by operation, how often its messages were worked on
	changed clock.Time

	worked, duplicates, disorder int
}

func newLedger() *ledger {
	return &ledger{first: 1, latest: map[string]uint64{}, effects: map[uint64]int{}}
}

// accept numbers a message.
func (l *ledger) accept(m check.Message) uint64 {
	l.changed = m.Accepted
	if len(l.entries) >= ledgerLimit {
		drop := ledgerLimit / 10
		for _, old := range l.entries[:drop] {
			delete(l.effects, old.Operation)
		}
		l.entries = append(l.entries[:0], l.entries[drop:]...)
		l.first += uint64(drop)
	}
	m.ID = l.first + uint64(len(l.entries))
	l.entries = append(l.entries, m)
	return m.ID
}

// get is a message by number, nil if it is not kept.
func (l *ledger) get(id uint64) *check.Message {
	if id < l.first || id-l.first >= uint64(len(l.entries)) {
		return nil
	}
	return &l.entries[id-l.first]
}

// work notes that somebody had worked on a message, and its effect happened.
func (l *ledger) work(id uint64, by string, now clock.Time) {
	l.changed = now
	m := l.get(id)
	if m == nil {
		return
	}
	l.worked++
	m.Work = append(m.Work, check.Work{By: by, At: now, Turn: l.worked})
	again := len(m.Work) > 1
	if m.Operation != 0 {
		l.effects[m.Operation]++
		again = l.effects[m.Operation] > 1
	}
	if again {
		l.duplicates++
	}
	if len(m.Work) > 1 {
		return
	}
	if l.latest[m.Group] > id {
		l.disorder++
	}
	l.latest[m.Group] = max(l.latest[m.Group], id)
}

// done reports whether somebody has worked on a message.
func (l *ledger) done(id uint64) bool {
	m := l.get(id)
	return m != nil && len(m.Work) > 0
}

// whole reports whether nothing was dropped.
func (l *ledger) whole() bool { return l.first == 1 }
