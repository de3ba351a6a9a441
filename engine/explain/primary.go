package explain

import (
	"fmt"

	"netsplit/engine/primary"
	"netsplit/engine/sim"
)

// gaveUp tells why a member of a database gave up on a request: which replicas
// or which monitor it did not hear, and why. The first who gave up knows best.
func gaveUp(e Evidence) []Cause {
	for _, r := range e.Records {
		if g, ok := r.Fact.(primary.GaveUp); ok && g.Why != primary.LeaderSilent {
			return silent(e, r, g.Node, g.Silent)
		}
	}
	return nil
}

// lagging tells of a read that a replica answered how far it was behind the
// write that it missed, and what became of the log that was sent to it.
func lagging(e Evidence) []Cause {
	var chain []Cause
	reader := sim.Nobody
	newer := e.Newer
	at, placed := primary.PositionOf(newer.Answer.Version)
	if !placed {
		return nil
	}
	for _, r := range e.Records {
		f, ok := r.Fact.(primary.ReadHere)
		if !ok || r.Time > e.ended() {
			continue
		}
		reader = f.Node
		text := f.Sentence(e.NameOf)
		if at.Index > f.Carried {
			text += fmt.Sprintf(". The newer write is entry %d: it is %d behind", at.Index, at.Index-f.Carried)
		}
		chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(f.Node), Text: text + "."})
	}
	for _, r := range newer.Records {
		p, ok := r.Payload.(*primary.Append)
		switch {
		case !ok || reader != sim.Nobody && r.Node != reader:
		case r.Kind == sim.Dropped:
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Node), Operation: newer.Operation.ID, Text: lost(*newer, r)})
			chain = append(chain, newer.root(r.Fault)...)
		case r.Kind == sim.Delivered && reader != sim.Nobody:
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Node), Operation: newer.Operation.ID,
				Text: fmt.Sprintf("%s got it at %s (%s), and carries entries out one after the other.", e.NameOf(r.Node), r.Time, p)})
		}
	}
	if read, ok := primary.PositionOf(e.Answer.Version); reader == sim.Nobody && ok && read.Epoch < at.Epoch {
		chain = append(chain, Cause{Time: e.ended(), Node: e.Operation.Via,
			Text: fmt.Sprintf("What it read is %s, the newer write %s: two members led at once, and the one of the older epoch answered.", read, at)})
	}
	return chain
}
