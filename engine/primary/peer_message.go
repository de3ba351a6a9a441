package primary

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/sim"
)

// News is what one leader of several sends another: the rows that changed.
type News struct {
	Upto uint64 // the sender's change that the last row stands for
	rows []Row
}

// Kind implements sim.Payload.
func (*News) Kind() string { return "news" }

// Size implements sim.Payload.
func (n *News) Size() int {
	size := overhead
	for _, r := range n.rows {
		size += 32 + len(r.key) + len(r.text()) + 16*len(r.vector)
	}
	return size
}

// String implements sim.Payload.
func (n *News) String() string {
	if len(n.rows) == 1 {
		return fmt.Sprintf("%s=%s", n.rows[0].key, n.rows[0].text())
	}
	return noun.Count(len(n.rows), "row") + " that changed"
}

// Received confirms news.
type Received struct {
	Upto uint64 // the latest change of the receiver that the sender has
}

// Kind implements sim.Payload.
func (*Received) Kind() string { return "received" }

// Size implements sim.Payload.
func (*Received) Size() int { return overhead }

// String implements sim.Payload.
func (r *Received) String() string { return fmt.Sprintf("has your changes up to %d", r.Upto) }

// Conflict is the fact that two leaders wrote a key without knowing of each
// other, and how it was settled.
type Conflict struct {
	Node               sim.NodeID
	Key                string
	Mine, Theirs, Kept string
	Merged             bool
}

// Sentence implements sim.Fact.
func (c Conflict) Sentence(name func(sim.NodeID) string) string {
	how := fmt.Sprintf("%s stays, its time stamp is later", word(c.Kept))
	if c.Merged {
		how = fmt.Sprintf("both stay, as %s", word(c.Kept))
	}
	return fmt.Sprintf("conflict on %s: %s holds %s, another leader took %s without knowing of it; %s", c.Key, name(c.Node), word(c.Mine), word(c.Theirs), how)
}

func word(value string) string {
	if value == "" {
		return "nothing"
	}
	return fmt.Sprintf("%q", value)
}

// Weight implements sim.Fact.
func (Conflict) Weight() sim.Weight { return sim.Warning }
