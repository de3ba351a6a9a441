package consensus

import (
	pb "go.etcd.io/raft/v3/raftpb"

	"netsplit/engine/request"
)

// Entry is an entry of a member's log, in words.
type Entry struct {
	Index, Term uint64
	Text        string // "put cart=milk"; "a new term" for the empty entry a leader begins with
}

// Tail is the last n entries of the log, oldest first.
func (d *Disk) Tail(n int) []Entry {
	var out []Entry
	for _, e := range d.entries[max(0, len(d.entries)-n):] {
		out = append(out, Entry{e.GetIndex(), e.GetTerm(), entryWords(e)})
	}
	return out
}

func entryWords(e *pb.Entry) string {
	switch {
	case e.GetType() != pb.EntryNormal:
		return "change of members"
	case len(e.GetData()) == 0:
		return "a new term"
	}
	c, err := decodeCommand(e.GetData())
	if err != nil {
		return "?"
	}
	switch c.id.verb {
	case request.Delete:
		return "delete " + c.id.key
	case request.CompareAndSet:
		return "cas " + c.id.key + " " + c.expected + " to " + c.value
	}
	return "put " + c.id.key + "=" + c.value
}
