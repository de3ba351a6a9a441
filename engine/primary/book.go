package primary

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/sim"
)

// book is what the run measures of a group. No node reads it: who is cut off
// can't know what others did.
type book struct {
	leads     []lead // by the time at which they began
	confirmed []confirmed
	known     map[Position]bool     // of confirmed
	failing   bool                  // the leader has failed, and none serves at the address yet
	failed    clock.Time            // since when
	ends      map[uint64]clock.Time // when the leader of an epoch failed
	outages   []time.Duration       // from each failure to service at the address
	changes   []time.Duration       // of those, the ones that a change of leader ended
	changed   bool
	broken    []SecondLeader
	losses    []Loss
	served    int // requests that the leader took
	lately    *metric.Counter
	refused   int // for want of room
	waited    time.Duration
}

// lead is who led in an epoch.
type lead struct {
	epoch uint64
	node  sim.NodeID
	start Position // the last entry before it
}

// confirmed is a write that a leader has told a client of.
type confirmed struct {
	at   Position
	when clock.Time
}

// Loss is what a change of leader lost.
type Loss struct {
	Epoch          uint64 // that began
	Writes         int    // confirmed ones
	Oldest, Latest clock.Time
	Failed         clock.Time
}

// Span is how much of the latest data is gone, in time: from the oldest write
// that was lost to the failure, or to the latest, if the old leader went on.
func (l Loss) Span() time.Duration { return max(l.Failed, l.Latest).Sub(l.Oldest) }

// confirmedKept bounds the writes that the book remembers.
const confirmedKept = 20_000

func newBook() book {
	return book{lately: metric.NewCounter(2 * time.Second), ends: map[uint64]clock.Time{}, known: map[Position]bool{}}
}

// Fail notes that the leader failed. Only the first failure of an outage counts.
func (b *book) Fail(now clock.Time) {
	if !b.failing {
		b.failing, b.failed, b.changed = true, now, false
	}
}

// reached notes that a leader serves at the address.
func (b *book) reached(now clock.Time) {
	if !b.failing {
		return
	}
	d := now.Sub(b.failed)
	b.failing = false
	b.outages = append(b.outages, d)
	if b.changed {
		b.changes = append(b.changes, d)
	}
}

// leading enters a leader. It returns a second leader of the epoch, if it is
// one, and what the change lost.
func (b *book) leading(id sim.NodeID, epoch uint64, h history, now clock.Time) (SecondLeader, bool, Loss) {
	l := Loss{Epoch: epoch, Oldest: now}
	if n := len(b.leads); n > 0 {
		last := b.leads[n-1]
		if epoch < last.epoch {
			return SecondLeader{}, false, l // an old leader is back, and nothing stops it
		}
		if last.epoch == epoch {
			if last.node == id {
				return SecondLeader{}, false, Loss{}
			}
			s := SecondLeader{Epoch: epoch, First: last.node, Second: id}
			b.broken = append(b.broken, s)
			return s, true, Loss{}
		}
		b.changed = true
		failed := now
		if b.failing {
			failed = b.failed
		}
		b.ends[last.epoch] = failed
		l.Failed = failed
	}
	b.leads = append(b.leads, lead{epoch: epoch, node: id, start: h.last()})
	kept := b.confirmed[:0]
	for _, c := range b.confirmed {
		if h.contains(c.at) {
			kept = append(kept, c)
			continue
		}
		delete(b.known, c.at)
		l.Writes++
		l.Oldest, l.Latest = min(l.Oldest, c.when), max(l.Latest, c.when)
	}
	b.confirmed = kept
	if l.Writes > 0 {
		b.losses = append(b.losses, l)
	}
	return SecondLeader{}, false, l
}

// confirm enters a write that a client is told of. It reports whether a later
// leader was taking writes already: then the write is in no history that lasts.
func (b *book) confirm(at Position, epoch uint64, now clock.Time) (split bool) {
	latest := b.latest()
	if epoch < latest {
		for i := len(b.losses) - 1; i >= 0; i-- {
			if l := &b.losses[i]; l.Epoch == latest {
				l.Writes++
				l.Oldest, l.Latest = min(l.Oldest, now), max(l.Latest, now)
				return true
			}
		}
		b.losses = append(b.losses, Loss{Epoch: latest, Writes: 1, Oldest: now, Latest: now, Failed: b.ends[epoch]})
		return true
	}
	if b.known[at] {
		return false // a copy of the request
	}
	if len(b.confirmed) >= confirmedKept {
		for _, c := range b.confirmed[:confirmedKept/10] {
			delete(b.known, c.at)
		}
		b.confirmed = append(b.confirmed[:0], b.confirmed[confirmedKept/10:]...)
	}
	b.known[at] = true
	b.confirmed = append(b.confirmed, confirmed{at, now})
	return false
}

// led reports whether a node led in an epoch.
func (b *book) led(id sim.NodeID, epoch uint64) bool {
	for _, l := range b.leads {
		if l.epoch == epoch && l.node == id {
			return true
		}
	}
	return false
}

// split enters a leader that takes writes although a later one does.
func (b *book) split(id sim.NodeID, epoch uint64) {
	last := b.leads[len(b.leads)-1]
	s := SecondLeader{Epoch: epoch, First: id, Second: last.node, Later: last.epoch}
	for _, known := range b.broken {
		if known == s {
			return
		}
	}
	b.broken = append(b.broken, s)
}

// latest is the epoch that the latest leader began.
func (b *book) latest() uint64 {
	if n := len(b.leads); n > 0 {
		return b.leads[n-1].epoch
	}
	return 0
}

// Losses lists what the changes of leader lost.
func (b *book) Losses() []Loss { return b.losses }

// Outages are the times from each failure to service at the address.
func (b *book) Outages() []time.Duration { return b.outages }

// Changes are those outages that a change of leader ended.
func (b *book) Changes() []time.Duration { return b.changes }

// Failing reports whether the leader has failed and none serves yet, and since when.
func (b *book) Failing() (clock.Time, bool) { return b.failed, b.failing }

// Ended is when the leader failed, or was replaced, whose successor does not
// have an entry.
func (b *book) Ended(at Position) (clock.Time, bool) {
	epoch := at.Epoch
	for i, l := range b.leads {
		if i > 0 && l.epoch > at.Epoch && l.start.Index < at.Index {
			epoch = b.leads[i-1].epoch
			break
		}
	}
	t, ok := b.ends[epoch]
	return t, ok
}

// Epochs counts the epochs that had a leader.
func (b *book) Epochs() int { return len(b.leads) }

// SecondLeaders lists what must never happen with fencing: two leaders of an
// epoch, or a leader that takes writes when a later one does.
func (b *book) SecondLeaders() []SecondLeader { return b.broken }
