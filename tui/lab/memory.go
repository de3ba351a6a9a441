package lab

import (
	"cmp"
	"slices"

	"netsplit/engine"
	"netsplit/tui/scene"
)

// memory keeps the operations that matter after they have left the snapshot,
// which holds the latest 200: at 40 a second that is 5 seconds, at 1,000 less
// than a failure takes.
type memory struct {
	list    []engine.Operation // by number
	version int                // of the run when it last looked
	next    uint64             // the first operation whose end it has not seen
	last    uint64             // the latest operation there was
}

// The most operations it looks at: after a jump, and again because they may
// have been in flight.
const (
	farBack  = 20_000
	inFlight = 2_000
)

// remembered bounds how many are kept, the learner's own apart.
const remembered = 200

func matters(o engine.Operation) bool {
	return o.Manual || o.Outcome == engine.Failed || o.Outcome == engine.Unknown || o.Stale
}

// remember takes in what a snapshot shows. After a rewind it forgets what has
// not happened yet.
func (p *Page) remember() {
	m := &p.memory
	if m.version == p.player.Version() {
		return
	}
	m.version = p.player.Version()
	s := p.player.Snapshot()
	m.list = slices.DeleteFunc(m.list, func(o engine.Operation) bool {
		return o.Start > s.Time || o.Outcome != engine.Pending && o.End > s.Time
	})
	for i, o := range m.list {
		if o.Outcome == engine.Pending {
			if now, ok := p.player.Cluster().Operation(o.ID); ok {
				m.list[i] = now
			}
		}
	}
	if n := len(s.Operations); n > 0 {
		m.look(p.player.Cluster().Operation, s.Operations[n-1].ID)
	}
	m.forget(true)
	m.forget(false)
}

// look goes through the operations up to the last one, from the first whose end
// it has not seen. Also those that began and ended within a jump count.
func (m *memory) look(operation func(uint64) (engine.Operation, bool), last uint64) {
	if last < m.last { // the run went back
		m.next = min(m.next, max(last, inFlight)-inFlight)
	}
	m.last = last
	from := max(m.next, 1, max(last, farBack)-farBack)
	m.next = last + 1
	for id := from; id <= last; id++ {
		o, ok := operation(id)
		if !ok {
			continue
		}
		if o.Outcome == engine.Pending {
			m.next = min(m.next, id)
		}
		if matters(o) {
			m.put(o)
		}
	}
	m.next = max(m.next, max(last, inFlight)-inFlight)
}

func (m *memory) put(o engine.Operation) {
	i, ok := slices.BinarySearchFunc(m.list, o.ID, func(o engine.Operation, id uint64) int { return cmp.Compare(o.ID, id) })
	if ok {
		m.list[i] = o
		return
	}
	m.list = slices.Insert(m.list, i, o)
}

// forget drops the oldest beyond the bound, among the manual ones or the others.
func (m *memory) forget(manual bool) {
	n := 0
	for _, o := range m.list {
		if o.Manual == manual {
			n++
		}
	}
	m.list = slices.DeleteFunc(m.list, func(o engine.Operation) bool {
		if o.Manual != manual || n <= remembered {
			return false
		}
		n--
		return true
	})
}

// listed are the operations that the pane lists, the latest first.
func (p *Page) listed() []engine.Operation {
	if p.filter == scene.All {
		return scene.Filtered(p.player.Snapshot().Operations, scene.All)
	}
	p.remember()
	return scene.Filtered(p.memory.list, p.filter)
}

// remembers is a remembered operation by number.
func (p *Page) remembers(id uint64) (engine.Operation, bool) {
	p.remember()
	for _, o := range p.memory.list {
		if o.ID == id {
			return o, true
		}
	}
	return engine.Operation{}, false
}
