package primary

import (
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// vault is a backup and the log that was shipped after it, on storage elsewhere,
// which no fault of the run reaches. What it restores is the state of a moment.
type vault struct {
	table   *Table
	history history // of table
	tail    []entry
	taken   clock.Time // the moment of the backup
	when    clock.Time // the latest moment to which it restores
}

// backupsKept bounds the backups of a group; the oldest goes first.
const backupsKept = 20

// last is the latest entry that the vault can restore.
func (v *vault) last() uint64 { return v.history.end + uint64(len(v.tail)) }

// Vault is how far back a restore of the group would go: up to which entry, as
// of when. False: there is no backup.
func (g *Group) Vault() (entry uint64, when clock.Time, ok bool) {
	if g.vault == nil {
		return 0, 0, false
	}
	return g.vault.last(), g.vault.when, true
}

// backup copies all data to the vault, as of now. It counts when it is whole.
func (m *member) backup(env *sim.Env) {
	m.backing = false
	m.schedule(env)
	if !m.valid(env) || m.snapshot != nil {
		return
	}
	m.snapshot = &vault{table: m.disk.table.clone(), history: m.disk.log.until(m.disk.applied), taken: env.Now(), when: env.Now()}
	env.After(m.layout.copyTime(m.disk.table.bytes()), backedUpTimer, m.after())
}

// backedUp puts a backup into the vault. What was shipped of the log before
// and lies after it is kept.
func (m *member) backedUp(env *sim.Env) {
	s := m.snapshot
	m.snapshot = nil
	if s == nil {
		return
	}
	if m.layout.Ship > 0 {
		m.shipNow(env) // the backup before reaches up to this one
	}
	if old := m.group.vault; old != nil && old.last() > s.history.end && m.disk.log.contains(old.lastPosition()) {
		s.tail = slices.Clone(old.tail[max(0, len(old.tail)-int(old.last()-s.history.end)):])
		if uint64(len(s.tail)) == old.last()-s.history.end {
			s.when = old.when
		} else {
			s.tail = nil
		}
	}
	m.group.keep(s)
	m.layout.Stats.Backups++
	env.Note(0, BackedUp{Node: m.self, Entry: s.history.end, Taken: s.taken})
}

func (v *vault) lastPosition() Position {
	if n := len(v.tail); n > 0 {
		return v.tail[n-1].at
	}
	return v.history.last()
}

// ship adds what was confirmed since to the log in the vault.
func (m *member) ship(env *sim.Env) {
	m.shipping = false
	m.schedule(env)
	m.shipNow(env)
}

func (m *member) shipNow(env *sim.Env) {
	v := m.group.vault
	if v == nil || !m.valid(env) || !m.disk.log.contains(v.lastPosition()) {
		return
	}
	entries, kept := m.disk.from(v.last(), int(m.disk.applied-min(m.disk.applied, v.last())))
	if !kept {
		return // the next backup has them
	}
	v.tail = append(v.tail, entries...)
	v.when = env.Now()
}

// restore takes the state of the vault, if there is a backup.
func (m *member) restore(s *StartsToLead) {
	s.Empty = true
	v := m.group.vault
	if v == nil {
		m.disk.log = history{}
		return
	}
	m.unpack(v, v.tail, s)
	s.AsOf = v.when
}

// unpack makes a backup and some of the log after it what the disk holds. The
// log is carried out when the member gets to lead.
func (m *member) unpack(v *vault, tail []entry, s *StartsToLead) {
	m.disk.replace(v.table.clone(), v.history.until(v.history.end))
	for _, e := range tail {
		if n := len(m.disk.log.segments); n == 0 || m.disk.log.segments[n-1].epoch != e.at.Epoch {
			m.disk.log.segments = append(m.disk.log.segments, segment{e.at.Epoch, m.disk.log.end})
		}
		m.disk.extend(e)
	}
	m.layout.Stats.Restores++
	s.Restore, s.Last, s.Behind = m.layout.copyTime(m.disk.table.bytes()), m.disk.log.end, uint64(len(tail))
	s.Backup = true
}
