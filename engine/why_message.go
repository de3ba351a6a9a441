package engine

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/fault"
	"netsplit/engine/history"
)

// effectsTold bounds how many effects of a job are listed.
const effectsTold = 4

// fated is a part that knows what became of what it was given.
type fated interface {
	fate(w *world, o *operation) []Cause
}

// fate tells what became of a message after its sender had been answered.
func (w *world) fate(o *operation) []Cause {
	if o.pending || o.Outcome == history.Fail || !o.request.Verb.Gives() {
		return nil
	}
	if p, ok := w.parts[o.request.Key].(fated); ok {
		return p.fate(w, o)
	}
	return nil
}

// message is what an operation gave: the one that its sender was told of, or,
// where no answer came, one that was accepted all the same.
func (l *ledger) message(o *operation) (m *check.Message, told []Cause) {
	if o.Outcome == history.OK {
		if m = l.get(o.answer.Job); m != nil && m.Operation == o.ID {
			return m, nil
		}
		return nil, nil
	}
	for i := range l.entries {
		if m := &l.entries[i]; m.Operation == o.ID {
			return m, []Cause{{Time: m.Accepted, Text: "It was accepted all the same, and nobody heard of it."}}
		}
	}
	return nil, nil
}

// fate tells what became of a job.
func (p *queuePart) fate(w *world, o *operation) []Cause {
	m, chain := p.ledger.message(o)
	if m == nil {
		return nil
	}
	for i, e := range m.Work {
		if i == effectsTold {
			chain = append(chain, Cause{Time: e.At, Text: fmt.Sprintf("It was done %d times more.", len(m.Work)-i)})
			break
		}
		text := fmt.Sprintf("%s had done it.", e.By)
		if i > 0 {
			text = fmt.Sprintf("%s had done it as well: its effect happened %d times.", e.By, i+1)
		}
		chain = append(chain, Cause{Time: e.At, Node: e.By, Text: text})
	}
	now := w.sim.Now()
	switch {
	case len(m.Work) > 0:
	case m.Dead:
		chain = append(chain, Cause{Time: now, Node: p.name(), Text: "It is a dead letter: nobody tries it any more."})
	case p.kept(w)(m.ID):
		chain = append(chain, Cause{Time: now, Node: p.name(), Text: fmt.Sprintf("%s still keeps it.", p.name())})
	default:
		chain = append(chain, p.whereItWent(w, m)...)
	}
	return chain
}

// whereItWent says how a job came to be nowhere any more.
func (p *queuePart) whereItWent(w *world, m *check.Message) []Cause {
	verbs, text := []string{"wipe"}, "%s lost its disk, and all jobs with it."
	if !p.config.Durable {
		verbs, text = inMemory, "%s kept its jobs in memory (durable: false), and lost them all."
	}
	if f, ok := w.since(m.Accepted, w.sim.Name(p.ids[0]), verbs...); ok {
		return []Cause{{Time: f.Since, Node: p.name(), Text: fmt.Sprintf(text, p.name())}, stepOfFault(f)}
	}
	return []Cause{{Time: w.sim.Now(), Node: p.name(), Text: "It was confirmed and taken off the queue, and its work never took effect: who confirms a job before the work (acknowledge: before) has no second try."}}
}

// inMemory are the faults that lose what a node has in memory.
var inMemory = []string{"wipe", "crash", "fail"}

// since is the first fault of some kinds that met a node after a moment.
func (w *world) since(after clock.Time, node string, verbs ...string) (fault.Fault, bool) {
	for _, f := range w.book.All() {
		verb, _, _ := strings.Cut(f.Text, " ")
		if f.Since >= after && slices.Contains(f.Targets, node) && slices.Contains(verbs, verb) {
			return f, true
		}
	}
	return fault.Fault{}, false
}

func stepOfFault(f fault.Fault) Cause {
	return Cause{Time: f.Since, Text: "Step: " + f.Text + ", taken at " + f.Since.String() + "."}
}
