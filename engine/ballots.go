package engine

import (
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/consensus"
	"netsplit/engine/sim"
)

// ballotsKept bounds what a run remembers of elections.
const ballotsKept = 200

// Ballot is a vote that was given or refused, or the end of an election.
type Ballot struct {
	Time             clock.Time
	Term             uint64
	Voter, Candidate string
	Pre              bool // asked how it would vote, without a new term
	Granted          bool
	Elected          bool   // Candidate won; Voter is ""
	Reason           string // why it was refused
}

type ballot struct {
	at   clock.Time
	fact sim.Fact
}

// ballots keeps the latest votes of all stores that elect a leader.
type ballots struct{ list []ballot }

func (b *ballots) observe(r sim.Record) {
	switch r.Fact.(type) {
	case consensus.Vote, consensus.VotesAsked, consensus.Elected:
	default:
		return
	}
	if len(b.list) >= ballotsKept {
		b.list = slices.Delete(b.list, 0, ballotsKept/8)
	}
	b.list = append(b.list, ballot{r.Time, r.Fact})
}

// of lists the votes among some members, oldest first.
func (b *ballots) of(w *world, members []sim.NodeID) []Ballot {
	var out []Ballot
	for _, x := range b.list {
		v := Ballot{Time: x.at}
		node := sim.Nobody
		switch f := x.fact.(type) {
		case consensus.Vote:
			node = f.Voter
			v.Term, v.Voter, v.Candidate, v.Pre, v.Granted = f.Term, w.sim.Name(f.Voter), w.sim.Name(f.Candidate), f.Pre, f.Granted
			if !f.Granted {
				v.Reason = f.Reason.Text(w.sim.Name)
			}
		case consensus.VotesAsked:
			node = f.Node
			v.Term, v.Voter, v.Candidate, v.Granted = f.Term, w.sim.Name(f.Node), w.sim.Name(f.Node), true
		case consensus.Elected:
			node = f.Node
			v.Term, v.Candidate, v.Elected = f.Term, w.sim.Name(f.Node), true
		}
		if slices.Contains(members, node) {
			out = append(out, v)
		}
	}
	return out
}
