package engine

import (
	"slices"

	"netsplit/engine/clock"
)

// Stream is a retained, partitioned log and who reads it.
type Stream struct {
	Component  string
	Appended   int
	Expired    int
	Partitions []Partition
	Groups     []Group
}

// Partition is one log of a stream.
type Partition struct {
	First, End int64 // offsets: of the oldest record kept, and of the next
	Latest     []string
}

// Group is a pool of workers that reads a stream.
type Group struct {
	Component  string
	Lag        int
	Duplicates int
	Sharing    bool     // a rebalance is under way
	Committed  []int64  // by partition
	Owners     []string // by partition, "" nobody
	Windows    []Window // the latest that were closed, and then those open
	Late       int
}

// Window is a stretch of time and how much happened in it.
type Window struct {
	Start clock.Time
	Count int
	Open  bool
}

// recordsShown bounds the records of a partition in a snapshot, and windows.
const recordsShown = 20

func (p *streamPart) view(w *world, s *Snapshot) {
	v := Stream{Component: p.spec.Name, Appended: p.stats.Appended, Expired: p.stats.Expired}
	log := p.log(w)
	if log != nil {
		for _, part := range log.Partitions {
			view := Partition{First: part.First, End: part.End()}
			for _, r := range part.Records[max(0, len(part.Records)-recordsShown):] {
				view.Latest = append(view.Latest, r.Body)
			}
			v.Partitions = append(v.Partitions, view)
		}
	}
	for i, name := range p.groups {
		g := Group{Component: name, Lag: p.lag(w, name), Duplicates: p.ledgers[i].duplicates,
			Committed: make([]int64, p.config.Partitions), Owners: make([]string, p.config.Partitions)}
		if log != nil && log.Committed[name] != nil {
			g.Committed = slices.Clone(log.Committed[name])
		}
		p.viewMembers(w, &g)
		w.parts[name].(*workerPart).viewWindows(&g)
		v.Groups = append(v.Groups, g)
	}
	s.Streams = append(s.Streams, v)
}

func (p *streamPart) viewMembers(w *world, g *Group) {
	n := p.node(w)
	if n == nil {
		return
	}
	ids, partitions, sharing := n.Members(g.Component)
	g.Sharing = sharing
	for i, id := range ids {
		for _, at := range partitions[i] {
			g.Owners[at] = w.sim.Name(id)
		}
	}
}

func (p *workerPart) viewWindows(g *Group) {
	windows := p.config.Windows
	if windows == nil {
		return
	}
	g.Late = windows.Late
	for _, x := range windows.Latest[max(0, len(windows.Latest)-recordsShown):] {
		g.Windows = append(g.Windows, Window{Start: x.Start, Count: x.Count})
	}
	open := windows.Open()
	for _, x := range open[:min(len(open), recordsShown)] {
		g.Windows = append(g.Windows, Window{Start: x.Start, Count: x.Count, Open: true})
	}
}
