package consensus

import (
	"slices"

	"go.etcd.io/raft/v3"
	pb "go.etcd.io/raft/v3/raftpb"

	"netsplit/engine/sim"
)

// Disk is a member's stable storage: what it voted, its log, the members as
// of the entries applied, and the keys, which are its snapshot at any time.
// It implements raft.Storage.
type Disk struct {
	member  uint64
	hard    *pb.HardState
	members *pb.ConfState
	offset  entryID     // of the entry before the first that is kept
	entries []*pb.Entry // from offset+1 on
	applied uint64
	cut     uint64 // applied when the log was last cut off
	table   *Table
}

// entryID is the place of an entry and the term it was made in.
type entryID struct{ index, term uint64 }

// DiskOf is the disk of a member, nil if nothing is on it.
func DiskOf(d *sim.Disk) *Disk {
	disk, _ := d.Content.(*Disk)
	return disk
}

// newDisk is the disk of a member that knows nothing yet.
func newDisk(member uint64) *Disk {
	return &Disk{member: member, hard: &pb.HardState{}, members: &pb.ConfState{}, table: newTable()}
}

// foundation is the disk of one of the first members. Entry 1 stands for the
// decision who they are: with it in the past, a later member gets it by
// snapshot and not from a log that does not say it.
func foundation(member uint64, founders []sim.NodeID) *Disk {
	d := newDisk(member)
	d.offset = entryID{1, 1}
	d.applied, d.cut = 1, 1
	d.hard = &pb.HardState{Commit: new(uint64(1))}
	for _, id := range founders {
		d.members.Voters = append(d.members.Voters, memberID(id, 0))
	}
	return d
}

// Table is what the disk holds under each key.
func (d *Disk) Table() *Table { return d.table }

// Applied is the last entry that the table contains.
func (d *Disk) Applied() uint64 { return d.applied }

// Len counts the entries that the log still has.
func (d *Disk) Len() int { return len(d.entries) }

func (d *Disk) last() entryID {
	if n := len(d.entries); n > 0 {
		e := d.entries[n-1]
		return entryID{e.GetIndex(), e.GetTerm()}
	}
	return d.offset
}

// votes reports whether a member has a vote; knows, whether it is a member at
// all.
func (d *Disk) votes(member uint64) bool { return slices.Contains(d.members.Voters, member) }

func (d *Disk) knows(member uint64) bool {
	return d.votes(member) || slices.Contains(d.members.Learners, member)
}

// InitialState implements raft.Storage.
func (d *Disk) InitialState() (*pb.HardState, *pb.ConfState, error) { return d.hard, d.members, nil }

// FirstIndex implements raft.Storage.
func (d *Disk) FirstIndex() (uint64, error) { return d.offset.index + 1, nil }

// LastIndex implements raft.Storage.
func (d *Disk) LastIndex() (uint64, error) { return d.last().index, nil }

// Term implements raft.Storage.
func (d *Disk) Term(i uint64) (uint64, error) {
	switch {
	case i < d.offset.index:
		return 0, raft.ErrCompacted
	case i == d.offset.index:
		return d.offset.term, nil
	case i > d.last().index:
		return 0, raft.ErrUnavailable
	}
	return d.entries[i-d.offset.index-1].GetTerm(), nil
}

// Entries implements raft.Storage.
func (d *Disk) Entries(lo, hi, most uint64) ([]*pb.Entry, error) {
	switch {
	case lo <= d.offset.index:
		return nil, raft.ErrCompacted
	case hi > d.last().index+1:
		return nil, raft.ErrUnavailable
	}
	found := d.entries[lo-d.offset.index-1 : hi-d.offset.index-1]
	var size uint64
	for i, e := range found {
		if size += uint64(entrySize(e)); size > most && i > 0 {
			found = found[:i]
			break
		}
	}
	return slices.Clone(found), nil
}

// Snapshot implements raft.Storage.
func (d *Disk) Snapshot() (*pb.Snapshot, error) {
	term, err := d.Term(d.applied)
	if err != nil {
		return nil, err
	}
	members := &pb.ConfState{Voters: slices.Clone(d.members.Voters), Learners: slices.Clone(d.members.Learners)}
	return &pb.Snapshot{Data: d.table.encode(), Metadata: &pb.SnapshotMetadata{ConfState: members,
		Index: new(d.applied), Term: new(term)}}, nil
}

// restore replaces everything but the vote by a snapshot.
func (d *Disk) restore(s *pb.Snapshot) error {
	table, err := decodeTable(s.GetData())
	if err != nil {
		return err
	}
	m := s.GetMetadata()
	d.table, d.members, d.entries = table, m.GetConfState(), nil
	d.offset = entryID{m.GetIndex(), m.GetTerm()}
	d.applied, d.cut = m.GetIndex(), m.GetIndex()
	return nil
}

// extend writes entries, which replace those from their place on.
func (d *Disk) extend(entries []*pb.Entry) {
	if len(entries) == 0 {
		return
	}
	keep := entries[0].GetIndex() - d.offset.index - 1
	d.entries = append(d.entries[:keep:keep], entries...)
}

// compact drops the log up to an entry that was applied.
func (d *Disk) compact(upTo uint64) {
	term, err := d.Term(upTo)
	if err != nil || upTo <= d.offset.index {
		return
	}
	d.entries = slices.Clone(d.entries[upTo-d.offset.index:])
	d.offset = entryID{upTo, term}
}
