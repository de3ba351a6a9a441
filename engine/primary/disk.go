package primary

import (
	"maps"
	"slices"

	"netsplit/engine/sim"
)

// storage is a node's disk: a part for each share that it keeps.
type storage struct{ parts []*Disk }

// Disk is what a member has on stable storage of a share: its log, how much of
// it is carried out, and what that came to.
type Disk struct {
	epoch   uint64 // the latest it has heard of
	leads   bool   // it leads in that epoch
	blank   bool   // it has nothing, and must not be taken for an empty store
	log     history
	offset  uint64  // of the entry before the first that is kept
	entries []entry // from offset+1 on
	applied uint64
	table   *Table
}

// DiskOf is the disk of a member of a group, nil if nothing is on it.
func DiskOf(d *sim.Disk, group int) *Disk {
	s, _ := d.Content.(*storage)
	if s == nil || group >= len(s.parts) {
		return nil
	}
	return s.parts[group]
}

// Table is what the disk holds under each key.
func (d *Disk) Table() *Table { return d.table }

// Applied is the last entry that the table contains.
func (d *Disk) Applied() Position { return d.log.at(d.applied) }

// Final is what every key will hold once the whole log is carried out.
func (d *Disk) Final() map[string]Record {
	final := maps.Clone(d.table.records)
	for _, e := range d.entries[d.applied-d.offset:] {
		switch old, found := final[e.id.key]; {
		case e.overtaken(old, found):
		case e.leaves:
			delete(final, e.id.key)
		default:
			final[e.id.key] = Record{Value: e.value, At: e.at, Deleted: e.deleted, Turn: e.turn}
		}
	}
	return final
}

// Last is the last entry of the log.
func (d *Disk) Last() Position { return d.log.last() }

// Contains reports whether an entry is in the log.
func (d *Disk) Contains(p Position) bool { return d.log.contains(p) }

// Blank reports whether the disk has never had a copy of the data.
func (d *Disk) Blank() bool { return d.blank }

// Epoch is the latest that the disk has heard of.
func (d *Disk) Epoch() uint64 { return d.epoch }

// entry is one that the log still has.
func (d *Disk) entry(index uint64) *entry { return &d.entries[index-d.offset-1] }

// extend writes an entry at the end.
func (d *Disk) extend(e entry) {
	e.undo = nil
	d.entries = append(d.entries, e)
	d.log.end++
}

// apply carries the next entry out.
func (d *Disk) apply() {
	d.applied++
	d.table.apply(d.entry(d.applied))
}

// from lists entries after a number, at most so many; nil, false: the log no
// longer has them.
func (d *Disk) from(index uint64, most int) ([]entry, bool) {
	if index < d.offset {
		return nil, false
	}
	rest := d.entries[index-d.offset:]
	return slices.Clone(rest[:min(len(rest), most)]), true
}

// cut gives up all entries after a number and takes them back. What is
// returned was in the log. False: they are too old to be taken back.
func (d *Disk) cut(index uint64) (dropped []entry, ok bool) {
	if index < d.offset {
		return nil, false
	}
	for ; d.applied > index; d.applied-- {
		d.table.revert(d.entry(d.applied))
	}
	dropped = slices.Clone(d.entries[index-d.offset:])
	d.entries = d.entries[: index-d.offset : index-d.offset]
	d.log = d.log.until(index)
	return dropped, true
}

// compact forgets entries that were carried out, so that no more than so many
// are kept.
func (d *Disk) compact(keep int) {
	if len(d.entries) < keep+keep/10+1 {
		return
	}
	upTo := min(d.applied, d.log.end-uint64(keep))
	if upTo <= d.offset {
		return
	}
	d.entries = slices.Clone(d.entries[upTo-d.offset:])
	d.offset = upTo
}

// replace puts a copy of another's state in place of everything.
func (d *Disk) replace(t *Table, h history) {
	d.table, d.log, d.offset, d.applied, d.entries, d.blank = t, h, h.end, h.end, nil, false
}

// erase makes the disk that of a member which must take a full copy.
func (d *Disk) erase() {
	d.table, d.log, d.offset, d.applied, d.entries, d.blank, d.leads = newTable(), history{}, 0, 0, nil, true, false
}

// Each lists the entries that the log still has.
func (d *Disk) Each(visit func(at Position, key, value string)) {
	for _, e := range d.entries {
		visit(e.at, e.id.key, e.value)
	}
}
