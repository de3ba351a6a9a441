package lab

import (
	"cmp"
	"slices"

	"netsplit/engine"
	"netsplit/tui/scene"
)

// memory keeps the operations that matter after they have left the snapshot,
// which holds the latest 200: at 40 a second that is 5 seconds.
type memory struct {
	list    []engine.Operation // by number
	version int                // of the run when it last looked
}

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
	for _, o := range s.Operations {
		if matters(o) {
			m.put(o)
		}
	}
	m.forget(true)
	m.forget(false)
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
