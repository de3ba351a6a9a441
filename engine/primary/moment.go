package primary

import (
	"fmt"
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Point-in-time recovery undoes what replication copied faithfully: a delete
// that an operator did not mean is on every replica. The leader of a new epoch
// takes the last backup before the moment, carries out the shipped log up to
// it, and goes on from there; the others cut their logs back to that history.
// What was written after the moment is lost. PostgreSQL's manual describes it
// under "Continuous Archiving and Point-in-Time Recovery".

// keep puts a whole backup in front of those before.
func (g *Group) keep(v *vault) {
	if g.vault != nil {
		g.older = append(g.older, g.vault)
	}
	if extra := len(g.older) + 1 - backupsKept; extra > 0 {
		g.older = slices.Delete(g.older, 0, extra)
	}
	g.vault = v
}

// rewind gives up backups and shipped log that are not of the history that
// goes on.
func (g *Group) rewind(h history) {
	of := func(v *vault) bool { return h.contains(v.history.last()) }
	g.older = slices.DeleteFunc(g.older, func(v *vault) bool { return !of(v) })
	if g.vault != nil && !of(g.vault) {
		g.vault = nil
		if n := len(g.older); n > 0 {
			g.vault, g.older = g.older[n-1], g.older[:n-1]
		}
	}
	if v := g.vault; v != nil {
		v.tail = slices.DeleteFunc(v.tail, func(e entry) bool { return !h.contains(e.at) })
	}
}

// backupFor is the last backup from which a moment can be restored.
func (g *Group) backupFor(moment clock.Time) (*vault, bool) {
	if g.vault != nil && g.vault.covers(moment) {
		return g.vault, true
	}
	for _, v := range slices.Backward(g.older) {
		if v.covers(moment) {
			return v, true
		}
	}
	return nil, false
}

func (v *vault) covers(moment clock.Time) bool { return v.taken <= moment && moment <= v.when }

// Restorable says why a moment can't be restored; nil: it can be.
func (g *Group) Restorable(moment clock.Time) error {
	if g.vault == nil {
		return fmt.Errorf("there is no whole backup: nothing can be restored")
	}
	if _, ok := g.backupFor(moment); ok {
		return nil
	}
	first := g.vault.taken
	if len(g.older) > 0 {
		first = g.older[0].taken
	}
	switch {
	case moment < first:
		return fmt.Errorf("the oldest backup is of %s: no earlier moment can be restored", first)
	case moment > g.vault.when:
		return fmt.Errorf("backup and shipped log go up to %s: no later moment can be restored", g.vault.when)
	}
	return fmt.Errorf("no log was shipped for %s: only the moments of the backups can be restored", moment)
}

// restoreTo makes the state of a moment what the disk holds.
func (m *member) restoreTo(moment clock.Time, s *StartsToLead) {
	v, ok := m.group.backupFor(moment)
	if !ok {
		return // the log goes on: what was asked for was there when it was
	}
	end := len(v.tail)
	for i, e := range v.tail {
		if e.when > moment {
			end = i
			break
		}
	}
	m.unpack(v, v.tail[:end], s)
	s.AsOf, s.Moment = moment, true
	clear(m.followers)
}

// Restore begins an epoch with the data of a moment. The leader does it, or a
// member that is there if the leader is not.
func (o *Monitor) Restore(env *sim.Env, group int, moment clock.Time) error {
	w := o.watches[group]
	if w.lost {
		return fmt.Errorf("the monitor has lost its disk and does not know yet who leads")
	}
	if w.handover != nil {
		return fmt.Errorf("a change of leader is on its way: wait until quiet")
	}
	to, ok := w.leader, o.hears(env, w, w.leader)
	for _, id := range w.group.members {
		if !ok {
			to, ok = id, o.hears(env, w, id)
		}
	}
	if !ok {
		return fmt.Errorf("the monitor hears no member that could restore a backup")
	}
	w.group.Fail(env.Now())
	w.handover = &handover{to: to, forced: true, moment: moment}
	if to == w.leader {
		o.choose(env, w, to, true, 0) // no other can be acting
		return nil
	}
	w.withheld = true
	o.look(env, w)
	return nil
}

// hears reports whether a member spoke lately.
func (o *Monitor) hears(env *sim.Env, w *watch, id sim.NodeID) bool {
	t, ok := w.heard[id]
	return ok && env.Now().Sub(t.at) < o.layout.Detect
}
