package primary

import (
	"fmt"
	"strings"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Chosen is the fact that the monitor gave a member the next epoch.
type Chosen struct {
	Monitor, Node, Old sim.NodeID
	Epoch              uint64
	Last               Position
	Ordered            bool
	Silence            time.Duration
	Moment             clock.Time // to which the data go back; 0: they do not
}

// Sentence implements sim.Fact.
func (c Chosen) Sentence(name func(sim.NodeID) string) string {
	if c.Moment > 0 {
		return fmt.Sprintf("%s gives epoch %d to %s, which is to bring back the data of %s", name(c.Monitor), c.Epoch, name(c.Node), c.Moment)
	}
	if c.Ordered {
		return fmt.Sprintf("%s gives epoch %d to %s, as ordered; its log ends at entry %d", name(c.Monitor), c.Epoch, name(c.Node), c.Last.Index)
	}
	return fmt.Sprintf("%s has not heard for %s that %s leads, and gives epoch %d to %s, whose log ends at entry %d",
		name(c.Monitor), request.Span(c.Silence), name(c.Old), c.Epoch, name(c.Node), c.Last.Index)
}

// Weight implements sim.Fact.
func (Chosen) Weight() sim.Weight { return sim.Warning }

// StartsToLead is the fact that a member gets ready to lead.
type StartsToLead struct {
	Node                        sim.NodeID
	Epoch, Last, Behind         uint64
	Boot, Restore, Replay, Wait time.Duration
	Empty, Backup, Moment       bool
	AsOf                        clock.Time
}

// Sentence implements sim.Fact.
func (s StartsToLead) Sentence(name func(sim.NodeID) string) string {
	text := fmt.Sprintf("%s gets ready to lead in epoch %d", name(s.Node), s.Epoch)
	var parts []string
	add := func(d time.Duration, format string) {
		if d > 0 {
			parts = append(parts, fmt.Sprintf(format, request.Span(d)))
		}
	}
	add(s.Boot, "it takes %s to start")
	if s.Moment {
		parts = append(parts, fmt.Sprintf("%s to restore a backup, for the data of %s: up to entry %d", request.Span(s.Restore), s.AsOf, s.Last))
	} else if s.Backup {
		parts = append(parts, fmt.Sprintf("%s to restore the backup, which goes to entry %d at %s", request.Span(s.Restore), s.Last, s.AsOf))
	} else if s.Empty {
		parts = append(parts, "it has no data, and there is no backup")
	}
	if s.Behind > 0 {
		what := "entry"
		if s.Behind > 1 {
			what = fmt.Sprintf("%d entries", s.Behind)
		}
		add(s.Replay, "%s to carry out the last "+what)
	}
	add(s.Wait, "it waits %s until the old leader can't act on its word any more")
	if len(parts) == 0 {
		return text
	}
	return text + ": " + strings.Join(parts, ", ")
}

// Weight implements sim.Fact.
func (StartsToLead) Weight() sim.Weight { return sim.Notable }

// Leads is the fact that a member leads.
type Leads struct {
	Node        sim.NodeID
	Epoch, Last uint64
}

// Sentence implements sim.Fact.
func (l Leads) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s leads in epoch %d, from entry %d on", name(l.Node), l.Epoch, l.Last+1)
}

// Weight implements sim.Fact.
func (Leads) Weight() sim.Weight { return sim.Notable }

// TailLost is what no node knows and the run measures: the confirmed writes
// that a new leader does not have.
type TailLost struct {
	Leader sim.NodeID
	Loss   Loss
}

// Sentence implements sim.Fact.
func (t TailLost) Sentence(name func(sim.NodeID) string) string {
	what := fmt.Sprintf("%d confirmed writes are", t.Loss.Writes)
	if t.Loss.Writes == 1 {
		what = "1 confirmed write is"
	}
	return fmt.Sprintf("%s not in the log of %s, which leads now: the latest %s of data are lost", what, name(t.Leader), request.Span(t.Loss.Span()))
}

// Weight implements sim.Fact.
func (TailLost) Weight() sim.Weight { return sim.Trouble }

// AddressMoved is the fact that clients reach another node.
type AddressMoved struct {
	To     sim.NodeID
	Epoch  uint64
	Outage time.Duration
}

// Sentence implements sim.Fact.
func (a AddressMoved) Sentence(name func(sim.NodeID) string) string {
	s := "the clients' address points to " + name(a.To)
	if a.Outage > 0 {
		s += fmt.Sprintf(", %s after the failure", request.Span(a.Outage))
	}
	return s
}

// Weight implements sim.Fact.
func (AddressMoved) Weight() sim.Weight { return sim.Notable }

// SteppedDown is the fact that a leader is one no more.
type SteppedDown struct {
	Node, Told, Leader sim.NodeID
	Epoch, Later       uint64
}

// Sentence implements sim.Fact.
func (s SteppedDown) Sentence(name func(sim.NodeID) string) string {
	by := "the monitor"
	if s.Told != sim.Nobody {
		by = name(s.Told)
	}
	return fmt.Sprintf("%s led in epoch %d and steps down: %s told it of epoch %d", name(s.Node), s.Epoch, by, s.Later)
}

// Weight implements sim.Fact.
func (SteppedDown) Weight() sim.Weight { return sim.Warning }

// LeaseLost is the fact that a leader may not act any more.
type LeaseLost struct {
	Node  sim.NodeID
	Epoch uint64
	Since clock.Time
}

// Sentence implements sim.Fact.
func (l LeaseLost) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("the lease of %s for epoch %d has run out: another may lead, so it refuses", name(l.Node), l.Epoch)
}

// Weight implements sim.Fact.
func (LeaseLost) Weight() sim.Weight { return sim.Warning }

// LeaseBack is the fact that a leader may act again.
type LeaseBack struct {
	Node  sim.NodeID
	Epoch uint64
}

// Sentence implements sim.Fact.
func (l LeaseBack) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s has a lease for epoch %d again and goes on", name(l.Node), l.Epoch)
}

// Weight implements sim.Fact.
func (LeaseBack) Weight() sim.Weight { return sim.Notable }

// Dropped is the fact that a member gave up entries that only it had.
type Dropped struct {
	Node, Leader  sim.NodeID
	Entries, Told int
	Fork          uint64
	All           bool
	Copied        bool // from the one that took them, which knows whom it told
}

// Sentence implements sim.Fact.
func (d Dropped) Sentence(name func(sim.NodeID) string) string {
	s := fmt.Sprintf("%s gives up its last %d entries, from %d on: the history of %s has others", name(d.Node), d.Entries, d.Fork+1, name(d.Leader))
	if d.Entries == 1 {
		s = fmt.Sprintf("%s gives up its last entry, %d: the history of %s does not have it", name(d.Node), d.Fork+1, name(d.Leader))
	}
	switch {
	case d.All:
		return s + ". They are too old to be taken back: it takes a full copy"
	case d.Told == 0 && d.Copied:
		return s
	case d.Told == 0:
		if d.Entries == 1 {
			return s + ". No client was told of it"
		}
		return s + ". No client was told of them"
	case d.Told == 1:
		return s + ". 1 confirmed write was only there, and is lost"
	}
	return s + fmt.Sprintf(". %d confirmed writes were only there, and are lost", d.Told)
}

// Weight implements sim.Fact.
func (d Dropped) Weight() sim.Weight {
	if d.Told > 0 {
		return sim.Trouble
	}
	return sim.Warning
}

// SecondLeader is the fact that two members lead: in one epoch, which must
// never be, or an older one beside a later.
type SecondLeader struct {
	Epoch         uint64
	First, Second sim.NodeID
	Later         uint64 // the epoch of the second, if it is another
}

// Sentence implements sim.Fact.
func (s SecondLeader) Sentence(name func(sim.NodeID) string) string {
	if s.Later != 0 {
		return fmt.Sprintf("split brain: %s took writes in epoch %d while %s led in epoch %d", name(s.First), s.Epoch, name(s.Second), s.Later)
	}
	return fmt.Sprintf("epoch %d has two leaders, %s and %s: the protocol is broken", s.Epoch, name(s.First), name(s.Second))
}

// Weight implements sim.Fact.
func (SecondLeader) Weight() sim.Weight { return sim.Trouble }

// Drains is the fact that a leader takes no more writes, or goes on.
type Drains struct {
	Node sim.NodeID
	On   bool
	Last uint64
}

// Sentence implements sim.Fact.
func (d Drains) Sentence(name func(sim.NodeID) string) string {
	if d.On {
		return fmt.Sprintf("%s takes no more requests; its log ends at entry %d", name(d.Node), d.Last)
	}
	return name(d.Node) + " goes on as leader"
}

// Weight implements sim.Fact.
func (Drains) Weight() sim.Weight { return sim.Notable }

// HandoverBegins is the fact that a planned change of leader is under way.
type HandoverBegins struct{ From, To sim.NodeID }

// Sentence implements sim.Fact.
func (h HandoverBegins) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s will hand over to %s, once that has all of its log", name(h.From), name(h.To))
}

// Weight implements sim.Fact.
func (HandoverBegins) Weight() sim.Weight { return sim.Notable }

// HandoverCancelled is the fact that the next leader did not catch up.
type HandoverCancelled struct{ To, Leader sim.NodeID }

// Sentence implements sim.Fact.
func (h HandoverCancelled) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s did not catch up within %s: %s leads on", name(h.To), request.Span(patience), name(h.Leader))
}

// Weight implements sim.Fact.
func (HandoverCancelled) Weight() sim.Weight { return sim.Warning }

// Alarm is the fact that a leader is silent and somebody must decide.
type Alarm struct {
	Leader  sim.NodeID
	Silence time.Duration
}

// Sentence implements sim.Fact.
func (a Alarm) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s does not lead any more, for %s: promote another", name(a.Leader), request.Span(a.Silence))
}

// Weight implements sim.Fact.
func (Alarm) Weight() sim.Weight { return sim.Trouble }

// NoCandidate is the fact that nobody can take over.
type NoCandidate struct {
	Leader  sim.NodeID
	Silence time.Duration
}

// Sentence implements sim.Fact.
func (n NoCandidate) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s does not lead any more, for %s, and nobody with its data can take over", name(n.Leader), request.Span(n.Silence))
}

// Weight implements sim.Fact.
func (NoCandidate) Weight() sim.Weight { return sim.Trouble }

// MonitorForgot is the fact that a monitor starts with an empty disk.
type MonitorForgot struct{ Node sim.NodeID }

// Sentence implements sim.Fact.
func (m MonitorForgot) Sentence(name func(sim.NodeID) string) string {
	return name(m.Node) + " has lost its disk: it decides nothing until it has heard from every member"
}

// Weight implements sim.Fact.
func (MonitorForgot) Weight() sim.Weight { return sim.Warning }

// MonitorKnows is the fact that it has.
type MonitorKnows struct {
	Node, Leader sim.NodeID
	Epoch        uint64
}

// Sentence implements sim.Fact.
func (m MonitorKnows) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s has heard from every member: %s leads in epoch %d", name(m.Node), name(m.Leader), m.Epoch)
}

// Weight implements sim.Fact.
func (MonitorKnows) Weight() sim.Weight { return sim.Notable }

// DiskLost is the fact that a node starts with an empty disk.
type DiskLost struct {
	Node   sim.NodeID
	Serves bool // with what it has, which is nothing at first
}

// Sentence implements sim.Fact.
func (d DiskLost) Sentence(name func(sim.NodeID) string) string {
	if d.Serves {
		return name(d.Node) + " has lost its disk: it knows nothing until the others have sent it everything"
	}
	return name(d.Node) + " has lost its disk: it takes a full copy before it serves"
}

// Weight implements sim.Fact.
func (DiskLost) Weight() sim.Weight { return sim.Warning }

// CopyBegins is the fact that a full copy is on its way, which takes a while.
type CopyBegins struct {
	From, To sim.NodeID
	Takes    time.Duration
}

// Sentence implements sim.Fact.
func (c CopyBegins) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s sends %s a full copy, which takes %s", name(c.From), name(c.To), request.Span(c.Takes))
}

// Weight implements sim.Fact.
func (CopyBegins) Weight() sim.Weight { return sim.Notable }

// CopyTaken is the fact that a member got all data.
type CopyTaken struct {
	Node, From sim.NodeID
	Last       uint64
	Keys       int
}

// Sentence implements sim.Fact.
func (c CopyTaken) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s took a full copy from %s: %s, as of entry %d", name(c.Node), name(c.From), noun.Count(c.Keys, "key"), c.Last)
}

// Weight implements sim.Fact.
func (CopyTaken) Weight() sim.Weight { return sim.Notable }

// Joined is the fact that a new member has all of the log.
type Joined struct{ Node sim.NodeID }

// Sentence implements sim.Fact.
func (j Joined) Sentence(name func(sim.NodeID) string) string {
	return name(j.Node) + " has caught up: it counts as a replica"
}

// Weight implements sim.Fact.
func (Joined) Weight() sim.Weight { return sim.Notable }

// PassesOver is the fact that a replica copies from the leader because the one
// above it in the tree is silent.
type PassesOver struct{ Node, Above, Leader sim.NodeID }

// Sentence implements sim.Fact.
func (p PassesOver) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s hears nothing from %s, and copies from the leader %s for now", name(p.Node), name(p.Above), name(p.Leader))
}

// Weight implements sim.Fact.
func (PassesOver) Weight() sim.Weight { return sim.Notable }

// InSync is the fact that the monitor counts on a replica, or no longer: it may
// lead next, and writes wait for it.
type InSync struct {
	Leader, Node sim.NodeID
	In           bool
}

// Sentence implements sim.Fact.
func (i InSync) Sentence(name func(sim.NodeID) string) string {
	if i.In {
		return fmt.Sprintf("%s is in sync again: writes wait for it, and it may lead next", name(i.Node))
	}
	return fmt.Sprintf("%s is silent: %s goes on without it, and it may not lead next", name(i.Node), name(i.Leader))
}

// Weight implements sim.Fact.
func (InSync) Weight() sim.Weight { return sim.Notable }

// BackedUp is the fact that a backup is whole.
type BackedUp struct {
	Node  sim.NodeID
	Entry uint64
	Taken clock.Time
}

// Sentence implements sim.Fact.
func (b BackedUp) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("the backup of %s is whole: up to entry %d, as of %s", name(b.Node), b.Entry, b.Taken)
}

// Weight implements sim.Fact.
func (BackedUp) Weight() sim.Weight { return sim.Notable }
