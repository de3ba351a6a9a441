package engine

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/consensus"
	"netsplit/engine/quorum"
	"netsplit/engine/replica"
	"netsplit/engine/sim"
)

// whyMember tells why a member has no leader, or how far it is behind the one
// it has.
func (p *raftPart) whyMember(w *world, id sim.NodeID) []Cause {
	now, name := w.sim.Now(), w.sim.Name(id)
	say := func(format string, args ...any) Cause {
		return Cause{Time: now, Node: name, Text: fmt.Sprintf(format, args...)}
	}
	leader, status := p.leader(w)
	mine := p.status(w, id)
	switch {
	case mine.Role == consensus.Leader && leader != id:
		return append([]Cause{say("It still takes itself for the leader of term %d, but %s leads in term %d.", mine.Term, w.sim.Name(leader), status.Term)}, p.whyApart(w, id)...)
	case mine.Role == consensus.Leader && !p.reachesMajority(w, id):
		return append([]Cause{say("It leads in term %d, and can't do anything: it does not reach a majority.", mine.Term)}, p.whyApart(w, id)...)
	case mine.Role == consensus.Leader:
		return []Cause{say("It leads in term %d.", mine.Term)}
	case leader == sim.Nobody:
		return append([]Cause{say("%s has no leader.", p.spec.Name)}, p.whyApart(w, id)...)
	case mine.Role == consensus.Down || mine.Role == consensus.Frozen:
		return []Cause{say("%s leads in term %d. It is %s ahead.", w.sim.Name(leader), status.Term, ahead(status.Applied, mine.Applied))}
	case !p.reaches(w, id, leader):
		return append([]Cause{say("%s leads in term %d. It is %s ahead, and nothing comes from it.", w.sim.Name(leader), status.Term, ahead(status.Applied, mine.Applied))}, p.whyApart(w, id)...)
	case status.Applied > mine.Applied:
		return []Cause{say("%s leads in term %d. It is %s ahead, on the way.", w.sim.Name(leader), status.Term, ahead(status.Applied, mine.Applied))}
	}
	return []Cause{say("It follows %s, the leader of term %d, and has all of its entries.", w.sim.Name(leader), status.Term)}
}

// ahead is how many entries the first has that the second has not.
func ahead(a, b uint64) string {
	return noun.Count(int(max(a, b)-b), "entry")
}

// whyApart tells whose votes a member can have, and why not the others'.
func (p *raftPart) whyApart(w *world, id sim.NodeID) []Cause {
	d := consensus.DiskOf(w.sim.Disk(id))
	if d == nil {
		return nil
	}
	now, name := w.sim.Now(), w.sim.Name(id)
	voters := d.Voters()
	var reached []sim.NodeID
	var chain []Cause
	told := map[int]bool{}
	for _, o := range voters {
		if p.reaches(w, id, o) {
			reached = append(reached, o)
			continue
		}
		there, _, number := w.network.Condition(id, o)
		back, _, other := w.network.Condition(o, id)
		if state, _, fault := w.sim.State(o); state != sim.Up {
			chain = append(chain, Cause{Time: now, Node: w.sim.Name(o), Text: fmt.Sprintf("%s is %s.", w.sim.Name(o), state)})
			number = fault
		} else if !there && back {
			number = other
		}
		if f, ok := w.book.Get(number); ok && !told[number] {
			told[number] = true
			chain = append(chain, Cause{Time: f.Since, Text: "Step: " + f.Text + ", taken at " + f.Since.String() + "."})
		}
	}
	names := "nobody"
	if len(reached) > 0 {
		names = replica.Names(reached, w.sim.Name)
	}
	first := Cause{Time: now, Node: name, Text: fmt.Sprintf("A leader takes the votes of %d of %d members. %s reaches %d, itself counted: %s.",
		quorum.Majority(len(voters)), len(voters), name, len(reached), names)}
	if 2*len(reached) > len(voters) {
		first.Text += " That is enough: an election is under way or about to begin."
	}
	return append([]Cause{first}, chain...)
}
